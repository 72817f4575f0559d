use std::sync::Arc;

use super::*;
use crate::{
    plan::Target,
    routine::SideLabels,
    session::{Command, Moment, Origin, Session, Settings},
};

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn entry(id: &str, side_labels: Option<SideLabels>) -> Entry {
    Entry {
        n: 0,
        id: id.to_owned(),
        name: id.to_uppercase(),
        say: None,
        position: None,
        equipment: Vec::new(),
        how: Vec::new(),
        cautions: Vec::new(),
        note: None,
        figure: None,
        easier: None,
        harder: None,
        side_labels,
        breath: None,
        cues: Vec::new(),
        phases: Vec::new(),
        target_words: None,
        optional: false,
        assumed: Vec::new(),
        target: Target::default(),
        sided: false,
        only_side: None,
        alternate: false,
    }
}

fn step(kind: Kind, length: Option<u64>, entry: u32, bout: Option<u32>) -> Step {
    Step {
        mode: bout.map(|_| if length.is_some() { Mode::Hold } else { Mode::Open }),
        length: length.map(seconds),
        entry: Some(entry),
        occurrence: entry,
        set: Some(1),
        sets: Some(2),
        bout,
        ..Step::bare(kind)
    }
}

/// 5 s to get ready, a hold of 30 s on the left, 10 s to get ready, and open work of some 12 s.
fn plan() -> Arc<Plan> {
    let labels = SideLabels { left: "left arm".to_owned(), right: "right arm".to_owned() };
    let hold = Step { side: Some(Side::Left), ..step(Kind::Work, Some(30), 0, Some(0)) };
    let open = Step { estimate: Some(seconds(12)), ..step(Kind::Work, None, 1, Some(1)) };
    Arc::new(Plan {
        routine: "two".to_owned(),
        name: "Two".to_owned(),
        hash: "00".to_owned(),
        entries: vec![entry("plank", Some(labels)), entry("walk", None)],
        groups: Vec::new(),
        steps: vec![
            step(Kind::Prepare, Some(5), 0, None),
            hold,
            step(Kind::Prepare, Some(10), 1, None),
            open,
        ],
        total: seconds(45),
        variants: Vec::new(),
    })
}

fn session() -> Session {
    let mut session = Session::new(plan(), Settings::default());
    session.handle(Moment::ORIGIN, Command::Start);
    session
}

/// Lets time pass as a driver does, who is never late.
fn pass(session: &mut Session, millis: u64) {
    while let Some(wake) = session.deadline().filter(|wake| *wake <= at(millis)) {
        session.advance(wake);
    }
    session.will_wake_at(at(millis));
    session.advance(at(millis));
}

fn at(millis: u64) -> Moment {
    Moment::since_origin(Duration::from_millis(millis))
}

const HEARD: Heard = Heard { volume: 60, muted: true, voice: "brief" };

fn glance(session: &Session, millis: u64) -> Glance {
    Glance::of("01K", &session.snapshot(at(millis)), 1.0, HEARD)
}

#[test]
fn a_glance_says_where_the_session_stands() {
    let mut session = session();
    pass(&mut session, 12_250);
    let glance = glance(&session, 12_250);
    assert_eq!(
        (glance.id.as_str(), glance.routine.as_str(), glance.state),
        ("01K", "Two", Standing::Running)
    );
    assert_eq!((glance.exercise.as_deref(), glance.name.as_deref()), (Some("plank"), Some("PLANK")));
    assert_eq!((glance.kind.as_deref(), glance.mode.as_deref()), (Some("work"), Some("hold")));
    assert_eq!((glance.side.as_deref(), glance.side_words.as_deref()), (Some("left"), Some("left arm")));
    assert_eq!((glance.number, glance.exercises, glance.set, glance.sets), (Some(1), 2, Some(1), Some(2)));
    let millis = Duration::from_millis;
    assert_eq!((glance.left, glance.elapsed), (Some(millis(22_750)), Some(millis(7_250))));
    // 22.75 s of this, 10 s, and 12 s that are a guess; 12.25 of 57 s are 21.5 %.
    assert_eq!((glance.session_left, glance.session_left_is_estimate), (millis(44_750), true));
    assert_eq!((glance.active, glance.percent), (millis(12_250), 21));
    assert_eq!(glance.next.as_deref(), Some("WALK"));
    assert_eq!((glance.volume, glance.muted, glance.voice.as_str()), (60, true, "brief"));
}

