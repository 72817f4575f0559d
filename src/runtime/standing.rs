//! Where a session stands, in the few words that fit beside it: on a window, a media player, a notification.

use crate::{
    plan::{Kind, Plan, Step},
    session::{Snapshot, State, Status, side_words},
    ui::shorten,
};

/// What is being done: `Bird dog, right side`, or what comes, `Get ready: Bird dog, right side`. Never empty.
///
/// On one line and of a bounded length, whatever a routine says: it may go to a terminal.
pub(super) fn doing(snapshot: &Snapshot) -> String {
    let plan = &*snapshot.plan;
    let Some(now) = &snapshot.now else { return routine(plan) };
    let step = &now.played.step;
    let next = || snapshot.then.map(|played| exercise(plan, &played.step));
    // A rest between rounds belongs to no exercise.
    let here = step.entry.map(|_| exercise(plan, step));
    let words = match (step.kind, here.or_else(next)) {
        (_, None) => return routine(plan),
        (Kind::Work | Kind::Relax, Some(exercise)) => exercise,
        (Kind::Prepare, Some(exercise)) => format!("Get ready: {exercise}"),
        (Kind::Switch, Some(exercise)) => format!("Switch sides: {exercise}"),
        (Kind::Rest, Some(exercise)) => format!("Rest, then {exercise}"),
    };
    bounded(&words)
}

/// The name of the routine, as `doing`.
pub(super) fn routine(plan: &Plan) -> String {
    bounded(&plan.name)
}

/// All of it on one line, for the title of a window.
pub(super) fn title(snapshot: &Snapshot) -> String {
    let routine = routine(&snapshot.plan);
    match snapshot.state {
        State::Finished(Status::Completed) => format!("Done: {routine}"),
        State::Finished(Status::Stopped) => format!("Stopped: {routine}"),
        State::Paused(_) => format!("Paused: {}", doing(snapshot)),
        State::Ready | State::Running | State::LeadIn { .. } => doing(snapshot),
    }
}

fn exercise(plan: &Plan, step: &Step) -> String {
    let Some(entry) = plan.entry_of(step) else { return plan.name.clone() };
    match step.side {
        Some(side) => format!("{}, {}", entry.name, side_words(side, entry.side_labels.as_ref())),
        None => entry.name.clone(),
    }
}

const COLUMNS: usize = 60;
/// Marks that stand above others take no column, and there may be any number of them.
const CHARACTERS: usize = 120;

fn bounded(text: &str) -> String {
    shorten(text, COLUMNS).chars().take(CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_can_do_anything_to_a_terminal() {
        let name = "a\x1b]0;b\x07c\u{9c}d\u{202e}e\n f";
        let tame = bounded(name);
        assert_eq!(tame, "a]0;bcde f");
        let long = bounded(&"word ".repeat(500));
        assert!(long.chars().count() <= COLUMNS && long.ends_with('…'), "{long}");
        let piled = bounded(&format!("e{}", "\u{301}".repeat(10_000)));
        assert!(piled.chars().count() <= CHARACTERS, "{}", piled.len());
    }
}
