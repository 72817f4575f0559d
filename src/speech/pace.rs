//! Speech takes real time, wherever the session has another.

use std::time::Duration;

/// How many seconds of the session go by in a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pace(f64);

impl Pace {
    pub(super) const PLAIN: Self = Self(1.0);

    /// More than 0.
    pub(super) const fn new(speed: f64) -> Self {
        Self(speed)
    }

    /// What a span of real time is in the session.
    pub(super) fn of(self, real: Duration) -> Duration {
        if self == Self::PLAIN { real } else { real.mul_f64(self.0) }
    }
}
