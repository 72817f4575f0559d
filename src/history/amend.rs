//! Corrections: lines that change or delete a session without touching its line.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
};

use jiff::{Unit, Zoned};
use serde_json::{Map, Value, json};

use super::{
    checksum,
    reading::LineFault,
    record::{Record, new_id},
    when::When,
};

/// `{"v":1,"id":"01K…","amends":"ID","at":"…",…}`: the other fields are those of the session that change. An object
/// changes key by key, and `null` takes a field away. `"delete":true` takes the whole session away, and `false` brings it
/// back.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    pub(super) amends: String,
    pub(super) at: When,
    /// Its own id: decides between two of the same time.
    id: String,
    delete: Option<bool>,
    changes: Map<String, Value>,
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
    /// Changes fields of a session. `now` is best `History::stamp`ed.
    pub fn edit(amends: &str, now: &Zoned, changes: Map<String, Value>) -> Self {
        // Finer than a record's times: two corrections of one second have an order.
        let at = When::from(&now.round(Unit::Millisecond).unwrap_or_else(|_| now.clone()));
        Self { amends: amends.to_owned(), at, id: new_id(now), delete: None, changes }
    }

    pub fn delete(amends: &str, now: &Zoned) -> Self {
        Self { delete: Some(true), ..Self::edit(amends, now, Map::new()) }
    }

    /// Undoes a deletion.
    pub fn restore(amends: &str, now: &Zoned) -> Self {
        Self { delete: Some(false), ..Self::edit(amends, now, Map::new()) }
    }

    /// Its one line in the history, with the line's end.
    pub fn line(&self) -> String {
        let mut fields = Map::new();
        fields.insert("v".to_owned(), json!(Record::VERSION));
        fields.insert("id".to_owned(), json!(self.id));
        fields.insert("amends".to_owned(), json!(self.amends));
        fields.insert("at".to_owned(), json!(self.at));
        fields.extend(self.delete.map(|delete| ("delete".to_owned(), json!(delete))));
        fields.extend(self.changes.clone());
        format!("{}\n", Value::Object(fields))
    }

    /// When it was made.
    pub fn at(&self) -> &When {
        &self.at
    }

    pub(super) fn read(value: Value) -> Option<Self> {
        let Value::Object(mut changes) = value else { return None };
        let mut text = |key: &str| match changes.shift_remove(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let (amends, at, id) = (text("amends")?, text("at")?.parse().ok()?, text("id").unwrap_or_default());
        changes.shift_remove("v");
        changes.shift_remove(checksum::KEY);
        let delete = changes.shift_remove("delete").and_then(|delete| delete.as_bool());
        Some(Self { amends, at, id, delete, changes })
    }

    /// What the session becomes by it alone.
    ///
    /// # Errors
    /// When that is no session any more.
    pub fn amended(&self, record: &Record) -> serde_json::Result<Record> {
        let mut value = serde_json::to_value(record)?;
        merge(&mut value, &self.changes);
        serde_json::from_value(value)
    }

    /// Of two of the same time and id, no machine may take another for the last.
    fn order(&self) -> (&When, &str, String) {
        (&self.at, &self.id, self.line())
    }
}

/// What the corrections came to.
#[derive(Debug, Default)]
pub(super) struct Amended {
    pub(super) deleted: Vec<Record>,
    /// By session: when it was corrected last.
    pub(super) corrected: HashMap<String, When>,
}

/// Applies every correction, whatever their order: for each field, the one with the latest `at` wins. A session is
/// deleted if that is the latest word on whether it is; other corrections say nothing of that. The records are sorted by
/// id, and stay so.
pub(super) fn apply(
    records: &mut Vec<Record>,
    amendments: Vec<Placed>,
    faults: &mut Vec<LineFault>,
) -> Amended {
    let mut by_record: BTreeMap<usize, Vec<Placed>> = BTreeMap::new();
    for placed in amendments {
        // A correction may have been synchronised before its session was.
        if let Ok(place) = records.binary_search_by(|record| record.id.cmp(&placed.amendment.amends)) {
            by_record.entry(place).or_default().push(placed);
        }
    }
    let mut amended = Amended::default();
    let mut gone = BTreeSet::new();
    for (place, mut amendments) in by_record {
        amendments.sort_by(|a, b| a.amendment.order().cmp(&b.amendment.order()));
        if let Some(Placed { amendment: last, .. }) = amendments.last() {
            amended.corrected.insert(last.amends.clone(), last.at.clone());
        }
        if amendments.iter().rev().find_map(|placed| placed.amendment.delete) == Some(true) {
            gone.insert(place);
        }
        for Placed { amendment, path, line } in amendments {
            match amendment.amended(&records[place]) {
                Ok(record) => records[place] = record,
                Err(error) => faults.push(LineFault {
                    path,
                    line,
                    reason: format!("this correction does not fit its session: {error}"),
                }),
            }
        }
    }
    if !gone.is_empty() {
        let mut place = 0..;
        amended.deleted =
            records.extract_if(.., |_| place.next().is_some_and(|place| gone.contains(&place))).collect();
    }
    amended
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
                fields.shift_remove(key);
            }
            Value::Object(inner) => merge(fields.entry(key).or_insert(Value::Null), inner),
            other => {
                fields.insert(key.clone(), other.clone());
            }
        }
    }
}
