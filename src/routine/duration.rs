//! Durations, counts and ranges as people write them: `"1m30s"`, `"20-30s"`, `"10-15"`.

use std::{fmt::Write as _, time::Duration};

use super::Range;

/// Why a text is no duration or range. `Display` completes the sentence "`x` …".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    #[error("has no unit")]
    NoUnit,
    #[error("is negative")]
    Negative,
    #[error("is a range; this takes a single duration")]
    Range,
    #[error("runs backwards: the first end is larger than the second")]
    Reversed,
    #[error("is neither a number nor a range like `10-15`")]
    NotANumber,
    #[error("is not a duration")]
    NotADuration,
}

const DAY: Duration = Duration::from_hours(24);
const UNITS: [(&str, u64); 4] = [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// `"45s"`, `"1m30s"`, `"20m"`, `"1h"`, `"1.5s"`, `"500ms"`: units in falling order, each at most once; only the last
/// number may have a fraction. Kept to the millisecond.
///
/// # Errors
/// When the text is anything else.
pub fn parse(text: &str) -> Result<Duration, Unclear> {
    match parse_parts(text) {
        Err(Unclear::NotADuration) if parse_range(text).is_ok() => Err(Unclear::Range),
        found => found.map(|(time, _)| time),
    }
}

/// A duration, or `"20-30s"` (the unit serves both ends), or `"30s-1m"`.
///
/// # Errors
/// When the text is anything else, or the ends are the wrong way round.
pub fn parse_range(text: &str) -> Result<Range<Duration>, Unclear> {
    if text.starts_with('-') {
        return parse_parts(text).map(|(time, _)| Range::only(time));
    }
    let Some((low, high)) = text.split_once('-') else {
        return parse_parts(text).map(|(time, _)| Range::only(time));
    };
    if high.starts_with('-') {
        return Err(Unclear::Negative);
    }
    let (high, unit) = parse_parts(high)?;
    let low = match (parse_parts(low), unit) {
        (Err(Unclear::NoUnit), Some(unit)) => parse_parts(&format!("{low}{unit}"))?.0,
        (low, _) => low?.0,
    };
    if low > high { Err(Unclear::Reversed) } else { Ok(Range { low, high }) }
}

/// `"8"` or `"10-15"`.
///
/// # Errors
/// When the text is anything else, or the ends are the wrong way round.
pub fn parse_count(text: &str) -> Result<Range<u64>, Unclear> {
    let number = |text: &str| {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Unclear::NotANumber);
        }
        // More digits than fit are over every limit.
        Ok(text.parse().unwrap_or(u64::MAX))
    };
    let (low, high) = match text.split_once('-') {
        Some(("", rest)) => return Err(number(rest).map_or_else(|fault| fault, |_| Unclear::Negative)),
        Some((low, high)) if high.starts_with('-') => {
            number(low)?;
            return Err(Unclear::Negative);
        }
        Some((low, high)) => (number(low)?, number(high)?),
        None => (number(text)?, number(text)?),
    };
    if low > high { Err(Unclear::Reversed) } else { Ok(Range { low, high }) }
}

/// The shortest text that `parse` reads as this duration, to the millisecond: `1m30s`.
pub fn write(time: Duration) -> String {
    let mut left = time.as_millis();
    if left == 0 {
        return "0s".into();
    }
    let mut text = String::new();
    for (unit, millis) in UNITS {
        let millis = u128::from(millis);
        if left >= millis {
            let _ = write!(text, "{}{unit}", left / millis);
            left %= millis;
        }
    }
    text
}

/// One duration, and its unit if it has only one.
fn parse_parts(text: &str) -> Result<(Duration, Option<&'static str>), Unclear> {
    if text.starts_with('-') {
        return Err(match parse_range(text.trim_start_matches('-')) {
            Ok(_) | Err(Unclear::Reversed) => Unclear::Negative,
            Err(fault) => fault,
        });
    }
    let mut rest = text;
    let mut allowed = &UNITS[..];
    let mut millis: u64 = 0;
    let mut parts = 0;
    let mut last_unit = None;
    let mut fraction = false;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        if number.is_empty() || fraction {
            return Err(Unclear::NotADuration);
        }
        fraction = number.contains('.');
        if unit.is_empty() && after.is_empty() && parts == 0 {
            return to_millis(number, 1).map_or(Err(Unclear::NotADuration), |_| Err(Unclear::NoUnit));
        }
        let Some(place) = allowed.iter().position(|(name, _)| *name == unit) else {
            return Err(Unclear::NotADuration);
        };
        let (name, size) = allowed[place];
        allowed = &allowed[place + 1..];
        millis = millis.saturating_add(to_millis(number, size).ok_or(Unclear::NotADuration)?);
        parts += 1;
        last_unit = Some(name);
        rest = after;
    }
    // What is far over every limit need not be exact.
    let time = Duration::from_millis(millis).min(DAY * 1_000);
    if parts == 0 { Err(Unclear::NotADuration) } else { Ok((time, last_unit.filter(|_| parts == 1))) }
}

