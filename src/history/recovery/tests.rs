use std::{fs, sync::Arc};

use super::*;
use crate::{
    history::{
        fixture::{about, exercise, hold, ladder, mixed, plan, play, play_on, play_until, reps, secs, time},
        journal::Journal,
        outline::Hand,
        reading::History,
        record::{Done, Status},
    },
    routine::Sides,
    session::{Command, Moment, Origin, Session, Settings, Way},
};

mod paces;
mod plans;

const WALL: &str = "2026-11-21T07:10:00+01:00[Europe/Berlin]";

struct Place {
    folder: tempfile::TempDir,
    store: Store,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(&folder.path().join("history"), "m");
        Self { folder, store }
    }

    fn journals(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    fn journal(&self, id: &str) -> PathBuf {
        self.journals().join(format!("{id}.jsonl"))
    }

    /// Writes the journal of a session that reported these events, each on its own.
    fn write(&self, id: &str, plan: &Plan, events: &[Stamped]) {
        drop(self.write_locked(id, plan, events));
    }

    fn write_locked(&self, id: &str, plan: &Plan, events: &[Stamped]) -> Journal {
        self.write_with(&Header::new(about(id), plan, None, serde_json::Map::new()), plan, events)
    }

    fn write_begun_at(&self, uptime: Option<Uptime>, plan: &Plan, events: &[Stamped]) {
        let header = Header::new(about("01A"), plan, None, serde_json::Map::new()).begun_at(uptime);
        drop(self.write_with(&header, plan, events));
    }

    fn write_with(&self, header: &Header, plan: &Plan, events: &[Stamped]) -> Journal {
        let mut journal = Journal::new(self.store.disk(), &self.journals(), header);
        for event in events {
            journal.add(plan, std::slice::from_ref(event), &time(WALL));
        }
        journal.write().unwrap();
        journal
    }

    fn find(&self) -> Findings {
        find(&self.journals(), &self.history()).unwrap()
    }

    fn history(&self) -> History {
        History::read(self.store.folder()).unwrap()
    }
}

fn fold(plan: &Plan, events: &[Stamped]) -> Record {
    let mut recorder = Recorder::new(plan);
    for event in events {
        recorder.observe(event);
    }
    recorder.record(&about("01A"), &time(WALL))
}

#[test]
fn the_journal_alone_gives_the_record_that_the_session_would_have_given() {
    let plan = mixed();
    let all = play(
        &plan,
        &[
            (12_000, Command::More),
            (60_000, Command::Back(Origin::Key)),
            (150_000, Command::Later),
            (200_000, Command::Next(Origin::Key)),
            (260_000, Command::SkipExercise),
            (262_000, Command::SkipReason(crate::session::SkipReason::Time)),
        ],
    );
    let place = Place::new();
    place.write("01A", &plan, &all);
    let text = fs::read_to_string(place.journal("01A")).unwrap();
    let ends: Vec<usize> = text.match_indices('\n').map(|(end, _)| end + 1).collect();
    assert_eq!(ends.len(), all.len() + 1);
    for (cut, end) in ends.into_iter().enumerate().skip(1) {
        let session =
            Interrupted::read(place.store.disk(), &place.journal("01A"), &text.as_bytes()[..end]).unwrap();
        assert_eq!(session.record(), fold(&plan, &all[..cut]), "after {cut} events");
    }
}

