//! In or out: the breath that goes with the present moment, and when the picture of it changes.

use std::{cell::Cell, f64::consts::PI, time::Duration};

use crate::{
    plan::{Entry, Kind, Mode, Step},
    routine,
    session::{Now, Snapshot, State},
};

/// One breath in, one breath out, or the time between them, so long after it has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Breath {
    way: Way,
    elapsed: Duration,
    length: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    In,
    Out,
    Held { full: bool },
}

/// Keeps how the breath was drawn last, so that the next picture comes when it differs. No picture depends on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pacer(Cell<Option<u16>>);

/// More steps a second than these nobody needs to see.
const STEPS_A_SECOND: f64 = 5.0;

/// The breath of the present work, if its phase or its exercise has one.
pub(crate) fn present(snapshot: &Snapshot) -> Option<Breath> {
    if !matches!(snapshot.state, State::Running | State::Paused(_)) {
        return None;
    }
    let now = snapshot.now.as_ref().filter(|now| now.played.step.kind == Kind::Work)?;
    let entry = snapshot.plan.entry_of(&now.played.step)?;
    of_phase(entry, now).or_else(|| of_guide(entry, now))
}

/// Whether this exercise has a breath to go with at all: its place is kept free.
pub(crate) fn goes_with(entry: &Entry, step: &Step) -> bool {
    let paced = entry.phases.iter().any(|phase| phase.breath.is_some());
    match step.mode {
        Some(Mode::Phase) => paced,
        Some(Mode::Hold | Mode::Flow) => entry.breath.is_some(),
        Some(Mode::Rep | Mode::Open) | None => false,
    }
}

impl Breath {
    pub(crate) const fn words(&self) -> &'static str {
        match self.way {
            Way::In => "breathe in",
            Way::Out => "breathe out",
            Way::Held { .. } => "hold your breath",
        }
    }

    /// As long as the others, for large letters.
    pub(crate) const fn short(&self) -> &'static str {
        match self.way {
            Way::In | Way::Out => self.words(),
            Way::Held { .. } => "hold breath",
        }
    }

    /// How many steps its shape takes between empty and full, where there is room for `most`.
    pub(crate) fn steps(&self, most: u16) -> u16 {
        let wanted = (self.length.as_secs_f64() * STEPS_A_SECOND).max(1.0);
        if wanted < f64::from(most) { rounded(wanted) } else { most }
    }

    /// From 0, empty, to `steps`, full. It is slow at both ends, as breath is.
    pub(crate) fn level(&self, steps: u16) -> u16 {
        let full = match self.way {
            Way::In => (1.0 - (PI * self.share()).cos()) / 2.0,
            Way::Out => f64::midpoint(1.0, (PI * self.share()).cos()),
            Way::Held { full } => f64::from(u8::from(full)),
        };
        rounded(full * f64::from(steps))
    }

    /// How long the level stays as it is, and the words.
    fn stays(&self, steps: u16) -> Duration {
        let left = self.length.saturating_sub(self.elapsed);
        let level = self.level(steps);
        let passed = match self.way {
            Way::In => level,
            Way::Out => steps - level,
            Way::Held { .. } => steps,
        };
        if passed >= steps {
            return left + PAST;
        }
        // Half-way between two levels the nearer one changes.
        let edge = (f64::from(passed) + 0.5) / f64::from(steps);
        let at = self.length.mul_f64((1.0 - 2.0 * edge).acos() / PI);
        at.saturating_sub(self.elapsed).min(left) + PAST
    }

    fn share(&self) -> f64 {
        (self.elapsed.as_secs_f64() / self.length.as_secs_f64().max(f64::EPSILON)).clamp(0.0, 1.0)
    }
}

/// So that a picture drawn then is past the change, and not on its edge.
const PAST: Duration = Duration::from_millis(1);

impl Pacer {
    /// A new picture is about to be drawn, perhaps without a breath.
    pub(crate) fn clear(&self) {
        self.0.set(None);
    }

    /// A shape of so many steps was drawn; 0: the words alone.
    pub(crate) fn shows(&self, steps: u16) {
        self.0.set(Some(steps));
    }

