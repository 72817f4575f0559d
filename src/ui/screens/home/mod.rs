//! What was interrupted, what is due, what can be started, what was done last.

mod details;
mod list;
mod when;

use std::time::Duration;

pub(crate) use details::routine_and_exercises;
pub(crate) use list::item;
use ratatui::{layout::Rect, style::Modifier};

use crate::ui::{
    action::Action,
    app::App,
    pen::{Pen, after, below, row},
    rows::Row,
    scene::{RoutineCard, Scene},
    screens::inside,
    text,
    theme::Role,
    widgets::{self, Hint, Letters},
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene) {
    let (inside, roomy) = inside(pen);
    let mut place = inside;
    if inside.height >= 6 {
        let used = title(pen, scene, place);
        place = below(place, used + u16::from(roomy) * 2);
    }
    let said = said(app, scene, inside.width, roomy);
    // What is said has a row of its own beside the keys, wherever there are a few.
    let two = roomy || (said.is_some() && inside.height >= 8);
    let footer = u16::from(inside.height >= 4) * (1 + u16::from(two));
    place.height = place.height.saturating_sub(footer);
    if app.rows().is_empty() && app.home.today.is_none() {
        empty(pen, place);
    } else if let Some((left, right)) = panes(pen, place) {
        list::draw(pen, app, scene, left, Some(between(left, right)));
        details::draw(pen, app, scene, right, true);
    } else {
        small(pen, app, scene, place);
    }
    if footer > 0 {
        bottom(pen, app, said.as_ref(), inside, two);
    }
}

/// A list and what is chosen in it side by side, with a line between them, where there is room for both.
pub(crate) fn panes(pen: &mut Pen, area: Rect) -> Option<(Rect, Rect)> {
    if area.width < 76 || area.height < 10 {
        return None;
    }
    let split = (area.width * 44 / 100).min(60);
    let left = Rect { width: split, ..area };
    let right = after(area, split + 5);
    let style = pen.style(Role::Line);
    pen.fill(between(left, right), "│", style);
    Some((left, Rect { width: right.width.min(72), ..right }))
}

/// Where the line between two panes is, which also shows how far the list is scrolled.
pub(crate) fn between(left: Rect, right: Rect) -> Rect {
    Rect { x: left.x + left.width + (right.x - left.x - left.width) / 2, width: 1, ..left }
}

/// One column: the rows, and in what is left the chosen one's details.
fn small(pen: &mut Pen, app: &App, scene: &Scene, area: Rect) {
    let room = usize::from(area.height);
    let wanted = list::wanted(app, scene);
    let today = matches!(app.chosen_row(), Some(Row::Today | Row::Due(_) | Row::NotYet(_)));
    let list = match room {
        _ if wanted + 4 <= room => wanted,
        // Why something is due stands nowhere else.
        9.. if today => room - 4,
        _ => room,
    };
    let rows = u16::try_from(list).unwrap_or(u16::MAX);
    let bar =
        (pen.area().width >= 30).then_some(Rect { x: area.x + area.width, width: 1, height: rows, ..area });
    list::draw(pen, app, scene, Rect { height: rows, ..area }, bar);
    details::draw(pen, app, scene, below(area, rows.saturating_add(1)), false);
}

/// What the user should know, and which keys there are.
fn bottom(pen: &mut Pen, app: &App, line: Option<&(Role, String)>, inside: Rect, two: bool) {
    let last = row(inside, inside.height - 1);
    if let Some((role, words)) = line {
        let style = pen.style(*role);
        pen.left(if two { row(inside, inside.height - 2) } else { last }, words, style);
    }
    if line.is_none() || two {
        widgets::tight_hints(pen, &app.setup.keymap, last, &hints(app, inside.width));
    }
}

/// What the user should know, in a line.
fn said(app: &App, scene: &Scene, columns: u16, roomy: bool) -> Option<(Role, String)> {
    let said = app.at_home.said.as_ref().map(|said| (Role::Done, format!("✓ {said}")));
    let notice = scene.notices.last().map(|notice| (Role::Warning, format!("! {notice}")));
    let complaint = app.at_home.complaint.as_ref().filter(|complaint| roomy || !complaint.seen);
    let complaint = complaint.map(|it| (Role::Warning, it.line(usize::from(columns))));
    let choose = app.at_home.refused.clone().map(|words| (Role::Muted, words));
    notice.or(said).or(choose).or(complaint).or_else(|| first_words(app, columns).filter(|_| !roomy))
}

