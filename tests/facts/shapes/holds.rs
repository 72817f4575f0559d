//! T01 to T05 and T08 to T10: staying still.

use supple::plan::{self, Kind, Level, Mode, Options};

use super::{every, line, pauses};
use crate::shown::{Played, seconds};

#[test]
fn t01_single_hold() {
    let pose = Played::inline("[[step]]\nname = \"Pose\"\nhold = \"30-60s\"");
    assert_eq!(line(&pose, 0), "prepare 20, hold 30");
    assert_eq!(line(&pose, 1), "prepare 20, hold 60");
    every("T01", |_, shown, end| {
        shown.mode(end) == Mode::Hold && shown.sides(end) == "-" && pauses(shown, end).is_empty()
    });
}

#[test]
fn t02_one_hold_per_side() {
    let stretch = Played::inline("[[step]]\nname = \"Stretch\"\nhold = \"20-30s\"\nsides = \"each\"");
    assert_eq!(line(&stretch, 0), "prepare 20 L, hold 20 L, switch 8 R, hold 20 R");
    assert_eq!(line(&stretch, 1), "prepare 20 L, hold 30 L, switch 8 R, hold 30 R");
    every("T02", |fact, shown, end| {
        let order = if fact.first_side.is_some() { "RL" } else { "LR" };
        shown.mode(end) == Mode::Hold
            && shown.sides(end) == order
            && pauses(shown, end) == [Kind::Switch]
            && shown.entry(end).side_labels.is_some()
    });
}

#[test]
fn t03_hold_repeated() {
    let plank = Played::inline("[[step]]\nname = \"Plank\"\nreps = 3\nhold = \"30-60s\"");
    assert_eq!(line(&plank, 0), "prepare 20, hold 30, relax 3, hold 30, relax 3, hold 30");
    assert_eq!(line(&plank, 1), "prepare 20, hold 60, relax 3, hold 60, relax 3, hold 60");
    every("T03", |_, shown, end| {
        let holds = shown.work(end).len();
        shown.mode(end) == Mode::Hold && holds > 1 && pauses(shown, end) == vec![Kind::Relax; holds - 1]
    });
}

#[test]
fn t04_hold_repeated_on_each_side() {
    let stretch = |sides| {
        let text = format!("[[step]]\nname = \"Stretch\"\nreps = 2\nhold = \"20s\"\nsides = \"{sides}\"");
        line(&Played::inline(&text), 0)
    };
    assert_eq!(
        stretch("each"),
        "prepare 20 L, hold 20 L, relax 3 L, hold 20 L, switch 8 R, hold 20 R, relax 3 R, hold 20 R"
    );
    assert_eq!(
        stretch("alternate"),
        "prepare 20 L, hold 20 L, relax 3 R, hold 20 R, relax 3 L, hold 20 L, relax 3 R, hold 20 R"
    );
    every("T04", |_, shown, end| {
        let sides = shown.sides(end);
        let [left, right] = ['L', 'R'].map(|side| sides.matches(side).count());
        shown.mode(end) == Mode::Hold
            && left > 1
            && left == right
            && pauses(shown, end).len() == left + right - 1
    });
}

#[test]
fn t05_hold_that_grows_with_practice() {
    let sit = Played::inline("[[step]]\nname = \"Wall sit\"\nhold = \"10-30s\"");
    let hold = |level| {
        let plan = plan::compile(&sit.routine, &Options { level: Level::new(level), ..Options::default() });
        plan.entries[0].target.hold
    };
    let path = [0.0, 0.25, 0.5, 1.0].map(hold);
    assert_eq!(path, [10, 15, 20, 30].map(|count| Some(seconds(count))));
    every("T05", |_, shown, _| {
        let [low, high] = [0, 1].map(|end| shown.entry(end).target);
        low.hold < high.hold || low.reps < high.reps
    });
}

#[test]
fn t08_reps_with_a_timed_hold() {
    let tilt = Played::inline("[[step]]\nname = \"Tilt\"\nreps = \"2-3\"\nhold = \"5-10s\"");
    assert_eq!(line(&tilt, 0), "prepare 20, hold 5, relax 3, hold 5");
    assert_eq!(line(&tilt, 1), "prepare 20, hold 10, relax 3, hold 10, relax 3, hold 10");
    // The way there and back may be counted too.
    let bridge = Played::inline(
        "[[step]]\nname = \"Bridge\"\nreps = 2\nphases = [{ name = \"Up\", time = \"2s\" }, \
         { name = \"Hold\", time = \"5-10s\" }, { name = \"Down\", time = \"3s\" }]",
    );
    assert_eq!(line(&bridge, 0), "prepare 20, phase 2, phase 5, phase 3, phase 2, phase 5, phase 3");
    assert_eq!(line(&bridge, 1), "prepare 20, phase 2, phase 10, phase 3, phase 2, phase 10, phase 3");
    every("T08", |fact, shown, end| {
        let hold = Some(seconds(fact.hold_seconds.unwrap()[end]));
        shown.reps(end).iter().all(|rep| rep.steps.iter().any(|step| step.length == hold))
    });
}

#[test]
fn t09_reps_with_a_vague_hold() {
    let text = "[[step]]\nname = \"Raise\"\nreps = 2\nhold = \"3-5s\"\nassumed = [\"hold\"]";
    let raise = Played::inline(text);
    assert_eq!(line(&raise, 0), "prepare 20, hold 3, relax 3, hold 3");
    assert_eq!(line(&raise, 1), "prepare 20, hold 5, relax 3, hold 5");
    assert_eq!(raise.only().entry(0).assumed, ["hold"], "the plan says that the seconds are ours");
    every("T09", |fact, shown, end| {
        let marked = &shown.entry(end).assumed;
        fact.vague_hold && marked.iter().any(|field| field == "hold" || field == "phases")
    });
}

#[test]
fn t10_sets_of_reps_with_a_hold() {
    let text = "[[step]]\nname = \"Bridge\"\nsets = \"2-3\"\nreps = 2\nhold = \"5-10s\"";
    let bridge = Played::inline(text);
    assert_eq!(line(&bridge, 0), "prepare 20, hold 5, relax 3, hold 5, rest 20, hold 5, relax 3, hold 5");
    assert_eq!(bridge.only().sides(1), "-- -- --");
    assert_eq!(bridge.only().lengths(1), [10.0]);
    every("T10", |fact, shown, end| {
        let sets = fact.sets.unwrap()[end] as usize;
        let reps = fact.reps.unwrap()[end] as usize;
        let mut between = vec![Kind::Relax; reps - 1];
        between.push(Kind::Rest);
        let mut all = between.repeat(sets);
        all.pop();
        shown.mode(end) == Mode::Hold && pauses(shown, end) == all && shown.is_assumed("rest")
    });
}
