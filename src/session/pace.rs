//! How fast the reps of an exercise go: in notches of a tenth from the written pace.

use std::time::Duration;

use super::Session;
use crate::plan::Step;

/// So many notches to either side.
pub(super) const MOST_NOTCHES: i32 = 7;

/// As the routine has it. Paces are percentages of the written length of a rep: more is slower.
pub const WRITTEN_PACE: u32 = 100;
/// The ends of the range.
pub const SLOWEST_PACE: u32 = 195;
pub const FASTEST_PACE: u32 = 51;

/// Whether it is the pace of one of the notches, and so can be chosen.
pub fn is_pace(wanted: u32) -> bool {
    notches(wanted).is_some()
}

impl Session {
    /// The same, with the reps of its exercises at these paces, by entry of the plan: percentages of the written one.
    /// What they do not reach, and what no notch comes to, is as written. For sessions that have not begun.
    #[must_use]
    pub fn at_paces(mut self, percents: &[u32]) -> Self {
        for (pace, wanted) in self.pace.iter_mut().zip(percents) {
            *pace = notches(*wanted).unwrap_or_default();
        }
        self
    }

    /// The pace of the reps of the exercise at hand.
    pub fn pace_here(&self) -> u32 {
        self.place.as_ref().map_or(WRITTEN_PACE, |place| self.pace_percent(&place.played.step))
    }

    /// The length of a step at the pace of its exercise, to the millisecond.
    pub(super) fn paced(&self, step: &Step) -> Option<Duration> {
        let percent = self.pace_percent(step);
        if percent == WRITTEN_PACE || !step.is_paced() {
            return step.length;
        }
        let scaled = step.length?.as_micros() * u128::from(percent) / 100;
        Some(Duration::from_millis(u64::try_from((scaled + 500) / 1000).unwrap_or(u64::MAX)))
    }

    pub(super) fn pace_percent(&self, step: &Step) -> u32 {
        let notches = step.entry.and_then(|entry| self.pace.get(entry as usize)).copied().unwrap_or(0);
        percent(notches)
    }
}

fn notches(wanted: u32) -> Option<i32> {
    (-MOST_NOTCHES..=MOST_NOTCHES).find(|notches| percent(*notches) == wanted)
}

pub(super) fn percent(notches: i32) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 51 and 195")]
    let percent = (100.0 * 1.1_f64.powi(notches)).round() as u32;
    percent
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        plan::{Options, compile},
        routine::Library,
        session::{Command, Moment, Origin, Settings},
    };

    #[test]
    fn the_ends_of_the_range_are_those_of_the_notches() {
        assert_eq!([-MOST_NOTCHES, 0, MOST_NOTCHES].map(percent), [FASTEST_PACE, WRITTEN_PACE, SLOWEST_PACE]);
        let all: Vec<u32> = (0..=300).filter(|pace| is_pace(*pace)).collect();
        assert_eq!(all, [51, 56, 62, 68, 75, 83, 91, 100, 110, 121, 133, 146, 161, 177, 195]);
    }

    #[test]
    fn a_session_begins_at_paces_that_can_be_chosen() {
        let routine = Library::open(None).routine("gentle-twelve").unwrap().value.unwrap();
        let plan = Arc::new(compile(&routine, &Options::default()));
        let session = Session::new(Arc::clone(&plan), Settings::default()).at_paces(&[110, 109, 51]);
        let paces: Vec<u32> = session.pace.iter().map(|notches| percent(*notches)).collect();
        assert_eq!(paces[..4], [110, 100, 51, 100]);
        assert_eq!(paces.len(), plan.entries.len());
    }

    #[test]
    fn the_pace_at_hand_is_that_of_the_exercise() {
        let routine = Library::open(None).routine("gentle-twelve").unwrap().value.unwrap();
        let plan = Arc::new(compile(&routine, &Options::default()));
        let mut session = Session::new(Arc::clone(&plan), Settings::default()).at_paces(&[110]);
        assert_eq!(session.pace_here(), 100, "nothing is at hand");
        session.handle(Moment::ORIGIN, Command::Start);
        assert_eq!(session.pace_here(), 110);
        let jump = Command::Jump { occurrence: 1, origin: Origin::Remote };
        assert!(session.handle(Moment::ORIGIN, jump));
        assert_eq!(session.pace_here(), 100);
    }
}
