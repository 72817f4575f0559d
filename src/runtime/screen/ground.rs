//! The terminal's answer, whenever it comes.

use std::time::Duration;

use super::Show;
use crate::{
    runtime::{colours::Colours, input::Inquiry},
    session::Moment,
    ui::Ground,
};

/// What the colours go by.
#[derive(Debug)]
pub(super) struct AtGround {
    pub(super) colours: Colours,
    /// What was asked, if anything was.
    pub(super) inquiry: Option<Inquiry>,
    pub(super) asked: Moment,
}

/// A terminal that has not answered by then never does.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

impl Show<'_> {
    pub(super) fn learn(&mut self, ground: Ground) {
        if self.ground.colours.learn(ground) {
            self.app.set_theme(self.ground.colours.theme());
            self.dirty = true;
        }
    }

    /// An answer that comes once the terminal is given back would be typed into the shell. Only who leaves at once waits
    /// for it.
    pub(super) fn let_answer_come(&self) {
        if let Some(inquiry) = &self.ground.inquiry {
            inquiry.wait(LONGEST_WAIT.saturating_sub((self.clock)().since(self.ground.asked)));
        }
    }
}
