//! The session against a naive, ticking model of it: random plans, random scripts, event for event.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod model;

use std::{sync::Arc, time::Duration};

use model::{
    plans,
    reference::{Limits, Micros, Model, State, duration},
    scripts::{self, Act, Line, Meanwhile, Script},
};
use proptest::{prelude::*, test_runner::FileFailurePersistence};
use supple::{
    plan::Plan,
    session::{CueKind, Event, Moment, Session, Settings, Snapshot, Stamped, State as RealState},
};

const HALF: Micros = 500_000;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn agrees_with_the_ticking_model(
        plan in plans::plan(true),
        script in scripts::script(40, false),
        limits in limits(),
    ) {
        Both::new(&plan.0, limits, script.announces).play(&script)?;
    }

    #[test]
    fn agrees_with_the_ticking_model_when_the_pace_changes(
        plan in plans::plan(true),
        script in scripts::script(20, true),
        limits in limits(),
    ) {
        Both::new(&plan.0, limits, script.announces).play(&script)?;
    }
}

fn limits() -> impl Strategy<Value = Limits> {
    let usual = Limits { lead_in_key: 16 * HALF, lead_in_remote: 6 * HALF, late: 4 * HALF };
    prop_oneof![
        4 => Just(usual),
        1 => (1..=20_u64, 1..=8_u64, 0..=6_u64).prop_map(|(key, remote, late)| Limits {
            lead_in_key: key * HALF,
            lead_in_remote: remote * HALF,
            late: late * HALF,
        }),
    ]
}

/// The session and its model, told the same things at the same moments.
struct Both {
    real: Session,
    model: Model,
    announces: Option<u64>,
}

impl Both {
    fn new(plan: &Arc<Plan>, limits: Limits, announces: Option<u64>) -> Self {
        let settings = Settings {
            lead_in_key: duration(limits.lead_in_key),
            lead_in_remote: duration(limits.lead_in_remote),
            late_limit: duration(limits.late),
        };
        let real = Session::new(Arc::clone(plan), settings);
        Self { real, model: Model::new(Arc::clone(plan), limits), announces }
    }

    fn play(mut self, script: &Script) -> Result<(), TestCaseError> {
        for line in &script.lines {
            self.line(line)?;
        }
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<(), TestCaseError> {
        let until = self.model.now + line.after * HALF;
        if let Meanwhile::Awake { late } = line.meanwhile {
            while let Some(wake) =
                self.next_wake().map(|wake| wake + late * HALF).filter(|&wake| wake < until)
            {
                self.real.advance(moment(wake));
                self.model.advance(wake);
                self.compare(&format!("advance at {wake}"))?;
            }
        }
        match line.act {
            Act::Command(command) => {
                let real = self.real.handle(moment(until), command);
                let model = self.model.handle(until, command);
                prop_assert_eq!(real, model, "whether {:?} means anything at {}", command, until);
            }
            Act::Advance(times) => {
                for _ in 0..times {
                    self.real.advance(moment(until));
                    self.model.advance(until);
                }
            }
            Act::Stale(back) => {
                let stale = until.saturating_sub(back * HALF);
                self.real.advance(moment(stale));
                self.model.advance(stale);
            }
            Act::Unattended => {
                self.real.set_unattended(moment(until));
                self.model.set_unattended(until);
            }
        }
        self.compare(&format!("{:?} at {until}", line.act))
    }

    /// When a driver that sleeps no longer than it must comes next.
    fn next_wake(&self) -> Option<Micros> {
        let deadline = self.model.deadline();
        let announced = self.announces.map(|after| self.model.now + after * HALF);
        match (deadline, announced) {
            (Some(deadline), Some(announced)) => Some(deadline.min(announced)),
            (deadline, announced) => deadline.or(announced),
        }
    }

    fn compare(&mut self, after: &str) -> Result<(), TestCaseError> {
        let real: Vec<Stamped> = std::iter::from_fn(|| self.real.poll_event()).map(plainly).collect();
        let model = std::mem::take(&mut self.model.events);
        prop_assert_eq!(real, model, "events after {}", after);
        let deadline = self.model.deadline().map(moment);
        prop_assert_eq!(self.real.deadline(), deadline, "the deadline after {}", after);
        self.compare_snapshot(&self.real.snapshot(moment(self.model.now)))?;
        if let Some(after) = self.announces {
            let wake = self.model.now + after * HALF;
            self.real.will_wake_at(moment(wake));
            self.model.will_wake_at(wake);
        }
        Ok(())
    }

    fn compare_snapshot(&self, real: &Snapshot) -> Result<(), TestCaseError> {
        let state = match self.model.state {
            State::Ready => RealState::Ready,
            State::Running => RealState::Running,
            State::Paused(cause) => RealState::Paused(cause),
            State::LeadIn { .. } => RealState::LeadIn { left: duration(self.model.lead_in_left()) },
            State::Ended(status) => RealState::Finished(status),
        };
        prop_assert_eq!(real.state, state);
        prop_assert_eq!(real.active, duration(self.model.active));
        prop_assert_eq!(real.paused, duration(self.model.paused_so_far()));
        Ok(())
    }
}

/// Words are the machine's own business, but for those of the routine.
fn plainly(mut stamped: Stamped) -> Stamped {
    if let Event::Cue(cue) = &mut stamped.event
        && cue.kind != CueKind::Custom
    {
        cue.say = None;
    }
    stamped
}

fn moment(micros: Micros) -> Moment {
    Moment::since_origin(Duration::from_micros(micros))
}
