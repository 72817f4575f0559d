//! How far it is, as a bar that grows.

use ratatui::layout::Rect;

use crate::ui::{
    pen::{Pen, after, row},
    theme::Role,
};

/// `done` of `all` in whole columns, and half a row thicker than need be: to be seen from afar.
pub(crate) fn filling(pen: &mut Pen, area: Rect, done: f64, all: f64, role: Role) {
    let full = share(f64::from(area.width), done, all).min(area.width);
    let (style, line) = (pen.style(role), pen.style(Role::Line));
    let done = Rect { width: full, ..area };
    pen.fill(done, "█", style);
    // What lies above may have the same colour: half a row stays free.
    pen.fill(row(done, 0), if pen.unicode() { "▄" } else { "=" }, style);
    let rest = after(area, full);
    pen.fill(row(rest, rest.height.saturating_sub(1)), "▁", line);
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and a width")]
fn share(whole: f64, done: f64, all: f64) -> u16 {
    if all > 0.0 { (whole * (done / all).clamp(0.0, 1.0)).floor() as u16 } else { 0 }
}
