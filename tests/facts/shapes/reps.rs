//! T06, T07 and T11 to T16: moving and counting.

use supple::{
    plan::{Kind, Mode, Plan},
    session::{Command, Status},
};

use super::{every, line, pauses};
use crate::{
    playing::Player,
    shown::{Played, Shown, seconds},
};

fn is_counted(shown: Shown<'_>, end: usize) -> bool {
    shown.work(end).iter().all(|step| matches!(step.mode, Some(Mode::Rep | Mode::Phase)))
}

#[test]
fn t06_plain_reps() {
    let hinge = Played::inline("[[step]]\nname = \"Hinge\"\nreps = \"2-3\"");
    assert_eq!(line(&hinge, 0), "prepare 20, rep 4, rep 4");
    assert_eq!(line(&hinge, 1), "prepare 20, rep 4, rep 4, rep 4");
    let own = Played::inline("[[step]]\nname = \"Hinge\"\nreps = \"2-3\"\npace = \"self\"");
    assert_eq!(line(&own, 1), "prepare 20, open open");
    assert_eq!(own.only().work(1)[0].reps, Some(3));
    every("T06", |_, shown, end| {
        let ours = ["rep_time", "phases", "tempo", "pace"].iter().any(|field| shown.is_assumed(field));
        shown.mode(end) != Mode::Hold && pauses(shown, end).is_empty() && ours
    });
}

#[test]
fn t07_sets_of_reps() {
    let squat = Played::inline("[[step]]\nname = \"Squat\"\nsets = \"2-3\"\nreps = 2");
    assert_eq!(line(&squat, 0), "prepare 20, rep 4, rep 4, rest 20, rep 4, rep 4");
    assert_eq!(squat.only().sides(1), "-- -- --");
    every("T07", |fact, shown, end| {
        let rests = fact.sets.unwrap()[end] as usize - 1;
        is_counted(shown, end) && pauses(shown, end) == vec![Kind::Rest; rests] && shown.is_assumed("rest")
    });
}

#[test]
fn t11_alternating_reps() {
    let bug = Played::inline("[[step]]\nname = \"Bug\"\nreps = \"1-2\"\nsides = \"alternate\"");
    assert_eq!(line(&bug, 0), "prepare 20 L, rep 4 L, rep 4 R");
    assert_eq!(line(&bug, 1), "prepare 20 L, rep 4 L, rep 4 R, rep 4 L, rep 4 R");
    every("T11", |fact, shown, end| {
        let still = fact.vague_hold || is_counted(shown, end) && pauses(shown, end).is_empty();
        still && shown.exercise.dose.sides == supple::routine::Sides::Alternate
    });
}

#[test]
fn t12_alternating_march() {
    let march = Played::inline(
        "[[step]]\nname = \"March\"\nreps = \"10-15\"\nsides = \"alternate\"\nrep_time = \"3s\"",
    );
    let shown = march.only();
    assert_eq!((shown.sides(0), shown.sides(1)), ("LR".repeat(10), "LR".repeat(15)));
    assert!(pauses(shown, 1).is_empty(), "it never stops between the feet");
    let first = shown.work(1)[0].bout;
    assert!(shown.work(1).iter().all(|step| step.bout == first), "one bout");
    speeds_up(&march.plans[1]);

    every("T12", |_, shown, end| {
        let first = shown.work(end)[0].bout;
        is_counted(shown, end)
            && pauses(shown, end).is_empty()
            && shown.work(end).iter().all(|step| step.bout == first)
    });
    speeds_up(&Played::exercise("pelvic-tilt-march").unwrap().plans[1]);
}

/// The whole count is kept, in less time.
fn speeds_up(plan: &Plan) {
    let mut player = Player::start(plan);
    player.waits(plan.steps[0].length.unwrap() + seconds(1));
    player.does(Command::Faster);
    player.does(Command::Faster);
    player.finishes();
    let (status, lasted) = player.end().unwrap();
    assert_eq!(status, Status::Completed);
    assert!(lasted < plan.total, "{lasted:?} of {:?}", plan.total);
}

#[test]
fn t13_alternating_reps_with_a_hold() {
    let text = |sides| format!("[[step]]\nname = \"Dog\"\nreps = 2\nhold = \"5-10s\"\nsides = \"{sides}\"");
    let dog = Played::inline(&text("alternate"));
    assert_eq!(
        line(&dog, 0),
        "prepare 20 L, hold 5 L, relax 3 R, hold 5 R, relax 3 L, hold 5 L, relax 3 R, hold 5 R"
    );
    assert_eq!(dog.only().lengths(1), [10.0]);
    assert_eq!(Played::inline(&text("each")).only().sides(0), "LLRR", "one side first is a word away");
    every("T13", |_, shown, end| {
        let relaxes = pauses(shown, end).into_iter().filter(|kind| *kind == Kind::Relax).count();
        let rests = shown.count(end, Kind::Rest);
        shown.mode(end) == Mode::Hold
            && shown.entry(end).alternate
            && relaxes + rests == shown.work(end).len() - 1
    });
}

#[test]
fn t14_alternating_reps_in_sets() {
    let text = "[[step]]\nname = \"Bug\"\nsets = \"2-3\"\nreps = 1\nsides = \"alternate\"";
    let bug = Played::inline(text);
    assert_eq!(line(&bug, 0), "prepare 20 L, rep 4 L, rep 4 R, rest 20 L, rep 4 L, rep 4 R");
    assert_eq!(bug.only().sides(1), "LR LR LR");
    every("T14", |fact, shown, end| {
        let set = "LR".repeat(fact.reps.unwrap()[end] as usize);
        let sets = vec![set; fact.sets.unwrap()[end] as usize];
        shown.sides(end) == sets.join(" ") && shown.count(end, Kind::Rest) == sets.len() - 1
    });
}

#[test]
fn t15_one_side_fully_then_the_other() {
    let text = "[[step]]\nname = \"Kick\"\nreps = 2\nsides = \"each\"\nfirst_side = \"right\"";
    let kick = Played::inline(text);
    assert_eq!(line(&kick, 0), "prepare 20 R, rep 4 R, rep 4 R, switch 8 L, rep 4 L, rep 4 L");
    every("T15", |fact, shown, end| {
        let reps = fact.reps.unwrap()[end] as usize;
        let sides = "R".repeat(reps) + &"L".repeat(reps);
        is_counted(shown, end) && shown.sides(end) == sides && pauses(shown, end) == [Kind::Switch]
    });
}

#[test]
fn t16_so_many_on_each_side_in_an_order_left_open() {
    let rock = |sides| {
        let text = format!("[[step]]\nname = \"Rock\"\nreps = 3\nsides = \"{sides}\"\nassumed = [\"sides\"]");
        Played::inline(&text).only().sides(0)
    };
    assert_eq!([rock("each"), rock("alternate")], ["LLLRRR", "LRLRLR"]);
    every("T16", |_, shown, end| {
        let ids = format!("[[step]]\nuse = \"{}\"\nsides = \"alternate\"", shown.exercise.id);
        let other = Played::inline(&ids);
        let reps = shown.entry(end).target.reps.unwrap() as usize;
        let is_ours = shown.is_assumed("sides") && !other.only().is_assumed("sides");
        let played = other.only().sides(end);
        is_ours && (played == "LR".repeat(reps) || played == "-")
    });
}
