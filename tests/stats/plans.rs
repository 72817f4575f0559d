//! What random programs asked for, started, paused and gone on with at random, against a count of each item by itself.

use std::collections::BTreeMap;

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use proptest::{collection::vec, prelude::*};
use supple::{
    history::{
        programs::Decision,
        record::Record,
        stats::{Due, Fate, WeekPlan, monday, stats},
    },
    program::{Change, Fact, State, Step, place, standing},
    routine::{Content, Frequency, Item, PhaseLength, Program, ProgramPhase, Range},
};

/// A Thursday, before a leap day and a change of the clock.
const FIRST: Date = date(2024, 2, 15);
const DAYS: i32 = 70;
const IDS: [&str; 4] = ["cat-cow", "plank", "walk", "stretch"];

fn on(day: i32) -> Date {
    FIRST.saturating_add(day.days())
}

fn frequencies() -> impl Strategy<Value = Frequency> {
    prop_oneof![
        (1..4_u32, 0..3_u32).prop_map(|(low, more)| Frequency::PerDay(Range { low, high: low + more })),
        (1..5_u32).prop_map(Frequency::EveryDays),
        (1..6_u32).prop_map(|low| Frequency::PerWeek(Range { low, high: 7 })),
        Just(Frequency::ThroughTheDay),
        Just(Frequency::AsNeeded),
    ]
}

fn programs() -> impl Strategy<Value = Program> {
    let phase = (3..20_u32, vec(frequencies(), 1..=4)).prop_map(|(days, frequencies)| ProgramPhase {
        name: "Phase".into(),
        summary: None,
        length: PhaseLength::Days(days),
        gate: None,
        items: IDS
            .iter()
            .zip(frequencies)
            .map(|(id, frequency)| Item {
                id: (*id).into(),
                content: Content::Routine((*id).into()),
                frequency,
                frequency_assumed: false,
            })
            .collect(),
    });
    vec(phase, 1..4).prop_map(|phases| Program {
        id: "p".into(),
        name: "P".into(),
        summary: None,
        source: None,
        tags: Vec::new(),
        phases,
    })
}

/// Begun once, and then anything.
fn decisions() -> impl Strategy<Value = Vec<(i32, Step)>> {
    let later = proptest::sample::select(Step::ALL.to_vec());
    (0..20_i32, vec((0..DAYS, later), 0..5)).prop_map(|(start, mut later)| {
        later.retain(|(day, _)| *day > start);
        later.sort_by_key(|(day, _)| *day);
        [vec![(start, Step::Started)], later].concat()
    })
}

/// Without what was taken back, and what took it back.
fn that_lasts(decided: &[(i32, Step)]) -> Vec<(i32, Step)> {
    let stands = |decided: &[(i32, Step)]| {
        let change = |(day, step): &(i32, Step)| Change { program: "p".into(), on: on(*day), step: *step };
        standing(&decided.iter().map(change).collect::<Vec<_>>())
    };
    let mut kept = Vec::new();
    for one in decided {
        if one.1 == Step::Undone {
            kept.pop();
            continue;
        }
        let before = stands(&kept);
        kept.push(*one);
        if stands(&kept) == before && one.1 != Step::Started {
            kept.pop();
        }
    }
    kept
}

/// How often what was due of one item was done, on the days of one week and phase.
fn due(frequency: Frequency, days: &[i32], done: impl Fn(i32) -> u32) -> Due {
    let length = u32::try_from(days.len()).unwrap();
    let done_days = u32::try_from(days.iter().filter(|day| done(**day) > 0).count()).unwrap();
    let due = match frequency {
        Frequency::PerDay(times) => {
            let done = days.iter().map(|day| done(*day).min(times.low)).sum();
            return Due { due: times.low * length, done };
        }
        Frequency::ThroughTheDay => length,
        Frequency::EveryDays(every) => length / every,
        Frequency::PerWeek(times) => times.low * length / 7,
        Frequency::AfterSitting(_) | Frequency::AsNeeded => 0,
    };
    Due { due, done: done_days.min(due) }
}

