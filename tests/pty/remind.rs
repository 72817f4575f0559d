//! Breaks from sitting, asked for in a real terminal and by a `notify-send` of the test's own.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Output},
};

use rustix::process::Signal;
use supple::runtime::{
    clock,
    remind::{Stage, Standing, standing},
};

use crate::{
    home::Home,
    process,
    pty::{LOOK, PATIENCE, Tty},
};

const QUICK: &str = "format = 1\nname = \"Quick & -dirty\"\n[[step]]\nname = \"Stand\"\nhold = \"20s\"\n";

fn home() -> Home {
    let home = Home::new();
    home.routine("quick", QUICK);
    fs::create_dir(home.path().join("bin")).unwrap();
    home
}

/// A folder of programs in which there is at most the test's own `notify-send`.
fn path(home: &Home) -> String {
    home.path().join("bin").display().to_string()
}

/// It writes down what it is asked, a word a line, and does the rest as told.
fn notify_send(home: &Home, rest: &str) {
    let file = home.path().join("bin/notify-send");
    let script =
        format!("#!/bin/sh\nPATH=/usr/bin:/bin\nprintf '%s\\n' \"$@\" -- >> \"$HOME/asked\"\n{rest}\n");
    fs::write(&file, script).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
}

fn asked(home: &Home) -> String {
    fs::read_to_string(home.path().join("asked")).unwrap_or_default()
}

/// A reminder in a terminal.
fn in_terminal(home: &Home, args: &[&str]) -> Tty {
    let args = [&["remind", "quick"], args].concat();
    Tty::supple_with(home, &args, 100, 30, &[("PATH", &path(home))])
}

/// The same without a terminal.
fn command(home: &Home, args: &[&str]) -> Command {
    let mut command = home.command(&[&["remind", "quick"], args].concat());
    command.env("PATH", path(home));
    command
}

fn run(home: &Home, args: &[&str]) -> Output {
    command(home, args).output().unwrap()
}

fn stands(home: &Home) -> Vec<Standing> {
    standing(&home.runtime().join("supple"))
}

#[track_caller]
fn wait_for_stage(tty: &Tty, home: &Home, stage: Stage) {
    tty.wait_until(&format!("{stage:?}"), || stands(home).first().is_some_and(|it| it.state == stage));
}

fn files(home: &Home) -> usize {
    fs::read_dir(home.runtime().join("supple")).unwrap().count()
}

#[test]
fn a_break_is_asked_for_done_here_and_kept() {
    let home = home();
    let mut tty = in_terminal(&home, &["--every", "1-2s"]);
    tty.wait_for(&["Quick & -dirty, 40 s: next at "]);
    let pid = tty.pid().as_raw_nonzero();
    let file = home.runtime().join(format!("supple/remind-{pid}.json"));
    tty.wait_until("its file", || file.exists());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    tty.wait_for(&["Time for a break: Quick & -dirty"]);
    assert!(tty.raw().contains(&7), "the bell");
    wait_for_stage(&tty, &home, Stage::Asking);
    assert_eq!(stands(&home)[0], Standing { routine: "quick".into(), next: None, state: Stage::Asking });
    tty.press("s");
    tty.wait_for(&["STAND"]);
    assert!(tty.is_taken());
    assert_eq!(stands(&home)[0].state, Stage::Running);
    // Every key belongs to the session.
    tty.press(" ");
    tty.wait_for(&[crate::PAUSED]);
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    tty.wait_until("the reminder", || !tty.on_second_screen());
    tty.wait("the next", |text| text.matches("next at").count() == 2);
    assert!(stands(&home)[0].next.is_some());
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
    assert_eq!(files(&home), 0, "nothing is left behind");
    assert_eq!(home.record()["routine"], "quick");
}

