//! Trimming to a time: what may be left out goes, then single sets; the order stays.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use super::{
    compile::{Options, compile_without},
    model::{Kind, Plan},
};
use crate::routine::{Routine, words::duration_words};

/// What is taken out of a routine, by [`Entry::n`](super::Entry::n).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cuts {
    /// Not played at all.
    pub(super) entries: BTreeSet<u32>,
    /// Played with no more sets than this.
    pub(super) sets: BTreeMap<u32, u32>,
}

/// A plan that was to fit into a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    pub plan: Plan,
    /// What it lacks, in the order of the routine.
    pub left_out: Vec<LeftOut>,
    /// The time that it was to fit into, if there was one.
    pub within: Option<Duration>,
}

/// Something that a trimmed plan lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The entry's number in the routine, as in [`Entry::n`](super::Entry::n).
    pub n: u32,
    pub id: String,
    pub name: String,
    /// How many sets it has, and how many are left. `None`: all of the exercise is left out.
    pub sets: Option<(u32, u32)>,
}

/// The plan of a routine, no longer than `within` if that can be had: optional exercises are left out, from the last
/// to the first; then sets, one at a time, wherever there are most of them (of equals the last), down to one each.
///
/// Open work counts as long as it is likely to take. One exercise always stays, and so does a short optional one
/// whose absence would only make room for getting into another position.
pub fn fit(routine: &Routine, options: &Options, within: Option<Duration>) -> Fitted {
    let whole = compile_without(routine, options, &Cuts::default());
    let Some(limit) = within.filter(|limit| whole.likely() > *limit) else {
        return Fitted { plan: whole, left_out: Vec::new(), within };
    };
    let optional = optional(&whole);
    let trimming = Trimming { sets: spare_sets(&whole, &optional), optional };
    let most = trimming.optional.len() + trimming.sets.len();
    let fits = |count| compile_without(routine, options, &trimming.cuts(count)).likely() <= limit;
    let cuts = trimming.cuts(fewest(most, fits));
    let plan = compile_without(routine, options, &cuts);
    Fitted { left_out: left_out(&whole, &cuts), plan, within }
}

impl Fitted {
    /// How much longer it is than it was to be, if it is.
    pub fn over(&self) -> Option<Duration> {
        self.plan.likely().checked_sub(self.within?).filter(|over| !over.is_zero())
    }

    /// What was left out, and whether that was enough, in a sentence or two. `None` when it fits as it is.
    pub fn words(&self) -> Option<String> {
        let within = self.within.filter(|_| !self.left_out.is_empty() || self.over().is_some())?;
        let (gone, shorter): (Vec<_>, Vec<_>) = self.left_out.iter().partition(|left| left.sets.is_none());
        let gone: Vec<String> = gone.iter().map(|left| left.name.clone()).collect();
        let shorter: Vec<String> = shorter.iter().filter_map(|left| sets_words(left)).collect();
        let mut parts = Vec::new();
        if !gone.is_empty() {
            parts.push(format!("without {}", list(&gone)));
        }
        if !shorter.is_empty() {
            parts.push(list(&shorter));
        }
        let said = format!("To fit {}: {}.", duration_words(within), parts.join("; "));
        let Some(over) = self.over() else { return Some(said) };
        let shortest = format!(
            "It cannot be made shorter than {}, which is {} over.",
            duration_words(whole_seconds(self.plan.likely())),
            duration_words(whole_seconds(over)),
        );
        Some(if parts.is_empty() { shortest } else { format!("{said} {shortest}") })
    }
}

/// Every cut there is, in the order in which they are made.
struct Trimming {
    /// The numbers of entries to leave out.
    optional: Vec<u32>,
    /// The numbers of entries to take one set from, and how many are left then.
    sets: Vec<(u32, u32)>,
}

impl Trimming {
    /// The first so many of them.
    fn cuts(&self, count: usize) -> Cuts {
        let optional = count.min(self.optional.len());
        Cuts {
            entries: self.optional[..optional].iter().copied().collect(),
            // Of an entry that comes more than once the last and smallest number stays.
            sets: self.sets.iter().take(count - optional).copied().collect(),
        }
    }
}

/// The smallest number of cuts that is enough, or all of them. Every cut makes the plan shorter, so halving finds it.
fn fewest(most: usize, fits: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low.midpoint(high);
        if fits(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// By how much the exercise after one that is left out can need longer to get ready.
const MOVING: Duration = Duration::from_secs(10);

/// The optional entries from the last to the first, but for those that are so short that leaving them out could make
/// the plan longer.
fn optional(plan: &Plan) -> Vec<u32> {
    let mut spared = vec![(Duration::ZERO, 0, None); plan.entries.len()];
    for step in &plan.steps {
        let Some((time, times, last)) = step.entry.and_then(|entry| spared.get_mut(entry as usize)) else {
            continue;
        };
        let length = step.length.or(step.estimate).unwrap_or_default();
        // With others left out it may itself need no more than this to get ready.
        *time += if step.kind == Kind::Prepare { length.min(MOVING) } else { length };
        if *last != Some(step.occurrence) {
            *last = Some(step.occurrence);
            *times += 1;
        }
    }
    let worth = |(entry, (time, times, _)): (_, (Duration, u32, _))| (entry, time > MOVING * times);
    let mut optional: Vec<u32> = plan
        .entries
        .iter()
        .zip(spared)
        .map(worth)
        .filter_map(|(entry, worth)| (entry.optional && worth).then_some(entry.n))
        .collect();
    if optional.len() == plan.entries.len() && !optional.is_empty() {
        optional.remove(0);
    }
    optional.reverse();
    optional
}

/// Which entries lose a set, in order, until each that is not left out has one.
fn spare_sets(plan: &Plan, left_out: &[u32]) -> Vec<(u32, u32)> {
    let gone: BTreeSet<u32> = left_out.iter().copied().collect();
    let mut stays: Vec<(u32, u32)> = plan
        .entries
        .iter()
        .map(|entry| (entry.n, entry.target.sets))
        .filter(|(n, _)| !gone.contains(n))
        .collect();
    stays.reverse();
    let most = stays.iter().map(|(_, sets)| *sets).max().unwrap_or(1);
    (1..most)
        .rev()
        .flat_map(|left| stays.iter().filter(move |(_, sets)| *sets > left).map(move |(n, _)| (*n, left)))
        .collect()
}

fn left_out(whole: &Plan, cuts: &Cuts) -> Vec<LeftOut> {
    let one = |entry: &super::Entry| {
        let sets = cuts.sets.get(&entry.n).map(|left| (entry.target.sets, *left));
        let gone = cuts.entries.contains(&entry.n);
        (gone || sets.is_some()).then(|| LeftOut {
            n: entry.n,
            id: entry.id.clone(),
            name: entry.name.clone(),
            sets,
        })
    };
    whole.entries.iter().filter_map(one).collect()
}

/// "Bird dog with 1 of its 3 sets".
fn sets_words(left: &LeftOut) -> Option<String> {
    let (of, sets) = left.sets?;
    Some(format!("{} with {sets} of its {of} sets", left.name))
}

/// "A", "A and B", "A, B and 4 more".
fn list(names: &[String]) -> String {
    match names {
        [] | [_] => names.concat(),
        [a, b] => format!("{a} and {b}"),
        [a, b, c] => format!("{a}, {b} and {c}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    }
}

/// Rounded up.
fn whole_seconds(time: Duration) -> Duration {
    Duration::from_secs(time.as_secs() + u64::from(time.subsec_nanos() > 0))
}
