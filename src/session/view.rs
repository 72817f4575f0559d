//! The session as a picture of one moment.

use std::{cmp::Ordering, time::Duration};

use super::{
    Fate, Moment, Now, Occurrence, Outcome, Piece, Played, Session, Snapshot, State, WRITTEN_PACE,
    machine::{Machine, Place},
    playlist::{Slot, estimated},
};
use crate::plan::{Kind, Step};

const UPCOMING: usize = 3;

impl Session {
    /// Everything that a screen needs to know. Changes nothing: call `advance` first.
    pub fn snapshot(&self, now: Moment) -> Snapshot {
        let present = self.place.as_ref().map(|place| self.present(place, now));
        let (left, left_is_estimate) = self.left(present.as_ref());
        let occurrences = self.occurrences();
        Snapshot {
            plan: self.plan.clone(),
            state: self.shown_state(now),
            now: present,
            next: self.next_steps(),
            after_bout: self.after_bout(),
            then: self.then(),
            here: self.here(&occurrences),
            occurrences,
            active: self.active(now),
            paused: self.paused(now),
            left,
            left_is_estimate,
            skip_reason_wanted: self
                .skipped
                .filter(|skipped| now.since(skipped.at) <= self.reason_window && self.place.is_some())
                .map(|skipped| skipped.entry),
        }
    }

    /// When the whole seconds on a screen will differ from those at `now`. `None` while nothing counts.
    pub fn next_change(&self, now: Moment) -> Option<Moment> {
        let reason = self
            .skipped
            .map(|skipped| skipped.at + self.reason_window + Duration::from_millis(1))
            .filter(|moment| *moment > now && self.place.is_some());
        let second = match self.state {
            Machine::Running => {
                let place = self.place.as_ref()?;
                let elapsed = self.watch.read(now).saturating_sub(place.began);
                let wait = match place.played.step.length {
                    Some(length) => until_ceiling_drops(length.saturating_sub(elapsed)),
                    None => Duration::from_secs(elapsed.as_secs() + 1).saturating_sub(elapsed),
                };
                Some(now + wait)
            }
            Machine::LeadIn { ends, .. } => Some(now + until_ceiling_drops(ends.since(now))),
            _ => None,
        };
        match (second, reason) {
            (Some(second), Some(reason)) => Some(second.min(reason)),
            (second, reason) => second.or(reason),
        }
    }

    fn shown_state(&self, now: Moment) -> State {
        match self.state {
            Machine::Ready => State::Ready,
            Machine::Running => State::Running,
            Machine::Paused(cause) => State::Paused(cause),
            Machine::LeadIn { ends, .. } => State::LeadIn { left: ends.since(now) },
            Machine::Finished(status) => State::Finished(status),
        }
    }

    fn present(&self, place: &Place, now: Moment) -> Now {
        let active = self.watch.read(now);
        let elapsed = active.saturating_sub(place.began);
        let length = place.played.step.length;
        Now {
            played: place.played,
            elapsed,
            left: length.map(|length| length.saturating_sub(elapsed)),
            bout_elapsed: active.saturating_sub(place.bout_began),
            bout_left: self.bout_left(place).map(|left| left.saturating_sub(elapsed)),
            counted: place.counted,
            pace_percent: self.pace_percent(&place.played.step),
        }
    }

    fn left(&self, present: Option<&Now>) -> (Duration, bool) {
        let ahead = match (present, &self.state) {
            (_, Machine::Finished(_)) => &[],
            (None, _) => self.list.slots(),
            (Some(_), _) => self.ahead(),
        };
        let coming = ahead.iter().map(|slot| self.estimate(slot)).fold((Duration::ZERO, false), add);
        let here = present.map_or((Duration::ZERO, false), |now| {
            let (length, guess) = estimated(&now.played.step);
            (length.saturating_sub(now.elapsed), guess)
        });
        add(here, coming)
    }

