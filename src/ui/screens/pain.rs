//! Where the pain stands, what speaks against going on, and what can be done instead.

use ratatui::layout::Rect;

use super::session::present_entry;
use crate::{
    routine::safety::{Urgency, entries},
    ui::{
        action::Action,
        app::App,
        check_in::has_easier,
        pen::{Pen, after, below, row},
        scene::Scene,
        screens::if_it_fits,
        text,
        theme::Role,
        widgets::{self, Hint, Para},
    },
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene, value: Option<u8>) {
    let Some(snapshot) = scene.snapshot else { return };
    let columns = 62.min(pen.area().width.saturating_sub(2));
    let screen = pen.area();
    let flags = flags(value, screen.height >= 16);
    let flag_rows = u16::try_from(widgets::rows(&flags, columns)).unwrap_or(u16::MAX);
    let title = if screen.height < 10 { "" } else { TITLE };
    let rows = flag_rows.saturating_add(4).min(screen.height.saturating_sub(1));
    let mut place = widgets::popup(pen, title, columns, rows);

    let keys = keys(value, has_easier(snapshot));
    let in_a_row = place.width >= 37;
    let key_rows = if in_a_row { 1 } else { u16::try_from(keys.len()).unwrap_or(4) };
    // On a very small screen the keys matter more than anything but the number itself.
    let key_rows = key_rows.min(place.height.saturating_sub(1));

    let numbers = row(place, 0);
    let used = if place.width < 30 { pen.left(numbers, "Pain ", pen.style(Role::Text)) + 1 } else { 0 };
    let scale = after(numbers, used);
    let scale = Rect { width: if scale.width < 46 { scale.width.min(22) } else { scale.width }, ..scale };
    let used = used + widgets::scale(pen, scale, value);
    let said = value.map_or_else(|| "0 to 10".to_owned(), |value| format!("{value} of 10"));
    if used >= 22 {
        if_it_fits(pen, after(numbers, used + 3), &said, value.map_or(Role::Muted, widgets::scale_role));
    }
    place = below(place, 1);

    if place.height > key_rows + 2 {
        let style = pen.style(Role::Muted);
        let spare = u16::from(place.height > key_rows + 8);
        let name = present_entry(snapshot).map(|(_, entry)| entry.name.as_str()).unwrap_or_default();
        pen.left(row(place, 0), &format!("at {}", text::clean(name)), style);
        place = below(place, 1 + spare);
    }
    let room = place.height.saturating_sub(key_rows + u16::from(place.height > key_rows + 4));
    widgets::excerpt(pen, Rect { height: room, ..place }, &flags);
    let bottom = below(place, place.height.saturating_sub(key_rows));
    if in_a_row {
        widgets::hints(pen, &app.setup.keymap, row(bottom, 0), &keys);
    } else {
        for (n, key) in (0..key_rows).zip(&keys) {
            widgets::hints(pen, &app.setup.keymap, row(bottom, n), std::slice::from_ref(key));
        }
    }
}

const TITLE: &str = "Where does the pain stand?";

/// From here on something else is better than going on as before.
const NOTABLE: u8 = 5;
const MUCH: u8 = 7;

/// The red flags, all of them, however much it hurts: they are not about how much.
/// Where there may not be room for all of them, the most pressing come first.
fn flags(value: Option<u8>, roomy: bool) -> Vec<Para> {
    let mut paras = Vec::new();
    if value >= Some(MUCH) {
        paras.push(Para::strong(Role::Danger, "That is much. To stop here is the safe choice."));
    } else if value >= Some(NOTABLE) {
        paras.push(Para::strong(Role::Warning, "Something easier, or the next exercise, may be better."));
    } else if roomy {
        // What is said there moves nothing.
        paras.push(Para::gap());
    }
    let mut order = Urgency::ALL.to_vec();
    if roomy {
        order.reverse();
    }
    for urgency in &order {
        let role = if *urgency == Urgency::Emergency { Role::Danger } else { Role::Warning };
        paras.push(Para::strong(role, urgency.title()));
        let flags = entries().iter().filter(|entry| entry.urgency == Some(*urgency));
        let flags: Vec<&str> = flags.map(|entry| entry.text.as_str()).collect();
        paras.push(Para::new(Role::Text, flags.join(" ")));
    }
    paras
}

/// The most sensible first.
fn keys(value: Option<u8>, easier: bool) -> Vec<Hint> {
    let go_on = Hint::from(Action::GoOn);
    let (easier, skip) = (easier.then(|| Hint::from(Action::Easier)), Hint::from(Action::Skip));
    let stop = Hint::saying(Action::Quit, "stop");
    let order = match value {
        Some(MUCH..) => [Some(stop), Some(skip), easier, Some(go_on)],
        Some(NOTABLE..) => [easier, Some(skip), Some(stop), Some(go_on)],
        _ => [Some(go_on), easier, Some(skip), Some(stop)],
    };
    order.into_iter().flatten().collect()
}
