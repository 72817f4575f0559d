//! What every file of the history needs: locks, syncing, and failures that say what to do.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::storage::{Opened, Opening, Storage};
use crate::diagnostic::printable;

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
        let path = shown(&self.path);
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

/// A path for a sentence: whoever named the file may be a stranger.
pub fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

/// Creates a folder and those around it, so that they are still there after a power cut.
pub(super) fn create_folder(disk: &dyn Storage, folder: &Path) -> Result<(), DiskError> {
    if folder.as_os_str().is_empty() || disk.is_folder(folder) {
        return Ok(());
    }
    let around = folder.parent().unwrap_or(Path::new(""));
    create_folder(disk, around)?;
    match disk.create_folder(folder) {
        // Somebody else was quicker.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && disk.is_folder(folder) => {}
        made => made.map_err(DiskError::at(Doing::Write, folder))?,
    }
    disk.sync_folder(or_here(around)).map_err(DiskError::at(Doing::Write, around))
}

/// Makes the names in a folder durable, and its own and those of the folders around it that this program may have
/// created: whoever created them may have been killed before they were on the disk.
pub(super) fn hold_fast(disk: &dyn Storage, folder: &Path) -> Result<(), DiskError> {
    /// `.local/share/supple/history`, at most, is created by this program.
    const CREATED: usize = 4;
    disk.sync_folder(or_here(folder)).map_err(DiskError::at(Doing::Write, folder))?;
    for around in folder.ancestors().skip(1).take(CREATED) {
        match disk.sync_folder(or_here(around)) {
            Err(error) if !is_of_others(error.kind()) => {
                return Err(DiskError::new(Doing::Write, around, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Where this program may not even look, it has created nothing.
const fn is_of_others(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem, Unsupported};
    matches!(kind, NotFound | PermissionDenied | ReadOnlyFilesystem | Unsupported)
}

fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// Opens for reading and adding, and waits for the lock; the file that has it is the one that has the name.
pub(super) fn open_locked(
    disk: &dyn Storage,
    path: &Path,
    opening: Opening,
) -> Result<Box<dyn Opened>, DiskError> {
    loop {
        let file = disk.open(path, opening).map_err(DiskError::at(Doing::Write, path))?;
        lock(&*file, path)?;
        if file.is_still(path) {
            return Ok(file);
        }
    }
}

/// Waits for the lock, but never for ever: whoever holds it may have been stopped.
fn lock(file: &dyn Opened, path: &Path) -> Result<(), DiskError> {
    const PATIENCE: u32 = 1_000;
    for _ in 0..PATIENCE {
        if file.try_lock().map_err(DiskError::at(Doing::Lock, path))? {
            return Ok(());
        }
        thread::park_timeout(Duration::from_millis(10));
    }
    Err(DiskError::new(Doing::Lock, path, io::ErrorKind::WouldBlock.into()))
}

/// The files of a folder with this ending, in the order of their names. A folder that is not there has none.
pub(super) fn files(disk: &dyn Storage, folder: &Path, ending: &str) -> Result<Vec<PathBuf>, DiskError> {
    let mut files = match disk.list(folder) {
        Ok(files) => files,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(DiskError::new(Doing::Read, folder, error)),
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    files.sort();
    Ok(files)
}

/// Takes a file's name away, durably; one that is gone already is no error.
pub(super) fn remove(disk: &dyn Storage, path: &Path) -> Result<(), DiskError> {
    match disk.remove(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(DiskError::new(Doing::Remove, path, error))
        }
        _ => {
            let folder = path.parent().unwrap_or(Path::new(""));
            disk.sync_folder(or_here(folder)).map_err(DiskError::at(Doing::Write, folder))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::history::storage::RealDisk;

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
        assert_eq!(files(&RealDisk, &folder.path().join("nothing"), "jsonl").unwrap(), Vec::<PathBuf>::new());
    }

    #[test]
    fn what_is_no_folder_cannot_be_listed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "").unwrap();
        assert_eq!(files(&RealDisk, &file, "jsonl").unwrap_err().doing, Doing::Read);
    }

    #[test]
    fn what_is_gone_is_removed_and_what_cannot_be_removed_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (file, inner) = (folder.path().join("a"), folder.path().join("folder"));
        fs::write(&file, "").unwrap();
        fs::create_dir(&inner).unwrap();
        remove(&RealDisk, &file).unwrap();
        assert!(!file.exists());
        remove(&RealDisk, &file).unwrap();
        assert_eq!(remove(&RealDisk, &inner).unwrap_err().doing, Doing::Remove);
    }

    /// Several programs that are started in a new home create the same folders.
    #[test]
    fn whoever_comes_second_finds_the_folder_made() {
        for _ in 0..50 {
            let folder = tempfile::tempdir().unwrap();
            let deep = folder.path().join("a/b/c/d");
            let together = std::sync::Barrier::new(4);
            std::thread::scope(|scope| {
                let create = || {
                    together.wait();
                    create_folder(&RealDisk, &deep)
                };
                let all: Vec<_> = (0..4).map(|_| scope.spawn(create)).collect();
                for one in all {
                    one.join().unwrap().unwrap();
                }
            });
            assert!(deep.is_dir());
        }
    }

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.jsonl", "a.jsonl", "c.json", "jsonl"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("d.jsonl")).unwrap();
        let found = files(&RealDisk, folder.path(), "jsonl").unwrap();
        let expected: Vec<_> = ["a.jsonl", "b.jsonl"].map(|name| folder.path().join(name)).into();
        assert_eq!(found, expected);
    }
}
