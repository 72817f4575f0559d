//! How loud it is.

use super::Settings;

/// The factors that samples are multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gain {
    pub(super) cues: f32,
    pub(super) voice: f32,
}

impl Gain {
    pub(super) const SILENCE: Self = Self { cues: 0.0, voice: 0.0 };

    /// Squared, so that equal steps in percent sound about equal.
    pub(super) fn of(settings: &Settings) -> Self {
        if settings.muted {
            return Self::SILENCE;
        }
        let part = |percent: u8| (f32::from(percent.min(100)) / 100.0).powi(2);
        let whole = part(settings.volume);
        Self { cues: whole * part(settings.cue_volume), voice: whole * part(settings.voice_volume) }
    }

    #[cfg(all(test, feature = "sound"))]
    pub(super) const FULL: Self = Self { cues: 1.0, voice: 1.0 };

    /// So much of the way to what is wanted.
    #[cfg(feature = "sound")]
    pub(super) fn glide(&mut self, wanted: Self, part: f32) {
        self.cues += (wanted.cues - self.cues) * part;
        self.voice += (wanted.voice - self.voice) * part;
    }
}