#[test]
fn a_break_is_snoozed_or_left_out() {
    let home = home();
    let mut tty = in_terminal(&home, &["--every", "1s"]);
    // Before it is asked for only `s` and `q` mean something.
    tty.press("zx\r");
    tty.wait_for(&["Time for a break"]);
    tty.press("x");
    tty.wait("the next", |text| text.matches("next at").count() == 2);
    tty.wait("another question", |text| text.matches("Time for a break").count() == 2);
    tty.press("z");
    tty.wait_for(&["Again at "]);
    wait_for_stage(&tty, &home, Stage::Snoozed);
    let left = stands(&home)[0].next.unwrap().duration_since(clock::wall().timestamp());
    assert!((280..=300).contains(&left.as_secs()), "{left}");
    tty.press("s");
    tty.wait_for(&["STAND"]);
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    tty.wait("the reminder", |text| text.matches("next at").count() == 3);
    tty.press("\x03");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
    assert_eq!(home.records().len(), 1, "what was left out is not written down");
}

#[test]
fn waiting_costs_nothing_and_every_way_out_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = home();
        let mut tty = in_terminal(&home, &["--every", "1h"]);
        tty.wait_for(&["next at"]);
        wait_for_stage(&tty, &home, Stage::Waiting);
        if signal == Signal::TERM {
            tty.observe(1);
            let before = process::wake_ups(tty.pid());
            tty.observe(2);
            assert_eq!(process::wake_ups(tty.pid()), before, "{:?}", process::wake_ups_by_thread(tty.pid()));
        }
        tty.signal(signal);
        assert_eq!(tty.wait_end(), 0);
        tty.assert_as_before();
        assert_eq!(files(&home), 0);
    }
}

#[test]
fn it_stops_and_goes_on_like_any_job() {
    let home = home();
    let mut shell = Tty::shell(&home, 100, 30);
    shell.press("\"$SUPPLE\" remind quick --every 1h\n");
    shell.wait_for(&["next at"]);
    let during = shell.modes();
    shell.press("\x1a");
    shell.wait_for(&["Stopped"]);
    assert_ne!(shell.modes(), during, "the shell has its terminal");
    shell.press("fg\n");
    shell.wait_until("single keys", || shell.modes() == during);
    shell.press("q");
    shell.wait("a prompt", |text| text.trim_end().ends_with("ready>"));
    shell.press("exit\n");
    assert_eq!(shell.wait_exit(), 0);
}

#[test]
fn a_notification_is_answered_with_its_buttons() {
    for (says, status) in [("echo start", 0), ("echo skip", 3), ("echo", 3), ("", 3), ("echo nonsense", 3)] {
        let home = home();
        notify_send(&home, says);
        let output = run(&home, &["--once"]);
        assert_eq!(output.status.code(), Some(status), "{says}");
        assert_eq!((output.stdout, output.stderr), (vec![], vec![]), "cron would send a letter");
        let asked = asked(&home);
        for word in [
            "--action=start=Start",
            "--action=snooze=In 5 minutes",
            "--action=skip=Not this time",
            "Time for a break: Quick & -dirty, 40 s",
            "In a terminal: supple run quick",
        ] {
            assert!(asked.lines().any(|line| line == word), "{word} is not in\n{asked}");
        }
        assert_eq!(home.records().len(), 0, "nothing is opened");
        assert_eq!(files(&home), 0);
    }
}

#[test]
fn where_there_are_no_buttons_it_is_said_all_the_same() {
    let home = home();
    notify_send(&home, "case $* in *--action*) exit 1 ;; esac");
    assert_eq!(run(&home, &["--once"]).status.code(), Some(3));
    assert_eq!(asked(&home).matches("Time for a break").count(), 2);
    // In a terminal its keys still do.
    let mut tty = in_terminal(&home, &["--once"]);
    tty.wait_for(&["Time for a break"]);
    tty.wait_until("both ways", || asked(&home).matches("Time for a break").count() == 4);
    tty.press("\n");
    tty.wait_for(&["STAND"]);
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0, "it was started");
    tty.assert_as_before();

    notify_send(&home, "exit 1");
    let output = run(&home, &["--once"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("notify-send has failed"), "{said}");
}

