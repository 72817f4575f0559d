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
    schedule::Schedule,
    sound::sound_of,
};
use crate::session::{CueKind, Moment};

/// How many frames lie between two looks at the clock and at the orders: a sixth of a millisecond.
const BEAT: u8 = 8;
/// Ticks no further apart than this are of one countdown.
const COUNTDOWN: Duration = Duration::from_millis(1500);
/// How much of the way to a new volume one sample goes, so that the change does not click.
const GLIDE: f32 = 0.004;

/// What the source is told while it plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Order {
    Add(Moment, CueKind),
    /// Takes back what comes at this moment or later and has not begun.
    TakeBack(Moment),
    /// The factor that every sample is multiplied by.
    Gain(f32),
}

/// Endless: silence where there is nothing to play.
pub(super) struct Score<C> {
    clock: C,
    orders: Receiver<Order>,
    /// How many frames were asked for; others watch it to see that the device is alive.
    asked: Arc<AtomicU64>,
    anchor: Anchor,
    schedule: Schedule,
    /// Clips that sound, with the sample that comes next, which is negative for one that begins within this beat.
    sounding: Vec<(Clip, i32)>,
    /// The last tick of either kind, and how many led up to it.
    ticks: Option<(Moment, CueKind, usize)>,
    frame: u64,
    until_beat: u8,
    gain: f32,
    wanted_gain: f32,
}

