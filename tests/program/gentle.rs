//! What is said of a missed day, and of the week.

use jiff::ToSpan as _;
use supple::{
    history::{
        programs::Decision,
        stats::{WeekPlan, monday},
    },
    program::{Asked, Due, Gentle, Step, Week, gentle},
    routine::{Frequency, PhaseLength},
};

use crate::life::{FIRST, Life, change, day, item, only, per_day, per_week, phase, program};

fn of(life: &Life, number: i32) -> Gentle {
    gentle(&life.program, &life.standing, &life.facts, day(number), &asked(life, number))
}

/// As the figures have it, of a program that was begun on the first day.
fn asked(life: &Life, number: i32) -> Asked {
    let monday = monday(day(number));
    let begun = Decision::new(&FIRST.at(9, 0, 0, 0).in_tz("Europe/Berlin").unwrap(), "p", Step::Started);
    let find = |_: &str| Some(life.program.clone());
    let facts = |_: &_, _| life.facts.clone();
    let plan = WeekPlan::new(&[begun], (monday, monday.checked_add(6.days()).unwrap()), find, facts);
    let week = plan.weeks.get(&monday).cloned().unwrap_or_default();
    let items = week.items.iter().map(|(place, due)| (plan.items[*place].id.clone(), *due));
    Asked { items: items.collect(), began_free: false, days: 0 }
}

fn said(life: &Life, number: i32) -> String {
    of(life, number).words(|_| "Bird dog".to_owned()).join(" ")
}

#[test]
fn a_missed_day_is_no_debt_and_one_that_goes_well_needs_no_word() {
    let mut life = Life::of(only(per_day(1, 1)));
    assert_eq!(said(&life, 0), "", "nothing can be missed on the first day");
    life.obeys(0..3);
    assert_eq!(said(&life, 3), "");
    assert!(said(&life, 4).starts_with("A day went by without: that is no debt."));
    assert!(said(&life, 6).starts_with("3 days went by without"));
    assert_eq!((of(&life, 9).missed, of(&life, 10).missed), (6, 7));
    assert!(said(&life, 10).starts_with("Some time went by without. Nothing has piled up"));
    assert_eq!(of(&life, 400).missed, 14, "more are no different");
    life.does("it", 6);
    assert_eq!(said(&life, 6), "", "what is done today says enough");
    assert_eq!(said(&life, 7), "");
}

#[test]
fn days_that_asked_for_nothing_are_not_missed() {
    let mut life = Life::of(only(supple::routine::Frequency::EveryDays(3)));
    life.does("it", 0);
    assert_eq!([1, 2, 3, 4, 5].map(|number| of(&life, number).missed), [0, 0, 0, 1, 2]);
    // Neither are those of a holiday, nor those before the phase.
    let paused = [change(1, Step::Paused), change(5, Step::Resumed)];
    let mut away = Life::changed(only(per_day(1, 1)), &paused);
    away.does("it", 0);
    assert_eq!([1, 4, 5, 6].map(|number| of(&away, number).missed), [0, 0, 0, 1]);
    let phases = vec![
        phase(PhaseLength::Days(3), vec![item("a", per_day(1, 1))]),
        phase(PhaseLength::Days(9), vec![item("b", per_day(1, 1))]),
    ];
    let life = Life::of(program(phases));
    assert_eq!([2, 3, 4].map(|number| of(&life, number).missed), [2, 0, 1]);
}

#[test]
fn what_keeps_the_week_is_said_when_it_matters() {
    // Two of three doings keep a week, as its figures have it.
    let mut life = Life::of(only(per_week(3, 4)));
    assert_eq!(of(&life, 0).week, None, "there is time enough");
    assert_eq!(of(&life, 4), Gentle { missed: 4, week: Some(Week::Item { item: 0, days: 2, of: 3 }) });
    assert!(said(&life, 4).ends_with("Bird dog on 2 of the 3 days that are left keeps the week."));
    life.does("it", 4);
    assert_eq!(said(&life, 4), "Bird dog once in the 2 days that are left keeps the week.");
    let last = "Bird dog today keeps the week.";
    assert!(said(&life, 6).ends_with(last), "{}", said(&life, 6));
    life.does("it", 6);
    assert_eq!(said(&life, 6), "The week is kept; whatever comes now is extra.");
    assert_eq!(of(&life, 7).week, None, "a new week begins");
}

#[test]
fn a_week_that_cannot_be_kept_is_a_light_one() {
    let life = Life::of(only(per_week(3, 3)));
    assert!(said(&life, 5).ends_with("Bird dog on each of the 2 days that are left keeps the week."));
    assert!(said(&life, 6).ends_with("This week is a light one; a new one begins tomorrow."));
    let life = Life::of(only(per_week(5, 5)));
    assert!(said(&life, 4).ends_with("This week is a light one; a new one begins in 3 days."));
}

