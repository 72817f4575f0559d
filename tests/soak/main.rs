//! Long sessions: exact to the end, and holding on to no more after hours than after minutes.
//!
//! Eight hours go by at a thousandfold speed. At real speed it is ten seconds; `SUPPLE_SOAK=1h` makes that an hour.
//! `SUPPLE_PROGRAM` names another build of the program, which need not be the one that was built for the tests.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/home.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod home;
#[path = "../common/process.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod process;
#[path = "../common/pty.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod pty;
#[cfg(feature = "sound")]
#[path = "../common/rig.rs"]
#[expect(dead_code, reason = "here nobody listens to what is played")]
mod rig;

mod gauge;
mod handling;
mod heard;
mod in_use;
mod one_program;
mod untouched;

use std::{
    env, fs, os::unix::net::UnixStream, path::PathBuf, process::Command, sync::mpsc::channel, time::Duration,
};

use home::Home;

/// A wait that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(20);

const HOUR: f64 = 3600.0;
/// How much faster than life eight hours go by.
const FAST: f64 = 1000.0;

/// Five minutes of everything that is timed, 96 times over: eight hours to the second, of which each round is like the
/// one before it.
const DAY: &str = r#"
format = 1
name = "All day"
[[step]]
group = "Round"
rounds = 96
rest = "24s"
  [[step.step]]
  name = "Wall sit"
  prepare = "5s"
  hold = "45s"
  cues = [{ at = "half", say = "Soften the ribs" }]
  [[step.step]]
  name = "Bird dog"
  prepare = "5s"
  switch = "5s"
  reps = 6
  rep_time = "4s"
  sides = "each"
  [[step.step]]
  name = "Breathing"
  prepare = "2s"
  time = "60s"
  breath = { in = "4s", out = "6s" }
  [[step.step]]
  name = "Bridge"
  prepare = "5s"
  sets = 2
  reps = 5
  hold = "8s"
  relax = "2s"
  rest = "10s"
[[step]]
name = "Last hold"
prepare = "0s"
hold = "19s"
"#;

/// How long one of its rounds takes, in seconds.
const ROUND: f64 = 300.0;

/// The same three times over, for those who leave some of it out.
fn long_day() -> String {
    let group = DAY.split_once("[[step]]\nname = \"Last").unwrap().0.split_once("[[step]]").unwrap().1;
    let again = format!("[[step]]{group}").replace("\"Round\"", "\"Another round\"");
    format!("{DAY}{again}{}", again.replace("Another", "One more"))
}

/// How long the sessions at real speed take, in seconds.
fn real_seconds() -> f64 {
    let Ok(text) = env::var("SUPPLE_SOAK") else { return 10.0 };
    let (number, unit) = text.split_at(text.len() - 1);
    let unit = match unit {
        "h" => HOUR,
        "m" => 60.0,
        "s" => 1.0,
        _ => panic!("SUPPLE_SOAK is a time, as in `1h`, `20m` or `30s`"),
    };
    number.parse::<f64>().unwrap() * unit
}

/// So much of a time is not looked at: what is needed once has been fetched by then. With sound that takes a quarter of an hour
/// in real time, until everything has been said.
fn warm_up(seconds: f64) -> f64 {
    (seconds * 0.4).min(900.0)
}

fn program() -> String {
    env::var("SUPPLE_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_supple").to_owned())
}

/// The program that is tried, with this home.
fn command(home: &Home, args: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(args).env_clear().envs(home.environment()).stdin(std::process::Stdio::null());
    command
}

/// To the session that runs there.
#[track_caller]
fn connect(home: &Home) -> UnixStream {
    for _ in 0..2000 {
        let entries = fs::read_dir(home.runtime().join("supple"));
        let mut sockets = entries.into_iter().flatten().map(|entry| entry.unwrap().path());
        if let Some(stream) = sockets.find_map(|socket| UnixStream::connect(socket).ok()) {
            return stream;
        }
        pass(0.01);
    }
    panic!("there is no session to connect to")
}

/// The journal of the session that runs there.
#[track_caller]
fn journal(home: &Home) -> PathBuf {
    for _ in 0..2000 {
        if let Some(journal) = home.journals().pop() {
            return journal;
        }
        pass(0.01);
    }
    panic!("there is no journal")
}

fn bytes(journal: &PathBuf) -> f64 {
    f64::from(u32::try_from(fs::metadata(journal).map_or(0, |data| data.len())).unwrap())
}

/// Fails unless the journal grows as evenly as this: within so large a part of what it grew by in the first half. Given
/// are active times and sizes.
#[track_caller]
fn assert_linear(sizes: &[(f64, f64)], part: f64) -> f64 {
    let slope = |from: (f64, f64), to: (f64, f64)| (to.1 - from.1) / (to.0 - from.0);
    let (first, middle, last) = (sizes[0], sizes[sizes.len() / 2], sizes[sizes.len() - 1]);
    let (before, after) = (slope(first, middle), slope(middle, last));
    assert!((after / before - 1.0).abs() <= part, "{before} bytes a second, then {after}");
    slope(first, last)
}

/// For those who read the results: what was measured.
#[expect(clippy::print_stdout, reason = "the figures are wanted, and shown with `--nocapture`")]
fn report(what: &str) {
    println!("{what}");
}

/// Lets a fixed time pass.
fn pass(seconds: f64) {
    let (_quiet, never) = channel::<()>();
    let _ = never.recv_timeout(Duration::from_secs_f64(seconds));
}
