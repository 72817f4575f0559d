//! Steps and events as JSON: for `supple run --json`, `supple plan --json` and the journal; and the way back, as far
//! as the journal needs it.

mod parse;

use std::time::Duration;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

pub use parse::parse_event;

use super::{Cue, CueKind, Event, Outcome, PainOf, PauseCause, Played, SkipReason, Stamped, Status, Way};
use crate::{
    plan::{Kind, Mode, Plan, Step},
    routine::Side,
};

/// One step with the keys of the plan's JSON. `at` is left out when it is not given.
pub fn step_json(plan: &Plan, index: u32, at: Option<Duration>, step: &Step) -> Map<String, Value> {
    object(serde_json::to_value(StepLine::new(plan, index, at, step)))
}

/// One event as a JSON object. `id` is the session's.
pub fn event_json(plan: &Plan, id: &str, stamped: &Stamped) -> Value {
    Value::Object(object(serde_json::to_value(EventLine { plan, id, stamped })))
}

/// One event, ready to be serialised without a detour: the quick way to write a hundred thousand lines.
#[derive(Clone, Copy, Debug)]
pub struct EventLine<'a> {
    pub plan: &'a Plan,
    /// The session's id.
    pub id: &'a str,
    pub stamped: &'a Stamped,
}

impl Serialize for EventLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Line::new(self.plan, self.id, self.stamped).serialize(serializer)
    }
}

/// One step, ready to be serialised; the fields are the keys, in their order.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StepLine<'a> {
    index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<f64>,
    seconds: Option<f64>,
    kind: &'static str,
    mode: Option<&'static str>,
    exercise: Option<&'a str>,
    name: Option<&'a str>,
    group: Option<&'a str>,
    round: Option<u32>,
    set: Option<u32>,
    sets: Option<u32>,
    rep: Option<u32>,
    reps: Option<u32>,
    side: Option<&'static str>,
    phase: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    estimate_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounds: Option<u32>,
    entry: Option<u32>,
    occurrence: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    bout: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase_index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<u32>,
}

impl<'a> StepLine<'a> {
    /// A step of a plan; `at` is when it begins.
    pub fn new(plan: &'a Plan, index: u32, at: Option<Duration>, step: &Step) -> Self {
        let entry = step.entry.and_then(|entry| plan.entries.get(entry as usize));
        let phase = |index: u32| Some(entry?.phases.get(index as usize)?.name.as_str());
        Self {
            index,
            at: at.map(seconds),
            seconds: step.length.map(seconds),
            kind: step.kind.word(),
            mode: step.mode.map(Mode::word),
            exercise: entry.map(|entry| entry.id.as_str()),
            name: entry.map(|entry| entry.name.as_str()),
            group: step.group.and_then(|group| plan.groups.get(group as usize)).map(String::as_str),
            round: step.round,
            set: step.set,
            sets: step.sets,
            rep: step.rep,
            reps: step.reps,
            side: step.side.map(Side::word),
            phase: step.phase.and_then(phase),
            estimate_seconds: step.estimate.map(seconds),
            rounds: step.rounds,
            entry: step.entry,
            occurrence: step.occurrence,
            bout: step.bout,
            phase_index: step.phase,
            slot: None,
        }
    }

    fn played(plan: &'a Plan, played: &Played) -> Self {
        Self { slot: Some(played.slot), ..Self::new(plan, played.index, None, &played.step) }
    }
}

/// Seconds with the precision of a millisecond.
#[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
pub(super) fn seconds(time: Duration) -> f64 {
    millis(time) as f64 / 1000.0
}

/// Gives every variant the word that files and events write for it.
macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),+ $(,)? })+) => { $(
        impl $name {
            /// As files and events write it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    )+ };
}

words! {
    Kind { Prepare = "prepare", Work = "work", Relax = "relax", Switch = "switch", Rest = "rest" }
    Mode { Hold = "hold", Rep = "rep", Phase = "phase", Flow = "flow", Open = "open" }
    Outcome { Done = "done", Cut = "cut", Skipped = "skipped", Left = "left" }
    PauseCause {
        User = "user", Suspended = "suspended", Terminal = "terminal", Remote = "remote", LeadIn = "lead_in",
    }
    Status { Completed = "completed", Stopped = "stopped" }
    SkipReason { Pain = "pain", Time = "time", Equipment = "equipment", Other = "other" }
    Way { Easier = "easier", Harder = "harder" }
}

impl CueKind {
    /// As events write it. Whether a rep is the last of its bout is said elsewhere.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Tick => "tick",
            Self::Go => "go",
            Self::Rep { .. } => "rep",
            Self::Half => "half",
            Self::TickOut => "tick_out",
            Self::End => "end",
            Self::Relax => "relax",
            Self::Switch => "switch",
            Self::Rest => "rest",
            Self::Custom => "custom",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Finished => "finished",
        }
    }

    fn from_word(word: &str, last: bool) -> Option<Self> {
        Some(match word {
            "prepare" => Self::Prepare,
            "tick" => Self::Tick,
            "go" => Self::Go,
            "rep" => Self::Rep { last },
            "half" => Self::Half,
            "tick_out" => Self::TickOut,
            "end" => Self::End,
            "relax" => Self::Relax,
            "switch" => Self::Switch,
            "rest" => Self::Rest,
            "custom" => Self::Custom,
            "paused" => Self::Paused,
            "resumed" => Self::Resumed,
            "finished" => Self::Finished,
            _ => return None,
        })
    }
}

