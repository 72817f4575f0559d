//! The journal of one session: a line per event, in a file that exists only while the session is not yet recorded.
//!
//! Its first line is the [`Header`], with all that is needed to make a record without the routine. It appears under its
//! name complete and locked, so that nobody ever sees half of one.

use std::{
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
    recovery::Resumed,
    seconds::Seconds,
    storage::{Disk, Opened, Opening},
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
    /// As in `About`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paces: Vec<u32>,
    /// What the clock showed that counts from the start of the machine, when the session began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uptime: Option<Uptime>,
    /// What whoever compiled the plan needs to compile the same one again.
    #[serde(default)]
    pub options: Map<String, Value>,
    pub plan: Outline,
}

impl Header {
    /// The newest version of the format that this program understands.
    pub const VERSION: u32 = 1;

    pub fn new(about: About, plan: &Plan, path: Option<PathBuf>, options: Map<String, Value>) -> Self {
        let About { id, started, level, progression, speed, app, items, paces } = about;
        let plan = Outline::new(plan);
        let (v, uptime) = (Self::VERSION, None);
        Self { v, id, started, level, progression, speed, app, path, items, paces, uptime, options, plan }
    }

    /// The same, of a session that begins so long after the start of the machine.
    pub fn begun_at(self, uptime: Option<Uptime>) -> Self {
        Self { uptime, ..self }
    }

    /// How long ago the session began, if the machine has not been started anew since: however the clock on the wall was
    /// set meanwhile.
    pub(super) fn age(&self, now: Option<&Uptime>) -> Option<Duration> {
        let (began, now) = (self.uptime.as_ref()?, now?);
        if now.boot != began.boot {
            return None;
        }
        Duration::try_from_secs_f64(now.seconds - began.seconds).ok()
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
            paces: self.paces.clone(),
        }
    }
}

/// How long a machine has been running, sleep included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Uptime {
    /// Which of its starts that counts from: another one for every start of every machine.
    pub boot: String,
    pub seconds: f64,
}

/// A journal that is being written. The lock on it lasts as long as this does.
///
/// What cannot be written waits in memory, and is tried again with whatever comes next.
#[derive(Debug)]
pub(crate) struct Journal {
    disk: Disk,
    path: PathBuf,
    id: String,
    file: Option<Box<dyn Opened>>,
    /// How much of the file is whole lines.
    length: u64,
    /// Whether part of a line may follow those.
    torn: bool,
    backlog: Vec<u8>,
    unsynced: bool,
    /// Whether its name may not be on the disk yet.
    unnamed: bool,
}

impl Journal {
    /// Creates nothing yet: the first `write` does.
    pub(crate) fn new(disk: &Disk, folder: &Path, header: &Header) -> Self {
        let mut backlog = serde_json::to_vec(header).unwrap_or_default();
        backlog.push(b'\n');
        Self {
            disk: Disk::clone(disk),
            path: folder.join(format!("{}.jsonl", header.id)),
            id: header.id.clone(),
            file: None,
            length: 0,
            torn: false,
            backlog,
            unsynced: false,
            unnamed: false,
        }
    }

    /// Goes on with the journal of an interrupted session.
    pub(super) fn going_on(resumed: Resumed) -> Self {
        let Resumed { disk, path, id, file, length, speed: _, from: _ } = resumed;
        Self {
            disk,
            path,
            id,
            file: Some(file),
            length,
            torn: true,
            backlog: Vec::new(),
            // Whoever wrote what is there was killed, perhaps before it was on the disk.
            unsynced: true,
            unnamed: true,
        }
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
        let _ = writeln!(self.backlog, "{{\"mark\":{},\"wall\":\"{wall}\"}}", Seconds::new(at));
    }

