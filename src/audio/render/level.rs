//! Brings what a program spoke to the shape of the recorded words: as loud as they are, with no silence around it.

use super::super::Clip;

/// The level of every clip of the bank: the RMS of what is speech in it. `assets/voice/voice.toml` has it in dB, -21.
const LEVEL: f64 = 0.089_125;
/// No peak is higher: -5 dB.
const PEAK: f32 = 0.562;
/// So far below the loudest is silence (-48 dB), and so far is no part of what makes the level (-20 dB), as powers.
const SILENT: f64 = 1.585e-5;
const QUIET: f64 = 0.01;
/// Nothing is louder than this (-60 dB): nothing was said.
const NOTHING: f64 = 1e-6;
/// Frames a second: to find the ends, and to measure the level.
const FINE: u32 = 200;
const COARSE: u32 = 50;

/// Trims the silence at both ends save a little, and brings it to the level of the bank.
///
/// # Errors
/// When there is nothing but silence, as the end of a sentence about the program.
pub(super) fn fit(mut clip: Clip) -> Result<Clip, String> {
    trim(&mut clip).ok_or("gave nothing but silence")?;
    // Rounding off a peak takes a little of the level as well, so that it is made up for.
    for _ in 0..8 {
        let gain = amplitude(LEVEL / speech(&clip).sqrt());
        clip.samples.iter_mut().for_each(|sample| *sample *= gain);
        if clip.samples.iter().all(|sample| sample.abs() <= PEAK) {
            break;
        }
        clip.samples.iter_mut().for_each(|sample| *sample = rounded(*sample));
    }
    Ok(clip)
}

fn trim(clip: &mut Clip) -> Option<()> {
    // 15 ms before, 40 ms after, of which 8 ms fade; as the bank has it.
    let part = |millis: u32| (clip.rate * millis / 1000) as usize;
    let (before, after, fade) = (part(15), part(40), part(8));
    let length = (clip.rate / FINE) as usize;
    let powers: Vec<f64> = clip.samples.chunks(length).map(power).collect();
    let loudest = powers.iter().copied().fold(0.0, f64::max);
    let is_loud = |power: &f64| *power > loudest * SILENT;
    let first = powers.iter().position(is_loud).filter(|_| loudest > NOTHING)? * length;
    let last = (powers.iter().rposition(is_loud)? + 1) * length;
    let end = last.min(clip.samples.len());

    let mut samples = vec![0.0; before.saturating_sub(first)];
    samples.extend(&clip.samples[first.saturating_sub(before)..(end + after).min(clip.samples.len())]);
    samples.resize(samples.len() + (end + after).saturating_sub(clip.samples.len()), 0.0);
    let ramp =
        |at: usize| amplitude(f64::from(u32::try_from(at).unwrap_or(0)) / f64::from(clip.rate) * 125.0);
    let count = samples.len();
    for at in 0..fade.min(count) {
        samples[at] *= ramp(at);
        samples[count - 1 - at] *= ramp(at);
    }
    clip.samples = samples;
    Some(())
}

/// The mean power of what is speech: of the frames that are not much quieter than the loudest.
fn speech(clip: &Clip) -> f64 {
    let powers: Vec<f64> = clip.samples.chunks((clip.rate / COARSE) as usize).map(power).collect();
    let loudest = powers.iter().copied().fold(0.0, f64::max);
    let speech = powers.into_iter().filter(|power| *power > loudest * QUIET);
    let (sum, count) = speech.fold((0.0, 0.0), |(sum, count), power| (sum + power, count + 1.0));
    sum / count
}

fn power(samples: &[f32]) -> f64 {
    let sum: f64 = samples.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    sum / f64::from(u32::try_from(samples.len()).unwrap_or(u32::MAX))
}

/// Bends what stands out, without a corner that could be heard.
fn rounded(sample: f32) -> f32 {
    const KNEE: f32 = 0.6 * PEAK;
    const ROOM: f32 = PEAK - KNEE;
    if sample.abs() <= KNEE {
        return sample;
    }
    (KNEE + ROOM * ((sample.abs() - KNEE) / ROOM).tanh() * 0.97).copysign(sample)
}

#[expect(clippy::cast_possible_truncation, reason = "a factor for samples of this width")]
fn amplitude(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 16_000;

    /// Silence, a tone with a click on it, silence; lengths in ms.
    fn spoken(before: usize, tone: usize, after: usize, height: f32, click: f32) -> Clip {
        let mut samples = vec![0.0; before * 16];
        samples.extend((0..tone * 16).map(|at| height * if at % 16 < 8 { 1.0 } else { -1.0 }));
        let middle = before * 16 + tone * 8;
        samples[middle] += click;
        samples.extend(vec![0.0; after * 16]);
        Clip { samples, rate: RATE }
    }

    fn db(power: f64) -> f64 {
        10.0 * power.log10()
    }

    #[test]
    fn silence_goes_save_a_little_and_the_level_is_that_of_the_bank() {
        for height in [0.004, 0.1, 0.9] {
            let clip = fit(spoken(300, 500, 400, height, 0.0)).unwrap();
            assert_eq!(clip.samples.len(), (15 + 500 + 40) * 16);
            assert!((db(speech(&clip)) + 21.0).abs() < 0.1, "{height}: {}", db(speech(&clip)));
        }
    }

    #[test]
    fn what_begins_and_ends_at_once_gets_the_same_little() {
        let clip = fit(spoken(0, 500, 0, 0.1, 0.0)).unwrap();
        assert_eq!(clip.samples.len(), (15 + 500 + 40) * 16);
        assert_eq!(clip.samples[..200], [0.0; 200]);
    }

    #[test]
    fn a_peak_that_stands_out_is_rounded_off() {
        let clip = fit(spoken(10, 500, 10, 0.02, 0.9)).unwrap();
        let peak = clip.samples.iter().fold(0.0_f32, |peak, sample| sample.abs().max(peak));
        assert!(peak <= PEAK, "{peak}");
        assert!((db(speech(&clip)) + 21.0).abs() < 0.75, "{}", db(speech(&clip)));
    }

    #[test]
    fn silence_alone_is_nothing() {
        for samples in [vec![], vec![0.0; 16_000], vec![0.000_5; 16_000]] {
            assert!(fit(Clip { samples, rate: RATE }).unwrap_err().contains("silence"));
        }
    }
}
