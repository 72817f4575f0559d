//! A disk in memory that never fails.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use supple::history::storage::{Opened, Opening, Storage};

type Files = BTreeMap<PathBuf, Arc<Mutex<Vec<u8>>>>;

#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Files>);

impl Memory {
    pub(super) fn with(path: &str, bytes: &[u8]) -> Arc<Self> {
        let memory = Self::default();
        memory.put(path, bytes);
        Arc::new(memory)
    }

    pub(super) fn put(&self, path: &str, bytes: &[u8]) {
        self.files().insert(path.into(), Arc::new(Mutex::new(bytes.to_vec())));
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        lock(&self.0)
    }

    fn file(&self, path: &Path) -> io::Result<Arc<Mutex<Vec<u8>>>> {
        self.files().get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Storage for Memory {
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Opened>> {
        if opening == Opening::Created {
            self.files().entry(path.into()).or_default();
        }
        Ok(Box::new(Open(self.file(path)?)))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Ok(lock(&*self.file(path)?).clone())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.files().keys().filter(|path| path.parent() == Some(folder)).cloned().collect())
    }

    fn is_folder(&self, _: &Path) -> bool {
        true
    }

    fn create_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = self.files();
        let file = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.into(), file);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.files().remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.into())
    }

    fn copy_mode(&self, _: &Path, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Debug)]
struct Open(Arc<Mutex<Vec<u8>>>);

impl Opened for Open {
    fn length(&self) -> io::Result<u64> {
        Ok(lock(&self.0).len() as u64)
    }

    fn read_from(&mut self, start: u64) -> io::Result<Vec<u8>> {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        Ok(lock(&self.0).get(start..).unwrap_or_default().to_vec())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        lock(&self.0).extend_from_slice(bytes);
        Ok(())
    }

    fn cut(&self, length: u64) -> io::Result<()> {
        lock(&self.0).truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    fn try_lock(&self) -> io::Result<bool> {
        Ok(true)
    }

    fn is_still(&self, _: &Path) -> bool {
        true
    }
}
