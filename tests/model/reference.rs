//! The session once more, as naively as can be: it ticks.
//!
//! Time goes on by one small tick after another, and at every tick everything is asked anew from plain lists: is the
//! step over, and which of its cues fall on this very moment? No deadline is computed, nothing is skipped over, and
//! nothing is remembered that can be asked again. It is written from the rules alone, so that it and the real session
//! can only agree by both being right, or by both having misread the same sentence.

use std::{sync::Arc, time::Duration};

use supple::{
    plan::{Kind, Mode, Plan, Step, Variant},
    routine::CueAt,
    session::{
        Command, Cue, CueKind, Event, Origin, Outcome, PainOf, PauseCause, Played, SkipReason, Stamped,
        Status, Way,
    },
};

/// All times of the model are whole microseconds.
pub(crate) type Micros = u64;

const SECOND: Micros = 1_000_000;
/// Plans and scripts keep to half seconds, and the half of one is a quarter.
const COARSE: Micros = 250_000;
/// Multiples of half a second, scaled by whole percents, are multiples of 5 ms; and half of that.
const FINE: Micros = 2_500;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) lead_in_key: Micros,
    pub(crate) lead_in_remote: Micros,
    pub(crate) late: Micros,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Ready,
    Running,
    Paused(PauseCause),
    LeadIn { origin: Origin, into: Micros },
    Ended(Status),
}

/// A place in the order of play.
#[derive(Clone, Debug)]
struct Slot {
    id: u32,
    step: Step,
    /// The plan's index until it is used up by the first play.
    unused_index: Option<u32>,
    /// What the step lasts when it begins, before any change of pace.
    base: Option<Micros>,
    /// The length that it had when it was last begun.
    had: Option<Micros>,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    plan: Arc<Plan>,
    limits: Limits,
    tick: Micros,
    pub(crate) state: State,
    /// The latest moment seen.
    pub(crate) now: Micros,
    /// The active time.
    pub(crate) active: Micros,
    /// All pauses that are over.
    paused: Micros,
    /// The present pause, lead-in included.
    pause: Micros,
    slots: Vec<Slot>,
    cursor: usize,
    index: u32,
    length: Option<Micros>,
    step_began: Micros,
    bout_began: Micros,
    counted: u32,
    /// The cues of this step's first moment are still owed.
    owed: bool,
    notches: Vec<i32>,
    next_index: u32,
    next_slot: u32,
    next_occurrence: u32,
    next_bout: u32,
    unattended_since: Option<Micros>,
    /// The exercise skipped last: when, and which.
    skipped: Option<(Micros, u32, u32)>,
    wake: Option<Micros>,
    pub(crate) events: Vec<Stamped>,
}

impl Model {
    pub(crate) fn new(plan: Arc<Plan>, limits: Limits) -> Self {
        let slots: Vec<Slot> = plan
            .steps
            .iter()
            .zip(0..)
            .map(|(&step, id)| Slot {
                id,
                step,
                unused_index: Some(id),
                base: step.length.map(micros),
                had: None,
            })
            .collect();
        let fresh = u32::try_from(slots.len()).unwrap();
        Self {
            limits,
            tick: COARSE,
            state: State::Ready,
            now: 0,
            active: 0,
            paused: 0,
            pause: 0,
            slots,
            cursor: 0,
            index: 0,
            length: None,
            step_began: 0,
            bout_began: 0,
            counted: 0,
            owed: false,
            notches: vec![0; plan.entries.len()],
            next_index: fresh,
            next_slot: fresh,
            next_bout: plan.steps.iter().filter_map(|step| step.bout).map(|bout| bout + 1).max().unwrap_or(0),
            next_occurrence: plan.steps.iter().map(|step| step.occurrence + 1).max().unwrap_or(0),
            unattended_since: None,
            skipped: None,
            wake: None,
            events: Vec::new(),
            plan,
        }
    }

    // What the driver calls.

    pub(crate) fn advance(&mut self, now: Micros) {
        self.settle(now);
    }

