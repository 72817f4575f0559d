//! Since when a page is open: the screens have no clock.

use std::time::Duration;

use crate::{session::Moment, ui::App};

/// The exercise whose page is shown, and when it was first drawn.
#[derive(Debug, Default)]
pub(super) struct Opened(Option<(String, Moment)>);

impl Opened {
    /// What is about to be drawn.
    pub(super) fn see(&mut self, app: &App, now: Moment) {
        let shown = app.shown_exercise();
        if shown != self.0.as_ref().map(|(id, _)| id.as_str()) {
            self.0 = shown.map(|id| (id.to_owned(), now));
        }
    }

    /// How long it has been open; zero where none is.
    pub(super) fn span(&self, now: Moment) -> Duration {
        self.0.as_ref().map_or(Duration::ZERO, |(_, since)| now.since(*since))
    }
}
