//! The figures that every view shares: `supple stats`, the report, the history screen. Pure, and linear in the number
//! of sessions.

mod model;

mod calendar;
mod exercises;
mod pain;
mod plan;
mod trend;

use jiff::{ToSpan as _, civil::Date};

use calendar::Sums;
use exercises::Exercises;

use super::record::Record;

pub use crate::program::{Due, KEPT_DAYS};
pub use calendar::monday;
pub(crate) use pain::worst;

pub use model::{
    Adherence, AdherenceWeek, Best, Day, Dose, Efforts, ExercisePain, ExerciseStats, Fate, PainLine,
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
    let (exercises, Whole { sums, pain, mut days, weeks, routines }) =
        Exercises::of(&sessions, || Whole::of(&sessions));
    days.told(exercises.worst.iter().copied());
    days.told(pain.worst());
    let (days, weeks, exercises) = (days.finish(), weeks.finish(today, plan), exercises.finish());
    Stats {
        today,
        sessions: sums.statuses.all(),
        ahead: count(ahead.len()),
        first: days.first().map(|day| day.date),
        last: days.last().map(|day| day.date),
        active: sums.active,
        streak: calendar::streak(&weeks),
        pain: pain.finish(today.saturating_sub(RECENT_DAYS.days())),
        effort: sums.effort,
        routines: routines.finish(),
        skipped: exercises::most_skipped(&exercises),
        adherence: plan.map(|plan| plan.adherence(today)).unwrap_or_default(),
        programs: plan.map(|plan| plan.programs.clone()).unwrap_or_default(),
        statuses: sums.statuses,
        exercises,
        weeks,
        days,
    }
}

/// What sessions come to as a whole, whatever their exercises.
#[derive(Default)]
struct Whole<'r> {
    sums: Sums,
    pain: pain::Told,
    days: calendar::Days,
    weeks: calendar::Weeks,
    routines: calendar::Routines<'r>,
}

impl<'r> Whole<'r> {
    fn of(sessions: &[&'r Record]) -> Self {
        let mut whole = Self::default();
        let mut on = (Date::ZERO, monday(Date::ZERO));
        for record in sessions {
            let date = record.started.date();
            if on.0 != date {
                on = (date, monday(date));
            }
            let session = Session { record, date, monday: on.1 };
            whole.pain.take(&session);
            whole.weeks.pain(&session);
            // Of what was only begun, nothing but the pain is worth counting.
            if record.holds_work() {
                whole.sums.take(record);
                whole.days.take(&session);
                whole.weeks.take(&session);
                whole.routines.take(&session);
            }
        }
        whole
    }
}

/// A session on its way through all sums: it is looked at once, since a hundred thousand fit in no cache.
struct Session<'r> {
    record: &'r Record,
    date: Date,
    /// Of its week.
    monday: Date,
}

/// What is recent: twelve weeks.
const RECENT_DAYS: i64 = 84;

fn order(record: &Record) -> (&super::when::When, &str) {
    (&record.started, &record.id)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
