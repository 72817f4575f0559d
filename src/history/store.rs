//! The history on disk: one line per session, appended and synced, never rewritten.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    amend::Amendment,
    checksum,
    disk::{self, DiskError, Doing},
    lines::{self, Line},
    record::Record,
    storage::{self, Disk, Opened, Opening, Storage},
};

/// The history of one user, as written by this machine.
#[derive(Clone, Debug)]
pub struct Store {
    disk: Disk,
    folder: PathBuf,
    machine: String,
}

impl Store {
    /// In `folder`, which need not be there yet. Each machine has files of its own, so that synchronising folders never
    /// makes two write one.
    pub fn new(folder: &Path, machine: &str) -> Self {
        Self::on(storage::real(), folder, machine)
    }

    /// As `new`, on another disk than this machine's.
    pub fn on(disk: Disk, folder: &Path, machine: &str) -> Self {
        Self { disk, folder: folder.to_owned(), machine: file_safe(machine) }
    }

    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where this machine writes sessions of a year.
    pub fn file(&self, year: i16) -> PathBuf {
        self.folder.join(format!("{year:04}-{}.jsonl", self.machine))
    }

    /// Appends a record. When this returns it is on the disk.
    ///
    /// # Errors
    /// The file is then as it was before, or ends in a torn line that harms no other.
    pub fn append(&self, record: &Record) -> Result<(), DiskError> {
        self.add(record, false)
    }

    /// As `append`, but does nothing if the session is there already.
    ///
    /// # Errors
    /// As `append`.
    pub fn append_once(&self, record: &Record) -> Result<(), DiskError> {
        self.add(record, true)
    }

    /// Appends a correction. When this returns it is on the disk.
    ///
    /// # Errors
    /// As `append`.
    pub fn amend(&self, amendment: &Amendment) -> Result<(), DiskError> {
        self.append_lines(amendment.at().date().year(), &amendment.line(), None)
    }

    /// Makes sure that what can be read is on the disk: whoever wrote it may have been killed before that.
    ///
    /// # Errors
    /// When a file cannot be synced; nobody knows then what of it is.
    pub fn sync(&self) -> Result<(), DiskError> {
        for path in disk::files(&*self.disk, &self.folder, "jsonl")? {
            if self.is_own(&path) {
                let file = self.disk.open(&path, Opening::Existing);
                file.and_then(|file| file.sync()).map_err(DiskError::at(Doing::Write, &path))?;
            }
        }
        disk::hold_fast(&*self.disk, &self.folder)
    }

    /// Whether a file is one that this machine writes.
    pub fn is_own(&self, path: &Path) -> bool {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        name.split_once('-').is_some_and(|(year, machine)| {
            year.bytes().all(|digit| digit.is_ascii_digit()) && machine == self.machine
        })
    }

    fn add(&self, record: &Record, once: bool) -> Result<(), DiskError> {
        self.append_lines(record.started.date().year(), &record.line(), once.then_some(record.id.as_str()))
    }

    /// Appends lines of a year, each with its checksum; none at all if a line there has the id `unless` for its own.
    ///
    /// # Errors
    /// As `append`.
    pub(super) fn append_lines(&self, year: i16, lines: &str, unless: Option<&str>) -> Result<(), DiskError> {
        append_line(&*self.disk, &self.file(year), &checksum::with_checksum(lines), unless)
    }
}

/// Appends a line to a file that several programs may write, and syncs it. Does no more than sync if a line there has the
/// id `unless` for its own.
pub(super) fn append_line(
    disk: &dyn Storage,
    path: &Path,
    line: &str,
    unless: Option<&str>,
) -> Result<(), DiskError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    disk::create_folder(disk, folder)?;
    let mut file = disk::open_locked(disk, path, Opening::Created)?;
    let is_there = match unless {
        Some(id) => holds(&mut *file, id).map_err(DiskError::at(Doing::Read, path))?,
        None => false,
    };
    // Whoever wrote the line that is there may have been killed before it was on the disk.
    let added = if is_there { file.sync() } else { append_to(&mut *file, line) };
    added.map_err(DiskError::at(Doing::Write, path))?;
    disk::hold_fast(disk, folder)
}

/// The name of this machine, for the names of its files.
pub fn machine_name() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    name
}

/// Whether a line has this id for its own. A torn one does not: it says nothing to anybody.
fn holds(file: &mut dyn Opened, id: &str) -> io::Result<bool> {
    let own = format!("\"id\":\"{id}\"");
    let bytes = file.read_from(0)?;
    let text = String::from_utf8_lossy(&bytes);
    let is_it = |line: &str| {
        let line = lines::read_line(line.trim().as_bytes());
        matches!(line, Line::Record(record) if record.id == id)
    };
    // Others wait for the lock meanwhile: hardly ever is more than the quick search needed.
    Ok(text.contains(&own) && text.split('\n').filter(|line| line.contains(&own)).any(is_it))
}

fn append_to(file: &mut dyn Opened, line: &str) -> io::Result<()> {
    let length = file.length()?;
    let mut bytes = Vec::with_capacity(line.len() + 1);
    if length > 0 && file.read_from(length - 1)? != b"\n" {
        // Somebody was cut off in mid-line: theirs stays torn, ours does not.
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(line.as_bytes());
    let written = file.append(&bytes).and_then(|()| file.sync());
    if written.is_err() {
        // A half line would be healed by the next append; better to leave none.
        let _ = file.cut(length);
    }
    written
}

/// What may be in a file's name everywhere: small letters, digits and dashes.
pub(super) fn file_safe(name: &str) -> String {
    let name = name.split('.').next().unwrap_or_default();
    let safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .take(40)
        .collect();
    let safe = safe.trim_matches('-');
    if safe.is_empty() { "machine".to_owned() } else { safe.to_owned() }
}

#[cfg(test)]
mod tests;
