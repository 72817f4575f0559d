//! Ways out of `--plain` and `--json`, at a terminal and on pipes.

use crate::{
    GHOSTTY, assert_given_back, assert_kept, home, home::Home, pty::Tty, report, screens::ENDS, shell,
};

/// A state of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Home,
    Hold,
    Pause,
    Json,
}

const ALL: [Place; 4] = [Place::Home, Place::Hold, Place::Pause, Place::Json];

impl Place {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Home => &["--plain"],
            Self::Hold | Self::Pause => &["run", "long", "--mute", "--plain"],
            Self::Json => &["run", "long", "--mute", "--json"],
        }
    }

    /// Who answers the lines of the home screen with the end has left nothing undone.
    fn status(self) -> u32 {
        if self == Self::Home { 0 } else { 130 }
    }

    #[track_caller]
    fn open(self, home: &Home) -> Tty {
        let tty = Tty::supple_with(home, self.words(), 200, 60, &[GHOSTTY]);
        match self {
            Self::Home => tty.wait_for(&["One long hold"]),
            Self::Hold => tty.wait_for(&["hold"]),
            Self::Pause => {
                tty.wait_for(&["hold"]);
                tty.press("pause\n");
                tty.wait_for(&["Paused"]);
            }
            Self::Json => tty.wait_for(&["step_started"]),
        }
        tty
    }
}

/// Nothing was switched on in the first place.
#[track_caller]
fn assert_all_is_well(place: Place, home: &Home, tty: &Tty, way: &str) {
    assert_given_back(tty, way);
    assert!(!tty.raw().contains(&b'\x1b'), "{way}, {place:?}: {}", tty.text());
    if place == Place::Home {
        assert_eq!(home.records().len(), 0, "{way}");
    } else {
        assert_kept(home, &format!("{way}, {place:?}"));
    }
}

#[test]
fn every_signal_that_ends_the_lines_in_every_place() {
    for signal in ENDS {
        for place in ALL {
            let home = home();
            let mut tty = place.open(&home);
            tty.signal(*signal);
            assert_eq!(tty.wait_end(), place.status(), "{signal:?}, {place:?}");
            assert_all_is_well(place, &home, &tty, &format!("{signal:?}"));
        }
    }
    report(&format!("{} signals in {} places of the lines", ENDS.len(), ALL.len()));
}

#[test]
fn the_keys_that_end_a_program_in_lines() {
    // Here they are the terminal's own: `^C` and `^\` are signals.
    for key in ["\x03", "\x1c"] {
        for place in ALL {
            let home = home();
            let mut tty = place.open(&home);
            tty.press(key);
            assert_eq!(tty.wait_end(), place.status(), "{key:?}, {place:?}");
            assert_all_is_well(place, &home, &tty, &format!("{key:?}"));
        }
    }
}

#[test]
fn lines_at_a_terminal_that_hangs_up() {
    for place in ALL {
        let home = home();
        let mut tty = place.open(&home);
        tty.hang_up();
        // Who hears first of it, the reader or the writer, decides what nobody sees any more.
        let status = tty.wait_exit();
        assert!([0, place.status()].contains(&status), "{place:?}: {status}");
        if place != Place::Home {
            assert_kept(&home, &format!("hung up, {place:?}"));
        }
    }
}

/// Nobody is there any more to say anything: the session goes on by itself, to its end.
#[test]
fn an_input_that_is_at_its_end() {
    for (what, redirection) in [("closed", "<&-"), ("nothing", "</dev/null")] {
        for form in ["--plain", "--json"] {
            let home = home();
            home.routine("short", SHORT);
            let script = format!("exec \"$0\" run short --mute --speed 10 {form} {redirection}");
            let output = shell(&home, &script).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{what}, {form}: {output:?}");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{what}, {form}");
            assert_eq!(home.record()["status"], "completed", "{what}, {form}");
        }
    }
}

#[test]
fn an_output_that_takes_nothing() {
    // What it is, the status, and what the history says of the session.
    for (redirection, status, kept) in [
        (">&-", 0, "completed"),
        (">/dev/null", 0, "completed"),
        (">/dev/full", 1, "stopped"),
        ("2>&-", 0, "completed"),
    ] {
        for form in ["--plain", "--json"] {
            let home = home();
            home.routine("short", SHORT);
            let script = format!("exec \"$0\" run short --mute --speed 10 {form} {redirection}");
            let output = shell(&home, &script).output().unwrap();
            assert_eq!(output.status.code(), Some(status), "{redirection}, {form}: {output:?}");
            assert_eq!(home.record()["status"], kept, "{redirection}, {form}");
            if status == 1 {
                let said = String::from_utf8_lossy(&output.stderr);
                assert_eq!(
                    said,
                    "supple: cannot write to standard output: No space left on device (os error 28)\n"
                );
            }
        }
    }
}

/// With any of the three closed there is no terminal at both ends, and hence no screen.
#[test]
fn a_screen_without_its_input_output_or_errors() {
    for (redirection, screen) in [("<&-", false), ("</dev/null", false), (">&-", false), ("2>&-", true)] {
        let home = home();
        let program = env!("CARGO_BIN_EXE_supple");
        home.routine("short", SHORT);
        let script =
            format!("\"{program}\" run short --mute --speed 10 {redirection}; echo \"ended with $?\"");
        let mut tty = Tty::program(&home, &["sh", "-c", &script], 100, 30, &[GHOSTTY]);
        if screen {
            tty.wait_for(&["Kept in your history."]);
            tty.press("q");
        }
        tty.wait_for(&["ended with 0"]);
        assert_eq!(tty.wait_end(), 0);
        assert_given_back(&tty, redirection);
        assert_eq!(home.record()["status"], "completed", "{redirection}");
    }
}

#[test]
fn a_reader_that_goes_away() {
    for form in ["--plain", "--json"] {
        let home = home();
        home.routine("steps", &SHORT.replace("3s", "30s\"\nsets = 3\nrest = \"3s"));
        let script = format!("\"$0\" run steps --mute --speed 10 {form} | head -n 1");
        let output = shell(&home, &script).output().unwrap();
        assert!(output.status.success(), "{form}: {output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{form}");
        assert_eq!(home.record()["status"], "stopped", "{form}");
    }
}

const SHORT: &str = r#"
format = 1
name = "A short one"
[[step]]
name = "Wall sit"
prepare = "1s"
hold = "3s"
"#;