/// `number` (digits, perhaps with a fraction) times `size`, rounded half up.
fn to_millis(number: &str, size: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole = whole.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(size);
    // Nine digits decide every millisecond of an hour.
    let nine: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let part = nine.parse::<u64>().ok()?.saturating_mul(size).saturating_add(500_000_000) / 1_000_000_000;
    Some(whole.saturating_add(part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn durations() {
        for (text, millis) in [
            ("45s", 45_000),
            ("1m30s", 90_000),
            ("20m", 1_200_000),
            ("1h", 3_600_000),
            ("1.5s", 1_500),
            ("500ms", 500),
            ("1h2m3s4ms", 3_723_004),
            ("0s", 0),
            ("90s", 90_000),
            ("0.5h", 1_800_000),
            ("1m1.5s", 61_500),
            ("1.0005s", 1_001),
            ("1.0004s", 1_000),
        ] {
            assert_eq!(parse(text), Ok(ms(millis)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration() {
        use Unclear::{Negative, NoUnit, NotADuration, Range};
        for (text, fault) in [
            ("", NotADuration),
            ("30", NoUnit),
            ("1.5", NoUnit),
            ("-5s", Negative),
            ("-5", NoUnit),
            ("20-30s", Range),
            ("s", NotADuration),
            ("30 s", NotADuration),
            ("30S", NotADuration),
            ("30s1m", NotADuration),
            ("1m30", NotADuration),
            ("1.5m30s", NotADuration),
            ("1..5s", NotADuration),
            (".5s", NotADuration),
            ("5.s", NotADuration),
            ("30s30s", NotADuration),
            ("٣s", NotADuration),
            ("+5s", NotADuration),
            ("1e3s", NotADuration),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn ranges() {
        for (text, low, high) in [
            ("20-30s", 20_000, 30_000),
            ("30s-1m", 30_000, 60_000),
            ("1-1.5m", 60_000, 90_000),
            ("30s", 30_000, 30_000),
            ("0-3s", 0, 3_000),
            ("1m-1m30s", 60_000, 90_000),
            ("500-1500ms", 500, 1_500),
            ("30-30s", 30_000, 30_000),
            ("60s-1m", 60_000, 60_000),
        ] {
            assert_eq!(parse_range(text), Ok(Range { low: ms(low), high: ms(high) }), "{text}");
        }
        for (text, fault) in [
            ("30-20s", Unclear::Reversed),
            ("2m-90s", Unclear::Reversed),
            ("20-30", Unclear::NoUnit),
            ("20s-30", Unclear::NoUnit),
            ("20-1m30s", Unclear::NoUnit),
            ("5--3s", Unclear::Negative),
            ("-5-3s", Unclear::Negative),
            ("-3-5s", Unclear::Negative),
            ("20–30s", Unclear::NotADuration),
            ("1-2-3s", Unclear::NotADuration),
            ("-", Unclear::NotADuration),
            ("5s-", Unclear::NotADuration),
        ] {
            assert_eq!(parse_range(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn counts() {
        assert_eq!(parse_count("8"), Ok(Range { low: 8, high: 8 }));
        assert_eq!(parse_count("10-15"), Ok(Range { low: 10, high: 15 }));
        assert_eq!(parse_count("8-8"), Ok(Range::only(8)));
        assert_eq!(parse_count("99999999999999999999"), Ok(Range::only(u64::MAX)));
        assert_eq!(parse_count("15-10"), Err(Unclear::Reversed));
        assert_eq!(parse_count("-3"), Err(Unclear::Negative));
        assert_eq!(parse_count("3--5"), Err(Unclear::Negative));
        for text in ["", "-", "a", "1-", "1-2-3", "1.5", "1 - 2", "+3"] {
            assert_eq!(parse_count(text), Err(Unclear::NotANumber), "{text}");
        }
    }

    #[test]
    fn a_megabyte_of_dashes_is_no_duration() {
        let dashes = "-".repeat(1 << 20);
        assert!(parse(&dashes).is_err() && parse_range(&dashes).is_err() && parse_count(&dashes).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(millis in 0..200_000_000u64) {
            prop_assert_eq!(parse(&write(ms(millis))), Ok(ms(millis)));
        }

        #[test]
        fn what_is_written_is_read_as_a_range(low in 0..90_000_000u64, more in 0..90_000_000u64) {
            let (low, high) = (ms(low), ms(low + more));
            let text = format!("{}-{}", write(low), write(high));
            prop_assert_eq!(parse_range(&text), Ok(Range { low, high }));
        }

        #[test]
        fn no_text_is_too_odd(text in "[-0-9.hms –]{0,24}|.{0,24}") {
            let _ = (parse(&text), parse_range(&text), parse_count(&text));
        }
    }
}