    /// Hands everything to the system.
    pub(crate) fn write(&mut self) -> Result<(), DiskError> {
        if self.backlog.is_empty() {
            return Ok(());
        }
        match &mut self.file {
            None => self.file = Some(self.create()?),
            Some(file) => {
                let failed = DiskError::at(Doing::Write, &self.path);
                if self.torn {
                    // Otherwise the next line would be torn as well.
                    file.cut(self.length).map_err(failed)?;
                    self.torn = false;
                }
                if let Err(error) = file.append(&self.backlog) {
                    self.torn = file.cut(self.length).is_err();
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
        self.stay()?;
        let Some(file) = &self.file else { return Ok(()) };
        if self.unnamed {
            disk::hold_fast(&*self.disk, folder_of(&self.path))?;
            self.unnamed = false;
        }
        if self.unsynced {
            file.sync().map_err(DiskError::at(Doing::Write, &self.path))?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// Where somebody has taken the file away, as with a home that was cleaned or unmounted, it is written anew.
    fn stay(&mut self) -> Result<(), DiskError> {
        let Some(file) = self.file.as_mut().filter(|file| !file.is_still(&self.path)) else { return Ok(()) };
        let mut bytes = file.read_from(0).map_err(DiskError::at(Doing::Read, &self.path))?;
        bytes.truncate(usize::try_from(self.length).unwrap_or(usize::MAX));
        bytes.append(&mut self.backlog);
        self.backlog = bytes;
        (self.file, self.length, self.torn) = (None, 0, false);
        self.write()
    }

    /// The session is in the history: the journal has done its work.
    pub(super) fn remove(self) -> Result<(), DiskError> {
        let Some(_locked) = &self.file else { return Ok(()) };
        disk::remove(&*self.disk, &self.path)
    }

    /// Writes what there is under another name and gives it its own once it is locked and on the disk.
    fn create(&mut self) -> Result<Box<dyn Opened>, DiskError> {
        disk::create_folder(&*self.disk, folder_of(&self.path))?;
        let unready = self.path.with_extension("new");
        // Whoever sweeps may take it away before it is locked: then another is made.
        let mut file = disk::open_locked(&*self.disk, &unready, Opening::Created)?;
        let mut fill = || -> io::Result<()> {
            file.cut(0)?;
            file.append(&self.backlog)?;
            file.sync()?;
            self.disk.rename(&unready, &self.path)
        };
        fill().map_err(|error| {
            let _ = self.disk.remove(&unready);
            DiskError::new(Doing::Write, &self.path, error)
        })?;
        self.unnamed = true;
        Ok(file)
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::Arc};

    use super::*;
    use crate::history::{
        fixture::{about, hold, plan},
        storage::{RealDisk, Storage},
    };
    use crate::{history::fixture::exercise, routine::Sides};

    /// The disk of this machine, on which somebody sweeps away the first file that is created before it can be locked.
    #[derive(Debug, Default)]
    struct Swept(std::sync::atomic::AtomicBool);

    impl Storage for Swept {
        fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Opened>> {
            let file = RealDisk.open(path, opening)?;
            if opening == Opening::Created && !self.0.swap(true, std::sync::atomic::Ordering::Relaxed) {
                fs::remove_file(path)?;
            }
            Ok(file)
        }
        fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
            RealDisk.read(path)
        }
        fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
            RealDisk.list(folder)
        }
        fn is_folder(&self, path: &Path) -> bool {
            RealDisk.is_folder(path)
        }
        fn create_folder(&self, path: &Path) -> io::Result<()> {
            RealDisk.create_folder(path)
        }
        fn sync_folder(&self, folder: &Path) -> io::Result<()> {
            RealDisk.sync_folder(folder)
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            RealDisk.rename(from, to)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            RealDisk.remove(path)
        }
        fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
            RealDisk.resolve(path)
        }
        fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
            RealDisk.copy_mode(from, to)
        }
    }

    #[test]
    fn a_journal_is_created_also_when_somebody_sweeps_at_that_moment() {
        let folder = tempfile::tempdir().unwrap();
        let plan = plan(vec![exercise("a", hold(5, 1), 1, Sides::None)]);
        let header = Header::new(about("01A"), &plan, None, Map::new());
        let disk: Disk = Arc::new(Swept::default());
        let mut journal = Journal::new(&disk, folder.path(), &header);
        journal.write().unwrap();
        let written = fs::read_to_string(folder.path().join("01A.jsonl")).unwrap();
        assert!(written.contains("\"01A\""), "{written}");
    }

    /// Whoever cleans up may take the file away while it is written: nothing that stood in it is lost.
    #[test]
    fn a_journal_that_is_taken_away_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("01A.jsonl");
        let plan = plan(vec![exercise("a", hold(5, 1), 1, Sides::None)]);
        let header = Header::new(about("01A"), &plan, None, Map::new());
        let mut journal = Journal::new(&crate::history::storage::real(), folder.path(), &header);
        let wall = about("01A").started;
        let mut whole = String::new();
        for second in 1..4 {
            journal.add_mark(Duration::from_secs(second), &wall);
            journal.write().unwrap();
            journal.sync().unwrap();
            let now = fs::read_to_string(&path).unwrap();
            assert!(now.starts_with(&whole) && now.lines().count() as u64 == second + 1, "{now}");
            whole = now;
            if second < 3 {
                fs::remove_file(&path).unwrap();
            }
        }
    }
}
