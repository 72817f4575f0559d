//! What `run` and `plan` are to play: one routine or exercise, or several in turn.

use std::path::{Path, PathBuf};

use super::{Mistake, usable};
use crate::routine::{Library, Routine, compose, is_path};

/// What was named on the command line.
pub(crate) struct Named {
    pub(crate) routine: Routine,
    /// Where it was read, if it is one that was named by a path.
    pub(crate) path: Option<PathBuf>,
    /// Of several: ids and absolute paths, by which they are found again from any folder.
    pub(crate) parts: Vec<String>,
}

/// Finds all of them.
///
/// # Errors
/// `Mistake` when one is not there or has faults, or when they come to too much.
pub(crate) fn find(library: &Library, names: &[String]) -> anyhow::Result<Named> {
    let mut routines = Vec::new();
    let mut parts = Vec::new();
    for name in names {
        let routine = usable(library.playable(name))?;
        parts.push(
            path_of(name).map_or_else(|| routine.id.clone(), |path| path.to_string_lossy().into_owned()),
        );
        routines.push(routine);
    }
    let path = names.first().filter(|_| names.len() == 1).and_then(|name| path_of(name));
    if names.len() < 2 {
        parts.clear();
    }
    let routine = compose(routines).map_err(|error| Mistake(error.to_string()))?;
    Ok(Named { routine, path, parts })
}

/// The path that a routine was named by, so that it is found again from any folder.
fn path_of(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    is_path(name).then(|| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}
