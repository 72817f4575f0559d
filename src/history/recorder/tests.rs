use std::sync::Arc;

use super::*;
use crate::{
    history::fixture::{
        about, exercise, flow, group, hold, ladder, last_at, mixed, phased, plan, play, play_on, play_until,
        reps, secs, self_paced, time,
    },
    routine::Sides,
    session::{Command, Origin, Session, Settings, SkipReason, Way},
};

const KEY: Origin = Origin::Key;

fn fold(plan: &Plan, events: &[Stamped]) -> Record {
    let mut recorder = Recorder::new(plan);
    for event in events {
        recorder.observe(event);
    }
    recorder.record(&about("01K"), &time("2026-11-21T07:20:00+01:00[Europe/Berlin]"))
}

#[expect(clippy::unnecessary_wraps, reason = "compared with what a side may have")]
fn tally(reps: u32, seconds: u64) -> Option<Tally> {
    Some(Tally { reps, seconds: Seconds::new(secs(seconds)) })
}

/// One exercise after a prepare of ten seconds, and what its record says.
fn one(work: crate::routine::Work, sets: u32, sides: Sides, script: &[(u64, Command)]) -> Exercise {
    let plan = plan(vec![exercise("it", work, sets, sides)]);
    let record = fold(&plan, &play(&plan, script));
    record.exercises[0].clone()
}

#[test]
fn a_session_that_nobody_touched_agrees_with_its_plan() {
    let plan = mixed();
    let events = play(&plan, &[]);
    let record = fold(&plan, &events);
    assert_eq!(record.status, Status::Completed);
    assert_eq!(record.active_seconds, Seconds::new(last_at(&events)));
    assert_eq!(record.paused_seconds, Seconds::ZERO);
    let did = |id: &str| record.exercises.iter().find(|exercise| exercise.id == id).unwrap();
    assert!(record.exercises.iter().all(|exercise| exercise.status == Done::Done), "{record:#?}");
    let bird_dog = did("bird-dog");
    assert_eq!((bird_dog.sets, bird_dog.left, bird_dog.right), (2, tally(6, 30), tally(6, 30)));
    assert_eq!(bird_dog.both, None);
    assert_eq!((did("cat-cow").sets, did("cat-cow").both), (1, tally(4, 20)));
    assert_eq!((did("squat").sets, did("squat").both), (4, tally(20, 80)));
    assert_eq!((did("side-plank").left, did("side-plank").right), (tally(2, 40), tally(2, 40)));
    assert_eq!(did("march").both, tally(0, 60));
    // Six reps a side take 48 s at four seconds each; the sides share them.
    assert_eq!((did("step-up").left, did("step-up").right), (tally(12, 48), tally(12, 48)));
    assert_eq!((did("clam").left, did("clam").right, did("clam").both), (tally(3, 12), None, None));
}

#[test]
fn the_head_of_a_record_is_that_of_the_contract() {
    let plan = plan(vec![exercise("bird-dog", hold(5, 8), 2, Sides::Alternate)]);
    let line = fold(&plan, &play(&plan, &[])).line();
    let contract = concat!(
        r#"{"v":1,"id":"01K","routine":"low-back-morning","name":"Low back, morning","#,
        r#""routine_hash":"c0ffee","level":"low","#,
        r#""started":"2026-11-21T07:02:11+01:00[Europe/Berlin]","#,
        r#""ended":"2026-11-21T07:20:00+01:00[Europe/Berlin]","status":"completed","#,
        // 10 s to prepare; a set is 16 holds and 15 pauses; 20 s between them.
        r#""active_seconds":280,"paused_seconds":0,"#,
        r#""exercises":[{"n":0,"id":"bird-dog","status":"done","sets":2,"#,
        r#""target":{"sets":2,"reps":8,"hold":5},"left":{"reps":16,"seconds":80},"#,
        r#""right":{"reps":16,"seconds":80},"skip_reason":null}],"app":"0.1.0"}"#,
        "\n"
    );
    assert_eq!(line, contract);
}

