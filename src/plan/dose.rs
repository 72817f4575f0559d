//! From ranges to the dose of today.

use std::time::Duration;

use super::model::Target;
use crate::routine::{Dose, Phase, Range, RepShape, Sides, Work};

/// Where on a range a person stands: 0 is its first end, 1 its last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level(f64);

impl Level {
    pub const LOW: Self = Self(0.0);
    pub const MID: Self = Self(0.5);
    pub const HIGH: Self = Self(1.0);

    /// Anything outside 0..=1 counts as the nearer end.
    pub fn new(level: f64) -> Self {
        Self(if level.is_nan() { 0.0 } else { level.clamp(0.0, 1.0) })
    }

    /// Rounded half up to a whole number; the ends are exact.
    pub fn count(self, range: Range<u32>) -> u32 {
        self.between(f64::from(range.low), f64::from(range.high)).map_or_else(
            || if self.0 > 0.0 { range.high } else { range.low },
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two u32")]
            |value| (value + 0.5).floor() as u32,
        )
    }

    /// Rounded half up to a whole second; the ends are exact.
    pub fn time(self, range: Range<Duration>) -> Duration {
        self.between(range.low.as_secs_f64(), range.high.as_secs_f64()).map_or_else(
            || if self.0 > 0.0 { range.high } else { range.low },
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between two durations"
            )]
            |seconds| Duration::from_secs((seconds + 0.5).floor() as u64),
        )
    }

    /// `None` at the ends, which are never computed, and for a plain value.
    fn between(self, low: f64, high: f64) -> Option<f64> {
        let inside = self.0 > 0.0 && self.0 < 1.0 && low < high;
        inside.then_some(low + self.0 * (high - low))
    }
}

/// A dose with every range decided.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    pub(super) sets: u32,
    /// Per side; `None` for flows and for open work without reps.
    pub(super) reps: Option<u32>,
    pub(super) hold: Option<Duration>,
    pub(super) time: Option<Duration>,
    pub(super) rep_time: Duration,
    /// The lengths of the phases of one paced rep; empty where there are none or where they pace a flow only.
    pub(super) phases: Vec<Duration>,
    /// Of one step of open work.
    pub(super) estimate: Duration,
}

/// `standing` wins over the level, as far as the ranges go.
pub(super) fn choose(dose: &Dose, level: Level, standing: Option<&Target>) -> Chosen {
    let count = |range: Range<u32>, stands: Option<u32>| {
        stands.map_or_else(|| level.count(range), |count| count.clamp(range.low, range.high))
    };
    let time = |range: Range<Duration>, stands: Option<Duration>| {
        stands.map_or_else(|| level.time(range), |time| time.clamp(range.low, range.high))
    };
    let standing_reps = standing.and_then(|target| target.reps);
    let mut chosen = Chosen {
        sets: count(dose.sets, standing.map(|target| target.sets)),
        reps: None,
        hold: None,
        time: None,
        rep_time: Duration::ZERO,
        phases: Vec::new(),
        estimate: dose.estimate.unwrap_or(Duration::from_mins(1)),
    };
    match &dose.work {
        Work::Hold { hold, reps } => {
            chosen.hold = Some(time(*hold, standing.and_then(|target| target.hold)));
            chosen.reps = Some(count(*reps, standing_reps));
        }
        Work::Reps { reps, shape } => {
            chosen.reps = Some(count(*reps, standing_reps));
            match shape {
                RepShape::Even(length) => chosen.rep_time = level.time(*length),
                RepShape::Phases { phases, rep_time } => {
                    chosen.phases = phase_times(phases, level, level.time(*rep_time));
                }
            }
        }
        Work::SelfPaced { reps, rep_time, .. } => {
            let reps = count(*reps, standing_reps);
            chosen.reps = Some(reps);
            // Under `alternate` one step holds the reps of both sides; under `each` every side has its own.
            let sides = if dose.sides == Sides::Alternate { 2 } else { 1 };
            chosen.estimate = dose.estimate.unwrap_or_else(|| level.time(*rep_time) * reps * sides);
        }
        Work::Flow { time: length, .. } => {
            chosen.time = Some(time(*length, standing.and_then(|target| target.time)));
        }
        Work::Open { .. } => {}
    }
    chosen
}

/// The phases of any work that has them.
pub(super) fn phases(work: &Work) -> &[Phase] {
    match work {
        Work::Reps { shape: RepShape::Phases { phases, .. }, .. } | Work::Flow { phases, .. } => phases,
        _ => &[],
    }
}

fn phase_times(phases: &[Phase], level: Level, rep_time: Duration) -> Vec<Duration> {
    let share = rep_time / u32::try_from(phases.len()).unwrap_or(u32::MAX).max(1);
    phases.iter().map(|phase| phase.time.map_or(share, |time| level.time(time))).collect()
}
