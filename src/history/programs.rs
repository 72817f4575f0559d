//! What the user decided about programs: a line for each decision, appended and synced, never rewritten.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Unit, Zoned, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    disk::{self, DiskError, Doing},
    reading::LineFault,
    storage::{self, Disk},
    store,
    when::When,
};
use crate::program::{Change, Step, lasting};

/// The decisions of one user, as written by this machine. Each machine has a file of its own.
#[derive(Clone, Debug)]
pub struct Programs {
    disk: Disk,
    folder: PathBuf,
    machine: String,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub v: u32,
    pub at: When,
    /// The program's id.
    pub program: String,
    /// One of the words of [`Step`].
    pub event: String,
    /// The day that it is about, if another than that of `at`: where it was decided, or the first of a program that
    /// is started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Decision {
    /// The newest version of the format that this program understands.
    pub const VERSION: u32 = 1;

    pub fn new(now: &Zoned, program: &str, step: Step) -> Self {
        Self {
            v: Self::VERSION,
            // Finer than a record's times: two decisions of one second have an order.
            at: When::from(&now.round(Unit::Millisecond).unwrap_or_else(|_| now.clone())),
            program: program.to_owned(),
            event: step.word().to_owned(),
            on: None,
        }
    }

    /// The same, about another day.
    pub fn beginning(mut self, on: Date) -> Self {
        self.on = Some(on).filter(|on| *on != self.at.date());
        self
    }

    /// The day that it is about.
    pub fn day(&self) -> Date {
        self.on.unwrap_or_else(|| self.at.date())
    }

    /// What it means. `None` if it is of a kind that this version does not know.
    pub fn change(&self) -> Option<Change> {
        let step = Step::from_word(&self.event)?;
        Some(Change { program: self.program.clone(), on: self.day(), step })
    }

    fn line(&self) -> String {
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }
}

/// Every decision of all machines.
#[derive(Debug, Default)]
pub struct Decisions {
    /// In the order in which they were made.
    pub all: Vec<Decision>,
    /// Lines that could not be read: each harms only itself.
    pub faults: Vec<LineFault>,
    /// Files that could not be read.
    pub unreadable: Vec<DiskError>,
}

impl Programs {
    /// In `folder`, which need not be there yet.
    pub fn new(folder: &Path, machine: &str) -> Self {
        Self::on(storage::real(), folder, machine)
    }

    /// As `new`, on another disk than this machine's.
    pub fn on(disk: Disk, folder: &Path, machine: &str) -> Self {
        Self { disk, folder: folder.to_owned(), machine: store::file_safe(machine) }
    }

    /// Appends a decision. When this returns it is on the disk.
    ///
    /// # Errors
    /// The file is then as it was before, or ends in a torn line that harms no other.
    pub fn append(&self, decision: &Decision) -> Result<(), DiskError> {
        let path = self.folder.join(format!("{}.jsonl", self.machine));
        store::append_line(&*self.disk, &path, &decision.line(), None)
    }

    /// Reads every `*.jsonl` of the folder. One that is not there holds no decisions.
    ///
    /// # Errors
    /// When the folder cannot be listed. What is wrong with single files and lines is in the result.
    pub fn read(&self) -> Result<Decisions, DiskError> {
        let mut decisions = Decisions::default();
        for path in disk::files(&*self.disk, &self.folder, "jsonl")? {
            match self.disk.read(&path) {
                Ok(bytes) => decisions.take(&path, &bytes),
                Err(error) => decisions.unreadable.push(DiskError::new(Doing::Read, &path, error)),
            }
        }
        // A folder that was synchronised may hold a file twice, under two names.
        decisions.all.sort_by(|a, b| a.at.cmp(&b.at));
        // Equal ones need not stand beside each other where several were made at the same time.
        let mut seen = HashSet::new();
        decisions.all.retain(|decision| seen.insert(decision.line()));
        Ok(decisions)
    }
}

impl Decisions {
    fn take(&mut self, path: &Path, bytes: &[u8]) {
        for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if text.trim_ascii().is_empty() {
                continue;
            }
            match read_line(text) {
                Ok(decision) => self.all.push(decision),
                Err(reason) => self.faults.push(LineFault { path: path.to_owned(), line, reason }),
            }
        }
    }

    /// What cannot be read, a sentence each.
    pub fn complaints(&self) -> impl Iterator<Item = String> {
        let lines = self.faults.iter().map(|fault| format!("{fault}; this line is skipped"));
        lines.chain(self.unreadable.iter().map(|error| format!("{error}; this file is skipped")))
    }

    /// The time with which a decision of `now` has the last word, even where the clock of an earlier one was ahead.
    pub fn stamp(&self, now: &Zoned) -> Zoned {
        let next = |last: &Decision| last.at.timestamp().checked_add(SignedDuration::from_millis(1)).ok();
        let next = self.all.last().and_then(next).map_or(now.timestamp(), |next| next.max(now.timestamp()));
        next.to_zoned(now.time_zone().clone())
    }

    /// What they mean, in the order in which they were made.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        self.all.iter().filter_map(Decision::change)
    }
}

/// What decisions, in the order in which they were made, mean without those that were taken back: as if these had never
/// been made, on no day. Each with the first day on which anything was known of it.
pub fn known(decisions: &[Decision]) -> Vec<(Date, Change)> {
    let known = |decision: &Decision| {
        let change = decision.change()?;
        Some((change.on.min(decision.at.date()), change))
    };
    lasting(decisions.iter().filter_map(known), |(_, change)| change)
}

