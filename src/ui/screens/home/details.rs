//! What the chosen row of the home screen is.

use ratatui::layout::Rect;

use super::{about_length, length, when::when};
use crate::ui::{
    app::App,
    pen::{Pen, after, below, row},
    rows::Row,
    scene::{HomeModel, InterruptedCard, RoutineCard, Scene, TodayCard, TodayRow},
    screens::page,
    text,
    theme::Role,
    widgets::{self, Para},
};

/// `beside` the list there is room for more than below it, and the list has its headings.
pub(super) fn draw(pen: &mut Pen, app: &App, scene: &Scene, area: Rect, beside: bool) {
    let home = &app.home;
    let paras = match app.chosen_row() {
        Some(Row::Interrupted(n)) => home.interrupted.get(n).map(|card| interrupted(card, scene)),
        Some(Row::Routine(n)) => {
            if let Some(card) = home.routines.get(n) {
                routine_and_exercises(pen, card, area);
            }
            None
        }
        row => home.today.as_ref().map(|today| match row {
            Some(Row::Due(n)) => today.due.get(n).map(|row| item(row, home, beside)).unwrap_or_default(),
            Some(Row::NotYet(n)) => today.later.get(n).map(|row| item(row, home, beside)).unwrap_or_default(),
            Some(Row::Later) => later(today),
            _ if beside => all(today),
            _ => in_short(today),
        }),
    };
    if let Some(paras) = paras {
        if area.height > FEW {
            widgets::excerpt(pen, area, &paras);
        } else {
            few(pen, area, &paras);
        }
    }
}

/// Of so few rows none is given to a sign that there is more.
const FEW: u16 = 4;

/// As many rows as there are; the sign that there is more stands beside the last one.
fn few(pen: &mut Pen, area: Rect, paras: &[Para]) {
    let narrow = Rect { width: area.width.saturating_sub(2), ..area };
    if widgets::reading(pen, narrow, paras, 0) > usize::from(area.height) && area.height > 0 {
        let style = pen.style(Role::Muted);
        pen.right(row(area, area.height - 1), "…", style);
    }
}

/// What is due, all of it.
fn all(today: &TodayCard) -> Vec<Para> {
    let place = [&today.phase, &today.place].into_iter().filter(|words| !words.is_empty());
    let mut paras = vec![Para::title(&today.program)];
    paras.push(Para::new(Role::Muted, place.cloned().collect::<Vec<_>>().join(" · ")));
    if !today.due.is_empty() {
        let facts = format!(
            "{} · {}",
            about_length(today.length, today.open_steps),
            text::count(today.exercises, "exercise")
        );
        paras.push(Para::new(Role::Muted, facts));
    }
    if !today.due.is_empty() && !today.gentle.is_empty() {
        paras.push(Para::gap());
        paras.extend(today.gentle.iter().map(|sentence| Para::new(Role::Muted, sentence)));
    }
    for row in &today.due {
        paras.extend([
            Para::gap(),
            Para::new(Role::Text, &row.name).right(&row.dose),
            Para::new(Role::Muted, &row.why).lead("  "),
        ]);
    }
    paras
}

fn later(today: &TodayCard) -> Vec<Para> {
    let mut paras = vec![Para::title("Not due yet")];
    for row in &today.later {
        paras.extend([Para::gap(), Para::new(Role::Text, &row.name)]);
        paras.push(Para::new(Role::Muted, &row.why).lead("  "));
    }
    paras
}

fn in_short(today: &TodayCard) -> Vec<Para> {
    let place = [&today.phase, &today.place].into_iter().filter(|words| !words.is_empty());
    let mut paras = vec![Para::new(Role::Text, &today.program)];
    paras.push(Para::new(Role::Muted, place.cloned().collect::<Vec<_>>().join(" · ")));
    paras.extend(today.notice.iter().map(|notice| Para::new(Role::Ready, notice)));
    let kind = today.gentle.first().filter(|_| today.notice.is_none());
    paras.extend(kind.map(|sentence| Para::new(Role::Muted, sentence)));
    paras
}

/// Where there is room for it, how an exercise goes, as in the search.
fn item(row: &TodayRow, home: &HomeModel, beside: bool) -> Vec<Para> {
    if let Some(card) = row.card.as_deref().filter(|_| beside) {
        let mut paras = page::exercise(card, home);
        let why = Some(Para::new(Role::Muted, &row.why)).filter(|_| !row.why.is_empty());
        paras.splice(2.min(paras.len())..2.min(paras.len()), why);
        return paras;
    }
    let mut paras: Vec<Para> = Some(Para::title(&row.name)).filter(|_| beside).into_iter().collect();
    let lines = [(Role::Text, &row.dose), (Role::Muted, &row.why)];
    paras.extend(
        lines.into_iter().filter(|(_, words)| !words.is_empty()).map(|(role, words)| Para::new(role, words)),
    );
    paras
}

fn interrupted(card: &InterruptedCard, scene: &Scene) -> Vec<Para> {
    let done = format!(
        "{} of {} done, {} so far.",
        card.exercises_done,
        text::count(card.exercises, "exercise"),
        text::minutes(card.active)
    );
    let what_to_do = if card.can_resume {
        "It broke off before its end. Go on where it was, keep what was done, or discard it."
    } else {
        "It cannot go on: too long ago, or its routine has changed. Keep what was done, or discard it."
    };
    vec![
        Para::title(&card.routine),
        Para::new(Role::Muted, format!("begun {}", when(&card.started, scene.wall))),
        Para::gap(),
        Para::new(Role::Text, done),
        Para::gap(),
        Para::new(Role::Muted, what_to_do),
    ]
}

/// What a routine is, and below it as many names of its exercises as there is room for.
pub(crate) fn routine_and_exercises(pen: &mut Pen, card: &RoutineCard, area: Rect) {
    let paras = routine(card);
    let used = widgets::reading(pen, area, &paras, 0);
    exercises(pen, card, below(area, u16::try_from(used).unwrap_or(u16::MAX)));
}

fn routine(card: &RoutineCard) -> Vec<Para> {
    let mut paras = vec![Para::title(&card.name)];
    if let Some(why) = &card.broken {
        paras.push(Para::new(Role::Danger, why));
        return paras;
    }
    let mut facts = vec![length(card), text::count(card.exercises.len(), "exercise")];
    if card.position_changes > 0 {
        facts.push(text::count(card.position_changes, "change") + " of position");
    }
    paras.push(Para::new(Role::Muted, facts.join(" · ")));
    let equipment =
        if card.equipment.is_empty() { "nothing needed".to_owned() } else { card.equipment.join(", ") };
    paras.push(Para::new(Role::Muted, equipment));
    if let Some(summary) = &card.summary {
        paras.extend([Para::gap(), Para::new(Role::Text, summary)]);
    }
    if !card.cautions.is_empty() {
        paras.push(Para::gap());
        paras.extend(card.cautions.iter().map(Para::caution));
    }
    paras.push(Para::gap());
    paras
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
