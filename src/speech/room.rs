//! Where in a stretch of time there is room for words.

use std::time::Duration;

use super::course::{Stretch, tone};
use crate::session::{CueKind, Moment};

/// Between two utterances.
const PAUSE: Duration = Duration::from_millis(300);
/// Between words and the sound, or the step, that comes after them.
const CLEAR: Duration = Duration::from_millis(60);

/// A stretch and what is heard in it.
#[derive(Debug)]
pub(super) struct Room {
    from: Moment,
    until: Option<Moment>,
    /// In order of their beginnings.
    taken: Vec<Taken>,
}

#[derive(Clone, Copy, Debug)]
struct Taken {
    begins: Moment,
    ends: Moment,
    /// How long to keep away from it.
    apart: Duration,
}

impl Room {
    /// Nothing may be said before `from`.
    pub(super) fn new(stretch: &Stretch, from: Moment) -> Self {
        let mut room = Self { from: stretch.runs.max(from), until: stretch.ends, taken: Vec::new() };
        if let Some(until) = stretch.ringing {
            room.take(stretch.runs, until.since(stretch.runs), CLEAR);
        }
        for (moment, cue) in &stretch.cues {
            match cue.kind {
                // A countdown is one thing: nothing is said between its ticks.
                CueKind::Tick | CueKind::TickOut => room.take(*moment, Duration::from_secs(1), CLEAR),
                // Words for a rep come with its tick, and they wait for no cue of the routine's own.
                CueKind::Rep { .. } | CueKind::Custom => {}
                kind => room.take(*moment, ring(kind, stretch), CLEAR),
            }
        }
        room
    }

    /// The first moment, not before `from` and not after `latest`, at which this length is free.
    pub(super) fn find(&self, from: Moment, latest: Option<Moment>, length: Duration) -> Option<Moment> {
        let mut begins = self.from.max(from);
        for taken in &self.taken {
            if begins + length + taken.apart <= taken.begins {
                break;
            }
            if taken.ends + taken.apart > begins && taken.ends > taken.begins {
                let after = if taken.apart == PAUSE { taken.ends + PAUSE } else { taken.ends };
                begins = begins.max(after);
            }
        }
        let in_time = latest.is_none_or(|latest| begins <= latest);
        let fits = self.until.is_none_or(|until| begins + length + CLEAR <= until);
        (in_time && fits).then_some(begins)
    }

    /// Leaves the sounds of the routine's own cues alone from now on.
    pub(super) fn heed_custom(&mut self, stretch: &Stretch) {
        for (moment, _) in stretch.cues.iter().filter(|(_, cue)| cue.kind == CueKind::Custom) {
            self.take(*moment, tone(CueKind::Custom), CLEAR);
        }
    }

    /// Words of this length are said there.
    pub(super) fn fill(&mut self, begins: Moment, length: Duration) {
        self.take(begins, length, PAUSE);
    }

    fn take(&mut self, begins: Moment, length: Duration, apart: Duration) {
        let at = self.taken.partition_point(|taken| taken.begins <= begins);
        self.taken.insert(at, Taken { begins, ends: begins + length, apart });
    }
}

/// How long to let a sound ring. Words may come into the end of those that only open a pause, where the pause is short.
fn ring(kind: CueKind, stretch: &Stretch) -> Duration {
    let lasts = stretch.ends.map(|ends| ends.since(stretch.begins));
    match (kind, lasts) {
        (CueKind::Prepare | CueKind::Switch | CueKind::Rest | CueKind::End, Some(lasts)) => {
            tone(kind).min(lasts / 10)
        }
        _ => tone(kind),
    }
}
