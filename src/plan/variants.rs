//! Easier and harder exercises, compiled beside the plan so that a session can swap them in without looking anything up.

use std::collections::HashSet;

use super::{
    compile::{Options, compile},
    model::{Plan, Variant},
};
use crate::routine::{Block, Exercise, Routine};

/// Adds to `plan`, which was compiled from `routine` with `options`, every exercise that an `easier` or `harder` leads
/// to, step by step along the ladders. What `find` does not know is left out.
pub fn add_variants(
    plan: &mut Plan,
    routine: &Routine,
    options: &Options,
    mut find: impl FnMut(&str) -> Option<Exercise>,
) {
    let mut number = count(&routine.steps);
    let mut seen = HashSet::new();
    let mut next = 0;
    while let Some(entry) = plan.entries.get(next) {
        next += 1;
        for id in [entry.easier.clone(), entry.harder.clone()].into_iter().flatten() {
            if !seen.insert(id.clone()) {
                continue;
            }
            let Some(exercise) = find(&id) else { continue };
            add(plan, exercise, number, options);
            number += 1;
        }
    }
}

fn add(plan: &mut Plan, exercise: Exercise, n: u32, options: &Options) {
    let alone = Routine {
        id: plan.routine.clone(),
        name: plan.name.clone(),
        summary: None,
        source: None,
        tags: Vec::new(),
        cautions: Vec::new(),
        steps: vec![Block::Exercise(Box::new(exercise))],
        hash: plan.hash.clone(),
    };
    let Plan { entries, mut steps, .. } = compile(
        &alone,
        &Options { level: options.level, first_side: options.first_side, ..Options::default() },
    );
    let Ok(entry) = u32::try_from(plan.entries.len()) else { return };
    for step in &mut steps {
        step.entry = Some(entry);
    }
    plan.entries.extend(entries.into_iter().map(|compiled| super::Entry { n, ..compiled }));
    plan.variants.push(Variant { entry, steps });
}

/// How many entries a routine has.
fn count(blocks: &[Block]) -> u32 {
    let entries = blocks.iter().map(|block| match block {
        Block::Exercise(_) => 1,
        Block::Group(group) => count(&group.steps),
    });
    entries.sum()
}
