//! One step of a session in a sentence.

use super::{capital, length, reps_words, side};
use crate::{
    plan::{Entry, Mode, Plan, Step},
    routine::Breath,
};

/// The beginning of a bout.
pub(super) fn work(entry: &Entry, step: &Step) -> String {
    let side = side(entry, step).map(|side| format!(", {side}")).unwrap_or_default();
    let count = match (step.rep, step.reps) {
        (Some(rep), Some(reps)) if reps > 1 => format!(" {rep} of {reps}"),
        _ => String::new(),
    };
    let set = match (step.set, step.sets) {
        (Some(set), Some(sets)) if sets > 1 => format!(", set {set} of {sets}"),
        _ => String::new(),
    };
    match step.mode {
        Some(Mode::Hold) => format!("Hold{count}{}{side}{set}.", length(step)),
        Some(Mode::Rep) => format!("Rep{count}{side}{set}."),
        Some(Mode::Phase) => {
            format!("Rep{count}{side}{set}: {}{}.", phase(entry, step).to_lowercase(), length(step))
        }
        Some(Mode::Flow) => format!("Keep moving{}{side}{set}.", length(step)),
        Some(Mode::Open) | None => {
            format!("At your own pace: {}{side}{set}. Type done when it is enough.", target(entry, step))
        }
    }
}

/// What is done at the user's own pace.
pub(super) fn target(entry: &Entry, step: &Step) -> String {
    match (step.reps, &entry.target_words) {
        (Some(reps), Some(words)) if reps > 1 => format!("{} of {words}", reps_words(reps)),
        (Some(_) | None, Some(words)) => words.clone(),
        (Some(reps), None) => reps_words(reps),
        (None, None) => "as long as it feels good".into(),
    }
}

/// The next rep of a bout, or the next phase of one: no more than what is new.
pub(super) fn goes_on(entry: &Entry, step: &Step, before: &Step) -> String {
    let side = side(entry, step).filter(|_| step.side != before.side);
    let side = side.map(|side| format!(", {side}")).unwrap_or_default();
    let rep = step.rep.filter(|_| step.rep != before.rep || step.side != before.side);
    match (rep, step.mode) {
        (Some(rep), Some(Mode::Phase)) => format!("{rep}{side}. {}.", phase(entry, step)),
        (Some(rep), _) => format!("{rep}{side}."),
        // In the first rep of all the length of each phase is said as well.
        (None, Some(Mode::Phase)) if step.rep == Some(1) => {
            format!("{}{}.", phase(entry, step), length(step))
        }
        (None, Some(Mode::Phase)) => format!("{}.", phase(entry, step)),
        (None, _) => work(entry, step),
    }
}

/// What is done in it, and with which breath.
pub(super) fn phase(entry: &Entry, step: &Step) -> String {
    let phase = step.phase.and_then(|phase| entry.phases.get(phase as usize));
    let breath = phase.and_then(|phase| phase.breath).map(breath_words).unwrap_or_default();
    format!("{}{breath}", phase.map_or_else(|| "Move".to_owned(), |phase| capital(&phase.name)))
}

pub(super) const fn breath_words(breath: Breath) -> &'static str {
    match breath {
        Breath::In => ", breathe in",
        Breath::Out => ", breathe out",
        Breath::Hold => ", hold your breath",
    }
}

pub(super) fn rest(entry: &Entry, step: &Step) -> String {
    let (set, sets) = (step.set.unwrap_or(1), step.sets.unwrap_or(1));
    format!("Rest{}. Next: {}, set {set} of {sets}.", length(step), entry.name)
}

pub(super) fn round_rest(plan: &Plan, step: &Step) -> String {
    let rest = format!("Rest{}.", length(step));
    let (Some(round), Some(rounds)) = (step.round, step.rounds) else { return rest };
    let title = step.group.and_then(|group| plan.groups.get(group as usize));
    let of = title.map(|title| format!(" of {title}")).unwrap_or_default();
    format!("{rest} Next: round {round} of {rounds}{of}.")
}
