//! The word, the side and the count, in letters as large as there is room for.

use ratatui::{layout::Rect, style::Modifier, style::Style};

use super::{
    super::{
        exercise::present_entry,
        sides::{SideWord, side_word},
    },
    layout::{Layout, Shape, inset},
};
use crate::{
    plan::{Kind, Mode},
    routine::Side,
    session::{Snapshot, State},
    ui::{
        pen::{Pen, after, row},
        text,
        theme::Role,
        widgets::Letters,
        words::{self, Face, Reps},
    },
};

/// The same, but a time that runs upwards is a clock from its first second: it is neither reps nor what is left.
pub(in super::super) fn steady(snapshot: &Snapshot, face: Face) -> Face {
    let step = snapshot.now.as_ref().map(|now| now.played.step);
    let upwards = step.is_some_and(|step| step.length.is_none() && step.mode != Some(Mode::Rep));
    let leads_in = matches!(snapshot.state, State::LeadIn { .. });
    if !upwards || leads_in || face.digits.contains(':') {
        return face;
    }
    let digits = format!("0:{:0>2}", face.digits);
    Face { digits, ..face }
}

/// Whether the digits are seconds, which nothing but a word can say.
pub(super) fn are_seconds(snapshot: &Snapshot, face: &Face) -> bool {
    let mode = snapshot.now.as_ref().map(|now| now.played.step.mode);
    let leads_in = matches!(snapshot.state, State::LeadIn { .. });
    !face.paused && !face.digits.contains(':') && mode.is_some_and(|mode| leads_in || mode != Some(Mode::Rep))
}

/// `hold 5 of 8`: the present one, or between two `4 of 8 done`.
pub(super) fn reps(snapshot: &Snapshot, face: &Face) -> Option<String> {
    Some(counted(snapshot, face)?.said())
}

/// The same without the words around it, where those are too long: `5 of 8`.
pub(super) fn reps_short(snapshot: &Snapshot, face: &Face) -> Option<String> {
    let reps = counted(snapshot, face)?;
    let number = if reps.present && reps.unit.is_some() { reps.done + 1 } else { reps.done };
    Some(format!("{number} of {}", reps.of))
}

fn counted(snapshot: &Snapshot, face: &Face) -> Option<Reps> {
    words::reps(snapshot).filter(|_| !face.paused && face.role != Role::Ready)
}

/// One line below the digits, in each of the ways it may be said, the longest first.
pub(in super::super) type Line = Vec<String>;

/// What stands below the digits, the most important first.
pub(super) fn below(snapshot: &Snapshot, face: &Face, enter: Option<String>) -> Vec<Line> {
    let Some(step) = snapshot.now.as_ref().map(|now| now.played.step) else { return Vec::new() };
    if face.paused || matches!(snapshot.state, State::LeadIn { .. }) {
        return face.detail.iter().map(|detail| remaining(detail)).collect();
    }
    let count = reps(snapshot, face).map(|said| [Some(said), reps_short(snapshot, face)]);
    let count = count.map(|ways| ways.into_iter().flatten().collect());
    let press = enter
        .filter(|_| step.length.is_none() && (step.kind == Kind::Prepare || step.mode == Some(Mode::Open)))
        .map(|key| vec![format!("press {key}")]);
    let target = || {
        let whole = face.detail.clone()?;
        let first = whole.split(", ").next().unwrap_or_default().to_owned();
        Some(vec![whole, first])
    };
    let count = match step.kind {
        Kind::Work if step.mode == Some(Mode::Open) => count.or_else(target),
        _ => count,
    };
    [count, press, limbs(snapshot)].into_iter().flatten().collect()
}

/// What is left of what stands still, of which the number matters most.
fn remaining(detail: &str) -> Line {
    let mut ways = vec![detail.to_owned()];
    ways.extend(detail.strip_suffix(" to go").map(str::to_owned));
    ways.extend(detail.strip_prefix("then ").map(str::to_owned));
    let numbered = |part: &&str| part.contains(|symbol: char| symbol.is_ascii_digit());
    ways.extend(detail.split(", ").find(numbered).map(str::to_owned));
    ways
}

