//! `supple exercises NAME` on a terminal: a page with a moving figure.

use crate::{
    AT_WORK,
    home::Home,
    process::{wake_ups, wake_ups_by_thread},
    pty::Tty,
};

const SECONDS: u64 = 5;

fn is_dotted(screen: &str) -> bool {
    screen.chars().any(|glyph| ('\u{2801}'..='\u{28ff}').contains(&glyph))
}

/// Wake-ups in so many seconds.
fn count(tty: &Tty) -> u64 {
    let before = wake_ups(tty.pid());
    tty.observe(SECONDS);
    wake_ups(tty.pid()) - before
}

#[test]
fn the_page_opens_moves_and_is_left_again() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &["exercises", "wall-"], 100, 30);
    tty.wait_for(&["Wall sit"]);
    assert!(is_dotted(&tty.text()), "{}", tty.text());
    let first = tty.text();
    tty.wait("another picture", |screen| screen != first);
    let moving = count(&tty);
    let most = SECONDS * 9;
    assert!((SECONDS * 2..=most).contains(&moving), "{moving}: {:?}", wake_ups_by_thread(tty.pid()));
    tty.press("?");
    tty.wait_for(&["Close this"]);
    tty.observe(1);
    assert_eq!(count(&tty), 0, "the help covers it");
    tty.press("\x1b");
    tty.wait_until_gone("Close this");
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
}

#[test]
fn without_motion_it_costs_nothing() {
    let home = Home::new();
    home.settings("motion = false\n");
    let tty = Tty::supple(&home, &["exercises", "bird-dog"], 100, 30);
    tty.wait_for(&["Bird dog"]);
    tty.observe(1);
    assert_eq!(count(&tty), 0);
}

#[test]
fn a_hold_with_a_moving_figure_costs_few_wake_ups() {
    let home = Home::new();
    let tty = Tty::supple(&home, &["run", "wall-sit", "--mute"], 100, 30);
    tty.wait_for(&["WALL SIT"]);
    tty.press("n");
    tty.wait_for(&[AT_WORK]);
    tty.observe(2);
    let held = count(&tty);
    assert!(held <= SECONDS * 10, "{held}: {:?}", wake_ups_by_thread(tty.pid()));
    assert!(held > SECONDS, "the figure stands still");
}
