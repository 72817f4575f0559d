//! Large areas of colour, which can be told apart from the corner of the eye.

use ratatui::layout::Rect;

use super::{
    super::sides::{arrow, solid},
    layout::{Layout, Shape},
};
use crate::{
    routine::Side,
    ui::{
        pen::{Pen, after, below, row},
        theme::Role,
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
            // The side's name stands above it, in line with the word.
            let free = below(layout.block, layout.band.height);
            arrow(pen, free, side.unwrap_or(Side::Left), role);
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
