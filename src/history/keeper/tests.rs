use std::{
    fs,
    path::Path,
    sync::mpsc::{Receiver, channel},
};

use super::*;
use crate::{
    history::{
        fixture::{about, mixed, play, play_until, time},
        reading::History,
        recorder::Recorder,
        recovery::{self, Findings},
    },
    runtime::clock,
};

mod alone;

const PATIENCE: Duration = Duration::from_secs(20);

/// A keeper in a folder of its own, and what it tells.
fn keeper(folder: &Path) -> (Keeper, Receiver<Notice>) {
    let (told, notices) = channel();
    let places = Places { store: Store::new(&folder.join("history"), "m"), journals: folder.join("journal") };
    let clocks = Clocks { now: clock::now, wall: clock::wall };
    let keeper = Keeper::start(places, clocks, move |notice| {
        // Nobody listens any more once a test has ended.
        let _ = told.send(notice);
    });
    (keeper, notices)
}

fn header(id: &str, plan: &Plan) -> Header {
    Header::new(about(id), plan, None, serde_json::Map::new())
}

fn history(folder: &Path) -> History {
    History::read(&folder.join("history")).unwrap()
}

fn findings(folder: &Path) -> Findings {
    recovery::find(&folder.join("journal"), &history(folder)).unwrap()
}

fn record(plan: &Plan, events: &[Stamped], id: &str) -> Record {
    let mut recorder = Recorder::new(plan);
    for event in events {
        recorder.observe(event);
    }
    recorder.record(&about(id), &time("2026-11-21T07:20:00+01:00[Europe/Berlin]"))
}

#[test]
fn a_session_is_journalled_stored_and_its_journal_removed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut keeper, notices) = keeper(folder.path());
    let plan = mixed();
    let events = play(&plan, &[]);
    keeper.begin(Arc::clone(&plan), header("01A", &plan));
    let mut count = 1;
    for event in &events {
        let ticket = keeper.submit(vec![event.clone()]);
        assert!(keeper.wait_written(ticket, PATIENCE));
        count += 1;
        let journal = fs::read_to_string(folder.path().join("journal/01A.jsonl")).unwrap();
        assert!(journal.ends_with('\n') && journal.lines().count() == count, "an event was not written");
    }
    assert!(findings(folder.path()).interrupted.is_empty(), "it is locked while it runs");
    let record = record(&plan, &events, "01A");
    keeper.finish(record.clone());
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Stored { id }) if id == "01A"));
    assert_eq!(history(folder.path()).records, [record]);
    assert_eq!(keeper.close(PATIENCE).records, []);
    assert!(!folder.path().join("journal/01A.jsonl").exists());
}

#[test]
fn two_terminals_at_once_both_get_in() {
    let folder = tempfile::tempdir().unwrap();
    let plan = mixed();
    let events = play_until(&plan, &[], 60_000);
    let keepers = ["01A", "01B"].map(|id| {
        let (mut keeper, _) = keeper(folder.path());
        keeper.begin(Arc::clone(&plan), header(id, &plan));
        let ticket = keeper.submit(events.clone());
        assert!(keeper.wait_written(ticket, PATIENCE));
        (id, keeper)
    });
    for (id, mut keeper) in keepers {
        keeper.finish(record(&plan, &events, id));
        assert_eq!(keeper.close(PATIENCE).records, []);
    }
    assert_eq!(history(folder.path()).records.len(), 2);
}

#[test]
fn a_program_that_falls_over_leaves_its_journal() {
    let folder = tempfile::tempdir().unwrap();
    let (mut keeper, _notices) = keeper(folder.path());
    let plan = mixed();
    let events = play_until(&plan, &[], 60_000);
    keeper.begin(Arc::clone(&plan), header("01A", &plan));
    keeper.submit(events.clone());
    drop(keeper);
    let found = findings(folder.path()).interrupted;
    assert_eq!(found[0].record().exercises, record(&plan, &events, "01A").exercises);
}

#[test]
fn what_cannot_be_stored_is_tried_again_and_given_back_in_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("history");
    fs::write(&in_the_way, "").unwrap();
    let (mut keeper, notices) = keeper(folder.path());
    let plan = mixed();
    let events = play_until(&plan, &[], 60_000);
    keeper.begin(Arc::clone(&plan), header("01A", &plan));
    keeper.submit(events.clone());
    keeper.finish(record(&plan, &events, "01A"));
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Trouble(_))));
    assert!(!keeper.wait_stored(Duration::ZERO));
    let left = keeper.close(PATIENCE);
    assert_eq!(left.records, [record(&plan, &events, "01A")]);
    assert!(left.reason.contains("history"), "{}", left.reason);
    // Its journal waits for the next start.
    assert!(folder.path().join("journal/01A.jsonl").exists());
    fs::remove_file(&in_the_way).unwrap();
    assert_eq!(findings(folder.path()).interrupted.len(), 1);
}

