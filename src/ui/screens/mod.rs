//! One file per screen.

pub(crate) mod exercises;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod question;
pub(crate) mod session;
pub(crate) mod summary;

use super::{
    pen::{Pen, row},
    theme::Role,
};

/// A screen that has nothing to show yet.
pub(crate) fn waiting(pen: &mut Pen, words: &str) {
    let area = pen.area();
    let style = pen.style(Role::Muted);
    pen.centre(row(area, area.height / 2), words, style);
}
