//! WHAT IS HAPPENING: a pure machine that plays a plan. Commands and time go in, events come out.
//!
//! It knows no clock, no terminal, no sound and no file. Whoever drives it hands in the time.

mod machine;

mod commands;
mod pace;
mod pauses;
mod resume;

mod cues;
mod playlist;
mod stopwatch;

mod event;
pub mod json;
mod moment;

mod forecast;
mod glance;
mod snapshot;
mod view;

pub use event::{
    Command, Cue, CueKind, Event, Origin, Outcome, PainOf, PauseCause, Played, SkipReason, Stamped, Status,
    WORST_PAIN, Way, side_words,
};
pub use forecast::Forecast;
pub use glance::{Glance, Heard, Standing, kind_words};
pub use json::{EventLine, StepLine, event_json, parse_event, step_json};
pub use machine::{Session, Settings};
pub use moment::Moment;
pub use pace::{FASTEST_PACE, SLOWEST_PACE, WRITTEN_PACE, is_pace};
pub use resume::{Change, ResumePoint};
pub use snapshot::{Fate, Now, Occurrence, Piece, Snapshot, State};

use playlist::Playlist;
