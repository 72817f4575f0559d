use std::{
    fs,
    io::{BufRead as _, BufReader},
    sync::{
        Mutex,
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
};

use super::*;
use crate::{
    history::{
        fixture::{about, mixed, play},
        journal::Header,
        keeper::{Clocks, Keeper, Places},
        store::Store,
    },
    runtime::{
        clock,
        control::folder,
        neighbours::{Loudness, News},
    },
    session::{Glance, Heard, Session, Settings},
    speech::Voice,
};

/// Whoever holds it keeps the keeper from writing.
static DISK: Mutex<()> = Mutex::new(());

/// The keeper asks for the time before it writes.
fn clock_of_a_slow_disk() -> Moment {
    drop(DISK.lock().unwrap());
    clock::now()
}

/// As soon as somebody listens.
fn connect(path: &Path) -> UnixStream {
    let (_nobody, never) = channel::<()>();
    for _ in 0..2000 {
        if let Ok(stream) = folder::dial(path) {
            return stream;
        }
        assert_eq!(never.recv_timeout(Duration::from_millis(10)), Err(RecvTimeoutError::Timeout));
    }
    panic!("nobody listens")
}

#[test]
fn an_event_is_written_before_a_follower_is_told_of_it() {
    const LONG: Duration = Duration::from_secs(20);
    let around = tempfile::tempdir().unwrap();
    let journals = around.path().join("journal");
    let places =
        Places { store: Store::new(&around.path().join("history"), "m"), journals: journals.clone() };
    let clocks = Clocks { now: clock_of_a_slow_disk, wall: clock::wall };
    let mut keeper = Keeper::start(places, clocks, drop);
    let plan = mixed();
    let events = &play(&plan, &[])[..2];
    keeper.begin(plan.clone(), Header::new(about("01A"), &plan, None, serde_json::Map::new()));

    let snapshot = Session::new(plan, Settings::default()).snapshot(Moment::ORIGIN);
    let loudness = Loudness { volume: 80, muted: false, voice: Voice::Full };
    let heard = Heard { volume: 80, muted: false, voice: "full" };
    let glance = || Glance::of("01A", &snapshot, 1.0, heard);
    let (inbox, woken) = inbox::new(clock::now(), glance()).unwrap();
    let (commands, _courier) = channel();
    let (theirs, sockets) = (inbox.clone(), around.path().join("sockets"));
    let path = sockets.join("01A.sock");
    let server = thread::spawn(move || serve(&sockets, "01A", theirs, woken, commands, clock::now).unwrap());
    let tell = |events, written| {
        let (now, snapshot) = (clock::now(), &snapshot);
        let news = News { now, id: "01A", events, snapshot, speed: 1.0, loudness, written };
        inbox.tell(&news, glance());
    };
    // Whoever is there before anything is told hears at once how it stands.
    let mut stream = connect(&path);
    stream.write_all(b"follow\n").unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert!(line.contains("\"ok\":true"), "{line}");

    let slow = DISK.lock().unwrap();
    let ticket = keeper.submit(events.to_vec());
    tell(events, Some(&keeper.written(ticket, LONG)));
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    line.clear();
    assert!(lines.read_line(&mut line).is_err(), "told before it was written: {line}");
    drop(slow);
    stream.set_read_timeout(Some(LONG)).unwrap();
    for event in events {
        line.clear();
        lines.read_line(&mut line).unwrap();
        assert!(line.contains(&format!("\"event\":\"{}\"", event.event.name())), "{line}");
    }
    let journal = fs::read_to_string(journals.join("01A.jsonl")).unwrap();
    assert_eq!(journal.lines().count(), 1 + events.len());
    inbox.close();
    server.join().unwrap();
}
