//! How fast reps went when a session was cut off.

use super::*;
use crate::history::record::{About, PACE};

fn reps_twice() -> Arc<Plan> {
    plan(vec![exercise("a", reps(3), 1, Sides::None), exercise("b", reps(3), 1, Sides::None)])
}

fn header(plan: &Plan, paces: &[u32]) -> Header {
    let about = About { paces: paces.to_vec(), ..about("01A") };
    Header::new(about, plan, None, serde_json::Map::new())
}

fn told(record: &Record) -> Vec<Option<u64>> {
    record.exercises.iter().map(|exercise| exercise.more.get(PACE)?.as_u64()).collect()
}

#[test]
fn a_session_that_was_cut_off_is_kept_with_its_paces() {
    let plan = reps_twice();
    let place = Place::new();
    let script = [(11_000, Command::Slower), (12_000, Command::Slower)];
    place.write("01A", &plan, &play_until(&plan, &script, 15_000));
    let record = place.find().interrupted[0].keep(&place.store).unwrap();
    assert_eq!(told(&record), [Some(121), None]);
    assert_eq!(told(&place.history().records[0]), [Some(121), None]);
}

#[test]
fn the_paces_that_it_began_with_are_in_its_journal_too() {
    let plan = reps_twice();
    let place = Place::new();
    let session = Session::new(Arc::clone(&plan), Settings::default()).at_paces(&[110, 91]);
    let events = play_on(session, &[(12_000, Command::Faster)], 15_000);
    drop(place.write_with(&header(&plan, &[110, 91]), &plan, &events));
    let session = place.find().interrupted.remove(0);
    // The written one again, which is to be remembered as well.
    assert_eq!(told(&session.record()), [Some(100), Some(91)]);
    assert_eq!(session.resume().unwrap().paces, [100, 91]);
}

#[test]
fn a_resumed_session_goes_on_at_the_paces_that_it_had() {
    let plan = reps_twice();
    let place = Place::new();
    place.write("01A", &plan, &play_until(&plan, &[(11_000, Command::Slower)], 15_000));
    let Resumption { point, changes, paces, mut recorder, header, .. } =
        place.find().interrupted[0].resume().unwrap();
    let session = Session::resume(Arc::clone(&plan), Settings::default(), point, &changes).at_paces(&paces);
    let second = play_on(session, &[(33_000, Command::Faster)], u64::MAX);
    let lengths = second.iter().filter_map(|stamped| match &stamped.event {
        Event::StepStarted(played) if played.step.is_paced() => played.step.length,
        _ => None,
    });
    let millis = Duration::from_millis;
    let [slow, written] = [millis(4_400), millis(4_000)];
    // The whole bout again; of the next exercise the second rep is the first that goes faster.
    assert_eq!(lengths.take(4).collect::<Vec<_>>(), [slow, slow, slow, written]);
    for event in &second {
        recorder.observe(event);
    }
    assert_eq!(told(&recorder.record(&header.about(), &time(WALL))), [Some(110), Some(91)]);
}

/// Those of older versions say nothing of it: all went as written, as far as anybody can tell.
#[test]
fn a_journal_without_paces_is_read() {
    let plan = reps_twice();
    let place = Place::new();
    place.write("01A", &plan, &play_until(&plan, &[], 15_000));
    assert!(!fs::read_to_string(place.journal("01A")).unwrap().contains("pace"));
    let session = place.find().interrupted.remove(0);
    assert_eq!(told(&session.record()), [None, None]);
    assert_eq!(session.resume().unwrap().paces, [100, 100]);
}
