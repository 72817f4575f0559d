//! Every phrase that can ever be needed for what ships.

use std::collections::BTreeSet;

use super::phrase;
use crate::{
    plan::cautions,
    routine::{Exercise, Phase, RepShape, Routine, Work},
};

/// The phrases for these routines and exercises at every level, and all that belong to no file: each text once, in
/// order. It is what a bank of recordings has to hold.
pub fn phrases<'a>(
    routines: impl IntoIterator<Item = &'a Routine>,
    exercises: impl IntoIterator<Item = &'a Exercise>,
) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = phrase::fixed().collect();
    for routine in routines {
        all.insert(routine.name.clone());
        for exercise in crate::routine::words::exercises(&routine.steps) {
            add(exercise, &mut all);
        }
    }
    for exercise in exercises {
        add(exercise, &mut all);
    }
    all
}

fn add(exercise: &Exercise, all: &mut BTreeSet<String>) {
    let words = &exercise.words;
    all.insert(words.say.as_ref().unwrap_or(&words.name).clone());
    all.extend(words.how.iter().cloned());
    all.extend(cautions(words));
    all.extend(words.cues.iter().map(|cue| cue.say.clone()));
    if let Some(labels) = &exercise.dose.side_labels {
        all.extend([labels.left.clone(), labels.right.clone()]);
    }
    match &exercise.dose.work {
        Work::Reps { shape: RepShape::Phases { phases, .. }, .. } => all.extend(phases.iter().map(said)),
        Work::SelfPaced { target, .. } | Work::Open { target } => all.extend(target.clone()),
        Work::Hold { .. } | Work::Reps { .. } | Work::Flow { .. } => {}
    }
}

fn said(phase: &Phase) -> String {
    phase.say.as_ref().unwrap_or(&phase.name).clone()
}
