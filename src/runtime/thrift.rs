//! Pictures become bytes for the terminal, as few as will do: every second of every session goes this way, perhaps over
//! a slow line.

use std::{fmt::Write as _, io};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr as _;

/// Writes only what a terminal does not show already, and says nothing twice. One write for each picture.
pub(super) struct Thrifty<W> {
    out: W,
    text: String,
    /// The style that the terminal writes in, as far as it is known.
    pen: Option<Pen>,
    /// Where the terminal writes next, as far as it is known.
    place: Option<Position>,
    cursor: Option<bool>,
    columns: u16,
    size: fn() -> io::Result<Size>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pen {
    ink: Color,
    paper: Color,
    modifier: Modifier,
}

/// What shows on a cell without a character.
const SHOWS_ON_BLANK: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);
const BLOCK: &str = "█";
/// Strong and faint are both ended by one sequence.
const WEIGHT: Modifier = Modifier::BOLD.union(Modifier::DIM);

impl<W: io::Write> Thrifty<W> {
    pub(super) fn new(out: W, size: fn() -> io::Result<Size>) -> Self {
        Self { out, text: String::new(), pen: None, place: None, cursor: None, columns: 0, size }
    }

    /// Has something go to the terminal with the next picture that shows on no cell.
    pub(super) fn pass(&mut self, sequences: &str) {
        self.text.push_str(sequences);
    }

    /// Nothing is known of the terminal any more.
    fn forget(&mut self) {
        (self.pen, self.place, self.cursor) = (None, None, None);
    }

    fn cell(&mut self, at: Position, cell: &Cell) {
        self.go(at);
        let mut wanted = Pen { ink: cell.fg, paper: cell.bg, modifier: cell.modifier };
        let symbol = cell.symbol();
        // On a blank cell only the paper can be seen: the rest stays as it is.
        if let Some(pen) = self.pen.filter(|_| symbol == " " && !wanted.modifier.intersects(SHOWS_ON_BLANK)) {
            wanted = Pen { modifier: pen.modifier.difference(SHOWS_ON_BLANK), paper: wanted.paper, ..pen };
        }
        if self.pen != Some(wanted) {
            change(&mut self.text, self.pen, wanted);
            self.pen = Some(wanted);
        }
        self.text.push_str(symbol);
        let width = u16::try_from(symbol.width()).unwrap_or(1);
        // How wide a terminal takes some characters is anybody's guess, and at the right edge all of them differ.
        let certain = symbol.chars().all(is_narrow);
        let x = at.x.saturating_add(width);
        self.place = (certain && x < self.columns).then_some(Position { x, y: at.y });
    }

    /// Full blocks side by side. The ground turned round looks the same, and takes one byte each instead of three.
    fn blocks(&mut self, at: Position, cell: &Cell, count: u16) {
        let mut turned = cell.clone();
        turned.set_symbol(" ").modifier = Modifier::REVERSED;
        let cost = |cell: &Cell| {
            let mut text = String::new();
            change(&mut text, self.pen, Pen { ink: cell.fg, paper: cell.bg, modifier: cell.modifier });
            text.len()
        };
        // Terminals differ in how they turn strong and faint ink round. What comes next may have to turn back.
        let gains = cell.modifier.is_empty() && cost(&turned) + 2 < cost(cell) + 2 * usize::from(count);
        let cell = if gains { &turned } else { cell };
        (0..count).for_each(|n| self.cell(Position { x: at.x + n, ..at }, cell));
    }

