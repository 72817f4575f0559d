//! What one line about a session can say: for status bars, and for whoever asks from outside.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{PauseCause, Snapshot, State, Status, side_words};
use crate::{
    plan::{Entry, Kind, Mode, Plan, Step},
    routine::Side,
};

/// A session at one moment, in few words. As JSON its keys are those of a step where they mean the same, and every time
/// is in seconds. It knows what passes by itself, so that nobody has to ask again before something happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Glance {
    /// The session's id.
    pub id: String,
    /// The routine's name.
    pub routine: String,
    pub state: Standing,
    /// Why it is paused.
    pub cause: Option<String>,
    /// How it ended.
    pub status: Option<String>,
    /// The id of the exercise; in a rest between rounds, of the one that comes.
    pub exercise: Option<String>,
    pub name: Option<String>,
    /// Which of the session's exercises this is, from 1.
    pub number: Option<u32>,
    pub exercises: u32,
    pub kind: Option<String>,
    pub mode: Option<String>,
    pub side: Option<String>,
    /// The side as the routine calls it.
    pub side_words: Option<String>,
    pub phase: Option<String>,
    pub round: Option<u32>,
    pub rounds: Option<u32>,
    pub set: Option<u32>,
    pub sets: Option<u32>,
    /// The present rep, or how many were counted in work at the user's own pace.
    pub rep: Option<u32>,
    pub reps: Option<u32>,
    #[serde(with = "seconds::maybe")]
    pub elapsed: Option<Duration>,
    /// Of the step; `None` for what lasts until the user says so.
    #[serde(with = "seconds::maybe")]
    pub left: Option<Duration>,
    /// Of open work: how much longer it is likely to take.
    #[serde(with = "seconds::maybe")]
    pub estimate_left: Option<Duration>,
    #[serde(with = "seconds::maybe")]
    pub bout_left: Option<Duration>,
    /// Until a session that is about to go on does so.
    #[serde(with = "seconds::maybe")]
    pub lead_in: Option<Duration>,
    #[serde(with = "seconds::always")]
    pub session_left: Duration,
    /// Whether `session_left` contains an estimate.
    pub session_left_is_estimate: bool,
    #[serde(with = "seconds::always")]
    pub active: Duration,
    #[serde(with = "seconds::always")]
    pub paused: Duration,
    /// How much of the session is over, in whole percent.
    pub percent: u32,
    /// The name of the exercise that comes next.
    pub next: Option<String>,
    /// Seconds of the session in a second of the clock.
    pub speed: f64,
    /// Of all sounds, in percent.
    pub volume: u8,
    pub muted: bool,
    /// How much is said.
    pub voice: String,
}

/// How a session is heard, which is none of its own concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Of all sounds, in percent.
    pub volume: u8,
    pub muted: bool,
    /// How much is said, in a word.
    pub voice: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Ready,
    Running,
    Paused,
    /// About to go on.
    LeadIn,
    Ended,
}

impl Standing {
    /// As JSON writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::LeadIn => "lead_in",
            Self::Ended => "ended",
        }
    }
}

impl Glance {
    /// `speed`: seconds of the session in a second of the clock.
    pub fn of(id: &str, snapshot: &Snapshot, speed: f64, heard: Heard) -> Self {
        let plan = &*snapshot.plan;
        let (state, cause, status, lead_in) = standing(snapshot.state);
        let now = snapshot.now.as_ref();
        let step = now.map(|now| now.played.step);
        let entry = entry(snapshot, step.as_ref());
        let own = step.as_ref().and_then(|step| plan.entry_of(step));
        let open = step.filter(|step| step.length.is_none());
        let counted = now.filter(|now| now.counted > 0).map(|now| now.counted);
        let then = snapshot.then.and_then(|played| plan.entry_of(&played.step));
        let mut glance = Self {
            id: id.to_owned(),
            routine: plan.name.clone(),
            state,
            cause: cause.map(|cause| cause.word().to_owned()),
            status: status.map(|status| status.word().to_owned()),
            exercise: entry.map(|entry| entry.id.clone()),
            name: entry.map(|entry| entry.name.clone()),
            number: snapshot.here.and_then(|here| u32::try_from(here + 1).ok()),
            exercises: u32::try_from(snapshot.occurrences.len()).unwrap_or(u32::MAX),
            kind: step.map(|step| step.kind.word().to_owned()),
            mode: step.and_then(|step| step.mode).map(|mode| mode.word().to_owned()),
            side: step.and_then(|step| step.side).map(|side| side.word().to_owned()),
            side_words: step.and_then(|step| step.side).map(|side| words_of(side, own)),
            phase: step
                .and_then(|step| own?.phases.get(step.phase? as usize))
                .map(|phase| phase.name.clone()),
            round: step.and_then(|step| step.round),
            rounds: step.and_then(|step| step.rounds),
            set: step.and_then(|step| step.set),
            sets: step.and_then(|step| step.sets),
            rep: counted.or_else(|| step?.rep),
            reps: step.and_then(|step| step.reps),
            elapsed: now.map(|now| now.elapsed),
            left: now.and_then(|now| now.left),
            estimate_left: open.and_then(|step| Some(step.estimate?.saturating_sub(now?.elapsed))),
            bout_left: now.and_then(|now| now.bout_left),
            lead_in,
            session_left: snapshot.left,
            session_left_is_estimate: snapshot.left_is_estimate,
            active: snapshot.active,
            paused: snapshot.paused,
            percent: 0,
            next: then.map(|entry| entry.name.clone()),
            speed,
            volume: heard.volume,
            muted: heard.muted,
            voice: heard.voice.to_owned(),
        };
        // After the end nothing is left, whatever was not done.
        let whole = snapshot.occurrences.iter().map(|occurrence| occurrence.length).sum();
        glance.percent = match status {
            None => percent(glance.active, glance.active.saturating_add(glance.session_left)),
            Some(Status::Completed) => 100,
            Some(Status::Stopped) => percent(glance.active, whole).min(99),
        };
        glance
    }

