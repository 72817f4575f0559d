//! `supple log import` and `export`: the history carried from one machine to another.

use std::{
    fs,
    io::{self, Read as _, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use serde_json::json;

use super::complain;
use crate::{
    cli::Mistake,
    history::{
        import::{self, Imported},
        store::Store,
        verify,
    },
};

/// Take over sessions from the files of another machine, each once
#[derive(clap::Args, Debug)]
pub(super) struct ImportArgs {
    /// Files of a history, or what `supple log export` or `supple log --json` has printed; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print what came of it as JSON
    #[arg(long)]
    json: bool,
}

/// Print every session and every correction as they were written, for `import`
#[derive(clap::Args, Debug)]
pub(super) struct ExportArgs {}

pub(super) fn import(args: &ImportArgs, store: &Store, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    // All of them are read before anything is written.
    let mut files = Vec::new();
    for path in &args.files {
        let bytes = if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(path)
        };
        match bytes {
            Ok(bytes) => files.push((path.clone(), bytes)),
            Err(error) => return Err(Mistake(format!("cannot read {}: {error}", path.display())).into()),
        }
    }
    let imported = import::import(store, &files).context("the sessions could not be taken over")?;
    for fault in &imported.faults {
        let _ = writeln!(io::stderr(), "supple: {fault}; this line is skipped");
    }
    if args.json {
        writeln!(
            out,
            "{}",
            json!({
                "new": imported.new,
                "changed": imported.changed,
                "same": imported.same,
                "corrections": imported.corrections,
                "same_corrections": imported.same_corrections,
                "skipped": imported.faults.len(),
            })
        )?;
    } else {
        writeln!(out, "{}", in_words(&imported))?;
    }
    let good =
        imported.new + imported.changed + imported.same + imported.corrections + imported.same_corrections;
    if good == 0 && !imported.faults.is_empty() {
        bail!("nothing in there was written by supple");
    }
    Ok(ExitCode::SUCCESS)
}

fn in_words(imported: &Imported) -> String {
    let count = |number: usize, one: &str, more: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{number} {more}"),
    };
    let mut words = format!(
        "{}: {} new, {} changed, {} already there",
        count(imported.new + imported.changed + imported.same, "session", "sessions"),
        imported.new,
        imported.changed,
        imported.same,
    );
    if imported.corrections + imported.same_corrections > 0 {
        words += &format!(
            "; {}: {} new, {} already there",
            count(imported.corrections + imported.same_corrections, "correction", "corrections"),
            imported.corrections,
            imported.same_corrections,
        );
    }
    if !imported.faults.is_empty() {
        words += &format!("; {} skipped", count(imported.faults.len(), "line", "lines"));
    }
    words + "."
}

pub(super) fn export(store: &Store, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut written = Ok(());
    let history = import::export(store.folder(), |line| {
        if written.is_ok() {
            written = out.write_all(line.as_bytes());
        }
    });
    complain(&history.context("the history cannot be read")?);
    written?;
    // What was read is written anew: that a line had changed on the disk would be seen nowhere any more.
    for line in verify::examine(store).context("the history cannot be read")?.changed {
        let _ = writeln!(io::stderr(), "supple: {line}");
    }
    Ok(ExitCode::SUCCESS)
}
