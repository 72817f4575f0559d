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
#[command(group(clap::ArgGroup::new("changes").args(["repair", "accept"]).multiple(true)))]
pub(super) struct Args {
    /// Set lines that cannot be read aside, into a file beside, and keep each file as it was
    #[arg(long)]
    repair: bool,
    /// Take lines that you changed, or that came without a checksum, as they stand: they get a new one
    #[arg(long)]
    accept: bool,
    /// With --repair or --accept: also in files that other machines write
    #[arg(long, requires = "changes")]
    all: bool,
}

pub(super) fn run(args: &Args, store: &Store, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let examined = verify::examine(store).context("the history cannot be read")?;
    let Examined { faults, newer, changed, doubled, .. } = &examined;
    for fault in faults.iter().chain(newer).chain(changed).chain(doubled) {
        writeln!(out, "{fault}")?;
    }
    for (path, lines) in &examined.unsealed {
        writeln!(
            out,
            "{}: no checksum in {}: not written by supple, or by hand",
            path.display(),
            ranges(lines)
        )?;
    }
    for error in &examined.unreadable {
        writeln!(out, "{error}")?;
    }
    writeln!(
        out,
        "{} in {}: {}.",
        number(examined.sessions, "session"),
        number(examined.files.len(), "file"),
        match faults.len() + changed.len() {
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
    if args.accept {
        for path in examined.without_seal() {
            left |= !accept(args, store, path, out)?;
        }
    } else if !changed.is_empty() {
        left = true;
        writeln!(
            out,
            "If you changed them yourself, `supple log verify --accept` takes them as they stand. If nobody did, \
             look for them in a backup, and look after the disk."
        )?;
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
    if is_anothers(args, store, path, "--repair", out)? {
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

/// Takes the lines of a file as they stand. Whether nothing is left to do.
fn accept(args: &Args, store: &Store, path: &Path, out: &mut dyn Write) -> anyhow::Result<bool> {
    let name = path.display();
    if is_anothers(args, store, path, "--accept", out)? {
        return Ok(false);
    }
    match verify::accept(&**store.disk(), path) {
        Ok(Some(backup)) => {
            writeln!(
                out,
                "Every line of {name} has a checksum now. The file as it was is in {}.",
                backup.display()
            )?;
            Ok(true)
        }
        Ok(None) => Ok(true),
        Err(error) => {
            let _ = writeln!(io::stderr(), "supple: {error}; {name} is as it was");
            Ok(false)
        }
    }
}

/// Whether a file has to be left to the machine that writes it; says so.
fn is_anothers(
    args: &Args,
    store: &Store,
    path: &Path,
    option: &str,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let is_anothers = !args.all && !store.is_own(path);
    if is_anothers {
        writeln!(
            out,
            "{} is written by another machine: `supple log verify {option}` there, or with --all here if that machine \
             writes no more.",
            path.display()
        )?;
    }
    Ok(is_anothers)
}

/// `line 4`, `lines 1-3, 7`.
fn ranges(lines: &[usize]) -> String {
    let runs: Vec<String> = lines
        .chunk_by(|a, b| a + 1 == *b)
        .filter_map(|run| match run {
            [] => None,
            [one] => Some(one.to_string()),
            [first, .., last] => Some(format!("{first}-{last}")),
        })
        .collect();
    format!("{} {}", if lines.len() == 1 { "line" } else { "lines" }, runs.join(", "))
}

fn number(count: usize, one: &str) -> String {
    counted(u32::try_from(count).unwrap_or(u32::MAX), one)
}
