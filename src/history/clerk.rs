//! The keeper's thread: writes, syncs, stores, and tries again.

use std::{
    fmt,
    sync::{Arc, mpsc},
    time::Duration,
};

use super::{
    afterwards::Corrector,
    disk::DiskError,
    journal::{Header, Journal},
    keeper::{Clocks, Notice, Places, Said, Shared},
    record::Record,
    recovery::Resumed,
    syncing::Syncing,
    wall_time::WallTime,
};
use crate::{
    plan::Plan,
    session::{Moment, Stamped},
    threads,
};

#[derive(Debug)]
pub(super) enum Order {
    Begin {
        plan: Arc<Plan>,
        header: Box<Header>,
        wall_time: WallTime,
    },
    GoOn {
        plan: Arc<Plan>,
        resumed: Box<Resumed>,
        wall_time: WallTime,
    },
    Events {
        ticket: u64,
        events: Vec<Stamped>,
    },
    /// The record with this id waits in what is shared.
    Finish {
        id: String,
    },
    /// Something waits in what is shared.
    Store,
}

/// For those who have no thread for it, everything can be done at once, order by order.
pub(super) struct Clerk {
    places: Places,
    clocks: Clocks,
    report: Box<dyn FnMut(Notice) + Send>,
    shared: Arc<Shared>,
    corrector: Corrector,
    /// The session that is running.
    open: Option<Open>,
    /// Journals of sessions whose records could not be stored yet. They stay locked.
    waiting: Vec<Journal>,
    /// When to try those again, and how long to wait after that.
    retry: Option<(Moment, Duration)>,
    /// By `Work`.
    trouble: [bool; 3],
}

/// What may fail by itself.
#[derive(Clone, Copy)]
enum Work {
    Write,
    Sync,
    Store,
}

struct Open {
    plan: Arc<Plan>,
    journal: Journal,
    syncing: Syncing,
    wall_time: WallTime,
}

impl fmt::Debug for Clerk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clerk").field("places", &self.places).finish_non_exhaustive()
    }
}

const FIRST_RETRY: Duration = Duration::from_secs(5);
const LONGEST_RETRY: Duration = Duration::from_mins(1);

impl Clerk {
    pub(super) fn new(
        places: Places,
        clocks: Clocks,
        report: Box<dyn FnMut(Notice) + Send>,
        shared: Arc<Shared>,
    ) -> Self {
        Self {
            places,
            clocks,
            report,
            shared,
            corrector: Corrector::new(),
            open: None,
            waiting: Vec::new(),
            retry: None,
            trouble: [false; 3],
        }
    }