/// What the side means where that is more than LEFT or RIGHT: `left arm, right leg`, or `L arm · R leg`.
fn limbs(snapshot: &Snapshot) -> Option<Line> {
    let said = text::clean(&words::side(snapshot)?);
    let side = side_word(snapshot)?;
    let rest = said.to_lowercase();
    let rest = rest.strip_prefix(&side.word.to_lowercase())?.trim();
    if rest.is_empty() || rest == "side" {
        return None;
    }
    let letter = |word: &str| match word.to_lowercase().as_str() {
        "left" => "L".to_owned(),
        "right" => "R".to_owned(),
        _ => word.to_owned(),
    };
    let part = |part: &str| part.split_whitespace().map(letter).collect::<Vec<_>>().join(" ");
    let short = said.split(',').map(part).collect::<Vec<_>>().join(" · ");
    Some(vec![said, short])
}

/// The exercise in lines of large letters, at most two; none where it does not fit in those.
pub(in super::super) fn name(snapshot: &Snapshot, columns: u16) -> Vec<Line> {
    let Some((_, entry)) = present_entry(snapshot) else { return Vec::new() };
    let name = text::clean(&entry.name);
    let fits =
        |line: &str| Letters::new(&line.to_uppercase(), 1).is_some_and(|letters| letters.width() <= columns);
    if fits(&name) {
        return vec![vec![name]];
    }
    let halves = name.match_indices(' ').map(|(at, _)| (&name[..at], &name[at + 1..]));
    halves
        .filter(|(first, second)| fits(first) && fits(second))
        .min_by_key(|(first, second)| first.len().max(second.len()))
        .map(|(first, second)| vec![vec![first.to_owned()], vec![second.to_owned()]])
        .unwrap_or_default()
}

/// The sizes of letters up to that, the largest first. ASCII has none whose dots are half a row high.
pub(super) fn scales(pen: &Pen, most: u16) -> impl Iterator<Item = u16> + use<> {
    let unicode = pen.unicode();
    (1..=most).rev().filter(move |scale| unicode || scale.is_multiple_of(2))
}

/// What stands on the band, or in its place.
pub(super) struct Words<'a> {
    pub(super) word: &'a str,
    pub(super) side: Option<&'a SideWord>,
}

impl Words<'_> {
    pub(super) fn draw(&self, pen: &mut Pen, layout: &Layout, role: Role) {
        let ground = match layout.shape {
            Shape::Above(_) | Shape::Below | Shape::Bed => pen.filled(role),
            Shape::Frame if layout.scale == 0 && layout.frame_rows > 0 => pen.filled(role),
            Shape::Beside(_) | Shape::Frame | Shape::Bars => pen.style(role),
        };
        let margin = layout.edge + 1 + layout.scale;
        let band = inset(layout.band, margin);
        if let Shape::Beside(_) = layout.shape {
            one(pen, layout, band, self.word, ground);
            let block = Rect { height: layout.band.height, ..layout.block };
            let knocked_out = pen.filled(role);
            if let Some(side) = self.side {
                one(pen, layout, inset(block, 1), &side.word, knocked_out);
            }
            return;
        }
        match self.side {
            None => one(pen, layout, band, self.word, ground),
            Some(side) => two(pen, layout, band, self, side, ground),
        }
    }
}

/// One word in the middle.
fn one(pen: &mut Pen, layout: &Layout, area: Rect, word: &str, style: Style) {
    let letters = scales(pen, layout.scale)
        .filter_map(|scale| Letters::new(word, scale))
        .find(|letters| letters.width() <= area.width);
    match letters {
        Some(letters) => {
            let place = after(area, (area.width - letters.width()) / 2);
            letters.draw_at(pen, place, top(layout, &letters), style);
        }
        None => {
            pen.centre(row(area, area.height / 2), word, style.add_modifier(Modifier::BOLD));
        }
    }
}

/// The side where it lies, and the word at the other end.
fn two(pen: &mut Pen, layout: &Layout, area: Rect, words: &Words, side: &SideWord, style: Style) {
    let large = |scale| Some((Letters::new(words.word, scale)?, Letters::new(&side.word, scale)?));
    let found = scales(pen, layout.scale)
        .filter_map(large)
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
