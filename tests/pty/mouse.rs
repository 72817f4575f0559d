//! The mouse, as terminals report it.

use crate::{LEAD_IN, PAUSED, RUNNING, home::Home, pty::Tty};

/// Presses and lets go of the left button, on the cell where these words begin.
fn click_on(tty: &Tty, words: &str) {
    let text = tty.text();
    let at = text.lines().enumerate().find_map(|(row, line)| {
        let column = line[..line.find(words)?].chars().count();
        Some((column, row))
    });
    let (column, row) = at.unwrap_or_else(|| panic!("no {words} on\n{text}"));
    click(tty, column, row);
}

fn click(tty: &Tty, column: usize, row: usize) {
    let (x, y) = (column + 1, row + 1);
    tty.press(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
}

#[test]
fn a_session_is_led_with_the_mouse_alone() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--mute"], 100, 30);
    tty.wait_for(&["CHILD'S POSE", RUNNING]);
    click(&tty, 70, 10);
    tty.wait_for(&[PAUSED]);
    // On the strip: to the last exercise, and back to the first one.
    let strip = tty.text().lines().position(|line| line.contains('▅')).unwrap();
    click(&tty, 96, strip);
    tty.wait_for(&["KNEE TO CHEST"]);
    click(&tty, 3, strip);
    tty.wait_for(&["CHILD'S POSE", PAUSED]);
    click_on(&tty, "n next");
    tty.wait_for(&["hold, 20 s to go"]);
    click_on(&tty, "space go on");
    tty.wait_for(&[LEAD_IN]);
    click_on(&tty, "hold");
    tty.wait_for(&[PAUSED]);
    if cfg!(feature = "sound") {
        tty.wait_for(&["♪ muted"]);
        tty.press("\x1b[<65;50;10M");
        tty.press("\x1b[<64;50;10M");
        tty.wait_for(&["♪ 80%"]);
        tty.press("\x1b[<65;50;10M");
        tty.wait_for(&["♪ 75%"]);
        tty.press("\x1b[<64;50;10M\x1b[<64;50;10M");
        tty.wait_for(&["♪ 85%"]);
    }
    // Locked, it is deaf: what comes after the clicks is seen, and what they would have done is not.
    tty.press("x");
    tty.wait_for(&["keys locked"]);
    click(&tty, 70, 10);
    click(&tty, 96, strip);
    click_on(&tty, "x unlock");
    tty.press("x");
    tty.wait_until_gone("keys locked");
    tty.wait_for(&["CHILD'S POSE", PAUSED]);
    click_on(&tty, "q quit");
    tty.wait_for(&["Stop here?", "y stop here"]);
    click_on(&tty, "y stop here");
    tty.wait_for(&["Kept in your history."]);
    click_on(&tty, "enter close");
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
}

#[test]
fn the_mouse_can_be_left_to_the_terminal() {
    const CAPTURE: &str = "\x1b[?1000h";
    let home = Home::new();
    for (settings, captured) in [("", true), ("mouse = false\n", false)] {
        home.settings(settings);
        let mut tty = Tty::supple(&home, &[], 80, 24);
        tty.wait_for(&["Two-minute tour"]);
        tty.press("q");
        assert_eq!(tty.wait_end(), 0);
        tty.assert_as_before();
        let raw = tty.raw();
        assert_eq!(String::from_utf8_lossy(&raw).contains(CAPTURE), captured);
    }
}
