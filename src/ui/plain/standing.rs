//! Where a session stands, in sentences: what a glance at the screen tells.

use std::time::Duration;

use super::{breath_words, capital, length, other_pace, reps_words, side, stays, target};
use crate::{
    plan::{Entry, Kind, Mode, Plan, Step, spoken},
    routine::words::{position_words, thing_words},
    session::{Fate, Outcome, Snapshot, State},
    speech::Voice,
    ui::{text, words},
};

/// How a session is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Of all sounds, in percent.
    pub volume: u8,
    pub muted: bool,
    pub voice: Voice,
}

/// Where we are, what is left, what comes, and how it sounds.
pub fn whereabouts(snapshot: &Snapshot, heard: Heard) -> Vec<String> {
    let plan = &*snapshot.plan;
    let mut said = Vec::new();
    if let Some(here) = snapshot.here {
        let name = present(snapshot).map(|entry| format!(": {}", entry.name)).unwrap_or_default();
        let all = snapshot.occurrences.len();
        said.push(format!("{}. Exercise {} of {all}{name}.", plan.name, here + 1));
    }
    if let Some(now) = &snapshot.now {
        let step = &now.played.step;
        said.extend(group(plan, step));
        said.push(moment(snapshot, step));
        said.extend(other_pace(snapshot, step.occurrence));
    }
    let here = snapshot.now.as_ref().map(|now| now.played.step.occurrence);
    if let Some(next) = &snapshot.after_bout {
        said.push(format!("Next: {}.", coming(plan, &next.step, here)));
    }
    let is_then = snapshot.after_bout.is_some_and(|next| Some(next.step.occurrence) != here);
    said.extend(then(snapshot).filter(|_| !is_then));
    said.push(format!("{} of the session.", capital(&about_left(snapshot.left))));
    said.push(format!("{} {}", sound(heard), voice(heard.voice)));
    said.iter().map(|line| text::clean(line)).collect()
}

/// Every exercise of the session with its number, which `jump` takes.
pub fn exercises(snapshot: &Snapshot) -> Vec<String> {
    let one = |(at, occurrence): (usize, &crate::session::Occurrence)| {
        let entry = snapshot.plan.entries.get(occurrence.entry as usize)?;
        let round = match (occurrence.round, occurrence.rounds) {
            (Some(round), Some(rounds)) if rounds > 1 => format!(", round {round} of {rounds}"),
            _ => String::new(),
        };
        let fate = if snapshot.here == Some(at) {
            ", here"
        } else {
            let work = || occurrence.pieces.iter().filter(|piece| piece.kind == Kind::Work);
            let ended = |outcome| work().any(|piece| piece.fate == Fate::Ended(outcome));
            match occurrence.pieces.iter().all(|piece| matches!(piece.fate, Fate::Ended(_))) {
                true if ended(Outcome::Done) || ended(Outcome::Cut) => ", done",
                true => ", skipped",
                false => "",
            }
        };
        Some(text::clean(&format!("{}: {}, {}{round}{fate}.", at + 1, entry.name, entry.dose())))
    };
    snapshot.occurrences.iter().enumerate().filter_map(one).collect()
}

/// `Exercise 4 of 12, about 9 minutes left; then Glute bridge.`: where an exercise that begins stands. It depends on
/// the session alone, not on when somebody looks.
pub(super) fn progress(snapshot: &Snapshot, step: &Step) -> Option<String> {
    let all = &snapshot.occurrences;
    let at = all.iter().position(|occurrence| occurrence.occurrence == step.occurrence)?;
    let left = about_left(all[at..].iter().map(|occurrence| occurrence.length).sum());
    let then = all.get(at + 1).and_then(|next| snapshot.plan.entries.get(next.entry as usize));
    let then = then.map(|entry| format!("; then {}", entry.name)).unwrap_or_default();
    let group = group(&snapshot.plan, step).map(|group| format!(" {group}")).unwrap_or_default();
    let (here, of) = words::place_of(snapshot, at)?;
    Some(format!("Exercise {here} of {of}, {left}{then}.{group}"))
}

/// `about 9 minutes left`
pub(super) fn about_left(left: Duration) -> String {
    let seconds = left.as_secs();
    let words = match seconds {
        0..10 => spoken(Duration::from_secs(seconds.max(1))),
        10..45 => spoken(Duration::from_secs(seconds.div_ceil(10) * 10)),
        _ => spoken(Duration::from_mins(((seconds + 30) / 60).max(1))),
    };
    format!("about {words} left")
}

/// The exercise that it is about: in a rest between rounds, the coming one.
pub(super) fn present(snapshot: &Snapshot) -> Option<&Entry> {
    let step = &snapshot.now.as_ref()?.played.step;
    let index = step.entry.or_else(|| snapshot.next.iter().find_map(|next| next.step.entry))?;
    snapshot.plan.entries.get(usize::try_from(index).ok()?)
}

