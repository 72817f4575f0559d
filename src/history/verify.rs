//! What is wrong with the files of the history, and how lines that cannot be read are set aside.

use std::{
    collections::{BTreeSet, HashMap, HashSet, hash_map::Entry},
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    str,
};

use serde_json::Value;

use super::{
    disk::{self, DiskError, Doing},
    lines::{self, Line},
    reading::{History, LineFault},
    record::Record,
    seal::{self, Seal},
    storage::{Opening, Storage},
    store::Store,
};

/// What every file of the folder was found to be.
#[derive(Debug, Default)]
pub struct Examined {
    pub files: Vec<PathBuf>,
    /// How many sessions there are, deleted ones among them.
    pub sessions: usize,
    /// Lines that say nothing to anybody.
    pub faults: Vec<LineFault>,
    /// Lines that a newer version of this program has written: nothing is wrong with them.
    pub newer: Vec<LineFault>,
    /// Lines that are no longer as they were written, but make sense: they count as they stand.
    pub changed: Vec<LineFault>,
    /// Lines that stand twice in one file, and count once.
    pub doubled: Vec<LineFault>,
    /// Lines without a checksum, by file: from elsewhere, or by hand. Nothing is known to be wrong with them.
    pub unsealed: Vec<(PathBuf, Vec<usize>)>,
    /// Files that cannot be read.
    pub unreadable: Vec<DiskError>,
    /// Corrections that do not fit their sessions, as they stand.
    misfits: HashSet<Vec<u8>>,
}

/// What was done to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// How many lines were set aside.
    pub lines: usize,
    /// Where they are now, added to what was set aside before.
    pub aside: PathBuf,
    /// The file as it was before.
    pub backup: PathBuf,
}

/// Reads everything, and changes nothing.
///
/// # Errors
/// When the folder cannot be listed. What is wrong with single files and lines is in the result.
pub fn examine(store: &Store) -> Result<Examined, DiskError> {
    let disk = &**store.disk();
    let files = disk::files(disk, store.folder(), "jsonl")?;
    let history = History::read_on(disk, store.folder())?;
    let mut examined = Examined {
        files,
        sessions: history.records.len() + history.deleted.len(),
        unreadable: history.unreadable,
        ..Examined::default()
    };
    let mut faults = history.faults.into_iter().peekable();
    for path in examined.files.clone() {
        // What cannot be read has been named above; what is there now may have been changed since by another program.
        let bytes = disk.read(&path).unwrap_or_default();
        let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').map(content).collect();
        let mut named = HashSet::new();
        while let Some(fault) = faults.next_if(|fault| fault.path == path) {
            named.insert(fault.line);
            examined.sort(fault, &lines);
        }
        examined.look_at_seals(&path, &lines, &named);
    }
    Ok(examined)
}

impl Examined {
    /// Is a line at fault, or only newer?
    fn sort(&mut self, fault: LineFault, lines: &[&[u8]]) {
        let line = lines.get(fault.line - 1).copied().unwrap_or_default();
        if is_newer(line) {
            self.newer.push(fault);
            return;
        }
        if !matches!(lines::read_line(line), Line::Fault(_)) {
            self.misfits.insert(line.to_vec());
        }
        self.faults.push(fault);
    }

    fn look_at_seals(&mut self, path: &Path, lines: &[&[u8]], named: &HashSet<usize>) {
        let mut seen: HashMap<&[u8], usize> = HashMap::new();
        let mut unsealed = Vec::new();
        for (line, text) in (1..).zip(lines.iter().copied()) {
            if text.is_empty() || named.contains(&line) {
                continue;
            }
            let fault = |reason: String| LineFault { path: path.to_owned(), line, reason };
            match seal::look(text) {
                Seal::Whole => {}
                Seal::Broken => self.changed.push(fault(
                    "this line is not as it was written: its checksum does not fit; it counts as it stands"
                        .to_owned(),
                )),
                Seal::Missing => unsealed.push(line),
            }
            match seen.entry(text) {
                Entry::Occupied(first) => {
                    self.doubled
                        .push(fault(format!("this is line {} once more; it counts once", first.get())));
                }
                Entry::Vacant(place) => {
                    place.insert(line);
                }
            }
        }
        if !unsealed.is_empty() {
            self.unsealed.push((path.to_owned(), unsealed));
        }
    }

    /// The files with lines that are at fault, each once.
    pub fn faulty(&self) -> Vec<&Path> {
        let mut paths: Vec<&Path> = self.faults.iter().map(|fault| fault.path.as_path()).collect();
        paths.dedup();
        paths
    }

    /// The files with lines that have no checksum that fits, each once.
    pub fn without_seal(&self) -> BTreeSet<&Path> {
        let changed = self.changed.iter().map(|fault| fault.path.as_path());
        changed.chain(self.unsealed.iter().map(|(path, _)| path.as_path())).collect()
    }

