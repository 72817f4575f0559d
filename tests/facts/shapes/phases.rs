//! T17 to T21: what happens inside a flow or a rep.

use std::time::Duration;

use supple::plan::{Mode, Step};

use super::{every, line};
use crate::shown::{Played, Shown, seconds};

/// The names and lengths of the phases of every rep; `None` where the reps are not alike.
fn of_a_rep(shown: Shown<'_>, end: usize) -> Option<Vec<(&str, Duration)>> {
    let rep = |steps: &[&Step]| -> Option<Vec<_>> {
        steps.iter().map(|step| Some((shown.phase(end, step)?, step.length?))).collect()
    };
    let reps = shown.reps(end);
    let first = rep(&reps.first()?.steps)?;
    reps.iter().all(|other| rep(&other.steps).as_ref() == Some(&first)).then_some(first)
}

#[test]
fn t17_timed_flow() {
    let flow = Played::inline(
        "[[step]]\nname = \"Flow\"\ntime = \"30-60s\"\nphases = [{ name = \"Cow\", time = \"3s\" }, \
         { name = \"Cat\", time = \"3s\" }]",
    );
    assert_eq!(line(&flow, 0), "prepare 20, flow 30");
    assert_eq!(line(&flow, 1), "prepare 20, flow 60");
    assert_eq!(flow.only().work(0)[0].rep, None, "no count");
    every("T17", |_, shown, end| {
        let work = shown.work(end);
        shown.mode(end) == Mode::Flow && work.len() == 1 && shown.entry(end).phases.len() == 2
    });
}

#[test]
fn t18_two_position_cycle() {
    let cycle = Played::inline(
        "[[step]]\nname = \"Cycle\"\nreps = \"10-15\"\nphases = [{ name = \"Cat\", time = \"2-3s\" }, \
         { name = \"Cow\", time = \"2-3s\" }]",
    );
    let shown = cycle.only();
    assert_eq!([0, 1].map(|end| shown.work(end).len()), [20, 30]);
    assert_eq!(of_a_rep(shown, 0), Some(vec![("Cat", seconds(2)), ("Cow", seconds(2))]));
    assert_eq!(of_a_rep(shown, 1), Some(vec![("Cat", seconds(3)), ("Cow", seconds(3))]));
    every("T18", |fact, shown, end| {
        let rep = of_a_rep(shown, end).unwrap_or_default();
        let stated = seconds(fact.hold_seconds.unwrap()[end]);
        rep.len() == 2 && rep.iter().all(|(_, length)| *length == stated)
    });
}

#[test]
fn t19_untimed_phases_share_the_rep() {
    let clock = Played::inline(
        "[[step]]\nname = \"Clock\"\nreps = 2\nrep_time = \"6s\"\nphases = [{ name = \"Slump\" }, \
         { name = \"Middle\" }, { name = \"Arch\" }]",
    );
    let rep = vec![("Slump", seconds(2)), ("Middle", seconds(2)), ("Arch", seconds(2))];
    assert_eq!(of_a_rep(clock.only(), 0), Some(rep));
    assert_eq!(clock.only().reps(0).len(), 2);
    every("T19", |fact, shown, end| {
        let rep = of_a_rep(shown, end).unwrap_or_default();
        let ours = shown.is_assumed("rep_time") || shown.is_assumed("phases");
        rep.len() >= fact.phases.len() && ours
    });
}

#[test]
fn t20_two_timed_holds_in_one_rep() {
    let hinge = Played::inline(
        "[[step]]\nname = \"Hinge\"\nreps = 2\nphases = [{ name = \"Down\", time = \"3s\" }, \
         { name = \"Back\", time = \"10s\" }, { name = \"Up\", time = \"8-12s\" }]",
    );
    assert_eq!(line(&hinge, 0), "prepare 20, phase 3, phase 10, phase 8, phase 3, phase 10, phase 8");
    assert_eq!(line(&hinge, 1), "prepare 20, phase 3, phase 10, phase 12, phase 3, phase 10, phase 12");
    every("T20", |fact, shown, end| {
        let stated = seconds(fact.hold_seconds.unwrap()[end]);
        let rep = of_a_rep(shown, end).unwrap_or_default();
        rep.iter().filter(|(_, length)| *length == stated).count() == 2
    });
}

#[test]
fn t21_directions_in_order_on_each_side() {
    let lunge = Played::inline(
        "[[step]]\nname = \"Lunge\"\nreps = 2\nrep_time = \"9s\"\nsides = \"alternate\"\n\
         phases = [{ name = \"Forward\" }, { name = \"Side\" }, { name = \"Back\" }]",
    );
    let round = vec![("Forward", seconds(3)), ("Side", seconds(3)), ("Back", seconds(3))];
    assert_eq!(of_a_rep(lunge.only(), 0), Some(round));
    assert_eq!(lunge.only().sides(0), "LRLR", "a round on one side, then the same on the other");
    assert_eq!(lunge.only().work(0).len(), 12);
    every("T21", |fact, shown, end| {
        let rep = of_a_rep(shown, end).unwrap_or_default();
        let rounds = fact.reps.unwrap()[end] as usize;
        let mut names: Vec<_> = rep.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        names.len() >= fact.phases.len() && shown.sides(end) == "RL".repeat(rounds)
    });
}
