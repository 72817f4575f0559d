//! Ids as they are shown: as much of each as no other session's begins with.

use crate::{history::record::Record, ui::text::clean};

/// So many characters tell sessions apart that did not begin in the same millisecond.
const LEAST: usize = 10;

/// All ids, in capitals and in order: small letters are taken for them.
pub(super) struct Ids(Vec<String>);

impl Ids {
    pub(super) fn of<'r>(records: impl Iterator<Item = &'r Record>) -> Self {
        let mut all: Vec<String> = records.map(|record| record.id.to_ascii_uppercase()).collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// The beginning of an id that means this session alone.
    pub(super) fn short(&self, id: &str) -> String {
        let own = id.to_ascii_uppercase();
        let at = self.0.partition_point(|other| *other < own);
        let after = self.0[at..].iter().find(|other| **other != own);
        let beside = at.checked_sub(1).map(|before| &self.0[before]).into_iter().chain(after);
        let shared = |other: &String| other.chars().zip(own.chars()).take_while(|(a, b)| a == b).count();
        let needed = beside.map(|other| shared(other) + 1).max().unwrap_or_default();
        clean(id).chars().take(needed.max(LEAST)).collect()
    }
}
