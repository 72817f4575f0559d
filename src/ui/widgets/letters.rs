//! Capital letters five half rows high, for the one word that says what to do.

use ratatui::{layout::Rect, style::Style};

use super::bitmap::Bitmap;
use crate::ui::pen::{Pen, after};

/// A word in large letters.
#[derive(Clone, Debug)]
pub(crate) struct Letters {
    glyphs: Vec<&'static [&'static str; HEIGHT]>,
    scale: u16,
}

const HEIGHT: usize = 5;

impl Letters {
    /// `None` if there is a character that no large letter stands for.
    pub(crate) fn new(word: &str, scale: u16) -> Option<Self> {
        let glyphs = word.chars().map(glyph).collect::<Option<_>>()?;
        Some(Self { glyphs, scale })
    }

    pub(crate) fn width(&self) -> u16 {
        let dots = self.glyphs.iter().map(|glyph| glyph[0].len() + 1).sum::<usize>().saturating_sub(1);
        u16::try_from(dots).unwrap_or(u16::MAX).saturating_mul(self.scale)
    }

    /// Rows of the word alone, and of the word on its band.
    pub(crate) fn rows(&self) -> u16 {
        (5 * self.scale).div_ceil(2)
    }

    pub(crate) fn half_rows(&self) -> u16 {
        5 * self.scale
    }

    pub(crate) fn band_rows(&self) -> u16 {
        (7 * self.scale).div_ceil(2)
    }

    /// The word in the middle of the area's first rows.
    pub(crate) fn draw(&self, pen: &mut Pen, area: Rect, style: impl Into<Style>) {
        let mut bitmap = Bitmap::new(self.width(), self.rows());
        self.dots(|x, y, side| bitmap.fill(x, y, x + side, y + side));
        let place = after(area, area.width.saturating_sub(self.width()) / 2);
        bitmap.draw(pen, place, style);
    }

    /// The word from the area's left edge on, so many half rows below its top.
    pub(crate) fn draw_at(&self, pen: &mut Pen, area: Rect, half_rows: u16, style: impl Into<Style>) {
        let mut bitmap = Bitmap::new(self.width(), (half_rows + 5 * self.scale).div_ceil(2));
        let top = f32::from(half_rows);
        self.dots(|x, y, side| bitmap.fill(x, top + y, x + side, top + y + side));
        bitmap.draw(pen, area, style);
    }

    /// Every dot's top left corner and its side, in dots.
    fn dots(&self, mut dot: impl FnMut(f32, f32, f32)) {
        let scale = f32::from(self.scale);
        let mut left = 0.0;
        for glyph in &self.glyphs {
            let mut y = 0.0;
            for line in *glyph {
                let mut x = left;
                for mark in line.chars() {
                    if mark == '#' {
                        dot(x, y, scale);
                    }
                    x += scale;
                }
                y += scale;
            }
            left += scale * f32::from(u16::try_from(glyph[0].len() + 1).unwrap_or(0));
        }
    }
}

#[rustfmt::skip]
fn glyph(letter: char) -> Option<&'static [&'static str; HEIGHT]> {
    Some(match letter {
        'A' => &[".##.", "#..#", "####", "#..#", "#..#"],
        'B' => &["###.", "#..#", "###.", "#..#", "###."],
        'C' => &[".###", "#...", "#...", "#...", ".###"],
        'D' => &["###.", "#..#", "#..#", "#..#", "###."],
        'E' => &["####", "#...", "###.", "#...", "####"],
        'F' => &["####", "#...", "###.", "#...", "#..."],
        'G' => &[".###", "#...", "#.##", "#..#", ".###"],
        'H' => &["#..#", "#..#", "####", "#..#", "#..#"],
        'I' => &["#", "#", "#", "#", "#"],
        'J' => &["...#", "...#", "...#", "#..#", ".##."],
        'K' => &["#..#", "#.#.", "##..", "#.#.", "#..#"],
        'L' => &["#...", "#...", "#...", "#...", "####"],
        'M' => &["#...#", "##.##", "#.#.#", "#...#", "#...#"],
        'N' => &["#..#", "##.#", "#.##", "#..#", "#..#"],
        'O' => &[".##.", "#..#", "#..#", "#..#", ".##."],
        'P' => &["###.", "#..#", "###.", "#...", "#..."],
        'Q' => &[".##.", "#..#", "#..#", "#.#.", ".#.#"],
        'R' => &["###.", "#..#", "###.", "#.#.", "#..#"],
        'S' => &[".###", "#...", ".##.", "...#", "###."],
        'T' => &["#####", "..#..", "..#..", "..#..", "..#.."],
        'U' => &["#..#", "#..#", "#..#", "#..#", ".##."],
        'V' => &["#...#", "#...#", ".#.#.", ".#.#.", "..#.."],
        'W' => &["#...#", "#...#", "#.#.#", "##.##", "#...#"],
        'X' => &["#...#", ".#.#.", "..#..", ".#.#.", "#...#"],
        'Y' => &["#...#", ".#.#.", "..#..", "..#..", "..#.."],
        'Z' => &["####", "...#", ".##.", "#...", "####"],
        '?' => &["###.", "...#", ".##.", "....", ".#.."],
        ' ' => &["..", "..", "..", "..", ".."],
        '0' => &["####", "#..#", "#..#", "#..#", "####"],
        '1' => &[".#.", "##.", ".#.", ".#.", "###"],
        '2' => &["####", "...#", "####", "#...", "####"],
        '3' => &["####", "...#", ".###", "...#", "####"],
        '4' => &["#..#", "#..#", "####", "...#", "...#"],
        '5' => &["####", "#...", "####", "...#", "####"],
        '6' => &["####", "#...", "####", "#..#", "####"],
        '7' => &["####", "...#", "..#.", "..#.", "..#."],
        '8' => &["####", "#..#", "####", "#..#", "####"],
        '9' => &["####", "#..#", "####", "...#", "####"],
        '/' => &["...#", "..##", ".##.", "##..", "#..."],
        '-' | '–' => &["...", "...", "###", "...", "..."],
        '\'' | '’' => &["#", "#", ".", ".", "."],
        ',' => &["..", "..", "..", ".#", "#."],
        '.' => &[".", ".", ".", ".", "#"],
        '·' => &[".", ".", "#", ".", "."],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_a_rectangle_and_none_is_another() {
        let letters: Vec<_> = ('A'..='Z')
            .chain('0'..='9')
            .chain("?/-',.·".chars())
            .map(|letter| glyph(letter).unwrap())
            .collect();
        for (n, letter) in letters.iter().enumerate() {
            assert!(letter.iter().all(|line| line.len() == letter[0].len()));
            assert!(letters[n + 1..].iter().all(|other| other != letter));
        }
    }

    #[test]
    fn words_with_other_characters_are_left_to_plain_text() {
        assert!(Letters::new("GET READY", 1).is_some());
        assert!(Letters::new("ÜBEN", 1).is_none());
        assert_eq!(Letters::new("HI", 2).unwrap().width(), 12);
    }
}
