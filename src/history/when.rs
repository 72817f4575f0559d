//! Times of day as the history writes them: wall-clock with offset and zone.

use std::{fmt, str::FromStr};

use jiff::{
    SignedDuration, Timestamp, Zoned,
    civil::{Date, DateTime, Time},
    fmt::temporal::Pieces,
    tz::{Offset, TimeZone},
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

    /// So long after, at the same place; by the rules of its zone where they are known, else with the same offset.
    ///
    /// # Errors
    /// When that is beyond the calendar.
    pub fn plus(&self, length: SignedDuration) -> Result<Self, jiff::Error> {
        Ok(Self::from(&self.zoned().checked_add(length)?))
    }

    /// At its place: by the rules of its zone where they are known, else with the same offset.
    pub fn zoned(&self) -> Zoned {
        match self.text.parse::<Zoned>() {
            Ok(zoned) if zoned.timestamp() == self.instant => zoned,
            _ => self.instant.to_zoned(TimeZone::fixed(self.offset)),
        }
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
        if let Some(time) = as_written(text) {
            return Ok(time);
        }
        let pieces = Pieces::parse(text)?;
        let (Some(time), Some(offset)) = (pieces.time(), pieces.to_numeric_offset()) else {
            return Err(NoTime::Incomplete);
        };
        let instant = offset.to_timestamp(pieces.date().to_datetime(time))?;
        Ok(Self { instant, offset, text: text.into() })
    }
}

/// A time in just the form that this program writes, which is nearly all that ever has to be read. `None` for any other
/// form: the long way says whether it is a time.
fn as_written(text: &str) -> Option<When> {
    let bytes: &[u8; 25] = text.as_bytes().first_chunk()?;
    let digits = |from: usize| {
        let (tens, ones) = (bytes[from], bytes[from + 1]);
        let both = tens.is_ascii_digit() && ones.is_ascii_digit();
        both.then(|| (tens - b'0').cast_signed() * 10 + (ones - b'0').cast_signed())
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (22, b':')];
    if marks.iter().any(|(place, mark)| bytes[*place] != *mark) || !is_zone(&text.as_bytes()[25..]) {
        return None;
    }
    let year = i16::from(digits(0)?) * 100 + i16::from(digits(2)?);
    let (hours, minutes) =
        (digits(20).filter(|hours| *hours < 24)?, digits(23).filter(|minutes| *minutes < 60)?);
    let east = i32::from(hours) * 3600 + i32::from(minutes) * 60;
    let offset = match bytes[19] {
        b'+' => Offset::from_seconds(east).ok()?,
        // "-00:00" says that the offset is not known.
        b'-' if east > 0 => Offset::from_seconds(-east).ok()?,
        _ => return None,
    };
    let date = Date::new(year, digits(5)?, digits(8)?).ok()?;
    let time = Time::new(digits(11)?, digits(14)?, digits(17)?, 0).ok()?;
    Some(When { instant: offset.to_timestamp(date.to_datetime(time)).ok()?, offset, text: text.into() })
}

/// Nothing, or the name of a zone in brackets.
fn is_zone(bytes: &[u8]) -> bool {
    let Some(name) = bytes.strip_prefix(b"[").and_then(|bytes| bytes.strip_suffix(b"]")) else {
        return bytes.is_empty();
    };
    let is_part = |part: &[u8]| {
        part.first().is_some_and(u8::is_ascii_alphabetic)
            && part.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
    };
    name.split(|byte| *byte == b'/').all(is_part)
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
    fn no_offset_has_a_whole_day() {
        for (offset, is_one) in [("+23:59", true), ("-23:59", true), ("+24:00", false), ("+10:60", false)] {
            let text = format!("2026-11-21T07:02:11{offset}[Etc/Odd]");
            assert_eq!(as_written(&text).is_some(), is_one, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_told_what_one_looks_like() {
        let error = serde_json::from_str::<When>("7").unwrap_err().to_string();
        assert!(error.contains("expected a time like 2026-11-21T07:02:11"), "{error}");
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

    /// A zone of odd seconds, written to the minute: what is read by its rules would be another instant.
    #[test]
    fn at_its_place_it_is_the_same_instant() {
        for text in ["1971-06-01T12:00:00-00:45[Africa/Monrovia]", "2026-11-21T07:02:11+01:00[Europe/Berlin]"]
        {
            assert_eq!(read(text).zoned().timestamp(), read(text).timestamp(), "{text}");
        }
    }

    #[test]
    fn what_names_no_instant_is_refused() {
        for text in ["", "yesterday", "2026-11-21", "2026-11-21T07:02:11"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_short_way_and_the_long_way_agree() {
        // A blank in place of the T sends the same time the long way.
        let long = |text: &str| read(&text.replacen('T', " ", 1));
        for text in [
            "2026-11-21T07:02:11+01:00[Europe/Berlin]",
            "2028-02-29T23:59:59-09:30[Pacific/Marquesas]",
            "2026-11-21T07:02:11+05:45",
            "2026-11-21T00:00:00+00:00[Etc/GMT+0]",
            "1969-12-31T23:59:59-00:01[America/Argentina/Buenos_Aires]",
        ] {
            let short = as_written(text).unwrap_or_else(|| panic!("{text} goes the long way"));
            assert_eq!((short.instant, short.offset), (long(text).instant, long(text).offset), "{text}");
            assert_eq!(short.as_str(), text);
        }
        for odd in [
            "2026-11-21T07:02:11-00:00",
            "2026-11-21T07:02:60+01:00",
            "2026-02-29T07:02:11+01:00",
            "2026-11-21T07:02:11+24:00",
            "2026-11-21T07:02:11+01:00[]",
            "2026-11-21T07:02:11+01:00[a//b]",
            "2026-11-21T07:02:11+01:00[+01:00]",
            "2026-11-21T07:02:11+01:0x",
            "+026-11-21T07:02:11+01:00",
        ] {
            assert_eq!(as_written(odd), None, "{odd}");
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
