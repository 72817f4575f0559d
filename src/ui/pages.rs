//! What lies above the home screen: the search, and the pages of routines and exercises.

use super::{
    app::Effect,
    find::{Found, find},
    scene::{ExerciseCard, HomeModel, RoutineCard, TodayRow},
};

/// One of them; they lie on each other, and closing one shows the one below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Search {
        query: String,
        chosen: usize,
    },
    Routine {
        id: String,
        scroll: usize,
    },
    /// `item`: not at the library's dose but as this item of today asks for it.
    Exercise {
        id: String,
        item: Option<String>,
        scroll: usize,
    },
}

/// Nobody searches for more.
const LONGEST_QUERY: usize = 60;

impl Page {
    pub(crate) fn search() -> Self {
        Self::Search { query: String::new(), chosen: 0 }
    }

    /// The page of what a program asks for.
    pub(crate) fn of(row: &TodayRow) -> Self {
        let (id, scroll) = (row.content.clone(), 0);
        let item = row.card.is_some().then(|| row.id.clone());
        if row.is_routine { Self::Routine { id, scroll } } else { Self::Exercise { id, item, scroll } }
    }

    /// The page of an exercise, though there may be a routine of the same id.
    pub(crate) fn of_exercise(home: &HomeModel, id: &str) -> Option<Self> {
        exercise(home, id).map(|_| Self::Exercise { id: id.into(), item: None, scroll: 0 })
    }

    /// The page of what is chosen in a search.
    pub(crate) fn found(home: &HomeModel, query: &str, chosen: usize) -> Option<Self> {
        Some(match find(home, query).get(chosen)? {
            Found::Routine(n) => Self::Routine { id: home.routines.get(*n)?.id.clone(), scroll: 0 },
            Found::Exercise(n) => {
                Self::Exercise { id: home.exercises.get(*n)?.id.clone(), item: None, scroll: 0 }
            }
        })
    }

    /// What the page is about is still there.
    pub(crate) fn is_good(&self, home: &HomeModel) -> bool {
        match self {
            Self::Search { .. } => true,
            Self::Routine { id, .. } => routine(home, id).is_some(),
            Self::Exercise { .. } => self.exercise(home).is_some(),
        }
    }

    /// The exercise that the page is about.
    pub(crate) fn exercise<'h>(&self, home: &'h HomeModel) -> Option<&'h ExerciseCard> {
        match self {
            Self::Exercise { item: Some(item), .. } => {
                let today = home.today.as_ref()?;
                let mut rows = today.due.iter().chain(&today.done).chain(&today.later);
                rows.find(|row| row.id == *item)?.card.as_deref()
            }
            Self::Exercise { id, item: None, .. } => exercise(home, id),
            Self::Search { .. } | Self::Routine { .. } => None,
        }
    }

    /// What starts what the page is about.
    pub(crate) fn start(&self, home: &HomeModel) -> Option<Effect> {
        match self {
            Self::Search { .. } => None,
            Self::Routine { id, .. } => {
                let broken = routine(home, id)?.broken.is_some();
                (!broken).then(|| Effect::Start { routine: id.clone() })
            }
            Self::Exercise { item: Some(item), .. } => Some(Effect::StartItem { item: item.clone() }),
            Self::Exercise { id, item: None, .. } => Some(Effect::StartExercise { exercise: id.clone() }),
        }
    }
}

/// Adds what was typed or pasted, on one line.
pub(crate) fn type_in(query: &mut String, text: &str) {
    for c in text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()) {
        if query.chars().count() < LONGEST_QUERY && !(c == ' ' && (query.is_empty() || query.ends_with(' ')))
        {
            query.push(c);
        }
    }
}

pub(crate) fn routine<'h>(home: &'h HomeModel, id: &str) -> Option<&'h RoutineCard> {
    home.routines.iter().find(|card| card.id == id)
}

pub(crate) fn exercise<'h>(home: &'h HomeModel, id: &str) -> Option<&'h ExerciseCard> {
    home.exercises.iter().find(|card| card.id == id)
}
