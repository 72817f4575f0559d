//! What the home screen shows, out of the library and the history.

use jiff::Zoned;

use super::cards;
use crate::{
    history::{
        reading::History,
        record::{Done, Record, Status},
        recovery::Interrupted,
    },
    routine::Library,
    session,
    ui::{HomeModel, InterruptedCard, RecentSession},
};

/// So many of the last sessions are shown.
const RECENT: usize = 5;

pub(super) fn model(
    library: &Library,
    history: &History,
    interrupted: &[Interrupted],
    now: &Zoned,
    resumable: impl Fn(&Interrupted) -> bool,
) -> HomeModel {
    let cards = interrupted.iter().rev().map(|session| interrupted_card(session, now, resumable(session)));
    HomeModel {
        routines: library.routine_ids().iter().map(|id| cards::routine(library, id)).collect(),
        interrupted: cards.collect(),
        recent: history.records.iter().rev().take(RECENT).map(|record| recent(record, now)).collect(),
        today: None,
        exercises: cards::exercises(library),
    }
}

fn interrupted_card(session: &Interrupted, now: &Zoned, can_resume: bool) -> InterruptedCard {
    let record = session.record();
    let done = record.exercises.iter().filter(|exercise| exercise.status == Done::Done).count();
    InterruptedCard {
        id: session.header.id.clone(),
        routine: record.name.clone().unwrap_or_else(|| record.routine.clone()),
        started: session.header.started.timestamp().to_zoned(now.time_zone().clone()),
        exercises_done: done,
        exercises: record.exercises.len(),
        active: record.active_seconds.0,
        can_resume,
    }
}

fn recent(record: &Record, now: &Zoned) -> RecentSession {
    RecentSession {
        routine: record.name.clone().unwrap_or_else(|| record.routine.clone()),
        started: record.started.timestamp().to_zoned(now.time_zone().clone()),
        active: record.active_seconds.0,
        status: match record.status {
            Status::Stopped => session::Status::Stopped,
            Status::Completed | Status::Recorded => session::Status::Completed,
        },
    }
}
