//! A box above the screen.

use ratatui::layout::Rect;

use crate::ui::{pen::Pen, theme::Role};

/// Clears a box of this inner size in the middle of the screen and returns its inside. Where the screen is too small
/// for a border and its margin, the box is the screen.
pub(crate) fn popup(pen: &mut Pen, title: &str, columns: u16, rows: u16) -> Rect {
    let screen = pen.area();
    let (outer_columns, outer_rows) = (columns.saturating_add(6), rows.saturating_add(4));
    if screen.width < 44 || screen.height < 10 {
        let inside = Rect { x: screen.x + u16::from(screen.width > 24), ..screen };
        pen.clear(screen);
        let inside = Rect { width: screen.width.saturating_sub(2 * (inside.x - screen.x)), ..inside };
        if screen.height > rows && !title.is_empty() {
            let style = pen.title();
            pen.left(inside, title, style);
            return super::super::pen::below(inside, 1);
        }
        return inside;
    }
    let width = outer_columns.min(screen.width.saturating_sub(4));
    let height = outer_rows.min(screen.height.saturating_sub(2));
    let outer = Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 2,
        width,
        height,
    };
    pen.clear(outer);
    border(pen, outer);
    let style = pen.title();
    if !title.is_empty() {
        pen.left(
            Rect { x: outer.x + 2, width: outer.width.saturating_sub(4), height: 1, ..outer },
            &format!(" {title} "),
            style,
        );
    }
    Rect { x: outer.x + 3, y: outer.y + 2, width: width.saturating_sub(6), height: height.saturating_sub(3) }
}

fn border(pen: &mut Pen, area: Rect) {
    let style = pen.style(Role::Muted);
    let Rect { x, y, width, height } = area;
    let (right, bottom) = (x + width.saturating_sub(1), y + height.saturating_sub(1));
    let line = |x, y, width, height| Rect { x, y, width, height };
    pen.fill(line(x, y, width, 1), "─", style);
    pen.fill(line(x, bottom, width, 1), "─", style);
    pen.fill(line(x, y, 1, height), "│", style);
    pen.fill(line(right, y, 1, height), "│", style);
    for (x, y, corner) in [(x, y, "╭"), (right, y, "╮"), (x, bottom, "╰"), (right, bottom, "╯")] {
        pen.fill(line(x, y, 1, 1), corner, style);
    }
}
