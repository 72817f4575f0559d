//! The filters of `list` and `exercises`.

mod things;

use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::length::{Length, length, minutes};
use crate::routine::{
    Category, Complexity, Exercise, Position, Routine, positions,
    words::{equipment, exercises, position_words, thing_words},
};

#[derive(Debug, clap::Args)]
pub(crate) struct Filter {
    /// Only what is done in these positions, and of routines those that need no other.
    #[arg(long, value_name = "POSITION", value_delimiter = ',', value_parser = Words(Position::WORDS))]
    position: Vec<String>,
    /// Only what can be done with these things at hand: names with commas, a word of a name is enough. A mat and a floor
    /// are always at hand; "none" shows what needs nothing else.
    #[arg(long, value_name = "THING", value_delimiter = ',', value_parser = trimmed)]
    equipment: Vec<String>,
    /// Only these kinds of exercise, and routines with any of them.
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = Words(Category::WORDS))]
    category: Vec<String>,
    /// Only what takes no longer than this at its first dose.
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..))]
    max_minutes: Option<u32>,
    /// Only what says how complex it is, and is no more so than this.
    #[arg(long, value_parser = PossibleValuesParser::new(Complexity::WORDS))]
    complexity: Option<String>,
    /// Only what is best for this, in words such as "low back"; of routines, their tags count too.
    #[arg(long, value_name = "WORDS")]
    best_for: Option<String>,
}

/// One of these words, with or without blanks around it: people write one after a comma.
#[derive(Clone, Copy)]
struct Words(&'static [&'static str]);

impl TypedValueParser for Words {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let word = value.to_string_lossy();
        PossibleValuesParser::new(self.0).parse_ref(command, arg, word.trim().as_ref())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(|word| PossibleValue::new(*word))))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as the parser of an argument must be")]
fn trimmed(text: &str) -> Result<String, std::convert::Infallible> {
    Ok(text.trim().to_owned())
}

/// The names of the filters, which mean nothing beside the name of one exercise.
pub(crate) const FILTERS: [&str; 6] =
    ["position", "equipment", "category", "max_minutes", "complexity", "best_for"];

/// What may be wanted: a routine, or an exercise as a routine of its own.
pub(crate) struct Candidate<'a> {
    pub(crate) routine: &'a Routine,
    pub(crate) length: Length,
}

impl<'a> Candidate<'a> {
    pub(crate) fn new(routine: &'a Routine) -> Self {
        Self { routine, length: length(routine) }
    }
}

/// Something that does not fit: why, in words that go on after "it", and by how much where that can be said.
struct Miss {
    why: String,
    by: Option<u64>,
}

impl Filter {
    pub(crate) fn admits(&self, candidate: &Candidate<'_>) -> bool {
        self.misses(candidate).is_empty()
    }

