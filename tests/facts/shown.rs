//! One exercise of a routine as its plans play it, at both ends of its ranges.

use std::{fs, time::Duration};

use supple::{
    plan::{self, Entry, Kind, Level, Mode, Options, Plan, Step},
    routine::{Block, Exercise, Library, Routine, Side},
};

use crate::sheet::Place;

pub(crate) const LEVELS: [Level; 2] = [Level::LOW, Level::HIGH];

/// A routine and what it means at both ends.
pub(crate) struct Played {
    pub(crate) routine: Routine,
    pub(crate) plans: [Plan; 2],
}

/// One entry of a routine.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) exercise: &'a Exercise,
    plans: &'a [Plan; 2],
    n: usize,
}

/// One rep as the plan plays it: a hold, a movement, or its phases in order.
pub(crate) struct Rep<'a> {
    pub(crate) set: u32,
    pub(crate) side: Option<Side>,
    /// `None` in flows and open work.
    pub(crate) number: Option<u32>,
    pub(crate) steps: Vec<&'a Step>,
}

impl Played {
    pub(crate) fn new(routine: Routine) -> Self {
        let plans = LEVELS.map(|level| plan::compile(&routine, &Options { level, ..Options::default() }));
        Self { routine, plans }
    }

    /// A shipped routine.
    pub(crate) fn routine(id: &str) -> Option<Self> {
        let found = Library::open(None).routine(id).ok()?;
        // An unambiguous beginning is a name too, but not here.
        let routine = found.value.unwrap_or_else(|| panic!("{id}: {:?}", found.diagnostics));
        (routine.id == id).then(|| Self::new(routine))
    }

    /// A shipped exercise by itself.
    pub(crate) fn exercise(id: &str) -> Option<Self> {
        let library = Library::open(None);
        if !library.exercise_ids().iter().any(|known| known == id) {
            return None;
        }
        let found = library.exercise_as_routine(id).ok()?;
        Some(Self::new(found.value.unwrap_or_else(|| panic!("{id}: {:?}", found.diagnostics))))
    }

    /// Steps as they stand in a routine file.
    pub(crate) fn inline(steps: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.toml");
        fs::write(&path, format!("format = 1\nname = \"Test\"\n{steps}")).unwrap();
        let found = Library::open(None).routine(path.to_str().unwrap()).unwrap();
        Self::new(found.value.unwrap_or_else(|| panic!("{:?}\n{steps}", found.diagnostics)))
    }

    /// Where an entry of the sheet is done; not for what only a program holds.
    pub(crate) fn at(place: &Place) -> Option<Self> {
        match &place.routine {
            Some(routine) => Self::routine(routine),
            None => Self::exercise(&place.exercise),
        }
    }

    pub(crate) fn exercises(&self) -> Vec<&Exercise> {
        let mut exercises = Vec::new();
        flatten(&self.routine.steps, &mut exercises);
        exercises
    }

    /// The `nth` appearance, from 1, of an exercise in the file.
    pub(crate) fn shown(&self, id: &str, nth: usize) -> Option<Shown<'_>> {
        let exercises = self.exercises();
        let n = exercises
            .iter()
            .enumerate()
            .filter(|(_, exercise)| exercise.id == id)
            .map(|(n, _)| n)
            .nth(nth - 1)?;
        Some(Shown { exercise: exercises[n], plans: &self.plans, n })
    }

    pub(crate) fn only(&self) -> Shown<'_> {
        let exercises = self.exercises();
        assert_eq!(exercises.len(), 1);
        Shown { exercise: exercises[0], plans: &self.plans, n: 0 }
    }
}

impl<'a> Shown<'a> {
    /// The place in the routine's file.
    pub(crate) const fn n(self) -> usize {
        self.n
    }

    pub(crate) fn entry(self, end: usize) -> &'a Entry {
        &self.plans[end].entries[self.n]
    }

    pub(crate) fn steps(self, end: usize) -> Vec<&'a Step> {
        let is_of_this = |step: &&Step| step.entry.map(|entry| entry as usize) == Some(self.n);
        self.plans[end].steps.iter().filter(is_of_this).collect()
    }

    pub(crate) fn work(self, end: usize) -> Vec<&'a Step> {
        self.steps(end).into_iter().filter(|step| step.kind == Kind::Work).collect()
    }

    /// How often a pause of this kind stands in it.
    pub(crate) fn count(self, end: usize, kind: Kind) -> usize {
        self.steps(end).into_iter().filter(|step| step.kind == kind).count()
    }

    /// The work, rep by rep.
    pub(crate) fn reps(self, end: usize) -> Vec<Rep<'a>> {
        let mut reps: Vec<Rep<'a>> = Vec::new();
        for step in self.work(end) {
            let set = step.set.expect("work belongs to a set");
            match reps.last_mut() {
                Some(rep) if (rep.set, rep.side, rep.number) == (set, step.side, step.rep) => {
                    rep.steps.push(step);
                }
                _ => reps.push(Rep { set, side: step.side, number: step.rep, steps: vec![step] }),
            }
        }
        reps
    }

    /// The mode of all its work.
    pub(crate) fn mode(self, end: usize) -> Mode {
        let work = self.work(end);
        let mode = work[0].mode.expect("work has a mode");
        assert!(work.iter().all(|step| step.mode == Some(mode)), "{}", self.exercise.id);
        mode
    }

    /// The lengths of all its work in seconds, each only once where all are alike.
    pub(crate) fn lengths(self, end: usize) -> Vec<f64> {
        let mut lengths: Vec<_> =
            self.work(end).into_iter().filter_map(|step| step.length.map(|it| it.as_secs_f64())).collect();
        lengths.dedup();
        lengths
    }

    /// The sides of the reps in order: `L`, `R`, and `-` without one; the sets apart.
    pub(crate) fn sides(self, end: usize) -> String {
        let mut sides = String::new();
        let mut set = 1;
        for rep in self.reps(end) {
            if rep.set != set {
                sides.push(' ');
                set = rep.set;
            }
            sides.push(match rep.side {
                None => '-',
                Some(Side::Left) => 'L',
                Some(Side::Right) => 'R',
            });
        }
        sides
    }

    pub(crate) fn is_assumed(self, field: &str) -> bool {
        self.exercise.assumed.iter().any(|assumed| assumed == field)
    }

    /// The name of a phase, as far as this step is one.
    pub(crate) fn phase(self, end: usize, step: &Step) -> Option<&'a str> {
        let phase = self.entry(end).phases.get(step.phase? as usize)?;
        Some(phase.name.as_str())
    }
}

pub(crate) fn seconds(count: u32) -> Duration {
    Duration::from_secs(u64::from(count))
}

fn flatten<'a>(blocks: &'a [Block], exercises: &mut Vec<&'a Exercise>) {
    for block in blocks {
        match block {
            Block::Exercise(exercise) => exercises.push(exercise),
            Block::Group(group) => flatten(&group.steps, exercises),
        }
    }
}