    pub(crate) fn handle(&mut self, now: Micros, command: Command) -> bool {
        self.settle(now);
        self.act(command)
    }

    pub(crate) fn set_unattended(&mut self, now: Micros) {
        self.settle(now);
        self.unattended_since = Some(self.active);
        if let State::Paused(_) = self.state {
            self.resume(Origin::Remote);
        }
        self.end_what_is_over();
    }

    pub(crate) fn will_wake_at(&mut self, at: Micros) {
        self.wake = Some(at);
    }

    /// When the next thing happens by itself, found by waiting for it in a copy.
    pub(crate) fn deadline(&self) -> Option<Micros> {
        let waits_for_ever = match self.state {
            State::Ready | State::Paused(_) | State::Ended(_) => true,
            State::LeadIn { .. } => false,
            State::Running => self.length.is_none() && self.unattended_end().is_none(),
        };
        if waits_for_ever {
            return None;
        }
        let mut copy = self.clone();
        copy.events.clear();
        while copy.events.is_empty() {
            copy.one_tick();
        }
        Some(copy.now)
    }

    /// Active, paused and the present pause: they must add up to the time since the start.
    pub(crate) fn paused_so_far(&self) -> Micros {
        self.paused + self.pause
    }

    pub(crate) fn lead_in_left(&self) -> Micros {
        match self.state {
            State::LeadIn { origin, into } => self.lead_in(origin) - into,
            _ => 0,
        }
    }

    // Time.

    fn settle(&mut self, now: Micros) {
        let now = now.max(self.now);
        let before = self.clone();
        let wake = self.wake.take();
        let events = self.events.len();
        let mut expected = wake;
        while self.now < now {
            self.one_tick();
            if self.events.len() > events {
                expected = Some(expected.map_or(self.now, |wake| wake.min(self.now)));
            }
            let ticking = matches!(before.state, State::Running | State::LeadIn { .. });
            if ticking && expected.is_some_and(|expected| now > expected + self.limits.late) {
                *self = before;
                self.wake = None;
                self.sleep_until(now);
                return;
            }
        }
    }

    /// The machine slept from the latest moment seen until now.
    fn sleep_until(&mut self, now: Micros) {
        let lead_in = matches!(self.state, State::LeadIn { .. });
        self.state = State::Paused(PauseCause::Suspended);
        if !lead_in {
            self.push(Event::Paused(PauseCause::Suspended));
            self.cue(CueKind::Paused, None, None);
        }
        while self.now < now {
            self.one_tick();
        }
        if self.unattended_since.is_some() {
            self.resume(Origin::Remote);
        }
    }

    fn one_tick(&mut self) {
        self.now += self.tick;
        match self.state {
            State::Ready | State::Ended(_) => {}
            State::Paused(_) => self.pause += self.tick,
            State::LeadIn { origin, into } => {
                self.pause += self.tick;
                self.state = State::LeadIn { origin, into: into + self.tick };
                self.lead_in_moment();
            }
            State::Running => {
                self.active += self.tick;
                let step = self.index;
                self.end_what_is_over();
                if self.state == State::Running && self.index == step {
                    self.cues_of_this_moment();
                }
            }
        }
    }

    fn lead_in_moment(&mut self) {
        let State::LeadIn { origin, into } = self.state else { return };
        let left = self.lead_in(origin).saturating_sub(into);
        if left == 0 {
            self.go_on();
        } else if [3 * SECOND, 2 * SECOND, SECOND].contains(&left) {
            let step = self.step();
            self.cue(CueKind::Tick, None, step.bout);
        }
    }

    fn go_on(&mut self) {
        self.state = State::Running;
        self.push(Event::Resumed { paused: duration(self.pause) });
        self.paused += self.pause;
        self.pause = 0;
        self.cue(CueKind::Resumed, None, None);
        if self.owed {
            self.cues_of_this_moment();
        }
        self.end_what_is_over();
    }

    fn end_what_is_over(&mut self) {
        while self.state == State::Running && self.is_over() {
            self.leave(Outcome::Done, self.cursor + 1);
            self.arrive(None);
        }
    }

