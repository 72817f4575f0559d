//! The filters of `list` and `exercises`.

use clap::builder::PossibleValuesParser;

use super::length::Length;
use crate::routine::{Category, Exercise, Position};

#[derive(Debug, clap::Args)]
pub(crate) struct Filter {
    /// Only what is done in this position.
    #[arg(long, value_parser = PossibleValuesParser::new(Position::WORDS))]
    position: Option<String>,
    /// Only what uses this ("none": what needs nothing at all).
    #[arg(long, value_name = "THING")]
    equipment: Option<String>,
    /// Only this kind of exercise.
    #[arg(long, value_parser = PossibleValuesParser::new(Category::WORDS))]
    category: Option<String>,
    /// Only what takes no longer than this at its first dose.
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..))]
    max_minutes: Option<u32>,
}

impl Filter {
    /// Whether it lets everything through.
    pub(crate) const fn is_open(&self) -> bool {
        self.position.is_none()
            && self.equipment.is_none()
            && self.category.is_none()
            && self.max_minutes.is_none()
    }

    /// Whether these exercises, which take so long together, are wanted.
    pub(crate) fn admits(&self, exercises: &[&Exercise], length: Length) -> bool {
        let any = |matches: &dyn Fn(&Exercise) -> bool| exercises.iter().any(|exercise| matches(exercise));
        let position = self.position.as_deref().and_then(Position::from_word);
        let category = self.category.as_deref().and_then(Category::from_word);
        let equipment = match self.equipment.as_deref() {
            None => true,
            Some("none") => exercises.iter().all(|exercise| exercise.words.equipment.is_empty()),
            Some(thing) => any(&|exercise| uses(exercise, thing)),
        };
        equipment
            && position.is_none_or(|position| any(&|exercise| exercise.words.position == Some(position)))
            && category.is_none_or(|category| any(&|exercise| exercise.words.category == Some(category)))
            && self.max_minutes.is_none_or(|most| length.time.low.as_secs() <= u64::from(most) * 60)
    }
}

/// Whether an exercise uses a thing, needed or not: "towel" is in "strap|towel", "ball" in "stability ball".
fn uses(exercise: &Exercise, thing: &str) -> bool {
    let thing = thing.to_lowercase();
    let words = &exercise.words;
    words.equipment.iter().chain(&words.optional_equipment).any(|known| known.to_lowercase().contains(&thing))
}
