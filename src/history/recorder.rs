//! Events of a session, folded into its record.

use std::{collections::HashMap, iter, time::Duration};

use super::{
    entries::Entries,
    outline::{EntryOutline, Hand, Outline, SetOutline},
    progression::decision::PROGRESSION,
    record::{
        About, Done, Exercise, ITEM, More, PACE, PAIN, Pain, Record, SWAPPED_FOR, SkipWord, Status, Tally,
    },
    seconds::Seconds,
    when::When,
    word::Word,
};
use crate::{
    plan::{Mode, Plan, Step},
    routine::Side,
    session::{self, Event, Outcome, PainOf, Played, Stamped, WRITTEN_PACE, is_pace},
};

/// Makes the record of a session out of its events, whether they come from the session or from its journal.
///
/// Work counts once for each place of the session. Played again, it replaces what was noted down for that place as soon
/// as it reaches as much.
#[derive(Clone, Debug)]
pub struct Recorder {
    outline: Outline,
    work: HashMap<Unit, Credit>,
    /// By entry and bout: how many reps more (or less) than planned were asked for.
    changed: HashMap<(u32, u32), i64>,
    /// By entry.
    skip_reasons: Vec<Option<SkipWord>>,
    /// By entry: the one that took its place.
    swapped: Vec<Option<u32>>,
    /// By entry: what was said of the pain, and at which active time.
    pains: Vec<Vec<(Duration, u8)>>,
    pain_before: Option<u8>,
    /// By entry: the pace that was chosen last, in percent.
    paces: Vec<Option<u32>>,
    now: Option<Current>,
    /// The active time that is known to have passed.
    active: Duration,
    paused: Duration,
    status: Option<session::Status>,
}

/// One piece of work: the same however often it is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Unit {
    entry: u32,
    bout: u32,
    rep: Option<u32>,
    side: Option<Side>,
    phase: Option<u32>,
}

/// What was done of one piece of work.
#[derive(Clone, Copy, Debug)]
struct Credit {
    done: bool,
    /// On both sides together, where one step is for both.
    reps: u32,
    time: Duration,
}

/// The step that is being played.
#[derive(Clone, Copy, Debug)]
struct Current {
    played: Played,
    began: Duration,
    counted: u32,
}

impl Recorder {
    pub fn new(plan: &Plan) -> Self {
        Self::from_outline(Outline::new(plan))
    }

    pub fn from_outline(outline: Outline) -> Self {
        Self {
            skip_reasons: vec![None; outline.entries.len()],
            swapped: vec![None; outline.entries.len()],
            pains: vec![Vec::new(); outline.entries.len()],
            pain_before: None,
            paces: vec![None; outline.entries.len()],
            outline,
            work: HashMap::new(),
            changed: HashMap::new(),
            now: None,
            active: Duration::ZERO,
            paused: Duration::ZERO,
            status: None,
        }
    }

    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The active time that is known to have passed.
    pub fn active(&self) -> Duration {
        self.active
    }

    /// The sum of the pauses that have ended.
    pub fn paused(&self) -> Duration {
        self.paused
    }

    /// By entry: how fast its reps go now, if they went at these paces at first (see `About::paces`).
    pub fn paces(&self, first: &[u32]) -> Vec<u32> {
        self.first_and_last_paces(first).map(|(_, last)| last).collect()
    }

    /// How the session ended, once it has.
    pub fn ended(&self) -> Option<session::Status> {
        self.status
    }

    /// That active time has passed without an event.
    pub fn pass(&mut self, at: Duration) {
        self.active = self.active.max(at);
    }

