use std::time::Duration;

use super::*;
use crate::plan::{Entry, PhaseWords, Target};

fn step() -> Step {
    Step {
        kind: Kind::Work,
        mode: Some(Mode::Hold),
        length: Some(Duration::from_secs(5)),
        estimate: None,
        entry: Some(0),
        occurrence: 1,
        group: Some(0),
        round: Some(2),
        rounds: Some(3),
        set: Some(1),
        sets: Some(2),
        rep: Some(4),
        reps: Some(8),
        side: Some(Side::Right),
        phase: None,
        bout: Some(7),
    }
}

fn plan() -> Plan {
    let phase = |name: &str| PhaseWords { name: name.to_owned(), say: None, breath: None, pose: None };
    let entry = Entry {
        n: 0,
        id: "bird-dog".to_owned(),
        name: "Bird dog".to_owned(),
        say: None,
        position: None,
        equipment: Vec::new(),
        how: Vec::new(),
        cautions: Vec::new(),
        note: None,
        figure: None,
        easier: None,
        harder: None,
        side_labels: None,
        breath: None,
        cues: Vec::new(),
        phases: vec![phase("Out"), phase("In")],
        target_words: None,
        optional: false,
        assumed: Vec::new(),
        target: Target::default(),
        sided: true,
        only_side: None,
        alternate: true,
    };
    Plan {
        routine: "morning".to_owned(),
        name: "Low back, morning".to_owned(),
        hash: "00".to_owned(),
        entries: vec![entry],
        groups: vec!["Finisher".to_owned()],
        steps: vec![step(); 54],
        total: Duration::from_secs(965),
        variants: Vec::new(),
    }
}

fn line(event: Event, millis: u64) -> String {
    let stamped = Stamped { at: Duration::from_millis(millis), event };
    event_json(&plan(), "01K", &stamped).to_string()
}

/// Every event that can be reported, each with every optional part at least once.
fn all_events() -> Vec<Event> {
    let cue = |kind| Event::Cue(Cue { kind, say: None, bout: None });
    let phase = Step { mode: Some(Mode::Phase), phase: Some(1), group: None, ..step() };
    let open = Step {
        mode: Some(Mode::Open),
        length: None,
        estimate: Some(Duration::from_mins(1)),
        rep: None,
        reps: None,
        side: None,
        group: None,
        ..step()
    };
    let rest = Step { kind: Kind::Rest, mode: None, entry: None, bout: None, ..open };
    let mut events = vec![
        Event::SessionStarted,
        Event::Cue(Cue { kind: CueKind::Go, say: Some("Left".to_owned()), bout: None }),
        cue(CueKind::Rep { last: true }),
        cue(CueKind::Rep { last: false }),
        Event::StepChanged { index: 3, length: Some(Duration::from_secs(15)), reps: None },
        Event::StepChanged { index: 3, length: None, reps: Some(9) },
        Event::RepCounted { index: 3, count: 2 },
        Event::PaceChanged { entry: 0, percent: 110 },
        Event::PainReported { of: PainOf::Before, value: 10 },
        Event::PainReported { of: PainOf::Exercise { entry: 0, occurrence: 1 }, value: 0 },
        Event::ExerciseDeferred { entry: 0, occurrence: 1 },
        Event::ExerciseSwapped { entry: 0, occurrence: 1, way: Way::Harder, to: 0, bout: 9 },
        Event::Resumed { paused: Duration::from_millis(31_250) },
    ];
    for (index, step) in [phase, open, rest].into_iter().enumerate() {
        let index = u32::try_from(index).unwrap();
        events.push(Event::StepStarted(Played { index: index + 54, slot: index, step }));
    }
    for outcome in [Outcome::Done, Outcome::Cut, Outcome::Skipped, Outcome::Left] {
        let lasted = Duration::from_millis(4_999);
        events.push(Event::StepEnded { index: 60, slot: 3, outcome, lasted, counted: Some(5) });
    }
    for kind in [
        CueKind::Prepare,
        CueKind::Tick,
        CueKind::Half,
        CueKind::TickOut,
        CueKind::End,
        CueKind::Relax,
        CueKind::Switch,
        CueKind::Rest,
        CueKind::Custom,
        CueKind::Paused,
        CueKind::Resumed,
        CueKind::Finished,
    ] {
        events.push(cue(kind));
    }
    for cause in [
        PauseCause::User,
        PauseCause::Suspended,
        PauseCause::Terminal,
        PauseCause::Remote,
        PauseCause::LeadIn,
    ] {
        events.push(Event::Paused(cause));
    }
    let reasons = [SkipReason::Pain, SkipReason::Time, SkipReason::Equipment, SkipReason::Other];
    for reason in reasons.map(Some).into_iter().chain([None]) {
        events.push(Event::ExerciseSkipped { entry: 0, occurrence: 1, reason });
    }
    for status in [Status::Completed, Status::Stopped] {
        events.push(Event::SessionEnded { status, active: Duration::from_secs(9), paused: Duration::ZERO });
    }
    events
}

