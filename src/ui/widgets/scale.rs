//! From 0 to 10, to be read, typed or clicked.

use ratatui::layout::Rect;

use crate::{
    session::WORST_PAIN,
    ui::{
        mouse::Target,
        pen::{Pen, after},
        theme::Role,
    },
};

/// The numbers in one line, the chosen one on a ground of its own; where there is no room for them, what was chosen, or
/// from where to where they go. Returns the columns used.
pub(crate) fn scale(pen: &mut Pen, area: Rect, value: Option<u8>) -> u16 {
    let cell = match area.width {
        34.. => 3,
        22.. => 2,
        _ => return in_short(pen, area, value),
    };
    for number in 0..=WORST_PAIN {
        let chosen = value == Some(number);
        let style = if chosen { pen.filled(role(number)) } else { pen.style(Role::Text) };
        let width = cell + u16::from(cell == 3 && number == WORST_PAIN);
        let place = Rect { width, ..after(area, u16::from(number) * cell) };
        pen.target(place, Target::Rating(number));
        // Where they stand close together the ground is no wider than the number, or the number would be off its middle.
        let place =
            Rect { width: if cell == 3 { width } else { 1 + u16::from(number == WORST_PAIN) }, ..place };
        if chosen {
            pen.fill(Rect { height: 1, ..place }, " ", style);
        }
        pen.centre(place, &number.to_string(), style);
    }
    cell * (u16::from(WORST_PAIN) + 1) + u16::from(cell == 3)
}

/// Much pain does not look like little.
pub(crate) const fn role(value: u8) -> Role {
    match value {
        0..5 => Role::Accent,
        5..7 => Role::Warning,
        _ => Role::Danger,
    }
}

fn in_short(pen: &mut Pen, area: Rect, value: Option<u8>) -> u16 {
    let (role, words) = match value {
        Some(value) => (role(value), format!("{value} of {WORST_PAIN}")),
        None => (Role::Text, format!("0-{WORST_PAIN}")),
    };
    let style = pen.style(role);
    pen.left(area, &words, style)
}