    /// Takes the next event of the session.
    pub fn observe(&mut self, stamped: &Stamped) {
        self.pass(stamped.at);
        match &stamped.event {
            Event::StepStarted(played) => {
                // Only in a session that was cut off and goes on has the step before not been ended.
                self.note_current(Outcome::Left);
                self.now = Some(Current { played: *played, began: stamped.at, counted: 0 });
            }
            &Event::RepCounted { count, .. } => {
                if let Some(now) = &mut self.now {
                    now.counted = count;
                }
            }
            &Event::StepChanged { length, reps, .. } => self.change(length, reps),
            &Event::StepEnded { outcome, lasted, counted, .. } => {
                if let Some(now) = self.now.take() {
                    let counted = counted.unwrap_or(now.counted);
                    self.note(&now.played.step, outcome, lasted, counted);
                }
            }
            &Event::ExerciseSkipped { entry, reason, .. } => {
                if let Some(slot) = self.skip_reasons.get_mut(entry as usize) {
                    *slot = reason.map(SkipWord::from).or(slot.take());
                }
            }
            &Event::ExerciseSwapped { entry, to, bout, .. } => {
                if let Some(slot) = self.swapped.get_mut(entry as usize) {
                    *slot = Some(to);
                }
                if let Some(entry) = self.outline.entries.get_mut(to as usize) {
                    let from = |set: &SetOutline| SetOutline { bout: bout + set.bout, ..*set };
                    entry.sets.extend(entry.spare.iter().map(from).collect::<Vec<_>>());
                }
            }
            &Event::PainReported { of: PainOf::Before, value } => self.pain_before = Some(value),
            &Event::PainReported { of: PainOf::Exercise { entry, .. }, value } => {
                if let Some(pains) = self.pains.get_mut(entry as usize) {
                    // No time has passed: it is a correction.
                    pains.retain(|(at, _)| *at != stamped.at);
                    pains.push((stamped.at, value));
                }
            }
            &Event::PaceChanged { entry, percent } => {
                if let Some(pace) = self.paces.get_mut(entry as usize) {
                    *pace = Some(percent);
                }
            }
            &Event::Resumed { paused } => self.paused += paused,
            &Event::SessionEnded { status, active, paused } => {
                self.active = active;
                self.paused = paused;
                self.status = Some(status);
            }
            Event::SessionStarted | Event::Cue(_) | Event::ExerciseDeferred { .. } | Event::Paused(_) => {}
        }
    }

    /// The record of what was done so far. A session that has not ended counts as stopped, and the step that is being
    /// played as left now.
    pub fn record(&self, about: &About, ended: &When) -> Record {
        let mut all = self.clone();
        all.note_current(Outcome::Left);
        let status = match self.status {
            Some(session::Status::Completed) => Status::Completed,
            Some(session::Status::Stopped) | None => Status::Stopped,
        };
        let mut exercises = all.exercises(&about.paces);
        for exercise in exercises.iter_mut() {
            if let Some(item) = about.items.get(exercise.n as usize) {
                exercise.more.insert(ITEM.to_owned(), item.clone().into());
            }
        }
        let mut more = More::default();
        if let Some(word) = &about.progression {
            more.insert(PROGRESSION.to_owned(), word.clone().into());
        }
        Record {
            v: Record::VERSION,
            id: about.id.clone(),
            routine: Word::from(&self.outline.routine),
            name: Some(Word::from(&self.outline.name)),
            routine_hash: Some(Word::from(&self.outline.hash)),
            level: about.level.clone(),
            started: about.started.clone(),
            ended: ended.clone(),
            status,
            active_seconds: Seconds::new(self.active),
            paused_seconds: Seconds::new(self.paused),
            speed: (about.speed.to_bits() != 1.0_f64.to_bits()).then_some(about.speed),
            pain: self.pain_before.map(|before| Pain { before: Some(before), after: None }),
            effort: None,
            note: None,
            exercises,
            app: Word::from(&about.app),
            more,
        }
    }

