//! How loud it is.

/// The factors that samples are multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gain {
    pub(super) cues: f32,
    pub(super) voice: f32,
}

impl Gain {
    pub(super) const SILENCE: Self = Self { cues: 0.0, voice: 0.0 };

    #[cfg(all(test, feature = "sound"))]
    pub(super) const FULL: Self = Self { cues: 1.0, voice: 1.0 };

    /// So much of the way to what is wanted.
    #[cfg(feature = "sound")]
    pub(super) fn glide(&mut self, wanted: Self, part: f32) {
        self.cues += (wanted.cues - self.cues) * part;
        self.voice += (wanted.voice - self.voice) * part;
    }
}
