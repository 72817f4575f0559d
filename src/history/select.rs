//! Which sessions are meant: the filters that every view of the history shares, and the words for their days.

mod days;

pub use days::{Days, NoDays};

use jiff::civil::Date;

use super::record::{Record, Status};

/// A choice of sessions. What is empty chooses nothing away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The first day, itself among them: that of the clock on the wall where a session began.
    pub since: Option<Date>,
    /// The last day, itself among them.
    pub until: Option<Date>,
    /// Of any of these routines.
    pub routine: Vec<Name>,
    /// With any of these exercises among its entries, done or not.
    pub exercise: Vec<Name>,
    /// That ended in any of these ways.
    pub status: Vec<Status>,
}

/// An id or the beginning of it; capital and small letters are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    word: String,
    /// Only the id that is just this.
    whole: bool,
}

/// Nothing in the history is called like this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSuch {
    #[error("no session in the history is of a routine `{0}`")]
    Routine(String),
    #[error("no session in the history has an exercise `{0}`")]
    Exercise(String),
}

impl Filter {
    /// Whether nothing is chosen away.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    pub fn admits(&self, record: &Record) -> bool {
        self.admits_day(record.started.date())
            && (self.status.is_empty() || self.status.contains(&record.status))
            && (self.routine.is_empty() || self.routine.iter().any(|name| name.means(&record.routine)))
            && (self.exercise.is_empty()
                || record.exercises.iter().any(|exercise| self.admits_exercise(&exercise.id)))
    }

    /// Whether a day lies within `since` and `until`.
    pub fn admits_day(&self, day: Date) -> bool {
        self.since.is_none_or(|since| day >= since) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether an exercise is one of those asked for: for what counts single exercises.
    pub fn admits_exercise(&self, id: &str) -> bool {
        self.exercise.is_empty() || self.exercise.iter().any(|name| name.means(id))
    }

    /// The same filter with its names weighed against what there is: a name that is the whole id of something means that
    /// alone, and not what happens to begin like it.
    ///
    /// # Errors
    /// When a name is the beginning of no id at all: most likely it was written wrongly.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is a few pointers, gone through once for each name"
    )]
    pub fn among<'r>(mut self, records: impl Iterator<Item = &'r Record> + Clone) -> Result<Self, NoSuch> {
        for name in &mut self.routine {
            let ids = records.clone().map(|record| record.routine.as_str());
            name.settle(ids).map_err(NoSuch::Routine)?;
        }
        for name in &mut self.exercise {
            let ids = records.clone().flat_map(|record| &record.exercises).map(|one| one.id.as_str());
            name.settle(ids).map_err(NoSuch::Exercise)?;
        }
        Ok(self)
    }
}

impl Name {
    pub fn new(word: &str) -> Self {
        Self { word: word.trim().to_owned(), whole: false }
    }

    fn means(&self, id: &str) -> bool {
        let id = id.trim();
        if self.whole {
            return id.eq_ignore_ascii_case(&self.word);
        }
        id.get(..self.word.len()).is_some_and(|start| start.eq_ignore_ascii_case(&self.word))
    }

    fn settle<'i>(&mut self, ids: impl Iterator<Item = &'i str>) -> Result<(), String> {
        let mut known = false;
        for id in ids {
            if id.trim().eq_ignore_ascii_case(&self.word) {
                self.whole = true;
                return Ok(());
            }
            known |= self.means(id);
        }
        if known { Ok(()) } else { Err(self.word.clone()) }
    }
}

#[cfg(test)]
mod tests;
