//! Settings that are one word of a few.

use super::table::AUTO;

/// What is done with moves on the ranges of a routine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progression {
    /// They are made; the summary says which and why, and a key turns them down.
    #[default]
    Auto,
    /// Moves up are made only after a yes.
    Ask,
    /// Every range is at its first end, or where `--level` says.
    Off,
}

impl Progression {
    pub(super) const WORDS: &'static [&'static str] = &["auto", "ask", "off"];

    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    pub(super) fn from_word(word: &str) -> Self {
        match word {
            "ask" => Self::Ask,
            "off" => Self::Off,
            _ => Self::Auto,
        }
    }
}

/// When the terminal's own progress bar is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// In terminals that are known to have one.
    #[default]
    Auto,
    Always,
    Never,
}

impl Progress {
    const WORDS: [(&str, Self); 3] = [(AUTO, Self::Auto), ("always", Self::Always), ("never", Self::Never)];

    pub(super) fn word(self) -> &'static str {
        Self::WORDS.into_iter().find(|(_, value)| *value == self).map_or(AUTO, |(word, _)| word)
    }

    pub(super) fn from_word(word: &str) -> Self {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map_or(Self::Auto, |(_, value)| value)
    }
}

/// How a session is shown at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Everything there is to know, for who sits before it.
    #[default]
    Near,
    /// As large as the terminal allows.
    Far,
}

impl View {
    pub(super) const WORDS: &'static [&'static str] = &["near", "far"];

    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    pub(super) fn from_word(word: &str) -> Self {
        if word == "far" { Self::Far } else { Self::Near }
    }
}
