//! Sessions by day and by week, and the weeks that were kept.

use std::{cmp::Ordering, collections::HashMap};

use jiff::{ToSpan as _, civil::Date};

use super::{
    Session,
    model::{Day, Efforts, Fate, RoutineStats, Stats, Statuses, Streak, Week},
    pain::Tallies,
    plan::{PlanWeek, WeekPlan},
};
use crate::{
    history::{
        record::{Pain, Record, Status},
        seconds::Seconds,
    },
    program::is_kept,
};

/// The Monday of a day's week.
pub fn monday(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

/// What is simply added up.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) active: Seconds,
    pub(super) statuses: Statuses,
    pub(super) effort: Efforts,
}

impl Sums {
    pub(super) fn take(&mut self, record: &Record) {
        self.active = self.active.plus(record.active_seconds);
        self.effort.take(record);
        match record.status {
            Status::Completed => self.statuses.completed += 1,
            Status::Stopped => self.statuses.stopped += 1,
            Status::Recorded => self.statuses.recorded += 1,
        }
    }
}

impl Statuses {
    pub(super) fn all(self) -> u32 {
        self.completed + self.stopped + self.recorded
    }
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

#[derive(Default)]
pub(super) struct Routines<'r> {
    all: Vec<RoutineStats>,
    places: HashMap<&'r str, usize>,
}

impl<'r> Routines<'r> {
    pub(super) fn take(&mut self, session: &Session<'r>) {
        let &Session { record, date, .. } = session;
        let Self { all, places } = self;
        let place = *places.entry(&record.routine).or_insert_with(|| {
            let id = record.routine.into();
            all.push(RoutineStats { id, name: None, sessions: 0, active: Seconds::ZERO, last: date });
            all.len() - 1
        });
        let routine = &mut all[place];
        routine.sessions += 1;
        routine.active = routine.active.plus(record.active_seconds);
        routine.last = routine.last.max(date);
        if record.name.is_some() && routine.name.as_deref() != record.name.as_deref() {
            routine.name = record.name.map(String::from);
        }
    }

    pub(super) fn finish(mut self) -> Vec<RoutineStats> {
        self.all.sort_by(|a, b| b.sessions.cmp(&a.sessions).then_with(|| a.id.cmp(&b.id)));
        self.all
    }
}

/// By days that nearly always come in their order: far apart on the globe a later session may be of an earlier day.
struct ByDay<T>(Vec<(Date, T)>);

impl<T> Default for ByDay<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Default> ByDay<T> {
    fn entry(&mut self, date: Date) -> &mut T {
        let side = |(known, _): &(Date, T)| known.cmp(&date);
        let place = match self.0.last().map(side) {
            None | Some(Ordering::Less) => Err(self.0.len()),
            Some(Ordering::Equal) => Ok(self.0.len() - 1),
            Some(Ordering::Greater) => self.0.binary_search_by(side),
        };
        let place = place.unwrap_or_else(|place| {
            self.0.insert(place, (date, T::default()));
            place
        });
        &mut self.0[place].1
    }
}

#[derive(Default)]
pub(super) struct Days(ByDay<DaySums>);

#[derive(Default)]
struct DaySums {
    sessions: u32,
    active: Seconds,
    pain: Option<u8>,
}

impl Days {
    pub(super) fn take(&mut self, session: &Session) {
        let day = self.0.entry(session.date);
        day.sessions += 1;
        day.active = day.active.plus(session.record.active_seconds);
    }

    /// Adds the worst that was told on days, around sessions or at their exercises, where such a day has a session.
    pub(super) fn told(&mut self, worst: impl IntoIterator<Item = (Date, u8)>) {
        for (date, pain) in worst {
            if let Ok(place) = self.0.0.binary_search_by_key(&date, |(date, _)| *date) {
                let day = &mut self.0.0[place].1;
                day.pain = day.pain.max(Some(pain));
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Day> {
        let day = |(date, DaySums { sessions, active, pain })| Day { date, sessions, active, pain };
        self.0.0.into_iter().map(day).collect()
    }
}

/// By their Mondays.
#[derive(Default)]
pub(super) struct Weeks(ByDay<Gathered>);

impl Weeks {
    pub(super) fn take(&mut self, session: &Session) {
        self.0.entry(session.monday).take(session);
    }

    /// What was told around a session, whatever was done in it.
    pub(super) fn pain(&mut self, session: &Session) {
        let Pain { before, after } = session.record.pain_around();
        if before.is_none() && after.is_none() {
            return;
        }
        let week = self.0.entry(session.monday);
        week.before.take(before);
        week.after.take(after);
    }

    pub(super) fn finish(self, today: Date, plan: Option<&WeekPlan>) -> Vec<Week> {
        let planned = plan.and_then(|plan| plan.weeks.keys().next());
        let latest = self.0.0.last().map(|(monday, _)| *monday);
        // Of what was only begun, what was told counts, but it is no week that could have been kept.
        let worked = self.0.0.iter().find(|(_, week)| week.sessions > 0).map(|(monday, _)| monday);
        let judged = worked.into_iter().chain(planned).min().copied();
        let mut gathered = self.0.0.into_iter().peekable();
        let Some(first) = gathered.peek().map(|(monday, _)| monday).into_iter().chain(planned).min().copied()
        else {
            return Vec::new();
        };
        let this = monday(today);
        let last = latest.map_or(this, |latest| this.max(latest));
        first
            .series(7.days())
            .take_while(|monday| *monday <= last)
            .map(|monday| {
                let here = gathered.next_if(|(week, _)| *week == monday).map(|(_, week)| week);
                let mut week = here.unwrap_or_default().week(monday, this, plan);
                if judged.is_none_or(|judged| monday < judged) {
                    week.fate = Fate::Open;
                }
                week
            })
            .collect()
    }
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
    fn take(&mut self, session: &Session) {
        let record = session.record;
        self.sessions += 1;
        self.days |= 1 << session.date.weekday().to_monday_zero_offset();
        self.active = self.active.plus(record.active_seconds);
        self.effort.take(record);
    }

    fn week(&self, monday: Date, this: Date, plan: Option<&WeekPlan>) -> Week {
        let planned = plan.and_then(|plan| plan.weeks.get(&monday));
        let asked = planned.map(PlanWeek::total).filter(|total| total.due > 0);
        let days = self.days.count_ones();
        // To begin a program takes no week away that its days had kept already.
        let began_free = planned.is_some_and(|week| week.began_free);
        let kept = is_kept(asked.unwrap_or_default(), began_free, days);
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

impl Stats {
    /// Has its weeks kept or not as they are in `whole`: the same figures over all days of the first of these weeks too.
    pub fn judge_as(&mut self, whole: &Self) {
        for week in &mut self.weeks {
            if let Ok(place) = whole.weeks.binary_search_by_key(&week.monday, |week| week.monday) {
                week.fate = whole.weeks[place].fate;
            }
        }
        self.streak = streak(&self.weeks);
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
