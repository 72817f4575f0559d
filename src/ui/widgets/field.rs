//! A line of text with its cursor.

use ratatui::{layout::Rect, style::Modifier};
use unicode_segmentation::UnicodeSegmentation;

use crate::ui::{
    field::TextField,
    pen::{Pen, after},
    text,
    theme::Role,
};

/// As much of the text as there is room for, with the cursor in sight, and an ellipsis where there is more.
pub(crate) fn field(pen: &mut Pen, area: Rect, field: &TextField) {
    let (before, rest) = field.parts();
    let under = rest.graphemes(true).next().unwrap_or_default();
    let behind = &rest[under.len()..];
    let here = text::width(under).max(1);
    let needed = here + usize::from(!behind.is_empty());
    let shown = text::shorten_start(before, usize::from(area.width).saturating_sub(needed));
    let style = pen.style(Role::Accent);
    let cursor = style.add_modifier(Modifier::REVERSED);
    let place = words(pen, area, &shown, style);
    let under_place = Rect { width: u16::try_from(here).unwrap_or(1).min(place.width), height: 1, ..place };
    pen.fill(under_place, " ", cursor);
    if !under.trim().is_empty() {
        pen.left(under_place, under, cursor);
    }
    words(pen, after(place, under_place.width), behind, style);
}

/// Draws a text of which every space counts. Returns what is left of the area.
fn words(pen: &mut Pen, area: Rect, text: &str, style: ratatui::style::Style) -> Rect {
    let columns = |text: &str| u16::try_from(text::width(text)).unwrap_or(u16::MAX);
    let mut place = area;
    let mut rest = text;
    while !rest.is_empty() && place.width > 0 {
        let begins = rest.len() - rest.trim_start_matches(' ').len();
        place = after(place, columns(&rest[..begins]));
        rest = &rest[begins..];
        let (words, more) = rest.split_at(rest.find("  ").unwrap_or(rest.len()));
        if !words.is_empty() {
            pen.left(place, words, style);
        }
        place = after(place, columns(words));
        rest = more;
    }
    place
}
