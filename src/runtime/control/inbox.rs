//! What the loop and the courier leave for the thread of the socket.

use std::{
    io::{self, Read as _, Write as _},
    mem,
    os::unix::net::UnixStream,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::super::neighbours::News;
use crate::{
    history::keeper::Written,
    plan::Plan,
    session::{Event, Glance, Moment, Stamped},
};

/// More events than this are not kept for those who follow: then they have lost the thread.
const MOST_EVENTS: usize = 16_384;

#[derive(Debug)]
pub(super) struct Inbox {
    letters: Mutex<Letters>,
    bell: UnixStream,
}

/// What has come since it was emptied last.
#[derive(Debug)]
pub(super) struct Letters {
    /// The last that is known, and when it was so. It stays when the rest is taken.
    pub(super) latest: (Moment, Glance),
    pub(super) plan: Option<Arc<Plan>>,
    pub(super) events: Vec<Stamped>,
    /// To be waited for before they are told.
    pub(super) written: Option<Written>,
    /// Something has happened.
    pub(super) changed: bool,
    /// There were too many events to keep.
    pub(super) lost: bool,
    pub(super) answers: Vec<(u64, Result<(), String>)>,
    /// The session has ended.
    pub(super) over: bool,
    /// The session is put away.
    pub(super) closed: bool,
    /// Somebody wants to be told.
    watched: bool,
    /// Somebody is being told.
    telling: bool,
}

impl Letters {
    fn new(now: Moment, glance: Glance) -> Self {
        Self {
            latest: (now, glance),
            plan: None,
            events: Vec::new(),
            written: None,
            changed: false,
            lost: false,
            answers: Vec::new(),
            over: false,
            closed: false,
            watched: false,
            telling: false,
        }
    }

    fn take(&mut self) -> Self {
        Self {
            latest: self.latest.clone(),
            plan: self.plan.clone(),
            events: mem::take(&mut self.events),
            written: self.written.take(),
            changed: mem::take(&mut self.changed),
            lost: mem::take(&mut self.lost),
            answers: mem::take(&mut self.answers),
            over: self.over,
            closed: self.closed,
            watched: self.watched,
            telling: self.telling,
        }
    }
}

/// The inbox, and what rings when something is in it. How the session stands is known from the beginning: whoever has
/// been waiting for it may come before anything else is told.
///
/// # Errors
/// When there are no descriptors to be had.
pub(super) fn new(now: Moment, glance: Glance) -> io::Result<(Arc<Inbox>, UnixStream)> {
    let (bell, woken) = UnixStream::pair()?;
    bell.set_nonblocking(true)?;
    woken.set_nonblocking(true)?;
    Ok((Arc::new(Inbox { letters: Mutex::new(Letters::new(now, glance)), bell }), woken))
}

impl Inbox {
    /// From the loop: never waits for longer than somebody else takes to move a few words.
    pub(super) fn tell(&self, news: &News<'_>, glance: Glance) {
        let mut letters = self.lock();
        letters.latest = (news.now, glance);
        letters.over |= news.events.iter().any(|stamped| matches!(stamped.event, Event::SessionEnded { .. }));
        let rings = letters.watched || letters.over;
        if letters.watched {
            letters.changed = true;
            letters.telling = true;
            if letters.events.len() + news.events.len() > MOST_EVENTS {
                letters.events = Vec::new();
                letters.lost = true;
            } else {
                letters.events.extend_from_slice(news.events);
                // The last that is handed in is the last that is written.
                letters.written = news.written.cloned();
                letters.plan = Some(news.snapshot.plan.clone());
            }
        }
        drop(letters);
        if rings {
            self.ring();
        }
    }

    pub(super) fn answer(&self, peer: u64, answer: Result<(), String>) {
        self.lock().answers.push((peer, answer));
        self.ring();
    }

    /// The session is put away.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.ring();
    }

    /// Everything since the last time.
    pub(super) fn empty(&self) -> Letters {
        self.lock().take()
    }

    /// The same; and from now on somebody wants to be told, to whom all that comes later is news.
    pub(super) fn empty_and_watch(&self) -> Letters {
        let mut letters = self.lock();
        letters.watched = true;
        letters.take()
    }

    /// Nobody wants to be told any more.
    pub(super) fn stop_watching(&self) {
        self.lock().watched = false;
    }

    /// All that was taken has been told.
    pub(super) fn has_told(&self) {
        let mut letters = self.lock();
        letters.telling = letters.changed;
    }

    /// Whether nobody is still to be told of anything.
    pub(super) fn is_settled(&self) -> bool {
        !self.lock().telling
    }

    fn lock(&self) -> MutexGuard<'_, Letters> {
        // What is in it is whole after every single step.
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self) {
        // If it does not go in, it has rung often enough.
        let _ = (&self.bell).write(&[0]);
    }
}

/// Listens for no ring before this one.
pub(super) fn hear_out(mut woken: &UnixStream) {
    let mut rings = [0; 64];
    while woken.read(&mut rings).is_ok_and(|count| count == rings.len()) {}
}
