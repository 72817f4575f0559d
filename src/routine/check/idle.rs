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

/// Where an exercise says what only some doses heed.
pub(super) struct Asked {
    rep_time: Option<Span>,
    relax: Option<Span>,
    switch: Option<Span>,
    tempo: Option<Span>,
    phases: Option<Span>,
    /// The poses that its own phases name.
    poses: Vec<(String, Span)>,
    /// Its phases, inherited or not, have times of their own.
    timed: bool,
    /// It says how long a set at one's own pace is likely to take.
    estimated: bool,
    /// It says itself which sides there are.
    sides: bool,
}

impl Asked {
    pub(super) fn of(layer: &Layer) -> Self {
        let timed = |phases: &Slot<Vec<Phase>>| phases.value.iter().all(|phase| phase.time.is_some());
        Self {
            timed: layer.tempo.is_some() || layer.phases.as_ref().is_some_and(timed),
            rep_time: layer.rep_time.as_ref().and_then(Slot::span),
            relax: layer.relax.as_ref().and_then(pause),
            switch: layer.switch.as_ref().and_then(pause),
            tempo: layer.tempo.as_ref().and_then(Slot::span),
            phases: layer.phases.as_ref().and_then(Slot::span),
            poses: layer.poses.clone(),
            estimated: layer.estimate.is_some(),
            sides: layer.sides.as_ref().is_some_and(|sides| sides.place.is_some()),
        }
    }

    /// Warns of what this exercise does not heed, as it is now.
    pub(super) fn check(self, exercise: &Exercise, known: &dyn Known, faults: &mut Vec<Diagnostic>) {
        let dose = &exercise.dose;
        if let Some(help) = self.why_no_rep_time(&dose.work) {
            faults.extend(idle(self.rep_time.clone(), "rep_time", help));
        }
        if matches!(dose.work, Work::SelfPaced { .. }) {
            let help = "the pace is your own: write `pace = \"auto\"` to be led through it, or leave it out";
            faults.extend(idle(self.tempo, "tempo", help));
            faults.extend(idle(self.phases, "phases", help));
        } else {
            faults.extend(idle_poses(&self.poses, exercise, known));
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
            let help = match (takes_turns, self.sides) {
                (true, _) => {
                    "it stands between one side in full and the other; where sides take turns, `relax` stands between holds"
                }
                (false, true) => "it stands between the two sides: write `sides = \"each\"`, or leave it out",
                (false, false) => "it stands between the two sides: add `sides = \"each\"`, or leave it out",
            };
            faults.extend(idle(self.switch, "switch", help));
        }
    }

    /// Why nothing heeds how long a rep is to take; `None` where it is heeded.
    fn why_no_rep_time(&self, work: &Work) -> Option<&'static str> {
        match work {
            Work::SelfPaced { .. } if self.estimated => {
                Some("`estimate` says how long a set is likely to take: leave one of them out")
            }
            _ if phases(work).is_empty() => match work {
                Work::Reps { .. } | Work::SelfPaced { .. } => None,
                Work::Flow { .. } | Work::Hold { .. } | Work::Open { .. } => {
                    Some("it is how long a counted rep takes; what is held, or goes on for a time, has none")
                }
            },
            _ if !self.timed => None,
            _ if self.phases.is_some() || self.tempo.is_some() => {
                Some("its phases have times of their own: change those, or leave `rep_time` out")
            }
            _ => Some(
                "the phases of the exercise have times of their own: write `phases` here, with the times that you want",
            ),
        }
    }
}

fn idle(span: Option<Span>, key: &str, help: &str) -> Option<Diagnostic> {
    Some(Diagnostic::warning(span?, format!("`{key}` has no effect here")).help(help))
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

/// Poses that are not shown: there is no figure, or it does not have them. Each is named once.
fn idle_poses(asked: &[(String, Span)], exercise: &Exercise, known: &dyn Known) -> Vec<Diagnostic> {
    let own = exercise.words.figure.as_ref();
    let figure = own.unwrap_or(&exercise.id);
    let Some((_, first)) = asked.first() else { return Vec::new() };
    if own.is_none() && !known.figures().is_empty() && !known.figures().contains(figure) {
        let help = "there is no figure to show it: add `figure`, or leave it out";
        return idle(Some(first.clone()), "pose", help).into_iter().collect();
    }
    let Some(poses) = known.poses(figure) else { return Vec::new() };
    let has: Vec<String> = poses.iter().map(|pose| format!("`{pose}`")).collect();
    let mut named: BTreeSet<&str> = poses.iter().map(String::as_str).collect();
    let unknown = asked.iter().filter(|(pose, _)| named.insert(pose));
    unknown
        .map(|(pose, span)| {
            Diagnostic::warning(span.clone(), format!("the figure `{figure}` has no pose `{pose}`")).help(
                format!("its poses are {}; a phase without one stays in the pose before", has.join(", ")),
            )
        })
        .collect()
}
