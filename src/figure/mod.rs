//! A moving figure for every exercise: a jointed body, its poses as data, and its picture in dots.
//!
//! Pure: it reads no clock, no file and no terminal. A pose file (`read`) gives a `Figure`; a figure gives a `Frame`
//! for a `Moment`; an `Easel` of a certain size draws frames as a grid of cells.

mod blend;
mod body;
mod camera;
mod check;
mod demo;
mod draw;
mod flesh;
mod model;
mod read;
mod shipped;
mod solve;
mod timeline;
mod vec3;

pub use body::Joint;
pub use check::{Fault, check};
pub use demo::Demo;
pub use draw::{Cell, Dots, Easel, Glyphs, Ink, Picture};
pub use model::{Figure, Part, Play, Pose};
pub use read::read;
pub use shipped::{ids, poses, shipped, source};
pub use timeline::{Frame, Moment, Stage, Work};
