//! The machine: states, time and the boundaries between steps.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::{
    Command, Cue, CueKind, Event, Moment, Origin, Outcome, PauseCause, Played, Stamped, Status,
    cues::{self, COUNTDOWN, DueCue},
    playlist::{self, Playlist},
    stopwatch::Stopwatch,
};
use crate::plan::Plan;

/// A running routine: a pure machine. It reads no clock and does no input or output.
///
/// - A: getters take `&self`.
/// - B: [`handle`](Self::handle) takes what the user wants.
/// - C: [`advance`](Self::advance) takes the time.
/// - D: [`poll_event`](Self::poll_event) gives what happened; drain it after every B or C.
///
/// [`deadline`](Self::deadline) says when C is due. Early calls of C are harmless; a late one crosses every boundary in
/// order, each event stamped with the active time it belongs to. A `now` older than the latest one seen counts as the latest.
#[derive(Clone, Debug)]
pub struct Session {
    pub(super) plan: Arc<Plan>,
    pub(super) settings: Settings,
    pub(super) list: Playlist,
    pub(super) state: Machine,
    pub(super) watch: Stopwatch,
    /// The place that is played; `None` before the start and after the end.
    pub(super) place: Option<Place>,
    pub(super) paused_total: Duration,
    /// When the present pause or lead-in began.
    pub(super) paused_since: Option<Moment>,
    /// By entry of the plan: how many notches slower (or, below zero, faster) its reps go.
    pub(super) pace: Vec<i32>,
    /// The exercise that was skipped last, and when.
    pub(super) skipped: Option<Skipped>,
    /// So long afterwards somebody may say why.
    pub(super) reason_window: Duration,
    pub(super) events: VecDeque<Stamped>,
    /// The bout, the place and the beginning of the bout of the step that ended last: a bout may be many steps.
    bout_before: Option<(u32, usize, Duration)>,
    unattended: bool,
    latest: Option<Moment>,
    announced: Option<Moment>,
    /// Where a recovered session goes on.
    pub(super) resume_from: Option<usize>,
}

/// What a session needs to know of the user's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Before going on after a key was pressed, so that the user can get down on the floor again.
    pub lead_in_key: Duration,
    /// Before going on after a command from afar.
    pub lead_in_remote: Duration,
    /// A wake-up that is later than this means that the machine was asleep.
    pub late_limit: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lead_in_key: Duration::from_secs(8),
            lead_in_remote: Duration::from_secs(3),
            late_limit: Duration::from_secs(2),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Machine {
    Ready,
    Running,
    Paused(PauseCause),
    LeadIn { ends: Moment, origin: Origin, ticks: usize },
    Finished(Status),
}

/// The step that is being played.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Index into the playlist.
    pub(super) at: usize,
    /// With the length that it has now.
    pub(super) played: Played,
    pub(super) began: Duration,
    pub(super) bout_began: Duration,
    pub(super) counted: u32,
    cues: Vec<DueCue>,
    next_cue: usize,
    /// It ran, if only for a moment: the cues of its beginning are given.
    begun: bool,
    /// Where nobody can say done: no earlier than this long into the step.
    patience: Duration,
}

