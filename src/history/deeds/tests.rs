use std::sync::Arc;

use jiff::civil::date;

use super::{
    Status::{Completed, Recorded, Stopped},
    *,
};
use crate::{
    history::{
        fixture::{about, exercise, hold, ladder, plan, play, reps, secs, self_paced, time},
        recorder::Recorder,
        seconds::Seconds,
    },
    plan::{Options, compile},
    routine::{Block, Frequency, PhaseLength, Range, Routine, Sides},
    session::{Command, Way},
};

fn item(id: &str, content: Content) -> Item {
    Item { id: id.into(), content, frequency: Frequency::PerDay(Range::only(1)), frequency_assumed: false }
}

fn of_exercise(id: &str, uses: &str) -> Item {
    let Block::Exercise(exercise) = exercise(uses, hold(60, 1), 1, Sides::None) else { panic!() };
    item(id, Content::Exercise(exercise))
}

fn phase(items: Vec<Item>) -> ProgramPhase {
    let length = PhaseLength::WhenReady;
    ProgramPhase { name: "One".into(), summary: None, length, gate: None, items }
}

/// What was done in a session of this plan, in which these commands were given.
fn played(plan: &Arc<Plan>, id: &str, started: &str, script: &[(u64, Command)]) -> Record {
    let mut recorder = Recorder::new(plan);
    for event in play(plan, script) {
        recorder.observe(&event);
    }
    let about = About { started: time(started), ..about(id) };
    recorder.record(&about, &time(started))
}

fn named(facts: &[Fact]) -> Vec<(&str, i8)> {
    facts.iter().map(|fact| (fact.item.as_str(), fact.on.day())).collect()
}

const MORNING: &str = "2026-11-21T07:00:00+01:00[Europe/Berlin]";

#[test]
fn an_exercise_counts_once_in_each_session_on_the_day_of_the_place() {
    let plan = plan(vec![
        exercise("sit", hold(60, 1), 1, Sides::None),
        exercise("sit", hold(60, 1), 1, Sides::None),
        exercise("stand", hold(60, 1), 1, Sides::None),
    ]);
    let records = [
        played(&plan, "01A", "2026-11-21T23:55:00-10:00[Pacific/Honolulu]", &[]),
        played(&plan, "01B", "2026-11-21T23:55:00+14:00[Pacific/Kiritimati]", &[]),
        played(&plan, "01C", "2026-11-23T12:00:00+01:00[Europe/Berlin]", &[]),
    ];
    let phase = phase(vec![of_exercise("sit", "sit"), of_exercise("walk", "walk")]);
    let found = facts(&phase, |_| Vec::new(), &records);
    assert_eq!(named(&found), [("sit", 21), ("sit", 21), ("sit", 23)]);
    // In whatever order they were read.
    let turned: Vec<Record> = records.iter().rev().cloned().collect();
    assert_eq!(facts(&phase, |_| Vec::new(), &turned), found);
    // What was played faster than life was done by nobody.
    let fast = records.map(|record| Record { speed: Some(20.0), ..record });
    assert_eq!(facts(&phase, |_| Vec::new(), &fast), []);
}

#[test]
fn half_of_an_exercise_is_enough() {
    let phase = phase(vec![of_exercise("sit", "sit")]);
    let done = |work: crate::routine::Work, sides, quit| {
        let plan = plan(vec![exercise("sit", work, 1, sides)]);
        let record = played(&plan, "01A", MORNING, &[(quit, Command::Quit)]);
        assert_eq!(record.exercises[0].status, Done::Partial, "{record:?}");
        !facts(&phase, |_| Vec::new(), &[record]).is_empty()
    };
    // 10 s to get ready, then the work.
    let at = |seconds: u64| (10 + seconds) * 1_000;
    assert!(!done(hold(60, 1), Sides::None, at(20)));
    assert!(done(hold(60, 1), Sides::None, at(45)));
    assert!(!done(reps(10), Sides::None, at(16)));
    assert!(done(reps(10), Sides::None, at(36)));
    // One of two sides is half.
    assert!(!done(hold(60, 1), Sides::Each, at(50)));
    assert!(done(hold(60, 1), Sides::Each, at(75)));
    // Nobody knows how much of open work is half of it.
    assert!(!done(self_paced(6), Sides::None, at(20)));
}

