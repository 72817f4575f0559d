//! The terminal's own title and progress bar, and that both are as before on every way out.

use rustix::process::{Signal, kill_process};

use crate::{AT_WORK, PAUSED, RUNNING, home::Home, process::state, pty::Tty};

const KEEP: &str = "\x1b[22;0t";
const BACK: &str = "\x1b[23;0t";
const NO_BAR: &str = "\x1b]9;4;0\x1b\\";
/// A terminal that is known to have a bar.
const GHOSTTY: &[(&str, &str)] = &[("TERM_PROGRAM", "ghostty")];

const LONG: &str = r#"
format = 1
name = "One long hold"
[[step]]
name = "Wall sit"
prepare = "0s"
hold = "60s"
"#;

fn holding(env: &[(&str, &str)], settings: &str) -> (Home, Tty) {
    let home = Home::new();
    home.routine("long", LONG);
    home.settings(settings);
    let tty = Tty::supple_with(&home, &["run", "long", "--mute", "--speed", "2"], 80, 24, env);
    tty.wait_for(&["WALL SIT", AT_WORK]);
    (home, tty)
}

fn raw(tty: &Tty) -> String {
    String::from_utf8_lossy(&tty.raw()).into_owned()
}

/// The title was kept once and given back once, and the bar is gone.
#[track_caller]
fn assert_put_back(raw: &str) {
    assert_eq!((raw.matches(KEEP).count(), raw.matches(BACK).count()), (1, 1), "{raw:?}");
    let last_title = raw.rfind("\x1b]2;").unwrap();
    assert!(raw[last_title..].starts_with("\x1b]2;\x1b\\"), "the last title is ours: {raw:?}");
    assert!(raw.find(KEEP) < raw.find("\x1b]2;") && raw.rfind(BACK) > Some(last_title), "{raw:?}");
    let last_bar = raw.rfind("\x1b]9;4;").unwrap();
    assert!(raw[last_bar..].starts_with(NO_BAR), "the bar is left: {raw:?}");
}

#[test]
fn both_say_where_the_session_stands_and_nothing_twice() {
    let (_home, mut tty) = holding(GHOSTTY, "");
    tty.wait_until("three percent", || raw(&tty).contains("\x1b]9;4;1;3\x1b\\"));
    tty.press(" ");
    tty.wait_for(&[PAUSED]);
    tty.wait_until("a paused title", || raw(&tty).contains("\x1b]2;Paused: Wall sit\x1b\\"));
    assert!(raw(&tty).contains("\x1b]9;4;4;"), "the bar does not pause");
    tty.stop_session();
    tty.wait_until("the end", || raw(&tty).contains("\x1b]2;Stopped: One long hold\x1b\\"));
    tty.press("q");
    assert_eq!(tty.wait_end(), 130);
    let raw = raw(&tty);
    assert_eq!(raw.matches("\x1b]2;Wall sit\x1b\\").count(), 1, "{raw:?}");
    assert_eq!(raw.matches("\x1b]9;4;1;3\x1b\\").count(), 1, "{raw:?}");
    assert_put_back(&raw);
}

#[test]
fn a_signal_puts_both_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let (_home, mut tty) = holding(GHOSTTY, "");
        tty.signal(signal);
        assert_eq!(tty.wait_end(), 130, "{signal:?}");
        assert_put_back(&raw(&tty));
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_puts_both_back() {
    let (_home, mut tty) = holding(&[GHOSTTY[0], ("SUPPLE_PANIC", "redraw")], "");
    tty.press("\x0c");
    assert_eq!(tty.wait_end(), 1);
    assert_put_back(&raw(&tty));
}

#[test]
fn a_stop_puts_both_back_and_going_on_takes_them_again() {
    let home = Home::new();
    home.routine("long", LONG);
    let tty = Tty::shell(&home, 80, 24);
    tty.press("TERM_PROGRAM=ghostty $SUPPLE run long --mute\n");
    tty.wait_for(&["WALL SIT", RUNNING]);
    let pid = tty.job();
    tty.press("\x1a");
    tty.wait_until("a stopped process", || state(pid) == Some('T'));
    tty.wait_for(&["ready>", "Stopped"]);
    assert_put_back(&raw(&tty));
    let before = raw(&tty).len();
    tty.press("fg\n");
    tty.wait_for(&[PAUSED]);
    tty.wait_until("title and bar", || {
        let after = raw(&tty).split_off(before);
        after.contains(KEEP)
            && after.contains("\x1b]2;Paused: Wall sit\x1b\\")
            && after.contains("\x1b]9;4;4;")
    });
    // Stopped without a word: what is kept is still the title from before, not ours.
    kill_process(pid, Signal::STOP).unwrap();
    tty.wait_until("a stopped process", || state(pid) == Some('T'));
    tty.press("fg\n");
    tty.wait_until("a running process", || state(pid) != Some('T'));
    tty.wait_until("the title again", || raw(&tty).matches("\x1b]2;Paused: Wall sit\x1b\\").count() > 1);
    kill_process(pid, Signal::TERM).unwrap();
    tty.wait_until("the title back", || raw(&tty).matches(BACK).count() == 2);
    assert_eq!(raw(&tty).matches(KEEP).count(), 2);
}

#[test]
fn a_terminal_that_would_take_it_for_something_else_is_told_nothing() {
    for (env, settings) in [
        (&[("TERM_PROGRAM", "iTerm.app"), ("TERM_PROGRAM_VERSION", "3.4.19")][..], ""),
        (GHOSTTY, "progress = \"never\"\n"),
        (&[][..], ""),
    ] {
        let (_home, mut tty) = holding(env, settings);
        tty.wait_for(&["0:5"]);
        tty.signal(Signal::TERM);
        tty.wait_end();
        assert!(!raw(&tty).contains("\x1b]9;"), "{env:?}");
    }
    let (_home, mut tty) = holding(&[], "title = false\n");
    tty.signal(Signal::TERM);
    tty.wait_end();
    let raw = raw(&tty);
    assert!(!raw.contains("\x1b]2;") && !raw.contains(KEEP) && !raw.contains(BACK), "{raw:?}");
}
