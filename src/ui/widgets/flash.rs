//! The border lights up, where a sound cannot be heard.

use ratatui::{layout::Rect, style::Modifier};

use crate::ui::{pen::Pen, theme::Role};

/// Turns fore- and background of the outermost cells; what they say stays. In the colour of text, which no moment of a
/// session has.
pub(crate) fn flash(pen: &mut Pen) {
    let Rect { x, y, width, height } = pen.area();
    let style = pen.style(Role::Text).add_modifier(Modifier::REVERSED);
    let edges = [
        Rect { x, y, width, height: 1 },
        Rect { x, y: y + height.saturating_sub(1), width, height: 1 },
        Rect { x, y, width: 1, height },
        Rect { x: x + width.saturating_sub(1), y, width: 1, height },
    ];
    for edge in edges {
        pen.restyle(edge, style);
    }
}
