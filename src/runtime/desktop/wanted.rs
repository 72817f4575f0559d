//! How the desktop should be, as the session stands.

use std::time::Duration;

use super::super::{neighbours::News, standing};
use crate::{
    plan::Kind,
    session::{Moment, Now, PauseCause, Snapshot, State, Status},
};

/// Players that show a position may be this far off before they are told.
const TOLERANCE: Duration = Duration::from_millis(300);

/// What a media player would say of itself.
#[derive(Clone, Debug)]
pub(super) struct Media {
    pub(super) status: PlaybackStatus,
    /// Where in the session this is; the same whenever the same is done again. `None` after the end.
    pub(super) track: Option<String>,
    pub(super) title: String,
    pub(super) routine: String,
    /// Of the bout or step, in session time.
    pub(super) length: Option<Duration>,
    /// Seconds of the session in a second of the clock.
    pub(super) rate: f64,
    /// At this moment of the clock …
    at: Moment,
    /// … the bout or step had lasted this long.
    position: Duration,
    /// Whether it grows.
    moves: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaybackStatus {
    Playing,
    Paused,
    Stopped,
}

impl PlaybackStatus {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Playing => "Playing",
            Self::Paused => "Paused",
            Self::Stopped => "Stopped",
        }
    }
}

impl Media {
    pub(super) fn of(news: &News<'_>) -> Self {
        let snapshot = news.snapshot;
        let part = snapshot.now.as_ref().map(|now| Part::of(news.id, now));
        Self {
            status: match snapshot.state {
                State::Running | State::LeadIn { .. } => PlaybackStatus::Playing,
                State::Paused(_) => PlaybackStatus::Paused,
                State::Ready | State::Finished(_) => PlaybackStatus::Stopped,
            },
            track: part.as_ref().map(|part| part.track.clone()),
            title: standing::doing(snapshot),
            routine: standing::routine(&snapshot.plan),
            length: part.as_ref().and_then(|part| part.length),
            rate: news.speed,
            at: news.now,
            position: part.map_or(Duration::ZERO, |part| part.elapsed),
            moves: snapshot.state == State::Running,
        }
    }

    /// How far the bout or step is, in session time.
    pub(super) fn position(&self, now: Moment) -> Duration {
        let since = if self.moves { now.since(self.at).mul_f64(self.rate) } else { Duration::ZERO };
        let position = self.position + since;
        self.length.map_or(position, |length| position.min(length))
    }

    /// Whether what is told of the piece is the same.
    pub(super) fn is_same_piece(&self, other: &Self) -> bool {
        self.is_same_track(other)
            && self.title == other.title
            && self.length == other.length
            && self.routine == other.routine
    }

    pub(super) fn is_same_track(&self, other: &Self) -> bool {
        self.track == other.track
    }

    /// Whether the position is another than a desktop takes it for that was told `before` and counts on by itself, in
    /// lead-ins as well.
    pub(super) fn jumps_from(&self, before: &Self, now: Moment) -> bool {
        let moves = before.status == PlaybackStatus::Playing;
        let followed = Self { moves, ..before.clone() };
        !self.is_at_place_of(&followed, now)
    }

    /// Whether whoever asks would be told the same, now and later.
    pub(super) fn agrees(&self, other: &Self, now: Moment) -> bool {
        self.status == other.status
            && self.moves == other.moves
            && self.is_same_piece(other)
            && self.is_at_place_of(other, now)
    }

    fn is_at_place_of(&self, other: &Self, now: Moment) -> bool {
        self.position(now).abs_diff(other.position(now)) <= TOLERANCE.mul_f64(self.rate.max(1.0))
    }
}

/// What counts as one piece: a bout, or a step outside of one.
struct Part {
    track: String,
    elapsed: Duration,
    length: Option<Duration>,
}

impl Part {
    fn of(session: &str, now: &Now) -> Self {
        let played = now.played;
        match played.step.bout.filter(|_| played.step.kind == Kind::Work) {
            Some(bout) => Self {
                track: format!("{session}/bout/{bout}"),
                elapsed: now.bout_elapsed,
                length: now.bout_left.map(|left| now.bout_elapsed + left),
            },
            None => Self {
                track: format!("{session}/step/{}", played.slot),
                elapsed: now.elapsed,
                length: played.step.length,
            },
        }
    }
}

/// Why the user should come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// At their own pace: nothing goes on until they say so.
    Work {
        what: String,
        /// Each time anew.
        played: u32,
    },
    Ready {
        what: String,
        played: u32,
    },
    /// The machine slept, and the session has paused itself.
    Slept {
        what: String,
    },
    Done {
        routine: String,
    },
}

impl Need {
    pub(super) fn of(snapshot: &Snapshot) -> Option<Self> {
        let what = || standing::doing(snapshot);
        match snapshot.state {
            State::Paused(PauseCause::Suspended) => Some(Self::Slept { what: what() }),
            State::Finished(Status::Completed) => {
                Some(Self::Done { routine: standing::routine(&snapshot.plan) })
            }
            State::Running => {
                let played = snapshot.now.filter(|now| now.left.is_none())?.played;
                Some(match played.step.kind {
                    Kind::Work => Self::Work { what: what(), played: played.index },
                    _ => Self::Ready { what: what(), played: played.index },
                })
            }
            // Whoever has paused or stopped it knows.
            State::Ready | State::Paused(_) | State::LeadIn { .. } | State::Finished(Status::Stopped) => None,
        }
    }

    pub(super) fn notice(&self) -> Notice {
        let (summary, body) = match self {
            Self::Work { what, .. } => {
                (what, "At your own pace: supple waits until you say that it is done.")
            }
            Self::Ready { what, .. } => (what, "supple waits until you are ready."),
            Self::Slept { what } => (what, "Paused: the machine was asleep."),
            Self::Done { routine } => (routine, "Done. Well done!"),
        };
        let outlives_the_session = matches!(self, Self::Done { .. });
        Notice { summary: summary.clone(), body, outlives_the_session }
    }
}

/// A notification. What a routine says stands in the summary, which is plain text everywhere; some take a body for markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    pub(super) summary: String,
    pub(super) body: &'static str,
    pub(super) outlives_the_session: bool,
}

/// Whether time passes, or is about to: nobody touches a key, and the screen must not go dark.
pub(super) const fn is_under_way(snapshot: &Snapshot) -> bool {
    matches!(snapshot.state, State::Running | State::LeadIn { .. })
}
