//! Whatever was shown before, a picture looks as it is; and what pictures cost.

use std::num::NonZeroU16;

use proptest::prelude::*;
use ratatui::{
    Terminal,
    buffer::Buffer,
    style::{Color, Modifier},
};

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

const NARROW: [&str; 12] = [" ", " ", "a", "b", "█", "█", "█", "▀", "▄", "⣿", "é", "◐"];
const WIDE_TOO: [&str; 13] = [" ", " ", "a", "b", "█", "█", "█", "▀", "é", "◐", "界", "界", "🙂"];

fn stroke(symbols: &[&'static str]) -> impl Strategy<Value = Stroke> {
    let symbol = prop::sample::select(symbols.to_vec());
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
    // A full block is nothing but its ink, a half looks like the other one turned round.
    let (text, turned) = match (cell.contents(), cell.inverse()) {
        ("█", inverse) => (" ", !inverse),
        ("▄", true) => ("▀", false),
        ("▄", false) => ("▀", true),
        (text, inverse) => (text, inverse),
    };
    let blank = text.trim().is_empty() && !cell.is_wide_continuation();
    let inverse = turned;
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

/// The same by the backend of the library, which spares nothing.
fn written_in_full(pictures: &[Vec<Stroke>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let area = ratatui::layout::Rect::new(0, 0, COLUMNS, ROWS);
    let mut before = Buffer::empty(area);
    for picture in pictures {
        let mut buffer = Buffer::empty(area);
        paint(&mut buffer, picture);
        let mut backend = ratatui::backend::CrosstermBackend::new(&mut bytes);
        backend.draw(before.diff(&buffer).into_iter()).unwrap();
        before = buffer;
    }
    bytes
}

fn pictures(symbols: &[&'static str]) -> impl Strategy<Value = Vec<Vec<Stroke>>> {
    prop::collection::vec(prop::collection::vec(stroke(symbols), 0..40), 1..4)
}

proptest! {
    /// However a picture came about, it is the one that is drawn on an empty terminal.
    #[test]
    fn every_picture_is_shown_as_it_is(pictures in pictures(&NARROW)) {
        let last = pictures.last().cloned().unwrap_or_default();
        prop_assert_eq!(screen(&written(&pictures)), screen(&written_in_full(&[last])));
    }

    /// With characters two cells wide as well it is what the library's own backend makes of the same pictures: where half of
    /// one is written over, the library does not say what the other half is to look like, and no terminal is told.
    #[test]
    fn what_is_wide_is_shown_as_it_would_be_in_full(pictures in pictures(&WIDE_TOO)) {
        prop_assert_eq!(screen(&written(&pictures)), screen(&written_in_full(&pictures)));
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
fn what_is_left_of_a_wide_character_is_not_turned_round() {
    let rows = |symbol| -> Vec<_> { (0..4).map(|y| (0, y, symbol)).collect() };
    assert!(added(&rows("a"), &rows("█")).contains("\x1b[7m"));
    let said = added(&rows("界"), &rows("█"));
    assert!(!said.contains("\x1b[7m"), "{said:?}");
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

/// What a second picture takes, whose cells are all of one colour.
fn added(first: &[(u16, u16, &'static str)], second: &[(u16, u16, &'static str)]) -> String {
    let paint = |cells: &[(u16, u16, &'static str)]| -> Vec<Stroke> {
        let (ink, paper, modifier) = (Color::Indexed(115), Color::Indexed(233), Modifier::empty());
        cells.iter().map(|&(x, y, symbol)| Stroke { x, y, symbol, ink, paper, modifier }).collect()
    };
    let (before, both) = (written(&[paint(first)]), written(&[paint(first), paint(second)]));
    String::from_utf8_lossy(&both[before.len()..]).into_owned()
}

#[test]
fn a_short_gap_is_written_over() {
    let first = [(0, 1, " "), (1, 1, " "), (2, 1, " "), (3, 1, " ")];
    let second = [(0, 1, "a"), (1, 1, " "), (2, 1, " "), (3, 1, "b")];
    assert_eq!(added(&first, &second), "\x1b[2;1Ha  b", "two bytes for two blanks, four to go over them");
    let letters = [(0, 1, " "), (1, 1, "x"), (2, 1, " "), (3, 1, " ")];
    let beside = [(0, 1, "a"), (1, 1, "x"), (2, 1, " "), (3, 1, "b")];
    assert_eq!(added(&letters, &beside), "\x1b[2;1Ha\x1b[2Cb");
}

#[test]
fn once_turned_round_it_stays_so_while_that_is_shorter() {
    let block = |y| [(0, y, "█"), (1, y, "█"), (2, y, "█"), (3, y, "▀")];
    let rows: Vec<_> = [(0, 0, "a")].into_iter().chain((1..4).flat_map(block)).collect();
    assert_eq!(added(&[(0, 0, "a")], &rows), "\x1b[2;1H\x1b[7m   ▄\n\r   ▄\n\r   ▄");
}

#[test]
fn the_colour_that_is_held_comes_first() {
    let cell = |x, y, symbol, ink| Stroke {
        x,
        y,
        symbol,
        ink: Color::Indexed(ink),
        paper: Color::Indexed(233),
        modifier: Modifier::empty(),
    };
    let picture = |symbol| vec![cell(0, 0, symbol, 1), cell(0, 1, symbol, 2), cell(0, 2, symbol, 1)];
    let first = written(&[picture("a")]);
    let both = written(&[picture("a"), picture("b")]);
    // The first picture ended with the second colour.
    assert_eq!(String::from_utf8_lossy(&both[first.len()..]), "\x1b[2;1Hb\x1b[1;1H\x1b[38;5;1mb\x1b[3;1Hb");
}