impl Place {
    /// Those of its cues that were given already.
    pub(super) fn cues_given(&self) -> &[DueCue] {
        &self.cues[..self.next_cue]
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Skipped {
    pub(super) entry: u32,
    pub(super) occurrence: u32,
    pub(super) at: Moment,
}

impl Session {
    pub fn new(plan: Arc<Plan>, settings: Settings) -> Self {
        Self {
            list: Playlist::new(&plan),
            pace: vec![0; plan.entries.len()],
            plan,
            settings,
            state: Machine::Ready,
            watch: Stopwatch::default(),
            place: None,
            paused_total: Duration::ZERO,
            paused_since: None,
            skipped: None,
            reason_window: super::commands::REASON_WINDOW,
            events: VecDeque::new(),
            bout_before: None,
            unattended: false,
            latest: None,
            announced: None,
            resume_from: None,
        }
    }

    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    pub fn is_finished(&self) -> bool {
        matches!(self.state, Machine::Finished(_))
    }

    pub fn is_running(&self) -> bool {
        self.state == Machine::Running
    }

    pub fn is_paused(&self) -> bool {
        matches!(self.state, Machine::Paused(_))
    }

    pub fn is_leading_in(&self) -> bool {
        matches!(self.state, Machine::LeadIn { .. })
    }

    /// Takes a command. False means that it means nothing here; nothing changed then but the time.
    pub fn handle(&mut self, now: Moment, command: Command) -> bool {
        let now = self.observe(now);
        self.settle(now);
        let taken = self.obey(now, command);
        self.settle(now);
        taken
    }

    /// Crosses every boundary up to `now`, in order.
    pub fn advance(&mut self, now: Moment) {
        let now = self.observe(now);
        self.settle(now);
    }

    /// When `advance` is due. `None`: only a command can help.
    pub fn deadline(&self) -> Option<Moment> {
        match self.state {
            Machine::Running => self.watch.moment_of(self.next_due()?.0),
            Machine::LeadIn { ends, ticks, .. } => Some(lead_in_tick(ends, ticks).unwrap_or(ends)),
            _ => None,
        }
    }

    /// The driver will call again at this moment at the latest: if it does not, the machine was asleep. For the
    /// next call only.
    pub fn will_wake_at(&mut self, moment: Moment) {
        self.announced = Some(self.announced.map_or(moment, |announced| announced.min(moment)));
    }

    /// So long after an exercise was skipped somebody may say why: whoever types needs longer than who presses a key.
    pub fn set_reason_window(&mut self, window: Duration) {
        self.reason_window = window;
    }

    /// From now on nobody can say done, ready or resume: the session goes on by itself.
    pub fn set_unattended(&mut self, now: Moment) {
        let now = self.observe(now);
        self.settle(now);
        self.unattended = true;
        let active = self.watch.read(now);
        if let Some(place) = &mut self.place {
            place.patience = active.saturating_sub(place.began);
        }
        if self.is_paused() {
            self.lead_in_or_resume(now, Origin::Remote);
        }
        self.settle(now);
    }

    /// The oldest event that was not taken yet.
    pub fn poll_event(&mut self) -> Option<Stamped> {
        self.events.pop_front()
    }

    /// The active time at `now`.
    pub fn active(&self, now: Moment) -> Duration {
        self.watch.read(now)
    }

    /// The paused time at `now`, the present pause included.
    pub fn paused(&self, now: Moment) -> Duration {
        self.paused_total + self.paused_since.map_or(Duration::ZERO, |since| now.since(since))
    }

    /// The cues that will be given after `now` and up to `until` if nothing is changed.
    pub fn upcoming_cues(&self, now: Moment, until: Moment) -> Vec<(Moment, Cue)> {
        let mut future = self.clone();
        future.events.clear();
        future.settings.late_limit = Duration::MAX;
        future.advance(now);
        future.events.clear();
        let mut cues = Vec::new();
        while let Some(due) = future.deadline().filter(|due| *due <= until) {
            future.advance(due);
            for stamped in future.events.drain(..) {
                if let Event::Cue(cue) = stamped.event {
                    cues.push((due, cue));
                }
            }
        }
        cues
    }

    /// Notes the time, and notices when the machine was asleep since.
    fn observe(&mut self, now: Moment) -> Moment {
        let now = self.latest.map_or(now, |latest| latest.max(now));
        let expected = match (self.deadline(), self.announced.take()) {
            (Some(deadline), Some(announced)) => Some(deadline.min(announced)),
            (deadline, announced) => deadline.or(announced),
        };
        let mut late = expected.is_some_and(|expected| now.since(expected) > self.settings.late_limit);
        if let (true, Some(latest)) = (late, self.latest) {
            match self.state {
                Machine::Running => self.pause(latest, PauseCause::Suspended),
                Machine::LeadIn { .. } => self.state = Machine::Paused(PauseCause::Suspended),
                _ => late = false,
            }
            // A pause that nobody asked for ends by itself where nobody may come to end it.
            if late && self.unattended {
                self.lead_in_or_resume(now, Origin::Remote);
            }
        }
        self.latest = Some(now);
        now
    }

    /// Gives every cue and crosses every boundary that is due.
    pub(super) fn settle(&mut self, now: Moment) {
        loop {
            match self.state {
                Machine::Running => {
                    let Some((at, due)) = self.next_due() else { return };
                    if let Some(place) = &mut self.place {
                        place.begun = true;
                    }
                    if self.watch.read(now) < at {
                        return;
                    }
                    match due {
                        Due::Cue(cue) => self.give(at, cue),
                        Due::End => self.step_done(at, now),
                    }
                }
                Machine::LeadIn { ends, origin, ticks } => match lead_in_tick(ends, ticks) {
                    Some(moment) if moment <= now => {
                        self.state = Machine::LeadIn { ends, origin, ticks: ticks + 1 };
                        self.lead_in_cue(now);
                    }
                    None if ends <= now => self.resume_now(ends),
                    _ => return,
                },
                _ => return,
            }
        }
    }

    fn next_due(&self) -> Option<(Duration, Due)> {
        let place = self.place.as_ref()?;
        if let Some(cue) = place.cues.get(place.next_cue) {
            return Some((place.began + cue.offset, Due::Cue(*cue)));
        }
        Some((place.began + self.limit(place)?, Due::End))
    }

    /// How long the step lasts, if it ends by itself.
    pub(super) fn limit(&self, place: &Place) -> Option<Duration> {
        let step = &place.played.step;
        let alone = || self.unattended.then(|| playlist::unattended(step).max(place.patience));
        step.length.or_else(alone)
    }

    fn give(&mut self, at: Duration, due: DueCue) {
        let Some(place) = &mut self.place else { return };
        place.next_cue += 1;
        let cue = cues::event(&self.plan, &self.list, place.at, due);
        self.emit(at, Event::Cue(cue));
    }

    fn lead_in_cue(&mut self, now: Moment) {
        let bout = self.place.as_ref().and_then(|place| place.played.step.bout);
        let at = self.watch.read(now);
        self.emit(at, Event::Cue(Cue { kind: CueKind::Tick, say: None, bout }));
    }

    /// The step has reached its end by itself.
    pub(super) fn step_done(&mut self, at: Duration, now: Moment) {
        let Some(place) = self.place.as_ref().map(|place| place.at) else { return };
        if self.list.bout(place).end == place + 1 {
            self.end_cue(at);
        }
        self.leave(at, Outcome::Done);
        self.begin(place + 1, at, now);
    }

    /// The release tone, if it is work that ends.
    pub(super) fn end_cue(&mut self, at: Duration) {
        let bout = self.place.as_ref().and_then(|place| place.played.step.bout);
        if bout.is_some() {
            self.emit(at, Event::Cue(Cue { kind: CueKind::End, say: None, bout }));
        }
    }

    /// Ends the present step without beginning another.
    pub(super) fn leave(&mut self, at: Duration, outcome: Outcome) {
        let Some(place) = self.place.take() else { return };
        if let Some(slot) = self.list.slot_mut(place.at) {
            slot.outcome = Some(outcome);
        }
        self.emit(
            at,
            Event::StepEnded {
                index: place.played.index,
                slot: place.played.slot,
                outcome,
                lasted: at.saturating_sub(place.began),
                counted: Some(place.counted).filter(|count| *count > 0),
            },
        );
        self.bout_before = place.played.step.bout.map(|bout| (bout, place.at, place.bout_began));
    }

    /// Begins the step at `at` of the playlist; past its end the session is over.
    pub(super) fn begin(&mut self, at: usize, active: Duration, now: Moment) {
        let Some(mut played) = self.list.start(at) else {
            self.finish(active, now);
            return;
        };
        played.step.length = self.paced(&played.step);
        let bout_began = match self.bout_before.take() {
            Some((bout, before, began)) if played.step.bout == Some(bout) && before + 1 == at => began,
            _ => active,
        };
        self.place = Some(Place {
            at,
            played,
            began: active,
            bout_began,
            counted: 0,
            cues: Vec::new(),
            next_cue: 0,
            begun: false,
            patience: Duration::ZERO,
        });
        self.emit(active, Event::StepStarted(played));
        self.place_cues(active);
    }

    /// Finds the cues of the present step anew: at its beginning, and when its length has changed at `active`.
    pub(super) fn place_cues(&mut self, active: Duration) {
        let Some(place) = &self.place else { return };
        let elapsed = active.saturating_sub(place.began);
        let bout = self.bout_length(place).map(|whole| (place.began.saturating_sub(place.bout_began), whole));
        let cues = cues::of_step(&self.plan, &self.list, place.at, place.played.step.length, bout);
        if let Some(place) = &mut self.place {
            // What has not begun to run still owes the cues of its beginning.
            place.next_cue = if place.begun { cues.partition_point(|cue| cue.offset <= elapsed) } else { 0 };
            place.cues = cues;
        }
    }

    /// The length of the whole bout around the present step, if all of it is timed.
    fn bout_length(&self, place: &Place) -> Option<Duration> {
        place.played.step.bout?;
        let passed = place.began.saturating_sub(place.bout_began);
        Some(passed + self.bout_left(place)?)
    }

    /// From the beginning of the present step to the end of its bout.
    pub(super) fn bout_left(&self, place: &Place) -> Option<Duration> {
        let bout = self.list.bout(place.at);
        let coming = &self.list.slots()[(place.at + 1).min(bout.end)..bout.end];
        coming
            .iter()
            .map(|slot| self.paced(&slot.step))
            .fold(place.played.step.length, |sum, length| Some(sum? + length?))
    }

    pub(super) fn emit(&mut self, at: Duration, event: Event) {
        self.events.push_back(Stamped { at, event });
    }
}

enum Due {
    Cue(DueCue),
    End,
}

/// The moment of the tick number `ticks` (from 0) of a lead-in; `None` after the third.
fn lead_in_tick(ends: Moment, ticks: usize) -> Option<Moment> {
    COUNTDOWN.get(ticks).map(|before| ends.before(*before))
}
