//! A line of text with its cursor.

use ratatui::{layout::Rect, style::Modifier};
use unicode_segmentation::UnicodeSegmentation;

use crate::ui::{
    field::TextField,
    pen::{Pen, after},
    text,
    theme::Role,
};

/// As much of the text as there is room for, with the cursor in sight.
pub(crate) fn field(pen: &mut Pen, area: Rect, field: &TextField) {
    let (before, rest) = field.parts();
    let room = usize::from(area.width);
    let here = rest.graphemes(true).next().map_or(1, |under| text::width(under).max(1));
    let mut shown: &str = before;
    while text::width(shown) + here > room && !shown.is_empty() {
        let first = shown.graphemes(true).next().map_or(0, str::len);
        shown = &shown[first..];
    }
    let style = pen.style(Role::Accent);
    let cursor = style.add_modifier(Modifier::REVERSED);
    let place = glyphs(pen, area, shown, style);
    let under = rest.graphemes(true).next().unwrap_or_default();
    let under_place = Rect { width: u16::try_from(here).unwrap_or(1).min(place.width), height: 1, ..place };
    pen.fill(under_place, " ", cursor);
    if under != " " {
        pen.left(under_place, under, cursor);
    }
    glyphs(pen, after(place, under_place.width), &rest[under.len()..], style);
}

/// Draws one after the other, since a space counts here. Returns what is left of the area.
fn glyphs(pen: &mut Pen, area: Rect, text: &str, style: ratatui::style::Style) -> Rect {
    let mut place = area;
    for glyph in text.graphemes(true) {
        let width = u16::try_from(text::width(glyph)).unwrap_or(1);
        if width > place.width {
            return Rect { width: 0, ..place };
        }
        if width > 0 && glyph != " " {
            pen.left(Rect { width, ..place }, glyph, style);
        }
        place = after(place, width);
    }
    place
}
