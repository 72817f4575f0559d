//! What is read from nearby: the bar's amount, the exercise, what comes, the keys.

use ratatui::{layout::Rect, style::Modifier};

use super::{
    super::{breathing, exercise::present_entry, footer, header},
    layout::{Layout, inset},
    wording,
};
use crate::{
    plan::Mode,
    session::{Snapshot, State},
    ui::{
        app::App,
        mouse::Target,
        pen::{Pen, row},
        scene::{Scene, SoundState},
        text,
        theme::Role,
        widgets::{self, Letters},
        words::{self, Face},
    },
};

pub(super) fn draw(
    pen: &mut Pen,
    app: &App,
    scene: &Scene,
    snapshot: &Snapshot,
    face: &Face,
    layout: &Layout,
) {
    let (done, all) = amount(snapshot);
    widgets::filling(pen, layout.bar, done, all, face.role);
    let margin = match layout.stage.width {
        100.. => 2,
        30.. => 1,
        _ => 0,
    };
    let [name_area, next_area, foot] =
        [layout.name, layout.next, layout.foot].map(|area| inset(area, margin));
    // Where there is no row for them, what must be said takes that of the name.
    let (name_row, urgent) = if layout.foot.is_empty() { (name_area, name_area) } else { (name_area, foot) };
    pen.target(Rect { x: layout.stage.x, width: layout.stage.width, ..urgent }, Target::Nothing);
    let has_urgent = says_what_is_urgent(pen, app, scene, snapshot, urgent);
    if !has_urgent && !layout.foot.is_empty() {
        footer::hints(pen, app, scene, snapshot, foot);
    }
    if has_urgent && layout.foot.is_empty() {
        return;
    }
    let mut facts = warnings(app, scene);
    if layout.slot.is_empty() {
        facts.extend(wording::reps(snapshot, face).map(|reps| (0, reps)));
        facts.extend(breathing::said(snapshot).map(|words| (1, words)));
    }
    if next_area.is_empty() {
        facts.extend(words::next(snapshot).map(|next| (2, format!("next {next}"))));
    } else {
        facts.extend(place(snapshot));
        let style = pen.style(Role::Text);
        pen.left(next_area, &coming(snapshot), style);
    }
    facts.extend(header::pace(snapshot).map(|words| (4, words)));
    name(pen, snapshot, &facts, name_row);
}

/// The question why, the newest notice, or the one question at the beginning.
fn says_what_is_urgent(pen: &mut Pen, app: &App, scene: &Scene, snapshot: &Snapshot, area: Rect) -> bool {
    if snapshot.skip_reason_wanted.is_some() {
        footer::hints(pen, app, scene, snapshot, area);
        return true;
    }
    footer::notice(pen, scene, area) || footer::check_in(pen, app, snapshot, area)
}

/// What one would wonder about, each with its place in the line.
fn warnings(app: &App, scene: &Scene) -> Vec<(u8, String)> {
    let sound = match scene.sound {
        SoundState::Muted => Some("♪ muted"),
        SoundState::Silent => Some("♪ no device"),
        SoundState::Off | SoundState::On { .. } => None,
    };
    let locked = app.locked.then_some("keys locked");
    [(8, locked), (9, sound)].into_iter().filter_map(|(at, words)| Some((at, words?.to_owned()))).collect()
}

/// Where in the session. In minutes, so that it stands still.
fn place(snapshot: &Snapshot) -> Vec<(u8, String)> {
    // Rounded up it would be more than the clock of the near view says.
    let about = if snapshot.left_is_estimate { "≈ " } else { "under " };
    let minutes = text::whole_seconds_left(snapshot.left).div_ceil(60);
    let left = (5, format!("{about}{minutes} min left"));
    let here = words::place(snapshot).filter(|(_, all)| *all > 1);
    let here = here.map(|(here, all)| (4, format!("exercise {here} of {all}")));
    std::iter::once(left).chain(here).collect()
}

fn coming(snapshot: &Snapshot) -> String {
    match (words::next(snapshot), words::then(snapshot)) {
        (Some(next), Some((then, dose))) => format!("next {next} · then {then} · {dose}"),
        (Some(next), None) => format!("next {next}"),
        (None, Some((then, dose))) => format!("then {then} · {dose}"),
        (None, None) if snapshot.now.is_some() => "this is the last exercise".into(),
        (None, None) => String::new(),
    }
}

/// The exercise, in large letters where there are rows for them, and the facts at its right.
fn name(pen: &mut Pen, snapshot: &Snapshot, facts: &[(u8, String)], area: Rect) {
    let entry = present_entry(snapshot).map(|(_, entry)| entry);
    let name = entry.map(|entry| text::clean(&entry.name).to_uppercase()).unwrap_or_default();
    let width = usize::from(area.width);
    let line = row(area, area.height / 2);
    let letters = Letters::new(&name, 1)
        .filter(|letters| pen.unicode() && area.height >= letters.rows() && letters.width() <= area.width);
    let own = letters.as_ref().map_or_else(|| text::width(&name), |letters| usize::from(letters.width()));
    let room = width.saturating_sub(own.min(width * 3 / 5) + 3);
    let facts = header::fitting(facts, room);
    let style = pen.style(Role::Muted);
    let used = pen.right(line, &facts, style);
    let style = pen.style(Role::Accent);
    let gap = if used > 0 { used + 3 } else { 0 };
    let left = Rect { width: area.width.saturating_sub(gap), ..line };
    if let Some(letters) = letters.filter(|letters| letters.width() <= left.width) {
        letters.draw_at(pen, area, 0, style);
    } else {
        let words = with_what_fits(snapshot, &name, left.width);
        pen.left(left, &words, style.add_modifier(Modifier::BOLD));
    }
}

/// The exercise, and if there is room which set and what its side is called.
fn with_what_fits(snapshot: &Snapshot, name: &str, columns: u16) -> String {
    let set = snapshot.now.as_ref().and_then(|now| words::set(&now.played.step));
    let mut line = name.to_owned();
    for more in [words::side(snapshot), set].into_iter().flatten() {
        let longer = format!("{line} · {}", text::clean(&more));
        if text::width(&longer) <= usize::from(columns) {
            line = longer;
        }
    }
    line
}

/// How much of the present step, or of the set of its reps, is behind, in seconds that change with the digits.
fn amount(snapshot: &Snapshot) -> (f64, f64) {
    let nothing = (0.0, 1.0);
    let Some(now) = snapshot.now.as_ref().filter(|_| !matches!(snapshot.state, State::LeadIn { .. })) else {
        return nothing;
    };
    let step = &now.played.step;
    if let (Some(Mode::Open), Some(reps)) = (step.mode, words::reps(snapshot)) {
        return (f64::from(reps.done), f64::from(reps.of));
    }
    let (elapsed, left) = match now.bout_left.filter(|_| step.is_paced()) {
        Some(left) => (now.bout_elapsed, left),
        None => match now.left {
            Some(left) => (now.elapsed, left),
            None => return nothing,
        },
    };
    let all = (elapsed + left).as_secs_f64();
    (all - f64::from(u32::try_from(text::whole_seconds_left(left)).unwrap_or(u32::MAX)), all)
}
