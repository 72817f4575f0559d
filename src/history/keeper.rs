//! Whoever runs a session hands its events and its record to the keeper, who writes them down on a thread of its own:
//! the clock never waits for the disk.

use std::{
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    time::Duration,
};

use jiff::Zoned;

use super::{
    afterwards::{Afterwards, Corrector},
    clerk::{Clerk, Order},
    disk::DiskError,
    journal::Header,
    record::Record,
    recovery::Resumed,
    store::Store,
    wall_time::WallTime,
};
use crate::{
    plan::Plan,
    session::{Moment, Stamped},
    threads,
};

/// The keeper of one program's sessions, one after the other.
///
/// Nothing that is handed to it is lost: what the disk does not take now is tried again, and what it does not take at all
/// [`close`](Self::close) gives back.
#[derive(Debug)]
pub struct Keeper {
    desk: Desk,
    shared: Arc<Shared>,
    handed: u64,
    said: u64,
    clocks: Clocks,
}

/// Where orders go.
#[derive(Debug)]
enum Desk {
    Thread(mpsc::Sender<Order>),
    Here(Box<Clerk>),
    Closed,
}

/// Where things are kept.
#[derive(Clone, Debug)]
pub struct Places {
    pub store: Store,
    /// The folder of the journals.
    pub journals: PathBuf,
}

/// The time, for the keeper's thread.
#[derive(Clone, Copy, Debug)]
pub struct Clocks {
    pub now: fn() -> Moment,
    pub wall: fn() -> Zoned,
}

/// What the keeper has to tell.
#[derive(Debug)]
pub enum Notice {
    /// Something cannot be written. It is tried again; this is said once until it works.
    Trouble(DiskError),
    /// It works again, and nothing is missing.
    Mended,
    /// The record with this id is in the history, on the disk.
    Stored { id: String },
    /// What was said of a session afterwards is in the history, as far as this `Keeper::say` and those before it.
    Said { number: u64 },
}

/// What could not be stored in the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unstored {
    /// Empty if all is well.
    pub records: Vec<Record>,
    /// Lines that correct records which are stored.
    pub corrections: Vec<String>,
    /// Why, as a sentence.
    pub reason: String,
}

/// Which events were handed in last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

/// Tells on any thread when events that were handed in are written.
#[derive(Clone, Debug)]
pub struct Written {
    shared: Arc<Shared>,
    ticket: Ticket,
    limit: Duration,
}

impl Written {
    /// As [`Keeper::wait_written`].
    pub fn wait(&self) -> bool {
        self.shared.wait_written(self.ticket, self.limit)
    }
}

impl Keeper {
    /// `report` is called on the keeper's thread and must not block. Where the system gives no thread, everything is done
    /// before the calls return: that holds up whoever calls. What becomes due by itself (the minutes of long work, what has to
    /// be tried again) is then done by [`catch_up`](Self::catch_up), which is to be called at [`due`](Self::due).
    pub fn start(places: Places, clocks: Clocks, report: impl FnMut(Notice) + Send + 'static) -> Self {
        let (orders, received) = mpsc::channel();
        let shared = Arc::new(Shared::default());
        let clerk = Clerk::new(places, clocks, Box::new(report), Arc::clone(&shared));
        let desk = match threads::begin_with("history", clerk, move |clerk| clerk.work(&received)) {
            Ok(()) => Desk::Thread(orders),
            Err((_, clerk)) => Desk::Here(Box::new(clerk)),
        };
        Self { desk, shared, handed: 0, said: 0, clocks }
    }

    /// A keeper without a thread, for those who must know in which order things happen.
    pub fn here(places: Places, clocks: Clocks, report: impl FnMut(Notice) + Send + 'static) -> Self {
        let shared = Arc::new(Shared::default());
        let clerk = Clerk::new(places, clocks, Box::new(report), Arc::clone(&shared));
        Self { desk: Desk::Here(Box::new(clerk)), shared, handed: 0, said: 0, clocks }
    }

    /// When there is something to [`catch_up`](Self::catch_up) with, unless more happens before. A moment that has passed
    /// means now; `None`: nothing, or a thread sees to it.
    pub fn due(&self) -> Option<Moment> {
        if let Desk::Here(clerk) = &self.desk { clerk.due() } else { None }
    }

    /// Does what has become due. A thread does so by itself.
    pub fn catch_up(&mut self) {
        if let Desk::Here(clerk) = &mut self.desk {
            clerk.catch_up();
        }
    }

    /// A session begins; its journal is created with the first events. Gives what its record has to go by, as the journal
    /// does.
    pub fn begin(&mut self, plan: Arc<Plan>, header: Header) -> WallTime {
        let wall_time = WallTime::new(&header.started, (self.clocks.now)());
        self.order(Order::Begin { plan, header: Box::new(header), wall_time: wall_time.clone() });
        wall_time
    }

