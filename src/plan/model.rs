//! The types of a plan: the flat list of steps that a routine means.

use std::time::Duration;

use crate::routine::{Breath, BreathGuide, CustomCue, Position, Side, SideLabels};

/// What will happen, step by step. Nothing later looks at the routine's file again.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The routine's id, as the history knows it.
    pub routine: String,
    /// The routine's name, as people know it.
    pub name: String,
    /// The digest of the routine that this was compiled from.
    pub hash: String,
    /// The entries of the routine in the order of the file: `Step::entry` points here.
    pub entries: Vec<Entry>,
    /// The titles of the groups: `Step::group` points here.
    pub groups: Vec<String>,
    pub steps: Vec<Step>,
    /// The sum of all timed steps.
    pub total: Duration,
    /// Exercises that are not planned but may be swapped in, each at its own dose.
    pub variants: Vec<Variant>,
}

/// An easier or harder exercise, ready to take the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Index into `Plan::entries`.
    pub entry: u32,
    /// From its `prepare` on; occurrences and bouts are counted from 0, groups and rounds are those of whatever it
    /// replaces.
    pub steps: Vec<Step>,
}

impl Plan {
    /// The regression of a step's exercise, or its progression, if it can be swapped in.
    pub fn variant_of(&self, step: &Step, harder: bool) -> Option<&Variant> {
        let entry = self.entry_of(step)?;
        let id = if harder { entry.harder.as_ref() } else { entry.easier.as_ref() }?;
        let has_id = |variant: &&Variant| {
            self.entries.get(variant.entry as usize).is_some_and(|entry| entry.id == *id)
        };
        self.variants.iter().find(has_id)
    }

    /// How many steps last until the user says so.
    pub fn open_steps(&self) -> usize {
        self.steps.iter().filter(|step| step.length.is_none()).count()
    }

    /// How long it is likely to take: `total`, and what open work is likely to last.
    pub fn likely(&self) -> Duration {
        self.total + self.steps.iter().filter_map(|step| step.estimate).sum::<Duration>()
    }

    /// The entry that a step belongs to.
    pub fn entry_of(&self, step: &Step) -> Option<&Entry> {
        self.entries.get(usize::try_from(step.entry?).ok()?)
    }
}

/// One entry of the routine: its words, and the dose that was chosen from its ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which entry of the routine this is, from 0: the same whatever else of the routine is played.
    pub n: u32,
    /// The exercise's id.
    pub id: String,
    pub name: String,
    pub say: Option<String>,
    pub position: Option<Position>,
    pub equipment: Vec<String>,
    pub how: Vec<String>,
    /// Who should leave it out, and what to take care of; of the first entry also what to heed in all of the routine.
    pub cautions: Vec<String>,
    pub note: Option<String>,
    pub figure: Option<String>,
    /// The ids of a regression and of a progression.
    pub easier: Option<String>,
    pub harder: Option<String>,
    pub side_labels: Option<SideLabels>,
    pub breath: Option<BreathGuide>,
    pub cues: Vec<CustomCue>,
    pub phases: Vec<PhaseWords>,
    /// Words for one self-paced rep ("30-40 steps").
    pub target_words: Option<String>,
    pub optional: bool,
    pub assumed: Vec<String>,
    /// What is aimed at, for the record: per side wherever there are sides.
    pub target: Target,
    /// Whether the work has sides at all, and whether they alternate.
    pub sided: bool,
    /// The one side that is worked, where it is only one.
    pub only_side: Option<Side>,
    pub alternate: bool,
}

/// The dose of one entry at the level that was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Target {
    pub sets: u32,
    pub reps: Option<u32>,
    pub hold: Option<Duration>,
    pub time: Option<Duration>,
}

/// The words of one phase of a rep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseWords {
    pub name: String,
    pub say: Option<String>,
    pub breath: Option<Breath>,
    pub pose: Option<String>,
}

impl Step {
    /// Whether this is a rep, or a part of one, that the player paces.
    pub const fn is_paced(&self) -> bool {
        matches!(self.mode, Some(Mode::Rep | Mode::Phase))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Prepare,
    Work,
    Relax,
    Switch,
    Rest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    Hold,
    Rep,
    Phase,
    Flow,
    Open,
}

/// One step of the plan. Small and flat: a plan may have a hundred thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: Kind,
    /// `Some` for work, `None` for everything else.
    pub mode: Option<Mode>,
    /// `None` for open work and for `prepare = "ready"`.
    pub length: Option<Duration>,
    /// For open work: how long it is likely to take.
    pub estimate: Option<Duration>,
    /// Index into `Plan::entries` (not `Entry::n`); `None` only for the rest between rounds.
    pub entry: Option<u32>,
    /// Which appearance of an exercise in the session this belongs to, counted from 0 along the plan: each round of a
    /// group has occurrences of its own. The rest between rounds has that of the exercise that follows it.
    pub occurrence: u32,
    /// Index into `Plan::groups`: the innermost group.
    pub group: Option<u32>,
    pub round: Option<u32>,
    pub rounds: Option<u32>,
    pub set: Option<u32>,
    pub sets: Option<u32>,
    pub rep: Option<u32>,
    /// Per side; `None` for flows and for open work without reps.
    pub reps: Option<u32>,
    pub side: Option<Side>,
    /// Index into the entry's `phases`.
    pub phase: Option<u32>,
    /// What is done in one go has one number: one hold, one flow, one stretch of open work, all reps of a set (and
    /// side). `Some` for work only. It never repeats and grows along the plan.
    pub bout: Option<u32>,
}

impl Step {
    /// Of that kind, and nothing else is said of it.
    pub const fn bare(kind: Kind) -> Self {
        Self {
            kind,
            mode: None,
            length: None,
            estimate: None,
            entry: None,
            occurrence: 0,
            group: None,
            round: None,
            rounds: None,
            set: None,
            sets: None,
            rep: None,
            reps: None,
            side: None,
            phase: None,
            bout: None,
        }
    }
}