    fn is_over(&self) -> bool {
        match self.length {
            Some(length) => self.elapsed() >= length,
            None => self.unattended_end().is_some_and(|end| self.active >= end),
        }
    }

    fn unattended_end(&self) -> Option<Micros> {
        let since = self.unattended_since?;
        let step = self.step();
        let lasts = match step.kind {
            Kind::Work => step.estimate.map_or(60 * SECOND, micros),
            _ => 5 * SECOND,
        };
        Some(since.max(self.step_began + lasts))
    }

    // Where the session stands.

    fn step(&self) -> Step {
        self.slots[self.cursor].step
    }

    fn elapsed(&self) -> Micros {
        self.active - self.step_began
    }

    fn is_work(&self) -> bool {
        self.step().kind == Kind::Work
    }

    /// The slots of the bout around a place, as first and one past the last.
    fn bout(&self, around: usize) -> (usize, usize) {
        let same = |at: usize| self.slots[at].step.bout == self.slots[around].step.bout;
        let mut first = around;
        while first > 0 && same(first - 1) {
            first -= 1;
        }
        let mut end = around + 1;
        while end < self.slots.len() && same(end) {
            end += 1;
        }
        (first, end)
    }

    fn after_bout(&self) -> usize {
        self.bout(self.cursor).1
    }

    fn last_of_bout(&self) -> bool {
        self.is_work() && self.after_bout() == self.cursor + 1
    }

    /// The slots of the present occurrence, of the coming one in a rest between rounds; that rest is not among them.
    fn occurrence(&self) -> (usize, usize) {
        let belongs =
            |slot: &Slot| slot.step.occurrence == self.step().occurrence && slot.step.entry.is_some();
        let first = self.slots.iter().position(belongs).unwrap();
        let last = self.slots.iter().rposition(belongs).unwrap();
        (first, last + 1)
    }

    /// What a slot would last if it began now.
    fn length_from_now(&self, at: usize) -> Option<Micros> {
        let slot = &self.slots[at];
        let paced = matches!(slot.step.mode, Some(Mode::Rep | Mode::Phase));
        match slot.step.entry {
            Some(entry) if paced => slot.base.map(|base| base * self.percent(entry) / 100),
            _ => slot.base,
        }
    }

    fn percent(&self, entry: u32) -> u64 {
        let notches = self.notches[entry as usize];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 51 and 195")]
        let percent = (100.0 * 1.1_f64.powi(notches)).round() as u64;
        percent
    }

    fn lead_in(&self, origin: Origin) -> Micros {
        match origin {
            Origin::Key => self.limits.lead_in_key,
            Origin::Remote => self.limits.lead_in_remote,
        }
    }

    fn lead_in_needed(&self, origin: Origin) -> bool {
        match (self.step().kind, self.length) {
            (_, None) => false,
            (Kind::Work, Some(_)) => true,
            (_, Some(length)) => length - self.elapsed() < self.lead_in(origin),
        }
    }

    /// Whoever stood up has to get down again, whether the work has a length or not.
    fn works(&self) -> bool {
        self.step().kind == Kind::Work
    }

    // What is said.

    fn push(&mut self, event: Event) {
        self.events.push(Stamped { at: duration(self.active), event });
    }

    fn cue(&mut self, kind: CueKind, say: Option<String>, bout: Option<u32>) {
        self.push(Event::Cue(Cue { kind, say, bout }));
    }

    /// Every cue of the present step whose moment is now.
    fn cues_of_this_moment(&mut self) {
        self.owed = false;
        let at = self.elapsed();
        let step = self.step();
        let (first_of_bout, after_bout) = self.bout(self.cursor);
        if at == 0 {
            self.begin_cues(step, first_of_bout, after_bout);
        }
        if let Some(length) = self.length {
            self.cues_of_the_length(step, at, length);
            if step.kind == Kind::Work {
                self.custom_cues(step, first_of_bout, after_bout);
            }
        }
    }

