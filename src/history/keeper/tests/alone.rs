//! What becomes due by itself, by a clock that is set by hand; and what is left where a thread is not.

use std::{
    cell::Cell,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::*;

thread_local! {
    /// Since the origin, in seconds.
    static NOW: Cell<f64> = const { Cell::new(0.0) };
}

fn now() -> Moment {
    Moment::ORIGIN + Duration::from_secs_f64(NOW.get())
}

/// The year after that of the sessions.
fn wall() -> Zoned {
    "2027-01-01T00:10:00+01:00[Europe/Berlin]".parse().unwrap()
}

/// A keeper without a thread, in a folder whose file of 2026 cannot be written.
struct Alone {
    folder: tempfile::TempDir,
    keeper: Keeper,
    notices: Receiver<Notice>,
    plan: Arc<Plan>,
}

impl Alone {
    fn new() -> Self {
        NOW.set(1_000.0);
        let folder = tempfile::tempdir().unwrap();
        let (told, notices) = channel();
        let store = Store::new(&folder.path().join("history"), "m");
        fs::create_dir_all(store.file(2026)).unwrap();
        let places = Places { store, journals: folder.path().join("journal") };
        let keeper = Keeper::here(places, Clocks { now, wall }, move |notice| told.send(notice).unwrap());
        Self { folder, keeper, notices, plan: mixed() }
    }

    fn unblock(&self) {
        fs::remove_dir(self.folder.path().join("history/2026-m.jsonl")).unwrap();
    }

    fn record(&self, id: &str) -> Record {
        record(&self.plan, &play_until(&self.plan, &[], 60_000), id)
    }

    /// What is told when it is looked after so many seconds after the beginning.
    fn at(&mut self, seconds: f64) -> Vec<&'static str> {
        NOW.set(1_000.0 + seconds);
        self.keeper.catch_up();
        self.told()
    }

    fn told(&self) -> Vec<&'static str> {
        let word = |notice| match notice {
            Notice::Trouble(_) => "trouble",
            Notice::Mended => "mended",
            Notice::Stored { .. } => "stored",
            Notice::Said { .. } => "said",
        };
        self.notices.try_iter().map(word).collect()
    }
}

/// After five seconds, ten, twenty, forty; and from then on once a minute.
#[test]
fn what_fails_is_tried_again_less_and_less_often_and_at_least_each_minute() {
    let due = [5.0, 15.0, 35.0, 75.0, 135.0, 195.0];
    for mended in 0..due.len() {
        let mut alone = Alone::new();
        alone.keeper.finish(alone.record("01A"));
        assert_eq!(alone.told(), ["trouble"]);
        for due in &due[..mended] {
            assert_eq!(alone.at(*due), [""; 0], "it is said once");
        }
        alone.unblock();
        assert_eq!(alone.at(due[mended] - 0.001), [""; 0]);
        assert_eq!(alone.at(due[mended]), ["stored", "mended"]);
        // Nothing is left to be tried.
        assert_eq!(alone.at(due[mended] + 100.0), [""; 0]);
    }
}

#[test]
fn the_last_try_is_at_the_end() {
    let mut alone = Alone::new();
    alone.keeper.finish(alone.record("01A"));
    alone.unblock();
    let Alone { folder, keeper, notices, .. } = alone;
    let left = keeper.close(PATIENCE);
    assert_eq!((left.records, history(folder.path()).records.len()), (vec![], 1));
    assert!(matches!(notices.try_iter().last(), Some(Notice::Mended)));
}

/// The correction could be written, and would stand there alone.
#[test]
fn what_is_said_waits_for_its_record() {
    let mut alone = Alone::new();
    alone.keeper.finish(alone.record("01A"));
    alone.keeper.say("01A", Afterwards { pain: Some(2), ..Afterwards::default() });
    assert_eq!(alone.told(), ["trouble"]);
    let store = Store::new(&alone.folder.path().join("history"), "m");
    assert!(!store.file(2027).exists());
    // What was said of one that is there already does not wait for others.
    alone.keeper.say("01B", Afterwards { pain: Some(1), ..Afterwards::default() });
    assert_eq!(alone.told(), ["said"]);
    alone.unblock();
    assert_eq!(alone.at(100.0), ["stored", "said", "mended"]);
    assert_eq!(fs::read_to_string(store.file(2027)).unwrap().lines().count(), 2);
}

