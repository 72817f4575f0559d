//! What is due on a day, what is done already, and what comes later.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};

use super::{
    frequency::{self, Doings},
    place::{Place, State, place},
    standing::Standing,
    why,
};
use crate::routine::{Frequency, Item, PhaseLength, Program, ProgramPhase};

/// An item was done on a day. What was done twice has two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The item's id.
    pub item: String,
    pub on: Date,
}

/// A day of a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Agenda {
    pub date: Date,
    pub place: Place,
    /// One row for each item of the phase, in the program's order; none unless the program runs on that day.
    pub rows: Vec<Row>,
}

/// What becomes of one item on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Index into the items of the phase.
    pub item: usize,
    pub id: String,
    pub fate: Fate,
    /// In plain words.
    pub why: String,
    /// The next day on which it will be due, if it is known and in this phase.
    pub next: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Due,
    /// Enough of it was done today.
    Done,
    Later,
}

impl Agenda {
    pub fn of(&self, fate: Fate) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.fate == fate)
    }

    /// Indices into the items of the phase.
    pub fn due_items(&self) -> Vec<usize> {
        self.of(Fate::Due).map(|row| row.item).collect()
    }
}

/// What `program` asks for on `date`. Facts may come in any order; those of later days mean nothing yet.
pub fn agenda(program: &Program, standing: &Standing, facts: &[Fact], date: Date) -> Agenda {
    let here = place(program, standing, date);
    let phase = program.phases.get(here.phase).filter(|_| here.state == State::Running);
    let days = Days { program, standing };
    let rows = phase.map_or_else(Vec::new, |phase| {
        let row = |(number, item)| days.row(number, item, facts, &here, date);
        phase.items.iter().enumerate().map(row).collect()
    });
    Agenda { date, place: here, rows }
}

/// So many days back the rules look at least, and further where the phase is older.
const REACH: u32 = 100;

/// The first day whose facts mean anything to the agenda of `date`, in a phase that began at `since`.
pub fn reach(phase: &ProgramPhase, since: Date, date: Date) -> Date {
    let every = phase.items.iter().filter_map(|item| match item.frequency {
        Frequency::EveryDays(days) => Some(days),
        _ => None,
    });
    let days = every.max().unwrap_or(0).max(REACH);
    date.checked_sub(i64::from(days).days()).unwrap_or(Date::MIN).min(since)
}

pub(super) struct Days<'a> {
    pub(super) program: &'a Program,
    pub(super) standing: &'a Standing,
}

impl Days<'_> {
    fn row(&self, number: usize, item: &Item, facts: &[Fact], here: &Place, date: Date) -> Row {
        let mut by_day = BTreeMap::new();
        for fact in facts.iter().filter(|fact| fact.item == item.id && fact.on <= date) {
            *by_day.entry(fact.on).or_insert(0) += 1;
        }
        let doings = self.doings(&by_day, here, date);
        let fate = frequency::fate(item.frequency, &doings);
        Row {
            item: number,
            id: item.id.clone(),
            fate,
            why: why::why(item.frequency, &doings, fate),
            next: if fate == Fate::Due { None } else { self.next(item.frequency, &by_day, here, date) },
        }
    }

    /// What has been done of an item, as it counts on a day.
    pub(super) fn doings(&self, by_day: &BTreeMap<Date, u32>, here: &Place, date: Date) -> Doings {
        let week = here.day / 7;
        let of_week = |day: &Date| self.standing.active_days(here.since, *day) / 7 == week;
        let before = by_day.range(..date);
        let mut running = 0;
        let mut day = date;
        while let Ok(yesterday) = day.yesterday()
            && by_day.contains_key(&yesterday)
        {
            running += 1;
            day = yesterday;
        }
        Doings {
            date,
            today: by_day.get(&date).copied().unwrap_or(0),
            last: before.clone().next_back().map(|(day, _)| *day),
            running,
            this_week: before
                .map(|(day, _)| *day)
                .rev()
                .take_while(|day| *day >= here.since && of_week(day))
                .filter(|day| self.standing.pause_on(*day).is_none())
                .fold(0, |days, _| days + 1),
            left_of_week: self.length_of(here, week).saturating_sub(here.day % 7 + 1),
        }
    }

    /// Seven days, but for the last week of a phase that ends before it does.
    fn length_of(&self, here: &Place, week: u32) -> u32 {
        let days = self.program.phases.get(here.phase).map(|phase| phase.length).and_then(PhaseLength::days);
        days.map_or(7, |days| days.saturating_sub(week * 7).min(7))
    }

    /// The next day on which the item is due if nothing more is done until then.
    fn next(
        &self,
        frequency: Frequency,
        by_day: &BTreeMap<Date, u32>,
        here: &Place,
        date: Date,
    ) -> Option<Date> {
        // What may come again at any time is not next on a day of its own.
        if matches!(frequency, Frequency::AfterSitting(_) | Frequency::AsNeeded | Frequency::ThroughTheDay) {
            return None;
        }
        let furthest = if let Frequency::EveryDays(days) = frequency { days.max(14) } else { 14 };
        let mut day = date;
        for _ in 0..furthest {
            day = day.tomorrow().ok()?;
            let there = place(self.program, self.standing, day);
            if there.state != State::Running || there.phase != here.phase {
                return None;
            }
            if frequency::fate(frequency, &self.doings(by_day, &there, day)) == Fate::Due {
                return Some(day);
            }
        }
        None
    }
}