    fn go(&mut self, to: Position) {
        let Some(from) = self.place else { return push_absolute(&mut self.text, to) };
        if from == to {
            return;
        }
        let mut relative = String::new();
        if to.y == from.y + 1 {
            // Without a return, as the terminal is raw.
            relative.push('\n');
        } else if to.y != from.y {
            return push_absolute(&mut self.text, to);
        }
        match (to.x.checked_sub(from.x), from.x.checked_sub(to.x)) {
            (Some(0), _) => {}
            (Some(1), _) => relative.push_str("\x1b[C"),
            (Some(right), _) => push(&mut relative, format_args!("\x1b[{right}C")),
            _ if to.x == 0 => relative.push('\r'),
            (_, Some(left @ 1..=3)) => relative.extend((0..left).map(|_| '\x08')),
            (_, Some(left)) => push(&mut relative, format_args!("\x1b[{left}D")),
            (None, None) => {}
        }
        let mut absolute = String::new();
        push_absolute(&mut absolute, to);
        self.text.push_str(if relative.len() < absolute.len() { &relative } else { &absolute });
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
        self.columns = (self.size)()?.width;
        let mut content = content.peekable();
        while let Some((x, y, cell)) = content.next() {
            if cell.symbol() != BLOCK {
                self.cell(Position { x, y }, cell);
                continue;
            }
            let mut count = 1;
            while content.next_if(|next| (next.0, next.1) == (x + count, y) && next.2 == cell).is_some() {
                count += 1;
            }
            self.blocks(Position { x, y }, cell, count);
        }
        // Where the terminal may have been told to go meanwhile is not known to us.
        self.place = None;
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
        Ok(self.place.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        push_absolute(&mut self.text, position);
        self.place = Some(position);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.forget();
        // What is cleared takes on the paper of the pen.
        self.text.push_str("\x1b[0m");
        self.pen = Some(Pen { ink: Color::Reset, paper: Color::Reset, modifier: Modifier::empty() });
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

/// Latin letters, lines, blocks and braille are one cell wide everywhere.
fn is_narrow(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{2500}'..='\u{259f}' | '\u{2800}'..='\u{28ff}')
}

fn change(text: &mut String, from: Option<Pen>, to: Pen) {
    let mut codes = String::new();
    let mut from = from.unwrap_or_else(|| {
        codes.push_str("0;");
        Pen { ink: Color::Reset, paper: Color::Reset, modifier: Modifier::empty() }
    });
    let mut gone = from.modifier.difference(to.modifier);
    if gone.intersects(WEIGHT) {
        codes.push_str("22;");
        from.modifier = from.modifier.difference(WEIGHT);
        gone = gone.difference(WEIGHT);
    }
    let come = to.modifier.difference(from.modifier);
    for (modifier, on, off) in MODIFIERS {
        if gone.contains(*modifier) {
            push(&mut codes, format_args!("{off};"));
        }
        if come.contains(*modifier) {
            push(&mut codes, format_args!("{on};"));
        }
    }
    if from.ink != to.ink {
        colour(&mut codes, to.ink, 30);
    }
    if from.paper != to.paper {
        colour(&mut codes, to.paper, 40);
    }
    if !codes.is_empty() {
        push(text, format_args!("\x1b[{}m", codes.trim_end_matches(';')));
    }
}

const MODIFIERS: &[(Modifier, u8, u8)] = &[
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// `base`: 30 for ink, 40 for paper.
fn colour(codes: &mut String, colour: Color, base: u8) {
    let named = match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::Reset => 9,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Indexed(index) => return push(codes, format_args!("{};5;{index};", base + 8)),
        Color::Rgb(red, green, blue) => {
            return push(codes, format_args!("{};2;{red};{green};{blue};", base + 8));
        }
    };
    push(codes, format_args!("{};", base + named));
}

fn push_absolute(text: &mut String, to: Position) {
    push(text, format_args!("\x1b[{};{}H", to.y + 1, to.x + 1));
}

fn push(text: &mut String, words: std::fmt::Arguments) {
    // A string takes everything.
    let _ = text.write_fmt(words);
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use proptest::prelude::*;
    use ratatui::{Terminal, buffer::Buffer};

    use super::*;

    const COLUMNS: u16 = 12;
    const ROWS: u16 = 5;

    #[derive(Clone, Copy, Debug)]
    struct Stroke {
        x: u16,
        y: u16,
        symbol: &'static str,
        ink: Color,
        paper: Color,
        modifier: Modifier,
    }

    fn stroke() -> impl Strategy<Value = Stroke> {
        let symbol = prop::sample::select(vec![" ", " ", "a", "b", "█", "█", "█", "▀", "⣿", "é", "◐"]);
        let colour = || {
            prop::sample::select(vec![
                Color::Reset,
                Color::Red,
                Color::White,
                Color::Indexed(115),
                Color::Rgb(1, 2, 3),
            ])
        };
        let modifier = prop::sample::select(vec![
            Modifier::empty(),
            Modifier::BOLD,
            Modifier::DIM,
            Modifier::REVERSED,
            Modifier::UNDERLINED.union(Modifier::BOLD),
            Modifier::ITALIC,
        ]);
        (0..COLUMNS, 0..ROWS, symbol, colour(), colour(), modifier)
            .prop_map(|(x, y, symbol, ink, paper, modifier)| Stroke { x, y, symbol, ink, paper, modifier })
    }

    /// What a person sees of a cell.
    fn seen(cell: &vt100::Cell) -> String {
        let text = cell.contents();
        let blank = text.trim().is_empty() && !cell.is_wide_continuation();
        // A full block is nothing but its ink.
        let block = text == BLOCK && !cell.inverse();
        let (blank, inverse) = (blank || block, cell.inverse() || block);
        let shows = !blank || inverse || cell.underline();
        let ink = shows.then(|| (cell.fgcolor(), cell.bold(), cell.dim(), cell.italic()));
        let text = if blank { " " } else { text };
        format!("{text:?} {ink:?} {:?} {inverse} {}", cell.bgcolor(), cell.underline())
    }

    fn screen(bytes: &[u8]) -> Vec<String> {
        let cells = |count| NonZeroU16::new(count).unwrap();
        let mut parser = vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0);
        parser.process(bytes);
        let places = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (row, column)));
        places.map(|(row, column)| seen(parser.screen().cell(row, column).unwrap())).collect()
    }

