//! A session that nobody touches: every event at its planned moment, and real time with it.

use std::process::{Child, Stdio};

use rustix::process::Pid;
use serde_json::Value;
use supple::runtime::clock;

use crate::{
    DAY, FAST, HOUR, ROUND, assert_linear, bytes, command,
    gauge::{Sample, assert_flat},
    heard::{Heard, at, drift, millis},
    home::Home,
    journal, pass, real_seconds, report, warm_up,
};

/// What happened less than so many seconds ago may still be on its way.
const LATEST: f64 = 3.0;

/// A session as JSON, with somebody at its input who says nothing.
struct Session {
    home: Home,
    child: Child,
    heard: Heard,
}

impl Session {
    fn start(args: &[&str], environment: &[(&str, String)]) -> Self {
        let home = Home::new();
        home.routine("day", DAY);
        let mut command = command(&home, &[&["run", "day", "--json"], args].concat());
        command.envs(environment.iter().map(|(name, value)| (name, value))).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let heard = Heard::from(child.stdout.take().unwrap());
        Self { home, child, heard }
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn eight_hours_untouched_are_exact_at_a_thousandfold_speed() {
    let mut session = Session::start(&["--mute", "--speed", "1000"], &[]);
    let whole = 8.0 * HOUR;
    let (mut samples, mut sizes) = (Vec::new(), Vec::new());
    let journal = journal(&session.home);
    while !session.heard.ends_with("session_ended") {
        pass(0.25);
        let now = session.heard.at();
        if now < whole {
            samples.push((now, Sample::take(session.pid())));
            sizes.push((now, bytes(&journal)));
        }
        assert!(session.child.try_wait().unwrap().is_none() || now >= whole, "it has ended at {now}");
    }
    assert!(session.child.wait().unwrap().success());
    let events = session.heard.events();
    assert_planned(&session.home, &events.iter().map(|(_, event)| event.clone()).collect::<Vec<_>>());
    let (drift, latest) = drift(&events, FAST);
    // Of 28.8 s, and with it a step of 5 s of session time.
    assert!(drift.abs() < 0.005, "after eight hours at {FAST}: {drift} s");
    let warm = samples[samples.partition_point(|(now, _)| *now < warm_up(whole))..].to_vec();
    let warm: Vec<_> = warm.into_iter().map(|(_, sample)| sample).collect();
    let (before, after) = (warm[0], warm[warm.len() - 1]);
    after.assert_no_more_than(before, 1024);
    sizes.pop();
    let slope = assert_linear(&sizes, 0.05);
    report(&format!(
        "eight hours untouched at {FAST}: {} events, drift {:.2} ms, the latest {:.1} ms late; journal {slope:.1} bytes a \
         second of the session\n  after {} s: {before}\n  in the end: {after}",
        events.len(),
        drift * 1e3,
        latest * 1e3,
        warm_up(whole),
    ));
}

#[test]
fn real_time_untouched() {
    #[cfg(feature = "sound")]
    let rig = crate::rig::Rig::start();
    #[cfg(feature = "sound")]
    let environment = rig.environment();
    #[cfg(not(feature = "sound"))]
    let environment = Vec::new();
    let session = Session::start(&[], &environment);
    let whole = real_seconds();
    let (mut samples, mut told) = (Vec::new(), 0.0);
    // However long the program takes to begin.
    session.heard.wait_for_the_first();
    let began = clock::now();
    let elapsed = || clock::now().since(began).as_secs_f64();
    while elapsed() < whole {
        let sample = Sample::take(session.pid());
        if elapsed() >= told + 300.0 {
            told += 300.0;
            report(&format!("  {told:.0} s untouched: {sample}"));
        }
        samples.push((elapsed(), sample));
        pass((whole / 100.0).min(1.0));
    }
    let events = session.heard.events();
    let (drift, latest) = drift(&events, 1.0);
    let warm = samples.partition_point(|(then, _)| *then < warm_up(whole));
    let late = samples.len() - samples.len() / 3;
    // Whether the sound card is open at just this moment, or a clip unpacked, says nothing.
    let least = |some: &[(f64, Sample)]| {
        some.iter().map(|(_, sample)| *sample).reduce(Sample::min_of).expect("some samples")
    };
    let (before, after) = (least(&samples[warm - warm / 4..=warm]), least(&samples[late..]));
    report(&format!(
        "{whole} s in real time, untouched, with sound: {} events, drift {:.2} ms, the latest {:.1} ms late\n  after {} s: \
         {before}\n  in the end: {after}",
        events.len(),
        drift * 1e3,
        latest * 1e3,
        warm_up(whole),
    ));
    // A handful of events says how late the machine was with one of them, and nothing of a drift.
    let allowed = if whole < ROUND { 0.025 } else { 0.005 };
    assert!(drift.abs() < allowed, "after {whole} s: {drift} s");
    // Before a second round there may be no moment without an open card to compare with; it takes a little of everything.
    let open = if whole < 2.0 * ROUND { 4 } else { 0 };
    let before = Sample { descriptors: before.descriptors + open, threads: before.threads + open, ..before };
    after.assert_no_more_than(before, if open == 0 { 2048 } else { 4096 });
    if whole >= HOUR {
        assert_flat(samples[warm..].iter().map(|(_, sample)| *sample));
    }
    let events: Vec<_> = events.into_iter().map(|(_, event)| event).collect();
    assert_planned_until(&session.home, &events, whole - LATEST);
    assert_regular(&events);
}

/// Of a session that goes on: its steps begin and end where the plan has them, and at least until so many seconds.
#[track_caller]
fn assert_planned_until(home: &Home, events: &[Value], until: f64) {
    let planned = planned(home);
    for (name, planned) in [("step_started", &planned[..]), ("step_ended", &planned[1..])] {
        let are = times(events, name);
        let due = planned.iter().filter(|moment| **moment < millis(until)).count();
        assert!(are.len() >= due, "{name}: {} of {due} until {until} s", are.len());
        assert_same(name, &are, &planned[..are.len()]);
    }
}

/// When the steps begin, in milliseconds.
fn planned(home: &Home) -> Vec<i64> {
    let output = command(home, &["plan", "day", "--json"]).output().unwrap();
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    plan["steps"].as_array().unwrap().iter().map(|step| millis(at(step))).collect()
}

/// Every event at its moment: the steps where the plan has them, and everything in a round where it was in the round
/// before.
#[track_caller]
fn assert_planned(home: &Home, events: &[Value]) {
    let planned = planned(home);
    assert_same("steps begin", &times(events, "step_started"), &planned);
    let mut ends = planned[1..].to_vec();
    ends.push(millis(8.0 * HOUR));
    assert_same("steps end", &times(events, "step_ended"), &ends);
    let last = events.last().unwrap();
    assert_eq!(
        (&last["status"], &last["active_seconds"], &last["paused_seconds"]),
        (&"completed".into(), &(8.0 * HOUR).into(), &0.0.into())
    );
    assert_eq!(assert_regular(events), 95);
}

/// Gives how many rounds there were that were like the second. The first one differs in nothing but its beginning.
#[track_caller]
fn assert_regular(events: &[Value]) -> usize {
    let mut rounds: Vec<Vec<(i64, &str, &str)>> = Vec::new();
    let mut round: i64 = 0;
    for event in events {
        // What ends a round comes at its end, before what begins the next one.
        if event["event"] == "step_started" && event["step"]["kind"] == "prepare" {
            round = event["step"]["round"].as_i64().unwrap_or(round) - 1;
        }
        let name = event["event"].as_str().unwrap();
        let what = event["cue"].as_str().or(event["step"]["kind"].as_str()).unwrap_or_default();
        let index = usize::try_from(round).unwrap();
        rounds.resize_with(rounds.len().max(index + 1), Vec::new);
        rounds[index].push((millis(at(event)) - round * millis(ROUND), name, what));
    }
    // The last one is followed by something else.
    let last = rounds.len() - 1;
    let like = rounds[..last].iter().skip(2);
    for (number, other) in like.enumerate() {
        assert_same(&format!("in round {}", number + 3), other, &rounds[1]);
    }
    last
}

/// Shows only where they part: both are long.
#[track_caller]
fn assert_same<T: PartialEq + std::fmt::Debug>(what: &str, are: &[T], should_be: &[T]) {
    let parts = are.iter().zip(should_be).position(|(is, should_be)| is != should_be);
    let at = parts.unwrap_or(are.len().min(should_be.len()));
    assert!(
        are == should_be,
        "{what}: {} and {}; number {at}: {:?} and not {:?}",
        are.len(),
        should_be.len(),
        are.get(at),
        should_be.get(at)
    );
}

/// When events with this name happen, in milliseconds.
fn times(events: &[Value], name: &str) -> Vec<i64> {
    events.iter().filter(|event| event["event"] == name).map(|event| millis(at(event))).collect()
}
