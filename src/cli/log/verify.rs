//! `supple log verify`

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::Context as _;

use crate::{
    cli::figures::counted,
    history::{
        store::Store,
        verify::{self, Examined},
    },
};

/// Read every line of the history, and say what is wrong with which
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Set lines that cannot be read aside, into a file beside, and keep each file as it was
    #[arg(long)]
    repair: bool,
    /// With --repair: also in files that other machines write
    #[arg(long, requires = "repair")]
    all: bool,
}

pub(super) fn run(args: &Args, store: &Store, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let examined = verify::examine(store).context("the history cannot be read")?;
    for fault in examined.faults.iter().chain(&examined.newer) {
        writeln!(out, "{fault}")?;
    }
    for error in &examined.unreadable {
        writeln!(out, "{error}")?;
    }
    writeln!(
        out,
        "{} in {}: {}.",
        number(examined.sessions, "session"),
        number(examined.files.len(), "file"),
        match examined.faults.len() {
            0 if examined.unreadable.is_empty() => "every line is good".to_owned(),
            0 => "every line that could be read is good".to_owned(),
            1 => "one line is not good".to_owned(),
            count => format!("{count} lines are not good"),
        }
    )?;
    let mut left = !examined.unreadable.is_empty();
    for path in examined.faulty() {
        left |= !mend(args, store, &examined, path, out)?;
    }
    Ok(if left { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Says what is, or would be, done to a file, and does it. Whether nothing is wrong with it any more.
fn mend(
    args: &Args,
    store: &Store,
    examined: &Examined,
    path: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let disk = &**store.disk();
    let name = path.display();
    if !args.all && !store.is_own(path) {
        writeln!(
            out,
            "{name} is written by another machine: `supple log verify --repair` there, or with --all here if that \
             machine writes no more."
        )?;
        return Ok(false);
    }
    let (aside, backup) = (verify::aside_of(path), verify::backup_of(disk, path)?);
    let lines = number(examined.faults.iter().filter(|fault| fault.path == path).count(), "line");
    if !args.repair {
        writeln!(
            out,
            "`supple log verify --repair` sets {lines} of {name} aside, into {}, and keeps the file as it is in {}.",
            aside.display(),
            backup.display()
        )?;
        return Ok(false);
    }
    writeln!(out, "Setting {lines} of {name} aside, into {}.", aside.display())?;
    writeln!(out, "The file as it is stays in {}.", backup.display())?;
    out.flush()?;
    match examined.repair(disk, path) {
        Ok(_) => Ok(true),
        Err(error) => {
            let _ = writeln!(io::stderr(), "supple: {error}; {name} is as it was");
            Ok(false)
        }
    }
}

fn number(count: usize, one: &str) -> String {
    counted(u32::try_from(count).unwrap_or(u32::MAX), one)
}