    fn begin_cues(&mut self, step: Step, first_of_bout: usize, after_bout: usize) {
        match step.kind {
            Kind::Prepare => self.cue(CueKind::Prepare, None, None),
            Kind::Relax => self.cue(CueKind::Relax, None, None),
            Kind::Switch => self.cue(CueKind::Switch, None, None),
            Kind::Rest => self.cue(CueKind::Rest, None, None),
            Kind::Work => {
                if first_of_bout == self.cursor {
                    self.cue(CueKind::Go, None, step.bout);
                }
                let whole = |step: Step| (step.rep, step.side, step.set, step.bout);
                let begins_a_rep = match step.mode {
                    Some(Mode::Rep) => true,
                    Some(Mode::Phase) => {
                        self.cursor == 0 || whole(self.slots[self.cursor - 1].step) != whole(step)
                    }
                    _ => false,
                };
                if begins_a_rep {
                    let last = self.slots[self.cursor..after_bout]
                        .iter()
                        .all(|slot| (slot.step.rep, slot.step.side) == (step.rep, step.side));
                    self.cue(CueKind::Rep { last }, None, step.bout);
                }
            }
        }
    }

    fn cues_of_the_length(&mut self, step: Step, at: Micros, length: Micros) {
        let left = length - at;
        let three_two_one = [3 * SECOND, 2 * SECOND, SECOND].contains(&left);
        let stays = matches!(step.mode, Some(Mode::Hold | Mode::Flow));
        if stays && length >= 20 * SECOND && at * 2 == length {
            self.cue(CueKind::Half, None, step.bout);
        }
        if stays && length >= 10 * SECOND && three_two_one {
            self.cue(CueKind::TickOut, None, step.bout);
        }
        let next = self.slots.get(self.cursor + 1).map(|slot| slot.step);
        let leads_to_work = step.kind != Kind::Work && next.is_some_and(|next| next.kind == Kind::Work);
        if leads_to_work && length >= 5 * SECOND && three_two_one {
            self.cue(CueKind::Tick, None, next.and_then(|next| next.bout));
        }
    }

    fn custom_cues(&mut self, step: Step, first_of_bout: usize, after_bout: usize) {
        let Some(entry) = step.entry else { return };
        if self.plan.entries[entry as usize].cues.is_empty() {
            return;
        }
        let mut lengths = Vec::new();
        for at in first_of_bout..after_bout {
            let length = match at {
                at if at < self.cursor => self.slots[at].had,
                at if at == self.cursor => self.length,
                at => self.length_from_now(at),
            };
            let Some(length) = length else { return };
            lengths.push(length);
        }
        let whole: Micros = lengths.iter().sum();
        let before: Micros = lengths[..self.cursor - first_of_bout].iter().sum();
        let here = before + self.elapsed();
        let plan = Arc::clone(&self.plan);
        for custom in &plan.entries[entry as usize].cues {
            let now = match custom.at {
                CueAt::Half => here * 2 == whole,
                CueAt::AfterStart(after) => here == micros(after) && here < whole,
                CueAt::BeforeEnd(before) => before > Duration::ZERO && here + micros(before) == whole,
            };
            if now {
                self.cue(CueKind::Custom, Some(custom.say.clone()), step.bout);
            }
        }
    }

    // How a step is left, and the next one begun.

    /// Ends the present step and begins another, or ends the session. What it needs then is up to `arrive`.
    fn leave(&mut self, outcome: Outcome, to: usize) {
        self.leave_saying(outcome, to, None);
    }

    fn leave_saying(&mut self, outcome: Outcome, to: usize, event: Option<Event>) {
        let is_end_of_bout = match outcome {
            Outcome::Done => self.last_of_bout(),
            Outcome::Cut => true,
            Outcome::Skipped | Outcome::Left => false,
        };
        if is_end_of_bout {
            let bout = self.step().bout;
            self.cue(CueKind::End, None, bout);
        }
        self.end_step(outcome);
        if let Some(event) = event {
            self.push(event);
        }
        if to < self.slots.len() {
            self.begin(to);
        } else {
            self.cue(CueKind::Finished, None, None);
            self.end(Status::Completed);
        }
    }

