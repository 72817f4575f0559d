//! From the spanned tree of a TOML file to typed records, by the table of fields. Every fault is noted, none stops it.

mod frequency;
mod hint;
mod numbers;
mod step;
mod texts;
mod value;

use std::{ops::Range, time::Duration};

use toml::de::DeTable;

pub use frequency::frequency_meant;
pub(crate) use step::Step;

use super::{
    Range as Path,
    fields::Table,
    model::{CueAt, Frequency},
};
use crate::diagnostic::Diagnostic;

/// After so many faults nobody is helped by guesses at what was meant.
pub(crate) const GUESSES: usize = 200;

/// Bytes of the file's text.
pub(crate) type Span = Range<usize>;

/// A value and where it stands; one that was inherited stands nowhere in this file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Slot<T> {
    pub(crate) value: T,
    pub(crate) place: Option<Place>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) key: Span,
    pub(crate) value: Span,
}

/// What a key holds, once it has been understood.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Texts(Vec<String>),
    Word(&'static str),
    Words(Vec<&'static str>),
    Flag(bool),
    Count(u32),
    Counts(Path<u32>),
    Time(Duration),
    Times(Path<Duration>),
    Tempo([Duration; 4]),
    At(CueAt),
    Frequency(Frequency),
    Record(Record),
    Records(Vec<Record>),
    Steps(Vec<Step>),
    /// Checked, and of no use yet.
    Seen,
}

/// A table of the file: what it says, as far as it could be understood.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    /// The header or the braces.
    pub(crate) span: Span,
    values: Vec<(&'static str, Slot<Value>)>,
    /// Keys whose values were faulty: they are there, but say nothing.
    faulty: Vec<&'static str>,
}

impl Record {
    /// Takes out the value of a key. `None` when it is missing or faulty.
    pub(crate) fn take<T>(&mut self, key: &str, want: impl Fn(Value) -> Option<T>) -> Option<Slot<T>> {
        let at = self.values.iter().position(|(known, _)| *known == key)?;
        let (_, slot) = self.values.swap_remove(at);
        Some(Slot { value: want(slot.value)?, place: slot.place })
    }

    pub(crate) fn text(&mut self, key: &str) -> Option<Slot<String>> {
        self.take(key, |value| if let Value::Text(text) = value { Some(text) } else { None })
    }

    pub(crate) fn texts(&mut self, key: &str) -> Option<Slot<Vec<String>>> {
        self.take(key, |value| if let Value::Texts(texts) = value { Some(texts) } else { None })
    }

    pub(crate) fn word(&mut self, key: &str) -> Option<Slot<&'static str>> {
        self.take(key, |value| if let Value::Word(word) = value { Some(word) } else { None })
    }

    pub(crate) fn flag(&mut self, key: &str) -> Option<Slot<bool>> {
        self.take(key, |value| if let Value::Flag(flag) = value { Some(flag) } else { None })
    }

    pub(crate) fn count(&mut self, key: &str) -> Option<Slot<u32>> {
        self.take(key, |value| if let Value::Count(count) = value { Some(count) } else { None })
    }

    pub(crate) fn counts(&mut self, key: &str) -> Option<Slot<Path<u32>>> {
        self.take(key, |value| if let Value::Counts(counts) = value { Some(counts) } else { None })
    }

    pub(crate) fn time(&mut self, key: &str) -> Option<Slot<Duration>> {
        self.take(key, |value| if let Value::Time(time) = value { Some(time) } else { None })
    }

    pub(crate) fn times(&mut self, key: &str) -> Option<Slot<Path<Duration>>> {
        self.take(key, |value| if let Value::Times(times) = value { Some(times) } else { None })
    }

    pub(crate) fn record(&mut self, key: &str) -> Option<Slot<Record>> {
        self.take(key, |value| if let Value::Record(record) = value { Some(record) } else { None })
    }

    pub(crate) fn records(&mut self, key: &str) -> Option<Slot<Vec<Record>>> {
        self.take(key, |value| if let Value::Records(records) = value { Some(records) } else { None })
    }

    pub(crate) fn steps(&mut self, key: &str) -> Option<Slot<Vec<Step>>> {
        self.take(key, |value| if let Value::Steps(steps) = value { Some(steps) } else { None })
    }

    /// Where the value of a key stands that has not yet been taken.
    pub(crate) fn span_of(&self, key: &str) -> Option<Span> {
        let (_, slot) = self.values.iter().find(|(known, _)| *known == key)?;
        Some(slot.place.as_ref()?.value.clone())
    }

    /// Strikes a word from a list of words, and the list with its last word. Whether the word was there.
    pub(crate) fn strike(&mut self, key: &str, word: &str) -> bool {
        let Some(at) = self.values.iter().position(|(known, _)| *known == key) else { return false };
        let Value::Words(words) = &mut self.values[at].1.value else { return false };
        let before = words.len();
        words.retain(|known| *known != word);
        let struck = words.len() < before;
        if words.is_empty() && struck {
            self.values.swap_remove(at);
        }
        struck
    }

    /// Whether a key is there with a value that could not be understood.
    pub(crate) fn is_faulty(&self, key: &str) -> bool {
        self.faulty.contains(&key)
    }

    /// Whether a key is there at all, and its value not yet taken.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.is_faulty(key) || self.values.iter().any(|(known, _)| *known == key)
    }
}

/// Walks tables and notes faults.
pub(crate) struct Reader<'s> {
    source: &'s str,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self { source, diagnostics: Vec::new() }
    }

    /// Reads one table. `span` is where faults of what is missing point.
    pub(crate) fn table(&mut self, table: &'static Table, tree: &DeTable<'_>, span: Span) -> Record {
        self.table_at(table, tree, span, 0)
    }

    /// As `table`, inside so many groups.
    fn table_at(&mut self, table: &'static Table, tree: &DeTable<'_>, span: Span, depth: usize) -> Record {
        let mut record = Record { span: span.clone(), values: Vec::new(), faulty: Vec::new() };
        for (key, value) in tree {
            let Some(field) = table.find(key.get_ref()) else {
                // A file that is nothing but unknown keys was not mistyped, and guessing takes time.
                let guess = self.diagnostics.len() < GUESSES;
                self.diagnostics.push(hint::unknown_key(table, key.get_ref(), key.span(), guess));
                continue;
            };
            match self.value(field, value, depth) {
                Some(found) => {
                    let place = Some(Place { key: key.span(), value: value.span() });
                    record.values.push((field.key, Slot { value: found, place }));
                }
                None => record.faulty.push(field.key),
            }
        }
        for key in table.required {
            if !tree.contains_key(*key) {
                self.diagnostics.push(hint::missing_key(table, key, span.clone()));
            }
        }
        record
    }

    fn fault(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
