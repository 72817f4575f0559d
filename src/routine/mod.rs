//! WHAT THE USER WROTE: routine and exercise files, checked.

mod check;
mod compose;
mod digest;
pub mod duration;
pub(crate) mod fields;
mod layer;
mod library;
mod model;
mod positions;
pub(crate) mod read;
mod resolve;
pub mod safety;
mod schema;
mod text;
pub mod words;

pub(crate) use check::parse;
pub use check::{FileKind, most_steps};
pub use compose::{TooLong, compose};
pub(crate) use library::bytes;
pub use library::{File, Found, Library, NotFound, Poses, Whereabouts, is_path};
pub use model::{
    Block, Breath, BreathGuide, Category, Complexity, Content, CueAt, CustomCue, Dose, Exercise, Frequency,
    Group, Item, Phase, PhaseLength, Position, Prepare, Program, ProgramPhase, Range, RepShape, Routine,
    Side, SideLabels, Sides, Source, Words, Work,
};
pub use positions::{position_changes, position_note, positions};
pub use read::frequency_meant;
pub use schema::schema;
pub use text::kebab;
pub(crate) use text::nearest;
pub use words::dose_words;
