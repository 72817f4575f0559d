//! Times of day as the history writes them: wall-clock with offset and zone.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime},
    fmt::temporal::Pieces,
    tz::Offset,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// `2026-11-21T07:02:11+01:00[Europe/Berlin]`. Ordered by the instant.
///
/// The text is kept as it was written and its zone is never looked up: what was written stands, even where the rules of
/// the zone have been changed since or where this machine knows no zones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    instant: Timestamp,
    offset: Offset,
    text: Box<str>,
}

impl When {
    /// The second that this lies in: records want no finer times.
    pub fn to_second(time: &Zoned) -> Self {
        let whole = time.with().subsec_nanosecond(0).build();
        Self::from(&whole.unwrap_or_else(|_| time.clone()))
    }

    pub fn timestamp(&self) -> Timestamp {
        self.instant
    }

    /// What the clock on the wall showed.
    pub fn civil(&self) -> DateTime {
        self.offset.to_datetime(self.instant)
    }

    pub fn date(&self) -> Date {
        self.civil().date()
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<&Zoned> for When {
    fn from(time: &Zoned) -> Self {
        Self { instant: time.timestamp(), offset: time.offset(), text: time.to_string().into() }
    }
}

/// Why a text is no time of day.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NoTime {
    #[error(transparent)]
    Unreadable(#[from] jiff::Error),
    #[error("a time like 2026-11-21T07:02:11+01:00[Europe/Berlin] needs its time of day and its offset")]
    Incomplete,
}

impl FromStr for When {
    type Err = NoTime;

    fn from_str(text: &str) -> Result<Self, NoTime> {
        let pieces = Pieces::parse(text)?;
        let (Some(time), Some(offset)) = (pieces.time(), pieces.to_numeric_offset()) else {
            return Err(NoTime::Incomplete);
        };
        let instant = offset.to_timestamp(pieces.date().to_datetime(time))?;
        Ok(Self { instant, offset, text: text.into() })
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = When;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time like 2026-11-21T07:02:11+01:00[Europe/Berlin]")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<When, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> When {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_time_keeps_its_zone() {
        let text = "2026-11-21T07:02:11+01:00[Europe/Berlin]";
        assert_eq!(read(text).to_string(), text);
        let json = serde_json::to_string(&read(text)).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<When>(&json).unwrap(), read(text));
    }

    #[test]
    fn the_instant_stands_whatever_has_become_of_the_zone() {
        let instant: Timestamp = "2026-11-21T06:02:11Z".parse().unwrap();
        for text in [
            "2026-11-21T07:02:11+01:00[Mars/Olympus]",
            "2026-11-21T08:02:11+02:00[Europe/Berlin]",
            "2026-11-21T07:02:11+01:00",
            "2026-11-21T06:02:11Z",
        ] {
            assert_eq!(read(text).timestamp(), instant, "{text}");
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn what_names_no_instant_is_refused() {
        for text in ["", "yesterday", "2026-11-21", "2026-11-21T07:02:11"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_wall_clock_is_that_of_the_place() {
        let late = read("2026-11-21T23:59:00-11:00[Pacific/Pago_Pago]");
        assert_eq!(late.date(), jiff::civil::date(2026, 11, 21));
        assert!(late > read("2026-11-22T01:00:00+14:00[Pacific/Kiritimati]"));
    }

    #[test]
    fn fractions_of_a_second_are_dropped() {
        let zone = jiff::tz::TimeZone::fixed(Offset::constant(1));
        let fine = read("2026-11-21T07:02:11.987+01:00").timestamp().to_zoned(zone);
        assert_eq!(When::to_second(&fine).as_str(), "2026-11-21T07:02:11+01:00[+01:00]");
    }
}
