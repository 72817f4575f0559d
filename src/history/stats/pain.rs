//! What was said about pain.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::{
    Session,
    model::{ExercisePain, PainLine, PainPoint, PainStats},
    trend::{median, trend},
};
use crate::history::record::{Exercise, Pain, Record};

/// How often each number from 0 to 10 was told.
#[derive(Clone, Copy, Default)]
pub(super) struct Tallies([u32; 11]);

impl Tallies {
    pub(super) fn take(&mut self, pain: Option<u8>) {
        if let Some(count) = pain.and_then(|pain| self.0.get_mut(usize::from(pain))) {
            *count += 1;
        }
    }

    pub(super) fn median(&self) -> Option<f64> {
        let all: u32 = self.0.iter().sum();
        let nth = |wanted: u32| {
            let mut below = 0;
            let at = |count: &u32| {
                below += count;
                below > wanted
            };
            self.0.iter().position(at).and_then(|pain| u8::try_from(pain).ok()).map(f64::from)
        };
        Some(f64::midpoint(nth(all.checked_sub(1)? / 2)?, nth(all / 2)?))
    }
}

/// The worst that was said before, in and after a session.
pub(crate) fn worst(record: &Record) -> Option<u8> {
    let Pain { before, after } = record.pain_around();
    before.max(after).max(record.exercises.iter().filter_map(Exercise::pain).max())
}

/// What was said around sessions, in order.
#[derive(Default)]
pub(super) struct Told(Vec<PainPoint>);

impl Told {
    pub(super) fn take(&mut self, session: &Session) {
        let Pain { before, after } = session.record.pain_around();
        if before.is_some() || after.is_some() {
            let (date, session) = (session.date, session.record.id.clone());
            self.0.push(PainPoint { date, session, before, after });
        }
    }

    /// By day, each time that it was told.
    pub(super) fn worst(&self) -> impl Iterator<Item = (Date, u8)> {
        self.0.iter().filter_map(|point| Some((point.date, point.before.max(point.after)?)))
    }

    pub(super) fn finish(self, since: Date) -> PainStats {
        pain(self.0, since)
    }
}

fn pain(points: Vec<PainPoint>, since: Date) -> PainStats {
    let mut stats = PainStats {
        before: line(&points, since, |point| point.before),
        after: line(&points, since, |point| point.after),
        ..PainStats::default()
    };
    let mut changes: Vec<i16> =
        points.iter().filter_map(|point| Some(i16::from(point.after?) - i16::from(point.before?))).collect();
    changes.sort_unstable();
    for change in &changes {
        let count = match change.cmp(&0) {
            Ordering::Less => &mut stats.eased,
            Ordering::Equal => &mut stats.same,
            Ordering::Greater => &mut stats.worse,
        };
        *count += 1;
    }
    stats.change = median(&changes.into_iter().map(f64::from).collect::<Vec<_>>());
    stats.points = points;
    stats
}

fn line(points: &[PainPoint], since: Date, of: impl Fn(&PainPoint) -> Option<u8>) -> PainLine {
    let told: Vec<(Date, u8)> = points.iter().filter_map(|point| Some((point.date, of(point)?))).collect();
    let recent = told.iter().filter(|(date, _)| *date > since);
    let (count, median) = told_median(&told);
    PainLine { told: count, median, trend: of_numbers(&told), recent: of_numbers(recent) }
}

fn told_median(told: &[(Date, u8)]) -> (u32, Option<f64>) {
    let mut tallies = Tallies::default();
    for (_, pain) in told {
        tallies.take(Some(*pain));
    }
    (super::count(told.len()), tallies.median())
}

fn of_numbers<'a>(told: impl IntoIterator<Item = &'a (Date, u8)>) -> Option<super::model::Trend> {
    trend(told.into_iter().map(|(date, pain)| (*date, f64::from(*pain))))
}

/// What was said at one exercise, in order.
pub(super) fn at_exercise(told: &[(Date, u8)]) -> Option<ExercisePain> {
    let (last_on, last) = *told.last()?;
    let (count, median) = told_median(told);
    let worst = told.iter().map(|(_, pain)| *pain).max()?;
    Some(ExercisePain { told: count, median: median?, worst, last, last_on, trend: of_numbers(told) })
}
