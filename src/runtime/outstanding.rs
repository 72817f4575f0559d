//! What is still being written on threads behind the loop: whoever leaves waits for it, and is told what was refused.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    time::Duration,
};

use super::clock::Clock;

/// So long is waited at the end: a little longer than a file's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(12);

/// All writes whose outcome the loop has not seen yet.
#[derive(Debug)]
pub(super) struct Outstanding {
    open: Vec<u32>,
    next: u32,
    outcomes: (Sender<Outcome>, Receiver<Outcome>),
}

/// Which write it was, and why it was refused if it was.
type Outcome = (u32, Option<String>);

/// Goes along with a write, to tell what came of it.
#[derive(Clone, Debug)]
pub(super) struct Pledge {
    number: u32,
    outcomes: Sender<Outcome>,
}

impl Pledge {
    /// That is over. Nobody listens any more only when the program is over.
    pub(super) fn keep(&self, refused: Option<String>) {
        let _ = self.outcomes.send((self.number, refused));
    }

    /// What a message about this write says, so that the loop knows which it was.
    pub(super) fn number(&self) -> u32 {
        self.number
    }
}

impl Outstanding {
    pub(super) fn new() -> Self {
        Self { open: Vec::new(), next: 0, outcomes: channel() }
    }

    /// Something is to be written.
    pub(super) fn pledge(&mut self) -> Pledge {
        self.next = self.next.wrapping_add(1);
        self.open.push(self.next);
        Pledge { number: self.next, outcomes: self.outcomes.0.clone() }
    }

    /// The loop has seen what came of this one, and said what there is to be said.
    pub(super) fn seen(&mut self, number: u32) {
        self.open.retain(|open| *open != number);
    }

    /// Waits for what is still being written, though not for ever. What has to be said of it.
    pub(super) fn settle(&mut self, clock: Clock) -> Vec<String> {
        let deadline = clock() + PATIENCE;
        let mut words = Vec::new();
        while !self.open.is_empty() {
            let Ok((number, refused)) = self.outcomes.1.recv_timeout(deadline.since(clock())) else {
                words.push(
                    "what was changed last was still not written down when the program ended; it may be missing"
                        .to_owned(),
                );
                self.open.clear();
                break;
            };
            if self.open.contains(&number) {
                words.extend(refused);
                self.seen(number);
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::atomic, thread};

    use super::*;
    use crate::{runtime::clock, session::Moment};

    #[test]
    fn whoever_leaves_waits_for_each_write_and_hears_only_what_is_new() {
        let mut outstanding = Outstanding::new();
        let pledges = [(); 3].map(|()| outstanding.pledge());
        pledges[0].keep(Some("said on the screen already".to_owned()));
        outstanding.seen(pledges[0].number());
        let [_, good, bad] = pledges;
        let behind = thread::spawn(move || {
            bad.keep(Some("the disk is full".to_owned()));
            good.keep(None);
        });
        assert_eq!(outstanding.settle(clock::now), ["the disk is full"]);
        behind.join().unwrap();
        assert_eq!(outstanding.settle(clock::now), [""; 0], "each is said once");
    }

    #[test]
    fn nobody_waits_for_ever() {
        /// Every time somebody looks at it a minute has gone by.
        fn leaping() -> Moment {
            static MINUTES: atomic::AtomicU64 = atomic::AtomicU64::new(0);
            Moment::since_origin(Duration::from_mins(MINUTES.fetch_add(1, atomic::Ordering::Relaxed)))
        }
        let mut outstanding = Outstanding::new();
        let _never_kept = outstanding.pledge();
        assert_eq!(outstanding.settle(leaping).len(), 1);
        assert_eq!(outstanding.settle(leaping).len(), 0);
    }
}