#[test]
fn events_have_the_keys_of_the_contract() {
    let started = r#"{"event":"session_started","at":0.0,"id":"01K","routine":"Low back, morning","steps":54,"seconds":965.0}"#;
    assert_eq!(line(Event::SessionStarted, 0), started);
    let go = Event::Cue(Cue { kind: CueKind::Go, say: Some("Left".to_owned()), bout: Some(0) });
    assert_eq!(line(go, 20_000), r#"{"event":"cue","at":20.0,"cue":"go","say":"Left"}"#);
    let tick_out = Event::Cue(Cue { kind: CueKind::TickOut, say: None, bout: Some(0) });
    assert_eq!(line(tick_out, 17_000), r#"{"event":"cue","at":17.0,"cue":"tick_out"}"#);
    let paused = Event::Paused(PauseCause::LeadIn);
    assert_eq!(line(paused, 22_400), r#"{"event":"paused","at":22.4,"cause":"lead_in"}"#);
    let resumed = Event::Resumed { paused: Duration::from_secs(31) };
    assert_eq!(line(resumed, 22_400), r#"{"event":"resumed","at":22.4,"paused_seconds":31.0}"#);
    let slower = Event::PaceChanged { entry: 0, percent: 110 };
    let slower_line = r#"{"event":"pace_changed","at":18.5,"exercise":"bird-dog","percent":110,"entry":0}"#;
    assert_eq!(line(slower, 18_500), slower_line);
    let lasted = Duration::from_secs(20);
    let ended = Event::StepEnded { index: 0, slot: 0, outcome: Outcome::Done, lasted, counted: None };
    let ended_line = r#"{"event":"step_ended","at":20.0,"index":0,"slot":0,"outcome":"done","seconds":20.0}"#;
    assert_eq!(line(ended, 20_000), ended_line);
    let (active, paused) = (Duration::from_secs(965), Duration::from_secs(31));
    assert_eq!(
        line(Event::SessionEnded { status: Status::Completed, active, paused }, 965_000),
        r#"{"event":"session_ended","at":965.0,"status":"completed","active_seconds":965.0,"paused_seconds":31.0}"#
    );
}

#[test]
fn a_step_has_the_keys_of_the_plan() {
    let json = serde_json::to_string(&step_json(&plan(), 3, Some(Duration::from_secs(28)), &step())).unwrap();
    let contract = concat!(
        r#"{"index":3,"at":28.0,"seconds":5.0,"kind":"work","mode":"hold","exercise":"bird-dog","#,
        r#""name":"Bird dog","group":"Finisher","round":2,"set":1,"sets":2,"rep":4,"reps":8,"#,
        r#""side":"right","phase":null,"rounds":3,"entry":0,"occurrence":1,"bout":7}"#,
    );
    assert_eq!(json, contract);
}

#[test]
fn the_rest_between_rounds_belongs_to_nobody() {
    let rest = Step { kind: Kind::Rest, mode: None, entry: None, ..step() };
    let json = step_json(&plan(), 3, None, &rest);
    for key in ["mode", "exercise", "name"] {
        assert_eq!(json.get(key), Some(&Value::Null), "{key}");
    }
    assert!(!json.contains_key("at"));
}

#[test]
fn open_work_carries_its_estimate_and_a_phase_its_name() {
    let open = Step {
        mode: Some(Mode::Open),
        length: None,
        estimate: Some(Duration::from_millis(1_500)),
        phase: Some(1),
        ..step()
    };
    let json = step_json(&plan(), 3, None, &open);
    assert_eq!(json.get("seconds"), Some(&Value::Null));
    assert_eq!(json.get("estimate_seconds"), Some(&Value::from(1.5)));
    assert_eq!(json.get("phase"), Some(&Value::from("In")));
}

#[test]
fn times_are_rounded_to_the_millisecond() {
    assert!((seconds(Duration::from_micros(22_400_499)) - 22.4).abs() < f64::EPSILON);
    assert!((seconds(Duration::from_micros(22_400_500)) - 22.401).abs() < f64::EPSILON);
}

#[test]
fn every_event_can_be_read_back() {
    let plan = plan();
    for event in all_events() {
        let stamped = Stamped { at: Duration::from_millis(1_234_567), event };
        let text = event_json(&plan, "01K", &stamped).to_string();
        let read = parse_event(&serde_json::from_str(&text).unwrap());
        assert_eq!(read, Some(stamped), "{text}");
    }
}

#[test]
fn every_side_can_be_read_back() {
    let plan = plan();
    for side in [None, Some(Side::Left), Some(Side::Right)] {
        // A group is written by its title, which does not say which one it was.
        let step = Step { side, group: None, ..plan.steps[0] };
        let event = Event::StepStarted(Played { index: 0, slot: 0, step });
        let stamped = Stamped { at: Duration::ZERO, event };
        let json = event_json(&plan, "01K", &stamped);
        assert_eq!(parse_event(&json), Some(stamped), "{json}");
    }
}

#[test]
fn what_is_no_event_is_refused() {
    for text in [
        "{}",
        "[]",
        r#"{"event":"paused"}"#,
        r#"{"event":"paused","at":-1.0,"cause":"user"}"#,
        r#"{"event":"paused","at":1e300,"cause":"user"}"#,
        r#"{"event":"paused","at":1.0,"cause":"rain"}"#,
        r#"{"event":"step_ended","at":1.0,"index":99999999999,"slot":0,"outcome":"done","seconds":1.0}"#,
        r#"{"event":"pace_changed","at":1.0,"exercise":"squat","percent":109,"entry":0}"#,
        r#"{"event":"pace_changed","at":1.0,"exercise":"squat","percent":110}"#,
        r#"{"event":"danced","at":1.0}"#,
    ] {
        assert_eq!(parse_event(&serde_json::from_str(text).unwrap()), None, "{text}");
    }
}
