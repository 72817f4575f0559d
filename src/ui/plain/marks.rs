//! When what is left of a step is said, besides at its middle and in the last three seconds.

use std::{collections::VecDeque, time::Duration};

use crate::plan::{Kind, Mode, Step};

/// The active times that are still to come in a step, each with what is left of it then.
#[derive(Debug, Default)]
pub(super) struct Marks {
    ahead: VecDeque<(Duration, Duration)>,
}

impl Marks {
    /// Of a step that began at `began`, as it stands at `now`.
    pub(super) fn new(step: &Step, began: Duration, now: Duration) -> Self {
        let Some(length) = step.length.filter(|_| !step.is_paced()) else { return Self::default() };
        // Its middle is said anyway.
        let halved = matches!(step.mode, Some(Mode::Hold | Mode::Flow));
        let near_half = |left: &Duration| halved && left.abs_diff(length / 2) < NEAR;
        let mut lefts: Vec<Duration> = (1..=12).rev().map(|many| LONG * many).collect();
        lefts.retain(|left| *left + MINUTE <= length);
        lefts.extend((length >= MINUTE * 3).then_some(MINUTE));
        let short = if step.kind == Kind::Work { Duration::from_secs(30) } else { Duration::from_secs(20) };
        lefts.extend((length >= short).then_some(LAST));
        lefts.retain(|left| !near_half(left));
        let at = |left: Duration| (began + length.saturating_sub(left), left);
        Self { ahead: lefts.into_iter().map(at).filter(|(at, _)| *at > now).collect() }
    }

    /// What is left at each mark up to `active`: they are behind then.
    pub(super) fn due(&mut self, active: Duration) -> Vec<Duration> {
        let mut due = Vec::new();
        while self.next().is_some_and(|at| at <= active) {
            due.extend(self.ahead.pop_front().map(|(_, left)| left));
        }
        due
    }

    pub(super) fn next(&self) -> Option<Duration> {
        self.ahead.front().map(|(at, _)| *at)
    }
}

const LAST: Duration = Duration::from_secs(10);
const MINUTE: Duration = Duration::from_mins(1);
/// In something long it is said every five minutes.
const LONG: Duration = Duration::from_mins(5);
/// What is as near to the middle as this adds nothing.
const NEAR: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(kind: Kind, mode: Option<Mode>, seconds: u64, now: u64) -> Vec<(u64, u64)> {
        let length = Some(Duration::from_secs(seconds));
        let step = Step { mode, length, entry: Some(0), ..Step::bare(kind) };
        let marks = Marks::new(&step, Duration::from_secs(100), Duration::from_secs(100 + now));
        marks.ahead.iter().map(|(at, left)| (at.as_secs() - 100, left.as_secs())).collect()
    }

    #[test]
    fn what_is_left_is_said_seldom_and_not_twice() {
        let hold = |seconds| marks(Kind::Work, Some(Mode::Hold), seconds, 0);
        assert_eq!(hold(20), [], "its middle is ten seconds before its end");
        assert_eq!(hold(29), []);
        assert_eq!(hold(30), [(20, 10)]);
        assert_eq!(hold(120), [(110, 10)], "its middle is the minute");
        assert_eq!(hold(180), [(120, 60), (170, 10)]);
        assert_eq!(hold(900), [(300, 600), (600, 300), (840, 60), (890, 10)]);
        assert_eq!(marks(Kind::Rest, None, 19, 0), []);
        assert_eq!(marks(Kind::Rest, None, 20, 0), [(10, 10)]);
        assert_eq!(marks(Kind::Work, Some(Mode::Rep), 60, 0), [], "reps are counted");
    }

    #[test]
    fn what_is_behind_is_not_said_after_a_change() {
        assert_eq!(marks(Kind::Work, Some(Mode::Hold), 30, 20), []);
        assert_eq!(marks(Kind::Work, Some(Mode::Hold), 40, 20), [(30, 10)]);
    }
}
