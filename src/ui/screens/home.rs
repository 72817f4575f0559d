//! What can be started, what was interrupted, what was done last.

use std::time::Duration;

use jiff::{Zoned, civil::Date};
use ratatui::{layout::Rect, style::Modifier};

use crate::{
    session::Status,
    ui::{
        action::{Action, Place},
        app::App,
        pen::{Pen, after, below, row},
        scene::{InterruptedCard, RoutineCard, Scene},
        text,
        theme::Role,
        widgets::{self, Hint, Letters},
    },
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene) {
    let screen = pen.area();
    let roomy = screen.height >= 20 && screen.width >= 60;
    let margin = if screen.width >= 60 { 2 } else { u16::from(screen.width >= 30) };
    let inside = Rect {
        x: screen.x + margin,
        y: screen.y + u16::from(roomy),
        width: screen.width.saturating_sub(2 * margin),
        height: screen.height.saturating_sub(2 * u16::from(roomy)),
    };
    let mut place = inside;
    if inside.height >= 6 {
        let used = title(pen, scene, place);
        place = below(place, used + u16::from(roomy) * 2);
    }
    let footer = u16::from(inside.height >= 4) * (1 + u16::from(roomy));
    place.height = place.height.saturating_sub(footer);
    if app.home.routines.is_empty() && app.home.interrupted.is_empty() {
        empty(pen, place);
    } else if inside.width >= 76 && inside.height >= 14 {
        let split = (place.width * 44 / 100).min(60);
        left(pen, app, scene, Rect { width: split, ..place });
        let style = pen.style(Role::Line);
        pen.fill(Rect { x: place.x + split + 2, width: 1, ..place }, "│", style);
        details(pen, app, scene, after(place, split + 5));
    } else {
        small(pen, app, scene, place);
    }
    if footer > 0 {
        let notice = scene.notices.last();
        let last = row(inside, inside.height - 1);
        if let Some(notice) = notice {
            let style = pen.style(Role::Warning);
            let line = if roomy { row(inside, inside.height - 2) } else { last };
            pen.left(line, &format!("! {notice}"), style);
        }
        if notice.is_none() || roomy {
            widgets::hints(pen, &app.setup.keymap, last, &hints(app));
        }
    }
}

fn hints(app: &App) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    if app.place() == Place::Interrupted {
        let can_resume = app.home.interrupted.get(app.chosen).is_some_and(|card| card.can_resume);
        hints.extend(can_resume.then(|| Hint::from(Action::Resume)));
        hints.extend([Action::Keep, Action::Discard].map(Hint::from));
    } else if !app.home.routines.is_empty() {
        hints.push(Action::Choose.into());
    }
    hints.push(Hint::up_and_down("choose"));
    hints.extend([Action::Help, Action::Quit].map(Hint::from));
    hints
}

/// The program's name and the date. Returns the rows used.
fn title(pen: &mut Pen, scene: &Scene, area: Rect) -> u16 {
    let style = pen.style(Role::Work);
    let large = Letters::new("SUPPLE", 1).filter(|_| pen.unicode() && area.height >= 24);
    let rows = if let Some(letters) = &large {
        letters.draw(pen, Rect { width: letters.width().min(area.width), ..area }, style);
        letters.rows()
    } else {
        pen.left(row(area, 0), "supple", style.add_modifier(Modifier::BOLD));
        1
    };
    let style = pen.style(Role::Muted);
    let date = scene.wall.strftime("%A, %-d %B").to_string();
    pen.right(after(row(area, 0), 8), &date, style);
    rows
}

fn empty(pen: &mut Pen, area: Rect) {
    let (text, muted) = (pen.style(Role::Text), pen.style(Role::Muted));
    pen.left(row(area, 0), "There is no routine here yet.", text);
    for (n, line) in
        text::wrap("Make one with: supple new my-routine", usize::from(area.width)).iter().enumerate()
    {
        pen.left(row(area, 2 + u16::try_from(n).unwrap_or(0)), line, muted);
    }
}