#[test]
fn a_record_survives_the_way_through_its_line() {
    let plan = mixed();
    let record = fold(&plan, &play(&plan, &[(15_000, Command::SkipExercise)]));
    let read: Record = serde_json::from_str(&record.line()).unwrap();
    assert_eq!(read, record);
}

#[test]
fn fields_of_a_newer_version_survive() {
    let line = concat!(
        r#"{"v":1,"id":"01K","routine":"x","started":"2026-11-21T07:02:11+01:00[Europe/Berlin]","#,
        r#""ended":"2026-11-21T07:03:11+01:00[Europe/Berlin]","status":"stopped","weather":{"rain":true},"#,
        r#""exercises":[{"n":0,"id":"a","mood":"good"}]}"#
    );
    let record: Record = serde_json::from_str(line).unwrap();
    assert_eq!(record.exercises[0].status, Done::Skipped);
    let written: serde_json::Value = serde_json::from_str(&record.line()).unwrap();
    assert_eq!(written["weather"]["rain"], true);
    assert_eq!(written["exercises"][0]["mood"], "good");
}

#[test]
fn only_a_run_at_another_speed_says_so() {
    let plan = plan(vec![exercise("it", hold(5, 1), 1, Sides::None)]);
    let recorder = Recorder::new(&plan);
    let now = time("2026-11-21T07:20:00+01:00[Europe/Berlin]");
    assert_eq!(recorder.record(&about("01K"), &now).speed, None);
    let fast = About { speed: 20.0, ..about("01K") };
    assert_eq!(recorder.record(&fast, &now).speed, Some(20.0));
}

#[test]
fn work_that_was_cut_is_partial_and_keeps_its_seconds() {
    let cut = one(hold(30, 1), 1, Sides::None, &[(22_000, Command::Done(KEY))]);
    assert_eq!((cut.status, cut.sets, cut.both), (Done::Partial, 0, tally(0, 12)));
}

#[test]
fn what_was_left_of_a_bout_is_skipped_and_what_was_done_stays() {
    // Two reps and two seconds of the third.
    let next = one(reps(5), 1, Sides::None, &[(20_000, Command::Next(KEY))]);
    assert_eq!((next.status, next.both), (Done::Partial, tally(2, 10)));
}

#[test]
fn a_rep_of_phases_counts_when_its_last_phase_is_done() {
    // 10 s to prepare, one rep of 3 + 2 s, and the first phase of the next.
    let next = one(phased(4, &[3, 0, 2]), 1, Sides::None, &[(18_500, Command::Next(KEY))]);
    assert_eq!(
        (next.status, next.both),
        (Done::Partial, Some(Tally { reps: 1, seconds: Seconds::from_millis(8_500) }))
    );
}

#[test]
fn an_exercise_that_was_skipped_says_why() {
    let plan =
        plan(vec![exercise("a", hold(30, 1), 1, Sides::None), exercise("b", hold(30, 1), 1, Sides::None)]);
    let script = [(5_000, Command::SkipExercise), (7_000, Command::SkipReason(SkipReason::Pain))];
    let record = fold(&plan, &play(&plan, &script));
    let a = &record.exercises[0];
    assert_eq!(
        (a.status, a.both, a.skip_reason),
        (Done::Skipped, tally(0, 0), Some(SkipWord("pain".into())))
    );
    assert_eq!(record.exercises[1].skip_reason, None);
    assert_eq!(record.status, Status::Completed);
}

#[test]
fn work_done_again_replaces_what_it_reaches() {
    // The hold runs from 10 s to 40 s. Back 20 s into it, 8 s to get ready, and then through.
    let again = one(hold(30, 1), 1, Sides::None, &[(30_000, Command::Back(KEY))]);
    assert_eq!((again.status, again.both), (Done::Done, tally(1, 30)));
    // The second time it is left after 5 s: the 20 s stay.
    let script = [(30_000, Command::Back(KEY)), (43_000, Command::Next(KEY))];
    let less = one(hold(30, 1), 1, Sides::None, &script);
    assert_eq!((less.status, less.both), (Done::Partial, tally(0, 20)));
}

