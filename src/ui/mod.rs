//! State becomes a picture. Nothing here sounds or stores.

mod action;
mod app;
mod breath;
mod check_in;
mod field;
mod find;
mod gallery;
mod hearing;
mod home;
mod keymap;
mod mouse;
mod pages;
mod past;
mod pen;
pub mod plain;
mod rows;
mod scene;
mod screens;
pub mod text;
mod theme;
mod trace;
mod widgets;
mod words;

pub use action::{ACTIONS, About, Action, FIXED, Place, Preset};
pub use app::{App, Effect, Input, Recovery, Setup};
pub use check_in::{Answers, Effort};
pub(crate) use field::note;
pub use hearing::{Device, Trial};
pub use home::Complaint;
pub use keymap::{Chord, Keymap, Reason, Spot, Wish, WishFault};
pub use past::{Book, Change};
pub use scene::{
    Amount, ChangeLine, ChangeState, EntryCard, ExerciseCard, HomeModel, InterruptedCard, Kept, LineFate,
    RecentSession, RoutineCard, Scene, SoundState, SummaryLine, SummaryModel, TodayCard, TodayRow,
};
pub(crate) use text::shorten;
pub use theme::{Depth, Ground, Role, Theme, ThemeName};
pub use trace::Stroke;
pub(crate) use words::chosen_pace;