/// Everything that can be chosen, in sections; below it the last sessions as far as there is room.
fn left(pen: &mut Pen, app: &App, scene: &Scene, area: Rect) {
    let mut place = area;
    let home = &app.home;
    if !home.interrupted.is_empty() {
        heading(pen, "Interrupted", row(place, 0), Role::Warning);
        place = below(place, 1);
        let room = usize::from(place.height / 2).max(1);
        let first = widgets::window(app.chosen.min(home.interrupted.len() - 1), home.interrupted.len(), room);
        for (n, card) in home.interrupted.iter().enumerate().skip(first).take(room) {
            let when = when(&card.started, scene.wall);
            item(pen, &card.routine, &when, n == app.chosen, false, row(place, 0));
            place = below(place, 1);
        }
        place = below(place, 1);
    }
    if !home.routines.is_empty() {
        heading(pen, "Routines", row(place, 0), Role::Muted);
        place = below(place, 1);
    }
    let recent_rows = match home.recent.len().min(5) {
        0 => 0,
        n if usize::from(place.height) > home.routines.len() + 3 => {
            n.min(usize::from(place.height) - home.routines.len() - 3)
        }
        _ => 0,
    };
    let reserved = if recent_rows > 0 { recent_rows + 2 } else { 0 };
    let room = usize::from(place.height).saturating_sub(reserved);
    let chosen = app.chosen.saturating_sub(home.interrupted.len());
    let first = widgets::window(chosen, home.routines.len(), room);
    for (n, card) in home.routines.iter().enumerate().skip(first).take(room) {
        let is_chosen = app.chosen == n + home.interrupted.len();
        item(pen, &card.name, &length(card), is_chosen, card.broken.is_some(), row(place, 0));
        place = below(place, 1);
    }
    if recent_rows > 0 {
        let mut place = below(area, area.height.saturating_sub(u16::try_from(reserved - 1).unwrap_or(0)));
        heading(pen, "Recent", row(place, 0), Role::Muted);
        for session in home.recent.iter().take(recent_rows) {
            place = below(place, 1);
            let line = after(row(place, 0), 2);
            let mut right = text::minutes(session.active);
            if session.status == Status::Stopped {
                right = format!("stopped · {right}");
            }
            let muted = pen.style(Role::Muted);
            let used = pen.right(line, &right, muted);
            let line = Rect { width: line.width.saturating_sub(used + 2), ..line };
            pen.left(line, &when_day(&session.started, scene.wall), muted);
            pen.left(after(line, DAY), &session.routine, muted);
        }
    }
}

/// Columns for the longest name of a day, and a gap.
const DAY: u16 = 11;

fn heading(pen: &mut Pen, words: &str, area: Rect, role: Role) {
    let style = pen.style(role);
    pen.left(area, words, style);
}

fn item(pen: &mut Pen, name: &str, right: &str, chosen: bool, broken: bool, area: Rect) {
    let line = after(area, 2);
    let (name_style, right_style) = match (chosen, broken) {
        (true, _) => {
            let bar = pen.style(Role::Work);
            pen.left(area, "▌", bar);
            (pen.style(Role::Accent).add_modifier(Modifier::BOLD), pen.style(Role::Accent))
        }
        (false, true) => (pen.style(Role::Muted), pen.style(Role::Danger)),
        (false, false) => (pen.style(Role::Text), pen.style(Role::Muted)),
    };
    let used = pen.right(line, right, right_style);
    pen.left(Rect { width: line.width.saturating_sub(used + 2), ..line }, name, name_style);
}

/// What the chosen row is.
fn details(pen: &mut Pen, app: &App, scene: &Scene, area: Rect) {
    if let Some(card) = app.home.interrupted.get(app.chosen) {
        write(pen, area, interrupted(card, scene));
    } else if let Some(card) = app.home.routines.get(app.chosen - app.home.interrupted.len()) {
        let area = Rect { width: area.width.min(72), ..area };
        let used = write(pen, area, routine(card));
        exercises(pen, card, below(area, used));
    }
}

type Lines = Vec<(Role, String)>;

fn interrupted(card: &InterruptedCard, scene: &Scene) -> Lines {
    let mut lines = vec![
        (Role::Accent, card.routine.clone()),
        (Role::Muted, format!("begun {}", when(&card.started, scene.wall))),
        (Role::Text, String::new()),
        (
            Role::Text,
            format!(
                "{} of {} done, {} so far.",
                card.exercises_done,
                text::count(card.exercises, "exercise"),
                text::minutes(card.active)
            ),
        ),
        (Role::Text, String::new()),
    ];
    lines.push((
        Role::Muted,
        if card.can_resume {
            "It ended without a goodbye. Go on where it was, keep what was done, or discard it.".into()
        } else {
            "It cannot go on: too long ago, or its routine has changed. Keep what was done, or discard it."
                .into()
        },
    ));
    lines
}

fn routine(card: &RoutineCard) -> Lines {
    let mut lines = vec![(Role::Accent, card.name.clone())];
    if let Some(why) = &card.broken {
        lines.push((Role::Danger, why.clone()));
        return lines;
    }
    let mut facts = vec![length(card), text::count(card.exercises.len(), "exercise")];
    if card.position_changes > 0 {
        facts.push(text::count(card.position_changes, "change") + " of position");
    }
    lines.push((Role::Muted, facts.join(" · ")));
    let equipment =
        if card.equipment.is_empty() { "nothing needed".to_owned() } else { card.equipment.join(", ") };
    lines.push((Role::Muted, equipment));
    if let Some(summary) = &card.summary {
        lines.push((Role::Text, String::new()));
        lines.push((Role::Text, summary.clone()));
    }
    lines.push((Role::Text, String::new()));
    lines
}

