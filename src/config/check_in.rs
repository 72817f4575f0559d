//! When the user is asked how it is.

/// Around a session: before it, and after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckIn {
    Off,
    /// Before the first session of a day, and after each.
    #[default]
    Daily,
    /// Before and after each.
    Always,
}

impl CheckIn {
    pub(super) const WORDS: &[&str] = &["daily", "always", "off"];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Daily => "daily",
            Self::Always => "always",
        }
    }

    pub(super) fn from_word(word: &str) -> Self {
        [Self::Off, Self::Always].into_iter().find(|value| value.word() == word).unwrap_or_default()
    }
}
