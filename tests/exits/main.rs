//! Every way out of the real program: whatever ends it, the terminal is as it was before, and what was done is kept.
//!
//! Each way is tried from each state that a program can be left in. `tests/pty/` looks at some of them more closely.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/home.rs"]
#[cfg_attr(feature = "sound", expect(dead_code, reason = "others do more with it"))]
mod home;
#[path = "../common/process.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod process;
#[path = "../common/pty.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod pty;

#[cfg(all(feature = "sound", debug_assertions))]
#[path = "../common/rig.rs"]
#[expect(dead_code, reason = "here nobody listens to what is played")]
mod rig;

mod bare;
mod left_on;
mod lines;
#[cfg(debug_assertions)]
mod panics;
mod places;
mod scarce;
mod screens;
mod shells;

use std::process::Command;

use home::Home;
use left_on::left_on;
use pty::Tty;
use supple::runtime::clock;

/// Long enough for anything that a test does in the middle of it.
const LONG: &str = r#"
format = 1
name = "One long hold"
[[step]]
name = "Wall sit"
prepare = "0s"
hold = "600s"
"#;

/// A terminal that is known to have a progress bar.
const GHOSTTY: (&str, &str) = ("TERM_PROGRAM", "ghostty");

fn home() -> Home {
    let home = Home::new();
    home.routine("long", LONG);
    home
}

/// The terminal is as it was, as its driver knows, as a screen behind it shows, and as the bytes tell that were sent.
#[track_caller]
fn assert_given_back(tty: &Tty, way: &str) {
    assert_eq!(tty.modes(), tty.modes_before, "{way}");
    let on = left_on(&tty.raw());
    assert!(on.is_empty(), "{way}: left on: {on:?}");
    tty.assert_as_before();
}

/// The session was kept as one that was left, and the history shows it.
#[track_caller]
fn assert_kept(home: &Home, way: &str) {
    let records = home.records();
    let statuses: Vec<_> = records.iter().map(|record| record["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["stopped"], "{way}");
    assert_eq!(home.journals().len(), 0, "{way}");
    let shown = home.run(&["log"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("long"), "{way}: {shown}");
}

/// In a shell without a terminal, in which `$0` is the program.
fn shell(home: &Home, script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_supple")]).env_clear().envs(home.environment());
    command
}

/// Waits until this is on the screen. False if the program has ended without it.
#[track_caller]
fn shows_or_ends(tty: &mut Tty, wanted: &str) -> bool {
    let end = clock::now() + pty::PATIENCE;
    loop {
        if tty.text().contains(wanted) {
            return true;
        }
        if tty.exit_within_a_moment().is_some() {
            tty.wait_end();
            return tty.text().contains(wanted);
        }
        assert!(clock::now() < end, "waited in vain for {wanted}; the screen says:\n{}", tty.text());
    }
}

/// For those who read the results: what was tried.
#[expect(clippy::print_stdout, reason = "the counts are wanted, and shown with `--nocapture`")]
fn report(what: &str) {
    println!("{what}");
}
