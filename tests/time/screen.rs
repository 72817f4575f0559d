//! The full screen while the clock jumps, and while midnight passes.

use rustix::process::Signal;

use crate::{
    all_at_once, figures, files, gathered,
    home::Home,
    process::state,
    pty::Tty,
    somebody,
    wall::{DAY, Wall, now, targets},
};

#[test]
fn what_is_said_in_the_summary_is_kept_however_the_clock_jumps_there() {
    all_at_once((0..12).step_by(2).chain([1, 11]), |n| {
        let mut home = somebody();
        let Some(wall) = Wall::of(&mut home, "Europe/Berlin") else { return };
        let (name, target) = targets(now())[n];
        let mut tty = Tty::supple(&home, &["run", "short", "--mute"], 100, 30);
        tty.wait_for(&["PLANK"]);
        tty.press("n");
        tty.wait_for(&["Kept in your history.", "pain now"]);
        tty.press("3");
        tty.wait_until("the pain in the history", || said(&home).contains(r#""after":3"#));
        wall.set(target);
        tty.press("5");
        tty.wait_until("another pain", || said(&home).contains(r#""after":5"#));
        wall.set(now());
        tty.press("7");
        tty.wait_until("the last pain", || said(&home).contains(r#""after":7"#));
        tty.press("\r");
        assert_eq!(tty.wait_end(), 0, "{name}");
        let (log, _) = figures(&home);
        assert_eq!((log.len(), &log[0]["pain"]["after"]), (1, &7.into()), "{name}: {}", log[0]);
    });
}

fn said(home: &Home) -> String {
    files(home).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

#[test]
fn the_history_opens_and_can_be_gone_through_whatever_the_clock_shows() {
    let mut home = somebody();
    let Some(wall) = Wall::of(&mut home, "Europe/Berlin") else { return };
    for target in [now(), targets(0)[8].1, targets(0)[10].1] {
        wall.set(target);
        assert!(home.run(&["log", "add", "short"]).status.success());
    }
    let sessions = home.records();
    all_at_once(0..12, |n| {
        let mut home = gathered(&[&home]);
        let Some(wall) = Wall::of(&mut home, "Europe/Berlin") else { return };
        let (name, target) = targets(now())[n];
        wall.set(target);
        let mut tty = Tty::supple(&home, &["history"], 100, 30);
        tty.wait_for(&["Overview", "this week:"]);
        tty.press("\t");
        tty.wait(name, |text| text.matches("Short").count() >= sessions.len());
        tty.press("\x1b[B\x1b[B");
        tty.press("q");
        assert_eq!(tty.wait_end(), 0, "{name}");
    });
}

#[test]
fn a_home_screen_that_stands_over_midnight_shows_the_new_day_when_somebody_comes() {
    let mut home = Home::new();
    let Some(wall) = Wall::of(&mut home, "Europe/Berlin") else { return };
    crate::daily(&home);
    assert!(home.run(&["program", "start", "mine"]).status.success());
    assert!(home.run(&["today", "--done", "sit"]).status.success());
    let mut tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["since today", "✓ Sit"]);
    tty.signal(Signal::STOP);
    tty.wait_until("a stopped process", || state(tty.pid()) == Some('T'));
    wall.set(now() + DAY);
    tty.observe(3);
    tty.signal(Signal::CONT);
    tty.press("\x1b[B");
    tty.wait_until_gone("✓ Sit");
    tty.wait_for(&["since yesterday", "Sit"]);
    tty.press("\x1b[A\x1b[At");
    tty.wait_until("the record of it", || home.records().len() == 2);
    // And back: nobody did it before, as far as the clock goes, but for what is there.
    wall.set(now());
    tty.press("\x1b[A");
    tty.wait_for(&["✓ Sit"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert_eq!(home.records().len(), 2);
}