impl<C: FnMut() -> Moment> Score<C> {
    /// `depth` is the time from a sample's being asked for, when the device's buffer is full, to its being heard.
    pub(super) fn new(
        clock: C,
        orders: Receiver<Order>,
        asked: Arc<AtomicU64>,
        depth: Duration,
        gain: f32,
    ) -> Self {
        Self {
            clock,
            orders,
            asked,
            anchor: Anchor::new(depth),
            schedule: Schedule::default(),
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
                Order::Gain(gain) => self.wanted_gain = gain,
            }
        }
        if self.schedule.next().is_none() {
            return;
        }
        let now = self.anchor.moment_of(self.frame);
        let until = self.anchor.moment_of(self.frame + u64::from(BEAT));
        for (moment, kind) in self.schedule.take(now, until) {
            self.begin(moment, kind);
        }
    }

    fn begin(&mut self, moment: Moment, kind: CueKind) {
        let Some(sound) = sound_of(kind) else { return };
        let frame = i64::try_from(self.frame).unwrap_or(i64::MAX);
        let ahead = (self.anchor.frame_at(moment) - frame).clamp(0, i64::from(BEAT) - 1);
        let ahead = i32::try_from(ahead).unwrap_or_default();
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

impl<C: FnMut() -> Moment> Iterator for Score<C> {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.until_beat == 0 {
            self.until_beat = BEAT;
            self.beat();
        }
        self.until_beat -= 1;
        self.frame += 1;
        self.gain += (self.wanted_gain - self.gain) * GLIDE;
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
        Some((sum * self.gain).clamp(-1.0, 1.0))
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
mod tests {
    use std::{cell::Cell, rc::Rc, sync::mpsc};

    use super::*;
    use crate::audio::Sound;

    /// Frames in a buffer of the device.
    const PERIOD: usize = 1024;
    /// When the device is opened.
    const OPENED: Duration = Duration::from_micros(1_234_567_890);
    /// How long after that it begins to play.
    const BEGINS: Duration = Duration::from_micros(7_300);

    /// A sound card with two buffers, on which frames are heard at known moments.
    struct Card {
        score: Score<Box<dyn FnMut() -> Moment>>,
        orders: mpsc::Sender<Order>,
        time: Rc<Cell<Moment>>,
        played: Vec<f32>,
        /// How late it has become by stalling.
        stalled: Duration,
        random: u64,
    }

    impl Card {
        fn new() -> Self {
            let time = Rc::new(Cell::new(Moment::since_origin(OPENED)));
            let clock = Rc::clone(&time);
            let (orders, inbox) = mpsc::channel();
            let score = Score::new(
                Box::new(move || clock.get()) as Box<dyn FnMut() -> Moment>,
                inbox,
                Arc::default(),
                frames(2 * PERIOD),
                1.0,
            );
            let mut card =
                Self { score, orders, time, played: Vec::new(), stalled: Duration::ZERO, random: 1 };
            card.pull(2 * PERIOD);
            card
        }

        fn order(&self, order: Order) {
            self.orders.send(order).unwrap();
        }

        /// Plays on until this time after its opening. It asks for frames up to 3 ms late.
        fn play_until(&mut self, time: Duration) {
            loop {
                let room = self.heard(self.played.len() - PERIOD);
                if room.since(Moment::since_origin(OPENED)) > time {
                    return;
                }
                self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let late = Duration::from_micros((self.random >> 33) % 4000).saturating_sub(ms(1));
                self.time.set(room + late);
                self.pull(PERIOD);
            }
        }

        /// Its buffers run empty, and this long nothing is played.
        fn stall(&mut self, time: Duration) {
            self.stalled += time;
            self.time.set(self.heard(self.played.len()));
            self.pull(2 * PERIOD);
        }

        fn pull(&mut self, count: usize) {
            self.played.extend(self.score.by_ref().take(count));
        }

        /// When this frame is heard.
        fn heard(&self, frame: usize) -> Moment {
            Moment::since_origin(OPENED) + BEGINS + frames(frame) + self.stalled
        }

        /// The frame that is heard at this moment.
        fn frame_at(&self, moment: Moment) -> usize {
            let nanos = moment.since(self.heard(0)).as_nanos() * u128::from(RATE);
            usize::try_from((nanos + 500_000_000) / 1_000_000_000).unwrap()
        }

        /// Whether exactly this clip, and it alone, is heard from `moment` on, with as many samples before it silent.
        fn plays(&self, moment: Moment, sound: Sound, ticks_before: usize) {
            let begin = self.frame_at(moment);
            let clip: Vec<f32> = samples(sound, ticks_before);
            assert!(self.played[begin - clip.len()..begin].iter().all(|sample| *sample == 0.0));
            let heard = &self.played[begin..begin + clip.len()];
            let differs = heard.iter().zip(&clip).position(|(one, other)| (one - other).abs() > 0.0);
            assert_eq!(differs, None, "{sound:?}");
        }
    }

    fn samples(sound: Sound, ticks_before: usize) -> Vec<f32> {
        let clip = Clip::of(sound, ticks_before);
        (0..).map_while(|index| clip.sample(index)).collect()
    }

    fn frames(count: usize) -> Duration {
        Duration::from_nanos(count as u64 * 1_000_000_000 / u64::from(RATE))
    }

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn at(millis: u64) -> Moment {
        Moment::since_origin(OPENED) + ms(millis)
    }

    #[test]
    fn every_sound_begins_at_its_sample() {
        let mut card = Card::new();
        let cues = [
            (1000, CueKind::Tick, Sound::Tick, 0),
            (2000, CueKind::Tick, Sound::Tick, 1),
            (3000, CueKind::Tick, Sound::Tick, 2),
            (4000, CueKind::Go, Sound::Go, 0),
            (7777, CueKind::Half, Sound::Half, 0),
            (12_345, CueKind::Finished, Sound::Finished, 0),
        ];
        for (millis, kind, ..) in cues {
            card.order(Order::Add(at(millis), kind));
        }
        card.play_until(ms(14_000));
        for (millis, _, sound, ticks_before) in cues {
            card.plays(at(millis), sound, ticks_before);
        }
    }

    #[test]
    fn the_ticks_of_the_next_countdown_begin_anew() {
        let mut card = Card::new();
        let cues = [(1000, CueKind::Tick, 0), (2000, CueKind::Tick, 1), (4000, CueKind::Tick, 0)];
        for (millis, kind, _) in cues {
            card.order(Order::Add(at(millis), kind));
        }
        card.play_until(ms(5000));
        for (millis, _, ticks_before) in cues {
            card.plays(at(millis), Sound::Tick, ticks_before);
        }
    }

    #[test]
    fn what_is_taken_back_stays_unheard_and_what_sounds_rings_on() {
        let mut card = Card::new();
        card.order(Order::Add(at(1000), CueKind::Rest));
        card.order(Order::Add(at(1700), CueKind::Go));
        card.play_until(ms(1200));
        card.order(Order::TakeBack(Moment::ORIGIN));
        card.order(Order::Add(at(3000), CueKind::Half));
        card.play_until(ms(4500));
        card.plays(at(1000), Sound::Rest, 0);
        card.plays(at(3000), Sound::Half, 0);
    }

    #[test]
    fn of_cues_at_one_moment_one_is_heard() {
        let mut card = Card::new();
        card.order(Order::Add(at(1000), CueKind::End));
        card.order(Order::Add(at(1010), CueKind::Switch));
        card.play_until(ms(2500));
        card.plays(at(1010), Sound::Switch, 0);
    }

    #[test]
    fn of_missed_cues_the_newest_is_heard_at_once() {
        let mut card = Card::new();
        card.play_until(ms(2500));
        for (millis, kind) in [(1000, CueKind::Tick), (2000, CueKind::Rep { last: false })] {
            card.order(Order::Add(at(millis), kind));
        }
        let next = card.played.len();
        card.play_until(ms(3500));
        card.plays(card.heard(next), Sound::Rep, 0);
    }

    #[test]
    fn two_sounds_can_overlap() {
        let mut card = Card::new();
        card.order(Order::Add(at(1000), CueKind::Rest));
        card.order(Order::Add(at(1000) + frames(4800), CueKind::Go));
        card.play_until(ms(2500));
        let begin = card.frame_at(at(1000));
        let (rest, go) = (samples(Sound::Rest, 0), samples(Sound::Go, 0));
        for (index, sample) in card.played[begin + 4800..].iter().enumerate().take(go.len()) {
            assert!((sample - (rest[4800 + index] + go[index])).abs() < 1e-6);
        }
    }

    #[test]
    fn the_volume_glides() {
        let mut card = Card::new();
        card.order(Order::Add(at(1000), CueKind::Rest));
        card.play_until(ms(1300));
        card.order(Order::Gain(0.0));
        let change = card.played.len();
        card.play_until(ms(2500));
        let clip = samples(Sound::Rest, 0);
        let begin = card.frame_at(at(1000));
        let gain = |index: usize| card.played[index] / clip[index - begin];
        let loud: Vec<f32> =
            (change..change + 960).filter(|index| clip[index - begin].abs() > 0.05).map(gain).collect();
        assert!(loud[0] > 0.9 && *loud.last().unwrap() < 0.05);
        assert!(loud.windows(2).all(|pair| pair[1] <= pair[0] + 1e-3 && pair[0] - pair[1] < 0.1));
    }

    #[test]
    fn muted_it_is_silent() {
        let mut card = Card::new();
        card.order(Order::Gain(0.0));
        card.order(Order::Add(at(1000), CueKind::Rest));
        card.play_until(ms(2500));
        assert!(card.played.iter().all(|sample| sample.abs() < 1e-6));
    }

    #[test]
    fn after_a_stall_sounds_come_at_their_moments_again() {
        let mut card = Card::new();
        card.order(Order::Add(at(1000), CueKind::Rep { last: false }));
        card.order(Order::Add(at(2600), CueKind::Tick));
        card.order(Order::Add(at(4000), CueKind::Go));
        card.play_until(ms(2000));
        card.stall(ms(500));
        card.play_until(ms(5500));
        card.plays(at(2600), Sound::Tick, 0);
        card.plays(at(4000), Sound::Go, 0);
    }
}
