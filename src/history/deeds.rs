//! What of a program was done on which day, as the records tell it; and the record of an item that was ticked off.

use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};

use jiff::{ToSpan as _, Zoned, civil::Date};
use serde_json::Value;

use super::{
    by_hand,
    record::{About, Done, Exercise, ITEM, More, Record, SWAPPED_FOR, Status, Tally},
    when::When,
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
    let mut by_day: BTreeMap<Date, Vec<&Record>> = BTreeMap::new();
    for record in records.iter().filter(|record| record.speed.is_none()) {
        by_day.entry(record.started.date()).or_default().push(record);
    }
    for records in by_day.values_mut() {
        records.sort_by(|a, b| a.started.cmp(&b.started));
    }
    let mut facts = Vec::new();
    let mut seen = HashSet::new();
    for item in phase.items.iter().filter(|item| seen.insert((item.content_id(), kind(item)))) {
        let alike: Vec<&Item> = phase
            .items
            .iter()
            .filter(|other| kind(other) == kind(item) && other.content_id() == item.content_id())
            .collect();
        let parts = match &item.content {
            Content::Exercise(_) => None,
            Content::Routine(id) => Some(exercises(id).into_iter().collect::<HashSet<String>>()),
        };
        for (day, records) in &by_day {
            let mut deeds = match &parts {
                None => exercise_deeds(item, &alike, records),
                Some(parts) => routine_deeds(item.content_id(), &alike, parts, records),
            };
            // Those that say for which item they were come first; the others are dealt out, to those without one first.
            deeds.sort_by_key(Option::is_none);
            let named: HashSet<&str> = deeds.iter().copied().flatten().collect();
            let empty_handed = alike.iter().map(|item| item.id.as_str()).filter(|id| !named.contains(id));
            let mut turns = empty_handed.chain(alike.iter().map(|item| item.id.as_str()).cycle());
            facts.extend(deeds.into_iter().filter_map(|named| {
                Some(Fact { item: named.or_else(|| turns.next())?.to_owned(), on: *day })
            }));
        }
    }
    facts
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

fn exercise_deeds<'r>(item: &Item, alike: &[&Item], records: &[&'r Record]) -> Vec<Deed<'r>> {
    let id = item.content_id();
    let dose = Asked::of(item);
    let of_record = |record: &&'r Record| {
        let all = record.exercises.iter().filter(|exercise| exercise.id == id);
        let total = all.map(Exercise::total).fold(Tally::default(), Tally::plus);
        let enough = record.status == Status::Recorded || dose.is_met_by_half(total);
        let done = done_of(record).filter(|exercise| exercise.id == id).filter(|exercise| {
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
    parts: &HashSet<String>,
    records: &[&'r Record],
) -> Vec<Deed<'r>> {
    let more_than_half = |done: &HashSet<&str>| {
        2 * parts.iter().filter(|part| done.contains(part.as_str())).count() > parts.len()
    };
    let mut all_day = HashSet::new();
    let mut deeds = Vec::new();
    for record in records {
        let mut by_item: BTreeMap<Deed, HashSet<&str>> = BTreeMap::new();
        for exercise in done_of(record) {
            by_item.entry(named(&exercise.more, alike)).or_default().insert(&exercise.id);
        }
        let before = deeds.len();
        deeds.extend(
            by_item
                .iter()
                .filter(|(item, done)| item.is_some() && more_than_half(done))
                .map(|(item, _)| *item),
        );
        if deeds.len() > before {
            continue;
        }
        let done: HashSet<&str> = by_item.into_values().flatten().collect();
        let whole = record.routine == id
            && record.status != Status::Stopped
            && !done.is_empty()
            && 2 * record.exercises.len() >= parts.len();
        if whole || more_than_half(&done) {
            deeds.push(named(&record.more, alike));
        } else {
            all_day.extend(done);
        }
    }
    if deeds.is_empty() && more_than_half(&all_day) {
        deeds.push(None);
    }
    deeds
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
        if self.seconds.is_zero() { 2 * done.reps >= self.reps } else { 2 * done.seconds.0 >= self.seconds }
    }
}

/// The one of these items that is named.
fn named<'r>(more: &'r More, alike: &[&Item]) -> Deed<'r> {
    more.get(ITEM).and_then(Value::as_str).filter(|id| alike.iter().any(|item| item.id == *id))
}

/// What counts of a session. An exercise that gave way to an easier or harder one counts if that was done, or what that
/// gave way to.
fn done_of(record: &Record) -> impl Iterator<Item = &Exercise> {
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
    record.exercises.iter().filter(move |exercise| counts(exercise) || swapped(exercise))
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
                * u64::from(target.rounds.unwrap_or(1).max(1))
                * u64::try_from(sides).unwrap_or(1);
            let total = exercise.total();
            let reps = target.reps.map(|reps| u64::from(reps) * times);
            let one = target.time.or(target.hold).map(|one| one.0.as_secs_f64());
            #[expect(clippy::cast_precision_loss, reason = "nobody does so many reps")]
            let seconds = one.map(|one| one * (reps.unwrap_or(times) as f64));
            reps.is_some_and(|reps| 2 * u64::from(total.reps) >= reps)
                || seconds.is_some_and(|seconds| 2.0 * total.seconds.0.as_secs_f64() >= seconds)
        }
    }
}

/// The record of an item that was done elsewhere: all that `plan` asks for, done at `now`.
pub fn recorded(plan: &Plan, item: &Item, now: &Zoned, about: About) -> Record {
    let mut record = by_hand::recorded(plan, about, When::to_second(now));
    item.content_id().clone_into(&mut record.routine);
    if let (Content::Exercise(_), Some(entry)) = (&item.content, plan.entries.first()) {
        record.name = Some(entry.name.clone());
    }
    record.more.insert(ITEM, item.id.clone().into());
    for exercise in &mut record.exercises {
        exercise.more.insert(ITEM, item.id.clone().into());
    }
    record
}

#[cfg(test)]
mod tests;
