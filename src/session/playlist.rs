//! The places of a session in the order of play, and how they hang together.

use std::{ops::Range, sync::Arc, time::Duration};

use super::Played;
use crate::plan::{Kind, Mode, Plan, Step};

/// One place of the session. Playing it again gives it a new index, never a new id.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) id: u32,
    /// At the written pace.
    pub(super) step: Step,
    /// The index for the next time it is played, if that has been settled: a plan's step played for the first time.
    pub(super) index: Option<u32>,
    /// How it ended when it was played last.
    pub(super) outcome: Option<super::Outcome>,
}

/// A part of an exercise that is to be played later.
#[derive(Debug)]
pub(super) struct Deferred {
    moved: Range<usize>,
    /// To be put before it, where the exercise's own stays with the work that was already played.
    prepare: Option<Step>,
}

/// All places. A clone is cheap until one of the two changes.
#[derive(Clone, Debug)]
pub(super) struct Playlist {
    slots: Arc<Vec<Slot>>,
    /// For the next index that is given out.
    next_index: u32,
    /// For the next place that is added.
    next_id: u32,
    next_occurrence: u32,
    /// For the next bout that is added.
    next_bout: u32,
}

impl Playlist {
    pub(super) fn new(plan: &Plan) -> Self {
        let slots: Vec<Slot> = (0..)
            .zip(&plan.steps)
            .map(|(id, &step)| Slot { id, step, index: Some(id), outcome: None })
            .collect();
        let count = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        let next_occurrence = plan.steps.last().map_or(0, |step| step.occurrence + 1);
        let next_bout = plan.steps.iter().filter_map(|step| step.bout).max().map_or(0, |bout| bout + 1);
        Self { slots: Arc::new(slots), next_index: count, next_id: count, next_occurrence, next_bout }
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn get(&self, place: usize) -> Option<&Slot> {
        self.slots.get(place)
    }

    pub(super) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub(super) fn slot_mut(&mut self, place: usize) -> Option<&mut Slot> {
        Arc::make_mut(&mut self.slots).get_mut(place)
    }

    /// The place of this step, or of the last one that is most like it: a rep that was added is not there any more in
    /// a session that goes on, and whatever was added after it has another number.
    pub(super) fn find_like(&self, played: &Played) -> Option<usize> {
        let step = &played.step;
        let same_work = |slot: &Slot| {
            let other = &slot.step;
            other.kind == step.kind && other.entry == step.entry && other.bout == step.bout
        };
        let same_place = |slot: &Slot| {
            let other = &slot.step;
            slot.id == played.slot && same_work(slot) && same_rep(other, step) && other.phase == step.phase
        };
        let exact = self.slots.iter().position(same_place);
        exact.or_else(|| self.slots.iter().rposition(same_work))
    }

    /// Indexes below this one are taken.
    pub(super) fn reserve_indexes(&mut self, below: u32) {
        self.next_index = self.next_index.max(below);
        for slot in Arc::make_mut(&mut self.slots) {
            slot.index = slot.index.filter(|index| *index >= below);
        }
    }

    /// What lies before this place was played in an earlier part of the session.
    pub(super) fn count_as_done(&mut self, before: usize) {
        for slot in Arc::make_mut(&mut self.slots).iter_mut().take(before) {
            slot.outcome = Some(super::Outcome::Done);
        }
    }

    /// Gives the place its index for this time.
    pub(super) fn start(&mut self, place: usize) -> Option<Played> {
        let fresh = self.next_index;
        let slot = self.slot_mut(place)?;
        let index = slot.index.take().unwrap_or(fresh);
        let played = Played { index, slot: slot.id, step: slot.step };
        if index == fresh {
            self.next_index += 1;
        }
        Some(played)
    }

    /// The neighbouring places that are done in one go with this one; the place alone if it is not work.
    pub(super) fn bout(&self, place: usize) -> Range<usize> {
        let Some(bout) = self.get(place).and_then(|slot| slot.step.bout) else { return place..place + 1 };
        self.run(place, |step| step.bout == Some(bout))
    }

    /// The neighbouring places of the same appearance of an exercise, the rest between rounds before it left out.
    pub(super) fn occurrence(&self, place: usize) -> Range<usize> {
        let Some(slot) = self.get(place) else { return place..place };
        let number = slot.step.occurrence;
        let mut range = self.run(place, |step| step.occurrence == number);
        let first = range.clone().find(|place| self.slots[*place].step.entry.is_some());
        range.start = first.unwrap_or(range.start);
        range
    }

    /// The last place before `place` that belongs to another bout than `place` does.
    pub(super) fn bout_before(&self, place: usize) -> Option<Range<usize>> {
        let start = self.bout(place).start;
        let last = self.slots[..start].iter().rposition(|slot| slot.step.bout.is_some())?;
        Some(self.bout(last))
    }

    pub(super) fn find_occurrence(&self, number: u32) -> Option<usize> {
        self.slots.iter().position(|slot| slot.step.occurrence == number && slot.step.entry.is_some())
    }

    /// Whether a rep begins at this place: a paced one, the first of its phases.
    pub(super) fn begins_rep(&self, place: usize) -> bool {
        let Some(step) = self.get(place).map(|slot| &slot.step) else { return false };
        match step.mode {
            Some(Mode::Rep) => true,
            Some(Mode::Phase) => {
                let before = place.checked_sub(1).and_then(|before| self.get(before));
                before.is_none_or(|before| !same_rep(&before.step, step))
            }
            _ => false,
        }
    }

    /// Whether no other rep of the bout comes after the one at this place.
    pub(super) fn is_last_rep(&self, place: usize) -> bool {
        let bout = self.bout(place);
        self.slots[place..bout.end].iter().all(|slot| same_rep(&slot.step, &self.slots[place].step))
    }

    /// Appends one more rep to the bout at `place`: on both sides where they alternate. False if it has no reps.
    pub(super) fn add_rep(&mut self, place: usize) -> bool {
        let bout = self.bout(place);
        let Some(last) = self.get(bout.end - 1).and_then(|slot| slot.step.rep) else { return false };
        let from = self.slots[bout.clone()].iter().position(|slot| slot.step.rep == Some(last));
        let copies: Vec<Step> = self.slots[bout.start + from.unwrap_or(0)..bout.end]
            .iter()
            .map(|slot| Step { rep: Some(last + 1), ..slot.step })
            .collect();
        let added: Vec<Slot> = copies.into_iter().map(|step| self.fresh(step)).collect();
        let slots = Arc::make_mut(&mut self.slots);
        slots.splice(bout.end..bout.end, added.iter().copied());
        for slot in &mut slots[place..bout.end + added.len()] {
            slot.step.reps = slot.step.reps.map(|reps| reps + 1);
        }
        true
    }

    /// Takes the last rep away from the bout at `place`. False if it has begun.
    pub(super) fn remove_rep(&mut self, place: usize) -> bool {
        let bout = self.bout(place);
        let Some(last) = self.get(bout.end - 1).and_then(|slot| slot.step.rep) else { return false };
        let first = self.slots[bout.clone()].iter().position(|slot| slot.step.rep == Some(last));
        let from = bout.start + first.unwrap_or(0);
        if from <= place {
            return false;
        }
        let slots = Arc::make_mut(&mut self.slots);
        slots.drain(from..bout.end);
        for slot in &mut slots[place..from] {
            slot.step.reps = slot.step.reps.map(|reps| reps.saturating_sub(1));
        }
        true
    }

    /// What is left of the exercise at `place`. `None` where nothing is, or where nothing would come before it.
    pub(super) fn what_defers(&self, place: usize) -> Option<Deferred> {
        let occurrence = self.occurrence(place);
        if occurrence.end >= self.len() {
            return None;
        }
        let at = place.max(occurrence.start);
        let work = (at..occurrence.end).find(|&place| self.slots[place].step.kind == Kind::Work)?;
        let from = self.bout(work).start.max(occurrence.start);
        let head = &self.slots[occurrence.start].step;
        let prepares = head.kind == Kind::Prepare;
        let untouched = from <= occurrence.start + usize::from(prepares) || at == occurrence.start;
        let moved = if untouched { occurrence } else { from..occurrence.end };
        Some(Deferred { moved, prepare: (prepares && !untouched).then_some(*head) })
    }

    /// Moves this to the end. Gives the place that follows now.
    pub(super) fn defer(&mut self, Deferred { moved: range, prepare }: Deferred) -> usize {
        let mut moved: Vec<Slot> = prepare.into_iter().map(|prepare| self.fresh(prepare)).collect();
        moved.extend(Arc::make_mut(&mut self.slots).drain(range.clone()));
        let number = self.next_occurrence;
        self.next_occurrence += 1;
        for slot in &mut moved {
            slot.index = None;
            slot.outcome = None;
            slot.step.occurrence = number;
        }
        Arc::make_mut(&mut self.slots).extend(moved);
        self.lead_rests_to(range.start);
        range.start
    }

    /// What is left of the exercise at `place`: from its `prepare` if nothing of it was played, else from the present
    /// bout.
    pub(super) fn what_gives_way(&self, place: usize) -> Option<Range<usize>> {
        let occurrence = self.occurrence(place);
        let at = place.max(occurrence.start);
        let first_work = (occurrence.clone()).find(|&place| self.slots[place].step.kind == Kind::Work)?;
        let from = if at <= first_work || self.bout(at).contains(&first_work) {
            occurrence.start
        } else {
            self.bout(at).start
        };
        Some(from..occurrence.end)
    }

    /// Puts other steps in the place of these. Gives where they begin and from which number their bouts are counted.
    pub(super) fn replace(&mut self, places: Range<usize>, steps: &[Step]) -> (usize, u32) {
        let head = self.slots[places.start].step;
        let from = places.start;
        let (bout, number) = (self.next_bout, self.next_occurrence);
        self.next_occurrence += 1;
        self.next_bout += steps.iter().filter_map(|step| step.bout).max().map_or(0, |last| last + 1);
        let place_of = |step: &Step| Step {
            occurrence: number,
            group: head.group,
            round: head.round,
            rounds: head.rounds,
            bout: step.bout.map(|own| bout + own),
            ..*step
        };
        let added: Vec<Slot> = steps.iter().map(|step| self.fresh(place_of(step))).collect();
        Arc::make_mut(&mut self.slots).splice(places, added);
        self.lead_rests_to(from);
        (from, bout)
    }

    /// A rest between rounds that stays behind leads to what follows it now.
    fn lead_rests_to(&mut self, place: usize) {
        let slots = Arc::make_mut(&mut self.slots);
        if let Some(coming) = slots.get(place).map(|slot| slot.step.occurrence) {
            for rest in slots[..place].iter_mut().rev().take_while(|slot| slot.step.entry.is_none()) {
                rest.step.occurrence = coming;
            }
        }
    }

    fn fresh(&mut self, step: Step) -> Slot {
        self.next_id += 1;
        Slot { id: self.next_id - 1, step, index: None, outcome: None }
    }

    fn run(&self, place: usize, belongs: impl Fn(&Step) -> bool) -> Range<usize> {
        let before = self.slots[..place].iter().rev().take_while(|slot| belongs(&slot.step)).count();
        let after = self.slots[place..].iter().take_while(|slot| belongs(&slot.step)).count();
        place - before..place + after
    }
}

fn same_rep(a: &Step, b: &Step) -> bool {
    (a.bout, a.rep, a.side) == (b.bout, b.rep, b.side)
}

/// The sum of what is timed, open steps with their estimate; and whether there were any of those.
pub(super) fn estimated(step: &Step) -> (Duration, bool) {
    step.length.map_or_else(|| (unattended(step), true), |length| (length, false))
}

/// How long a step without a length lasts where nobody can say done or ready.
pub(super) fn unattended(step: &Step) -> Duration {
    match step.mode {
        Some(_) => step.estimate.unwrap_or(OPEN_ESTIMATE),
        None => READY_ESTIMATE,
    }
}

const OPEN_ESTIMATE: Duration = Duration::from_mins(1);
const READY_ESTIMATE: Duration = Duration::from_secs(5);
