//! The history as it was read last: one reading for whoever asks, on whatever thread, until its files change.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    history::{disk::DiskError, reading::History},
    threads,
};

#[derive(Debug)]
pub(super) struct Shelf {
    folder: PathBuf,
    kept: Mutex<Option<(Marks, Arc<History>)>>,
}

/// By what it is known that nothing has changed: each file's name, its length, and when it was written last.
type Marks = Vec<(PathBuf, u64, (i64, i64))>;

impl Shelf {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, kept: Mutex::new(None) }
    }

    /// The history as it is now. Who asks while somebody else reads it waits for that.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub(super) fn history(&self) -> Result<Arc<History>, DiskError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at before the lines are: what comes meanwhile is read the next time.
        let marks = marks(&self.folder);
        if let Some((known, history)) = &*kept
            && *known == marks
        {
            return Ok(history.clone());
        }
        let history = Arc::new(History::read(&self.folder)?);
        give_back(kept.replace((marks, history.clone())));
        Ok(history)
    }

    /// Gives the memory back: a session needs little.
    pub(super) fn clear(&self) {
        if let Ok(mut kept) = self.kept.try_lock() {
            give_back(kept.take());
        }
    }
}

/// The program ends here, and its memory with it: taking ten years apart piece by piece would cost as much as reading
/// them.
impl Drop for Shelf {
    fn drop(&mut self) {
        std::mem::forget(self.kept.get_mut().map(Option::take));
    }
}

/// Taken apart where nobody waits for it.
fn give_back(kept: Option<(Marks, Arc<History>)>) {
    if kept.is_some() {
        // Without a thread it goes here and now.
        let _ = threads::begin("shelf", move || drop(kept));
    }
}

fn marks(folder: &Path) -> Marks {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let lines =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
    let mut marks: Marks = lines
        .map(|path| match fs::metadata(&path) {
            Ok(about) => (path, about.len(), (about.mtime(), about.mtime_nsec())),
            Err(_) => (path, 0, (0, 0)),
        })
        .collect();
    marks.sort();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{record::Record, store::Store};

    fn record(id: &str) -> Record {
        let when = "2026-11-21T07:02:11+01:00[Europe/Berlin]";
        let fields = serde_json::json!({
            "v": 1, "id": id, "routine": "demo", "started": when, "ended": when, "status": "completed"
        });
        serde_json::from_value(fields).unwrap()
    }

    #[test]
    fn it_is_read_again_only_when_something_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().to_owned());
        let none = shelf.history().unwrap();
        assert!(none.records.is_empty() && Arc::ptr_eq(&none, &shelf.history().unwrap()));
        let store = Store::new(folder.path(), "laptop");
        store.append(&record("01A")).unwrap();
        let one = shelf.history().unwrap();
        assert_eq!(one.records.len(), 1);
        assert!(Arc::ptr_eq(&one, &shelf.history().unwrap()), "it was read twice");
        store.append(&record("01B")).unwrap();
        assert_eq!((shelf.history().unwrap().records.len(), one.records.len()), (2, 1));
        shelf.clear();
        assert_eq!(shelf.history().unwrap().records.len(), 2);
    }
}
