//! Keys of the user's own, and whatever else a terminal may send.

use crate::{PAUSED, RUNNING, home::Home, pty::Tty};

fn session(home: &Home) -> Tty {
    let tty = Tty::supple(home, &["run", "demo", "--from", "childs", "--mute"], 100, 30);
    tty.wait_for(&["CHILD'S POSE"]);
    tty
}

/// Leaves a session that stands at its end or anywhere else.
fn leave(tty: Tty) {
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    leave_summary(tty);
}

fn leave_summary(mut tty: Tty) {
    tty.press("\x03");
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
}

#[test]
fn keys_of_one_s_own_act_and_are_what_is_shown() {
    let home = Home::new();
    home.settings("[keys]\npause = [\"f5\", \"k\"]\nskip = []\nquit = []\n");
    let tty = session(&home);
    tty.wait_for(&["f5 pause", "ctrl-c quit"]);
    let text = tty.text();
    assert!(!text.contains("skip") && !text.contains("space pause") && !text.contains("q quit"), "{text}");
    // What was a key before is none any more.
    tty.press(" q");
    tty.press("\x1b[15~");
    tty.wait_for(&["f5 go on"]);
    tty.press("k");
    tty.wait_for(&["n now"]);
    tty.press("K");
    tty.wait_for(&["f5 go on"]);
    tty.press("?");
    tty.wait("the keys in the help", |text| {
        let row = |words: &str| text.lines().find(|line| line.contains(words)).unwrap_or_default().to_owned();
        row("Pause, or go on").contains("f5 k ") && row("Skip this exercise").contains("no key")
    });
    tty.press("\x1b");
    tty.wait_until_gone("Skip this exercise");
    leave(tty);
}

#[test]
fn the_vim_preset_is_a_word_in_the_settings() {
    let home = Home::new();
    home.settings("keys = \"vim\"\n");
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["▌ Two-minute tour"]);
    tty.press("j");
    tty.wait_until_gone("▌ Two-minute tour");
    tty.press("k");
    tty.wait_for(&["▌ Two-minute tour"]);
    tty.press("/");
    tty.wait_for(&["Search", "↑↓ choose"]);
    tty.press("\x1b");
    tty.wait_until_gone("↑↓ choose");
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    tty.assert_as_before();
}

#[test]
fn a_fault_in_the_settings_is_seen_on_the_home_screen_and_on_standard_error() {
    let home = Home::new();
    home.settings("mouse = true\n\n[keys]\nnext = [\"b\"]\npausse = \"f5\"\n");
    let mut tty = Tty::supple(&home, &[], 100, 30);
    tty.wait_for(&[
        "! config.toml line 5: there is no action `pausse`; did you mean",
        "1 more: `supple config show`",
    ]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    let said = String::from_utf8(home.run(&["config", "show"]).stderr).unwrap();
    for words in [
        "config.toml:4:9",
        "`b` would mean both `next` and `back` (in a session): it is `next` now",
        "write `back = [\"left\", \"pageup\"]`",
        "config.toml:5:1",
    ] {
        assert!(said.contains(words), "no {words} in\n{said}");
    }
}

#[test]
fn what_is_pasted_is_never_taken_for_keys() {
    let home = Home::new();
    let tty = session(&home);
    tty.wait_for(&[RUNNING]);
    tty.press("\x1b[200~qy\r \x03\x1b[201~");
    // What comes after it is a key again; what was pasted would have stopped the session.
    tty.press(" ");
    tty.wait_for(&[PAUSED]);
    // In two parts, as a slow line brings them: between them it is not over.
    tty.press("\x1b[200~q");
    tty.press("y\r\x1b[20");
    tty.press("1~m");
    tty.wait_for(&[PAUSED, "CHILD'S POSE"]);
    tty.press("\x03\x03");
    tty.wait_for(&["Kept in your history."]);
    tty.press("n\x1b[200~qy\rstiff\x1b[201~");
    tty.wait_for(&["qy stiff"]);
    tty.press("\r");
    tty.wait_for(&["The answers too."]);
    leave_summary(tty);
    let logged = String::from_utf8(home.run(&["log", "--json"]).stdout).unwrap();
    assert!(logged.contains("\"qy stiff\""), "{logged}");

    let tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["Two-minute tour"]);
    tty.press("\x1b[200~qy\r\x1b[201~/\x1b[200~bird\r\x1b[201~");
    tty.wait_for(&["Search", "bird", "Bird dog"]);
}

#[test]
fn a_terminal_that_tells_more_than_it_is_asked_does_no_harm() {
    let home = Home::new();
    let tty = session(&home);
    tty.wait_for(&[RUNNING]);
    // Keys let go, shift by itself, focus, a colour, a version, the cursor at nought, a mouse at nought.
    tty.press("\x1b[32;1:3u\x1b[113;1:3u\x1b[57441;2u\x1b[O\x1b[I\x1b]11;rgb:qqqq/yyyy/ssss\x1b\\");
    tty.press("\x1bP>|xterm(390) q\x1b\\\x1b[0;0R\x1b[<0;0;0m\x1b[?62;22c\x1b[?2026;2$y");
    tty.press("\x1b[32;1:1u");
    tty.wait_for(&[PAUSED]);
    // An escape that comes in pieces.
    tty.press("\x1b[99;");
    tty.press("5u");
    tty.wait_for(&["Stop here?"]);
    tty.press("\x1b[27u");
    tty.wait_until_gone("Stop here?");
    leave(tty);
}

/// Pieces of what terminals send, and any bytes between them.
fn noise(count: usize) -> Vec<u8> {
    const PIECES: &[&[u8]] = &[
        b"\x1b[",
        b"\x1b[<",
        b"\x1b[<0;0;0M",
        b"\x1b[M",
        b"\x1bO",
        b"\x1b]11;",
        b"\x1bP",
        b"\x1b\\",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[0;0R",
        b"\x1b[97;1:3u",
        b"\x1b[1089::99u",
        b"\x1b[?",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b",
        b"\r",
        b"\x1b[B",
        b"\xe7\x8c",
        b"\xf0\x9f",
        b"\x1b[M\x20\x21\x21",
        b"\x1b[65;65535;65535M",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut bytes = Vec::new();
    while bytes.len() < count {
        let number = next();
        let low = u8::try_from(number >> 8 & 0xff).unwrap();
        match number % 3 {
            0 => bytes.extend(PIECES[usize::from(low) % PIECES.len()]),
            // The keys that leave: the end is to come when we say so.
            _ if matches!(low, b'q' | b'Q' | 3) => {}
            _ => bytes.push(low),
        }
    }
    bytes
}

#[test]
fn garbage_neither_ends_nor_deafens_it() {
    let home = Home::new();
    let mut tty = Tty::supple(&home, &[], 80, 24);
    tty.wait_for(&["Two-minute tour"]);
    for chunk in noise(12_000).chunks(700) {
        tty.press_bytes(chunk);
    }
    // It draws, and can be left, wherever it is now.
    tty.press("\x1b[201~\x1b\\");
    let drawn = tty.raw().len();
    tty.wait_until("a picture", || {
        tty.press("\x0c");
        tty.raw().len() > drawn
    });
    assert!(tty.is_taken(), "{}", tty.text());
    let mut status = None;
    for _ in 0..200 {
        tty.press("\x03");
        status = tty.exit_within_a_moment();
        if status.is_some() {
            break;
        }
    }
    assert_eq!(status, Some(0), "{}", tty.text());
    tty.wait_end();
    tty.assert_as_before();
    assert!(!String::from_utf8_lossy(&tty.raw()).contains("panicked"));
}