/// The serde mirror of an event: variants and fields are the words and keys of the contract.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line<'a> {
    SessionStarted {
        at: f64,
        id: &'a str,
        routine: &'a str,
        steps: usize,
        seconds: f64,
    },
    StepStarted {
        at: f64,
        step: StepLine<'a>,
    },
    Cue {
        at: f64,
        cue: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        say: Option<&'a str>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        last: bool,
    },
    StepEnded {
        at: f64,
        index: u32,
        slot: u32,
        outcome: &'static str,
        seconds: f64,
        #[serde(skip_serializing_if = "Option::is_none")]
        counted: Option<u32>,
    },
    StepChanged {
        at: f64,
        index: u32,
        seconds: Option<f64>,
        reps: Option<u32>,
    },
    RepCounted {
        at: f64,
        index: u32,
        count: u32,
    },
    PaceChanged {
        at: f64,
        exercise: Option<&'a str>,
        percent: u32,
        entry: u32,
    },
    ExerciseSkipped {
        at: f64,
        exercise: Option<&'a str>,
        reason: Option<&'static str>,
        entry: u32,
        occurrence: u32,
    },
    ExerciseDeferred {
        at: f64,
        exercise: Option<&'a str>,
        entry: u32,
        occurrence: u32,
    },
    ExerciseSwapped {
        at: f64,
        exercise: Option<&'a str>,
        way: &'static str,
        to: Option<&'a str>,
        entry: u32,
        occurrence: u32,
        to_entry: u32,
        bout: u32,
    },
    /// `exercise`, `entry` and `occurrence` are there unless it is `before`.
    PainReported {
        at: f64,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        before: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        exercise: Option<&'a str>,
        value: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        entry: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        occurrence: Option<u32>,
    },
    Paused {
        at: f64,
        cause: &'static str,
    },
    Resumed {
        at: f64,
        paused_seconds: f64,
    },
    SessionEnded {
        at: f64,
        status: &'static str,
        active_seconds: f64,
        paused_seconds: f64,
    },
}

impl<'a> Line<'a> {
    fn new(plan: &'a Plan, id: &'a str, stamped: &'a Stamped) -> Self {
        let at = seconds(stamped.at);
        let exercise = |entry: u32| plan.entries.get(entry as usize).map(|entry| entry.id.as_str());
        match &stamped.event {
            Event::SessionStarted => Self::SessionStarted {
                at,
                id,
                routine: &plan.name,
                steps: plan.steps.len(),
                seconds: seconds(plan.total),
            },
            Event::StepStarted(played) => Self::StepStarted { at, step: StepLine::played(plan, played) },
            Event::Cue(Cue { kind, say, bout: _ }) => Self::Cue {
                at,
                cue: kind.word(),
                say: say.as_deref(),
                last: matches!(kind, CueKind::Rep { last: true }),
            },
            &Event::StepEnded { index, slot, outcome, lasted, counted } => Self::StepEnded {
                at,
                index,
                slot,
                outcome: outcome.word(),
                seconds: seconds(lasted),
                counted,
            },
            &Event::StepChanged { index, length, reps } => {
                Self::StepChanged { at, index, seconds: length.map(seconds), reps }
            }
            &Event::RepCounted { index, count } => Self::RepCounted { at, index, count },
            &Event::PaceChanged { entry, percent } => {
                Self::PaceChanged { at, exercise: exercise(entry), percent, entry }
            }
            &Event::ExerciseSkipped { entry, occurrence, reason } => Self::ExerciseSkipped {
                at,
                exercise: exercise(entry),
                reason: reason.map(SkipReason::word),
                entry,
                occurrence,
            },
            &Event::ExerciseDeferred { entry, occurrence } => {
                Self::ExerciseDeferred { at, exercise: exercise(entry), entry, occurrence }
            }
            &Event::ExerciseSwapped { entry, occurrence, way, to, bout } => Self::ExerciseSwapped {
                at,
                exercise: exercise(entry),
                way: way.word(),
                to: exercise(to),
                entry,
                occurrence,
                to_entry: to,
                bout,
            },
            &Event::PainReported { of: PainOf::Before, value } => {
                Self::PainReported { at, before: true, exercise: None, value, entry: None, occurrence: None }
            }
            &Event::PainReported { of: PainOf::Exercise { entry, occurrence }, value } => {
                let (exercise, entry, occurrence) = (exercise(entry), Some(entry), Some(occurrence));
                Self::PainReported { at, before: false, exercise, value, entry, occurrence }
            }
            Event::Paused(cause) => Self::Paused { at, cause: cause.word() },
            &Event::Resumed { paused } => Self::Resumed { at, paused_seconds: seconds(paused) },
            &Event::SessionEnded { status, active, paused } => Self::SessionEnded {
                at,
                status: status.word(),
                active_seconds: seconds(active),
                paused_seconds: seconds(paused),
            },
        }
    }
}

/// Whole milliseconds, rounded half up.
fn millis(time: Duration) -> u64 {
    let millis = (time.as_nanos() + 500_000) / 1_000_000;
    u64::try_from(millis).unwrap_or(u64::MAX)
}

fn object(value: serde_json::Result<Value>) -> Map<String, Value> {
    match value {
        Ok(Value::Object(map)) => map,
        // Unreachable: the lines are structs with string keys, and serialising into a `Value` does no IO.
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests;
