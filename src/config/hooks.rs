//! The commands that a user has run when something happens in a session.

use std::time::Duration;

use super::settings::quoted;
use crate::routine::{
    fields::{Field, Shape, Table, Zero, field},
    read::Record,
};

/// What is to be run, by the name of the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hooks {
    /// A program and its arguments, never empty.
    commands: Vec<(&'static str, Vec<String>)>,
    /// So long each may take.
    pub time_limit: Duration,
}

impl Default for Hooks {
    fn default() -> Self {
        Self { commands: Vec::new(), time_limit: Duration::from_secs(10) }
    }
}

impl Hooks {
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// The program and its arguments for an event, if there is one.
    pub fn command(&self, event: &str) -> Option<&[String]> {
        let found = self.commands.iter().find(|(name, _)| *name == event);
        found.map(|(_, command)| command.as_slice())
    }

    /// Every key of the table with its value as the file would write it, and what it is for.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'static str, String, &'static str)> + '_ {
        HOOKS.iter().map(|field| (field.key, self.value(field.key), field.doc))
    }

    fn value(&self, key: &str) -> String {
        if key == LIMIT {
            return quoted(&crate::routine::duration::write(self.time_limit));
        }
        let words = self.command(key).unwrap_or_default().iter().map(|word| quoted(word));
        format!("[{}]", words.collect::<Vec<_>>().join(", "))
    }

    pub(super) fn understand(mut record: Record) -> Self {
        let mut hooks = Self::default();
        if let Some(limit) = record.time(LIMIT) {
            hooks.time_limit = limit.value;
        }
        for field in HOOKS.iter() {
            if let Some(command) = record.texts(field.key).filter(|command| !command.value.is_empty()) {
                hooks.commands.push((field.key, command.value));
            }
        }
        hooks
    }
}

const LIMIT: &str = "time_limit";

pub(super) static HOOKS: Table = Table { what: "the hooks", fields: &[FIELDS], required: &[] };

const FIELDS: &[Field] = &[
    field("session_started", Shape::Command, "Run when a session begins."),
    field("step_started", Shape::Command, "Run when a step begins: a hold, a set of reps, a rest."),
    field("step_ended", Shape::Command, "Run when a step ends."),
    field("paused", Shape::Command, "Run when the session is paused."),
    field("resumed", Shape::Command, "Run when it goes on after a pause."),
    field("session_ended", Shape::Command, "Run when a session ends, completed or not."),
    field("cue", Shape::Command, "Run at every sound."),
    field("step_changed", Shape::Command, "Run when a step is made longer or shorter."),
    field("pace_changed", Shape::Command, "Run when the reps of an exercise are made slower or faster."),
    field("pain_reported", Shape::Command, "Run when somebody says where the pain stands."),
    field("rep_counted", Shape::Command, "Run when a rep is counted by hand."),
    field("exercise_skipped", Shape::Command, "Run when an exercise is skipped, and when a reason is given."),
    field("exercise_deferred", Shape::Command, "Run when an exercise is put off to the end."),
    field("exercise_swapped", Shape::Command, "Run when an exercise gives way to an easier or harder one."),
    field(
        LIMIT,
        Shape::Time(Zero::Refused),
        "So long each may take; then it is killed, with all it started.",
    ),
];
