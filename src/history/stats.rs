//! The figures that every view shares: `supple stats`, the report, the history screen. Pure, and linear in the number
//! of sessions.

mod model;

mod calendar;
mod exercises;
mod pain;
mod plan;
mod trend;

use jiff::{ToSpan as _, civil::Date};

use super::record::Record;

pub use calendar::{KEPT_DAYS, monday};
pub(crate) use pain::worst;

pub use model::{
    Adherence, AdherenceWeek, Best, Day, Dose, Due, Efforts, ExercisePain, ExerciseStats, Fate, PainLine,
    PainPoint, PainStats, Reason, RoutineStats, SideStats, Skips, Stats, Statuses, Streak, Trend, Way, Week,
};
pub use plan::{PlanItem, PlanWeek, WeekPlan};
pub use trend::trend;

/// What these sessions come to, seen from `today`. They are those of a [`History`](super::reading::History) or a choice
/// among them, in any order and with corrections applied; each belongs to the day that the clock on the wall showed
/// where it began. Sessions played faster than life count in nothing, and neither do those of days that are still to
/// come (tomorrow may be here already, east of here).
///
/// With a `plan`, its weeks are kept or not as the program has them, over just the days that the plan was made for.
pub fn stats(records: &[&Record], today: Date, plan: Option<&WeekPlan>) -> Stats {
    let horizon = today.tomorrow().unwrap_or(today);
    let lived = |record: &&&Record| record.speed.is_none();
    let (mut sessions, ahead): (Vec<&Record>, Vec<&Record>) =
        records.iter().filter(lived).partition(|record| record.started.date() <= horizon);
    if !sessions.is_sorted_by(|a, b| order(a) <= order(b)) {
        sessions.sort_by(|a, b| order(a).cmp(&order(b)));
    }
    let weeks = calendar::weeks(&sessions, today, plan);
    let days = calendar::days(&sessions);
    let since = today.saturating_sub(RECENT_DAYS.days());
    let exercises = exercises::exercises(&sessions);
    Stats {
        today,
        sessions: count(sessions.len()),
        ahead: count(ahead.len()),
        first: days.first().map(|day| day.date),
        last: days.last().map(|day| day.date),
        active: calendar::active(&sessions),
        streak: calendar::streak(&weeks),
        pain: pain::pain(&sessions, since),
        effort: calendar::efforts(&sessions),
        routines: calendar::routines(&sessions),
        skipped: exercises::most_skipped(&exercises),
        adherence: plan.map(|plan| plan.adherence(today)).unwrap_or_default(),
        programs: plan.map(|plan| plan.programs.clone()).unwrap_or_default(),
        statuses: calendar::statuses(&sessions),
        exercises,
        weeks,
        days,
    }
}

/// What is recent: twelve weeks.
const RECENT_DAYS: i64 = 84;

fn order(record: &Record) -> (&super::when::When, &str) {
    (&record.started, &record.id)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
