//! The arguments that say which part of a routine is meant: `run` and `plan` share them.

use crate::runtime::{Choice, LevelWord};

#[derive(Debug, clap::Args)]
pub(crate) struct ChoiceArgs {
    /// Where on every range to be: its first end, its middle or its last end.
    #[arg(long, value_name = "LEVEL", default_value = "low", value_parser = parse_level)]
    level: LevelWord,
    /// Begin with this exercise.
    #[arg(long, value_name = "EXERCISE")]
    from: Option<String>,
    /// Play these exercises only; may be given several times, or as a list with commas.
    #[arg(long, value_name = "EXERCISE", value_delimiter = ',')]
    only: Vec<String>,
}

impl ChoiceArgs {
    pub(crate) fn into_choice(self) -> Choice {
        Choice { level: self.level, from: self.from, only: self.only, today: None }
    }
}

fn parse_level(word: &str) -> Result<LevelWord, String> {
    LevelWord::ALL
        .into_iter()
        .find(|level| level.word() == word)
        .ok_or_else(|| "the levels are low, mid and high".to_owned())
}