#[test]
fn a_question_that_is_answered_elsewhere_goes_away() {
    let home = home();
    notify_send(&home, "echo $$ > $HOME/question; exec sleep 300");
    let mut tty = in_terminal(&home, &["--every", "1s"]);
    let path = home.path().join("question");
    tty.wait_until("a notification", || fs::read_to_string(&path).is_ok_and(|text| text.ends_with('\n')));
    let pid = fs::read_to_string(&path).unwrap().trim().parse().unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    tty.wait_for(&["Time for a break"]);
    tty.press("z");
    tty.wait_for(&["Again at"]);
    tty.wait_until("its end", || matches!(process::state(pid), None | Some('Z')));
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

#[test]
fn a_question_may_take_itself_off_the_desktop() {
    let home = home();
    notify_send(
        &home,
        "trap 'echo closed > $HOME/closed; exit' INT; echo here > $HOME/question; sleep 300 & wait",
    );
    let mut tty = in_terminal(&home, &["--every", "1s"]);
    let [question, closed] = ["question", "closed"].map(|name| home.path().join(name));
    tty.wait_until("a notification", || question.exists());
    tty.wait_for(&["Time for a break"]);
    tty.press("z");
    tty.wait_for(&["Again at"]);
    assert!(closed.exists());
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

#[test]
fn an_upgrade_meanwhile_does_not_end_it() {
    let home = home();
    // A file of its own, as a package manager would put it.
    let program = home.path().join("supple");
    fs::copy(env!("CARGO_BIN_EXE_supple"), &program).unwrap();
    let tty = Tty::shell(&home, 100, 30);
    tty.press(&format!("PATH=/nowhere {} remind quick --every 1h\n", program.display()));
    tty.wait_for(&["next at"]);
    fs::remove_file(&program).unwrap();
    tty.press("s");
    tty.wait_for(&["cannot start the session"]);
    tty.wait("the next", |text| text.matches("next at").count() == 2);
    fs::copy(env!("CARGO_BIN_EXE_supple"), &program).unwrap();
    tty.press("s");
    tty.wait_for(&["STAND"]);
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    // Before it says so, keys are still the session's.
    tty.wait("the one after it", |text| text.matches("next at").count() == 3);
    tty.press("q");
    tty.wait("a prompt", |text| text.trim_end().ends_with("ready>"));
}

#[test]
fn without_a_terminal_it_says_how_to_start_and_goes_on() {
    let home = home();
    notify_send(&home, "case $* in *--action*) echo start ;; esac");
    let mut child = command(&home, &["--every", "1s"]).stdout(std::process::Stdio::null()).spawn().unwrap();
    let end = clock::now() + PATIENCE;
    while asked(&home).matches("Time for a break").count() < 2 {
        assert!(clock::now() < end, "{}", asked(&home));
        let (_nobody, never) = std::sync::mpsc::channel::<()>();
        let _ = never.recv_timeout(LOOK);
    }
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), Signal::TERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(asked(&home).contains("\nIn a terminal: supple run quick\n"), "{}", asked(&home));
    assert_eq!(files(&home), 0);
}

#[test]
fn what_cannot_be_is_said_at_once() {
    let home = home();
    let said = |args: &[&str], status: i32| {
        let output = run(&home, args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{args:?}: {said}");
        said
    };
    assert!(said(&["--every", "30m"], 1).contains("no terminal, and no notify-send"));
    assert!(said(&["--every", "45-30m"], 2).contains("runs backwards"));
    assert!(said(&["--every", "0s"], 2).contains("from 1s to 24h"));
    assert!(said(&["--every", "1h", "--between", "9-18"], 2).contains("09:00-18:00"));
    assert!(said(&["--every", "2h", "--between", "09:00-10:00"], 2).contains("nobody sits for 2h"));
    assert!(said(&["--every", "1h", "--days", "mo"], 2).contains("mon-fri"));
    assert!(said(&[], 2).contains("--every"));
    let output = home.run(&["remind", "no-such-routine", "--once"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn outside_the_hours_nobody_is_asked() {
    let home = home();
    notify_send(&home, "echo start");
    let now = clock::wall().with_time_zone(jiff::tz::TimeZone::get("Europe/Berlin").unwrap());
    let hour = |hours: i64| {
        now.checked_add(jiff::SignedDuration::from_hours(hours)).unwrap().strftime("%H:%M").to_string()
    };
    let status = |from: i64, to: i64| {
        let between = format!("{}-{}", hour(from), hour(to));
        run(&home, &["--once", "--between", &between]).status.code()
    };
    assert_eq!(status(2, 4), Some(3));
    assert_eq!(asked(&home), "");
    assert_eq!(status(-2, 2), Some(0));
    assert_ne!(asked(&home), "");
}