/// Returns the rows used.
fn write(pen: &mut Pen, area: Rect, lines: Lines) -> u16 {
    let mut place = area;
    for (role, words) in lines {
        let mut style = pen.style(role);
        if role == Role::Accent {
            style = style.add_modifier(Modifier::BOLD);
        }
        if words.is_empty() {
            place = below(place, 1);
        }
        for line in text::wrap(&words, usize::from(place.width)) {
            pen.left(row(place, 0), &line, style);
            place = below(place, 1);
        }
    }
    area.height - place.height
}

/// The names of the exercises, as many as there is room for.
fn exercises(pen: &mut Pen, card: &RoutineCard, area: Rect) {
    let room = usize::from(area.height);
    if card.broken.is_some() || room < 2 {
        return;
    }
    let shown = if card.exercises.len() <= room { room } else { room - 1 };
    let (number, name) = (pen.style(Role::Muted), pen.style(Role::Text));
    for (n, exercise) in card.exercises.iter().take(shown).enumerate() {
        let line = row(area, u16::try_from(n).unwrap_or(u16::MAX));
        pen.right(Rect { width: line.width.min(2), ..line }, &(n + 1).to_string(), number);
        pen.left(after(line, 4), exercise, name);
    }
    if card.exercises.len() > shown {
        let more = format!("and {} more", card.exercises.len() - shown);
        pen.left(after(row(area, area.height - 1), 4), &more, number);
    }
}

/// One column: all rows, and in what is left the chosen one's details.
fn small(pen: &mut Pen, app: &App, scene: &Scene, area: Rect) {
    let interrupted =
        app.home.interrupted.iter().map(|card| (card.routine.as_str(), "interrupted".to_owned()));
    let routines = app.home.routines.iter().map(|card| (card.name.as_str(), length(card)));
    let rows: Vec<_> = interrupted.chain(routines).collect();
    let room = usize::from(area.height);
    let list = if rows.len() + 4 <= room { rows.len() } else { room };
    let first = widgets::window(app.chosen, rows.len(), list);
    for (n, (name, right)) in rows.iter().enumerate().skip(first).take(list) {
        let place = row(area, u16::try_from(n - first).unwrap_or(u16::MAX));
        item(pen, name, right, n == app.chosen, false, place);
    }
    details(pen, app, scene, below(area, u16::try_from(list + 1).unwrap_or(u16::MAX)));
}

fn length(card: &RoutineCard) -> String {
    if card.broken.is_some() {
        return "at fault".into();
    }
    let about = if card.open_steps > 0 { "≈ " } else { "" };
    format!("{about}{}", text::minutes(card.length.max(Duration::from_secs(1))))
}

/// `today 07:02`, `yesterday 19:30`, `Monday 07:02`, `3 November`.
fn when(time: &Zoned, now: &Zoned) -> String {
    let day = when_day(time, now);
    if days_between(time.date(), now.date()).is_some_and(|days| (0..7).contains(&days)) {
        format!("{day} {}", time.strftime("%H:%M"))
    } else {
        day
    }
}

fn when_day(time: &Zoned, now: &Zoned) -> String {
    match days_between(time.date(), now.date()) {
        Some(0) => "today".into(),
        Some(1) => "yesterday".into(),
        Some(2..7) => time.strftime("%A").to_string(),
        _ if time.year() == now.year() => time.strftime("%-d %b").to_string(),
        _ => time.strftime("%b %Y").to_string(),
    }
}

fn days_between(earlier: Date, later: Date) -> Option<i32> {
    Some(later.since((jiff::Unit::Day, earlier)).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_named_as_people_name_them() {
        let at = |text: &str| text.parse::<Zoned>().unwrap();
        let now = at("2026-11-21T07:02:00+00:00[+00:00]");
        assert_eq!(when(&at("2026-11-21T06:40:00+00:00[+00:00]"), &now), "today 06:40");
        assert_eq!(when(&at("2026-11-20T23:59:00+00:00[+00:00]"), &now), "yesterday 23:59");
        assert_eq!(when(&at("2026-11-15T19:30:00+00:00[+00:00]"), &now), "Sunday 19:30");
        assert_eq!(when(&at("2026-11-14T19:30:00+00:00[+00:00]"), &now), "14 Nov");
        assert_eq!(when(&at("2025-11-14T19:30:00+00:00[+00:00]"), &now), "Nov 2025");
        assert_eq!(
            when(&at("2026-11-22T07:00:00+00:00[+00:00]"), &now),
            "22 Nov",
            "a clock that was set back"
        );
    }
}
