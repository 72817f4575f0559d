//! What is left of sessions that were cut off: by a crash, an empty battery, a lost connection.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{
    disk::{self, DiskError, Doing},
    journal::{Header, Uptime},
    reading::History,
    record::Record,
    recorder::Recorder,
    storage::{self, Disk, Opened, Opening},
    store::Store,
    when::When,
};
use crate::{
    diagnostic::printable,
    plan::Plan,
    session::{Change, Event, Played, ResumePoint, Stamped, parse_event},
};

/// For so long after its last event a session may be resumed.
const RESUMABLE: Duration = Duration::from_hours(6);

/// What the folder of the journals holds.
#[derive(Debug, Default)]
pub struct Findings {
    /// Oldest first. Each can be kept or discarded, and perhaps resumed.
    pub interrupted: Vec<Interrupted>,
    /// Journals of sessions that are in the history already: only their removal is missing.
    pub recorded: Vec<PathBuf>,
    /// What is left alone.
    pub unreadable: Vec<Unreadable>,
}

/// A session that was cut off, or that ended and could not be recorded.
#[derive(Clone, Debug)]
pub struct Interrupted {
    disk: Disk,
    pub path: PathBuf,
    pub header: Header,
    /// The last time on the wall that is known of it.
    pub ended: When,
    recorder: Recorder,
    /// What was played last, and whether it had ended.
    place: Option<(Played, bool)>,
    next_index: u32,
    changes: Vec<Change>,
    /// How much of the file is whole lines.
    length: u64,
}

/// A journal that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error(
        "{}: this journal was written by a newer supple (format {v}); it is left alone",
        disk::shown(path)
    )]
    Newer { path: PathBuf, v: u64 },
    #[error("{}: this is no journal of a session: {}", disk::shown(path), printable(reason))]
    Foreign { path: PathBuf, reason: String },
    #[error("{}: this journal is empty", disk::shown(path))]
    Empty { path: PathBuf },
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// Why an interrupted session cannot be dealt with now.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    #[error("this session is running in another terminal, or somebody is looking at it right now")]
    InUse,
    #[error("this session has been kept or discarded meanwhile")]
    Gone,
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// A session that goes on, its journal locked: for `Keeper::go_on`.
#[derive(Debug)]
pub struct Resumed {
    pub(super) disk: Disk,
    pub(super) path: PathBuf,
    pub(super) id: String,
    pub(super) file: Box<dyn Opened>,
    pub(super) length: u64,
    pub(super) speed: f64,
    /// What the clock on the wall shows as it goes on.
    pub(super) from: When,
}

/// Everything that is needed to go on with an interrupted session.
#[derive(Debug)]
pub struct Resumption {
    pub header: Header,
    pub journal: Resumed,
    /// With everything that has happened so far.
    pub recorder: Recorder,
    pub point: ResumePoint,
    /// What was put off to the end or swapped, in that order.
    pub changes: Vec<Change>,
    /// By entry of the plan: how fast its reps went when it was cut off, in percent of their written length.
    pub paces: Vec<u32>,
}

impl Resumption {
    /// The same, going on at `wall`, or when that must have been: not before what is known of it.
    pub fn going_on_at(mut self, wall: &When, uptime: Option<&Uptime>) -> Self {
        let by_uptime = self.header.age(uptime).and_then(|age| {
            let age = SignedDuration::try_from(age).ok()?;
            self.header.started.plus(age).ok()
        });
        self.journal.from = by_uptime.unwrap_or_else(|| wall.clone()).max(self.journal.from);
        self
    }

    /// What the clock on the wall shows as it goes on.
    pub fn from(&self) -> &When {
        &self.journal.from
    }
}

/// Looks through the journals. Those of running sessions are locked, and left out.
///
/// # Errors
/// When the folder cannot be listed. One that is not there has no journals.
pub fn find(journals: &Path, history: &History) -> Result<Findings, DiskError> {
    find_on(&storage::real(), journals, history)
}