/// What somebody who does it for the first time has to know, a line each.
pub(super) fn explanation(entry: &Entry) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(entry.position.map(|position| format!("Position: {}.", position_words(position))));
    if !entry.equipment.is_empty() {
        let things: Vec<String> = entry.equipment.iter().map(|thing| thing_words(thing)).collect();
        lines.push(format!("Equipment: {}.", things.join(", ")));
    }
    lines.extend((1..).zip(&entry.how).map(|(number, how)| format!("Step {number}: {how}")));
    let phases: Vec<String> = entry
        .phases
        .iter()
        .map(|phase| format!("{}{}", phase.name, phase.breath.map(breath_words).unwrap_or_default()))
        .collect();
    if phases.len() > 1 {
        lines.push(format!("In turn: {}.", phases.join("; ")));
    }
    if let Some(breath) = &entry.breath {
        let (breathe_in, out) = (spoken(breath.breathe_in), spoken(breath.out));
        lines.push(format!("Breathe in for {breathe_in} and out for {out}."));
    }
    lines.extend(entry.cautions.iter().map(|caution| format!("Take care: {caution}")));
    lines.extend(entry.note.iter().map(|note| format!("Note: {note}")));
    lines
}

/// `Hold`, `Rest`, the name of a phase.
pub(super) fn what(plan: &Plan, step: &Step) -> String {
    match (step.kind, step.mode) {
        (Kind::Prepare, _) => "Get ready".to_owned(),
        (Kind::Relax, _) => "Relax".to_owned(),
        (Kind::Switch, _) => "Switch".to_owned(),
        (Kind::Rest, _) => "Rest".to_owned(),
        (Kind::Work, Some(Mode::Hold)) => "Hold".to_owned(),
        (Kind::Work, Some(Mode::Flow)) => "Keep moving".to_owned(),
        (Kind::Work, Some(Mode::Rep)) => "Rep".to_owned(),
        (Kind::Work, Some(Mode::Phase)) => {
            plan.entry_of(step).map_or_else(|| "Move".to_owned(), |entry| super::phase(entry, step))
        }
        (Kind::Work, Some(Mode::Open) | None) => "At your own pace".to_owned(),
    }
}

fn group(plan: &Plan, step: &Step) -> Option<String> {
    let title = step.group.and_then(|group| plan.groups.get(group as usize));
    let round = match (step.round, step.rounds) {
        (Some(round), Some(rounds)) if rounds > 1 => Some(format!("round {round} of {rounds}")),
        _ => None,
    };
    match (title, round) {
        (None, None) => None,
        (Some(title), Some(round)) => Some(format!("{title}, {round}.")),
        (Some(title), None) => Some(format!("{title}.")),
        (None, Some(round)) => Some(format!("{}.", capital(&round))),
    }
}

/// `Hold 2 of 8, 12 seconds left, left side, set 1 of 2.`
fn moment(snapshot: &Snapshot, step: &Step) -> String {
    let plan = &*snapshot.plan;
    let mut parts = vec![what(plan, step)];
    match (step.rep, step.reps, step.mode) {
        (_, Some(reps), Some(Mode::Open)) => {
            let counted = snapshot.now.as_ref().map_or(0, |now| now.counted);
            parts.push(format!("{counted} of {} counted", reps_words(reps)));
        }
        (Some(rep), Some(reps), _) if reps > 1 => parts.push(format!("rep {rep} of {reps}")),
        _ => {}
    }
    let left = snapshot.now.as_ref().and_then(|now| now.left).filter(|_| stays(step));
    parts.extend(
        left.map(|left| format!("{} left", spoken(Duration::from_secs(text::whole_seconds_left(left))))),
    );
    parts.extend(plan.entry_of(step).and_then(|entry| side(entry, step)));
    parts.extend(words::set(step));
    let state = match snapshot.state {
        State::Paused(_) => "Paused. ",
        State::LeadIn { .. } => "About to go on. ",
        State::Ready | State::Running | State::Finished(_) => "",
    };
    format!("{state}{}.", parts.join(", "))
}

/// `here`: the occurrence of the exercise that is done now.
fn coming(plan: &Plan, step: &Step, here: Option<u32>) -> String {
    let entry = plan.entry_of(step);
    let side = entry.and_then(|entry| side(entry, step)).map(|side| format!(", {side}")).unwrap_or_default();
    let name = entry.filter(|_| step.kind == Kind::Prepare).map(|entry| format!(" for {}", entry.name));
    let other = entry.filter(|_| step.kind == Kind::Work && Some(step.occurrence) != here);
    let other = other.map(|entry| format!("{}, ", entry.name)).unwrap_or_default();
    let words = match (step.kind, step.mode) {
        (Kind::Work, Some(Mode::Rep | Mode::Phase)) => reps_words(step.reps.unwrap_or(1)),
        (Kind::Work, Some(Mode::Open) | None) => {
            entry.map_or_else(|| "at your own pace".to_owned(), |entry| target(entry, step))
        }
        _ => format!("{}{}{}", what(plan, step).to_lowercase(), name.unwrap_or_default(), length(step)),
    };
    format!("{other}{words}{side}")
}

fn then(snapshot: &Snapshot) -> Option<String> {
    let entry = snapshot.plan.entry_of(&snapshot.then?.step)?;
    Some(format!("Then {}, {}.", entry.name, entry.dose()))
}

fn sound(heard: Heard) -> String {
    if heard.muted { "Sound off.".to_owned() } else { format!("Sound at {} percent.", heard.volume) }
}

const fn voice(voice: Voice) -> &'static str {
    match voice {
        Voice::Full => "Voice: full.",
        Voice::Brief => "Voice: brief.",
        Voice::Counts => "Voice: counts only.",
        Voice::Off => "Voice off.",
    }
}
