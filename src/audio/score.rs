//! The one source that plays everything: a schedule goes in, samples come out.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::Receiver,
    },
    time::Duration,
};

use rodio::{ChannelCount, SampleRate, Source, nz};

use super::{
    anchor::Anchor,
    clips::{Clip, RATE},
    gain::Gain,
    recording::Recording,
    schedule::Schedule,
    sound::sound_of,
    voices::Voices,
};
use crate::session::{CueKind, Moment};

/// How many frames lie between two looks at the clock and at the orders: a sixth of a millisecond.
const BEAT: u8 = 8;
/// Ticks no further apart than this are of one countdown.
const COUNTDOWN: Duration = Duration::from_millis(1500);
/// How much of the way to a new volume one sample goes, so that the change does not click.
const GLIDE: f32 = 0.004;

/// What the source is told while it plays.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Order {
    Add(Moment, CueKind),
    /// Takes back what comes at this moment or later and has not begun.
    TakeBack(Moment),
    Say(Moment, Recording),
    /// Takes back what was to be said at this moment. It may be in the device's buffer already.
    Unsay(Moment),
    /// Breaks off what is being said, and takes back all that was to be.
    Hush,
    Gain(Gain),
}

/// Endless: silence where there is nothing to play.
pub(super) struct Score<C> {
    clock: C,
    orders: Receiver<Order>,
    /// How many frames were asked for; others watch it to see that the device is alive.
    asked: Arc<AtomicU64>,
    anchor: Anchor,
    schedule: Schedule,
    voices: Voices,
    /// Clips that sound, with the sample that comes next, which is negative for one that begins within this beat.
    sounding: Vec<(Clip, i32)>,
    /// The last tick of either kind, and how many led up to it.
    ticks: Option<(Moment, CueKind, usize)>,
    frame: u64,
    until_beat: u8,
    gain: Gain,
    wanted_gain: Gain,
}

impl<C: FnMut() -> Moment> Score<C> {
    /// `depth` is the time from a sample's being asked for, when the device's buffer is full, to its being heard.
    pub(super) fn new(
        clock: C,
        orders: Receiver<Order>,
        asked: Arc<AtomicU64>,
        depth: Duration,
        gain: Gain,
    ) -> Self {
        Self {
            clock,
            orders,
            asked,
            anchor: Anchor::new(depth),
            schedule: Schedule::default(),
            voices: Voices::default(),
            sounding: Vec::with_capacity(8),
            ticks: None,
            frame: 0,
            until_beat: 0,
            gain,
            wanted_gain: gain,
        }
    }

    fn beat(&mut self) {
        self.asked.store(self.frame, Ordering::Relaxed);
        self.anchor.asked((self.clock)(), self.frame);
        while let Ok(order) = self.orders.try_recv() {
            match order {
                Order::Add(moment, kind) => self.schedule.add(moment, kind),
                Order::TakeBack(from) => self.schedule.keep_until(from),
                Order::Say(moment, recording) => self.voices.add(moment, recording),
                Order::Unsay(moment) => self.voices.unsay(moment),
                Order::Hush => self.voices.hush(),
                Order::Gain(gain) => self.wanted_gain = gain,
            }
        }
        if self.schedule.next().is_none() && self.voices.next().is_none() {
            return;
        }
        let now = self.anchor.moment_of(self.frame);
        let until = self.anchor.moment_of(self.frame + u64::from(BEAT));
        for (moment, kind) in self.schedule.take(now, until) {
            self.begin(moment, kind);
        }
        let (anchor, frame) = (&mut self.anchor, self.frame);
        self.voices.begin(now, until, |moment| ahead(anchor, frame, moment));
    }

    fn begin(&mut self, moment: Moment, kind: CueKind) {
        let Some(sound) = sound_of(kind) else { return };
        let ahead = ahead(&mut self.anchor, self.frame, moment);
        let clip = Clip::of(sound, self.ticks_before(moment, kind));
        self.sounding.push((clip, -ahead));
    }

    /// How many ticks of the same countdown came before this one.
    fn ticks_before(&mut self, moment: Moment, kind: CueKind) -> usize {
        if !matches!(kind, CueKind::Tick | CueKind::TickOut) {
            return 0;
        }
        let before = match self.ticks {
            Some((last, same, before)) if same == kind && moment.since(last) <= COUNTDOWN => before + 1,
            _ => 0,
        };
        self.ticks = Some((moment, kind, before));
        before
    }
}

/// How many frames after `frame` the moment comes, within its beat.
fn ahead(anchor: &mut Anchor, frame: u64, moment: Moment) -> i32 {
    let frame = i64::try_from(frame).unwrap_or(i64::MAX);
    let ahead = (anchor.frame_at(moment) - frame).clamp(0, i64::from(BEAT) - 1);
    i32::try_from(ahead).unwrap_or_default()
}

impl<C: FnMut() -> Moment> Iterator for Score<C> {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.until_beat == 0 {
            self.until_beat = BEAT;
            self.beat();
        }
        self.until_beat -= 1;
        self.frame += 1;
        self.gain.glide(self.wanted_gain, GLIDE);
        let mut sum = 0.0;
        self.sounding.retain_mut(|(clip, next)| {
            let sample = match usize::try_from(*next) {
                Ok(index) => clip.sample(index),
                Err(_) => Some(0.0),
            };
            *next += 1;
            sum += sample.unwrap_or_default();
            sample.is_some()
        });
        let words = self.voices.sample();
        Some((sum * self.gain.cues + words * self.gain.voice).clamp(-1.0, 1.0))
    }
}

impl<C: FnMut() -> Moment> Source for Score<C> {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> ChannelCount {
        nz!(1)
    }

    fn sample_rate(&self) -> SampleRate {
        const RATE_OF_CLIPS: SampleRate = match SampleRate::new(RATE) {
            Some(rate) => rate,
            None => panic!("clips have samples"),
        };
        RATE_OF_CLIPS
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }
}

#[cfg(test)]
mod tests;
