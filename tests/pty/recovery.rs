//! Two terminals at once, and what the next start makes of a session that was killed.

use rustix::process::Signal;

use crate::{AT_WORK, PAUSED, home::Home, pty::Tty};

const OFFER: &str = "It broke off before its end.";

fn stop(tty: &mut Tty) {
    tty.stop_session();
    tty.press("q");
    assert_eq!(tty.wait_end(), 130);
}

/// A home in which a session was killed in its second exercise.
fn killed() -> Home {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--mute"], 100, 30);
    tty.wait_for(&["CHILD'S POSE"]);
    tty.press(" =\r");
    tty.wait_for(&[PAUSED]);
    tty.press("g\x1b[B\r");
    tty.wait_for(&["CAT-COW", PAUSED]);
    tty.press("n");
    tty.wait_for(&["CAT-COW", "rep 1 of 3"]);
    tty.wait_until("the rep in the journal", || {
        home.journalled().iter().any(|event| event["step"]["mode"] == "phase")
    });
    tty.signal(Signal::KILL);
    tty.wait_end();
    assert_eq!(home.journals().len(), 1);
    home
}

fn home_screen(home: &Home) -> Tty {
    let tty = Tty::supple(home, &[], 100, 30);
    tty.wait_for(&["Two-minute tour", "The gentle twelve"]);
    tty
}

#[test]
fn two_terminals_at_once_both_get_in() {
    let home = Home::new();
    let args = ["run", "demo", "--from", "childs", "--mute", "--speed", "3"];
    let mut ttys = [Tty::supple(&home, &args, 100, 30), Tty::supple(&home, &args, 80, 24)];
    for tty in &ttys {
        tty.wait_for(&["CHILD'S POSE", AT_WORK]);
    }
    // A third one does not take them for crashed.
    let mut third = home_screen(&home);
    assert!(!third.text().contains(OFFER) && !third.text().contains("interrupted"), "{}", third.text());
    third.press("q");
    assert_eq!(third.wait_end(), 0);
    ttys.iter_mut().for_each(stop);
    let records = home.records();
    assert_eq!(records.len(), 2);
    assert_ne!(records[0]["id"], records[1]["id"]);
    assert_eq!(home.journals().len(), 0);
}

#[test]
fn a_killed_session_is_resumed() {
    let home = killed();
    let mut tty = home_screen(&home);
    tty.wait_for(&[OFFER, "Two-minute tour"]);
    tty.press("r");
    tty.wait_for(&["CAT-COW"]);
    stop_at_home(&mut tty);
    let record = home.record();
    assert_eq!(record["status"], "stopped");
    assert_eq!(record["exercises"][1]["id"], "cat-cow");
    assert_eq!(home.journals().len(), 0);
}

/// Leaves a session that was begun on the home screen, and the program.
fn stop_at_home(tty: &mut Tty) {
    tty.stop_session();
    tty.press("q");
    // Below what is due and the routines, at the end of the list.
    tty.wait_for(&["Routines"]);
    tty.press("\x1b[F");
    tty.wait_for(&["Recent", "stopped"]);
    assert!(!tty.text().contains(OFFER));
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

#[test]
fn a_killed_session_is_kept() {
    let home = killed();
    let mut tty = home_screen(&home);
    tty.wait_for(&[OFFER]);
    tty.press("k");
    tty.wait_until_gone(OFFER);
    tty.wait_for(&["Recent", "stopped"]);
    assert_eq!(home.record()["status"], "stopped");
    assert_eq!(home.journals().len(), 0);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

#[test]
fn a_killed_session_is_discarded_when_that_is_confirmed() {
    let home = killed();
    let mut tty = home_screen(&home);
    tty.wait_for(&[OFFER]);
    tty.press("d");
    tty.wait_for(&["Discard it?"]);
    tty.press("\x1b");
    tty.wait_until_gone("Discard it?");
    assert_eq!(home.journals().len(), 1);
    tty.press("d");
    tty.wait_for(&["Discard it?"]);
    tty.press("y");
    tty.wait("no offer", |text| !text.contains(OFFER) && !text.contains("Discard it?"));
    assert_eq!(home.journals().len(), 0);
    assert_eq!(home.records().len(), 0);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

/// What was due is composed again from the journal, although by now something else may be due.
#[test]
fn a_killed_session_of_what_was_due_is_resumed() {
    let home = Home::new();
    let write = |path: &str, text: &str| {
        let path = home.path().join("config/supple").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for id in ["sit", "kneel"] {
        let name = id.to_uppercase();
        write(&format!("exercises/{id}.toml"), &format!("format = 1\nname = '{name}'\nhold = '5m'\n"));
    }
    let item = |id: &str| format!("[[phase.item]]\nuse = '{id}'\nfrequency = 'daily'\n");
    let items = item("sit") + &item("kneel");
    write("programs/mine.toml", &format!("format = 1\nname = 'Mine'\n[[phase]]\nname = 'One'\n{items}"));
    assert!(home.run(&["program", "start", "mine"]).status.success());

    let mut tty = Tty::supple(&home, &["run", "--mute", "--from", "kneel"], 100, 30);
    tty.wait_for(&["Today: Mine", "KNEEL"]);
    tty.press("n");
    tty.wait_until("the hold in the journal", || {
        home.journalled().iter().any(|event| event["step"]["mode"] == "hold")
    });
    tty.signal(Signal::KILL);
    tty.wait_end();
    // The other one was done meanwhile.
    assert!(home.run(&["today", "--done", "kneel"]).status.success());

    let mut tty = home_screen(&home);
    tty.wait_for(&[OFFER, "Today: Mine"]);
    tty.press("r");
    tty.wait_for(&["Today: Mine", "KNEEL"]);
    stop_at_home(&mut tty);
    let records = home.records();
    let session = records.iter().find(|record| record["routine"] == "today").unwrap();
    assert_eq!(session["status"], "stopped");
    assert_eq!(session["exercises"].as_array().unwrap().len(), 1);
    assert_eq!(session["exercises"][0]["id"], "kneel");
    assert_eq!(home.journals().len(), 0);
}
