//! A record as the summary shows it.

use std::collections::HashSet;

use crate::{
    history::record::{Done, Exercise, Record, SWAPPED_FOR, Status, Tally},
    plan::Plan,
    session,
    ui::{Amount, ChangeLine, Kept, LineFate, SummaryLine, SummaryModel},
};

/// `skipped`: the entries that were left out on purpose, which a session that was stopped has perhaps not reached.
pub(super) fn of(
    plan: &Plan,
    record: &Record,
    skipped: &HashSet<u32>,
    changes: Vec<ChangeLine>,
    kept: Kept,
) -> SummaryModel {
    let stopped = record.status == Status::Stopped;
    let lines = record
        .exercises
        .iter()
        .map(|exercise| {
            let entry = plan.entries.iter().find(|entry| entry.n == exercise.n);
            let fate = match exercise.status {
                Done::Done => LineFate::Done,
                Done::Partial => LineFate::Partial,
                Done::Skipped if stopped && !skipped.contains(&exercise.n) => LineFate::NotReached,
                Done::Skipped => LineFate::Skipped,
            };
            SummaryLine {
                name: entry.map_or_else(|| exercise.id.to_string(), |entry| entry.name.clone()),
                fate,
                sets: exercise.sets,
                left: exercise.left.map(amount),
                right: exercise.right.map(amount),
                both: exercise.both.map(amount),
                reason: reason(plan, exercise),
                pain: exercise.pain(),
            }
        })
        .collect();
    SummaryModel {
        routine: plan.name.clone(),
        status: if stopped { session::Status::Stopped } else { session::Status::Completed },
        active: record.active_seconds.duration(),
        paused: record.paused_seconds.duration(),
        lines,
        changes,
        kept,
    }
}

/// Why it was not done, or not in full: the user's word, or what took its place.
fn reason(plan: &Plan, exercise: &Exercise) -> Option<String> {
    let number = exercise.more.get(SWAPPED_FOR).and_then(serde_json::Value::as_u64);
    let stand_in = number.and_then(|n| plan.entries.iter().find(|entry| u64::from(entry.n) == n));
    let word = exercise.skip_reason.map(|reason| reason.0.to_string());
    word.or_else(|| stand_in.map(|entry| format!("{} instead", entry.name)))
}

fn amount(tally: Tally) -> Amount {
    Amount { reps: tally.reps, time: tally.seconds.duration() }
}
