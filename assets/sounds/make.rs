//! Makes the sounds in this folder: `cargo run --example make-sounds`.
//!
//! Every sound is a few struck or blown notes, each a sum of sines that die away. They are made equally loud by
//! measure: the A-weighted RMS of the whole clip, which has no silence at either end.

use std::{env, f64::consts::TAU, fs, io, path::Path};

/// Samples a second.
pub(crate) const RATE: u32 = 48_000;
/// The A-weighted RMS of every clip, in dB below a full-scale square wave.
pub(crate) const LOUDNESS: f64 = -22.0;

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| "assets/sounds".to_owned());
    for (name, samples) in all() {
        fs::write(Path::new(&folder).join(format!("{name}.wav")), wav(&samples))?;
    }
    Ok(())
}

/// Every sound with its file's name.
pub(crate) fn all() -> Vec<(&'static str, Vec<i16>)> {
    score().into_iter().map(|(name, seconds, notes)| (name, render(seconds, &notes))).collect()
}

/// Name, length in seconds and notes. C major throughout, so that what follows one another fits together.
fn score() -> Vec<(&'static str, f64, Vec<Note>)> {
    vec![
        ("prepare", 0.45, vec![note(0.0, G5, &CHIME), note(0.0, D5, &CHIME).soft(0.6)]),
        ("tick-3", 0.28, vec![note(0.0, C5, &WOOD)]),
        ("tick-2", 0.28, vec![note(0.0, E5, &WOOD)]),
        ("tick-1", 0.28, vec![note(0.0, G5, &WOOD)]),
        (
            "go",
            0.50,
            vec![note(0.0, C6, &BELL), note(0.0, E6, &BELL).soft(0.5), note(0.0, C5, &MALLET).soft(0.6)],
        ),
        ("rep", 0.36, vec![note(0.0, A4, &MALLET)]),
        ("rep-last", 0.40, vec![note(0.0, A4, &MALLET).soft(0.7), note(0.09, A5, &MALLET)]),
        ("half", 0.60, vec![note(0.0, B4, &PLUCK), note(0.22, B4, &PLUCK)]),
        ("tick-out", 0.26, vec![note(0.0, F4, &REED)]),
        ("end", 0.50, vec![note(0.0, A5, &FLUTE).to(D5)]),
        (
            "switch",
            0.60,
            vec![note(0.0, E5, &BELL), note(0.12, B5, &BELL), note(0.24, E5, &BELL), note(0.36, B5, &BELL)],
        ),
        ("rest", 0.70, vec![note(0.0, A3, &GONG)]),
        (
            "custom",
            0.70,
            vec![
                note(0.0, F6, &CHIME),
                note(0.11, F6, &CHIME),
                note(0.22, F6, &CHIME),
                note(0.33, F6, &CHIME).soft(1.2),
            ],
        ),
        ("paused", 0.46, vec![note(0.0, G5, &HORN), note(0.15, C5, &HORN)]),
        ("resumed", 0.46, vec![note(0.0, C5, &HORN), note(0.15, G5, &HORN)]),
        (
            "finished",
            0.95,
            vec![
                note(0.0, C5, &PLUCK).soft(1.1),
                note(0.15, E5, &PLUCK),
                note(0.30, G5, &PLUCK).soft(0.8),
                note(0.45, C6, &PLUCK).soft(0.75),
            ],
        ),
    ]
}

const A3: f64 = 220.0;
const F4: f64 = 349.23;
const A4: f64 = 440.0;
const B4: f64 = 493.88;
const C5: f64 = 523.25;
const D5: f64 = 587.33;
const E5: f64 = 659.26;
const G5: f64 = 783.99;
const A5: f64 = 880.0;
const B5: f64 = 987.77;
const C6: f64 = 1046.5;
const E6: f64 = 1318.5;
const F6: f64 = 1396.9;

/// How one instrument sounds.
struct Timbre {
    /// Seconds from silence to full strength; a rounded rise, so that nothing clicks.
    attack: f64,
    /// Seconds at full strength before the dying away begins.
    sustain: f64,
    /// Multiple of the note's frequency, strength, and seconds until it has died away to a third.
    partials: &'static [(f64, f64, f64)],
}

