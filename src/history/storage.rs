//! The one door between what is written down and the disk.
//!
//! The history, the journals and the decisions about programs go through it, so that a test can stand behind it and let
//! every single operation fail, tear, or be the last one before the power goes. Only the quick reading of whole
//! histories (`parts`) goes past it: it writes nothing, and reads a file from several threads at once,
//! which a door for everybody should not have to offer.

mod real;

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::Arc,
};

pub use real::RealDisk;
pub(super) use real::no_file;

/// A disk, shared by all who write to it.
pub type Disk = Arc<dyn Storage>;

/// The disk of this machine.
pub fn real() -> Disk {
    Arc::new(RealDisk)
}

/// What can be done with names.
///
/// Nothing outlives a power cut but what was synced: the bytes of a file by [`Opened::sync`], its name by
/// [`sync_folder`](Self::sync_folder).
pub trait Storage: fmt::Debug + Send + Sync {
    /// Opens a file to read it and to add to its end.
    ///
    /// # Errors
    /// `NotFound` if it is not there and is not to be created; otherwise what the system says.
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Opened>>;

    /// All that is in a file.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// What is in a folder and is no folder, in any order.
    ///
    /// # Errors
    /// `NotFound` if the folder is not there.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    fn is_folder(&self, path: &Path) -> bool;

    /// Creates one folder in one that is there.
    ///
    /// # Errors
    /// `AlreadyExists` if something bears the name.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Waits until all names in a folder are on the disk as they are now.
    ///
    /// # Errors
    /// What the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Gives a file another name; what bore it before is gone at the same moment.
    ///
    /// # Errors
    /// Nothing has changed then.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes the name of a file away.
    ///
    /// # Errors
    /// `NotFound` if there is none.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// The file that a name stands for in the end, where it is a link.
    ///
    /// # Errors
    /// `NotFound` if there is none.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// Lets those read and write a file who may read and write another.
    ///
    /// # Errors
    /// What the system says.
    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()>;
}

/// A file that is open. A lock on it lasts as long as this does.
pub trait Opened: fmt::Debug + Send {
    /// How many bytes there are.
    ///
    /// # Errors
    /// What the system says.
    fn length(&self) -> io::Result<u64>;

    /// What is there from this byte on.
    ///
    /// # Errors
    /// What the system says.
    fn read_from(&mut self, start: u64) -> io::Result<Vec<u8>>;

    /// Adds to the end.
    ///
    /// # Errors
    /// Some of it may have been added then.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Leaves no more than so many bytes.
    ///
    /// # Errors
    /// What the system says.
    fn cut(&self, length: u64) -> io::Result<()>;

    /// Waits until all bytes are on the disk.
    ///
    /// # Errors
    /// Nobody knows then which of them are.
    fn sync(&self) -> io::Result<()>;

    /// Whether the lock was got; on file systems without locks everybody gets it.
    ///
    /// # Errors
    /// What the system says.
    fn try_lock(&self) -> io::Result<bool>;

    /// Whether it still bears this name, and nobody has put another file in its place.
    fn is_still(&self, path: &Path) -> bool;
}

/// Whether a file must be there to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    Existing,
    /// It is created, empty, if it is not there.
    Created,
}
