//! Which sessions and exercises are listed.

use std::collections::HashSet;

use super::Book;
use crate::history::record::{Record, Status};

/// What is let through. Nothing in it: everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) query: String,
    /// Ids.
    pub(crate) routine: Option<String>,
    pub(crate) exercise: Option<String>,
    pub(crate) status: Option<Status>,
}

impl Filter {
    pub(crate) fn is_all(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn next_routine(&mut self, book: &Book) {
        self.routine = next(self.routine.as_deref(), book.stats.routines.iter().map(|one| one.id.as_str()));
    }

    pub(super) fn next_exercise(&mut self, book: &Book) {
        self.exercise =
            next(self.exercise.as_deref(), book.stats.exercises.iter().map(|one| one.id.as_str()));
    }

    pub(super) fn next_status(&mut self) {
        self.status = match self.status {
            None => Some(Status::Completed),
            Some(Status::Completed) => Some(Status::Stopped),
            Some(Status::Stopped) => Some(Status::Recorded),
            Some(Status::Recorded) => None,
        };
    }

    /// The sessions that have all that is asked for, newest first, as places in the book.
    pub(super) fn sessions(&self, book: &Book) -> Vec<usize> {
        let words: Vec<Wanted> = words(&self.query).map(|word| Wanted::new(word, book)).collect();
        let fits = |record: &Record| {
            let title = book.title(record);
            self.status.is_none_or(|status| record.status == status)
                && self.routine.as_ref().is_none_or(|id| record.routine == *id)
                && self.exercise.as_ref().is_none_or(|id| record.exercises.iter().any(|one| one.id == *id))
                && words.iter().all(|word| word.is_in(record, title))
        };
        (0..book.records().len()).rev().filter(|place| fits(&book.records()[*place])).collect()
    }
}

/// The exercises that are called so, as places in the stats.
pub(super) fn exercises(query: &str, book: &Book) -> Vec<usize> {
    let words: Vec<String> = words(query).collect();
    let called = |id: &str| words.iter().all(|word| begins(book.exercise(id), word) || begins(id, word));
    let all = book.stats.exercises.iter().enumerate();
    all.filter(|(_, one)| called(&one.id)).map(|(place, _)| place).collect()
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A word that is searched for, and what it can mean that is the same for many sessions.
struct Wanted<'b> {
    word: String,
    exercises: HashSet<&'b str>,
    /// From January on.
    months: [bool; 12],
    /// From Monday on.
    weekdays: [bool; 7],
    /// It may be the beginning of a date.
    is_number: bool,
}

impl<'b> Wanted<'b> {
    fn new(word: String, book: &'b Book) -> Self {
        let ids = book.stats.exercises.iter().map(|one| one.id.as_str());
        let exercises = ids.filter(|id| begins(book.exercise(id), &word) || begins(id, &word)).collect();
        let months = MONTHS.map(|month| begins(month, &word));
        let weekdays = WEEKDAYS.map(|day| begins(day, &word));
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        Self { word, exercises, months, weekdays, is_number }
    }

    fn is_in(&self, record: &Record, title: &str) -> bool {
        let day = record.started.date();
        begins(title, &self.word)
            || begins(&record.routine, &self.word)
            || record.note.as_ref().is_some_and(|note| begins(note, &self.word))
            || record.exercises.iter().any(|one| self.exercises.contains(one.id.as_str()))
            || self.months[usize::from(day.month().unsigned_abs()) - 1]
            || self.weekdays[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())]
            || (self.is_number && day.to_string().starts_with(&self.word))
    }
}

/// Whether a word of the text begins so.
fn begins(text: &str, wanted: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let mut letters = word.chars().flat_map(char::to_lowercase);
        wanted.chars().all(|letter| letters.next() == Some(letter))
    })
}

/// Small letters; a date stays one word.
fn words(query: &str) -> impl Iterator<Item = String> {
    let parts = query.split(|c: char| !c.is_alphanumeric() && c != '-');
    parts.map(|word| word.trim_matches('-').to_lowercase()).filter(|word| !word.is_empty())
}

fn next<'i>(now: Option<&str>, mut ids: impl Iterator<Item = &'i str>) -> Option<String> {
    match now {
        None => ids.next(),
        Some(now) => ids.skip_while(|id| *id != now).nth(1),
    }
    .map(str::to_owned)
}
