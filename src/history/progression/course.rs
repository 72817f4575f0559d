//! The sessions of a routine, gone through one by one.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    decision::{self, Decision},
    evidence::{self, Answers, ENOUGH, Evidence},
    ladder::{Value, Which},
    sheet::{Path, Seating, Sheet},
};
use crate::{
    history::{record::Record, when::When},
    plan::Target,
    routine::Routine,
};

/// Where all the sessions have led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// By path of the sheet.
    pub stands: Vec<Stand>,
    /// Every change that any session has led to, oldest first, with those that were turned down or wait for a yes.
    pub changes: Vec<Change>,
}

/// Where the user stands on one path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// Notches from the beginning of the path.
    pub place: u32,
    /// How many full sessions in a row there are; `ENOUGH` of them lead up, as soon as it is its turn.
    pub row: u32,
    /// The last session of the routine that it was in: its id, and its number there.
    pub last: Option<(String, u32)>,
    /// What was said of the sessions of the row.
    said: Answers,
    /// How many hard sessions in a row.
    hard: u32,
}

/// A change of one range by one notch, after a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The session's id.
    pub session: String,
    pub on: When,
    /// Which path of the sheet.
    pub path: usize,
    /// Which entry of the session.
    pub n: u32,
    /// The exercise.
    pub id: String,
    pub name: String,
    pub which: Which,
    pub from: Value,
    pub to: Value,
    pub up: bool,
    pub why: Why,
    pub fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// So many full sessions in a row.
    Full(u32, Answers),
    /// By so much.
    PainRose(u8),
    HardTwice,
    SkippedForPain,
    /// The user's own choice.
    Own,
}

/// What has become of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Made,
    /// It waits for a yes.
    Offered,
    TurnedDown,
}

/// A move by the user's own choice, to be kept with the session that it follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    pub change: Change,
    /// Of all moves of this kind after that session, in notches.
    pub steps: i64,
}

/// Goes through those of the records that are sessions of this routine, in the order in which they were played.
pub fn follow<'r>(sheet: &Sheet, records: impl IntoIterator<Item = &'r Record>) -> Course {
    let mut course = Course::new(sheet);
    course.go_on(sheet, records);
    course
}

/// As `follow`, but of the changes of each path only the last one is kept: in the course of years there are many.
pub fn arrive<'r>(sheet: &Sheet, records: impl IntoIterator<Item = &'r Record>) -> Course {
    let mut course = Course::new(sheet);
    course.walk(sheet, records, true);
    course
}

impl Course {
    fn new(sheet: &Sheet) -> Self {
        Self { stands: vec![Stand::default(); sheet.paths.len()], changes: Vec::new() }
    }

    /// As `follow`, with sessions that were played after all before.
    pub fn go_on<'r>(&mut self, sheet: &Sheet, records: impl IntoIterator<Item = &'r Record>) {
        self.walk(sheet, records, false);
    }

    fn walk<'r>(&mut self, sheet: &Sheet, records: impl IntoIterator<Item = &'r Record>, only_last: bool) {
        let mut sessions: Vec<&Record> = records.into_iter().filter(|record| sheet.is_of(record)).collect();
        sessions.sort_by(|a, b| (&a.started, &a.id).cmp(&(&b.started, &b.id)));
        sessions.dedup_by(|a, b| a.id == b.id);
        let mut walk = Walk { only_last, ..Walk::new(sheet, self) };
        for record in sessions {
            walk.session(record);
        }
        walk.end();
    }

    /// What this session has led to.
    pub fn after(&self, session: &str) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.session == session)
    }

    /// By entry of `routine`, the dose of those that are open in any range. `items` as in `Sheet::with_items`.
    pub fn doses(&self, sheet: &Sheet, routine: &Routine, items: &[String]) -> BTreeMap<u32, Target> {
        let seats = sheet.seats_in(routine, items).into_iter().zip(0..);
        seats
            .filter_map(|(seat, n)| {
                let (path, stand) = (&sheet.paths[seat?], &self.stands[seat?]);
                (path.notches() > 0).then(|| (n, path.dose(stand.place)))
            })
            .collect()
    }

    /// A move of one notch by the user's own choice, after the last session that had the exercise. `None` where the
    /// path ends, or when there was no session yet to keep it with.
    ///
    /// `records` as in `follow`.
    pub fn own<'r>(
        &self,
        sheet: &Sheet,
        path: usize,
        up: bool,
        records: impl IntoIterator<Item = &'r Record>,
    ) -> Option<Own> {
        let stand = &self.stands[path];
        let (id, n) = stand.last.clone()?;
        let record = records.into_iter().find(|record| record.id == id)?;
        let to = if up { stand.place.checked_add(1)? } else { stand.place.checked_sub(1)? };
        let step = Step::new(sheet, path, (stand.place, to), record, n, Why::Own)?;
        Some(Own {
            change: step.change(sheet),
            steps: Decision::of(record, n).steps + if up { 1 } else { -1 },
        })
    }
}

