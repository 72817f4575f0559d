//! Where a line of numbers goes, told so that a few odd days do not matter.

use jiff::civil::Date;

use super::model::{Trend, Way};

/// Fewer days than this tell nothing.
const ENOUGH_DAYS: usize = 4;
/// Nor does a shorter time.
const ENOUGH_TIME: i32 = 7;
/// Points to compare each with each: so many at most, however long the history.
const MOST: i32 = 300;
/// A change in a week that nobody would notice.
const STEADY: f64 = 0.05;
const MUCH: f64 = 0.5;

/// The median of the slopes between all pairs of days (Theil and Sen), of numbers told on days. Where
/// there are very many days, neighbouring ones are taken together.
pub fn trend(numbers: impl IntoIterator<Item = (Date, f64)>) -> Option<Trend> {
    // Many are of one day, and counting its days takes longer than all else.
    let mut known = (Date::ZERO, 0);
    let day = |(date, number)| {
        if known.0 != date {
            known = (date, day_number(date));
        }
        (known.1, number)
    };
    let mut numbers: Vec<(i32, f64)> = numbers.into_iter().map(day).collect();
    // Far apart on the globe a later session may be of an earlier day.
    numbers.sort_by_key(|(day, _)| *day);
    let (first, last) = (numbers.first()?.0, numbers.last()?.0);
    let mut points = means(&numbers, 1);
    if points.len() < ENOUGH_DAYS || last - first < ENOUGH_TIME {
        return None;
    }
    if points.len() > usize::try_from(MOST).unwrap_or(0) {
        points = means(&numbers, (last - first) / MOST + 1);
    }
    let mut slopes = Vec::with_capacity(points.len() * points.len() / 2);
    for (index, (day, number)) in points.iter().enumerate() {
        slopes
            .extend(points[index + 1..].iter().map(|(later, other)| 7.0 * (other - number) / (later - day)));
    }
    let count = slopes.len();
    let last = count.checked_sub(1)?;
    let mut nth = |place: usize| *slopes.select_nth_unstable_by(place, f64::total_cmp).1;
    let (low, high) = (nth(count / 4), nth(last - count / 4));
    // Of an odd number both are the one in the middle.
    let middle = f64::midpoint(nth(last / 2), nth(count / 2));
    let per_week = (middle * 1000.0).round() / 1000.0 + 0.0;
    // As many pairs go up by much as go down by much.
    let way = if low < -STEADY && high > STEADY {
        Way::Unclear
    } else if per_week >= STEADY {
        Way::Up
    } else if per_week <= -STEADY {
        Way::Down
    } else {
        Way::Steady
    };
    Some(Trend { per_week, way, words: words(way, per_week).to_owned() })
}

/// Of numbers in order.
pub(super) fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    Some(if sorted.len() % 2 == 1 { upper } else { f64::midpoint(sorted[middle - 1], upper) })
}

/// The mean of each so many days, at the mean of the times.
fn means(numbers: &[(i32, f64)], days: i32) -> Vec<(f64, f64)> {
    let Some(first) = numbers.first().map(|(day, _)| *day) else { return Vec::new() };
    numbers
        .chunk_by(|(a, _), (b, _)| (a - first).div_euclid(days) == (b - first).div_euclid(days))
        .map(|bin| {
            #[expect(clippy::cast_precision_loss, reason = "nobody trains so often")]
            let count = bin.len() as f64;
            let sum = |of: fn(&(i32, f64)) -> f64| bin.iter().map(of).sum::<f64>() / count;
            (sum(|(day, _)| f64::from(*day)), sum(|(_, number)| *number))
        })
        .collect()
}

fn words(way: Way, per_week: f64) -> &'static str {
    match way {
        Way::Unclear => "up and down, no clear direction",
        Way::Steady => "about the same each week",
        Way::Down if per_week > -MUCH => "a little less each week",
        Way::Down => "clearly less each week",
        Way::Up if per_week < MUCH => "a little more each week",
        Way::Up => "clearly more each week",
    }
}

/// Days since some day.
fn day_number(date: Date) -> i32 {
    date.since(Date::ZERO).map_or(0, |span| span.get_days())
}
