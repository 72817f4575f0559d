//! The arguments that say which part of a routine is meant: `run` and `plan` share them.

use crate::runtime::{Choice, LevelWord};

#[derive(Debug, clap::Args)]
pub(crate) struct ChoiceArgs {
    /// Where on every range to be, for once: low (its first end), mid or high; without it, where your history has led to.
    #[arg(long, value_name = "LEVEL", value_parser = parse_level)]
    level: Option<LevelWord>,
    /// Begin with this exercise.
    #[arg(long, value_name = "EXERCISE")]
    from: Option<String>,
    /// Play these exercises only; may be given several times, or as a list with commas.
    #[arg(long, value_name = "EXERCISE", value_delimiter = ',')]
    only: Vec<String>,
    /// Trim it to this time: optional exercises are left out, from the last to the first, then sets, one at a time.
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Option<u32>,
}

impl ChoiceArgs {
    /// `parts`: what is played in turn, where it is several.
    pub(crate) fn into_choice(self, parts: Vec<String>) -> Choice {
        let Self { level, from, only, minutes } = self;
        Choice { level, from, only, minutes, parts, ..Choice::default() }
    }
}

fn parse_level(word: &str) -> Result<LevelWord, String> {
    LevelWord::ALL
        .into_iter()
        .find(|level| level.word() == word)
        .ok_or_else(|| "the levels are low, mid and high".to_owned())
}
