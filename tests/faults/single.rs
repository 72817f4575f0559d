//! One thing at a time: a line that is appended, a journal that is swept, a repair; and just what of the disk may fail
//! without anybody being told.

use std::{collections::BTreeSet, io::ErrorKind, path::Path, sync::Arc};

use supple::{
    history::{
        disk::Doing,
        journal::Header,
        keeper::{Clocks, Keeper, Places},
        reading::History,
        record::Record,
        storage::{Disk, Opening, Storage as _},
        store::Store,
        verify,
        when::When,
    },
    session::{Command, PauseCause, Session, Settings},
};

use crate::{
    disk::{Brittle, Bytes, Fault, State},
    story::{HISTORY, JOURNALS, about, fresh, later, lived_in, now, old, plan, wall},
};

const KINDS: [ErrorKind; 6] = [
    ErrorKind::StorageFull,
    ErrorKind::Other,
    ErrorKind::PermissionDenied,
    ErrorKind::NotFound,
    ErrorKind::ReadOnlyFilesystem,
    ErrorKind::Unsupported,
];

fn store(disk: &Brittle) -> Store {
    let seam: Disk = Arc::new(disk.clone());
    Store::on(seam, Path::new(HISTORY), "m")
}

fn new_line() -> Record {
    Record { id: "01NEW".to_owned(), ..old("01A") }
}

/// Whether the session is there when the power goes now, and nothing that was not synced is left.
fn lasts(disk: &Brittle) -> bool {
    disk.state().after_power_cut(0, Bytes::None).holds_line_of("01NEW")
}

/// Each operation fails in each way, once: what is said to be done is done for good.
#[test]
fn a_line_that_is_said_to_be_appended_outlives_a_power_cut() {
    for before in [fresh(), lived_in()] {
        let disk = Brittle::new(before.clone());
        store(&disk).append(&new_line()).unwrap();
        assert!(lasts(&disk));
        let mut passed_over: Vec<BTreeSet<usize>> = Vec::new();
        for kind in KINDS {
            let mut passed = BTreeSet::new();
            for at in 0..disk.operations() {
                let failing = Brittle::failing(before.clone(), Fault { at, count: 1, kind, short: false });
                if store(&failing).append(&new_line()).is_ok() {
                    assert!(lasts(&failing), "{kind:?} at {at}");
                    passed.insert(at);
                }
            }
            passed_over.push(passed);
        }
        // Folders around that belong to others need not be synced: this program has created nothing in them. Those are the
        // four around the history, which are synced last.
        let last_four: BTreeSet<usize> = (disk.operations() - 4..disk.operations()).collect();
        let none = BTreeSet::new();
        assert_eq!(
            passed_over,
            [&none, &none, &last_four, &last_four, &last_four, &last_four].map(Clone::clone)
        );
    }
}

/// What is in the way of a folder is named, and not what would have come after.
#[test]
fn a_file_in_the_place_of_a_folder_is_named() {
    let folder = Path::new(HISTORY).parent().unwrap();
    let state = State::default().with_folder(folder.to_str().unwrap()).with_file(HISTORY, "in the way");
    let error = store(&Brittle::new(state)).append(&new_line()).unwrap_err();
    assert_eq!(
        (error.doing, error.path.as_path(), error.source.kind()),
        (Doing::Write, Path::new(HISTORY), ErrorKind::AlreadyExists)
    );
}

/// At a pause at once, and in long work each minute, all that has happened is on the disk.
#[test]
fn a_pause_and_a_minute_of_work_are_synced() {
    let disk = Brittle::new(fresh());
    let places = Places { store: store(&disk), journals: JOURNALS.into() };
    let mut keeper = Keeper::here(places, Clocks { now, wall }, |_| ());
    let plan = plan("[[step]]\nname = \"March\"\ntime = \"300s\"\n");
    let header = Header::new(about("01NEW", &When::to_second(&wall())), &plan, None, serde_json::Map::new());
    keeper.begin(Arc::clone(&plan), header);
    let mut session = Session::new(plan, Settings::default());
    let mut count = 1;
    let mut told = |session: &mut Session, keeper: &mut Keeper| {
        let events: Vec<_> = std::iter::from_fn(|| session.poll_event()).collect();
        count += events.len();
        keeper.submit(events);
        count
    };
    let lasting = || {
        let left = disk.state().after_power_cut(0, Bytes::None);
        let journal = left.file(&Path::new(JOURNALS).join("01NEW.jsonl")).unwrap_or_default().to_vec();
        journal.split(|byte| *byte == b'\n').count() - 1
    };
    session.handle(now(), Command::Start);
    // Second by second: whoever comes late was asleep.
    for _ in 0..20 {
        session.advance(now());
        told(&mut session, &mut keeper);
        later(1);
    }
    let all = told(&mut session, &mut keeper);
    later(30);
    keeper.catch_up();
    assert!(lasting() < all, "it is not due yet");
    later(40);
    keeper.catch_up();
    assert!(lasting() >= all, "after a minute");
    let before = lasting();
    session.handle(now(), Command::Pause(PauseCause::User));
    told(&mut session, &mut keeper);
    assert!(lasting() > before, "at the pause");
}

