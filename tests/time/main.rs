//! The real program while the clock on the wall jumps, in odd zones, and stopped: the time of a session and its record
//! stay right.
//!
//! What changes the clock is libfaketime. Where it is not installed, the tests that need it say so and are left out.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stderr, reason = "whoever runs the tests should know what was left out")]

#[path = "../common/home.rs"]
#[expect(dead_code, reason = "a part of it is enough here")]
mod home;
#[path = "../common/piped.rs"]
#[expect(dead_code, reason = "a part of it is enough here")]
mod piped;
#[path = "../common/process.rs"]
#[expect(dead_code, reason = "a part of it is enough here")]
mod process;
#[path = "../common/pty.rs"]
#[expect(dead_code, reason = "a part of it is enough here")]
mod pty;

mod absurd;
mod cut_off;
mod jumps;
mod screen;
mod stopped;
mod wall;
mod zones;

use std::{fs, path::PathBuf, thread};

use serde_json::Value;
use supple::history::when::When;

use self::home::Home;

/// Ten seconds in all if it is stopped for a second and gone on with: the least that has every moment in it.
const SHORT: &str = r#"
format = 1
name = "Short"
[defaults]
prepare = "1s"
rest = "1s"
[[step]]
name = "Plank"
hold = "2s"
sets = 2
"#;

/// Its active time, in seconds.
const ACTIVE: f64 = 6.0;

fn somebody() -> Home {
    let home = Home::new();
    home.routine("short", SHORT);
    home
}

/// Every one of them on a thread of its own.
fn all_at_once<I: Send, T: Send>(each: impl IntoIterator<Item = I>, of: impl Fn(I) -> T + Sync) -> Vec<T> {
    let of = &of;
    thread::scope(|scope| {
        let started: Vec<_> = each.into_iter().map(|one| scope.spawn(move || of(one))).collect();
        started.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

/// A time of a record.
#[track_caller]
fn when(record: &Value, key: &str) -> When {
    record[key].as_str().unwrap().parse().unwrap()
}

/// How long a session took by the times of its record, in seconds.
#[track_caller]
fn lasted(record: &Value) -> i64 {
    when(record, "ended").timestamp().duration_since(when(record, "started").timestamp()).as_secs()
}

/// Whether a session took its six seconds of work by the times of its record. A busy machine is late, but not by half an
/// hour, the least by which a clock on the wall changes here.
#[track_caller]
fn took_its_time(record: &Value) -> bool {
    (5..26).contains(&lasted(record))
}

/// A home whose history has the lines of all these.
fn gathered(homes: &[&Home]) -> Home {
    let all = Home::new();
    let folder = all.path().join("data/supple/history");
    fs::create_dir_all(&folder).unwrap();
    let lines = homes.iter().flat_map(|home| files(home)).map(|file| fs::read_to_string(file).unwrap());
    fs::write(folder.join("2026-many.jsonl"), lines.collect::<String>()).unwrap();
    all
}

/// What a command says; there must be nothing for it to complain of.
#[track_caller]
fn said(home: &Home, args: &[&str]) -> String {
    let output = home.run(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{args:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The sessions as the program reads them.
#[track_caller]
fn log(home: &Home) -> Vec<Value> {
    said(home, &["log", "--json"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Asks for everything that is made of the history. Gives the sessions, and the figures.
#[track_caller]
fn figures(home: &Home) -> (Vec<Value>, Value) {
    let verified = said(home, &["log", "verify"]);
    assert!(verified.contains("every line is good"), "{verified}");
    for args in [["log"].as_slice(), &["stats"], &["report"], &["today"], &["progress"]] {
        said(home, args);
    }
    (log(home), serde_json::from_str(&said(home, &["stats", "--json"])).unwrap())
}

/// Writes a program of the user's own that asks for one thing every day.
fn daily(home: &Home) {
    let folder = home.path().join("config/supple");
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("exercises/sit.toml", "format = 1\nname = 'Sit'\nhold = '5m'\n");
    let item = "[[phase.item]]\nuse = 'sit'\nfrequency = 'daily'\n";
    write("programs/mine.toml", &format!("format = 1\nname = 'Mine'\n[[phase]]\nname = 'One'\n{item}"));
}

/// The files of the history.
fn files(home: &Home) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(home.path().join("data/supple/history"))
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    files.sort();
    files
}
