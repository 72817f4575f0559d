//! The screens while a long history is still being read.

use jiff::civil::date;

use crate::{home::Home, make_history, pty::Tty};

/// So many take a while to read, on any machine and in a build for tests even more.
fn a_long_history() -> Home {
    let home = Home::new();
    make_history::write(&home.path().join("data/supple/history"), 6_000, 2, date(2026, 11, 20));
    home
}

#[test]
fn what_is_pressed_before_the_history_is_there_does_what_it_does_later() {
    let home = a_long_history();
    let tty = Tty::supple(&home, &[], 100, 40);
    // The library is there before the history is: what is chosen is not what comes first by its name.
    tty.wait_for(&["Align"]);
    tty.press("\x1b[B\r");
    // The one done last is the core eight; the one below it is the next.
    tty.wait_for(&["1 of 13"]);
}

#[test]
fn a_session_that_was_asked_for_has_its_screen_before_the_history_is_read() {
    let home = a_long_history();
    let mut tty = Tty::supple(&home, &["run", "gentle-twelve"], 100, 40);
    tty.wait_for(&["Getting ready"]);
    // It waits for its session, and then does in it what it does there.
    tty.stop_session();
    tty.press("q");
    assert_eq!(tty.wait_end(), 130);

    let mut tty = Tty::supple(&home, &["run", "gentle-twelve"], 100, 40);
    tty.wait_for(&["Getting ready"]);
    tty.press("\x03");
    assert_eq!(tty.wait_end(), 130, "whoever does not want to wait need not");
    tty.assert_as_before();
}
