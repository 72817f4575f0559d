//! The search: what is typed, what it finds, and what the chosen one is.

use ratatui::{layout::Rect, style::Modifier};

use super::{home, if_it_fits, inside, page};
use crate::ui::{
    action::Action,
    app::App,
    find::{Found, find},
    pen::{Pen, after, below, row},
    scene::Scene,
    text,
    theme::Role,
    widgets::{self, Hint},
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene, query: &str, chosen: usize) {
    let (inside, roomy) = inside(pen);
    let found = find(&app.home, query);
    line(pen, query, found.len(), "a name, a tag, what it is for", row(inside, 0));
    let footer = u16::from(inside.height >= 4) * (1 + u16::from(roomy));
    let gap = if inside.height >= 8 { 2 } else { 1 };
    let mut place = below(inside, gap);
    place.height = place.height.saturating_sub(footer);
    if found.is_empty() {
        let style = pen.style(Role::Muted);
        for (n, words) in
            text::wrap("Nothing is called that, or is for that.", usize::from(place.width)).iter().enumerate()
        {
            pen.left(row(place, u16::try_from(n).unwrap_or(u16::MAX)), words, style);
        }
    } else if let Some((left, right)) = home::panes(pen, place) {
        list(pen, app, &found, chosen, left, Some(home::between(left, right)));
        match found.get(chosen) {
            Some(Found::Routine(n)) => {
                if let Some(card) = app.home.routines.get(*n) {
                    home::routine_and_exercises(pen, card, right);
                }
            }
            Some(Found::Exercise(n)) => {
                if let Some(card) = app.home.exercises.get(*n) {
                    widgets::excerpt(pen, right, &page::exercise(card, &app.home));
                }
            }
            None => {}
        }
    } else {
        let bar = (inside.x > 0).then_some(Rect { x: place.x + place.width, width: 1, ..place });
        list(pen, app, &found, chosen, place, bar);
    }
    if footer > 0 {
        let last = row(inside, inside.height - 1);
        let notice = scene.notices.last().filter(|_| roomy);
        if let Some(notice) = notice {
            let style = pen.style(Role::Warning);
            pen.left(row(inside, inside.height - 2), &format!("! {notice}"), style);
        }
        let hints = [Hint::saying(Action::Choose, "open"), Action::Close.into(), Hint::up_and_down("choose")];
        let hints = if found.is_empty() { &hints[1..2] } else { &hints[..] };
        widgets::hints_at(pen, app, last, hints);
    }
}

/// What is typed, its end always in sight, and how much it finds.
pub(crate) fn line(pen: &mut Pen, query: &str, found: usize, example: &str, area: Rect) {
    let (muted, accent) = (pen.style(Role::Muted), pen.style(Role::Accent).add_modifier(Modifier::BOLD));
    let count = found.to_string();
    let used = pen.right(area, &count, muted);
    let area = Rect { width: area.width.saturating_sub(used + 2), ..area };
    let label = if area.width >= 30 { pen.left(area, "Search", muted) + 2 } else { 0 };
    let place = after(area, label);
    let room = usize::from(place.width).saturating_sub(1);
    let shown = text::shorten_start(query, room);
    if shown.is_empty() && place.width > 24 {
        let used = pen.left(place, "▏", accent);
        if_it_fits(pen, after(place, used), example, Role::Muted);
        return;
    }
    let mut used = pen.left(place, &shown, accent);
    used += u16::from(shown.ends_with(' '));
    pen.left(after(place, used), "▏", accent);
}

fn list(pen: &mut Pen, app: &App, found: &[Found], chosen: usize, area: Rect, bar: Option<Rect>) {
    let height = usize::from(area.height);
    let first = widgets::window(chosen, found.len(), height);
    for (n, one) in found.iter().enumerate().skip(first).take(height) {
        let place = row(area, u16::try_from(n - first).unwrap_or(u16::MAX));
        let (name, right, broken) = match one {
            Found::Routine(at) => app
                .home
                .routines
                .get(*at)
                .map(|card| (card.name.as_str(), home::length(card), card.broken.is_some())),
            Found::Exercise(at) => {
                app.home.exercises.get(*at).map(|card| (card.name.as_str(), "exercise".to_owned(), false))
            }
        }
        .unwrap_or_default();
        app.rows_at.borrow_mut().push((place, n));
        home::item(pen, "", name, &right, n == chosen, broken, place);
    }
    if let Some(bar) = bar {
        widgets::scrollbar(pen, bar, found.len(), first);
    }
}
