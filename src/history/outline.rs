//! What the history needs to know of a plan. The journal carries it, so that a record can be made of an interrupted
//! session even when its routine has been changed or deleted since.

use serde::{Deserialize, Serialize};

use super::record::Target;
use crate::{
    plan::{Entry, Kind, Plan, Step},
    routine::Side,
};

/// A plan in brief: its entries, and what each set of them asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    pub routine: String,
    pub name: String,
    pub hash: String,
    /// How many steps the plan has.
    pub steps: u32,
    /// By `Step::entry`.
    pub entries: Vec<EntryOutline>,
}

/// One entry of a plan in brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryOutline {
    /// Which entry of the routine this is, from 0.
    pub n: u32,
    pub id: String,
    pub name: String,
    pub target: Target,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Under which sides its work is noted down.
    pub sides: Vec<Hand>,
    /// Every set of every round, in the order of the plan.
    pub sets: Vec<SetOutline>,
    /// Of an exercise that may be swapped in: its sets, their bouts counted from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spare: Vec<SetOutline>,
    /// How many work steps one paced rep consists of: its phases, on both sides where they alternate.
    pub steps_per_rep: u32,
    /// The phase that completes a rep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_phase: Option<u32>,
}

/// One set: the number of its first bout, and how many work steps it has. In JSON a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct SetOutline {
    pub bout: u32,
    pub steps: u32,
}

/// Where work is noted down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hand {
    Left,
    Right,
    /// Work without sides.
    Both,
}

impl Outline {
    pub fn new(plan: &Plan) -> Self {
        let mut entries: Vec<EntryOutline> = plan.entries.iter().map(EntryOutline::without_work).collect();
        take_all(plan, &plan.steps, &mut entries);
        for variant in &plan.variants {
            take_all(plan, &variant.steps, &mut entries);
            if let Some(entry) = entries.get_mut(variant.entry as usize) {
                entry.spare = std::mem::take(&mut entry.sets);
            }
        }
        for entry in &mut entries {
            entry.target.rounds = rounds(entry);
        }
        Self {
            routine: plan.routine.clone(),
            name: plan.name.clone(),
            hash: plan.hash.clone(),
            steps: u32::try_from(plan.steps.len()).unwrap_or(u32::MAX),
            entries,
        }
    }
}

impl EntryOutline {
    fn without_work(entry: &Entry) -> Self {
        Self {
            n: entry.n,
            id: entry.id.clone(),
            name: entry.name.clone(),
            target: entry.target.into(),
            optional: entry.optional,
            sides: Vec::new(),
            sets: Vec::new(),
            spare: Vec::new(),
            steps_per_rep: 0,
            last_phase: None,
        }
    }

    fn take(&mut self, step: &Step, alternate: bool) {
        if let Some(set) = self.sets.last_mut() {
            set.steps += 1;
        }
        self.last_phase = self.last_phase.max(step.phase);
        for hand in Hand::of(step.side, alternate) {
            if !self.sides.contains(hand) {
                self.sides.push(*hand);
            }
        }
    }

    /// The set that a bout belongs to, as an index into `sets`.
    pub(super) fn set_of(&self, bout: u32) -> Option<usize> {
        self.sets.partition_point(|set| set.bout <= bout).checked_sub(1)
    }
}

impl Hand {
    /// Self-paced work whose sides alternate is one step for both of them.
    pub(super) fn of(side: Option<Side>, alternate: bool) -> &'static [Self] {
        match (side, alternate) {
            (Some(Side::Left), _) => &[Self::Left],
            (Some(Side::Right), _) => &[Self::Right],
            (None, true) => &[Self::Left, Self::Right],
            (None, false) => &[Self::Both],
        }
    }
}

impl From<(u32, u32)> for SetOutline {
    fn from((bout, steps): (u32, u32)) -> Self {
        Self { bout, steps }
    }
}

impl From<SetOutline> for (u32, u32) {
    fn from(set: SetOutline) -> Self {
        (set.bout, set.steps)
    }
}

fn take_all(plan: &Plan, steps: &[Step], entries: &mut [EntryOutline]) {
    let mut last_set = None;
    let mut first_rep = None;
    for step in steps.iter().filter(|step| step.kind == Kind::Work) {
        let Some((number, bout)) = step.entry.zip(step.bout) else { continue };
        let Some(outline) = entries.get_mut(number as usize) else { continue };
        let set = (number, step.occurrence, step.set);
        if last_set != Some(set) {
            last_set = Some(set);
            outline.sets.push(SetOutline { bout, steps: 0 });
        }
        if outline.steps_per_rep == 0 {
            first_rep = Some((number, bout, step.rep));
        }
        if first_rep == Some((number, bout, step.rep)) {
            outline.steps_per_rep += 1;
        }
        outline.take(step, plan.entry_of(step).is_some_and(|entry| entry.alternate));
    }
}

/// How often the entry comes, if more than once.
fn rounds(entry: &EntryOutline) -> Option<u32> {
    let sets = u32::try_from(entry.sets.len()).ok()?;
    let rounds = sets.checked_div(entry.target.sets)?;
    (rounds > 1).then_some(rounds)
}