/// Of one session the latest counts, and takes nothing from others.
#[test]
fn what_was_said_of_two_sessions_is_given_back_for_both() {
    let alone = Alone::new();
    fs::create_dir(alone.folder.path().join("history/2027-m.jsonl")).unwrap();
    let Alone { mut keeper, folder: _folder, notices: _notices, .. } = alone;
    for (id, pain) in [("01A", 1), ("01B", 2), ("01A", 3)] {
        keeper.say(id, Afterwards { pain: Some(pain), ..Afterwards::default() });
    }
    assert!(!keeper.wait_stored(Duration::ZERO));
    let mut corrections = keeper.close(PATIENCE).corrections;
    corrections.sort_by_key(|line| line.contains("01A"));
    let [b, a] = &corrections[..] else { panic!("{corrections:?}") };
    assert!(b.contains("\"amends\":\"01B\"") && b.contains("\"after\":2"), "{b}");
    assert!(a.contains("\"amends\":\"01A\"") && a.contains("\"after\":3"), "{a}");
}

/// With the record that it was said of; an empty note is none.
#[test]
fn a_note_is_given_back_with_its_record() {
    for (note, kept) in [("slept badly", Some("slept badly")), ("", None)] {
        let alone = Alone::new();
        let record = alone.record("01A");
        let Alone { mut keeper, folder: _folder, notices: _notices, .. } = alone;
        keeper.finish(record);
        keeper.say("01A", Afterwards { note: Some(note.to_owned()), ..Afterwards::default() });
        assert_eq!(keeper.close(PATIENCE).records[0].note.as_deref(), kept);
    }
}

#[test]
fn when_all_is_stored_nobody_waits() {
    let alone = Alone::new();
    alone.unblock();
    let record = alone.record("01A");
    let Alone { mut keeper, folder: _folder, notices: _notices, .. } = alone;
    assert!(keeper.wait_stored(Duration::ZERO), "there is nothing yet");
    keeper.finish(record);
    keeper.say("01A", Afterwards { pain: Some(1), ..Afterwards::default() });
    assert!(keeper.wait_stored(PATIENCE));
}

/// Another session's end leaves the journal of the one that runs alone.
#[test]
fn a_journal_waits_for_the_record_of_its_own_session() {
    let mut alone = Alone::new();
    alone.unblock();
    alone.keeper.begin(Arc::clone(&alone.plan), header("01A", &alone.plan));
    alone.keeper.submit(play_until(&alone.plan, &[], 20_000));
    alone.keeper.finish(alone.record("01B"));
    assert_eq!(alone.told(), ["stored"]);
    let journal = alone.folder.path().join("journal/01A.jsonl");
    assert!(journal.exists());
    alone.keeper.finish(alone.record("01A"));
    assert!(!journal.exists());
}

/// The history cannot be written, and nobody asks again: the thread tries by itself.
#[test]
fn a_thread_tries_again_by_itself_and_sleeps_meanwhile() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    fn counted() -> Moment {
        ASKED.fetch_add(1, Ordering::Relaxed);
        clock::now()
    }
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("history");
    fs::write(&in_the_way, "").unwrap();
    let (told, notices) = channel();
    let places = Places { store: Store::new(&in_the_way, "m"), journals: PathBuf::from(folder.path()) };
    let mut keeper = Keeper::start(places, Clocks { now: counted, wall: clock::wall }, move |notice| {
        let _ = told.send(notice);
    });
    let plan = mixed();
    keeper.finish(record(&plan, &play_until(&plan, &[], 60_000), "01A"));
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Trouble(_))));
    fs::remove_file(&in_the_way).unwrap();
    assert!(matches!(notices.recv_timeout(PATIENCE), Ok(Notice::Stored { .. })));
    let asked = ASKED.load(Ordering::Relaxed);
    assert!(asked < 30, "the clock was asked {asked} times in five seconds: it does not sleep");
}

/// Whoever waits for it is not kept waiting.
#[test]
fn a_thread_that_falls_over_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let journals = folder.path().join("journal");
    fs::write(&journals, "in the way").unwrap();
    let places = Places { store: Store::new(&folder.path().join("history"), "m"), journals };
    let clocks = Clocks { now: clock::now, wall: clock::wall };
    let mut keeper = Keeper::start(places, clocks, |notice| panic!("told to fall over: {notice:?}"));
    let plan = mixed();
    keeper.begin(Arc::clone(&plan), header("01A", &plan));
    let ticket = keeper.submit(play_until(&plan, &[], 20_000));
    assert!(keeper.wait_written(ticket, PATIENCE));
    keeper.close(Duration::ZERO);
}

/// Where a keeper stands in somebody's report, its folders tell which one it is.
#[test]
fn a_keeper_says_where_it_keeps_things() {
    let alone = Alone::new();
    let said = format!("{:?}", alone.keeper);
    assert!(said.contains("Clerk") && said.contains(alone.folder.path().to_str().unwrap()), "{said}");
}
