//! From the home screen to the summary, as a person goes.

use serde_json::{Value, json};

use crate::{AT_WORK, LEAD_IN, OPEN_WORK, PAUSED, home::Home, pty::Tty};

#[test]
fn the_home_screen_names_the_routines_and_leaves_no_trace() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&["Routines", "Two-minute tour", "The gentle twelve", "16 min"]);
    assert!(tty.is_taken());
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
    assert_eq!(tty.text().trim(), "");
    assert_eq!(home.records(), Vec::<Value>::new());
}

#[test]
fn a_session_from_the_home_screen_to_the_history() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &["run", "--speed", "8"], 100, 30);
    tty.wait_for(&["Two-minute tour"]);
    tty.press("\r");
    // Open work, which waits.
    tty.wait_for(&["SHOULDER ROLLS", OPEN_WORK, "at your own pace"]);
    tty.press("c");
    tty.press("?");
    tty.wait_for(&["Start this exercise again"]);
    tty.press("\x1b");
    tty.wait_until_gone("Start this exercise again");
    tty.press("\r");
    tty.wait_for(&["CHILD'S POSE", "next   hold 20 s"]);
    // A pause, and a lead-in that leads back into the hold. Its 8 s last one.
    tty.wait_for(&[AT_WORK]);
    tty.press("=");
    tty.press(" ");
    tty.wait_for(&["hold, ", " s to go"]);
    tty.press("x");
    tty.wait_for(&["keys locked"]);
    // While it is locked no key says anything, but `ctrl-c`, which asks.
    tty.press(" nsbq");
    tty.press("\x03");
    tty.wait_for(&["Stop here?", "hold, "]);
    tty.press("\r");
    tty.wait_until_gone("Stop here?");
    tty.wait_for(&["keys locked", "hold, "]);
    tty.press("x");
    tty.wait_until_gone("keys locked");
    tty.press(" ");
    tty.wait_for(&[LEAD_IN, "then hold "]);
    tty.wait_until_gone(LEAD_IN);
    tty.press("\r");
    tty.wait_for(&["CAT-COW"]);
    // Back to what came before, and on again.
    tty.press("b");
    tty.wait_for(&["CHILD'S POSE"]);
    tty.press(" ");
    tty.wait_for(&["CHILD'S POSE", "to go"]);
    // In a pause everything moves, but no time passes.
    tty.press("g");
    tty.wait_for(&["Go to", "Knee to chest"]);
    tty.press("\x1b[B\r");
    tty.wait_for(&["CAT-COW", "get ready, 5 s to go"]);
    tty.wait_until_gone("Go to");
    tty.press("s");
    tty.wait_for(&["Cat-cow skipped. Why?", "BIRD DOG"]);
    tty.press("t");
    tty.wait_until_gone("skipped. Why?");
    tty.press("n");
    tty.wait_for(&["BIRD DOG", "hold, 3 s to go"]);
    tty.press("g\x1b[F\r");
    tty.wait_for(&["KNEE TO CHEST", "get ready, 6 s to go"]);
    tty.press("=");
    tty.wait_for(&["get ready, 16 s to go"]);
    tty.press("n");
    tty.wait_for(&["left knee in", "hold, 5 s to go"]);
    tty.press("q");
    tty.wait_for(&["Stop here?"]);
    tty.press("n");
    tty.wait_until_gone("Stop here?");
    // It was paused before, so it still is.
    tty.wait_for(&["left knee in", "hold, 5 s to go"]);
    tty.press(" n");
    // Through the rest of it by itself.
    tty.wait_for(&["Kept in your history.", "Two-minute tour", "skipped: time"]);
    assert!(!tty.text().contains("not reached"), "{}", tty.text());
    tty.press("q");
    tty.wait_for(&["Routines", "Recent", "today"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();

    let record = home.record();
    assert_eq!(home.journals().len(), 0);
    assert_eq!(record["status"], "completed");
    assert_eq!(record["routine"], "demo");
    assert_eq!(record["speed"], 8.0);
    let did = |n: usize| {
        let exercise = &record["exercises"][n];
        json!([exercise["id"], exercise["status"], exercise["skip_reason"]])
    };
    assert_eq!(did(0), json!(["shoulder-rolls", "done", null]));
    // 20 s and the 10 s more; ended with enter before that, so cut short.
    assert_eq!(did(1), json!(["childs-pose", "partial", null]));
    assert_eq!(did(2), json!(["cat-cow", "skipped", "time"]));
    assert_eq!(did(3), json!(["bird-dog", "skipped", null]));
    assert_eq!(did(4), json!(["knee-to-chest", "done", null]));
    assert_eq!(record["exercises"][4]["left"]["seconds"], 5);
    assert_eq!(record["exercises"][4]["right"]["seconds"], 5);
}

#[test]
fn what_was_skipped_is_told_from_what_was_not_reached() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--mute"], 100, 30);
    tty.wait_for(&["CHILD'S POSE"]);
    tty.press(" s");
    tty.wait_for(&["Child's pose skipped. Why?", "CAT-COW"]);
    // Nobody need say why, and nobody can after 5 s, also in a pause.
    tty.wait_until_gone("skipped. Why?");
    tty.stop_session();
    let line = |name: &str| tty.text().lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(line("Child's pose").contains("skipped"), "{}", tty.text());
    assert!(line("Cat-cow").contains("not reached"), "{}", tty.text());
    tty.press("q");
    assert_eq!(tty.wait_end(), 130);
}