#[test]
fn work_done_once_is_not_undone() {
    // Back out of the rest after the first set, and out of its hold at once.
    let script = [(42_000, Command::Back(KEY)), (52_000, Command::Next(KEY))];
    let all = one(hold(30, 1), 2, Sides::None, &script);
    assert_eq!((all.status, all.sets, all.both), (Done::Done, 2, tally(2, 60)));
}

#[test]
fn reps_done_again_at_another_pace_have_the_new_time() {
    // Two reps, then slower and from the beginning: 4.4 s each.
    let script = [(18_500, Command::Slower), (19_000, Command::Back(KEY))];
    let slower = one(reps(2), 2, Sides::None, &script);
    let time = Duration::from_millis(4 * 4_400);
    assert_eq!(
        (slower.status, slower.both),
        (Done::Done, Some(Tally { reps: 4, seconds: Seconds::new(time) }))
    );
}

/// What the record says of the pace of each exercise of a session in which the first one was slowed down or sped up at these
/// times, in milliseconds, and began at `first`.
fn paces(first: &[u32], script: &[(u64, Command)]) -> Vec<Option<u64>> {
    let plan = plan(vec![
        exercise("a", reps(3), 1, Sides::None),
        exercise("b", reps(3), 1, Sides::None),
        exercise("a", reps(3), 1, Sides::None),
    ]);
    let mut recorder = Recorder::new(&plan);
    let session = Session::new(Arc::clone(&plan), Settings::default()).at_paces(first);
    for event in play_on(session, script, u64::MAX) {
        recorder.observe(&event);
    }
    let about = About { paces: first.to_vec(), ..about("01K") };
    let record = recorder.record(&about, &time("2026-11-21T07:20:00+01:00[Europe/Berlin]"));
    let told: Vec<_> = record.exercises.iter().map(|exercise| exercise.more.get(PACE)).collect();
    let known = recorder.paces(first).into_iter().map(u64::from);
    for (known, told) in known.zip(&told) {
        assert_eq!(Some(known), told.map_or(Some(100), serde_json::Value::as_u64));
    }
    told.into_iter().map(|pace| pace.map(|pace| pace.as_u64().unwrap())).collect()
}

#[test]
fn the_pace_is_told_where_it_is_or_was_at_first_another_than_the_written_one() {
    let [slower, faster] = [Command::Slower, Command::Faster];
    assert_eq!(paces(&[], &[]), [None, None, None]);
    assert_eq!(paces(&[], &[(12_000, slower)]), [Some(110), None, None]);
    assert_eq!(paces(&[], &[(12_000, slower), (13_000, slower)]), [Some(121), None, None]);
    assert_eq!(paces(&[], &[(12_000, faster)]), [Some(91), None, None]);
    // There and back: it is as it was at first.
    assert_eq!(paces(&[], &[(12_000, slower), (13_000, faster)]), [None, None, None]);
    assert_eq!(paces(&[110], &[]), [Some(110), None, None]);
    assert_eq!(paces(&[100, 133, 100], &[(12_000, slower)]), [Some(110), Some(133), None]);
    // Else the next session would begin with the one before.
    assert_eq!(paces(&[110], &[(12_000, faster)]), [Some(100), None, None]);
    // What nobody can have chosen is as written.
    assert_eq!(paces(&[109, 0, u32::MAX], &[]), [None, None, None]);
}

#[test]
fn a_pace_of_an_exercise_that_is_not_there_is_passed_over() {
    let plan = plan(vec![exercise("a", reps(3), 1, Sides::None)]);
    let mut recorder = Recorder::new(&plan);
    let event = Event::PaceChanged { entry: 1, percent: 110 };
    recorder.observe(&Stamped { at: secs(1), event });
    assert_eq!(recorder.paces(&[110, 110]), [110]);
}