    fn end_step(&mut self, outcome: Outcome) {
        self.push(Event::StepEnded {
            index: self.index,
            slot: self.slots[self.cursor].id,
            outcome,
            lasted: duration(self.elapsed()),
            counted: (self.counted > 0).then_some(self.counted),
        });
    }

    fn end(&mut self, status: Status) {
        self.state = State::Ended(status);
        self.push(Event::SessionEnded {
            status,
            active: duration(self.active),
            paused: duration(self.paused + self.pause),
        });
    }

    fn begin(&mut self, at: usize) {
        let goes_on = at == self.cursor + 1 && self.slots[at].step.bout == self.step().bout;
        self.cursor = at;
        self.step_began = self.active;
        if !(goes_on && self.is_work()) {
            self.bout_began = self.active;
        }
        self.counted = 0;
        self.owed = true;
        self.length = self.length_from_now(at);
        self.slots[at].had = self.length;
        self.index = self.slots[at].unused_index.take().unwrap_or_else(|| {
            self.next_index += 1;
            self.next_index - 1
        });
        self.push(Event::StepStarted(Played {
            index: self.index,
            slot: self.slots[at].id,
            step: Step { length: self.length.map(duration), ..self.step() },
        }));
    }

    /// After a move: the cues of the first moment, or a lead-in before them where `from` says that one may be needed.
    fn arrive(&mut self, from: Option<Origin>) {
        match self.state {
            State::Ready | State::Ended(_) | State::Paused(_) => {}
            State::Running => match from {
                Some(origin) if self.lead_in_needed(origin) => {
                    self.push(Event::Paused(PauseCause::LeadIn));
                    self.begin_lead_in(origin);
                }
                _ => self.cues_of_this_moment(),
            },
            State::LeadIn { origin, .. } => {
                let origin = from.unwrap_or(origin);
                if self.works() || self.lead_in_needed(origin) {
                    self.begin_lead_in(origin);
                } else {
                    self.go_on();
                }
            }
        }
    }

    fn begin_lead_in(&mut self, origin: Origin) {
        self.state = State::LeadIn { origin, into: 0 };
        self.lead_in_moment();
    }

    fn resume(&mut self, origin: Origin) {
        if self.works() || self.lead_in_needed(origin) {
            self.begin_lead_in(origin);
        } else {
            self.go_on();
        }
    }

    // Commands.

    fn act(&mut self, command: Command) -> bool {
        match self.state {
            State::Ready => match command {
                Command::Start => self.start(),
                _ => return false,
            },
            State::Ended(_) => return false,
            State::Running | State::Paused(_) | State::LeadIn { .. } => return self.act_within(command),
        }
        true
    }

    fn act_within(&mut self, command: Command) -> bool {
        match command {
            Command::Start => false,
            Command::Pause(cause) => self.pause_for(cause),
            Command::Resume(origin) => {
                let paused = matches!(self.state, State::Paused(_));
                if paused {
                    self.resume(origin);
                }
                paused
            }
            Command::Next(origin) => self.next(origin),
            Command::Done(origin) => self.done(origin),
            Command::CountRep => self.count_rep(),
            Command::Back(origin) => self.go(self.back(), origin),
            Command::RestartExercise(origin) => self.go(self.occurrence().0, origin),
            Command::SkipExercise => self.skip(),
            Command::SkipReason(reason) => self.skip_reason(reason),
            Command::Later => self.later(),
            Command::Swap(way) => self.swap(way),
            Command::Jump { occurrence, origin } => {
                let there = |slot: &Slot| slot.step.occurrence == occurrence && slot.step.entry.is_some();
                self.slots.iter().position(there).is_some_and(|at| self.go(at, origin))
            }
            Command::More => self.more_or_less(true),
            Command::Less => self.more_or_less(false),
            Command::Slower => self.pace(1),
            Command::Faster => self.pace(-1),
            Command::PainBefore(value) => self.pain(PainOf::Before, value),
            Command::Pain(value) => {
                let entry = self.slots[self.occurrence().0].step.entry.unwrap();
                self.pain(PainOf::Exercise { entry, occurrence: self.step().occurrence }, value)
            }
            Command::Quit => {
                self.end_step(Outcome::Left);
                self.end(Status::Stopped);
                true
            }
        }
    }

