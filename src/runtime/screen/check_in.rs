//! What the user says after a session, on its way to the disk.

use std::time::Duration;

use super::Show;
use crate::{history::afterwards::Afterwards, session::Moment, ui::Answers};

/// No later than this a key of a note is written down, even if it goes on: no crash costs more of it.
const STILL_TYPING: Duration = Duration::from_secs(2);

/// What was said, as far as it is not with the keeper.
#[derive(Debug, Default)]
pub(super) struct Said {
    waits: Option<(Moment, Answers)>,
    /// What the keeper called the last of it.
    number: Option<u64>,
}

impl Show<'_> {
    pub(super) fn answer(&mut self, answers: Answers, typing: bool) {
        let due = (self.clock)() + STILL_TYPING;
        self.said.waits = Some((self.answers_are_due().map_or(due, |before| before.min(due)), answers));
        if !typing {
            self.hand_over_answers();
        }
    }

    pub(super) fn answers_are_due(&self) -> Option<Moment> {
        self.said.waits.as_ref().map(|(due, _)| *due)
    }

    /// Hands over what has become due.
    pub(super) fn let_answers_go(&mut self) {
        if self.answers_are_due().is_some_and(|due| due <= (self.clock)()) {
            self.hand_over_answers();
        }
    }

    pub(super) fn hand_over_answers(&mut self) {
        let Some((_, Answers { pain, effort, note })) = self.said.waits.take() else { return };
        if let Some(playing) = &mut self.playing {
            let effort = effort.map(crate::ui::Effort::word);
            let said = Afterwards { pain, effort, note, ..Afterwards::default() };
            self.said.number = playing.keeping().say(said);
            self.show_changes();
        }
    }

    /// So much was said, all of it together.
    pub(super) fn handed_over(&mut self, number: Option<u64>) {
        self.said.number = number;
    }

    /// So much is on the disk.
    pub(super) fn answers_are_kept(&mut self, number: u64) {
        if self.said.number == Some(number) && self.said.waits.is_none() {
            self.app.answers_are_kept();
        }
    }
}