    fn change(&mut self, length: Option<Duration>, reps: Option<u32>) {
        let Some(now) = &mut self.now else { return };
        let step = &mut now.played.step;
        if length.is_some() {
            step.length = length;
        }
        if let (Some(new), Some(old)) = (reps, step.reps) {
            step.reps = Some(new);
            if let (true, Some(entry), Some(bout)) = (step.is_paced(), step.entry, step.bout) {
                *self.changed.entry((entry, bout)).or_default() += i64::from(new) - i64::from(old);
            }
        }
    }

    /// Ends the step that is being played at the present active time.
    fn note_current(&mut self, outcome: Outcome) {
        if let Some(now) = self.now.take() {
            let lasted = self.active.saturating_sub(now.began);
            self.note(&now.played.step, outcome, lasted, now.counted);
        }
    }

    fn note(&mut self, step: &Step, outcome: Outcome, lasted: Duration, counted: u32) {
        let (Some(mode), Some(entry), Some(bout)) = (step.mode, step.entry, step.bout) else { return };
        let Some(outline) = self.outline.entries.get(entry as usize) else { return };
        let done = outcome == Outcome::Done;
        let reps = match mode {
            Mode::Hold | Mode::Rep => u32::from(done),
            Mode::Phase => u32::from(done && step.phase == outline.last_phase),
            Mode::Flow => 0,
            // Self-paced work that is done has reached its target, whether or not it was counted.
            Mode::Open if done => step.reps.unwrap_or(0) * sides_of(outline, step.side),
            Mode::Open => counted,
        };
        let unit = Unit { entry, bout, rep: step.rep, side: step.side, phase: step.phase };
        let new = Credit { done, reps, time: lasted };
        let credit = self.work.entry(unit).or_insert(new);
        if new.reaches(credit, mode, step.reps) {
            *credit = new;
        }
    }

    fn exercises(&self, first: &[u32]) -> Entries {
        let mut sums: Vec<Sum> = self.outline.entries.iter().map(Sum::new).collect();
        for ((entry, bout), reps) in &self.changed {
            if let Some(sum) = sums.get_mut(*entry as usize) {
                sum.ask(*bout, reps * i64::from(sum.entry.steps_per_rep));
            }
        }
        for (unit, credit) in &self.work {
            if let Some(sum) = sums.get_mut(unit.entry as usize) {
                sum.add(unit, credit, self.is_wanted(unit));
            }
        }
        let number = |to: u32| self.outline.entries.get(to as usize).map(|entry| entry.n);
        let all = sums.into_iter().zip(&self.skip_reasons).zip(&self.swapped).zip(&self.pains);
        all.zip(self.first_and_last_paces(first))
            .filter(|((((sum, _), _), _), _)| !sum.sets.is_empty())
            .map(|((((sum, reason), swapped), pains), (first, last))| {
                let mut exercise = sum.exercise(*reason, swapped.and_then(number));
                if let Some((_, worst)) = pains.iter().max_by_key(|(_, value)| *value) {
                    exercise.more.insert(PAIN.to_owned(), (*worst).into());
                }
                // A pace is remembered until another one is chosen, also the written one.
                if [first, last].iter().any(|pace| *pace != WRITTEN_PACE) {
                    exercise.more.insert(PACE, last.into());
                }
                exercise
            })
            .collect()
    }

    /// By entry. What nobody can have chosen is as written.
    fn first_and_last_paces(&self, first: &[u32]) -> impl Iterator<Item = (u32, u32)> {
        let known = |pace: &u32| if is_pace(*pace) { *pace } else { WRITTEN_PACE };
        let first = first.iter().map(known).chain(iter::repeat(WRITTEN_PACE));
        self.paces.iter().zip(first).map(|(chosen, first)| (first, chosen.unwrap_or(first)))
    }

    /// Whether a rep was not given back after it had been done.
    fn is_wanted(&self, unit: &Unit) -> bool {
        let planned = self.outline.entries.get(unit.entry as usize).and_then(|entry| entry.target.reps);
        match (unit.rep, planned, self.changed.get(&(unit.entry, unit.bout))) {
            (Some(rep), Some(planned), Some(change)) => i64::from(rep) <= i64::from(planned) + change,
            _ => true,
        }
    }
}

