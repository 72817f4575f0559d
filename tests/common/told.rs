//! A session for tests, that is told when what happens.

use std::{fs, sync::Arc, time::Duration};

use supple::{
    plan::{self, Options, Plan},
    routine::Library,
    session::{Command, Event, Moment, Origin, Played, Session, Settings, Snapshot, Stamped},
};

pub(crate) const KEY: Origin = Origin::Key;

pub(crate) const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

pub(crate) fn plan(steps: &str) -> Arc<Plan> {
    let text = format!("format = 1\nname = \"Test\"\n{steps}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.toml");
    fs::write(&file, text).unwrap();
    let found = Library::open(None).routine(file.to_str().unwrap()).unwrap();
    let routine = found.value.unwrap_or_else(|| panic!("{:?}", found.diagnostics));
    Arc::new(plan::compile(&routine, &Options::default()))
}

/// A session that is driven by the clock on the wall, from zero at its start.
pub(crate) struct Told {
    pub(crate) session: Session,
    pub(crate) now: Duration,
}

impl Told {
    pub(crate) fn start(steps: &str) -> Self {
        Self::begin(Session::new(plan(steps), Settings::default()))
    }

    pub(crate) fn begin(session: Session) -> Self {
        let mut told = Self { session, now: Duration::ZERO };
        told.does(Command::Start);
        told
    }

    pub(crate) fn at(mut self, time: u64) -> Self {
        let until = seconds(time);
        while let Some(wake) =
            self.session.deadline().map(Moment::origin_offset).filter(|wake| *wake <= until)
        {
            self.now = wake;
            self.session.advance(Moment::since_origin(wake));
        }
        self.now = until;
        self.session.advance(Moment::since_origin(until));
        self
    }

    pub(crate) fn does(&mut self, command: Command) {
        assert!(self.tries(command), "{command:?} at {:?}", self.now);
    }

    pub(crate) fn tries(&mut self, command: Command) -> bool {
        self.session.handle(Moment::since_origin(self.now), command)
    }

    pub(crate) fn after(mut self, command: Command) -> Self {
        self.does(command);
        self
    }

    pub(crate) fn shown(&self) -> Snapshot {
        self.session.snapshot(Moment::since_origin(self.now))
    }

    pub(crate) fn events(&mut self) -> Vec<Stamped> {
        std::iter::from_fn(|| self.session.poll_event()).collect()
    }

    pub(crate) fn started(&mut self) -> Vec<Played> {
        let started = |stamped: Stamped| match stamped.event {
            Event::StepStarted(played) => Some(played),
            _ => None,
        };
        self.events().into_iter().filter_map(started).collect()
    }
}

pub(crate) const SQUATS: &str = r#"
[[step]]
name = "Squat"
prepare = "10s"
reps = 4
rep_time = "4s"
[[step]]
group = "Circuit"
rounds = 2
rest = "30s"
  [[step.step]]
  name = "Plank"
  prepare = "10s"
  hold = "20s"
"#;
