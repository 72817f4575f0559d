//! When a journal is synced to the disk: at the end of every bout, at every pause, and each minute of long work.

use std::time::Duration;

use crate::session::{Event, Moment, Stamped};

const MINUTE: Duration = Duration::from_mins(1);
/// Played faster than life, bouts end more often than any disk could follow: then not more than once a second.
const SHORTEST: Duration = Duration::from_secs(1);
/// Whoever wakes up later than this was asleep, and so was the session.
const LATE: Duration = Duration::from_secs(2);

/// Watches the events go by. Pure: the time is handed in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syncing {
    speed: f64,
    running: bool,
    bout: Option<u32>,
    /// The active time at which the present step ends, if it does by itself.
    ends: Option<Duration>,
    /// The active time of the last event, and when it came.
    at: Duration,
    seen: Moment,
    synced: Moment,
    /// Since when work has gone on without a sync.
    since: Moment,
    wanted: bool,
}

impl Syncing {
    pub(super) fn new(speed: f64, now: Moment) -> Self {
        Self {
            speed,
            running: true,
            bout: None,
            ends: None,
            at: Duration::ZERO,
            seen: now,
            synced: now,
            since: now,
            wanted: false,
        }
    }

    pub(super) fn observe(&mut self, stamped: &Stamped, now: Moment) {
        (self.at, self.seen) = (stamped.at, now);
        match &stamped.event {
            Event::StepStarted(played) => {
                let bout = played.step.bout;
                if bout != self.bout {
                    self.wanted |= self.bout.is_some();
                    self.since = now;
                }
                self.bout = bout;
                self.ends = played.step.length.map(|length| stamped.at + length);
            }
            Event::StepChanged { length, .. } => {
                // Where it began is not known here, and marks may as well be a little early.
                self.ends = self.ends.filter(|_| length.is_none());
            }
            Event::Paused(_) => (self.running, self.wanted) = (false, true),
            Event::Resumed { .. } => (self.running, self.since) = (true, now),
            Event::SessionEnded { .. } => (self.running, self.bout, self.wanted) = (false, None, true),
            _ => {}
        }
    }

    /// When to sync next, if nothing else happens. A moment that has passed means now.
    pub(super) fn due(&self) -> Option<Moment> {
        if self.wanted {
            let fast = self.speed > 1.0;
            return Some(if fast { self.synced + SHORTEST } else { self.seen });
        }
        (self.running && self.bout.is_some()).then(|| self.since + MINUTE)
    }

    /// The active time that has passed by `now`, when that is worth a line: in long work.
    pub(super) fn mark(&self, now: Moment) -> Option<Duration> {
        let due = self.since + MINUTE;
        if self.wanted || !self.running || self.bout.is_none() || now < due || now.since(due) > LATE {
            return None;
        }
        let at = self.at + now.since(self.seen).mul_f64(self.speed);
        Some(self.ends.map_or(at, |ends| at.min(ends)))
    }

