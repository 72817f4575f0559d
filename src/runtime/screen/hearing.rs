//! A newcomer tries the sound, between what to heed and the home screen.

use super::{super::hearing::Hearing, Show};
use crate::audio::Notice;

impl Show<'_> {
    /// Opens the device and shows the page of it, if that is still to be done.
    pub(super) fn try_sound(&mut self) {
        if !self.backstage.tries_sound() {
            return;
        }
        self.hearing = Hearing::begin(self.backstage, self.board.volume, self.clock, self.sender);
        if let Some(hearing) = &self.hearing {
            self.app.show_hearing(hearing.trial().clone());
        }
    }

    /// True: the page has taken note of it, and nobody else need.
    pub(super) fn heard_on_trial(&mut self, notice: &Notice) -> bool {
        let Some(hearing) = &mut self.hearing else { return false };
        hearing.heed(notice);
        self.app.hear(hearing.trial().clone());
        self.dirty = true;
        !matches!(notice, Notice::Bell(_))
    }

    /// The page is gone, and the device goes.
    pub(super) fn sound_was_tried(&mut self) {
        self.backstage.sound_was_tried();
        if let Some(hearing) = self.hearing.take() {
            hearing.end();
        }
    }
}
