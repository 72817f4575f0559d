//! What of a program was done on which day, as the records tell it; and the record of an item that was ticked off.

use std::{collections::HashSet, time::Duration};

use jiff::{ToSpan as _, Zoned, civil::Date};
use serde_json::Value;

use super::{
    by_hand,
    record::{About, Done, Exercise, ITEM, More, Record, SWAPPED_FOR, Status, Tally},
    when::When,
    word::Word,
};
use crate::{
    plan::{Kind, Options, Plan, compile},
    program::Fact,
    routine::{Block, Content, Item, ProgramPhase, Routine},
};

/// What of this phase's items was done. The day is that of the clock on the wall where the session began; sessions
/// played faster than life were done by nobody. Within one session an item counts once, however often it came.
///
/// An exercise counts when it was done, or half of it, and that was at least half of the item's own lowest dose. A routine counts when a session of it was completed (and not
/// only a small part of it was played), or when more than half of its exercises were done on one day, whatever the
/// sessions were called. Where two items are the same exercise or routine, what was done counts for the item that the
/// record names; if it names none, the first doing of a day is the first item's.
///
/// `exercises` gives the ids of a routine's exercises.
pub fn facts(phase: &ProgramPhase, exercises: impl Fn(&str) -> Vec<String>, records: &[Record]) -> Vec<Fact> {
    let mut lived: Vec<(Date, &Record)> = records
        .iter()
        .filter(|record| record.speed.is_none())
        .map(|record| (record.started.date(), record))
        .collect();
    lived.sort_by(|(day, a), (other, b)| day.cmp(other).then_with(|| a.started.cmp(&b.started)));
    let mut facts = Vec::new();
    let mut seen = HashSet::new();
    for item in phase.items.iter().filter(|item| seen.insert((item.content_id(), kind(item)))) {
        let mut alike: Vec<&Item> = phase
            .items
            .iter()
            .filter(|other| kind(other) == kind(item) && other.content_id() == item.content_id())
            .collect();
        let turns = alike.clone();
        alike.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let mut of_day = match &item.content {
            Content::Exercise(_) => Deeds::Exercise(Asked::of(item)),
            Content::Routine(id) => Deeds::Routine(Parts::new(exercises(id))),
        };
        for records in lived.chunk_by(|(day, _), (other, _)| day == other) {
            let day = records[0].0;
            let mut deeds = match &mut of_day {
                Deeds::Exercise(asked) => exercise_deeds(item, asked, &alike, records),
                Deeds::Routine(parts) => routine_deeds(item.content_id(), &alike, parts, records),
            };
            if deeds.is_empty() {
                continue;
            }
            // Those that say for which item they were come first; the others are dealt out, to those without one first.
            deeds.sort_by_key(Option::is_none);
            let named: HashSet<&str> = deeds.iter().copied().flatten().collect();
            let empty_handed = turns.iter().map(|item| item.id.as_str()).filter(|id| !named.contains(id));
            let mut turns = empty_handed.chain(turns.iter().map(|item| item.id.as_str()).cycle());
            facts.extend(deeds.into_iter().filter_map(|named| {
                Some(Fact { item: named.or_else(|| turns.next())?.to_owned(), on: day })
            }));
        }
    }
    facts
}

/// How the deeds of an item are found.
enum Deeds {
    Exercise(Asked),
    Routine(Parts),
}

/// Those of the records, oldest first as the history has them, that may be of this day or of a later one.
pub fn since(records: &[Record], day: Date) -> &[Record] {
    // They are in the order of their instants: elsewhere the clock on the wall may show another day.
    let day = day.saturating_sub(2.days());
    &records[records.partition_point(|record| record.started.date() < day)..]
}

const fn kind(item: &Item) -> bool {
    matches!(item.content, Content::Routine(_))
}

/// The item that was done, where the record names it.
type Deed<'r> = Option<&'r str>;

