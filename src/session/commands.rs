//! What each command does.

use std::time::Duration;

use super::{
    Command, CueKind, Event, Moment, Origin, Outcome, PainOf, Session, SkipReason, Status, WORST_PAIN, Way,
    machine::{Machine, Skipped},
    pace::{MOST_NOTCHES, percent},
};
use crate::plan::{Kind, Mode, Step};

/// More than this into a bout, "back" goes to its start; else to the bout before.
const BACK_GRACE: Duration = Duration::from_secs(3);
/// So long after an exercise was skipped may a key say why.
pub(super) const REASON_WINDOW: Duration = Duration::from_secs(5);
const MORE: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_hours(24);

impl Session {
    pub(super) fn obey(&mut self, now: Moment, command: Command) -> bool {
        match (self.state, command) {
            (Machine::Ready, Command::Start) => self.start(now),
            (Machine::Ready | Machine::Finished(_), _) | (_, Command::Start) => return false,
            (_, Command::Quit) => self.quit(now),
            (_, Command::PainBefore(value)) => return self.pain(now, PainOf::Before, value),
            (Machine::Running, Command::Pause(cause)) => self.pause(now, cause),
            (Machine::LeadIn { .. }, Command::Pause(cause)) => self.state = Machine::Paused(cause),
            (Machine::Paused(_), Command::Resume(origin)) => self.lead_in_or_resume(now, origin),
            (_, Command::Pause(_) | Command::Resume(_)) => return false,
            (Machine::LeadIn { .. }, Command::Next(_)) => self.resume_now(now),
            (_, command) => return self.steer(now, command),
        }
        true
    }

    fn steer(&mut self, now: Moment, command: Command) -> bool {
        let Some((at, step)) = self.place.as_ref().map(|place| (place.at, place.played.step)) else {
            return false;
        };
        match command {
            Command::Next(origin) => self.next(now, at, &step, origin),
            Command::Done(origin) => return self.done(now, at, &step, origin),
            Command::CountRep => return self.count_rep(now, &step),
            Command::Back(origin) => {
                let to = self.back_to(now, at);
                self.jump_to(now, to, origin);
            }
            Command::RestartExercise(origin) => self.jump_to(now, self.list.occurrence(at).start, origin),
            Command::SkipExercise => return self.skip_exercise(now, at),
            Command::SkipReason(reason) => return self.skip_reason(now, reason),
            Command::Later => return self.later(now, at),
            Command::Swap(way) => return self.swap(now, at, way),
            Command::Jump { occurrence, origin } => {
                let Some(to) = self.list.find_occurrence(occurrence) else { return false };
                self.jump_to(now, to, origin);
            }
            Command::More => return self.more(now, at, &step),
            Command::Less => return self.less(now, at, &step),
            Command::Slower => return self.change_pace(now, &step, 1),
            Command::Faster => return self.change_pace(now, &step, -1),
            Command::Pain(value) => return self.pain_here(now, at, value),
            Command::Start
            | Command::Quit
            | Command::PainBefore(_)
            | Command::Pause(_)
            | Command::Resume(_) => return false,
        }
        true
    }

    fn start(&mut self, now: Moment) {
        let at = self.watch.read(now);
        self.state = Machine::Running;
        self.watch.run(now);
        match self.resume_from.take() {
            None => {
                self.emit(at, Event::SessionStarted);
                self.begin(0, at, now);
            }
            Some(place) => {
                self.begin(place, at, now);
                self.after_jump(now, Origin::Key);
            }
        }
    }

    fn quit(&mut self, now: Moment) {
        let at = self.watch.read(now);
        self.leave(at, Outcome::Left);
        self.end(at, now, Status::Stopped);
    }

    fn next(&mut self, now: Moment, at: usize, step: &Step, origin: Origin) {
        match (step.kind, step.mode) {
            (Kind::Work, Some(Mode::Open)) => self.open_done(now, at),
            (Kind::Work, _) => self.go_on(now, Outcome::Skipped, self.list.bout(at).end),
            _ if step.length.is_none() => self.ready(now, at, origin),
            _ => self.go_on(now, Outcome::Skipped, at + 1),
        }
    }

    fn done(&mut self, now: Moment, at: usize, step: &Step, origin: Origin) -> bool {
        match (step.kind, step.mode) {
            (Kind::Work, Some(Mode::Open)) => self.open_done(now, at),
            (Kind::Work, _) => {
                self.end_cue(self.watch.read(now));
                self.go_on(now, Outcome::Cut, self.list.bout(at).end);
            }
            _ if step.length.is_none() => self.ready(now, at, origin),
            _ => return false,
        }
        true
    }

