//! The value of one key, by its shape.

use toml::{
    Spanned,
    de::{DeArray, DeValue},
};

use super::{Reader, Record, Value};
use crate::{
    diagnostic::Diagnostic,
    routine::fields::{Field, MOST_WEEKS, Shape, Table, Zero},
};

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
            Shape::Command => self.command(key, value).map(Value::Texts),
            Shape::Flag => self.flag(key, value).map(Value::Flag),
            Shape::Count(most) => self.counts(key, *most, false, value).map(|count| Value::Count(count.low)),
            Shape::Counts(most) => self.counts(key, *most, true, value).map(Value::Counts),
            Shape::Weeks => self.counts(key, MOST_WEEKS, true, value).map(Value::Counts),
            Shape::Time(zero) => self.time(key, *zero, value).map(Value::Time),
            Shape::TimeOr(word) | Shape::TimesOr(word) if value.get_ref().as_str() == Some(word) => {
                Some(Value::Word(word))
            }
            Shape::TimeOr(word) | Shape::TimesOr(word) if self.nearly(key, word, value) => None,
            Shape::TimeOr(_) => self.time(key, Zero::Allowed, value).map(Value::Time),
            Shape::Times(zero) => self.times(key, *zero, value).map(Value::Times),
            Shape::TimesOr(_) => self.times(key, Zero::Refused, value).map(Value::Times),
            Shape::Tempo => self.tempo(key, value).map(Value::Tempo),
            Shape::At => self.at(key, value).map(Value::At),
            Shape::Frequency => self.frequency(key, value).map(Value::Frequency),
            Shape::Table(table) => self.one_table(field, table, value, depth).map(Value::Record),
            Shape::Tables(table) => self.tables(field, table, 1, value, depth).map(Value::Records),
            Shape::AnyTables(table) => self.tables(field, table, 0, value, depth).map(Value::Records),
            Shape::Steps => self.steps(field, value, depth).map(Value::Steps),
        }
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
    pub(super) fn wrong_type<T>(
        &mut self,
        key: &str,
        wanted: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<T> {
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

pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date or a time of day",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
