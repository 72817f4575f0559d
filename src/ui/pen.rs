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
};
use crate::figure::{Ink, Picture};

pub(crate) struct Pen<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    unicode: bool,
    targets: Targets,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(buffer: &'a mut Buffer, theme: &'a Theme, unicode: bool) -> Self {
        Self { buffer, theme, unicode, targets: Targets::default() }
    }

    pub(crate) fn area(&self) -> Rect {
        self.buffer.area
    }

    /// What lies here can be clicked.
    pub(crate) fn target(&mut self, area: Rect, target: Target) {
        self.targets.add(area.intersection(self.buffer.area), target);
    }

    pub(crate) fn into_targets(self) -> Targets {
        self.targets
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
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.set_symbol(symbol).set_style(style);
            }
        }
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
            return 0;
        }
        let words = text::shorten(words, usize::from(visible.width));
        let used = u16::try_from(text::width(&words)).unwrap_or(visible.width).min(visible.width);
        let x = visible.x + start(visible.width - used);
        self.buffer.set_stringn(x, visible.y, words, usize::from(used), style);
        used
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
