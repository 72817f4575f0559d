//! Searching the routines and exercises as words are typed.

use super::scene::{ExerciseCard, HomeModel, RoutineCard};

/// Something that was found, by its place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Routine(usize),
    Exercise(usize),
}

/// Everything that has all the words, or beginnings of words, the best first. Without a word: everything.
pub(crate) fn find(home: &HomeModel, query: &str) -> Vec<Found> {
    let wanted: Vec<String> = words(query);
    let routines = home.routines.iter().map(of_routine).enumerate().map(|(n, it)| (Found::Routine(n), it));
    let exercises =
        home.exercises.iter().map(of_exercise).enumerate().map(|(n, it)| (Found::Exercise(n), it));
    let mut found: Vec<(usize, Found)> = routines
        .chain(exercises)
        .filter_map(|(found, index)| {
            let ranks: Option<Vec<usize>> = wanted.iter().map(|word| index.rank(word)).collect();
            Some((ranks?.into_iter().sum(), found))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, found)| found).collect()
}

/// The words of something by how much they say about it.
struct Index(Vec<Vec<String>>);

impl Index {
    /// How far back the word stands: 0 is a name that begins with it.
    fn rank(&self, wanted: &str) -> Option<usize> {
        let begins = |name: &Vec<String>| name.first().is_some_and(|word| word.starts_with(wanted));
        if self.0.first().is_some_and(begins) {
            return Some(0);
        }
        let stands = |words: &Vec<String>| words.iter().any(|word| word.starts_with(wanted));
        self.0.iter().position(stands).map(|field| field + 1)
    }
}

fn of_routine(card: &RoutineCard) -> Index {
    let best_for: Vec<&String> = card.entries.iter().flat_map(|entry| &entry.best_for).collect();
    Index(vec![
        words(&card.name),
        card.tags.iter().flat_map(|tag| words(tag)).chain(words(&card.id)).collect(),
        card.exercises.iter().flat_map(|name| words(name)).collect(),
        best_for.into_iter().flat_map(|text| words(text)).collect(),
        card.summary.iter().flat_map(|text| words(text)).collect(),
    ])
}

fn of_exercise(card: &ExerciseCard) -> Index {
    Index(vec![
        words(&card.name),
        card.term.iter().chain(&card.facts).flat_map(|fact| words(fact)).chain(words(&card.id)).collect(),
        card.best_for.iter().flat_map(|text| words(text)).collect(),
        card.purpose.iter().flat_map(|text| words(text)).collect(),
    ])
}

/// Small letters; apostrophes do not part a word, and so need not be typed.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace(['\'', '’'], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(String::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::scene::EntryCard;

    fn home() -> HomeModel {
        let routine = |name: &str, tags: &[&str], exercises: &[&str], best_for: &str| RoutineCard {
            name: name.into(),
            tags: tags.iter().map(ToString::to_string).collect(),
            exercises: exercises.iter().map(ToString::to_string).collect(),
            entries: vec![EntryCard { best_for: vec![best_for.into()], ..EntryCard::default() }],
            ..RoutineCard::default()
        };
        let exercise = |name: &str, fact: &str, best_for: &str| ExerciseCard {
            name: name.into(),
            facts: vec![fact.into()],
            best_for: vec![best_for.into()],
            ..ExerciseCard::default()
        };
        HomeModel {
            routines: vec![
                routine("The gentle twelve", &["daily"], &["Cat-cow", "Bird dog"], "stiff mornings"),
                routine("Bird watching", &["neck"], &["Look up"], "binoculars"),
            ],
            exercises: vec![
                exercise("Child’s pose", "kneeling", "acute pain"),
                exercise("Bird dog", "quadruped", "a stable back"),
            ],
            ..HomeModel::default()
        }
    }

    #[test]
    fn names_come_before_what_is_said_of_them() {
        use Found::{Exercise, Routine};
        let found = |query: &str| find(&home(), query);
        assert_eq!(found(""), [Routine(0), Routine(1), Exercise(0), Exercise(1)]);
        assert_eq!(found("bird"), [Routine(1), Exercise(1), Routine(0)]);
        assert_eq!(found("BIRD d"), [Exercise(1), Routine(0)]);
        assert_eq!(found("childs"), [Exercise(0)]);
        assert_eq!(found("dail"), [Routine(0)]);
        assert_eq!(found("mornings"), [Routine(0)]);
        assert_eq!(found("acute"), [Exercise(0)]);
        assert_eq!(found("quadruped stable"), [Exercise(1)]);
        assert_eq!(found("ird"), [], "a word is known by its beginning");
        assert_eq!(found("bird kneeling"), [], "all words have to fit");
    }
}
