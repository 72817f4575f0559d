//! Programs: what is to be done over weeks, and how often.

use std::time::Duration;

use super::{Exercise, Range, Source};

/// A program: phases in order. Always valid: at least one phase, each with at least one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The name of the shipped or user's file without `.toml`; for a path, the file's stem.
    pub id: String,
    pub name: String,
    pub summary: Option<String>,
    pub source: Option<Source>,
    pub tags: Vec<String>,
    pub phases: Vec<ProgramPhase>,
}

/// One stage of a program.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgramPhase {
    pub name: String,
    pub summary: Option<String>,
    pub length: PhaseLength,
    /// What "ready to move on" means.
    pub gate: Option<String>,
    pub items: Vec<Item>,
}

/// How long a phase lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseLength {
    /// From the first day of one week of the program to the last day of another, both counted from 1.
    Weeks {
        first: u32,
        last: u32,
    },
    Days(u32),
    /// Until the user moves on.
    WhenReady,
}

impl PhaseLength {
    /// `None` when it has no end of its own.
    pub const fn days(self) -> Option<u32> {
        match self {
            Self::Weeks { first, last } => Some((last - first + 1) * 7),
            Self::Days(days) => Some(days),
            Self::WhenReady => None,
        }
    }
}

/// One thing to do, and how often.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The id of the exercise or routine; where a phase has it twice, the second is `ID-2` and so on.
    pub id: String,
    pub content: Content,
    pub frequency: Frequency,
    /// The frequency is our choice because the source does not state it.
    pub frequency_assumed: bool,
}

impl Item {
    /// The id of the exercise or routine, whatever the item itself is called.
    pub fn content_id(&self) -> &str {
        match &self.content {
            Content::Exercise(exercise) => &exercise.id,
            Content::Routine(id) => id,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// An exercise at the dose of the program.
    Exercise(Box<Exercise>),
    /// A whole routine, by its id.
    Routine(String),
}

/// How often an item is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// "daily" is once.
    PerDay(Range<u32>),
    /// Again when the last time is so many days ago.
    EveryDays(u32),
    /// On so many days of a week, 1 to 7.
    PerWeek(Range<u32>),
    ThroughTheDay,
    /// After any long sitting, or after so long a one.
    AfterSitting(Option<Range<Duration>>),
    AsNeeded,
}
