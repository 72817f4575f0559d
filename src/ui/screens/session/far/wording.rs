//! The word, the side and the count, in letters as large as there is room for.

use ratatui::{layout::Rect, style::Modifier, style::Style};

use super::layout::{Layout, Shape, inset};
use crate::{
    routine::Side,
    session::Snapshot,
    ui::{
        pen::{Pen, after, row},
        text,
        theme::Role,
        widgets::Letters,
        words::{self, Face},
    },
};

/// Which side, and what it is called in capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SideWord {
    pub(super) side: Side,
    word: String,
}

/// LEFT or RIGHT, unless the routine has names of its own for the sides that say something else.
pub(super) fn side_word(snapshot: &Snapshot) -> Option<SideWord> {
    let side = snapshot.now.as_ref()?.played.step.side?;
    let said = words::side(snapshot)?;
    let begins = said.to_lowercase().starts_with(side.word());
    let word = if begins { side.word().to_uppercase() } else { text::clean(&said).to_uppercase() };
    Some(SideWord { side, word })
}

/// `5 / 8`: the present one, or between two the last one done. `OF 8` where the digits say the rest.
pub(super) fn reps(snapshot: &Snapshot, face: &Face) -> Option<String> {
    let reps = words::reps(snapshot).filter(|_| !face.paused && face.role != Role::Ready)?;
    let number = if reps.present && reps.unit.is_some() { reps.done + 1 } else { reps.done };
    let number = number.to_string();
    Some(if number == face.digits { format!("of {}", reps.of) } else { format!("{number} / {}", reps.of) })
}

/// The sizes of letters up to that, the largest first. ASCII has none whose dots are half a row high.
pub(super) fn scales(pen: &Pen, most: u16) -> impl Iterator<Item = u16> + use<> {
    let unicode = pen.unicode();
    (1..=most).rev().filter(move |scale| unicode || scale.is_multiple_of(2))
}

/// What stands on the band, or in its place.
pub(super) struct Words<'a> {
    pub(super) word: &'a str,
    /// Instead of the word, where that is too long.
    pub(super) short: Option<&'static str>,
    pub(super) side: Option<&'a SideWord>,
}

impl Words<'_> {
    pub(super) fn draw(&self, pen: &mut Pen, layout: &Layout, role: Role) {
        let ground = match layout.shape {
            Shape::Above(_) | Shape::Below | Shape::Bed => pen.filled(role),
            Shape::Beside(_) | Shape::Frame | Shape::Bars => pen.style(role),
        };
        let margin = layout.edge + 1 + layout.scale;
        let band = inset(layout.band, margin);
        if let Shape::Beside(_) = layout.shape {
            let words = [Some(self.word), self.short];
            one(pen, layout, band, words, ground);
            let block = Rect { height: layout.band.height, ..layout.block };
            let knocked_out = pen.filled(role);
            one(pen, layout, inset(block, 1), [self.side.map(|side| side.word.as_str()), None], knocked_out);
            return;
        }
        match self.side {
            None => one(pen, layout, band, [Some(self.word), self.short], ground),
            Some(side) => two(pen, layout, band, self, side, ground),
        }
    }
}

/// One word in the middle.
fn one(pen: &mut Pen, layout: &Layout, area: Rect, words: [Option<&str>; 2], style: Style) {
    let letters = scales(pen, layout.scale)
        .flat_map(|scale| words.into_iter().flatten().filter_map(move |word| Letters::new(word, scale)))
        .find(|letters| letters.width() <= area.width);
    match (letters, words[0]) {
        (Some(letters), _) => {
            let place = after(area, (area.width - letters.width()) / 2);
            letters.draw_at(pen, place, top(layout, &letters), style);
        }
        (None, Some(word)) => {
            pen.centre(row(area, area.height / 2), word, style.add_modifier(Modifier::BOLD));
        }
        (None, None) => {}
    }
}

/// The side where it lies, and the word at the other end.
fn two(pen: &mut Pen, layout: &Layout, area: Rect, words: &Words, side: &SideWord, style: Style) {
    let large = |word: &str, scale| Some((Letters::new(word, scale)?, Letters::new(&side.word, scale)?));
    let found = scales(pen, layout.scale)
        .flat_map(|scale| {
            [Some(words.word), words.short].into_iter().flatten().filter_map(move |word| large(word, scale))
        })
        .find(|(word, side)| word.width() + side.width() + 4 <= area.width);
    let Some((word, side_letters)) = found else {
        let style = style.add_modifier(Modifier::BOLD);
        let line = row(area, area.height / 2);
        let used = text::width(words.word) + text::width(&side.word) + 2;
        if used > usize::from(area.width) {
            // There is no room for both ends: the word gives way, and the colour says the rest.
            let both = format!("{} · {}", side.word, words.word);
            pen.centre(line, &both, style);
            return;
        }
        let (at_left, at_right) = match side.side {
            Side::Left => (side.word.as_str(), words.word),
            Side::Right => (words.word, side.word.as_str()),
        };
        pen.left(line, at_left, style);
        pen.right(line, at_right, style);
        return;
    };
    let (at_left, at_right) = match side.side {
        Side::Left => (side_letters, word),
        Side::Right => (word, side_letters),
    };
    at_left.draw_at(pen, area, top(layout, &at_left), style);
    let right = after(area, area.width - at_right.width());
    at_right.draw_at(pen, right, top(layout, &at_right), style);
}

/// How many half rows lie above letters of this size in the middle of the band.
fn top(layout: &Layout, letters: &Letters) -> u16 {
    let half_rows = 7 * layout.scale;
    let starts = u16::from(matches!(layout.shape, Shape::Below | Shape::Bed) && !half_rows.is_multiple_of(2));
    starts + half_rows.saturating_sub(letters.half_rows()) / 2
}
