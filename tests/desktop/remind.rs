//! A break is asked for on the desktop, with buttons for the answers.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    process::{Child, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use supple::runtime::remind::{Stage, standing};

use crate::{
    bus::{Bus, Desktop, Told, wait_until},
    home,
};

/// A reminder without a terminal, with no programs but those in `bin`.
fn remind(home: &crate::Home, args: &[&str]) -> Command {
    let mut command = home.command(&[&["remind", "long"], args].concat());
    command.env("PATH", home.path().join("bin")).stdout(Stdio::null());
    command
}

fn end(mut reminder: Child) {
    kill_process(Pid::from_child(&reminder), Signal::TERM).unwrap();
    assert_eq!(reminder.wait().unwrap().code(), Some(0));
}

/// The number of the question that comes next.
#[track_caller]
fn question(desktop: &Desktop) -> u32 {
    let Told::Question { id, summary, body, buttons, timeout } = desktop.next() else {
        panic!("something else than a question")
    };
    assert_eq!(summary, "Time for a break: One long hold, 2 min");
    assert_eq!(body, "In a terminal: supple run long");
    assert_eq!(buttons, ["start", "Start", "snooze", "In 5 minutes", "skip", "Not this time"]);
    assert_eq!(timeout, 300_000);
    id
}

#[test]
fn the_buttons_of_a_notification_answer() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    for (button, status) in [("start", 0), ("skip", 3)] {
        let mut reminder = remind(&home, &["--once"]).spawn().unwrap();
        let id = question(&desktop);
        // What was asked by others is none of ours.
        desktop.say("ActionInvoked", &(id + 7, "start"));
        desktop.say("ActionInvoked", &(id, button));
        assert_eq!(reminder.wait().unwrap().code(), Some(status), "{button}");
        assert_eq!(desktop.next(), Told::Close { id });
    }
    // Closed without an answer: expired, or waved away.
    let mut reminder = remind(&home, &["--once"]).spawn().unwrap();
    let id = question(&desktop);
    desktop.say("NotificationClosed", &(id, 1_u32));
    assert_eq!(reminder.wait().unwrap().code(), Some(3));

    let reminder = remind(&home, &["--every", "1s"]).spawn().unwrap();
    let id = question(&desktop);
    desktop.say("ActionInvoked", &(id, "snooze"));
    assert_eq!(desktop.next(), Told::Close { id });
    let stage = || standing(&home.runtime().join("supple")).first().map(|standing| standing.state);
    wait_until("the snooze", || stage() == Some(Stage::Snoozed));
    end(reminder);
}

#[test]
fn a_question_goes_when_the_reminder_does() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let reminder = remind(&home, &["--every", "1s"]).spawn().unwrap();
    let id = question(&desktop);
    end(reminder);
    assert_eq!(desktop.next(), Told::Close { id });
}

#[test]
fn where_nobody_shows_notifications_the_program_for_it_is_asked() {
    let home = home();
    let Some(_bus) = Bus::start(&home) else { return };
    let bin = home.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let output = remind(&home, &["--once"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nobody can be asked"), "{output:?}");
    fs::write(bin.join("notify-send"), "#!/bin/sh\necho start\n").unwrap();
    fs::set_permissions(bin.join("notify-send"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(remind(&home, &["--once"]).status().unwrap().code(), Some(0));
}
