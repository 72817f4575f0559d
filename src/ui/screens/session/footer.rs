//! Notices and keys.

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};

use crate::{
    plan::{Kind, Mode},
    session::{Snapshot, State},
    speech::Voice,
    ui::{
        action::Action,
        app::App,
        pen::{Pen, after},
        scene::{Scene, SoundState},
        screens::if_it_fits,
        text,
        theme::Role,
        widgets::{self, Hint},
    },
};

/// The newest notice; without one, what the routine says, which looks like no caution.
pub(super) fn notice(pen: &mut Pen, scene: &Scene, area: Rect) -> bool {
    let Some(notice) = scene.notices.last() else {
        let style = pen.style(Role::Text);
        // Where it is heard, half of a sentence is worth less than the keys.
        let is_heard =
            matches!(scene.voice, Voice::Full | Voice::Brief) && matches!(scene.sound, SoundState::On { .. });
        let words = scene.coaching.filter(|words| !is_heard || text::width(words) <= usize::from(area.width));
        return words.map(|words| pen.left(area, words, style)).is_some();
    };
    // A caution of the exercise has the colour of its mark; a notice is of the moment, and over soon.
    let (mark, style) = (pen.style(Role::Warning), pen.style(Role::Text).add_modifier(Modifier::BOLD));
    let used = pen.left(area, "!", mark);
    pen.left(after(area, used + 1), notice, style);
    true
}

/// How it is, while the session begins. Whoever does not answer is not asked again.
pub(super) fn check_in(pen: &mut Pen, app: &App, snapshot: &Snapshot, area: Rect) -> bool {
    if !app.asks_before(snapshot) {
        return false;
    }
    let value = app.check_in.pain_before;
    let words = match area.width {
        60.. => "Pain before you begin?",
        _ => "Pain?",
    };
    let style = asking(pen);
    let used = pen.left(area, words, style) + 2;
    // As much room as the numbers, so that they do not spread.
    let numbers = after(area, used);
    let used = widgets::scale(pen, Rect { width: numbers.width.min(22), ..numbers }, value);
    let rest = after(numbers, used + 2);
    match value.filter(|_| used > 8) {
        Some(value) => {
            if_it_fits(pen, rest, &format!("{value} of 10, noted"), Role::Muted);
        }
        None => {
            widgets::hints(pen, &app.setup.keymap, rest, &[Hint::from(Action::NotNow)]);
        }
    }
    true
}

/// A question is strong, and no colour of a moment or a caution.
fn asking(pen: &Pen) -> Style {
    pen.style(Role::Accent).add_modifier(Modifier::BOLD)
}

/// The keys that matter now.
pub(super) fn hints(pen: &mut Pen, app: &App, _scene: &Scene, snapshot: &Snapshot, area: Rect) {
    let keymap = &app.setup.keymap;
    if app.locked {
        widgets::hints(pen, keymap, area, &[Hint::saying(Action::Lock, "unlock the keys")]);
        return;
    }
    if let Some(entry) = snapshot.skip_reason_wanted {
        return why(pen, app, snapshot, entry, area);
    }
    widgets::hints(pen, keymap, area, &relevant(snapshot));
}

/// Why that was skipped. The question becomes shorter before one of the answers is left out.
fn why(pen: &mut Pen, app: &App, snapshot: &Snapshot, entry: u32, area: Rect) {
    let keymap = &app.setup.keymap;
    let skipped = usize::try_from(entry).ok().and_then(|entry| snapshot.plan.entries.get(entry));
    let named = skipped.map(|entry| format!("{} skipped. Why?", text::clean(&entry.name)));
    let reasons = [Action::SkipPain, Action::SkipTime, Action::SkipEquipment, Action::SkipOther];
    let full = reasons.map(Hint::from);
    let short = reasons.map(|reason| match reason {
        Action::SkipEquipment => Hint::saying(reason, "gear"),
        reason => reason.into(),
    });
    let questions = [named.as_deref().unwrap_or("Skipped. Why?"), "Skipped. Why?", "Why?", ""];
    let ways = questions.iter().flat_map(|question| [(*question, &full), (*question, &short)]);
    let beside = |question: &str| match u16::try_from(text::width(question)).unwrap_or(u16::MAX) {
        0 => area,
        width => after(area, width.saturating_add(if area.width < 60 { 2 } else { 3 })),
    };
    let fits = |(question, answers): &(&str, &[Hint; 4])| {
        let room = beside(question).width;
        widgets::hints_width(keymap, room, *answers) <= usize::from(room)
    };
    let (question, answers) = ways.into_iter().find(fits).unwrap_or(("", &short));
    let style = asking(pen);
    pen.left(area, question, style);
    widgets::hints(pen, keymap, beside(question), answers);
}

fn relevant(snapshot: &Snapshot) -> Vec<Hint<'static>> {
    let pause = match snapshot.state {
        State::Paused(_) => Hint::saying(Action::Pause, "go on"),
        State::Ready => Hint::saying(Action::Pause, "start"),
        State::Running | State::LeadIn { .. } | State::Finished(_) => Action::Pause.into(),
    };
    let mut hints = vec![pause];
    let step = snapshot.now.as_ref().map(|now| now.played.step);
    match step.map(|step| (step.kind, step.mode, step.length, step.reps)) {
        Some((Kind::Prepare, _, None, _)) => hints.push(Hint::saying(Action::Done, "ready")),
        Some((Kind::Work, Some(Mode::Open), _, reps)) => {
            hints.extend([Hint::saying(Action::Done, "done"), Action::Pain.into()]);
            // Of one, there is nothing to count.
            if reps.is_some_and(|reps| reps > 1) {
                hints.push(Action::Count.into());
            }
        }
        Some((Kind::Work, ..)) => hints.push(Action::Done.into()),
        _ => {}
    }
    // What one must know when it hurts is not left out anywhere.
    let pain = Hint::from(Action::Pain);
    if step.is_some() && !hints.contains(&pain) {
        hints.push(pain);
    }
    if matches!(snapshot.state, State::LeadIn { .. }) {
        hints.push(Hint::saying(Action::Next, "now"));
    } else {
        hints.push(Action::Next.into());
    }
    hints.extend([Action::Skip, Action::Help, Action::Quit, Action::Back].map(Hint::from));
    let easier = step.and_then(|step| snapshot.plan.variant_of(&step, false));
    if easier.is_some() {
        hints.push(Action::Easier.into());
    }
    let timed = step.is_some_and(|step| step.length.is_some());
    if timed {
        hints.push(Action::More.into());
    }
    hints.extend([Action::Jump, Action::Later, Action::Mute].map(Hint::from));
    hints
}
