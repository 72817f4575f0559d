//! The right half: the word, the digits, the reps, and what comes.

use ratatui::layout::Rect;

use super::{
    breathing,
    far::{inset, steady},
    sides::{self, SideWord},
};
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
    let face = steady(snapshot, words::face(snapshot));
    let coming = coming(snapshot, usize::from(area.width.saturating_sub(LABEL)));
    let coming_rows = 2;
    let reps = words::reps(snapshot);
    // The breath has the line of the reps where there are none, else one more below it.
    let breath_row = u16::from(reps.is_some() || face.detail.is_some());
    let breath_rows = if breathing::wanted(snapshot) { breath_row } else { 0 };

    let letters = large(pen, &face, area);
    let word_rows = letters.as_ref().map_or(3, Letters::band_rows);
    let side = sides::side_word(snapshot);
    let side_rows = match side {
        Some(_) if area.height >= 34 && pen.unicode() => 7,
        Some(_) if area.height >= LEAST_FOR_SIDE + 2 && pen.unicode() => 4,
        Some(_) if area.height >= LEAST_FOR_SIDE && pen.unicode() => 3,
        Some(_) => 1,
        None => 0,
    };
    // Below the digits: a gap and one line for reps or a sentence; kept free when there is neither, so that nothing
    // moves from step to step.
    let below_word = word_rows + u16::from(area.height >= LEAST_FOR_SIDE || side_rows == 0);
    let digit_rows =
        area.height.saturating_sub(below_word + side_rows + 3 + breath_rows + coming_rows).max(3);

    let stage = Rect { height: (below_word + digit_rows + side_rows).min(area.height), ..area };
    match &letters {
        Some(letters) => word(pen, &face, letters, area),
        None => chip(pen, &face, snapshot, row(area, 1)),
    }
    let mut free = below(stage, below_word);
    if let Some(side) = &side {
        // A band of large letters may end in half a row, which the bar makes whole; a word in one line has the second row.
        let bar = if letters.is_some() { below_word.saturating_sub(2) } else { 2 };
        free = beside(pen, &face, snapshot, side, stage, [bar, below_word, side_rows]);
    }
    let place = Rect { height: digit_rows, ..free };
    let size = Digits::fitting(&face.widest, place.width, digit_rows);
    // In the middle where they could be no larger, so that the side stands still below them.
    let gap =
        if side.is_some() { digit_rows.saturating_sub(size.map_or(1, |size| size.rows)) / 2 } else { 0 };
    let rows = digits(pen, &face, size, below(place, gap));
    if let Some(side) = &side {
        let letters = inset(Rect { height: side_rows, ..below(stage, below_word + digit_rows) }, EDGE + 2);
        let style = pen.style(face.role);
        sides::letters(pen, side, letters, style);
    }
    let used = if side.is_some() { stage.height + 1 } else { below_word + rows + 1 };
    let place = below(area, used);
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
        let margin = if label.is_empty() { 0 } else { LABEL };
        pen.left(after(place, margin), words, style);
    }
}

/// The side in large letters takes rows from the digits only where these stay large.
const LEAST_FOR_SIDE: u16 = 18;
/// Columns of the bar down the side that works.
const EDGE: u16 = 2;

/// While the body works, a bar down its side, from row `bar` on; in a switch, a block on the side that comes. `above` the
/// digits lies the word, and below them the side in letters, in so many rows. Returns what is left of the rows of the digits.
pub(super) fn beside(
    pen: &mut Pen,
    face: &Face,
    snapshot: &Snapshot,
    side: &SideWord,
    stage: Rect,
    [bar, above, letters]: [u16; 3],
) -> Rect {
    let area = below(stage, above);
    if face.working {
        let bar = below(stage, bar.min(stage.height));
        sides::bar(pen, bar, side.side, EDGE.min(1 + stage.width / 30), face.role);
        return inset(area, EDGE + 1);
    }
    if !sides::switches(snapshot) || face.paused || face.role == Role::Ready {
        return area;
    }
    // Less than the band of work, which goes all across.
    let columns = (area.width * 2 / 5).saturating_sub(1);
    let beside = Rect { height: area.height.saturating_sub(letters), ..area };
    let (rest, place) = sides::split(beside, side.side, columns);
    sides::block(pen, place, side.side, face.role);
    inset(rest, 1)
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

/// The word in large letters, on a solid band while the body works.
pub(super) fn word(pen: &mut Pen, face: &Face, letters: &Letters, area: Rect) {
    let style = pen.style(face.role);
    if on_band(face) {
        let rows = letters.band_rows();
        let band = Rect { height: rows.min(area.height), ..area };
        sides::solid(pen, band, face.role);
        // Seven dots of its letters high, which may end in half a row.
        if letters.half_rows() * 7 / 5 < 2 * rows {
            pen.fill(row(band, rows - 1), "▀", style);
        }
        let place = after(band, band.width.saturating_sub(letters.width()) / 2);
        letters.draw_at(pen, place, letters.half_rows() / 5, pen.filled(face.role));
    } else {
        letters.draw(pen, below(area, 1), style);
    }
}

/// The word in one line, with the side at the end where it lies: on a solid band while the body works.
pub(super) fn chip(pen: &mut Pen, face: &Face, snapshot: &Snapshot, area: Rect) {
    let style = if on_band(face) {
        let style = pen.filled(face.role);
        pen.fill(area, " ", style);
        style
    } else {
        pen.style(face.role)
    };
    sides::ends(pen, area, &face.word, snapshot, style);
}

const fn on_band(face: &Face) -> bool {
    face.working
}

/// The word in the largest letters that the area has room for. `None`: it is better said in one line.
pub(super) fn large(pen: &Pen, face: &Face, area: Rect) -> Option<Letters> {
    if !pen.unicode() {
        return None;
    }
    let margin = if on_band(face) { 4 } else { 0 };
    let scales = [(2, 34), (1, 14)].into_iter().filter(|(_, rows)| area.height >= *rows);
    scales
        .filter_map(|(scale, _)| Letters::new(&face.word, scale))
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

/// The words, or where they do not fit as many whole parts of them as do.
pub(super) fn if_whole(words: String, columns: usize) -> String {
    let ends = words.match_indices(" · ").chain(words.match_indices(", ")).map(|(at, _)| at);
    let whole = |end: &usize| text::width(&words[..*end]) <= columns;
    match ends.chain([words.len()]).filter(whole).max() {
        Some(end) => words[..end].to_owned(),
        None => words,
    }
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
        lines.push(("", "this is the last exercise".into()));
    }
    lines
}
