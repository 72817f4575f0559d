//! The disk of this machine.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use super::{Opened, Opening, Storage};
use crate::private;

/// Everything as the standard library does it, but that what is new is for the user alone: it says when somebody
/// exercised and what hurt. What is there keeps the rights that it was given.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

/// Why a pipe or a device is not read: it might never come to an end.
pub(crate) fn no_file() -> io::Error {
    io::Error::other("it is no ordinary file")
}

impl Storage for RealDisk {
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Opened>> {
        let created = opening == Opening::Created;
        Ok(Box::new(RealFile(private::file().read(true).append(true).create(created).open(path)?)))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if !fs::metadata(path)?.is_file() {
            return Err(no_file());
        }
        fs::read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if !path.is_dir() {
                paths.push(path);
            }
        }
        Ok(paths)
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        private::folder().create(path)
    }

    /// Where folders cannot be synced, the system does it by itself.
    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        unless(io::ErrorKind::InvalidInput, File::open(folder).and_then(|folder| folder.sync_all()))
    }

    #[cfg(not(unix))]
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }
}

#[derive(Debug)]
struct RealFile(File);

impl Opened for RealFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read_from(&mut self, start: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.seek(SeekFrom::Start(start))?;
        self.0.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn cut(&self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn try_lock(&self) -> io::Result<bool> {
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => unless(io::ErrorKind::Unsupported, Err(error)).map(|()| true),
        }
    }

    #[cfg(unix)]
    fn is_still(&self, path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        match (self.0.metadata(), path.metadata()) {
            (Ok(ours), Ok(theirs)) => (ours.dev(), ours.ino()) == (theirs.dev(), theirs.ino()),
            (_, Err(_)) => false,
            (Err(_), _) => true,
        }
    }

    #[cfg(not(unix))]
    fn is_still(&self, _: &Path) -> bool {
        true
    }
}

/// What this file system does not have is no fault.
fn unless(missing: io::ErrorKind, done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == missing => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of what is missing by nature nobody is told; of anything else everybody.
    #[test]
    fn only_what_a_file_system_does_not_have_is_passed_over() {
        use io::ErrorKind::{InvalidInput, StorageFull, Unsupported};
        let kind = |missing, done: io::Result<()>| unless(missing, done).map_err(|error| error.kind());
        assert_eq!(kind(Unsupported, Ok(())), Ok(()));
        assert_eq!(kind(Unsupported, Err(Unsupported.into())), Ok(()));
        assert_eq!(kind(Unsupported, Err(InvalidInput.into())), Err(InvalidInput));
        assert_eq!(kind(InvalidInput, Err(StorageFull.into())), Err(StorageFull));
    }

    /// A device without a disk behind it cannot be synced, and says so: that is how the call shows.
    #[test]
    #[cfg(target_os = "linux")]
    fn to_sync_is_to_ask_the_system() {
        let null = RealDisk.open(Path::new("/dev/null"), Opening::Existing).unwrap();
        assert_eq!(null.sync().unwrap_err().kind(), io::ErrorKind::InvalidInput);
        let folder = tempfile::tempdir().unwrap();
        RealDisk.sync_folder(folder.path()).unwrap();
        let gone = RealDisk.sync_folder(&folder.path().join("gone")).unwrap_err();
        assert_eq!(gone.kind(), io::ErrorKind::NotFound);
        // There are folders that nobody can sync.
        RealDisk.sync_folder(Path::new("/dev/null")).unwrap();
    }

    #[test]
    fn a_file_is_cut_and_read_from_where_one_wants() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = RealDisk.open(&folder.path().join("a"), Opening::Created).unwrap();
        file.append(b"one two three").unwrap();
        file.cut(7).unwrap();
        file.append(b"!").unwrap();
        assert_eq!((file.length().unwrap(), file.read_from(4).unwrap()), (8, b"two!".to_vec()));
    }

    #[test]
    #[cfg(unix)]
    fn who_may_read_a_file_may_read_what_takes_its_place() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let [model, new] = ["model", "new"].map(|name| folder.path().join(name));
        for path in [&model, &new] {
            RealDisk.open(path, Opening::Created).unwrap();
        }
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&new), 0o600);
        fs::set_permissions(&model, fs::Permissions::from_mode(0o644)).unwrap();
        RealDisk.copy_mode(&model, &new).unwrap();
        assert_eq!(mode(&new), 0o644);
    }

    #[test]
    #[cfg(unix)]
    fn what_is_no_ordinary_file_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::os::unix::fs::symlink("/dev/null", &path).unwrap();
        assert_eq!(RealDisk.read(&path).unwrap_err().to_string(), no_file().to_string());
    }
}
