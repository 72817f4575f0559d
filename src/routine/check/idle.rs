//! Fields beside an exercise that have nothing to do there: the file runs, but not as it was meant.

use std::{collections::BTreeSet, time::Duration};

use super::Known;
use crate::{
    diagnostic::Diagnostic,
    routine::{
        layer::Layer,
        model::{Exercise, Phase, RepShape, Sides, Work},
        read::{Slot, Span},
    },
};

/// Where a step says what only some doses heed.
pub(super) struct Asked {
    rep_time: Option<Span>,
    relax: Option<Span>,
    switch: Option<Span>,
    phases: Option<Span>,
    /// Its phases are its own and not those of the exercise that it uses.
    own_phases: bool,
    /// Its phases, inherited or not, have times of their own.
    timed: bool,
}

impl Asked {
    pub(super) fn of(layer: &Layer) -> Self {
        let tempo = layer.tempo.as_ref().is_some_and(|tempo| tempo.place.is_some());
        let phases = layer.phases.as_ref().and_then(Slot::span);
        let timed = |phases: &Slot<Vec<Phase>>| phases.value.iter().all(|phase| phase.time.is_some());
        Self {
            timed: layer.tempo.is_some() || layer.phases.as_ref().is_some_and(timed),
            rep_time: layer.rep_time.as_ref().and_then(Slot::span),
            relax: layer.relax.as_ref().and_then(pause),
            switch: layer.switch.as_ref().and_then(pause),
            own_phases: phases.is_some() || tempo,
            phases,
        }
    }

    /// Warns of what this exercise does not heed, as it is now.
    pub(super) fn check(self, exercise: &Exercise, known: &dyn Known, faults: &mut Vec<Diagnostic>) {
        let idle = |span: Option<Span>, key: &str, help: &str| {
            Some(Diagnostic::warning(span?, format!("`{key}` has no effect here")).help(help))
        };
        let dose = &exercise.dose;
        let has_phases = !phases(&dose.work).is_empty();
        let heeded = match &dose.work {
            Work::Reps { .. } | Work::Flow { .. } if has_phases => !self.timed,
            Work::Reps { .. } | Work::SelfPaced { .. } => true,
            Work::Flow { .. } | Work::Hold { .. } | Work::Open { .. } => false,
        };
        if !heeded {
            let help = match (!has_phases, self.own_phases) {
                (true, _) => {
                    "it is how long a counted rep takes; what is held, or goes on for a time, has none"
                }
                (false, true) => "its phases have times of their own: change those, or leave `rep_time` out",
                (false, false) => {
                    "the phases of the exercise have times of their own: write `phases` here, with the times that you want"
                }
            };
            faults.extend(idle(self.rep_time, "rep_time", help));
        }
        let both = matches!(dose.sides, Sides::Each | Sides::Alternate);
        let alternate = dose.sides == Sides::Alternate;
        let several = matches!(&dose.work, Work::Hold { reps, .. } if reps.high > 1 || alternate);
        if !several {
            let help = "it stands between the holds of one set, and here no hold follows another";
            faults.extend(idle(self.relax, "relax", help));
        }
        let takes_turns = alternate && !matches!(dose.work, Work::Flow { .. } | Work::Open { .. });
        if !both || takes_turns {
            let help = if takes_turns {
                "it stands between one side in full and the other; where sides take turns, `relax` stands between holds"
            } else {
                "it stands between the two sides: add `sides = \"each\"`, or leave it out"
            };
            faults.extend(idle(self.switch, "switch", help));
        }
        if let Some(span) = self.phases {
            faults.extend(unknown_pose(exercise, span, known));
        }
    }
}

/// Where a pause stands. Whoever wants none has none.
fn pause(slot: &Slot<Duration>) -> Option<Span> {
    slot.span().filter(|_| !slot.value.is_zero())
}

fn phases(work: &Work) -> &[Phase] {
    match work {
        Work::Reps { shape: RepShape::Phases { phases, .. }, .. } | Work::Flow { phases, .. } => phases,
        _ => &[],
    }
}

/// A pose that the figure does not have is not shown.
fn unknown_pose(exercise: &Exercise, span: Span, known: &dyn Known) -> Option<Diagnostic> {
    let figure = exercise.words.figure.as_ref().unwrap_or(&exercise.id);
    let poses = known.poses(figure)?;
    let named: BTreeSet<&str> =
        phases(&exercise.dose.work).iter().filter_map(|phase| phase.pose.as_deref()).collect();
    let unknown: Vec<String> =
        named.into_iter().filter(|pose| !poses.iter().any(|known| known == pose)).map(quoted).collect();
    (!unknown.is_empty()).then(|| {
        let has: Vec<String> = poses.iter().map(|pose| quoted(pose)).collect();
        Diagnostic::warning(span, format!("the figure `{figure}` has no pose {}", unknown.join(", ")))
            .help(format!("its poses are {}; a phase without one stays in the pose before", has.join(", ")))
    })
}

fn quoted(pose: &str) -> String {
    format!("`{pose}`")
}
