//! All that can be said, and how long it takes.

use std::time::Duration;

#[cfg(feature = "voice")]
use std::sync::OnceLock;

use super::Speech;
#[cfg(feature = "voice")]
use super::bank::Bank;

/// The voice. Whoever plans what is said asks it how long that takes, and the mixer has the sound from it.
#[derive(Debug, Default)]
pub struct Mouth {
    /// Opened when it is first asked for.
    #[cfg(feature = "voice")]
    bank: OnceLock<Option<Bank>>,
}

impl Mouth {
    /// How long this text takes to say, known at once. `None` when nobody can say it, or not yet.
    pub fn length(&self, text: &str) -> Option<Duration> {
        #[cfg(feature = "voice")]
        if let Some(length) = self.bank().and_then(|bank| bank.length(text)) {
            return Some(length);
        }
        let _ = text;
        None
    }

    /// How long that takes to say. `None` when one of its pieces cannot be said.
    pub fn takes(&self, speech: &Speech) -> Option<Duration> {
        let mut ends = speech.pieces.iter().map(|piece| Some(piece.starts + self.length(&piece.text)?));
        ends.try_fold(Duration::ZERO, |longest, end| Some(longest.max(end?)))
    }

    /// What this text sounds like. Takes some milliseconds.
    #[cfg(feature = "sound")]
    pub(super) fn clip(&self, text: &str) -> Option<super::Clip> {
        #[cfg(feature = "voice")]
        if let Some(clip) = self.bank().and_then(|bank| bank.clip(text)) {
            return Some(clip);
        }
        let _ = text;
        None
    }

    #[cfg(feature = "voice")]
    fn bank(&self) -> Option<&Bank> {
        self.bank.get_or_init(|| Bank::open().ok()).as_ref()
    }
}
