//! One program in which session follows session, as on a machine where it is never left.

use crate::{gauge::Sample, home::Home, program, pty::Tty, report};

/// So many sessions; until the first of them are over, nothing is counted.
const SESSIONS: usize = 60;
const WARM_UP: usize = 30;

const SHORT: &str = r#"
format = 1
name = "A short one"
[[step]]
name = "Wall sit"
prepare = "5s"
hold = "20s"
"#;

#[test]
fn session_after_session_leaves_nothing_behind() {
    let home = Home::new();
    home.routine("a-short-one", SHORT);
    home.settings("check_in = \"off\"\n");
    let program = program();
    let mut tty = Tty::program(&home, &[&program, "run", "--speed", "200"], 100, 30, &[]);
    tty.wait_for(&["Routines", "A short one"]);
    let mut before = None;
    for number in 1..=SESSIONS {
        tty.press("/");
        tty.press("A short\r");
        tty.wait_for(&["A short one"]);
        tty.press("\r");
        tty.wait_for(&["Kept in your history."]);
        tty.press("q");
        tty.wait_for(&["Routines", "h history"]);
        tty.press("h");
        tty.wait_for(&["Overview", "session"]);
        tty.press("\x1b");
        tty.wait_for(&["Routines", "h history"]);
        if number == WARM_UP {
            before = Some(Sample::least(tty.pid(), 1.0));
        }
    }
    let before = before.unwrap();
    let after = Sample::when_as_quiet_as(tty.pid(), before);
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert_eq!(home.records().len(), SESSIONS);
    report(&format!(
        "{SESSIONS} sessions in one program\n  after {WARM_UP}: {before}\n  in the end: {after}"
    ));
    after.assert_no_more_than(before, 1024);
}
