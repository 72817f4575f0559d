//! A small picture of dots, four to a cell.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::ui::pen::Pen;

/// Dots in a grid two to a column and two to a row. A dot is half as wide as it is high; shapes are measured in
/// units of one column, which is about as wide as half a row is high.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bitmap {
    columns: u16,
    rows: u16,
    dots: Vec<bool>,
}

/// By dots set: top left 1, top right 2, bottom left 4, bottom right 8.
const QUADRANTS: [&str; 16] =
    [" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"];

impl Bitmap {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        Self { columns, rows, dots: vec![false; usize::from(columns) * usize::from(rows) * 4] }
    }

    /// Sets what lies between two corners, in units.
    pub(crate) fn fill(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        self.paint(left, top, right, bottom, |_, _, _| true);
    }

    /// Sets or clears every dot between two corners after what `keep` says of its centre and its present state.
    pub(crate) fn paint(
        &mut self,
        left: f32,
        top: f32,
        right: f32,
        bottom: f32,
        keep: impl Fn(f32, f32, bool) -> bool,
    ) {
        let (width, height) = (self.columns * 2, self.rows * 2);
        for dot_y in 0..height {
            let y = f32::from(dot_y) + 0.5;
            if y < top || y > bottom {
                continue;
            }
            for dot_x in 0..width {
                let x = (f32::from(dot_x) + 0.5) / 2.0;
                if x < left || x > right {
                    continue;
                }
                let dot = &mut self.dots[usize::from(dot_y) * usize::from(width) + usize::from(dot_x)];
                *dot = keep(x, y, *dot);
            }
        }
    }

    /// Adds another picture of the same size.
    pub(crate) fn add(&mut self, other: &Self) {
        for (dot, more) in self.dots.iter_mut().zip(&other.dots) {
            *dot |= *more;
        }
    }

    /// Draws it with its top left corner at the area's. Empty cells leave what is there.
    pub(crate) fn draw(&self, pen: &mut Pen, area: Rect, style: impl Into<Style>) {
        let style = style.into();
        for row in 0..self.rows.min(area.height) {
            for column in 0..self.columns.min(area.width) {
                let dots = self.cell(column, row);
                let symbol = if pen.unicode() {
                    QUADRANTS[dots]
                } else if dots.count_ones() >= 2 {
                    "#"
                } else {
                    " "
                };
                if symbol != " " {
                    let cell = Rect { x: area.x + column, y: area.y + row, width: 1, height: 1 };
                    pen.fill(cell, symbol, style);
                }
            }
        }
    }

    fn cell(&self, column: u16, row: u16) -> usize {
        let dot = |x: u16, y: u16| {
            let index =
                usize::from(row * 2 + y) * usize::from(self.columns * 2) + usize::from(column * 2 + x);
            usize::from(self.dots[index])
        };
        dot(0, 0) + 2 * dot(1, 0) + 4 * dot(0, 1) + 8 * dot(1, 1)
    }
}