    /// It was synced at `now`.
    pub(super) fn done(&mut self, now: Moment) {
        (self.synced, self.since, self.wanted) = (now, now, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        history::fixture::{exercise, flow, hold, plan, play, reps, secs},
        routine::Sides,
        session::{Command, Origin, PauseCause},
    };

    /// The active times at which a session is synced when every event arrives in time.
    fn syncs(events: &[Stamped]) -> Vec<u64> {
        let start = Moment::ORIGIN + secs(500);
        let mut syncing = Syncing::new(1.0, start);
        let mut times = Vec::new();
        for stamped in events {
            let now = start + stamped.at;
            while let Some(due) = syncing.due().filter(|due| *due < now) {
                times.push(due.since(start).as_secs());
                syncing.done(due);
            }
            syncing.observe(stamped, now);
            // All events of one moment come together.
            if syncing.due().is_some_and(|due| due <= now) && times.last() != Some(&stamped.at.as_secs()) {
                times.push(stamped.at.as_secs());
            }
            if syncing.due().is_some_and(|due| due <= now) {
                syncing.done(now);
            }
        }
        times
    }

    #[test]
    fn at_the_end_of_every_bout_and_of_the_session() {
        let plan =
            plan(vec![exercise("a", hold(5, 2), 1, Sides::None), exercise("b", reps(3), 1, Sides::None)]);
        // Holds from 10 to 15 and from 18 to 23; reps from 33 to 45, one bout.
        assert_eq!(syncs(&play(&plan, &[])), [15, 23, 45]);
    }

    #[test]
    fn at_every_pause() {
        let plan = plan(vec![exercise("a", hold(30, 1), 1, Sides::None)]);
        let script = [
            (4_000, Command::Pause(PauseCause::User)),
            (8_000, Command::Resume(Origin::Key)),
            (20_000, Command::Pause(PauseCause::User)),
            (30_000, Command::Quit),
        ];
        // Until 16 s everybody gets ready again; so the second pause, in which the session ends, comes at 8 s of active time.
        assert_eq!(syncs(&play(&plan, &script)), [4, 8]);
    }

    #[test]
    fn each_minute_of_long_work_and_of_nothing_else() {
        let plan = plan(vec![exercise("a", flow(150), 2, Sides::None)]);
        // Flows from 10 to 160 and from 180 to 330.
        assert_eq!(syncs(&play(&plan, &[])), [70, 130, 160, 240, 300, 330]);
    }

    #[test]
    fn many_reps_are_long_work_too() {
        let plan = plan(vec![exercise("a", reps(20), 1, Sides::None)]);
        assert_eq!(syncs(&play(&plan, &[])), [70, 90]);
    }

    #[test]
    fn nothing_is_due_while_paused() {
        let mut syncing = Syncing::new(1.0, Moment::ORIGIN);
        let plan = plan(vec![exercise("a", flow(600), 1, Sides::None)]);
        let events = play(&plan, &[(20_000, Command::Pause(PauseCause::User))]);
        for stamped in events.iter().take_while(|stamped| stamped.at <= secs(20)) {
            syncing.observe(stamped, Moment::ORIGIN + stamped.at);
            if matches!(stamped.event, Event::Paused(_)) {
                break;
            }
        }
        assert_eq!(syncing.due(), Some(Moment::ORIGIN + secs(20)));
        syncing.done(Moment::ORIGIN + secs(20));
        assert_eq!(syncing.due(), None);
    }

    #[test]
    fn a_mark_is_where_the_session_stands() {
        let plan = plan(vec![exercise("a", flow(110), 1, Sides::None)]);
        let started = play(&plan, &[]);
        let at = |speed: f64, now: u64| {
            let mut syncing = Syncing::new(speed, Moment::ORIGIN);
            for stamped in started.iter().take_while(|stamped| stamped.at <= secs(10)) {
                syncing.observe(stamped, Moment::ORIGIN + secs(10));
            }
            syncing.mark(Moment::ORIGIN + secs(now))
        };
        assert_eq!(at(1.0, 69), None);
        assert_eq!(at(1.0, 70), Some(secs(70)));
        assert_eq!(at(1.0, 72), Some(secs(72)));
        // The machine was asleep: nobody knows what was done.
        assert_eq!(at(1.0, 73), None);
        // No later than the end of the step.
        assert_eq!(at(2.0, 70), Some(secs(120)));
    }

    /// What happens at which moment is up to each of these tests.
    fn taken(syncing: &mut Syncing, events: &[Stamped], now: u64, is_it: impl Fn(&Event) -> bool) {
        let stamped = events.iter().find(|stamped| is_it(&stamped.event)).unwrap();
        syncing.observe(stamped, Moment::ORIGIN + secs(now));
    }

    #[test]
    fn after_a_pause_the_minute_begins_anew() {
        let plan = plan(vec![exercise("a", flow(600), 1, Sides::None)]);
        let script = [(20_000, Command::Pause(PauseCause::User)), (25_000, Command::Resume(Origin::Key))];
        let events = play(&plan, &script);
        let mut syncing = Syncing::new(1.0, Moment::ORIGIN);
        taken(
            &mut syncing,
            &events,
            10,
            |event| matches!(event, Event::StepStarted(played) if played.step.bout.is_some()),
        );
        taken(&mut syncing, &events, 20, |event| matches!(event, Event::Paused(_)));
        // Until it is synced there is nothing to mark, nor while nothing goes on.
        assert_eq!(syncing.mark(Moment::ORIGIN + secs(70)), None);
        syncing.done(Moment::ORIGIN + secs(20));
        assert_eq!(syncing.mark(Moment::ORIGIN + secs(80)), None);
        taken(&mut syncing, &events, 3_600, |event| matches!(event, Event::Resumed { .. }));
        assert_eq!(syncing.due(), Some(Moment::ORIGIN + secs(3_660)));
        assert_eq!(syncing.mark(Moment::ORIGIN + secs(3_659)), None);
        assert!(syncing.mark(Moment::ORIGIN + secs(3_660)).is_some());
    }

    #[test]
    fn the_end_of_a_step_that_was_changed_is_not_known() {
        let plan = plan(vec![exercise("a", flow(110), 1, Sides::None)]);
        let events = play(&plan, &[(30_000, Command::More)]);
        let mut syncing = Syncing::new(2.0, Moment::ORIGIN);
        taken(
            &mut syncing,
            &events,
            10,
            |event| matches!(event, Event::StepStarted(played) if played.step.bout.is_some()),
        );
        // At most to the end of the step, which began at ten seconds.
        assert_eq!(syncing.mark(Moment::ORIGIN + secs(70)), Some(secs(120)));
        taken(&mut syncing, &events, 20, |event| matches!(event, Event::StepChanged { .. }));
        let changed =
            events.iter().find(|stamped| matches!(stamped.event, Event::StepChanged { .. })).unwrap().at;
        assert_eq!(syncing.mark(Moment::ORIGIN + secs(70)), Some(changed + secs(100)));
    }

    /// Between two exercises nothing is worth a line.
    #[test]
    fn no_mark_is_made_where_there_is_no_work() {
        let plan = plan(vec![exercise("a", hold(5, 1), 1, Sides::None)]);
        let events = play(&plan, &[]);
        let mut syncing = Syncing::new(1.0, Moment::ORIGIN);
        assert_eq!((syncing.mark(Moment::ORIGIN + secs(60)), syncing.due()), (None, None));
        taken(
            &mut syncing,
            &events,
            0,
            |event| matches!(event, Event::StepStarted(played) if played.step.bout.is_some()),
        );
        assert!(syncing.mark(Moment::ORIGIN + secs(60)).is_some());
        taken(&mut syncing, &events, 15, |event| matches!(event, Event::SessionEnded { .. }));
        syncing.done(Moment::ORIGIN + secs(15));
        assert_eq!((syncing.mark(Moment::ORIGIN + secs(75)), syncing.due()), (None, None));
    }

    #[test]
    fn a_run_faster_than_life_syncs_once_a_second() {
        let plan = plan(vec![exercise("a", hold(5, 2), 1, Sides::None)]);
        let mut syncing = Syncing::new(20.0, Moment::ORIGIN);
        for stamped in play(&plan, &[]).iter().take_while(|stamped| stamped.at <= secs(16)) {
            syncing.observe(stamped, Moment::ORIGIN + stamped.at / 20);
        }
        assert_eq!(syncing.due(), Some(Moment::ORIGIN + secs(1)));
    }
}