#[test]
fn a_journal_cut_off_at_any_byte_loses_at_most_its_last_line() {
    let plan = plan(vec![exercise("a", hold(5, 2), 1, Sides::Alternate)]);
    let events = play(&plan, &[]);
    let place = Place::new();
    place.write("01A", &plan, &events);
    let path = place.journal("01A");
    let whole = fs::read(&path).unwrap();
    let header = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for length in header..=whole.len() {
        let lines = whole[..length].split(|byte| *byte == b'\n').count() - 2;
        let session = Interrupted::read(place.store.disk(), &path, &whole[..length]).unwrap();
        let mut expected = fold(&plan, &events[..lines]);
        expected.ended = session.ended.clone();
        assert_eq!(session.record(), expected, "{length} bytes");
    }
    for length in 0..header {
        assert!(Interrupted::read(place.store.disk(), &path, &whole[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn a_running_session_is_not_taken_for_a_crashed_one() {
    let plan = mixed();
    let place = Place::new();
    let journal = place.write_locked("01A", &plan, &play_until(&plan, &[], 20_000));
    assert!(place.find().interrupted.is_empty());
    drop(journal);
    assert_eq!(place.find().interrupted.len(), 1);
}

#[test]
fn keeping_appends_the_record_and_then_removes_the_journal() {
    let plan = mixed();
    let place = Place::new();
    let events = play_until(&plan, &[], 24_000);
    place.write("01A", &plan, &events);
    let findings = place.find();
    let record = findings.interrupted[0].keep(&place.store).unwrap();
    assert_eq!(record.status, Status::Stopped);
    assert_eq!(record.ended, time(WALL));
    assert_eq!((record.exercises[0].status, record.exercises[1].status), (Done::Partial, Done::Skipped));
    assert_eq!(place.history().records, [record]);
    assert!(!place.journal("01A").exists());
    assert!(matches!(findings.interrupted[0].keep(&place.store), Err(RecoveryError::Gone)));
}

#[test]
fn keeping_twice_is_harmless() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &play_until(&plan, &[], 24_000));
    let journal = fs::read(place.journal("01A")).unwrap();
    let findings = place.find();
    findings.interrupted[0].keep(&place.store).unwrap();
    // The power went before the journal was removed.
    fs::write(place.journal("01A"), &journal).unwrap();
    findings.interrupted[0].keep(&place.store).unwrap();
    assert_eq!(fs::read_to_string(place.store.file(2026)).unwrap().lines().count(), 1);
    fs::write(place.journal("01A"), &journal).unwrap();
    let again = place.find();
    assert_eq!((again.interrupted.len(), &again.recorded), (0, &vec![place.journal("01A")]));
    sweep(&place.journals(), &place.store, &again).unwrap();
    assert!(!place.journal("01A").exists());
}

#[test]
fn a_journal_stays_when_its_record_cannot_be_stored() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &play_until(&plan, &[], 24_000));
    fs::write(place.folder.path().join("history"), "in the way").unwrap();
    let findings = find(&place.journals(), &History::default()).unwrap();
    assert!(matches!(findings.interrupted[0].keep(&place.store), Err(RecoveryError::Disk(_))));
    assert!(place.journal("01A").exists());
}

#[test]
fn discarding_removes_the_journal_and_records_nothing() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &play_until(&plan, &[], 24_000));
    place.find().interrupted[0].discard().unwrap();
    assert!(!place.journal("01A").exists());
    assert!(place.history().records.is_empty());
}

#[test]
fn a_session_that_had_ended_is_completed_and_not_resumed() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &play(&plan, &[]));
    let findings = place.find();
    let session = &findings.interrupted[0];
    assert!(session.has_ended());
    assert!(!session.may_resume(session.ended.timestamp(), None));
    assert_eq!(session.keep(&place.store).unwrap().status, Status::Completed);
}

#[test]
fn only_the_last_six_hours_can_be_resumed() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &play_until(&plan, &[], 24_000));
    place.write("01B", &plan, &[]);
    let findings = place.find();
    let [session, untouched] = &findings.interrupted[..] else { panic!("two journals") };
    let at = |hours: u64, more: u64| session.ended.timestamp() + secs(hours * 3600 + more);
    assert!(session.may_resume(at(0, 0), None));
    assert!(session.may_resume(at(6, 0), None));
    assert!(!session.may_resume(at(6, 1), None));
    assert!(!untouched.may_resume(at(0, 0), None));
}

#[test]
fn the_six_hours_are_counted_by_the_machine_while_it_runs_and_not_by_a_clock_that_was_set() {
    let plan = mixed();
    let place = Place::new();
    let uptime = |boot: &str, hours: f64| Uptime { boot: boot.to_owned(), seconds: hours * 3600.0 };
    place.write_begun_at(Some(uptime("one", 2.0)), &plan, &play_until(&plan, &[], 24_000));
    let findings = place.find();
    let session = &findings.interrupted[0];
    let (started, ended) = (session.header.started.timestamp(), session.ended.timestamp());
    let lasted = ended.duration_since(started).as_secs_f64() / 3600.0;
    let years = Duration::from_hours(10 * 365 * 24);
    for wall in [ended, ended + years, ended - years] {
        let after =
            |boot: &str, hours: f64| session.may_resume(wall, Some(&uptime(boot, 2.0 + lasted + hours)));
        assert!(after("one", 0.0) && after("one", 5.99), "{wall}");
        assert!(!after("one", 6.01), "{wall}");
        // Of another start, or of a clock that counts from elsewhere, nothing is known but the clock on the wall.
        assert_eq!([after("two", 0.0), after("one", -3.0 - lasted)], [wall == ended; 2], "{wall}");
        assert_eq!(session.may_resume(wall, None), wall == ended, "{wall}");
    }
}

