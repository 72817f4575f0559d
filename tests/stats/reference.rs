//! The figures, each by itself and by going through everything again: slow, and easy to believe.

use jiff::{ToSpan as _, civil::Date};

use crate::world::{Truth, Work};

/// Its week by the calendar's own count.
fn same_week(a: Date, b: Date) -> bool {
    let (a, b) = (a.iso_week_date(), b.iso_week_date());
    (a.year(), a.week()) == (b.year(), b.week())
}

/// The days of the week of this day.
fn week_days(day: Date) -> Vec<Date> {
    let near = (-6..=6).map(|offset: i64| day.checked_add(offset.days()).unwrap());
    near.filter(|other| same_week(*other, day)).collect()
}

pub(crate) struct Week {
    pub(crate) monday: Date,
    pub(crate) sessions: usize,
    pub(crate) days: usize,
    pub(crate) seconds: u64,
    pub(crate) before: Option<f64>,
}

/// Every week from that of the first session with work, or of which pain was told, to that of today.
pub(crate) fn weeks(truths: &[&Truth], today: Date) -> Vec<Week> {
    let speaks = |truth: &&&Truth| truth.has_work() || truth.before.is_some() || truth.after.is_some();
    let truths: Vec<&Truth> = truths.iter().filter(speaks).copied().collect();
    let Some(mut day) = truths.iter().map(|truth| truth.date()).min() else { return Vec::new() };
    let last = truths.iter().map(|truth| truth.date()).max().unwrap().max(today);
    let mut weeks = Vec::new();
    loop {
        let days = week_days(day);
        let all: Vec<&&Truth> = truths.iter().filter(|truth| same_week(truth.date(), day)).collect();
        let of_week: Vec<&&Truth> = all.iter().copied().filter(|truth| truth.has_work()).collect();
        weeks.push(Week {
            monday: days[0],
            sessions: of_week.len(),
            days: days.iter().filter(|day| of_week.iter().any(|truth| truth.date() == **day)).count(),
            seconds: of_week.iter().map(|truth| truth.seconds).sum(),
            before: median(all.iter().filter_map(|truth| truth.before).map(f64::from).collect()),
        });
        if same_week(day, last) {
            return weeks;
        }
        day = day.checked_add(7.days()).unwrap();
    }
}

/// The streak now, the best one, and how many weeks were judged: those from the first with work on.
pub(crate) fn streaks(weeks: &[Week], today: Date) -> (usize, usize, usize) {
    let kept = |week: &Week| week.days >= 2;
    let past: Vec<bool> = weeks
        .iter()
        .skip_while(|week| week.sessions == 0)
        .filter(|week| kept(week) || week_days(today)[0] > week.monday)
        .map(kept)
        .collect();
    let run = |from: usize| past[from..].iter().take_while(|kept| **kept).count();
    let best = (0..past.len()).map(run).max().unwrap_or(0);
    let now = past.iter().rev().take_while(|kept| **kept).count();
    (now, best, past.len())
}

pub(crate) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => None,
        length if length % 2 == 1 => Some(numbers[middle]),
        _ => Some(f64::midpoint(numbers[middle - 1], numbers[middle])),
    }
}

/// The median of all slopes between the means of days, in a week.
pub(crate) fn slope(told: &[(Date, u8)]) -> Option<f64> {
    let mut days: Vec<Date> = told.iter().map(|(day, _)| *day).collect();
    days.sort_unstable();
    days.dedup();
    let span = days.last()?.since(*days.first()?).unwrap().get_days();
    if days.len() < 4 || span < 7 {
        return None;
    }
    let mean = |day: Date| {
        let all: Vec<f64> =
            told.iter().filter(|(other, _)| *other == day).map(|(_, pain)| f64::from(*pain)).collect();
        all.iter().sum::<f64>() / f64::from(u32::try_from(all.len()).unwrap())
    };
    let mut slopes = Vec::new();
    for a in &days {
        for b in days.iter().filter(|b| *b > a) {
            let weeks = f64::from(b.since(*a).unwrap().get_days()) / 7.0;
            slopes.push((mean(*b) - mean(*a)) / weeks);
        }
    }
    median(slopes)
}

/// Every entry of an exercise with its session, in order.
pub(crate) fn entries<'t>(truths: &[&'t Truth], id: &str) -> Vec<(&'t Truth, &'t Work)> {
    let all = truths.iter().flat_map(|truth| truth.works.iter().map(move |work| (*truth, work)));
    all.filter(|(_, work)| work.id == id).collect()
}
