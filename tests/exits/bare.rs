//! A terminal without a name, or with a strange one.

use rustix::process::Signal;

use crate::{assert_given_back, assert_kept, home, places::Place, pty::Tty};

/// supple at a terminal, by way of `env` with these words.
fn with(words: &[&str], args: &[&str], home: &crate::home::Home) -> Tty {
    let words = [&["env"], words, &[env!("CARGO_BIN_EXE_supple")], args].concat();
    Tty::program(home, &words, 100, 30, &[])
}

#[test]
fn a_terminal_without_a_name_gets_lines_and_an_unknown_one_a_screen() {
    for (words, screen) in [
        (&["-u", "TERM"][..], false),
        (&["TERM="], false),
        (&["TERM=dumb"], false),
        (&["TERM=no-such-terminal"], true),
        (&["TERM=linux"], true),
        (&["TERM=vt100"], true),
    ] {
        let home = home();
        let mut tty = with(words, &["run", "long", "--mute"], &home);
        if screen {
            Place::Hold.go(&tty);
        } else {
            tty.wait_for(&["hold"]);
            assert!(!tty.raw().contains(&b'\x1b'), "{words:?}: {}", tty.text());
        }
        tty.signal(Signal::TERM);
        assert_eq!(tty.wait_end(), 130, "{words:?}");
        assert_given_back(&tty, &format!("{words:?}"));
        assert_kept(&home, &format!("{words:?}"));
    }
}
