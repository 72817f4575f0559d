//! The screen stays awake while a session runs, and no longer.

use std::time::Duration;

use rustix::process::Signal;

use crate::{
    bus::{Bus, Desktop, Told, wait_until},
    home,
    piped::Piped,
};

/// A session that keeps the screen awake; the cookie, and by whom.
fn started(home: &crate::Home, desktop: &Desktop) -> (Piped, u32, String) {
    let mut session = Piped::start(home, &["run", "long"]);
    session.wait_for("step_started");
    match desktop.next() {
        Told::Inhibit { cookie, by } => (session, cookie, by),
        told => panic!("{told:?}"),
    }
}

#[test]
fn it_is_let_go_in_a_pause_and_at_the_end() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let (mut session, cookie, _) = started(&home, &desktop);
    session.say("pause");
    assert_eq!(desktop.next(), Told::UnInhibit { cookie });
    session.say("resume");
    // From the lead-in on: nobody touches a key any more.
    let Told::Inhibit { cookie: again, .. } = desktop.next() else { panic!("the screen may go dark") };
    assert_ne!(again, cookie);
    session.wait_for("resumed");
    session.say("next");
    session.wait_for("session_ended");
    assert_eq!(desktop.next(), Told::UnInhibit { cookie: again });
    assert_eq!(session.end(), Some(0));
    assert_eq!(desktop.within(Duration::from_millis(200)), []);
}

#[test]
fn a_session_that_is_killed_keeps_nothing_awake() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let (session, _, by) = started(&home, &desktop);
    assert!(bus.has(&by));
    session.signal(Signal::KILL);
    wait_until("the bus to drop the session", || !bus.has(&by));
}

#[test]
fn who_wants_the_screen_to_sleep_has_it_sleep() {
    let home = home();
    home.settings("keep_awake = false\n");
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let mut session = Piped::start(&home, &["run", "long"]);
    session.wait_for("step_started");
    bus.playerctl_says(&["status"], "Playing");
    assert_eq!(desktop.within(Duration::from_millis(500)), []);
}