    fn start(&mut self) {
        self.state = State::Running;
        self.push(Event::SessionStarted);
        if self.slots.is_empty() {
            self.cue(CueKind::Finished, None, None);
            self.end(Status::Completed);
        } else {
            self.begin(0);
            self.arrive(None);
        }
    }

    fn pause_for(&mut self, cause: PauseCause) -> bool {
        match self.state {
            State::Running => {
                self.state = State::Paused(cause);
                self.push(Event::Paused(cause));
                self.cue(CueKind::Paused, None, None);
                true
            }
            State::LeadIn { .. } => {
                self.state = State::Paused(cause);
                true
            }
            _ => false,
        }
    }

    fn next(&mut self, origin: Origin) -> bool {
        if let State::LeadIn { .. } = self.state {
            self.go_on();
            return true;
        }
        let step = self.step();
        if step.mode == Some(Mode::Open) || step.kind == Kind::Prepare && step.length.is_none() {
            return self.done(origin);
        }
        let to = if self.is_work() { self.after_bout() } else { self.cursor + 1 };
        self.leave(Outcome::Skipped, to);
        self.arrive(None);
        true
    }

    fn done(&mut self, origin: Origin) -> bool {
        let waits = self.length.is_none();
        match (self.is_work(), waits) {
            (false, false) => return false,
            (false, true) => {
                self.leave(Outcome::Done, self.cursor + 1);
                let lead_in_runs = matches!(self.state, State::LeadIn { .. });
                self.arrive((!lead_in_runs).then_some(origin));
            }
            (true, true) => {
                self.leave(Outcome::Done, self.cursor + 1);
                self.arrive(None);
            }
            (true, false) => {
                self.leave(Outcome::Cut, self.after_bout());
                self.arrive(None);
            }
        }
        true
    }

    fn count_rep(&mut self) -> bool {
        let step = self.step();
        let (State::Running, Some(Mode::Open), Some(reps)) = (self.state, step.mode, step.reps) else {
            return false;
        };
        let target = if self.both_sides_in_one(step) { 2 * reps } else { reps };
        self.counted += 1;
        self.push(Event::RepCounted { index: self.index, count: self.counted });
        self.cue(CueKind::Rep { last: self.counted >= target }, None, step.bout);
        if self.counted >= target {
            self.leave(Outcome::Done, self.cursor + 1);
            self.arrive(None);
        }
        true
    }

    fn both_sides_in_one(&self, step: Step) -> bool {
        step.side.is_none() && step.entry.is_some_and(|entry| self.plan.entries[entry as usize].alternate)
    }

    fn back(&self) -> usize {
        let (first, _) = self.bout(self.cursor);
        if self.is_work() && self.active - self.bout_began > 3 * SECOND {
            return first;
        }
        let earlier = (0..self.cursor).rev().find(|&at| {
            let step = self.slots[at].step;
            step.kind == Kind::Work && step.bout != self.step().bout
        });
        match earlier {
            Some(at) => self.bout(at).0,
            None if self.is_work() => first,
            None => 0,
        }
    }

    fn go(&mut self, to: usize, origin: Origin) -> bool {
        self.leave(Outcome::Left, to);
        self.arrive(Some(origin));
        true
    }

    fn skip(&mut self) -> bool {
        let (first, end) = self.occurrence();
        let entry = self.slots[first].step.entry.unwrap();
        let occurrence = self.step().occurrence;
        let skipped = Event::ExerciseSkipped { entry, occurrence, reason: None };
        self.skipped = Some((self.now, entry, occurrence));
        self.leave_saying(Outcome::Skipped, end, Some(skipped));
        self.arrive(None);
        true
    }

    fn skip_reason(&mut self, reason: SkipReason) -> bool {
        match self.skipped.take() {
            Some((at, entry, occurrence)) if self.now - at <= 5 * SECOND => {
                self.push(Event::ExerciseSkipped { entry, occurrence, reason: Some(reason) });
                true
            }
            _ => false,
        }
    }