/// As `find`, on any disk.
///
/// # Errors
/// As `find`.
pub fn find_on(disk: &Disk, journals: &Path, history: &History) -> Result<Findings, DiskError> {
    let mut findings = Findings::default();
    let paths = disk::files(&**disk, journals, "jsonl")?;
    if paths.is_empty() {
        return Ok(findings);
    }
    // What was deleted has been recorded before.
    let all = history.records.iter().chain(&history.deleted);
    let known: HashSet<&str> = all.map(|record| record.id.as_str()).collect();
    for path in paths {
        match Interrupted::open(disk, &path) {
            Ok((session, _unlocked)) if known.contains(session.header.id.as_str()) => {
                findings.recorded.push(session.path);
            }
            Ok((session, _unlocked)) => findings.interrupted.push(session),
            Err(RecoveryError::InUse | RecoveryError::Gone) => {}
            Err(RecoveryError::Unreadable(unreadable)) => findings.unreadable.push(unreadable),
            Err(RecoveryError::Disk(error)) => findings.unreadable.push(error.into()),
        }
    }
    findings.interrupted.sort_by(|a, b| a.header.started.cmp(&b.header.started));
    Ok(findings)
}

/// Removes what is certainly of no use: journals of sessions that are recorded in `store`, empty ones, and those that
/// were never finished being created.
///
/// # Errors
/// When one of them cannot be removed, or nobody knows whether the records are on the disk.
pub fn sweep(journals: &Path, store: &Store, findings: &Findings) -> Result<(), DiskError> {
    let disk = &**store.disk();
    for unready in disk::files(disk, journals, "new")? {
        // Whoever is creating one holds its lock.
        let locked = disk.open(&unready, Opening::Existing).and_then(|file| Ok((file.try_lock()?, file)));
        if let Ok((true, _file)) = locked {
            disk::remove(disk, &unready)?;
        }
    }
    if !findings.recorded.is_empty() {
        store.sync()?;
    }
    let empty = findings.unreadable.iter().filter_map(|unreadable| match unreadable {
        Unreadable::Empty { path } => Some(path),
        _ => None,
    });
    findings.recorded.iter().chain(empty).try_for_each(|path| disk::remove(disk, path))
}

impl Interrupted {
    /// What was done. A session that had reached its end is completed; any other was stopped where it was cut off.
    pub fn record(&self) -> Record {
        self.recorder.record(&self.header.about(), &self.ended)
    }

    /// Whether the session had ended, so that nothing but its record is missing.
    pub fn has_ended(&self) -> bool {
        self.recorder.ended().is_some()
    }

    /// Whether `plan` is the one that was being played.
    pub fn fits(&self, plan: &Plan) -> bool {
        let known = &self.header.plan;
        // Of what might have been swapped in, only what was matters: a ladder may have grown since.
        let same = |entry: u32| {
            let here = plan.entries.get(entry as usize).map(|entry| &entry.id);
            here.is_some() && here == known.entries.get(entry as usize).map(|entry| &entry.id)
        };
        plan.hash == known.hash
            && plan.steps.len() == known.steps as usize
            && self.changes.iter().filter_map(|change| change.what).all(same)
    }

    /// Whether the session may be resumed at `now`: it had not ended, and that was not long ago. Where the machine has
    /// been running since, its `uptime` says how long ago, and not the clock on the wall, which may have been set.
    pub fn may_resume(&self, now: Timestamp, uptime: Option<&Uptime>) -> bool {
        let (started, ended) = (self.header.started.timestamp(), self.ended.timestamp());
        let age = match self.header.age(uptime) {
            Some(age) => age.saturating_sub(ended.duration_since(started).unsigned_abs()),
            None => now.duration_since(ended).unsigned_abs(),
        };
        !self.has_ended() && self.place.is_some() && age <= RESUMABLE
    }

    /// Takes the session over, to go on with it by the plan that fits.
    ///
    /// # Errors
    /// When another terminal has it.
    pub fn resume(&self) -> Result<Resumption, RecoveryError> {
        let (session, file) = Self::open(&self.disk, &self.path)?;
        Ok(Resumption {
            point: session.point(),
            paces: session.recorder.paces(&session.header.paces),
            changes: session.changes,
            journal: Resumed {
                disk: session.disk,
                path: session.path,
                id: session.header.id.clone(),
                file,
                length: session.length,
                speed: session.header.speed,
                from: session.ended,
            },
            recorder: session.recorder,
            header: session.header,
        })
    }