    fn ready(&mut self, now: Moment, at: usize, origin: Origin) {
        let active = self.watch.read(now);
        self.leave(active, Outcome::Done);
        self.begin(at + 1, active, now);
        self.after_jump(now, origin);
    }

    fn open_done(&mut self, now: Moment, at: usize) {
        self.end_cue(self.watch.read(now));
        self.go_on(now, Outcome::Done, at + 1);
    }

    /// On to another place without coming back to anything: a lead-in only where one was running already.
    fn go_on(&mut self, now: Moment, outcome: Outcome, to: usize) {
        let active = self.watch.read(now);
        self.leave(active, outcome);
        self.begin(to, active, now);
        if let Machine::LeadIn { origin, .. } = self.state {
            self.lead_in_or_resume(now, origin);
        }
    }

    fn jump_to(&mut self, now: Moment, to: usize, origin: Origin) {
        let active = self.watch.read(now);
        self.leave(active, Outcome::Left);
        self.begin(to, active, now);
        self.after_jump(now, origin);
    }

    fn count_rep(&mut self, now: Moment, step: &Step) -> bool {
        let (Machine::Running, Some(Mode::Open), Some(reps)) = (self.state, step.mode, step.reps) else {
            return false;
        };
        let both = step.side.is_none() && self.plan.entry_of(step).is_some_and(|entry| entry.alternate);
        let target = if both { reps * 2 } else { reps };
        let active = self.watch.read(now);
        let Some(place) = &mut self.place else { return false };
        place.counted += 1;
        let (at, index, count) = (place.at, place.played.index, place.counted);
        self.emit(active, Event::RepCounted { index, count });
        let kind = CueKind::Rep { last: count >= target };
        self.emit(active, Event::Cue(super::Cue { kind, say: Some(count.to_string()), bout: step.bout }));
        if count >= target {
            self.open_done(now, at);
        }
        true
    }

    fn back_to(&self, now: Moment, at: usize) -> usize {
        let own = self.list.bout(at);
        let in_work = self.place.as_ref().is_some_and(|place| place.played.step.kind == Kind::Work);
        let passed = self
            .place
            .as_ref()
            .map_or(Duration::ZERO, |place| self.watch.read(now).saturating_sub(place.bout_began));
        if in_work && passed > BACK_GRACE {
            return own.start;
        }
        match self.list.bout_before(at) {
            Some(bout) => bout.start,
            None if in_work => own.start,
            None => 0,
        }
    }

    fn skip_exercise(&mut self, now: Moment, at: usize) -> bool {
        let occurrence = self.list.occurrence(at);
        let Some(step) = self.list.get(occurrence.start).map(|slot| slot.step) else { return false };
        let Some(entry) = step.entry else { return false };
        let active = self.watch.read(now);
        self.leave(active, Outcome::Skipped);
        self.emit(active, Event::ExerciseSkipped { entry, occurrence: step.occurrence, reason: None });
        self.skipped = Some(Skipped { entry, occurrence: step.occurrence, at: now });
        self.begin(occurrence.end, active, now);
        if let Machine::LeadIn { origin, .. } = self.state {
            self.lead_in_or_resume(now, origin);
        }
        true
    }

    fn skip_reason(&mut self, now: Moment, reason: SkipReason) -> bool {
        let window = self.reason_window;
        let Some(skipped) = self.skipped.take_if(|skipped| now.since(skipped.at) <= window) else {
            return false;
        };
        let active = self.watch.read(now);
        let Skipped { entry, occurrence, .. } = skipped;
        self.emit(active, Event::ExerciseSkipped { entry, occurrence, reason: Some(reason) });
        true
    }

    fn pain_here(&mut self, now: Moment, at: usize, value: u8) -> bool {
        let Some(step) = self.list.get(self.list.occurrence(at).start).map(|slot| slot.step) else {
            return false;
        };
        let Some(entry) = step.entry else { return false };
        self.pain(now, PainOf::Exercise { entry, occurrence: step.occurrence }, value)
    }

    /// Nothing else changes by it: what is to be done about the pain comes as commands of its own.
    fn pain(&mut self, now: Moment, of: PainOf, value: u8) -> bool {
        if value <= WORST_PAIN {
            self.emit(self.watch.read(now), Event::PainReported { of, value });
        }
        value <= WORST_PAIN
    }

    fn later(&mut self, now: Moment, at: usize) -> bool {
        let occurrence = self.list.occurrence(at);
        let Some(step) = self.list.get(occurrence.start).map(|slot| slot.step) else { return false };
        let Some(entry) = step.entry else { return false };
        let Some(deferred) = self.list.what_defers(at) else { return false };
        let active = self.watch.read(now);
        self.leave(active, Outcome::Left);
        let follows = self.list.defer(deferred);
        self.emit(active, Event::ExerciseDeferred { entry, occurrence: step.occurrence });
        self.begin(follows, active, now);
        if let Machine::LeadIn { origin, .. } = self.state {
            self.lead_in_or_resume(now, origin);
        }
        true
    }

