//! Dots as characters.

use super::dots::{Dots, Ink};

/// What a picture is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Two by four dots to a cell.
    Braille,
    /// The same, as blocks without gaps: few fonts have them yet.
    Octants,
    /// One by two dots to a cell.
    HalfBlocks,
    /// One by two dots to a cell, where there is no Unicode.
    Ascii,
}

/// A character of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub glyph: char,
    /// `None`: an empty cell.
    pub ink: Option<Ink>,
}

/// Rows of cells, all of the same length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub rows: Vec<Vec<Cell>>,
}

impl Picture {
    /// As plain text, each line with its end.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            text.extend(row.iter().map(|cell| cell.glyph));
            text.push('\n');
        }
        text
    }
}

impl Glyphs {
    /// How many dots a cell has across and down.
    pub(super) const fn dots(self) -> [f64; 2] {
        match self {
            Self::Braille | Self::Octants => [2.0, 4.0],
            Self::HalfBlocks | Self::Ascii => [1.0, 2.0],
        }
    }

    pub(super) fn picture(self, dots: &Dots, columns: u16, rows: u16) -> Picture {
        let row = |y: usize| (0..usize::from(columns)).map(|x| self.cell(dots, x, y)).collect();
        Picture { rows: (0..usize::from(rows)).map(row).collect() }
    }

    fn cell(self, dots: &Dots, x: usize, y: usize) -> Cell {
        let (across, down) = match self {
            Self::Braille | Self::Octants => (2, 4),
            Self::HalfBlocks | Self::Ascii => (1, 2),
        };
        let mut pattern = 0_u8;
        let mut inks = [0_u8; 4];
        for row in 0..down {
            for column in 0..across {
                if let Some(ink) = dots.at(x * across + column, y * down + row) {
                    pattern |= 1 << (row * across + column);
                    inks[ink as usize] += 1;
                }
            }
        }
        let order = [Ink::Moving, Ink::Body, Ink::Prop, Ink::Floor];
        let most = inks.iter().max().copied().unwrap_or(0);
        let ink = order.into_iter().find(|ink| most > 0 && inks[*ink as usize] == most);
        Cell { glyph: self.glyph(pattern), ink }
    }

    /// Bit by bit from the top left, row by row.
    fn glyph(self, pattern: u8) -> char {
        match self {
            Self::Braille => braille(pattern),
            Self::Octants => octant(pattern),
            Self::HalfBlocks => [' ', '▀', '▄', '█'][usize::from(pattern & 3)],
            Self::Ascii => [' ', '\'', '.', '#'][usize::from(pattern & 3)],
        }
    }
}

fn braille(pattern: u8) -> char {
    if pattern == 0 {
        return ' ';
    }
    // Unicode counts the upper six dots column by column.
    let order = [0, 3, 1, 4, 2, 5, 6, 7];
    let bits =
        (0..8).filter(|bit| pattern >> bit & 1 == 1).map(|bit: usize| 1_u32 << order[bit]).sum::<u32>();
    char::from_u32(0x2800 + bits).unwrap_or(' ')
}

/// Patterns that had a character before octants came, with that character.
const OLDER: [(u8, char); 26] = [
    (0x00, ' '),
    (0x01, '\u{1cea8}'),
    (0x02, '\u{1ceab}'),
    (0x03, '\u{1fb82}'),
    (0x05, '▘'),
    (0x0a, '▝'),
    (0x0f, '▀'),
    (0x14, '\u{1fbe6}'),
    (0x28, '\u{1fbe7}'),
    (0x3f, '\u{1fb85}'),
    (0x40, '\u{1cea3}'),
    (0x50, '▖'),
    (0x55, '▌'),
    (0x5a, '▞'),
    (0x5f, '▛'),
    (0x80, '\u{1cea0}'),
    (0xa0, '▗'),
    (0xa5, '▚'),
    (0xaa, '▐'),
    (0xaf, '▜'),
    (0xc0, '▂'),
    (0xf0, '▄'),
    (0xf5, '▙'),
    (0xfa, '▟'),
    (0xfc, '▆'),
    (0xff, '█'),
];

/// The others stand in the order of their patterns.
fn octant(pattern: u8) -> char {
    match OLDER.binary_search_by_key(&pattern, |(older, _)| *older) {
        Ok(at) => OLDER[at].1,
        Err(before) => {
            let before = u32::try_from(before).unwrap_or(0);
            char::from_u32(0x1_cd00 + u32::from(pattern) - before).unwrap_or(' ')
        }
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_of_braille_and_of_an_octant_is_where_it_should_be() {
        assert_eq!(braille(0b0000_0010), '⠈');
        assert_eq!(braille(0b1000_0000), '⢀');
        assert_eq!(braille(0xff), '⣿');
    }

    #[test]
    fn octants_are_those_that_ratatui_draws_with() {
        for pattern in 0..=255 {
            assert_eq!(
                octant(pattern),
                ratatui::symbols::pixel::OCTANTS[usize::from(pattern)],
                "{pattern:#x}"
            );
        }
    }
}
