//! WHAT IS HAPPENING: a pure machine that plays a plan. Commands and time go in, events come out.

mod event;
pub mod json;
mod moment;
mod snapshot;

pub use event::{
    Command, Cue, CueKind, Event, Origin, Outcome, PauseCause, Played, SkipReason, Stamped, Status,
    side_words,
};
pub use moment::Moment;
pub use snapshot::{Fate, Now, Occurrence, Piece, Snapshot, State};
