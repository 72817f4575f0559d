//! What holds for every plan and whatever is done to its session.

#![expect(
    clippy::unwrap_used,
    clippy::unchecked_time_subtraction,
    reason = "a test says what is wrong by panicking"
)]

#[path = "model/plans.rs"]
mod plans;
#[path = "model/scripts.rs"]
mod scripts;

use std::{collections::HashSet, sync::Arc, time::Duration};

use plans::Drawn;
use proptest::{collection::vec, prelude::*, test_runner::FileFailurePersistence};
use scripts::{Act, Line, Meanwhile, Script};
use supple::{
    plan::{Mode, Plan, Step},
    session::{
        Command, CueKind, Event, Fate, Moment, Now, Origin, PauseCause, Session, Settings, Snapshot, Stamped,
        State, Status,
    },
};

/// A moment at which the clock of a test begins; no session may take it for granted that it is zero.
const ORIGIN: Duration = Duration::from_secs(1_000);

/// More calls than any of these sessions can need: one that needs more is going round in circles.
const MANY: usize = 20_000;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        ..ProptestConfig::default()
    }
}

/// How long a unit of a script lasts: on the grid of the plans, or off it.
fn unit() -> impl Strategy<Value = Duration> {
    prop_oneof![Just(Duration::from_millis(500)), Just(Duration::from_millis(137))]
}

// A driver that keeps what it saw.

struct Driver {
    session: Session,
    now: Duration,
    unit: Duration,
    log: Vec<Stamped>,
    calls: usize,
}

impl Driver {
    fn new(plan: &Arc<Plan>, unit: Duration) -> Self {
        let session = Session::new(Arc::clone(plan), Settings::default());
        Self { session, now: ORIGIN, unit, log: Vec::new(), calls: 0 }
    }

    fn started(plan: &Arc<Plan>) -> Self {
        let mut driver = Self::new(plan, Duration::from_millis(500));
        assert!(driver.command(Command::Start));
        driver
    }

    fn moment(&self) -> Moment {
        Moment::since_origin(self.now)
    }

    fn command(&mut self, command: Command) -> bool {
        let taken = self.session.handle(self.moment(), command);
        self.drain();
        taken
    }

    fn advance_to(&mut self, now: Duration) {
        self.now = now;
        self.session.advance(self.moment());
        self.drain();
    }

    fn drain(&mut self) {
        self.calls += 1;
        assert!(self.calls < MANY, "the session goes round in circles");
        while let Some(event) = self.session.poll_event() {
            self.log.push(event);
        }
    }

    fn deadline(&self) -> Option<Duration> {
        self.session.deadline().map(Moment::origin_offset)
    }

    /// Comes at every deadline up to `until`, or `late` after it.
    fn sleep_until(&mut self, until: Duration, late: Duration) {
        while let Some(wake) = self.deadline().map(|deadline| deadline + late).filter(|wake| *wake <= until) {
            self.advance_to(wake);
        }
        self.now = self.now.max(until);
    }

    /// Comes at every deadline, and at nothing else, until there is none.
    fn run_out(&mut self) {
        while let Some(deadline) = self.deadline() {
            self.advance_to(deadline);
        }
    }

    fn line(&mut self, line: &Line) {
        let until = self.now + self.unit * u32::try_from(line.after).unwrap();
        match line.meanwhile {
            Meanwhile::Awake { late } => {
                let late = (self.unit * u32::try_from(late).unwrap()).min(Duration::from_secs(2));
                self.sleep_until(until, late);
            }
            Meanwhile::Silence => self.now = until,
        }
        match line.act {
            Act::Command(command) => {
                self.command(command);
            }
            Act::Advance(times) => {
                for _ in 0..times {
                    self.advance_to(self.now);
                }
            }
            Act::Stale(back) => {
                let now = self.now;
                self.advance_to(now - self.unit * u32::try_from(back).unwrap());
                self.now = now;
            }
            Act::Unattended => {
                self.session.set_unattended(self.moment());
                self.drain();
            }
        }
    }

    fn snapshot(&self) -> Snapshot {
        self.session.snapshot(self.moment())
    }
}

