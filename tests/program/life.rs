//! Small programs, and what somebody does with them.

use jiff::{ToSpan as _, civil::Date};
use supple::{
    program::{Agenda, Change, Fact, Fate, Row, Standing, Step, agenda, standing},
    routine::{Content, Frequency, Item, PhaseLength, Program, ProgramPhase, Range},
};

pub(crate) fn per_day(low: u32, high: u32) -> Frequency {
    Frequency::PerDay(Range { low, high })
}

pub(crate) fn per_week(low: u32, high: u32) -> Frequency {
    Frequency::PerWeek(Range { low, high })
}

pub(crate) fn item(id: &str, frequency: Frequency) -> Item {
    Item { id: id.into(), content: Content::Routine(id.into()), frequency, frequency_assumed: false }
}

pub(crate) fn phase(length: PhaseLength, items: Vec<Item>) -> ProgramPhase {
    ProgramPhase { name: "Phase".into(), summary: None, length, gate: None, items }
}

pub(crate) fn program(phases: Vec<ProgramPhase>) -> Program {
    Program { id: "p".into(), name: "P".into(), summary: None, source: None, tags: Vec::new(), phases }
}

/// A program of one thing, without an end.
pub(crate) fn only(frequency: Frequency) -> Program {
    program(vec![phase(PhaseLength::WhenReady, vec![item("it", frequency)])])
}

/// The first day: a Monday.
pub(crate) const FIRST: Date = jiff::civil::date(2024, 1, 1);

/// So many days after the first.
pub(crate) fn day(number: i32) -> Date {
    FIRST.checked_add(number.days()).unwrap()
}

pub(crate) fn change(number: i32, step: Step) -> Change {
    Change { program: "p".into(), on: day(number), step }
}

/// Started on the first day; then these.
pub(crate) fn stood(changes: &[Change]) -> Standing {
    standing([change(0, Step::Started)].iter().chain(changes)).unwrap()
}

/// Somebody who follows a program day by day.
pub(crate) struct Life {
    pub(crate) program: Program,
    pub(crate) standing: Standing,
    pub(crate) facts: Vec<Fact>,
}

impl Life {
    pub(crate) fn of(program: Program) -> Self {
        Self { program, standing: stood(&[]), facts: Vec::new() }
    }

    pub(crate) fn changed(program: Program, changes: &[Change]) -> Self {
        Self { program, standing: stood(changes), facts: Vec::new() }
    }

    pub(crate) fn agenda(&self, number: i32) -> Agenda {
        agenda(&self.program, &self.standing, &self.facts, day(number))
    }

    pub(crate) fn row(&self, id: &str, number: i32) -> Row {
        self.agenda(number).rows.into_iter().find(|row| row.id == id).unwrap()
    }

    pub(crate) fn fate(&self, number: i32) -> Fate {
        self.row("it", number).fate
    }

    pub(crate) fn does(&mut self, id: &str, number: i32) {
        self.facts.push(Fact { item: id.into(), on: day(number) });
    }

    /// Does everything that is due on these days, and gives for each day what it was.
    pub(crate) fn obeys(&mut self, days: std::ops::Range<i32>) -> Vec<Vec<String>> {
        days.map(|number| {
            let due: Vec<String> = self.agenda(number).of(Fate::Due).map(|row| row.id.clone()).collect();
            for id in &due {
                self.does(id, number);
            }
            due
        })
        .collect()
    }

    /// As `obeys`, of the one item: the days on which it was due.
    pub(crate) fn due_days(&mut self, days: std::ops::Range<i32>) -> Vec<i32> {
        let first = days.start;
        let due = self.obeys(days);
        (first..).zip(due).filter(|(_, due)| !due.is_empty()).map(|(number, _)| number).collect()
    }
}
