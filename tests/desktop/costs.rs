//! What the desktop costs while nothing happens: nothing.

use std::time::Duration;

use crate::{
    bus::{Bus, Desktop, pass},
    home,
    process::{wake_ups, wake_ups_by_thread},
    pty::Tty,
};

const SECONDS: u64 = 8;

#[test]
fn a_hold_and_a_pause_cost_no_wake_up_more_and_say_nothing() {
    let home = home();
    home.settings("motion = false\n");
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let ttys = [(); 2].map(|()| Tty::supple(&home, &["run", "long", "--mute"], 80, 24));
    for tty in &ttys {
        tty.wait_for(&["WALL SIT"]);
        // The player is there, and what there was to say is said.
        desktop.next();
    }
    let [holding, paused] = &ttys;
    paused.press(" ");
    paused.wait_for(&["space go on"]);
    desktop.next();
    paused.wait_until("a pause in the journal", || {
        home.journalled().iter().any(|event| event["event"] == "paused")
    });
    pass(Duration::from_secs(1));
    let mut signals = bus.signals("PropertiesChanged");
    let mut jumps = bus.signals("Seeked");
    let by_thread = wake_ups_by_thread(paused.pid());
    let before = [wake_ups(holding.pid()), wake_ups(paused.pid())];
    pass(Duration::from_secs(SECONDS));
    let after = [wake_ups(holding.pid()), wake_ups(paused.pid())];
    assert_eq!(after[1] - before[1], 0, "{by_thread:?} {:?}", wake_ups_by_thread(paused.pid()));
    let held = after[0] - before[0];
    assert!(held <= SECONDS * 13 / 10, "{held} in {SECONDS} s: {:?}", wake_ups_by_thread(holding.pid()));
    assert!(held >= SECONDS - 1, "{held}: the digits stand still");
    let by_thread = wake_ups_by_thread(holding.pid());
    assert!(by_thread.iter().any(|(name, _)| name == "desktop"), "{by_thread:?}");
    assert_eq!([signals.next(), jumps.next()], [None, None], "although nothing has changed");
}
