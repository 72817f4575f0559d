//! Standing still and going on again.

use std::time::Duration;

use super::{
    Cue, CueKind, Event, Moment, Origin, PauseCause, Session, Status,
    cues::COUNTDOWN,
    machine::{Machine, Place},
};

impl Session {
    /// Stops the clock at `now`, which may lie before the present.
    pub(super) fn pause(&mut self, now: Moment, cause: PauseCause) {
        self.stop_clock(now, cause);
        self.state = Machine::Paused(cause);
        self.plain_cue(now, CueKind::Paused);
    }

    /// Goes on from a pause or a lead-in, after a lead-in where the user has to get ready again.
    pub(super) fn lead_in_or_resume(&mut self, now: Moment, origin: Origin) {
        let length = self.lead_in_length(origin);
        // Work at one's own pace does not run away, but whoever stood up has to get down again for it too.
        let works = self.place.as_ref().is_some_and(|place| place.played.step.mode.is_some());
        if works || self.needs_lead_in(now, length) {
            self.start_lead_in(now, origin, length);
        } else {
            self.resume_now(now);
        }
    }

    /// What follows a jump to another place: a pause stays one; everything else goes on, after a lead-in if need be.
    pub(super) fn after_jump(&mut self, now: Moment, origin: Origin) {
        match self.state {
            Machine::Running => {
                let length = self.lead_in_length(origin);
                if self.needs_lead_in(now, length) {
                    self.stop_clock(now, PauseCause::LeadIn);
                    self.start_lead_in(now, origin, length);
                }
            }
            Machine::LeadIn { .. } => self.lead_in_or_resume(now, origin),
            _ => {}
        }
    }

    /// The clock runs on from `from`, which may lie before the present.
    pub(super) fn resume_now(&mut self, from: Moment) {
        let paused = self.paused_since.take().map_or(Duration::ZERO, |since| from.since(since));
        self.paused_total += paused;
        self.state = Machine::Running;
        self.watch.run(from);
        let at = self.watch.read(from);
        self.emit(at, Event::Resumed { paused });
        self.plain_cue(from, CueKind::Resumed);
    }

    /// The plan is played to its end.
    pub(super) fn finish(&mut self, at: Duration, now: Moment) {
        self.emit(at, Event::Cue(Cue { kind: CueKind::Finished, say: None, bout: None }));
        self.end(at, now, Status::Completed);
    }

    /// The last thing that happens. The clock stops at the stamp: time after the end is not session time.
    pub(super) fn end(&mut self, at: Duration, now: Moment, status: Status) {
        let ended = self.watch.moment_of(at).unwrap_or(now);
        if let Some(since) = self.paused_since.take() {
            self.paused_total += now.since(since);
        }
        self.watch.stop(ended);
        self.state = Machine::Finished(status);
        self.place = None;
        self.emit(at, Event::SessionEnded { status, active: at, paused: self.paused_total });
    }

    fn stop_clock(&mut self, now: Moment, cause: PauseCause) {
        let at = self.watch.read(now);
        self.watch.stop(now);
        self.paused_since = Some(now);
        self.emit(at, Event::Paused(cause));
    }

    fn start_lead_in(&mut self, now: Moment, origin: Origin, length: Duration) {
        let ticks = COUNTDOWN.iter().take_while(|before| **before > length).count();
        self.state = Machine::LeadIn { ends: now + length, origin, ticks };
    }

    fn lead_in_length(&self, origin: Origin) -> Duration {
        match origin {
            Origin::Key => self.settings.lead_in_key,
            Origin::Remote => self.settings.lead_in_remote,
        }
    }

    /// Into timed work always; into a pause when less of it is left than the lead-in would take.
    fn needs_lead_in(&self, now: Moment, lead_in: Duration) -> bool {
        let left = |place: &Place| {
            let elapsed = self.watch.read(now).saturating_sub(place.began);
            Some((place.played.step.mode.is_some(), place.played.step.length?.saturating_sub(elapsed)))
        };
        self.place.as_ref().and_then(left).is_some_and(|(work, left)| work || left < lead_in)
    }

    fn plain_cue(&mut self, now: Moment, kind: CueKind) {
        let at = self.watch.read(now);
        self.emit(at, Event::Cue(Cue { kind, say: None, bout: None }));
    }
}