fn exercise_deeds<'r>(
    item: &Item,
    dose: &Asked,
    alike: &[&Item],
    records: &[(Date, &'r Record)],
) -> Vec<Deed<'r>> {
    let id = item.content_id();
    let of_record = |(_, record): &(Date, &'r Record)| {
        let all = record.exercises.iter().filter(|exercise| exercise.id == id);
        if all.clone().next().is_none() {
            return Vec::new();
        }
        let total = all.map(Exercise::total).fold(Tally::default(), Tally::plus);
        let enough = record.status == Status::Recorded || dose.is_met_by_half(total);
        let done = done_of(record).map(|(_, exercise)| exercise).filter(|exercise| exercise.id == id);
        let done = done.filter(|exercise| {
            // What was done for this very item had its dose.
            enough || named(&exercise.more, alike).is_some() || exercise.more.get(SWAPPED_FOR).is_some()
        });
        let mut deeds: Vec<Deed> = done.map(|exercise| named(&exercise.more, alike)).collect();
        deeds.sort_unstable_by_key(|deed| (deed.is_none(), *deed));
        deeds.dedup_by(|a, b| a.is_some() && a == b);
        deeds.truncate(alike.len());
        deeds
    };
    records.iter().flat_map(of_record).collect()
}

fn routine_deeds<'r>(
    id: &str,
    alike: &[&Item],
    parts: &mut Parts,
    records: &[(Date, &'r Record)],
) -> Vec<Deed<'r>> {
    let mut all_day = parts.none();
    let mut deeds = Vec::new();
    // By item, in the order of their ids: what was done for it; the last is for none.
    let mut by_item: Vec<(Deed, DoneParts)> = vec![(None, parts.none()); alike.len() + 1];
    for (_, record) in records {
        for (_, done) in &mut by_item {
            done.clear();
        }
        for (turn, exercise) in done_of(record) {
            let item = named(&exercise.more, alike);
            let place = item.and_then(|id| alike.iter().position(|item| item.id == id));
            let (deed, done) = &mut by_item[place.unwrap_or(alike.len())];
            *deed = item;
            done.take(parts.place(turn, &exercise.id));
        }
        let before = deeds.len();
        let for_one = by_item[..alike.len()].iter().filter(|(_, done)| parts.are_mostly(done));
        deeds.extend(for_one.map(|(item, _)| *item));
        if deeds.len() > before {
            continue;
        }
        let mut done = parts.none();
        for (_, of_item) in &by_item {
            done.join(of_item);
        }
        let whole = record.routine == id
            && record.status != Status::Stopped
            && done.any
            && 2 * record.exercises.len() >= parts.ids.len();
        if whole || parts.are_mostly(&done) {
            deeds.push(named(&record.more, alike));
        } else {
            all_day.join(&done);
        }
    }
    if deeds.is_empty() && parts.are_mostly(&all_day) {
        deeds.push(None);
    }
    deeds
}

/// The exercises of a routine.
struct Parts {
    /// Each once.
    ids: Vec<String>,
    /// By place in the session before: which of them it was. Most sessions have the same ones in the same order.
    before: Vec<Option<usize>>,
}

/// Which of them were done.
#[derive(Clone)]
struct DoneParts {
    parts: Vec<bool>,
    /// Anything at all, one of them or not.
    any: bool,
}

impl Parts {
    fn new(mut ids: Vec<String>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Self { ids, before: Vec::new() }
    }

    fn none(&self) -> DoneParts {
        DoneParts { parts: vec![false; self.ids.len()], any: false }
    }

    /// Which one this is, the `turn`th of its session.
    fn place(&mut self, turn: usize, id: &str) -> Option<usize> {
        let known = self.before.get(turn).copied().flatten().filter(|place| self.ids[*place] == id);
        let place = known.or_else(|| self.ids.binary_search_by(|part| part.as_str().cmp(id)).ok());
        if self.before.len() <= turn {
            self.before.resize(turn + 1, None);
        }
        self.before[turn] = place;
        place
    }

    fn are_mostly(&self, done: &DoneParts) -> bool {
        2 * done.parts.iter().filter(|part| **part).count() > self.ids.len()
    }
}

impl DoneParts {
    fn clear(&mut self) {
        self.parts.fill(false);
        self.any = false;
    }

    fn take(&mut self, place: Option<usize>) {
        self.any = true;
        if let Some(part) = place.and_then(|place| self.parts.get_mut(place)) {
            *part = true;
        }
    }

    fn join(&mut self, other: &Self) {
        self.any |= other.any;
        self.parts.iter_mut().zip(&other.parts).for_each(|(part, other)| *part |= other);
    }
}

