//! An exercise shown by itself, for whoever wants to see it before doing it.

use std::time::Duration;

use super::{
    model::Figure,
    timeline::{Frame, Moment, Stage, Work},
};
use crate::routine::{self, Exercise, RepShape, Side, Sides};

/// What an exercise does with its figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Demo {
    /// Of the figure.
    pub id: String,
    work: Work,
    /// The pose that each phase of a rep names, and its length.
    phases: Vec<(Option<String>, Duration)>,
    /// Of one rep. `None`: at the figure's own pace.
    rep: Option<Duration>,
    /// In the order in which they are shown.
    sides: Vec<Option<Side>>,
    /// The sides take turns from rep to rep.
    pub alternate: bool,
}

/// How long a hold is shown.
const HOLD: Duration = Duration::from_secs(8);
/// How long it stands still before it begins anew.
const PAUSE: Duration = Duration::from_millis(600);

/// A stretch of the demonstration.
struct Scene<'d> {
    moment: Moment<'d>,
    length: Duration,
}

impl Demo {
    pub fn of(exercise: &Exercise) -> Self {
        let dose = &exercise.dose;
        let (work, phases, rep) = match &dose.work {
            routine::Work::Hold { .. } => (Work::Hold, Vec::new(), None),
            routine::Work::Reps { shape: RepShape::Even(time), .. } => {
                (Work::Rep, Vec::new(), Some(time.low))
            }
            routine::Work::Reps { shape: RepShape::Phases { phases, rep_time }, .. } => {
                let count = u32::try_from(phases.len()).unwrap_or(1).max(1);
                let lengths = phases.iter().map(|phase| match &phase.time {
                    Some(time) => (phase.pose.clone(), time.low),
                    None => (phase.pose.clone(), rep_time.low / count),
                });
                // A phase that takes no time is left out.
                (Work::Phase(0), lengths.filter(|(_, length)| !length.is_zero()).collect(), None)
            }
            routine::Work::Flow { .. } => (Work::Flow, Vec::new(), None),
            routine::Work::SelfPaced { .. } | routine::Work::Open { .. } => (Work::Open, Vec::new(), None),
        };
        let sides = match dose.sides {
            Sides::None => vec![None],
            Sides::Left => vec![Some(Side::Left)],
            Sides::Right => vec![Some(Side::Right)],
            Sides::Each | Sides::Alternate => {
                let first = dose.first_side.unwrap_or_default();
                vec![Some(first), Some(first.other())]
            }
        };
        Self {
            id: exercise.words.figure.clone().unwrap_or_else(|| exercise.id.clone()),
            work,
            phases,
            rep,
            sides,
            alternate: dose.sides == Sides::Alternate,
        }
    }

    /// The picture so long after the beginning: first the whole movement slowly, then at its pace, each side in turn.
    pub fn frame(&self, figure: &Figure, elapsed: Duration) -> Frame {
        let poses = self.poses();
        figure.frame(&self.scene(figure, &poses, elapsed).moment)
    }

    /// How long that picture stays as it is. `None`: for ever. Never less than an eighth of a second.
    pub fn next_change(&self, figure: &Figure, elapsed: Duration) -> Option<Duration> {
        if figure.poses.len() == 1 && figure.breath <= 0.0 && self.sides.len() == 1 {
            return None;
        }
        let poses = self.poses();
        let scene = self.scene(figure, &poses, elapsed);
        let left = scene.length.saturating_sub(scene.moment.elapsed);
        let change = figure.next_change(&scene.moment).map_or(left, |change| change.min(left));
        Some(change.max(Duration::from_millis(125)))
    }

    /// The one picture that says most.
    pub fn still(&self, figure: &Figure) -> Frame {
        figure.still(self.work, self.sides.first().copied().flatten(), self.alternate)
    }

    fn poses(&self) -> Vec<Option<&str>> {
        self.phases.iter().map(|(pose, _)| pose.as_deref()).collect()
    }

    /// The stretch that a moment lies in, with that moment.
    fn scene<'d>(&self, figure: &Figure, poses: &'d [Option<&'d str>], elapsed: Duration) -> Scene<'d> {
        let moment = Moment {
            stage: Stage::Prepare,
            work: self.work,
            elapsed,
            length: None,
            side: self.sides.first().copied().flatten(),
            next_side: None,
            phases: poses,
            alternate: self.alternate,
        };
        let slowly = figure.shown_in(&moment) + PAUSE;
        if elapsed < slowly {
            return Scene { moment, length: slowly };
        }
        let round = self.round(figure, moment);
        let whole: Duration = round.iter().map(|scene| scene.length).sum();
        let since = elapsed.saturating_sub(slowly).as_secs_f64() % whole.as_secs_f64().max(0.001);
        let mut since = Duration::from_secs_f64(since);
        let mut last = Scene { moment, length: slowly };
        for scene in round {
            if since < scene.length {
                return Scene { moment: Moment { elapsed: since, ..scene.moment }, ..scene };
            }
            since -= scene.length;
            last = Scene { moment: Moment { elapsed: scene.length, ..scene.moment }, ..scene };
        }
        last
    }

    /// All sides once.
    fn round<'d>(&self, figure: &Figure, moment: Moment<'d>) -> Vec<Scene<'d>> {
        let mut round = Vec::new();
        for (number, side) in self.sides.iter().enumerate() {
            let next = self.sides.get(number + 1).or(self.sides.first()).copied().flatten();
            let moment = Moment { stage: Stage::Work, side: *side, ..moment };
            // Two of one kind show that it goes on; where the sides take turns, the other one shows that.
            for _ in 0..if self.alternate || self.work == Work::Hold { 1 } else { 2 } {
                self.rep(figure, moment, &mut round);
            }
            let back = Moment { stage: Stage::Switch, next_side: next, ..moment };
            let length = figure.back_in(&back) + if self.work == Work::Hold { PAUSE } else { Duration::ZERO };
            if length > Duration::ZERO {
                round.push(Scene { moment: back, length });
            }
        }
        round
    }

    fn rep<'d>(&self, figure: &Figure, moment: Moment<'d>, round: &mut Vec<Scene<'d>>) {
        let mut add = |work, length| {
            round.push(Scene { moment: Moment { work, length: Some(length), ..moment }, length });
        };
        match self.work {
            Work::Hold => add(self.work, HOLD),
            Work::Phase(_) => {
                for (phase, (_, length)) in self.phases.iter().enumerate() {
                    add(Work::Phase(phase), *length);
                }
            }
            Work::Rep | Work::Flow | Work::Open => {
                let length = self.rep.filter(|length| !length.is_zero());
                add(self.work, length.unwrap_or_else(|| figure.cycle_of(&moment)));
            }
        }
    }
}
