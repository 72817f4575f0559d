//! How the loop hands over to the bus: only the latest counts, and who puts it there never waits.

use std::{
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

/// Holds one letter. A newer one takes its place, so that a bus that hangs gathers nothing.
#[derive(Debug)]
pub(super) struct Mailbox<T>(Mutex<State<T>>);

#[derive(Debug)]
struct State<T> {
    letter: Option<T>,
    closed: bool,
    reader: Option<Waker>,
}

impl<T> Default for Mailbox<T> {
    fn default() -> Self {
        Self(Mutex::new(State { letter: None, closed: false, reader: None }))
    }
}

impl<T> Mailbox<T> {
    pub(super) fn put(&self, letter: T) {
        self.change(|state| state.letter = Some(letter));
    }

    /// After the letter that is there nothing will come.
    pub(super) fn close(&self) {
        self.change(|state| state.closed = true);
    }

    /// Waits for a letter. `None` when there will be none any more.
    pub(super) async fn next(&self) -> Option<T> {
        poll_fn(|context| {
            let mut state = self.lock();
            if let Some(letter) = state.letter.take() {
                return Poll::Ready(Some(letter));
            }
            if state.closed {
                return Poll::Ready(None);
            }
            state.reader = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    /// Whether all that was put there is read and dealt with: the reader waits for the next one.
    pub(super) fn is_settled(&self) -> bool {
        let state = self.lock();
        state.letter.is_none() && state.reader.is_some()
    }

    fn change(&self, change: impl FnOnce(&mut State<T>)) {
        let mut state = self.lock();
        change(&mut state);
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, thread};

    use super::*;

    #[test]
    fn only_the_latest_is_read_and_then_the_end() {
        let mailbox = Mailbox::default();
        mailbox.put(1);
        mailbox.put(2);
        assert_eq!(zbus::block_on(mailbox.next()), Some(2));
        mailbox.put(3);
        mailbox.close();
        assert_eq!(zbus::block_on(mailbox.next()), Some(3));
        assert_eq!(zbus::block_on(mailbox.next()), None);
    }

    #[test]
    fn who_waits_is_woken() {
        let mailbox = Arc::new(Mailbox::default());
        let reader = mailbox.clone();
        let reader =
            thread::spawn(move || zbus::block_on(async { (reader.next().await, reader.next().await) }));
        mailbox.put("a letter");
        while mailbox.lock().letter.is_some() {
            thread::yield_now();
        }
        mailbox.close();
        assert_eq!(reader.join().unwrap(), (Some("a letter"), None));
    }
}