#[test]
fn every_size_is_drawn_and_the_old_one_again() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &["run", "demo", "--from", "childs", "--mute"], 100, 30);
    tty.wait_for(&["CHILD'S POSE", "next   hold 20 s"]);
    tty.press(" ");
    tty.wait_for(&[PAUSED, "to go", "Walk your hands forward"]);
    let before = tty.picture();
    tty.resize(20, 5);
    tty.wait("five lines of it", |text| text.contains("CHILD'S POSE") && text.lines().count() <= 5);
    tty.resize(1, 1);
    tty.wait("a single cell", |text| text.chars().count() <= 1);
    tty.resize(300, 80);
    tty.wait_for(&[
        // The name is in letters of its own there.
        "hold for 20 s",
        "Walk your hands forward",
        "Rest your forehead on the floor, or on a pillow.",
    ]);
    tty.resize(100, 30);
    tty.wait_for_picture("the old picture", &before);
    tty.stop_session();
    tty.press("\r");
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
}

#[test]
fn a_newcomer_reads_what_to_heed_once() {
    let home = Home::of_a_newcomer();
    // It stands in the way of no session.
    a_session_left_early(&home);
    // Who leaves has confirmed nothing.
    for _ in 0..2 {
        let mut tty = Tty::supple(&home, &[], 80, 24);
        tty.wait_for(&["Before you begin", "not a doctor", "bladder or bowel"]);
        tty.press("q");
        assert_eq!(tty.wait_end(), 0);
        tty.assert_as_before();
    }
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["Before you begin"]);
    tty.press(" ");
    tty.wait_for(&["Two-minute tour"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["Two-minute tour"]);
    tty.press("s");
    tty.wait_for(&["Before you begin"]);
    tty.press("\x1b");
    tty.wait_until_gone("Before you begin");
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

fn a_session_left_early(home: &Home) -> Tty {
    let mut tty = Tty::supple(home, &["run", "demo"], 80, 24);
    tty.wait_for(&["SHOULDER ROLLS"]);
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    tty.wait_end();
    tty
}

/// Nothing stands between a routine that is asked for and its session; after the first one it is said.
#[test]
fn a_newcomer_who_asks_for_a_routine_is_told_once_where_it_says_what_to_heed() {
    let home = Home::of_a_newcomer();
    for is_first in [true, false] {
        let tty = a_session_left_early(&home);
        assert_eq!(tty.text().contains("supple safety"), is_first, "{}", tty.text());
    }
}

#[test]
fn where_nothing_can_be_written_what_to_heed_comes_again_and_does_no_harm() {
    let home = Home::of_a_newcomer();
    std::fs::write(home.path().join("state"), "a file where a folder would be").unwrap();
    for _ in 0..2 {
        let mut tty = Tty::supple(&home, &[], 80, 24);
        tty.wait_for(&["Before you begin"]);
        tty.press("\r");
        tty.wait_for(&["There is no sound here"]);
        tty.press("\r");
        tty.wait_for(&["Two-minute tour"]);
        tty.press("q");
        assert_eq!(tty.wait_end(), 0);
    }
}

/// Whether the bell was rung; what ends a title or a question to the terminal is none.
fn rings(tty: &Tty) -> bool {
    let raw = tty.raw();
    let written = String::from_utf8_lossy(&raw);
    let mut parts = written.split("\x1b]");
    let after_command =
        |part: &str| part.split_once(['\x07', '\x1b']).is_some_and(|(_, rest)| rest.contains('\x07'));
    parts.next().is_some_and(|part| part.contains('\x07')) || parts.any(after_command)
}

fn was_tried(home: &Home) -> bool {
    home.path().join("state/supple/sound-tried").exists()
}

#[test]
fn from_nothing_to_the_first_session_in_three_keys() {
    let home = Home::of_a_newcomer();
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["Before you begin", "enter understood"]);
    tty.press("\r");
    // There is no sound card, and the bell shows what stands in.
    tty.wait_for(&["There is no sound here", "The terminal's bell", "enter go on"]);
    tty.wait_until("the bell", || rings(&tty));
    assert!(!was_tried(&home), "not before one has gone on");
    tty.press("\r");
    tty.wait_for(&["Two minutes, each key as you need it.", "enter start"]);
    assert!(was_tried(&home));
    tty.press("\r");
    tty.wait_for(&["SHOULDER ROLLS", "q stops at"]);
    tty.press("q");
    tty.wait_for(&["Stop here?"]);
    tty.press("y");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    tty.wait_for(&["h history"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
}

#[test]
fn the_three_keys_may_be_typed_ahead() {
    let home = Home::of_a_newcomer();
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["Before you begin"]);
    tty.press("\r\r\r");
    tty.wait_for(&["SHOULDER ROLLS"]);
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    tty.wait_for(&["h history"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

#[test]
fn the_sound_is_tried_until_one_has_gone_on_from_it_and_never_where_none_is_wanted() {
    let home = Home::of_a_newcomer();
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["Before you begin"]);
    tty.press("\r");
    tty.wait_for(&["There is no sound here"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
    let goes_home = |args: &[&str]| {
        let mut tty = Tty::supple(&home, args, 80, 24);
        tty.wait_for(&["h history"]);
        assert!(!rings(&tty), "{args:?} makes a noise");
        tty.press("q");
        assert_eq!(tty.wait_end(), 0);
    };
    goes_home(&["run", "--mute"]);
    home.settings("mute = true\n");
    goes_home(&[]);
    home.settings("");
    assert!(!was_tried(&home), "who wants silence has not tried it");
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["There is no sound here"]);
    tty.press("\x1b");
    tty.wait_for(&["h history"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert!(was_tried(&home));
    goes_home(&[]);
}

#[test]
fn whoever_has_done_a_session_has_heard_it() {
    let home = Home::of_a_newcomer();
    a_session_left_early(&home);
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["Before you begin"]);
    tty.press("\r");
    tty.wait_for(&["h history"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert!(!was_tried(&home) && !rings(&tty));
}

#[test]
fn an_exercise_is_found_read_and_done_alone() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &["run", "--speed", "20"], 80, 24);
    tty.wait_for(&["Two-minute tour"]);
    tty.press("/bird d");
    tty.wait_for(&["Search  bird d", "exercise"]);
    tty.press("\r");
    tty.wait_for(&["Reach one arm ahead", "e easier", "ours"]);
    tty.press("\r");
    tty.wait_for(&["BIRD DOG"]);
    tty.wait_for(&["Kept in your history."]);
    tty.press("q");
    tty.wait_for(&["Routines", "enter start"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert_eq!(home.record()["routine"], "bird-dog");
}
