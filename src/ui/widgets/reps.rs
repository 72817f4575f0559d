//! How many of the reps are done.

use ratatui::layout::Rect;

use crate::ui::{
    pen::{Pen, after},
    text,
    theme::Role,
};

/// Dots for reps done, the present one, and those to come; a fraction where the dots do not fit. Centred.
pub(crate) fn reps(pen: &mut Pen, area: Rect, done: u32, of: u32, present: bool, role: Role) {
    let style = pen.style(role);
    let muted = pen.style(Role::Muted);
    let area = Rect { height: area.height.min(1), ..area };
    let columns = u32::from(area.width);
    let Some(step) =
        [2, 1].into_iter().find(|step| of.saturating_mul(*step) <= columns + step - 1 && of <= 40)
    else {
        pen.centre(area, &format!("{done}/{of}"), style);
        return;
    };
    let width = u16::try_from(of * step - (step - 1)).unwrap_or(area.width);
    let mut place = after(area, (area.width.saturating_sub(width)) / 2);
    for n in 0..of {
        let (symbol, style) = match n {
            n if n < done => ("●", style),
            n if n == done && present => ("◉", style),
            _ => ("○", muted),
        };
        pen.left(
            Rect { width: place.width.min(u16::try_from(text::width(symbol)).unwrap_or(1)), ..place },
            symbol,
            style,
        );
        place = after(place, u16::try_from(step).unwrap_or(1));
    }
}