#[test]
fn what_passes_by_itself_need_not_be_asked_for_again() {
    // At moments after which nothing happens for a while: in a hold, in a pause, in a lead-in, and in open work, which
    // takes longer than it was thought to take.
    let mut session = session();
    let check = |session: &Session, from: u64, spans: &[u64]| {
        let told = glance(session, from);
        for span in spans {
            let real = glance(session, from + span);
            assert_eq!(told.after(Duration::from_millis(*span)), real, "{span} ms after {from}");
        }
    };
    pass(&mut session, 6200);
    check(&session, 6200, &[0, 1, 799, 800, 801, 20_000]);
    pass(&mut session, 7000);
    assert!(session.handle(at(7000), Command::Pause(PauseCause::Remote)));
    check(&session, 7000, &[0, 5, 3_600_000]);
    assert!(session.handle(at(8000), Command::Resume(Origin::Remote)));
    assert_eq!(glance(&session, 8500).lead_in, Some(Duration::from_millis(2500)));
    check(&session, 8000, &[0, 400, 2900]);
    pass(&mut session, 11_000);
    check(&session, 11_000, &[0, 400, 27_000]);
    pass(&mut session, 49_000);
    let open = glance(&session, 49_000);
    assert_eq!(
        (open.mode.as_deref(), open.left, open.estimate_left),
        (Some("open"), None, Some(seconds(12)))
    );
    check(&session, 49_000, &[0, 300, 11_999, 12_000, 30_000]);
}

#[test]
fn no_more_passes_than_the_step_that_was_known() {
    let session = session();
    let after = glance(&session, 0).after(seconds(60));
    assert_eq!((after.left, after.elapsed), (Some(Duration::ZERO), Some(seconds(5))));
    assert_eq!((after.active, after.session_left), (seconds(5), seconds(52)));
}

#[test]
fn a_fast_session_passes_fast() {
    let session = session();
    let fast = Glance::of("01K", &session.snapshot(Moment::ORIGIN), 20.0, HEARD);
    let after = fast.after(Duration::from_millis(100));
    assert_eq!(after.left, Some(seconds(3)));
    assert_eq!(fast.to_real(seconds(2)), Duration::from_millis(100));
    // A speed that comes from outside may be anything.
    for speed in [f64::NAN, f64::INFINITY, -1.0, 0.0] {
        let strange = Glance { speed, ..fast.clone() };
        let _ = (strange.after(seconds(1)), strange.to_real(seconds(1)));
    }
}

#[test]
fn it_ends_at_a_hundred_or_where_it_was_left() {
    let mut left = session();
    pass(&mut left, 3000);
    assert!(left.handle(at(3000), Command::Quit));
    let stopped = glance(&left, 9000);
    assert_eq!((stopped.state, stopped.status.as_deref()), (Standing::Ended, Some("stopped")));
    // 3 of 57 s.
    assert_eq!(stopped.percent, 5);
    let mut done = session();
    pass(&mut done, 60_000);
    assert!(done.handle(at(60_000), Command::Done(Origin::Remote)));
    let ended = glance(&done, 60_000);
    assert_eq!((ended.status.as_deref(), ended.percent), (Some("completed"), 100));
    assert_eq!(ended.after(seconds(5)), ended);
}

#[test]
fn it_comes_back_from_json_as_it_was() {
    let mut session = session();
    pass(&mut session, 6250);
    let glance = glance(&session, 6250);
    let text = serde_json::to_string(&glance).unwrap();
    assert!(text.contains(r#""state":"running""#) && text.contains(r#""left":28.75"#), "{text}");
    assert_eq!(serde_json::from_str::<Glance>(&text).unwrap(), glance);
    // A later version may say more; a wrong one is refused and nothing falls over.
    let more = text.replacen('{', r#"{"mood":"good","#, 1);
    assert_eq!(serde_json::from_str::<Glance>(&more).unwrap(), glance);
    for wrong in [text.replace("28.75", "-1"), text.replace("running", "dancing"), "{}".to_owned()] {
        assert!(serde_json::from_str::<Glance>(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn reps_that_somebody_counts_are_seen_from_the_first_on() {
    let mut plan = Plan::clone(&plan());
    plan.steps[3].reps = Some(6);
    let mut session = Session::new(Arc::new(plan), Settings::default());
    session.handle(Moment::ORIGIN, Command::Start);
    pass(&mut session, 45_000);
    let mut seen = Vec::new();
    for _ in 0..3 {
        let glance = glance(&session, 45_000);
        seen.push((glance.rep, glance.reps));
        assert!(session.handle(at(45_000), Command::CountRep));
    }
    assert_eq!(seen, [(None, Some(6)), (Some(1), Some(6)), (Some(2), Some(6))]);
}

#[test]
fn a_standing_is_called_as_json_writes_it() {
    use Standing::{Ended, LeadIn, Paused, Ready, Running};
    for standing in [Ready, Running, Paused, LeadIn, Ended] {
        assert_eq!(serde_json::to_value(standing).unwrap(), standing.word());
    }
}
