//! Pictures become bytes for the terminal, as few as will do: every second of every session goes this way, perhaps over
//! a slow line.

mod pen;
mod route;
mod shown;

use std::io;

use pen::{Pen, change};
use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};
use route::{Run, Stand, go, push_absolute};
use shown::{Shape, Shown};
use unicode_width::UnicodeWidthStr as _;

/// Writes only what a terminal does not show already, and says nothing twice. One write for each picture.
pub(super) struct Thrifty<W> {
    out: W,
    text: String,
    /// Where the terminal writes next and in which style, as far as it is known.
    stand: Stand,
    shown: Shown,
    cursor: Option<bool>,
    columns: u16,
    size: fn() -> io::Result<Size>,
}

/// Cells that are written with one pen.
struct Group<'a> {
    pen: Pen,
    cells: Vec<(Position, &'a Cell)>,
}

impl<W: io::Write> Thrifty<W> {
    pub(super) fn new(out: W, size: fn() -> io::Result<Size>) -> Self {
        let stand = Stand { place: None, pen: None };
        Self { out, text: String::new(), stand, shown: Shown::default(), cursor: None, columns: 0, size }
    }

    /// Has something go to the terminal with the next picture that shows on no cell.
    pub(super) fn pass(&mut self, sequences: &str) {
        self.text.push_str(sequences);
    }

    /// Nothing is known of the terminal any more.
    fn forget(&mut self) {
        (self.stand, self.cursor) = (Stand { place: None, pen: None }, None);
        self.shown.forget();
    }

    /// `free`: the order of the cells is of no matter.
    fn write(&mut self, group: &Group, free: bool) {
        let runs = self.runs(&group.cells);
        for (at, _) in &group.cells {
            self.shown.note(*at, Shape::Other, group.pen);
        }
        if group.pen.modifier.is_empty() {
            self.stand = route::write(&mut self.text, self.stand, group.pen, &runs, free, &self.shown);
        } else {
            group.cells.iter().for_each(|(at, cell)| self.cell(*at, cell));
        }
        for (at, cell) in &group.cells {
            let shape = Shape::of(cell.symbol());
            let pen = if shape == Shape::Blank {
                Pen { ink: group.pen.ink, ..Pen::of(cell) }
            } else {
                Pen::of(cell)
            };
            match width(cell.symbol()) {
                0 | 1 => self.shown.note(*at, shape, pen),
                wide => self.shown.note_wide(*at, wide),
            }
        }
    }

    /// The cells of a group, those side by side that look the same together.
    fn runs<'a>(&self, cells: &[(Position, &'a Cell)]) -> Vec<Run<'a>> {
        let mut runs: Vec<Run> = Vec::new();
        for (at, cell) in cells {
            let symbol = cell.symbol();
            // What is left of a wide character that is written over is not to be turned round with it.
            let shape = if self.shown.is_part(*at) { Shape::Other } else { Shape::of(symbol) };
            let ends = self.after(*at, symbol);
            match runs.last_mut() {
                Some(run)
                    if run.shape == shape
                        && shape != Shape::Other
                        && (run.at.x + run.count, run.at.y) == (at.x, at.y) =>
                {
                    run.count += 1;
                    run.ends = ends;
                }
                _ => runs.push(Run { at: *at, count: 1, shape, symbol, ends }),
            }
        }
        runs
    }

    /// One cell in its own style.
    fn cell(&mut self, at: Position, cell: &Cell) {
        go(&mut self.text, self.stand.place, at);
        let mut wanted = Pen::of(cell);
        let symbol = cell.symbol();
        if let Some(pen) = self.stand.pen.filter(|_| symbol == " " && wanted.hides_on_blank()) {
            wanted = pen.on_blank(wanted.paper);
        }
        if self.stand.pen != Some(wanted) {
            change(&mut self.text, self.stand.pen, wanted);
        }
        self.text.push_str(symbol);
        self.stand = Stand { place: self.after(at, symbol), pen: Some(wanted) };
    }

    /// Where the terminal writes after this. How wide one takes some characters is anybody's guess, and at the right edge
    /// all of them differ.
    fn after(&self, at: Position, symbol: &str) -> Option<Position> {
        let x = at.x.saturating_add(width(symbol));
        (is_certain(symbol) && x < self.columns).then_some(Position { x, y: at.y })
    }

    fn show(&mut self, shown: bool) {
        if self.cursor != Some(shown) {
            self.text.push_str(if shown { "\x1b[?25h" } else { "\x1b[?25l" });
            self.cursor = Some(shown);
        }
    }
}

