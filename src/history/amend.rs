//! Corrections: lines that change or delete a session without touching its line.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use jiff::{Unit, Zoned};
use serde_json::{Map, Value};

use super::{
    reading::LineFault,
    record::{self, Record},
    when::When,
};

/// `{"v":1,"id":"01K…","amends":"ID","at":"…",…}`: the other fields are those of the session that change. An object
/// changes key by key, and `null` takes a field away. `"delete":true` takes the whole session away.
#[derive(Clone, Debug)]
pub(super) struct Amendment {
    amends: String,
    at: When,
    /// Its own id: decides between two of the same time.
    id: String,
    delete: bool,
    changes: Map<String, Value>,
}

/// The line of a correction that is made now.
pub(super) fn line(amends: &str, changes: &Map<String, Value>, now: &Zoned) -> String {
    // Finer than a record's times: two corrections of one second have an order.
    let at = When::from(&now.round(Unit::Millisecond).unwrap_or_else(|_| now.clone()));
    let mut fields = Map::new();
    fields.insert("v".to_owned(), Record::VERSION.into());
    fields.insert("id".to_owned(), record::new_id(now).into());
    fields.insert("amends".to_owned(), amends.into());
    fields.insert("at".to_owned(), at.as_str().into());
    fields.extend(changes.clone());
    format!("{}\n", Value::Object(fields))
}

/// A correction and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) amendment: Amendment,
    pub(super) path: PathBuf,
    /// From 1.
    pub(super) line: usize,
}

impl Amendment {
    pub(super) fn read(value: Value) -> Option<Self> {
        let Value::Object(mut changes) = value else { return None };
        let mut text = |key: &str| match changes.remove(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let (amends, at, id) = (text("amends")?, text("at")?.parse().ok()?, text("id").unwrap_or_default());
        changes.remove("v");
        let delete = changes.remove("delete").is_some_and(|delete| delete == Value::Bool(true));
        Some(Self { amends, at, id, delete, changes })
    }

    fn order(&self) -> (&When, &str) {
        (&self.at, &self.id)
    }
}

/// Applies every correction, whatever their order: for each field, the one with the latest `at` wins. A session is
/// deleted if that is the latest word on it.
pub(super) fn apply(
    records: &mut Vec<Record>,
    places: &HashMap<String, usize>,
    amendments: Vec<Placed>,
    faults: &mut Vec<LineFault>,
) {
    let mut by_record: BTreeMap<usize, Vec<Placed>> = BTreeMap::new();
    for placed in amendments {
        // A correction may have been synchronised before its session was.
        if let Some(place) = places.get(&placed.amendment.amends) {
            by_record.entry(*place).or_default().push(placed);
        }
    }
    let mut deleted = Vec::new();
    for (place, mut amendments) in by_record {
        amendments.sort_by(|a, b| a.amendment.order().cmp(&b.amendment.order()));
        if amendments.last().is_some_and(|last| last.amendment.delete) {
            deleted.push(place);
        }
        for Placed { amendment, path, line } in amendments {
            match amended(&records[place], &amendment.changes) {
                Ok(record) => records[place] = record,
                Err(error) => faults.push(LineFault {
                    path,
                    line,
                    reason: format!("this correction does not fit its session: {error}"),
                }),
            }
        }
    }
    for place in deleted.into_iter().rev() {
        records.remove(place);
    }
}

fn amended(record: &Record, changes: &Map<String, Value>) -> serde_json::Result<Record> {
    let mut value = serde_json::to_value(record)?;
    merge(&mut value, changes);
    serde_json::from_value(value)
}

/// Changes key by key: objects inside too, and `null` takes a field away.
pub(crate) fn merge(value: &mut Value, changes: &Map<String, Value>) {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    let Value::Object(fields) = value else { return };
    for (key, change) in changes {
        match change {
            Value::Null => {
                fields.remove(key);
            }
            Value::Object(inner) => merge(fields.entry(key).or_insert(Value::Null), inner),
            other => {
                fields.insert(key.clone(), other.clone());
            }
        }
    }
}
