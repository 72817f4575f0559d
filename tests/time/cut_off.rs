//! Sessions that were killed while, or before, the clock was set.

use std::fs;

use rustix::process::Signal;

use crate::{
    all_at_once,
    home::Home,
    lasted,
    piped::Piped,
    pty::Tty,
    somebody,
    wall::{HOUR, Wall, now, targets},
    when,
};

const OFFER: &str = "It broke off before its end.";
const TOO_OLD: &str = "It cannot go on:";

/// Its rest is long enough to be killed in, however busy the machine.
const RESTED: &str = r#"
format = 1
name = "Short"
[defaults]
prepare = "1s"
rest = "50s"
[[step]]
name = "Plank"
hold = "2s"
sets = 2
"#;

/// A session whose clock jumped in the first hold, and that was killed in the rest.
fn killed(home: &Home, jump: impl Fn()) {
    home.routine("short", RESTED);
    let mut run = Piped::start(home, &["run", "short"]);
    run.close_input();
    run.wait("a hold", |event| event["step"]["mode"] == "hold");
    jump();
    run.wait("a rest", |event| event["step"]["kind"] == "rest");
    run.signal(Signal::KILL);
    run.end();
    assert_eq!(home.journals().len(), 1);
}

/// What was done of it.
#[track_caller]
fn check(home: &Home, name: &str) {
    let record = home.record();
    assert_eq!(
        (record["status"].as_str(), record["exercises"][0]["sets"].as_u64()),
        (Some("stopped"), Some(1)),
        "{name}"
    );
    let active = record["active_seconds"].as_f64().unwrap();
    assert!((3.0..50.0).contains(&active), "{name}: {record}");
    // From its first second to its last, with what lay between.
    assert!((2..100).contains(&lasted(&record)), "{name}: {record}");
    assert!((when(&record, "started").timestamp().as_second() - now()).abs() < 200, "{name}: {record}");
    assert_eq!(home.journals().len(), 0, "{name}");
}

/// The machine has been started anew since.
fn restart_machine(home: &Home) {
    let journal = &home.journals()[0];
    let text = fs::read_to_string(journal).unwrap();
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    assert!(text.contains(boot.trim()));
    fs::write(journal, text.replace(boot.trim(), "00000000-0000-0000-0000-000000000000")).unwrap();
}

#[test]
fn a_killed_session_is_offered_and_goes_on_however_the_clock_was_set_meanwhile() {
    all_at_once(0..12, |n| {
        let mut home = somebody();
        let Some(wall) = Wall::of(&mut home, "Europe/Berlin") else { return };
        let (name, target) = targets(now())[n];
        // Even ones jump while it runs, the others when it is over.
        let jumps_early = n % 2 == 0;
        killed(&home, || (0..i32::from(jumps_early)).for_each(|_| wall.set(target)));
        wall.set(target);
        let mut tty = Tty::supple(&home, &[], 100, 30);
        tty.wait_for(&[OFFER, "Short"]);
        tty.press("r");
        tty.wait_for(&["PLANK"]);
        tty.press("qy");
        tty.wait_for(&["Kept in your history."]);
        tty.press("qq");
        assert_eq!(tty.wait_end(), 0, "{name}");
        check(&home, name);
    });
}

#[test]
fn after_a_restart_of_the_machine_only_the_clock_is_left_to_go_by_and_nothing_is_lost() {
    all_at_once(0..12, |n| {
        let mut home = somebody();
        let Some(wall) = Wall::of(&mut home, "Europe/Berlin") else { return };
        let (name, target) = targets(now())[n];
        killed(&home, || {});
        restart_machine(&home);
        wall.set(target);
        let near = (target - now()).abs() < 6 * HOUR;
        let mut tty = Tty::supple(&home, &[], 100, 30);
        tty.wait_for(&[if near { OFFER } else { TOO_OLD }, "Short"]);
        tty.press("k");
        tty.wait_for(&["Recent", "stopped"]);
        tty.press("q");
        assert_eq!(tty.wait_end(), 0, "{name}");
        check(&home, name);
    });
}
