//! What the shipped sounds promise: one loudness, under a second, no clicks, and each told from every other.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of samples are small"
)]

#[expect(dead_code, reason = "its `main` is a program of its own")]
#[path = "../assets/sounds/make.rs"]
mod make;

use std::{f64::consts::TAU, fs, path::Path};

use make::{LOUDNESS, RATE, fft};

const HALF_SECOND: usize = RATE as usize / 2;
const SECOND: usize = RATE as usize;

#[test]
fn the_files_are_what_the_program_makes() {
    for (name, made) in make::all() {
        let file = shipped(name);
        assert_eq!(file.len(), made.len(), "{name}: run `cargo run --example make-sounds`");
        // Sines differ in their last digit from one system to another.
        let differs = file.iter().zip(&made).position(|(one, other)| one.abs_diff(*other) > 1);
        assert_eq!(differs, None, "{name}: run `cargo run --example make-sounds`");
    }
}

#[test]
fn all_have_one_loudness() {
    for (name, clip) in clips() {
        let loudness = make::loudness(&clip);
        assert!((loudness - LOUDNESS).abs() < 0.1, "{name}: {loudness:.2} dB");
    }
}

#[test]
fn even_at_their_loudest_they_are_alike() {
    let peaks: Vec<f64> = clips().iter().map(|(_, clip)| fast(clip)).collect();
    let loudest = peaks.iter().copied().fold(f64::MIN, f64::max);
    let softest = peaks.iter().copied().fold(f64::MAX, f64::min);
    assert!(loudest - softest < 1.5, "{softest:.1} to {loudest:.1} dB");
}

#[test]
fn all_are_shorter_than_a_second_and_leave_headroom() {
    for (name, clip) in clips() {
        assert!(clip.len() < SECOND, "{name}");
        let peak = clip.iter().fold(0.0, |peak: f64, sample| peak.max(sample.abs()));
        assert!(peak < 10_f64.powf(-4.0 / 20.0), "{name}: {peak:.2}");
    }
}

#[test]
fn none_clicks_and_none_begins_late() {
    for (name, clip) in clips() {
        let peak = clip.iter().fold(0.0, |peak: f64, sample| peak.max(sample.abs()));
        let step = |pair: &[f64]| (pair[1] - pair[0]).abs() / peak;
        assert!(clip[0].abs() / peak < 0.001, "{name} begins with a jump");
        assert!(clip[..48].windows(2).all(|pair| step(pair) < 0.1), "{name} begins with a click");
        let end = &clip[clip.len() - 240..];
        assert!(end.iter().all(|sample| sample.abs() / peak < 0.02), "{name} is cut off");
        assert!(clip[clip.len() - 1].abs() / peak < 0.001, "{name} ends with a jump");
        let onset = clip.iter().position(|sample| sample.abs() / peak > 0.1).expect("it sounds");
        assert!(onset < SECOND / 100, "{name} begins {onset} samples late");
    }
}

/// What reaches an ear over a small loudspeaker in a noisy room: the band from 300 Hz to 4 kHz, with noise 10 dB
/// below the sound, at any distance, and not quite in time.
#[test]
fn each_is_told_from_every_other() {
    const SEEDS: u64 = 20;
    let clean: Vec<(&str, Vec<f64>)> =
        clips().into_iter().map(|(name, clip)| (kind(name), band(&clip))).collect();
    let known: Vec<(&str, Vec<f64>)> = clean.iter().map(|(kind, clip)| (*kind, features(clip))).collect();
    for seed in 1..=SEEDS {
        let mut random = Random(seed);
        let hiss = band(&(0..2 * SECOND).map(|_| random.normal()).collect::<Vec<_>>());
        for (kind, clip) in &clean {
            let level = rms(clip) / rms(&hiss) * 10_f64.powf(-10.0 / 20.0);
            let delay = random.below(SECOND / 50);
            let gain = 10_f64.powf(random.below(13) as f64 / 20.0 - 0.3);
            let from = random.below(HALF_SECOND);
            let mut heard: Vec<f64> = hiss[from..from + SECOND].iter().map(|noise| noise * level).collect();
            for (sample, part) in heard[delay..].iter_mut().zip(clip) {
                *sample += part;
            }
            for sample in &mut heard {
                *sample *= gain;
            }
            assert_eq!(named(&features(&heard), &known), *kind, "seed {seed}");
        }
    }
}

