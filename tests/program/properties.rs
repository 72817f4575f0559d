//! What holds for every program, however it is lived: over years of missed and doubled days, in every zone.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan as _, Unit, civil::Date, tz::TimeZone};
use proptest::{collection::vec, prelude::*, sample::select};
use supple::{
    program::{Agenda, Change, Fact, Fate, State, Step, agenda, place, standing},
    routine::{Frequency, PhaseLength, Program, ProgramPhase, Range},
};

use crate::life::{FIRST, Life, change, day, item, only, phase, program, stood};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn range(most: u32) -> impl Strategy<Value = Range<u32>> {
    (1..=most, 0..3_u32).prop_map(move |(low, more)| Range { low, high: (low + more).min(most) })
}

fn frequency() -> impl Strategy<Value = Frequency> {
    prop_oneof![
        range(4).prop_map(Frequency::PerDay),
        (1..10_u32).prop_map(Frequency::EveryDays),
        range(7).prop_map(Frequency::PerWeek),
        Just(Frequency::ThroughTheDay),
        Just(Frequency::AfterSitting(None)),
        Just(Frequency::AsNeeded),
    ]
}

fn length() -> impl Strategy<Value = PhaseLength> {
    prop_oneof![
        (1..5_u32).prop_map(|last| PhaseLength::Weeks { first: 1, last }),
        (1..20_u32).prop_map(PhaseLength::Days),
        Just(PhaseLength::WhenReady),
    ]
}

fn any_phase() -> impl Strategy<Value = ProgramPhase> {
    (length(), vec(frequency(), 1..5)).prop_map(|(length, frequencies)| {
        let items = frequencies.into_iter().zip(0..).map(|(frequency, n)| item(&format!("i{n}"), frequency));
        phase(length, items.collect())
    })
}

fn any_program() -> impl Strategy<Value = Program> {
    vec(any_phase(), 1..4).prop_map(program)
}

/// What the user decides within so many days, in order.
fn changes(days: i32, steps: &'static [Step]) -> impl Strategy<Value = Vec<Change>> {
    vec((0..days, select(steps)), 0..8).prop_map(|mut all| {
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(number, step)| change(number, step)).collect()
    })
}

/// What somebody does on each day: nothing, what is due, once whatever is due, twice.
#[derive(Clone, Copy, Debug)]
enum Mood {
    Away,
    Obeys,
    Once,
    Twice,
}

fn moods(days: usize) -> impl Strategy<Value = Vec<Mood>> {
    let mood = select(vec![Mood::Away, Mood::Obeys, Mood::Obeys, Mood::Obeys, Mood::Once, Mood::Twice]);
    // A mood lasts a while: whole weeks away, whole weeks in which all goes well.
    vec((mood, 1..6_usize), days).prop_map(move |stretches| {
        let all = stretches.into_iter().flat_map(|(mood, length)| vec![mood; length]);
        all.take(days).collect()
    })
}

/// Lives through the moods. Calls `look` with every day before anything is done on it.
fn live(life: &mut Life, moods: &[Mood], mut look: impl FnMut(&Life, &Agenda, i32)) {
    for (number, mood) in (0..).zip(moods) {
        let agenda = life.agenda(number);
        look(life, &agenda, number);
        for row in &agenda.rows {
            let times = match mood {
                Mood::Away => 0,
                Mood::Obeys => u32::from(row.fate == Fate::Due),
                Mood::Once => 1,
                Mood::Twice => 2,
            };
            for _ in 0..times {
                life.does(&row.id, number);
            }
        }
    }
}

/// On which days the one item was done.
fn done_days(life: &Life) -> BTreeSet<i32> {
    life.facts.iter().map(|fact| FIRST.until(fact.on).unwrap().get_days()).collect()
}

/// Whether some choice of `left` days, a bit for each, has `needed` of them and is good.
fn holds(left: u32, needed: u32, good: impl Fn(u32) -> bool) -> bool {
    (0..1_u32 << left).any(|days| days.count_ones() >= needed && good(days))
}

