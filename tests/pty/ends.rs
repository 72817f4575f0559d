//! The ways out: signals, a terminal that hangs up, a panic.

use rustix::process::Signal;

use crate::{AT_WORK, PAUSED, home::Home, process::state, pty::Tty};

/// In the first hold of the tour.
fn hold(home: &Home, args: &[&str], env: &[(&str, &str)]) -> Tty {
    let args = [&["run", "demo", "--from", "childs", "--speed", "3"], args].concat();
    let tty = Tty::supple_with(home, &args, 100, 30, env);
    tty.wait_for(&["CHILD'S POSE", AT_WORK]);
    tty
}

#[track_caller]
fn assert_kept(home: &Home) {
    let record = home.record();
    assert_eq!(record["status"], "stopped", "{record:#?}");
    assert_eq!(record["exercises"][1]["status"], "skipped", "{record:#?}");
    assert_eq!(home.journals().len(), 0);
}

#[test]
fn a_signal_ends_it_at_once_and_keeps_the_session() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let home = Home::new();
        let mut tty = hold(&home, &["--mute"], &[]);
        tty.signal(signal);
        assert_eq!(tty.wait_end(), 130, "{signal:?}");
        tty.assert_as_before();
        assert_eq!(tty.text().trim(), "", "{signal:?}");
        assert_kept(&home);
    }
}

#[test]
fn a_signal_on_the_home_screen() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["Two-minute tour"]);
    tty.signal(Signal::TERM);
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
}

#[test]
fn a_terminal_that_hangs_up_ends_it() {
    for paused in [false, true] {
        let home = Home::new();
        let mut tty = hold(&home, &["--mute"], &[]);
        if paused {
            tty.press(" ");
            tty.wait_for(&[PAUSED]);
        }
        let pid = tty.pid();
        tty.hang_up();
        assert_eq!(tty.wait_exit(), 130);
        assert_eq!(state(pid), None);
        assert_kept(&home);
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_in_the_loop_keeps_terminal_and_session() {
    let home = Home::new();
    let mut tty = hold(&home, &[], &[("SUPPLE_PANIC", "redraw")]);
    tty.press("\x0c");
    assert_eq!(tty.wait_end(), 1);
    tty.assert_as_before();
    let said = tty.text();
    assert!(said.contains("SUPPLE_PANIC asks for a panic at `redraw`"), "{said}");
    assert!(said.contains("what you have done is kept"), "{said}");
    assert!(!said.contains("POSE"), "{said}");
    assert_kept(&home);
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_the_sound_keeps_terminal_and_session() {
    let home = Home::new();
    // There is no sound card, which is about to be reported.
    let args = ["run", "demo", "--from", "childs"];
    let mut tty = Tty::supple_with(&home, &args, 100, 30, &[("SUPPLE_PANIC", "sound")]);
    assert_eq!(tty.wait_end(), 1);
    tty.assert_as_before();
    let said = tty.text();
    assert!(said.contains("SUPPLE_PANIC asks for a panic at `sound`"), "{said}");
    assert!(said.contains("what you have done is kept"), "{said}");
    assert!(!said.contains("POSE"), "{said}");
    assert_eq!(home.record()["status"], "stopped");
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_the_keeper_prints_the_record() {
    let home = Home::new();
    let args = ["run", "demo", "--from", "childs"];
    let mut tty = Tty::supple_with(&home, &args, 100, 30, &[("SUPPLE_PANIC", "keeper")]);
    assert_eq!(tty.wait_end(), 1);
    tty.assert_as_before();
    let said = tty.text();
    assert!(said.contains("SUPPLE_PANIC asks for a panic at `keeper`"), "{said}");
    assert!(said.contains("This is its record"), "{said}");
    assert!(said.contains(r#""status":"stopped""#), "{said}");
}
