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
        disk::shown,
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
    let examine = || verify::examine(store).context("the history cannot be read");
    let mut examined = examine()?;
    let Examined { faults, newer, changed, doubled, .. } = &examined;
    for fault in faults.iter().chain(newer).chain(changed).chain(doubled) {
        writeln!(out, "{fault}")?;
    }
    for (path, lines) in &examined.without_checksum {
        let have = if lines.len() == 1 { "has" } else { "have" };
        let path = shown(path);
        writeln!(
            out,
            "{path}: {} {have} no checksum: written by hand, or by another program",
            ranges(lines)
        )?;
    }
    for error in &examined.unreadable {
        writeln!(out, "{error}")?;
    }
    for path in examined.faulty() {
        mend(args, store, &examined, path, out)?;
    }
    if args.accept {
        for path in examined.to_accept() {
            accept(args, store, path, out)?;
        }
    } else if !changed.is_empty() {
        let (them, they) = if changed.len() == 1 { ("it", "it stands") } else { ("them", "they stand") };
        writeln!(
            out,
            "If you changed {them} yourself, `supple log verify --accept` takes {them} as {they}. If nobody did, look for \
             {them} in a backup, and look after the disk."
        )?;
    }
    if args.repair || args.accept {
        examined = examine()?;
    }
    writeln!(out, "{}", summary(&examined))?;
    let is_good = examined.faults.is_empty() && examined.changed.is_empty() && examined.unreadable.is_empty();
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn summary(examined: &Examined) -> String {
    let good = match examined.faults.len() + examined.changed.len() {
        0 if examined.unreadable.is_empty() => "every line is good".to_owned(),
        0 => "every line that could be read is good".to_owned(),
        1 => "one line is not good".to_owned(),
        count => format!("{count} lines are not good"),
    };
    let (sessions, files) = (number(examined.sessions, "session"), number(examined.files.len(), "file"));
    format!("{sessions} in {files}: {good}.")
}

/// Says what is, or would be, done to a file, and does it.
fn mend(
    args: &Args,
    store: &Store,
    examined: &Examined,
    path: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let disk = &**store.disk();
    let name = shown(path);
    if is_anothers(args, store, path, "--repair", out)? {
        return Ok(());
    }
    let (aside, backup) = (shown(&verify::aside_of(path)), shown(&verify::backup_of(disk, path)?));
    let lines = number(examined.faults.iter().filter(|fault| fault.path == path).count(), "line");
    if !args.repair {
        writeln!(
            out,
            "`supple log verify --repair` sets {lines} of {name} aside, into {aside}, and keeps the file as it is in \
             {backup}."
        )?;
        return Ok(());
    }
    writeln!(out, "Setting {lines} of {name} aside, into {aside}.")?;
    writeln!(out, "The file as it is stays in {backup}.")?;
    out.flush()?;
    if let Err(error) = examined.repair(disk, path) {
        let _ = writeln!(io::stderr(), "supple: {error}; {name} is as it was");
    }
    Ok(())
}

/// Takes the lines of a file as they stand.
fn accept(args: &Args, store: &Store, path: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    if is_anothers(args, store, path, "--accept", out)? {
        return Ok(());
    }
    let name = shown(path);
    match verify::accept(&**store.disk(), path) {
        Ok(None) => {}
        Ok(Some(backup)) => {
            let backup = shown(&backup);
            writeln!(
                out,
                "Every line of {name} that can be read has a checksum now. The file as it was is in {backup}."
            )?;
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "supple: {error}; {name} is as it was");
        }
    }
    Ok(())
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
            shown(path)
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