#[test]
fn a_far_smaller_dose_than_the_items_is_not_enough() {
    let phase = phase(vec![of_exercise("sit", "sit")]);
    let days = |seconds: u64, rounds: u32| {
        let done = plan(vec![crate::history::fixture::group(
            rounds,
            vec![exercise("sit", hold(seconds, 1), 1, Sides::None)],
        )]);
        facts(&phase, |_| Vec::new(), &[played(&done, "01A", MORNING, &[])]).len()
    };
    // The item is a hold of a minute.
    assert_eq!([days(29, 1), days(30, 1), days(15, 1), days(15, 2), days(5, 2)], [0, 1, 0, 1, 0]);
}

/// Any line may stand in a history.
#[test]
fn counts_that_nobody_can_do_are_counted_all_the_same() {
    let plan = plan(vec![exercise("sit", hold(60, 1), 1, Sides::Each)]);
    let mut record = played(&plan, "01A", MORNING, &[]);
    let sit = &mut record.exercises[0];
    sit.status = Done::Partial;
    (sit.target.sets, sit.target.reps, sit.target.rounds) = (u32::MAX, Some(u32::MAX), Some(u32::MAX));
    for tally in [&mut sit.left, &mut sit.right].into_iter().flatten() {
        tally.reps = u32::MAX;
    }
    let Block::Exercise(ten) = exercise("sit", reps(10), 1, Sides::Each) else { panic!() };
    let phase = phase(vec![item("ten", Content::Exercise(ten))]);
    assert_eq!(named(&facts(&phase, |_| Vec::new(), &[record.clone()])), []);
    record.exercises[0].status = Done::Done;
    assert_eq!(named(&facts(&phase, |_| Vec::new(), &[record])), [("ten", 21)]);
}

#[test]
fn a_routine_counts_when_it_was_completed_or_more_than_half_of_it_was_done() {
    let parts = ["a", "b", "c", "d"];
    let routine = |_: &str| parts.map(String::from).to_vec();
    let phase = phase(vec![item("four", Content::Routine("four".into()))]);
    let session = |name: &str, ids: &[&str], status| {
        let plan = plan(ids.iter().map(|id| exercise(id, hold(60, 1), 1, Sides::None)).collect());
        let record = played(&plan, "01A", MORNING, &[]);
        Record { routine: name.into(), status, ..record }
    };
    let skipped = |mut record: Record, from: usize| {
        record.exercises.iter_mut().skip(from).for_each(|exercise| exercise.status = Done::Skipped);
        record
    };
    let count = |records: &[Record]| facts(&phase, routine, records).len();
    assert_eq!(count(&[session("four", &parts, Completed)]), 1);
    assert_eq!(count(&[session("four", &parts, Recorded)]), 1);
    // Skipped on purpose is completed all the same, unless nothing is left.
    assert_eq!(count(&[skipped(session("four", &parts, Completed), 1)]), 1);
    assert_eq!(count(&[skipped(session("four", &parts, Completed), 0)]), 0);
    // A small part of it, played by itself, is not the routine.
    assert_eq!(count(&[session("four", &["a"], Completed)]), 0);
    // Stopped early: more than half must have been done.
    assert_eq!(count(&[skipped(session("four", &parts, Stopped), 2)]), 0);
    assert_eq!(count(&[skipped(session("four", &parts, Stopped), 3)]), 1);
    // Whatever the session was called, and in several pieces.
    assert_eq!(count(&[session("today", &["x", "c", "b", "a"], Completed)]), 1);
    assert_eq!(count(&[session("x", &["a", "b"], Completed), session("y", &["c"], Stopped)]), 1);
    assert_eq!(count(&[session("x", &["a"], Completed), session("y", &["c"], Stopped)]), 0);
    // Twice is twice.
    assert_eq!(count(&[session("four", &parts, Completed), session("today", &parts, Completed)]), 2);
}