    fn pain(&mut self, of: PainOf, value: u8) -> bool {
        let can_be = (0..=10).contains(&value);
        if can_be {
            self.push(Event::PainReported { of, value });
        }
        can_be
    }

    fn later(&mut self) -> bool {
        let (first, end) = self.occurrence();
        if end == self.slots.len() {
            return false;
        }
        let occurrence = self.step().occurrence;
        let entry = self.slots[first].step.entry.unwrap();
        let in_rest_between_rounds = self.step().entry.is_none();
        let from = if in_rest_between_rounds {
            first
        } else if self.is_work() {
            self.bout(self.cursor).0
        } else {
            // A pause may have stayed behind when all that it led to was moved.
            let next = (self.cursor..end).find(|&at| self.slots[at].step.kind == Kind::Work);
            let Some(next) = next else { return false };
            next
        };
        let begins_with_prepare = self.slots[first].step.kind == Kind::Prepare;
        let something_stays = (first..from).any(|at| self.slots[at].step.kind == Kind::Work);

        let mut moved = Vec::new();
        if begins_with_prepare && from > first {
            let mut prepare = self.slots[first].clone();
            if something_stays {
                prepare.id = self.next_slot;
                self.next_slot += 1;
            }
            moved.push(prepare);
        }
        moved.extend_from_slice(&self.slots[from..end]);
        for slot in &mut moved {
            slot.unused_index = None;
            slot.step.occurrence = self.next_occurrence;
        }
        self.next_occurrence += 1;

        // The step ends where it stands, and only then are the places changed.
        self.end_step(Outcome::Left);
        self.push(Event::ExerciseDeferred { entry, occurrence });
        let mut order = self.slots[..from].to_vec();
        if begins_with_prepare && from > first && !something_stays {
            order.remove(first);
        }
        let to = order.len();
        order.extend_from_slice(&self.slots[end..]);
        order.append(&mut moved);
        self.slots = order;
        // A rest between rounds leads to whatever comes after it.
        for at in (1..self.slots.len()).rev() {
            if self.slots[at - 1].step.entry.is_none() {
                self.slots[at - 1].step.occurrence = self.slots[at].step.occurrence;
            }
        }
        self.cursor = to;
        self.begin(to);
        self.arrive(None);
        true
    }

    fn swap(&mut self, way: Way) -> bool {
        let (first, end) = self.occurrence();
        let occurrence = self.step().occurrence;
        let old = self.slots[first].step;
        let entry = old.entry.unwrap();
        let (easier, harder) =
            (&self.plan.entries[entry as usize].easier, &self.plan.entries[entry as usize].harder);
        let id = if way == Way::Easier { easier } else { harder };
        let Some(id) = id else { return false };
        let is_it = |variant: &&Variant| self.plan.entries[variant.entry as usize].id == *id;
        let Some(variant) = self.plan.variants.iter().find(is_it).cloned() else { return false };

        // What was played stays; of a first bout that was only begun, nothing does.
        let here = if self.is_work() { self.bout(self.cursor).0 } else { self.cursor };
        let something_stays = (first..here.max(first)).any(|at| self.slots[at].step.kind == Kind::Work);
        let from = if something_stays { here } else { first };

        self.end_step(Outcome::Left);
        let bout = self.next_bout;
        self.push(Event::ExerciseSwapped { entry, occurrence, way, to: variant.entry, bout });
        let mut order = self.slots[..from].to_vec();
        for step in variant.steps {
            let bout = step.bout.map(|own| bout + own);
            self.next_bout = self.next_bout.max(bout.map_or(0, |bout| bout + 1));
            let step = Step {
                occurrence: self.next_occurrence,
                group: old.group,
                round: old.round,
                rounds: old.rounds,
                bout,
                ..step
            };
            order.push(Slot {
                id: self.next_slot,
                step,
                unused_index: None,
                base: step.length.map(micros),
                had: None,
            });
            self.next_slot += 1;
        }
        self.next_occurrence += 1;
        order.extend_from_slice(&self.slots[end..]);
        self.slots = order;
        for at in (1..self.slots.len()).rev() {
            if self.slots[at - 1].step.entry.is_none() {
                self.slots[at - 1].step.occurrence = self.slots[at].step.occurrence;
            }
        }
        self.cursor = from;
        self.begin(from);
        self.arrive(None);
        true
    }

