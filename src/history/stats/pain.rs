//! What was said about pain.

use jiff::civil::Date;

use super::{
    model::{ExercisePain, PainLine, PainPoint, PainStats},
    trend::{median, trend},
};
use crate::history::record::{Exercise, Record};

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
    let pain = record.pain.unwrap_or_default();
    let told = [pain.before, pain.after].into_iter().chain(record.exercises.iter().map(of_exercise));
    told.flatten().filter(|pain| *pain <= 10).max()
}

/// What was said at this exercise.
pub(super) fn of_exercise(exercise: &Exercise) -> Option<u8> {
    let pain = exercise.more.get("pain")?.as_u64()?;
    u8::try_from(pain).ok().filter(|pain| *pain <= 10)
}

pub(super) fn pain(sessions: &[&Record], since: Date) -> PainStats {
    let told = |pain: Option<u8>| pain.filter(|pain| *pain <= 10);
    let points: Vec<PainPoint> = sessions
        .iter()
        .filter_map(|record| {
            let (before, after) = (told(record.pain?.before), told(record.pain?.after));
            let (date, session) = (record.started.date(), record.id.clone());
            (before.is_some() || after.is_some()).then_some(PainPoint { date, session, before, after })
        })
        .collect();
    let mut stats = PainStats {
        before: line(&points, since, |point| point.before),
        after: line(&points, since, |point| point.after),
        ..PainStats::default()
    };
    let both = points.iter().filter_map(|point| Some(i16::from(point.after?) - i16::from(point.before?)));
    let mut changes: Vec<f64> = both.map(f64::from).collect();
    changes.sort_unstable_by(f64::total_cmp);
    for change in &changes {
        let count = match *change {
            change if change < 0.0 => &mut stats.eased,
            change if change > 0.0 => &mut stats.worse,
            _ => &mut stats.same,
        };
        *count += 1;
    }
    stats.change = median(&changes);
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
