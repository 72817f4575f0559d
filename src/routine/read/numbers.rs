//! Counts, durations, ranges and what is made of them.

use std::time::Duration;

use toml::{Spanned, de::DeValue};

use super::{
    Reader, Span,
    frequency::{meant, parse_frequency},
};
use crate::{
    diagnostic::Diagnostic,
    routine::{
        Range,
        duration::{self, Unclear},
        fields::Zero,
        model::{CueAt, Frequency},
        text::{brief, thousands},
    },
};

const DAY: Duration = Duration::from_hours(24);

impl Reader<'_> {
    /// A whole number from 1 to `most`, or a range of them.
    pub(super) fn counts(
        &mut self,
        key: &str,
        most: u32,
        ranges: bool,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Range<u32>> {
        let wanted =
            if ranges { "a whole number or a range, like `8` or `\"10-15\"`" } else { "a whole number" };
        let span = value.span();
        let counts = match value.get_ref() {
            DeValue::Integer(number) => {
                let number = i128::from_str_radix(number.as_str(), number.radix()).unwrap_or(i128::MAX);
                if number < 0 {
                    self.fault(negative(key, &number.to_string(), span, &format!("{key} = 8")));
                    return None;
                }
                Range::only(u64::try_from(number).unwrap_or(u64::MAX))
            }
            DeValue::String(text) => match duration::parse_count(text) {
                Ok(counts) if !ranges && counts.low != counts.high => {
                    self.fault(
                        Diagnostic::error(span, format!("`{key}` takes a single number, not a range"))
                            .help(format!("write `{key} = {}`", counts.low)),
                    );
                    return None;
                }
                Ok(counts) => counts,
                Err(fault) => {
                    self.fault(unclear_count(key, text, &fault, span));
                    return None;
                }
            },
            DeValue::Float(number) => {
                let shown = brief(number.as_str());
                self.fault(
                    Diagnostic::error(span, format!("`{key}` cannot be {shown}: it is not a whole number"))
                        .help(format!("`{key}` is {wanted}")),
                );
                return None;
            }
            _ => return self.wrong_type(key, wanted, value),
        };
        if counts.low == 0 {
            self.fault(
                Diagnostic::error(span, format!("`{key}` is zero"))
                    .help(format!("write `{key} = 1` or more")),
            );
            return None;
        }
        let (Ok(low), Ok(high)) = (u32::try_from(counts.low), u32::try_from(counts.high)) else {
            self.fault(over(key, most, span));
            return None;
        };
        if high > most {
            self.fault(over(key, most, span));
            return None;
        }
        Some(Range { low, high })
    }

    pub(super) fn time(&mut self, key: &str, zero: Zero, value: &Spanned<DeValue<'_>>) -> Option<Duration> {
        self.duration(key, zero, value, |text| duration::parse(text).map(Range::only)).map(|time| time.low)
    }

    pub(super) fn times(
        &mut self,
        key: &str,
        zero: Zero,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Range<Duration>> {
        self.duration(key, zero, value, duration::parse_range)
    }

    fn duration(
        &mut self,
        key: &str,
        zero: Zero,
        value: &Spanned<DeValue<'_>>,
        parse: impl Fn(&str) -> Result<Range<Duration>, Unclear>,
    ) -> Option<Range<Duration>> {
        let span = value.span();
        let text = match value.get_ref() {
            DeValue::String(text) => text,
            DeValue::Integer(_) | DeValue::Float(_) => {
                let number = self.source.get(span.clone()).unwrap_or("30").trim_start_matches(['-', '+']);
                self.fault(
                    Diagnostic::error(span, format!("`{key}` is a bare number; a duration needs a unit"))
                        .label("seconds or minutes?")
                        .help(format!("write `\"{number}s\"` or `\"{number}m\"`")),
                );
                return None;
            }
            _ => return self.wrong_type(key, "a duration in quotes, like `\"30s\"`", value),
        };
        let time = match parse(text) {
            Ok(time) => time,
            Err(fault) => {
                self.fault(unclear_time(key, text, &fault, span, &parse));
                return None;
            }
        };
        if zero == Zero::Refused && time.low.is_zero() {
            self.fault(Diagnostic::error(span, format!("`{key}` is zero")).help(
                "write a time above zero; only pauses, `prepare` and the `time` of a phase may be `\"0s\"`",
            ));
            return None;
        }
        if time.high > DAY {
            self.fault(
                Diagnostic::error(span, format!("`{key}` is over the limit of 24 h in one step"))
                    .help("write a shorter time, or several steps"),
            );
            return None;
        }
        Some(time)
    }

    pub(super) fn tempo(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<[Duration; 4]> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(key, "four numbers of seconds in quotes, like `\"3-1-2-0\"`", value);
        };
        // Only a number can have its unit still to come: "3m" would become 3 ms.
        let seconds = |part: &str| match duration::parse(part) {
            Err(Unclear::NoUnit) => duration::parse(&format!("{part}s")),
            _ => Err(Unclear::NotADuration),
        };
        let parts: Vec<_> = text.split('-').map(seconds).collect();
        let [Ok(lower), Ok(low), Ok(lift), Ok(high)] = parts[..] else {
            self.fault(
                Diagnostic::error(value.span(), format!("`{}` is not a tempo", brief(text)))
                    .label("four numbers are wanted")
                    .help("write the seconds to lower, pause, lift and pause: `\"3-1-2-0\"`"),
            );
            return None;
        };
        let tempo = [lower, low, lift, high];
        if tempo.iter().all(Duration::is_zero) {
            self.fault(
                Diagnostic::error(value.span(), "a rep of this `tempo` lasts no time")
                    .help("make at least one part longer than 0: `\"3-1-2-0\"`"),
            );
            return None;
        }
        if tempo.iter().any(|part| *part > DAY) {
            self.fault(Diagnostic::error(value.span(), "`tempo` is over the limit of 24 h in one step"));
            return None;
        }
        Some(tempo)
    }

    pub(super) fn at(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<CueAt> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(key, "`\"half\"`, `\"10s\"` or `\"-5s\"`", value);
        };
        if text == "half" {
            return Some(CueAt::Half);
        }
        let (before_end, time) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        match duration::parse(time) {
            Ok(time) if time > DAY => {
                self.fault(Diagnostic::error(value.span(), format!("`{key}` is over the limit of 24 h")));
                None
            }
            Ok(time) => Some(if before_end { CueAt::BeforeEnd(time) } else { CueAt::AfterStart(time) }),
            Err(_) => {
                self.fault(
                    Diagnostic::error(
                        value.span(),
                        format!("`{}` is no moment within the work", brief(text)),
                    )
                    .help("write `\"half\"`, `\"10s\"` (after the beginning) or `\"-5s\"` (before the end)"),
                );
                None
            }
        }
    }

    pub(super) fn frequency(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Frequency> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(key, "a text such as `\"daily\"`", value);
        };
        let frequency = parse_frequency(text);
        if let Some(Frequency::PerWeek(days)) = frequency
            && days.high > 7
        {
            self.fault(
                Diagnostic::error(value.span(), format!("`{key}` asks for {} days of a week", days.high))
                    .label("a week has seven, and each counts once")
                    .help("write `\"daily\"`, or how often a day: `\"2 per day\"`"),
            );
            return None;
        }
        if frequency.is_none() {
            let shown = brief(text);
            let message = match meant(text) {
                Some(meant) => format!("unknown value `{shown}` for `{key}`; did you mean `\"{meant}\"`?"),
                None => format!("unknown value `{shown}` for `{key}`"),
            };
            self.fault(
                Diagnostic::error(value.span(), message).help(
                    "write `\"daily\"`, `\"2 per day\"`, `\"every 2 days\"`, `\"3 per week\"` (or `\"2-3 per week\"`), \
                     `\"through the day\"`, `\"after sitting\"`, `\"after 30-45m sitting\"` or `\"as needed\"`",
                ),
            );
        }
        frequency
    }
}

