//! What a routine leaves open: for each of its exercises, the ranges and the order in which they are gone through.

use std::{collections::VecDeque, time::Duration};

use super::ladder::{Ladder, Value, Which};
use crate::{
    history::record::{self, ITEM, Record, SWAPPED_FOR},
    plan::Target,
    routine::{self, Range, Routine, Work, words::exercises},
};

/// The exercises of one routine and how far each can go.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The routine's id, as records have it.
    pub routine: String,
    /// In the order of the routine.
    pub paths: Vec<Path>,
}

/// All ranges of one exercise as one path: hold or time first, then reps, then sets. A place on it is a number of
/// notches from its beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Which entry of the routine, from 0.
    pub n: u32,
    /// The exercise's id.
    pub id: String,
    pub name: String,
    /// The item of a program that it comes from.
    pub item: Option<String>,
    /// The dose with every range at its first end.
    first: Target,
    /// The open ranges in their order.
    ladders: Vec<(Which, Ladder)>,
}

impl Sheet {
    pub fn of(routine: &Routine) -> Self {
        Self::with_items(routine, &[])
    }

    /// As `of`; `items` names for each exercise the item of a program that it comes from. Such a routine is put together
    /// anew each day: there an exercise is known by its item, not by its number.
    pub fn with_items(routine: &Routine, items: &[String]) -> Self {
        let all = exercises(&routine.steps).into_iter().zip(0..);
        let paths = all.map(|(exercise, n)| Path::of(exercise, n, items.get(n as usize).cloned())).collect();
        Self { routine: routine.id.clone(), paths }
    }

    /// Whether there is anything that could move.
    pub fn is_open(&self) -> bool {
        self.paths.iter().any(|path| path.notches() > 0)
    }

    /// Whether a record is a session of this routine, and says something: nobody did what was played faster than life.
    pub(super) fn is_of(&self, record: &Record) -> bool {
        record.routine == self.routine && record.speed.is_none()
    }

    /// For each exercise of a routine, in its order, the index of its path here. `items` as in `with_items`.
    pub fn seats_in(&self, routine: &Routine, items: &[String]) -> Vec<Option<usize>> {
        let all = exercises(&routine.steps).into_iter().zip(0..);
        let keys: Vec<Key> = all
            .map(|(exercise, n)| Key { n, id: &exercise.id, item: items.get(n as usize).map(String::as_str) })
            .collect();
        self.find(&keys)
    }

    /// An exercise is known by its id; where a routine has it several times, by its number too; and where that cannot
    /// help, because the routine has been changed or is put together anew each day, by its turn.
    fn find(&self, keys: &[Key]) -> Vec<Option<usize>> {
        let same = |path: &Path, key: &Key| {
            let item = match (&path.item, key.item) {
                (Some(of_path), Some(of_key)) => of_path == of_key,
                _ => true,
            };
            path.id == key.id && item
        };
        let find = |(place, key): (usize, &Key)| {
            let alike: Vec<usize> =
                (0..self.paths.len()).filter(|index| same(&self.paths[*index], key)).collect();
            let numbered = alike
                .iter()
                .find(|index| self.paths[**index].item.is_none() && self.paths[**index].n == key.n);
            let turn = keys[..place].iter().filter(|other| other.id == key.id && other.item == key.item);
            numbered.or_else(|| alike.get(turn.count())).copied()
        };
        let mut seats: Vec<Option<usize>> = keys.iter().enumerate().map(find).collect();
        // Two of a record never share one path: the first has it.
        for place in 1..seats.len() {
            if seats[place].is_some() && seats[..place].contains(&seats[place]) {
                seats[place] = None;
            }
        }
        seats
    }
}

/// Finds the paths of one session after the other. Most have the same exercises in the same order as one shortly before.
pub(super) struct Seating<'s> {
    sheet: &'s Sheet,
    /// By what its exercises were found, and their paths, of the last few sessions that were unlike each other.
    known: VecDeque<(Vec<OwnKey>, Vec<Option<usize>>)>,
}

/// So many are remembered: sessions of a program come in several kinds.
const REMEMBERED: usize = 4;

type OwnKey = (u32, String, Option<String>);

impl<'s> Seating<'s> {
    pub(super) fn new(sheet: &'s Sheet) -> Self {
        Self { sheet, known: VecDeque::new() }
    }