fn read_line(line: &[u8]) -> Result<Decision, String> {
    #[derive(Deserialize)]
    struct Version {
        v: u32,
    }
    match serde_json::from_slice::<Version>(line) {
        Ok(Version { v }) if v > Decision::VERSION => {
            return Err(format!("this was written by a newer supple (format {v}); it is left alone"));
        }
        _ => {}
    }
    let decision: Decision = serde_json::from_slice(line)
        .map_err(|error| format!("this is no decision that supple wrote: {error}"))?;
    match decision.change() {
        Some(_) => Ok(decision),
        None => Err(format!("the event `{}` is not known; it is left alone", decision.event)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::*;
    use crate::program::standing;

    fn at(text: &str) -> Zoned {
        text.parse().unwrap()
    }

    #[test]
    fn a_decision_is_one_plain_line() {
        let folder = tempfile::tempdir().unwrap();
        let programs = Programs::new(&folder.path().join("programs"), "Desk.local");
        let now = at("2026-11-21T23:30:00.5-05:00[America/New_York]");
        let started = Decision::new(&now, "ten-days", Step::Started);
        programs.append(&started.clone().beginning(date(2026, 11, 21))).unwrap();
        programs.append(&Decision::new(&now, "ten-days", Step::Paused)).unwrap();
        programs.append(&started.beginning(date(2026, 11, 23))).unwrap();
        let text = fs::read_to_string(folder.path().join("programs/desk.jsonl")).unwrap();
        let line =
            r#"{"v":1,"at":"2026-11-21T23:30:00.5-05:00[America/New_York]","program":"ten-days","event":"#;
        assert_eq!(
            text,
            format!("{line}\"started\"}}\n{line}\"paused\"}}\n{line}\"started\",\"on\":\"2026-11-23\"}}\n")
        );
    }

    #[test]
    fn the_machines_decisions_are_merged_by_time_and_the_day_is_that_of_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let (desk, lap) = (Programs::new(folder.path(), "desk"), Programs::new(folder.path(), "airy"));
        assert_eq!(desk.read().unwrap().all, []);
        // Written in another order than made, and in zones where it is another day.
        lap.append(&Decision::new(&at("2026-11-22T10:00:00+14:00[Pacific/Kiritimati]"), "b", Step::Paused))
            .unwrap();
        desk.append(&Decision::new(&at("2026-11-21T06:00:00+01:00[Europe/Berlin]"), "a", Step::Started))
            .unwrap();
        desk.append(&Decision::new(&at("2026-11-21T09:30:00-10:00[Pacific/Honolulu]"), "b", Step::Started))
            .unwrap();
        let changes: Vec<Change> = lap.read().unwrap().changes().collect();
        let of = |program: &str, day, step| Change { program: program.into(), on: date(2026, 11, day), step };
        assert_eq!(
            changes,
            [of("a", 21, Step::Started), of("b", 21, Step::Started), of("b", 22, Step::Paused)]
        );
        assert_eq!(standing(&changes).unwrap().program, "b");
    }

    #[test]
    fn a_decision_has_the_last_word_also_where_the_clock_was_ahead() {
        let folder = tempfile::tempdir().unwrap();
        let programs = Programs::new(folder.path(), "desk");
        let made = at("2026-11-21T09:30:00.2+01:00[Europe/Berlin]");
        assert_eq!(programs.read().unwrap().stamp(&made), made);
        programs.append(&Decision::new(&made, "a", Step::Started)).unwrap();
        for (now, stamp) in [
            ("2026-11-21T10:00:00+01:00[Europe/Berlin]", "2026-11-21T10:00:00+01:00[Europe/Berlin]"),
            ("2026-11-21T09:30:00.2+01:00[Europe/Berlin]", "2026-11-21T09:30:00.201+01:00[Europe/Berlin]"),
            (
                "2026-11-20T22:00:00-10:00[Pacific/Honolulu]",
                "2026-11-20T22:30:00.201-10:00[Pacific/Honolulu]",
            ),
        ] {
            assert_eq!(programs.read().unwrap().stamp(&at(now)), at(stamp), "{now}");
        }
    }

    #[test]
    fn a_torn_or_foreign_line_harms_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let programs = Programs::new(folder.path(), "desk");
        let path = folder.path().join("desk.jsonl");
        let good = Decision::new(&at("2026-11-21T06:00:00+01:00[Europe/Berlin]"), "a", Step::Started);
        let newer = good.line().replace("\"v\":1", "\"v\":2").replace("started", "dreamt");
        let unknown = good.line().replace("started", "dreamt");
        fs::write(&path, format!("{newer}not json\n\n{unknown}{}", &good.line()[..30])).unwrap();
        programs.append(&good).unwrap();
        let read = programs.read().unwrap();
        assert_eq!(read.all, [good]);
        let faults: Vec<_> = read.faults.iter().map(|fault| (fault.line, fault.reason.as_str())).collect();
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert_eq!(faults[0], (1, "this was written by a newer supple (format 2); it is left alone"));
        assert!(faults[1].0 == 2 && faults[1].1.starts_with("this is no decision that supple wrote"));
        assert_eq!(faults[2], (4, "the event `dreamt` is not known; it is left alone"));
        assert_eq!(faults[3].0, 5);
    }
}
