//! What the screens of the history are drawn from: read and added up once, by others.

use std::{collections::HashMap, sync::Arc};

use crate::history::{reading::History, record::Record, stats::Stats};

/// The history with its figures.
#[derive(Clone, Debug, Default)]
pub struct Book {
    pub history: Arc<History>,
    /// Of all its sessions.
    pub stats: Stats,
    /// What the library calls its exercises, by id.
    pub names: HashMap<String, String>,
    /// How many lines and files could not be read.
    pub faults: usize,
}

impl Book {
    /// Oldest first.
    pub fn records(&self) -> &[Record] {
        &self.history.records
    }

    /// The exercise's name, or its id where nobody knows the name any more.
    pub(crate) fn exercise<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.get(id).map_or(id, String::as_str)
    }

    pub(crate) fn session(&self, id: &str) -> Option<&Record> {
        // The latest are asked for most.
        self.records().iter().rev().find(|record| record.id == id)
    }

    /// What a session is called: by its own word, or else as its routine is called elsewhere.
    pub(crate) fn title<'b>(&'b self, record: &'b Record) -> &'b str {
        record.name.as_deref().unwrap_or_else(|| self.routine(&record.routine))
    }

    /// The name of a routine that was played.
    pub(crate) fn routine<'b>(&'b self, id: &'b str) -> &'b str {
        let known = self.stats.routines.iter().find(|routine| routine.id == id);
        known.and_then(|routine| routine.name.as_deref()).unwrap_or(id)
    }

    /// Where an exercise came last, newest first: places of records, and of its entry in each.
    pub(super) fn latest(&self, id: &str) -> Vec<(usize, usize)> {
        let all = self.records().iter().enumerate().rev();
        let entries = all.flat_map(|(n, record)| {
            record.exercises.iter().enumerate().filter(|(_, one)| one.id == id).map(move |(at, _)| (n, at))
        });
        entries.take(LATEST).collect()
    }
}

/// Nobody reads further back on the page of an exercise.
const LATEST: usize = 60;
