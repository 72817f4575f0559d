//! WHAT THE USER WROTE: routine and exercise files, checked.

mod model;

pub use model::{
    Block, Breath, BreathGuide, Category, Complexity, CueAt, CustomCue, Dose, Exercise, Group, Phase,
    Position, Prepare, Range, RepShape, Routine, Side, SideLabels, Sides, Source, Words, Work,
};
