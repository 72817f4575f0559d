//! Lengths of time as the history writes them.

use std::{fmt, num::NonZero, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A length of time in whole milliseconds: in JSON a number of seconds; whole ones without a fraction.
///
/// There are three to five in each of the million exercises of a long history, so this is as small as it can be, and
/// nothing larger in an `Option`. (Half of a number cannot be had where four bytes are aligned, hence two halves.)
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds {
    /// One more than the milliseconds over 2^32.
    high: NonZero<u32>,
    low: u32,
}

impl Seconds {
    pub const ZERO: Self = Self { high: NonZero::<u32>::MIN, low: 0 };

    /// A line that says more than this, thirty years, was not written by anybody's clock; sums of what is less never
    /// overflow.
    pub(super) const LONGEST: u64 = 1_000_000_000;

    /// To the next millisecond, half of one rounded up; the longest that is read again in place of all longer ones.
    pub fn new(length: Duration) -> Self {
        let millis = (length.as_nanos() + 500_000) / 1_000_000;
        let longest = Self::LONGEST * 1000;
        Self::from_millis(u64::try_from(millis).unwrap_or(longest).min(longest))
    }

    /// The longest there can be, half a billion years, in place of all longer ones.
    pub fn from_millis(millis: u64) -> Self {
        let half = |half: u64| u32::try_from(half).unwrap_or(u32::MAX);
        let (high, low) = (half(millis >> 32), half(millis & u64::from(u32::MAX)));
        match NonZero::new(high.wrapping_add(1)) {
            Some(high) => Self { high, low },
            None => Self { high: NonZero::<u32>::MAX, low: u32::MAX },
        }
    }

    pub fn as_millis(self) -> u64 {
        u64::from(self.high.get() - 1) << 32 | u64::from(self.low)
    }

    pub fn duration(self) -> Duration {
        Duration::from_millis(self.as_millis())
    }

    pub fn plus(self, other: Self) -> Self {
        Self::from_millis(self.as_millis().saturating_add(other.as_millis()))
    }
}

impl Default for Seconds {
    fn default() -> Self {
        Self::ZERO
    }
}

impl fmt::Debug for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seconds({self})")
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.as_millis();
        let (whole, part) = (millis / 1000, millis % 1000);
        if part == 0 {
            write!(f, "{whole}")
        } else {
            f.write_str(format!("{whole}.{part:03}").trim_end_matches('0'))
        }
    }
}

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let millis = self.as_millis();
        if millis.is_multiple_of(1000) {
            serializer.serialize_u64(millis / 1000)
        } else {
            #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
            serializer.serialize_f64(millis as f64 / 1000.0)
        }
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Seconds;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of seconds")
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Seconds, E> {
                if seconds > Seconds::LONGEST {
                    return Err(E::custom(format!("{seconds} seconds are more than a session can have")));
                }
                Ok(Seconds::from_millis(seconds * 1000))
            }

            fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Seconds, E> {
                let exact = Duration::try_from_secs_f64(seconds).map_err(E::custom)?;
                self.visit_u64::<E>(exact.as_secs())?;
                Ok(Seconds::new(exact))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_life_of_exercise_is_a_fault_of_the_line() {
        for absurd in ["18446744073709551615", "1000000001", "1e300", "1e10"] {
            assert!(serde_json::from_str::<Seconds>(absurd).is_err(), "{absurd}");
        }
        let most: Seconds = serde_json::from_str("1000000000").unwrap();
        assert_eq!(most, Seconds::new(Duration::from_secs(Seconds::LONGEST)));
    }

    #[test]
    fn whole_seconds_have_no_fraction_and_others_are_exact() {
        for (millis, text) in [(0, "0"), (80_000, "80"), (22_400, "22.4"), (1_001, "1.001"), (100, "0.1")] {
            let seconds = Seconds::from_millis(millis);
            assert_eq!(serde_json::to_string(&seconds).unwrap(), text);
            assert_eq!(
                (seconds.to_string(), format!("{seconds:?}")),
                (text.to_owned(), format!("Seconds({text})"))
            );
            assert_eq!(serde_json::from_str::<Seconds>(text).unwrap(), seconds);
        }
    }

    #[test]
    fn every_millisecond_is_kept_and_finer_times_are_rounded() {
        const OVER: u64 = 1 << 32;
        let most = OVER * (OVER - 1) - 2;
        for millis in [0, 1, OVER - 1, OVER, OVER + 1, Seconds::LONGEST * 1000, most] {
            let seconds = Seconds::from_millis(millis);
            assert_eq!((seconds.as_millis(), seconds.duration()), (millis, Duration::from_millis(millis)));
            assert!(Seconds::from_millis(millis + 1) > seconds, "{millis}");
        }
        let most = Seconds::from_millis(u64::MAX);
        assert_eq!(most.plus(Seconds::from_millis(7)), most);
        let written = serde_json::to_string(&Seconds::new(Duration::MAX)).unwrap();
        assert_eq!(written, Seconds::LONGEST.to_string(), "nothing is written that is not read again");
        let rounded = |micros| Seconds::new(Duration::from_micros(micros)).as_millis();
        assert_eq!([rounded(1_499), rounded(1_500), rounded(499)], [1, 2, 0]);
    }

    #[test]
    fn what_is_no_length_is_told_what_one_is() {
        let error = serde_json::from_str::<Seconds>("\"1\"").unwrap_err().to_string();
        assert!(error.contains("expected a number of seconds"), "{error}");
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in ["-1", "-0.5", "1e300", "\"1\"", "null"] {
            assert!(serde_json::from_str::<Seconds>(text).is_err(), "{text}");
        }
    }
}
