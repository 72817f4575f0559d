//! What is to be said when, and what of it the device has been given.

use std::sync::Arc;

use super::{Mouth, Speech};
use crate::session::Moment;

/// Speech in order. What has been said is forgotten.
#[derive(Debug)]
pub(super) struct Talk {
    mouth: Arc<Mouth>,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    speech: Speech,
    ends: Moment,
    /// The device has it.
    given: bool,
}

impl Talk {
    pub(super) fn new(mouth: Arc<Mouth>) -> Self {
        Self { mouth, lines: Vec::new() }
    }

    pub(super) fn mouth(&self) -> &Mouth {
        &self.mouth
    }

    /// What cannot be said is left out.
    pub(super) fn extend(&mut self, speech: Vec<Speech>) {
        for speech in speech {
            self.add(speech);
        }
    }

    fn add(&mut self, speech: Speech) {
        let Some(takes) = self.mouth.takes(&speech) else { return };
        let place = self.lines.partition_point(|line| line.speech.at <= speech.at);
        let ends = speech.at + takes;
        self.lines.insert(place, Line { speech, ends, given: false });
    }

    /// Takes back what does not begin before `from`.
    pub(super) fn keep_until(&mut self, from: Moment) {
        self.lines.retain(|line| line.speech.at < from);
    }

    pub(super) fn clear(&mut self) {
        self.lines.clear();
    }

    /// When the first that is to come begins, or did: it may be being said.
    pub(super) fn next(&self) -> Option<Moment> {
        self.lines.first().map(|line| line.speech.at)
    }

    /// When all of it will have been said.
    pub(super) fn ends(&self) -> Option<Moment> {
        self.lines.iter().map(|line| line.ends).max()
    }

    /// Forgets what has been said by now, and gives the end of the last of it.
    pub(super) fn forget_said(&mut self, now: Moment) -> Option<Moment> {
        self.lines.extract_if(.., |line| line.ends <= now).map(|line| line.ends).max()
    }

    /// What begins before `until` and was not given yet.
    pub(super) fn give(&mut self, until: Moment) -> Vec<Speech> {
        let due = self.lines.iter_mut().filter(|line| !line.given && line.speech.at < until);
        due.map(|line| {
            line.given = true;
            line.speech.clone()
        })
        .collect()
    }

    /// Forgets what should have begun before `moment`.
    pub(super) fn forget_before(&mut self, moment: Moment) {
        self.lines.retain(|line| line.speech.at >= moment);
    }

    /// There is another device, which has been given nothing.
    pub(super) fn take_over(&mut self) {
        self.lines.iter_mut().for_each(|line| line.given = false);
    }
}
