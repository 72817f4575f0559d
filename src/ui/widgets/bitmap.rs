//! A small picture of square dots, two to a cell.

use ratatui::{layout::Rect, style::Style};

use crate::ui::pen::Pen;

/// Dots as wide as a column and as high as half a row, which makes them about square. Shapes are measured in dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bitmap {
    columns: u16,
    rows: u16,
    dots: Vec<bool>,
}

impl Bitmap {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        Self { columns, rows, dots: vec![false; usize::from(columns) * usize::from(rows) * 2] }
    }

    /// Sets what lies between two corners, in dots.
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
        let width = usize::from(self.columns);
        let columns = first(left)..last(right).min(width);
        for y in first(top)..last(bottom).min(usize::from(self.rows) * 2) {
            for x in columns.clone() {
                let dot = &mut self.dots[y * width + x];
                *dot = keep(centre(x), centre(y), *dot);
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
        let (full, upper, lower) = if pen.unicode() { ("█", "▀", "▄") } else { ("#", "#", "#") };
        let mut cells = Vec::new();
        for row in 0..self.rows {
            for column in 0..self.columns {
                match (self.dot(column, row * 2), self.dot(column, row * 2 + 1)) {
                    (true, true) => cells.push((column, row, full)),
                    (true, false) => cells.push((column, row, upper)),
                    (false, true) => cells.push((column, row, lower)),
                    (false, false) => {}
                }
            }
        }
        pen.shape(area, [self.columns, self.rows], cells, style);
    }

    fn dot(&self, x: u16, y: u16) -> bool {
        let index = usize::from(y) * usize::from(self.columns) + usize::from(x);
        self.dots.get(index).copied().unwrap_or_default()
    }
}

fn centre(dot: usize) -> f32 {
    f32::from(u16::try_from(dot).unwrap_or(u16::MAX)) + 0.5
}

/// The first dot whose centre is at or behind `edge`, and the one after the last that is at or before it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no less than 0 and a picture's size"
)]
fn first(edge: f32) -> usize {
    (edge - 0.5).ceil().max(0.0) as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no less than 0 and a picture's size"
)]
fn last(edge: f32) -> usize {
    (edge + 0.5).floor().max(0.0) as usize
}