proptest! {
    #![proptest_config(config(24))]

    // A week asks for no more than is needed, can always be kept, and has no days running that it could do without.
    #[test]
    fn a_week_is_kept_and_never_crowded_without_need(wanted in range(7), moods in moods(400)) {
        let mut life = Life::of(only(Frequency::PerWeek(wanted)));
        live(&mut life, &moods, |life, agenda, number| {
            let week = number / 7 * 7;
            let done = done_days(life);
            let this_week = u32::try_from(done.range(week..).count()).unwrap();
            let left = u32::try_from(week + 6 - number).unwrap();
            let due = agenda.rows[0].fate == Fate::Due;
            let needed = wanted.low.saturating_sub(this_week);
            assert!(!due || needed > 0, "day {number}: {this_week} of {wanted:?}");
            let running = (1..=number + 1).take_while(|back| done.contains(&(number - back))).count();
            // After a day of rest nothing is put off; after one day it rests if alternate days can hold what is
            // needed, after two if days can that are no three running.
            let may_rest = match running {
                0 => false,
                1 => holds(left, needed, |days| days & (days >> 1) == 0),
                _ => holds(left, needed, |days| days & (days >> 1) & (days >> 2) == 0),
            };
            assert_eq!(due, needed > 0 && !may_rest, "day {number}: {needed} in {left} after {running}");
            // Whoever obeys from here on has kept the week at its end, as far as there are days.
            let recent = life.facts.iter().filter(|fact| fact.on >= day(number - 10)).cloned().collect();
            let mut obedient = Life { facts: recent, ..Life::of(life.program.clone()) };
            let more = obedient.due_days(number..week + 7).len();
            assert_eq!(u32::try_from(more).unwrap(), needed.min(left + 1), "from day {number}");
        });
    }

}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn every_n_days_keeps_its_distance_and_is_no_debt(every in 1..12_u32, moods in moods(300)) {
        let mut life = Life::of(only(Frequency::EveryDays(every)));
        live(&mut life, &moods, |life, agenda, number| {
            let last = done_days(life).last().copied();
            let due = last.is_none_or(|last| number - last >= every.cast_signed());
            assert_eq!(agenda.rows[0].fate == Fate::Due, due, "day {number}, last {last:?}");
        });
    }

    #[test]
    fn a_day_asks_for_no_more_than_it_says(
        frequency in prop_oneof![range(4).prop_map(Frequency::PerDay), Just(Frequency::ThroughTheDay)],
        times in vec(0..6_u32, 60),
    ) {
        let mut life = Life::of(only(frequency));
        let low = if let Frequency::PerDay(wanted) = frequency { wanted.low } else { 1 };
        for (number, times) in (0..).zip(times) {
            for done in 0..=times {
                prop_assert_eq!(life.fate(number) == Fate::Due, done < low, "day {}, {} times", number, done);
                life.does("it", number);
            }
        }
    }

    // What nobody asks for is never due.
    #[test]
    fn what_waits_to_be_asked_for_is_never_due(
        frequency in select(vec![Frequency::AfterSitting(None), Frequency::AsNeeded]),
        moods in moods(60),
    ) {
        live(&mut Life::of(only(frequency)), &moods, |_, agenda, _| {
            assert_eq!((agenda.rows[0].fate, agenda.rows[0].next), (Fate::Later, None));
        });
    }

    // No debt: what lies further back than the last time and the week makes no difference.
    #[test]
    fn what_is_long_past_is_forgotten(program in any_program(), moods in moods(120)) {
        let mut life = Life::of(program);
        live(&mut life, &moods, |life, agenda, number| {
            if number % 9 != 0 {
                return;
            }
            let recent = |fact: &&Fact| {
                let last = life.facts.iter().filter(|other| other.item == fact.item).map(|other| other.on).max();
                fact.on >= day(number - 15) || Some(fact.on) == last
            };
            let facts: Vec<Fact> = life.facts.iter().filter(recent).cloned().collect();
            let fates = |agenda: &Agenda| -> Vec<_> { agenda.rows.iter().map(|row| row.fate).collect() };
            let forgetful = supple::program::agenda(&life.program, &life.standing, &facts, day(number));
            assert_eq!(fates(&forgetful), fates(agenda), "day {number}");
        });
    }

    // The same is computed each time, in whatever order the facts come; what is still to come means nothing.
    #[test]
    fn only_what_was_done_counts_and_not_its_order(
        program in any_program(),
        changes in changes(90, &[Step::Next, Step::Back, Step::Paused, Step::Resumed]),
        moods in moods(90),
        (turn, later) in (any::<prop::sample::Index>(), vec((0..4_u8, 1..50_i32), 0..9)),
    ) {
        let mut life = Life::changed(program, &changes);
        live(&mut life, &moods, |life, agenda, number| {
            let mut facts = life.facts.clone();
            facts.extend(later.iter().map(|(n, after)| Fact { item: format!("i{n}"), on: day(number + after) }));
            if !facts.is_empty() {
                let turn = turn.index(facts.len());
                facts.rotate_left(turn);
                facts.reverse();
            }
            assert_eq!(&supple::program::agenda(&life.program, &life.standing, &facts, day(number)), agenda);
        });
    }

    // "next" is the day on which it will be due, and no earlier one is.
    #[test]
    fn next_is_the_next_time(
        program in any_program(),
        changes in changes(90, &[Step::Next, Step::Paused, Step::Resumed]),
        moods in moods(60),
    ) {
        let mut life = Life::changed(program, &changes);
        live(&mut life, &moods, |life, agenda, number| {
            for row in agenda.of(Fate::Later).filter(|_| number % 5 == 0) {
                let fate = |number| {
                    let there = life.agenda(number);
                    assert_eq!(there.place.phase, agenda.place.phase, "{row:?}");
                    there.rows.iter().find(|other| other.id == row.id).map(|row| row.fate)
                };
                if let Some(next) = row.next {
                    let days = day(number).until(next).unwrap().get_days();
                    assert!(days > 0);
                    assert_eq!(fate(number + days), Some(Fate::Due), "{row:?}");
                    assert!((1..days).all(|before| fate(number + before) != Some(Fate::Due)), "{row:?}");
                } else {
                    let frequency = life.program.phases[agenda.place.phase].items[row.item].frequency;
                    let is_open = matches!(
                        frequency,
                        Frequency::AfterSitting(_) | Frequency::AsNeeded | Frequency::ThroughTheDay
                    );
                    // Whatever has a rhythm is due again before the phase is over, or not at all in it.
                    for ahead in (1..=14).filter(|_| !is_open) {
                        let there = life.agenda(number + ahead);
                        if there.place.state != State::Running || there.place.phase != agenda.place.phase {
                            break;
                        }
                        assert_ne!(there.rows[row.item].fate, Fate::Due, "in {ahead} days: {row:?}");
                    }
                }
            }
        });
    }

    // Days only go forward, no phase comes back by itself, and each has as many days as it says, pauses apart.
    #[test]
    fn no_phase_comes_back_and_each_has_its_days(
        program in any_program(),
        changes in prop_oneof![
            changes(90, &[Step::Next, Step::Paused, Step::Resumed]),
            changes(40, &[Step::Paused, Step::Resumed]),
        ],
    ) {
        let mut counted = vec![0_u32; program.phases.len()];
        let mut before = place(&program, &stood(&[]), day(0));
        for number in 0..500 {
            // As it is known on that day.
            let decided = changes.partition_point(|change| change.on <= day(number));
            let here = place(&program, &stood(&changes[..decided]), day(number));
            let order = |place: &supple::program::Place| (place.state == State::Finished, place.phase);
            prop_assert!(order(&here) >= order(&before), "day {}: {:?} after {:?}", number, here, before);
            before = here;
            if here.state == State::Running {
                counted[here.phase] += 1;
            }
        }
        let moved = changes.iter().any(|change| change.step == Step::Next);
        for ((number, phase), days) in program.phases.iter().enumerate().zip(counted) {
            if let Some(length) = phase.length.days() {
                prop_assert!(days <= length);
                let is_over = number < before.phase || before.state == State::Finished;
                prop_assert!(moved || !is_over || days == length, "{} of {}", days, length);
            }
        }
    }

    // As the days of the calendar go for somebody who travels: across zones, the date line and changed clocks.
    #[test]
    fn whoever_travels_is_asked_for_nothing_twice(
        every in 1..5_u32,
        steps in vec((1..40_i64, select(ZONES.to_vec()), any::<bool>()), 1..120),
    ) {
        let program = program(vec![phase(
            PhaseLength::WhenReady,
            vec![item("day", Frequency::PerDay(Range::only(1))), item("days", Frequency::EveryDays(every))],
        )]);
        // A week before the clocks change in half of the world.
        let mut now: Timestamp = "2024-03-24T12:00:00Z".parse().unwrap();
        let date = |now: Timestamp, zone: &str| now.to_zoned(TimeZone::get(zone).unwrap()).date();
        let start = Change { program: "p".into(), on: date(now, "Pacific/Pago_Pago"), step: Step::Started };
        let standing = standing([&start]).unwrap();
        let mut facts: Vec<Fact> = Vec::new();
        for (hours, zone, obeys) in steps {
            now += hours.hours();
            let today = date(now, zone);
            let agenda = agenda(&program, &standing, &facts, today);
            if today < start.on {
                prop_assert_eq!(agenda.place.state, State::Ahead);
                continue;
            }
            for row in agenda.of(Fate::Due) {
                let days = facts.iter().filter(|fact| fact.item == row.id).map(|fact| fact.on);
                prop_assert!(days.clone().all(|on| on != today), "{:?} on {}", row, today);
                let last = days.filter(|on| *on < today).max();
                let gap = last.map(|last: Date| last.until((Unit::Day, today)).unwrap().get_days());
                let least = if row.id == "days" { every.cast_signed() } else { 1 };
                prop_assert!(gap.is_none_or(|gap| gap >= least), "{row:?} after {gap:?}");
            }
            if obeys {
                facts.extend(agenda.of(Fate::Due).map(|row| Fact { item: row.id.clone(), on: today }));
            }
        }
    }
}

