//! The voice in the box: clips of speech inside the binary, found by their text.
//!
//! All clips lie in one Ogg Vorbis stream with a little silence between them, and an index says at which sample each one
//! begins. `assets/voice/render.py` makes both.

mod stream;

use std::{collections::HashMap, time::Duration};

use stream::Stream;

use super::Clip;

/// What can be said with nothing installed. Opening it takes a few milliseconds; it decodes nothing yet.
#[derive(Debug)]
pub struct Bank {
    stream: Stream,
    places: HashMap<&'static str, Place>,
}

impl Bank {
    /// # Errors
    ///
    /// When the bank is not as `render.py` writes it, with what is wrong in a sentence without a full stop. What is
    /// shipped is tested.
    pub fn open() -> Result<Self, String> {
        let stream = Stream::open(include_bytes!("../../assets/voice/bank.ogg"))?;
        let places = index().map(|(key, place, _)| (key, place)).collect();
        Ok(Self { stream, places })
    }

    /// What this text sounds like: only the samples of the clip are decoded. `None` when there is no clip of it.
    pub fn clip(&self, text: &str) -> Option<Clip> {
        let place = self.places.get(key(text).as_str())?;
        let samples = self.stream.samples(place.page, place.start, place.samples)?;
        Some(Clip { samples, rate: self.stream.rate() })
    }

    /// How long this text takes to say, without decoding it. `None` when there is no clip of it.
    pub fn length(&self, text: &str) -> Option<Duration> {
        let place = self.places.get(key(text).as_str())?;
        Some(Duration::from_secs_f64(f64::from(place.samples) / f64::from(self.stream.rate())))
    }
}

/// What a text is looked up by: capitals, hyphens, the kind of its spaces and the punctuation at its end do not count.
pub fn key(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    let spaced = words.collect::<Vec<_>>().join(" ");
    spaced.trim_end_matches(['.', ',', ':', ';', '!']).to_lowercase()
}

/// What every clip was made from, to tell whether it is still what is wanted: the key, and the stamp of voice and text.
pub fn stamps() -> impl Iterator<Item = (&'static str, u64)> {
    index().map(|(key, _, stamp)| (key, stamp))
}

/// Where a clip lies in the stream.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The byte of the page from which on to decode.
    page: u32,
    start: u32,
    samples: u32,
}

fn index() -> impl Iterator<Item = (&'static str, Place, u64)> {
    let lines = include_str!("../../assets/voice/index.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        let key = fields.next()?;
        let (start, samples) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        let stamp = u64::from_str_radix(fields.next()?, 16).ok()?;
        let page = fields.next()?.parse().ok()?;
        Some((key, Place { page, start, samples }, stamp))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_spaces_hyphens_and_the_last_stop_do_not_count() {
        for text in ["Cat-cow, paused", "cat cow, paused.", " Cat  cow, paused\t", "CAT-COW, paused!"] {
            assert_eq!(key(text), "cat cow, paused");
        }
        assert_ne!(key("Left, then right"), key("Left then right"));
    }

    #[test]
    fn a_clip_is_as_long_as_was_said_and_the_same_whichever_was_asked_for_before() {
        let bank = Bank::open().unwrap();
        let first = bank.clip("Bird dog").unwrap();
        bank.clip("Halfway").unwrap();
        assert_eq!(bank.clip("bird dog.").unwrap(), first);
        let seconds = f64::from(u32::try_from(first.samples.len()).unwrap()) / f64::from(first.rate);
        assert!((bank.length("Bird dog").unwrap().as_secs_f64() - seconds).abs() < 1e-9);
        assert!((0.3..1.5).contains(&seconds), "{seconds}");
    }

    #[test]
    fn what_was_never_spoken_has_no_clip() {
        let bank = Bank::open().unwrap();
        assert_eq!(bank.clip("Bird cat"), None);
        assert_eq!(bank.length("Bird cat"), None);
        assert_eq!(bank.clip(""), None);
    }
}