fn over(key: &str, most: u32, span: Span) -> Diagnostic {
    let most = thousands(most.into());
    Diagnostic::error(span, format!("`{key}` is over the limit of {most}"))
        .help(format!("write {most} or less"))
}

fn negative(key: &str, value: &str, span: Span, sample: &str) -> Diagnostic {
    Diagnostic::error(span, format!("`{key}` is negative: `{}`", brief(value)))
        .help(format!("write it without the minus, like `{sample}`"))
}

fn unclear_count(key: &str, text: &str, fault: &Unclear, span: Span) -> Diagnostic {
    let shown = brief(text);
    match fault {
        Unclear::Negative => negative(key, text, span, &format!("{key} = \"10-15\"")),
        Unclear::Reversed => reversed(key, text, span),
        _ => {
            let tidy = tidied(text);
            let help = match duration::parse_count(&tidy) {
                Ok(_) => format!("write `\"{tidy}\"`"),
                Err(_) => format!("write a whole number or a range: `{key} = 8` or `{key} = \"10-15\"`"),
            };
            Diagnostic::error(span, format!("`{key}` cannot be `{shown}`: it {fault}")).help(help)
        }
    }
}

fn reversed(key: &str, text: &str, span: Span) -> Diagnostic {
    let (low, high) = text.split_once('-').unwrap_or((text, ""));
    let unit = |text: &str| text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_string();
    // "30-20s" turned round is "20-30s", but "2m-90s" is "90s-2m".
    let turned = if unit(low).is_empty() && !unit(high).is_empty() {
        let number = high.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        format!("{number}-{low}{}", unit(high))
    } else {
        format!("{high}-{low}")
    };
    Diagnostic::error(span, format!("the range `{}` of `{key}` runs backwards", brief(text)))
        .label("the low end comes first")
        .help(format!("write `\"{}\"`", brief(&turned)))
}

