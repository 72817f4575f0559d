//! Who else on this machine is told of a running session, and may say something to it.

use std::{fmt, sync::mpsc::Sender};

use crate::{
    history::keeper::Written,
    session::{Moment, Snapshot, Stamped},
    speech::Voice,
};

/// Somebody who wants to know: a control socket, the desktop, a hook of the user's.
pub(super) trait Neighbour {
    /// Called on the loop's thread whenever something has happened: it must not wait for anything.
    fn tell(&mut self, news: &News<'_>);

    /// Whether the user looks at the session now, as far as the terminal tells. Until told otherwise, they do.
    fn view(&mut self, _in_view: bool) {}
}

/// What has just happened, and how things stand since.
#[derive(Clone, Copy, Debug)]
pub(super) struct News<'a> {
    /// In real time.
    pub(super) now: Moment,
    /// The session's id.
    pub(super) id: &'a str,
    /// Since the last time, in order; none where a command has begun a lead-in, or it is heard otherwise than before.
    pub(super) events: &'a [Stamped],
    pub(super) snapshot: &'a Snapshot,
    /// Seconds of the session in a second of the clock.
    pub(super) speed: f64,
    pub(super) loudness: Loudness,
    /// Whoever reports the events waits for this first, on a thread of their own. `None`: they are not written at all.
    pub(super) written: Option<&'a Written>,
}

/// How the session is heard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loudness {
    /// In percent.
    pub(super) volume: u8,
    pub(super) muted: bool,
    pub(super) voice: Voice,
}

#[derive(Default)]
pub(super) struct Neighbours(Vec<Box<dyn Neighbour>>);

impl Neighbours {
    pub(super) fn add(&mut self, neighbour: impl Neighbour + 'static) {
        self.0.push(Box::new(neighbour));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn tell(&mut self, news: &News<'_>) {
        for neighbour in &mut self.0 {
            neighbour.tell(news);
        }
    }

    pub(super) fn view(&mut self, in_view: bool) {
        for neighbour in &mut self.0 {
            neighbour.view(in_view);
        }
    }
}

/// A line with a command from outside, in the words of standard input, and where the answer goes.
#[derive(Debug)]
pub(crate) struct Remote {
    pub(super) line: String,
    /// Told once: that it was done, or a sentence that says why not.
    pub(super) answer: Option<Sender<Result<(), String>>>,
}

impl Remote {
    pub(super) fn answer(self, answer: Result<(), String>) {
        if let Some(sender) = self.answer {
            // Whoever asked may have gone.
            let _ = sender.send(answer);
        }
    }
}

impl fmt::Debug for Neighbours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} neighbours", self.0.len())
    }
}
