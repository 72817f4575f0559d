//! Breaks from sitting: when to ask for the next one.
//!
//! The clock on the wall says whether it is the time of day for it; how long somebody has been sitting is told by a
//! clock that stands still while the machine sleeps. Nobody sits at a machine that sleeps: then the wait begins anew.

mod hours;
#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::{SignedDuration, Zoned};

pub use hours::{Days, Hours};

use crate::routine::Range;

/// A snoozed break is asked for again after so long.
pub const SNOOZE: Duration = Duration::from_mins(5);
/// Nobody who has not answered for so long will.
pub const PATIENCE: Duration = Duration::from_mins(5);
/// Who was away for so long has not been sitting.
const REST: Duration = Duration::from_mins(1);

/// When somebody wants to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    every: Range<Duration>,
    /// `None`: all day.
    between: Option<Hours>,
    days: Days,
}

impl Rule {
    /// # Errors
    /// A sentence, when the hours leave no room for the longest wait.
    pub fn new(every: Range<Duration>, between: Option<Hours>, days: Days) -> Result<Self, String> {
        if let Some(hours) = between.filter(|hours| hours.length() <= every.high) {
            let wait = crate::routine::duration::write(every.high);
            return Err(format!(
                "nobody sits for {wait} between {hours}: make the hours longer or the wait shorter"
            ));
        }
        Ok(Self { every, between, days })
    }

    /// Whether this is a moment at which to ask.
    pub fn admits(&self, at: &Zoned) -> bool {
        self.opens(at).is_some_and(|opens| opens.timestamp() <= at.timestamp())
    }

    /// When to ask somebody who has been sitting since a moment, or will be when the hours begin. `part`: how far into
    /// the range of waits, from 0 to 1.
    pub fn next(&self, since: &Zoned, part: f64) -> Zoned {
        let wait =
            self.every.low + self.every.high.saturating_sub(self.every.low).mul_f64(part.clamp(0.0, 1.0));
        let mut begins = self.opens(since).unwrap_or_else(|| since.clone());
        // A clock that is put forward may leave a window of an hour with nothing in it, so that the next one counts.
        for _ in 0..8 {
            let asks = after(&begins, wait);
            if self.admits(&asks) {
                return asks;
            }
            match self.opens(&asks) {
                Some(opens) => begins = opens,
                None => return asks,
            }
        }
        after(&begins, wait)
    }

    /// The moment itself, if the hours hold it, else when they next begin.
    fn opens(&self, at: &Zoned) -> Option<Zoned> {
        let today = at.date();
        let days = std::iter::successors(today.yesterday().ok(), |day| day.tomorrow().ok()).take(10);
        let mut windows = days.filter(|day| self.days.contains(*day)).filter_map(|day| {
            let hours = self.between.unwrap_or(Hours::ALL_DAY);
            hours.on(day, at.time_zone())
        });
        windows
            .find(|(_, to)| to.timestamp() > at.timestamp())
            .map(|(from, _)| if from.timestamp() > at.timestamp() { from } else { at.clone() })
    }
}

/// What the clocks say at one moment.
#[derive(Clone, Debug)]
pub struct Reading {
    pub wall: Zoned,
    /// Since some fixed moment; no change of the clock on the wall moves it, and it stands still in sleep.
    pub awake: Duration,
}

/// Where one person stands between two breaks.
#[derive(Clone, Debug)]
pub struct Sitting {
    rule: Rule,
    chance: Chance,
    seen: Reading,
    state: State,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Waiting {
        /// As `Reading::awake`.
        due: Duration,
        /// The same on the wall.
        at: Zoned,
        snoozed: bool,
    },
    Asking {
        /// As `Reading::awake`: nobody will answer any more.
        until: Duration,
    },
    /// Doing it.
    Away,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Start,
    Snooze,
    Skip,
}

impl Sitting {
    /// Somebody sits down now. `seed` chooses among the waits.
    pub fn new(rule: Rule, seed: u64, now: Reading) -> Self {
        let state = State::Away;
        let mut sitting = Self { rule, chance: Chance(seed), seen: now, state };
        sitting.begin();
        sitting
    }

    /// Somebody is asked at once.
    pub fn asking(rule: Rule, seed: u64, now: Reading) -> Self {
        let state = State::Asking { until: now.awake + PATIENCE };
        Self { rule, chance: Chance(seed), seen: now, state }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    /// When there is something to do if nobody says anything, as `Reading::awake`.
    pub fn wake(&self) -> Option<Duration> {
        match self.state {
            State::Waiting { due, .. } => Some(due),
            State::Asking { until } => Some(until),
            State::Away => None,
        }
    }

    /// Time has passed.
    pub fn look(&mut self, now: Reading) {
        let rested = self.see(now) >= REST;
        let awake = self.seen.awake;
        match self.state {
            State::Away => {}
            State::Waiting { .. } | State::Asking { .. } if rested => self.begin(),
            State::Waiting { due, .. } if awake < due => {}
            // Whoever wakes up so late was stopped.
            State::Waiting { due, .. }
                if awake.saturating_sub(due) < REST && self.rule.admits(&self.seen.wall) =>
            {
                self.state = State::Asking { until: awake + PATIENCE };
            }
            State::Asking { until } if awake < until => {}
            State::Waiting { .. } | State::Asking { .. } => self.begin(),
        }
    }

    pub fn answer(&mut self, answer: Answer, now: Reading) {
        self.see(now);
        match answer {
            Answer::Start => self.state = State::Away,
            Answer::Skip => self.begin(),
            Answer::Snooze => {
                let (due, at) = (self.seen.awake + SNOOZE, after(&self.seen.wall, SNOOZE));
                self.state = State::Waiting { due, at, snoozed: true };
            }
        }
    }

    /// The break is over: somebody sits down again.
    pub fn back(&mut self, now: Reading) {
        self.see(now);
        self.begin();
    }

    fn begin(&mut self) {
        let at = self.rule.next(&self.seen.wall, self.chance.part());
        let wait = Duration::try_from(self.seen.wall.duration_until(&at)).unwrap_or_default();
        self.state = State::Waiting { due: self.seen.awake + wait, at, snoozed: false };
    }

    /// How much longer the clock on the wall has run than somebody has been awake, or the other way round: the machine
    /// was asleep, or the clock was set, and then nobody knows.
    fn see(&mut self, now: Reading) -> Duration {
        let wall = self.seen.wall.duration_until(&now.wall);
        let awake = now.awake.saturating_sub(self.seen.awake);
        self.seen = now;
        let awake = SignedDuration::try_from(awake).unwrap_or(SignedDuration::MAX);
        wall.saturating_sub(awake).unsigned_abs()
    }
}

/// Numbers that nobody foresees, and the same ones for the same seed.
#[derive(Clone, Copy, Debug)]
struct Chance(u64);

impl Chance {
    /// From 0 up to 1.
    fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let high = u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or(u32::MAX);
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }
}

fn after(moment: &Zoned, time: Duration) -> Zoned {
    moment.checked_add(time).unwrap_or_else(|_| moment.clone())
}
