//! Draws into a frame, never outside the area it is given.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Modifier, Style},
};

use super::{
    mouse::{Target, Targets},
    text,
    theme::{Role, Theme},
    trace::{Stroke, Trace},
};
use crate::figure::{Ink, Picture};

pub(crate) struct Pen<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    unicode: bool,
    targets: Targets,
    trace: Trace,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(buffer: &'a mut Buffer, theme: &'a Theme, unicode: bool) -> Self {
        Self { buffer, theme, unicode, targets: Targets::default(), trace: Trace::default() }
    }

    /// From now on what is drawn is written down.
    pub(crate) fn traced(self) -> Self {
        Self { trace: Trace::kept(), ..self }
    }

    pub(crate) fn area(&self) -> Rect {
        self.buffer.area
    }

    /// What lies here can be clicked.
    pub(crate) fn target(&mut self, area: Rect, target: Target) {
        self.targets.add(area.intersection(self.buffer.area), target);
    }

    /// What can be clicked, and what was drawn if that was written down.
    pub(crate) fn finish(self) -> (Targets, Vec<Stroke>) {
        (self.targets, self.trace.strokes())
    }

    pub(crate) fn unicode(&self) -> bool {
        self.unicode
    }

    /// Text on the ground, whatever the cell looked like before.
    pub(crate) fn style(&self, role: Role) -> Style {
        self.theme.base().patch(self.theme.style(role))
    }

    /// The name of a screen, of a box, or of what is shown there.
    pub(crate) fn title(&self) -> Style {
        self.style(Role::Accent).add_modifier(Modifier::BOLD)
    }

    /// Of a part of a screen.
    pub(crate) fn heading(&self) -> Style {
        self.style(Role::Muted).add_modifier(Modifier::BOLD)
    }

    /// Text knocked out of the role's colour.
    pub(crate) fn filled(&self, role: Role) -> Style {
        self.theme.base().patch(self.theme.filled(role))
    }

    /// One line at the left of the area's first row, shortened to fit. Returns the columns used.
    pub(crate) fn left(&mut self, area: Rect, words: &str, style: impl Into<Style>) -> u16 {
        self.put(area, words, style.into(), |_| 0)
    }

    pub(crate) fn right(&mut self, area: Rect, words: &str, style: impl Into<Style>) -> u16 {
        self.put(area, words, style.into(), |free| free)
    }

    pub(crate) fn centre(&mut self, area: Rect, words: &str, style: impl Into<Style>) -> u16 {
        self.put(area, words, style.into(), |free| free / 2)
    }

    /// Every cell of the area.
    pub(crate) fn fill(&mut self, area: Rect, symbol: &str, style: impl Into<Style>) {
        let area = area.intersection(self.buffer.area);
        let style = style.into();
        self.part(area);
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.set_symbol(symbol).set_style(style);
            }
        }
    }

    /// A large digit or letter, or what of it has room: cells with their symbols, from the area's upper left corner on.
    pub(crate) fn shape(
        &mut self,
        area: Rect,
        [columns, rows]: [u16; 2],
        cells: Vec<(u16, u16, &'static str)>,
        style: impl Into<Style>,
    ) {
        let style = style.into();
        for (x, y, symbol) in &cells {
            if *x < area.width && *y < area.height {
                self.fill(Rect { x: area.x + x, y: area.y + y, width: 1, height: 1 }, symbol, style);
            }
        }
        self.trace.add(|| Stroke::Shape { place: Rect { width: columns, height: rows, ..area }, cells });
    }

    /// A figure, from the area's upper left corner on.
    pub(crate) fn figure(&mut self, area: Rect, picture: &Picture, moving: Role) {
        let role = |ink| match ink {
            Ink::Floor => Role::Line,
            Ink::Prop => Role::Muted,
            Ink::Body => Role::Text,
            Ink::Moving => moving,
        };
        for (y, cells) in (area.y..area.bottom()).zip(&picture.rows) {
            for (x, cell) in (area.x..area.right()).zip(cells) {
                let Some(style) = cell.ink.map(|ink| self.style(role(ink))) else { continue };
                if let Some(place) = self.buffer.cell_mut((x, y)) {
                    place.set_char(cell.glyph).set_style(style);
                }
            }
        }
    }

    /// Gives every cell of the area another style.
    pub(crate) fn restyle(&mut self, area: Rect, style: impl Into<Style>) {
        self.buffer.set_style(area, style);
    }

    /// Takes the colour out of everything that is drawn so far, and the clicks: what comes above it is what counts.
    pub(crate) fn fade(&mut self) {
        self.targets.clear();
        let style = self.style(Role::Line);
        self.buffer.set_style(self.buffer.area, style);
    }

    /// Blanks the area, for what lies above the rest.
    pub(crate) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        let base = self.theme.base();
        self.part(area);
        self.trace.add(|| Stroke::Cleared(area));
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_symbol(" ").set_style(base);
            }
        }
    }

    fn put(&mut self, area: Rect, words: &str, style: Style, start: impl Fn(u16) -> u16) -> u16 {
        let visible = area.intersection(self.buffer.area);
        if visible.is_empty() || visible.y != area.y || visible.x != area.x {
            self.trace.add(|| Stroke::Left { whole: text::clean(words) });
            return 0;
        }
        let drawn = text::shorten(words, usize::from(visible.width));
        let used = u16::try_from(text::width(&drawn)).unwrap_or(visible.width).min(visible.width);
        let place = Rect { x: visible.x + start(visible.width - used), width: used, height: 1, ..visible };
        self.part(place);
        self.buffer.set_stringn(place.x, place.y, &drawn, usize::from(used), style);
        // The cells that a wide character covers are as it is.
        self.buffer.set_style(place, style);
        if text::ends_right_to_left(&drawn) {
            self.end_right_to_left(place);
        }
        self.trace.add(|| Stroke::Text { place, drawn, whole: text::clean(words) });
        used
    }

    /// A mark without width keeps a terminal that orders scripts itself from taking what follows to the other side.
    /// Elsewhere it does nothing, and it encloses nothing: a part of the row that is drawn anew cannot leave it open.
    fn end_right_to_left(&mut self, place: Rect) {
        let is_drawn = |x: &u16| self.buffer[(*x, place.y)].symbol() != " ";
        let last = (place.x..place.right()).rev().find(is_drawn);
        if let Some(cell) = last.and_then(|x| self.buffer.cell_mut((x, place.y))) {
            let marked = format!("{}\u{200e}", cell.symbol());
            cell.set_symbol(&marked);
        }
    }

    /// A wide character is drawn as a whole or not at all: where the area would cover half of one, the other half goes.
    fn part(&mut self, area: Rect) {
        if area.x == self.buffer.area.x {
            return;
        }
        for y in area.y..area.bottom() {
            // Few are wider than two columns.
            for before in (self.buffer.area.x..area.x).rev().take(4) {
                let Some(cell) = self.buffer.cell_mut((before, y)) else { continue };
                if !cell.symbol().is_ascii() && text::width(cell.symbol()) > usize::from(area.x - before) {
                    cell.set_symbol(" ");
                }
            }
        }
    }
}

/// The area without its first `rows` rows.
pub(crate) fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// The area's row `row`, counted from its top; empty if there is none.
pub(crate) fn row(area: Rect, row: u16) -> Rect {
    let height = u16::from(row < area.height);
    Rect { y: area.y.saturating_add(row), height, ..area }
}

/// The area without its first `columns` columns.
pub(crate) fn after(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect { x: area.x + columns, width: area.width - columns, ..area }
}