#[test]
fn it_goes_on_when_it_must_be_and_never_before_what_is_known_of_it() {
    let plan = mixed();
    let place = Place::new();
    let uptime = |boot: &str, seconds: f64| Uptime { boot: boot.to_owned(), seconds };
    place.write_begun_at(Some(uptime("one", 100.0)), &plan, &play_until(&plan, &[], 24_000));
    let session = &place.find().interrupted[0];
    let (started, ended) = (&session.header.started, &session.ended);
    let lasted = ended.timestamp().duration_since(started.timestamp());
    let from = |wall: &str, uptime: Option<&Uptime>| {
        let resumption = session.resume().unwrap().going_on_at(&time(wall), uptime);
        resumption.from().timestamp().duration_since(ended.timestamp()).as_secs()
    };
    let later = uptime("one", 100.0 + lasted.as_secs_f64() + 3_600.0);
    for wall in ["1969-01-01T00:00:00Z", WALL, "2046-11-21T07:10:00+01:00[Europe/Berlin]"] {
        assert_eq!(from(wall, Some(&later)), 3_600, "{wall}");
    }
    let started_anew = uptime("two", 5.0);
    for uptime in [None, Some(&started_anew)] {
        assert_eq!(from("1969-01-01T00:00:00Z", uptime), 0);
        let an_hour_later = ended.plus(jiff::SignedDuration::from_hours(1)).unwrap();
        assert_eq!(from(an_hour_later.as_str(), uptime), 3_600);
    }
}

#[test]
fn a_resumed_session_goes_on_where_it_was_and_makes_one_record() {
    let plan = mixed();
    let place = Place::new();
    let first = play_until(&plan, &[(12_000, Command::More)], 40_000);
    place.write("01A", &plan, &first);
    let torn = [fs::read(place.journal("01A")).unwrap(), b"{\"event\":\"cu".to_vec()].concat();
    fs::write(place.journal("01A"), torn).unwrap();
    let session = place.find().interrupted.remove(0);
    assert!(session.fits(&plan));
    let Resumption { point, changes, journal, mut recorder, header, .. } = session.resume().unwrap();
    assert!(place.find().interrupted.is_empty(), "nobody else may take it");
    let last = first.last().unwrap();
    assert_eq!((point.active, point.paused), (last.at, Duration::ZERO));
    let going_on = Session::resume(Arc::clone(&plan), Settings::default(), point, &changes);
    let second = play_on(going_on, &[], u64::MAX);
    assert!(second.iter().all(|stamped| stamped.at >= last.at));
    assert!(
        matches!(&second[0].event, Event::StepStarted(played) if Some(played.slot) == point.last.map(|last| last.slot))
    );
    let mut journal = Journal::going_on(journal);
    journal.add(&plan, &second, &time("2026-11-21T08:10:00+01:00[Europe/Berlin]"));
    journal.write().unwrap();
    drop(journal);
    for event in &second {
        recorder.observe(event);
    }
    let session = place.find().interrupted.remove(0);
    let record = recorder.record(&header.about(), &session.ended);
    assert_eq!(session.record(), record);
    assert_eq!(record.status, Status::Completed);
    assert_eq!(record.ended.civil().hour(), 8);
    assert!(record.exercises.iter().all(|exercise| exercise.status == Done::Done), "{record:#?}");
}

/// The place at which the session begins when it goes on.
fn began_again(plan: &Arc<Plan>, resumption: &Resumption) -> u32 {
    let mut session =
        Session::resume(Arc::clone(plan), Settings::default(), resumption.point, &resumption.changes);
    session.handle(Moment::ORIGIN, Command::Start);
    std::iter::from_fn(|| session.poll_event())
        .find_map(|stamped| match stamped.event {
            Event::StepStarted(played) => Some(played.slot),
            _ => None,
        })
        .unwrap()
}

#[test]
fn indexes_go_on_after_those_that_were_used() {
    let plan = plan(vec![exercise("a", hold(30, 1), 1, Sides::None)]);
    let place = Place::new();
    place.write("01A", &plan, &play_until(&plan, &[(20_000, Command::Back(Origin::Remote))], 25_000));
    let resumption = place.find().interrupted[0].resume().unwrap();
    // Two steps, and the hold once more.
    assert_eq!((began_again(&plan, &resumption), resumption.point.next_index), (1, 3));
}

#[test]
fn an_added_rep_is_resumed_with_its_bout() {
    let plan = plan(vec![exercise("a", reps(2), 1, Sides::None), exercise("b", hold(30, 1), 1, Sides::None)]);
    let place = Place::new();
    // 10 s to prepare and two reps of four; the third is the added one.
    place.write("01A", &plan, &play_until(&plan, &[(12_000, Command::More)], 20_000));
    assert_eq!(began_again(&plan, &place.find().interrupted[0].resume().unwrap()), 1);
}

#[test]
fn between_two_steps_the_next_one_is_resumed() {
    let plan = plan(vec![exercise("a", hold(5, 2), 1, Sides::None)]);
    let events = play(&plan, &[]);
    let ended = events.iter().position(|stamped| matches!(stamped.event, Event::StepEnded { .. })).unwrap();
    let place = Place::new();
    place.write("01A", &plan, &events[..=ended]);
    assert_eq!(began_again(&plan, &place.find().interrupted[0].resume().unwrap()), 1);
}

