//! The right half: the word, the digits, the reps, and what comes.

use ratatui::layout::Rect;

use crate::{
    session::Snapshot,
    ui::{
        pen::{Pen, after, below, row},
        text,
        theme::Role,
        widgets::{self, Digits, Letters},
        words::{self, Face},
    },
};

pub(super) fn draw(pen: &mut Pen, snapshot: &Snapshot, area: Rect) {
    let face = words::face(snapshot);
    let coming = coming(snapshot, area.width);
    let coming_rows = u16::try_from(coming.len()).unwrap_or(0);
    let reps = words::reps(snapshot);

    let word_rows = word_rows(&face, area);
    // Below the digits: a gap and one line for reps or a sentence; kept free when there is neither, so that nothing
    // moves from step to step.
    let fixed = word_rows + 1 + 3 + coming_rows;
    let digit_rows = area.height.saturating_sub(fixed + 1).max(3);
    let size = Digits::fitting(&face.widest, area.width, digit_rows);
    let used = fixed + size.map_or(1, |size| size.rows);
    let top = area.height.saturating_sub(used) / 3;

    let place = below(area, top);
    word(pen, &face, place);
    let place = below(place, word_rows + 1);
    let rows = digits(pen, &face, size, place);
    let place = below(place, rows + 1);
    line_below(pen, snapshot, &face, reps, row(place, 0));

    let bottom = below(area, area.height.saturating_sub(coming_rows));
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

/// The word in large letters if they fit, on a solid band while the body works.
fn word(pen: &mut Pen, face: &Face, area: Rect) {
    let style = pen.style(face.role);
    match large(face, area) {
        Some(letters) if on_band(face) => letters.draw_on_band(pen, area, style),
        Some(letters) => letters.draw(pen, below(area, 1), style),
        None => chip(pen, face, row(area, 1)),
    }
}

/// The word in one line: on a solid band while the body works or all stands still, else plain.
pub(super) fn chip(pen: &mut Pen, face: &Face, area: Rect) {
    if on_band(face) {
        let style = pen.filled(face.role);
        pen.fill(area, " ", style);
        pen.centre(area, &face.word, style.add_modifier(ratatui::style::Modifier::BOLD));
    } else {
        let style = pen.style(face.role).add_modifier(ratatui::style::Modifier::BOLD);
        pen.centre(area, &face.word, style);
    }
}

const fn on_band(face: &Face) -> bool {
    face.working || face.paused
}

fn large(face: &Face, area: Rect) -> Option<Letters> {
    let fits = |letters: &Letters| letters.width() + 4 <= area.width;
    let double = Letters::new(&face.word, 2).filter(|letters| area.height >= 34 && fits(letters));
    double.or_else(|| Letters::new(&face.word, 1).filter(|letters| area.height >= 15 && fits(letters)))
}

fn word_rows(face: &Face, area: Rect) -> u16 {
    large(face, area).map_or(3, |letters| letters.band_rows())
}

pub(super) fn line_below(
    pen: &mut Pen,
    snapshot: &Snapshot,
    face: &Face,
    reps: Option<words::Reps>,
    area: Rect,
) {
    let style = pen.style(Role::Text);
    match (reps, &face.detail) {
        (Some(reps), None) => {
            let role = if face.working { face.role } else { Role::Work };
            widgets::reps(pen, area, reps.done, reps.of, reps.present, role);
        }
        (Some(reps), Some(detail)) if !face.paused && snapshot.now.is_some() && reps.of <= 40 => {
            let _ = detail;
            widgets::reps(pen, area, reps.done, reps.of, reps.present, face.role);
        }
        (_, Some(detail)) => {
            pen.centre(area, detail, style);
        }
        (None, None) => {}
    }
}

const LABEL: u16 = 7;

/// Labelled lines: what is next, and the exercise after this one.
fn coming(snapshot: &Snapshot, width: u16) -> Vec<(&'static str, String)> {
    let columns = usize::from(width.saturating_sub(LABEL));
    let mut lines = Vec::new();
    let mut add = |label, words: &str| {
        for (n, line) in text::wrap(words, columns).into_iter().take(2).enumerate() {
            lines.push((if n == 0 { label } else { "" }, line));
        }
    };
    if let Some(next) = words::next(snapshot) {
        add("next", &next);
    }
    if let Some((name, dose)) = words::then(snapshot) {
        add("then", &format!("{name} · {dose}"));
    }
    lines
}
