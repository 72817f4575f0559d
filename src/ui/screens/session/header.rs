//! The routine, and where in it we are.

use std::time::Duration;

use ratatui::layout::Rect;

use crate::{
    session::{Snapshot, State},
    ui::{
        app::App,
        pen::Pen,
        scene::{Scene, SoundState},
        text,
        theme::Role,
        words,
    },
};

pub(super) fn draw(pen: &mut Pen, app: &App, scene: &Scene, snapshot: &Snapshot, area: Rect) {
    let name = text::clean(&snapshot.plan.name);
    let wanted = text::width(&name).min(usize::from(area.width) / 3);
    let room = usize::from(area.width).saturating_sub(wanted + 3);
    let facts = fitting(&facts(app, scene, snapshot, area.width >= 60), room);
    let style = pen.style(Role::Muted);
    let used = pen.right(area, &facts, style);
    let style = pen.style(Role::Text);
    pen.left(Rect { width: area.width.saturating_sub(used + 3), ..area }, &name, style);
}

/// `7:42 left`, with a sign if it is partly a guess.
pub(super) fn left(snapshot: &Snapshot) -> String {
    let about = if snapshot.left_is_estimate { "≈ " } else { "" };
    format!("{about}{} left", text::clock_left(snapshot.left))
}

/// What there is to say, the most important first, each with its place in the line.
fn facts(app: &App, scene: &Scene, snapshot: &Snapshot, roomy: bool) -> Vec<(u8, String)> {
    let mut facts = vec![(3, left(snapshot))];
    facts.extend(app.pace_words().map(|words| (6, words)));
    if app.locked {
        facts.push((0, "keys locked".into()));
    }
    if let Some((here, all)) = words::place(snapshot).filter(|(_, all)| *all > 1) {
        let word = if roomy { "exercise " } else { "" };
        facts.push((1, format!("{word}{here} of {all}")));
    }
    // While it is paused nobody knows when it ends.
    if matches!(snapshot.state, State::Running | State::Ready | State::LeadIn { .. })
        && let Ok(left) = Duration::try_from_secs_f64(snapshot.left.as_secs_f64() / app.speed)
        && let Ok(end) = scene.wall.checked_add(left)
    {
        facts.push((4, format!("ends {}", end.strftime("%H:%M"))));
    }
    let sound = match scene.sound {
        SoundState::On { percent } => format!("♪ {percent}%"),
        SoundState::Muted => "♪ muted".into(),
        SoundState::Silent => "♪ no device".into(),
        SoundState::Off => "♪ off".into(),
    };
    let (sound, pace) = (Some((5, sound)), pace(snapshot).map(|words| (2, words)));
    // That it sounds as it should is the least news.
    let sounds = matches!(scene.sound, SoundState::On { .. });
    facts.extend(if sounds { [pace, sound] } else { [sound, pace] }.into_iter().flatten());
    facts
}

/// That the exercise at hand goes at another pace than the written one: `10% slower`.
pub(super) fn pace(snapshot: &Snapshot) -> Option<String> {
    words::pace(snapshot.now.as_ref()?.pace_percent)
}

/// As many facts as fit, in the order of their places.
pub(super) fn fitting(facts: &[(u8, String)], room: usize) -> String {
    let mut kept: Vec<&(u8, String)> = Vec::new();
    let mut used = 0;
    for fact in facts {
        let needed = text::width(&fact.1) + if kept.is_empty() { 0 } else { 3 };
        if used + needed <= room {
            used += needed;
            kept.push(fact);
        }
    }
    kept.sort_by_key(|(place, _)| *place);
    kept.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(" · ")
}
