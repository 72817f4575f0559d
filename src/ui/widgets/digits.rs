//! Digits of any size: straight strokes with round corners, drawn on the grid so that every edge is sharp.

use ratatui::{layout::Rect, style::Style};

use super::bitmap::Bitmap;
use crate::ui::pen::{Pen, after};

/// Digits of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    pub(crate) rows: u16,
    /// Of one digit, in columns.
    columns: u16,
    /// In columns, and in half rows.
    stroke: u16,
}

/// The largest first.
const SIZES: &[Digits] = &[
    size(36, 40, 10),
    size(30, 33, 9),
    size(24, 26, 7),
    size(21, 23, 6),
    size(18, 20, 5),
    size(16, 18, 5),
    size(14, 16, 4),
    size(12, 14, 4),
    size(11, 13, 3),
    size(10, 12, 3),
    size(9, 11, 3),
    size(8, 9, 2),
    size(7, 8, 2),
    size(6, 7, 2),
    size(5, 6, 2),
    size(4, 5, 1),
    size(3, 4, 1),
    size(3, 3, 1),
];

const fn size(rows: u16, columns: u16, stroke: u16) -> Digits {
    Digits { rows, columns, stroke }
}

impl Digits {
    /// The largest size in which `text` fits into the columns and rows. `None` if not even the smallest does.
    pub(crate) fn fitting(text: &str, columns: u16, rows: u16) -> Option<Self> {
        SIZES.iter().copied().find(|size| size.rows <= rows && size.width(text) <= columns)
    }

    /// Columns that `text` takes.
    pub(crate) fn width(self, text: &str) -> u16 {
        let glyphs: u16 = text.chars().map(|glyph| self.glyph_width(glyph)).sum();
        let gaps = u16::try_from(text.chars().count()).unwrap_or(u16::MAX).saturating_sub(1);
        glyphs.saturating_add(gaps.saturating_mul(self.gap()))
    }

    /// Draws `text`, of digits and colons, in the middle of the area's first rows.
    pub(crate) fn draw(self, pen: &mut Pen, area: Rect, text: &str, style: impl Into<Style>) {
        let style = style.into();
        let mut place = after(area, area.width.saturating_sub(self.width(text)) / 2);
        for glyph in text.chars() {
            self.glyph(glyph).draw(pen, place, style);
            place = after(place, self.glyph_width(glyph) + self.gap());
        }
    }

    fn gap(self) -> u16 {
        if self.stroke == 1 { 1 } else { self.stroke.div_ceil(2) + 1 }
    }

    fn glyph_width(self, glyph: char) -> u16 {
        if glyph == ':' { self.stroke } else { self.columns }
    }

    fn glyph(self, glyph: char) -> Bitmap {
        let mut bitmap = Bitmap::new(self.glyph_width(glyph), self.rows);
        let frame = Frame::new(self);
        if glyph == ':' {
            let (stroke, height) = (f32::from(self.stroke), f32::from(self.rows) * 2.0);
            for middle in [(height * 0.32).round(), (height * 0.72).round()] {
                let top = (middle - stroke / 2.0).floor();
                bitmap.fill(0.0, top, stroke, top + stroke);
            }
            return bitmap;
        }
        for line in frame.lines(glyph) {
            let mut drawn = Bitmap::new(self.columns, self.rows);
            frame.draw(&mut drawn, &line);
            bitmap.add(&drawn);
        }
        bitmap
    }
}

/// Two bars as high as the digits: a pause that can be told from the far end of the room.
pub(crate) fn pause_sign(pen: &mut Pen, area: Rect, rows: u16, style: impl Into<Style>) {
    let style = style.into();
    let bar = (rows / 2).max(1) + 1;
    let left = area.width.saturating_sub(bar * 3) / 2;
    for offset in [left, left + 2 * bar] {
        let place = after(Rect { height: area.height.min(rows), ..area }, offset);
        let place = Rect { width: place.width.min(bar), ..place };
        pen.fill(place, if pen.unicode() { "█" } else { "#" }, style);
        // As the small digits do, it leaves half a row free above.
        if rows <= 4 && pen.unicode() {
            pen.fill(Rect { height: place.height.min(1), ..place }, "▄", style);
        }
    }
}

/// The centre lines that strokes run along, in dots.
struct Frame {
    stroke: f32,
    width: f32,
    height: f32,
    start: f32,
    left: f32,
    right: f32,
    top: f32,
    middle: f32,
    bottom: f32,
    radius: f32,
}

/// A stroke with square ends: corners in order, each round or not.
type Line = Vec<(f32, f32, bool)>;

impl Frame {
    fn new(size: Digits) -> Self {
        let stroke = f32::from(size.stroke);
        let (width, height) = (f32::from(size.columns), f32::from(size.rows) * 2.0);
        let half = stroke / 2.0;
        // The small sizes leave a dot free above: what stands there has no gap of its own.
        let start = if size.stroke == 1 { 1.0 } else { 0.0 };
        Self {
            stroke,
            width,
            height,
            start,
            left: half,
            right: width - half,
            top: start + half,
            middle: start + ((height - start - stroke) / 2.0).floor() + half,
            bottom: height - half,
            radius: if size.stroke == 1 { 0.0 } else { stroke },
        }
    }

