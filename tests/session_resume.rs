//! Sessions that go on after they were cut off, and what a session foresees.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

#[path = "common/told.rs"]
mod told;

use std::{collections::HashSet, time::Duration};

use supple::{
    plan::{Kind, Step},
    session::{
        Change, Command, CueKind, Event, Fate, Moment, Outcome, PauseCause, Played, ResumePoint, Session,
        Settings, Stamped, Status,
    },
};
use told::{KEY, SQUATS, Told, plan, seconds};

fn going_on(slot: u32, deferred: &[u32]) -> Told {
    let plan = plan(SQUATS);
    let played = |slot: u32| Played { index: slot, slot, step: plan.steps[slot as usize] };
    let point = ResumePoint {
        last: Some(played(slot)),
        ended: false,
        active: seconds(100),
        paused: seconds(7),
        next_index: 20,
    };
    let changes: Vec<Change> = deferred.iter().map(|slot| Change { at: played(*slot), what: None }).collect();
    Told::begin(Session::resume(plan.clone(), Settings::default(), point, &changes))
}

#[test]
fn what_was_put_off_last_is_not_what_a_session_goes_on_with() {
    let mut told = going_on(1, &[1]).at(3_600);
    let order: Vec<_> = told.started().iter().map(|played| (played.step.kind, played.step.entry)).collect();
    assert_eq!(order[0], (Kind::Prepare, Some(1)), "the plank comes before the squat that was put off");
    assert_eq!(order.last(), Some(&(Kind::Work, Some(0))));
}

#[test]
fn a_session_goes_on_at_the_beginning_of_the_bout_that_was_cut_off() {
    let mut told = going_on(3, &[]).at(3_600);
    let events = told.events();
    assert!(matches!(&events[0].event, Event::StepStarted(played) if (played.index, played.slot) == (20, 1)));
    assert_eq!(events[0].at, seconds(100));
    assert_eq!(events[1].event, Event::Paused(PauseCause::LeadIn));
    let resumed = events.iter().find(|stamped| matches!(stamped.event, Event::Resumed { .. })).unwrap();
    assert_eq!(resumed.event, Event::Resumed { paused: seconds(8) });
    let left = 16 + 30 + 20 + 30;
    let end = Event::SessionEnded {
        status: Status::Completed,
        active: seconds(100 + left),
        paused: seconds(7 + 8),
    };
    assert_eq!(events.last(), Some(&Stamped { at: seconds(100 + left), event: end }));
    let indexes: Vec<u32> = events
        .iter()
        .filter_map(|stamped| match &stamped.event {
            Event::StepStarted(played) => Some(played.index),
            _ => None,
        })
        .collect();
    assert!(indexes.iter().all(|index| *index >= 20), "earlier ones were given out: {indexes:?}");
    assert_eq!(indexes.iter().collect::<HashSet<_>>().len(), indexes.len());
}

#[test]
fn a_session_that_goes_on_knows_what_was_put_off() {
    let mut cut_off = Told::start(SQUATS).at(15).after(Command::Later).at(40);
    let slots = |told: &mut Told| told.started().into_iter().map(|played| played.slot).collect::<Vec<_>>();
    assert_eq!(slots(&mut cut_off), [0, 1, 2, 5, 6]);
    assert_eq!(slots(&mut going_on(9, &[]).at(3_600)), [9], "the last plank alone");
    let goes_on = slots(&mut going_on(6, &[2]).at(3_600));
    assert_eq!(goes_on, [6, 7, 8, 9, 0, 1, 2, 3, 4], "from the plank that was cut off to the squats put off");
}

/// Sides one after the other, phases, sets, and rounds of what there was before.
const MANY: &str = r#"
[[step]]
name = "Bird dog"
sets = 2
reps = 2
sides = "each"
phases = [{ name = "out", time = "2s" }, { name = "in", time = "2s" }]
rest = "10s"
[[step]]
group = "Circuit"
rounds = 2
  [[step.step]]
  name = "Squat"
  reps = 2
  rep_time = "4s"
  [[step.step]]
  name = "Plank"
  hold = "20s"
"#;

/// Wherever it was cut off, the bout in which it was begins anew; or the next step, if the last had ended.
#[test]
fn a_session_goes_on_at_the_bout_of_any_step() {
    let plan = plan(MANY);
    let bout = |place: usize| {
        let same = |step: &&Step| step.bout.is_some() && step.bout == plan.steps[place].bout;
        place - plan.steps[..place].iter().rev().take_while(same).count()
    };
    assert!(plan.steps.iter().any(|step| step.phase.is_some()) && plan.steps.len() > 20);
    let begins = |last: Played, ended: bool| {
        let point = ResumePoint { last: Some(last), ended, next_index: 100, ..ResumePoint::default() };
        let mut told = Told::begin(Session::resume(plan.clone(), Settings::default(), point, &[]));
        told.started()[0].slot as usize
    };
    for (place, step) in plan.steps.iter().enumerate() {
        let slot = u32::try_from(place).unwrap();
        let played = Played { index: slot, slot, step: *step };
        assert_eq!(begins(played, false), bout(place), "cut off in {place}");
        let next = (place + 1).min(plan.steps.len() - 1);
        assert_eq!(begins(played, true), bout(next), "cut off after {place}");
        // A rep that was added is not there any more: the last of its bout stands for it.
        let added = Played { index: 99, slot: 99, step: *step };
        if step.bout.is_some() {
            assert_eq!(begins(added, false), bout(place), "cut off in one more of {place}");
        } else {
            // Nor is the time to get ready for what was put off, under the number that it had after that rep.
            let like =
                |other: &Step| other.bout.is_none() && (other.kind, other.entry) == (step.kind, step.entry);
            assert_eq!(Some(begins(added, false)), plan.steps.iter().rposition(like), "as before in {place}");
        }
    }
}

