//! Everything that a screen needs to know about a session at one moment.

use std::{sync::Arc, time::Duration};

use super::{Outcome, PauseCause, Played, Status};
use crate::plan::Plan;

/// A session at one moment. Owned, so that a screen can keep it; made by `Session::snapshot`.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    pub plan: Arc<Plan>,
    pub state: State,
    /// The step that runs or is paused in; `None` before the start and after the end.
    pub now: Option<Now>,
    /// What follows the present step, in order: at most three steps.
    pub next: Vec<Played>,
    /// The first step after the present bout; outside of work, the next step.
    pub after_bout: Option<Played>,
    /// The first work of the next occurrence of an exercise, if there is one: "then Glute bridge".
    pub then: Option<Played>,
    /// One per occurrence of an exercise, in the order of play.
    pub occurrences: Vec<Occurrence>,
    /// Index into `occurrences` of the present one (in a rest between rounds: the coming one).
    pub here: Option<usize>,
    /// Active time so far.
    pub active: Duration,
    /// Paused time so far, the present pause included.
    pub paused: Duration,
    /// Timed steps still to come, the rest of this one included; open steps count with their estimate.
    pub left: Duration,
    /// Whether `left` contains an estimate.
    pub left_is_estimate: bool,
    /// Whether a key may still say why an exercise was skipped, and which entry that was.
    pub skip_reason_wanted: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Ready,
    Running,
    Paused(PauseCause),
    /// About to go on: this long until then.
    LeadIn {
        left: Duration,
    },
    Finished(Status),
}

/// The present step and the bout around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    pub played: Played,
    pub elapsed: Duration,
    /// `None` for open work and for a `prepare` that waits.
    pub left: Option<Duration>,
    /// Within the bout (equal to the step's own for holds and flows).
    pub bout_elapsed: Duration,
    pub bout_left: Option<Duration>,
    /// Reps counted by hand in this step.
    pub counted: u32,
    /// The pace of this exercise's reps as a percentage of the written one: 100 is as written, more is slower.
    pub pace_percent: u32,
}

/// One appearance of an exercise in the session, for the strip and for the list to jump to.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// Index into `Plan::entries`.
    pub entry: u32,
    /// The number that `Command::Jump` takes.
    pub occurrence: u32,
    pub round: Option<u32>,
    pub rounds: Option<u32>,
    /// Its steps in order, merged where neighbours look alike.
    pub pieces: Vec<Piece>,
    /// Its length, pauses included; open work with its estimate.
    pub length: Duration,
    /// As in `Now`.
    pub pace_percent: u32,
}

/// A piece of the strip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    pub kind: crate::plan::Kind,
    pub length: Duration,
    pub fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Ahead,
    Here,
    Ended(Outcome),
}
