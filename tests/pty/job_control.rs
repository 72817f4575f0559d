//! `^Z` and back, and whatever else stops a process.

use std::process::Command;

use rustix::process::{Signal, kill_process};

use crate::{AT_WORK, PAUSED, RUNNING, home::Home, process::state, pty::Tty};

/// A session in its pause, started from a shell.
fn session_in_a_shell(home: &Home) -> (Tty, rustix::process::Pid) {
    let tty = Tty::shell(home, 100, 30);
    tty.press("$SUPPLE run demo --from childs --mute\n");
    tty.wait_for(&["CHILD'S POSE", "next   hold 20 s"]);
    let pid = tty.job();
    (tty, pid)
}

fn leave(tty: &Tty) {
    tty.stop_session();
    tty.press("q");
    tty.wait_for(&["ready>"]);
}

#[test]
fn control_z_gives_the_shell_its_terminal_and_fg_takes_it_again() {
    let home = Home::new();
    let (tty, pid) = session_in_a_shell(&home);
    tty.press("\x1a");
    tty.wait_until("a stopped process", || state(pid) == Some('T'));
    tty.wait_for(&["ready>", "Stopped"]);
    assert!(!tty.on_second_screen());
    assert!(tty.modes().contains("ICANON"), "{}", tty.modes());
    assert!(!tty.text().contains("POSE"), "{}", tty.text());
    tty.press("echo still a shell; fg\n");
    tty.wait_for(&["CHILD'S POSE", PAUSED, "the terminal was away", "Walk your hands forward"]);
    assert!(tty.is_taken());
    assert!(!tty.text().contains("still a shell"));
    tty.press(" ");
    tty.wait_for(&[RUNNING]);
    // Once more, from outside: the same.
    kill_process(pid, Signal::TSTP).unwrap();
    tty.wait_until("a stopped process", || state(pid) == Some('T'));
    tty.wait_for(&["still a shell"]);
    assert!(!tty.on_second_screen());
    tty.press("fg\n");
    tty.wait_for(&["CHILD'S POSE", "the terminal was away"]);
    assert!(tty.is_taken());
    leave(&tty);
    assert!(home.record()["paused_seconds"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_terminal_that_was_changed_behind_its_back_is_taken_again() {
    let home = Home::new();
    let tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--mute"], 100, 30);
    tty.wait_for(&["CHILD'S POSE", "next   hold 20 s"]);
    tty.signal(Signal::STOP);
    tty.wait_until("a stopped process", || state(tty.pid()) == Some('T'));
    let sane = Command::new("stty").args(["-F", &tty.name(), "sane"]).status().unwrap();
    assert!(sane.success());
    assert!(!tty.is_taken());
    let stopped_at = tty.raw().len();
    // Longer than a wake-up may be late.
    tty.observe(3);
    tty.signal(Signal::CONT);
    tty.wait_until("raw mode", || tty.is_taken());
    // It has paused itself, and says so.
    tty.wait_for(&[PAUSED, "the machine was asleep", "Paused: the machine was asleep"]);
    tty.wait_until("everything drawn again", || {
        let raw = tty.raw();
        let again = String::from_utf8_lossy(&raw[stopped_at..]);
        again.split_once("\x1b[2J").is_some_and(|(_, after)| after.contains("CHILD'S POSE"))
    });
    assert!(tty.is_taken());
    tty.press(" ");
    tty.wait_for(&[RUNNING]);
}

#[test]
fn a_short_stop_is_caught_up() {
    let home = Home::new();
    let tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--mute"], 100, 30);
    tty.wait_for(&["CHILD'S POSE", "next   hold 20 s"]);
    tty.signal(Signal::STOP);
    tty.wait_until("a stopped process", || state(tty.pid()) == Some('T'));
    tty.signal(Signal::CONT);
    tty.wait_for(&[AT_WORK]);
    assert!(!home.journalled().iter().any(|event| event["event"] == "paused"), "{:#?}", home.journalled());
}

#[test]
fn without_a_shell_nobody_is_stopped_for_ever() {
    let home = Home::new();
    let tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--mute"], 100, 30);
    tty.wait_for(&["CHILD'S POSE", "next   hold 20 s"]);
    tty.press("\x1a");
    tty.wait_for(&["There is no shell to go back to"]);
    tty.wait_for(&[AT_WORK]);
    assert!(tty.is_taken());
}
