//! What every file of the history needs: locks, syncing, and failures that say what to do.

use std::{
    fmt, fs,
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// Something that could not be done to a file or folder.
#[derive(Debug)]
pub struct DiskError {
    pub doing: Doing,
    pub path: PathBuf,
    pub source: io::Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Read,
    Write,
    Lock,
    Remove,
}

impl DiskError {
    pub(super) fn new(doing: Doing, path: &Path, source: io::Error) -> Self {
        Self { doing, path: path.to_owned(), source }
    }

    /// For `map_err`.
    pub(super) fn at(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::new(doing, path, source)
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        let verb = match self.doing {
            Doing::Read => "read",
            Doing::Write => "write to",
            Doing::Lock => "lock",
            Doing::Remove => "remove",
        };
        match self.source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                write!(f, "the disk is full: cannot {verb} {path}; free some space")
            }
            io::ErrorKind::ReadOnlyFilesystem => {
                write!(f, "cannot {verb} {path}: it is on a read-only file system")
            }
            io::ErrorKind::PermissionDenied => {
                write!(f, "no permission to {verb} {path}; look at its owner and mode")
            }
            io::ErrorKind::WouldBlock => write!(f, "cannot {verb} {path}: another program is using it"),
            _ => write!(f, "cannot {verb} {path}: {}", self.source),
        }
    }
}

/// The sentence says the system's reason already: as a source it would be said twice.
impl std::error::Error for DiskError {}

/// Creates a folder and those around it, so that they are still there after a power cut.
pub(super) fn create_folder(folder: &Path) -> Result<(), DiskError> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(DiskError::at(Doing::Write, folder))?;
    for made in folder.ancestors().skip(1).take(2) {
        sync_folder(made)?;
    }
    Ok(())
}

/// Makes the names in a folder durable. Where folders cannot be synced, the system does it by itself.
pub(super) fn sync_folder(folder: &Path) -> Result<(), DiskError> {
    #[cfg(unix)]
    if let Err(source) = File::open(folder).and_then(|folder| folder.sync_all())
        && source.kind() != io::ErrorKind::InvalidInput
    {
        return Err(DiskError::new(Doing::Write, folder, source));
    }
    Ok(())
}

/// Whether the lock was got; on file systems without locks everybody gets it.
pub(super) fn try_lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Waits for the lock, but never for ever: whoever holds it may have been stopped.
pub(super) fn lock(file: &File, path: &Path) -> Result<(), DiskError> {
    const PATIENCE: u32 = 300;
    for _ in 0..PATIENCE {
        if try_lock(file).map_err(DiskError::at(Doing::Lock, path))? {
            return Ok(());
        }
        thread::park_timeout(Duration::from_millis(10));
    }
    Err(DiskError::new(Doing::Lock, path, io::ErrorKind::WouldBlock.into()))
}

/// Whether nobody has put another file in its place since it was opened.
#[cfg(unix)]
pub(super) fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), path.metadata()) {
        (Ok(ours), Ok(theirs)) => (ours.dev(), ours.ino()) == (theirs.dev(), theirs.ino()),
        (_, Err(_)) => false,
        (Err(_), _) => true,
    }
}

#[cfg(not(unix))]
pub(super) fn is_still(_: &File, _: &Path) -> bool {
    true
}

/// The files of a folder with this ending, in the order of their names. A folder that is not there has none.
pub(super) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, DiskError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(DiskError::new(Doing::Read, folder, error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(DiskError::at(Doing::Read, folder))?.path();
        if path.extension().is_some_and(|extension| extension == ending) && !path.is_dir() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_sentences_that_say_where_and_what_to_do() {
        let say =
            |doing, kind: io::ErrorKind| DiskError::new(doing, Path::new("/x/y"), kind.into()).to_string();
        assert_eq!(
            say(Doing::Write, io::ErrorKind::StorageFull),
            "the disk is full: cannot write to /x/y; free some space"
        );
        assert_eq!(
            say(Doing::Write, io::ErrorKind::ReadOnlyFilesystem),
            "cannot write to /x/y: it is on a read-only file system"
        );
        assert_eq!(
            say(Doing::Read, io::ErrorKind::PermissionDenied),
            "no permission to read /x/y; look at its owner and mode"
        );
        assert_eq!(
            say(Doing::Lock, io::ErrorKind::WouldBlock),
            "cannot lock /x/y: another program is using it"
        );
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_files() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(files(&folder.path().join("nothing"), "jsonl").unwrap(), Vec::<PathBuf>::new());
    }

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.jsonl", "a.jsonl", "c.json", "jsonl"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("d.jsonl")).unwrap();
        let found = files(folder.path(), "jsonl").unwrap();
        let expected: Vec<_> = ["a.jsonl", "b.jsonl"].map(|name| folder.path().join(name)).into();
        assert_eq!(found, expected);
    }
}
