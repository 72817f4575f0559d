//! Where the pain stands, what speaks against going on, and what can be done instead.

use ratatui::{layout::Rect, style::Modifier};

use super::session::present_entry;
use crate::{
    routine::safety::{Urgency, entries},
    ui::{
        action::Action,
        app::App,
        check_in::has_easier,
        pen::{Pen, after, below, row},
        scene::Scene,
        text,
        theme::Role,
        widgets::{self, Hint, Para},
    },
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene, value: Option<u8>, scroll: usize) {
    let Some(snapshot) = scene.snapshot else { return };
    let screen = pen.area();
    let columns = 66.min(screen.width.saturating_sub(2));
    let easier = has_easier(snapshot);
    let flag_rows = u16::try_from(widgets::rows(&flags(), columns)).unwrap_or(u16::MAX);
    // The numbers, the exercise, the advice and the keys; one row is between them and the flags.
    let rows = flag_rows.saturating_add(5).min(screen.height.saturating_sub(1));
    let title = if screen.height < 10 { "" } else { TITLE };
    let place = widgets::popup(pen, title, columns, rows);
    let mut place = Rect { height: place.height.min(rows), ..place };

    numbers(pen, row(place, 0), value);
    place = below(place, 1);

    let mut paras = flags();
    let most = if place.width >= ONE_ROW { 1 } else { 2 + 2 * u16::from(place.width < TWO_ROWS) };
    let roomy = place.height > flag_rows + most + 1;
    if !roomy {
        paras.retain(|para| !para.is_gap());
    }
    if place.height > most + 2 {
        let style = pen.style(Role::Muted);
        let name = present_entry(snapshot).map(|(_, entry)| entry.name.as_str()).unwrap_or_default();
        pen.left(row(place, 0), &format!("at {}", text::clean(name)), style);
        place = below(place, 1 + u16::from(roomy));
    }
    // On a very small screen the keys matter more than anything but the number itself.
    let mut keys = keys(place, easier);
    let key_rows = u16::try_from(keys.len()).unwrap_or(u16::MAX).min(place.height);
    let bottom = below(place, place.height - key_rows);
    place.height -= key_rows;
    if place.height > 3 {
        if let Some((role, words)) = advice(value, easier, place.width) {
            let style = pen.style(role).add_modifier(Modifier::BOLD);
            pen.left(row(place, place.height - 1), words, style);
        }
        place.height -= 1;
    }
    let lines = widgets::reading(pen, place, &paras, scroll);
    let reach = lines.saturating_sub(usize::from(place.height));
    app.reach.set(reach);
    if reach > 0 && place.width >= TWO_ROWS {
        keys.iter_mut().last().into_iter().for_each(|last| last.push(Hint::up_and_down("more")));
    }
    if place.right() < screen.right() {
        widgets::scrollbar(pen, Rect { x: place.right(), width: 1, ..place }, lines, scroll);
    }
    for (n, keys) in (0..key_rows).zip(&keys) {
        widgets::hints(pen, &app.setup.keymap, row(bottom, n), keys);
    }
}

const TITLE: &str = "Where does the pain stand?";

/// From here on something else is better than going on as before.
const NOTABLE: u8 = 5;
const MUCH: u8 = 7;

/// So wide a place has all keys in one row, or in two.
const ONE_ROW: u16 = 64;
const TWO_ROWS: u16 = 37;

/// The numbers, what was chosen, and which end is the bad one.
fn numbers(pen: &mut Pen, area: Rect, value: Option<u8>) {
    let used = if area.width < 30 { pen.left(area, "Pain ", pen.style(Role::Text)) + 1 } else { 0 };
    let scale = after(area, used);
    let scale = Rect { width: if scale.width < 46 { scale.width.min(22) } else { scale.width }, ..scale };
    let used = used + widgets::scale(pen, scale, value);
    // A short scale says itself what was chosen.
    let ways = match value {
        None => vec!["0 is none, 10 the worst".to_owned(), "10 is worst".to_owned(), "10 worst".to_owned()],
        Some(value) if used >= 22 => {
            vec![format!("{value} of 10, 10 is the worst"), format!("{value} of 10")]
        }
        Some(_) => Vec::new(),
    };
    let place = after(area, used + if used >= 22 { 3 } else { 2 });
    if let Some(words) = ways.iter().find(|words| text::width(words) <= usize::from(place.width)) {
        let style = pen.style(value.map_or(Role::Muted, widgets::scale_role));
        pen.left(place, words, style);
    }
}

/// The red flags, all of them, however much it hurts: they are not about how much. The most pressing come first: there
/// may not be room for all of them at once.
fn flags() -> Vec<Para> {
    let mut paras = Vec::new();
    for &urgency in Urgency::ALL {
        let role = if urgency == Urgency::Emergency { Role::Danger } else { Role::Warning };
        if !paras.is_empty() {
            paras.push(Para::gap());
        }
        paras.push(Para::strong(role, urgency.title()));
        let flags = entries().iter().filter(|entry| entry.urgency == Some(urgency));
        paras.extend(flags.map(|entry| Para::new(Role::Text, &entry.text).lead("• ")));
    }
    paras
}

/// What is best done, where it hurts enough to say so. It has a row of its own: nothing moves when a number is chosen.
fn advice(value: Option<u8>, easier: bool, columns: u16) -> Option<(Role, &'static str)> {
    let wide = columns >= 56;
    Some(match value? {
        MUCH.. if wide => (Role::Danger, "That is much. To stop here is the safe choice."),
        MUCH.. => (Role::Danger, "To stop here is the safe choice."),
        NOTABLE.. if easier && wide => {
            (Role::Warning, "Something easier, or the next exercise, may be better.")
        }
        NOTABLE.. if easier => (Role::Warning, "Easier, or the next, may be better."),
        NOTABLE.. => (Role::Warning, "The next exercise may be better."),
        _ => return None,
    })
}

/// By row, and always in the same order: nobody is to press what stood there a moment ago.
fn keys(place: Rect, easier: bool) -> Vec<Vec<Hint<'static>>> {
    let mut ways = vec![Hint::from(Action::GoOn)];
    ways.extend(easier.then(|| Hint::from(Action::Easier)));
    ways.extend([Hint::from(Action::Skip), Hint::saying(Action::Quit, "stop")]);
    let how_much = Hint::less_and_more("how much");
    match place.width {
        ONE_ROW.. => vec![ways.into_iter().chain([how_much]).collect()],
        TWO_ROWS.. => vec![ways, vec![how_much]],
        _ => ways.into_iter().map(|way| vec![way]).collect(),
    }
}
