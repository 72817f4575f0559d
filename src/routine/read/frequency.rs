//! How often an item of a program is due, as it is written and as people say it.

use std::time::Duration;

use crate::routine::{Range, duration, model::Frequency};

const DAY: Duration = Duration::from_hours(24);

/// As a program writes it, from that or from what people say.
pub fn frequency_meant(text: &str) -> Option<String> {
    if parse_frequency(text).is_some() { Some(text.to_owned()) } else { meant(text) }
}

/// How often it is most likely to be, said as people say it: "twice a day", "3x/week", "every other day".
pub(super) fn meant(text: &str) -> Option<String> {
    let text = text.to_lowercase().replace(['\u{2013}', '\u{2014}'], "-");
    let text = text.replace(['/', '×'], " ").replace(" - ", "-").replace(" to ", "-");
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| {
            !matches!(*word, "a" | "per" | "each" | "times" | "time" | "x" | "days" | "day" | "week")
        })
        .collect();
    let has = |word: &str| text.split_whitespace().any(|other| other == word);
    let count = |word: &str| match word.trim_end_matches('x') {
        "once" | "one" => Some("1".to_owned()),
        "twice" | "two" => Some("2".to_owned()),
        "thrice" | "three" => Some("3".to_owned()),
        "four" => Some("4".to_owned()),
        "five" => Some("5".to_owned()),
        "six" => Some("6".to_owned()),
        number => duration::parse_count(number).ok().map(|_| number.to_owned()),
    };
    let meant = match words[..] {
        ["every" | "once"] if has("day") => "daily".to_owned(),
        ["every", "other" | "second"] if has("day") => "every 2 days".to_owned(),
        ["every", "morning" | "evening" | "night"] => "daily".to_owned(),
        ["every", days] if has("days") => format!("every {} days", count(days)?),
        ["weekly"] => "1 per week".to_owned(),
        [often, "daily"] => format!("{} per day", count(often)?),
        [often, "weekly"] => format!("{} per week", count(often)?),
        [often] if has("day") => format!("{} per day", count(often)?),
        [often] if has("week") => format!("{} per week", count(often)?),
        _ => return None,
    };
    parse_frequency(&meant).map(|_| meant)
}

/// `"daily"`, `"2 per day"`, `"every 2 days"`, `"after 30-45m sitting"` and so on.
pub(super) fn parse_frequency(text: &str) -> Option<Frequency> {
    let count = |text: &str| {
        let counts = duration::parse_count(text).ok()?;
        let small = |count| u32::try_from(count).ok().filter(|count| (1..=100).contains(count));
        Some(Range { low: small(counts.low)?, high: small(counts.high)? })
    };
    let words: Vec<&str> = text.split(' ').collect();
    match words[..] {
        ["daily"] => Some(Frequency::PerDay(Range::only(1))),
        ["through", "the", "day"] => Some(Frequency::ThroughTheDay),
        ["after", "sitting"] => Some(Frequency::AfterSitting(None)),
        ["as", "needed"] => Some(Frequency::AsNeeded),
        [times, "per", "day"] => count(times).map(Frequency::PerDay),
        [times, "per", "week"] => count(times).map(Frequency::PerWeek),
        ["every", days, "days"] if !days.contains('-') => {
            count(days).map(|days| Frequency::EveryDays(days.low))
        }
        ["after", time, "sitting"] => duration::parse_range(time)
            .ok()
            .filter(|time| !time.low.is_zero() && time.high <= DAY)
            .map(|time| Frequency::AfterSitting(Some(time))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_guessed() {
        for (text, guess) in [
            ("twice a day", "2 per day"),
            ("Once daily", "1 per day"),
            ("once a day", "daily"),
            ("every day", "daily"),
            ("3x/week", "3 per week"),
            ("3 times a week", "3 per week"),
            ("2–3 times per week", "2-3 per week"),
            ("every other day", "every 2 days"),
            ("weekly", "1 per week"),
        ] {
            assert_eq!(meant(text).as_deref(), Some(guess), "{text}");
        }
        for text in ["", "now and then", "10 per year", "2 per week", "0 times a day"] {
            assert!(meant(text).is_none_or(|meant| meant == text), "{text}");
        }
    }

    #[test]
    fn frequencies() {
        let minutes =
            |low, high| Some(Range { low: Duration::from_mins(low), high: Duration::from_mins(high) });
        for (text, frequency) in [
            ("daily", Frequency::PerDay(Range::only(1))),
            ("1 per day", Frequency::PerDay(Range::only(1))),
            ("2-3 per day", Frequency::PerDay(Range { low: 2, high: 3 })),
            ("every 2 days", Frequency::EveryDays(2)),
            ("3 per week", Frequency::PerWeek(Range::only(3))),
            ("2-3 per week", Frequency::PerWeek(Range { low: 2, high: 3 })),
            ("through the day", Frequency::ThroughTheDay),
            ("after sitting", Frequency::AfterSitting(None)),
            ("after 30-45m sitting", Frequency::AfterSitting(minutes(30, 45))),
            ("after 1h sitting", Frequency::AfterSitting(minutes(60, 60))),
            ("as needed", Frequency::AsNeeded),
        ] {
            assert_eq!(parse_frequency(text), Some(frequency), "{text}");
        }
        for bad in [
            "",
            "weekly",
            "0 per day",
            "101 per day",
            "every 2-3 days",
            "3-2 per week",
            "every days",
            "daily ",
            "after 30 sitting",
        ] {
            assert_eq!(parse_frequency(bad), None, "{bad}");
        }
    }
}