#[test]
fn trouble_that_passes_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("journal");
    fs::write(&in_the_way, "").unwrap();
    let (mut keeper, notices) = keeper(folder.path());
    let plan = mixed();
    let events = play_until(&plan, &[], 60_000);
    keeper.begin(Arc::clone(&plan), header("01A", &plan));
    for event in &events[..events.len() - 1] {
        let ticket = keeper.submit(vec![event.clone()]);
        assert!(keeper.wait_written(ticket, PATIENCE), "the session goes on");
    }
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Trouble(_))));
    assert!(notices.try_recv().is_err(), "it is said once");
    fs::remove_file(&in_the_way).unwrap();
    keeper.submit(vec![events[events.len() - 1].clone()]);
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Mended)));
    drop(keeper);
    let found = findings(folder.path()).interrupted;
    assert_eq!(found[0].record().exercises, record(&plan, &events, "01A").exercises);
}

#[test]
fn what_is_said_afterwards_follows_the_record_and_the_last_word_wins() {
    let folder = tempfile::tempdir().unwrap();
    let (mut keeper, notices) = keeper(folder.path());
    let plan = mixed();
    let events = play_until(&plan, &[(1, crate::session::Command::PainBefore(4))], 60_000);
    keeper.begin(Arc::clone(&plan), header("01A", &plan));
    keeper.submit(events.clone());
    let record = record(&plan, &events, "01A");
    keeper.finish(record.clone());
    let mut afterwards = Afterwards::default();
    let mut last = 0;
    for pain in [1, 10, 3] {
        afterwards.pain = Some(pain);
        last = keeper.say("01A", afterwards.clone());
    }
    afterwards.effort = Some("right");
    afterwards.note = Some("slept badly 🦴".to_owned());
    assert_eq!(keeper.say("01A", afterwards), last + 1);
    let mut stored = false;
    loop {
        match notices.recv_timeout(PATIENCE).unwrap() {
            Notice::Stored { .. } => stored = true,
            Notice::Said { number } if number == last + 1 => break,
            Notice::Said { .. } => assert!(stored, "the record comes first"),
            other => panic!("{other:?}"),
        }
    }
    // The process may be killed now.
    let kept = &history(folder.path()).records[0];
    assert_eq!(kept.pain.map(|pain| (pain.before, pain.after)), Some((Some(4), Some(3))));
    assert_eq!((kept.effort.as_deref(), kept.note.as_deref()), (Some("right"), Some("slept badly 🦴")));
    assert_eq!(kept.exercises, record.exercises);
    let left = keeper.close(PATIENCE);
    assert_eq!((left.records.len(), left.corrections.len()), (0, 0));
}

#[test]
fn what_is_said_of_a_session_that_cannot_be_stored_is_given_back_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("history");
    let plan = mixed();
    let events = play_until(&plan, &[], 60_000);
    let record = record(&plan, &events, "01A");
    let said = Afterwards { pain: Some(2), ..Afterwards::default() };

    fs::write(&in_the_way, "").unwrap();
    let (mut first, _notices) = keeper(folder.path());
    first.finish(record.clone());
    first.say("01A", said.clone());
    let left = first.close(PATIENCE);
    assert_eq!(left.records[0].pain.and_then(|pain| pain.after), Some(2));
    assert_eq!(left.corrections, [""; 0]);

    // The disk gives out after the record.
    fs::remove_file(&in_the_way).unwrap();
    let (mut second, notices) = keeper(folder.path());
    second.finish(record);
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Stored { .. })));
    fs::rename(&in_the_way, folder.path().join("aside")).unwrap();
    fs::write(&in_the_way, "").unwrap();
    second.say("01A", said);
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Trouble(_))));
    let left = second.close(PATIENCE);
    assert_eq!(left.records, []);
    assert!(left.corrections[0].contains("\"amends\":\"01A\""), "{:?}", left.corrections);
    assert!(left.reason.contains("history"), "{}", left.reason);
}

#[test]
fn what_was_decided_is_kept_and_given_back_as_what_was_said_is() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("history");
    let plan = mixed();
    let record = record(&plan, &play_until(&plan, &[], 60_000), "01A");
    let mut said = Afterwards { pain: Some(2), ..Afterwards::default() };
    let answer = |yes: bool| match serde_json::json!({"progress": {"0": {"accepted": yes}}}) {
        serde_json::Value::Object(fields) => fields,
        other => panic!("{other}"),
    };
    said.decide(&answer(true));

    let (mut first, notices) = keeper(folder.path());
    first.finish(record);
    first.say("01A", said.clone());
    while !matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Said { .. })) {}
    let kept = || history(folder.path()).records[0].more.get("progress").cloned();
    assert_eq!(kept(), Some(serde_json::json!({"0": {"accepted": true}})));

    // The disk gives out: it is tried again, and given back in the end.
    fs::rename(&in_the_way, folder.path().join("aside")).unwrap();
    fs::write(&in_the_way, "").unwrap();
    said.decide(&answer(false));
    first.say("01A", said);
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Trouble(_))));
    let left = first.close(PATIENCE);
    assert!(left.corrections[0].contains("\"accepted\":false"), "{:?}", left.corrections);
}
