//! Speech in the mixer: what is said next, and what is being said.

use super::{recording::Recording, thread::LATE_WORDS};
use crate::session::Moment;

/// How much of the way to silence one sample goes where speech breaks off: a hundredth of a second.
const FADE: f32 = 1.0 / 480.0;

/// One voice says one thing after the other.
#[derive(Debug, Default)]
pub(super) struct Voices {
    /// In order of their moments.
    coming: Vec<(Moment, Recording)>,
    speaking: Vec<Speaking>,
}

#[derive(Debug)]
struct Speaking {
    /// When it is heard from.
    moment: Moment,
    recording: Recording,
    /// The sample that comes next; negative for what begins within this beat.
    next: i32,
    /// Breaking off: how loud it still is.
    fading: Option<f32>,
}

impl Voices {
    pub(super) fn add(&mut self, moment: Moment, recording: Recording) {
        let place = self.coming.partition_point(|(other, _)| *other <= moment);
        self.coming.insert(place, (moment, recording));
    }

    /// Takes back what was to be said at this moment, begun or not.
    pub(super) fn unsay(&mut self, moment: Moment) {
        self.coming.retain(|(other, _)| *other != moment);
        for speaking in self.speaking.iter_mut().filter(|speaking| speaking.moment == moment) {
            speaking.fading.get_or_insert(1.0);
        }
    }

    /// Breaks off what is being said, and takes back all that was to be.
    pub(super) fn hush(&mut self) {
        self.coming.clear();
        for speaking in &mut self.speaking {
            speaking.fading.get_or_insert(1.0);
        }
    }

    pub(super) fn next(&self) -> Option<Moment> {
        self.coming.first().map(|(moment, _)| *moment)
    }

    /// Begins what is due before `until`. `ahead` tells in how many frames from now a moment comes.
    pub(super) fn begin(&mut self, now: Moment, until: Moment, mut ahead: impl FnMut(Moment) -> i32) {
        let count = self.coming.partition_point(|(moment, _)| *moment < until);
        for (moment, recording) in self.coming.drain(..count) {
            if now.since(moment) <= LATE_WORDS {
                self.speaking.push(Speaking { moment, recording, next: -ahead(moment), fading: None });
            }
        }
    }

    /// The sum of all that is being said.
    pub(super) fn sample(&mut self) -> f32 {
        let mut sum = 0.0;
        self.speaking.retain_mut(|speaking| {
            let sample = match usize::try_from(speaking.next) {
                Ok(index) => speaking.recording.sample(index),
                Err(_) => Some(0.0),
            };
            speaking.next += 1;
            let mut loudness = 1.0;
            if let Some(left) = &mut speaking.fading {
                *left -= FADE;
                loudness = left.max(0.0);
            }
            sum += sample.unwrap_or_default() * loudness;
            sample.is_some() && loudness > 0.0
        });
        sum
    }
}
