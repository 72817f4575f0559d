//! `supple log`: the history, listed, shown, and recovered.

mod csv;
mod table;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Subcommand;
use jiff::civil::Date;
use serde_json::Value;

use super::{Mistake, history_args::SelectArgs};
use crate::{
    config::paths::Paths,
    history::{
        reading::{Found, History},
        record::Record,
        recovery::{self, Findings, Interrupted, RecoveryError, Unreadable},
        store::{self, Store},
    },
    runtime::clock,
};

/// The history: what was done, when, and how much of it
#[derive(clap::Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Show one session, exercise by exercise
    Show(ShowArgs),
    /// Keep or discard what was done in sessions that were cut off
    Recover(RecoverArgs),
}

#[derive(clap::Args, Debug)]
struct ListArgs {
    /// The newest N sessions only [default: 20 in the table, all with --json and --csv]
    #[arg(short = 'n', value_name = "N")]
    number: Option<usize>,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten)]
    form: Form,
}

#[derive(clap::Args, Debug)]
struct ShowArgs {
    /// Its id or the beginning of it, or `last`
    id: String,
    #[command(flatten)]
    form: Form,
}

#[derive(clap::Args, Debug)]
struct RecoverArgs {
    /// Record what was done
    #[arg(long)]
    keep: bool,
    /// Forget what was done
    #[arg(long, conflicts_with = "keep")]
    discard: bool,
}

#[derive(clap::Args, Clone, Copy, Debug)]
struct Form {
    /// One JSON object a line, oldest first
    #[arg(long)]
    json: bool,
    /// Comma-separated rows with a head, oldest first
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

/// A session as it is listed.
struct Row {
    record: Record,
    /// It was cut off, and nobody has decided yet whether to keep it.
    interrupted: bool,
}

impl Row {
    fn status(&self) -> &'static str {
        if self.interrupted { "interrupted" } else { self.record.status.word() }
    }

    fn json(&self) -> serde_json::Result<String> {
        let mut value = serde_json::to_value(&self.record)?;
        if let (true, Value::Object(fields)) = (self.interrupted, &mut value) {
            fields.insert("status".to_owned(), self.status().into());
        }
        serde_json::to_string(&value)
    }
}

/// What is on the disk.
struct Log {
    store: Store,
    findings: Findings,
    /// Oldest first, interrupted ones among them.
    rows: Vec<Row>,
}

/// Runs `supple log`.
///
/// # Errors
/// When the history cannot be read, or holds no such session.
pub(crate) fn run(args: &Args, paths: &Paths, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let log = Log::read(paths)?;
    match &args.command {
        None => log.list(&args.list, out)?,
        Some(Command::Show(show)) => log.show(show, out)?,
        Some(Command::Recover(recover)) => return log.recover(recover, paths, out),
    }
    Ok(ExitCode::SUCCESS)
}

impl Log {
    fn read(paths: &Paths) -> anyhow::Result<Self> {
        let store = Store::new(&paths.data.join("history"), &store::machine_name());
        let history = History::read(store.folder()).context("the history cannot be read")?;
        let findings = recovery::find(&paths.state.join("journal"), &history)
            .context("the journals of interrupted sessions cannot be read")?;
        let mut complaints = io::stderr().lock();
        // Nobody is left to be told if standard error is closed.
        for fault in &history.faults {
            let _ = writeln!(complaints, "supple: {fault}; this line is skipped");
        }
        for error in &history.unreadable {
            let _ = writeln!(complaints, "supple: {error}; this file is skipped");
        }
        for unreadable in &findings.unreadable {
            if !matches!(unreadable, Unreadable::Empty { .. }) {
                let _ = writeln!(complaints, "supple: {unreadable}");
            }
        }
        let kept = history.records.into_iter().map(|record| Row { record, interrupted: false });
        let cut_off =
            findings.interrupted.iter().map(|session| Row { record: session.record(), interrupted: true });
        let mut rows: Vec<Row> = kept.chain(cut_off).collect();
        rows.sort_by(|a, b| a.record.started.cmp(&b.record.started));
        Ok(Self { store, findings, rows })
    }

    fn list(&self, args: &ListArgs, out: &mut dyn Write) -> anyhow::Result<()> {
        let rows = self.select(&args.select, clock::wall().date())?;
        let all = rows.len();
        let wanted = args.number.unwrap_or(if args.form.is_table() { 20 } else { all });
        let newest = &rows[all.saturating_sub(wanted)..];
        if args.form.json {
            for row in newest {
                writeln!(out, "{}", row.json()?)?;
            }
        } else if args.form.csv {
            csv::sessions(newest, out)?;
        } else if newest.is_empty() && !self.rows.is_empty() {
            writeln!(out, "No session is like that.")?;
        } else if newest.is_empty() {
            writeln!(out, "No sessions yet. `supple run` leads you through the first one.")?;
        } else {
            table::sessions(newest.iter().rev().copied(), out)?;
            if newest.len() < all {
                writeln!(out, "\n{} earlier ones: supple log -n {all}", all - newest.len())?;
            }
            if newest.iter().any(|row| row.interrupted) {
                writeln!(out, "\nInterrupted sessions: supple log recover --keep, or --discard")?;
            }
        }
        Ok(())
    }

    /// What was cut off has not ended in any way yet.
    fn select(&self, args: &SelectArgs, today: Date) -> anyhow::Result<Vec<&Row>> {
        let filter = args.filter(today)?.among(self.rows.iter().map(|row| &row.record));
        let filter = filter.map_err(|error| Mistake(format!("{error}; `supple log` lists them")))?;
        let ended = |row: &Row| !row.interrupted || filter.status.is_empty();
        Ok(self.rows.iter().filter(|row| ended(row) && filter.admits(&row.record)).collect())
    }

    fn show(&self, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<()> {
        let row = self.find(&args.id)?;
        if args.form.json {
            writeln!(out, "{}", row.json()?)?;
        } else if args.form.csv {
            csv::exercises(row, out)?;
        } else {
            table::session(row, out)?;
        }
        Ok(())
    }

    fn find(&self, id: &str) -> anyhow::Result<&Row> {
        if id == "last" {
            return self.rows.last().context("there are no sessions yet");
        }
        let records = self.rows.iter().map(|row| &row.record);
        match Found::among(records, id) {
            Found::One(found) => self
                .rows
                .iter()
                .find(|row| row.record.id == found.id)
                .context("the session vanished from the list"),
            Found::Many(count) => {
                Err(Mistake(format!("{count} sessions begin with `{id}`: write more of the id")).into())
            }
            Found::None => {
                Err(Mistake(format!("no session has the id `{id}`; `supple log` lists them")).into())
            }
        }
    }

    fn recover(&self, args: &RecoverArgs, paths: &Paths, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        recovery::sweep(&paths.state.join("journal"), &self.findings)?;
        if self.findings.interrupted.is_empty() {
            writeln!(out, "No session was interrupted.")?;
            return Ok(ExitCode::SUCCESS);
        }
        if !args.keep && !args.discard {
            table::sessions(self.rows.iter().rev().filter(|row| row.interrupted), out)?;
            writeln!(out, "\nsupple log recover --keep records what was done; --discard forgets it.")?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut status = ExitCode::SUCCESS;
        for session in &self.findings.interrupted {
            match self.settle(session, args.keep) {
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

    fn settle(&self, session: &Interrupted, keep: bool) -> Result<(), RecoveryError> {
        if keep { session.keep(&self.store).map(drop) } else { session.discard() }
    }
}

impl Form {
    const fn is_table(self) -> bool {
        !self.json && !self.csv
    }
}

#[cfg(test)]
mod tests;
