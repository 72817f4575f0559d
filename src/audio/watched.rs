//! Whether an open device is alive.

use super::device::Device;
use crate::session::Moment;

/// A device that asked for nothing from one look to the next, so often in a row, plays no more.
const STALLED: u32 = 8;

pub(super) enum State {
    Closed,
    Opening { since: Moment },
    Open(Watched),
}

/// An open device, and what was seen of it at the last look.
pub(super) struct Watched {
    pub(super) device: Device,
    pub(super) since: Moment,
    pub(super) looked: Moment,
    asked: u64,
    stalled: u32,
}

impl State {
    pub(super) const fn open(device: Device, now: Moment) -> Self {
        Self::Open(Watched { device, since: now, looked: now, asked: 0, stalled: 0 })
    }
}

impl State {
    /// The device, if it is open.
    pub(super) const fn device(&self) -> Option<&Device> {
        match self {
            Self::Open(open) => Some(&open.device),
            Self::Closed | Self::Opening { .. } => None,
        }
    }
}

impl Watched {
    /// Whether it still plays.
    pub(super) fn look(&mut self, now: Moment) -> bool {
        let asked = self.device.asked();
        self.stalled = if asked == self.asked { self.stalled + 1 } else { 0 };
        self.asked = asked;
        self.looked = now;
        self.stalled < STALLED
    }
}
