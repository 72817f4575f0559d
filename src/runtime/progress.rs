//! Where the user stands on the ranges of what is played, and what a session changes.

use std::collections::{BTreeMap, HashSet};

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    backstage::Backstage,
    choice::{Choice, Portion},
    clock,
};
use crate::{
    config::settings,
    history::{
        amend::Amendment,
        cores::on_all_cores,
        progression::{Change, Course, Fate, Own, Sheet, arrive, decision},
        reading::History,
        record::Record,
    },
    plan::Target,
    program::{State, origins},
    routine::Routine,
    ui::{ChangeLine, ChangeState},
};

/// The progression of one routine: what it leaves open, and where the sessions so far have led to.
#[derive(Clone, Debug)]
pub struct Progression {
    pub sheet: Sheet,
    /// What people call the routine.
    pub name: String,
    course: Course,
    /// The last session that each exercise was in.
    last: Vec<Record>,
}

impl Progression {
    fn new(sheet: Sheet, name: &str, records: &[Record]) -> Self {
        let course = arrive(&sheet, records);
        let mut ids: HashSet<&str> =
            course.stands.iter().filter_map(|stand| Some(stand.last.as_ref()?.0.as_str())).collect();
        let mut last = Vec::new();
        // Mostly they are among the latest.
        for record in records.iter().rev() {
            if ids.is_empty() {
                break;
            }
            if ids.remove(record.id.as_str()) {
                last.push(record.clone());
            }
        }
        Self { sheet, name: name.to_owned(), course, last }
    }

    /// Where the sessions so far have led to.
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// A notch by the user's own choice. `None` where the path ends, or before the first session.
    pub fn own(&self, path: usize, up: bool) -> Option<Own> {
        self.course.own(&self.sheet, path, up, &self.last)
    }
}

/// What a session changes: the progression as far as it needs it, and no more.
#[derive(Clone, Debug)]
pub(super) struct Prospect {
    sheet: Sheet,
    /// Where everything that was played before it has led to.
    before: Course,
    /// What else there is: of machines whose clocks are ahead, or played while it was interrupted.
    after: Vec<Record>,
}

impl Prospect {
    /// Of a session that began, or begins, at that time.
    fn new(sheet: Sheet, records: &[Record], began: Timestamp) -> Self {
        let own = records.iter().filter(|record| record.routine == sheet.routine);
        let (before, after): (Vec<&Record>, Vec<&Record>) =
            own.partition(|record| record.started.timestamp() < began);
        let before = Course { changes: Vec::new(), ..arrive(&sheet, before) };
        Self { before, after: after.into_iter().cloned().collect(), sheet }
    }

    /// Where everything has led to so far.
    fn course(&self) -> Course {
        let mut course = self.before.clone();
        course.go_on(&self.sheet, &self.after);
        course
    }

    /// What this session leads to.
    pub(super) fn changes(&self, record: &Record) -> Vec<Change> {
        let mut course = self.before.clone();
        let others = self.after.iter().filter(|other| other.id != record.id);
        course.go_on(&self.sheet, others.chain([record]));
        course.after(&record.id).cloned().collect()
    }
}

/// A change as the summary shows it.
pub(super) fn line(change: &Change) -> ChangeLine {
    let state = match change.fate {
        Fate::Made => ChangeState::Made,
        Fate::Offered => ChangeState::Offered,
        Fate::TurnedDown => ChangeState::TurnedDown,
    };
    ChangeLine { sentence: change.sentence(), up: change.up, ends: change.each_end(), state }
}

/// The fields of a correction that answers these changes: a yes to those that wait or were turned down, a no to those
/// that are made. `None` if that changes nothing.
pub(super) fn answer(changes: &[Change], accepted: bool) -> Option<Map<String, Value>> {
    let concerned: Vec<&Change> =
        changes.iter().filter(|change| (change.fate == Fate::Made) != accepted).collect();
    (!concerned.is_empty()).then(|| decision::answer(concerned, accepted))
}

