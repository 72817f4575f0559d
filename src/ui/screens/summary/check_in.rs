//! Pain, effort and a note, on the summary: asked for once the session is kept, and never in the way of leaving.

use ratatui::{layout::Rect, style::Modifier};

use crate::{
    routine::safety::entries,
    ui::{
        action::Action,
        app::App,
        check_in::{AnswersKept, Effort},
        pen::{Pen, after, below, row},
        theme::Role,
        widgets::{self, Hint},
    },
};

/// How many rows the questions take where so many are left for them and the list. A screen with fewer than four shows
/// one question at a time.
pub(super) fn rows(app: &App, left: u16) -> u16 {
    match (app.asks_after(), left) {
        (false, _) | (_, 0) => 0,
        (true, 1..9) => 1,
        (true, 9..14) => 3,
        (true, _) => 3 + u16::from(is_worse(app)),
    }
}

pub(super) fn draw(pen: &mut Pen, app: &App, area: Rect) {
    match area.height {
        0 => {}
        1..3 => next(pen, app, row(area, 0)),
        _ => all(pen, app, area),
    }
}

/// What is said of the answers beside the session's own line.
pub(super) fn kept(app: &App) -> &'static str {
    match app.check_in.kept {
        AnswersKept::None => "",
        AnswersKept::Writing => " Writing the answers …",
        AnswersKept::InHistory => " The answers too.",
    }
}

const LABEL: u16 = 10;

fn all(pen: &mut Pen, app: &App, area: Rect) {
    for (n, label) in (0..).zip(["pain now", "effort", "note"]) {
        let style = pen.style(Role::Muted);
        pen.left(row(area, n), label, style);
    }
    let answers = after(area, LABEL);
    pain(pen, app, row(answers, 0));
    effort(pen, app, row(answers, 1));
    note(pen, app, row(answers, 2));
    if is_worse(app)
        && let Some(flag) = entries().iter().find(|entry| entry.id == "pillow-shop-worse")
    {
        let action = flag.action.as_deref().unwrap_or_default();
        let style = pen.style(Role::Danger);
        pen.left(row(below(area, 3), 0), &format!("! {} {action}", flag.text), style);
    }
}

/// What was not answered yet, or the note.
fn next(pen: &mut Pen, app: &App, area: Rect) {
    let answers = &app.check_in.answers;
    let style = pen.style(Role::Muted);
    let has_note = answers.note.as_deref().is_some_and(|note| !note.is_empty());
    if !has_note && app.check_in.field.is_none() && answers.pain.is_some() && answers.effort.is_some() {
        widgets::hints(pen, &app.setup.keymap, area, &[Hint::saying(Action::Note, "write a note")]);
    } else if app.check_in.field.is_some() || (answers.pain.is_some() && answers.effort.is_some()) {
        let used = pen.left(area, "Note", style);
        note(pen, app, after(area, used + 1));
    } else if answers.pain.is_none() {
        let used = pen.left(area, "Pain now?", style);
        pain(pen, app, after(area, used + 1));
    } else {
        // The words of the answers say by themselves what is asked.
        let used = if area.width < 30 { 0 } else { pen.left(area, "Effort?", style) + 1 };
        effort(pen, app, after(area, used));
    }
}

fn pain(pen: &mut Pen, app: &App, area: Rect) {
    // Large numbers leave no room for what stands beside them.
    let large = area.width >= 56;
    // Its first number stands below the other answers, not the ground that it would have.
    let area = if large { Rect { x: area.x - 1, ..area } } else { area };
    let scale = Rect { width: if large { 34 } else { area.width.min(22) }, ..area };
    let used = widgets::scale(pen, scale, app.check_in.answers.pain);
    let value = app.check_in.answers.pain.filter(|_| used > 8).map(|value| format!("{value} of 10"));
    let before = app.check_in.pain_before.map(|before| format!("{before} before"));
    let words = value.into_iter().chain(before).collect::<Vec<_>>().join(", ");
    super::if_it_fits(pen, after(area, used + 2), &words, Role::Muted);
}

fn effort(pen: &mut Pen, app: &App, area: Rect) {
    let mut place = area;
    let choices = [
        (Effort::Easy, Action::EffortEasy),
        (Effort::Right, Action::EffortRight),
        (Effort::Hard, Action::EffortHard),
    ];
    for (effort, action) in choices {
        if app.check_in.answers.effort == Some(effort) {
            let style = pen.filled(Role::Accent).add_modifier(Modifier::BOLD);
            let words = format!(" {} ", effort.said());
            let width = u16::try_from(words.len()).unwrap_or(0).min(place.width);
            pen.fill(Rect { width, height: place.height.min(1), ..place }, " ", style);
            pen.centre(Rect { width, ..place }, effort.said(), style);
            place = after(place, width + 2);
        } else {
            // Where there is no room for the words, the keys are their first letters.
            let word = match (area.width, effort) {
                (..18, _) => "",
                (..26, Effort::Right) => "ok",
                _ => action.about().hint,
            };
            let used = widgets::hints(pen, &app.setup.keymap, place, &[Hint::saying(action, word)]);
            place = after(place, used + if area.width < 30 { 1 } else { 3 });
        }
    }
}

fn note(pen: &mut Pen, app: &App, area: Rect) {
    if let Some(field) = &app.check_in.field {
        widgets::field(pen, area, field);
        return;
    }
    match app.check_in.answers.note.as_deref().filter(|note| !note.is_empty()) {
        None => {
            widgets::hints(pen, &app.setup.keymap, area, &[Hint::saying(Action::Note, "write one")]);
        }
        Some(note) => {
            let style = pen.style(Role::Text);
            pen.left(area, note, style);
        }
    }
}

/// Clearly worse than before: one of the red flags.
fn is_worse(app: &App) -> bool {
    let (before, after) = (app.check_in.pain_before, app.check_in.answers.pain);
    before.zip(after).is_some_and(|(before, after)| after >= before + 2)
}
