//! The history on disk: one line per session, appended and synced, never rewritten.

use std::{
    fs::{File, OpenOptions},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use jiff::Zoned;
use serde_json::{Map, Value};

use super::{
    amend,
    disk::{self, DiskError, Doing},
    record::Record,
};

/// The history of one user, as written by this machine.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    machine: String,
}

impl Store {
    /// In `folder`, which need not be there yet. Each machine has files of its own, so that synchronising folders never
    /// makes two write one.
    pub fn new(folder: &Path, machine: &str) -> Self {
        Self { folder: folder.to_owned(), machine: file_safe(machine) }
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

    /// Appends a correction of the session `id`, made now: what it says of a field wins over what was said before.
    ///
    /// # Errors
    /// As `append`.
    pub fn amend(&self, id: &str, changes: &Map<String, Value>, now: &Zoned) -> Result<(), DiskError> {
        let line = amend::line(id, changes, now);
        append_line(&self.file(now.date().year()), &line, None)
    }

    fn add(&self, record: &Record, once: bool) -> Result<(), DiskError> {
        let path = self.file(record.started.date().year());
        append_line(&path, &record.line(), once.then_some(record.id.as_str()))
    }
}

/// Appends a line to a file that several programs may write, and syncs it. Does nothing if a line there has the id
/// `unless` for its own.
pub(super) fn append_line(path: &Path, line: &str, unless: Option<&str>) -> Result<(), DiskError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    disk::create_folder(folder)?;
    let created = !path.exists();
    let mut file = open_locked(path)?;
    if let Some(id) = unless
        && holds(&mut file, id).map_err(DiskError::at(Doing::Read, path))?
    {
        return Ok(());
    }
    append_to(&mut file, line).map_err(DiskError::at(Doing::Write, path))?;
    if created {
        disk::sync_folder(folder)?;
    }
    Ok(())
}

/// The name of this machine, for the names of its files.
pub fn machine_name() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    name
}

/// Opens for appending and waits for the lock; the file that has it is the one that has the name.
fn open_locked(path: &Path) -> Result<File, DiskError> {
    loop {
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(DiskError::at(Doing::Write, path))?;
        disk::lock(&file, path)?;
        if disk::is_still(&file, path) {
            return Ok(file);
        }
    }
}

/// Whether a line has this id for its own.
fn holds(file: &mut File, id: &str) -> std::io::Result<bool> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).contains(&format!("\"id\":\"{id}\"")))
}

fn append_to(file: &mut File, line: &str) -> std::io::Result<()> {
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(line.len() + 1);
    if length > 0 && last_byte(file)? != b'\n' {
        // Somebody was cut off in mid-line: theirs stays torn, ours does not.
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(line.as_bytes());
    let written = file.write_all(&bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // A half line would be healed by the next append; better to leave none.
        let _ = file.set_len(length);
    }
    written
}

fn last_byte(file: &mut File) -> std::io::Result<u8> {
    let mut byte = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    Ok(byte[0])
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
