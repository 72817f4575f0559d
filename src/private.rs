//! Files and folders that are the user's alone, as the XDG rules want folders to be. On Windows whatever is made in a folder
//! takes on who may read that, and the user's own folders are the user's alone.

#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::{
    fs::{DirBuilder, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

/// For a file that nobody else may read if it is made. What is there keeps its rights.
#[cfg(unix)]
pub(crate) fn file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
pub(crate) fn file() -> OpenOptions {
    OpenOptions::new()
}

/// For a folder that nobody else may look into if it is made. What is there keeps its rights.
#[cfg(unix)]
pub(crate) fn folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
pub(crate) fn folder() -> DirBuilder {
    DirBuilder::new()
}

/// Makes a folder and those around it that are not there.
///
/// # Errors
/// What the system says.
pub(crate) fn make(path: &Path) -> io::Result<()> {
    folder().recursive(true).create(path)
}

/// Opens a file to be written anew.
///
/// # Errors
/// What the system says.
pub(crate) fn create(path: &Path) -> io::Result<std::fs::File> {
    file().write(true).create(true).truncate(true).open(path)
}

/// Puts a text in a file, in a folder that is made if it is not there.
///
/// # Errors
/// What the system says.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), make)?;
    create(path)?.write_all(text.as_bytes())
}