/// A program may begin on any day; its weeks are those of the calendar all the same.
#[test]
fn what_is_said_of_the_week_is_what_its_figures_will_say() {
    let items = vec![item("a", per_day(1, 1)), item("b", per_week(2, 3))];
    let mut life = Life::of(program(vec![phase(PhaseLength::WhenReady, items)]));
    assert!(said(&life, 5).ends_with("This week is a light one; a new one begins in 2 days."));
    for day in 0..4 {
        life.does("a", day);
    }
    // Nine things are due in the week.
    assert_eq!(of(&life, 4).week, Some(Week::Some { more: 2 }));
    life.does("a", 4);
    assert_eq!(said(&life, 5), "One more of the things that are due keeps the week.");
    life.does("b", 5);
    assert_eq!(of(&life, 5).week, None, "kept; but tomorrow's is no extra");
}

/// Days before a program began go on counting.
#[test]
fn two_days_of_a_week_in_which_a_program_begins_keep_it() {
    let life = Life::of(only(per_week(3, 3)));
    let at = |days| {
        let asked = Asked { began_free: true, days, ..asked(&life, 6) };
        gentle(&life.program, &life.standing, &life.facts, day(6), &asked).week
    };
    assert_eq!([at(2), at(1), at(0)], [Some(Week::Kept), None, Some(Week::Light { next: 1 })]);
}

/// On the last day of a week, of which so much is asked and was done of `a` and `b`; `a` was done once on that day.
fn last_day(a: Frequency, due: u32, done: u32, b_done: u32, today: u32) -> Option<Week> {
    let items = vec![item("a", a), item("b", per_week(1, 1))];
    let mut life = Life::of(program(vec![phase(PhaseLength::WhenReady, items)]));
    for _ in 0..today {
        life.does("a", 6);
    }
    let items = vec![("a".to_owned(), Due { due, done }), ("b".to_owned(), Due { due: 1, done: b_done })];
    let asked = Asked { items, began_free: false, days: 0 };
    gentle(&life.program, &life.standing, &life.facts, day(6), &asked).week
}

/// Two thirds of what was asked keep a week: of 21 and 1 that is 15.
#[test]
fn what_is_asked_several_times_a_day_can_be_done_as_often_on_the_last() {
    assert_eq!(
        last_day(per_day(3, 3), 21, 11, 0, 0),
        Some(Week::Some { more: 4 }),
        "three of one, one of the other"
    );
    assert_eq!(last_day(per_day(3, 3), 21, 10, 0, 0), Some(Week::Light { next: 1 }));
    assert_eq!(last_day(per_day(3, 3), 21, 12, 0, 1), Some(Week::Some { more: 3 }), "two are left today");
    assert_eq!(last_day(per_day(3, 3), 21, 11, 0, 1), Some(Week::Light { next: 1 }));
    // What can be done once a day is a number of days, and only if nothing else is open.
    assert_eq!(last_day(per_day(1, 1), 7, 4, 1, 0), Some(Week::Item { item: 0, days: 1, of: 1 }));
    assert_eq!(last_day(per_day(2, 2), 14, 8, 1, 0), Some(Week::Some { more: 1 }));
    assert_eq!(last_day(per_day(3, 3), 21, 13, 1, 0), Some(Week::Some { more: 1 }));
}

#[test]
fn a_day_that_was_missed_is_a_reason_to_speak_of_the_week_early() {
    let mut life = Life::of(only(per_week(3, 3)));
    let of = |life: &Life| {
        let items = vec![("it".to_owned(), Due { due: 3, done: 0 })];
        let asked = Asked { items, began_free: false, days: 0 };
        gentle(&life.program, &life.standing, &life.facts, day(1), &asked)
    };
    assert_eq!(of(&life), Gentle { missed: 1, week: Some(Week::Item { item: 0, days: 2, of: 6 }) });
    life.does("it", 0);
    assert_eq!(of(&life), Gentle { missed: 0, week: None });
}

#[test]
fn of_a_week_with_daily_things_nobody_says_that_it_is_kept() {
    let items = vec![item("a", per_day(1, 1)), item("b", per_week(1, 2))];
    let mut life = Life::of(program(vec![phase(PhaseLength::WhenReady, items)]));
    life.does("b", 0);
    assert_eq!(of(&life, 1).week, None);
    // No word of it says that anything was lost.
    for number in 0..30 {
        let said = said(&life, number).to_lowercase();
        assert!(
            !["lost", "fail", "must", "should", "behind"].iter().any(|word| said.contains(word)),
            "{said}"
        );
    }
}
