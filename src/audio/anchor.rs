//! When a sample will be heard, learnt from when the device asks for samples.

use std::{collections::VecDeque, time::Duration};

use super::clips::RATE;
use crate::session::Moment;

/// Frames come in bursts; a pause of this length between two of them parts two bursts.
const PAUSE: Duration = Duration::from_millis(1);
/// The first bursts fill the device's buffer before it plays, so that they say nothing about its pace.
const FILLING: usize = 4;
/// As many bursts are needed before the pace is known,
const ENOUGH: usize = 6;
/// and no more are remembered, so that a clock that drifts or a device that stalled is noticed.
const REMEMBERED: usize = 32;
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
    bursts: usize,
    /// The answer so far; whether it was given before there were enough bursts.
    held: Option<(i64, bool)>,
}

impl Anchor {
    pub(super) fn new(depth: Duration) -> Self {
        Self {
            depth: nanos(depth),
            burst: None,
            origins: VecDeque::with_capacity(REMEMBERED),
            bursts: 0,
            held: None,
        }
    }

    /// Frame `frame` is being asked for now.
    pub(super) fn asked(&mut self, now: Moment, frame: u64) {
        let Some((began, latest)) = &mut self.burst else {
            self.burst = Some((now, now));
            self.origins.push_back(nanos(now.origin_offset()) - length(frame));
            return;
        };
        if now.since(*latest) >= PAUSE {
            let origin = nanos(began.origin_offset()) - length(frame);
            self.bursts += 1;
            if self.bursts == FILLING {
                self.origins.clear();
            }
            if self.origins.len() == REMEMBERED {
                self.origins.pop_front();
            }
            self.origins.push_back(origin);
            *began = now;
        }
        *latest = now;
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
        self.held = Some((origin, self.bursts >= FILLING + ENOUGH));
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
