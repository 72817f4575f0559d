//! The pace of reps: said at every change, seen while it lasts, and kept when a session is killed.

use rustix::process::Signal;
use serde_json::Value;

use crate::{home::Home, piped::Piped, pty::Tty};

/// The reps take long enough for a slow machine to do all within the first one.
const ROUTINE: &str = r#"
format = 1
name = "Own speed"
[[step]]
name = "Squat"
reps = 20
rep_time = "30s"
prepare = "0s"
[[step]]
name = "Heel raise"
reps = 3
rep_time = "4s"
"#;

fn home() -> Home {
    let home = Home::new();
    home.routine("own-speed", ROUTINE);
    home
}

fn session(home: &Home) -> Tty {
    let tty = Tty::supple(home, &["run", "own-speed", "--mute"], 100, 30);
    tty.wait_for(&["SQUAT", "rep 1 of 20"]);
    tty
}

/// A session in which reps were made slower, and that was then killed.
fn killed() -> Home {
    let home = home();
    let mut tty = session(&home);
    tty.press(",,");
    tty.wait_for(&["Reps 21% slower than written."]);
    tty.wait_until("the pace in the journal", || home.journalled().iter().any(|line| line["percent"] == 121));
    tty.signal(Signal::KILL);
    tty.wait_end();
    assert_eq!((home.records().len(), home.journals().len()), (0, 1));
    home
}

fn paces(record: &Value) -> Vec<Option<u64>> {
    record["exercises"].as_array().unwrap().iter().map(|exercise| exercise["pace"].as_u64()).collect()
}

#[test]
fn every_change_is_said_up_to_the_ends_of_the_range() {
    let home = home();
    let mut tty = session(&home);
    assert!(!tty.text().contains("slower"), "{}", tty.text());
    tty.press(",");
    tty.wait_for(&["Reps 10% slower than written.", "exercise 1 of 2 · 10% slower · "]);
    tty.press(".");
    tty.wait_for(&["Reps as written again."]);
    assert!(!tty.text().contains("slower"), "{}", tty.text());
    tty.press(",,,,,,,");
    tty.wait_for(&["Reps 95% slower than written."]);
    tty.press(",");
    tty.wait_for(&["Reps go no slower.", "95% slower"]);
    let told = home.run(&["ctl", "slower"]);
    let why = String::from_utf8(told.stderr).unwrap();
    assert!(told.status.code() == Some(1) && why.contains("reps go no slower"), "{why}");
    // In the far view of a small terminal.
    tty.press("z");
    tty.resize(40, 12);
    tty.press("..............");
    tty.wait_for(&["Reps 49% faster than written."]);
    tty.press(".");
    tty.wait_for(&["Reps go no faster."]);
    tty.press("z");
    tty.press(",");
    tty.wait_for(&["Reps 44% faster than written."]);
    tty.stop_session();
    tty.press("q");
    assert_eq!(tty.wait_end(), 130);
    assert_eq!(paces(&home.record()), [Some(56), None]);
}

#[test]
fn whoever_types_is_told_as_well() {
    let home = home();
    let mut run = Piped::start(&home, &["run", "own-speed", "--mute"]);
    for percent in [110, 121, 133, 146, 161, 177, 195] {
        run.say("slower");
        let changed = run.wait_for("pace_changed");
        assert_eq!((&changed["percent"], &changed["exercise"]), (&percent.into(), &"squat".into()));
    }
    run.say("slower");
    assert_eq!(run.complaint(), "supple: reps go no slower");
    for _ in 0..14 {
        run.say("faster");
        run.wait_for("pace_changed");
    }
    run.say("faster");
    assert_eq!(run.complaint(), "supple: reps go no faster");
    run.say("quit");
    assert_eq!(run.end(), Some(130));
    assert_eq!(paces(&home.record()), [Some(51), None]);
}

#[test]
fn a_killed_session_is_kept_with_its_pace_and_the_next_one_begins_with_it() {
    let home = killed();
    let kept = home.run(&["log", "recover", "--keep"]);
    assert!(kept.status.success(), "{kept:?}");
    assert_eq!(paces(&home.record()), [Some(121), None]);
    let mut tty = session(&home);
    tty.wait_for(&["exercise 1 of 2 · 21% slower · "]);
    assert!(!tty.text().contains("than written"), "nothing was changed: {}", tty.text());
    // Killed again before anything is changed.
    tty.wait_until("a step in the journal", || {
        home.journalled().iter().any(|line| line["step"]["seconds"] == 36.3)
    });
    tty.signal(Signal::KILL);
    tty.wait_end();
    assert!(home.run(&["log", "recover", "--keep"]).status.success());
    assert_eq!(paces(&home.records()[1]), [Some(121), None]);
}

#[test]
fn a_killed_session_goes_on_at_its_pace() {
    let home = killed();
    let begun =
        |seconds: f64| home.journalled().iter().filter(|line| line["step"]["seconds"] == seconds).count();
    assert_eq!((begun(30.0), begun(36.3)), (1, 0), "killed in the first rep");
    let mut tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["It broke off before its end."]);
    tty.press("r");
    tty.wait_for(&["SQUAT", "exercise 1 of 2 · 21% slower · "]);
    tty.wait_until("the rep once more", || begun(36.3) == 1);
    tty.press("n");
    tty.wait_for(&["enter enough"]);
    tty.press(".");
    tty.wait_for(&["exercise 1 of 2 · 10% slower · "]);
    tty.stop_session();
    tty.press("q");
    tty.wait_until("the record", || home.records().len() == 1);
    assert_eq!(paces(&home.record()), [Some(110), None]);
    tty.wait_for(&["Routines"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}