#[test]
fn what_was_played_before_it_was_cut_off_is_done() {
    let shown = going_on(7, &[]).shown();
    let fates: Vec<Vec<Fate>> = shown
        .occurrences
        .iter()
        .map(|occurrence| occurrence.pieces.iter().map(|piece| piece.fate).collect())
        .collect();
    let done = Fate::Ended(Outcome::Done);
    assert!(fates[0].iter().chain(&fates[1]).all(|fate| *fate == done), "{fates:?}");
    assert!(fates[2].iter().all(|fate| *fate != done), "{fates:?}");
}

#[test]
fn a_forecast_tells_what_will_happen_to_the_end_of_the_present_step() {
    let told = Told::start("[[step]]\nname = \"X\"\nhold = \"10s\"\nprepare = \"10s\"").at(9);
    let at = |time| Moment::since_origin(seconds(time));
    let forecast = told.session.forecast(Moment::since_origin(told.now), at(9));
    let (present, elapsed) = forecast.present.unwrap();
    assert_eq!((present.index, elapsed, forecast.resumes), (0, seconds(9), None));
    let cues: Vec<_> = forecast
        .events
        .iter()
        .filter_map(|(moment, event)| match event {
            Event::Cue(cue) => Some((*moment, cue.kind)),
            _ => None,
        })
        .collect();
    // The ticks were given just now; the step that follows has begun, and is not played any further.
    let tick = |second| (at(second), CueKind::Tick);
    assert_eq!(cues, [tick(7), tick(8), tick(9), (at(10), CueKind::Go)]);
    assert!(
        matches!(forecast.events[4], (moment, Event::StepStarted(played)) if moment == at(10) && played.index == 1)
    );
}

#[test]
fn a_forecast_of_a_session_that_stands_still_is_empty() {
    let mut told = Told::start("[[step]]\nname = \"X\"\nhold = \"10s\"\nprepare = \"10s\"").at(12);
    told.does(Command::Pause(PauseCause::User));
    assert_eq!(
        told.session.forecast(Moment::since_origin(told.now), Moment::since_origin(Duration::MAX)).events,
        []
    );
    told.does(Command::Resume(KEY));
    let forecast = told.session.forecast(Moment::since_origin(told.now), Moment::since_origin(told.now));
    assert_eq!(forecast.resumes, Some(Moment::since_origin(seconds(20))), "after eight seconds");
    let ticks = forecast
        .events
        .iter()
        .filter(|(_, event)| matches!(event, Event::Cue(cue) if cue.kind == CueKind::Tick));
    assert_eq!(ticks.count(), 3);
}

#[test]
fn a_forecast_holds_what_can_still_be_heard() {
    let heard = |told: &Told| {
        let now = Moment::since_origin(told.now);
        let past = |(moment, event): &(Moment, Event)| matches!(event, Event::Cue(_)) && *moment < now;
        let events = told.session.forecast(now, now).events;
        events
            .iter()
            .filter(|event| past(event))
            .map(|(moment, _)| moment.origin_offset())
            .collect::<Vec<_>>()
    };
    // What was said as the prepare began has ended four seconds later.
    let steps = "[[step]]\nname = \"X\"\nhold = \"10s\"\nprepare = \"10s\"";
    assert_eq!(heard(&Told::start(steps).at(3)), [seconds(0)]);
    assert!(heard(&Told::start(steps).at(4)).is_empty());
    // The lead-in from 12 to 20 has ticked twice.
    let mut told = Told::start(steps).at(12).after(Command::Pause(PauseCause::User));
    told.does(Command::Resume(KEY));
    assert_eq!(heard(&told.at(19)), [seconds(17), seconds(18)]);
}

#[test]
fn a_forecast_goes_on_to_a_step_that_begins_after_its_end() {
    let told = Told::start(SQUATS).at(9);
    let until = |time| {
        let now = Moment::since_origin(told.now);
        let events = told.session.forecast(now, Moment::since_origin(seconds(time))).events;
        let begun = events.into_iter().filter(|(_, event)| matches!(event, Event::StepStarted(_)));
        begun.map(|(moment, _)| moment.origin_offset()).collect::<Vec<_>>()
    };
    assert_eq!(until(9), [10].map(seconds));
    assert_eq!(until(10), [10, 14].map(seconds), "the one that begins then is complete");
    assert_eq!(until(13), [10, 14].map(seconds));
}