    /// An interrupted session goes on in its own journal. Gives what `begin` gives.
    pub fn go_on(&mut self, plan: Arc<Plan>, resumed: Resumed) -> WallTime {
        let wall_time = WallTime::new(&resumed.from, (self.clocks.now)());
        self.order(Order::GoOn { plan, resumed: Box::new(resumed), wall_time: wall_time.clone() });
        wall_time
    }

    /// Takes events and returns at once.
    pub fn submit(&mut self, events: Vec<Stamped>) -> Ticket {
        self.handed += 1;
        self.order(Order::Events { ticket: self.handed, events });
        Ticket(self.handed)
    }

    /// Waits until the events have been handed to the system (not: synced), so that they can be reported elsewhere. False
    /// if that took longer than `limit`. What cannot be written at all counts as handed over, and was reported.
    pub fn wait_written(&self, ticket: Ticket, limit: Duration) -> bool {
        self.shared.wait_written(ticket, limit)
    }

    /// The same for others, who have a thread of their own to wait on, `limit` at most.
    pub fn written(&self, ticket: Ticket, limit: Duration) -> Written {
        Written { shared: Arc::clone(&self.shared), ticket, limit }
    }

    /// Takes the record of the session, which is over. `Notice::Stored` comes when it is on the disk; only then is the
    /// journal removed.
    pub fn finish(&mut self, record: Record) {
        let id = record.id.clone();
        self.shared.lock().unstored.push(record);
        self.order(Order::Finish { id });
    }

    /// Takes what was said of the session with this id, whose record was handed in before: all of it, in place of what
    /// was said before. `Notice::Said` comes with the number that this gives.
    pub fn say(&mut self, id: &str, afterwards: Afterwards) -> u64 {
        self.said += 1;
        let said = Said { number: self.said, id: id.to_owned(), afterwards };
        let mut state = self.shared.lock();
        state.said.retain(|other| other.id != id);
        state.said.push(said);
        drop(state);
        self.order(Order::Store);
        self.said
    }

    /// Waits until every record that was handed in is on the disk. False if that took longer than `limit`.
    pub fn wait_stored(&self, limit: Duration) -> bool {
        self.shared.wait(limit, |state| state.unstored.is_empty() && state.said.is_empty())
    }

    /// Tries everything once more and stops. Gives back the records that could not be stored, to be shown to the user as
    /// a last resort; their journals stay for the next start.
    pub fn close(mut self, limit: Duration) -> Unstored {
        self.shut(limit);
        let mut state = self.shared.lock();
        let mut records = std::mem::take(&mut state.unstored);
        let mut corrector = Corrector::new();
        let mut corrections = Vec::new();
        for said in std::mem::take(&mut state.said) {
            if let Some(record) = records.iter_mut().find(|record| record.id == said.id) {
                said.afterwards.put_into(record);
            } else {
                let correction = corrector.correction(&said.id, &said.afterwards, (self.clocks.wall)());
                corrections.push(correction.line());
            }
        }
        let reason = state.reason.take().unwrap_or_else(|| "the disk does not answer".to_owned());
        Unstored { records, corrections, reason }
    }

    fn order(&mut self, order: Order) {
        match &mut self.desk {
            // The thread ends only after it was told to.
            Desk::Thread(orders) => drop(orders.send(order)),
            Desk::Here(clerk) => clerk.obey(order),
            Desk::Closed => {}
        }
    }

    fn shut(&mut self, limit: Duration) {
        match std::mem::replace(&mut self.desk, Desk::Closed) {
            Desk::Thread(orders) => {
                drop(orders);
                self.shared.wait(limit, |state| state.closed);
            }
            Desk::Here(mut clerk) => clerk.end(),
            Desk::Closed => {}
        }
    }
}

impl Drop for Keeper {
    /// On every way out, also that of a panic, what was handed in is written.
    fn drop(&mut self) {
        self.shut(Duration::from_secs(2));
    }
}

/// What the keeper and its thread have in common.
#[derive(Debug, Default)]
pub(super) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// The last ticket whose events were written.
    pub(super) written: u64,
    pub(super) unstored: Vec<Record>,
    pub(super) said: Vec<Said>,
    /// Why the last attempt to store one failed.
    pub(super) reason: Option<String>,
    pub(super) closed: bool,
}

/// What was said of a session and is not on the disk yet.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) number: u64,
    pub(super) id: String,
    pub(super) afterwards: Afterwards,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    fn wait_written(&self, ticket: Ticket, limit: Duration) -> bool {
        self.wait(limit, |state| state.written >= ticket.0 || state.closed)
    }

    fn wait(&self, limit: Duration, until: impl Fn(&State) -> bool) -> bool {
        let waited = self.changed.wait_timeout_while(self.lock(), limit, |state| !until(state));
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

#[cfg(test)]
mod tests;