/// On the way through the sessions, with what need not be worked out for each of them.
struct Walk<'w, 'r> {
    sheet: &'w Sheet,
    course: &'w mut Course,
    seating: Seating<'w>,
    /// By path: the dose where the user stands, and how long it is.
    doses: Vec<Target>,
    notches: Vec<u32>,
    /// By path: the last session that it was in, and its number there.
    last: Vec<Option<(&'r Record, u32)>>,
    /// What it has led to.
    steps: Vec<Step<'r>>,
    /// Of each path only the last step is wanted.
    only_last: bool,
}

impl<'w, 'r> Walk<'w, 'r> {
    fn new(sheet: &'w Sheet, course: &'w mut Course) -> Self {
        let doses =
            sheet.paths.iter().zip(&course.stands).map(|(path, stand)| path.dose(stand.place)).collect();
        let notches = sheet.paths.iter().map(Path::notches).collect();
        let last = vec![None; sheet.paths.len()];
        let (seating, steps) = (Seating::new(sheet), Vec::new());
        Self { sheet, course, seating, doses, notches, last, steps, only_last: false }
    }

    fn end(self) {
        self.course.changes.extend(self.steps.iter().map(|step| step.change(self.sheet)));
        for (stand, last) in self.course.stands.iter_mut().zip(self.last) {
            if let Some((record, n)) = last {
                stand.last = Some((record.id.clone(), n));
            }
        }
    }

    fn session(&mut self, record: &'r Record) {
        let all = self.seating.seats(record);
        let most_up = (all.len() / 3).max(1);
        let seated: Vec<_> = all.filter_map(|(exercise, seat)| Some((exercise, seat?))).collect();
        // Somebody chose another dose for once. It says nothing about where they stand, unless it hurt.
        let set_apart = record.level.is_some();
        let mut ready = Vec::new();
        for (exercise, path) in &seated {
            self.last[*path] = Some((record, exercise.n));
            let stand = &mut self.course.stands[*path];
            if set_apart {
                if evidence::hurt(record, exercise) {
                    stand.begin_anew();
                }
                continue;
            }
            match stand.take(evidence::weigh(record, exercise, self.doses[*path])) {
                Lead::Down(why) => self.lead(record, exercise.n, *path, why),
                Lead::Gained if stand.row >= ENOUGH => ready.push((*path, exercise.n)),
                Lead::Gained | Lead::Nowhere => {}
            }
        }
        // Whoever has waited longest comes first.
        let stands = &self.course.stands;
        ready.retain(|(path, _)| stands[*path].place < self.notches[*path]);
        ready.sort_by_key(|(path, n)| (Reverse(stands[*path].row), *n));
        for (path, n) in ready.into_iter().take(most_up) {
            let Stand { row, said, .. } = self.course.stands[path];
            self.lead(record, n, path, Why::Full(row, said));
        }
        for (exercise, path) in &seated {
            self.own_steps(record, exercise.n, *path);
        }
    }

