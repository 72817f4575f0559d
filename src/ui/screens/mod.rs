//! One file per screen.

pub(crate) mod exercises;
pub(crate) mod hearing;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod page;
pub(crate) mod pain;
pub(crate) mod question;
pub(crate) mod safety;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod summary;

use ratatui::layout::Rect;

use super::{
    app::App,
    pen::{Pen, row},
    text,
    theme::Role,
    widgets::{self, Para},
};

/// What is read together lies together: on a wider screen it is in the middle.
const WIDEST: u16 = 160;

/// The screen without its margins, for everything that is read rather than followed; and whether there is room to spare.
pub(crate) fn inside(pen: &Pen) -> (Rect, bool) {
    let screen = pen.area();
    let roomy = screen.height >= 20 && screen.width >= 60;
    let margin = if screen.width >= 60 { 2 } else { u16::from(screen.width >= 30) };
    let width = screen.width.saturating_sub(2 * margin).min(WIDEST);
    let inside = Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + u16::from(roomy),
        width,
        height: screen.height.saturating_sub(2 * u16::from(roomy)),
    };
    (inside, roomy)
}

/// A column of text, so wide at most: where much is left beside it, in the middle.
pub(crate) fn in_the_middle(area: Rect, widest: u16) -> Rect {
    let width = area.width.min(widest);
    let left = area.width - width;
    Rect { x: area.x + if left >= 40 { left / 2 } else { 0 }, width, ..area }
}

/// Paragraphs that scroll, with the bar beside them. Gives how many lines there are, and keeps how far they scroll.
pub(crate) fn scrolling(pen: &mut Pen, app: &App, place: Rect, paras: &[Para], scroll: usize) -> usize {
    let lines = widgets::reading(pen, place, paras, scroll);
    app.reach.set(lines.saturating_sub(usize::from(place.height)));
    let (whole, roomy) = inside(pen);
    if whole.x > 0 {
        let beside = Rect { x: place.x + place.width + u16::from(roomy), width: 1, ..place };
        widgets::scrollbar(pen, beside, lines, scroll);
    }
    lines
}

/// What is of no use by halves.
pub(crate) fn if_it_fits(pen: &mut Pen, area: Rect, words: &str, role: Role) {
    if text::width(words) <= usize::from(area.width) {
        let style = pen.style(role);
        pen.left(area, words, style);
    }
}

/// A screen that has nothing to show yet.
pub(crate) fn waiting(pen: &mut Pen, words: &str) {
    let area = pen.area();
    let style = pen.style(Role::Muted);
    pen.centre(row(area, area.height / 2), words, style);
}
