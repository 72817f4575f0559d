//! In and out: the words, and a shape that grows and shrinks with them.

use ratatui::{layout::Rect, style::Modifier};

use crate::{
    session::{Snapshot, State},
    ui::{
        app::App,
        breath::{self, Breath},
        pen::{Pen, after, below, row},
        text,
        theme::Role,
        widgets::{self, Letters},
    },
};

/// Whether the present work goes with a breath, so that its place is kept free.
pub(super) fn wanted(snapshot: &Snapshot) -> bool {
    if matches!(snapshot.state, State::LeadIn { .. }) {
        return false;
    }
    let step = snapshot.now.as_ref().map(|now| now.played.step);
    step.is_some_and(|step| {
        snapshot.plan.entry_of(&step).is_some_and(|entry| breath::goes_with(entry, &step))
    })
}

/// As high as the area: in one row the words stand before the shape, else below it, large where there is room.
pub(super) fn draw(pen: &mut Pen, app: &App, snapshot: &Snapshot, area: Rect, role: Role) {
    let Some(breath) = breath::present(snapshot).filter(|_| !area.is_empty()) else { return };
    let moves = app.setup.motion;
    let steps = match area.height {
        1 | 2 => in_a_row(pen, &breath, moves, row(area, 0), role),
        _ => large(pen, &breath, moves, area, role),
    };
    app.pacer.shows(steps);
}

/// The longest of the short words, and a gap.
const WORDS: u16 = 13;
/// A shorter bar shows nothing.
const LEAST: u16 = 6;

/// The words and the bar on its track, as one block in the middle.
fn in_a_row(pen: &mut Pen, breath: &Breath, moves: bool, area: Rect, role: Role) -> u16 {
    let style = pen.style(role).add_modifier(Modifier::BOLD);
    if !moves || area.width < WORDS + LEAST {
        pen.centre(area, breath.words(), style);
        return 0;
    }
    // An even number, which the bar that grows from its middle fills.
    let bar = (area.width - WORDS).min(40) / 2 * 2;
    let place = after(area, (area.width - WORDS - bar) / 2);
    pen.left(place, breath.short(), style);
    let bar = Rect { width: bar, ..after(place, WORDS) };
    on_track(pen, bar, breath, role)
}

/// The bar, and how far it goes when it is full.
fn on_track(pen: &mut Pen, area: Rect, breath: &Breath, role: Role) -> u16 {
    if !area.is_empty() {
        let style = pen.style(Role::Line);
        let symbol = if pen.unicode() { "─" } else { "-" };
        pen.fill(row(area, (area.height - 1) / 2), symbol, style);
    }
    widgets::breath(pen, area, breath, role)
}

fn large(pen: &mut Pen, breath: &Breath, moves: bool, area: Rect, role: Role) -> u16 {
    let letters = Letters::new(&breath.short().to_uppercase(), 1).filter(|letters| {
        pen.unicode() && area.height >= letters.rows() + u16::from(moves) && letters.width() <= area.width
    });
    let words = letters.as_ref().map_or(1, Letters::rows);
    let bar = if moves { (area.height - words).min(4) } else { 0 };
    let steps = on_track(pen, narrowed(Rect { height: bar, ..area }, 80), breath, role);
    let style = pen.style(role);
    let place = below(area, if moves { bar } else { (area.height - words) / 2 });
    match letters {
        // Half a row below the shape.
        Some(letters) => {
            let place = after(place, (place.width - letters.width()) / 2);
            letters.draw_at(pen, place, u16::from(moves), style);
        }
        None => {
            pen.centre(row(place, 0), breath.words(), style.add_modifier(Modifier::BOLD));
        }
    }
    steps
}

/// The middle of an area that is wider than that.
fn narrowed(area: Rect, columns: u16) -> Rect {
    let width = area.width.min(columns);
    Rect { width, ..after(area, (area.width - width) / 2) }
}

/// How it is said where there is no place for a picture.
pub(super) fn said(snapshot: &Snapshot) -> Option<String> {
    breath::present(snapshot).map(|breath| text::clean(breath.words()))
}
