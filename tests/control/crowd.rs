//! Garbage, floods, half lines, slow readers and people who vanish: none of them disturbs a session.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::Shutdown,
    os::unix::net::UnixStream,
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal};
use serde_json::{Value, json};

use crate::{
    LONG, Line, at_work, ctl, home::Home, piped::Piped, process::wake_ups, sockets, wait_for_socket,
};

fn descriptors(pid: Pid) -> usize {
    fs::read_dir(format!("/proc/{}/fd", pid.as_raw_nonzero())).unwrap().count()
}

/// So much memory it has had at most, in KiB.
fn most_memory(pid: Pid) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn threads(pid: Pid) -> usize {
    fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero())).unwrap().count()
}

/// Waits until the session has as few descriptors again: what a start needs for a moment may be gone by then.
#[track_caller]
fn wait_for_descriptors(pid: Pid, count: usize) {
    for _ in 0..500 {
        if descriptors(pid) <= count {
            return;
        }
        Piped::pass(Duration::from_millis(10));
    }
    panic!("{} descriptors, more than {count}", descriptors(pid));
}

/// Whether every step began at its planned moment.
#[track_caller]
fn assert_undisturbed(home: &Home, run: &mut Piped) {
    let plan = home.run(&["plan", "long", "--json"]);
    let plan: Value = serde_json::from_slice(&plan.stdout).unwrap();
    run.close_input();
    assert_eq!(run.end(), Some(0));
    let began: Vec<_> = run.events.iter().filter(|event| event["event"] == "step_started").collect();
    let began: Vec<_> = began.iter().map(|event| event["at"].clone()).collect();
    let planned: Vec<_> = plan["steps"].as_array().unwrap().iter().map(|step| step["at"].clone()).collect();
    assert_eq!(began, planned);
    let last = run.events.last().unwrap();
    assert_eq!(json!([last["status"], last["paused_seconds"]]), json!(["completed", 0.0]));
}

#[test]
fn a_flood_of_lines_is_refused_and_moves_no_clock() {
    let home = Home::new();
    home.routine("long", LONG);
    let mut run = Piped::start(&home, &["run", "long", "--mute", "--speed", "20"]);
    run.wait_for("step_started");
    let before = most_memory(run.pid());
    let line = Line::open(&home);
    let writer = line.stream().try_clone().unwrap();
    // Nothing that would change the session, if it came through.
    let flood = thread::spawn(move || {
        let lines = "volume 50\ndance\n{\"command\":\"volume 60\"}\nresume\n".repeat(250);
        (0..100).for_each(|_| (&writer).write_all(lines.as_bytes()).unwrap());
        writer.shutdown(Shutdown::Write).unwrap();
    });
    let (mut done, mut refused) = (0, 0);
    let mut line = line;
    while let Some(answer) = line.next() {
        if answer["ok"] == true {
            done += 1;
        } else {
            refused += 1;
        }
    }
    flood.join().unwrap();
    assert_eq!(done + refused, 100_000, "every line has its answer");
    assert!((1..20_000).contains(&done), "{done} were done");
    let grown = most_memory(run.pid()) - before;
    assert!(grown < 4096, "{grown} KiB more");
    assert_undisturbed(&home, &mut run);
}

#[test]
fn who_floods_and_does_not_read_is_not_read_either() {
    let home = Home::new();
    home.routine("long", LONG);
    let mut run = Piped::start(&home, &["run", "long", "--mute", "--speed", "20"]);
    run.wait_for("step_started");
    let before = most_memory(run.pid());
    let line = Line::open(&home);
    line.stream().set_nonblocking(true).unwrap();
    let mut written = 0;
    // Until nothing has gone in for a while.
    let mut idle = 0;
    while idle < 20 {
        if let Ok(count) = line.stream().write(&b"status\n".repeat(1000)) {
            (written, idle) = (written + count, 0);
        } else {
            idle += 1;
            Piped::pass(Duration::from_millis(10));
        }
        assert!(written < 100_000_000, "it reads for ever");
    }
    // Somebody else is not kept waiting.
    assert_eq!(ctl(&home, &["volume", "60"]), (0, String::new()));
    let grown = most_memory(run.pid()) - before;
    assert!(grown < 4096, "{grown} KiB more");
    assert_undisturbed(&home, &mut run);
}

