//! How many steps a routine comes to, without unrolling it: a few lines can ask for billions.

use std::time::Duration;

use crate::{
    diagnostic::Diagnostic,
    routine::{
        fields::MOST_STEPS,
        model::{Block, Exercise, Group, Phase, Prepare, RepShape, Sides, Work},
        read::Span,
        text::thousands,
    },
};

/// The fault of a file that comes to more steps than a plan may have. `what` is what the file is.
pub(super) fn too_many_steps(blocks: &[Block], what: &str, span: &Span) -> Option<Diagnostic> {
    let count = most_steps(blocks);
    (count > MOST_STEPS).then(|| {
        let (count, most) = (thousands(count), thousands(MOST_STEPS));
        Diagnostic::error(span.clone(), format!("this {what} comes to {count} steps; the limit is {most}"))
            .help("write fewer rounds, sets or reps")
    })
}

/// The steps of the plan at the high end of every range.
pub fn most_steps(blocks: &[Block]) -> u64 {
    sum(blocks.iter().map(|block| match block {
        Block::Exercise(exercise) => exercise_steps(exercise),
        Block::Group(group) => group_steps(group),
    }))
}

fn sum(counts: impl Iterator<Item = u64>) -> u64 {
    counts.fold(0, u64::saturating_add)
}

fn group_steps(group: &Group) -> u64 {
    let rounds = u64::from(group.rounds);
    let rests = if rest_between_rounds(group).is_zero() { 0 } else { rounds.saturating_sub(1) };
    most_steps(&group.steps).saturating_mul(rounds).saturating_add(rests)
}

/// The rest between rounds is shortened by the timed `prepare` that follows it.
fn rest_between_rounds(group: &Group) -> Duration {
    let (Some(first), Some(last)) = (edge(&group.steps, false), edge(&group.steps, true)) else {
        return group.rest;
    };
    let prepare = match first.dose.prepare {
        Prepare::Ready => Duration::ZERO,
        Prepare::For(time) => time,
        Prepare::Auto => {
            let (from, to) = (last.words.position, first.words.position);
            let moves = from.is_some() && to.is_some() && from != to;
            Duration::from_secs(if moves { 20 } else { 10 })
        }
    };
    group.rest.saturating_sub(prepare)
}

/// The first or last exercise to be played.
fn edge(blocks: &[Block], last: bool) -> Option<&Exercise> {
    let block = if last { blocks.last() } else { blocks.first() };
    match block? {
        Block::Exercise(exercise) => Some(exercise),
        Block::Group(group) => edge(&group.steps, last),
    }
}

fn exercise_steps(exercise: &Exercise) -> u64 {
    let dose = &exercise.dose;
    let there = |time: Duration| u64::from(!time.is_zero());
    let both = matches!(dose.sides, Sides::Each | Sides::Alternate);
    let alternate = dose.sides == Sides::Alternate;
    let sides = if both { 2 } else { 1 };
    let switch = if both { there(dose.switch) } else { 0 };
    let set = match &dose.work {
        Work::Hold { reps, .. } => {
            let holds = u64::from(reps.high) * sides;
            if alternate {
                holds + (holds - 1) * there(dose.relax)
            } else {
                holds + (holds - sides) * there(dose.relax) + switch
            }
        }
        Work::Reps { reps, shape } => {
            let rep = match shape {
                RepShape::Even(_) => 1,
                RepShape::Phases { phases, .. } => phases.iter().map(phase_steps).sum(),
            };
            u64::from(reps.high) * sides * rep + if alternate { 0 } else { switch }
        }
        Work::SelfPaced { .. } if alternate => 1,
        Work::SelfPaced { .. } | Work::Flow { .. } | Work::Open { .. } => sides + switch,
    };
    let prepare = u64::from(dose.prepare != Prepare::For(Duration::ZERO));
    let sets = u64::from(dose.sets.high);
    prepare + sets * set + (sets - 1) * there(dose.rest)
}

fn phase_steps(phase: &Phase) -> u64 {
    u64::from(phase.time.is_none_or(|time| !time.high.is_zero()))
}
