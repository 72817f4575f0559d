//! WHAT WILL HAPPEN: a routine compiled to one flat list of steps.

mod model;

pub use model::{Entry, Kind, Mode, PhaseWords, Plan, Step, Target};