#[test]
fn more_and_less_move_the_mark() {
    let more = one(hold(30, 1), 1, Sides::None, &[(12_000, Command::More)]);
    assert_eq!((more.status, more.both), (Done::Done, tally(1, 40)));
    let less = one(hold(30, 1), 1, Sides::None, &[(12_000, Command::Less)]);
    assert_eq!((less.status, less.both), (Done::Done, tally(1, 20)));
    let rep_more = one(reps(3), 1, Sides::None, &[(12_000, Command::More)]);
    assert_eq!((rep_more.status, rep_more.sets, rep_more.both), (Done::Done, 1, tally(4, 16)));
    let rep_less = one(reps(3), 1, Sides::None, &[(12_000, Command::Less)]);
    assert_eq!((rep_less.status, rep_less.sets, rep_less.both), (Done::Done, 1, tally(2, 8)));
    // One more asked for and then left out: the set is not full.
    let script = [(12_000, Command::More), (23_000, Command::Next(KEY))];
    let left_out = one(reps(3), 1, Sides::None, &script);
    assert_eq!((left_out.status, left_out.sets, left_out.both), (Done::Partial, 0, tally(3, 13)));
}

#[test]
fn more_of_phases_on_alternating_sides_counts_every_step() {
    let more = one(phased(2, &[1, 2]), 1, Sides::Alternate, &[(11_000, Command::More)]);
    assert_eq!((more.status, more.left, more.right), (Done::Done, tally(3, 9), tally(3, 9)));
    let script = [(11_000, Command::More), (26_500, Command::Next(KEY))];
    let left_out = one(phased(2, &[1, 2]), 1, Sides::Alternate, &script);
    assert_eq!((left_out.status, left_out.left.unwrap().reps), (Done::Partial, 3));
}

#[test]
fn changes_of_one_exercise_leave_the_others_alone() {
    let plan = plan(vec![group(
        2,
        vec![exercise("a", reps(2), 1, Sides::None), exercise("b", reps(3), 1, Sides::None)],
    )]);
    // One rep less of b in the first round.
    let record = fold(&plan, &play(&plan, &[(30_000, Command::Less)]));
    let sums: Vec<_> = record.exercises.iter().map(|did| (did.status, did.sets, did.both)).collect();
    assert_eq!(sums, [(Done::Done, 2, tally(4, 16)), (Done::Done, 2, tally(5, 20))]);
    assert_eq!(record.exercises[0].target.rounds, Some(2));
}

#[test]
fn self_paced_work_reaches_its_target_or_what_was_counted() {
    let done = one(self_paced(8), 1, Sides::None, &[(15_000, Command::Done(KEY))]);
    assert_eq!((done.status, done.both), (Done::Done, tally(8, 5)));
    let script = [
        (12_000, Command::CountRep),
        (13_000, Command::CountRep),
        (14_000, Command::CountRep),
        (15_000, Command::SkipExercise),
    ];
    let skipped = one(self_paced(8), 1, Sides::None, &script);
    assert_eq!((skipped.status, skipped.both), (Done::Partial, tally(3, 5)));
    let fewer = [(12_000, Command::Less), (15_000, Command::Done(KEY))];
    let target = one(self_paced(8), 1, Sides::None, &fewer);
    assert_eq!((target.status, target.both), (Done::Done, tally(7, 5)));
    let both = one(self_paced(8), 1, Sides::Alternate, &script);
    assert_eq!((both.left.unwrap().reps, both.right.unwrap().reps), (2, 1));
}

#[test]
fn an_exercise_done_later_is_done() {
    let plan =
        plan(vec![exercise("a", hold(10, 2), 2, Sides::Each), exercise("b", flow(30), 1, Sides::None)]);
    // In the second set, on the second side.
    let record = fold(&plan, &play(&plan, &[(85_000, Command::Later)]));
    let a = &record.exercises[0];
    assert_eq!((a.status, a.sets, a.left, a.right), (Done::Done, 2, tally(4, 40), tally(4, 40)));
}

