//! All sessions of all machines: the union of every line in the folder, corrections applied.

use std::{
    cmp::Ordering,
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Zoned};

use super::{
    amend::{self, Placed},
    disk::{self, DiskError, Doing},
    lines::Lines,
    parts,
    record::Record,
    storage::{RealDisk, Storage},
    when::When,
};
use crate::diagnostic::printable;

/// What the folder holds.
#[derive(Debug, Default)]
pub struct History {
    /// Every session once, oldest first; deleted ones left out.
    pub records: Vec<Record>,
    /// Those that were deleted, oldest first: they can be restored.
    pub deleted: Vec<Record>,
    /// By the id of a session: when it was corrected last.
    pub corrected: HashMap<String, When>,
    /// Lines that could not be read: each harms only itself.
    pub faults: Vec<LineFault>,
    /// Files that could not be read.
    pub unreadable: Vec<DiskError>,
}

/// A line that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
    pub reason: String,
}

impl fmt::Display for LineFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The line may be a stranger's, and what is wrong with it is said in its words.
        write!(f, "{}:{}: {}", disk::shown(&self.path), self.line, printable(&self.reason))
    }
}

impl History {
    /// Reads every `*.jsonl` of the folder. One that is not there is an empty history.
    ///
    /// # Errors
    /// When the folder cannot be listed. What is wrong with single files and lines is in the result.
    pub fn read(folder: &Path) -> Result<Self, DiskError> {
        let mut history = Self::default();
        let union = Union::read(folder, &mut history)?;
        Ok(history.of(union))
    }

    /// As `read`, on any disk, file by file.
    ///
    /// # Errors
    /// As `read`.
    pub fn read_on(disk: &dyn Storage, folder: &Path) -> Result<Self, DiskError> {
        let mut history = Self::default();
        let mut union = Union::default();
        for path in disk::files(disk, folder, "jsonl")? {
            let mut lines = Lines::default();
            match disk.read(&path) {
                Ok(bytes) => lines.read(&bytes),
                Err(error) => history.unreadable.push(DiskError::new(Doing::Read, &path, error)),
            }
            union.take(&path, vec![lines], &mut history.faults);
        }
        Ok(history.of(union))
    }

    fn of(mut self, mut union: Union) -> Self {
        union.settle();
        let place = |fault: &LineFault| (fault.path.clone(), fault.line);
        union.finish(&mut self);
        self.faults.sort_by_cached_key(place);
        self
    }

    /// The time with which a correction of a session, made `now`, has the last word, even where the clock of an earlier
    /// one was ahead.
    pub fn stamp(&self, id: &str, now: &Zoned) -> Zoned {
        let next = |last: &When| last.timestamp().checked_add(SignedDuration::from_millis(1)).ok();
        let next =
            self.corrected.get(id).and_then(next).map_or(now.timestamp(), |next| next.max(now.timestamp()));
        next.to_zoned(now.time_zone().clone())
    }

    /// The session with this id, or the only one whose id begins like this; capital and small letters are alike.
    pub fn find(&self, id: &str) -> Found<'_> {
        Found::among(&self.records, id)
    }
}

/// What an id or its beginning stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Found<'a> {
    One(&'a Record),
    /// The ids of all these begin like this.
    Many(Vec<&'a Record>),
    None,
}

impl<'a> Found<'a> {
    /// As `History::find`, in a list of one's own.
    pub fn among(records: impl IntoIterator<Item = &'a Record>, id: &str) -> Self {
        let id = id.to_ascii_uppercase();
        let mut alike = Vec::new();
        for record in records {
            let own = record.id.to_ascii_uppercase();
            if own == id {
                return Self::One(record);
            }
            if own.starts_with(&id) {
                alike.push(record);
            }
        }
        match alike[..] {
            [] => Self::None,
            [one] => Self::One(one),
            _ => Self::Many(alike),
        }
    }
}

/// Lines as they come, in any order.
#[derive(Clone, Debug, Default)]
pub(super) struct Union {
    pub(super) records: Vec<Record>,
    pub(super) amendments: Vec<Placed>,
}

impl Union {
    /// What is wrong with single files and lines goes to `history`.
    pub(super) fn read(folder: &Path, history: &mut History) -> Result<Self, DiskError> {
        let mut union = Self::default();
        for (path, file) in parts::read(disk::files(&RealDisk, folder, "jsonl")?) {
            history.unreadable.extend(file.error.map(|error| DiskError::new(Doing::Read, &path, error)));
            union.take(&path, file.lines, &mut history.faults);
        }
        Ok(union)
    }

    fn take(&mut self, path: &Path, pieces: Vec<Lines>, faults: &mut Vec<LineFault>) {
        let mut before = 0;
        self.records.reserve(pieces.iter().map(|lines| lines.records.len()).sum());
        for mut lines in pieces {
            self.records.append(&mut lines.records);
            self.amendments.extend(lines.amendments.into_iter().map(|(line, amendment)| Placed {
                amendment,
                path: path.to_owned(),
                line: before + line,
            }));
            faults.extend(lines.faults.into_iter().map(|(line, reason)| LineFault {
                path: path.to_owned(),
                line: before + line,
                reason,
            }));
            before += lines.count;
        }
    }

    /// Every session once, by id: the later end wins.
    pub(super) fn settle(&mut self) {
        if self.records.is_sorted_by(|a, b| a.id < b.id) {
            return;
        }
        self.records.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| newer(b, a)));
        self.records.dedup_by(|a, b| a.id == b.id);
    }

    /// Once it is settled.
    pub(super) fn finish(mut self, history: &mut History) {
        let amended = amend::apply(&mut self.records, self.amendments, &mut history.faults);
        history.corrected = amended.corrected;
        history.deleted = amended.deleted;
        let order = |a: &Record, b: &Record| (&a.started, &a.id).cmp(&(&b.started, &b.id));
        self.records.sort_by(order);
        history.deleted.sort_by(order);
        history.records = self.records;
    }
}

/// Which of two lines about one session wins. Where both end at the same time, anything will do that does not depend on
/// which was read first.
pub(super) fn newer(a: &Record, b: &Record) -> Ordering {
    a.ended.cmp(&b.ended).then_with(|| if a == b { Ordering::Equal } else { a.line().cmp(&b.line()) })
}

#[cfg(test)]
mod tests;