/// Plays a script to its end, and looks at the session after every line.
fn play(
    plan: &Drawn,
    script: &Script,
    unit: Duration,
    mut look: impl FnMut(&Driver) -> Result<(), TestCaseError>,
) -> Result<Driver, TestCaseError> {
    let mut driver = Driver::new(&plan.0, unit);
    for line in &script.lines {
        driver.line(line);
        driver.advance_to(driver.now);
        look(&driver)?;
    }
    Ok(driver)
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn an_untouched_session_is_the_plan(plan in plans::plan(false)) {
        let mut driver = Driver::started(&plan.0);
        driver.run_out();
        let mut at = Duration::ZERO;
        let mut steps = Vec::new();
        for step in &plan.0.steps {
            steps.push((at, at + step.length.unwrap()));
            at += step.length.unwrap();
        }
        let mut played: Vec<(Duration, Duration)> = Vec::new();
        for stamped in &driver.log {
            match &stamped.event {
                Event::StepStarted(started) => {
                    prop_assert_eq!(started.index as usize, played.len());
                    prop_assert_eq!(started.slot, started.index);
                    prop_assert_eq!(&started.step, &plan.0.steps[played.len()]);
                    played.push((stamped.at, Duration::MAX));
                }
                Event::StepEnded { .. } => played.last_mut().unwrap().1 = stamped.at,
                _ => {}
            }
        }
        prop_assert_eq!(played, steps);
        let end = Event::SessionEnded { status: Status::Completed, active: plan.0.total, paused: Duration::ZERO };
        prop_assert_eq!(driver.log.last(), Some(&Stamped { at: plan.0.total, event: end }));
    }

    #[test]
    fn how_often_the_driver_comes_changes_nothing(
        plan in plans::plan(true),
        script in scripts::script(25, true),
        unit in unit(),
        extra in vec(0..400_u64, 0..60),
        late in 0..=2_000_u64,
    ) {
        let mut eager = Driver::new(&plan.0, unit);
        let mut lazy = Driver::new(&plan.0, unit);
        let late = Duration::from_millis(late);
        let mut extra = extra.into_iter().map(Duration::from_millis);
        for line in &script.lines {
            let line = Line { meanwhile: Meanwhile::Awake { late: 0 }, ..*line };
            let until = lazy.now + unit * u32::try_from(line.after).unwrap();
            lazy.sleep_until(until, late);
            lazy.line(&Line { after: 0, ..line });
            for pause in extra.by_ref().take(4) {
                let wake = (eager.now + pause).min(until);
                eager.sleep_until(wake, Duration::ZERO);
                eager.advance_to(wake);
            }
            eager.sleep_until(until, Duration::ZERO);
            eager.line(&Line { after: 0, ..line });
            prop_assert_eq!(&eager.log, &lazy.log);
        }
    }

    #[test]
    fn deadlines_are_exact(plan in plans::plan(false)) {
        let mut driver = Driver::started(&plan.0);
        while let Some(deadline) = driver.deadline() {
            prop_assert!(deadline > driver.now, "something was left undone");
            let seen = driver.log.len();
            driver.advance_to(deadline);
            prop_assert!(driver.log.len() > seen, "nothing happened at the deadline");
            for stamped in &driver.log[seen..] {
                prop_assert_eq!(stamped.at, driver.now - ORIGIN);
            }
        }
    }

    #[test]
    fn nothing_is_left_undone(plan in plans::plan(true), script in scripts::script(40, true), unit in unit()) {
        play(&plan, &script, unit, |driver| {
            prop_assert!(driver.deadline().is_none_or(|deadline| deadline > driver.now));
            Ok(())
        })?;
    }

    #[test]
    fn time_is_conserved(plan in plans::plan(true), script in scripts::script(40, true), unit in unit()) {
        let mut start = None;
        play(&plan, &script, unit, |driver| {
            let shown = driver.snapshot();
            if shown.state == State::Ready {
                prop_assert_eq!((shown.active, shown.paused), (Duration::ZERO, Duration::ZERO));
                return Ok(());
            }
            let start = *start.get_or_insert(driver.now);
            if let State::Finished(_) = shown.state {
                let end = Event::SessionEnded {
                    status: match shown.state { State::Finished(status) => status, _ => unreachable!() },
                    active: shown.active,
                    paused: shown.paused,
                };
                prop_assert_eq!(driver.log.last(), Some(&Stamped { at: shown.active, event: end }));
                prop_assert!(shown.active + shown.paused <= driver.now - start);
            } else {
                prop_assert_eq!(shown.active + shown.paused, driver.now - start);
            }
            Ok(())
        })?;
    }

    #[test]
    fn events_are_well_formed(plan in plans::plan(true), script in scripts::script(40, true), unit in unit()) {
        let driver = play(&plan, &script, unit, |_| Ok(()))?;
        well_formed(&driver.log)?;
    }

    #[test]
    fn the_end_is_final(plan in plans::plan(true), script in scripts::script(15, false), commands in vec(scripts::command(true), 1..20)) {
        let mut driver = play(&plan, &script, Duration::from_millis(500), |_| Ok(()))?;
        driver.command(Command::Start);
        driver.command(Command::Quit);
        let shown = driver.snapshot();
        let events = driver.log.len();
        prop_assert!(matches!(shown.state, State::Finished(_)));
        for command in commands {
            driver.now += Duration::from_millis(700);
            prop_assert!(!driver.command(command), "{:?} after the end", command);
            driver.session.set_unattended(driver.moment());
            driver.advance_to(driver.now);
            prop_assert_eq!(driver.deadline(), None);
            prop_assert_eq!(driver.session.next_change(driver.moment()), None);
            prop_assert_eq!(driver.log.len(), events);
            prop_assert_eq!(&driver.snapshot(), &shown);
        }
        prop_assert_eq!(driver.session.upcoming_cues(driver.moment(), driver.moment() + ORIGIN), Vec::new());
    }

    #[test]
    fn pauses_are_transparent(plan in plans::plan(false), pauses in vec(pause(), 1..8)) {
        let mut untouched = Driver::started(&plan.0);
        untouched.run_out();
        let mut paused = Driver::started(&plan.0);
        for pause in &pauses {
            paused.sleep_until(paused.now + Duration::from_millis(pause.after), Duration::ZERO);
            if pause.asleep {
                // Nobody calls for so long that it must be noticed, whenever the next thing was due.
                paused.advance_to(paused.now);
                paused.now += Duration::from_secs(60 + pause.lasts);
            } else {
                paused.command(Command::Pause(PauseCause::User));
                paused.now += Duration::from_secs(pause.lasts);
            }
            paused.command(Command::Resume(pause.origin));
        }
        paused.run_out();
        prop_assert_eq!(without_pauses(&paused.log), without_pauses(&untouched.log));
    }

    #[test]
    fn more_moves_all_that_follows_by_as_much(plan in plans::plan(false), after in 0..120_u64) {
        let mut untouched = Driver::started(&plan.0);
        untouched.run_out();
        let mut extended = Driver::started(&plan.0);
        extended.sleep_until(extended.now + Duration::from_millis(after * 500), Duration::ZERO);
        let Some(now) = extended.snapshot().now else { return Ok(()) };
        prop_assert!(extended.command(Command::More));
        extended.run_out();

        let more = more_is(&plan.0, &now.played.step);
        prop_assert_eq!(after_bout(&extended.log, &now, more), after_bout(&untouched.log, &now, Duration::ZERO));
    }

    #[test]
    fn upcoming_cues_are_the_cues_that_come(
        plan in plans::plan(true),
        script in scripts::script(25, false),
        ahead in 0..60_u64,
    ) {
        let half = Duration::from_millis(500);
        let ahead = half * u32::try_from(ahead).unwrap();
        play(&plan, &script, half, |driver| {
            let until = driver.now + ahead;
            let foretold = driver.session.upcoming_cues(driver.moment(), Moment::since_origin(until));
            // Every half of a grid of half seconds is a quarter: nothing happens between these calls.
            let mut future = Driver { session: driver.session.clone(), log: Vec::new(), calls: 0, ..*driver };
            let mut given = Vec::new();
            while future.now < until {
                future.advance_to(future.now + Duration::from_millis(250));
                let now = future.moment();
                given.extend(future.log.drain(..).filter_map(|stamped| match stamped.event {
                    Event::Cue(cue) => Some((now, cue)),
                    _ => None,
                }));
            }
            prop_assert_eq!(foretold, given);
            Ok(())
        })?;
    }

    #[test]
    fn what_is_left_is_what_it_then_takes(
        plan in plans::plan(true),
        script in scripts::script(20, true),
        unit in unit(),
    ) {
        play(&plan, &script, unit, |driver| {
            let shown = driver.snapshot();
            if matches!(shown.state, State::Finished(_)) {
                prop_assert_eq!(shown.left, Duration::ZERO);
                return Ok(());
            }
            let mut future = Driver { session: driver.session.clone(), log: Vec::new(), calls: 0, ..*driver };
            if shown.state == State::Ready {
                future.command(Command::Start);
            }
            future.command(Command::Resume(Origin::Remote));
            future.session.set_unattended(future.moment());
            future.drain();
            future.run_out();
            let end = future.snapshot();
            prop_assert_eq!(end.state, State::Finished(Status::Completed));
            prop_assert_eq!(end.active - shown.active, shown.left);
            Ok(())
        })?;
    }

    #[test]
    fn the_snapshot_agrees_with_itself(
        plan in plans::plan(true),
        script in scripts::script(30, true),
        unit in unit(),
    ) {
        play(&plan, &script, unit, consistent)?;
    }

    #[test]
    fn the_screen_is_told_when_its_seconds_change(
        plan in plans::plan(true),
        script in scripts::script(20, true),
        unit in unit(),
    ) {
        play(&plan, &script, unit, |driver| {
            let shown = seconds(&driver.snapshot());
            let Some(change) = driver.session.next_change(driver.moment()) else {
                let later = driver.session.snapshot(driver.moment() + Duration::from_millis(1_100));
                prop_assert_eq!(seconds(&later), shown, "nothing counts");
                return Ok(());
            };
            prop_assert!(change > driver.moment());
            let before = Moment::since_origin(change.origin_offset() - Duration::from_millis(1));
            prop_assert_eq!(seconds(&driver.session.snapshot(before)), shown);
            if driver.session.deadline().is_none_or(|deadline| deadline > change) {
                prop_assert_ne!(seconds(&driver.session.snapshot(change)), shown);
            }
            Ok(())
        })?;
    }
}