    /// Appends the record of what was done, and then removes the journal. Harmless when it is done twice.
    ///
    /// # Errors
    /// When another terminal has the session, or when something cannot be written; the journal is then still there.
    pub fn keep(&self, store: &Store) -> Result<Record, RecoveryError> {
        let (session, _locked) = Self::open(&self.disk, &self.path)?;
        let record = session.record();
        store.append_once(&record)?;
        disk::remove(&*session.disk, &session.path)?;
        Ok(record)
    }

    /// Removes the journal and all that was done with it.
    ///
    /// # Errors
    /// When another terminal has the session, or when the journal cannot be removed.
    pub fn discard(&self) -> Result<(), RecoveryError> {
        let (session, _locked) = Self::open(&self.disk, &self.path)?;
        Ok(disk::remove(&*session.disk, &session.path)?)
    }

    /// Locks the journal and reads it. The lock lasts as long as the file that comes with it.
    fn open(disk: &Disk, path: &Path) -> Result<(Self, Box<dyn Opened>), RecoveryError> {
        let mut file = match disk.open(path, Opening::Existing) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(RecoveryError::Gone),
            Err(error) => return Err(DiskError::new(Doing::Read, path, error).into()),
        };
        if !file.try_lock().map_err(DiskError::at(Doing::Lock, path))? {
            return Err(RecoveryError::InUse);
        }
        if !file.is_still(path) {
            return Err(RecoveryError::Gone);
        }
        let bytes = file.read_from(0).map_err(DiskError::at(Doing::Read, path))?;
        Ok((Self::read(disk, path, &bytes)?, file))
    }

    /// Reads a journal. A torn end and lines that make no sense are passed over.
    fn read(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<Self, Unreadable> {
        let length = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        let mut lines = bytes[..length].split(|byte| *byte == b'\n');
        let header = read_header(path, bytes, lines.next().unwrap_or_default())?;
        let mut session = Self {
            disk: Disk::clone(disk),
            path: path.to_owned(),
            ended: header.started.clone(),
            recorder: Recorder::from_outline(header.plan.clone()),
            place: None,
            next_index: header.plan.steps,
            changes: Vec::new(),
            header,
            length: length as u64,
        };
        for value in lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok()) {
            session.take(&value);
        }
        Ok(session)
    }

    fn take(&mut self, value: &Value) {
        if let Some(stamped) = parse_event(value) {
            self.follow(&stamped);
            self.recorder.observe(&stamped);
        } else if let Some(mark) = value.get("mark").and_then(Value::as_f64)
            && let Ok(mark) = Duration::try_from_secs_f64(mark)
        {
            self.recorder.pass(mark);
        }
        let wall = value.get("wall").and_then(Value::as_str).and_then(|wall| wall.parse().ok());
        self.ended = wall.unwrap_or_else(|| self.ended.clone()).max(self.ended.clone());
    }

    fn follow(&mut self, stamped: &Stamped) {
        match stamped.event {
            Event::StepStarted(played) => {
                self.place = Some((played, false));
                self.next_index = self.next_index.max(played.index.saturating_add(1));
            }
            Event::StepEnded { .. } => {
                if let Some((_, ended)) = &mut self.place {
                    *ended = true;
                }
            }
            Event::ExerciseDeferred { .. } => self.change(None),
            Event::ExerciseSwapped { to, .. } => self.change(Some(to)),
            _ => {}
        }
    }

    fn change(&mut self, what: Option<u32>) {
        self.changes.extend(self.place.map(|(at, _)| Change { at, what }));
    }

    fn point(&self) -> ResumePoint {
        ResumePoint {
            last: self.place.map(|(played, _)| played),
            ended: self.place.is_some_and(|(_, ended)| ended),
            active: self.recorder.active(),
            paused: self.recorder.paused(),
            next_index: self.next_index,
        }
    }
}

fn read_header(path: &Path, bytes: &[u8], line: &[u8]) -> Result<Header, Unreadable> {
    let path = path.to_owned();
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(Unreadable::Empty { path });
    }
    let value: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(error) => return Err(Unreadable::Foreign { path, reason: error.to_string() }),
    };
    match value.get("v").and_then(Value::as_u64) {
        Some(v) if v > u64::from(Header::VERSION) => return Err(Unreadable::Newer { path, v }),
        _ => {}
    }
    serde_json::from_value(value).map_err(|error| Unreadable::Foreign {
        path,
        reason: format!("its first line is not a header: {error}"),
    })
}

#[cfg(test)]
mod tests;