    /// The same session when so much real time has passed in which nothing happened.
    pub fn after(&self, real: Duration) -> Self {
        let mut glance = self.clone();
        let passed = self.to_session(real);
        match self.state {
            Standing::Running => {
                // Where the step ends something happens, and of that we know nothing yet.
                let passed = self.left.map_or(passed, |left| passed.min(left));
                let guessed = if self.left.is_some() { passed } else { self.open_share(passed) };
                let less = |time: Option<Duration>| time.map(|time| time.saturating_sub(passed));
                glance.elapsed = self.elapsed.map(|elapsed| elapsed.saturating_add(passed));
                (glance.left, glance.bout_left) = (less(self.left), less(self.bout_left));
                glance.estimate_left = less(self.estimate_left);
                glance.session_left = self.session_left.saturating_sub(guessed);
                glance.active = self.active.saturating_add(passed);
                glance.percent = percent(glance.active, glance.active.saturating_add(glance.session_left));
            }
            Standing::Paused => glance.paused = self.paused.saturating_add(passed),
            Standing::LeadIn => {
                glance.lead_in = self.lead_in.map(|left| left.saturating_sub(passed));
                glance.paused = self.paused.saturating_add(passed);
            }
            Standing::Ready | Standing::Ended => {}
        }
        glance
    }

    /// How long this much of the session takes by the clock; zero where nothing passes.
    pub fn to_real(&self, session: Duration) -> Duration {
        if self.speed > 0.0 { session.div_f64(self.speed) } else { Duration::ZERO }
    }

    fn to_session(&self, real: Duration) -> Duration {
        // A speed comes from outside, and a time that is too long for a number is for ever.
        Duration::try_from_secs_f64(real.as_secs_f64() * self.speed).unwrap_or(Duration::MAX)
    }

    /// What of this time open work was expected to take.
    fn open_share(&self, passed: Duration) -> Duration {
        self.estimate_left.map_or(Duration::ZERO, |left| passed.min(left))
    }
}

/// Whole percent, rounded down.
fn percent(part: Duration, whole: Duration) -> u32 {
    let percent = (part.as_millis() * 100).checked_div(whole.as_millis()).unwrap_or(0);
    u32::try_from(percent.min(100)).unwrap_or(100)
}

type StateParts = (Standing, Option<PauseCause>, Option<Status>, Option<Duration>);

fn standing(state: State) -> StateParts {
    match state {
        State::Ready => (Standing::Ready, None, None, None),
        State::Running => (Standing::Running, None, None, None),
        State::Paused(cause) => (Standing::Paused, Some(cause), None, None),
        State::LeadIn { left } => (Standing::LeadIn, None, None, Some(left)),
        State::Finished(status) => (Standing::Ended, None, Some(status), None),
    }
}

/// Whose step it is; a rest between rounds is that of the exercise that comes.
fn entry<'a>(snapshot: &'a Snapshot, step: Option<&Step>) -> Option<&'a Entry> {
    let plan: &Plan = &snapshot.plan;
    let here = || plan.entries.get(snapshot.occurrences.get(snapshot.here?)?.entry as usize);
    plan.entry_of(step?).or_else(here)
}

fn words_of(side: Side, entry: Option<&Entry>) -> String {
    side_words(side, entry.and_then(|entry| entry.side_labels.as_ref()))
}

/// What a pause between two pieces of work is called.
pub const fn kind_words(kind: Kind, mode: Option<Mode>) -> &'static str {
    match (kind, mode) {
        (Kind::Prepare, _) => "get ready",
        (Kind::Relax, _) => "relax",
        (Kind::Switch, _) => "switch sides",
        (Kind::Rest, _) => "rest",
        (Kind::Work, Some(Mode::Hold)) => "hold",
        (Kind::Work, _) => "work",
    }
}

/// Times as seconds, to the millisecond.
mod seconds {
    use std::time::Duration;

    use serde::{Deserializer, Serializer, de::Error};

    fn read<E: Error>(seconds: f64) -> Result<Duration, E> {
        Duration::try_from_secs_f64(seconds).map_err(|_| E::custom("not a length of time"))
    }

    pub(super) mod always {
        use super::{Deserializer, Duration, Serializer, read};

        pub(in super::super) fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_f64(crate::session::json::seconds(*time))
        }

        pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Duration, D::Error> {
            read(serde::Deserialize::deserialize(from)?)
        }
    }

    pub(super) mod maybe {
        use super::{Deserializer, Duration, Serializer, read};

        #[expect(clippy::ref_option, reason = "serde hands it over like this")]
        pub(in super::super) fn serialize<S: Serializer>(
            time: &Option<Duration>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            match time {
                Some(time) => to.serialize_f64(crate::session::json::seconds(*time)),
                None => to.serialize_none(),
            }
        }

        pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<Duration>, D::Error> {
            let seconds: Option<f64> = serde::Deserialize::deserialize(from)?;
            seconds.map(read).transpose()
        }
    }
}

#[cfg(test)]
mod tests;