/// How much longer a session gets by one more of this step: ten seconds, or a rep like the last of its bout.
fn more_is(plan: &Plan, step: &Step) -> Duration {
    if !matches!(step.mode, Some(Mode::Rep | Mode::Phase)) {
        return Duration::from_secs(10);
    }
    let bout = plan.steps.iter().filter(|other| other.bout == step.bout);
    bout.filter(|other| other.rep == step.reps).filter_map(|other| other.length).sum()
}

/// What comes after the present bout or pause, moved back by so much.
fn after_bout(log: &[Stamped], now: &Now, back: Duration) -> Vec<(Duration, String)> {
    let step = now.played.step;
    let ends = log.iter().position(|stamped| match &stamped.event {
        Event::Cue(cue) => cue.kind == CueKind::End && cue.bout == step.bout,
        Event::StepEnded { index, .. } => step.bout.is_none() && *index == now.played.index,
        _ => false,
    });
    let goes_on = |stamped: &&Stamped| !matches!(stamped.event, Event::StepEnded { .. });
    let text = |event: &Event| match event {
        // It says how long the session was, which is just what differs.
        Event::SessionEnded { status, .. } => format!("{status:?}"),
        event => format!("{event:?}"),
    };
    let tail = log[ends.unwrap() + 1..].iter().filter(goes_on);
    tail.map(|stamped| (stamped.at - back, text(&stamped.event))).collect()
}

