//! How far it is, as a rule that grows.

use ratatui::layout::Rect;

use crate::ui::{
    pen::{Pen, after},
    theme::Role,
};

/// `done` of `all`, half a column exact.
pub(crate) fn progress(pen: &mut Pen, area: Rect, done: f64, all: f64, role: Role) {
    let area = Rect { height: area.height.min(1), ..area };
    let halves = share(f64::from(area.width) * 2.0, done, all);
    let line = pen.style(Role::Line);
    pen.fill(area, "─", line);
    let full = halves / 2;
    let style = pen.style(role);
    pen.fill(Rect { width: full.min(area.width), ..area }, "━", style);
    if halves % 2 == 1 {
        let tip = after(area, full);
        pen.fill(Rect { width: tip.width.min(1), ..tip }, "╸", style);
    }
}

/// The same in whole columns, as thick as a row: to be seen from afar.
pub(crate) fn filling(pen: &mut Pen, area: Rect, done: f64, all: f64, role: Role) {
    let full = share(f64::from(area.width), done, all).min(area.width);
    let (style, line) = (pen.style(role), pen.style(Role::Line));
    pen.fill(Rect { width: full, ..area }, "█", style);
    let rest = after(area, full);
    let last = Rect { y: rest.bottom().saturating_sub(1), height: rest.height.min(1), ..rest };
    pen.fill(last, "▁", line);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is between 0 and twice a width"
)]
fn share(whole: f64, done: f64, all: f64) -> u16 {
    if all > 0.0 { (whole * (done / all).clamp(0.0, 1.0)).floor() as u16 } else { 0 }
}
