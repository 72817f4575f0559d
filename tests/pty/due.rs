//! What a program has due, on the home screen of the real program.

use crate::{home::Home, pty::Tty};

#[test]
fn what_is_due_is_ticked_off_and_started_from_the_home_screen() {
    let home = Home::new();
    assert!(home.run(&["program", "start", "back-care-8-weeks"]).status.success());
    let mut tty = Tty::supple(&home, &[], 100, 40);
    tty.wait_for(&["Start what is due", "Back care in eight weeks", "6 exercises"]);
    // Down to the first thing of the day.
    tty.press("\x1b[B");
    tty.wait_for(&["Cat-cow, paused"]);
    tty.press("t");
    tty.wait_until("the record of it", || home.records().len() == 1);
    let record = home.record();
    assert_eq!((&record["status"], &record["routine"]), (&"recorded".into(), &"cat-cow-paused".into()));
    tty.press("\x1b[A\x1b[A\r");
    // The session begins with what is still due.
    tty.wait_for(&["Today: Back care in eight weeks", "PELVIC TILT, BOTH WAYS", "1 of 5"]);
    tty.stop_session();
    tty.press("qq");
    assert_eq!(tty.wait_end(), 0);
    assert_eq!(home.records().len(), 2);
    assert_eq!(home.records()[1]["routine"], "today");
}