/// All that can be read is on the disk afterwards, this machine's own.
#[test]
fn to_sync_a_history_is_to_make_all_of_it_last() {
    let disk = Brittle::new(lived_in());
    let path = store(&disk).file(2026);
    disk.open(&path, Opening::Existing).unwrap().append(new_line().line().as_bytes()).unwrap();
    assert!(!lasts(&disk));
    store(&disk).sync().unwrap();
    assert!(lasts(&disk));
    for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
        for at in 0..4 {
            let failing = Brittle::failing(lived_in(), Fault { at, count: 1, kind, short: false });
            assert!(store(&failing).sync().is_err(), "{kind:?} at {at}");
        }
    }
}

/// A file that cannot be read is named, and so is what is at fault in all others.
#[test]
fn what_cannot_be_read_is_named_with_all_that_can() {
    let [a, b] = ["01A", "01B"].map(|id| old(id).line());
    let deleted = r#"{"v":1,"id":"01X","amends":"01A","at":"2026-11-21T20:15:00+01:00","delete":true}"#;
    let state = State::default()
        .with_folder(HISTORY)
        .with_file(&format!("{HISTORY}/2026-m.jsonl"), &format!("{a}{b}{deleted}\ntorn\n"));
    let whole = Brittle::new(state.clone());
    let examined = verify::examine(&store(&whole)).unwrap();
    // A deleted session is a session: it can be restored.
    assert_eq!((examined.sessions, examined.unreadable.len(), examined.faults.len()), (2, 0, 1));
    let unreadable = (0..whole.operations()).filter(|at| {
        let fault = Fault { at: *at, count: 1, kind: ErrorKind::PermissionDenied, short: false };
        let examined = verify::examine(&store(&Brittle::failing(state.clone(), fault)));
        examined.is_ok_and(|examined| examined.unreadable.len() == 1)
    });
    assert_eq!(unreadable.count(), 1);
}

/// What was set aside before is kept: where it cannot be read, nothing is repaired.
#[test]
fn a_repair_that_cannot_read_what_it_needs_changes_nothing() {
    let good = old("01A").line();
    let path = format!("{HISTORY}/2026-m.jsonl");
    let state = State::default()
        .with_folder(HISTORY)
        .with_file(&path, &format!("{good}torn\n"))
        .with_file(&format!("{path}.bad"), "torn before\n");
    let examined = verify::examine(&store(&Brittle::new(state.clone()))).unwrap();
    let disk = Brittle::new(state.clone());
    examined.repair(&disk, Path::new(&path)).unwrap().unwrap();
    let aside = |disk: &Brittle| disk.state().file(Path::new(&format!("{path}.bad"))).unwrap().to_vec();
    assert_eq!(aside(&disk), b"torn before\ntorn\n");
    for kind in [ErrorKind::PermissionDenied, ErrorKind::Other] {
        for at in 0..disk.operations() {
            let failing = Brittle::failing(state.clone(), Fault { at, count: 1, kind, short: false });
            let done = examined.repair(&failing, Path::new(&path));
            assert!(aside(&failing).starts_with(b"torn before\n"), "{kind:?} at {at}: {done:?}");
            let now = failing.state().file(Path::new(&path)).unwrap().to_vec();
            assert!(now == good.as_bytes() || now.ends_with(b"torn\n"), "{kind:?} at {at}");
            assert!(now != good.as_bytes() || aside(&failing) == b"torn before\ntorn\n", "{kind:?} at {at}");
        }
    }
}

/// Lines that have their checksum stay to the byte, and so do those that cannot be read.
#[test]
fn only_lines_without_a_sum_that_fits_are_taken_anew() {
    let whole = supple::history::checksum::with_checksum(&old("01A").line());
    let plain = old("01B").line();
    let (torn, spaced) = ("{\"v\":1,\"id\":\"01C\"\n{\"no\":\"session\"}\n", format!("  {whole}"));
    let path = format!("{HISTORY}/2026-m.jsonl");
    let disk = Brittle::new(
        State::default().with_folder(HISTORY).with_file(&path, &format!("{spaced}{torn}{plain}")),
    );
    verify::accept(&disk, Path::new(&path)).unwrap().unwrap();
    let now = String::from_utf8(disk.state().file(Path::new(&path)).unwrap().to_vec()).unwrap();
    assert_eq!(now, format!("{spaced}{torn}{}", supple::history::checksum::with_checksum(&plain)));
    let history = History::read_on(&disk, Path::new(HISTORY)).unwrap();
    assert_eq!((history.records.len(), history.faults.len()), (2, 2));
}