    fn lines(&self, glyph: char) -> Vec<Line> {
        let Self { width, height, start, left, right, top, middle, bottom, .. } = *self;
        let centre = (width / 2.0 - self.stroke / 2.0).round() + self.stroke / 2.0;
        let (round, sharp) = (true, false);
        match glyph {
            '0' => vec![closed(left, top, right, bottom, middle)],
            '1' => {
                let flag = (centre - 1.5 * self.stroke).max(0.0);
                let mut lines = vec![vec![(flag, top, sharp), (centre, top, sharp), (centre, height, sharp)]];
                if self.stroke > 1.0 {
                    let reach = 1.5 * self.stroke;
                    lines.push(vec![(centre - reach, bottom, sharp), (centre + reach, bottom, sharp)]);
                }
                lines
            }
            '2' => vec![vec![
                (0.0, top, sharp),
                (right, top, round),
                (right, middle, round),
                (left, middle, round),
                (left, bottom, sharp),
                (width, bottom, sharp),
            ]],
            '3' => vec![
                vec![
                    (0.0, top, sharp),
                    (right, top, round),
                    (right, middle, round),
                    (width * 0.25, middle, sharp),
                ],
                vec![
                    (width * 0.25, middle, sharp),
                    (right, middle, round),
                    (right, bottom, round),
                    (0.0, bottom, sharp),
                ],
            ],
            '4' => vec![
                vec![(left, start, sharp), (left, middle, sharp), (right, middle, sharp)],
                vec![(right, start, sharp), (right, height, sharp)],
            ],
            '5' => vec![vec![
                (width, top, sharp),
                (left, top, sharp),
                (left, middle, sharp),
                (right, middle, round),
                (right, bottom, round),
                (0.0, bottom, sharp),
            ]],
            '6' => vec![vec![
                (width, top, sharp),
                (left, top, round),
                (left, bottom, round),
                (right, bottom, round),
                (right, middle, round),
                (left, middle, sharp),
            ]],
            '7' => vec![vec![(0.0, top, sharp), (right, top, round), (right, height, sharp)]],
            '8' => vec![
                closed(left, top, right, middle, f32::midpoint(top, middle)),
                closed(left, middle, right, bottom, f32::midpoint(middle, bottom)),
            ],
            '9' => vec![vec![
                (0.0, bottom, sharp),
                (right, bottom, round),
                (right, top, round),
                (left, top, round),
                (left, middle, round),
                (right, middle, sharp),
            ]],
            _ => Vec::new(),
        }
    }

    fn draw(&self, bitmap: &mut Bitmap, line: &Line) {
        let half = self.stroke / 2.0;
        for pair in line.windows(2) {
            let [(x0, y0, _), (x1, y1, _)] = *pair else { continue };
            let (dx, dy) = if y0.total_cmp(&y1).is_eq() { (0.0, half) } else { (half, 0.0) };
            bitmap.fill(x0.min(x1) - dx, y0.min(y1) - dy, x0.max(x1) + dx, y0.max(y1) + dy);
        }
        for triple in line.windows(3) {
            let [before, (x, y, round), after] = *triple else { continue };
            self.corner(bitmap, (before.0, before.1), (x, y), (after.0, after.1), round);
        }
    }

    /// Makes the corner at `at` between two strokes whole, or round.
    fn corner(
        &self,
        bitmap: &mut Bitmap,
        before: (f32, f32),
        at: (f32, f32),
        after: (f32, f32),
        round: bool,
    ) {
        let half = self.stroke / 2.0;
        let (x, y) = at;
        if !round || self.radius <= 0.0 {
            bitmap.fill(x - half, y - half, x + half, y + half);
            return;
        }
        // From the corner to the inside of the turn.
        let inwards = |a: f32, b: f32, here: f32| (a - here + b - here).signum();
        let (to_x, to_y) = (inwards(before.0, after.0, x), inwards(before.1, after.1, y));
        let (centre_x, centre_y) = (x + to_x * self.radius, y + to_y * self.radius);
        let (outer_x, outer_y) = (x - to_x * half, y - to_y * half);
        let (inner, outer) = (self.radius - half, self.radius + half);
        bitmap.paint(
            outer_x.min(centre_x),
            outer_y.min(centre_y),
            outer_x.max(centre_x),
            outer_y.max(centre_y),
            |dot_x, dot_y, _| (inner..=outer).contains(&(dot_x - centre_x).hypot(dot_y - centre_y)),
        );
    }
}

/// A ring with four round corners, begun and ended in the middle of its left side.
fn closed(left: f32, top: f32, right: f32, bottom: f32, start: f32) -> Line {
    vec![
        (left, start, false),
        (left, top, true),
        (right, top, true),
        (right, bottom, true),
        (left, bottom, true),
        (left, start, false),
    ]
}
