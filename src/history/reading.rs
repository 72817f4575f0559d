//! All sessions of all machines: the union of every line in the folder, corrections applied.

use std::{
    collections::HashMap,
    fmt,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use super::{
    amend::{self, Placed},
    disk::{self, DiskError, Doing},
    lines::{self, Line},
    record::Record,
};

/// What the folder holds.
#[derive(Debug, Default)]
pub struct History {
    /// Every session once, oldest first; deleted ones left out.
    pub records: Vec<Record>,
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
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.reason)
    }
}

impl History {
    /// Reads every `*.jsonl` of the folder. One that is not there is an empty history.
    ///
    /// # Errors
    /// When the folder cannot be listed. What is wrong with single files and lines is in the result.
    pub fn read(folder: &Path) -> Result<Self, DiskError> {
        let mut history = Self::default();
        let mut union = Union::default();
        let mut bytes = Vec::new();
        for path in disk::files(folder, "jsonl")? {
            bytes.clear();
            match File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)) {
                Ok(_) => union.file(&path, &bytes, &mut history.faults),
                Err(error) => history.unreadable.push(DiskError::new(Doing::Read, &path, error)),
            }
        }
        history.records = union.finish(&mut history.faults);
        Ok(history)
    }

    /// The session with this id, or the only one whose id begins like this; capital and small letters are alike.
    pub fn find(&self, id: &str) -> Found<'_> {
        Found::among(&self.records, id)
    }
}

/// What an id or its beginning stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found<'a> {
    One(&'a Record),
    /// So many ids begin like this.
    Many(usize),
    None,
}

impl<'a> Found<'a> {
    /// As `History::find`, in a list of one's own.
    pub fn among(records: impl IntoIterator<Item = &'a Record>, id: &str) -> Self {
        let id = id.to_ascii_uppercase();
        let mut found = Self::None;
        for record in records {
            let own = record.id.to_ascii_uppercase();
            if own == id {
                return Self::One(record);
            }
            if own.starts_with(&id) {
                found = match found {
                    Self::None => Self::One(record),
                    Self::One(_) => Self::Many(2),
                    Self::Many(count) => Self::Many(count + 1),
                };
            }
        }
        found
    }
}

/// Lines as they come, in any order.
#[derive(Default)]
struct Union {
    records: Vec<Record>,
    /// Where in `records` an id is.
    places: HashMap<String, usize>,
    amendments: Vec<Placed>,
}

impl Union {
    fn file(&mut self, path: &Path, bytes: &[u8], faults: &mut Vec<LineFault>) {
        for (number, line) in lines::read(bytes) {
            match line {
                Line::Record(record) => self.record(*record),
                Line::Amendment(amendment) => {
                    self.amendments.push(Placed {
                        amendment: *amendment,
                        path: path.to_owned(),
                        line: number,
                    });
                }
                Line::Fault(reason) => faults.push(LineFault { path: path.to_owned(), line: number, reason }),
            }
        }
    }

    fn record(&mut self, record: Record) {
        if let Some(&place) = self.places.get(&record.id) {
            // The same session twice, from two machines' files: the later end wins.
            if record.ended > self.records[place].ended {
                self.records[place] = record;
            }
        } else {
            self.places.insert(record.id.clone(), self.records.len());
            self.records.push(record);
        }
    }

    fn finish(mut self, faults: &mut Vec<LineFault>) -> Vec<Record> {
        amend::apply(&mut self.records, &self.places, self.amendments, faults);
        self.records.sort_by(|a, b| (&a.started, &a.id).cmp(&(&b.started, &b.id)));
        self.records
    }
}

#[cfg(test)]
mod tests;
