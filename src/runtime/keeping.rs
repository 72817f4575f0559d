//! What is kept of a session: its journal while it runs, its record when it has ended.

use std::{collections::HashSet, sync::Arc, time::Duration};

use serde_json::{Map, Value};

use super::{
    progress::{self, Prospect},
    summary,
};
use crate::{
    history::{
        afterwards::Afterwards,
        amend,
        keeper::{Keeper, Ticket, Unstored, Written},
        progression::Change,
        record::{About, Record},
        recorder::Recorder,
        when::When,
    },
    plan::Plan,
    session::{Event, Stamped},
    ui::{Kept, SummaryModel},
};

/// So long may the disk take before what happened is reported all the same.
/// Far less than what would be taken for a sleep of the machine.
const WRITTEN: Duration = Duration::from_millis(500);
/// So long may the disk take at the end.
const STORED: Duration = Duration::from_secs(10);

pub(super) struct Keeping {
    plan: Arc<Plan>,
    recorder: Recorder,
    about: About,
    wall: fn() -> jiff::Zoned,
    /// The entries that were skipped on purpose.
    skipped: HashSet<u32>,
    /// `None`: the user asked for no record and no journal, or there is no folder for them.
    keeper: Option<Keeper>,
    ticket: Option<Ticket>,
    /// `None`: the session changes nothing.
    prospect: Option<Prospect>,
    /// What the user has said of it since it is over.
    afterwards: Afterwards,
    /// What the user has decided about what it changes, as fields of the record.
    decided: Map<String, Value>,
}

impl Keeping {
    /// `recorder` knows what was done before, if the session goes on after an interruption. `keeper` has been told of
    /// the session already.
    pub(super) fn new(
        plan: Arc<Plan>,
        recorder: Recorder,
        about: About,
        wall: fn() -> jiff::Zoned,
        keeper: Option<Keeper>,
    ) -> Self {
        Self {
            plan,
            recorder,
            about,
            wall,
            skipped: HashSet::new(),
            keeper,
            ticket: None,
            prospect: None,
            afterwards: Afterwards::default(),
            decided: Map::new(),
        }
    }

    /// The same, of a session that may move what `prospect` leaves open.
    pub(super) fn changing(self, prospect: Option<Prospect>) -> Self {
        Self { prospect, ..self }
    }

    pub(super) fn id(&self) -> &str {
        &self.about.id
    }

    pub(super) fn submit(&mut self, events: &[Stamped]) {
        for stamped in events {
            self.recorder.observe(stamped);
            if let Event::ExerciseSkipped { entry, .. } | Event::ExerciseSwapped { entry, .. } = stamped.event
            {
                self.skipped.extend(self.plan.entries.get(entry as usize).map(|entry| entry.n));
            }
        }
        if let Some(keeper) = &mut self.keeper {
            self.ticket = Some(keeper.submit(events.to_vec()));
        }
    }

    /// An event is written before it is reported anywhere.
    pub(super) fn wait_until_written(&self) {
        if let (Some(keeper), Some(ticket)) = (&self.keeper, self.ticket) {
            keeper.wait_written(ticket, WRITTEN);
        }
    }

    /// The same for those who report on a thread of their own. `None`: nothing is written.
    pub(super) fn written(&self) -> Option<Written> {
        Some(self.keeper.as_ref()?.written(self.ticket?, WRITTEN))
    }

    /// The session has ended: its record goes to the history. Word of it comes when it is on the disk.
    pub(super) fn finish(&mut self) {
        let record = self.record();
        if let Some(keeper) = &mut self.keeper {
            keeper.finish(record);
        }
    }

    /// Keeps what is said of the session that is over. `Notice::Said` comes with the number; `None`: nothing is kept.
    pub(super) fn say(&mut self, afterwards: Afterwards) -> Option<u64> {
        self.afterwards = afterwards.clone();
        Some(self.keeper.as_mut()?.say(&self.about.id, afterwards))
    }

    /// What the user is shown at the end.
    pub(super) fn summary(&self) -> SummaryModel {
        let kept = if self.keeper.is_some() { Kept::Writing } else { Kept::NotAsked };
        let changes = self.changes().iter().map(progress::line).collect();
        summary::of(&self.plan, &self.record(), &self.skipped, changes, kept)
    }

    /// What the session, as it stands now, changes next time.
    pub(super) fn changes(&self) -> Vec<Change> {
        self.prospect.as_ref().map(|prospect| prospect.changes(&self.record())).unwrap_or_default()
    }

    /// What the user has just decided, and what is on the disk.
    pub(super) fn decide(&mut self, fields: &Map<String, Value>) {
        let mut decided = Value::Object(std::mem::take(&mut self.decided));
        amend::merge(&mut decided, fields);
        if let Value::Object(decided) = decided {
            self.decided = decided;
        }
    }

    /// Tries everything once more. Gives back what could not be stored.
    pub(super) fn close(self) -> Unstored {
        self.keeper.map(|keeper| keeper.close(STORED)).unwrap_or_default()
    }

    fn record(&self) -> Record {
        let mut record = self.recorder.record(&self.about, &When::to_second(&(self.wall)()));
        self.afterwards.put_into(&mut record);
        for (key, value) in &self.decided {
            record.more.insert(key.clone(), value.clone());
        }
        record
    }
}
