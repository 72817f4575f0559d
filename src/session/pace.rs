//! How fast the reps of an exercise go: in notches of a tenth from the written pace.

use std::time::Duration;

use super::Session;
use crate::plan::Step;

/// So many notches to either side.
pub(super) const MOST_NOTCHES: i32 = 7;

impl Session {
    /// The same, with the reps of its exercises at these paces, by entry of the plan: percentages of the written one, as
    /// `paces` gives them. What no notch comes to is as written. For sessions that have not begun.
    #[must_use]
    pub fn at_paces(mut self, percents: &[u32]) -> Self {
        for (notches, wanted) in self.pace.iter_mut().zip(percents) {
            let fits = |notches: &i32| percent(*notches) == *wanted;
            *notches = (-MOST_NOTCHES..=MOST_NOTCHES).find(fits).unwrap_or_default();
        }
        self
    }

    /// By entry of the plan: the pace of its reps as a percentage of the written one. 100 is as written, more is slower.
    pub fn paces(&self) -> Vec<u32> {
        self.pace.iter().map(|notches| percent(*notches)).collect()
    }

    /// The length of a step at the pace of its exercise, to the millisecond.
    pub(super) fn paced(&self, step: &Step) -> Option<Duration> {
        let percent = self.pace_percent(step);
        if percent == 100 || !step.is_paced() {
            return step.length;
        }
        let scaled = step.length?.as_micros() * u128::from(percent) / 100;
        Some(Duration::from_millis(u64::try_from((scaled + 500) / 1000).unwrap_or(u64::MAX)))
    }

    /// 100 is the written pace, more is slower.
    pub(super) fn pace_percent(&self, step: &Step) -> u32 {
        let notches = step.entry.and_then(|entry| self.pace.get(entry as usize)).copied().unwrap_or(0);
        percent(notches)
    }
}

fn percent(notches: i32) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 51 and 195")]
    let percent = (100.0 * 1.1_f64.powi(notches)).round() as u32;
    percent
}
