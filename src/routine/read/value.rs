//! The value of one key, by its shape.

use std::time::Duration;

use toml::{
    Spanned,
    de::{DeArray, DeValue},
};

use super::{Reader, Record, Span, Value};
use crate::{
    diagnostic::{Diagnostic, is_hostile},
    routine::{
        Range,
        duration::{self, Unclear},
        fields::{Field, List, MOST_WEEKS, Shape, Table, Zero},
        model::CueAt,
        text::{brief, either, nearest, thousands},
    },
};

const DAY: Duration = Duration::from_hours(24);

impl Reader<'_> {
    pub(super) fn value(
        &mut self,
        field: &'static Field,
        value: &Spanned<DeValue<'_>>,
        depth: usize,
    ) -> Option<Value> {
        let key = field.key;
        match &field.shape {
            // The gate has looked at it before.
            Shape::Format => Some(Value::Seen),
            Shape::Text | Shape::Id => self.text(key, value).map(Value::Text),
            Shape::Word(words) => self.word(key, words, value).map(Value::Word),
            Shape::Texts(list) => self.texts(key, *list, value).map(Value::Texts),
            Shape::OneOrMoreTexts => self.one_or_more(key, value).map(Value::Texts),
            Shape::Words(words) => self.words(key, words, value).map(Value::Words),
            Shape::Flag => self.flag(key, value).map(Value::Flag),
            Shape::Count(most) => self.counts(key, *most, false, value).map(|count| Value::Count(count.low)),
            Shape::Counts(most) => self.counts(key, *most, true, value).map(Value::Counts),
            Shape::Weeks => self.counts(key, MOST_WEEKS, true, value).map(|_| Value::Seen),
            Shape::Time(zero) => self.time(key, *zero, value).map(Value::Time),
            Shape::TimeOr(word) | Shape::TimesOr(word) if value.get_ref().as_str() == Some(word) => {
                Some(Value::Word(word))
            }
            Shape::TimeOr(_) => self.time(key, Zero::Allowed, value).map(Value::Time),
            Shape::Times(zero) => self.times(key, *zero, value).map(Value::Times),
            Shape::TimesOr(_) => self.times(key, Zero::Refused, value).map(Value::Times),
            Shape::Tempo => self.tempo(key, value).map(Value::Tempo),
            Shape::At => self.at(key, value).map(Value::At),
            Shape::Frequency => self.frequency(key, value).map(|()| Value::Seen),
            Shape::Table(table) => self.one_table(field, table, value, depth).map(Value::Record),
            Shape::Tables(table) => self.tables(field, table, 1, value, depth).map(Value::Records),
            Shape::AnyTables(table) => self.tables(field, table, 0, value, depth).map(Value::Records),
            Shape::Steps => self.steps(field, value, depth).map(Value::Steps),
        }
    }

    /// A text that can be shown and spoken.
    fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(key, "a text in quotes", value);
        };
        if let Some(hostile) = text.chars().find(|c| is_hostile(*c)) {
            let span = self.spot(&value.span(), hostile);
            self.fault(
                Diagnostic::error(span, format!("`{key}` holds {}", describe(hostile)))
                    .label("refused: text is shown and spoken, never acted upon")
                    .help(if matches!(hostile, '\n' | '\r' | '\t') {
                        "write it on one line, with plain spaces"
                    } else {
                        "take it out"
                    }),
            );
            return None;
        }
        if text.trim().is_empty() {
            self.fault(Diagnostic::error(value.span(), format!("`{key}` is empty")).help(
                if matches!(key, "name" | "group" | "use") {
                    "write something between the quotes".into()
                } else {
                    format!("write something between the quotes, or leave `{key}` out")
                },
            ));
            return None;
        }
        Some(text.into())
    }

    /// Where in the literal the character stands; the whole literal if it is written as an escape.
    fn spot(&self, literal: &Span, c: char) -> Span {
        let found = self.source.get(literal.clone()).and_then(|text| text.find(c));
        found.map_or(literal.clone(), |at| literal.start + at..literal.start + at + c.len_utf8())
    }

    fn word(
        &mut self,
        key: &str,
        words: &'static [&'static str],
        value: &Spanned<DeValue<'_>>,
    ) -> Option<&'static str> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(key, &format!("one of {}", either(words)), value);
        };
        let known = words.iter().find(|word| **word == text);
        if known.is_none() {
            let shown = brief(text);
            let message = match nearest(text, words.iter().copied()) {
                Some(near) => format!("unknown value `{shown}` for `{key}`; did you mean `{near}`?"),
                None => format!("unknown value `{shown}` for `{key}`"),
            };
            self.fault(
                Diagnostic::error(value.span(), message).help(format!("`{key}` is one of {}", either(words))),
            );
        }
        known.copied()
    }

    fn array<'v, 'i>(
        &mut self,
        key: &str,
        wanted: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Option<&'v DeArray<'i>> {
        match value.get_ref() {
            DeValue::Array(items) => Some(items),
            _ => self.wrong_type(key, wanted, value),
        }
    }

    fn texts(&mut self, key: &str, list: List, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        let items = self.array(key, "a list of texts, like `[\"…\", \"…\"]`", value)?;
        if items.len() < list.least {
            self.fault(
                Diagnostic::error(value.span(), format!("`{key}` is an empty list"))
                    .help(format!("write at least one, or leave `{key}` out")),
            );
            return None;
        }
        if items.len() > list.most {
            let (count, most) = (items.len(), list.most);
            self.fault(
                Diagnostic::error(
                    items[most].span(),
                    format!("`{key}` has {count} entries; the limit is {most}"),
                )
                .label(format!("entry {}", most + 1))
                .help("say it in fewer and shorter ones"),
            );
            return None;
        }
        let texts: Vec<_> = items.iter().map(|item| self.entry(key, item)).collect();
        let mut good = texts.iter().all(Option::is_some);
        if !list.repeats {
            good &= self.no_twins(key, items);
        }
        if matches!(key, "equipment" | "optional_equipment") {
            good &= self.alternatives(key, items);
        }
        good.then(|| texts.into_iter().flatten().collect())
    }

    /// One text of a list.
    fn entry(&mut self, key: &str, item: &Spanned<DeValue<'_>>) -> Option<String> {
        if item.get_ref().is_str() {
            return self.text(key, item);
        }
        let message = format!("an entry of `{key}` cannot be {}", kind(item.get_ref()));
        self.fault(Diagnostic::error(item.span(), message).help("every entry is a text in quotes"));
        None
    }

    fn one_or_more(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        match value.get_ref() {
            DeValue::String(_) => self.text(key, value).map(|text| vec![text]),
            _ => self.texts(key, List { least: 0, most: usize::MAX, repeats: false }, value),
        }
    }

    fn words(
        &mut self,
        key: &str,
        words: &'static [&'static str],
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Vec<&'static str>> {
        let items = self.array(key, "a list of words, like `[\"…\", \"…\"]`", value)?;
        let found: Vec<_> = items.iter().map(|item| self.word(key, words, item)).collect();
        let good = self.no_twins(key, items) && found.iter().all(Option::is_some);
        good.then(|| found.into_iter().flatten().collect())
    }

    fn no_twins(&mut self, key: &str, items: &DeArray<'_>) -> bool {
        let mut seen = std::collections::HashSet::new();
        let mut good = true;
        for item in items {
            if let Some(text) = item.get_ref().as_str()
                && !seen.insert(text)
            {
                good = false;
                let message = format!("`{}` stands in `{key}` twice", brief(text));
                self.fault(Diagnostic::error(item.span(), message).help("keep one of them"));
            }
        }
        good
    }

    /// `"strap|towel"` is either; neither may be empty.
    fn alternatives(&mut self, key: &str, items: &DeArray<'_>) -> bool {
        let empty = |text: &str| text.contains('|') && text.split('|').any(|part| part.trim().is_empty());
        let mut good = true;
        for item in items.iter().filter(|item| item.get_ref().as_str().is_some_and(empty)) {
            good = false;
            self.fault(
                Diagnostic::error(item.span(), format!("`{key}` has an empty alternative"))
                    .help("write what stands on both sides of the `|`: `\"strap|towel\"`"),
            );
        }
        good
    }

    fn flag(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_type(key, "`true` or `false`, without quotes", value),
        }
    }

    /// A whole number from 1 to `most`, or a range of them.
    fn counts(
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

    fn time(&mut self, key: &str, zero: Zero, value: &Spanned<DeValue<'_>>) -> Option<Duration> {
        self.duration(key, zero, value, |text| duration::parse(text).map(Range::only)).map(|time| time.low)
    }

    fn times(&mut self, key: &str, zero: Zero, value: &Spanned<DeValue<'_>>) -> Option<Range<Duration>> {
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

    fn tempo(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<[Duration; 4]> {
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

    fn at(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<CueAt> {
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

    fn frequency(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<()> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(key, "a text such as `\"daily\"`", value);
        };
        if is_frequency(text) {
            return Some(());
        }
        self.fault(
            Diagnostic::error(value.span(), format!("unknown value `{}` for `{key}`", brief(text))).help(
                "write `\"daily\"`, `\"2 per day\"`, `\"every 2 days\"`, `\"3 per week\"` (or `\"2-3 per week\"`), \
                 `\"through the day\"`, `\"after sitting\"`, `\"after 30-45m sitting\"` or `\"as needed\"`",
            ),
        );
        None
    }

    fn one_table(
        &mut self,
        field: &Field,
        table: &'static Table,
        value: &Spanned<DeValue<'_>>,
        depth: usize,
    ) -> Option<Record> {
        match value.get_ref() {
            DeValue::Table(tree) => Some(self.table_at(table, tree, value.span(), depth)),
            _ => self.wrong_type(field.key, &format!("a table: `{}`", sample(table)), value),
        }
    }

    fn tables(
        &mut self,
        field: &Field,
        table: &'static Table,
        least: usize,
        value: &Spanned<DeValue<'_>>,
        depth: usize,
    ) -> Option<Vec<Record>> {
        let key = field.key;
        let items = self.list_of_tables(field, value)?;
        if items.len() < least {
            self.fault(
                Diagnostic::error(value.span(), format!("`{key}` is an empty list"))
                    .help(format!("write at least one, or leave `{key}` out")),
            );
            return None;
        }
        let records: Vec<Option<Record>> = items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::Table(tree) => Some(self.table_at(table, tree, item.span(), depth)),
                _ => self.wrong_type(key, &format!("a list of tables: `[{}]`", sample(table)), item),
            })
            .collect();
        let records: Vec<Record> = records.into_iter().collect::<Option<_>>()?;
        if key == "phases" {
            self.timed_alike(&records)?;
        }
        Some(records)
    }

    /// Phases all have a time, or none has one.
    fn timed_alike(&mut self, phases: &[Record]) -> Option<()> {
        let timed = phases.iter().position(|phase| phase.has("time"));
        let untimed = phases.iter().position(|phase| !phase.has("time"));
        let (Some(timed), Some(untimed)) = (timed, untimed) else { return Some(()) };
        self.fault(
            Diagnostic::error(phases[untimed].span.clone(), "some phases have a `time`, and some have none")
                .label("this one has none")
                .also(phases[timed].span.clone(), "this one has a `time`")
                .help("give every phase a `time`, or none: then they share `rep_time` evenly"),
        );
        None
    }

    pub(super) fn list_of_tables<'v, 'i>(
        &mut self,
        field: &Field,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Option<&'v DeArray<'i>> {
        let key = field.key;
        match value.get_ref() {
            DeValue::Array(items) => Some(items),
            DeValue::Table(_) => {
                self.fault(
                    Diagnostic::error(
                        value.span(),
                        format!("`{key}` is a list, even if it has only one entry"),
                    )
                    .help(format!("write `[[{key}]]`, with two brackets on each side")),
                );
                None
            }
            _ => self.wrong_type(key, &format!("a list of tables: write `[[{key}]]`"), value),
        }
    }

    /// Notes that a value is of another type than wanted.
    fn wrong_type<T>(&mut self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) -> Option<T> {
        self.fault(
            Diagnostic::error(value.span(), format!("`{key}` cannot be {}", kind(value.get_ref())))
                .help(format!("`{key}` is {wanted}")),
        );
        None
    }
}

fn sample(table: &Table) -> String {
    let required = table.required.iter().map(|key| format!("{key} = \"…\""));
    let all: Vec<String> = required.collect();
    if all.is_empty() { "{ … }".into() } else { format!("{{ {} }}", all.join(", ")) }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date or a time of day",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn describe(hostile: char) -> String {
    let name = match hostile {
        '\n' => "a line break",
        '\r' => "a carriage return",
        '\t' => "a tab",
        '\u{1b}' => "the escape character",
        '\u{2028}' | '\u{2029}' => "a line separator",
        c if c.is_control() => "a control character",
        _ => "a character that turns the direction of writing",
    };
    format!("{name} (U+{:04X})", u32::from(hostile))
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

/// `"daily"`, `"2 per day"`, `"every 2 days"`, `"after 30-45m sitting"` and so on.
fn is_frequency(text: &str) -> bool {
    let count =
        |text: &str| duration::parse_count(text).is_ok_and(|count| count.low > 0 && count.high <= 100);
    let single = |text: &str| count(text) && !text.contains('-');
    let words: Vec<&str> = text.split(' ').collect();
    match words[..] {
        ["daily"] | ["through", "the", "day"] | ["after", "sitting"] | ["as", "needed"] => true,
        [times, "per", "day" | "week"] => count(times),
        ["every", days, "days"] => single(days),
        ["after", time, "sitting"] => {
            duration::parse_range(time).is_ok_and(|time| !time.low.is_zero() && time.high <= DAY)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies() {
        for good in [
            "daily",
            "1 per day",
            "2-3 per day",
            "every 2 days",
            "3 per week",
            "2-3 per week",
            "through the day",
            "after sitting",
            "after 30-45m sitting",
            "after 1h sitting",
            "as needed",
        ] {
            assert!(is_frequency(good), "{good}");
        }
        for bad in [
            "",
            "weekly",
            "0 per day",
            "every 2-3 days",
            "3-2 per week",
            "every days",
            "daily ",
            "after 30 sitting",
        ] {
            assert!(!is_frequency(bad), "{bad}");
        }
    }
}
