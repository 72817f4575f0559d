//! What is drawn where a terminal can do less, or the user wants less.

use std::{collections::BTreeSet, fs, io::Write as _, process::Command, str};

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

/// What the terminal is asked for its ground.
const QUESTION: &str = "\x1b]11;?\x07";
const LIGHT: vt100::Color = vt100::Color::Rgb(0xfb, 0xfa, 0xf7);
const DARK: vt100::Color = vt100::Color::Rgb(0x10, 0x14, 0x18);
const ALL_COLOURS: (&str, &str) = ("COLORTERM", "truecolor");

fn count(tty: &Tty, text: &str) -> usize {
    String::from_utf8_lossy(&tty.raw()).matches(text).count()
}

#[test]
fn no_color_means_none() {
    let plain = tour(&Home::new(), &[("NO_COLOR", "1"), ALL_COLOURS]);
    assert_eq!(colours(&plain.raw()), Vec::<u32>::new());
    // What matters is told apart by weight instead.
    assert!(renditions(&plain.raw()).is_superset(&BTreeSet::from([1, 7])), "{:?}", renditions(&plain.raw()));
    assert_eq!(count(&plain, QUESTION), 0, "no answer could change anything");
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
fn the_console_works_with_its_sixteen_colours_and_its_font() {
    // What another terminal can do may be left over in the environment.
    let tty = tour(&Home::new(), &[("TERM", "linux"), ALL_COLOURS]);
    let raw = tty.raw();
    let colours = colours(&raw);
    assert!(colours.contains(&92) && !colours.iter().any(|n| matches!(n, 38 | 48)), "{colours:?}");
    // Faint is a grey there that cannot be read.
    assert!(!renditions(&raw).contains(&2));
    let text = str::from_utf8(&raw).unwrap();
    assert!(text.contains('█') && text.contains('─'));
    let strange: BTreeSet<char> = text
        .chars()
        .filter(|c| !c.is_ascii() && !c.is_alphabetic() && !"─│┌┐└┘├┤┬┴┼█▄▀▌▐░▒▓·×→←↑↓".contains(*c))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
    assert!(!text.contains("\x1b]"), "it has no title and answers no questions");
}

#[test]
fn a_terminal_of_sixteen_colours_gets_no_others_and_no_questions() {
    let tty = tour(&Home::new(), &[("TERM", "xterm")]);
    let colours = colours(&tty.raw());
    assert!(colours.contains(&32) && !colours.iter().any(|n| matches!(n, 38 | 48)), "{colours:?}");
    assert_eq!(count(&tty, QUESTION), 0);
}

#[test]
fn without_true_colour_there_are_256() {
    let tty = tour(&Home::new(), &[]);
    assert!(count(&tty, "38;5;") > 0 && count(&tty, "48;5;") > 0);
    assert_eq!(count(&tty, "8;2;"), 0);
}

#[test]
fn a_terminal_that_answers_nothing_is_asked_once_and_never_waited_for() {
    let home = Home::new();
    let mut tty = Tty::supple_with(&home, &[], 100, 30, &[ALL_COLOURS]);
    tty.wait_for(&["Two-minute tour", "The gentle twelve"]);
    tty.wait_until("the dark colours", || tty.ground() == DARK);
    assert_eq!(count(&tty, QUESTION), 1);
    // Escape is a key like any other, and an answer to what was not asked is none.
    tty.press("i");
    tty.wait_for(&["esc back"]);
    tty.press("\x1b");
    tty.wait_until_gone("esc back");
    tty.press("/\x1b]11x\x07core");
    tty.wait_for(&["Search  core"]);
    tty.press("\x03");
    tty.wait_until_gone("Search  core");
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert_eq!(count(&tty, QUESTION), 1);
    tty.assert_as_before();
    assert!(!home.path().join("state/supple/ground").exists(), "there is nothing to remember");
}

#[test]
fn the_answer_changes_the_colours_and_nothing_else_and_is_remembered() {
    let home = Home::new();
    let mut tty = Tty::supple_with(&home, &[], 100, 30, &[ALL_COLOURS]);
    tty.wait_for(&["Two-minute tour", "The gentle twelve"]);
    // What there is to choose comes with the history.
    tty.wait_for(&["enter start"]);
    assert_eq!(tty.ground(), DARK);
    let before = tty.picture();
    // In pieces, as over a slow line, and with another key between them and the next.
    tty.press("\x1b]11;rgb:FFff/");
    tty.press("fafa/f0f0\x1b");
    tty.press("\\");
    tty.wait_until("the light colours", || tty.ground() == LIGHT);
    tty.wait_for_picture("the same screen: no part of it was a key", &before);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    // The next time they are there from the first picture on, though this terminal says nothing.
    let next = Tty::supple_with(&home, &[], 100, 30, &[ALL_COLOURS]);
    next.wait_for(&["Two-minute tour", "The gentle twelve"]);
    next.wait_until("the light colours", || next.ground() == LIGHT);
    assert!(!String::from_utf8_lossy(&next.raw()).contains("48;2;16;20;24"));
    drop(next);
    // What the user has settled is not asked for.
    home.settings("theme = \"high-contrast\"");
    let settled = Tty::supple_with(&home, &[], 100, 30, &[ALL_COLOURS]);
    settled.wait_for(&["Two-minute tour", "The gentle twelve"]);
    settled.wait_until("black", || settled.ground() == vt100::Color::Rgb(0, 0, 0));
    assert_eq!(count(&settled, QUESTION), 0);
}

#[test]
fn an_answer_that_comes_as_one_leaves_is_not_typed_into_the_shell() {
    let home = Home::new();
    let mut tty = Tty::supple_with(&home, &[], 100, 30, &[ALL_COLOURS]);
    tty.wait_until("the question", || count(&tty, QUESTION) == 1);
    tty.press("q\x1b]11;rgb:ffff/ffff/ffff\x07");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
    assert!(!tty.text().contains("11;rgb"), "{}", tty.text());
}

#[test]
fn lines_ask_nothing() {
    let home = Home::new();
    let args = ["run", "demo", "--plain", "--from", "knee-to-chest", "--speed", "50"];
    let mut tty = Tty::supple_with(&home, &args, 80, 24, &[ALL_COLOURS]);
    assert_eq!(tty.wait_end(), 0);
    assert!(!tty.raw().contains(&0x1b));
}

/// A real one between the program and the terminal.
fn in_tmux(home: &Home, settings: &str) -> Option<Tty> {
    if Command::new("tmux").arg("-V").output().is_err() {
        let _ = writeln!(std::io::stderr(), "left out: there is no tmux");
        return None;
    }
    let (socket, file) = (home.path().join("tmux"), home.path().join("tmux.conf"));
    fs::write(&file, settings).unwrap();
    let [socket, file] = [socket, file].map(|path| path.display().to_string());
    let program = [env!("CARGO_BIN_EXE_supple"), "run", "demo"];
    let words = ["tmux", "-u", "-S", &socket, "-f", &file, "new-session"];
    let words: Vec<&str> = words.into_iter().chain(program).collect();
    Some(Tty::program(home, &words, 100, 30, &[ALL_COLOURS, ("SHELL", "/bin/sh")]))
}

#[test]
fn in_tmux_all_is_as_it_is_outside() {
    let home = Home::new();
    let settings = "set -g status off\nset -g default-terminal tmux-256color\nset -ga terminal-overrides ',*:Tc'\n\
                    set -sg escape-time 0\n";
    let Some(mut tty) = in_tmux(&home, settings) else { return };
    tty.wait_for(&["SHOULDER ROLLS", "space pause"]);
    tty.wait_until("the dark colours", || tty.ground() == DARK);
    tty.press(" ");
    tty.wait_for(&[PAUSED]);
    tty.press("?");
    tty.wait_for(&["Start this exercise again"]);
    tty.press("\x1b");
    tty.wait_until_gone("Start this exercise again");
    tty.stop_session();
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert!(!tty.text().contains("rgb:"), "{}", tty.text());
    assert_eq!(home.record()["status"], "stopped");
}

#[test]
fn tmux_is_believed_about_its_ground() {
    let home = Home::new();
    let settings =
        "set -g status off\nset -g default-terminal screen-256color\nset -g window-style 'bg=#fdf6e3'\n";
    let Some(mut tty) = in_tmux(&home, settings) else { return };
    tty.wait_for(&["SHOULDER ROLLS", "space pause"]);
    // `screen` might be the one that takes all colours for something else.
    tty.wait_until("the light colours", || tty.ground() == vt100::Color::Idx(231));
    tty.stop_session();
    tty.press("q");
    // The server goes with its only window.
    assert_eq!(tty.wait_end(), 0);
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
    assert!(said.contains("Done after 20 seconds."), "{said}");
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
