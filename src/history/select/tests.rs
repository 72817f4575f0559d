use jiff::civil::date;

use super::*;
use crate::history::{
    fixture::{about, mixed, play, time},
    record::{About, SkipWord},
    recorder::Recorder,
};

/// A session of the routine `low-back-morning` that began then.
fn record(started: &str) -> Record {
    let mut recorder = Recorder::new(&mixed());
    for event in play(&mixed(), &[]) {
        recorder.observe(&event);
    }
    let about = About { started: time(started), ..about("01A") };
    recorder.record(&about, &time(started))
}

fn names(words: &[&str]) -> Vec<Name> {
    words.iter().map(|word| Name::new(word)).collect()
}

#[test]
fn without_wishes_everything_is_meant() {
    let filter = Filter::default();
    assert!(filter.is_all() && filter.admits(&record("2026-11-21T07:00:00+01:00[Europe/Berlin]")));
}

#[test]
fn days_are_those_of_the_wall_clock_and_both_ends_are_among_them() {
    let day = |day| Some(date(2026, 11, day));
    let filter = Filter { since: day(20), until: day(21), ..Filter::default() };
    for (started, admitted) in [
        ("2026-11-19T23:59:59+01:00[Europe/Berlin]", false),
        ("2026-11-20T00:00:00+01:00[Europe/Berlin]", true),
        // It is the 22nd in Berlin by then.
        ("2026-11-21T23:59:59-11:00[Pacific/Pago_Pago]", true),
        // It is still the 21st in Berlin.
        ("2026-11-22T00:00:00+14:00[Pacific/Kiritimati]", false),
    ] {
        assert_eq!(filter.admits(&record(started)), admitted, "{started}");
    }
    assert!(!filter.is_all());
}

#[test]
fn routines_and_exercises_are_named_by_the_beginning_of_their_ids() {
    let record = record("2026-11-21T07:00:00+01:00[Europe/Berlin]");
    let of_routine = |words| Filter { routine: names(words), ..Filter::default() }.admits(&record);
    assert!(of_routine(&["low-back-morning"]) && of_routine(&["LOW"]) && of_routine(&["neck", "low-b"]));
    assert!(
        !of_routine(&["morning"]) && !of_routine(&["low-back-morning-and-more"]) && !of_routine(&["lów"])
    );
    let with_exercise = |words| Filter { exercise: names(words), ..Filter::default() }.admits(&record);
    assert!(with_exercise(&["bird-dog"]) && with_exercise(&["side"]) && !with_exercise(&["bridge"]));
}

#[test]
fn a_whole_id_means_that_one_alone() {
    let mut short = record("2026-11-21T07:00:00+01:00[Europe/Berlin]");
    short.routine = "low-back".into();
    let long = record("2026-11-21T08:00:00+01:00[Europe/Berlin]");
    let filter = |word| Filter { routine: names(&[word]), ..Filter::default() };
    let both = [short.clone(), long.clone()];
    let settled = filter("Low-Back").among(both.iter()).unwrap();
    assert!(settled.admits(&short) && !settled.admits(&long));
    let begun = filter("low-b").among(both.iter()).unwrap();
    assert!(begun.admits(&short) && begun.admits(&long));
    assert_eq!(filter("neck").among(both.iter()), Err(NoSuch::Routine("neck".to_owned())));
    let bridge = Filter { exercise: names(&["bridge"]), ..Filter::default() };
    assert_eq!(bridge.among(both.iter()), Err(NoSuch::Exercise("bridge".to_owned())));
}

#[test]
fn the_ways_to_end_are_a_choice() {
    let mut one = record("2026-11-21T07:00:00+01:00[Europe/Berlin]");
    let filter = Filter { status: vec![Status::Stopped, Status::Recorded], ..Filter::default() };
    assert!(!filter.admits(&one));
    one.status = Status::Recorded;
    assert!(filter.admits(&one));
    // Skipping is no way for a session to end.
    one.exercises[0].skip_reason = Some(SkipWord("pain".into()));
    assert!(filter.admits(&one));
}

#[test]
fn days_have_words() {
    let today = date(2028, 3, 31);
    for (word, first, last) in [
        ("2026-11-21", (2026, 11, 21), (2026, 11, 21)),
        ("2028-02", (2028, 2, 1), (2028, 2, 29)),
        ("2026", (2026, 1, 1), (2026, 12, 31)),
        ("today", (2028, 3, 31), (2028, 3, 31)),
        (" Yesterday ", (2028, 3, 30), (2028, 3, 30)),
        ("0d", (2028, 3, 31), (2028, 3, 31)),
        ("31d", (2028, 2, 29), (2028, 2, 29)),
        ("4w", (2028, 3, 3), (2028, 3, 3)),
        ("1M", (2028, 2, 29), (2028, 2, 29)),
        ("1y", (2027, 3, 31), (2027, 3, 31)),
    ] {
        let days: Days = word.parse().unwrap_or_else(|error| panic!("{word}: {error}"));
        let of = |(year, month, day)| date(year, month, day);
        assert_eq!((days.first(today), days.last(today)), (of(first), of(last)), "{word}");
    }
    // A leap day has no birthday in other years.
    let leap_day = date(2028, 2, 29);
    for (word, first) in
        [("1y", (2027, 2, 28)), ("4y", (2024, 2, 29)), ("1m", (2028, 1, 29)), ("365d", (2027, 3, 1))]
    {
        let days: Days = word.parse().unwrap();
        assert_eq!(days.first(leap_day), date(first.0, first.1, first.2), "{word}");
    }
    // Nobody has been exercising for so long.
    assert_eq!("60000y".parse::<Days>().unwrap().first(today), Date::MIN);
}

#[test]
fn what_is_no_day_is_refused() {
    for word in [
        "",
        "w",
        "-1w",
        "1h",
        "4 w",
        "2026-13",
        "2026-02-30",
        "2026-1-1",
        "26",
        "tomorrow",
        "2026-11-21T07:00",
        "1é",
    ] {
        assert_eq!(word.parse::<Days>(), Err(NoDays), "{word}");
    }
}