    /// One notch by the rules, unless the user has decided otherwise. Either way what was gathered is used up.
    fn lead(&mut self, record: &'r Record, n: u32, path: usize, why: Why) {
        let stand = &mut self.course.stands[path];
        let up = matches!(why, Why::Full(..));
        let to = if up { stand.place.checked_add(1) } else { stand.place.checked_sub(1) };
        stand.begin_anew();
        let Some((to, step)) =
            to.and_then(|to| Some((to, Step::new(self.sheet, path, (stand.place, to), record, n, why)?)))
        else {
            return;
        };
        // Less after pain is the safe side: that waits for nobody.
        let waits = up && decision::asks(record);
        let fate = match Decision::of(record, n).accepted(up) {
            Some(false) => Fate::TurnedDown,
            None if waits => Fate::Offered,
            Some(true) | None => Fate::Made,
        };
        if fate == Fate::Made {
            self.stand_at(path, to);
        }
        self.keep(Step { fate, ..step });
    }

    fn own_steps(&mut self, record: &'r Record, n: u32, path: usize) {
        let steps = Decision::of(record, n).steps;
        for _ in 0..steps.unsigned_abs().min(u64::from(self.notches[path])) {
            let stand = &mut self.course.stands[path];
            stand.begin_anew();
            let to =
                if steps.is_positive() { stand.place.checked_add(1) } else { stand.place.checked_sub(1) };
            let step = to.and_then(|to| Step::new(self.sheet, path, (stand.place, to), record, n, Why::Own));
            if let (Some(step), Some(to)) = (step, to) {
                self.stand_at(path, to);
                self.keep(step);
            }
        }
    }

    fn keep(&mut self, step: Step<'r>) {
        if self.only_last {
            self.steps.retain(|before| before.path != step.path);
        }
        self.steps.push(step);
    }

    fn stand_at(&mut self, path: usize, place: u32) {
        self.course.stands[path].place = place;
        self.doses[path] = self.sheet.paths[path].dose(place);
    }
}

/// What a session does to a stand.
enum Lead {
    Nowhere,
    /// It was one more full session.
    Gained,
    Down(Why),
}

impl Stand {
    fn take(&mut self, evidence: Evidence) -> Lead {
        match evidence {
            Evidence::SkippedForPain => return Lead::Down(Why::SkippedForPain),
            Evidence::PainRose(by) => return Lead::Down(Why::PainRose(by)),
            Evidence::Hard => {
                let before = self.hard;
                self.begin_anew();
                self.hard = before + 1;
                return if self.hard >= 2 { Lead::Down(Why::HardTwice) } else { Lead::Nowhere };
            }
            Evidence::Not => self.begin_anew(),
            Evidence::Less => self.hard = 0,
            Evidence::Full(said) => {
                self.hard = 0;
                self.row += 1;
                self.said = self.said.and(said);
                return Lead::Gained;
            }
        }
        Lead::Nowhere
    }

    fn begin_anew(&mut self) {
        self.row = 0;
        self.hard = 0;
        self.said = Answers::default();
    }
}

/// A change in brief: most of them are not asked for again.
#[derive(Clone, Copy)]
struct Step<'r> {
    record: &'r Record,
    path: usize,
    n: u32,
    which: Which,
    from: Value,
    to: Value,
    up: bool,
    why: Why,
    fate: Fate,
}

impl<'r> Step<'r> {
    /// From one place to a neighbour. `None` where the path ends.
    fn new(
        sheet: &Sheet,
        path: usize,
        places: (u32, u32),
        record: &'r Record,
        n: u32,
        why: Why,
    ) -> Option<Self> {
        let (from, to) = places;
        let (which, before, after) = sheet.paths[path].between(from, to).last()?;
        Some(Self { record, path, n, which, from: before, to: after, up: to > from, why, fate: Fate::Made })
    }

    fn change(&self, sheet: &Sheet) -> Change {
        let Self { record, path, n, which, from, to, up, why, fate } = *self;
        let Path { id, name, .. } = &sheet.paths[path];
        Change {
            session: record.id.clone(),
            on: record.started.clone(),
            path,
            n,
            id: id.clone(),
            name: name.clone(),
            which,
            from,
            to,
            up,
            why,
            fate,
        }
    }
}
