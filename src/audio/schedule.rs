//! What is to sound when: one sound a moment, and none that comes too late to mean anything.

use std::time::Duration;

use super::sound::sound_of;
use crate::session::{CueKind, Moment};

/// Cues no further apart than this are at one moment.
const TOGETHER: Duration = Duration::from_millis(20);
/// A cue that is later than this has been missed.
const LATE: Duration = Duration::from_millis(150);
/// A cue that is later than this is not even heard as the newest of those that were missed: the machine was asleep.
const STALE: Duration = Duration::from_secs(2);

/// Cues to come, in order, no two of them at one moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Schedule {
    coming: Vec<(Moment, CueKind)>,
    /// The cue that was taken out last.
    last: Option<(Moment, CueKind)>,
}

impl Schedule {
    /// Of cues at one moment only the one that says most stays. Silent cues are left out.
    pub(super) fn add(&mut self, moment: Moment, kind: CueKind) {
        if sound_of(kind).is_none() {
            return;
        }
        let gives_way = |(other_moment, other): &(Moment, CueKind)| {
            together(*other_moment, moment) && weight(*other) >= weight(kind)
        };
        if self.coming.iter().chain(&self.last).any(gives_way) {
            return;
        }
        self.coming.retain(|(other, _)| !together(*other, moment));
        let place = self.coming.partition_point(|(other, _)| *other <= moment);
        self.coming.insert(place, (moment, kind));
    }

    /// The moment of the first cue to come.
    pub(super) fn next(&self) -> Option<Moment> {
        self.coming.first().map(|(moment, _)| *moment)
    }

    pub(super) fn coming(&self) -> &[(Moment, CueKind)] {
        &self.coming
    }

    /// Takes out the cues whose moment comes before `until`, and gives those that are still to be heard `now`:
    /// of the ones that were missed the newest only, and only if nothing has come since.
    pub(super) fn take(&mut self, now: Moment, until: Moment) -> Vec<(Moment, CueKind)> {
        let count = self.coming.partition_point(|(moment, _)| *moment < until);
        let mut due: Vec<_> = self.coming.drain(..count).collect();
        let newest = due.last().copied();
        due.retain(|cue| {
            let late = now.since(cue.0);
            late <= LATE || (Some(*cue) == newest && late <= STALE)
        });
        self.last = newest.or(self.last);
        due
    }

    /// Forgets the cues that are too late to be heard, and gives the moment of the last of them.
    pub(super) fn forget_missed(&mut self, now: Moment) -> Option<Moment> {
        let count = self.coming.partition_point(|(moment, _)| now.since(*moment) > LATE);
        self.coming.drain(..count).next_back().map(|cue| cue.0)
    }

    /// Takes back the cues that do not come before `until`.
    pub(super) fn keep_until(&mut self, until: Moment) {
        self.coming.retain(|(moment, _)| *moment < until);
    }
}

/// Whether a cue comes while a bout goes on or at its end.
pub(super) fn is_within_bout(kind: CueKind) -> bool {
    use CueKind::{Custom, End, Half, Rep, TickOut};
    matches!(kind, Rep { .. } | Half | TickOut | End | Custom)
}

fn together(one: Moment, other: Moment) -> bool {
    one.since(other).max(other.since(one)) <= TOGETHER
}

/// How much a cue says to someone who hears nothing else at that moment.
fn weight(kind: CueKind) -> u8 {
    match kind {
        CueKind::Finished => 13,
        CueKind::Paused => 12,
        // What begins says that something else has ended.
        CueKind::Go => 11,
        CueKind::Resumed => 10,
        CueKind::Rest => 9,
        CueKind::Switch => 8,
        CueKind::Prepare => 7,
        CueKind::Rep { last: true } => 6,
        CueKind::Half => 5,
        CueKind::Custom => 4,
        CueKind::TickOut => 3,
        CueKind::Tick => 2,
        CueKind::Rep { last: false } => 1,
        CueKind::End | CueKind::Relax => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Moment {
        Moment::since_origin(Duration::from_millis(millis))
    }

    fn schedule(cues: &[(u64, CueKind)]) -> Schedule {
        let mut schedule = Schedule::default();
        for (millis, kind) in cues {
            schedule.add(at(*millis), *kind);
        }
        schedule
    }

    #[test]
    fn cues_come_in_order_however_they_were_added() {
        let mut schedule = schedule(&[(3000, CueKind::Go), (1000, CueKind::Tick), (2000, CueKind::Tick)]);
        assert_eq!(schedule.next(), Some(at(1000)));
        assert_eq!(schedule.take(at(3000), at(3001)), [(at(3000), CueKind::Go)], "the ticks were missed");
    }

    #[test]
    fn an_end_gives_way_to_what_follows_at_once() {
        for what in [CueKind::Go, CueKind::Rest, CueKind::Switch, CueKind::Prepare, CueKind::Finished] {
            for order in [[CueKind::End, what], [what, CueKind::End]] {
                let schedule = schedule(&[(1000, order[0]), (1015, order[1])]);
                let kinds: Vec<_> = schedule.coming().iter().map(|cue| cue.1).collect();
                assert_eq!(kinds, [what]);
            }
        }
    }

    #[test]
    fn cues_more_than_twenty_milliseconds_apart_are_both_heard() {
        let schedule = schedule(&[(1000, CueKind::End), (1021, CueKind::Rest)]);
        assert_eq!(schedule.coming().len(), 2);
    }

    #[test]
    fn a_cue_that_arrives_after_a_weightier_one_was_taken_stays_unheard() {
        let mut schedule = schedule(&[(1000, CueKind::Rest)]);
        schedule.take(at(1000), at(1001));
        schedule.add(at(1000), CueKind::End);
        assert_eq!(schedule.next(), None);
        schedule.add(at(1000), CueKind::Finished);
        assert_eq!(schedule.next(), Some(at(1000)));
    }

    #[test]
    fn relax_is_silent() {
        assert_eq!(schedule(&[(1000, CueKind::Relax)]).next(), None);
    }

    #[test]
    fn of_missed_cues_the_newest_is_heard_unless_it_is_stale() {
        let cues = [(1000, CueKind::Tick), (2000, CueKind::Tick), (2900, CueKind::Half)];
        assert_eq!(schedule(&cues).take(at(3100), at(3100)), [(at(2900), CueKind::Half)]);
        assert_eq!(schedule(&cues).take(at(4900), at(4900)), [(at(2900), CueKind::Half)]);
        assert_eq!(schedule(&cues).take(at(4901), at(4901)), []);
    }

    #[test]
    fn a_missed_cue_is_dropped_when_a_newer_one_is_in_time() {
        let mut schedule = schedule(&[(1000, CueKind::Tick), (1149, CueKind::Half)]);
        assert_eq!(schedule.take(at(1151), at(1160)), [(at(1149), CueKind::Half)]);
    }
}
