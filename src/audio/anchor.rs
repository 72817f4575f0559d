//! When a sample will be heard, learnt from when the device asks for samples.

use std::{collections::VecDeque, time::Duration};

use super::clips::RATE;
use crate::session::Moment;

/// Frames come in bursts; a pause of this length between two of them parts two bursts.
const PAUSE: Duration = Duration::from_millis(1);
/// More than a block of a sound server, in nanoseconds.
const SLACK: i64 = 30_000_000;
/// As many bursts are needed before the pace is known,
const ENOUGH: usize = 6;
/// and no more are remembered, so that a clock that drifts or a device that stalled is noticed.
const REMEMBERED: usize = 40;
/// The answer stays as it is, so that sounds are exact to each other, until it is wrong by more than this.
const TOLERANCE: i64 = 5_000_000;

/// Turns moments into frames of one stream.
///
/// A device asks for frames whenever it has room, after which its buffer is full again: the last frame of a burst is
/// heard once the whole buffer has been played. A burst can be late but never early, so the earliest one, measured
/// against the frames that it brought, is the true one.
#[derive(Debug)]
pub(super) struct Anchor {
    /// How long a full buffer lasts, in nanoseconds.
    depth: i64,
    /// The beginning of the present burst, and the latest reading in it.
    burst: Option<(Moment, Moment)>,
    /// When frame 0 would have been asked for had the buffer always been full, by the bursts that are remembered.
    origins: VecDeque<i64>,
    /// The first frame that went into an empty buffer. What is asked for while it fills says nothing about the pace.
    empty_at: u64,
    filled: bool,
    /// The answer so far; whether it was given before there were enough bursts.
    held: Option<(i64, bool)>,
}

impl Anchor {
    pub(super) fn new(depth: Duration) -> Self {
        Self {
            depth: nanos(depth),
            burst: None,
            origins: VecDeque::with_capacity(REMEMBERED),
            empty_at: 0,
            filled: false,
            held: None,
        }
    }

    /// Frame `frame` is being asked for now.
    pub(super) fn asked(&mut self, now: Moment, frame: u64) {
        let Some((began, latest)) = &mut self.burst else {
            self.burst = Some((now, now));
            self.begin_filling(now, frame);
            return;
        };
        if now.since(*latest) >= PAUSE {
            let origin = nanos(began.origin_offset()) - length(frame);
            // A buffer holds no more than its depth, give or take a block of the sound server.
            if !self.filled && length(frame - self.empty_at) > self.depth + SLACK {
                self.filled = true;
                self.origins.clear();
            }
            if self.origins.len() == REMEMBERED {
                self.origins.pop_front();
            }
            self.origins.push_back(origin);
            // It ran empty meanwhile: everything from here on is heard later.
            let ran_empty = nanos(now.since(*began)) > self.depth;
            *began = now;
            *latest = now;
            if ran_empty {
                self.begin_filling(now, frame);
            }
            return;
        }
        *latest = now;
    }

    /// This frame goes into an empty buffer, so that it is heard about now.
    fn begin_filling(&mut self, now: Moment, frame: u64) {
        self.origins.clear();
        self.origins.push_back(nanos(now.origin_offset()) - length(frame) - self.depth);
        self.empty_at = frame;
        self.filled = false;
    }

    /// The frame that is heard at `moment`, which may lie before the first one. Calls for this bind the answer.
    pub(super) fn frame_at(&mut self, moment: Moment) -> i64 {
        let nanos = i128::from(nanos(moment.origin_offset()) - self.hold());
        let frame = (nanos * i128::from(RATE) + 500_000_000).div_euclid(1_000_000_000);
        i64::try_from(frame).unwrap_or(i64::MAX)
    }

    /// When `frame` is heard, as far as is known now.
    pub(super) fn moment_of(&self, frame: u64) -> Moment {
        let nanos = self.origin().saturating_add(length(frame));
        Moment::since_origin(Duration::from_nanos(u64::try_from(nanos).unwrap_or_default()))
    }

    fn hold(&mut self) -> i64 {
        let origin = self.origin();
        let sure = self.filled && self.origins.len() >= ENOUGH;
        self.held = Some((origin, sure));
        origin
    }

    /// When frame 0 is heard.
    fn origin(&self) -> i64 {
        let measured = self.measured();
        match self.held {
            Some((held, true)) if (measured - held).abs() <= TOLERANCE => held,
            _ => measured,
        }
    }

    fn measured(&self) -> i64 {
        self.origins.iter().min().copied().unwrap_or_default() + self.depth
    }
}

fn nanos(time: Duration) -> i64 {
    i64::try_from(time.as_nanos()).unwrap_or(i64::MAX)
}

/// How long so many frames last, in nanoseconds.
fn length(frames: u64) -> i64 {
    let nanos = u128::from(frames) * 1_000_000_000 / u128::from(RATE);
    i64::try_from(nanos).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTH: Duration = Duration::from_millis(40);
    /// Frames in 20 ms.
    const BURST: u64 = 960;

    /// A card that asks for a burst each time it has played one, which on it takes as long as is said.
    fn asks(anchor: &mut Anchor, bursts: std::ops::Range<u64>, length: Duration) {
        for burst in bursts {
            let time = u32::try_from(burst).unwrap() * length;
            anchor.asked(Moment::since_origin(time), burst * BURST);
            anchor.asked(Moment::since_origin(time), burst * BURST + 1);
        }
    }

    fn moment(millis: u64) -> Moment {
        Moment::since_origin(Duration::from_millis(millis))
    }

    #[test]
    fn the_end_of_a_burst_is_heard_once_the_buffer_has_been_played() {
        let mut anchor = Anchor::new(DEPTH);
        asks(&mut anchor, 0..50, Duration::from_millis(20));
        // What was asked for at 20 ms and before, 1920 frames, lasts until 60 ms.
        assert_eq!(anchor.frame_at(moment(60)), 1920);
        assert_eq!(anchor.moment_of(1920), moment(60));
    }

    #[test]
    fn a_late_burst_changes_nothing() {
        let mut anchor = Anchor::new(DEPTH);
        asks(&mut anchor, 0..50, Duration::from_millis(20));
        anchor.asked(moment(50 * 20 + 15), 50 * BURST);
        asks(&mut anchor, 51..60, Duration::from_millis(20));
        assert_eq!(anchor.frame_at(moment(60)), 1920);
    }

    #[test]
    fn sounds_are_exact_to_each_other_until_the_card_has_drifted_too_far() {
        // A card that is 100 millionths slow: 3 ms in half a minute, 60 ms in ten.
        let slow = Duration::from_micros(20_002);
        let mut anchor = Anchor::new(DEPTH);
        asks(&mut anchor, 0..50, slow);
        let first = anchor.frame_at(moment(1000));
        asks(&mut anchor, 50..1500, slow);
        assert_eq!(anchor.frame_at(moment(30_000)) - first, 29 * 48_000);
        asks(&mut anchor, 1500..30_000, slow);
        anchor.frame_at(moment(600_000));
        let believed = anchor.moment_of(30_000 * BURST);
        let truly = moment(0) + slow * 29_999 + DEPTH;
        let wrong = believed.since(truly).max(truly.since(believed));
        assert!(wrong <= Duration::from_millis(5), "{wrong:?}");
    }
}