/// A bar of hard wood: short and dry.
const WOOD: Timbre =
    Timbre { attack: 0.002, sustain: 0.0, partials: &[(1.0, 1.0, 0.06), (2.76, 0.25, 0.03)] };
/// A marimba's bar, with its tuned overtone two octaves up.
const MALLET: Timbre =
    Timbre { attack: 0.003, sustain: 0.0, partials: &[(1.0, 1.0, 0.16), (4.0, 0.3, 0.05)] };
/// A plucked tongue of metal.
const PLUCK: Timbre = Timbre {
    attack: 0.004,
    sustain: 0.0,
    partials: &[(1.0, 1.0, 0.16), (2.0, 0.5, 0.12), (3.0, 0.3, 0.09), (6.2, 0.08, 0.03)],
};
/// A small clear bell.
const BELL: Timbre = Timbre {
    attack: 0.003,
    sustain: 0.0,
    partials: &[(1.0, 1.0, 0.22), (2.0, 0.25, 0.16), (2.76, 0.15, 0.09)],
};
/// Glass, rung softly.
const CHIME: Timbre = Timbre {
    attack: 0.008,
    sustain: 0.0,
    partials: &[(1.0, 1.0, 0.6), (1.006, 0.5, 0.6), (2.4, 0.15, 0.25)],
};
/// Hollow: odd overtones only.
const REED: Timbre = Timbre {
    attack: 0.005,
    sustain: 0.04,
    partials: &[(1.0, 1.0, 0.05), (3.0, 0.6, 0.05), (5.0, 0.35, 0.04), (7.0, 0.12, 0.03)],
};
/// A breath of tone that lets go.
const FLUTE: Timbre =
    Timbre { attack: 0.012, sustain: 0.30, partials: &[(1.0, 1.0, 0.2), (2.0, 0.08, 0.15)] };
/// Soft and round, with a short breath.
const HORN: Timbre = Timbre {
    attack: 0.008,
    sustain: 0.05,
    partials: &[(1.0, 1.0, 0.09), (2.0, 0.6, 0.08), (3.0, 0.35, 0.07), (4.0, 0.2, 0.06)],
};
/// A large bowl: deep, with enough overtones for a small loudspeaker.
const GONG: Timbre = Timbre {
    attack: 0.012,
    sustain: 0.0,
    partials: &[(1.0, 1.0, 0.9), (2.0, 0.8, 0.8), (2.98, 0.5, 0.6), (4.05, 0.2, 0.3)],
};

struct Note {
    at: f64,
    from: f64,
    to: f64,
    strength: f64,
    timbre: &'static Timbre,
}

const fn note(at: f64, hertz: f64, timbre: &'static Timbre) -> Note {
    Note { at, from: hertz, to: hertz, strength: 1.0, timbre }
}

impl Note {
    const fn soft(mut self, strength: f64) -> Self {
        self.strength = strength;
        self
    }

    /// Glides to another pitch.
    const fn to(mut self, hertz: f64) -> Self {
        self.to = hertz;
        self
    }

    fn sample(&self, time: f64) -> f64 {
        /// How long a glide takes, in seconds.
        const GLIDE: f64 = 0.35;
        let time = time - self.at;
        if time < 0.0 {
            return 0.0;
        }
        // The integral of a pitch that slides evenly from one to the other.
        let slid = time.min(GLIDE);
        let cycles =
            self.from * slid + (self.to - self.from) * slid * slid / (2.0 * GLIDE) + self.to * (time - slid);
        let rise = (time / self.timbre.attack).min(1.0);
        let rise = 0.5 - 0.5 * (rise * TAU / 2.0).cos();
        let dying = (time - self.timbre.attack - self.timbre.sustain).max(0.0);
        let tone: f64 = self
            .timbre
            .partials
            .iter()
            .map(|(multiple, strength, decay)| {
                strength * (-dying / decay).exp() * (TAU * cycles * multiple).sin()
            })
            .sum();
        self.strength * rise * tone
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "some ten thousand samples, and values within 16 bits"
)]
fn render(seconds: f64, notes: &[Note]) -> Vec<i16> {
    /// The last of every clip dies away to nothing.
    const FADE: f64 = 0.10;
    let length = (seconds * f64::from(RATE)) as usize;
    let samples: Vec<f64> = (0..length)
        .map(|index| {
            let time = index as f64 / f64::from(RATE);
            let left = ((length - 1 - index) as f64 / f64::from(RATE) / FADE).min(1.0);
            let fade = 0.5 - 0.5 * (left * TAU / 2.0).cos();
            fade * notes.iter().map(|note| note.sample(time)).sum::<f64>()
        })
        .collect();
    let gain = 10_f64.powf((LOUDNESS - loudness(&samples)) / 20.0);
    samples.iter().map(|sample| (sample * gain * 32_768.0).round() as i16).collect()
}

