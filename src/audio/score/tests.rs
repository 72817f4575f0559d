//! The mixer on a card that asks for samples as real ones do.

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
            Gain::FULL,
        );
        let mut card = Self { score, orders, time, played: Vec::new(), stalled: Duration::ZERO, random: 1 };
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
    card.order(Order::Gain(Gain::SILENCE));
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
    card.order(Order::Gain(Gain::SILENCE));
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

/// Some speech: louder than any cue, and no two samples alike.
fn speech(length: Duration) -> Recording {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let sample = |index: usize| 0.9 * (1.0 + index as f32 * 0.37).sin();
    Recording::from_samples((0..frames_of(length)).map(sample))
}

fn frames_of(time: Duration) -> usize {
    usize::try_from(time.as_nanos() * u128::from(RATE) / 1_000_000_000).unwrap()
}

fn said(recording: &Recording) -> Vec<f32> {
    (0..).map_while(|index| recording.sample(index)).collect()
}

#[test]
fn words_begin_at_their_sample_and_are_heard_beside_a_cue() {
    let mut card = Card::new();
    let words = speech(ms(700));
    card.order(Order::Say(at(1000), words.clone()));
    card.order(Order::Add(at(2500), CueKind::Go));
    card.play_until(ms(4000));
    let begin = card.frame_at(at(1000));
    let words = said(&words);
    assert!(card.played[..begin].iter().all(|sample| *sample == 0.0));
    assert_eq!(card.played[begin..begin + words.len()], words);
    card.plays(at(2500), Sound::Go, 0);
}

#[test]
fn hushed_words_fade_within_a_hundredth_of_a_second_and_cues_go_on() {
    let mut card = Card::new();
    let words = speech(ms(1500));
    card.order(Order::Say(at(1000), words.clone()));
    card.order(Order::Say(at(3000), words.clone()));
    card.order(Order::Add(at(4000), CueKind::Go));
    card.play_until(ms(1500));
    let change = card.played.len();
    card.order(Order::Hush);
    card.order(Order::TakeBackWords(Moment::ORIGIN));
    card.play_until(ms(5500));
    let begin = card.frame_at(at(1000));
    let words = said(&words);
    assert_eq!(card.played[begin..change], words[..change - begin], "up to there nothing is missing");
    let after = change..change + frames_of(ms(10)) + usize::from(BEAT);
    let loudest = |range: std::ops::Range<usize>| {
        card.played[range].iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()))
    };
    assert!(loudest(after.start..after.start + 48) > 0.5, "it fades and is not cut off");
    assert!(loudest(after.end..card.frame_at(at(3900))) <= 0.0, "then there is silence");
    card.plays(at(4000), Sound::Go, 0);
}

#[test]
fn words_that_are_taken_back_are_not_begun() {
    let mut card = Card::new();
    let words = speech(ms(500));
    card.order(Order::Say(at(1000), words.clone()));
    card.order(Order::Say(at(2000), words.clone()));
    card.order(Order::TakeBackWords(at(2000)));
    card.play_until(ms(4000));
    let (begin, end) = (card.frame_at(at(1000)), card.frame_at(at(1500)));
    assert!(card.played[begin + 1..end - 1].iter().any(|sample| *sample != 0.0));
    assert!(card.played[end + 1..].iter().all(|sample| *sample == 0.0));
}

#[test]
fn words_that_come_a_little_late_are_said_and_much_too_late_are_not() {
    for (late, is_said) in [(ms(400), true), (ms(700), false)] {
        let mut card = Card::new();
        card.play_until(ms(1000) + late);
        card.order(Order::Say(at(1000), speech(ms(300))));
        card.play_until(ms(3000));
        assert_eq!(card.played.iter().any(|sample| *sample != 0.0), is_said, "{late:?}");
    }
}

#[test]
fn the_voice_has_a_volume_of_its_own() {
    let mut card = Card::new();
    card.order(Order::Gain(Gain { cues: 1.0, voice: 0.0 }));
    card.order(Order::Say(at(1000), speech(ms(300))));
    card.order(Order::Add(at(2000), CueKind::Go));
    card.play_until(ms(3500));
    assert!(card.played[..card.frame_at(at(2000))].iter().all(|sample| sample.abs() < 1e-6));
    assert!(card.played[card.frame_at(at(2000))..].iter().any(|sample| sample.abs() > 0.1));
}
