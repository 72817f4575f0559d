//! Parts that screens are put together from. They hold nothing: each draws what it is handed.

mod ascii;
mod bar;
mod bitmap;
mod breath;
mod digits;
mod field;
mod flash;
mod hints;
mod letters;
mod list;
mod popup;
mod reading;
mod reps;
mod scale;
mod strip;
pub(crate) mod weeks;

pub(crate) use ascii::{to_ascii, to_console};
pub(crate) use bar::filling;
pub(crate) use bitmap::Bitmap;
pub(crate) use breath::breath;
pub(crate) use digits::{Digits, pause_sign};
pub(crate) use field::field;
pub(crate) use flash::flash;
pub(crate) use hints::{Hint, hints, hints_at, hints_width, tight_hints};
pub(crate) use letters::Letters;
pub(crate) use list::window;
pub(crate) use popup::popup;
pub(crate) use reading::{Para, excerpt, reading, rows, scrollbar};
pub(crate) use reps::reps;
pub(crate) use scale::{role as scale_role, scale};
pub(crate) use strip::strip;
