//! Where a user stands on the ranges of a routine, and what the next session changes: computed from the history alone.
//!
//! A [`Sheet`] is what a routine leaves open; [`follow`] goes through its sessions one by one and gives the [`Course`].
//! Nothing is stored but the sessions themselves and what the user has decided, which stands in the session's record
//! ([`decision`]). No clock, no file.

mod ladder;

mod sheet;

mod evidence;

mod course;

pub mod decision;

mod words;

pub use course::{Change, Course, Fate, Own, Stand, Why, arrive, follow};
pub use evidence::{Answers, ENOUGH, PAIN_FOR_LESS};
pub use ladder::{Value, Which};
pub use sheet::{Path, Sheet};

#[cfg(test)]
mod tests;
