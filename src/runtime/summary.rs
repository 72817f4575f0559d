//! A record as the summary shows it.

use crate::{
    history::record::{Done, Record, Status, Tally},
    plan::Plan,
    session,
    ui::{Amount, Kept, LineFate, SummaryLine, SummaryModel},
};

pub(super) fn of(plan: &Plan, record: &Record, kept: Kept) -> SummaryModel {
    let stopped = record.status == Status::Stopped;
    let lines = record
        .exercises
        .iter()
        .map(|exercise| {
            let entry = plan.entries.iter().find(|entry| entry.n == exercise.n);
            let fate = match exercise.status {
                Done::Done => LineFate::Done,
                Done::Partial => LineFate::Partial,
                Done::Skipped if stopped && exercise.skip_reason.is_none() => LineFate::NotReached,
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
