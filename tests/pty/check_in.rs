//! How it feels, from the first key to the history: asked once a day, kept whatever happens.

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::{AT_WORK, PAUSED, RUNNING, home::Home, pty::Tty};

/// Two long holds, which begin after a while.
fn home() -> Home {
    let home = Home::new();
    let step = |id: &str| format!("[[step]]\nname = \"{id}\"\nhold = \"90s\"\nprepare = \"15s\"\n");
    home.routine("mine", &format!("format = 1\nname = \"Mine\"\n{}{}", step("Sit tall"), step("Kneel")));
    home
}

fn start(home: &Home) -> Tty {
    let tty = Tty::supple(home, &["run", "mine", "--mute"], 80, 24);
    tty.wait_for(&["SIT TALL", RUNNING]);
    tty
}

/// What `supple log` says of the only session.
#[track_caller]
fn logged(home: &Home) -> Value {
    let output = home.run(&["log", "--json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let all = match lines.as_slice() {
        [Value::Array(all)] => all.clone(),
        _ => lines,
    };
    assert_eq!(all.len(), 1, "{text}");
    all[0].clone()
}

const ASKED: &str = "Pain before you begin?";

#[test]
fn it_is_asked_once_a_day_and_never_waited_for() {
    let home = home();
    let mut tty = start(&home);
    tty.wait_for(&[ASKED]);
    // Time passes as ever, and a key does what it always does.
    tty.press("n");
    tty.wait_for(&[AT_WORK]);
    tty.press("qy");
    tty.wait_for(&["Kept in your history.", "pain now"]);
    tty.press("\r");
    assert_eq!(tty.wait_end(), 130);
    assert_eq!(home.record().get("pain"), None, "nobody has said anything");
    let tty = start(&home);
    tty.press("n");
    tty.wait_for(&[AT_WORK]);
    assert!(!tty.text().contains(ASKED), "{}", tty.text());
    // A day later, as far as the mark goes.
    drop(tty);
    std::fs::write(home.path().join("state/supple/checked-in"), "2020-02-29").unwrap();
    start(&home).wait_for(&[ASKED]);
    start(&home).wait(&format!("no {ASKED}"), |text| text.contains("SIT TALL") && !text.contains(ASKED));
}

#[test]
fn the_settings_say_when_it_is_asked() {
    let always = home();
    always.settings("check_in = \"always\"\n");
    for _ in 0..2 {
        let tty = start(&always);
        tty.wait_for(&[ASKED]);
        tty.press("\x1b");
        tty.wait_until_gone(ASKED);
    }
    let off = home();
    off.settings("check_in = \"off\"\n");
    let tty = start(&off);
    tty.press("nqy");
    tty.wait_for(&["Kept in your history."]);
    assert!(!tty.text().contains("Pain"), "{}", tty.text());
    assert!(!off.path().join("state/supple/checked-in").exists());
    // What is not kept is not asked for.
    let none = home();
    let tty = Tty::supple(&none, &["run", "mine", "--mute", "--no-log"], 80, 24);
    tty.wait_for(&["SIT TALL", RUNNING]);
    assert!(!tty.text().contains(ASKED), "{}", tty.text());
}

#[test]
fn what_is_said_before_and_during_is_in_the_journal_at_once() {
    let home = home();
    let tty = start(&home);
    tty.wait_for(&[ASKED]);
    tty.press("10");
    tty.wait_for(&["10 of 10, noted"]);
    tty.press("n");
    tty.wait_for(&[AT_WORK]);
    tty.press("p");
    tty.wait_for(&["Where does the pain stand?", "at Sit tall", "Loss of control"]);
    tty.press("6");
    tty.wait_for(&["6 of 10"]);
    tty.press("s");
    tty.wait_for(&["KNEEL", RUNNING, "ask a doctor"]);
    // On a machine with more to do than it can, a screen comes after half a second also if the disk has not answered.
    tty.wait_until("the skip in the journal", || {
        home.journalled()
            .iter()
            .any(|event| event["event"] == "exercise_skipped" && event["reason"] == "pain")
    });
    tty.signal(Signal::KILL);
    drop(tty);
    let recovered = home.run(&["log", "recover", "--keep"]);
    assert_eq!(recovered.status.code(), Some(0), "{recovered:?}");
    let session = logged(&home);
    assert_eq!(session["pain"]["before"], 10);
    let first = &session["exercises"][0];
    assert_eq!((&first["pain"], &first["skip_reason"]), (&json!(6), &json!("pain")), "{first}");
    assert_eq!(session["exercises"][1].get("pain"), None);
}

#[test]
fn what_is_said_afterwards_outlives_a_kill() {
    let home = home();
    let tty = start(&home);
    tty.press("2");
    tty.wait_for(&["2 of 10, noted"]);
    tty.press("nqy");
    tty.wait_for(&["Kept in your history.", "2 before"]);
    tty.press("5h");
    tty.wait_for(&["5 of 10", "The answers too.", "clearly worse after exercise than before"]);
    tty.press("n");
    tty.wait_for(&["enter done"]);
    tty.press("steif, 猫 👩‍👩‍👧 e\u{301}");
    tty.press("\x1b[D\x7f\x1b[F!");
    tty.wait_for(&["猫"]);
    tty.press("\r");
    tty.wait_for(&["n", "The answers too."]);
    tty.wait_until_gone("enter done");
    tty.wait_for(&["The answers too."]);
    tty.signal(Signal::KILL);
    drop(tty);
    let session = logged(&home);
    assert_eq!(session["pain"], json!({"before": 2, "after": 5}));
    assert_eq!(session["effort"], "hard");
    assert_eq!(session["note"], "steif, 猫 👩‍👩‍👧e\u{301}!");
    assert!(home.journals().is_empty());
}

#[test]
fn a_note_that_is_being_typed_is_kept_without_being_finished() {
    let home = home();
    let mut tty = start(&home);
    tty.press("nqy");
    tty.wait_for(&["Kept in your history."]);
    tty.press("n");
    tty.press("half a no");
    // It is written down by itself after a moment.
    tty.wait_for(&["half a no", "The answers too."]);
    tty.press("te");
    tty.wait_for(&["half a note"]);
    // And at once when the terminal goes.
    tty.hang_up();
    tty.wait_exit();
    assert_eq!(logged(&home)["note"], "half a note");
}

#[test]
fn a_session_that_stood_still_goes_on_from_the_question() {
    let home = home();
    let tty = start(&home);
    tty.press("p");
    tty.wait_for(&["Where does the pain stand?"]);
    tty.press("3\r");
    tty.wait_until_gone("Where does the pain stand?");
    tty.wait_for(&[RUNNING]);
    tty.press("p");
    tty.wait_for(&["Where does the pain stand?"]);
    tty.press("q");
    tty.wait_for(&["Stop here?"]);
    tty.press("y");
    tty.wait_for(
        &["STOPPED", "Kept in your history."]
            .map(|words| if words == "STOPPED" { "not reached" } else { words }),
    );
    let first = &home.record()["exercises"][0];
    assert_eq!(first["pain"], 3, "{first}");
    assert!(!tty.text().contains(PAUSED));
}

#[test]
fn the_lines_ask_nothing_and_take_the_word_from_outside() {
    let home = home();
    let run = home.run(&["run", "mine", "--plain", "--speed", "400"]);
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(!said.contains("ain"), "{said}");
    assert!(!home.path().join("state/supple/checked-in").exists());
    let mut tty = start(&home);
    // The first picture waits for no socket.
    tty.wait_until("somebody at the socket", || home.run(&["ctl", "pain", "4"]).status.success());
    let wrong = home.run(&["ctl", "pain", "11"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("a number from 0 to 10"));
    tty.wait_until("the event in the journal", || {
        home.journalled().iter().any(|event| event["event"] == "pain_reported" && event["value"] == 4)
    });
    tty.press("qy");
    tty.wait_for(&["Kept in your history."]);
    tty.press("\r");
    tty.wait_end();
    assert_eq!(home.records()[1]["exercises"][0]["pain"], 4);
}