fn unclear_time(
    key: &str,
    text: &str,
    fault: &Unclear,
    span: Span,
    parse: &impl Fn(&str) -> Result<Range<Duration>, Unclear>,
) -> Diagnostic {
    let shown = brief(text);
    match fault {
        Unclear::Negative => negative(key, text, span, &format!("{key} = \"5s\"")),
        Unclear::Reversed => reversed(key, text, span),
        Unclear::NoUnit => Diagnostic::error(span, format!("`{key}` cannot be `{shown}`: it has no unit"))
            .label("seconds or minutes?")
            .help(match text.bytes().last() {
                Some(b'0'..=b'9') if parse(&format!("{text}s")).is_ok() => {
                    format!("write `\"{text}s\"` or `\"{text}m\"`")
                }
                _ => "write a unit behind both ends, like `\"30s-1m\"`".into(),
            }),
        Unclear::Range => Diagnostic::error(span, format!("`{key}` takes a single duration, not a range"))
            .help(format!("write one end of it, like `{key} = \"20s\"`")),
        _ => {
            let tidy = tidied(text);
            let help = match parse(&tidy) {
                Ok(_) => format!("write `\"{tidy}\"`"),
                Err(_) => {
                    "write a number and a unit: `\"45s\"`, `\"1m30s\"`, `\"20m\"`, `\"1h\"`, `\"500ms\"`"
                        .into()
                }
            };
            Diagnostic::error(span, format!("`{key}` cannot be `{shown}`: it is not a duration")).help(help)
        }
    }
}

/// The text as it was probably meant: no spaces, plain hyphens, short units in lower case.
fn tidied(text: &str) -> String {
    let mut tidy: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    for (long, short) in [
        ("–", "-"),
        ("—", "-"),
        ("to", "-"),
        ("−", "-"),
        ("seconds", "s"),
        ("second", "s"),
        ("secs", "s"),
        ("sec", "s"),
        ("minutes", "m"),
        ("minute", "m"),
        ("mins", "m"),
        ("min", "m"),
        ("hours", "h"),
        ("hour", "h"),
        (",", "."),
    ] {
        tidy = tidy.replace(long, short);
    }
    tidy
}