/// The work of one entry, added up.
struct Sum<'a> {
    entry: &'a EntryOutline,
    /// By `Hand`: reps and time, which is rounded only when all of it is there.
    tallies: [(u32, Duration); 3],
    /// How many work steps of each set were done, and how many were asked for.
    sets: Vec<(i64, i64)>,
}

impl<'a> Sum<'a> {
    fn new(entry: &'a EntryOutline) -> Self {
        let sets = entry.sets.iter().map(|set| (0, i64::from(set.steps))).collect();
        Self { entry, tallies: [(0, Duration::ZERO); 3], sets }
    }

    fn ask(&mut self, bout: u32, steps: i64) {
        if let Some(set) = self.entry.set_of(bout) {
            self.sets[set].1 += steps;
        }
    }

    fn add(&mut self, unit: &Unit, credit: &Credit, wanted: bool) {
        let hands = hands_of(self.entry, unit.side);
        let sides = sides_of(self.entry, unit.side);
        for (reps, hand) in split(credit.reps, sides).zip(hands) {
            let (all, time) = &mut self.tallies[*hand as usize];
            *all = all.saturating_add(reps);
            *time += credit.time / sides;
        }
        if let (true, Some(set)) = (credit.done && wanted, self.entry.set_of(unit.bout)) {
            self.sets[set].0 += 1;
        }
    }

    /// `swapped`: the number of what took its place.
    fn exercise(self, reason: Option<SkipWord>, swapped: Option<u32>) -> Exercise {
        let full = self.sets.iter().filter(|(done, asked)| done >= asked).count();
        let status = if full == self.sets.len() {
            Done::Done
        } else if self.tallies.iter().all(|tally| *tally == (0, Duration::ZERO)) {
            Done::Skipped
        } else {
            Done::Partial
        };
        let mut more = More::default();
        if let Some(n) = swapped.filter(|_| status != Done::Done) {
            more.insert(SWAPPED_FOR.to_owned(), n.into());
        }
        let of = |hand: Hand| {
            let (reps, time) = self.tallies[hand as usize];
            self.entry.sides.contains(&hand).then(|| Tally { reps, seconds: Seconds::new(time) })
        };
        Exercise {
            n: self.entry.n,
            id: Word::from(&self.entry.id),
            status,
            sets: u32::try_from(full).unwrap_or(u32::MAX),
            target: self.entry.target,
            left: of(Hand::Left),
            right: of(Hand::Right),
            both: of(Hand::Both),
            skip_reason: reason.filter(|_| status != Done::Done),
            optional: self.entry.optional,
            more,
        }
    }
}

impl Credit {
    /// Whether this reaches as much as what was noted down before.
    fn reaches(&self, before: &Self, mode: Mode, reps: Option<u32>) -> bool {
        let counts = matches!(mode, Mode::Rep | Mode::Phase) || (mode == Mode::Open && reps.is_some());
        let measure = |credit: &Self| {
            // A rep that is done is a rep, however quickly; of everything else the time counts.
            let time = if counts && credit.done { Duration::ZERO } else { credit.time };
            (credit.done, credit.reps, time)
        };
        measure(self) >= measure(before)
    }
}

/// The sides under which a step's work is noted down.
fn hands_of(entry: &EntryOutline, side: Option<Side>) -> &'static [Hand] {
    Hand::of(side, !entry.sides.contains(&Hand::Both))
}

fn sides_of(entry: &EntryOutline, side: Option<Side>) -> u32 {
    u32::try_from(hands_of(entry, side).len()).unwrap_or(1)
}

/// Reps that alternate between so many sides: the first side has the odd one.
fn split(reps: u32, sides: u32) -> impl Iterator<Item = u32> {
    (0..sides).map(move |side| (reps + sides - 1 - side) / sides)
}

#[cfg(test)]
mod tests;
