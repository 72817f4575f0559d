//! `supple log recover`

use std::{
    io::{self, Write},
    process::ExitCode,
};

use super::{Log, table};
use crate::{
    config::paths::Paths,
    history::recovery::{self, Interrupted, RecoveryError},
};

/// Keep or discard what was done in sessions that were cut off
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Record what was done
    #[arg(long)]
    keep: bool,
    /// Forget what was done
    #[arg(long, conflicts_with = "keep")]
    discard: bool,
}

pub(super) fn run(log: &Log, args: &Args, paths: &Paths, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    recovery::sweep(&paths.state.join("journal"), &log.store, &log.findings)?;
    if log.findings.interrupted.is_empty() {
        writeln!(out, "No session was interrupted.")?;
        return Ok(ExitCode::SUCCESS);
    }
    if !args.keep && !args.discard {
        table::sessions(log.rows().iter().rev().filter(|row| row.interrupted), &log.ids(), out)?;
        writeln!(out, "\nsupple log recover --keep records what was done; --discard forgets it.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut status = ExitCode::SUCCESS;
    for session in &log.findings.interrupted {
        match settle(log, session, args.keep) {
            Ok(()) => {
                let verb = if args.keep { "kept" } else { "discarded" };
                writeln!(out, "{verb}: {}", table::in_brief(&session.record()))?;
            }
            // Somebody else has just dealt with it.
            Err(RecoveryError::Gone) => {}
            Err(error) => {
                status = ExitCode::FAILURE;
                let name = table::in_brief(&session.record());
                let _ = writeln!(io::stderr(), "supple: {name}: {error}");
            }
        }
    }
    Ok(status)
}

fn settle(log: &Log, session: &Interrupted, keep: bool) -> Result<(), RecoveryError> {
    if keep { session.keep(&log.store).map(drop) } else { session.discard() }
}
