//! The history on the screen of the real program: looked at, put right, and as it was again.

#[cfg(unix)]
use std::path::PathBuf;
use std::{fs, fs::File};

use serde_json::{Value, json};

use crate::{home::Home, pty::Tty};

/// A session of some days ago.
fn write_history(home: &Home) {
    let folder = home.path().join("data/supple/history");
    fs::create_dir_all(&folder).unwrap();
    let line = |id: &str, day: &str, pain: Value| {
        let exercise = json!({"n": 0, "id": "bird-dog", "status": "done", "sets": 1,
            "target": {"sets": 1, "reps": 8, "hold": 5}, "left": {"reps": 8, "seconds": 40},
            "right": {"reps": 8, "seconds": 40}, "skip_reason": null});
        let record = json!({"v": 1, "id": id, "routine": "gentle-twelve", "name": "The gentle twelve",
            "started": format!("{day}T07:02:11+01:00[Europe/Berlin]"),
            "ended": format!("{day}T07:20:11+01:00[Europe/Berlin]"), "status": "completed",
            "active_seconds": 965, "paused_seconds": 0, "pain": pain, "exercises": [exercise], "app": "0.1.0"});
        format!("{record}\n")
    };
    let lines = line("01A", "2026-01-05", json!({"before": 4, "after": 2}))
        + &line("01B", "2026-01-07", json!({"before": 5, "after": 3}));
    fs::write(folder.join("2026-elsewhere.jsonl"), lines).unwrap();
}

/// What was written besides the sessions.
fn corrections(home: &Home) -> Vec<Value> {
    home.records().into_iter().filter(|line| line.get("amends").is_some()).collect()
}

/// Where this machine writes.
#[cfg(unix)]
fn own_file(home: &Home) -> PathBuf {
    let machine = rustix::system::uname().nodename().to_string_lossy().to_lowercase();
    let machine = machine.split('.').next().unwrap().to_owned();
    let year = jiff::Zoned::strftime(&supple::runtime::clock::wall(), "%Y").to_string();
    home.path().join("data/supple/history").join(format!("{year}-{machine}.jsonl"))
}

#[test]
fn a_session_is_edited_deleted_and_brought_back() {
    let home = Home::new();
    write_history(&home);
    let mut tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["Routines", "h history"]);
    tty.press("h");
    tty.wait_for(&["Minutes a week", "2 sessions", "Pain before"]);
    tty.press("\t");
    tty.wait_for(&["7 Jan", "5 Jan", "pain 5 before, 3 after"]);
    // The pain after was 1.
    tty.press("e\x1b[B1\r");
    tty.wait_for(&["Changed: The gentle twelve, 7 January.", "pain 5 before, 1 after", "u undo"]);
    let written = corrections(&home);
    assert_eq!(written.len(), 1);
    assert_eq!((&written[0]["amends"], &written[0]["pain"]), (&json!("01B"), &json!({"after": 1})));

    tty.press("d");
    tty.wait_for(&["Delete it?", "7 January", "y delete"]);
    tty.press("y");
    tty.wait_for(&["Deleted: The gentle twelve, 7 January; `supple log restore`", "1 session"]);
    assert_eq!(corrections(&home)[1]["delete"], json!(true));
    tty.press("u");
    tty.wait_for(&["Back again: The gentle twelve, 7 January.", "2 sessions", "pain 5 before, 1 after"]);

    tty.press("\x1b");
    tty.wait_for(&["Routines"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
    let shown = home.run(&["log", "show", "01B", "--json"]);
    let record: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(record["pain"], json!({"before": 5, "after": 1}));
}

#[test]
fn it_opens_by_itself_and_without_a_terminal_prints_the_figures() {
    let home = Home::new();
    write_history(&home);
    let mut tty = Tty::supple(&home, &["history"], 80, 24);
    tty.wait_for(&["Overview", "Minutes a week", "2 sessions"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
    let (printed, stats) = (home.run(&["history"]), home.run(&["stats"]));
    assert!(printed.status.success() && !printed.stdout.is_empty());
    assert_eq!(String::from_utf8_lossy(&printed.stdout), String::from_utf8_lossy(&stats.stdout));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_said_and_nothing_is_lost() {
    let home = Home::new();
    write_history(&home);
    // In its place there is a folder, and nobody can write into that.
    fs::create_dir_all(own_file(&home)).unwrap();
    let mut tty = Tty::supple(&home, &["history"], 100, 30);
    tty.wait_for(&["2 sessions"]);
    tty.press("\t");
    tty.wait_for(&["pain 5 before, 3 after"]);
    tty.press("dy");
    tty.wait_for(&["could not be written down", "pain 5 before, 3 after", "2 sessions"]);
    assert!(!tty.text().contains("Deleted"), "{}", tty.text());
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

/// A session is being deleted, and left, while another program holds the file. Until that gives it up the program waits,
/// the terminal long given back; and if it never does, that is said.
#[cfg(unix)]
#[test]
fn a_correction_that_is_being_written_is_waited_for_on_leaving() {
    for gives_up in [true, false] {
        let home = Home::new();
        write_history(&home);
        let other = File::create(own_file(&home)).unwrap();
        other.lock().unwrap();
        let mut tty = Tty::supple(&home, &["history"], 100, 30);
        tty.wait_for(&["2 sessions"]);
        tty.press("\t");
        tty.wait_for(&["pain 5 before, 3 after"]);
        tty.press("dyq");
        tty.wait_until("the terminal to be given back", || !tty.is_taken());
        if gives_up {
            other.unlock().unwrap();
        }
        assert_eq!(tty.wait_end(), u32::from(!gives_up));
        assert_eq!(corrections(&home).len(), usize::from(gives_up));
        let is_told = tty.text().contains("a change of the history is lost");
        assert_eq!(is_told, !gives_up, "{}", tty.text());
    }
}
