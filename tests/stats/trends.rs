//! Which way a line of numbers goes, by example.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use supple::history::stats::{Way, trend};

fn on(day: i64) -> Date {
    date(2025, 1, 1).checked_add(day.days()).unwrap()
}

fn way(told: &[(i64, f64)]) -> Way {
    trend(told.iter().map(|(day, number)| (on(*day), *number))).unwrap().way
}

/// From a twentieth a week on a change is noticed, and from a half on it is clear.
#[test]
fn a_change_has_its_words() {
    for (per_week, way, words) in [
        (0.0, Way::Steady, "about the same each week"),
        (0.049, Way::Steady, "about the same each week"),
        (-0.049, Way::Steady, "about the same each week"),
        (0.05, Way::Up, "a little more each week"),
        (-0.05, Way::Down, "a little less each week"),
        (0.499, Way::Up, "a little more each week"),
        (-0.499, Way::Down, "a little less each week"),
        (0.5, Way::Up, "clearly more each week"),
        (-0.5, Way::Down, "clearly less each week"),
        (2.0, Way::Up, "clearly more each week"),
        (-2.0, Way::Down, "clearly less each week"),
    ] {
        let told = (0..5).map(|week| (on(7 * i64::from(week)), 5.0 + per_week * f64::from(week)));
        let trend = trend(told).unwrap();
        assert_eq!((trend.per_week, trend.way, &*trend.words), (per_week, way, words));
    }
}

/// Nothing is written as less than nothing.
#[test]
fn no_change_has_no_sign() {
    for per_day in [-1e-5, 1e-5, 0.0] {
        let trend =
            trend((0..10).map(|day| (on(day), per_day * f64::from(i32::try_from(day).unwrap())))).unwrap();
        assert!(trend.per_week == 0.0 && trend.per_week.is_sign_positive(), "{per_day}: {trend:?}");
    }
}

/// To and fro: of all pairs a quarter goes up by more than nobody would notice, and a quarter down.
#[test]
fn what_goes_to_and_fro_has_no_direction() {
    let zigzag =
        |days: i64| (0..days).map(|day| (day, if day % 2 == 0 { 2.0 } else { 6.0 })).collect::<Vec<_>>();
    for days in [9, 11, 13, 15] {
        assert_eq!(way(&zigzag(days)), Way::Unclear, "{days} days");
    }
    // A quarter of six pairs: the second from either end. Here the one is just what would be noticed, and no more.
    assert_eq!(way(&[(0, 0.0), (120, 1.0), (160, 2.0), (260, 0.0)]), Way::Steady);
    assert_eq!(way(&[(60, 4.0), (160, 3.0), (260, 1.0), (300, 4.0)]), Way::Steady);
    // And turned around.
    assert_eq!(way(&[(0, 0.0), (120, -1.0), (160, -2.0), (260, 0.0)]), Way::Steady);
    // One jump is a direction of a few pairs only.
    let mut jump: Vec<(i64, f64)> = (0..12).map(|day| (day, 3.0)).collect();
    jump[5].1 = 9.0;
    assert_eq!(way(&jump), Way::Steady);
    // Mostly upwards, with one fall between: the quarters tell.
    assert_eq!(way(&[(0, 1.0), (7, 2.0), (14, 3.0), (21, 4.0), (28, 1.0)]), Way::Unclear);
    assert_eq!(way(&[(0, 1.0), (7, 2.0), (14, 3.0), (21, 4.0), (28, 5.0), (35, 4.0)]), Way::Up);
    let rise: Vec<(i64, f64)> = (0..).step_by(7).zip([1.0, 2.0, 3.0, 4.0, 5.0, 4.5, 4.0]).collect();
    let fall: Vec<(i64, f64)> = rise.iter().map(|(day, number)| (*day, 7.0 - number)).collect();
    assert_eq!((way(&rise), way(&fall)), (Way::Up, Way::Down));
}

/// Where there are very many days, neighbouring ones are taken together: of each so many, one has a number that rises by a
/// twentieth a day for each of them, and the others have nothing.
#[test]
fn of_more_than_three_hundred_days_neighbours_are_one() {
    let per_week = |days: i64, together: i64, last: i64| {
        let number = |day: i64| {
            if day % together == 0 { f64::from(i32::try_from(together * day).unwrap()) / 20.0 } else { 0.0 }
        };
        trend((0..days - 1).chain([last]).map(|day| (on(day), number(day)))).unwrap().per_week
    };
    // The means of so many days rise evenly; of single ones most say something else.
    assert!((per_week(400, 2, 399) - 0.35).abs() < 1e-9, "{}", per_week(400, 2, 399));
    assert!((per_week(602, 3, 601) - 0.35).abs() < 1e-3, "{}", per_week(602, 3, 601));
    assert!((per_week(300, 2, 299) - 0.35).abs() > 0.1, "{}", per_week(300, 2, 299));
    // It is their number that decides, and not how far they lie apart.
    assert!((per_week(300, 2, 598) - 0.35).abs() > 0.1, "{}", per_week(300, 2, 598));
}