/// What is chosen for somebody who has done nothing yet, where there is no room for more of it.
fn first_words(app: &App, columns: u16) -> Option<(Role, String)> {
    let home = &app.home;
    let is_first = !home.is_waiting && home.recent.is_empty() && home.today.is_none();
    let Some(Row::Routine(n)) = app.chosen_row().filter(|_| is_first) else { return None };
    let summary = home.routines.get(n)?.summary.clone()?;
    (text::width(&summary) <= usize::from(columns)).then_some((Role::Muted, summary))
}

fn hints(app: &App, columns: u16) -> Vec<Hint<'static>> {
    let mut hints: Vec<Hint<'static>> = Vec::new();
    let mut more: Vec<Hint<'static>> = vec![Action::Search.into(), Action::History.into()];
    match app.chosen_row() {
        Some(Row::Interrupted(n)) => {
            let can_resume = app.home.interrupted.get(n).is_some_and(|card| card.can_resume);
            hints.extend(can_resume.then(|| Hint::from(Action::Resume)));
            hints.extend([Action::Keep, Action::Discard].map(Hint::from));
        }
        Some(Row::Later) => {
            let word = if app.at_home.unfolded { "hide" } else { "show" };
            hints.push(Hint::saying(Action::Choose, word));
        }
        Some(Row::Today) if columns < 60 => hints.push(Action::Choose.into()),
        Some(Row::Today) => hints.push(Hint::saying(Action::Choose, "start all")),
        Some(Row::Due(_)) => {
            hints.extend([Action::Choose.into(), Hint::saying(Action::Tick, "tick")]);
        }
        Some(Row::Routine(_)) => hints.push(Action::Choose.into()),
        Some(Row::NotYet(_)) | None => {}
    }
    if app.chosen_row().is_some_and(|row| app.page_of(row).is_some()) {
        more.insert(0, Action::Details.into());
    }
    // What does not fit is left out, so on a narrow screen the ways on and out come first.
    if columns < 60 {
        hints.extend([Action::Help, Action::Quit].map(Hint::from));
        hints.extend(more);
    } else {
        hints.extend(more);
        hints.extend([Action::Help, Action::Quit, Action::Safety].map(Hint::from));
    }
    hints
}

/// The program's name and the date. Returns the rows used.
fn title(pen: &mut Pen, scene: &Scene, area: Rect) -> u16 {
    let style = pen.style(Role::Work);
    let dates = ["%A, %-d %B", "%a %-d %b"].map(|format| scene.wall.strftime(format).to_string());
    let columns = |words: &str| u16::try_from(text::width(words)).unwrap_or(u16::MAX);
    let large = Letters::new("SUPPLE", 1).filter(|letters| {
        let needed = letters.width() + 2 + columns(&dates[0]);
        pen.unicode() && area.height >= 24 && area.width >= needed
    });
    let (used, rows) = if let Some(letters) = &large {
        letters.draw(pen, Rect { width: letters.width(), ..area }, style);
        (letters.width(), letters.rows())
    } else {
        (pen.left(row(area, 0), "supple", style.add_modifier(Modifier::BOLD)), 1)
    };
    let rest = after(row(area, 0), used + 2);
    if let Some(date) = dates.iter().find(|date| columns(date) <= rest.width) {
        let style = pen.style(Role::Muted);
        pen.right(rest, date, style);
    }
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

/// The length of a routine in a list.
pub(crate) fn length(card: &RoutineCard) -> String {
    if card.broken.is_some() {
        return "at fault".into();
    }
    about_length(card.length, card.open_steps)
}

/// With open steps nobody knows exactly.
fn about_length(length: Duration, open_steps: usize) -> String {
    let about = if open_steps > 0 { "≈ " } else { "" };
    format!("{about}{}", text::minutes(length.max(Duration::from_secs(1))))
}
