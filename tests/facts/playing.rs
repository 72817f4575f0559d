//! Every shipped routine played to its end by the real machine, with a clock that is made up.

use std::{sync::Arc, time::Duration};

use supple::{
    plan::{Kind, Plan},
    routine::Library,
    session::{Command, Event, Moment, Origin, Outcome, Session, Settings, Stamped, State, Status},
};

use crate::shown::Played;

/// How long whoever plays takes for what waits for them.
const PATIENCE: Duration = Duration::from_secs(30);

/// Someone who follows a session to its end.
pub(crate) struct Player {
    session: Session,
    now: Duration,
    /// All events so far.
    pub(crate) events: Vec<Stamped>,
}

impl Player {
    pub(crate) fn start(plan: &Plan) -> Self {
        let session = Session::new(Arc::new(plan.clone()), Settings::default());
        let mut player = Self { session, now: Duration::ZERO, events: Vec::new() };
        player.does(Command::Start);
        player
    }

    pub(crate) fn does(&mut self, command: Command) {
        assert!(
            self.session.handle(Moment::since_origin(self.now), command),
            "{command:?} at {:?}",
            self.now
        );
        self.gather();
    }

    /// Lets time pass, stopping at every deadline on the way.
    pub(crate) fn waits(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(due) = self.session.deadline().map(Moment::origin_offset).filter(|due| *due <= until) {
            self.now = due;
            self.session.advance(Moment::since_origin(due));
        }
        self.now = until;
        self.session.advance(Moment::since_origin(until));
        self.gather();
    }

    /// To the end of the session, or for the first time to where `stops` says so.
    pub(crate) fn goes_on(&mut self, mut stops: impl FnMut(&Event) -> bool) {
        let mut seen = self.events.len();
        while !self.session.is_finished() {
            if let Some(due) = self.session.deadline() {
                self.waits(due.origin_offset().saturating_sub(self.now));
            } else {
                assert_eq!(self.session.snapshot(Moment::since_origin(self.now)).state, State::Running);
                self.waits(PATIENCE);
                self.does(Command::Done(Origin::Remote));
            }
            let new = &self.events[seen..];
            if new.iter().any(|stamped| stops(&stamped.event)) {
                return;
            }
            seen = self.events.len();
        }
    }

    pub(crate) fn finishes(&mut self) {
        self.goes_on(|_| false);
    }

    /// How the session ended, and how long it lasted without its pauses.
    pub(crate) fn end(&self) -> Option<(Status, Duration)> {
        self.events.iter().find_map(|stamped| match stamped.event {
            Event::SessionEnded { status, active, .. } => Some((status, active)),
            _ => None,
        })
    }

    fn gather(&mut self) {
        self.events.extend(std::iter::from_fn(|| self.session.poll_event()));
    }
}

#[test]
fn every_shipped_routine_plays_to_its_end_at_both_ends() {
    let routines = Library::open(None).routine_ids();
    assert!(routines.len() >= 13, "{routines:?}");
    for id in routines {
        let played = Played::routine(&id).unwrap();
        for plan in &played.plans {
            plays(&id, plan);
        }
    }
}

#[test]
fn every_shipped_exercise_plays_to_its_end_at_both_ends() {
    for id in Library::open(None).exercise_ids() {
        let played = Played::exercise(&id).unwrap();
        for plan in &played.plans {
            plays(&id, plan);
        }
    }
}

/// Each planned step comes once, in order, for its whole length, and the session is complete.
fn plays(id: &str, plan: &Plan) {
    let mut player = Player::start(plan);
    player.finishes();

    let mut begun = Vec::new();
    let mut ended = Vec::new();
    for stamped in &player.events {
        match stamped.event {
            Event::StepStarted(played) => {
                assert_eq!(played.step, plan.steps[played.index as usize], "{id}: step {}", played.index);
                begun.push(played.index);
            }
            Event::StepEnded { index, outcome, lasted, .. } => {
                let step = &plan.steps[index as usize];
                assert_eq!(outcome, Outcome::Done, "{id}: {step:?}");
                assert_eq!(lasted, step.length.unwrap_or(PATIENCE), "{id}: {step:?}");
                ended.push(index);
            }
            Event::Paused(cause) => panic!("{id} paused: {cause:?}"),
            _ => {}
        }
    }
    let all: Vec<u32> = (0..).take(plan.steps.len()).collect();
    assert_eq!(begun, all, "{id}");
    assert_eq!(ended, all, "{id}");
    assert!(plan.steps.iter().any(|step| step.kind == Kind::Work), "{id}");
    let waited = PATIENCE * u32::try_from(plan.open_steps()).unwrap();
    assert_eq!(player.end(), Some((Status::Completed, plan.total + waited)), "{id}");
}
