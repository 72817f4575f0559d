//! To the shell, for a while or for good.

use std::io;

use super::Show;
use crate::{
    runtime::{Ending, backstage::last_resort, signals},
    session::{Command, PauseCause},
};

impl Show<'_> {
    /// `^Z`: the session waits, the shell gets its terminal, and everything is as it was afterwards.
    pub(super) fn stop(&mut self) -> anyhow::Result<()> {
        if !signals::can_stop() {
            self.say("There is no shell to go back to in this terminal.");
            return Ok(());
        }
        self.command(Command::Pause(PauseCause::Terminal));
        if let Some(playing) = &mut self.playing {
            playing.keeping().wait_until_written();
            playing.let_neighbours_hear();
        }
        self.let_answer_come();
        self.screen.give_back();
        signals::stop_this_process()?;
        self.came_back = true;
        self.screen.take_again()?;
        self.dirty = true;
        Ok(())
    }

    /// A session that still runs is ended, and kept.
    pub(super) fn leave_at_once(&mut self) {
        let runs = self.playing.as_ref().is_some_and(|playing| !playing.session.is_finished());
        if runs {
            self.command(Command::Quit);
        }
        let over = self.leaves_after_session && self.playing.is_some() && !runs;
        self.leave(if over { self.last } else { Ending::Stopped });
    }

    /// When there is no terminal any more, and word of it is only just coming; with a hang-up comes a signal to go on.
    ///
    /// # Errors
    /// This one, when it means something else.
    pub(super) fn leave_if_gone(&mut self, error: io::Error) -> io::Result<()> {
        if error.raw_os_error() != Some(rustix::io::Errno::IO.raw_os_error()) {
            return Err(error);
        }
        self.leave_at_once();
        Ok(())
    }

    /// The terminal goes back first: what comes then, the disk and the last sound, may take its time.
    pub(super) fn leave(&mut self, ending: Ending) {
        self.let_answer_come();
        self.screen.give_back();
        drop(self.hearing.take());
        self.end_playing();
        self.lost.extend(self.outstanding.settle(self.clock));
        self.ending = Some(ending);
    }

    /// The record is on disk, or printed, before the program ends.
    pub(super) fn end_playing(&mut self) {
        self.hand_over_answers();
        if let Some(playing) = self.playing.take() {
            let lost = playing.into_keeping().close();
            self.lost.extend(last_resort(&lost));
        }
    }
}