    /// For each exercise of a record the index of its path. What was only swapped in has none.
    pub(super) fn seats<'r>(
        &mut self,
        record: &'r Record,
    ) -> impl ExactSizeIterator<Item = (&'r record::Exercise, Option<usize>)> {
        let stand_ins: Vec<u64> =
            record.exercises.iter().filter_map(|exercise| exercise.more.get(SWAPPED_FOR)?.as_u64()).collect();
        let planned = record.exercises.iter().filter(|exercise| !stand_ins.contains(&u64::from(exercise.n)));
        let mut sorted: Vec<&record::Exercise> = planned.collect();
        sorted.sort_by_key(|exercise| exercise.n);
        let same = |own: &OwnKey, exercise: &record::Exercise| {
            let Key { n, id, item } = Key::of(exercise);
            own.0 == n && own.1 == id && own.2.as_deref() == item
        };
        let is_like = |keys: &[OwnKey]| {
            keys.len() == sorted.len() && keys.iter().zip(&sorted).all(|(own, exercise)| same(own, exercise))
        };
        let seats = match self.known.iter().find(|(keys, _)| is_like(keys)) {
            Some((_, seats)) => seats.clone(),
            None => self.find(&sorted),
        };
        sorted.into_iter().zip(seats)
    }

    fn find(&mut self, sorted: &[&record::Exercise]) -> Vec<Option<usize>> {
        let keys: Vec<Key> = sorted.iter().map(|exercise| Key::of(exercise)).collect();
        let seats = self.sheet.find(&keys);
        if self.known.len() == REMEMBERED {
            self.known.pop_front();
        }
        let own = |key: Key| (key.n, key.id.to_owned(), key.item.map(str::to_owned));
        self.known.push_back((keys.into_iter().map(own).collect(), seats.clone()));
        seats
    }
}

/// By what an exercise is found.
struct Key<'a> {
    n: u32,
    id: &'a str,
    item: Option<&'a str>,
}

impl<'a> Key<'a> {
    fn of(exercise: &'a record::Exercise) -> Self {
        let item = exercise.more.get(ITEM).and_then(serde_json::Value::as_str);
        Self { n: exercise.n, id: &exercise.id, item }
    }
}

impl Path {
    fn of(exercise: &routine::Exercise, n: u32, item: Option<String>) -> Self {
        let dose = &exercise.dose;
        let mut path = Self {
            n,
            id: exercise.id.clone(),
            name: exercise.words.name.clone(),
            item,
            first: Target { sets: dose.sets.low, ..Target::default() },
            ladders: Vec::new(),
        };
        match &dose.work {
            Work::Hold { hold, reps } => {
                path.time(Which::Hold, *hold);
                path.reps(*reps);
            }
            Work::Reps { reps, .. } | Work::SelfPaced { reps, .. } => path.reps(*reps),
            Work::Flow { time, .. } => path.time(Which::Time, *time),
            Work::Open { .. } => {}
        }
        path.ladders.push((Which::Sets, Ladder::counts(dose.sets)));
        path.ladders.retain(|(_, ladder)| ladder.notches() > 0);
        path
    }

    fn time(&mut self, which: Which, range: Range<Duration>) {
        let slot = if which == Which::Hold { &mut self.first.hold } else { &mut self.first.time };
        *slot = Some(range.low);
        self.ladders.push((which, Ladder::times(range)));
    }

    fn reps(&mut self, range: Range<u32>) {
        self.first.reps = Some(range.low);
        self.ladders.push((Which::Reps, Ladder::counts(range)));
    }

    /// How long it is: the last place.
    pub fn notches(&self) -> u32 {
        self.ladders.iter().map(|(_, ladder)| ladder.notches()).sum()
    }

    /// The dose at a place.
    pub fn dose(&self, place: u32) -> Target {
        let mut dose = self.first;
        for (which, value) in self.each(place) {
            match (which, value) {
                (Which::Hold, Value::Time(time)) => dose.hold = Some(time),
                (Which::Time, Value::Time(time)) => dose.time = Some(time),
                (Which::Reps, Value::Count(count)) => dose.reps = Some(count),
                (Which::Sets, Value::Count(count)) => dose.sets = count,
                _ => {}
            }
        }
        dose
    }

    /// Where one stands on each open range, at a place.
    pub fn values(&self, place: u32) -> Vec<(Which, Value)> {
        self.each(place).collect()
    }

    fn each(&self, place: u32) -> impl Iterator<Item = (Which, Value)> {
        let mut left = place;
        self.ladders.iter().map(move |(which, ladder)| {
            let here = left.min(ladder.notches());
            left -= here;
            (*which, ladder.at(here))
        })
    }

    /// Both ends of each open range.
    pub fn ends(&self) -> Vec<(Which, Value, Value)> {
        let ends = |(which, ladder): &(Which, Ladder)| (*which, ladder.at(0), ladder.at(ladder.notches()));
        self.ladders.iter().map(ends).collect()
    }

    /// What changes on the way between two places: one range where they are neighbours, none where they are one.
    pub fn between(&self, from: u32, to: u32) -> impl Iterator<Item = (Which, Value, Value)> {
        let pairs = self.each(from).zip(self.each(to));
        pairs.filter(|(from, to)| from != to).map(|((which, from), (_, to))| (which, from, to))
    }
}
