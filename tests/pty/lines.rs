//! `--json`: events out, commands in.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::{home::Home, piped::Piped, process::state};

/// A prepare that waits and open work.
const WAITING: &str = r#"
format = 1
name = "Up to you"
[[step]]
name = "Foam roller"
open = true
estimate = "12s"
prepare = "ready"
[[step]]
name = "Wall sit"
hold = "20s"
prepare = "5s"
"#;

fn plan(home: &Home, args: &[&str]) -> Value {
    let output = home.run(&[&["plan"], args, &["--json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A session that nobody touches, from beginning to end: its exit status and events.
fn untouched(home: &Home, args: &[&str]) -> (Option<i32>, Vec<Value>) {
    let output = home.run(&[&["run", "--json"], args].concat());
    let events = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), events.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn named<'a>(events: &'a [Value], name: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["event"] == name).collect()
}

#[test]
fn every_planned_step_comes_at_its_planned_moment() {
    let home = Home::new();
    let plan = plan(&home, &["gentle-twelve"]);
    let (status, events) = untouched(&home, &["gentle-twelve", "--speed", "100"]);
    assert_eq!(status, Some(0));
    let began = named(&events, "step_started");
    let steps = plan["steps"].as_array().unwrap();
    assert_eq!(began.len(), steps.len());
    for (began, step) in began.iter().zip(steps) {
        assert_eq!(began["at"], step["at"], "{step}");
        for field in ["index", "seconds", "kind", "mode", "exercise", "set", "rep", "side", "phase"] {
            assert_eq!(began["step"][field], step[field], "{field} of {step}");
        }
    }
    let ended = named(&events, "step_ended");
    assert!(ended.iter().all(|event| event["outcome"] == "done"));
    let last = events.last().unwrap();
    assert_eq!(
        json!([last["event"], last["status"], last["at"], last["active_seconds"], last["paused_seconds"]]),
        json!(["session_ended", "completed", plan["seconds"], plan["seconds"], 0.0]),
    );

    // The history agrees with the plan, exercise by exercise.
    let record = home.record();
    assert_eq!(record["status"], "completed");
    assert_eq!(record["id"], events[0]["id"]);
    let exercises = record["exercises"].as_array().unwrap();
    assert_eq!(exercises.len(), 13);
    for (n, exercise) in exercises.iter().enumerate() {
        assert_eq!(exercise["status"], "done", "{exercise}");
        let work = |side: Value| -> (f64, usize) {
            let of = |step: &&Value| step["entry"] == n && step["kind"] == "work" && step["side"] == side;
            let all: Vec<_> = steps.iter().filter(of).collect();
            assert!(all.iter().all(|step| step["exercise"] == exercise["id"]));
            let reps = all.iter().map(|step| (&step["set"], &step["rep"], &step["occurrence"]));
            let mut reps: Vec<_> = reps.map(|rep| format!("{rep:?}")).collect();
            reps.dedup();
            (all.iter().map(|step| step["seconds"].as_f64().unwrap()).sum(), reps.len())
        };
        for (side, name) in [(json!(null), "both"), (json!("left"), "left"), (json!("right"), "right")] {
            let (seconds, reps) = work(side);
            let did = &exercise[name];
            if seconds > 0.0 {
                assert_eq!(did["seconds"].as_f64(), Some(seconds), "{name} of {exercise}");
                // Work that is timed as a whole has no reps to count.
                let counted = did["reps"].as_u64().unwrap();
                assert!(counted == 0 || counted == reps as u64, "{reps} reps; {name} of {exercise}");
            } else {
                assert!(did.is_null(), "{exercise}");
            }
        }
    }
}

#[test]
fn parts_and_levels_are_those_of_the_plan() {
    let home = Home::new();
    for (part, exercises) in [
        (&["demo", "--from", "bird"][..], &["bird-dog", "knee-to-chest"][..]),
        (&["gentle-twelve", "--only", "cat-cow", "--only", "bird"], &["cat-cow", "bird-dog"]),
        (&["demo", "--only", "childs", "--level", "mid"], &["childs-pose"]),
    ] {
        let plan = plan(&home, part);
        let (status, events) = untouched(&home, &[part, &["--speed", "2000", "--no-log"]].concat());
        assert_eq!(status, Some(0), "{part:?}");
        let moments = |step: &Value| json!([step["index"], step["exercise"], step["seconds"], step["kind"]]);
        let planned: Vec<_> = plan["steps"].as_array().unwrap().iter().map(moments).collect();
        let began = named(&events, "step_started");
        let played: Vec<_> = began.iter().map(|event| moments(&event["step"])).collect();
        assert_eq!(played, planned, "{part:?}");
        let mut names: Vec<_> = began.iter().filter_map(|event| event["step"]["exercise"].as_str()).collect();
        names.dedup();
        assert_eq!(names, exercises, "{part:?}");
    }
    // The child's pose is held for 30 to 60 s.
    for (level, seconds) in [("low", 30.0), ("mid", 45.0), ("high", 60.0)] {
        let only =
            ["gentle-twelve", "--only", "childs-pose", "--level", level, "--speed", "2000", "--no-log"];
        let (_, events) = untouched(&home, &only);
        let work = named(&events, "step_started").into_iter().find(|event| event["step"]["kind"] == "work");
        assert_eq!(work.unwrap()["step"]["seconds"], seconds, "{level}");
    }
    let nowhere = home.run(&["run", "demo", "--json", "--from", "plank"]);
    assert_eq!(nowhere.status.code(), Some(2));
    let said = String::from_utf8(nowhere.stderr).unwrap();
    assert!(said.contains("there is no exercise `plank`") && said.contains("`cat-cow`"), "{said}");
}

#[test]
fn without_a_log_no_file_is_left() {
    let home = Home::of_a_newcomer();
    let (status, events) = untouched(&home, &["demo", "--only", "knee", "--speed", "500", "--no-log"]);
    assert_eq!(status, Some(0));
    assert_eq!(events.last().unwrap()["status"], "completed");
    let left: Vec<_> = std::fs::read_dir(home.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_reader_that_goes_away_is_an_ordinary_end() {
    let home = Home::new();
    let mut child = home
        .command(&["run", "demo", "--json", "--from", "childs", "--speed", "20"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    // All that is in the pipe by then is thrown away with it.
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("session_started"), "{first}");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(home.record()["status"], "stopped");
    assert_eq!(home.journals().len(), 0);
}

#[test]
fn with_nobody_there_what_waits_goes_on_by_itself() {
    let home = Home::new();
    home.routine("waiting", WAITING);
    let (status, events) = untouched(&home, &["waiting", "--speed", "20"]);
    assert_eq!(status, Some(0));
    let starts: Vec<_> = named(&events, "step_started").iter().map(|event| event["at"].clone()).collect();
    // Ready after 5 s, and 12 s of rolling.
    assert_eq!(json!(starts), json!([0.0, 5.0, 17.0, 22.0]));
    assert_eq!(events.last().unwrap()["at"], 42.0);
}

#[test]
fn every_word_is_obeyed_and_garbage_is_answered() {
    let home = Home::new();
    let mut run = Piped::start(&home, &["run", "demo", "--mute", "--speed", "4"]);
    run.wait_for("step_started");
    run.say("pause");
    assert_eq!(run.wait_for("paused")["cause"], "remote");

    // What is not understood disturbs nothing.
    for (garbage, answer) in [
        ("dance", "`dance` is not understood; the words are pause, resume,"),
        ("+7s", "`+7s` is not understood; time goes in tens of seconds"),
        ("volume", "`volume` needs a number from 0 to 100"),
        ("volume 300", "`volume` needs a number from 0 to 100"),
        ("jump", "`jump` needs the id of an exercise"),
        ("jump plank", "has no exercise `plank`"),
        ("skip boredom", "the reasons are pain, time, equipment, other"),
        ("pause", "that means nothing at this moment"),
        ("\u{1b}[2J\u{7}", "is not understood"),
    ] {
        run.say(garbage);
        let said = run.complaint();
        assert!(said.starts_with("supple: ") && said.contains(answer), "{garbage}: {said}");
        assert!(!said.contains('\u{1b}'), "{said:?}");
    }
    for quiet in ["", "   ", "mute", "mute", "volume 60", "volume 70%"] {
        run.say(quiet);
    }

    run.say("+30s");
    assert_eq!(run.wait("35 s", |event| event["seconds"] == 35.0)["event"], "step_changed");
    run.say("-20s");
    assert_eq!(run.wait("15 s", |event| event["seconds"] == 15.0)["event"], "step_changed");
    run.say("next");
    assert_eq!(run.wait_for("step_ended")["outcome"], "skipped");
    assert_eq!(run.wait_for("step_started")["step"]["mode"], "open");
    run.say("more");
    assert_eq!(run.wait_for("step_changed")["reps"], 7);
    run.say("less");
    assert_eq!(run.wait_for("step_changed")["reps"], 6);
    // Open work needs no lead-in.
    run.say("resume");
    run.wait_for("resumed");
    run.say("rep");
    assert_eq!(run.wait_for("rep_counted")["count"], 1);
    run.say("done");
    let ended = run.wait_for("step_ended");
    assert_eq!(json!([ended["outcome"], ended["index"]]), json!(["done", 1]));
    assert_eq!(run.wait_for("step_started")["step"]["exercise"], "childs-pose");
    run.say("toggle");
    run.wait_for("paused");

    run.say("skip");
    assert_eq!(run.wait_for("exercise_skipped")["reason"], Value::Null);
    run.say("skip equipment");
    assert_eq!(run.wait_for("exercise_skipped")["reason"], "equipment");
    run.say("later");
    assert_eq!(run.wait_for("exercise_deferred")["exercise"], "cat-cow");
    assert_eq!(run.wait_for("step_started")["step"]["exercise"], "bird-dog");
    // The bird dog has an easier exercise, and that one an easier one or none.
    run.say("easier");
    let swapped = run.wait_for("exercise_swapped");
    assert_eq!(json!([swapped["exercise"], swapped["way"]]), json!(["bird-dog", "easier"]));
    assert_eq!(run.wait_for("step_started")["step"]["exercise"], swapped["to"]);
    // What was put off is found where it is now.
    run.say("jump cat-cow");
    assert_eq!(run.wait_for("step_started")["step"]["exercise"], "cat-cow");
    run.say("slower");
    run.say("next");
    let phase = run.wait("work", |event| event["step"]["kind"] == "work");
    assert_eq!(phase["step"]["seconds"], 2.2);
    run.say("faster");
    run.say("restart");
    assert_eq!(run.wait_for("step_started")["step"]["kind"], "prepare");
    run.say("back");
    assert_eq!(run.wait_for("step_started")["step"]["exercise"], "knee-to-chest");
    run.say("jump childs");
    let said = run.complaint();
    assert!(said.contains("no exercise `childs`"), "{said}");
    run.say("jump childs-pose");
    assert_eq!(run.wait_for("step_started")["step"]["exercise"], "childs-pose");
    run.say("next");
    assert_eq!(run.wait_for("step_started")["step"]["kind"], "work");
    // Timed work after a pause needs one, of 3 s from afar.
    run.say("toggle");
    let ticks = [run.wait_for("cue"), run.wait_for("cue"), run.wait_for("cue")];
    assert!(ticks.iter().all(|cue| cue["cue"] == "tick"), "{ticks:?}");
    run.wait_for("resumed");
    run.say("quit");
    assert_eq!(run.end(), Some(130));
    assert_eq!(run.events.last().unwrap()["status"], "stopped");

    let record = home.record();
    assert_eq!(record["status"], "stopped");
    assert_eq!(record["exercises"][0]["status"], "done");
    assert_eq!(record["exercises"][1]["skip_reason"], "equipment");
    let moments: Vec<_> = run.events.iter().map(|event| event["at"].as_f64().unwrap()).collect();
    assert!(moments.is_sorted(), "{moments:?}");
}

#[test]
fn a_stopped_process_pauses_the_session() {
    // Whoever is there has to say that it goes on; with nobody there it does so by itself.
    for attended in [true, false] {
        let home = Home::new();
        home.routine("waiting", WAITING);
        let args = ["run", "waiting", "--only", "wall", "--mute", "--speed", "16"];
        let mut run = Piped::start(&home, &args);
        if !attended {
            run.close_input();
        }
        run.wait("work", |event| event["step"]["kind"] == "work");
        run.signal(Signal::STOP);
        wait_until_stopped(&run);
        // Longer than a wake-up may be late.
        Piped::observe(3);
        run.signal(Signal::CONT);
        let paused = run.wait_for("paused");
        assert_eq!(paused["cause"], "suspended");
        assert!(paused["at"].as_f64().unwrap() < 25.0, "{paused}");
        if attended {
            run.say("resume");
        }
        let resumed = run.wait_for("resumed");
        assert!(resumed["paused_seconds"].as_f64().unwrap() > 3.0, "{resumed}");
        assert_eq!(run.end(), Some(0));
        let last = run.events.last().unwrap();
        assert_eq!(json!([last["status"], last["at"]]), json!(["completed", 25.0]));
    }
}

#[test]
fn after_control_z_a_session_without_anybody_goes_on() {
    let home = Home::new();
    home.routine("waiting", WAITING);
    let mut run = Piped::start(&home, &["run", "waiting", "--only", "wall", "--mute", "--speed", "8"]);
    run.close_input();
    run.wait("work", |event| event["step"]["kind"] == "work");
    run.signal(Signal::TSTP);
    // It is said before the process stops.
    assert_eq!(run.wait_for("paused")["cause"], "terminal");
    wait_until_stopped(&run);
    run.signal(Signal::CONT);
    run.wait_for("resumed");
    assert_eq!(run.end(), Some(0));
    assert_eq!(run.events.last().unwrap()["at"], 25.0);
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_without_a_screen_keeps_the_session_too() {
    let home = Home::new();
    let output = home.command(&["run", "demo", "--json"]).env("SUPPLE_PANIC", "lines").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("SUPPLE_PANIC asks for a panic at `lines`"), "{said}");
    assert!(said.contains("what you have done is kept"), "{said}");
    assert_eq!(home.record()["status"], "stopped");
}

#[track_caller]
fn wait_until_stopped(run: &Piped) {
    while state(run.pid()) != Some('T') {
        std::thread::yield_now();
    }
}

/// On standard error, where it is in nobody's way who reads the lines.
#[test]
fn after_the_first_session_in_lines_it_says_where_to_read_what_to_heed() {
    let home = Home::of_a_newcomer();
    home.routine(
        "brief",
        "format = 1\nname = \"Brief\"\n[[step]]\nname = \"Stand\"\nhold = \"1s\"\nprepare = \"0s\"\n",
    );
    for is_first in [true, false] {
        let output = home.run(&["run", "brief", "--plain", "--mute"]);
        assert_eq!(output.status.code(), Some(0));
        let (out, said) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(said.contains("`supple safety` says what to heed"), is_first, "{said}");
        assert!(!out.contains("supple safety"), "{out}");
    }
}
