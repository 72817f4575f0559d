//! How much is said.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Voice {
    /// With the instructions of every exercise, the first time it comes.
    #[default]
    Full,
    /// Names, doses, sides and counts.
    Brief,
    /// What paces the work: counts, phases, sides, half-way.
    Counts,
    Off,
}

impl Voice {
    /// From the most to the least.
    pub const ALL: [Self; 4] = [Self::Full, Self::Brief, Self::Counts, Self::Off];
    /// The words of `ALL`.
    pub const WORDS: &[&str] = &["full", "brief", "counts", "off"];

    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|voice| voice.word() == word)
    }

    /// A step less, and from nothing to everything again.
    pub const fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }
}
