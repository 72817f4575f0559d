//! Examples of what the stories in `tests/scenarios` do not tell: snapshots, limits, words.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

#[path = "common/told.rs"]
mod told;

use std::time::Duration;

use supple::{
    plan::Kind,
    session::{
        Command, CueKind, Event, Fate, Moment, Outcome, PauseCause, Session, Settings, SkipReason, Stamped,
        State, Status,
    },
};
use told::{KEY, SQUATS, Told, plan, seconds};

#[test]
fn before_the_start_everything_lies_ahead() {
    let session = Session::new(plan(SQUATS), Settings::default());
    let shown = session.snapshot(Moment::ORIGIN);
    assert_eq!(shown.state, State::Ready);
    assert_eq!((shown.now, shown.here, shown.then), (None, None, None));
    assert_eq!(shown.left, seconds(26 + 30 + 20 + 30));
    assert!(!shown.left_is_estimate);
    assert_eq!(shown.next.iter().map(|played| played.index).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(shown.occurrences.iter().flat_map(|place| &place.pieces).all(|piece| piece.fate == Fate::Ahead));
    assert!(
        !session.is_running() && !session.is_paused() && !session.is_leading_in() && !session.is_finished()
    );
}

#[test]
fn a_snapshot_within_a_bout_of_reps() {
    let shown = Told::start(SQUATS).at(15).shown();
    assert_eq!(shown.state, State::Running);
    let now = shown.now.unwrap();
    assert_eq!((now.played.index, now.played.slot), (2, 2));
    assert_eq!((now.elapsed, now.left), (seconds(1), Some(seconds(3))));
    assert_eq!((now.bout_elapsed, now.bout_left), (seconds(5), Some(seconds(11))));
    assert_eq!((now.counted, now.pace_percent), (0, 100));
    assert_eq!((shown.active, shown.paused), (seconds(15), Duration::ZERO));
    assert_eq!(shown.next.iter().map(|played| played.index).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!(shown.then.unwrap().step.kind, Kind::Work);
    assert_eq!(shown.then.unwrap().index, 6, "the plank, not its prepare");
}

#[test]
fn after_a_bout_comes_a_pause_or_the_next_bout_and_after_a_pause_the_next_step() {
    let after = |steps: &str, time| Told::start(steps).at(time).shown().after_bout.map(|played| played.index);
    assert_eq!(after(SQUATS, 5), Some(1), "in the prepare: the first squat");
    assert_eq!(after(SQUATS, 15), Some(5), "in the squats: the prepare of the plank");
    assert_eq!(after(SQUATS, 60), Some(8), "in the rest between rounds: the prepare");
    assert_eq!(after(SQUATS, 100), None);
    let holds = "[[step]]\nname = \"Bridge\"\nprepare = \"4s\"\nhold = \"5s\"\nreps = 2\nrelax = \"0s\"\n";
    assert_eq!(after(holds, 5), Some(2), "in a hold: the hold right after it");
}

#[test]
fn the_strip_merges_neighbours_that_look_alike() {
    let shown = Told::start(SQUATS).at(15).shown();
    let strip: Vec<Vec<(Kind, Duration, Fate)>> = shown
        .occurrences
        .iter()
        .map(|place| place.pieces.iter().map(|piece| (piece.kind, piece.length, piece.fate)).collect())
        .collect();
    let done = Fate::Ended(Outcome::Done);
    assert_eq!(
        strip,
        [
            vec![
                (Kind::Prepare, seconds(10), done),
                (Kind::Work, seconds(4), done),
                (Kind::Work, seconds(4), Fate::Here),
                (Kind::Work, seconds(8), Fate::Ahead),
            ],
            vec![(Kind::Prepare, seconds(10), Fate::Ahead), (Kind::Work, seconds(20), Fate::Ahead)],
            vec![
                (Kind::Rest, seconds(20), Fate::Ahead),
                (Kind::Prepare, seconds(10), Fate::Ahead),
                (Kind::Work, seconds(20), Fate::Ahead),
            ],
        ]
    );
    let rounds: Vec<_> =
        shown.occurrences.iter().map(|place| (place.entry, place.round, place.rounds)).collect();
    assert_eq!(rounds, [(0, None, None), (1, Some(1), Some(2)), (1, Some(2), Some(2))]);
    assert_eq!(shown.here, Some(0));
}

#[test]
fn in_a_rest_between_rounds_one_is_at_the_coming_exercise() {
    let shown = Told::start(SQUATS).at(60).shown();
    assert_eq!(shown.now.unwrap().played.step.kind, Kind::Rest);
    assert_eq!(shown.here, Some(2));
}

#[test]
fn the_strip_remembers_how_each_step_ended() {
    let mut told = Told::start(SQUATS).at(3).after(Command::Next(KEY)).at(4).after(Command::Done(KEY));
    let fates = |told: &Told| -> Vec<Fate> {
        told.shown().occurrences[0].pieces.iter().map(|piece| piece.fate).collect()
    };
    let (skipped, cut) = (Fate::Ended(Outcome::Skipped), Fate::Ended(Outcome::Cut));
    assert_eq!(fates(&told), [skipped, cut, skipped], "what was never begun was skipped");
    told.does(Command::Back(KEY));
    assert_eq!(fates(&told), [skipped, Fate::Here, Fate::Ahead]);
    told.does(Command::Quit);
    assert_eq!(told.shown().occurrences[0].pieces[1].fate, Fate::Ended(Outcome::Left));
    assert_eq!(told.shown().state, State::Finished(Status::Stopped));
    assert_eq!((told.shown().now, told.shown().left), (None, Duration::ZERO));
}

#[test]
fn a_deferred_exercise_lies_ahead_again() {
    let told = Told::start(SQUATS).at(15).after(Command::Later);
    let shown = told.shown();
    let last = shown.occurrences.last().unwrap();
    assert_eq!((last.entry, last.pieces.len()), (0, 2));
    assert!(last.pieces.iter().all(|piece| piece.fate == Fate::Ahead));
    assert_eq!(last.length, seconds(26));
    assert_eq!(shown.here, Some(0));
    assert_eq!(shown.occurrences.len(), 3, "nothing of it stays behind");
}

#[test]
fn getters_follow_the_state() {
    let mut told = Told::start(SQUATS).at(15);
    assert!(told.session.is_running());
    told.does(Command::Pause(PauseCause::User));
    assert!(told.session.is_paused() && !told.session.is_running());
    let mut told = told.at(20);
    assert_eq!(told.session.paused(Moment::since_origin(seconds(20))), seconds(5));
    assert_eq!(told.session.active(Moment::since_origin(seconds(20))), seconds(15));
    told.does(Command::Resume(KEY));
    assert!(told.session.is_leading_in() && !told.session.is_paused());
    assert_eq!(told.shown().state, State::LeadIn { left: seconds(8) });
    told.does(Command::Quit);
    assert!(told.session.is_finished());
    assert_eq!(told.session.plan().name, "Test");
}

#[test]
fn the_pace_has_seven_notches_either_way() {
    let mut told = Told::start(SQUATS).at(11);
    let percent = |told: &Told| told.shown().now.unwrap().pace_percent;
    for expected in [110, 121, 133, 146, 161, 177, 195] {
        told.does(Command::Slower);
        assert_eq!(percent(&told), expected);
    }
    assert!(!told.tries(Command::Slower));
    for _ in 0..7 {
        told.does(Command::Faster);
    }
    for expected in [91, 83, 75, 68, 62, 56, 51] {
        told.does(Command::Faster);
        assert_eq!(percent(&told), expected);
    }
    assert!(!told.tries(Command::Faster));
    let mut plank = told.at(11).after(Command::Next(KEY));
    assert_eq!(percent(&plank), 100, "the pace belongs to an exercise");
    assert!(!plank.tries(Command::Slower), "there is nothing to pace in a hold");
}

#[test]
fn a_pace_is_told_when_it_is_changed_and_where_it_holds() {
    let mut told = Told::start(SQUATS).at(11);
    told.events();
    told.does(Command::Slower);
    told.does(Command::Faster);
    told.does(Command::Faster);
    let changes: Vec<_> = told.events();
    let change = |percent| Stamped { at: seconds(11), event: Event::PaceChanged { entry: 0, percent } };
    assert_eq!(changes, [110, 100, 91].map(change));
    let places = |told: &Told| told.shown().occurrences.iter().map(|at| at.pace_percent).collect::<Vec<_>>();
    assert_eq!(places(&told), [91, 100, 100]);
    for _ in 0..6 {
        told.does(Command::Faster);
    }
    told.events();
    assert!(!told.tries(Command::Faster));
    assert_eq!(told.events(), [], "there is nothing to tell");
}

#[test]
fn a_paced_length_is_a_whole_number_of_milliseconds() {
    let squats = "[[step]]\nname = \"Squat\"\nprepare = \"0s\"\nreps = 2\nrep_time = \"1.005s\"\n";
    let mut told = Told::start(squats).after(Command::Slower).at(60);
    let lengths: Vec<_> = told.started().iter().map(|played| played.step.length.unwrap()).collect();
    assert_eq!(lengths, [Duration::from_millis(1_005), Duration::from_millis(1_106)], "1105.5 ms");
}

#[test]
fn no_step_gets_longer_than_a_day() {
    let mut told = Told::start("[[step]]\nname = \"Sit\"\nprepare = \"10s\"\ntime = \"23h59m50s\"\n").at(11);
    told.does(Command::More);
    assert!(!told.tries(Command::More));
    assert_eq!(told.shown().now.unwrap().played.step.length, Some(seconds(86_400)));
}

#[test]
fn reps_counted_show_in_the_snapshot() {
    let steps =
        "[[step]]\nname = \"Steps\"\nprepare = \"0s\"\nreps = 5\npace = \"self\"\nestimate = \"30s\"\n";
    let mut told = Told::start(steps).at(10).after(Command::CountRep).after(Command::CountRep);
    let shown = told.shown();
    let now = shown.now.unwrap();
    assert_eq!((now.counted, now.elapsed, now.left, now.bout_left), (2, seconds(10), None, None));
    assert_eq!((shown.left, shown.left_is_estimate), (seconds(20), true));
    told.does(Command::Less);
    told.does(Command::Less);
    told.does(Command::Less);
    assert!(!told.tries(Command::Less), "two are done already");
    assert_eq!(told.shown().now.unwrap().played.step.reps, Some(2));
    assert_eq!(told.at(50).shown().left, Duration::ZERO, "an estimate that was too short");
}

/// Whoever stood up for a pause gets down again for work at their own pace too.
#[test]
fn a_pause_in_work_without_a_length_ends_with_a_lead_in() {
    let steps = "[[step]]\nname = \"Steps\"\nprepare = \"0s\"\nreps = 5\npace = \"self\"\n";
    let told = Told::start(steps).at(10).after(Command::Pause(PauseCause::User)).at(20);
    let told = told.after(Command::Resume(KEY));
    assert_eq!(told.shown().state, State::LeadIn { left: seconds(8) });
    assert_eq!(told.at(28).shown().state, State::Running);
}

#[test]
fn a_reason_for_skipping_is_wanted_for_five_seconds() {
    let told = Told::start(SQUATS).at(12).after(Command::SkipExercise);
    assert_eq!(told.shown().skip_reason_wanted, Some(0));
    let told = told.at(17);
    assert_eq!(told.shown().skip_reason_wanted, Some(0));
    // The question goes away a moment later, and the screen is not told of that moment twice.
    let over = Moment::since_origin(Duration::from_millis(17_001));
    assert_eq!(told.session.next_change(Moment::since_origin(told.now)), Some(over));
    assert!(told.session.next_change(over) > Some(over));
    assert_eq!(told.at(18).shown().skip_reason_wanted, None);
}

// Words.

fn said(told: &mut Told, kind: CueKind) -> Vec<String> {
    let cue = |stamped: Stamped| match stamped.event {
        Event::Cue(cue) if cue.kind == kind => cue.say,
        _ => None,
    };
    told.events().into_iter().filter_map(cue).collect()
}

const WORDS: &str = r#"
[defaults]
prepare = "5s"
relax = "2s"
switch = "3s"
rest = "20s"
[[step]]
name = "Hamstring stretch"
say = "Stretch the back of the thigh"
hold = "20s"
sides = "each"
sets = 2
side_labels = { left = "left foot on the chair", right = "right foot on the chair" }
[[step]]
name = "Glute squeeze"
hold = "5s"
reps = 2
[[step]]
name = "Cat-cow"
reps = 2
phases = [{ name = "Cow", time = "2s", say = "Breathe in" }, { name = "Cat", time = "2s" }]
[[step]]
name = "Clam"
hold = "5s"
sides = "each"
[[step]]
name = "Bird dog"
hold = "5s"
sides = "alternate"
"#;

#[test]
fn cues_say_what_the_user_needs_to_know() {
    let said = |kind| said(&mut Told::start(WORDS).at(3_600), kind);
    assert_eq!(
        said(CueKind::Prepare),
        ["Stretch the back of the thigh", "Glute squeeze", "Cat-cow", "Clam", "Bird dog"]
    );
    let right = "Switch: right foot on the chair";
    assert_eq!(said(CueKind::Switch), [right, right, "Switch: right side"]);
    assert_eq!(said(CueKind::Relax), ["Relax", "Right"], "under alternate, the coming side");
    let go =
        ["Left", "Right", "Left", "Right", "Hold", "Hold", "Breathe in", "Left", "Right", "Left", "Right"];
    assert_eq!(said(CueKind::Go), go);
    assert_eq!(said(CueKind::Half), ["Halfway"; 4]);
    let rest = said(CueKind::Rest);
    assert_eq!(rest.len(), 1);
    assert!(rest[0].contains("20 seconds") && rest[0].contains("Stretch the back of the thigh"), "{rest:?}");
    assert_eq!(said(CueKind::Rep { last: false }).len(), 1);
    assert_eq!(said(CueKind::End), [""; 0], "a release tone has no words");
}

#[test]
fn the_rest_between_rounds_names_what_comes() {
    let rest = said(&mut Told::start(SQUATS).at(3_600), CueKind::Rest);
    assert_eq!(rest.len(), 1);
    assert!(rest[0].contains("20 seconds") && rest[0].contains("Plank"), "{rest:?}");
}

// Why an exercise was skipped.

#[test]
fn who_has_longer_to_say_why_is_heard_longer() {
    let after = |window: Option<u64>, time: u64| {
        let mut told = Told::start(SQUATS).at(12).after(Command::SkipExercise);
        if let Some(window) = window {
            told.session.set_reason_window(seconds(window));
        }
        told.at(12 + time).tries(Command::SkipReason(SkipReason::Pain))
    };
    assert!(after(None, 5) && !after(None, 6), "a key has five seconds");
    assert!(after(Some(30), 30) && !after(Some(30), 31));
}
