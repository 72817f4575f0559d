//! What the voice in the box promises: every shipped text has a clip of it as it is now, all equally loud, none clipped.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "numbers of samples are small"
)]

#[expect(dead_code, reason = "its `main` is a program of its own")]
#[path = "../assets/voice/phrases.rs"]
mod phrases;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use supple::audio::{
    Clip,
    bank::{self, Bank},
};

/// More than the coder smears ahead of the first sound, much less than speech.
const LITTLE: f32 = 0.05;
const RENDER: &str = "run assets/voice/render.py, see the README beside it";

#[test]
fn the_list_names_all_that_the_shipped_files_can_have_said() {
    let missing: Vec<String> = difference(&phrases::all(), &lines("phrases.txt"));
    let needless: Vec<String> = difference(&lines("phrases.txt"), &phrases::all());
    let list = "run `cargo run --example voice-phrases > assets/voice/phrases.txt`, then render.py";
    assert!(
        missing.is_empty() && needless.is_empty(),
        "{list}: not in it {missing:?}, no longer {needless:?}"
    );
}

#[test]
fn every_phrase_has_a_clip_of_it_as_it_is_now() {
    let (say, settings) = settings();
    let voice = voice(&settings);
    let wanted: BTreeMap<String, u64> = wanted()
        .into_iter()
        .map(|key| {
            let said = say.get(&key).and_then(toml::Value::as_str).unwrap_or_default();
            let stamp = stamp(&format!("{voice}\n{key}\n{said}"));
            (key, stamp)
        })
        .collect();
    let there: BTreeMap<String, u64> = bank::stamps().map(|(key, stamp)| (key.to_owned(), stamp)).collect();
    let stale: Vec<&String> =
        wanted.iter().filter(|(key, stamp)| there.get(*key) != Some(stamp)).map(|(key, _)| key).collect();
    assert!(stale.is_empty(), "no clip, or a stale one ({RENDER}): {stale:?}");
    let needless: Vec<&String> = there.keys().filter(|key| !wanted.contains_key(*key)).collect();
    assert!(needless.is_empty(), "nobody asks for these ({RENDER}): {needless:?}");
}

#[test]
fn every_clip_is_whole_as_loud_as_the_others_and_not_clipped() {
    let bank = Bank::open().unwrap();
    let level = match settings().1["level"] {
        toml::Value::Integer(level) => level as f64,
        ref other => panic!("{other:?}"),
    };
    for key in wanted() {
        let clip = bank.clip(&key).unwrap_or_else(|| panic!("no clip of {key:?}: {RENDER}"));
        let seconds = clip.samples.len() as f64 / f64::from(clip.rate);
        let length = bank.length(&key);
        assert!(
            length.is_some_and(|length| (length.as_secs_f64() - seconds).abs() < 1e-6),
            "{key}: {length:?}"
        );
        assert!((0.15..12.0).contains(&seconds), "{key}: {seconds} s");

        let edge = clip.rate as usize / 250;
        let (first, last) = (peak(&clip.samples[..edge]), peak(&clip.samples[clip.samples.len() - edge..]));
        assert!(first < LITTLE && last < LITTLE, "{key} is cut: {first} at its beginning, {last} at its end");
        assert!(peak(&clip.samples) < from_db(-3.0), "{key}: peak {}", peak(&clip.samples));
        // So no two are further apart than 1.5 dB.
        let loudness = loudness(&clip);
        assert!((loudness - level).abs() < 0.75, "{key}: {loudness:.2} dB instead of {level} dB");
    }
}

#[test]
fn it_all_takes_less_than_six_mebibytes() {
    let size = |name: &str| fs::metadata(folder().join(name)).unwrap().len();
    let both = size("bank.ogg") + size("index.tsv");
    assert!(both < 6 << 20, "{both} bytes");
}

/// What is to be found, by the keys of both lists.
fn wanted() -> BTreeSet<String> {
    [lines("fixed.txt"), lines("phrases.txt")].concat().iter().map(|text| bank::key(text)).collect()
}

fn lines(name: &str) -> Vec<String> {
    text(name).lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).expect("the file is there")
}

fn difference(these: &[String], those: &[String]) -> Vec<String> {
    these.iter().filter(|text| !those.contains(text)).cloned().collect()
}

/// What `voice.toml` says: how it is spoken, and what is said otherwise than it is written.
fn settings() -> (toml::Table, toml::Table) {
    let file: toml::Table = text("voice.toml").parse().expect("voice.toml is good TOML");
    let table = |name: &str| file[name].as_table().expect("it has two tables").clone();
    (table("say"), table("voice"))
}

/// All settings as one text, in the order of `render.py`.
fn voice(settings: &toml::Table) -> String {
    let word = |name: &str| match &settings[name] {
        toml::Value::String(text) => text.clone(),
        toml::Value::Float(number) => format!("{number:?}"),
        toml::Value::Integer(number) => number.to_string(),
        other => panic!("{name}: {other:?}"),
    };
    ["program", "name", "speed", "rate", "quality", "level"].map(word).join("\n")
}

/// FNV-1a of 64 bits.
fn stamp(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |value, byte| (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The RMS of what is speech: of the frames of 20 ms that are at most 20 dB below the loudest.
fn loudness(clip: &Clip) -> f64 {
    let frames: Vec<f64> = clip.samples.chunks(clip.rate as usize / 50).map(mean_square).collect();
    let loudest = frames.iter().copied().fold(0.0, f64::max);
    let speech: Vec<f64> = frames.into_iter().filter(|frame| *frame > loudest / 100.0).collect();
    10.0 * (speech.iter().sum::<f64>() / speech.len() as f64).log10()
}

fn mean_square(samples: &[f32]) -> f64 {
    samples.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / samples.len() as f64
}

fn peak(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, sample| sample.abs().max(peak))
}

fn from_db(level: f64) -> f32 {
    10.0_f64.powf(level / 20.0) as f32
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/voice"))
}
