//! The pose files inside the program.

use include_dir::{Dir, include_dir};

use super::{Figure, read};
use crate::diagnostic::Diagnostic;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/figures");

/// The ids of all figures, in order.
pub fn ids() -> impl Iterator<Item = &'static str> {
    let mut ids: Vec<_> =
        FILES.files().filter_map(|file| file.path().to_str()?.strip_suffix(".toml")).collect();
    ids.sort_unstable();
    ids.into_iter()
}

/// The text of a figure's file.
pub fn source(id: &str) -> Option<&'static str> {
    FILES.get_file(format!("{id}.toml"))?.contents_utf8()
}

/// Reads the figure of this id; nothing else is read with it.
///
/// # Errors
///
/// What is wrong with its file. `None`: there is no such figure.
pub fn shipped(id: &str) -> Option<Result<Figure, Vec<Diagnostic>>> {
    source(id).map(|source| read(id, source))
}

/// The names of the poses of a shipped figure, each once.
pub fn poses(id: &str) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for pose in shipped(id)?.ok()?.poses {
        if !names.contains(&pose.name) {
            names.push(pose.name);
        }
    }
    Some(names)
}
