//! `supple status`: one line for a status bar, once or for ever.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::{fs::PermissionsExt as _, net::UnixListener},
    process::{Child, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::{
    LONG, Line, PATIENCE, at_work, ctl, home::Home, piped::Piped, pty::Tty, status, wait_for_socket,
};

/// A `supple status --follow` that runs.
struct Followed {
    child: Child,
    lines: Receiver<String>,
}

impl Followed {
    fn start(home: &Home, args: &[&str]) -> Self {
        let mut command = home.command(&[&["status", "--follow"], args].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let printed = BufReader::new(child.stdout.take().unwrap());
        let (line, lines) = channel();
        thread::spawn(move || printed.lines().try_for_each(|printed| line.send(printed.unwrap())));
        Self { child, lines }
    }

    #[track_caller]
    fn next(&mut self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("another line")
    }

    /// Nothing more is printed.
    #[track_caller]
    fn assert_over(&self) {
        assert_eq!(self.lines.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
    }

    /// The first line that is like this.
    #[track_caller]
    fn wait_for(&mut self, good: impl Fn(&str) -> bool) -> String {
        loop {
            let line = self.next();
            if good(&line) {
                return line;
            }
        }
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.wait();
    }
}

#[test]
fn a_line_says_what_was_asked_for() {
    let home = Home::new();
    let run = at_work(&home);
    let (code, line) =
        status(&home, &["--format", "{icon} {exercise} {what} {set}/{sets} {percent}% {state}"]);
    assert_eq!((code, line.as_str()), (0, "▶ Wall sit hold 1/1 0% running\n"));
    let (_, left) = status(&home, &["--format", "{left}"]);
    assert!(["2:00\n", "1:59\n", "1:58\n"].contains(&left.as_str()), "{left}");
    let (_, plain) = status(&home, &[]);
    assert!(plain.starts_with("Wall sit · ") && plain.ends_with(" left\n"), "{plain}");
    let again = home.run(&["ctl", "status"]);
    assert!(String::from_utf8(again.stdout).unwrap().starts_with("Wall sit · "));
    let (_, text) = status(&home, &["--json"]);
    let object: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(object["exercise"], "wall-sit");
    assert_eq!(object["id"], run.events[0]["id"]);
    let (_, text) = status(&home, &["--waybar", "--format", "<{routine}>"]);
    let object: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(object["text"], "&lt;Long &amp; still&gt;");
    assert_eq!(json!([object["alt"], object["class"]]), json!(["running", ["running", "work"]]));
    let unknown = home.run(&["status", "--format", "{exercise} {time}"]);
    assert_eq!(unknown.status.code(), Some(2));
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert!(said.contains("no field `{time}`") && said.contains("{session_left}"), "{said}");
}

#[test]
fn it_is_right_by_itself_between_events() {
    let home = Home::new();
    let mut run = at_work(&home);
    let began = run.events.last().unwrap()["at"].as_f64().unwrap();
    Piped::observe(2);
    let (_, text) = status(&home, &["--json"]);
    let object: Value = serde_json::from_str(&text).unwrap();
    let (active, left) = (object["active"].as_f64().unwrap(), object["left"].as_f64().unwrap());
    assert!((2.0..4.0).contains(&(active - began)), "{object}");
    assert!((active - began + left - 120.0).abs() < 0.01, "{object}");
    // The session itself says the same when it is asked to report.
    ctl(&home, &["pause"]);
    let paused = run.wait_for("paused")["at"].as_f64().unwrap();
    assert!(paused > active && paused - active < 2.0, "{paused} {active}");
}

#[test]
fn following_tells_of_every_change_and_ends_with_the_session() {
    let home = Home::new();
    let mut run = at_work(&home);
    let mut followed = Followed::start(&home, &["--format", "{state} {exercise}"]);
    assert_eq!(followed.next(), "running Wall sit");
    ctl(&home, &["pause"]);
    assert_eq!(followed.next(), "paused Wall sit");
    ctl(&home, &["resume"]);
    assert_eq!(followed.next(), "lead_in Wall sit");
    assert_eq!(followed.next(), "running Wall sit");
    ctl(&home, &["jump", "plank"]);
    followed.wait_for(|line| line == "running Plank");
    ctl(&home, &["quit"]);
    run.end();
    // A session that is over has no line.
    followed.assert_over();
    assert!(followed.child.wait().unwrap().success());
    // Without a session there is nothing to follow.
    assert_eq!(status(&home, &["--follow"]).0, 1);
}

#[test]
fn waiting_goes_from_session_to_session() {
    let home = Home::new();
    home.routine("long", LONG);
    let mut followed = Followed::start(&home, &["--wait", "--format", "{exercise} {left}"]);
    assert_eq!(followed.next(), "");
    for _ in 0..2 {
        let mut run = Piped::start(&home, &["run", "long", "--mute"]);
        followed.wait_for(|line| line == "Wall sit 0:04");
        ctl(&home, &["quit"]);
        run.end();
        assert_eq!(followed.wait_for(|line| !line.starts_with("Wall sit")), "");
    }
    // A session that is killed has ended too.
    let run = Piped::start(&home, &["run", "long", "--mute"]);
    followed.wait_for(|line| line == "Wall sit 0:04");
    run.signal(Signal::KILL);
    assert_eq!(followed.wait_for(|line| !line.starts_with("Wall sit")), "");

    let mut bar = Followed::start(&home, &["--wait", "--waybar"]);
    let object: Value = serde_json::from_str(&bar.next()).unwrap();
    assert_eq!(json!([object["text"], object["class"]]), json!(["", "none"]));
}

#[test]
fn a_follower_hears_of_a_pause_before_the_process_stops() {
    let home = Home::new();
    home.routine("long", LONG);
    let tty = Tty::shell(&home, 100, 30);
    tty.press("$SUPPLE run long --mute\n");
    tty.wait_for(&["WALL SIT"]);
    let mut follower = Line::open(&home);
    follower.ask("follow");
    tty.press("\x1a");
    while follower.next().unwrap()["event"] != "paused" {}
    tty.wait_for(&["Stopped"]);
}

#[test]
fn a_bar_outlives_a_session_that_it_does_not_understand() {
    let home = Home::new();
    let folder = home.runtime().join("supple");
    fs::create_dir(&folder).unwrap();
    // Later than any session of now.
    let path = folder.join("ZZZZ.sock");
    let listener = UnixListener::bind(&path).unwrap();
    let mut followed = Followed::start(&home, &["--wait", "--format", "{exercise}"]);
    let (mut other, _) = listener.accept().unwrap();
    other.write_all(b"220 mail.example.org\r\n").unwrap();
    assert_eq!(followed.next(), "");
    drop((listener, other));
    fs::remove_file(&path).unwrap();
    let _run = at_work(&home);
    assert_eq!(followed.wait_for(|line| !line.is_empty()), "Wall sit");
}

/// A reminder without a terminal, which has somebody to ask.
fn remind(home: &Home) -> Child {
    let bin = home.path().join("bin");
    fs::create_dir(&bin).unwrap();
    fs::write(bin.join("notify-send"), "#!/bin/sh\n").unwrap();
    fs::set_permissions(bin.join("notify-send"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = home.command(&["remind", "long", "--every", "1h"]);
    command.env("PATH", bin).stdout(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_break_that_is_waited_for_is_shown_while_no_session_runs() {
    let home = Home::new();
    home.routine("long", LONG);
    let mut bar = Followed::start(&home, &["--wait", "--waybar"]);
    let class = |line: &str| serde_json::from_str::<Value>(line).unwrap()["class"].clone();
    assert_eq!(class(&bar.next()), "none");
    let mut reminder = remind(&home);
    let line = bar.next();
    let object: Value = serde_json::from_str(&line).unwrap();
    let text = object["text"].as_str().unwrap();
    assert!(text.starts_with("break ") && text.contains(" at "), "{line}");
    assert_eq!(json!([object["class"], object["tooltip"]]), json!(["reminder", format!("long: {text}")]));
    assert_eq!(status(&home, &[]), (1, format!("no session is running\nlong: {text}\n")));
    assert_eq!(status(&home, &["--format", "{left}"]), (1, "\n".to_owned()));
    let (code, json) = status(&home, &["--json"]);
    let object: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(code, 1);
    assert_eq!(json!([object["state"], object["reminders"][0]["routine"]]), json!(["none", "long"]));
    assert_eq!(object["reminders"][0]["state"], "waiting");
    // A session is what matters while it runs; afterwards the break is shown again.
    let mut run = at_work(&home);
    assert_eq!(class(&bar.wait_for(|line| line.contains("Wall sit")))[0], "running");
    assert!(status(&home, &[]).1.starts_with("Wall sit"));
    ctl(&home, &["quit"]);
    run.end();
    bar.wait_for(|line| class(line) == "reminder");
    kill_process(Pid::from_child(&reminder), Signal::TERM).unwrap();
    reminder.wait().unwrap();
    assert_eq!(class(&bar.next()), "none");
    assert_eq!(status(&home, &["--json"]), (1, "{\"state\":\"none\"}\n".to_owned()));
}

#[test]
fn a_bar_that_is_closed_takes_its_followers_with_it() {
    let home = Home::new();
    let _run = at_work(&home);
    wait_for_socket(&home);
    ctl(&home, &["pause"]);
    // Nothing is printed any more by the one, nothing yet by the other: they notice all the same.
    for (home, wait) in [(&home, false), (&Home::new(), true)] {
        let args: &[&str] = if wait { &["--wait", "--format", "{left}"] } else { &["--format", "{left}"] };
        let mut command = home.command(&[&["status", "--follow"], args].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines.next().unwrap().unwrap();
        drop(lines);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn the_lines_for_status_bars_work_as_they_stand_in_the_document() {
    let document = include_str!("../../docs/control.md");
    let mut commands: Vec<&str> = Vec::new();
    for language in ["tmux", "json", "ini"] {
        let block = document.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap();
        let before = commands.len();
        for line in block.lines() {
            let Some(at) = line.find("supple ") else { continue };
            // Up to where the bar's own quotes or brackets end it.
            let end = ['"', ')'].iter().filter_map(|end| line[at..].find(*end)).min();
            commands.push(end.map_or(&line[at..], |end| &line[at..at + end]));
        }
        assert!(commands.len() > before, "{language}");
    }
    let home = Home::new();
    let mut run = at_work(&home);
    for command in commands {
        let supple = env!("CARGO_BIN_EXE_supple");
        let script = format!("exec '{supple}' {}", command.strip_prefix("supple ").unwrap());
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &script]).env_clear().envs(home.environment()).stdout(Stdio::piped());
        let mut child = shell.spawn().unwrap();
        if command.starts_with("supple status") {
            let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
            assert!(line.contains("Wall sit") || line.contains("Plank"), "{command}: {line}");
            let object: Option<Value> = serde_json::from_str(&line).ok();
            assert_eq!(object.is_some_and(|object| object["text"].is_string()), command.contains("--waybar"));
            // Its reader has gone.
            child.wait().unwrap();
        } else {
            assert!(child.wait().unwrap().success(), "{command}");
        }
    }
    ctl(&home, &["quit"]);
    run.end();
}