fn session(number: usize, day: Date) -> Record {
    let at = day.at(7, 0, 0, 0).in_tz("Europe/Berlin").unwrap().to_string();
    let value = serde_json::json!({
        "v": 1, "id": format!("01S{number:03}"), "routine": "morning", "started": at, "ended": at,
        "status": "completed", "exercises": [],
    });
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_start_in_the_past_that_is_undone_today_leaves_the_weeks_as_they_were() {
    let daily = |id: &str| {
        let item = Item {
            id: "walk".into(),
            content: Content::Routine("walk".into()),
            frequency: Frequency::PerDay(Range { low: 1, high: 1 }),
            frequency_assumed: false,
        };
        let phase = ProgramPhase {
            name: "Phase".into(),
            summary: None,
            length: PhaseLength::WhenReady,
            gate: None,
            items: vec![item],
        };
        let (id, name) = (id.to_owned(), id.to_uppercase());
        Program { id, name, summary: None, source: None, tags: Vec::new(), phases: vec![phase] }
    };
    let noon = |day| on(day).at(12, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
    let today = 60;
    let records: Vec<Record> = (0..=today)
        .filter(|day| day % 3 == 0)
        .map(|day| session(usize::try_from(day).unwrap(), on(day)))
        .collect();
    let seen = |decisions: &[Decision]| {
        // One of them was kept, the other never.
        let facts = |program: &Program, _| match &*program.id {
            "kept" => (0..=today).map(|day| Fact { item: "walk".into(), on: on(day) }).collect(),
            _ => Vec::new(),
        };
        let plan = WeekPlan::new(decisions, (FIRST, on(today)), |id| Some(daily(id)), facts);
        let stats = stats(&records.iter().collect::<Vec<_>>(), on(today), Some(&plan));
        (plan, stats.streak, stats.weeks)
    };
    let kept = Decision::new(&noon(30), "kept", Step::Started);
    let past = Decision::new(&noon(today), "other", Step::Started).beginning(on(10));
    let undone = Decision::new(&noon(today), "other", Step::Undone);
    for before in [vec![], vec![kept]] {
        let as_it_was = seen(&before);
        let started = [before.clone(), vec![past.clone()]].concat();
        assert!(seen(&started).2 != as_it_was.2, "the start alone is seen in the weeks");
        assert_eq!(seen(&[started, vec![undone.clone()]].concat()), as_it_was);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn weeks_of_programs_are_those_of_the_slow_reference(
        program in programs(),
        decided in decisions(),
        did in vec((0..4_usize, 0..DAYS), 0..250),
        moved in vec(0..DAYS, 0..20),
    ) {
        let made: Vec<Decision> = decided
            .iter()
            .map(|(day, step)| Decision::new(&on(*day).at(9, 0, 0, 0).in_tz("Europe/Berlin").unwrap(), "p", *step))
            .collect();
        let facts: Vec<Fact> = did.iter().map(|(item, day)| Fact { item: IDS[*item].into(), on: on(*day) }).collect();
        let last = on(DAYS - 1);
        let decided = that_lasts(&decided);
        let plan = WeekPlan::new(&made, (FIRST, last), |_| Some(program.clone()), |_, _| facts.clone());

        // The days of each week on which each phase ran, as it stood on that day.
        let mut ran: BTreeMap<(Date, usize), Vec<i32>> = BTreeMap::new();
        for day in 0..DAYS {
            let known = decided.iter().filter(|(on, _)| *on <= day);
            let changes: Vec<Change> =
                known.map(|(day, step)| Change { program: "p".into(), on: on(*day), step: *step }).collect();
            let Some(standing) = standing(&changes) else { continue };
            let place = place(&program, &standing, on(day));
            if place.state == State::Running {
                ran.entry((monday(on(day)), place.phase)).or_default().push(day);
            }
        }
        let mut expected: BTreeMap<(Date, &str), Due> = BTreeMap::new();
        for ((monday, phase), days) in &ran {
            for item in &program.phases[*phase].items {
                let times = |day| u32::try_from(facts.iter().filter(|fact| fact.item == item.id && fact.on == on(day)).count()).unwrap();
                let one = due(item.frequency, days, times);
                if one.due > 0 {
                    let sum = expected.entry((*monday, &item.id)).or_default();
                    *sum = Due { due: sum.due + one.due, done: sum.done + one.done };
                }
            }
        }
        let counted: BTreeMap<(Date, &str), Due> = plan
            .weeks
            .iter()
            .flat_map(|(monday, week)| week.items.iter().map(|(item, due)| ((*monday, plan.items[*item].id.as_str()), *due)))
            .collect();
        prop_assert_eq!(&counted, &expected);

        // A week that began without a program is kept by two days too.
        let began_free = |of: Date| {
            let day = (0..DAYS).find(|day| monday(on(*day)) == of).unwrap();
            let known = decided.iter().filter(|(on, _)| *on <= day);
            let changes: Vec<Change> =
                known.map(|(day, step)| Change { program: "p".into(), on: on(*day), step: *step }).collect();
            let state = standing(&changes).map(|standing| place(&program, &standing, on(day)).state);
            !matches!(state, Some(State::Running | State::Paused { .. }))
        };
        let records: Vec<Record> = moved.iter().enumerate().map(|(number, day)| session(number, on(*day))).collect();
        let seen = stats(&records.iter().collect::<Vec<_>>(), on(DAYS + 7), Some(&plan));
        for week in &seen.weeks {
            let of_week = expected.iter().filter(|((monday, _), _)| *monday == week.monday);
            let (due, done) = of_week.fold((0, 0), |(due, done), (_, one)| (due + one.due, done + one.done));
            prop_assert_eq!(week.plan, (due > 0).then_some(Due { due, done }));
            if due > 0 {
                let mut days: Vec<i32> = moved.iter().copied().filter(|day| monday(on(*day)) == week.monday).collect();
                days.sort_unstable();
                days.dedup();
                let by_days = days.len() >= 2 && began_free(week.monday);
                prop_assert_eq!(week.fate == Fate::Kept, by_days || done * 3 >= due * 2, "{:?}", week);
            }
        }
        for item in &seen.adherence {
            let of_item = expected.iter().filter(|((_, id), _)| *id == item.id);
            let (due, done) = of_item.fold((0, 0), |(due, done), (_, one)| (due + one.due, done + one.done));
            prop_assert_eq!((item.due, item.done), (due, done));
        }
    }
}