#[derive(Clone, Debug)]
struct Pause {
    /// Milliseconds.
    after: u64,
    /// Seconds.
    lasts: u64,
    asleep: bool,
    origin: Origin,
}

fn pause() -> impl Strategy<Value = Pause> {
    let after = prop_oneof![(0..60_u64).prop_map(|halves| halves * 500), 0..30_000_u64];
    let origin = prop_oneof![Just(Origin::Key), Just(Origin::Remote)];
    (after, 0..100_u64, prop::bool::weighted(0.2), origin).prop_map(|(after, lasts, asleep, origin)| Pause {
        after,
        lasts,
        asleep,
        origin,
    })
}

/// The events that have nothing to do with standing still, and when they were. The end without its paused time.
fn without_pauses(log: &[Stamped]) -> Vec<Stamped> {
    let mut stands = false;
    let mut kept = Vec::new();
    for stamped in log {
        match &stamped.event {
            Event::Paused(_) => stands = true,
            Event::Resumed { .. } => stands = false,
            Event::Cue(cue) if stands || cue.kind == CueKind::Resumed => {}
            Event::SessionEnded { status, active, .. } => {
                let event = Event::SessionEnded { status: *status, active: *active, paused: Duration::ZERO };
                kept.push(Stamped { at: stamped.at, event });
            }
            _ => kept.push(stamped.clone()),
        }
    }
    kept
}

