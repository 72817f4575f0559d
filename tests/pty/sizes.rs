//! The window is pulled about while a session runs.

use std::time::Duration;

use supple::runtime::clock;

use crate::{AT_WORK, PAUSED, home::Home, pty::Tty};

/// Names of every script, and lengths that a screen of any size has to make room for.
const HOLD: &str = r#"
format = 1
name = "猫 👩‍👩‍👧 מתיחת גב, every day"
[[step]]
name = "猫と牛のポーズ ❤️ stretch"
how = ["仰向けに寝て、膝を曲げます。", "שכבו על הגב", "Breathe out slowly, and let the shoulders fall."]
hold = "12s"
prepare = "1s"
"#;

/// As many sizes as a hand at the window's corner makes, from one cell to more than anybody has.
fn storm(tty: &Tty) {
    let sizes =
        [(1, 1), (20, 5), (3, 40), (300, 80), (80, 24), (2, 2), (44, 10), (200, 1), (71, 17), (100, 30)];
    let mut sizes = sizes.iter().cycle().take(200);
    tty.wait_until("two hundred sizes", || {
        let next = sizes.next();
        if let Some((columns, rows)) = next {
            tty.resize(*columns, *rows);
        }
        next.is_none()
    });
}

#[test]
fn two_hundred_sizes_in_the_middle_of_a_hold_cost_no_time_and_leave_nothing_behind() {
    let home = Home::new();
    home.routine("storm", HOLD);
    let mut tty = Tty::supple(&home, &["run", "storm"], 100, 30);
    tty.wait_for(&[AT_WORK, "Breathe out slowly"]);
    let begun = clock::now();
    storm(&tty);
    tty.resize(80, 24);
    tty.wait_for(&[AT_WORK, "Breathe out slowly"]);
    tty.press(" ");
    tty.wait_for(&[PAUSED, "to go"]);
    let seen = tty.picture();
    // Drawn anew from nothing it must be the same picture: nothing of another size was left on it.
    let written = tty.raw().len();
    tty.press("\x0c");
    tty.wait_until("a picture from nothing", || tty.raw().len() > written + 1_000);
    tty.wait_for_picture("the same picture", &seen);
    tty.press(" ");
    tty.wait_for(&[crate::LEAD_IN]);
    tty.press("n");
    tty.wait_for(&[AT_WORK]);
    storm(&tty);
    tty.resize(60, 20);
    tty.wait_for(&["Kept in your history."]);
    let took = clock::now().since(begun);
    // Twelve seconds of work and a second of preparation, of which some had passed when it was first seen.
    let active = home.record()["active_seconds"].as_f64().unwrap();
    assert!((active - 13.0).abs() < 0.01, "{active}");
    assert!(took > Duration::from_secs(10), "{took:?}");
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
}
