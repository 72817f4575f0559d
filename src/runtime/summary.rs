//! A record as the summary shows it.

use std::collections::HashSet;

use crate::{
    history::record::{Done, Record, Status, Tally},
    plan::Plan,
    session,
    ui::{Amount, Kept, LineFate, SummaryLine, SummaryModel},
};

/// `skipped`: the entries that were left out on purpose, which a session that was stopped has perhaps not reached.
pub(super) fn of(plan: &Plan, record: &Record, skipped: &HashSet<u32>, kept: Kept) -> SummaryModel {
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
                name: entry.map_or_else(|| exercise.id.clone(), |entry| entry.name.clone()),
                fate,
                sets: exercise.sets,
                left: exercise.left.map(amount),
                right: exercise.right.map(amount),
                both: exercise.both.map(amount),
                reason: exercise.skip_reason.as_ref().map(|reason| reason.0.clone()),
            }
        })
        .collect();
    SummaryModel {
        routine: plan.name.clone(),
        status: if stopped { session::Status::Stopped } else { session::Status::Completed },
        active: record.active_seconds.0,
        paused: record.paused_seconds.0,
        lines,
        kept,
    }
}

fn amount(tally: Tally) -> Amount {
    Amount { reps: tally.reps, time: tally.seconds.0 }
}
