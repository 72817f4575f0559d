//! Commands from outside, and what comes back.

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::{LONG, Line, at_work, ctl, home::Home, piped::Piped, pty::Tty, sockets, status, wait_for_socket};

#[test]
fn a_session_without_a_screen_does_what_it_is_told_from_afar() {
    let home = Home::new();
    let mut run = at_work(&home);
    assert_eq!(ctl(&home, &["pause"]), (0, String::new()));
    let paused = run.wait_for("paused");
    assert_eq!(paused["cause"], "remote");
    let (code, said) = ctl(&home, &["pause"]);
    assert_eq!((code, said.as_str()), (1, "supple: that means nothing at this moment\n"));
    assert_eq!(ctl(&home, &["+10s"]).0, 0);
    assert_eq!(run.wait_for("step_changed")["seconds"], 130.0);
    // It begins like an option.
    assert_eq!(ctl(&home, &["-10s"]), (0, String::new()));
    assert_eq!(run.wait_for("step_changed")["seconds"], 120.0);
    assert_eq!(ctl(&home, &["volume", "60"]).0, 0);
    assert_eq!(ctl(&home, &["mute"]).0, 0);
    // Three seconds to get down again, where a key would give eight.
    let from = run.events.len();
    assert_eq!(ctl(&home, &["toggle"]).0, 0);
    let resumed = run.wait_for("resumed");
    let ticks = run.events[from..].iter().filter(|event| event["cue"] == "tick").count();
    assert_eq!(ticks, 3, "{:?}", &run.events[from..]);
    assert_eq!(resumed["at"], paused["at"]);
    assert_eq!(ctl(&home, &["jump", "plank"]).0, 0);
    assert_eq!(run.wait_for("step_started")["step"]["exercise"], "plank");
    let (code, said) = ctl(&home, &["jump", "burpee"]);
    assert!(code == 1 && said.contains("no exercise `burpee`"), "{said}");
    assert_eq!(ctl(&home, &["skip"]).0, 0);
    assert_eq!(run.wait_for("exercise_skipped")["exercise"], "plank");
    // That was the last one.
    assert_eq!(run.end(), Some(0));
    assert_eq!(sockets(&home).len(), 0);
}

#[test]
fn a_wrong_command_is_wrong_whether_a_session_runs_or_not() {
    let home = Home::new();
    for words in [&["dance"][..], &["volume", "300"], &["jump"], &["+7s"], &["skip", "boredom"]] {
        let (code, said) = ctl(&home, words);
        assert_eq!(code, 2, "{said}");
    }
    let (code, said) = ctl(&home, &["pause"]);
    assert_eq!((code, said.as_str()), (1, "supple: no session is running; `supple run` starts one\n"));
    assert_eq!(status(&home, &[]), (1, "no session is running\n".to_owned()));
    assert_eq!(status(&home, &["--format", "{left}"]), (1, "\n".to_owned()));
    assert_eq!(status(&home, &["--json"]), (1, "{\"state\":\"none\"}\n".to_owned()));
}

#[test]
fn the_screen_shows_what_was_done_from_afar() {
    let home = Home::new();
    home.routine("long", LONG);
    let tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["Long & still"]);
    // On the home screen there is nothing to control.
    assert_eq!(ctl(&home, &["pause"]).0, 1);
    let begin_and_pause = || {
        tty.press("/long\r\r");
        tty.wait_for(&["WALL SIT"]);
        wait_for_socket(&home);
        assert_eq!(ctl(&home, &["pause"]), (0, String::new()));
        tty.wait_for(&["space go on"]);
    };
    begin_and_pause();
    assert_eq!(ctl(&home, &["later"]), (0, String::new()));
    tty.wait_for(&["PLANK"]);
    let (_, line) = status(&home, &["--format", "{state} {exercise} {cause}"]);
    assert_eq!(line, "paused Plank remote\n");
    assert_eq!(ctl(&home, &["quit"]), (0, String::new()));
    tty.wait_for(&["Kept in your history."]);
    // The summary is still to be read, but the session is over.
    assert_eq!(ctl(&home, &["resume"]).0, 1);
    assert_eq!(sockets(&home).len(), 0);
    tty.press("q");
    tty.wait_for(&["Long & still"]);
    // The next session of the same process has a door of its own.
    begin_and_pause();
}