#[test]
fn two_items_of_one_exercise_are_told_apart() {
    let phase = phase(vec![of_exercise("sit", "sit"), of_exercise("sit-2", "sit")]);
    let one = plan(vec![exercise("sit", hold(60, 1), 1, Sides::None)]);
    let two = plan(vec![
        exercise("sit", hold(60, 1), 1, Sides::None),
        exercise("sit", hold(20, 1), 1, Sides::None),
    ]);
    let none = |_: &str| Vec::new();
    let session = |plan, id| played(plan, id, MORNING, &[]);
    assert_eq!(named(&facts(&phase, none, &[session(&one, "01A")])), [("sit", 21)]);
    assert_eq!(named(&facts(&phase, none, &[session(&two, "01A")])), [("sit", 21), ("sit-2", 21)]);
    let records = [session(&one, "01A"), session(&one, "01B")];
    assert_eq!(named(&facts(&phase, none, &records)), [("sit", 21), ("sit-2", 21)]);
    // Ticked off by its own name.
    let now = MORNING.parse().unwrap();
    let ticked = recorded(&one, &phase.items[1], &now, about("01T"));
    assert_eq!(named(&facts(&phase, none, std::slice::from_ref(&ticked))), [("sit-2", 21)]);
    assert_eq!(named(&facts(&phase, none, &[ticked, session(&one, "01A")])), [("sit-2", 21), ("sit", 21)]);
}

#[test]
fn a_session_made_of_items_counts_for_those_and_for_no_other() {
    let two = plan(vec![
        exercise("sit", hold(60, 1), 1, Sides::None),
        exercise("sit", hold(20, 1), 1, Sides::None),
    ]);
    let session = |items: &[&str], script: &[_]| {
        let mut recorder = Recorder::new(&two);
        for event in &play(&two, script) {
            recorder.observe(event);
        }
        let items = items.iter().copied().map(String::from).collect();
        recorder.record(&About { items, ..about("01A") }, &time(MORNING))
    };
    let exercises =
        phase(vec![of_exercise("sit", "sit"), of_exercise("sit-2", "sit"), of_exercise("sit-3", "sit")]);
    let found = |records: &[Record]| -> Vec<String> {
        facts(&exercises, |_| Vec::new(), records).into_iter().map(|fact| fact.item).collect()
    };
    assert_eq!(found(&[session(&["sit-2", "sit-3"], &[])]), ["sit-2", "sit-3"]);
    // The first of them was skipped.
    let skipped = session(&["sit-2", "sit-3"], &[(2_000, Command::SkipExercise)]);
    assert_eq!(found(std::slice::from_ref(&skipped)), ["sit-3"]);
    // What says nothing is dealt to those that have nothing yet.
    assert_eq!(found(&[skipped.clone(), session(&[], &[])]), ["sit-3", "sit", "sit-2"]);
    // An item of another phase, or of a program that has been changed since, is as none.
    assert_eq!(found(&[session(&["stand", "stand"], &[])]), ["sit", "sit-2"]);

    let routines = phase(vec![
        item("both", Content::Routine("both".into())),
        item("both-2", Content::Routine("both".into())),
    ]);
    let of_routine = |items: &[&str]| -> Vec<String> {
        let found = facts(&routines, |_| vec!["sit".into()], &[session(items, &[])]);
        found.into_iter().map(|fact| fact.item).collect()
    };
    assert_eq!(of_routine(&["both-2", "both-2"]), ["both-2"]);
    assert_eq!(of_routine(&["both", "both-2"]), ["both", "both-2"]);
    assert_eq!(of_routine(&["sit", "sit"]), ["both"]);
}

