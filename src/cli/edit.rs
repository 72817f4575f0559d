//! `supple edit NAME`

mod draft;
mod editor;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;

pub(super) use self::draft::{Judged, Work};
use super::{Mistake, check::Verdict, library, output};
use crate::{
    config::paths::Paths,
    diagnostic::printable,
    routine::{NotFound, is_path},
};

/// Change a routine, an exercise or a program in your editor; it is checked when you save.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The editor is $VISUAL or $EDITOR. It opens a draft: only what has no faults takes the place of the file, so that the last good \
one stays until then. Of what ships with supple, what you save is a copy of your own, which takes its place.")]
pub(crate) struct Args {
    /// Its id, the beginning of its id, or a path such as ./physio.toml.
    name: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::find().context("there is no home folder to keep a draft in; set HOME")?;
    let (target, shipped) = place(&args.name, &paths)?;
    let judge = |text: Vec<u8>| {
        // What it refers to may be another file by now.
        let library = library().with_notes();
        let verdict = |text| Verdict::of(library.bytes(&target, text), &library, &target);
        let known = shipped.clone().map(verdict);
        let verdict = verdict(text).besides(known.as_ref()).at(&target, &library);
        Judged { is_good: verdict.is_good(), page: verdict.page(output::stdout_look()) }
    };
    Work { target: &target, shipped: shipped.clone(), state: &paths.state, judge: &judge }.edit()
}

/// Where the file is, or is to be; and what it holds to begin with if it ships.
fn place(name: &str, paths: &Paths) -> anyhow::Result<(PathBuf, Option<Vec<u8>>)> {
    if is_path(name) {
        let path = PathBuf::from(name);
        if path.extension().is_none_or(|extension| extension != "toml") {
            return Err(Mistake(format!("{} does not end in .toml", printable(name))).into());
        }
        return if path.exists() {
            Ok((path, None))
        } else {
            let shown = printable(name);
            Err(Mistake(format!("there is no file {shown}; `supple new {shown}` writes one to start from"))
                .into())
        };
    }
    let found = library().whereabouts(name).map_err(|error| {
        let new = match error {
            NotFound::Unknown { .. } => "; `supple new` with a name writes a new one",
            _ => "",
        };
        Mistake(format!("{error}{new}"))
    })?;
    Ok(if let Some(path) = found.own {
        (path, None)
    } else {
        let file = format!("{}.toml", found.id);
        (paths.config.join(found.folder).join(file), found.shipped.map(<[u8]>::to_vec))
    })
}

/// What a file holds, whole; `None` if there is no such file.
///
/// # Errors
/// What the system says, and for anything that is no file.
fn whole(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    let shown = printable(&path.to_string_lossy()).into_owned();
    match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Ok(metadata) if !metadata.is_file() => return Err(Mistake(format!("{shown} is no file")).into()),
        _ => {}
    }
    fs::read(path).map(Some).with_context(|| format!("cannot read {shown}"))
}
