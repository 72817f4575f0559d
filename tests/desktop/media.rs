//! Media keys: `playerctl` stands for whatever sends them.

use std::time::Duration;

use crate::{
    bus::{Bus, pass, wait_until},
    home,
    piped::Piped,
    pty::Tty,
};

const TITLE: &[&str] = &["metadata", "xesam:title"];

fn player(pid: rustix::process::Pid) -> String {
    format!("org.mpris.MediaPlayer2.supple.instance{}", pid.as_raw_nonzero())
}

/// In seconds, from the source: playerctl counts on by itself from what it was told once.
fn position(bus: &Bus, name: &str) -> f64 {
    let connection = bus.connect();
    let properties = Some("org.freedesktop.DBus.Properties");
    let body = ("org.mpris.MediaPlayer2.Player", "Position");
    let reply = connection.call_method(Some(name), "/org/mpris/MediaPlayer2", properties, "Get", &body);
    let reply = zbus::block_on(reply).unwrap();
    let value: zbus::OwnedVariant = reply.body().deserialize().unwrap();
    Duration::from_micros(u64::try_from(i64::try_from(value).unwrap()).unwrap()).as_secs_f64()
}

#[test]
fn a_session_is_a_player_that_can_be_commanded() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let mut session = Piped::start(&home, &["run", "long", "demo"]);
    session.wait_for("step_started");
    if !bus.playerctl_says(&["status"], "Playing") {
        return;
    }
    assert_eq!(bus.playerctl(TITLE).unwrap(), "Wall sit, left side");
    assert_eq!(bus.playerctl(&["metadata", "mpris:length"]).unwrap(), "120000000");
    assert!(bus.playerctl(&["metadata", "xesam:artist"]).unwrap().contains("One long hold"));
    let told: f64 = bus.playerctl(&["position"]).unwrap().parse().unwrap();
    let name = player(session.pid());
    assert!((0.0..1.0).contains(&(position(&bus, &name) - told)), "{told}");
    // The position is computed whenever it is asked for.
    let first = position(&bus, &name);
    pass(Duration::from_secs(1));
    let passed = position(&bus, &name) - first;
    assert!((0.9..2.0).contains(&passed), "{passed} s in a second");

    bus.playerctl(&["pause"]);
    assert_eq!(session.wait_for("paused")["cause"], "remote");
    bus.playerctl_says(&["status"], "Paused");
    let stands = position(&bus, &name);
    pass(Duration::from_millis(500));
    assert!((position(&bus, &name) - stands).abs() < 1e-6, "the position moves in a pause");

    bus.playerctl(&["play"]);
    // In the lead-in already, and where it was.
    bus.playerctl_says(&["status"], "Playing");
    let leading_in = position(&bus, &name);
    assert!((leading_in - stands).abs() < 1e-6, "{stands} s, and in the lead-in {leading_in} s");
    session.wait_for("resumed");
    pass(Duration::from_millis(500));
    let since = position(&bus, &name) - stands;
    assert!((0.3..2.0).contains(&since), "{since} s after the lead-in");

    // Who plays on plays on.
    bus.playerctl(&["play"]);
    pass(Duration::from_millis(300));
    assert_eq!(bus.playerctl(&["status"]).unwrap(), "Playing");

    for (command, event) in [("play-pause", "paused"), ("play-pause", "resumed"), ("stop", "paused")] {
        bus.playerctl(&[command]);
        session.wait_for(event);
    }
    bus.playerctl(&["play"]);
    session.wait_for("resumed");
    let mut changes = bus.signals("PropertiesChanged");
    bus.playerctl(&["next"]);
    let next = session.wait_for("step_started");
    assert_eq!(next["step"]["kind"], "prepare", "{next:#}");
    bus.playerctl_says(TITLE, "Get ready: Shoulder rolls");
    wait_until("word of it to who listens", || {
        changes.next().is_some_and(|change| change.contains("Get ready: Shoulder rolls"))
    });
    bus.playerctl(&["previous"]);
    session.wait("the wall sit again", |event| {
        event["event"] == "step_started" && event["step"]["exercise"] == "wall-sit"
    });
    bus.playerctl_says(TITLE, "Wall sit, left side");
    session.say("quit");
    session.wait_for("session_ended");
    assert_eq!(session.end(), Some(130));
}

#[test]
fn a_session_on_the_screen_is_one_too_and_the_next_one_as_well() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["One long hold"]);
    let name = player(tty.pid());
    assert!(!bus.has(&name), "a player before there is anything to play");
    for _ in 0..2 {
        tty.press("/long hold\r\r");
        tty.wait_for(&["WALL SIT"]);
        if !bus.playerctl_says(TITLE, "Wall sit, left side") {
            return;
        }
        bus.playerctl(&["play-pause"]);
        tty.wait_for(&["space go on"]);
        tty.stop_session();
        bus.playerctl_says(&["status"], "Stopped");
        tty.press("\r");
        tty.wait_for(&["Two-minute tour"]);
        tty.wait_until("the player to go", || !bus.has(&name));
    }
}

#[test]
fn who_wants_no_media_keys_gets_no_player() {
    let home = home();
    home.settings("media_keys = false\n");
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = crate::bus::Desktop::on(&bus);
    let mut session = Piped::start(&home, &["run", "long"]);
    session.wait_for("step_started");
    // It is on the bus by now.
    desktop.next();
    assert!(!bus.has(&player(session.pid())));
}

#[test]
fn a_flood_of_commands_is_not_obeyed() {
    const FLOOD: usize = 1000;
    let home = home();
    let step = "[[step]]\nname = \"Wall sit\"\nprepare = \"0s\"\nhold = \"60s\"\n";
    home.routine("many", &format!("format = 1\nname = \"Many\"\n{}", step.repeat(450)));
    let Some(bus) = Bus::start(&home) else { return };
    let mut session = Piped::start(&home, &["run", "many", "--mute"]);
    session.wait_for("step_started");
    let name = player(session.pid());
    wait_until("the player", || bus.has(&name));
    let connection = bus.connect();
    let interface = Some("org.mpris.MediaPlayer2.Player");
    let press = |key: &str| {
        let pressed = connection.call_method(Some(&*name), "/org/mpris/MediaPlayer2", interface, key, &());
        zbus::block_on(pressed).unwrap();
    };
    let began = supple::runtime::clock::now();
    (0..FLOOD).for_each(|_| press("Next"));
    let took = supple::runtime::clock::now().since(began);
    session.say("quit");
    session.wait_for("session_ended");
    let obeyed = session.events.iter().filter(|event| event["event"] == "step_started").count();
    let allowed = 64 + took.as_millis() / 32 + 2;
    assert!(obeyed >= 64 && obeyed as u128 <= allowed, "{obeyed} of {FLOOD}, {allowed} at most in {took:?}");
}
