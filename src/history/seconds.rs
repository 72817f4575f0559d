//! Lengths of time as the history writes them.

use std::{fmt, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A length of time: in JSON a number of seconds, to the millisecond; whole ones without a fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(pub Duration);

impl Seconds {
    pub const ZERO: Self = Self(Duration::ZERO);

    /// A line that says more than this, thirty years, was not written by anybody's clock; sums of what is less never
    /// overflow.
    pub(super) const LONGEST: u64 = 1_000_000_000;

    /// Whole milliseconds, rounded half up.
    fn millis(self) -> u64 {
        u64::try_from((self.0.as_nanos() + 500_000) / 1_000_000).unwrap_or(u64::MAX)
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.millis();
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
        let millis = self.millis();
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
                Ok(Seconds(Duration::from_secs(seconds)))
            }

            fn visit_f64<E: de::Error>(self, seconds: f64) -> Result<Seconds, E> {
                let exact = Duration::try_from_secs_f64(seconds).map_err(E::custom)?;
                self.visit_u64::<E>(exact.as_secs())?;
                Ok(Seconds(Duration::from_millis(Seconds(exact).millis())))
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
        assert_eq!(most, Seconds(Duration::from_secs(1_000_000_000)));
    }

    #[test]
    fn whole_seconds_have_no_fraction_and_others_are_exact() {
        for (millis, text) in [(0, "0"), (80_000, "80"), (22_400, "22.4"), (1_001, "1.001"), (100, "0.1")] {
            let seconds = Seconds(Duration::from_millis(millis));
            assert_eq!(serde_json::to_string(&seconds).unwrap(), text);
            assert_eq!(seconds.to_string(), text);
            assert_eq!(serde_json::from_str::<Seconds>(text).unwrap(), seconds);
        }
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in ["-1", "-0.5", "1e300", "\"1\"", "null"] {
            assert!(serde_json::from_str::<Seconds>(text).is_err(), "{text}");
        }
    }
}
