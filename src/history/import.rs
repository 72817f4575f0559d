//! Sessions from another machine: lines taken over into the history of this one, each once.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
};

use super::{
    checksum,
    disk::DiskError,
    lines::{self, Line},
    reading::{History, LineFault, Union, newer},
    record::Record,
    store::Store,
    when::When,
};

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Sessions that were not there.
    pub new: usize,
    /// Sessions that end later than they did here: the longer one counts from now on.
    pub changed: usize,
    /// Sessions that were there already.
    pub same: usize,
    /// Corrections that were not there.
    pub corrections: usize,
    /// Corrections that were there already.
    pub same_corrections: usize,
    /// Lines that are neither, and were left out.
    pub faults: Vec<LineFault>,
}

/// Takes over every session and correction of these files (the path is for the faults). Done twice, it does nothing the
/// second time.
///
/// # Errors
/// When the history cannot be listed or written. What was written by then stays, and does no harm.
pub fn import(store: &Store, files: &[(PathBuf, Vec<u8>)]) -> Result<Imported, DiskError> {
    let mut here = History::default();
    let mut union = Union::read(store.folder(), &mut here)?;
    union.settle();
    union.clone().finish(&mut here);
    let corrected = here.records.iter().chain(&here.deleted).map(|record| (record.id.as_str(), record));
    let mut import = Import {
        known: union.records.iter().map(|record| (record.id.as_str(), record)).collect(),
        corrected: corrected.collect(),
        corrections: union.amendments.iter().map(|placed| placed.amendment.line()).collect(),
        taken: HashMap::new(),
        lines: BTreeMap::new(),
        imported: Imported::default(),
    };
    for (path, bytes) in files {
        for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            import.line(path, number, line.trim_ascii());
        }
    }
    import.write(store)
}

struct Import<'h> {
    /// What is here, as it was written, and as it was corrected.
    known: HashMap<&'h str, &'h Record>,
    corrected: HashMap<&'h str, &'h Record>,
    corrections: HashSet<String>,
    /// What has come and is better than what is here, with its line.
    taken: HashMap<String, (Record, String)>,
    /// Corrections that have come, in the order of their times.
    lines: BTreeMap<(When, String), i16>,
    imported: Imported,
}

impl Import<'_> {
    fn line(&mut self, path: &Path, number: usize, line: &[u8]) {
        if line.is_empty() {
            return;
        }
        match lines::read_line(line) {
            Line::Record(record) => self.record(*record, line),
            Line::Amendment(amendment) => {
                let text = amendment.line();
                if self.corrections.insert(text.clone()) {
                    self.imported.corrections += 1;
                    self.lines.insert((amendment.at().clone(), text), amendment.at().date().year());
                } else {
                    self.imported.same_corrections += 1;
                }
            }
            Line::Fault(reason) => {
                self.imported.faults.push(LineFault { path: path.to_owned(), line: number, reason });
            }
        }
    }

    fn record(&mut self, record: Record, line: &[u8]) {
        let id = record.id.as_str();
        let here = self.known.get(id).copied();
        let best = self.taken.get(id).map(|(record, _)| record).or(here);
        let is_corrected = self.corrected.get(id).is_some_and(|corrected| **corrected == record);
        let is_better = best.is_none_or(|best| newer(&record, best).is_gt());
        if is_corrected || !is_better {
            self.imported.same += 1;
            return;
        }
        if self.taken.contains_key(id) {
            // Two lines about one session that was not here: the better one comes.
            self.imported.same += 1;
        } else if here.is_some() {
            self.imported.changed += 1;
        } else {
            self.imported.new += 1;
        }
        // As it stands, so that nothing of it is lost.
        let text = String::from_utf8_lossy(line).trim_start_matches('\u{feff}').to_owned();
        self.taken.insert(record.id.clone(), (record, text));
    }

    fn write(self, store: &Store) -> Result<Imported, DiskError> {
        let mut sessions: Vec<(Record, String)> = self.taken.into_values().collect();
        sessions.sort_by(|(a, _), (b, _)| (&a.started, &a.id).cmp(&(&b.started, &b.id)));
        let sessions = sessions.into_iter().map(|(record, text)| (record.started.date().year(), text + "\n"));
        let corrections = self.lines.into_iter().map(|((_, text), year)| (year, text));
        let mut files: BTreeMap<i16, String> = BTreeMap::new();
        for (year, line) in sessions.chain(corrections) {
            files.entry(year).or_default().push_str(&line);
        }
        for (year, lines) in files {
            store.append_lines(year, &lines, None)?;
        }
        Ok(self.imported)
    }
}

/// Every line that is good, as it was written: sessions, then corrections, each in the order of their times. What
/// `import` reads back.
///
/// # Errors
/// When the folder cannot be listed.
pub fn export(folder: &Path, mut take: impl FnMut(&str)) -> Result<History, DiskError> {
    let mut here = History::default();
    let mut union = Union::read(folder, &mut here)?;
    union.settle();
    union.records.sort_by(|a, b| (&a.started, &a.id).cmp(&(&b.started, &b.id)));
    for record in &union.records {
        take(&checksum::with_checksum(&record.line()));
    }
    let mut corrections: Vec<(&When, String)> =
        union.amendments.iter().map(|placed| (placed.amendment.at(), placed.amendment.line())).collect();
    corrections.sort();
    corrections.dedup();
    for (_, line) in corrections {
        take(&checksum::with_checksum(&line));
    }
    Ok(here)
}

#[cfg(test)]
mod tests;
