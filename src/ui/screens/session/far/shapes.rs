//! Large areas of colour, which can be told apart from the corner of the eye.

use ratatui::layout::Rect;

use super::layout::{Layout, Shape};
use crate::{
    routine::Side,
    ui::{
        pen::{Pen, after, below, row},
        theme::Role,
        widgets::Bitmap,
    },
};

pub(super) fn draw(pen: &mut Pen, layout: &Layout, role: Role) {
    let Layout { shape, stage, edge, .. } = *layout;
    let left = Rect { width: edge, ..stage };
    let right = Rect { width: edge, ..after(stage, stage.width - edge) };
    match shape {
        Shape::Above(side) => {
            band(pen, layout, role, false);
            match side {
                Some(Side::Left) => solid(pen, left, role),
                Some(Side::Right) => solid(pen, right, role),
                None => {}
            }
        }
        Shape::Below => band(pen, layout, role, true),
        Shape::Bed => {
            band(pen, layout, role, true);
            for edge in [left, right] {
                solid(pen, Rect { height: layout.band.bottom() - stage.y, ..edge }, role);
            }
        }
        Shape::Beside(side) => {
            solid(pen, layout.block, role);
            arrow(pen, layout, side.unwrap_or(Side::Left), role);
        }
        Shape::Frame => {
            solid(pen, left, role);
            solid(pen, right, role);
            if layout.frame_rows > 0 {
                solid(pen, row(stage, 0), role);
                solid(pen, row(stage, stage.height - 1), role);
            }
        }
        Shape::Bars => {}
    }
}

fn solid(pen: &mut Pen, area: Rect, role: Role) {
    let style = pen.filled(role);
    pen.fill(area, " ", style);
}

/// Seven dots of its letters high, which may end in half a row.
fn band(pen: &mut Pen, layout: &Layout, role: Role, below_digits: bool) {
    let area = layout.band;
    if layout.scale.is_multiple_of(2) {
        return solid(pen, area, role);
    }
    let whole = Rect { height: area.height - 1, ..area };
    let style = pen.style(role);
    let (solid_part, half, symbol) = if below_digits {
        (below(area, 1), row(area, 0), "▄")
    } else {
        (whole, row(area, area.height - 1), "▀")
    };
    solid(pen, solid_part, role);
    if pen.unicode() {
        pen.fill(half, symbol, style);
    }
}

/// A triangle that points to the side, cut out of the block.
fn arrow(pen: &mut Pen, layout: &Layout, side: Side, role: Role) {
    // The side's name stands above it, in line with the word.
    let free = below(layout.block, layout.band.height);
    let rows = (free.height * 2 / 3).min(free.width / 2).min(20);
    if rows < 2 {
        return;
    }
    let columns = rows;
    let mut bitmap = Bitmap::new(columns, rows);
    let (tip, height) = (f32::from(columns), f32::from(rows) * 2.0);
    bitmap.paint(0.0, 0.0, tip, height, |x, y, _| {
        let from_tip = if side == Side::Right { tip - x } else { x };
        (y - height / 2.0).abs() <= from_tip / tip * height / 2.0
    });
    let style = pen.filled(role);
    let place = below(free, (free.height - rows) / 2);
    bitmap.draw(pen, after(place, (free.width - columns) / 2), style);
}
