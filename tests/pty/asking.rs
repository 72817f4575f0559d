//! What asks before it changes a program that runs.

use crate::{home::Home, pty::Tty};

fn runs(home: &Home) -> bool {
    let status = home.run(&["program", "status"]);
    String::from_utf8(status.stdout).unwrap().contains("Back care in eight weeks")
}

#[test]
fn a_program_is_stopped_only_after_a_yes() {
    let home = Home::new();
    assert!(home.run(&["program", "start", "back-care-8-weeks"]).status.success());
    let mut tty = Tty::supple(&home, &["program", "stop"], 100, 30);
    tty.wait_for(&["Back care in eight weeks has run since", "Stop it? [y/N]"]);
    tty.press("n\n");
    assert_eq!(tty.wait_end(), 130);
    tty.wait_for(&["Nothing has changed."]);
    assert!(runs(&home));
    let mut tty = Tty::supple(&home, &["program", "stop"], 100, 30);
    tty.wait_for(&["Stop it? [y/N]"]);
    tty.press("y\n");
    assert_eq!(tty.wait_end(), 0);
    assert!(!runs(&home));
    assert!(home.run(&["program", "undo"]).status.success());
    let mut tty = Tty::supple(&home, &["program", "stop", "-y"], 100, 30);
    assert_eq!(tty.wait_end(), 0, "it was said beforehand");
    assert!(!runs(&home));
}

#[test]
fn the_question_is_asked_where_only_the_output_goes_elsewhere() {
    let home = Home::new();
    assert!(home.run(&["program", "start", "back-care-8-weeks"]).status.success());
    let tty = Tty::shell(&home, 100, 30);
    tty.press("$SUPPLE program start daily-twelve > said; echo status $?\n");
    tty.wait_for(&["Stop it, and begin The daily twelve? [y/N]"]);
    tty.press("n\n");
    tty.wait_for(&["status 130"]);
    let said = std::fs::read_to_string(home.path().join("said")).unwrap();
    assert_eq!(said, "Nothing has changed.\n", "the question is no part of the output");
    assert!(runs(&home));
    // Where the errors go elsewhere the question comes with the output.
    tty.press("$SUPPLE program stop 2> said; echo status $?\n");
    tty.wait_for(&["Stop it? [y/N]"]);
    tty.press("y\n");
    tty.wait_for(&["status 0"]);
    assert!(!runs(&home));
}