    /// Until there is nobody left to give orders. Sleeps unless something is due.
    pub(super) fn work(mut self, orders: &mpsc::Receiver<Order>) {
        loop {
            let order = match self.due() {
                None => orders.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected),
                Some(due) => orders.recv_timeout(due.since((self.clocks.now)())),
            };
            match order {
                Ok(order) => self.obey(order),
                Err(mpsc::RecvTimeoutError::Timeout) => self.catch_up(),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        self.end();
    }

    /// The last try at everything.
    pub(super) fn end(&mut self) {
        self.store();
        self.write();
        self.sync();
        self.close();
    }

    /// The locks go before anybody can see that this is over.
    fn close(&mut self) {
        self.open = None;
        self.waiting.clear();
        self.shared.change(|state| state.closed = true);
    }

    /// When there is something to do next, if nothing is ordered before.
    pub(super) fn due(&self) -> Option<Moment> {
        let sync = self.open.as_ref().and_then(|open| open.syncing.due());
        let retry = self.retry.map(|(at, _)| at);
        sync.into_iter().chain(retry).min()
    }

    /// Does what is ordered, and what has become due.
    pub(super) fn obey(&mut self, order: Order) {
        threads::point("keeper");
        self.carry_out(order);
        self.catch_up();
    }

    fn carry_out(&mut self, order: Order) {
        let now = (self.clocks.now)();
        match order {
            Order::Begin { plan, header, wall_time } => {
                let journal = Journal::new(self.places.store.disk(), &self.places.journals, &header);
                let syncing = Syncing::new(header.speed, now);
                self.open = Some(Open { plan, journal, syncing, wall_time });
            }
            Order::GoOn { plan, resumed, wall_time } => {
                let syncing = Syncing::new(resumed.speed, now);
                let journal = Journal::going_on(*resumed);
                self.open = Some(Open { plan, journal, syncing, wall_time });
            }
            Order::Events { ticket, events } => {
                if let Some(open) = &mut self.open {
                    open.journal.add(&open.plan, &events, &open.wall_time.at(now));
                    for stamped in &events {
                        open.syncing.observe(stamped, now);
                    }
                }
                self.write();
                self.shared.change(|state| state.written = ticket);
            }
            Order::Finish { id } => {
                if let Some(open) = self.open.take_if(|open| open.journal.is_of(&id)) {
                    self.waiting.push(open.journal);
                }
                self.store();
            }
            Order::Store => self.store(),
        }
    }

    /// Does what has become due.
    pub(super) fn catch_up(&mut self) {
        let now = (self.clocks.now)();
        if self.retry.is_some_and(|(at, _)| at <= now) {
            self.store();
        }
        let Some(open) = &mut self.open else { return };
        if open.syncing.due().is_none_or(|due| due > now) {
            return;
        }
        if let Some(at) = open.syncing.mark(now) {
            open.journal.add_mark(at, &open.wall_time.at(now));
        }
        self.write();
        self.sync();
    }

    fn write(&mut self) {
        if let Some(open) = &mut self.open {
            let written = open.journal.write();
            self.note(Work::Write, written);
        }
    }

    fn sync(&mut self) {
        if let Some(open) = &mut self.open {
            let synced = open.journal.sync();
            open.syncing.done((self.clocks.now)());
            self.note(Work::Sync, synced);
        }
    }

    /// Stores the records that wait, and removes the journals of those that are stored; then what was said of them.
    fn store(&mut self) {
        let records: Vec<Record> = self.shared.lock().unstored.clone();
        let said: Vec<Said> = self.shared.lock().said.clone();
        if records.is_empty() && said.is_empty() {
            return;
        }
        let mut failed = false;
        for record in records {
            let stored = self.places.store.append(&record);
            if self.has_failed(stored) {
                failed = true;
                continue;
            }
            self.shared.change(|state| state.unstored.retain(|waiting| waiting.id != record.id));
            (self.report)(Notice::Stored { id: record.id.clone() });
            self.drop_journal(&record.id);
        }
        for Said { number, id, afterwards } in said {
            if self.shared.lock().unstored.iter().any(|record| record.id == id) {
                continue;
            }
            let correction = self.corrector.correction(&id, &afterwards, (self.clocks.wall)());
            let stored = self.places.store.amend(&correction);
            if self.has_failed(stored) {
                failed = true;
                continue;
            }
            // More may have been said meanwhile.
            self.shared.change(|state| state.said.retain(|waiting| waiting.number != number));
            (self.report)(Notice::Said { number });
        }
        let pause = self.retry.map_or(FIRST_RETRY, |(_, pause)| pause);
        self.retry = failed.then(|| ((self.clocks.now)() + pause, (pause * 2).min(LONGEST_RETRY)));
        if !failed {
            self.note(Work::Store, Ok(()));
        }
    }

    fn has_failed(&mut self, stored: Result<(), DiskError>) -> bool {
        let Err(error) = stored else { return false };
        self.shared.change(|state| state.reason = Some(error.to_string()));
        self.note(Work::Store, Err(error));
        true
    }

    fn drop_journal(&mut self, id: &str) {
        while let Some(place) = self.waiting.iter().position(|journal| journal.is_of(id)) {
            if let Err(error) = self.waiting.swap_remove(place).remove() {
                // It is found at the next start, and harmless: the history has its id already.
                (self.report)(Notice::Trouble(error));
            }
        }
    }

    /// Says it once when something begins to fail, and once when everything works again.
    fn note(&mut self, work: Work, result: Result<(), DiskError>) {
        let failed = result.is_err();
        let before = std::mem::replace(&mut self.trouble[work as usize], failed);
        match result {
            Err(error) if !before => (self.report)(Notice::Trouble(error)),
            Ok(()) if before && self.trouble == [false; 3] => (self.report)(Notice::Mended),
            _ => {}
        }
    }
}

impl Drop for Clerk {
    /// Nobody waits any longer for one that is gone, also when its thread has panicked.
    fn drop(&mut self) {
        self.close();
    }
}
