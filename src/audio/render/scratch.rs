//! A folder for files that a speech program writes.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io,
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use crate::private;

const NAME: &str = "supple-speech-";

/// A folder of our own that nobody else can look into. It goes with us; one whose program was killed goes when the next
/// one is made.
pub(super) struct Scratch {
    folder: PathBuf,
    /// Locked as long as we live, so that nobody takes the folder for a dead one's.
    _lock: Option<File>,
}

impl Scratch {
    pub(super) fn in_folder(parent: &Path) -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        const TRIES: u32 = 100;
        let folder = (0..TRIES).find_map(|_| {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let folder = parent.join(format!("{NAME}{}-{number}", process::id()));
            // What is there already belongs to somebody else.
            private::folder().create(&folder).ok()?;
            Some(folder)
        })?;
        let lock = File::open(&folder).ok().filter(|file| file.try_lock().is_ok());
        if let Ok(own) = fs::symlink_metadata(&folder) {
            sweep(parent, &own);
        }
        Some(Self { folder, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // It is no harm if it stays.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A program whose folder is younger may not yet have come to lock it, and its process may be one that is not seen from
/// here, as in another container.
const SETTLED: Duration = Duration::from_mins(1);

/// Removes the folders of programs that are gone and could not tidy up: only those of this user that are older than our
/// own by more than a moment, and only where neither their process nor a lock on them is left.
fn sweep(parent: &Path, own: &Metadata) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(pid) = name.to_str().and_then(owner) else { continue };
        let folder = entry.path();
        let is_old = |about: &Metadata| {
            let age = own
                .modified()
                .ok()
                .zip(about.modified().ok())
                .and_then(|(now, then)| now.duration_since(then).ok());
            age.is_some_and(|age| age > SETTLED)
        };
        let is_ours = fs::symlink_metadata(&folder)
            .is_ok_and(|about| about.is_dir() && about.uid() == own.uid() && is_old(&about));
        if is_ours
            && !is_alive(pid)
            && let Ok(Some(_lock)) = taken(&folder)
        {
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

/// The process that a folder of this name belongs to, if it has one of our names.
fn owner(name: &str) -> Option<u32> {
    let (pid, number) = name.strip_prefix(NAME)?.split_once('-')?;
    number.parse::<u32>().ok()?;
    pid.parse().ok()
}

/// Where the system does not tell, the lock alone decides.
fn is_alive(pid: u32) -> bool {
    Path::new("/proc").join(pid.to_string()).exists()
}

/// The lock on a folder that nobody holds any more, for as long as it is kept.
fn taken(folder: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
        .open(folder)?;
    Ok(file.try_lock().is_ok().then_some(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No process has this number: Linux allows at most four million.
    const GONE: u32 = 4_000_000_000;

    /// Makes a folder older.
    fn age(folder: &Path, by: Duration) {
        let made = fs::metadata(folder).unwrap().modified().unwrap();
        File::open(folder).unwrap().set_modified(made - by).unwrap();
    }

    #[test]
    fn folders_of_the_dead_go_and_all_others_stay() {
        let parent = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let folder = parent.path().join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("speech.wav"), "RIFF").unwrap();
            age(&folder, SETTLED * 2);
            folder
        };
        let dead = make(&format!("{NAME}{GONE}-0"));
        let locked = make(&format!("{NAME}{GONE}-1"));
        let lock = File::open(&locked).unwrap();
        lock.try_lock().unwrap();
        let alive = make(&format!("{NAME}{}-77", process::id()));
        let young = make(&format!("{NAME}{GONE}-3"));
        File::open(&young)
            .unwrap()
            .set_modified(fs::metadata(parent.path()).unwrap().modified().unwrap())
            .unwrap();
        let strange = [make("supple-speech-x-0"), make("supple-speech-4000000000"), make("supple-speeches")];
        let elsewhere = make("elsewhere");
        let link = parent.path().join(format!("{NAME}{GONE}-2"));
        std::os::unix::fs::symlink(&elsewhere, &link).unwrap();

        let scratch = Scratch::in_folder(parent.path()).unwrap();
        assert!(!dead.exists(), "the folder of a dead process is still there");
        assert!(
            locked.exists()
                && alive.exists()
                && young.exists()
                && strange.iter().all(|folder| folder.exists())
        );
        assert!(link.is_symlink() && elsewhere.join("speech.wav").exists());
        // Our own is safe from the next one.
        let next = Scratch::in_folder(parent.path()).unwrap();
        assert!(scratch.path().is_dir());
        drop((scratch, next));
        drop(lock);
        drop(Scratch::in_folder(parent.path()).unwrap());
        assert!(!locked.exists());
    }
}
