//! Single keys in the terminal that a reminder runs in, which stays an ordinary terminal otherwise.

use std::{
    io::{self, IsTerminal as _, Read as _},
    os::{fd::AsFd as _, unix::net::UnixStream},
    sync::mpsc::Sender,
    thread::JoinHandle,
};

use nix::unistd::getpgrp;
use rustix::{
    event::{PollFd, PollFlags, poll},
    io::retry_on_intr,
    termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcsetattr},
};

use super::Word;
use crate::threads;

/// Keys come one by one, unechoed, as long as this lives.
pub(super) struct Keys {
    before: Termios,
    /// Closing it ends the thread.
    stop: Option<UnixStream>,
    thread: Option<JoinHandle<()>>,
}

impl Keys {
    /// `None` where there is no terminal, or where it is somebody else's turn in it.
    ///
    /// # Errors
    /// When the terminal cannot be set, or there can be no thread.
    pub(super) fn take(words: Sender<Word>) -> io::Result<Option<Self>> {
        if !is_ours() {
            return Ok(None);
        }
        let input = io::stdin();
        let before = tcgetattr(&input)?;
        let (stop, stopped) = UnixStream::pair()?;
        let mut modes = before.clone();
        // Signals stay what they are: `^C` and `^Z` come as such.
        modes.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(&input, OptionalActions::Now, &modes)?;
        let mut keys = Self { before, stop: Some(stop), thread: None };
        let thread = threads::begin("keys", move || read(&stopped, &words));
        keys.thread = Some(thread?);
        Ok(Some(keys))
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // It has nothing to lose.
            let _ = thread.join();
        }
        // From the background it would stop us.
        if is_ours() {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
        }
    }
}

/// Whether both ends are at a terminal in whose foreground we are.
pub(super) fn is_ours() -> bool {
    let input = io::stdin();
    let front = || match tcgetpgrp(&input) {
        Ok(group) => group.as_raw_nonzero().get() == getpgrp().as_raw(),
        // Inside a container the number of a group outside has no name here.
        Err(_) => true,
    };
    input.is_terminal() && io::stdout().is_terminal() && front()
}

fn read(stop: &UnixStream, words: &Sender<Word>) {
    let input = io::stdin();
    loop {
        let mut both = [PollFd::new(&input, PollFlags::IN), PollFd::new(stop, PollFlags::IN)];
        if retry_on_intr(|| poll(&mut both, None)).is_err() || !both[1].revents().is_empty() {
            return;
        }
        let mut key = [0];
        let file = input.as_fd().try_clone_to_owned().map(std::fs::File::from);
        // Not through the standard input's buffer, in which keys for others would be lost.
        let count = file.and_then(|mut file| file.read(&mut key)).unwrap_or(0);
        let word = if count == 0 { Word::KeysEnded } else { Word::Key(key[0]) };
        if words.send(word).is_err() || count == 0 {
            return;
        }
    }
}
