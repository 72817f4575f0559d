//! Several routines and exercises in turn, and sessions trimmed to a time.

use rustix::process::Signal;
use serde_json::json;

use crate::{home::Home, pty::Tty};

/// 20 s, then 30 s that may be left out, then 60 s that nobody waits for here.
const MINE: &str = r#"
format = 1
name = "Mine"
[[step]]
name = "First"
hold = "20s"
prepare = "1s"
[[step]]
name = "Second"
hold = "30s"
optional = true
[[step]]
name = "Third"
hold = "1m"
"#;

#[test]
fn several_are_one_session_and_one_record() {
    let home = Home::new();
    home.routine("mine", MINE);
    let args = ["run", "childs-pose", "mine", "cat-cow", "--json", "--speed", "500", "--minutes", "3"];
    let output = home.run(&args);
    assert_eq!(output.status.code(), Some(0));
    let record = home.record();
    assert_eq!(record["routine"], "childs-pose+mine+cat-cow");
    assert_eq!(record["name"], "Child's pose, Mine, then Cat-cow");
    assert_eq!(record["status"], "completed");
    let exercises = record["exercises"].as_array().unwrap();
    let done: Vec<_> = exercises.iter().map(|exercise| json!([exercise["n"], exercise["id"]])).collect();
    let expected =
        [json!([0, "childs-pose"]), json!([1, "first"]), json!([3, "third"]), json!([4, "cat-cow"])];
    assert_eq!(done, expected);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("To fit 3 min: without Second."), "{said}");
}

#[test]
fn a_killed_session_of_several_is_resumed_as_it_was_trimmed() {
    let home = Home::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    std::fs::write(&path, MINE).unwrap();
    let args = ["run", "childs-pose", path.to_str().unwrap(), "cat-cow", "--minutes", "3", "--mute"];
    let mut tty = Tty::supple(&home, &args, 100, 30);
    tty.wait_for(&["CHILD'S POSE", "To fit 3 min: without Second."]);
    tty.press("g\x1b[B\r");
    tty.wait_for(&["FIRST"]);
    tty.press("n");
    tty.wait_until("the hold in the journal", || {
        home.journalled()
            .iter()
            .any(|event| event["step"]["exercise"] == "first" && event["step"]["kind"] == "work")
    });
    tty.signal(Signal::KILL);
    tty.wait_end();

    let tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["It broke off before its end.", "Child's pose, Mine, then Cat-cow"]);
    tty.press("r");
    tty.wait_for(&["FIRST"]);
    tty.press("g");
    tty.wait_for(&["Third", "esc close"]);
    assert!(!tty.text().contains("Second"), "{}", tty.text());
    tty.press("\x1b");
    tty.wait_until_gone("esc close");
    tty.stop_session();
    assert_eq!(home.record()["routine"], "childs-pose+mine+cat-cow");
    assert_eq!(home.journals().len(), 0);
}