    fn paint(buffer: &mut Buffer, strokes: &[Stroke]) {
        for stroke in strokes {
            let width = u16::try_from(stroke.symbol.width()).unwrap();
            if stroke.x + width <= COLUMNS {
                let style = ratatui::style::Style::new()
                    .fg(stroke.ink)
                    .bg(stroke.paper)
                    .remove_modifier(Modifier::all().difference(stroke.modifier))
                    .add_modifier(stroke.modifier);
                buffer.set_string(stroke.x, stroke.y, stroke.symbol, style);
            }
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "a terminal may be gone, this one cannot")]
    fn size() -> io::Result<Size> {
        Ok(Size { width: COLUMNS, height: ROWS })
    }

    /// The bytes of some pictures, one after the other, on one terminal.
    fn written(pictures: &[Vec<Stroke>]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut terminal = Terminal::new(Thrifty::new(&mut bytes, size)).unwrap();
        for picture in pictures {
            terminal.draw(|frame| paint(frame.buffer_mut(), picture)).unwrap();
        }
        drop(terminal);
        bytes
    }

    proptest! {
        /// However a picture came about, it is the one that is drawn on an empty terminal.
        #[test]
        fn every_picture_is_shown_as_it_is(
            pictures in prop::collection::vec(prop::collection::vec(stroke(), 0..40), 1..4)
        ) {
            let last = pictures.last().cloned().unwrap_or_default();
            let mut plain = Vec::new();
            let area = ratatui::layout::Rect::new(0, 0, COLUMNS, ROWS);
            let mut buffer = Buffer::empty(area);
            paint(&mut buffer, &last);
            let empty = Buffer::empty(area);
            let mut backend = ratatui::backend::CrosstermBackend::new(&mut plain);
            backend.draw(empty.diff(&buffer).into_iter()).unwrap();
            prop_assert_eq!(screen(&written(&pictures)), screen(&plain));
        }
    }

    #[test]
    fn many_blocks_are_the_ground_turned_round() {
        let block = |x, y| Stroke {
            x,
            y,
            symbol: "█",
            ink: Color::Indexed(115),
            paper: Color::Indexed(233),
            modifier: Modifier::empty(),
        };
        let letter = Stroke { symbol: "a", ..block(0, 0) };
        let row = |y| (0..5).map(move |x| block(x, y));
        let first = written(&[vec![letter]]);
        let both = written(&[vec![letter], [letter].into_iter().chain(row(1)).chain(row(2)).collect()]);
        assert_eq!(String::from_utf8_lossy(&both[first.len()..]), "\x1b[2;1H\x1b[7m     \n\r     ");
        let few = written(&[vec![letter], vec![letter, block(0, 1)]]);
        assert_eq!(String::from_utf8_lossy(&few[first.len()..]), "\x1b[2;1H█");
    }

    #[test]
    fn what_does_not_change_is_not_said_again() {
        let cell = |x, symbol| Stroke {
            x,
            y: 1,
            symbol,
            ink: Color::Indexed(115),
            paper: Color::Indexed(233),
            modifier: Modifier::empty(),
        };
        let first = written(&[vec![cell(0, "a"), cell(1, "b")]]);
        let both = written(&[vec![cell(0, "a"), cell(1, "b")], vec![cell(0, "a"), cell(1, " ")]]);
        assert_eq!(String::from_utf8_lossy(&both[first.len()..]), "\x1b[2;2H ");
        assert_eq!(
            written(&[vec![cell(0, "a")], vec![cell(0, "a")]]),
            written(&[vec![cell(0, "a")]]),
            "nothing has changed"
        );
    }
}