    /// Sets the lines of a file aside that are at fault. All others stay as they are, byte by byte and in their order.
    /// The file is replaced as a whole, and only when what it was, and what was set aside, is on the disk. `None` if
    /// there is nothing to do any more.
    ///
    /// # Errors
    /// The file is then as it was before; beside it there may be a copy of it that nobody needs.
    pub fn repair(&self, disk: &dyn Storage, path: &Path) -> Result<Option<Repaired>, DiskError> {
        let path = &disk.resolve(path).map_err(DiskError::at(Doing::Read, path))?;
        let mut file = disk::open_locked(disk, path, Opening::Existing)?;
        let bytes = file.read_from(0).map_err(DiskError::at(Doing::Read, path))?;
        let is_bad = |line: &&[u8]| {
            let line = content(line);
            let says_nothing = matches!(lines::read_line(line), Line::Fault(_)) && !is_newer(line);
            !line.is_empty() && (says_nothing || self.misfits.contains(line))
        };
        let (bad, good): (Vec<&[u8]>, Vec<&[u8]>) =
            bytes.split_inclusive(|byte| *byte == b'\n').partition(is_bad);
        if bad.is_empty() {
            return Ok(None);
        }
        let (backup, aside) = (backup_of(disk, path)?, beside(path, ".bad"));
        replace(disk, &backup, &bytes, path)?;
        let before = match disk.read(&aside) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            before => before.map_err(DiskError::at(Doing::Read, &aside))?,
        };
        replace(disk, &aside, &[whole(&before), whole(&bad.concat())].concat(), path)?;
        replace(disk, path, &whole(&good.concat()), path)?;
        Ok(Some(Repaired { lines: bad.len(), aside, backup }))
    }
}

/// Takes all lines of a file that can be read for good, as they stand: each without a checksum that fits gets one. The
/// file is replaced as a whole, and only when what it was is on the disk: where that is, is returned. `None` if there is
/// nothing to do any more.
///
/// # Errors
/// The file is then as it was before; beside it there may be a copy of it that nobody needs.
pub fn accept(disk: &dyn Storage, path: &Path) -> Result<Option<PathBuf>, DiskError> {
    let path = &disk.resolve(path).map_err(DiskError::at(Doing::Read, path))?;
    let mut file = disk::open_locked(disk, path, Opening::Existing)?;
    let bytes = file.read_from(0).map_err(DiskError::at(Doing::Read, path))?;
    let mut accepted = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let is_good = !matches!(lines::read_line(line.trim_ascii()), Line::Fault(_));
        match str::from_utf8(line) {
            Ok(text) if is_good && seal::look(content(line)) != Seal::Whole => {
                let mark = if line.starts_with(lines::MARK) { lines::MARK.len() } else { 0 };
                accepted.extend_from_slice(&line[..mark]);
                accepted.extend_from_slice(seal::anew(&text[mark..]).as_bytes());
            }
            _ => accepted.extend_from_slice(line),
        }
    }
    if accepted == bytes {
        return Ok(None);
    }
    let backup = backup_of(disk, path)?;
    replace(disk, &backup, &bytes, path)?;
    replace(disk, path, &accepted, path)?;
    Ok(Some(backup))
}

/// A line without what editors put around it, as readers take it.
fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_prefix(lines::MARK).unwrap_or(line);
    str::from_utf8(line).map_or(line.trim_ascii(), |text| text.trim().as_bytes())
}

/// Where the lines of a file go that are set aside.
pub fn aside_of(path: &Path) -> PathBuf {
    beside(path, ".bad")
}

/// A name for a copy of the file as it is, which nothing bears yet.
///
/// # Errors
/// When the folder cannot be listed.
pub fn backup_of(disk: &dyn Storage, path: &Path) -> Result<PathBuf, DiskError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let taken = disk.list(folder).map_err(DiskError::at(Doing::Read, folder))?;
    let first = beside(path, ".bak");
    let more = (2..u32::MAX).map(|number| beside(path, &format!(".bak{number}")));
    Ok([first.clone()].into_iter().chain(more).find(|name| !taken.contains(name)).unwrap_or(first))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.file_name().unwrap_or_default());
    name.push(ending);
    path.with_file_name(name)
}

/// A last line without an end gets one: the next must not become part of it.
fn whole(lines: &[u8]) -> Vec<u8> {
    let open = lines.last().is_some_and(|last| *last != b'\n');
    [lines, if open { b"\n" } else { b"" }].concat()
}

/// Writes a file as a whole, for those who may read `model`: at no moment is there half of it.
fn replace(disk: &dyn Storage, path: &Path, bytes: &[u8], model: &Path) -> Result<(), DiskError> {
    let unready = beside(path, ".new");
    let written = disk.open(&unready, Opening::Created).and_then(|mut file| {
        disk.copy_mode(model, &unready)?;
        file.cut(0)?;
        file.append(bytes)?;
        file.sync()?;
        disk.rename(&unready, path)
    });
    if let Err(error) = written {
        let _ = disk.remove(&unready);
        return Err(DiskError::new(Doing::Write, path, error));
    }
    disk::hold_fast(disk, path.parent().unwrap_or(Path::new("")))
}

fn is_newer(line: &[u8]) -> bool {
    let value: Result<Value, _> = serde_json::from_slice(line.strip_prefix(lines::MARK).unwrap_or(line));
    let version = value.ok().and_then(|value| value.get("v")?.as_u64());
    version.is_some_and(|version| version > u64::from(Record::VERSION))
}
