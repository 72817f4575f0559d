//! What it costs a session to be watched: nothing.

use std::{io::BufRead as _, io::BufReader, process::Stdio};

use crate::{
    Line, at_work, ctl,
    home::Home,
    piped::Piped,
    process::{wake_ups, wake_ups_by_thread},
};

/// So long the counting takes.
const SECONDS: u64 = 6;

#[test]
fn between_events_a_watched_session_sleeps() {
    let home = Home::new();
    let mut run = at_work(&home);
    // Ten seconds from now on nothing happens: the countdown before the hold is over.
    let mut follower = Line::open(&home);
    follower.ask("follow");
    let mut child =
        home.command(&["status", "--follow", "--format", "{left}"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    Piped::observe(1);
    let before = wake_ups(run.pid());
    Piped::observe(SECONDS);
    let woken = wake_ups(run.pid()) - before;
    assert_eq!(woken, 0, "{:?}", wake_ups_by_thread(run.pid()));
    assert_eq!(ctl(&home, &["pause"]).0, 0);
    run.wait_for("paused");
    Piped::observe(1);
    // It counts by itself meanwhile, a second a line, and in a pause nobody does anything.
    let of_the_child = rustix::process::Pid::from_child(&child);
    let before = (wake_ups(run.pid()), wake_ups(of_the_child));
    Piped::observe(3);
    assert_eq!((wake_ups(run.pid()), wake_ups(of_the_child)), before);
    assert_eq!(ctl(&home, &["quit"]).0, 0);
    let shown: Vec<String> = lines.map(Result::unwrap).collect();
    assert!(child.wait().unwrap().success());
    let seconds: Vec<u64> = shown
        .iter()
        .map(|line| {
            let (minutes, seconds) = line.split_once(':').unwrap();
            minutes.parse::<u64>().unwrap() * 60 + seconds.parse::<u64>().unwrap()
        })
        .collect();
    assert!(seconds.len() as u64 >= SECONDS, "{shown:?}");
    assert!(seconds.windows(2).all(|pair| pair[0] == pair[1] + 1), "{shown:?}");
}
