//! Ways out of the screens.

use std::time::Duration;

use rustix::process::Signal;
use supple::runtime::clock;

use crate::{
    GHOSTTY, assert_given_back, assert_kept, home, home::Home, places::Place, process::state, pty::Tty,
    report,
};

/// What ends it at once.
pub(crate) const ENDS: &[Signal] = &[
    Signal::TERM,
    Signal::INT,
    Signal::HUP,
    Signal::QUIT,
    Signal::USR1,
    Signal::USR2,
    Signal::ALARM,
    Signal::XCPU,
];

/// What it does not end at.
const STAYS: &[Signal] = &[Signal::PIPE, Signal::XFSZ, Signal::WINCH, Signal::CHILD, Signal::CONT];

#[track_caller]
fn assert_all_is_well(place: Place, home: &Home, tty: &Tty, way: &str) {
    assert_given_back(tty, &format!("{way}, {place:?}"));
    if place.has_session() {
        assert_kept(home, &format!("{way}, {place:?}"));
    } else {
        assert_eq!(home.records().len(), 0, "{way}, {place:?}");
    }
}

#[test]
fn every_signal_that_ends_it_in_every_place() {
    for signal in ENDS {
        for place in Place::ALL {
            let home = home();
            let mut tty = place.open(&home, &[]);
            tty.signal(*signal);
            assert_eq!(tty.wait_end(), 130, "{signal:?}, {place:?}");
            assert_eq!(tty.text().trim(), "", "{signal:?}, {place:?}");
            assert_all_is_well(place, &home, &tty, &format!("{signal:?}"));
        }
    }
    report(&format!("{} signals in {} places", ENDS.len(), Place::ALL.len()));
}

#[test]
fn signals_that_end_nothing() {
    let home = home();
    let mut tty = Place::Hold.open(&home, &[]);
    for signal in STAYS {
        tty.signal(*signal);
        tty.press(" ");
        tty.wait_for(&["space go on"]);
        tty.press(" ");
        tty.wait_until_gone("space go on");
        assert!(tty.is_taken(), "{signal:?}");
    }
    tty.signal(Signal::TERM);
    assert_eq!(tty.wait_end(), 130);
    assert_all_is_well(Place::Hold, &home, &tty, "after signals");
}

#[test]
fn control_c_over_and_over_in_every_place() {
    for place in Place::ALL {
        let home = home();
        let mut tty = place.open(&home, &[]);
        let mut pressed = 0;
        let status = loop {
            tty.press("\x03");
            pressed += 1;
            if let Some(status) = ended_within(&mut tty, 0.4) {
                break status;
            }
            // So many are enough everywhere, however long it then takes.
            if pressed == 5 {
                break tty.wait_end();
            }
        };
        tty.wait_end();
        assert_eq!(status, if place.has_session() { 130 } else { 0 }, "{place:?}");
        assert_all_is_well(place, &home, &tty, "^C");
    }
}

fn ended_within(tty: &mut Tty, seconds: f64) -> Option<u32> {
    let end = clock::now() + Duration::from_secs_f64(seconds);
    while clock::now() < end {
        if let Some(status) = tty.exit_within_a_moment() {
            return Some(status);
        }
    }
    None
}

#[test]
fn keys_that_are_signals_elsewhere_end_nothing_here() {
    let home = home();
    let mut tty = Place::Hold.open(&home, &[]);
    // `^\`, `^D`, `^S`, `^Q` and `^Z`, to which there is no shell.
    tty.press("\x1c\x04\x13\x11\x1a");
    tty.wait_for(&["There is no shell to go back to"]);
    assert!(tty.is_taken());
    tty.signal(Signal::TERM);
    assert_eq!(tty.wait_end(), 130);
    assert_all_is_well(Place::Hold, &home, &tty, "keys");
}

#[test]
fn a_terminal_that_hangs_up_in_every_place() {
    for place in Place::ALL {
        let home = home();
        let mut tty = place.open(&home, &[]);
        let pid = tty.pid();
        tty.hang_up();
        assert_eq!(tty.wait_exit(), 130, "{place:?}");
        assert_eq!(state(pid), None, "{place:?}");
        if place.has_session() {
            assert_kept(&home, &format!("hung up, {place:?}"));
        }
    }
}

/// Whoever started it has put it into a session of its own, so that no signal tells of the end of the terminal.
#[test]
fn a_terminal_that_goes_without_a_word() {
    for place in Place::ALL {
        let home = home();
        place.prepare(&home);
        // The shell outlives the terminal, to tell what has become of it.
        let script = "trap '' HUP; setsid -w \"$@\"; echo $? > status";
        let words = [&["sh", "-c", script, "sh", env!("CARGO_BIN_EXE_supple")], place.words()].concat();
        let mut tty = Tty::program(&home, &words, 100, 30, &[GHOSTTY]);
        place.go(&tty);
        tty.hang_up();
        tty.wait_exit();
        let status = std::fs::read_to_string(home.path().join("status")).unwrap();
        assert_eq!(status.trim(), "130", "{place:?}");
        if place.has_session() {
            assert_kept(&home, &format!("gone, {place:?}"));
        }
    }
}

#[test]
fn a_kill_leaves_a_journal_that_is_recovered() {
    for place in [Place::Hold, Place::Pause, Place::Question] {
        let home = home();
        let mut tty = place.open(&home, &[]);
        tty.wait_until("a journal", || {
            home.journalled().iter().any(|event| event["event"] == "step_started")
        });
        tty.signal(Signal::KILL);
        tty.wait_end();
        assert_eq!((home.records().len(), home.journals().len()), (0, 1), "{place:?}");
        let recovered = home.run(&["log", "recover", "--keep"]);
        assert!(recovered.status.success(), "{place:?}: {recovered:?}");
        assert_kept(&home, &format!("killed, {place:?}"));
    }
}

#[test]
fn a_terminal_that_shrinks_to_nothing_and_grows_again() {
    for place in Place::ALL {
        let home = home();
        let mut tty = place.open(&home, &[]);
        for (columns, rows) in [(1, 1), (2, 1), (1, 40), (500, 1), (3, 3), (100, 30)] {
            let before = tty.raw().len();
            tty.resize(columns, rows);
            tty.press("\x0c");
            tty.wait_until("a picture", || tty.raw().len() > before);
        }
        place_is_shown(place, &tty);
        tty.signal(Signal::TERM);
        assert_eq!(tty.wait_end(), 130, "{place:?}");
        assert_all_is_well(place, &home, &tty, "shrunk");
    }
}

fn place_is_shown(place: Place, tty: &Tty) {
    let shown = match place {
        Place::Home => "h history",
        Place::Hearing => "There is no sound here",
        Place::History => "Overview",
        Place::Help => "esc",
        Place::Hold | Place::Pause => "WALL SIT",
        Place::Question => "Stop here?",
        Place::Summary => "Kept in your history.",
    };
    tty.wait_for(&[shown]);
}