    fn swap(&mut self, now: Moment, at: usize, way: Way) -> bool {
        let occurrence = self.list.occurrence(at);
        let Some(step) = self.list.get(occurrence.start).map(|slot| slot.step) else { return false };
        let Some(variant) = self.plan.variant_of(&step, way == Way::Harder).cloned() else { return false };
        let (Some(entry), to) = (step.entry, variant.entry) else { return false };
        let Some(gives_way) = self.list.what_gives_way(at) else { return false };
        let active = self.watch.read(now);
        self.leave(active, Outcome::Left);
        let (follows, bout) = self.list.replace(gives_way, &variant.steps);
        self.emit(active, Event::ExerciseSwapped { entry, occurrence: step.occurrence, way, to, bout });
        self.begin(follows, active, now);
        if let Machine::LeadIn { origin, .. } = self.state {
            self.lead_in_or_resume(now, origin);
        }
        true
    }

    fn more(&mut self, now: Moment, at: usize, step: &Step) -> bool {
        match (step.mode, step.length) {
            (Some(Mode::Rep | Mode::Phase), _) => self.list.add_rep(at) && self.reps_changed(now, at),
            (_, Some(length)) => length + MORE <= LONGEST && self.set_length(now, at, length + MORE),
            (Some(Mode::Open), None) => step.reps.is_some_and(|reps| self.set_reps(now, at, reps + 1)),
            _ => false,
        }
    }

    fn less(&mut self, now: Moment, at: usize, step: &Step) -> bool {
        let Some(place) = &self.place else { return false };
        match (step.mode, step.length) {
            (Some(Mode::Rep | Mode::Phase), _) => self.list.remove_rep(at) && self.reps_changed(now, at),
            (_, Some(length)) => {
                let elapsed = self.watch.read(now).saturating_sub(place.began);
                self.set_length(now, at, length.saturating_sub(MORE).max(elapsed))
            }
            (Some(Mode::Open), None) => {
                let least = place.counted.max(1);
                step.reps.is_some_and(|reps| reps > least && self.set_reps(now, at, reps - 1))
            }
            _ => false,
        }
    }

    fn set_length(&mut self, now: Moment, at: usize, length: Duration) -> bool {
        if let Some(place) = &mut self.place {
            place.played.step.length = Some(length);
        }
        let elapsed = self.changed(now, None);
        if elapsed >= Some(length) {
            self.step_done(self.watch.read(now), now);
            if let Machine::LeadIn { origin, .. } = self.state {
                self.lead_in_or_resume(now, origin);
            }
        } else if let Some(slot) = self.list.slot_mut(at) {
            // Played again it has this length; a step that was brought to its end would have none to speak of.
            slot.step.length = Some(length);
        }
        true
    }

    fn set_reps(&mut self, now: Moment, at: usize, reps: u32) -> bool {
        if let Some(slot) = self.list.slot_mut(at) {
            slot.step.reps = Some(reps);
        }
        self.reps_changed(now, at)
    }

    fn reps_changed(&mut self, now: Moment, at: usize) -> bool {
        let reps = self.list.get(at).and_then(|slot| slot.step.reps);
        if let Some(place) = &mut self.place {
            place.played.step.reps = reps;
        }
        self.changed(now, reps);
        true
    }

    /// Reports the change and finds the cues anew. Gives how long the step has lasted.
    fn changed(&mut self, now: Moment, reps: Option<u32>) -> Option<Duration> {
        let active = self.watch.read(now);
        let place = self.place.as_ref()?;
        let (index, length, began) = (place.played.index, place.played.step.length, place.began);
        self.emit(active, Event::StepChanged { index, length, reps });
        self.place_cues(active);
        Some(active.saturating_sub(began))
    }

    fn change_pace(&mut self, now: Moment, step: &Step, notches: i32) -> bool {
        let has_reps = |entry: u32| {
            self.list.slots().iter().any(|slot| slot.step.entry == Some(entry) && slot.step.is_paced())
        };
        let Some(entry) = step.entry.filter(|entry| has_reps(*entry)) else { return false };
        let Some(pace) = self.pace.get_mut(entry as usize) else { return false };
        let changed = *pace + notches;
        if changed.abs() > MOST_NOTCHES {
            return false;
        }
        *pace = changed;
        let active = self.watch.read(now);
        self.emit(active, Event::PaceChanged { entry, percent: percent(changed) });
        // The bout has got another length, and with it the cues that are placed by its middle or its end.
        self.place_cues(active);
        true
    }
}
