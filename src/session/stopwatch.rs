//! Moments → active time.

use std::time::Duration;

use super::Moment;

/// How much time was active: it runs and stands still, and only ever adds. The only arithmetic on moments.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stopwatch {
    banked: Duration,
    since: Option<Moment>,
}

impl Stopwatch {
    pub(super) const fn standing_at(banked: Duration) -> Self {
        Self { banked, since: None }
    }

    pub(super) fn read(&self, now: Moment) -> Duration {
        self.banked + self.since.map_or(Duration::ZERO, |since| now.since(since))
    }

    /// When it will read, or read, `at`; `None` while it stands still.
    pub(super) fn moment_of(&self, at: Duration) -> Option<Moment> {
        self.since.map(|since| since + at.saturating_sub(self.banked))
    }

    pub(super) fn run(&mut self, from: Moment) {
        self.since.get_or_insert(from);
    }

    pub(super) fn stop(&mut self, at: Moment) {
        self.banked = self.read(at);
        self.since = None;
    }
}
