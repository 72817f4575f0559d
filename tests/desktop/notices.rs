//! Notifications: only while nobody looks, one at a time, and gone when somebody does.

use std::time::Duration;

use crate::{
    bus::{Bus, Desktop, Told},
    home,
    pty::Tty,
};

/// What a terminal reports when another window, or its own, is looked at.
const AWAY: &str = "\x1b[O";
const BACK: &str = "\x1b[I";

/// The same routine, with a first hold long enough to look away in on a machine that is busy.
fn unhurried() -> String {
    crate::OPEN.replace("2s", "6s")
}

fn open(home: &crate::Home, env: &[(&str, &str)]) -> Tty {
    home.routine("open", &unhurried());
    let tty = Tty::supple_with(home, &["run", "open", "--mute"], 100, 30, env);
    tty.wait_for(&["WALL SIT"]);
    tty
}

#[test]
fn a_session_out_of_view_says_when_it_waits_and_when_it_is_done() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let tty = open(&home, &[]);
    tty.press(AWAY);
    let Told::Notify { id, replaces: 0, summary, body } = desktop.next_of_notices() else {
        panic!("something else than a notification")
    };
    assert_eq!(summary, "Heel raises <b>&", "the summary is plain text and needs no escapes");
    assert!(body.contains("At your own pace") && !body.contains(['<', '&']), "{body}");
    // The user comes, sees, does them, and goes away again.
    tty.press(BACK);
    assert_eq!(desktop.next_of_notices(), Told::Close { id });
    tty.wait_for(&["enter done"]);
    tty.press(AWAY);
    // What began before the user's eyes is no news.
    assert_eq!(desktop.within(Duration::from_millis(500)), []);
    if bus.playerctl(&["next"]).is_none() {
        return;
    }
    let Told::Notify { id: second, replaces: 0, summary, body } = desktop.next_of_notices() else {
        panic!("something else than a notification")
    };
    assert_eq!(summary, "Get ready: Plank");
    assert!(body.contains("until you are ready"), "{body}");
    assert_ne!(second, id);
    // On from there: it is not needed any more, and the end comes in its place.
    bus.playerctl(&["next"]);
    assert_eq!(desktop.next_of_notices(), Told::Close { id: second });
    let Told::Notify { id: third, replaces: 0, summary, body } = desktop.next_of_notices() else {
        panic!("something else than a notification")
    };
    assert_eq!((summary.as_str(), body.as_str()), ("At your pace", "Done. Well done!"));
    tty.press(BACK);
    assert_eq!(desktop.next_of_notices(), Told::Close { id: third });
}

#[test]
fn one_notice_takes_the_place_of_another() {
    let home = home();
    // The third, too, waits from its beginning.
    let third = "prepare = \"0s\"\nreps = 5\npace = \"self\"";
    let routine = unhurried().replace("prepare = \"ready\"\nhold = \"1s\"", third);
    home.routine("two", &routine);
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let tty = Tty::supple(&home, &["run", "two", "--mute"], 100, 30);
    tty.wait_for(&["WALL SIT"]);
    tty.press(AWAY);
    let Told::Notify { id, replaces: 0, .. } = desktop.next_of_notices() else { panic!("no notification") };
    assert!(home.run(&["ctl", "next"]).status.success());
    let told = desktop.next_of_notices();
    let Told::Notify { id: second, replaces, summary, .. } = told else { panic!("{told:?}") };
    assert_eq!((replaces, second, summary.as_str()), (id, id, "Plank"));
}

#[test]
fn a_notice_that_nobody_can_heed_goes_with_the_session() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let mut tty = open(&home, &[]);
    tty.press(AWAY);
    let Told::Notify { id, .. } = desktop.next_of_notices() else { panic!("no notification") };
    tty.signal(rustix::process::Signal::TERM);
    assert_eq!(desktop.next_of_notices(), Told::Close { id });
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
}

#[test]
fn who_looks_or_wants_none_gets_none() {
    for settings in ["", "notifications = false\n"] {
        let home = home();
        home.settings(settings);
        let Some(bus) = Bus::start(&home) else { return };
        let desktop = Desktop::on(&bus);
        let tty = open(&home, &[]);
        tty.press(AWAY);
        if settings.is_empty() {
            // A key says that somebody is there, whatever the terminal has said.
            tty.press("?");
            tty.press("?");
        }
        tty.wait_for(&["HEEL RAISES", "enter done"]);
        let told = desktop.within(Duration::from_millis(500));
        assert!(!told.iter().any(|told| matches!(told, Told::Notify { .. })), "{told:?}");
    }
}

#[test]
fn a_session_that_begins_out_of_view_knows_it() {
    let home = home();
    let Some(bus) = Bus::start(&home) else { return };
    let desktop = Desktop::on(&bus);
    let tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["At your pace"]);
    tty.press("/at your pace\r");
    tty.wait_for(&["Heel raises", "enter start"]);
    // Another window has the keys; the mouse starts it all the same.
    tty.press(AWAY);
    let text = tty.text();
    let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains("enter start")).unwrap();
    let column = line[..line.find("enter start").unwrap()].chars().count();
    let (x, y) = (column + 1, row + 1);
    tty.press(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
    let Told::Notify { summary, .. } = desktop.next_of_notices() else { panic!("no notification") };
    assert_eq!(summary, "Heel raises <b>&");
}
