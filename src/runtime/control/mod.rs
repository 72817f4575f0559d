//! The control socket of a running session: others ask how it stands, follow it, and tell it what to do.
//!
//! The loop hands over what happens through an inbox that is locked for no longer than a move takes. One thread waits
//! for the inbox and all connections together; another takes commands to the loop, one at a time, so that however many
//! come, one is with the session. While nobody follows, nothing wakes up.

mod calling;
mod folder;
mod inbox;
mod peer;
pub mod request;
mod server;

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use super::{
    Message,
    clock::Clock,
    neighbours::{Loudness, Neighbour, News, Remote},
};
use crate::{
    config::paths::Paths,
    session::{Event, Glance, Heard, Moment, Stamped},
    threads,
};
use inbox::Inbox;

pub use calling::{Arrivals, Call, Watch, Woken};

/// The folder of the sockets, and whether there can be one in it.
pub(super) fn try_out(paths: &Paths) -> (PathBuf, io::Result<()>) {
    let folder = folder::folder(paths);
    let tried = folder::try_out(&folder);
    (folder, tried)
}

/// So long may those who listen take for the last lines when the session is put away.
const LAST_LINES: Duration = Duration::from_millis(250);

/// The door to a session. Opened when the session begins, closed when it ends or is put away.
#[derive(Debug)]
pub(super) struct Control {
    folder: PathBuf,
    messages: Sender<Message>,
    clock: Clock,
    open: Option<Open>,
    /// It could not be opened, and is not tried again.
    failed: bool,
}

#[derive(Debug)]
struct Open {
    inbox: Arc<Inbox>,
    /// At its end when the thread is.
    done: Receiver<()>,
}

impl Control {
    pub(super) fn new(paths: &Paths, messages: Sender<Message>, clock: Clock) -> Self {
        Self { folder: folder::folder(paths), messages, clock, open: None, failed: false }
    }

    /// # Errors
    /// When there are no threads or descriptors to be had.
    fn open(&self, id: &str, now: Moment, glance: Glance) -> io::Result<Open> {
        let (inbox, woken) = inbox::new(now, glance)?;
        let (commands, queue) = channel();
        let (post, messages) = (inbox.clone(), self.messages.clone());
        let complaints = self.messages.clone();
        threads::begin("courier", move || carry(&queue, &messages, &post))?;
        let (closed, done) = channel();
        let (folder, id, clock) = (self.folder.clone(), id.to_owned(), self.clock);
        let theirs = inbox.clone();
        threads::begin("control", move || {
            if let Err(error) = server::serve(&folder, &id, theirs, woken, commands, clock) {
                complain(&complaints, &error);
            }
            drop(closed);
        })?;
        Ok(Open { inbox, done })
    }
}

impl Neighbour for Control {
    fn tell(&mut self, news: &News<'_>) {
        let Loudness { volume, muted, voice } = news.loudness;
        let heard = Heard { volume, muted, voice: voice.word() };
        let glance = Glance::of(news.id, news.snapshot, news.speed, heard);
        if self.open.is_none() && !self.failed {
            let ends = |stamped: &Stamped| matches!(stamped.event, Event::SessionEnded { .. });
            if !news.events.iter().any(ends) {
                let opened = self.open(news.id, news.now, glance.clone());
                self.open = opened.inspect_err(|error| complain(&self.messages, error)).ok();
                self.failed = self.open.is_none();
            }
        }
        if let Some(open) = &self.open {
            open.inbox.tell(news, glance);
        }
    }

    fn is_settled(&self) -> bool {
        self.open.as_ref().is_none_or(|open| open.inbox.is_settled())
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        if let Some(open) = self.open.take() {
            open.inbox.close();
            let _ = open.done.recv_timeout(LAST_LINES);
        }
    }
}

/// The session does not need a socket, but whoever has a pedal or a bar should know why they are dead.
fn complain(messages: &Sender<Message>, error: &io::Error) {
    // Nobody listens any more only when the program is over.
    let _ = messages.send(Message::Notice(format!("nothing else can reach this session: {error}")));
}

/// Takes commands to the loop, each when the one before it is answered.
fn carry(queue: &Receiver<(u64, String)>, messages: &Sender<Message>, post: &Inbox) {
    for (peer, line) in queue {
        threads::point("command");
        let (answer, answered) = channel();
        let remote = Remote { line, answer: Some(answer) };
        let answer = match messages.send(Message::Remote(remote)) {
            Ok(()) => answered.recv().ok(),
            Err(_) => None,
        };
        post.answer(peer, answer.unwrap_or_else(|| Err("the session is over".to_owned())));
    }
}
