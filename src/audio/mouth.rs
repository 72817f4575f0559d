//! All that can be said, and how long it takes.

use std::{sync::OnceLock, time::Duration};

#[cfg(feature = "voice")]
use super::bank::Bank;
use super::{Speech, render::Renderer};

/// The voice: the words in the box, and a speech program for what is not there. Whoever plans what is said asks it how
/// long that takes, and the mixer has the sound from it.
#[derive(Debug, Default)]
pub struct Mouth {
    /// Opened when it is first asked for.
    #[cfg(feature = "voice")]
    bank: OnceLock<Option<Bank>>,
    /// Hired when it is first needed.
    program: OnceLock<Option<Renderer>>,
}

impl Mouth {
    /// How long this text takes to say, known at once. `None` when nobody can say it, or not yet.
    pub fn length(&self, text: &str) -> Option<Duration> {
        self.recorded(text).or_else(|| self.program()?.length(text))
    }

    /// How long that takes to say. `None` when one of its pieces cannot be said.
    pub fn takes(&self, speech: &Speech) -> Option<Duration> {
        let mut ends = speech.pieces.iter().map(|piece| Some(piece.starts + self.length(&piece.text)?));
        ends.try_fold(Duration::ZERO, |longest, end| Some(longest.max(end?)))
    }

    /// Has these texts ready as soon as may be, the next one first. A speech program is hired only if there is one that
    /// the box lacks; `hire` is called at most once.
    pub fn prepare(&self, texts: Vec<String>, hire: impl FnOnce() -> Option<Renderer>) {
        let lacking: Vec<String> = texts.into_iter().filter(|text| self.recorded(text).is_none()).collect();
        if lacking.is_empty() {
            return;
        }
        if let Some(program) = self.program.get_or_init(hire) {
            program.want(lacking);
        }
    }

    /// Whether a speech program was hired.
    pub fn has_program(&self) -> bool {
        self.program().is_some()
    }

    /// Whether a program that plays by itself has to say this: there are no samples of some of it.
    pub(super) fn plays(&self, speech: &Speech) -> bool {
        self.program().is_some_and(Renderer::plays)
            && speech.pieces.iter().any(|piece| self.recorded(&piece.text).is_none())
    }

    /// Has the program that plays by itself say this now.
    pub(super) fn say(&self, speech: &Speech) {
        if let Some(program) = self.program() {
            let texts: Vec<&str> = speech.pieces.iter().map(|piece| &*piece.text).collect();
            program.say(&texts.join(", "));
        }
    }

    /// Silences it.
    pub(super) fn hush(&self) {
        if let Some(program) = self.program() {
            program.hush();
        }
    }

    /// What this text sounds like. Takes some milliseconds.
    #[cfg(feature = "sound")]
    pub(super) fn clip(&self, text: &str) -> Option<super::Clip> {
        #[cfg(feature = "voice")]
        if let Some(clip) = self.bank().and_then(|bank| bank.clip(text)) {
            return Some(clip);
        }
        self.program()?.clip(text)
    }

    fn program(&self) -> Option<&Renderer> {
        self.program.get()?.as_ref()
    }

    #[cfg(feature = "voice")]
    fn recorded(&self, text: &str) -> Option<Duration> {
        self.bank()?.length(text)
    }

    #[cfg(not(feature = "voice"))]
    #[expect(clippy::unused_self, reason = "there is no box in this build")]
    const fn recorded(&self, _text: &str) -> Option<Duration> {
        None
    }

    #[cfg(feature = "voice")]
    fn bank(&self) -> Option<&Bank> {
        self.bank.get_or_init(|| Bank::open().ok()).as_ref()
    }
}