#[test]
fn what_was_done_elsewhere_is_recorded_as_its_dose() {
    let Block::Exercise(exercise) = exercise("sit", hold(20, 3), 2, Sides::Each) else { panic!() };
    let routine = Routine::of_steps("sit", "Sit", vec![Block::Exercise(exercise.clone())]);
    let plan = compile(&routine, &Options::default());
    let now = MORNING.parse().unwrap();
    let record = recorded(&plan, &item("sit", Content::Exercise(exercise)), &now, about("01T"));
    assert_eq!((record.status, record.routine.as_str()), (Status::Recorded, "sit"));
    assert_eq!(record.active_seconds, Seconds::new(secs(240)));
    let done = &record.exercises[0];
    assert_eq!((done.status, done.sets, done.both), (Done::Done, 2, None));
    let side = Some(Tally { reps: 6, seconds: Seconds::new(secs(120)) });
    assert_eq!((done.left, done.right), (side, side));
    assert_eq!(record.started.date(), date(2026, 11, 21));
    // It is a line of the history like any other.
    let read: Record = serde_json::from_str(&record.line()).unwrap();
    assert_eq!(read, record);
}

#[test]
fn an_exercise_that_gave_way_to_an_easier_one_counts_if_that_was_done() {
    let phase = phase(vec![of_exercise("sit", "sit"), of_exercise("stand", "stand")]);
    let plan = plan(vec![
        exercise("sit", hold(60, 1), 1, Sides::None),
        exercise("stand", hold(60, 1), 1, Sides::None),
        exercise("lean", hold(60, 1), 1, Sides::None),
    ]);
    // What is swapped in comes after all that was planned.
    let swapped = |lean: Done| {
        let mut record = played(&plan, "01A", MORNING, &[]);
        for (exercise, status) in record.exercises.iter_mut().zip([Done::Skipped, Done::Done, lean]) {
            exercise.status = status;
        }
        record.exercises[0].more.insert(SWAPPED_FOR.to_owned(), 2.into());
        named(&facts(&phase, |_| Vec::new(), &[record])).len()
    };
    assert_eq!(swapped(Done::Done), 2);
    assert_eq!(swapped(Done::Skipped), 1, "what was done besides is something else");
}

#[test]
fn what_was_swapped_in_and_skipped_is_not_done() {
    let plan =
        ladder(exercise("hard", hold(30, 1), 1, Sides::None), exercise("soft", hold(30, 1), 1, Sides::None));
    let phase = phase(vec![of_exercise("hard", "hard")]);
    let easier = (2_000, Command::Swap(Way::Easier));
    let count = |script: &[_]| facts(&phase, |_| Vec::new(), &[played(&plan, "01A", MORNING, script)]).len();
    assert_eq!(count(&[easier]), 1);
    assert_eq!(count(&[easier, (4_000, Command::SkipExercise)]), 0);
}

#[test]
fn what_was_long_ago_is_not_walked_through() {
    let plan = plan(vec![exercise("sit", hold(60, 1), 1, Sides::None)]);
    let records: Vec<Record> = [
        "2026-11-17T12:00:00+00:00",
        "2026-11-19T23:00:00+14:00",
        "2026-11-20T00:30:00-10:00",
        "2026-11-21T07:00:00+00:00",
        "2026-11-23T07:00:00+00:00",
    ]
    .map(|started| played(&plan, "01A", started, &[]))
    .into();
    let left = |day| since(&records, date(2026, 11, day)).len();
    assert_eq!([left(1), left(20), left(23), left(25), left(26)], [5, 4, 2, 1, 0]);
}

