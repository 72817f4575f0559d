//! What is to be said when, and what of it the device has been given.

use std::{sync::Arc, time::Duration};

use super::{Mouth, Speech, thread::LATE_WORDS};
use crate::session::{CueKind, Moment};

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
    /// The device has it, or the program that plays it.
    given: bool,
    /// A program plays it; there are no samples of it.
    played: bool,
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
        let (ends, played) = (speech.at + takes, self.mouth.plays(&speech));
        self.lines.insert(place, Line { speech, ends, given: false, played });
    }

    /// Takes back what does not begin before `from`, and has this instead. What is in both goes on as it is. Gives the
    /// moments of what the device was given in vain.
    pub(super) fn replace(&mut self, from: Moment, mut speech: Vec<Speech>) -> Vec<Moment> {
        let mut in_vain = Vec::new();
        self.lines.retain(|line| {
            if line.speech.at < from {
                return true;
            }
            if let Some(same) = speech.iter().position(|speech| *speech == line.speech) {
                speech.swap_remove(same);
                return true;
            }
            if line.given && !line.played {
                in_vain.push(line.speech.at);
            }
            false
        });
        self.extend(speech);
        in_vain
    }

    /// Has what begins before `until` begin so much later. What would come into one of the cues is left out.
    pub(super) fn delay(&mut self, until: Moment, by: Duration, cues: &[(Moment, CueKind)]) {
        self.lines.retain_mut(|line| {
            if by.is_zero() || line.speech.at >= until || line.played {
                return true;
            }
            (line.speech.at, line.ends) = (line.speech.at + by, line.ends + by);
            !cues.iter().any(|(cue, _)| (line.speech.at..line.ends).contains(cue))
        });
        self.lines.sort_by_key(|line| line.speech.at);
    }

    /// When the first that needs the device begins, or did: it may be being said.
    pub(super) fn next(&self) -> Option<Moment> {
        self.lines.iter().find(|line| !line.played).map(|line| line.speech.at)
    }

    /// When the next begins that a program plays.
    pub(super) fn next_played(&self) -> Option<Moment> {
        self.lines.iter().find(|line| line.played && !line.given).map(|line| line.speech.at)
    }

    /// When all of it will have been said.
    pub(super) fn ends(&self) -> Option<Moment> {
        self.lines.iter().map(|line| line.ends).max()
    }

    /// Has the program say what is due, unless it is much too late for that.
    pub(super) fn have_played(&mut self, now: Moment) {
        for line in self.lines.iter_mut().filter(|line| line.played && !line.given && line.speech.at <= now) {
            line.given = true;
            if now.since(line.speech.at) <= LATE_WORDS {
                self.mouth.say(&line.speech);
            }
        }
    }

    /// Whether a program plays something now.
    pub(super) fn is_played(&self) -> bool {
        self.lines.iter().any(|line| line.played)
    }

    /// Breaks off what the program says, and forgets everything.
    pub(super) fn hush(&mut self) {
        // It may go on for longer than was thought.
        self.mouth.hush();
        self.lines.clear();
    }

    /// Forgets what has been said by now, and gives the end of the last of it.
    pub(super) fn forget_said(&mut self, now: Moment) -> Option<Moment> {
        self.lines.extract_if(.., |line| line.ends <= now).map(|line| line.ends).max()
    }

    /// What begins before `until` and was not given yet.
    pub(super) fn give(&mut self, until: Moment) -> Vec<Speech> {
        let due = self.lines.iter_mut().filter(|line| !line.given && !line.played && line.speech.at < until);
        due.map(|line| {
            line.given = true;
            line.speech.clone()
        })
        .collect()
    }

    /// Forgets what should have begun before `moment`.
    pub(super) fn forget_before(&mut self, moment: Moment) {
        self.lines.retain(|line| line.played || line.speech.at >= moment);
    }

    /// There is another device, which has been given nothing.
    pub(super) fn take_over(&mut self) {
        self.lines.iter_mut().filter(|line| !line.played).for_each(|line| line.given = false);
    }
}