    fn estimate(&self, slot: &Slot) -> (Duration, bool) {
        estimated(&Step { length: self.paced(&slot.step), ..slot.step })
    }

    fn ahead(&self) -> &[Slot] {
        let place = self.place.as_ref().map_or(0, |place| place.at + 1);
        self.list.slots().get(place..).unwrap_or_default()
    }

    fn next_steps(&self) -> Vec<Played> {
        self.ahead().iter().take(UPCOMING).map(|slot| self.as_played(slot)).collect()
    }

    fn after_bout(&self) -> Option<Played> {
        let bout = self.place.as_ref()?.played.step.bout;
        let outside = |slot: &&Slot| slot.step.bout.is_none() || slot.step.bout != bout;
        self.ahead().iter().find(outside).map(|slot| self.as_played(slot))
    }

    fn then(&self) -> Option<Played> {
        let present = self.place.as_ref()?.played.step.occurrence;
        let work = |slot: &&Slot| slot.step.kind == Kind::Work && slot.step.occurrence != present;
        self.ahead().iter().find(work).map(|slot| self.as_played(slot))
    }

    /// As it would be played; an index that is not settled yet shows as the place's own number.
    fn as_played(&self, slot: &Slot) -> Played {
        let step = Step { length: self.paced(&slot.step), ..slot.step };
        Played { index: slot.index.unwrap_or(slot.id), slot: slot.id, step }
    }

    fn occurrences(&self) -> Vec<Occurrence> {
        let at = self.place.as_ref().map(|place| place.at);
        let over = matches!(self.state, Machine::Finished(_));
        let mut occurrences: Vec<Occurrence> = Vec::new();
        for (place, slot) in self.list.slots().iter().enumerate() {
            let fate = match at.map(|at| place.cmp(&at)) {
                Some(Ordering::Equal) => Fate::Here,
                Some(Ordering::Greater) => Fate::Ahead,
                None if !over => Fate::Ahead,
                _ => Fate::Ended(slot.outcome.unwrap_or(Outcome::Skipped)),
            };
            let kind = slot.step.kind;
            let length = match self.place.as_ref().filter(|_| fate == Fate::Here) {
                Some(here) => estimated(&here.played.step).0,
                None => self.estimate(slot).0,
            };
            let number = slot.step.occurrence;
            if occurrences.last().is_none_or(|last| last.occurrence != number) {
                occurrences.push(Occurrence {
                    entry: 0,
                    occurrence: number,
                    round: None,
                    rounds: None,
                    pieces: Vec::new(),
                    length: Duration::ZERO,
                    pace_percent: WRITTEN_PACE,
                });
            }
            let Some(occurrence) = occurrences.last_mut() else { continue };
            if let Some(entry) = slot.step.entry {
                (occurrence.entry, occurrence.round, occurrence.rounds) =
                    (entry, slot.step.round, slot.step.rounds);
                occurrence.pace_percent = self.pace_percent(&slot.step);
            }
            occurrence.length += length;
            match occurrence.pieces.last_mut() {
                Some(piece) if piece.kind == kind && piece.fate == fate && fate != Fate::Here => {
                    piece.length += length;
                }
                _ => occurrence.pieces.push(Piece { kind, length, fate }),
            }
        }
        occurrences
    }

    fn here(&self, occurrences: &[Occurrence]) -> Option<usize> {
        let number = self.place.as_ref()?.played.step.occurrence;
        occurrences.iter().position(|occurrence| occurrence.occurrence == number)
    }
}

fn add(a: (Duration, bool), b: (Duration, bool)) -> (Duration, bool) {
    (a.0 + b.0, a.1 || b.1)
}

/// A countdown shows whole seconds, rounded up: how long until it shows one less.
fn until_ceiling_drops(left: Duration) -> Duration {
    let part = Duration::from_nanos(u64::from(left.subsec_nanos()));
    if part.is_zero() { Duration::from_secs(1) } else { part }
}