impl<W: io::Write> Backend for Thrifty<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let size = (self.size)()?;
        self.columns = size.width;
        self.shown.resize(size);
        let cells: Vec<_> = content.map(|(x, y, cell)| (Position { x, y }, cell)).collect();
        // A character that is wider than it is taken to be would cover what was written behind it before.
        let free = cells.iter().all(|(_, cell)| is_certain(cell.symbol()));
        for group in groups(self.stand.pen, &cells, free) {
            self.write(&group, free);
        }
        // Where the terminal may have been told to go meanwhile is not known to us.
        self.stand.place = None;
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true);
        Ok(())
    }

    /// Not asked: the answer would come to the thread that reads the keys.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.stand.place.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        push_absolute(&mut self.text, position);
        self.stand.place = Some(position);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.forget();
        // What is cleared takes on the paper of the pen.
        self.text.push_str("\x1b[0m");
        self.stand.pen = Some(Pen::RESET);
        self.text.push_str(match region {
            ClearType::All => "\x1b[2J",
            ClearType::AfterCursor => "\x1b[J",
            ClearType::BeforeCursor => "\x1b[1J",
            ClearType::CurrentLine => "\x1b[2K",
            ClearType::UntilNewLine => "\x1b[K",
        });
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        (self.size)()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: (self.size)()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.text.is_empty() {
            return Ok(());
        }
        let written = self.out.write_all(self.text.as_bytes()).and_then(|()| self.out.flush());
        self.text.clear();
        written
    }
}

/// The cells by their pens, each group in their order, and the pen that is held already first. Unless `free` all stays in
/// its order.
fn groups<'a>(held: Option<Pen>, cells: &[(Position, &'a Cell)], free: bool) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for ((at, cell), pen) in cells.iter().zip(pens(cells)) {
        let known = if free { groups.len() } else { groups.len().min(1) };
        let known = groups.iter_mut().rev().take(known).find(|group| group.pen == pen);
        match known {
            Some(group) => group.cells.push((*at, cell)),
            None => groups.push(Group { pen, cells: vec![(*at, cell)] }),
        }
    }
    let is_held = |group: &Group| held.is_some_and(|held| held.turned(false) == group.pen.turned(false));
    if free && let Some(number) = groups.iter().position(is_held) {
        groups[..=number].rotate_right(1);
    }
    groups
}

/// The pen of each cell. Of a blank nothing but its paper shows: it goes with what is written before it in its row, or else
/// behind it there, or else in the row before.
fn pens(cells: &[(Position, &Cell)]) -> Vec<Pen> {
    let mut pens: Vec<Pen> = Vec::with_capacity(cells.len());
    for (number, (at, cell)) in cells.iter().enumerate() {
        let own = Pen::of(cell);
        let is_free = |cell: &Cell| cell.symbol() == " " && Pen::of(cell).hides_on_blank();
        let before = number.checked_sub(1).map(|before| (cells[before].0.y == at.y, pens[before]));
        let row = || cells[number..].iter().take_while(|(other, _)| other.y == at.y);
        let after = || row().find(|(_, cell)| !is_free(cell)).map(|(_, cell)| (true, Pen::of(cell)));
        let beside = || before.filter(|(beside, _)| *beside).or_else(after).or(before);
        let goes_along = |(_, pen): &(bool, Pen)| is_free(cell) && pen.paper == own.paper;
        pens.push(beside().filter(goes_along).map_or(own, |(_, pen)| pen));
    }
    pens
}

fn width(symbol: &str) -> u16 {
    u16::try_from(symbol.width()).unwrap_or(1)
}

/// The letters of ASCII, lines, blocks and braille are one cell wide everywhere.
fn is_certain(symbol: &str) -> bool {
    symbol
        .chars()
        .all(|character| matches!(character, ' '..='~' | '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}'))
}

#[cfg(test)]
mod tests;
