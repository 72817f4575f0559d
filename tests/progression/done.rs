//! Records of what somebody did.

use serde_json::{Map, Value, json};
use supple::{
    history::record::Record,
    plan::{Entry, Plan},
};

/// The record of a session in which all of a plan was done. `items` names the item of a program for each entry.
pub(crate) fn in_full(plan: &Plan, items: &[String], id: &str, started: &str) -> Value {
    let exercise = |entry: &Entry| {
        let mut exercise = exercise(entry);
        if let Some(item) = items.get(entry.n as usize) {
            exercise["item"] = item.as_str().into();
        }
        exercise
    };
    json!({
        "v": 1, "id": id, "routine": plan.routine, "started": started, "ended": started, "status": "completed",
        "exercises": plan.entries.iter().map(exercise).collect::<Vec<_>>(),
    })
}

fn exercise(entry: &Entry) -> Value {
    let target = entry.target;
    let reps = target.reps.map(|reps| reps * target.sets);
    let one = target.hold.or(target.time).map_or(0.0, |one| one.as_secs_f64());
    let tally = json!({ "reps": reps.unwrap_or(0), "seconds": one * f64::from(reps.unwrap_or(target.sets)) });
    let mut dose = Map::new();
    dose.insert("sets".into(), target.sets.into());
    for (key, value) in [
        ("reps", target.reps.map(f64::from)),
        ("hold", target.hold.map(|hold| hold.as_secs_f64())),
        ("time", target.time.map(|time| time.as_secs_f64())),
    ] {
        if let Some(value) = value {
            // Counts are whole numbers.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and whole")]
            dose.insert(key.into(), if key == "reps" { json!(value as u32) } else { json!(value) });
        }
    }
    let mut exercise = json!({
        "n": entry.n, "id": entry.id, "status": "done", "sets": target.sets, "target": dose, "skip_reason": null,
    });
    let hands: &[&str] = if entry.sided { &["left", "right"] } else { &["both"] };
    for hand in hands {
        exercise[*hand] = tally.clone();
    }
    exercise
}

/// Nothing of one exercise was done, for a reason.
pub(crate) fn leave_out(record: &mut Value, place: usize, reason: Option<&str>) {
    let exercise = &mut record["exercises"][place];
    exercise["status"] = "skipped".into();
    exercise["skip_reason"] = json!(reason);
    for hand in ["left", "right", "both"] {
        if exercise.get(hand).is_some() {
            exercise[hand] = json!({ "reps": 0, "seconds": 0 });
        }
    }
}

pub(crate) fn record(value: Value) -> Record {
    serde_json::from_value(value).unwrap()
}
