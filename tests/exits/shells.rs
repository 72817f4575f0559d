//! Ways out of a shell's foreground: to the background and back, and with the shell itself.

use rustix::process::{Signal, kill_process};

use crate::{assert_kept, home, left_on::left_on, places::Place, process::state, pty::Tty, report};

/// There, in a shell, with the number of its process.
fn in_a_shell(place: Place, home: &crate::home::Home) -> (Tty, rustix::process::Pid) {
    place.prepare(home);
    let tty = Tty::shell(home, 100, 30);
    tty.press(&format!("TERM_PROGRAM=ghostty $SUPPLE {}\n", place.words().join(" ")));
    place.go(&tty);
    let pid = tty.job();
    (tty, pid)
}

/// What was written may still be on its way to the screen.
#[track_caller]
fn wait_until_given_back(tty: &Tty, way: &str) {
    tty.wait_until(&format!("nothing to be on: {way}"), || left_on(&tty.raw()).is_empty());
}

#[test]
fn stopped_and_back_in_every_place() {
    for place in Place::ALL {
        let home = home();
        let (tty, pid) = in_a_shell(place, &home);
        for (way, stop) in [("^Z", None), ("TSTP", Some(Signal::TSTP))] {
            match stop {
                None => tty.press("\x1a"),
                Some(signal) => kill_process(pid, signal).unwrap(),
            }
            tty.wait_until("a stopped process", || state(pid) == Some('T'));
            tty.wait_for(&["ready>"]);
            wait_until_given_back(&tty, &format!("{way}, {place:?}"));
            assert!(tty.modes().contains("ICANON"), "{way}, {place:?}: {}", tty.modes());
            assert!(!tty.on_second_screen(), "{way}, {place:?}");
            tty.press("fg\n");
            tty.wait_until("the screen", || tty.is_taken());
            let shown = match place {
                Place::Home => "h history",
                Place::Hearing => "There is no sound here",
                Place::History => "Overview",
                Place::Help => "esc",
                Place::Hold | Place::Pause => "space go on",
                Place::Question => "Stop here?",
                Place::Summary => "Kept in your history.",
            };
            tty.wait_for(&[shown]);
        }
        kill_process(pid, Signal::TERM).unwrap();
        tty.wait_for(&["ready>"]);
        tty.wait_until("the end", || state(pid).is_none());
        wait_until_given_back(&tty, &format!("{place:?}"));
        if place.has_session() {
            assert_kept(&home, &format!("stopped and back, {place:?}"));
        }
    }
    report(&format!("^Z and TSTP and back in {} places", Place::ALL.len()));
}

#[test]
fn the_shell_is_killed() {
    for stopped in [false, true] {
        for place in Place::ALL {
            let home = home();
            let (mut tty, pid) = in_a_shell(place, &home);
            if stopped {
                tty.press("\x1a");
                tty.wait_until("a stopped process", || state(pid) == Some('T'));
                // The system itself has to know that all of it has stopped: or else nothing would wake it any more.
                tty.wait_for(&["Stopped"]);
            }
            tty.signal(Signal::KILL);
            tty.wait_until(&format!("the end of {place:?}, stopped: {stopped}"), || {
                matches!(state(pid), None | Some('Z'))
            });
            tty.wait_end();
            let on = left_on(&tty.raw());
            assert!(on.is_empty(), "stopped: {stopped}, {place:?}: {on:?}");
            if place.has_session() {
                assert_kept(&home, &format!("without its shell, stopped: {stopped}, {place:?}"));
            }
        }
    }
}

/// It asks for the terminal when it is its turn.
#[test]
fn begun_in_the_background() {
    let home = home();
    let tty = Tty::shell(&home, 100, 30);
    tty.press("$SUPPLE run long --mute &\n");
    let pid = tty.job();
    tty.wait_until("a stopped process", || state(pid) == Some('T'));
    assert_eq!(left_on(&tty.raw()), [""; 0]);
    tty.press("fg\n");
    Place::Hold.go(&tty);
    kill_process(pid, Signal::TERM).unwrap();
    tty.wait_until("the end", || state(pid).is_none());
    wait_until_given_back(&tty, "begun in the background");
    assert_kept(&home, "begun in the background");
}
