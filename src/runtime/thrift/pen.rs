//! How a terminal is told to write in another style.

use std::fmt::Write as _;

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

/// The style that a terminal writes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pen {
    pub(super) ink: Color,
    pub(super) paper: Color,
    pub(super) modifier: Modifier,
}

/// What shows on a cell without a character.
const SHOWS_ON_BLANK: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);
/// Strong and faint are both ended by one sequence.
const WEIGHT: Modifier = Modifier::BOLD.union(Modifier::DIM);

impl Pen {
    pub(super) const RESET: Self =
        Self { ink: Color::Reset, paper: Color::Reset, modifier: Modifier::empty() };

    pub(super) fn of(cell: &Cell) -> Self {
        Self { ink: cell.fg, paper: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank cell of this style shows nothing but its paper.
    pub(super) fn hides_on_blank(self) -> bool {
        !self.modifier.intersects(SHOWS_ON_BLANK)
    }

    /// This pen for a blank cell on such paper: all that cannot be seen there stays as it is.
    pub(super) fn on_blank(self, paper: Color) -> Self {
        Self { modifier: self.modifier.difference(SHOWS_ON_BLANK), paper, ..self }
    }

    /// The same with ink and paper turned round, or not.
    pub(super) fn turned(self, turned: bool) -> Self {
        let modifier = self.modifier.difference(Modifier::REVERSED);
        Self { modifier: if turned { modifier | Modifier::REVERSED } else { modifier }, ..self }
    }
}

/// `from`: `None` if nobody knows.
pub(super) fn change(text: &mut String, from: Option<Pen>, to: Pen) {
    let mut codes = String::new();
    let mut from = from.unwrap_or_else(|| {
        codes.push_str("0;");
        Pen::RESET
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

pub(super) fn push(text: &mut String, words: std::fmt::Arguments) {
    // A string takes everything.
    let _ = text.write_fmt(words);
}
