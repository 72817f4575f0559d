//! What was said already, so that it is not said again.

use std::collections::HashSet;

use super::{About, Part, Utterance};
use crate::{plan::Plan, routine::Side, session::Moment};

/// Remembers what of a script was really said. A plan from its beginning has an empty one.
#[derive(Clone, Debug, Default)]
pub struct Said {
    abouts: HashSet<About>,
    /// Exercises by id, each with the sentences about it that were said.
    sentences: HashSet<(String, String)>,
    /// Exercises by id whose dose was said.
    doses: HashSet<String>,
    /// The occurrence and the side that was named last.
    pub(super) told: Option<(u32, Side)>,
    /// Until when it is being said.
    pub(super) busy: Moment,
}

impl Said {
    /// Notes that this is being said: call it when it begins. What is cut off before its end should never be noted.
    pub fn note(&mut self, plan: &Plan, utterance: &Utterance) {
        self.abouts.insert(utterance.about);
        self.busy = self.busy.max(utterance.ends());
        if let Some((occurrence, side)) = utterance.tells {
            self.told = Some((occurrence, side));
        }
        let Some(entry) = utterance.entry.and_then(|entry| plan.entries.get(entry as usize)) else { return };
        match utterance.about.part {
            Part::Sentence(_) => {
                let said = utterance.phrases.iter().map(|phrase| (entry.id.clone(), phrase.text.to_string()));
                self.sentences.extend(said);
            }
            Part::Head if utterance.gives_dose => {
                self.doses.insert(entry.id.clone());
            }
            _ => {}
        }
    }

    /// Nothing is being said any more: what was, broke off.
    pub const fn hush(&mut self) {
        self.busy = Moment::ORIGIN;
    }

    pub(super) fn has(&self, about: About) -> bool {
        self.abouts.contains(&about)
    }

    /// Whether this step has had an instruction or a caution.
    pub(super) fn has_sentence_in(&self, step: u32) -> bool {
        let is_one = |about: &About| about.step == Some(step) && matches!(about.part, Part::Sentence(_));
        self.abouts.iter().any(is_one)
    }

    pub(super) fn has_sentence(&self, exercise: &str, sentence: &str) -> bool {
        self.sentences.contains(&(exercise.to_owned(), sentence.to_owned()))
    }

    pub(super) fn has_dose(&self, exercise: &str) -> bool {
        self.doses.contains(exercise)
    }
}
