//! What is drawn where a terminal can do less, or the user wants less.

use std::{collections::BTreeSet, str};

use crate::{AT_WORK, OPEN_WORK, PAUSED, home::Home, pty::Tty};

/// Through every screen: home, session in several states, all that lies above it, summary. The ways there are the
/// same whatever they look like.
fn tour(home: &Home, env: &[(&str, &str)]) -> Tty {
    // As slow as it must be for the bell to ring and the border to flash.
    let mut tty = Tty::supple_with(home, &["run", "--speed", "4"], 100, 30, env);
    tty.wait_for(&["Two-minute tour", "The gentle twelve"]);
    tty.press("\r");
    tty.wait_for(&["SHOULDER ROLLS", OPEN_WORK]);
    tty.press("cc\r");
    tty.wait_for(&["CHILD'S POSE", AT_WORK]);
    tty.press("?");
    tty.wait_for(&["Start this exercise again"]);
    tty.press("\x1b");
    tty.wait_until_gone("Start this exercise again");
    tty.press(" ");
    tty.wait_for(&[PAUSED]);
    tty.press("g");
    tty.wait_for(&["Go to"]);
    tty.press("\x1b[F\r");
    tty.wait_for(&["KNEE TO CHEST"]);
    tty.press("n nq");
    tty.wait_for(&["Stop here?"]);
    tty.press("y");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    tty.wait_for(&["Recent"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
    tty
}

/// The numbers in all "select graphic rendition" sequences that were written.
fn renditions(raw: &[u8]) -> BTreeSet<u32> {
    let text = String::from_utf8_lossy(raw);
    let sequences = text.split("\x1b[").skip(1);
    let ends =
        sequences.filter_map(|rest| rest.split_once(|c: char| c.is_ascii_alphabetic()).zip(Some(rest)));
    ends.filter(|((parameters, _), rest)| rest[parameters.len()..].starts_with('m'))
        .flat_map(|((parameters, _), _)| parameters.split([';', ':']).filter_map(|n| n.parse().ok()))
        .collect()
}

fn colours(raw: &[u8]) -> Vec<u32> {
    renditions(raw).into_iter().filter(|n| matches!(n, 30..=49 | 90..=107)).collect()
}

#[test]
fn no_color_means_none() {
    let plain = tour(&Home::new(), &[("NO_COLOR", "1")]);
    assert_eq!(colours(&plain.raw()), Vec::<u32>::new());
    // What matters is told apart by weight instead.
    assert!(renditions(&plain.raw()).is_superset(&BTreeSet::from([1, 7])), "{:?}", renditions(&plain.raw()));
}

#[test]
fn without_utf_8_all_is_ascii() {
    let tty = tour(&Home::new(), &[("LC_ALL", "C")]);
    let raw = tty.raw();
    let strange: Vec<_> = raw.iter().filter(|byte| !byte.is_ascii()).collect();
    assert!(strange.is_empty(), "{strange:?}");
    // Colours are another matter.
    assert!(!colours(&raw).is_empty());
}

#[test]
fn the_console_works_with_its_sixteen_colours() {
    let tty = tour(&Home::new(), &[("TERM", "linux")]);
    let colours = colours(&tty.raw());
    assert!(colours.contains(&32), "{colours:?}");
    let more: Vec<_> = colours.into_iter().filter(|n| matches!(n, 38 | 48)).collect();
    assert!(more.is_empty(), "{more:?}");
}

#[test]
fn a_dumb_terminal_gets_lines() {
    let home = Home::new();
    let args = ["run", "demo", "--from", "knee-to-chest", "--speed", "20"];
    let mut tty = Tty::supple_with(&home, &args, 80, 24, &[("TERM", "dumb")]);
    assert_eq!(tty.wait_end(), 0);
    let raw = tty.raw();
    assert!(!raw.contains(&0x1b), "{:?}", String::from_utf8_lossy(&raw));
    let said = str::from_utf8(&raw).unwrap();
    assert!(said.contains("Get ready: Knee to chest."), "{said}");
    assert!(said.contains("Done: 20 seconds."), "{said}");
    tty.assert_as_before();
    assert_eq!(home.record()["status"], "completed");
}

#[test]
fn without_a_terminal_there_are_lines_and_without_a_routine_help() {
    let home = Home::new();
    let run = home.run(&["run", "demo", "--from", "knee-to-chest", "--speed", "100"]);
    assert_eq!(run.status.code(), Some(0));
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(said.contains("Get ready: Knee to chest."), "{said}");
    assert!(!said.contains('\x1b'), "{said}");
    let help = home.run(&[]);
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8(help.stdout).unwrap().contains("Usage: supple"));
    // What cannot be guessed is asked for.
    let unnamed = home.run(&["run"]);
    assert_eq!(unnamed.status.code(), Some(2));
    assert!(String::from_utf8(unnamed.stderr).unwrap().contains("supple run demo"));
}