    /// How much session time the breath drawn last stays as it is. `None`: until something else changes.
    pub(crate) fn next_change(&self, snapshot: &Snapshot) -> Option<Duration> {
        let steps = self.0.get().filter(|_| snapshot.state == State::Running)?;
        Some(present(snapshot)?.stays(steps))
    }
}

fn of_phase(entry: &Entry, now: &Now) -> Option<Breath> {
    let step = &now.played.step;
    let phase = usize::try_from(step.phase?).ok()?;
    let way = match entry.phases.get(phase)?.breath? {
        routine::Breath::In => Way::In,
        routine::Breath::Out => Way::Out,
        routine::Breath::Hold => Way::Held { full: is_full_before(entry, phase) },
    };
    Some(Breath { way, elapsed: now.elapsed, length: step.length? })
}

/// Whether the breath before this phase went in. Phases go round.
fn is_full_before(entry: &Entry, phase: usize) -> bool {
    let count = entry.phases.len();
    let before = (1..count).map(|back| &entry.phases[(phase + count - back) % count]);
    let last = before.filter_map(|phase| phase.breath).find(|breath| *breath != routine::Breath::Hold);
    last == Some(routine::Breath::In)
}

/// In and out by turns for as long as the work lasts.
fn of_guide(entry: &Entry, now: &Now) -> Option<Breath> {
    let guide = entry.breath?;
    if !matches!(now.played.step.mode, Some(Mode::Hold | Mode::Flow)) {
        return None;
    }
    let round = (guide.breathe_in + guide.out).as_nanos();
    let within = now.elapsed.as_nanos().checked_rem(round)?;
    let within = Duration::from_nanos(u64::try_from(within).ok()?);
    Some(match within.checked_sub(guide.breathe_in) {
        None => Breath { way: Way::In, elapsed: within, length: guide.breathe_in },
        Some(elapsed) => Breath { way: Way::Out, elapsed, length: guide.out },
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number of steps")]
fn rounded(number: f64) -> u16 {
    number.round() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breath(way: Way, millis: u64) -> Breath {
        Breath { way, elapsed: Duration::from_millis(millis), length: Duration::from_secs(4) }
    }

    #[test]
    fn it_grows_from_nothing_to_all_and_shrinks_back() {
        let levels = |way| [0, 2_000, 4_000].map(|at| breath(way, at).level(10));
        assert_eq!(levels(Way::In), [0, 5, 10]);
        assert_eq!(levels(Way::Out), [10, 5, 0]);
        assert_eq!(levels(Way::Held { full: true }), [10; 3]);
        assert_eq!(levels(Way::Held { full: false }), [0; 3]);
    }

    /// It is woken for every step and for nothing else.
    #[test]
    fn every_picture_lasts_until_the_next_level() {
        for way in [Way::In, Way::Out] {
            let mut now = breath(way, 0);
            let steps = now.steps(40);
            let mut seen = vec![now.level(steps)];
            while now.elapsed + now.stays(steps) < now.length {
                let stays = now.stays(steps);
                let before = Breath { elapsed: now.elapsed + stays.saturating_sub(2 * PAST), ..now };
                assert_eq!(before.level(steps), now.level(steps), "{now:?}");
                now.elapsed += stays;
                assert_ne!(now.level(steps), before.level(steps), "{now:?}");
                seen.push(now.level(steps));
            }
            if way == Way::Out {
                seen.reverse();
            }
            assert_eq!(seen, (0..=20).collect::<Vec<_>>(), "five steps a second");
            assert!(now.stays(steps) <= Duration::from_secs(1), "then the other way");
        }
    }

    #[test]
    fn words_alone_change_with_the_way() {
        let now = breath(Way::In, 1_500);
        assert_eq!(now.stays(0), Duration::from_millis(2_500) + PAST);
    }

    #[test]
    fn a_short_breath_takes_fewer_steps_than_there_is_room_for() {
        let short = Breath { length: Duration::from_millis(1_500), ..breath(Way::In, 0) };
        assert_eq!((short.steps(40), short.steps(3)), (8, 3));
        assert_eq!(Breath { length: Duration::from_millis(100), ..short }.steps(40), 1);
    }
}
