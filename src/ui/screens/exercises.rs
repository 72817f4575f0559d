//! The list of exercises to jump to.

use ratatui::{layout::Rect, style::Modifier};

use crate::{
    plan::Kind,
    session::{Fate, Occurrence, Outcome},
    ui::{
        action::Action,
        app::App,
        pen::{Pen, after, row},
        scene::{LineFate, Scene},
        screens::summary,
        text,
        theme::Role,
        widgets::{self, Hint},
    },
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene, chosen: usize) {
    let Some(snapshot) = scene.snapshot else { return };
    let rows = u16::try_from(snapshot.occurrences.len()).unwrap_or(u16::MAX);
    let inside =
        widgets::popup(pen, "Go to", 60.min(pen.area().width.saturating_sub(2)), rows.saturating_add(2));
    let footer = u16::from(inside.height > 3) * 2;
    let list = Rect { height: inside.height.saturating_sub(footer), ..inside };
    let first = widgets::window(chosen, snapshot.occurrences.len(), usize::from(list.height));
    for (n, occurrence) in snapshot.occurrences.iter().enumerate().skip(first).take(usize::from(list.height))
    {
        let place = row(list, u16::try_from(n - first).unwrap_or(u16::MAX));
        app.rows_at.borrow_mut().push((place, n));
        let is_here = snapshot.here == Some(n);
        one(pen, snapshot.plan.as_ref(), occurrence, n, n == chosen, is_here, place);
    }
    if footer > 0 {
        let keys = [Hint::saying(Action::Choose, "go there"), Action::Close.into()];
        widgets::hints(pen, &app.setup.keymap, row(inside, inside.height - 1), &keys);
    }
}

fn one(
    pen: &mut Pen,
    plan: &crate::plan::Plan,
    occurrence: &Occurrence,
    n: usize,
    chosen: bool,
    here: bool,
    area: Rect,
) {
    let name = usize::try_from(occurrence.entry).ok().and_then(|entry| plan.entries.get(entry));
    let mut words = name.map(|entry| entry.name.clone()).unwrap_or_default();
    if let (Some(round), Some(rounds)) = (occurrence.round, occurrence.rounds)
        && rounds > 1
    {
        words = format!("{words} · round {round}");
    }
    let fate = (!here).then(|| fate(occurrence));
    let (mark, mark_role) = fate.map_or(("◉", Role::Work), summary::mark);
    let (said, role) = match fate {
        None => ("here", Role::Text),
        Some(LineFate::NotReached) => ("", Role::Text),
        Some(LineFate::Done) => ("done", Role::Muted),
        Some(LineFate::Partial) => ("partly", Role::Muted),
        Some(LineFate::Skipped) => ("skipped", Role::Muted),
    };
    let base = if chosen { pen.style(Role::Accent).add_modifier(Modifier::BOLD) } else { pen.style(role) };
    let bar = pen.style(Role::Work);
    if chosen {
        pen.left(area, "▌", bar);
    }
    let mark_style = if chosen { base } else { pen.style(mark_role) };
    pen.left(after(area, 2), mark, mark_style);
    if area.width >= 6 {
        pen.right(Rect { width: 6, ..area }, &(n + 1).to_string(), base);
    }
    let right = if said.is_empty() { text::minutes(occurrence.length) } else { said.to_owned() };
    let style = pen.style(Role::Muted);
    let used = if area.width < 30 { 0 } else { pen.right(after(area, 8), &right, style) };
    let name = after(area, 8);
    pen.left(Rect { width: name.width.saturating_sub(used + 2), ..name }, &words, base);
}

/// What has become of it.
fn fate(occurrence: &Occurrence) -> LineFate {
    // A pause that was cut short leaves nothing undone.
    let work = || occurrence.pieces.iter().filter(|piece| piece.kind == Kind::Work);
    let all = |wanted: fn(Fate) -> bool| work().all(|piece| wanted(piece.fate));
    if all(|fate| fate == Fate::Ahead) {
        LineFate::NotReached
    } else if all(|fate| matches!(fate, Fate::Ended(Outcome::Skipped))) {
        LineFate::Skipped
    } else if all(|fate| matches!(fate, Fate::Ended(Outcome::Done))) {
        LineFate::Done
    } else {
        LineFate::Partial
    }
}
