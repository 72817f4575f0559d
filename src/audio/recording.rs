//! Speech as the mixer plays it: one run of samples at the mixer's rate.

use std::{sync::Arc, time::Duration};

use rubato::{
    Async, FixedAsync, Resampler as _, SincInterpolationParameters, WindowFunction,
    audioadapter_buffers::owned::InterleavedOwned,
};

use super::{Clip, Mouth, Speech, clips::RATE};

/// What a speech sounds like at full volume: samples in -1..1, 48,000 a second. `None` when it cannot be said.
pub fn sound_of_speech(speech: &Speech, mouth: &Mouth) -> Option<Vec<f32>> {
    let recording = Recording::of(speech, mouth)?;
    Some((0..).map_while(|index| recording.sample(index)).collect())
}

/// Samples for the mixer, on one channel.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recording(Arc<Vec<i16>>);

impl Recording {
    /// All pieces of the speech, each at its place. `None` when one of them cannot be said.
    pub(super) fn of(speech: &Speech, mouth: &Mouth) -> Option<Self> {
        let mut samples: Vec<i16> = Vec::new();
        for piece in &speech.pieces {
            let clip = at_rate(mouth.clip(&piece.text)?)?;
            let begins = frames(piece.starts).max(samples.len());
            // A buffer that grew by doubling would be twice as large: a long sentence has a megabyte.
            samples.reserve_exact(begins + clip.len() - samples.len());
            samples.resize(begins, 0);
            samples.extend(clip.iter().map(|sample| to_integer(*sample)));
        }
        Some(Self(Arc::new(samples)))
    }

    /// In -1..1; `None` after the end.
    pub(super) fn sample(&self, index: usize) -> Option<f32> {
        self.0.get(index).map(|sample| f32::from(*sample) / 32_768.0)
    }

    #[cfg(test)]
    pub(super) fn from_samples(samples: impl IntoIterator<Item = f32>) -> Self {
        Self(Arc::new(samples.into_iter().map(to_integer).collect()))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range")]
fn to_integer(sample: f32) -> i16 {
    (sample * 32_767.0).round().clamp(-32_768.0, 32_767.0) as i16
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some seconds of samples")]
fn frames(time: Duration) -> usize {
    (time.as_secs_f64() * f64::from(RATE)).round() as usize
}

/// The clip with as many samples a second as the mixer wants.
fn at_rate(clip: Clip) -> Option<Vec<f32>> {
    /// Long enough that nothing is lost that the voice has.
    const FILTER: usize = 64;
    const CHUNK: usize = 1024;
    if clip.rate == RATE {
        return Some(clip.samples);
    }
    let ratio = f64::from(RATE) / f64::from(clip.rate);
    let filter = SincInterpolationParameters::new(FILTER, WindowFunction::BlackmanHarris2);
    let length = clip.samples.len();
    let input = InterleavedOwned::new_from(clip.samples, 1, length).ok()?;
    let mut resampler = Async::<f32>::new_sinc(ratio, 1.0, &filter, CHUNK, 1, FixedAsync::Input).ok()?;
    Some(resampler.process_all(&input, length, None).ok()?.take_data())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second of a tone.
    fn tone(rate: u32, hertz: f32) -> Clip {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let sample = |index: u32| (index as f32 / rate as f32 * hertz * std::f32::consts::TAU).sin() / 2.0;
        Clip { samples: (0..rate).map(sample).collect(), rate }
    }

    #[test]
    fn a_tone_keeps_its_length_its_pitch_and_its_moment_at_another_rate() {
        for rate in [16_000, 22_050, 24_000, 44_100, 48_000] {
            let heard = at_rate(tone(rate, 1000.0)).unwrap();
            let wanted = tone(RATE, 1000.0).samples;
            assert!(heard.len().abs_diff(wanted.len()) <= 2, "{rate}: {}", heard.len());
            // Away from its ends, where the filter sees the silence around it.
            let middle = 1000..47_000;
            let worst = heard[middle.clone()].iter().zip(&wanted[middle]).map(|(a, b)| (a - b).abs());
            let worst = worst.fold(0.0_f32, f32::max);
            // The steepest step of the tone is 0.065: it lies within two samples of where it should.
            assert!(worst < 0.13, "{rate}: off by {worst}");
        }
    }
}