#[test]
fn an_exercise_that_was_swapped_in_is_an_entry_of_its_own() {
    let plan =
        ladder(exercise("hard", hold(30, 2), 1, Sides::None), exercise("soft", hold(10, 2), 1, Sides::None));
    // In the second hold of the hard one; the soft one begins with twenty seconds to prepare.
    let easier = (45_000, Command::Swap(Way::Easier));
    let record = fold(&plan, &play(&plan, &[easier]));
    assert_eq!(record.status, Status::Completed);
    let [hard, soft] = record.exercises.iter().collect::<Vec<_>>()[..] else { panic!("{record:#?}") };
    assert_eq!((hard.n, hard.status, hard.both), (0, Done::Partial, tally(1, 32)));
    assert_eq!((&hard.skip_reason, hard.more.get("swapped_for")), (&None, Some(&1.into())));
    assert_eq!((soft.n, soft.id.as_str(), soft.status), (1, "soft", Done::Done));
    assert_eq!((soft.sets, soft.both, &soft.skip_reason), (1, tally(2, 20), &None));
    // Who does not swap has no such entry.
    assert_eq!(fold(&plan, &play(&plan, &[])).exercises.len(), 1);
}

#[test]
fn a_session_that_was_left_keeps_what_was_done() {
    let plan = mixed();
    let record = fold(&plan, &play(&plan, &[(32_000, Command::Quit)]));
    assert_eq!(record.status, Status::Stopped);
    let bird_dog = &record.exercises[0];
    // Left 10 to 15, right 18 to 23, left 26 to 31, and then the pause.
    assert_eq!((bird_dog.status, bird_dog.left, bird_dog.right), (Done::Partial, tally(2, 10), tally(1, 5)));
    assert!(record.exercises.iter().skip(1).all(|exercise| exercise.status == Done::Skipped));
    assert_eq!(record.exercises.len(), 7);
}

#[test]
fn a_session_that_was_cut_off_counts_the_step_in_progress() {
    let plan = plan(vec![exercise("a", hold(30, 1), 1, Sides::None)]);
    let events = play_until(&plan, &[], 15_000);
    let mut recorder = Recorder::new(&plan);
    for event in &events {
        recorder.observe(event);
    }
    recorder.pass(secs(17));
    let record = recorder.record(&about("01K"), &time("2026-11-21T07:20:00+01:00[Europe/Berlin]"));
    assert_eq!(record.status, Status::Stopped);
    assert_eq!(record.exercises[0].both, tally(0, 7));
}

#[test]
fn pauses_are_added_up() {
    let plan = mixed();
    let script = [
        (12_000, Command::Pause(session::PauseCause::User)),
        (20_000, Command::Resume(Origin::Remote)),
        (30_000, Command::Quit),
    ];
    let record = fold(&plan, &play(&plan, &script));
    // From 12 to 20, and the three seconds before it goes on.
    assert_eq!(
        (record.paused_seconds, record.active_seconds),
        (Seconds::new(secs(11)), Seconds::new(secs(19)))
    );
}

#[test]
fn the_worst_pain_at_an_exercise_is_kept_and_a_correction_replaces_what_was_said() {
    let plan = plan(vec![
        exercise("sit", hold(20, 1), 1, Sides::None),
        exercise("kneel", hold(20, 1), 1, Sides::None),
        exercise("stand", hold(20, 1), 1, Sides::None),
    ]);
    let script = [
        (1_000, Command::PainBefore(1)),
        (1_000, Command::PainBefore(10)),
        (12_000, Command::Pain(9)),
        (12_000, Command::Pain(2)),
        (15_000, Command::Pain(6)),
        (20_000, Command::Pain(3)),
        (40_000, Command::Pain(0)),
    ];
    let record = fold(&plan, &play(&plan, &script));
    assert_eq!(record.pain, Some(Pain { before: Some(10), after: None }));
    let pains = |record: &Record| record.exercises.iter().map(Exercise::pain).collect::<Vec<_>>();
    assert_eq!(pains(&record), [Some(6), Some(0), None]);
    // Nothing else is touched by it, and it comes back from the disk.
    let untold = fold(&plan, &play(&plan, &[]));
    assert_eq!((record.status, record.active_seconds), (untold.status, untold.active_seconds));
    let read: Record = serde_json::from_str(&record.line()).unwrap();
    assert_eq!(pains(&read), pains(&record));
    assert_eq!(read.line(), record.line());
}

