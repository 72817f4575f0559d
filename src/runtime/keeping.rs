//! What is kept of a session: its journal while it runs, its record when it has ended.

use std::{collections::HashSet, sync::Arc, time::Duration};

use super::{
    clock::Clock,
    progress::{self, Prospect},
    summary,
};
use crate::{
    history::{
        afterwards::Afterwards,
        keeper::{Keeper, Ticket, Unstored, Written},
        progression::Change,
        record::{About, Record},
        recorder::Recorder,
        wall_time::WallTime,
    },
    plan::Plan,
    session::{Event, Moment, Stamped},
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
    wall_time: WallTime,
    clock: Clock,
    /// The entries that were skipped on purpose.
    skipped: HashSet<u32>,
    /// `None`: the user asked for no record and no journal, or there is no folder for them.
    keeper: Option<Keeper>,
    ticket: Option<Ticket>,
    /// `None`: the session changes nothing.
    prospect: Option<Prospect>,
    /// What the user has said of it since it is over.
    afterwards: Afterwards,
}

/// An answer is on its way to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decided {
    /// What the keeper calls it; `None`: nothing is kept.
    pub(super) number: Option<u64>,
}

impl Keeping {
    /// `recorder` knows what was done before, if the session goes on after an interruption. `keeper` has
    /// been told of the session already.
    pub(super) fn new(
        plan: Arc<Plan>,
        recorder: Recorder,
        about: About,
        (wall_time, clock): (WallTime, Clock),
        keeper: Option<Keeper>,
    ) -> Self {
        Self {
            plan,
            recorder,
            about,
            wall_time,
            clock,
            skipped: HashSet::new(),
            keeper,
            ticket: None,
            prospect: None,
            afterwards: Afterwards::default(),
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

    /// When to [`catch_up`](Self::catch_up) at the latest, where no thread sees to it.
    pub(super) fn due(&self) -> Option<Moment> {
        self.keeper.as_ref()?.due()
    }

    /// Does what has become due: a minute of long work, another try.
    pub(super) fn catch_up(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            keeper.catch_up();
        }
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
        let decided = std::mem::take(&mut self.afterwards.decided);
        self.afterwards = Afterwards { decided, ..afterwards };
        self.hand_over()
    }

    /// Keeps the user's answer to what it changes, as `say` does; from now on it changes what that leaves of it. `None`:
    /// the answer makes no difference.
    pub(super) fn decide(&mut self, accepted: bool) -> Option<Decided> {
        self.afterwards.decide(&progress::answer(&self.changes(), accepted)?);
        Some(Decided { number: self.hand_over() })
    }

    fn hand_over(&mut self) -> Option<u64> {
        Some(self.keeper.as_mut()?.say(&self.about.id, self.afterwards.clone()))
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

    /// Tries everything once more. Gives back what could not be stored.
    pub(super) fn close(self) -> Unstored {
        self.keeper.map(|keeper| keeper.close(STORED)).unwrap_or_default()
    }

    fn record(&self) -> Record {
        let mut record = self.recorder.record(&self.about, &self.wall_time.at((self.clock)()));
        self.afterwards.put_into(&mut record);
        record
    }
}
