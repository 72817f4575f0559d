//! What the home screen shows, out of the library and the history.

use jiff::Zoned;

use crate::{
    history::{
        reading::History,
        record::{Done, Record, Status},
        recovery::Interrupted,
    },
    plan::{Options, Plan, compile},
    routine::{Library, Position, Routine},
    session,
    ui::{HomeModel, InterruptedCard, RecentSession, RoutineCard},
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
        routines: library.routine_ids().iter().map(|id| routine_card(library, id)).collect(),
        interrupted: cards.collect(),
        recent: history.records.iter().rev().take(RECENT).map(|record| recent(record, now)).collect(),
        today: None,
    }
}

fn routine_card(library: &Library, id: &str) -> RoutineCard {
    let broken = |why: String| RoutineCard {
        id: id.to_owned(),
        name: id.to_owned(),
        broken: Some(why),
        ..RoutineCard::default()
    };
    match library.routine(id) {
        Err(error) => broken(error.to_string()),
        Ok(found) => match found.value {
            Some(routine) => card(id, &routine),
            None => broken(format!("its file has faults: `supple check {}` shows them", found.path)),
        },
    }
}

fn card(id: &str, routine: &Routine) -> RoutineCard {
    let plan = compile(routine, &Options::default());
    RoutineCard {
        id: id.to_owned(),
        name: routine.name.clone(),
        summary: routine.summary.clone(),
        length: plan.total,
        open_steps: plan.open_steps(),
        equipment: equipment(&plan),
        exercises: plan.entries.iter().map(|entry| entry.name.clone()).collect(),
        position_changes: position_changes(&plan),
        broken: None,
    }
}

fn equipment(plan: &Plan) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for thing in plan.entries.iter().flat_map(|entry| &entry.equipment) {
        let words = thing.replace('|', " or ");
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

fn position_changes(plan: &Plan) -> usize {
    let positions: Vec<Position> = plan.entries.iter().filter_map(|entry| entry.position).collect();
    positions.windows(2).filter(|pair| pair[0] != pair[1]).count()
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
