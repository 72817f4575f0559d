//! Readings of a clock that only runs forwards.

use std::{ops, time::Duration};

/// A reading of a monotonic clock: the time since some fixed, unknown origin.
///
/// It stands for `std::time::Instant`, which cannot be made out of nothing in a test and which, on Linux, stands
/// still while the machine sleeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Duration);

impl Moment {
    pub const ORIGIN: Self = Self(Duration::ZERO);

    pub const fn since_origin(time: Duration) -> Self {
        Self(time)
    }

    pub const fn origin_offset(self) -> Duration {
        self.0
    }

    /// How long after `earlier` this is; zero if it is not after it.
    pub const fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// This long before; not before the origin.
    pub const fn before(self, time: Duration) -> Self {
        Self(self.0.saturating_sub(time))
    }
}

impl ops::Add<Duration> for Moment {
    type Output = Self;

    fn add(self, time: Duration) -> Self {
        Self(self.0.saturating_add(time))
    }
}