/// What a routine and an exercise have in common is no more than a name.
#[test]
fn a_routine_is_no_exercise_of_the_same_id() {
    let plan = plan(vec![exercise("walk", hold(60, 1), 1, Sides::None)]);
    let record = Record { routine: "stroll".into(), ..played(&plan, "01A", MORNING, &[]) };
    let items = || [of_exercise("exercise", "walk"), item("routine", Content::Routine("walk".into()))];
    let of = |items: Vec<Item>, record: &Record| {
        let parts = |_: &str| ["run", "jump"].map(String::from).to_vec();
        facts(&phase(items), parts, std::slice::from_ref(record))
            .into_iter()
            .map(|fact| fact.item)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(items().into(), &record), ["exercise"]);
    let mut other = Record { routine: "walk".into(), ..record };
    other.exercises[0].id = "run".into();
    assert_eq!(of(items().into(), &other), ["routine"]);
    // Both were done, each once.
    other.exercises[0].id = "walk".into();
    assert_eq!(of(items().into(), &other), ["exercise", "routine"]);
    assert_eq!(of(items().into_iter().rev().collect(), &other), ["routine", "exercise"]);
}

/// A completed session of a routine counts if half of its exercises were in it, however few of them were done.
#[test]
fn of_a_routine_that_was_completed_half_must_have_been_played() {
    let counts = |of: usize, played_parts: usize| {
        let ids: Vec<String> = (0..of).map(|part| format!("part-{part}")).collect();
        let blocks = ids[..played_parts].iter().map(|id| exercise(id, hold(60, 1), 1, Sides::None));
        let mut record =
            Record { routine: "all".into(), ..played(&plan(blocks.collect()), "01A", MORNING, &[]) };
        record.exercises.iter_mut().skip(1).for_each(|exercise| exercise.status = Done::Skipped);
        !facts(&phase(vec![item("all", Content::Routine("all".into()))]), |_| ids.clone(), &[record])
            .is_empty()
    };
    assert_eq!(
        [counts(6, 3), counts(6, 2), counts(3, 1), counts(7, 4), counts(7, 3)],
        [true, false, false, true, false]
    );
}

/// What was done for an item in one session is not done for it again in the next.
#[test]
fn each_session_is_weighed_by_itself_first() {
    let session = |id: &str, ids: &[&str]| {
        let blocks = ids.iter().map(|id| exercise(id, hold(60, 1), 1, Sides::None)).collect();
        let mut record = Record { routine: "other".into(), ..played(&plan(blocks), id, MORNING, &[]) };
        record.exercises.iter_mut().for_each(|exercise| exercise.more.insert(ITEM, "late".into()));
        record
    };
    let phase = phase(["early", "late"].map(|id| item(id, Content::Routine("three".into()))).into());
    let parts = |_: &str| ["a", "b", "c"].map(String::from).to_vec();
    let done = |records: &[Record]| {
        facts(&phase, parts, records).into_iter().map(|fact| fact.item).collect::<Vec<_>>()
    };
    assert_eq!(done(&[session("01A", &["a", "b"]), session("01B", &["c"])]), ["late"]);
    assert_eq!(done(&[session("01A", &["a", "b"]), session("01B", &["b", "c"])]), ["late", "late"]);
}

/// Half of all reps that the item asks for: of each set, on each of its sides.
#[test]
fn an_items_reps_are_those_of_all_sets_and_sides() {
    let least = |sets: u32, sides: Sides| {
        let Block::Exercise(of_item) = exercise("squat", reps(10), sets, sides) else { panic!() };
        let phase = phase(vec![item("squat", Content::Exercise(of_item))]);
        let plan = plan(vec![exercise("squat", reps(10), 1, Sides::None)]);
        let mut record = played(&plan, "01A", MORNING, &[]);
        let counts = |reps: &u32| {
            record.exercises[0].both = Some(Tally { reps: *reps, seconds: Seconds::ZERO });
            !facts(&phase, |_| Vec::new(), std::slice::from_ref(&record)).is_empty()
        };
        (0..100).find(counts)
    };
    assert_eq!(least(1, Sides::None), Some(5));
    assert_eq!(least(3, Sides::None), Some(15));
    assert_eq!(least(3, Sides::Each), Some(30));
    assert_eq!(least(3, Sides::Alternate), Some(30));
    assert_eq!(least(3, Sides::Left), Some(15));
}
