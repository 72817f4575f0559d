//! Who is at standard input, and what is known of them.

use std::{
    io::{self, BufRead as _, IsTerminal as _},
    sync::mpsc::Sender,
    time::Duration,
};

use rustix::fs::{FileType, fstat};

use super::super::Message;
use crate::threads;

/// Standard input.
#[derive(Debug)]
pub(crate) struct Ears {
    who: Who,
    /// Nobody can say anything any more.
    pub(super) at_end: bool,
    /// Somebody has said something.
    pub(super) has_heard: bool,
    /// The process was told to end.
    pub(super) is_gone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// A person at a terminal.
    Terminal,
    /// Perhaps somebody, at the other end of a pipe.
    Pipe,
    /// A file, or nothing at all.
    Nobody,
}

/// So long is waited for an answer at a terminal once a session is over.
const AT_A_TERMINAL: Duration = Duration::from_mins(2);
/// The same through a pipe through which somebody has spoken before.
const THROUGH_A_PIPE: Duration = Duration::from_secs(10);

impl Ears {
    /// Reads lines from standard input from now on, on a thread of its own.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub(crate) fn open(messages: Sender<Message>) -> io::Result<Self> {
        let stdin = io::stdin();
        let who = if stdin.is_terminal() {
            Who::Terminal
        } else {
            match fstat(&stdin).map(|stat| FileType::from_raw_mode(stat.st_mode)) {
                Ok(FileType::Fifo | FileType::Socket) => Who::Pipe,
                _ => Who::Nobody,
            }
        };
        listen(messages)?;
        Ok(Self { who, at_end: false, has_heard: false, is_gone: false })
    }

    /// Whether anybody may answer. It is the same from the beginning to the end, so that what is asked is the same
    /// however soon the input is at its end.
    pub(super) fn may_answer(&self) -> bool {
        self.who != Who::Nobody
    }

    /// Whether a person types here, who is asked before something is ended.
    pub(super) fn is_a_terminal(&self) -> bool {
        self.who == Who::Terminal
    }

    /// How long to wait for an answer: nobody is kept from leaving by a question.
    pub(super) fn patience(&self) -> Duration {
        match self.who {
            _ if self.at_end || self.is_gone => Duration::ZERO,
            Who::Terminal => AT_A_TERMINAL,
            Who::Pipe if self.has_heard => THROUGH_A_PIPE,
            Who::Pipe | Who::Nobody => Duration::ZERO,
        }
    }
}

fn listen(messages: Sender<Message>) -> io::Result<()> {
    threads::begin("stdin", move || {
        for line in io::stdin().lock().split(b'\n') {
            let Ok(line) = line else { break };
            if messages.send(Message::Line(String::from_utf8_lossy(&line).into_owned())).is_err() {
                return;
            }
        }
        let _ = messages.send(Message::InputEnded);
    })?;
    Ok(())
}
