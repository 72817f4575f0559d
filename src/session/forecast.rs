//! What will happen if nobody touches the session.

use std::time::Duration;

use super::{
    Cue, CueKind, Event, Moment, Played, Session,
    cues::{self, COUNTDOWN},
    machine::Machine,
};

/// Cues that are no older than this are still told: their sound rings on, and words may yet follow it. A sound of a second
/// lasts so long in a session that goes four times as fast as life; faster ones have no sound.
const RINGING: Duration = Duration::from_secs(4);

/// A stretch of the future, if nothing is changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// The step that runs, or that a lead-in leads into, and how long it has lasted.
    pub present: Option<(Played, Duration)>,
    /// When a lead-in that runs is over. `None`: the session runs already, or stands still.
    pub resumes: Option<Moment>,
    /// In order. First the cues of the present step that sounded a moment ago, then all that will happen.
    pub events: Vec<(Moment, Event)>,
}

impl Session {
    /// All that happens from `now` on until the first step after `until` has begun, so that every step that begins
    /// before it is complete. Nothing while the session stands still; nothing after open work, whose end nobody knows.
    pub fn forecast(&self, now: Moment, until: Moment) -> Forecast {
        let mut future = self.clone();
        future.settings.late_limit = Duration::MAX;
        future.advance(now);
        let active = future.active(now);
        let (resumes, mut events) = match future.state {
            Machine::Running => (None, future.ringing(now, active)),
            Machine::LeadIn { ends, ticks, .. } => (Some(ends), ticks_given(ends, ticks)),
            _ => return Forecast::default(),
        };
        let present = future.place.as_ref().map(|place| (place.played, active.saturating_sub(place.began)));
        future.events.clear();
        while let Some(due) = future.deadline() {
            future.advance(due);
            let mut begun = false;
            for stamped in future.events.drain(..) {
                begun |= matches!(stamped.event, Event::StepStarted(_));
                events.push((due, stamped.event));
            }
            if begun && due > until {
                break;
            }
        }
        Forecast { present, resumes, events }
    }

    fn ringing(&self, now: Moment, active: Duration) -> Vec<(Moment, Event)> {
        let Some(place) = &self.place else { return Vec::new() };
        let given = place.cues_given().iter();
        given
            .filter_map(|due| {
                let age = active.saturating_sub(place.began + due.offset);
                let cue = cues::event(&self.plan, &self.list, place.at, *due);
                (age < RINGING).then(|| (now.before(age), Event::Cue(cue)))
            })
            .collect()
    }
}

/// The ticks of a lead-in that were given: none is older than the countdown is long.
fn ticks_given(ends: Moment, given: usize) -> Vec<(Moment, Event)> {
    let tick = || Event::Cue(Cue { kind: CueKind::Tick, say: None, bout: None });
    COUNTDOWN.iter().take(given).map(|before| (ends.before(*before), tick())).collect()
}