#[test]
fn garbage_is_answered_and_forgotten() {
    let home = Home::new();
    let run = at_work(&home);
    let mut line = Line::open(&home);
    // Bytes as they come from a generator that everybody has in the head.
    let mut state = 12_345_u32;
    let noise: Vec<u8> = (0..10_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_le_bytes()[3]
        })
        .collect();
    line.write(&noise);
    line.write(b"\n");
    line.write(&[b'x'; 10_000]);
    line.write(b"\n");
    for garbage in ["{", "[[[[", r#"{"command":["pause"]}"#, "\u{1b}[2J", "pause\0"] {
        line.say(garbage);
    }
    // After all that it is still listened to, once time has passed.
    Piped::pass(Duration::from_secs(2));
    line.say(r#"{"command":"volume 61"}"#);
    let mut answers = Vec::new();
    while let Some(answer) = line.next() {
        let done = answer["ok"] == true;
        answers.push(answer);
        if done {
            break;
        }
    }
    assert!(answers.len() > 10, "{answers:?}");
    assert!(answers[..answers.len() - 1].iter().all(|answer| answer["error"].is_string()));
    assert!(run.events.iter().all(|event| event["event"] != "paused"), "nothing was done");
    assert_eq!(ctl(&home, &["pause"]).0, 0);
}

#[test]
fn half_a_line_is_not_obeyed_and_a_whole_one_is_even_from_somebody_who_has_gone() {
    let home = Home::new();
    let mut run = at_work(&home);
    let before = descriptors(run.pid());
    // Half of "-10s", as a line, would be a fault; half of "volume 60" another volume.
    let line = Line::open(&home);
    line.write(b"pau");
    drop(line);
    let mut line = Line::open(&home);
    line.write(b"pause");
    line.stream().shutdown(Shutdown::Write).unwrap();
    assert!(line.next().unwrap()["error"].as_str().unwrap().contains("no end"));
    assert_eq!(line.next(), None);
    wait_for_descriptors(run.pid(), before);
    assert!(run.events.iter().all(|event| event["event"] != "paused"));

    // A pedal says what it has to say, and is gone.
    let line = Line::open(&home);
    line.write(b"+10s\n\n+10s\npause\n");
    drop(line);
    run.wait_for("paused");
    let changed = run.events.iter().filter(|event| event["event"] == "step_changed").count();
    assert_eq!(changed, 2);
    wait_for_descriptors(run.pid(), before);
}

#[test]
fn two_hundred_connections_leave_nothing_behind() {
    let home = Home::new();
    let run = at_work(&home);
    // Once before, so that all is there that is kept.
    Line::open(&home).ask("status");
    Piped::pass(Duration::from_millis(200));
    let before = (descriptors(run.pid()), threads(run.pid()));
    for round in 0..200 {
        let mut line = Line::open(&home);
        match round % 4 {
            0 => drop(line.ask("volume 50")),
            1 => drop(line.ask("follow")),
            2 => line.write(b"half a li"),
            _ => {}
        }
    }
    wait_for_descriptors(run.pid(), before.0);
    assert_eq!(threads(run.pid()), before.1);
    // However many come at once, there is an end to how many are kept, and those who follow are not sent away.
    let mut follower = Line::open(&home);
    follower.ask("follow");
    let mut crowd: Vec<Line> = (0..100).map(|_| Line::open(&home)).collect();
    assert_eq!(ctl(&home, &["pause"]), (0, String::new()));
    assert!(descriptors(run.pid()) <= before.0 + 32, "{} descriptors", descriptors(run.pid()));
    assert!(crowd[0].next().unwrap()["error"].as_str().unwrap().contains("silent"));
    assert_eq!(crowd[0].next(), None);
    assert_eq!(follower.next().unwrap()["event"], "paused");
    drop((crowd, follower));
    wait_for_descriptors(run.pid(), before.0);
}

#[test]
fn who_has_gone_makes_room_before_anybody_who_is_there() {
    let home = Home::new();
    let run = at_work(&home);
    let mut there: Vec<Line> = (0..20).map(|_| Line::open(&home)).collect();
    for line in &mut there {
        line.ask("status");
    }
    // All of them come at once, and have gone before the first is let in.
    run.signal(Signal::STOP);
    let socket = wait_for_socket(&home);
    for _ in 0..25 {
        drop(UnixStream::connect(&socket).unwrap());
    }
    run.signal(Signal::CONT);
    for line in &mut there {
        assert_eq!(line.ask("follow")["ok"], true);
    }
}

