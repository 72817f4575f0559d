//! Events read back, for the journal.

use std::time::Duration;

use serde_json::Value;

use super::millis;
use crate::{
    plan::{Kind, Mode, Step},
    routine::Side,
    session::{
        Cue, CueKind, Event, Outcome, PainOf, PauseCause, Played, SkipReason, Stamped, Status, WORST_PAIN,
        Way, is_pace,
    },
};

/// Reads one event back. What it cannot make sense of is `None`; a step comes back without its group, whose title
/// alone is in the line.
pub fn parse_event(value: &Value) -> Option<Stamped> {
    let at = duration(value.get("at")?)?;
    let index = || number(value.get("index"));
    let occurrence = || Some((number(value.get("entry"))?, number(value.get("occurrence"))?));
    let event = match value.get("event")?.as_str()? {
        "session_started" => Event::SessionStarted,
        "step_started" => Event::StepStarted(parse_played(value.get("step")?)?),
        "cue" => Event::Cue(parse_cue(value)?),
        "step_ended" => Event::StepEnded {
            index: index()?,
            slot: number(value.get("slot"))?,
            outcome: Outcome::from_word(word(value, "outcome")?)?,
            lasted: duration(value.get("seconds")?)?,
            counted: number(value.get("counted")),
        },
        "step_changed" => Event::StepChanged {
            index: index()?,
            length: value.get("seconds").and_then(duration),
            reps: number(value.get("reps")),
        },
        "rep_counted" => Event::RepCounted { index: index()?, count: number(value.get("count"))? },
        "pace_changed" => {
            let percent = number(value.get("percent")).filter(|percent| is_pace(*percent))?;
            Event::PaceChanged { entry: number(value.get("entry"))?, percent }
        }
        "exercise_skipped" => {
            let (entry, occurrence) = occurrence()?;
            let reason = word(value, "reason").and_then(SkipReason::from_word);
            Event::ExerciseSkipped { entry, occurrence, reason }
        }
        "exercise_deferred" => {
            let (entry, occurrence) = occurrence()?;
            Event::ExerciseDeferred { entry, occurrence }
        }
        "exercise_swapped" => {
            let (entry, occurrence) = occurrence()?;
            let way = Way::from_word(word(value, "way")?)?;
            let (to, bout) = (number(value.get("to_entry"))?, number(value.get("bout"))?);
            Event::ExerciseSwapped { entry, occurrence, way, to, bout }
        }
        "pain_reported" => Event::PainReported { of: parse_pain_of(value)?, value: parse_pain(value)? },
        "paused" => Event::Paused(PauseCause::from_word(word(value, "cause")?)?),
        "resumed" => Event::Resumed { paused: duration(value.get("paused_seconds")?)? },
        "session_ended" => Event::SessionEnded {
            status: Status::from_word(word(value, "status")?)?,
            active: duration(value.get("active_seconds")?)?,
            paused: duration(value.get("paused_seconds")?)?,
        },
        _ => return None,
    };
    Some(Stamped { at, event })
}

fn parse_played(step: &Value) -> Option<Played> {
    let number = |key: &str| number(step.get(key));
    let index = number("index")?;
    let optional_word = |key: &str| word(step, key);
    Some(Played {
        index,
        slot: number("slot").unwrap_or(index),
        step: Step {
            kind: Kind::from_word(word(step, "kind")?)?,
            mode: optional_word("mode").and_then(Mode::from_word),
            length: step.get("seconds").and_then(duration),
            estimate: step.get("estimate_seconds").and_then(duration),
            entry: number("entry"),
            occurrence: number("occurrence")?,
            group: None,
            round: number("round"),
            rounds: number("rounds"),
            set: number("set"),
            sets: number("sets"),
            rep: number("rep"),
            reps: number("reps"),
            side: match optional_word("side") {
                Some("left") => Some(Side::Left),
                Some("right") => Some(Side::Right),
                _ => None,
            },
            phase: number("phase_index"),
            bout: number("bout"),
        },
    })
}

fn parse_cue(value: &Value) -> Option<Cue> {
    let last = value.get("last").and_then(Value::as_bool).unwrap_or_default();
    let kind = CueKind::from_word(word(value, "cue")?, last)?;
    Some(Cue { kind, say: word(value, "say").map(str::to_owned), bout: None })
}

fn parse_pain(value: &Value) -> Option<u8> {
    u8::try_from(value.get("value")?.as_u64()?).ok().filter(|value| *value <= WORST_PAIN)
}

fn parse_pain_of(value: &Value) -> Option<PainOf> {
    if value.get("before").and_then(Value::as_bool).unwrap_or_default() {
        return Some(PainOf::Before);
    }
    let (entry, occurrence) = (number(value.get("entry"))?, number(value.get("occurrence"))?);
    Some(PainOf::Exercise { entry, occurrence })
}

fn word<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn number(value: Option<&Value>) -> Option<u32> {
    u32::try_from(value?.as_u64()?).ok()
}

/// A number of seconds; `None` for anything that is not a length of time.
fn duration(value: &Value) -> Option<Duration> {
    let exact = Duration::try_from_secs_f64(value.as_f64()?).ok()?;
    Some(Duration::from_millis(millis(exact)))
}
