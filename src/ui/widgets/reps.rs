//! How many of the reps are done.

use ratatui::layout::Rect;

use crate::ui::{
    pen::{Pen, after},
    text,
    theme::Role,
    words::Reps,
};

/// Dots for reps done, the present one, and those to come, with the same in words, in the middle of a line. Where
/// not all of it fits, the dots go first.
pub(crate) fn reps(pen: &mut Pen, area: Rect, reps: Reps, role: Role) {
    let (style, muted) = (pen.style(role), pen.style(Role::Muted));
    let area = Rect { height: area.height.min(1), ..area };
    let said = reps.said();
    let words = columns(text::width(&said));
    let Some((step, width)) = [2_u16, 1]
        .map(|step| (step, columns(reps.of as usize).saturating_mul(step).saturating_sub(step - 1)))
        .into_iter()
        .find(|(_, dots)| reps.of <= MOST && dots.saturating_add(GAP + words) <= area.width)
    else {
        pen.centre(area, &said, style);
        return;
    };
    let mut place = after(area, (area.width - width - GAP - words) / 2);
    for n in 0..reps.of {
        let (symbol, style) = match n {
            n if n < reps.done => ("●", style),
            n if n == reps.done && reps.present => ("◉", style),
            _ => ("○", muted),
        };
        pen.left(Rect { width: 1, ..place }, symbol, style);
        place = after(place, step);
    }
    pen.left(after(place, GAP - (step - 1)), &said, muted);
}

/// More dots than these nobody counts.
const MOST: u32 = 40;
const GAP: u16 = 3;

fn columns(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
