//! What is done behind the loop, and input that waits for it.

use std::collections::VecDeque;

use anyhow::bail;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{
    super::{
        Ending,
        errands::{self, Done, Errand},
    },
    Show,
};
use crate::ui::Input;

/// What is under way, and what was pressed meanwhile: nothing is lost, and everything does what it would have done had
/// the answer been there at once.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// So many answers are still to come that input waits for.
    errands: usize,
    held: VecDeque<Input>,
}

impl Waiting {
    pub(super) fn new(errands: usize) -> Self {
        Self { errands, held: VecDeque::new() }
    }
}

impl Show<'_> {
    /// Has this done. Input waits until it is.
    pub(super) fn send(&mut self, errand: Errand) {
        self.waiting.errands += 1;
        let pledge = errand.writes().then(|| self.outstanding.pledge());
        errands::send(self.backstage, errand, (true, pledge), self.sender);
    }

    /// Takes the input, now or as soon as what it is about is there.
    ///
    /// # Errors
    /// When the terminal fails.
    pub(super) fn hold_or_handle(&mut self, input: Input) -> anyhow::Result<()> {
        let waits = self.waiting.errands > 0;
        match &input {
            // Whoever has enough of waiting need not wait.
            Input::Key(key) if is_control_c(*key) && (waits || !self.waiting.held.is_empty()) => {
                if self.playing.is_some() {
                    self.leave_at_once();
                } else {
                    self.leave(if self.is_ordered { Ending::Stopped } else { Ending::Completed });
                }
                return Ok(());
            }
            // A click means what is seen now, and nothing later.
            Input::Mouse(_) if waits => return Ok(()),
            Input::Mouse(_) => self.handle(input)?,
            _ => {
                if !waits && self.backstage.shows_another_day(&self.app) {
                    self.send(Errand::Home);
                }
                self.waiting.held.push_back(input);
            }
        }
        self.handle_held()
    }

    /// Has the home screen made anew if it is shown and something has changed that may stand on it.
    pub(super) fn renew(&mut self) {
        if self.is_stale && self.app.is_at_home() {
            self.is_stale = false;
            self.send(Errand::Home);
        }
    }

    /// # Errors
    /// When the terminal fails, or a session that was all that was asked for cannot be put together.
    pub(super) fn done(&mut self, done: Done) -> anyhow::Result<()> {
        if done.is_awaited {
            self.waiting.errands = self.waiting.errands.saturating_sub(1);
        }
        done.write.into_iter().for_each(|number| self.outstanding.seen(number));
        self.dirty = true;
        if let Some(words) = done.words {
            if self.is_ordered {
                bail!(words);
            }
            self.say(words);
        }
        if let Some(home) = done.home {
            if self.playing.is_none() && self.summary.take().is_some() {
                self.app.back_home(home);
            } else {
                self.app.set_home(home);
            }
        }
        if let Some(job) = done.job {
            if std::mem::take(&mut self.is_ordered) {
                // On the screen it stands for a while; this is there again once the screen is gone.
                self.remarks.extend(job.notice().map(str::to_owned));
            }
            self.begin(job);
        }
        self.handle_held()
    }

    /// # Errors
    /// When the terminal fails.
    fn handle_held(&mut self) -> anyhow::Result<()> {
        while self.waiting.errands == 0 && self.ending.is_none() {
            match self.waiting.held.front() {
                Some(input) if !self.app.must_wait(input) => {}
                _ => break,
            }
            if let Some(input) = self.waiting.held.pop_front() {
                self.handle(input)?;
            }
        }
        Ok(())
    }
}

fn is_control_c(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL)
}