/// The A-weighted RMS of samples at `RATE`, in dB; 0 is a full-scale square wave at 1 kHz.
#[expect(clippy::cast_precision_loss, reason = "some ten thousand samples")]
pub(crate) fn loudness(samples: &[f64]) -> f64 {
    let energy: f64 = a_weighted(samples).iter().map(|sample| sample * sample).sum();
    10.0 * (energy / samples.len() as f64).log10()
}

/// The samples as strong as the ear takes each pitch, and some more in which they ring out.
pub(crate) fn a_weighted(samples: &[f64]) -> Vec<f64> {
    filtered(samples, a_weight)
}

/// The samples with each frequency, in hertz, multiplied by a factor; as many as the next power of two.
#[expect(clippy::cast_precision_loss, reason = "some ten thousand samples")]
pub(crate) fn filtered(samples: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let size = samples.len().next_power_of_two();
    let mut wave: Vec<(f64, f64)> = samples.iter().map(|sample| (*sample, 0.0)).collect();
    wave.resize(size, (0.0, 0.0));
    fft(&mut wave);
    for (bin, (re, im)) in wave.iter_mut().enumerate() {
        let hertz = bin.min(size - bin) as f64 * f64::from(RATE) / size as f64;
        let factor = factor(hertz) / size as f64;
        // Conjugated, so that the transform back is the transform there.
        (*re, *im) = (*re * factor, -*im * factor);
    }
    fft(&mut wave);
    wave.iter().map(|(re, _)| *re).collect()
}

/// The A curve of IEC 61672 as a factor: 1 at 1 kHz.
fn a_weight(hertz: f64) -> f64 {
    let f2 = hertz * hertz;
    let ra = 12_194_f64.powi(2) * f2 * f2
        / ((f2 + 20.6_f64.powi(2))
            * ((f2 + 107.7_f64.powi(2)) * (f2 + 737.9_f64.powi(2))).sqrt()
            * (f2 + 12_194_f64.powi(2)));
    ra * 10_f64.powf(2.0 / 20.0)
}

/// Cooley and Tukey's transform, in place. The length is a power of two.
#[expect(clippy::cast_precision_loss, reason = "lengths below a million")]
pub(crate) fn fft(wave: &mut [(f64, f64)]) {
    let size = wave.len();
    assert!(size.is_power_of_two(), "the transform's length is a power of two");
    let mut reversed = 0;
    for index in 1..size {
        let mut bit = size >> 1;
        while reversed & bit != 0 {
            reversed ^= bit;
            bit >>= 1;
        }
        reversed |= bit;
        if index < reversed {
            wave.swap(index, reversed);
        }
    }
    let turns: Vec<(f64, f64)> = (0..size / 2)
        .map(|k| (-TAU * k as f64 / size as f64).sin_cos())
        .map(|(sin, cos)| (cos, sin))
        .collect();
    let mut half = 1;
    while half < size {
        let stride = size / (2 * half);
        for block in wave.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for ((a, b), k) in low.iter_mut().zip(high).zip(0..) {
                let (cos, sin) = turns[k * stride];
                let turned = (b.0 * cos - b.1 * sin, b.0 * sin + b.1 * cos);
                *b = (a.0 - turned.0, a.1 - turned.1);
                *a = (a.0 + turned.0, a.1 + turned.1);
            }
        }
        half *= 2;
    }
}

/// A mono 16-bit WAV file.
fn wav(samples: &[i16]) -> Vec<u8> {
    let bytes = u32::try_from(samples.len() * 2).expect("a clip is shorter than a second");
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend(1_u16.to_le_bytes()); // integer samples
    file.extend(1_u16.to_le_bytes()); // one channel
    file.extend(RATE.to_le_bytes());
    file.extend((RATE * 2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}
