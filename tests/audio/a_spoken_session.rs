//! A whole spoken session of the real program, as it comes out of a sound card.
//!
//! The tour is recorded with every run of the tests. Any other routine is recorded by its name, in real time:
//!
//! ```text
//! SUPPLE_RECORD=gentle-twelve cargo test --test audio every_word -- --nocapture
//! ```

use std::{env, sync::Arc};

use supple::{
    audio::{Mouth, Piece, Speech, sound_of_speech},
    plan::{Options, Plan, compile},
    routine::Library,
    session::Moment,
    speech::{self, Course, Said, Utterance, Voice},
};

use crate::{
    a_session::{faults, play_routine},
    rig::{Recording, Rig, at_the_desk},
};

/// How far words may be from their moment, in milliseconds.
const NEAR: f64 = 50.0;
/// How far from its moment a word is looked for, in samples.
const AROUND: usize = 4800;
/// What is like its recording, 1 being the same. Something quantised twice or with a cue's end in it still is.
const LIKE: f64 = 0.95;
/// Samples a second.
const RATE: f64 = 48_000.0;
/// A machine that is busy for a moment drops samples; nothing can be measured then, so it is tried again.
const TRIES: usize = 3;

#[test]
fn every_word_of_a_session_is_heard_at_its_moment_whole_and_by_itself() {
    let routine = env::var("SUPPLE_RECORD").unwrap_or_else(|_| "demo".into());
    for attempt in 1..=TRIES {
        let wrong = wrong_in_a_recording_of(&routine);
        if wrong.is_empty() {
            return;
        }
        let report = wrong.join("\n");
        assert!(attempt < TRIES, "{report}");
        eprintln!("{report}");
    }
}

/// Words that were planned, and how they were heard.
struct Heard {
    text: String,
    /// How much later than planned, in milliseconds.
    late: f64,
    /// How well it matches: as a whole, and in its last fifth of a second.
    likeness: f64,
    end: f64,
    /// As compared with the words at full volume.
    gain: f64,
    /// Root of the mean square of what was heard, in decibels below full scale.
    loudness: f64,
}

fn wrong_in_a_recording_of(routine: &str) -> Vec<String> {
    let mouth = Mouth::default();
    let script = script(&plan(routine), &mouth);
    let rig = Rig::start();
    let recorder = rig.record();
    let session = play_routine(&rig, routine, "full");
    let mut recording = recorder.stop();
    let peak = recording.samples.iter().fold(0.0_f64, |peak, sample| peak.max(sample.abs()));
    let alone = at_the_desk();
    let heard: Vec<Heard> =
        script.iter().map(|utterance| take_out(&mut recording, session.origin, utterance, &mouth)).collect();
    drop(alone);
    let cues = recording.sounds();
    describe(&heard, peak, cues.len());

    let mut wrong = Vec::new();
    for words in &heard {
        if words.late.abs() > NEAR || words.likeness < LIKE || words.end < LIKE {
            let Heard { text, late, likeness, end, .. } = words;
            wrong.push(format!("{text:?}: {late:.1} ms late, {likeness:.3} like it, its end {end:.3}"));
        }
    }
    // With the words gone nothing is left but the cues, each where it belongs.
    wrong.extend(faults(&session, &cues));
    if peak > 0.99 {
        wrong.push(format!("the loudest sample is {peak:.3}"));
    }
    wrong
}

fn plan(routine: &str) -> Arc<Plan> {
    let found = Library::open(None).playable(routine).expect("it is shipped");
    Arc::new(compile(&found.value.expect("it has no faults"), &Options::default()))
}

fn script(plan: &Arc<Plan>, mouth: &Mouth) -> Vec<Utterance> {
    let takes = |text: &str| mouth.length(text);
    let utterances = speech::script(plan, &Course::of_plan(plan), Voice::Full, &Said::default(), takes);
    assert!(utterances.len() > 20);
    utterances
}