#[test]
fn twenty_followers_of_two_sessions_are_all_told_everything() {
    let home = Home::new();
    let mut first = at_work(&home);
    let mut followers: Vec<Line> = (0..20).map(|_| Line::open(&home)).collect();
    for follower in &mut followers {
        follower.ask("follow");
    }
    let mut second = Piped::start(&home, &["run", "long", "--mute", "--speed", "500"]);
    second.close_input();
    let id = first.events[0]["id"].as_str().unwrap().to_owned();
    let from = first.events.len();
    for words in [&["pause"][..], &["+10s"], &["back"], &["next"], &["quit"]] {
        assert_eq!(ctl(&home, &[words, &["--session", &id]].concat()).0, 0, "{words:?}");
    }
    assert_eq!(first.end(), Some(130));
    assert_eq!(second.end(), Some(0));
    for follower in &mut followers {
        let mut told = Vec::new();
        while let Some(event) = follower.next() {
            told.push(event);
        }
        assert_eq!(told, first.events[from..]);
    }
}

#[test]
fn who_reads_too_slowly_is_left_behind_and_told_so() {
    let home = Home::new();
    let (mut run, slow) = with_one_who_never_reads(&home);
    let mut all = String::new();
    slow.stream().try_clone().unwrap().read_to_string(&mut all).unwrap();
    let lines: Vec<Value> = all.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() > 100 && lines.len() < run.events.len(), "{} of {}", lines.len(), run.events.len());
    assert!(lines.last().unwrap()["error"].as_str().unwrap().contains("left behind"), "{:?}", lines.last());
    // What did come is in order and without a gap.
    let told = &lines[1..lines.len() - 1];
    let from = run.events.iter().position(|event| *event == told[0]).unwrap();
    assert_eq!(told, &run.events[from..from + told.len()]);
    assert_undisturbed(&home, &mut run);
    assert_eq!(sockets(&home).len(), 0);
}

/// A session of some twelve thousand events in two seconds that then waits for somebody to say something, and one who
/// asked to follow it and has read nothing.
fn with_one_who_never_reads(home: &Home) -> (Piped, Line) {
    let many = "format = 1\nname = \"Many\"\n[[step]]\nname = \"Count\"\nreps = 200\nsets = 20\nhold = \"1s\"\n\
                [[step]]\nname = \"Walk\"\nopen = true\nestimate = \"9s\"\n";
    home.routine("long", many);
    let mut run = Piped::start(home, &["run", "long", "--mute", "--speed", "4000", "--no-log"]);
    let slow = Line::open(home);
    slow.say("follow");
    run.wait("the end of the counting", |event| event["step"]["mode"] == "open");
    (run, slow)
}

/// Whether the session has time for others, and nothing to do by itself.
#[track_caller]
fn assert_at_rest(home: &Home, run: &mut Piped, descriptors_before: usize) {
    assert_eq!(Line::open(home).ask("pause")["ok"], true);
    run.wait_for("paused");
    wait_for_descriptors(run.pid(), descriptors_before);
    Piped::observe(1);
    let before = wake_ups(run.pid());
    Piped::observe(2);
    assert_eq!(wake_ups(run.pid()), before);
}

#[test]
fn who_asks_and_does_not_hear_any_more_keeps_nobody_busy() {
    let home = Home::new();
    let mut run = at_work(&home);
    // Whoever was there before has gone by then.
    Piped::pass(Duration::from_millis(200));
    let before = descriptors(run.pid());
    let mut deaf = Line::open(&home);
    deaf.ask("follow");
    deaf.stream().shutdown(Shutdown::Read).unwrap();
    deaf.say("status");
    // Nothing it says later would be answered: it is let go.
    assert_at_rest(&home, &mut run, before);
}

#[test]
fn who_was_left_behind_and_then_goes_keeps_nobody_busy() {
    let home = Home::new();
    let (mut run, slow) = with_one_who_never_reads(&home);
    // It is still there: not even the last words have gone out.
    Piped::pass(Duration::from_millis(200));
    let before = descriptors(run.pid());
    drop(slow);
    assert_at_rest(&home, &mut run, before - 1);
}

#[test]
fn a_line_may_come_in_pieces() {
    let home = Home::new();
    let mut run = at_work(&home);
    wait_for_socket(&home);
    let mut line = Line::open(&home);
    for piece in ["{\"comm", "and\":", "\"pause\"", "}"] {
        line.write(piece.as_bytes());
        Piped::pass(Duration::from_millis(20));
    }
    line.write(b"\n");
    assert_eq!(line.next().unwrap(), json!({"ok": true}));
    run.wait_for("paused");
}
