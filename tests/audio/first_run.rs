//! A newcomer tries the sound: it is heard once for each press, and the device is closed again.

use std::{fs, process::Command, time::Duration};

use supple::{audio::Mouth, runtime::clock, speech::SAMPLE};

use crate::{
    TRIES,
    home::Home,
    ms,
    pty::Tty,
    rehearsal::stretches,
    rig::{Recording, Rig},
};

/// Between the chime and the sentence there is more silence than this, within the sentence less.
const GAP: Duration = ms(350);
/// The chime is heard so long at most.
const CHIME: Duration = ms(600);

#[test]
fn a_chime_and_a_sentence_once_for_each_press_and_then_nothing_is_left() {
    for attempt in 1..=TRIES {
        let wrong = what_is_wrong();
        let Some(wrong) = wrong else { return };
        assert!(attempt < TRIES, "{wrong}");
        eprintln!("{wrong}");
    }
}

fn what_is_wrong() -> Option<String> {
    let (rig, home) = (Rig::start(), Home::of_a_newcomer());
    let environment = rig.environment();
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let recorder = rig.record();
    let mut tty = Tty::supple_with(&home, &[], 100, 30, &environment);
    tty.wait_for(&["Before you begin"]);
    assert_eq!(players(&rig), 0, "nothing is opened before it is to be heard");
    tty.press("\r");
    tty.wait_for(&["Can you hear this?", "plays it on", "at 80 %", "enter I hear it"]);
    plays_and_closes(&tty, &rig);
    tty.press("r");
    plays_and_closes(&tty, &rig);
    tty.press("m");
    tty.wait_for(&["Without sound"]);
    tty.press("r");
    tty.press("m");
    tty.wait_for(&["Can you hear this?"]);
    plays_and_closes(&tty, &rig);
    // A short sound says how loud it is now.
    tty.press("[");
    tty.wait_for(&["at 70 %"]);
    plays_and_closes(&tty, &rig);
    // In the midst of it, which breaks off.
    tty.press("r");
    tty.wait_until("the device to be opened", || players(&rig) == 1);
    tty.press("\r");
    let left = clock::now();
    tty.wait_for(&["h history"]);
    tty.wait_until("the device to be closed", || players(&rig) == 0);
    assert!(clock::now().since(left) < Duration::from_secs(5));
    // The connection to the server stays, and sleeps.
    tty.wait_until("no thread that sounds", || {
        threads(&tty).iter().filter(|name| name.contains("sound")).count() <= 1
    });
    let recording = recorder.stop();
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    assert!(home.path().join("state/supple/sound-tried").exists());
    faults(&recording)
}

/// Three times both, and the short sound; what was broken off may be heard in part, or not at all.
fn faults(recording: &Recording) -> Option<String> {
    let sentence = Mouth::default().length(SAMPLE).unwrap();
    let heard: Vec<Duration> =
        stretches(recording, GAP).iter().map(|(begins, ends)| ends.since(*begins)).collect();
    let is_sentence = |length: Duration| length.abs_diff(sentence) < ms(250);
    let is_right = heard.len() >= 7
        && heard[..6].chunks(2).all(|pair| pair[0] < CHIME && is_sentence(pair[1]))
        && heard[6] < CHIME
        && heard[7..].iter().all(|length| *length < CHIME);
    (!is_right).then(|| format!("the sentence takes {sentence:?}; heard: {heard:?}"))
}

#[test]
fn whoever_wants_silence_is_not_asked() {
    let (rig, home) = (Rig::start(), Home::of_a_newcomer());
    let environment = rig.environment();
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let recorder = rig.record();
    let mut tty = Tty::supple_with(&home, &["run", "--mute"], 100, 30, &environment);
    tty.wait_for(&["Before you begin"]);
    tty.press("\r");
    tty.wait_for(&["h history"]);
    assert!(!threads(&tty).iter().any(|name| name.contains("sound")));
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
    let recording = recorder.stop();
    assert_eq!(stretches(&recording, GAP), []);
    assert!(!home.path().join("state/supple/sound-tried").exists(), "it comes with the sound");
}

#[test]
fn in_lines_it_is_asked_as_well() {
    let (rig, home) = (Rig::start(), Home::of_a_newcomer());
    let environment = rig.environment();
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut tty = Tty::supple_with(&home, &["--plain"], 250, 100, &environment);
    tty.wait_for(&["Type yes when you have heard it"]);
    tty.press("yes\n");
    tty.wait_for(&[
        "Can you hear this?",
        SAMPLE,
        "plays it on",
        "at 80 percent.",
        "Type again to hear it again",
    ]);
    plays_and_closes(&tty, &rig);
    tty.press("again\n");
    tty.wait("the question", |text| text.matches("Type again to hear it again").count() == 2);
    plays_and_closes(&tty, &rig);
    tty.press("\n");
    tty.wait_for(&["1: Two-minute tour, 2 minutes"]);
    // The connection to the server stays, and sleeps.
    tty.wait_until("no thread that sounds", || {
        threads(&tty).iter().filter(|name| name.contains("sound")).count() <= 1
    });
    tty.press("quit\n");
    assert_eq!(tty.wait_end(), 0);
    assert!(home.path().join("state/supple/sound-tried").exists());
    let mut tty = Tty::supple_with(&home, &["--plain"], 250, 100, &environment);
    tty.wait_for(&["1: Two-minute tour, 2 minutes"]);
    assert!(!tty.text().contains("Can you hear this?"));
    tty.press("quit\n");
    assert_eq!(tty.wait_end(), 0);
}

#[track_caller]
fn plays_and_closes(tty: &Tty, rig: &Rig) {
    tty.wait_until("the device to be opened", || players(rig) == 1);
    tty.wait_until("the device to be closed", || players(rig) == 0);
}

/// How many streams play on the sound server.
fn players(rig: &Rig) -> usize {
    let listed =
        Command::new("pactl").args(["list", "short", "sink-inputs"]).envs(rig.environment()).output();
    String::from_utf8(listed.unwrap().stdout).unwrap().lines().count()
}

/// The names of the threads of what runs in the terminal.
fn threads(tty: &Tty) -> Vec<String> {
    let tasks = fs::read_dir(format!("/proc/{}/task", tty.pid().as_raw_nonzero())).unwrap();
    tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok()).collect()
}
