//! T23 to T25 and T32: long minutes, the right moment, and breath.

use std::fs;

use supple::{
    plan::Mode,
    routine::{Breath, Library},
    session::{Command, Origin, PauseCause, Status},
};

use super::{every, line};
use crate::{
    playing::Player,
    shown::{Played, seconds},
};

#[test]
fn t23_long_continuous_minutes() {
    let walk = Played::inline("[[step]]\nname = \"Walk\"\ntime = \"15-20m\"");
    assert_eq!(line(&walk, 0), "prepare 20, flow 900");
    assert_eq!(line(&walk, 1), "prepare 20, flow 1200");
    let mut player = Player::start(&walk.plans[1]);
    player.waits(seconds(600));
    player.does(Command::Pause(PauseCause::User));
    player.waits(seconds(3600));
    player.does(Command::Resume(Origin::Remote));
    player.finishes();
    assert_eq!(
        player.end(),
        Some((Status::Completed, seconds(1220))),
        "the hour at the window does not count"
    );
    every("T23", |_, shown, end| {
        let work = shown.work(end);
        shown.mode(end) == Mode::Flow && work.len() == 1 && work[0].length >= Some(seconds(900))
    });
}

/// Whether a program of one item is good.
fn is_good(item: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.toml");
    let text = format!("format = 1\nname = \"Test\"\n[[phase]]\nname = \"All\"\n[[phase.item]]\n{item}");
    fs::write(&path, text).unwrap();
    let found = Library::open(None).file(&path).unwrap();
    found.value.is_some() && found.diagnostics.is_empty()
}

#[test]
fn t24_whenever_one_has_sat_for_long() {
    let item = |frequency| is_good(&format!("routine = \"sitting-break\"\nfrequency = \"{frequency}\""));
    assert!(item("after 30-45m sitting"));
    assert!(!item("after a while sitting"));
    let pause = Played::routine("sitting-break").unwrap();
    assert!(pause.plans[1].total <= seconds(180), "it is short: {:?}", pause.plans[1].total);
    every("T24", |_, shown, end| shown.sides(end) == "-".repeat(10));
}

#[test]
fn t25_as_needed() {
    let item = |frequency| is_good(&format!("use = \"childs-pose\"\nfrequency = \"{frequency}\""));
    assert!(item("as needed"));
    assert!(!item("if needed"));
    // It is started by its name alone.
    let library = Library::open(None);
    every("T25", |_, shown, _| {
        let alone = library.playable(&shown.exercise.id).unwrap().value.unwrap();
        Played::new(alone).only().exercise.id == shown.exercise.id
    });
}

#[test]
fn t32_breath_paced() {
    let flow = Played::inline(
        "[[step]]\nname = \"Wings\"\nreps = 2\nphases = [{ name = \"Close\", time = \"4s\", breath = \"out\" }, \
         { name = \"Open\", time = \"3s\", breath = \"in\" }]",
    );
    assert_eq!(line(&flow, 0), "prepare 20, phase 4, phase 3, phase 4, phase 3");
    let breaths: Vec<_> = flow.only().entry(0).phases.iter().map(|phase| phase.breath).collect();
    assert_eq!(breaths, [Some(Breath::Out), Some(Breath::In)]);
    let guide =
        Played::inline("[[step]]\nname = \"Pose\"\nhold = \"30s\"\nbreath = { in = \"4s\", out = \"6s\" }");
    assert_eq!(line(&guide, 0), "prepare 20, hold 30", "a guide times nothing");
    let guide = guide.only().entry(0).breath.unwrap();
    assert_eq!((guide.breathe_in, guide.out), (seconds(4), seconds(6)));

    // The breath paces the movement, or a word names it where a rep begins.
    every("T32", |_, shown, end| {
        let entry = shown.entry(end);
        let paces = entry.phases.iter().any(|phase| phase.breath.is_some()) || entry.breath.is_some();
        let named = |text: &String| text.to_lowercase().contains("breath");
        paces || entry.how.iter().any(named)
    });
}
