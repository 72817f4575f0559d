//! Sessions by day and by week, and the weeks that were kept.

use std::collections::{BTreeMap, HashMap};

use jiff::{ToSpan as _, civil::Date};

use super::{
    model::{Day, Efforts, Fate, RoutineStats, Statuses, Streak, Week},
    pain::{Tallies, worst},
    plan::{PlanWeek, WeekPlan},
};
use crate::history::{
    record::{Record, Status},
    seconds::Seconds,
};

/// A week is kept without a program when so many of its days had a session. It is a fixed and low number on purpose: one
/// that grew with the habit would break good weeks.
pub const KEPT_DAYS: u32 = 2;

/// The Monday of a day's week.
pub fn monday(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

pub(super) fn active(sessions: &[&Record]) -> Seconds {
    sessions.iter().fold(Seconds::ZERO, |sum, record| plus(sum, record.active_seconds))
}

pub(super) fn plus(a: Seconds, b: Seconds) -> Seconds {
    Seconds(a.0.saturating_add(b.0))
}

pub(super) fn statuses(sessions: &[&Record]) -> Statuses {
    let mut all = Statuses::default();
    for record in sessions {
        match record.status {
            Status::Completed => all.completed += 1,
            Status::Stopped => all.stopped += 1,
            Status::Recorded => all.recorded += 1,
        }
    }
    all
}

pub(super) fn efforts(sessions: &[&Record]) -> Efforts {
    sessions.iter().fold(Efforts::default(), |mut all, record| {
        all.take(record);
        all
    })
}

impl Efforts {
    fn take(&mut self, record: &Record) {
        match record.effort.as_deref() {
            Some("easy") => self.easy += 1,
            Some("right") => self.right += 1,
            Some("hard") => self.hard += 1,
            _ => {}
        }
    }
}

pub(super) fn routines(sessions: &[&Record]) -> Vec<RoutineStats> {
    let mut all: Vec<RoutineStats> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for record in sessions {
        let place = *places.entry(&record.routine).or_insert_with(|| {
            all.push(RoutineStats {
                id: record.routine.clone(),
                name: None,
                sessions: 0,
                active: Seconds::ZERO,
                last: record.started.date(),
            });
            all.len() - 1
        });
        let routine = &mut all[place];
        routine.sessions += 1;
        routine.active = plus(routine.active, record.active_seconds);
        routine.last = routine.last.max(record.started.date());
        if record.name.is_some() {
            routine.name.clone_from(&record.name);
        }
    }
    all.sort_by(|a, b| b.sessions.cmp(&a.sessions).then_with(|| a.id.cmp(&b.id)));
    all
}

pub(super) fn days(sessions: &[&Record]) -> Vec<Day> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for record in sessions {
        let date = record.started.date();
        let day = days.entry(date).or_insert(Day { date, sessions: 0, active: Seconds::ZERO, pain: None });
        day.sessions += 1;
        day.active = plus(day.active, record.active_seconds);
        day.pain = day.pain.max(worst(record));
    }
    days.into_values().collect()
}

pub(super) fn weeks(sessions: &[&Record], today: Date, plan: Option<&WeekPlan>) -> Vec<Week> {
    let mut by_week: BTreeMap<Date, Gathered> = BTreeMap::new();
    for record in sessions {
        by_week.entry(monday(record.started.date())).or_default().take(record);
    }
    let planned = plan.and_then(|plan| plan.weeks.keys().next());
    let Some(first) = by_week.keys().next().into_iter().chain(planned).min().copied() else {
        return Vec::new();
    };
    let this = monday(today);
    let last = by_week.keys().next_back().map_or(this, |last| this.max(*last));
    first
        .series(7.days())
        .take_while(|monday| *monday <= last)
        .map(|monday| {
            let gathered = by_week.remove(&monday).unwrap_or_default();
            gathered.week(monday, this, plan)
        })
        .collect()
}

/// What was done in a week.
#[derive(Default)]
struct Gathered {
    sessions: u32,
    /// One bit for each day.
    days: u8,
    active: Seconds,
    effort: Efforts,
    before: Tallies,
    after: Tallies,
}

impl Gathered {
    fn take(&mut self, record: &Record) {
        let pain = record.pain.unwrap_or_default();
        self.sessions += 1;
        self.days |= 1 << record.started.date().weekday().to_monday_zero_offset();
        self.active = plus(self.active, record.active_seconds);
        self.effort.take(record);
        self.before.take(pain.before);
        self.after.take(pain.after);
    }

    fn week(&self, monday: Date, this: Date, plan: Option<&WeekPlan>) -> Week {
        let planned = plan.and_then(|plan| plan.weeks.get(&monday));
        let asked = planned.map(PlanWeek::total).filter(|total| total.due > 0);
        let days = self.days.count_ones();
        let kept = match asked {
            Some(total) => 3 * u64::from(total.done) >= 2 * u64::from(total.due),
            None => days >= KEPT_DAYS,
        };
        let rests = asked.is_none() && planned.is_some_and(|week| week.paused);
        let fate = match (rests, kept, monday >= this) {
            (true, ..) => Fate::Rest,
            (_, true, _) => Fate::Kept,
            (_, _, true) => Fate::Open,
            _ => Fate::Missed,
        };
        Week {
            monday,
            sessions: self.sessions,
            days,
            active: self.active,
            fate,
            plan: asked,
            effort: self.effort,
            pain_before: self.before.median(),
            pain_after: self.after.median(),
        }
    }
}

pub(super) fn streak(weeks: &[Week]) -> Streak {
    let mut streak = Streak::default();
    for week in weeks {
        match week.fate {
            Fate::Kept => {
                streak.now += 1;
                streak.kept += 1;
                streak.of += 1;
                streak.best = streak.best.max(streak.now);
            }
            Fate::Missed => {
                streak.now = 0;
                streak.of += 1;
            }
            Fate::Open | Fate::Rest => {}
        }
    }
    streak
}