/// All files with their samples in -1..1.
fn clips() -> Vec<(&'static str, Vec<f64>)> {
    make::all()
        .into_iter()
        .map(|(name, _)| (name, shipped(name).iter().map(|sample| f64::from(*sample) / 32_768.0).collect()))
        .collect()
}

fn shipped(name: &str) -> Vec<i16> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/sounds/{name}.wav"));
    let file = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(&file[..4], b"RIFF");
    assert_eq!(&file[22..28], [1, 0, 0x80, 0xBB, 0, 0], "{name}: one channel, 48 kHz");
    file[44..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

/// The three ticks of a countdown are one sound at three pitches.
fn kind(name: &str) -> &str {
    if name.starts_with("tick-") && name != "tick-out" { "tick" } else { name }
}

/// The highest level that a sound level meter set to A and fast would show, in dB.
fn fast(clip: &[f64]) -> f64 {
    let settles = 1.0 - (-1.0 / (0.125 * f64::from(RATE))).exp();
    let mut level = 0.0;
    let loudest = make::a_weighted(clip).iter().fold(0.0, |loudest: f64, sample| {
        level += (sample * sample - level) * settles;
        loudest.max(level)
    });
    10.0 * loudest.log10()
}

fn rms(samples: &[f64]) -> f64 {
    (samples.iter().map(|sample| sample * sample).sum::<f64>() / samples.len() as f64).sqrt()
}

/// Only what lies between 300 Hz and 4 kHz.
fn band(samples: &[f64]) -> Vec<f64> {
    make::filtered(samples, |hertz| if (300.0..4000.0).contains(&hertz) { 1.0 } else { 0.0 })
}

/// How strong each sixth of an octave is in each twelfth of a second, in steps as the ear takes them.
fn features(samples: &[f64]) -> Vec<f64> {
    const FRAME: usize = 4096;
    const BANDS: usize = 22;
    /// What is this far below the loudest is taken for noise.
    const FLOOR: f64 = 0.03;
    let mut cells = Vec::new();
    for start in (0..SECOND).step_by(SECOND / 12) {
        let mut wave: Vec<(f64, f64)> = (0..FRAME)
            .map(|index| {
                let window = 0.5 - 0.5 * (TAU * index as f64 / FRAME as f64).cos();
                (samples.get(start + index).map_or(0.0, |sample| sample * window), 0.0)
            })
            .collect();
        fft(&mut wave);
        let mut energies = [0.0; BANDS];
        for (bin, (re, im)) in wave.iter().enumerate().take(FRAME / 2).skip(1) {
            let octaves = (bin as f64 * f64::from(RATE) / FRAME as f64 / 300.0).log2();
            if let Some(energy) = energies.get_mut((octaves * 6.0).floor() as usize)
                && octaves >= 0.0
            {
                *energy += re * re + im * im;
            }
        }
        cells.extend(energies);
    }
    let loudest = cells.iter().copied().fold(0.0, f64::max);
    cells.iter().map(|energy| (energy / loudest + FLOOR).ln()).collect()
}

/// The name of the known sound that is most like it.
fn named<'a>(features: &[f64], known: &[(&'a str, Vec<f64>)]) -> &'a str {
    let distance =
        |other: &[f64]| -> f64 { features.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum() };
    known
        .iter()
        .min_by(|one, other| distance(&one.1).total_cmp(&distance(&other.1)))
        .expect("there are sounds")
        .0
}

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    /// About normal, as a sum of many is.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.below(1_000_000) as f64 / 1e6).sum::<f64>() - 6.0
    }
}