/// What an item asks for at its lowest: the same exercise may be done elsewhere at a far smaller dose, as in a tour.
struct Asked {
    reps: u32,
    /// Zero where nothing is timed.
    seconds: Duration,
}

impl Asked {
    fn of(item: &Item) -> Self {
        let Content::Exercise(exercise) = &item.content else {
            return Self { reps: 0, seconds: Duration::ZERO };
        };
        let steps = vec![Block::Exercise(exercise.clone())];
        let plan =
            compile(&Routine::of_steps(&exercise.id, &exercise.words.name, steps), &Options::default());
        let work = || plan.steps.iter().filter(|step| step.kind == Kind::Work);
        let entry = plan.entries.first();
        let sides = if entry.is_some_and(|entry| entry.sided && entry.only_side.is_none()) { 2 } else { 1 };
        let target = entry.map(|entry| entry.target).unwrap_or_default();
        // Reps go at any pace; what is held or kept up is measured by the clock.
        let timed = target.hold.is_some() || target.time.is_some();
        Self {
            reps: target.reps.unwrap_or(0) * target.sets * sides,
            seconds: if timed { work().filter_map(|step| step.length).sum() } else { Duration::ZERO },
        }
    }

    fn is_met_by_half(&self, done: Tally) -> bool {
        if self.seconds.is_zero() {
            done.reps.saturating_mul(2) >= self.reps
        } else {
            done.seconds.duration().saturating_mul(2) >= self.seconds
        }
    }
}

/// The one of these items that is named.
fn named<'r>(more: &'r More, alike: &[&Item]) -> Deed<'r> {
    more.get(ITEM).and_then(Value::as_str).filter(|id| alike.iter().any(|item| item.id == *id))
}

/// What counts of a session. An exercise that gave way to an easier or harder one counts if that was done, or what that
/// gave way to. With the place of each in the session.
fn done_of(record: &Record) -> impl Iterator<Item = (usize, &Exercise)> {
    let stand_in = |exercise: &Exercise| {
        let number = exercise.more.get(SWAPPED_FOR).and_then(Value::as_u64)?;
        record.exercises.iter().find(|other| u64::from(other.n) == number)
    };
    // Whoever swaps to and fro comes back to where it began.
    let swapped = move |exercise: &Exercise| {
        std::iter::successors(stand_in(exercise), |other| stand_in(other))
            .take(record.exercises.len())
            .any(counts)
    };
    let all = record.exercises.iter().enumerate();
    all.filter(move |(_, exercise)| counts(exercise) || swapped(exercise))
}

/// Whether at least half of it was done, by its reps or by its time.
fn counts(exercise: &Exercise) -> bool {
    match exercise.status {
        Done::Done => true,
        Done::Skipped => false,
        Done::Partial => {
            let target = exercise.target;
            let sides = [exercise.left, exercise.right, exercise.both].iter().flatten().count().max(1);
            let times = u64::from(target.sets.max(1))
                .saturating_mul(u64::from(target.rounds.unwrap_or(1).max(1)))
                .saturating_mul(u64::try_from(sides).unwrap_or(1));
            let total = exercise.total();
            let reps = target.reps.map(|reps| u64::from(reps).saturating_mul(times));
            let one = target.time.or(target.hold).map(|one| one.duration().as_secs_f64());
            #[expect(clippy::cast_precision_loss, reason = "nobody does so many reps")]
            let seconds = one.map(|one| one * (reps.unwrap_or(times) as f64));
            reps.is_some_and(|reps| 2 * u64::from(total.reps) >= reps)
                || seconds.is_some_and(|seconds| 2.0 * total.seconds.duration().as_secs_f64() >= seconds)
        }
    }
}

/// The record of an item that was done elsewhere: all that `plan` asks for, done at `now`.
pub fn recorded(plan: &Plan, item: &Item, now: &Zoned, about: About) -> Record {
    let mut record = by_hand::recorded(plan, about, When::to_second(now));
    record.routine = item.content_id().into();
    if let (Content::Exercise(_), Some(entry)) = (&item.content, plan.entries.first()) {
        record.name = Some(Word::from(&entry.name));
    }
    record.more.insert(ITEM, item.id.clone().into());
    for exercise in record.exercises.iter_mut() {
        exercise.more.insert(ITEM, item.id.clone().into());
    }
    record
}

#[cfg(test)]
mod tests;
