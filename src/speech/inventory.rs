//! Every phrase that can ever be needed for what ships.

use std::{collections::BTreeSet, time::Duration};

use super::{phrase, words};
use crate::{
    plan::{Target, cautions},
    routine::{Content, Exercise, Phase, Program, Range, RepShape, Routine, Side, Sides, Work},
};

/// The phrases for these routines, exercises and programs at every level, and all that belong to no file: each text once,
/// in order. It is what a bank of recordings has to hold.
pub fn phrases<'a>(
    routines: impl IntoIterator<Item = &'a Routine>,
    exercises: impl IntoIterator<Item = &'a Exercise>,
    programs: impl IntoIterator<Item = &'a Program>,
) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = phrase::fixed().chain(common()).collect();
    for routine in routines {
        all.insert(routine.name.clone());
        for exercise in crate::routine::words::exercises(&routine.steps) {
            add(exercise, &mut all);
        }
    }
    for exercise in exercises {
        // What is composed of exercises is called by their names.
        all.insert(exercise.words.name.clone());
        add(exercise, &mut all);
    }
    for program in programs {
        all.insert(program.name.clone());
        for item in program.phases.iter().flat_map(|phase| &phase.items) {
            if let Content::Exercise(exercise) = &item.content {
                add(exercise, &mut all);
            }
        }
    }
    all
}

/// The words that belong to no file, and what is often made of them, each in one breath.
fn common() -> impl Iterator<Item = String> {
    let number = |number| phrase::count(number)[0].text.to_string();
    let fixed = words::FIXED.iter().map(|word| (*word).to_owned()).chain([words::SAMPLE.to_owned()]);
    let each_side = ["once".to_owned()].into_iter().chain((1..=30).map(number));
    let each_side = each_side.map(|number| format!("{number} each side"));
    let times = (2..=30).map(move |it| format!("{} times", number(it)));
    let sets = (2..=10).map(move |it| format!("{} sets", number(it)));
    let turns = (2..=9).flat_map(move |it| ["set", "round"].map(|word| format!("{word} {}", number(it))));
    let more = (2..=9).map(move |it| format!("and {} more", number(it)));
    fixed.chain(each_side).chain(times).chain(sets).chain(turns).chain(more)
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
    for target in targets(exercise) {
        let dose = &exercise.dose;
        let only = match dose.sides {
            Sides::Left => Some(Side::Left),
            Sides::Right => Some(Side::Right),
            Sides::None | Sides::Each | Sides::Alternate => None,
        };
        let sides = words::sides(dose.sides != Sides::None, only, dose.side_labels.is_some());
        all.extend(phrase::breaths(&words::target(&target, sides, None, true)));
    }
}

fn said(phase: &Phase) -> String {
    phase.say.as_ref().unwrap_or(&phase.name).clone()
}

/// Targets that have every value of every range of this exercise in them, though not every one with every other: no two
/// ranges are said in one breath, save that a single hold is said with the sides.
fn targets(exercise: &Exercise) -> Vec<Target> {
    let none = Target { sets: 1, ..Target::default() };
    let of = |reps: Range<u32>| (reps.low..=reps.high).map(move |reps| Target { reps: Some(reps), ..none });
    match &exercise.dose.work {
        Work::Hold { hold, reps } => {
            let counts = reps.low..=reps.high;
            let longest =
                |reps| seconds(*hold).map(move |hold| Target { reps: Some(reps), hold: Some(hold), ..none });
            counts.flat_map(longest).collect()
        }
        Work::Reps { reps, .. } | Work::SelfPaced { reps, .. } => of(*reps).collect(),
        Work::Flow { time, .. } => seconds(*time).map(|time| Target { time: Some(time), ..none }).collect(),
        Work::Open { .. } => Vec::new(),
    }
}

/// Every whole second of a range that is said in one piece; minutes and seconds together are as many breaths as pieces.
fn seconds(range: Range<Duration>) -> impl Iterator<Item = Duration> {
    let whole = (range.low.as_secs()..=range.high.as_secs()).map(Duration::from_secs);
    whole.chain([range.low, range.high]).filter(|time| phrase::length(*time).len() == 1)
}
