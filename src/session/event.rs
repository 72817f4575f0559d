//! What a session reports, and what it can be told.

use std::time::Duration;

use crate::{plan::Step, routine::Side};

/// An event and the active time that it belongs to (not when it was noticed). `at` never goes back.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamped {
    pub at: Duration,
    pub event: Event,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    SessionStarted,
    StepStarted(Played),
    Cue(Cue),
    StepEnded {
        index: u32,
        /// The place in the plan, as in `Played::slot`.
        slot: u32,
        outcome: Outcome,
        /// How long the step lasted.
        lasted: Duration,
        /// Reps that were counted by hand in self-paced work.
        counted: Option<u32>,
    },
    /// The step that is running got another length or target.
    StepChanged {
        index: u32,
        length: Option<Duration>,
        reps: Option<u32>,
    },
    RepCounted {
        index: u32,
        count: u32,
    },
    /// The reps of an exercise to come go at another pace: in percent of their written length, more is slower.
    PaceChanged {
        entry: u32,
        percent: u32,
    },
    /// This occurrence of an exercise was left out on purpose. It comes again when a reason is given.
    ExerciseSkipped {
        entry: u32,
        occurrence: u32,
        reason: Option<SkipReason>,
    },
    /// This occurrence of an exercise was moved to the end of the session.
    ExerciseDeferred {
        entry: u32,
        occurrence: u32,
    },
    /// This occurrence of an exercise gave way to an easier or harder one.
    ExerciseSwapped {
        entry: u32,
        occurrence: u32,
        way: Way,
        /// The entry that took its place.
        to: u32,
        /// The bouts of the variant's steps are counted from here.
        bout: u32,
    },
    /// Where the pain stands, from 0 to 10. Said again at the same active time it replaces what was said before.
    PainReported {
        of: PainOf,
        value: u8,
    },
    Paused(PauseCause),
    Resumed {
        paused: Duration,
    },
    SessionEnded {
        status: Status,
        active: Duration,
        paused: Duration,
    },
}

impl Event {
    /// Every name that `name` can give.
    pub const NAMES: &[&str] = &[
        "session_started",
        "step_started",
        "cue",
        "step_ended",
        "step_changed",
        "rep_counted",
        "pace_changed",
        "exercise_skipped",
        "exercise_deferred",
        "exercise_swapped",
        "pain_reported",
        "paused",
        "resumed",
        "session_ended",
    ];

    /// What the event is called in its JSON line.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SessionStarted => "session_started",
            Self::StepStarted(_) => "step_started",
            Self::Cue(_) => "cue",
            Self::StepEnded { .. } => "step_ended",
            Self::StepChanged { .. } => "step_changed",
            Self::RepCounted { .. } => "rep_counted",
            Self::PaceChanged { .. } => "pace_changed",
            Self::ExerciseSkipped { .. } => "exercise_skipped",
            Self::ExerciseDeferred { .. } => "exercise_deferred",
            Self::ExerciseSwapped { .. } => "exercise_swapped",
            Self::PainReported { .. } => "pain_reported",
            Self::Paused(_) => "paused",
            Self::Resumed { .. } => "resumed",
            Self::SessionEnded { .. } => "session_ended",
        }
    }
}

/// A step as it is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Played {
    /// The index in the plan when it is played for the first time; a new one whenever it is added or played again.
    pub index: u32,
    /// Which place of the session this is: the same number whenever the same work is played again.
    pub slot: u32,
    /// With the length that it has now.
    pub step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Done,
    /// The user said "that is enough".
    Cut,
    Skipped,
    /// By back, jump, later or the end of the session.
    Left,
}

/// What a report of pain is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PainOf {
    /// How it was before the session.
    Before,
    /// At this occurrence of an exercise.
    Exercise { entry: u32, occurrence: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PauseCause {
    User,
    Suspended,
    Terminal,
    Remote,
    /// A lead-in that no pause came before.
    LeadIn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Completed,
    Stopped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SkipReason {
    Pain,
    Time,
    Equipment,
    Other,
}

/// Along a ladder of exercises: to its regression or to its progression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    Easier,
    Harder,
}

/// Something to be heard. What it sounds like is the audio side's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    pub kind: CueKind,
    /// A word or two to be spoken with it, where the rules give one.
    pub say: Option<String>,
    /// The bout that it announces, accompanies or ends; the sounds of one bout are exact to each other.
    pub bout: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CueKind {
    Prepare,
    /// 3, 2, 1 before a bout.
    Tick,
    Go,
    Rep {
        last: bool,
    },
    Half,
    /// 3, 2, 1 before the end of a hold or flow.
    TickOut,
    End,
    Relax,
    Switch,
    Rest,
    Custom,
    Paused,
    Resumed,
    Finished,
}

/// What a session can be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Start,
    Pause(PauseCause),
    Resume(Origin),
    /// On: a bout is left and what remained of it is skipped; a pause or a lead-in ends now; open work is done.
    Next(Origin),
    /// "That is enough": the bout is over; open work is done; a waiting `prepare` is ready.
    Done(Origin),
    CountRep,
    Back(Origin),
    RestartExercise(Origin),
    SkipExercise,
    /// Why the exercise that was skipped last was skipped.
    SkipReason(SkipReason),
    Later,
    /// The easier or harder exercise in place of this one, from its `prepare` on.
    Swap(Way),
    /// To the beginning of this occurrence of an exercise (see `Step::occurrence`).
    Jump {
        occurrence: u32,
        origin: Origin,
    },
    /// 10 s more, or one rep.
    More,
    Less,
    Slower,
    Faster,
    /// Where the pain stands at this exercise, from 0 to 10; in a rest, at the coming one.
    Pain(u8),
    /// Where it stood before the session, from 0 to 10.
    PainBefore(u8),
    Quit,
}

/// The worst pain that can be told.
pub const WORST_PAIN: u8 = 10;

/// From where a command comes: who pressed a key stands up and needs longer to get down again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Key,
    Remote,
}

/// The side of a step, in words that the user chose or in plain ones.
pub fn side_words(side: Side, labels: Option<&crate::routine::SideLabels>) -> String {
    match (labels, side) {
        (Some(labels), Side::Left) => labels.left.clone(),
        (Some(labels), Side::Right) => labels.right.clone(),
        (None, side) => format!("{} side", side.word()),
    }
}
