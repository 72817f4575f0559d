//! No bus, one that does not answer, one that goes away: nobody notices.

use std::{fs, os::unix::net::UnixListener, time::Duration};

use supple::runtime::clock;

use crate::{
    bus::{Bus, pass},
    home,
    piped::Piped,
    process::{wake_ups, wake_ups_by_thread},
    pty::Tty,
};

/// Plays a few seconds of a session at a terminal and leaves. What there was on the screen at the end.
fn play(home: &crate::Home, env: &[(&str, &str)]) -> Duration {
    let begun = clock::now();
    let mut tty = Tty::supple_with(home, &["run", "open", "--mute"], 100, 30, env);
    tty.wait_for(&["WALL SIT"]);
    let first = clock::now().since(begun);
    tty.press("\x1b[O");
    tty.wait_for(&["HEEL RAISES", "enter done"]);
    tty.signal(rustix::process::Signal::TERM);
    let leaving = clock::now();
    assert_eq!(tty.wait_end(), 130);
    let left = clock::now().since(leaving);
    assert!(left < Duration::from_secs(2), "{left:?} to leave");
    tty.assert_as_before();
    assert_eq!(tty.text().trim(), "", "something is said");
    first
}

#[test]
fn without_a_bus_it_starts_as_fast_and_says_nothing() {
    let home = home();
    let nowhere = format!("unix:path={}", home.path().join("nothing").display());
    for address in [None, Some("nonsense"), Some(""), Some(nowhere.as_str())] {
        let env: Vec<_> = address.map(|address| ("DBUS_SESSION_BUS_ADDRESS", address)).into_iter().collect();
        play(&home, &env);
    }
}

#[test]
fn a_bus_that_does_not_answer_holds_up_nothing() {
    let home = home();
    let path = home.path().join("deaf");
    // It takes connections, and never says a word.
    let _deaf = UnixListener::bind(&path).unwrap();
    let address = format!("unix:path={}", path.display());
    let first = play(&home, &[("DBUS_SESSION_BUS_ADDRESS", &address)]);
    assert!(first < Duration::from_secs(2), "{first:?} until the first picture");
    let mut session = Piped::start(&home, &["run", "open", "--speed", "5"]);
    session.close_input();
    assert_eq!(session.end(), Some(0));
    assert!(fs::exists(path).unwrap());
}

#[test]
fn a_bus_that_goes_away_takes_nothing_with_it() {
    let home = home();
    let Some(mut bus) = Bus::start(&home) else { return };
    let mut session = Piped::start(&home, &["run", "long"]);
    session.wait_for("step_started");
    bus.playerctl_says(&["status"], "Playing");
    bus.kill();
    session.say("pause");
    session.wait_for("paused");
    pass(Duration::from_secs(1));
    let before = wake_ups(session.pid());
    pass(Duration::from_secs(3));
    assert_eq!(wake_ups(session.pid()) - before, 0, "{:?}", wake_ups_by_thread(session.pid()));
    session.say("resume");
    session.wait_for("resumed");
    session.say("next");
    session.wait_for("session_ended");
    assert_eq!(session.end(), Some(0));
}

#[test]
fn a_desktop_that_never_answers_keeps_nothing_of_a_session() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let _deaf = bus.deaf_desktop();
    let tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["One long hold"]);
    let pid = tty.pid();
    let player = format!("org.mpris.MediaPlayer2.supple.instance{}", pid.as_raw_nonzero());
    tty.press("/long hold\r\r");
    tty.wait_for(&["WALL SIT"]);
    tty.wait_until("the player", || bus.has(&player));
    tty.stop_session();
    tty.press("\r");
    tty.wait_for(&["Two-minute tour"]);
    tty.wait_until("the player to go", || !bus.has(&player));
    let waits = |(name, _): &(String, u64)| name == "desktop" || name == "farewell";
    tty.wait_until("its threads to go", || !wake_ups_by_thread(pid).iter().any(waits));
}
