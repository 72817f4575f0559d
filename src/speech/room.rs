//! Where in a stretch of time there is room for words.

use std::time::Duration;

use super::{
    course::{Stretch, tone},
    pace::Pace,
};
use crate::session::{CueKind, Moment};

/// Between two utterances.
pub(super) const PAUSE: Duration = Duration::from_millis(300);
/// The same in work, where there is no hurry, and from there to the end of the step.
pub(super) const CALM: Duration = Duration::from_millis(500);
/// So much later than it should a sound may be heard that nobody knew of before its moment.
const OPENING: Duration = Duration::from_millis(150);
/// Between words and the sound, or the step, that comes after them.
const CLEAR: Duration = Duration::from_millis(60);

/// A stretch and what is heard in it.
#[derive(Clone, Debug)]
pub(super) struct Room {
    from: Moment,
    until: Option<Moment>,
    pace: Pace,
    /// In order of their beginnings.
    taken: Vec<Taken>,
}

#[derive(Clone, Copy, Debug)]
struct Taken {
    begins: Moment,
    ends: Moment,
    /// If not, it is a sound.
    is_words: bool,
}

impl Room {
    /// Nothing may be said before `from`; something is being said until `busy`.
    pub(super) fn new(stretch: &Stretch, from: Moment, busy: Moment, pace: Pace) -> Self {
        let mut room = Self { from: stretch.runs.max(from), until: stretch.ends, pace, taken: Vec::new() };
        if busy > room.from {
            room.fill(room.from, busy.since(room.from));
        }
        if let Some(until) = stretch.ringing {
            room.take(stretch.runs, until.since(stretch.runs), false);
        }
        for (moment, cue) in &stretch.cues {
            match cue.kind {
                // A countdown is one thing: nothing is said between its ticks.
                CueKind::Tick | CueKind::TickOut => room.take(*moment, Duration::from_secs(1), false),
                // Nothing waits for the routine's own cues but what is said of them.
                CueKind::Custom => {}
                // A device that has to be opened for it lets its sound begin late.
                kind if *moment <= from && from.since(*moment) < OPENING => {
                    room.take(*moment, pace.of(tone(kind) + OPENING), false);
                }
                kind => room.take(*moment, pace.of(tone(kind)), false),
            }
        }
        room
    }

    /// The first moment, not before `from` and not after `latest`, at which this length is free, with so much `quiet`
    /// between it and other words. Where that is more than usual, there is as much before the end.
    pub(super) fn find(
        &self,
        from: Moment,
        latest: Option<Moment>,
        length: Duration,
        quiet: Duration,
    ) -> Option<Moment> {
        let (quiet, end) = (self.pace.of(quiet), self.pace.of(if quiet > PAUSE { quiet } else { CLEAR }));
        let mut begins = self.from.max(from);
        for taken in self.taken.iter().filter(|taken| taken.ends > taken.begins) {
            let (before, after) =
                if taken.is_words { (quiet, quiet) } else { (self.pace.of(CLEAR), Duration::ZERO) };
            if begins + length + before <= taken.begins {
                break;
            }
            begins = begins.max(taken.ends + after);
        }
        let in_time = latest.is_none_or(|latest| begins <= latest);
        let fits = self.until.is_none_or(|until| begins + length + end <= until);
        (in_time && fits).then_some(begins)
    }

    /// Leaves the sounds of the routine's own cues alone from now on.
    pub(super) fn heed_custom(&mut self, stretch: &Stretch) {
        for (moment, _) in stretch.cues.iter().filter(|(_, cue)| cue.kind == CueKind::Custom) {
            self.take(*moment, self.pace.of(tone(CueKind::Custom)), false);
        }
    }

    /// Words of this length are said there.
    pub(super) fn fill(&mut self, begins: Moment, length: Duration) {
        self.take(begins, length, true);
    }

    fn take(&mut self, begins: Moment, length: Duration, is_words: bool) {
        let at = self.taken.partition_point(|taken| taken.begins <= begins);
        self.taken.insert(at, Taken { begins, ends: begins + length, is_words });
    }
}
