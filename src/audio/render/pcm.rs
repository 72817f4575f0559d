//! Speech as it is kept: half as large as a `Clip`, and the same after a way through a file.

use std::time::Duration;

use super::super::Clip;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pcm {
    pub(super) samples: Vec<i16>,
    pub(super) rate: u32,
}

impl Pcm {
    #[expect(clippy::cast_possible_truncation, reason = "it is clamped")]
    pub(super) fn of(clip: &Clip) -> Self {
        let samples =
            clip.samples.iter().map(|sample| (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16);
        Self { samples: samples.collect(), rate: clip.rate }
    }

    pub(super) fn to_clip(&self) -> Clip {
        let samples = self.samples.iter().map(|sample| f32::from(*sample) / 32_768.0).collect();
        Clip { samples, rate: self.rate }
    }

    pub(super) fn length(&self) -> Duration {
        let samples = u32::try_from(self.samples.len()).unwrap_or(u32::MAX);
        Duration::from_secs_f64(f64::from(samples) / f64::from(self.rate))
    }

    pub(super) fn bytes(&self) -> usize {
        2 * self.samples.len()
    }
}
