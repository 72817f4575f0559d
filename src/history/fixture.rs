//! Plans and sessions to be recorded, for tests.

use std::{sync::Arc, time::Duration};

use super::{record::About, when::When};
use crate::{
    plan::{self, Plan},
    routine::{Block, Dose, Exercise, Group, Prepare, Range, RepShape, Routine, Sides, Words, Work},
    session::{Command, Moment, Session, Settings, Stamped},
};

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn time(text: &str) -> When {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub(crate) fn about(id: &str) -> About {
    About {
        id: id.to_owned(),
        started: time("2026-11-21T07:02:11+01:00[Europe/Berlin]"),
        level: Some("low".to_owned()),
        progression: None,
        speed: 1.0,
        app: "0.1.0".to_owned(),
        items: Vec::new(),
        paces: Vec::new(),
    }
}

pub(crate) fn exercise(id: &str, work: Work, sets: u32, sides: Sides) -> Block {
    Block::Exercise(Box::new(Exercise {
        id: id.to_owned(),
        words: Words { name: id.replace('-', " "), ..Words::default() },
        dose: Dose {
            work,
            sets: Range::only(sets),
            sides,
            first_side: None,
            side_labels: None,
            breath: None,
            prepare: Prepare::For(secs(10)),
            relax: secs(3),
            switch: secs(8),
            rest: secs(20),
            estimate: None,
        },
        optional: false,
        assumed: Vec::new(),
    }))
}

pub(crate) fn hold(seconds: u64, reps: u32) -> Work {
    Work::Hold { hold: Range::only(secs(seconds)), reps: Range::only(reps) }
}

/// Reps of four seconds.
pub(crate) fn reps(reps: u32) -> Work {
    Work::Reps { reps: Range::only(reps), shape: RepShape::Even(Range::only(secs(4))) }
}

/// Reps of phases, so many seconds each.
pub(crate) fn phased(reps: u32, phases: &[u64]) -> Work {
    let phase = |seconds: &u64| crate::routine::Phase {
        name: format!("for {seconds}"),
        time: Some(Range::only(secs(*seconds))),
        breath: None,
        say: None,
        pose: None,
    };
    let phases = phases.iter().map(phase).collect();
    Work::Reps { reps: Range::only(reps), shape: RepShape::Phases { phases, rep_time: Range::only(secs(4)) } }
}

pub(crate) fn flow(seconds: u64) -> Work {
    Work::Flow { time: Range::only(secs(seconds)), phases: Vec::new() }
}

/// Work without a length: it takes a minute where nobody can say done.
pub(crate) fn self_paced(reps: u32) -> Work {
    Work::SelfPaced { reps: Range::only(reps), target: None, rep_time: Range::only(secs(4)) }
}

pub(crate) fn group(rounds: u32, steps: Vec<Block>) -> Block {
    Block::Group(Group { title: "Round and round".to_owned(), rounds, rest: secs(45), steps })
}

pub(crate) fn plan(steps: Vec<Block>) -> Arc<Plan> {
    let routine = Routine {
        id: "low-back-morning".to_owned(),
        name: "Low back, morning".to_owned(),
        summary: None,
        source: None,
        tags: Vec::new(),
        cautions: Vec::new(),
        steps,
        hash: "c0ffee".to_owned(),
    };
    Arc::new(plan::compile(&routine, &plan::Options::default()))
}

/// A plan of one exercise that can be swapped for an easier one.
pub(crate) fn ladder(mut hard: Block, soft: Block) -> Arc<Plan> {
    let (Block::Exercise(hard_one), Block::Exercise(soft_one)) = (&mut hard, soft) else {
        panic!("two exercises")
    };
    hard_one.words.easier = Some(soft_one.id.clone());
    let mut compiled = Arc::unwrap_or_clone(plan(vec![hard.clone()]));
    let routine = Routine {
        id: compiled.routine.clone(),
        name: compiled.name.clone(),
        summary: None,
        source: None,
        tags: Vec::new(),
        cautions: Vec::new(),
        steps: vec![hard],
        hash: compiled.hash.clone(),
    };
    let find = |id: &str| (id == soft_one.id).then(|| (*soft_one).clone());
    plan::add_variants(&mut compiled, &routine, &plan::Options::default(), find);
    Arc::new(compiled)
}

/// A routine with every kind of work.
pub(crate) fn mixed() -> Arc<Plan> {
    plan(vec![
        exercise("bird-dog", hold(5, 3), 2, Sides::Alternate),
        exercise("cat-cow", phased(4, &[3, 0, 2]), 1, Sides::None),
        group(
            2,
            vec![
                exercise("squat", reps(5), 2, Sides::None),
                exercise("side-plank", hold(20, 1), 1, Sides::Each),
            ],
        ),
        exercise("march", flow(60), 1, Sides::None),
        exercise("step-up", self_paced(6), 2, Sides::Alternate),
        exercise("clam", reps(3), 1, Sides::Left),
    ])
}

/// Plays a plan: each command comes at its real time in milliseconds from the start. After the last one nobody is there.
pub(crate) fn play(plan: &Arc<Plan>, script: &[(u64, Command)]) -> Vec<Stamped> {
    play_on(Session::new(Arc::clone(plan), Settings::default()), script, u64::MAX)
}

/// As `play`, cut off after so many milliseconds.
pub(crate) fn play_until(plan: &Arc<Plan>, script: &[(u64, Command)], end: u64) -> Vec<Stamped> {
    play_on(Session::new(Arc::clone(plan), Settings::default()), script, end)
}

pub(crate) fn play_on(mut session: Session, script: &[(u64, Command)], end: u64) -> Vec<Stamped> {
    let start = Moment::ORIGIN + secs(1000);
    let mut script =
        script.iter().map(|(at, command)| (start + Duration::from_millis(*at), *command)).peekable();
    let end = if end == u64::MAX { None } else { Some(start + Duration::from_millis(end)) };
    session.handle(start, Command::Start);
    let mut events = Vec::new();
    let mut latest = start;
    let mut alone = false;
    loop {
        events.extend(std::iter::from_fn(|| session.poll_event()));
        let due = session.deadline();
        let command = script.next_if(|(at, _)| due.is_none_or(|due| *at <= due));
        let Some(now) = command.map(|(at, _)| at).or(due) else {
            // Only a command could help, and there is none.
            if alone || session.is_finished() {
                break;
            }
            alone = true;
            session.set_unattended(latest);
            continue;
        };
        latest = now;
        if end.is_some_and(|end| now > end) {
            break;
        }
        match command {
            Some((at, command)) => {
                assert!(session.handle(at, command), "{command:?} was refused");
            }
            None => session.advance(now),
        }
    }
    events
}

/// The active time of the last event.
pub(crate) fn last_at(events: &[Stamped]) -> Duration {
    events.last().map_or(Duration::ZERO, |stamped| stamped.at)
}
