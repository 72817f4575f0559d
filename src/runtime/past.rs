//! The history for its screens: read, added up and put right on a thread behind the loop.

use std::{
    collections::HashMap,
    sync::{Arc, mpsc::Sender},
};

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::{Message, backstage::Backstage, clock, outstanding::Pledge};
use crate::{
    history::{amend::Amendment, stats::stats},
    routine::{Library, is_path},
    threads,
    ui::{Book, Change},
};

/// What came of it.
#[derive(Debug)]
pub(crate) struct Turned {
    /// The history as it is now, or why it cannot be read.
    pub(super) book: Result<Arc<Book>, String>,
    /// Why the change could not be written.
    pub(super) refused: Option<String>,
    /// It was written.
    pub(super) is_corrected: bool,
    /// The number of its pledge, if there was something to write.
    pub(super) write: Option<u32>,
}

/// A correction of the session with this id.
#[derive(Clone, Debug)]
pub(super) struct Correction {
    pub(super) session: String,
    pub(super) changes: Vec<Change>,
    /// Kept as soon as it is written, before everything is read.
    pub(super) pledge: Pledge,
}

/// Writes the correction, if there is one, and reads everything; word of it comes as a message. Where there is no thread
/// to be had it is done at once.
pub(super) fn turn(backstage: &Backstage, correction: Option<Correction>, messages: &Sender<Message>) {
    let behind = backstage.again();
    let later = (correction.clone(), messages.clone());
    let work = move || {
        let (correction, messages) = later;
        // Nobody listens any more only when the program is over.
        let _ = messages.send(Message::History(Box::new(turned(&behind(), correction))));
    };
    if threads::begin("past", work).is_err() {
        let _ = messages.send(Message::History(Box::new(turned(backstage, correction))));
    }
}

fn turned(backstage: &Backstage, correction: Option<Correction>) -> Turned {
    let mut refused = None;
    if let Some(correction) = &correction {
        refused = write(backstage, correction).err().map(|error| format!("{error:#}"));
        correction.pledge.keep(refused.as_ref().map(|why| format!("a change of the history is lost: {why}")));
    }
    Turned {
        is_corrected: correction.is_some() && refused.is_none(),
        write: correction.map(|correction| correction.pledge.number()),
        book: book(backstage).map(Arc::new).map_err(|error| format!("{error:#}")),
        refused,
    }
}

fn write(backstage: &Backstage, correction: &Correction) -> anyhow::Result<()> {
    let id = &correction.session;
    let now = backstage.history()?.stamp(id, &clock::wall());
    let amendment = match &correction.changes[..] {
        [Change::Delete] => Amendment::delete(id, &now),
        [Change::Restore] => Amendment::restore(id, &now),
        changes => Amendment::edit(id, &now, fields(changes)),
    };
    backstage.store().amend(&amendment).context("it could not be written down")
}

fn book(backstage: &Backstage) -> anyhow::Result<Book> {
    let history = backstage.history()?;
    let plan = backstage.week_plan(&history, None, None).unwrap_or_default();
    let records: Vec<_> = history.records.iter().collect();
    let mut stats = stats(&records, clock::wall().date(), plan.as_ref());
    for routine in stats.routines.iter_mut().filter(|routine| routine.name.is_none()) {
        routine.name = routine_name(backstage.library(), &routine.id);
    }
    let ids = stats.exercises.iter().map(|exercise| exercise.id.as_str());
    let names = names(backstage.library(), ids);
    let faults = history.faults.len() + history.unreadable.len();
    Ok(Book { history, stats, names, faults })
}

/// Of sessions that came from elsewhere without one.
fn routine_name(library: &Library, id: &str) -> Option<String> {
    // An id from a file of the history must not be taken for a path.
    let found = (!is_path(id)).then(|| library.routine(id).ok())??;
    found.value.filter(|routine| routine.id == id).map(|routine| routine.name)
}

fn names<'i>(library: &Library, ids: impl Iterator<Item = &'i str>) -> HashMap<String, String> {
    ids.map(|id| (id.to_owned(), library.exercise_name(id))).collect()
}

/// The fields of a correction, as the history writes them.
fn fields(changes: &[Change]) -> Map<String, Value> {
    let mut fields = Map::new();
    for change in changes {
        let (key, value) = match change {
            Change::PainBefore(value) => ("before", json!(value)),
            Change::PainAfter(value) => ("after", json!(value)),
            Change::Effort(word) => ("effort", json!(word)),
            Change::Note(words) => ("note", json!(words)),
            // These stand alone.
            Change::Delete | Change::Restore => continue,
        };
        if matches!(change, Change::PainBefore(_) | Change::PainAfter(_)) {
            let pain = fields.entry("pain").or_insert_with(|| json!({}));
            if let Value::Object(pain) = pain {
                pain.insert(key.to_owned(), value);
            }
        } else {
            fields.insert(key.to_owned(), value);
        }
    }
    fields
}
