//! WHAT WILL HAPPEN: a routine compiled to one flat list of steps.

mod compile;
mod dose;
mod model;
mod trim;
mod variants;
mod words;

pub use compile::{Options, cautions, compile};
pub use dose::Level;
pub use model::{Entry, Kind, Mode, PhaseWords, Plan, Step, Target, Variant};
pub use trim::{Fitted, LeftOut, fit};
pub use variants::add_variants;
pub use words::spoken;
