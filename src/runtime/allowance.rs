//! How much somebody outside may ask of a session in a time.

use std::time::Duration;

use crate::session::Moment;

/// So many commands may come at once, and one more in each `REFILL` from then on.
const BURST: u32 = 64;
const REFILL: Duration = Duration::from_millis(32);

#[derive(Debug)]
pub(super) struct Allowance {
    left: u32,
    at: Moment,
}

impl Allowance {
    pub(super) const fn new(now: Moment) -> Self {
        Self { left: BURST, at: now }
    }

    /// Whether one more may be asked now.
    pub(super) fn spend(&mut self, now: Moment) -> bool {
        let earned = now.since(self.at).as_millis() / REFILL.as_millis();
        let earned = u32::try_from(earned).unwrap_or(BURST).min(BURST);
        if earned > 0 {
            self.left = (self.left + earned).min(BURST);
            self.at = if self.left == BURST { now } else { self.at + REFILL * earned };
        }
        let left = self.left.checked_sub(1);
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}