    /// A sentence for when nothing fits. It names what comes nearest: what misses least, and by the least.
    pub(crate) fn nothing_fits(&self, what: &str, command: &str, all: &[Candidate<'_>]) -> String {
        let asked = self.asked();
        let distance = |misses: &[Miss]| {
            let measured = misses.iter().filter_map(|miss| miss.by);
            // What is only too much is nearer than what is something else.
            (misses.len(), misses.len() - measured.clone().count(), measured.sum::<u64>())
        };
        let near = all
            .iter()
            .map(|candidate| (candidate, self.misses(candidate)))
            // What fits in nothing and cannot be measured is not near.
            .filter(|(_, misses)| misses.len() < asked || misses.iter().all(|miss| miss.by.is_some()))
            .min_by_key(|(_, misses)| distance(misses));
        let all_of = if asked > 1 { "all of that" } else { "that" };
        match near {
            None => format!("No {what} fits {all_of}. `{command}` shows all."),
            Some((candidate, misses)) => {
                let why: Vec<String> = misses.into_iter().map(|miss| miss.why).collect();
                let Routine { id, name, .. } = candidate.routine;
                format!(
                    "No {what} fits {all_of}. The nearest is `{id}` ({name}), but it {}.",
                    why.join(" and ")
                )
            }
        }
    }

    /// Things at hand that nothing here uses, with what may have been meant.
    pub(crate) fn unused(&self, all: &[Candidate<'_>]) -> Vec<String> {
        let used = all.iter().flat_map(|candidate| exercises(&candidate.routine.steps));
        let used: Vec<&str> = used
            .flat_map(|exercise| exercise.words.equipment.iter().chain(&exercise.words.optional_equipment))
            .flat_map(|thing| thing.split('|').map(str::trim))
            .collect();
        self.equipment.iter().filter_map(|have| things::unused(have, &used)).collect()
    }

    /// Whether it lets everything through.
    pub(crate) fn is_open(&self) -> bool {
        self.asked() == 0
    }

    fn asked(&self) -> usize {
        [
            !self.position.is_empty(),
            !self.equipment.is_empty(),
            !self.category.is_empty(),
            self.max_minutes.is_some(),
            self.complexity.is_some(),
            self.best_for.is_some(),
        ]
        .into_iter()
        .filter(|asked| *asked)
        .count()
    }

    fn misses(&self, candidate: &Candidate<'_>) -> Vec<Miss> {
        let Candidate { routine, length } = candidate;
        let exercises = exercises(&routine.steps);
        [
            self.position(routine),
            self.things(routine),
            self.kind(&exercises),
            self.time(*length),
            self.complexity(&exercises),
            self.purpose(routine, &exercises),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn position(&self, routine: &Routine) -> Option<Miss> {
        if self.position.is_empty() {
            return None;
        }
        let all = positions(&routine.steps);
        let others: Vec<&str> = all
            .iter()
            .filter(|position| !self.position.iter().any(|word| word == position.word()))
            .map(|position| position_words(*position))
            .collect();
        let why = match (all.is_empty(), others.is_empty(), others.len() == all.len()) {
            (true, ..) => "names no position".into(),
            (_, true, _) => return None,
            (_, _, true) => format!("is done {}", others.join(", ")),
            (_, _, false) => format!("is also done {}", others.join(", ")),
        };
        Some(Miss { why, by: None })
    }

    fn things(&self, routine: &Routine) -> Option<Miss> {
        if self.equipment.is_empty() {
            return None;
        }
        let needed = equipment(routine);
        let lacking: Vec<String> = needed
            .iter()
            .filter(|thing| !things::at_hand(thing, &self.equipment))
            .map(|thing| thing_words(thing))
            .collect();
        let why = || format!("needs {}", lacking.join(" and "));
        (!lacking.is_empty()).then(|| Miss { why: why(), by: Some(lacking.len() as u64) })
    }

    fn kind(&self, exercises: &[&Exercise]) -> Option<Miss> {
        let wanted = |category: Category| self.category.iter().any(|word| word == category.word());
        let fits =
            self.category.is_empty() || exercises.iter().filter_map(|it| it.words.category).any(wanted);
        (!fits).then(|| Miss { why: format!("is not for {}", self.category.join(" or ")), by: None })
    }

    fn time(&self, length: Length) -> Option<Miss> {
        let most = Duration::from_secs(u64::from(self.max_minutes?) * 60);
        let over = length.time.low.checked_sub(most).filter(|over| !over.is_zero())?;
        let why = format!("takes {} min", minutes(length.time.low).max(u64::from(self.max_minutes?) + 1));
        Some(Miss { why, by: Some(over.as_secs().max(1)) })
    }

    fn complexity(&self, exercises: &[&Exercise]) -> Option<Miss> {
        let most = rank(Complexity::from_word(self.complexity.as_deref()?)?);
        match exercises.iter().filter_map(|exercise| exercise.words.complexity).max_by_key(|it| rank(*it)) {
            None => Some(Miss { why: "does not say how complex it is".into(), by: None }),
            Some(highest) if rank(highest) > most => Some(Miss {
                why: format!("is of {} complexity", highest.word()),
                by: Some((rank(highest) - most) as u64),
            }),
            Some(_) => None,
        }
    }

    fn purpose(&self, routine: &Routine, exercises: &[&Exercise]) -> Option<Miss> {
        let wanted = self.best_for.as_deref()?;
        let texts = exercises.iter().flat_map(|exercise| &exercise.words.best_for).chain(&routine.tags);
        let texts: Vec<String> = texts.map(|text| text.to_lowercase()).collect();
        let lower = wanted.to_lowercase();
        // Each word where one text has them all: "low back" is not in "low impact" beside "upper back".
        let in_text = |text: &String| lower.split_whitespace().all(|word| has_word(text, word));
        let why = format!("is not marked as best for “{}”", crate::diagnostic::printable(wanted));
        (!texts.iter().any(in_text)).then_some(Miss { why, by: None })
    }
}

/// The highest complexity that an exercise of the routine names.
pub(crate) fn complexity(routine: &Routine) -> Option<Complexity> {
    let all = exercises(&routine.steps).into_iter().filter_map(|exercise| exercise.words.complexity);
    all.max_by_key(|complexity| rank(*complexity))
}

fn rank(complexity: Complexity) -> usize {
    Complexity::ALL.iter().position(|known| *known == complexity).unwrap_or_default()
}

/// Whether a word of the text begins like this.
fn has_word(text: &str, start: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.starts_with(start))
}