/// The easier one has bouts of its own: after the first of two sets it is not done.
#[test]
fn of_what_was_swapped_in_each_set_counts_by_itself() {
    let plan =
        ladder(exercise("hard", hold(30, 2), 2, Sides::None), exercise("soft", hold(10, 1), 2, Sides::None));
    let easier = (45_000, Command::Swap(Way::Easier));
    let whole = fold(&plan, &play(&plan, &[easier]));
    let soft = |record: &Record| record.exercises.iter().find(|one| one.id == "soft").cloned().unwrap();
    assert_eq!((soft(&whole).status, soft(&whole).sets, soft(&whole).both), (Done::Done, 2, tally(2, 20)));
    // Twenty seconds to prepare and ten of the first set; the rest is left.
    let left = fold(&plan, &play(&plan, &[easier, (80_000, Command::Quit)]));
    assert_eq!((soft(&left).status, soft(&left).sets, soft(&left).both), (Done::Partial, 1, tally(1, 10)));
}

/// Two reps are done when one of the three is given back, and then one more: no set is full with a rep that is not asked for.
#[test]
fn a_rep_that_was_given_back_after_it_was_done_fills_no_set() {
    let credit = |rep: u32| {
        let unit = Unit { entry: 0, bout: 1, rep: Some(rep), side: None, phase: None };
        (unit, Credit { done: true, reps: 1, time: secs(4) })
    };
    let plan = plan(vec![exercise("a", reps(3), 1, Sides::None)]);
    let mut recorder = Recorder::new(&plan);
    let bout = recorder.outline.entries[0].sets[0].bout;
    recorder.work = [2, 3].map(credit).map(|(unit, credit)| (Unit { bout, ..unit }, credit)).into();
    let done = |recorder: &Recorder| {
        let exercise = recorder.exercises(&[])[0].clone();
        (exercise.status, exercise.sets, exercise.both)
    };
    recorder.changed.insert((0, bout), -1);
    // Two are asked for; of these the second is done, and the third is none of them.
    assert_eq!(done(&recorder), (Done::Partial, 0, tally(2, 8)));
    recorder.changed.insert((0, bout), 0);
    assert_eq!(done(&recorder), (Done::Partial, 0, tally(2, 8)));
    recorder.work.extend([credit(1)].map(|(unit, credit)| (Unit { bout, ..unit }, credit)));
    assert_eq!(done(&recorder), (Done::Done, 1, tally(3, 12)));
}

/// Of two times that one piece of work was played the better one is kept: what that is depends on the work.
#[test]
fn what_reaches_as_much_is_a_matter_of_the_kind_of_work() {
    let credit = |done, reps, time| Credit { done, reps, time: secs(time) };
    for (mode, reps, new, before, reaches) in [
        // A rep that is done is a rep, however quickly.
        (Mode::Rep, Some(3), credit(true, 1, 2), credit(true, 1, 4), true),
        (Mode::Phase, Some(3), credit(true, 1, 2), credit(true, 1, 4), true),
        (Mode::Open, Some(3), credit(true, 3, 2), credit(true, 3, 4), true),
        // Of what has no reps to reach, and of what was not finished, the time counts.
        (Mode::Open, None, credit(true, 0, 2), credit(true, 0, 4), false),
        (Mode::Hold, Some(1), credit(true, 1, 2), credit(true, 1, 4), false),
        (Mode::Flow, None, credit(true, 0, 2), credit(true, 0, 4), false),
        (Mode::Rep, Some(3), credit(false, 0, 2), credit(false, 0, 4), false),
        (Mode::Rep, Some(3), credit(false, 0, 4), credit(false, 0, 4), true),
        // What is done comes before everything else, then the reps.
        (Mode::Hold, Some(1), credit(false, 0, 9), credit(true, 1, 4), false),
        (Mode::Open, Some(8), credit(false, 5, 9), credit(false, 6, 1), false),
    ] {
        assert_eq!(new.reaches(&before, mode, reps), reaches, "{mode:?} {reps:?} {new:?} {before:?}");
    }
}