#[test]
fn with_several_sessions_one_has_to_be_named() {
    let home = Home::new();
    let mut first = at_work(&home);
    let id = first.events[0]["id"].as_str().unwrap().to_owned();
    home.routine("other", &LONG.replace("Long & still", "The other"));
    let mut second = Piped::start(&home, &["run", "other", "--mute"]);
    let other = second.wait_for("session_started")["id"].as_str().unwrap().to_owned();
    second.wait_for("step_started");
    while sockets(&home).len() < 2 {
        std::thread::yield_now();
    }
    let (code, said) = ctl(&home, &["pause"]);
    assert_eq!(code, 2);
    for part in ["--session", &id, &other, "Long & still", "The other"] {
        assert!(said.contains(part), "{said}");
    }
    // A beginning will do, in small letters as well, before the command and after it.
    let common = id.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let enough = id[..=common].to_lowercase();
    assert_eq!(ctl(&home, &["pause", "--session", &enough]), (0, String::new()));
    first.wait_for("paused");
    assert_eq!(ctl(&home, &["--session", &other, "-10s"]), (0, String::new()));
    second.wait_for("step_changed");
    let (code, said) = ctl(&home, &["pause", "--session", &id[..common]]);
    assert!(code == 2 && said.contains("several sessions begin with"), "{said}");
    let (code, said) = ctl(&home, &["pause", "--session", "7"]);
    assert!(code == 2 && said.contains("no session begins with `7`") && said.contains(&other), "{said}");
    // A status bar has no use for a question: it shows the one that began last.
    assert_eq!(status(&home, &["--format", "{routine}"]), (0, "The other\n".to_owned()));
    let named = status(&home, &["--session", &id, "--format", "{state}"]);
    assert_eq!(named, (0, "paused\n".to_owned()));
    assert_eq!(ctl(&home, &["quit", "--session", &other]).0, 0);
    assert_eq!(second.end(), Some(130));
    assert_eq!(ctl(&home, &["quit"]).0, 0);
    assert_eq!(first.end(), Some(130));
}

#[test]
fn a_session_that_is_stopped_is_not_waited_for_for_ever() {
    let home = Home::new();
    let run = at_work(&home);
    run.signal(Signal::STOP);
    let (code, said) = ctl(&home, &["pause"]);
    assert!(code == 1 && said.contains("does not answer") && said.contains("fg"), "{said}");
    run.signal(Signal::CONT);
}

#[test]
fn followers_are_told_what_json_says_to_the_letter() {
    let home = Home::new();
    home.routine("long", LONG);
    let mut run = Piped::start(&home, &["run", "long", "--mute", "--speed", "4"]);
    let started = run.wait_for("session_started");
    let mut follower = Line::open(&home);
    let status = follower.ask(r#"{"command":"follow"}"#)["status"].clone();
    assert_eq!(json!([status["id"], status["state"]]), json!([started["id"], "running"]));
    let mut teller = Line::open(&home);
    for words in ["next", "pause", "+10s", "resume"] {
        assert_eq!(teller.ask(words), json!({"ok": true}), "{words}");
    }
    run.wait_for("resumed");
    for words in ["back", "next", "skip", "skip time", "rep", "next", "mute", "done"] {
        teller.ask(words);
    }
    assert_eq!(run.end(), Some(0));
    let mut told: Vec<Value> = Vec::new();
    while let Some(event) = follower.next() {
        told.push(event);
    }
    assert!(told.len() > 15, "{told:#?}");
    assert_eq!(told.last().unwrap()["event"], "session_ended");
    assert_eq!(told, run.events[run.events.len() - told.len()..]);
    // All that came before is in the status: the follower missed nothing.
    let before = &run.events[..run.events.len() - told.len()];
    let step = before.iter().rev().find(|event| event["event"] == "step_started").unwrap();
    assert_eq!(step["step"]["kind"], status["kind"]);
}

#[test]
fn whoever_watches_is_told_how_things_stand() {
    let home = Home::new();
    let mut run = at_work(&home);
    let mut watcher = Line::open(&home);
    assert_eq!(watcher.ask("watch")["status"]["state"], "running");
    let mut teller = Line::open(&home);
    teller.ask("pause");
    let paused = watcher.next().unwrap()["status"].clone();
    assert_eq!(json!([paused["state"], paused["cause"]]), json!(["paused", "remote"]));
    let event = run.wait_for("paused");
    assert_eq!(paused["active"], event["at"]);
    // How it is heard is no event of the session, and is told all the same.
    assert_eq!(json!([paused["volume"], paused["muted"], paused["voice"]]), json!([80, true, "full"]));
    for (words, key, value) in [
        ("volume 35", "volume", json!(35)),
        ("mute", "muted", json!(false)),
        ("voice brief", "voice", json!("brief")),
    ] {
        teller.ask(words);
        assert_eq!(watcher.next().unwrap()["status"][key], value, "{words}");
    }
    let paused = teller.ask("status")["status"].clone();
    // Asked for, it is the same, but for the time that the pause has lasted.
    let mut asked = teller.ask("status")["status"].clone();
    assert!(asked["paused"].as_f64() >= paused["paused"].as_f64());
    asked["paused"] = paused["paused"].clone();
    assert_eq!(asked, paused);
    teller.ask("quit");
    let mut last = Value::Null;
    while let Some(line) = watcher.next() {
        last = line;
    }
    assert_eq!(json!([last["status"]["state"], last["status"]["status"]]), json!(["ended", "stopped"]));
}