    fn more_or_less(&mut self, more: bool) -> bool {
        let step = self.step();
        match (step.mode, self.length) {
            (Some(Mode::Rep | Mode::Phase), _) => self.one_rep(more),
            (Some(Mode::Open), _) => self.one_counted_rep(more),
            (_, None) => false,
            (_, Some(length)) => self.ten_seconds(length, more),
        }
    }

    fn ten_seconds(&mut self, length: Micros, more: bool) -> bool {
        let changed =
            if more { length + 10 * SECOND } else { length.saturating_sub(10 * SECOND).max(self.elapsed()) };
        if changed > 24 * 3600 * SECOND {
            return false;
        }
        self.length = Some(changed);
        self.push(Event::StepChanged { index: self.index, length: Some(duration(changed)), reps: None });
        if self.is_over() {
            self.leave(Outcome::Done, self.cursor + 1);
            self.arrive(None);
        } else {
            // Played again it has the length that was asked for; one that was brought to its end has its old one.
            self.slots[self.cursor].had = self.length;
            self.slots[self.cursor].base = self.length;
        }
        true
    }

    fn one_rep(&mut self, more: bool) -> bool {
        let (_, end) = self.bout(self.cursor);
        let last_rep = self.slots[end - 1].step.rep;
        let mut copies: Vec<Slot> = Vec::new();
        let (first, _) = self.bout(self.cursor);
        for slot in &self.slots[first..end] {
            if slot.step.rep == last_rep {
                copies.push(slot.clone());
            }
        }
        if more {
            for copy in &mut copies {
                copy.id = self.next_slot;
                self.next_slot += 1;
                copy.unused_index = None;
                copy.step.rep = last_rep.map(|rep| rep + 1);
            }
            self.slots.splice(end..end, copies.iter().cloned());
        } else {
            let from = end - copies.len();
            if from <= self.cursor {
                return false;
            }
            self.slots.drain(from..end);
        }
        let (_, end) = self.bout(self.cursor);
        for slot in &mut self.slots[self.cursor..end] {
            slot.step.reps = slot.step.reps.map(|reps| if more { reps + 1 } else { reps - 1 });
        }
        self.push_changed();
        true
    }

    fn one_counted_rep(&mut self, more: bool) -> bool {
        let Some(reps) = self.step().reps else { return false };
        if !more && reps <= self.counted.max(1) {
            return false;
        }
        let changed = if more { reps + 1 } else { reps - 1 };
        self.slots[self.cursor].step.reps = Some(changed);
        self.push_changed();
        true
    }

    fn push_changed(&mut self) {
        let length = self.length.map(duration);
        self.push(Event::StepChanged { index: self.index, length, reps: self.step().reps });
    }

    fn pace(&mut self, notch: i32) -> bool {
        let Some(entry) = self.step().entry else { return false };
        let paced = self.slots.iter().any(|slot| {
            slot.step.entry == Some(entry) && matches!(slot.step.mode, Some(Mode::Rep | Mode::Phase))
        });
        let notches = &mut self.notches[entry as usize];
        if !paced || (*notches + notch).abs() > 7 {
            return false;
        }
        *notches += notch;
        self.tick = FINE;
        let percent = u32::try_from(self.percent(entry)).unwrap();
        self.push(Event::PaceChanged { entry, percent });
        true
    }
}

pub(crate) fn micros(duration: Duration) -> Micros {
    let micros = Micros::try_from(duration.as_micros()).unwrap();
    assert_eq!(Duration::from_micros(micros), duration, "the model counts in whole microseconds");
    micros
}

pub(crate) const fn duration(micros: Micros) -> Duration {
    Duration::from_micros(micros)
}
