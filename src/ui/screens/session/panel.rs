//! The right half: the word, the digits, the reps, and what comes.

use ratatui::{layout::Rect, style::Modifier};

use super::breathing;
use crate::{
    session::Snapshot,
    ui::{
        app::App,
        pen::{Pen, after, below, row},
        text,
        theme::Role,
        widgets::{self, Digits, Letters},
        words::{self, Face},
    },
};

pub(super) fn draw(pen: &mut Pen, app: &App, snapshot: &Snapshot, area: Rect) {
    let face = words::face(snapshot);
    let coming = coming(snapshot, usize::from(area.width.saturating_sub(LABEL)));
    let coming_rows = 2;
    let reps = words::reps(snapshot);
    // The breath has the line of the reps where there are none, else one more below it.
    let breath_row = u16::from(reps.is_some() || face.detail.is_some());
    let breath_rows = if breathing::wanted(snapshot) { breath_row } else { 0 };

    let letters = large(pen, &face, area);
    let word_rows = letters.as_ref().map_or(3, Letters::band_rows);
    // Below the digits: a gap and one line for reps or a sentence; kept free when there is neither, so that nothing
    // moves from step to step.
    let digit_rows = area.height.saturating_sub(word_rows + 1 + 3 + breath_rows + coming_rows).max(3);
    let size = Digits::fitting(&face.widest, area.width, digit_rows);

    match &letters {
        Some(letters) => word(pen, &face, letters, area),
        None => chip(pen, &face, None, row(area, 1)),
    }
    let place = below(area, word_rows + 1);
    let rows = digits(pen, &face, size, place);
    let place = below(place, rows + 1);
    line_below(pen, &face, reps, row(place, 0));
    let bottom = below(area, area.height.saturating_sub(u16::try_from(coming.len()).unwrap_or(0)));
    // What is coming matters more where both have no room.
    if place.y + breath_row < bottom.y {
        breathing::draw(pen, app, snapshot, row(place, breath_row), face.role);
    }
    for (n, (label, words)) in coming.iter().enumerate() {
        let place = row(bottom, u16::try_from(n).unwrap_or(u16::MAX));
        let style = pen.style(Role::Muted);
        pen.left(place, label, style);
        let style = pen.style(Role::Text);
        pen.left(after(place, LABEL), words, style);
    }
}

/// The digits, or the sign of a pause in their place. Returns the rows used.
pub(super) fn digits(pen: &mut Pen, face: &Face, size: Option<Digits>, area: Rect) -> u16 {
    let style = pen.style(face.role);
    match size {
        Some(size) if face.paused => {
            widgets::pause_sign(pen, area, size.rows, style);
            size.rows
        }
        Some(size) => {
            size.draw(pen, area, &face.digits, style);
            size.rows
        }
        None => {
            pen.centre(row(area, 0), &face.digits, style);
            1
        }
    }
}

/// The word in large letters, on a solid band while the body works or all stands still.
pub(super) fn word(pen: &mut Pen, face: &Face, letters: &Letters, area: Rect) {
    let style = pen.style(face.role);
    if on_band(face) {
        letters.draw_on_band(pen, area, style);
    } else {
        letters.draw(pen, below(area, 1), style);
    }
}

/// The word in one line, with the side if it fits: on a solid band while the body works or all stands still.
pub(super) fn chip(pen: &mut Pen, face: &Face, side: Option<String>, area: Rect) {
    let both = side.map(|side| format!("{} · {}", face.word, text::clean(&side)));
    let words = both.filter(|both| text::width(both) <= usize::from(area.width));
    let words = words.unwrap_or_else(|| face.word.clone());
    let style = if on_band(face) {
        let style = pen.filled(face.role);
        pen.fill(area, " ", style);
        style
    } else {
        pen.style(face.role)
    };
    pen.centre(area, &words, style.add_modifier(Modifier::BOLD));
}

const fn on_band(face: &Face) -> bool {
    face.working || face.paused
}

/// The word in the largest letters that the area has room for. `None`: it is better said in one line.
pub(super) fn large(pen: &Pen, face: &Face, area: Rect) -> Option<Letters> {
    if !pen.unicode() {
        return None;
    }
    let margin = if on_band(face) { 4 } else { 0 };
    let words = [Some(face.word.as_str()), face.short];
    let scales = [(2, 34), (1, 14)].into_iter().filter(|(_, rows)| area.height >= *rows);
    scales
        .flat_map(|(scale, _)| words.into_iter().flatten().map(move |word| (word, scale)))
        .filter_map(|(word, scale)| Letters::new(word, scale))
        .find(|letters| letters.width() + margin <= area.width)
}

/// How many reps, or a sentence.
pub(super) fn line_below(pen: &mut Pen, face: &Face, reps: Option<words::Reps>, area: Rect) {
    match (reps, &face.detail) {
        (Some(reps), _) if !face.paused && face.role != Role::Ready => {
            widgets::reps(pen, area, reps, if face.working { face.role } else { Role::Work });
        }
        (_, Some(detail)) => {
            let style = pen.style(Role::Text);
            // Of two things the first matters more than half of the second.
            let fits = text::width(detail) <= usize::from(area.width);
            let first = detail.split(" · ").next().filter(|_| !fits);
            pen.centre(area, first.unwrap_or(detail), style);
        }
        (_, None) => {}
    }
}

const LABEL: u16 = 7;

/// The words, or where they do not fit the first of two things.
pub(super) fn if_whole(words: String, columns: usize) -> String {
    if text::width(&words) <= columns {
        return words;
    }
    words.split_once(" · ").map(|(first, _)| first.to_owned()).unwrap_or(words)
}

/// Labelled lines: what is next, and the exercise after this one, with its dose if that fits too.
fn coming(snapshot: &Snapshot, columns: usize) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let next = words::next(snapshot);
    let last = next.is_none() && snapshot.now.is_some();
    lines.extend(next.map(|next| ("next", if_whole(next, columns))));
    if let Some((name, dose)) = words::then(snapshot) {
        let both = format!("{name} · {dose}");
        lines.push(("then", if text::width(&both) <= columns { both } else { name }));
    } else if last {
        lines.push(("next", "the end".into()));
    }
    lines
}