impl Backstage {
    /// What a session of a routine that begins then may change. `None` where nothing can: it is off, the choice names a level, or the routine
    /// leaves nothing open.
    ///
    /// A history that cannot be read is as good as none: whoever keeps the session will say so.
    pub(super) fn prospect(&self, routine: &Routine, choice: &Choice, began: Timestamp) -> Option<Prospect> {
        if choice.level.is_some() || self.settings().progression == settings::Progression::Off {
            return None;
        }
        let sheet = match &choice.today {
            Some(portion) => self.sheet_of(portion).ok()?,
            None => Sheet::of(routine),
        };
        if !sheet.is_open() {
            return None;
        }
        let history = self.history().unwrap_or_default();
        Some(Prospect::new(sheet, &history.records, began))
    }

    /// The doses of a routine where the user stands.
    pub(super) fn doses(
        &self,
        prospect: &Prospect,
        routine: &Routine,
        choice: &Choice,
    ) -> BTreeMap<u32, Target> {
        let items = choice.today.as_ref().and_then(|portion| self.items_of(portion).ok());
        prospect.course().doses(&prospect.sheet, routine, &items.unwrap_or_default())
    }

    /// The choice, with the doses where the user stands.
    pub fn settled(&self, routine: &Routine, choice: Choice) -> Choice {
        let prospect = self.prospect(routine, &choice, clock::wall().timestamp());
        let standing = prospect.map(|prospect| self.doses(&prospect, routine, &choice));
        Choice { standing: standing.unwrap_or_default(), ..choice }
    }

    /// The progression of every routine that was ever done, and still is there, the latest first; or of one. What leaves
    /// nothing open is left out.
    ///
    /// # Errors
    /// When the history cannot be read, or there is no such routine.
    pub fn progressions(&self, routine: Option<&str>) -> Result<Vec<Progression>> {
        let history = self.history()?;
        let mut sheets = self.sheets(routine, &history)?;
        sheets.retain(|(sheet, _)| sheet.is_open());
        let of = |(sheet, name): &(Sheet, String)| Progression::new(sheet.clone(), name, &history.records);
        Ok(on_all_cores(&sheets, of))
    }

    /// Of every routine in the history, the latest first, or of one: what it leaves open, and what it is called.
    fn sheets(&self, routine: Option<&str>, history: &History) -> Result<Vec<(Sheet, String)>> {
        if let Some(routine) = routine.filter(|routine| *routine != TODAY) {
            let routine = self.routine(routine)?;
            return Ok(vec![(Sheet::of(&routine), routine.name)]);
        }
        let mut found = Vec::new();
        let mut seen = Vec::new();
        for record in history.records.iter().rev() {
            if seen.contains(&record.routine) || routine.is_some_and(|only| record.routine != only) {
                continue;
            }
            seen.push(record.routine);
            if record.routine == TODAY {
                found.extend(self.sheet_of_program().ok().flatten());
            } else if let Ok(routine) = self.routine(&record.routine) {
                found.push((Sheet::of(&routine), routine.name));
            }
        }
        Ok(found)
    }

    /// Keeps a move by the user's own choice.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_own(&self, own: &Own) -> Result<()> {
        let now = self.history()?.stamp(&own.change.session, &clock::wall());
        let correction = Amendment::edit(&own.change.session, &now, decision::own(own));
        self.store().amend(&correction).context("the decision could not be kept")
    }

    /// What the phase of a program leaves open, due now or not: an exercise stands where it stands, whatever is due
    /// beside it.
    fn sheet_of(&self, portion: &Portion) -> Result<Sheet> {
        let program = self.program(&portion.program)?;
        let all = program.phases.get(portion.phase).map_or(0, |phase| phase.items.len());
        let whole = Portion { items: (0..all).collect(), ..portion.clone() };
        let items = self.items_of(&whole)?;
        Ok(Sheet::with_items(&self.composed_of(&program, &whole)?, &items))
    }

    /// Of the program that runs, if one does: the same, and what it is called.
    fn sheet_of_program(&self) -> Result<Option<(Sheet, String)>> {
        let Some(today) = self.today(None)? else { return Ok(None) };
        let name = match today.agenda.place.state {
            State::Finished => format!("{} (finished)", today.program.name),
            _ => format!("Today: {}", today.program.name),
        };
        Ok(Some((self.sheet_of(&today.portion())?, name)))
    }

    fn items_of(&self, portion: &Portion) -> Result<Vec<String>> {
        let program = self.program(&portion.program)?;
        Ok(origins(&program, portion.phase, &portion.items, |id| self.routine(id).ok())?)
    }
}

/// The routine of every session that was put together of what a program had due.
const TODAY: &str = "today";
