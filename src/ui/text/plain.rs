//! What looks like one character, as every terminal draws it.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// Whether the last letter of the text is of a script that runs from right to left. A terminal that orders such scripts
/// itself would take numbers and gaps that follow along to its left.
pub(crate) fn ends_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().rev().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}

fn is_right_to_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

/// What is drawn of a text, piece by piece, with its columns. What has no width, and could only join what it stands beside,
/// is left out.
pub(super) fn graphemes(text: &str) -> impl Iterator<Item = (Cow<'_, str>, usize)> {
    text.graphemes(true)
        .map(plain)
        .filter(|grapheme| !grapheme.contains(char::is_control))
        .map(|grapheme| (usize::from(grapheme.cell_width()), grapheme))
        .filter_map(|(width, grapheme)| (width > 0).then_some((grapheme, width)))
}

/// What looks like one character, in the form about whose width terminals do not disagree. The parts of an emoji that
/// only newer terminals join (a family, a colour of skin, a keycap, a sign that is made an emoji) would else be as wide as
/// all of them together, run over what follows, and break the line at the right edge. Marks are piled up no higher than a
/// row.
fn plain(grapheme: &str) -> Cow<'_, str> {
    if grapheme.is_ascii() || grapheme.chars().nth(1).is_none() {
        return Cow::Borrowed(grapheme);
    }
    let mut kept = String::with_capacity(grapheme.len());
    let mut marks = 0;
    let mut characters = grapheme.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            JOINER if characters.peek().is_some_and(|next| *next >= '\u{2000}') => break,
            '\u{fe0e}' | '\u{fe0f}' | '\u{e0020}'..='\u{e007f}' => {}
            '\u{1f3fb}'..='\u{1f3ff}' if !kept.is_empty() => {}
            c if turns_direction(c) => {}
            JOINER | NON_JOINER | '\u{34f}' if kept.ends_with(is_joined_by_nothing) => {}
            c if c.width() == Some(0) && !kept.is_empty() => {
                marks += 1;
                if marks <= MOST_MARKS {
                    kept.push(c);
                }
            }
            c => kept.push(c),
        }
    }
    if kept == grapheme { Cow::Borrowed(grapheme) } else { Cow::Owned(kept) }
}

/// In Indian scripts and in Persian these shape letters, and stay.
const JOINER: char = '\u{200d}';
const NON_JOINER: char = '\u{200c}';

/// Latin, Greek and Cyrillic letters, and signs: between them nothing is to be shaped, and what cannot be seen is left out.
const fn is_joined_by_nothing(c: char) -> bool {
    c < '\u{590}'
}

/// No language writes more of them above each other.
const MOST_MARKS: usize = 6;

pub(crate) fn turns_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::{clean, width};

    /// About the left side of each of these, terminals disagree: it takes one, two, four, six or eight columns.
    #[test]
    fn emoji_are_as_wide_as_every_terminal_draws_them() {
        let pairs = [
            ("👩‍👩‍👧‍👦", "👩", 2),
            ("👍🏽", "👍", 2),
            ("❤️", "❤", 1),
            ("1️⃣", "1\u{20e3}", 1),
            ("⌚\u{fe0e}", "⌚", 2),
            ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴", 2),
            ("🇩🇪", "🇩🇪", 2),
            ("क्‍ष", "क्‍ष", 2),
            ("می\u{200c}خواهم", "می\u{200c}خواهم", 7),
            ("Ca\u{200c}t\u{200d}-co\u{34f}w", "Cat-cow", 7),
        ];
        for (written, drawn, columns) in pairs {
            assert_eq!(
                (&*clean(written), width(written), width(drawn)),
                (drawn, columns, columns),
                "{written}"
            );
        }
        assert_eq!(clean(&format!("a{}", "\u{301}".repeat(40))).chars().count(), 1 + MOST_MARKS);
    }

    #[test]
    fn a_line_that_ends_from_right_to_left_is_known() {
        for text in ["מתיחה", "Cat מתיחה 3 ×", "تمديد…"] {
            assert!(ends_right_to_left(text), "{text}");
        }
        for text in ["", "3 × 8", "מתיחה cat", "猫"] {
            assert!(!ends_right_to_left(text), "{text}");
        }
    }
}
