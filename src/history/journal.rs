//! The journal of one session: a line per event, in a file that exists only while the session is not yet recorded.
//!
//! Its first line is the [`Header`], with all that is needed to make a record without the routine. It appears under its
//! name complete and locked, so that nobody ever sees half of one.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    disk::{self, DiskError, Doing},
    outline::Outline,
    record::About,
    seconds::Seconds,
    when::When,
};
use crate::{
    plan::Plan,
    session::{EventLine, Stamped},
};

/// The first line of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub v: u32,
    /// The session's id.
    pub id: String,
    pub started: When,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// As in `About`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progression: Option<String>,
    pub speed: f64,
    /// The version of the program.
    pub app: String,
    /// The routine's file, if it was given as a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// As in `About`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// What whoever compiled the plan needs to compile the same one again.
    #[serde(default)]
    pub options: Map<String, Value>,
    pub plan: Outline,
}

impl Header {
    /// The newest version of the format that this program understands.
    pub const VERSION: u32 = 1;

    pub fn new(about: About, plan: &Plan, path: Option<PathBuf>, options: Map<String, Value>) -> Self {
        let About { id, started, level, progression, speed, app, items } = about;
        let plan = Outline::new(plan);
        Self { v: Self::VERSION, id, started, level, progression, speed, app, path, items, options, plan }
    }

    pub fn about(&self) -> About {
        About {
            id: self.id.clone(),
            started: self.started.clone(),
            level: self.level.clone(),
            progression: self.progression.clone(),
            speed: self.speed,
            app: self.app.clone(),
            items: self.items.clone(),
        }
    }
}

/// A journal that is being written. The lock on it lasts as long as this does.
///
/// What cannot be written waits in memory, and is tried again with whatever comes next.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    id: String,
    file: Option<File>,
    /// How much of the file is whole lines.
    length: u64,
    backlog: Vec<u8>,
    unsynced: bool,
}

impl Journal {
    /// Creates nothing yet: the first `write` does.
    pub(crate) fn new(folder: &Path, header: &Header) -> Self {
        let mut backlog = serde_json::to_vec(header).unwrap_or_default();
        backlog.push(b'\n');
        Self {
            path: folder.join(format!("{}.jsonl", header.id)),
            id: header.id.clone(),
            file: None,
            length: 0,
            backlog,
            unsynced: false,
        }
    }

    /// Goes on with the journal of an interrupted session; `file` is locked and its first `length` bytes are whole lines.
    pub(super) fn going_on(path: PathBuf, id: String, file: File, length: u64) -> Self {
        // What is torn after them is overwritten.
        let torn = file.metadata().is_ok_and(|data| data.len() > length);
        let backlog = Vec::new();
        let journal = Self { path, id, file: Some(file), length, backlog, unsynced: false };
        if torn {
            journal.cut();
        }
        journal
    }

    pub(super) fn is_of(&self, id: &str) -> bool {
        self.id == id
    }

    /// Adds events; the last one carries the time on the wall.
    pub(crate) fn add(&mut self, plan: &Plan, events: &[Stamped], wall: &When) {
        for (place, stamped) in events.iter().enumerate() {
            let line = EventLine { plan, id: &self.id, stamped };
            if serde_json::to_writer(&mut self.backlog, &line).is_err() {
                continue;
            }
            if place + 1 == events.len() {
                self.backlog.pop();
                let _ = write!(self.backlog, ",\"wall\":\"{wall}\"}}");
            }
            self.backlog.push(b'\n');
        }
    }

    /// Adds that active time has passed without an event.
    pub(super) fn add_mark(&mut self, at: Duration, wall: &When) {
        let _ = writeln!(self.backlog, "{{\"mark\":{},\"wall\":\"{wall}\"}}", Seconds(at));
    }

    /// Hands everything to the system.
    pub(crate) fn write(&mut self) -> Result<(), DiskError> {
        if self.backlog.is_empty() {
            return Ok(());
        }
        match &mut self.file {
            None => self.file = Some(self.create()?),
            Some(file) => {
                if let Err(error) = file.write_all(&self.backlog) {
                    self.cut();
                    return Err(DiskError::new(Doing::Write, &self.path, error));
                }
            }
        }
        self.length += self.backlog.len() as u64;
        self.backlog.clear();
        self.unsynced = true;
        Ok(())
    }

    /// Waits until everything that was written is on the disk.
    pub(super) fn sync(&mut self) -> Result<(), DiskError> {
        if let (true, Some(file)) = (self.unsynced, &self.file) {
            file.sync_data().map_err(DiskError::at(Doing::Write, &self.path))?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// The session is in the history: the journal has done its work.
    pub(super) fn remove(self) -> Result<(), DiskError> {
        let Some(_locked) = &self.file else { return Ok(()) };
        remove(&self.path)
    }

    /// Writes what there is under another name and gives it its own once it is locked and on the disk.
    fn create(&self) -> Result<File, DiskError> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        disk::create_folder(folder)?;
        let unready = self.path.with_extension("new");
        let attempt = || -> io::Result<File> {
            let mut file = OpenOptions::new().append(true).create(true).truncate(false).open(&unready)?;
            disk::try_lock(&file)?;
            file.set_len(0)?;
            file.write_all(&self.backlog)?;
            file.sync_all()?;
            fs::rename(&unready, &self.path)?;
            Ok(file)
        };
        let file = attempt().map_err(|error| {
            let _ = fs::remove_file(&unready);
            DiskError::new(Doing::Write, &self.path, error)
        })?;
        disk::sync_folder(folder)?;
        Ok(file)
    }

    /// Cuts off what was written of a line that did not fit.
    fn cut(&self) {
        if let Some(file) = &self.file {
            let _ = file.set_len(self.length);
        }
    }
}

/// Removes a journal; one that is gone already is no error.
pub(super) fn remove(path: &Path) -> Result<(), DiskError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(DiskError::new(Doing::Remove, path, error))
        }
        _ => path.parent().map_or(Ok(()), disk::sync_folder),
    }
}
