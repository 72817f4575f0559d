//! `supple new NAME`

use std::{
    fs::OpenOptions,
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;

use super::{Mistake, output};
use crate::{
    config::{paths::Paths, private},
    diagnostic::{is_hostile, printable},
    routine::{is_path, kebab},
};

/// Write a commented routine to start from.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Its name (the file goes to your routines), or a path such as ./physio.toml.
    name: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let is_path = is_path(&args.name);
    let (path, title) = if is_path { from_path(&args.name)? } else { from_name(&args.name)? };
    if !is_path && let Some(folder) = path.parent() {
        private::make(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    // Among the user's own files it is theirs alone; elsewhere their shell decides.
    let mode = if is_path { 0o666 } else { 0o600 };
    write(&path, &TEMPLATE.replace("NAME", &title), mode)?;
    let shown = path.display().to_string();
    let run = if is_path { shown.clone() } else { kebab(&args.name) };
    output::print(&printable_lines(&format!(
        "Wrote {shown}\nOpen it in an editor; `supple check {shown}` finds faults, `supple show {run}` shows what it means."
    )))
}

fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// `./physio.toml`: that file, called Physio.
fn from_path(name: &str) -> anyhow::Result<(PathBuf, String)> {
    let path = PathBuf::from(name);
    if path.extension().is_none_or(|extension| extension != "toml") {
        return Err(Mistake(format!("{name} does not end in .toml, as every routine does")).into());
    }
    let stem =
        path.file_stem().map(|stem| stem.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    let title = title(&stem)?;
    Ok((path, title))
}

/// `Low back`: `low-back.toml` among the user's routines.
fn from_name(name: &str) -> anyhow::Result<(PathBuf, String)> {
    let title = title(&if name.contains(' ') { name.to_string() } else { name.replace(['-', '_'], " ") })?;
    let folder = Paths::find()?.config.join("routines");
    Ok((folder.join(format!("{}.toml", kebab(name))), title))
}

/// A name that may stand in a TOML string: with a capital first letter.
fn title(words: &str) -> anyhow::Result<String> {
    if kebab(words).is_empty() || words.contains(|c| is_hostile(c) || c == '"' || c == '\\') {
        let shown = printable(words);
        return Err(
            Mistake(format!("`{shown}` is no name for a routine: use letters, digits and spaces")).into()
        );
    }
    let mut letters = words.trim().chars();
    Ok(letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default())
}

/// Never over a file that is there.
fn write(path: &Path, text: &str, mode: u32) -> anyhow::Result<()> {
    let shown = printable(&path.to_string_lossy()).into_owned();
    match OpenOptions::new().write(true).create_new(true).mode(mode).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).with_context(|| format!("cannot write {shown}")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Mistake(format!("{shown} is there already and stays as it is; choose another name")).into())
        }
        Err(error) => Err(error).with_context(|| format!("cannot write {shown}")),
    }
}

const TEMPLATE: &str = include_str!("new.toml");
