//! The exercises of a record, each in memory once.

use std::{
    ops::{Index, IndexMut},
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::Exercise;

/// A list of exercises. Most of what is done was done before, just so: those that were read as the same text are the same
/// exercise in memory, until one of them is changed. A long history has a million of them, and new memory is what costs
/// most in reading it.
#[derive(Clone, Debug, Default)]
pub struct Entries(Vec<Arc<Exercise>>);

impl Entries {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, place: usize) -> Option<&Exercise> {
        self.0.get(place).map(Arc::as_ref)
    }

    pub fn iter(&self) -> Iter<'_> {
        self.0.iter().map(Arc::as_ref)
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Exercise> {
        self.0.iter_mut().map(Arc::make_mut)
    }
}

type Iter<'e> = std::iter::Map<std::slice::Iter<'e, Arc<Exercise>>, fn(&'e Arc<Exercise>) -> &'e Exercise>;

impl<'e> IntoIterator for &'e Entries {
    type Item = &'e Exercise;
    type IntoIter = Iter<'e>;

    fn into_iter(self) -> Iter<'e> {
        self.iter()
    }
}

impl From<Vec<Arc<Exercise>>> for Entries {
    fn from(all: Vec<Arc<Exercise>>) -> Self {
        Self(all)
    }
}

impl FromIterator<Exercise> for Entries {
    fn from_iter<I: IntoIterator<Item = Exercise>>(all: I) -> Self {
        Self(all.into_iter().map(Arc::new).collect())
    }
}

impl Index<usize> for Entries {
    type Output = Exercise;

    fn index(&self, place: usize) -> &Exercise {
        &self.0[place]
    }
}

impl IndexMut<usize> for Entries {
    fn index_mut(&mut self, place: usize) -> &mut Exercise {
        Arc::make_mut(&mut self.0[place])
    }
}

impl PartialEq for Entries {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Exercise>::deserialize(deserializer).map(|all| all.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{
        fixture::{about, mixed, time},
        record::Done,
        recorder::Recorder,
    };

    #[test]
    fn what_is_changed_in_one_list_stays_as_it_was_in_another() {
        let record = Recorder::new(&mixed()).record(&about("01K"), &time("2026-11-21T07:20:00Z"));
        let exercise = Arc::new(record.exercises[0].clone());
        let one = Entries::from(vec![exercise.clone(), exercise]);
        let mut other = one.clone();
        assert_eq!(one, other);
        other[0].status = Done::Done;
        let states = |entries: &Entries| entries.iter().map(|entry| entry.status).collect::<Vec<_>>();
        assert_eq!((states(&one), states(&other)), (vec![Done::Skipped; 2], vec![Done::Done, Done::Skipped]));
        other.iter_mut().for_each(|entry| entry.sets += 1);
        assert_ne!(one[1], other[1]);
        assert_ne!(one, other);
    }
}
