//! One range as a ladder: every value that a user may stand on.

use std::{fmt, time::Duration};

use crate::routine::Range;

/// A range of a dose that progression moves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    Hold,
    Time,
    Reps,
    Sets,
}

impl Which {
    /// As routines and records write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Time => "time",
            Self::Reps => "reps",
            Self::Sets => "sets",
        }
    }
}

/// A place on a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Count(u32),
    Time(Duration),
}

impl fmt::Display for Value {
    /// With its unit where it has one: `8`, `6 s`, `2 min 30 s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Time(time) => f.write_str(&crate::routine::words::duration_words(*time)),
        }
    }
}

/// The notches of a range: counts go one by one, times by at least a sixth of the way, in whole seconds. The ends are
/// exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ladder {
    Counts(Range<u32>),
    Times { range: Range<Duration>, notch: Duration },
}

const MOST_OF_TIMES: u32 = 7;

impl Ladder {
    pub(super) const fn counts(range: Range<u32>) -> Self {
        Self::Counts(range)
    }

    pub(super) fn times(range: Range<Duration>) -> Self {
        let way = range.high.saturating_sub(range.low);
        let notch =
            Duration::from_secs(way.as_millis().div_ceil(6_000).try_into().unwrap_or(u64::MAX).max(1));
        Self::Times { range, notch }
    }

    /// How many notches lead from its first end to its last.
    pub(super) fn notches(&self) -> u32 {
        match self {
            Self::Counts(range) => range.high.saturating_sub(range.low),
            Self::Times { range, .. } => {
                // A notch is at least a sixth of the way, and rounding takes off half a second at most.
                (0..=MOST_OF_TIMES).find(|notches| self.raw(*notches) >= range.high).unwrap_or(MOST_OF_TIMES)
            }
        }
    }

    /// Where one stands after so many notches; behind the last one it goes no further.
    pub(super) fn at(&self, notches: u32) -> Value {
        match self {
            Self::Counts(range) => Value::Count(range.low.saturating_add(notches).min(range.high)),
            Self::Times { range, .. } => Value::Time(self.raw(notches).min(range.high)),
        }
    }

    /// The time after so many notches as if there were no last end: the first end as it is written, then whole seconds,
    /// rounded half up.
    fn raw(&self, notches: u32) -> Duration {
        let Self::Times { range, notch } = self else { return Duration::ZERO };
        if notches == 0 {
            return range.low;
        }
        let exact = range.low + *notch * notches;
        Duration::from_secs(exact.as_secs() + u64::from(exact.subsec_millis() >= 500))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(low: u64, high: u64) -> Vec<u64> {
        millis(low * 1000, high * 1000).into_iter().map(|millis| millis / 1000).collect()
    }

    fn millis(low: u64, high: u64) -> Vec<u64> {
        let range = Range { low: Duration::from_millis(low), high: Duration::from_millis(high) };
        let ladder = Ladder::times(range);
        let value = |notches| match ladder.at(notches) {
            Value::Time(time) => u64::try_from(time.as_millis()).unwrap(),
            Value::Count(_) => panic!("a time"),
        };
        (0..=ladder.notches()).map(value).collect()
    }

    #[test]
    fn a_notch_of_a_time_is_a_sixth_of_the_way_or_a_little_more() {
        assert_eq!(seconds(5, 10), [5, 6, 7, 8, 9, 10]);
        assert_eq!(seconds(10, 30), [10, 14, 18, 22, 26, 30]);
        assert_eq!(seconds(20, 40), [20, 24, 28, 32, 36, 40]);
        assert_eq!(seconds(30, 60), [30, 35, 40, 45, 50, 55, 60]);
        assert_eq!(seconds(300, 1200), [300, 450, 600, 750, 900, 1050, 1200]);
    }

    #[test]
    fn between_ends_that_are_not_whole_seconds_stand_whole_ones() {
        assert_eq!(millis(1_500, 4_000), [1_500, 3_000, 4_000]);
        assert_eq!(millis(500, 1_000), [500, 1_000]);
        assert_eq!(millis(1_200, 3_700), [1_200, 2_000, 3_000, 3_700]);
        assert_eq!(millis(7_000, 7_000), [7_000]);
    }

    #[test]
    fn counts_go_one_by_one_and_nothing_goes_further_than_its_end() {
        let ladder = Ladder::counts(Range { low: 8, high: 10 });
        assert_eq!(ladder.notches(), 2);
        let values: Vec<Value> = (0..5).map(|notches| ladder.at(notches)).collect();
        assert_eq!(values, [8, 9, 10, 10, 10].map(Value::Count));
    }
}