fn well_formed(log: &[Stamped]) -> Result<(), TestCaseError> {
    let mut at = Duration::ZERO;
    let mut open: Option<(u32, u32, Duration)> = None;
    let mut indexes = HashSet::new();
    let mut stands = false;
    for (number, stamped) in log.iter().enumerate() {
        prop_assert!(stamped.at >= at, "stamps go back at event {}", number);
        prop_assert!(!stands || stamped.at == at, "time goes on in a pause");
        at = stamped.at;
        match &stamped.event {
            Event::SessionStarted => prop_assert_eq!(number, 0),
            Event::StepStarted(played) => {
                prop_assert_eq!(open, None, "two steps at a time");
                prop_assert!(indexes.insert(played.index), "index {} twice", played.index);
                open = Some((played.index, played.slot, at));
            }
            Event::StepEnded { index, slot, lasted, .. } => {
                prop_assert_eq!(open.take(), Some((*index, *slot, at - *lasted)));
            }
            Event::StepChanged { index, .. } | Event::RepCounted { index, .. } => {
                prop_assert_eq!(open.map(|open| open.0), Some(*index));
            }
            Event::Paused(_) => {
                prop_assert!(!stands, "paused twice");
                stands = true;
            }
            Event::Resumed { .. } => {
                prop_assert!(stands, "resumed without a pause");
                stands = false;
            }
            Event::SessionEnded { active, .. } => {
                prop_assert_eq!(open, None);
                prop_assert_eq!(number, log.len() - 1, "something after the end");
                prop_assert_eq!(*active, at);
            }
            Event::Cue(cue) => {
                let finished = cue.kind == CueKind::Finished;
                prop_assert!(open.is_some() || finished, "a cue outside of a step");
            }
            Event::ExerciseSkipped { .. }
            | Event::ExerciseDeferred { .. }
            | Event::ExerciseSwapped { .. }
            | Event::PaceChanged { .. }
            | Event::PainReported { .. } => {}
        }
    }
    Ok(())
}

fn consistent(driver: &Driver) -> Result<(), TestCaseError> {
    let shown = driver.snapshot();
    let mut here = 0;
    let mut ahead = Duration::ZERO;
    for occurrence in &shown.occurrences {
        let pieces: Duration = occurrence.pieces.iter().map(|piece| piece.length).sum();
        prop_assert_eq!(pieces, occurrence.length);
        for piece in &occurrence.pieces {
            match piece.fate {
                Fate::Here => here += 1,
                Fate::Ahead => ahead += piece.length,
                Fate::Ended(_) => prop_assert_eq!(ahead, Duration::ZERO, "ended work among what lies ahead"),
            }
        }
    }
    let Some(now) = shown.now else {
        prop_assert!(matches!(shown.state, State::Ready | State::Finished(_)));
        prop_assert_eq!((here, shown.here), (0, None));
        prop_assert_eq!(ahead, shown.left);
        return Ok(());
    };
    prop_assert_eq!(here, 1);
    let place = &shown.occurrences[shown.here.unwrap()];
    prop_assert!(place.pieces.iter().any(|piece| piece.fate == Fate::Here));
    prop_assert_eq!(place.occurrence, now.played.step.occurrence);
    prop_assert!(now.played.step.entry.is_none_or(|entry| entry == place.entry));

    prop_assert!(now.bout_elapsed >= now.elapsed);
    if let (Some(length), Some(left)) = (now.played.step.length, now.left) {
        prop_assert_eq!(now.elapsed + left, length);
        prop_assert_eq!(shown.left, left + ahead);
        prop_assert!(now.bout_left.is_none_or(|bout_left| bout_left >= left));
    } else {
        prop_assert_eq!((now.left, now.bout_left), (None, None));
        prop_assert!(shown.left_is_estimate);
        prop_assert!(shown.left >= ahead);
    }
    prop_assert!(shown.next.len() <= 3);
    // What is said to come next does come next.
    let mut future = Driver { session: driver.session.clone(), log: Vec::new(), calls: 0, ..*driver };
    future.command(Command::Resume(Origin::Remote));
    future.session.set_unattended(future.moment());
    future.drain();
    let started =
        |log: &[Stamped]| log.iter().filter(|stamped| matches!(stamped.event, Event::StepStarted(_))).count();
    while started(&future.log) < shown.next.len() {
        future.advance_to(future.deadline().unwrap());
    }
    let came = future.log.iter().filter_map(|stamped| match &stamped.event {
        Event::StepStarted(played) => Some((played.slot, played.step)),
        _ => None,
    });
    let foretold = shown.next.iter().map(|played| (played.slot, played.step));
    prop_assert!(came.take(shown.next.len()).eq(foretold));
    Ok(())
}

/// What a screen counts: whole seconds, rounded up where they count down.
fn seconds(shown: &Snapshot) -> (Option<u64>, Option<u64>, Option<u32>) {
    let up = |time: Duration| time.as_secs() + u64::from(time.subsec_nanos() > 0);
    let step = shown.now.map(|now| now.left.map_or(now.elapsed.as_secs(), up));
    let lead_in = match shown.state {
        State::LeadIn { left } => Some(up(left)),
        _ => None,
    };
    (step, lead_in, shown.skip_reason_wanted)
}
