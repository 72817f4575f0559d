//! A bitmap of dots.

/// What a dot belongs to; the theme gives each a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ink {
    Floor,
    Prop,
    Body,
    /// The part of the body that the exercise moves.
    Moving,
}

/// Dots in rows from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dots {
    width: usize,
    height: usize,
    inks: Vec<Option<Ink>>,
}

impl Dots {
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, inks: vec![None; width * height] }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    /// Beyond the edges there is nothing.
    pub fn at(&self, x: usize, y: usize) -> Option<Ink> {
        if x < self.width && y < self.height { self.inks[y * self.width + x] } else { None }
    }

    pub(super) fn set(&mut self, x: usize, y: usize, ink: Option<Ink>) {
        if x < self.width && y < self.height {
            self.inks[y * self.width + x] = ink;
        }
    }

    /// As `set`, at a place that may lie outside.
    pub(super) fn put(&mut self, x: f64, y: f64, ink: Option<Ink>) {
        if x >= 0.0 && y >= 0.0 {
            self.set(as_row(x), as_row(y), ink);
        }
    }

    /// Left for right.
    pub fn turned_over(&self) -> Self {
        let mut turned = self.clone();
        for row in turned.inks.chunks_mut(self.width.max(1)) {
            row.reverse();
        }
        turned
    }

    /// The dots of a straight line, each once, and those outside too.
    pub(super) fn line([x0, y0]: [f64; 2], [x1, y1]: [f64; 2]) -> impl Iterator<Item = [f64; 2]> {
        let steps = as_row((x1 - x0).abs().max((y1 - y0).abs())).min(4_000) + 1;
        (0..=steps).map(move |step| {
            let share = as_f64(step) / as_f64(steps);
            [(x0 + (x1 - x0) * share).floor(), (y0 + (y1 - y0) * share).floor()]
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "pictures are small")]
pub(super) fn as_f64(count: usize) -> f64 {
    count as f64
}

/// Rounded down; nothing lies before the first.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pictures are small, and the cast stops at 0"
)]
pub(super) fn as_row(place: f64) -> usize {
    place.max(0.0) as usize
}