/// Looks for the words around their moment, and takes them out of the recording.
fn take_out(recording: &mut Recording, origin: Moment, utterance: &Utterance, mouth: &Mouth) -> Heard {
    let pieces = utterance.phrases.iter().zip(&utterance.starts);
    let pieces =
        pieces.map(|(phrase, starts)| Piece { text: phrase.text.clone(), starts: *starts }).collect();
    let speech = Speech { at: utterance.at, pieces };
    let words: Vec<f64> =
        sound_of_speech(&speech, mouth).expect("it can be said").into_iter().map(f64::from).collect();
    let planned = origin + utterance.at.origin_offset();
    let expected = samples(planned.since(recording.origin).as_secs_f64());
    let place = find(&recording.samples, &words, expected);
    let there = &mut recording.samples[place..];
    let there = &mut there[..words.len()];
    let loudness = 20.0 * (energy(there) / to_f64(there.len())).sqrt().log10();
    let end = words.len().saturating_sub(samples(0.2));
    let (likeness, end) = (likeness(there, &words), likeness(&there[end..], &words[end..]));
    let gain = product(there, &words) / energy(&words);
    for (sample, part) in there.iter_mut().zip(&words) {
        *sample -= gain * part;
        // What is left of words that were quantised twice is no sound.
        if sample.abs() < 0.002 {
            *sample = 0.0;
        }
    }
    let late = (to_f64(place) - to_f64(expected)) / RATE * 1000.0;
    Heard { text: utterance.text(), late, likeness, end, gain, loudness }
}

/// Where the words fit best, at most `AROUND` samples from `expected`.
fn find(recording: &[f64], words: &[f64], expected: usize) -> usize {
    /// Coarsely at first: every eighth sample, of the first second and a half.
    const STEP: usize = 8;
    let coarse: Vec<f64> = thin(&words[..words.len().min(72_000)], STEP);
    let from = expected.saturating_sub(AROUND);
    let stretch = thin(&recording[from..(expected + AROUND + words.len()).min(recording.len())], STEP);
    let best = |places: std::ops::Range<usize>, stretch: &[f64], words: &[f64]| {
        let fits = |place: &usize| place + words.len() <= stretch.len();
        places
            .filter(fits)
            .max_by(|one, other| {
                let at = |place: usize| product(&stretch[place..place + words.len()], words);
                at(*one).total_cmp(&at(*other))
            })
            .expect("the recording goes on long enough")
    };
    let about = from + STEP * best(0..2 * AROUND / STEP, &stretch, &coarse);
    best(about.saturating_sub(2 * STEP)..about + 2 * STEP, recording, words)
}

/// One sample for so many: their mean.
fn thin(samples: &[f64], step: usize) -> Vec<f64> {
    samples.chunks_exact(step).map(|chunk| chunk.iter().sum::<f64>() / to_f64(step)).collect()
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn energy(samples: &[f64]) -> f64 {
    product(samples, samples)
}

fn likeness(heard: &[f64], words: &[f64]) -> f64 {
    product(heard, words) / (energy(heard) * energy(words)).sqrt().max(f64::MIN_POSITIVE)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time within the recording")]
fn samples(seconds: f64) -> usize {
    (seconds * RATE).round() as usize
}

#[expect(clippy::cast_precision_loss, reason = "numbers of samples are small")]
fn to_f64(count: usize) -> f64 {
    count as f64
}

/// Prints worst and median.
fn describe(heard: &[Heard], peak: f64, cues: usize) {
    let sorted = |of: fn(&Heard) -> f64| {
        let mut values: Vec<f64> = heard.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let (late, loudness) = (sorted(|words| words.late.abs()), sorted(|words| words.loudness));
    let (likeness, end) = (sorted(|words| words.likeness), sorted(|words| words.end));
    let gain = sorted(|words| words.gain);
    let middle = heard.len() / 2;
    println!("{} utterances and {cues} cues, the loudest sample {peak:.2} of full scale", heard.len());
    println!("from their moment: median {:.1} ms, worst {:.1} ms", late[middle], late[heard.len() - 1]);
    println!(
        "likeness: median {:.4}, worst {:.4}; of their ends: {:.4}",
        likeness[middle], likeness[0], end[0]
    );
    println!("gain: {:.3} to {:.3}", gain[0], gain[heard.len() - 1]);
    println!(
        "loudness of the words: {:.1} to {:.1} dBFS, median {:.1}",
        loudness[0],
        loudness[heard.len() - 1],
        loudness[middle]
    );
}
