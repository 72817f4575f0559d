//! WHAT THE USER WROTE: routine and exercise files, checked.

pub mod check;
mod digest;
pub mod duration;
pub mod fields;
mod layer;
mod library;
mod model;
mod read;
mod resolve;
mod text;

pub use library::{File, Found, Library, NotFound};
pub use model::{
    Block, Breath, BreathGuide, Category, Complexity, CueAt, CustomCue, Dose, Exercise, Group, Phase,
    Position, Prepare, Range, RepShape, Routine, Side, SideLabels, Sides, Source, Words, Work,
};
