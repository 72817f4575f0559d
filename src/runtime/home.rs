//! What the home screen shows, out of the library and the history.

use jiff::Zoned;

use super::{
    cards,
    today::{Today, next_words},
};
use crate::{
    history::{
        reading::History,
        record::{Done, Record, Status},
        recovery::Interrupted,
    },
    plan::Plan,
    program::{Fate, Row},
    routine::{Content, Library, is_path},
    session,
    ui::{HomeModel, InterruptedCard, RecentSession, TodayCard, TodayRow},
};

/// So many of the last sessions are shown.
const RECENT: usize = 5;
/// So many of the last sessions say which routines come first.
const REMEMBERED: usize = 50;
/// The routine that shows how everything works.
const TOUR: &str = "demo";

pub(super) fn model(
    library: &Library,
    history: &History,
    interrupted: &[Interrupted],
    today: Option<TodayCard>,
    now: &Zoned,
    resumable: impl Fn(&Interrupted) -> bool,
) -> HomeModel {
    let done = history.records.iter().rev().map(|record| record.routine.as_str());
    let cards = interrupted.iter().rev().map(|session| interrupted_card(session, now, resumable(session)));
    HomeModel {
        is_waiting: false,
        routines: in_order(library.routine_ids(), done)
            .iter()
            .map(|id| cards::routine(library, id))
            .collect(),
        interrupted: cards.collect(),
        recent: history
            .records
            .iter()
            .rev()
            .take(RECENT)
            .map(|record| recent(library, record, now))
            .collect(),
        today,
        exercises: Vec::new(),
    }
}

/// What there is to say of the home screen before the history is there.
pub(super) fn in_short(library: &Library) -> HomeModel {
    let routines = library.routine_ids().iter().map(|id| cards::routine(library, id)).collect();
    HomeModel { is_waiting: true, routines, ..HomeModel::default() }
}

/// What was done last comes first, so that enter does it again; the others follow by name. Who has done nothing yet
/// begins with the tour.
fn in_order<'h>(mut ids: Vec<String>, done: impl Iterator<Item = &'h str>) -> Vec<String> {
    let done: Vec<&str> = done.take(REMEMBERED).collect();
    ids.sort_by_key(|id| {
        let age = done.iter().position(|done| done == id).unwrap_or(usize::MAX);
        (age, !(done.is_empty() && id == TOUR))
    });
    ids
}

/// The card of the program that runs; `plan` is that of what is due.
pub(super) fn today_card(today: &Today, plan: Option<&Plan>) -> TodayCard {
    let rows = |fate| today.agenda.of(fate).map(|row| today_row(today, row)).collect();
    let place = &today.agenda.place;
    TodayCard {
        date: Some(today.agenda.date),
        program: today.program.name.clone(),
        phase: today.phase().map(|phase| phase.name.clone()).unwrap_or_default(),
        place: place.words(&today.program),
        due: rows(Fate::Due),
        done: rows(Fate::Done),
        later: rows(Fate::Later),
        exercises: plan.map(|plan| plan.entries.len()).unwrap_or_default(),
        length: plan.map(Plan::likely).unwrap_or_default(),
        open_steps: plan.map(Plan::open_steps).unwrap_or_default(),
        notice: today.notice(),
        gentle: today.gentle.clone(),
    }
}

fn today_row(today: &Today, row: &Row) -> TodayRow {
    let face = today.face(row);
    let why = match row.next.filter(|_| row.fate == Fate::Later) {
        Some(next) => format!("{}; {}", row.why, next_words(today.agenda.date, next)),
        None => row.why.clone(),
    };
    let item = today.phase().and_then(|phase| phase.items.get(row.item));
    TodayRow {
        id: row.id.clone(),
        content: item.map_or_else(|| row.id.clone(), |item| item.content_id().to_owned()),
        is_routine: item.is_some_and(|item| matches!(item.content, Content::Routine(_))),
        name: face.name,
        dose: face.dose,
        why,
        card: match item.map(|item| &item.content) {
            Some(Content::Exercise(exercise)) => Some(Box::new(cards::exercise_card(exercise))),
            Some(Content::Routine(_)) | None => None,
        },
    }
}

fn interrupted_card(session: &Interrupted, now: &Zoned, can_resume: bool) -> InterruptedCard {
    let record = session.record();
    let done = record.exercises.iter().filter(|exercise| exercise.status == Done::Done).count();
    InterruptedCard {
        id: session.header.id.clone(),
        routine: record.name.unwrap_or(record.routine).into(),
        started: session.header.started.timestamp().to_zoned(now.time_zone().clone()),
        exercises_done: done,
        exercises: record.exercises.len(),
        active: record.active_seconds.duration(),
        can_resume,
    }
}

fn recent(library: &Library, record: &Record, now: &Zoned) -> RecentSession {
    let id = record.routine.as_str();
    let known = || library.routine(id).ok()?.value.filter(|routine| routine.id == id);
    RecentSession {
        routine: match record.name {
            Some(name) => name.into(),
            // An id from a file of the history must not be taken for a path.
            None if is_path(id) => id.to_owned(),
            None => known().map_or_else(|| id.to_owned(), |routine| routine.name),
        },
        started: record.started.timestamp().to_zoned(now.time_zone().clone()),
        active: record.active_seconds.duration(),
        status: match record.status {
            Status::Stopped => session::Status::Stopped,
            Status::Completed | Status::Recorded => session::Status::Completed,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_last_comes_first() {
        let order = |done: &[&str]| {
            let ids = ["align", "core", "demo", "mine"].map(String::from).to_vec();
            in_order(ids, done.iter().copied()).join(" ")
        };
        assert_eq!(order(&[]), "demo align core mine", "a newcomer begins with the tour");
        assert_eq!(order(&["mine", "gone", "core", "mine"]), "mine core align demo");
        assert_eq!(order(&["bird-dog"]), "align core demo mine");
    }
}