#[test]
fn what_was_put_off_is_told() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &play_until(&plan, &[(12_000, Command::Later)], 20_000));
    // The first hold of the first exercise was being played.
    let changes = place.find().interrupted[0].resume().unwrap().changes;
    assert_eq!(changes.iter().map(|change| (change.at.slot, change.what)).collect::<Vec<_>>(), [(1, None)]);
}

#[test]
fn what_was_swapped_in_goes_on() {
    let plan =
        ladder(exercise("hard", hold(30, 2), 1, Sides::None), exercise("soft", hold(10, 3), 1, Sides::None));
    let place = Place::new();
    // A rep more in the hard one would be a number more for every place that is added.
    let script = [(45_000, Command::Swap(Way::Easier))];
    place.write("01A", &plan, &play_until(&plan, &script, 70_000));
    let session = place.find().interrupted.remove(0);
    assert!(session.fits(&plan));
    let Resumption { point, changes, mut recorder, header, .. } = session.resume().unwrap();
    assert_eq!(changes.iter().map(|change| change.what).collect::<Vec<_>>(), [Some(1)]);
    let going_on = Session::resume(Arc::clone(&plan), Settings::default(), point, &changes);
    for event in &play_on(going_on, &[], u64::MAX) {
        recorder.observe(event);
    }
    let record = recorder.record(&header.about(), &session.ended);
    let soft = record.exercises.iter().find(|exercise| exercise.id == "soft").unwrap();
    assert_eq!((soft.status, soft.both.unwrap().reps), (Done::Done, 3));
}

#[test]
fn marks_tell_how_much_of_long_work_was_done() {
    let plan = plan(vec![exercise("a", hold(300, 1), 1, Sides::None)]);
    let place = Place::new();
    let mut journal = place.write_locked("01A", &plan, &play_until(&plan, &[], 60_000));
    let later = time("2026-11-21T07:12:00+01:00[Europe/Berlin]");
    journal.add_mark(secs(70), &later);
    journal.write().unwrap();
    drop(journal);
    let session = place.find().interrupted.remove(0);
    let record = session.record();
    assert_eq!((record.ended, record.active_seconds.duration()), (later, secs(70)));
    assert_eq!(record.exercises[0].tally(Hand::Both).unwrap().seconds.duration(), secs(60));
}

#[test]
fn a_header_alone_is_a_session_in_which_nothing_was_done() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &[]);
    let record = place.find().interrupted[0].keep(&place.store).unwrap();
    assert_eq!((record.status, &record.ended), (Status::Stopped, &record.started));
    assert!(record.exercises.iter().all(|exercise| exercise.status == Done::Skipped));
}

#[test]
fn what_is_no_journal_of_ours_is_named_and_left_alone() {
    let plan = mixed();
    let place = Place::new();
    place.write("01A", &plan, &[]);
    let newer = fs::read_to_string(place.journal("01A")).unwrap().replacen("\"v\":1", "\"v\":9", 1);
    fs::write(place.journal("01A"), &newer).unwrap();
    fs::write(place.journal("01B"), "").unwrap();
    fs::write(place.journal("01C"), "hello\n").unwrap();
    fs::write(place.journal("01D"), "{\"v\":1}\n").unwrap();
    fs::write(place.journals().join("01E.new"), "{\"v\":1").unwrap();
    let findings = place.find();
    assert!(findings.interrupted.is_empty());
    let said: Vec<String> = findings.unreadable.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 4, "{said:?}");
    for (said, word) in said.iter().zip(["newer supple (format 9)", "empty", "no journal", "not a header"]) {
        assert!(said.contains(word), "{said}");
    }
    sweep(&place.journals(), &place.store, &findings).unwrap();
    let left: Vec<_> =
        fs::read_dir(place.journals()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
    assert_eq!(fs::read_to_string(place.journal("01A")).unwrap(), newer);
}

#[test]
fn of_which_items_a_session_was_made_outlives_a_crash() {
    let plan = plan(vec![exercise("sit", hold(60, 1), 1, Sides::None)]);
    let place = Place::new();
    let about = about("01A");
    let header = Header::new(
        crate::history::record::About { items: vec!["sit-2".into()], ..about },
        &plan,
        None,
        serde_json::Map::new(),
    );
    let mut journal = Journal::new(place.store.disk(), &place.journals(), &header);
    journal.add(&plan, &play(&plan, &[]), &time(WALL));
    journal.write().unwrap();
    drop(journal);
    let record = place.find().interrupted[0].record();
    assert_eq!(record.exercises[0].more.get("item"), Some(&Value::from("sit-2")));
}
