//! WHAT IS DUE: where somebody stands in a program, and what it asks for on a day.
//!
//! All of it is computed anew from the program, from what the user decided ([`Change`]s) and from what was done
//! ([`Fact`]s). Days are those of the calendar where it was done; nothing here knows what day it is. A missed day
//! leaves nothing behind: every rule looks at the last time, at today or at the week that runs, and never at what
//! might have been.

mod standing;

mod place;

mod due;
mod frequency;
mod gentle;
mod week;
mod why;

mod compose;

pub mod breaks;

pub use compose::{MissingRoutine, compose, origins};
pub use due::{Agenda, Fact, Fate, Row, agenda, reach};
pub use gentle::{Gentle, gentle};
pub use place::{Place, State, place};
pub use standing::{Change, Pause, Standing, Step, lasting, standing, undoable};
pub use week::{Asked, Due, KEPT_DAYS, Week, is_kept};
pub use why::frequency_words;
