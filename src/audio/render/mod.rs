//! Speech for texts that no recording holds: a speech program of the system renders them ahead of time.
//!
//! The program gets the text on its standard input, never through a shell, has a limited time, and is killed with all
//! that it started when that is over. What it gives is trimmed, brought to the level of the recorded words and kept on
//! disk. A program that is missing, slow or broken costs its voice and nothing else.

mod cache;
mod call;
mod level;
mod pcm;
mod program;
mod scratch;
mod shared;
pub mod text;
mod wav;
mod worker;

use std::{
    io::{self, PipeWriter, Write as _},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    time::Duration,
};

pub use program::{OUT, Program, Wanted, names};
use shared::{Job, Shared};
use worker::Worker;

use rustix::io::ioctl_fionbio;

use super::Clip;
use crate::{session::Moment, threads};

/// Where and how texts are rendered.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The folder that keeps what was rendered, made if need be. Without one, or where it cannot be written, everything
    /// is rendered anew in each run.
    pub cache: Option<PathBuf>,
    /// A folder for files that are gone when we are.
    pub scratch: PathBuf,
    /// For one text. A program that plays gets twice the length of its words on top.
    pub limit: Duration,
    pub clock: fn() -> Moment,
    /// What a program is given to say for a text; it is the text itself that clips are asked for by.
    pub aloud: fn(&str) -> String,
    /// A guess at how long a text takes to say, for programs that play by themselves.
    pub estimate: fn(&str) -> Duration,
}

impl Setup {
    /// A text as a program gets it.
    ///
    /// # Errors
    /// When nothing of it can be said, in a sentence.
    fn line(&self, text: &str) -> Result<String, String> {
        text::clean(&(self.aloud)(text))
    }
}

impl Setup {
    /// A speech program that needs this long for a text is of no use.
    pub const LIMIT: Duration = Duration::from_secs(10);
}

/// What the worker has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rendered {
    /// This text has a length and a clip now.
    Ready(String),
    /// This text will have no clip; the reason is a sentence without a full stop.
    Failed { text: String, reason: String },
    /// The program is left alone from now on. Said once, and last.
    GivenUp { reason: String },
}

/// The way to the thread that has texts spoken, which threads may share. No call waits for it.
///
/// Dropping puts an end to a program that is running, within a moment.
#[derive(Debug)]
pub struct Renderer {
    shared: Arc<Shared>,
    wake: Option<PipeWriter>,
    /// Behind a lock only so that threads may share the handle.
    ended: Mutex<Receiver<()>>,
    /// Of a program that plays by itself.
    plays: Option<Setup>,
}

impl Renderer {
    /// `report` is called on the worker, so it should not wait for long.
    pub fn start(program: Program, setup: Setup, report: impl Fn(Rendered) + Send + 'static) -> Self {
        let shared = Arc::new(Shared::default());
        let (end, ended) = mpsc::channel();
        let plays = program.plays().then(|| setup.clone());
        // Who nudges must not wait, even if the worker has not looked for long.
        let pipe = io::pipe().and_then(|(listen, wake)| {
            ioctl_fionbio(&wake, true).map(|()| (listen, wake)).map_err(Into::into)
        });
        let (listen, wake) = pipe.map_or((None, None), |(listen, wake)| (Some(listen), Some(wake)));
        let of_worker = Arc::clone(&shared);
        let started = listen.is_some_and(|wake| {
            let work = move || {
                Worker { program, setup, shared: of_worker, wake, report, failures: 0 }.run();
                // Nobody waits for it if the handle is gone.
                let _ = end.send(());
            };
            threads::begin("speech", work).is_ok()
        });
        if !started {
            // A system that has no thread or pipe left has other worries than a voice.
            shared.give_up();
        }
        Self { shared, wake, ended: Mutex::new(ended), plays }
    }

    /// The texts that will be needed, the next one first. They take the place of those asked for before that are not
    /// begun.
    pub fn want(&self, texts: Vec<String>) {
        if self.plays.is_none() {
            self.shared.want(texts);
            self.nudge();
        }
    }

    /// How long this text takes to say. `None` until it is ready; of a program that plays by itself, an estimate.
    pub fn length(&self, text: &str) -> Option<Duration> {
        match &self.plays {
            None => self.shared.length(text),
            Some(_) if self.shared.has_given_up() => None,
            Some(setup) => Some((setup.estimate)(&setup.line(text).ok()?)),
        }
    }

    /// What it sounds like, from memory or from disk. `None` until it is ready, and always of a program that plays.
    pub fn clip(&self, text: &str) -> Option<Clip> {
        self.shared.clip(text)
    }

    /// Whether the program plays by itself, so that there are no clips of what it says.
    pub fn plays(&self) -> bool {
        self.plays.is_some()
    }

    /// Has a program that plays by itself say this now, in place of what it is saying. Others do nothing.
    pub fn say(&self, text: &str) {
        if self.plays.is_some() && !self.shared.has_given_up() {
            self.shared.order(Job::Say(text.to_owned()));
            self.nudge();
        }
    }

    /// Silences a program that plays by itself.
    pub fn hush(&self) {
        if self.plays.is_some() {
            self.shared.order(Job::Hush);
            self.nudge();
        }
    }

    fn nudge(&self) {
        // If the pipe is full the worker has every reason to look.
        if let Some(mut wake) = self.wake.as_ref() {
            let _ = wake.write(&[1]);
        }
    }
}

impl Drop for Renderer {
    fn drop(&mut self) {
        /// What is killed is gone at once, unless the disk hangs.
        const SOON: Duration = Duration::from_millis(500);
        self.shared.end();
        drop(self.wake.take());
        let ended = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = ended.recv_timeout(SOON);
    }
}