/// Behind and before the date line, with clocks that change in either season, by half an hour, and never.
const ZONES: &[&str] = &[
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "UTC",
];

/// On every day of a year, also those of 23 and 25 hours, what is done at any hour belongs to that day.
#[test]
fn a_day_whose_clocks_change_is_a_day_like_any_other() {
    for zone in ZONES {
        let zone = TimeZone::get(zone).unwrap();
        let mut life = Life::of(only(Frequency::EveryDays(2)));
        let midnight = day(0).to_zoned(zone.clone()).unwrap();
        for number in 0..366 {
            let begins = day(number).to_zoned(zone.clone()).unwrap();
            let ends = day(number + 1).to_zoned(zone.clone()).unwrap().saturating_sub(1.second());
            assert_eq!((begins.date(), ends.date()), (day(number), day(number)), "{zone:?}");
            assert!(begins.timestamp() >= midnight.timestamp());
            let due = agenda(&life.program, &life.standing, &life.facts, begins.date());
            assert_eq!(due, agenda(&life.program, &life.standing, &life.facts, ends.date()));
            assert_eq!(due.rows[0].fate == Fate::Due, number % 2 == 0, "{zone:?}, day {number}");
            if due.rows[0].fate == Fate::Due {
                // Late in the evening on one day, early in the morning on the next time.
                let when = if number % 4 == 0 { &ends } else { &begins };
                life.facts.push(Fact { item: "it".into(), on: when.date() });
            }
        }
    }
}
