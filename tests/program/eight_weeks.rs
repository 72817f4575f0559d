//! The eight weeks, day by day, as the real program says them; and every row at the dose of the source's table.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::{ToSpan as _, civil::Date};
use serde_json::Value;
use supple::{
    plan::{Level, Options, compile},
    routine::{Content, Frequency, Library, Program, Routine},
};

use crate::{
    home::Home,
    life::{per_day, per_week},
};

/// A Monday; the last day of the eight weeks is one on which the clocks change.
const FIRST: Date = jiff::civil::date(2024, 2, 5);

fn program() -> Program {
    Library::open(None).program("back-care-8-weeks").unwrap().value.unwrap()
}

fn json(home: &Home, args: &[&str]) -> Value {
    let output = home.run(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn ids(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// A line for each day with a mark for each item that is due. Everything that is due is done.
#[test]
fn the_table_of_the_eight_weeks() {
    let home = Home::new();
    assert!(home.run(&["program", "start", "back-care-8-weeks", "--on", "2024-02-05"]).status.success());
    let program = program();
    let mut table = String::new();
    let mut due_on: BTreeMap<(usize, String), Vec<i32>> = BTreeMap::new();
    for number in 0..56 {
        let date = FIRST.checked_add(number.days()).unwrap();
        let (text, phase) = (date.to_string(), usize::from(number >= 28));
        let today = json(&home, &["today", "--json", "--date", &text]);
        assert_eq!(today["date"], text.as_str());
        assert_eq!(today["program"], "back-care-8-weeks");
        assert_eq!(today["phase"], program.phases[phase].name.as_str());
        assert_eq!(today["week"], number / 7 + 1);
        let due = ids(&today["due"]);
        let items: Vec<&str> = program.phases[phase].items.iter().map(|item| item.id.as_str()).collect();
        if number % 28 == 0 {
            head(&mut table, &program.phases[phase].name, &items);
        }
        let marks: Vec<_> =
            items.iter().map(|id| if due.iter().any(|due| due == id) { "x" } else { "·" }).collect();
        let day = date.strftime("%a %e %b");
        writeln!(table, "week {}  {day}   {}", number / 7 + 1, marks.join("  ")).unwrap();
        // The plan is that of what is due, walks last.
        let mut planned: Vec<&str> = Vec::new();
        for step in today["plan"]["steps"].as_array().unwrap() {
            let id = step["exercise"].as_str().unwrap();
            if planned.last() != Some(&id) {
                planned.push(id);
            }
        }
        assert_eq!(planned, due, "{text}");
        assert_eq!(*planned.last().unwrap(), "walking");

        let mut args = vec!["today", "--json", "--date", &text];
        args.extend(due.iter().flat_map(|id| ["--done", id.as_str()]));
        let after = json(&home, &args);
        assert_eq!((&after["due"], &after["plan"]), (&Value::Array(Vec::new()), &Value::Null));
        assert_eq!(ids(&after["done"]), due);
        for id in due {
            due_on.entry((phase, id)).or_default().push(number);
        }
    }
    let over = json(&home, &["today", "--json", "--date", "2024-04-01"]);
    assert_eq!((over["state"].as_str(), over["due"].as_array().map(Vec::len)), (Some("finished"), Some(0)));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("eight_weeks", table);
    });

    // What the source's table says of each row, in its own words.
    let daily = |weeks: std::ops::Range<i32>| weeks.collect::<Vec<_>>();
    let every_other = |weeks: std::ops::Range<i32>| weeks.step_by(2).collect::<Vec<_>>();
    for ((phase, id), days) in &due_on {
        let range = if *phase == 0 { 0..28 } else { 28..56 };
        match frequency(*phase, id) {
            "daily" => assert_eq!(*days, daily(range), "{id}"),
            "every other day" => assert_eq!(*days, every_other(range), "{id}"),
            _ => {
                for week in 4..8 {
                    let of_week = days.iter().filter(|day| **day / 7 == week).count();
                    assert_eq!(of_week, 3, "{id} in week {}", week + 1);
                }
                assert!(days.windows(2).all(|pair| pair[1] - pair[0] >= 2), "{id}: {days:?}");
            }
        }
    }
    assert_eq!(due_on.len(), TABLE.len());
}

fn head(table: &mut String, phase: &str, items: &[&str]) {
    let gap = if table.is_empty() { "" } else { "\n" };
    writeln!(table, "{gap}{phase}").unwrap();
    for (number, id) in items.iter().enumerate() {
        writeln!(table, "{:>21}{}{id}", "", "│  ".repeat(number)).unwrap();
    }
}

/// One row of the source's two tables.
struct Row {
    phase: usize,
    id: &'static str,
    sets: u32,
    /// Per side.
    reps: Option<u32>,
    /// In seconds: a hold, or a time to keep moving, from and to.
    seconds: Option<(u64, u64)>,
    /// Times two sides.
    sides: usize,
    frequency: &'static str,
}

#[rustfmt::skip]
const TABLE: [Row; 13] = [
    Row { phase: 0, id: "cat-cow-paused", sets: 1, reps: Some(10), seconds: None, sides: 1, frequency: "daily" },
    Row { phase: 0, id: "pelvic-tilt-two-way", sets: 1, reps: Some(15), seconds: None, sides: 1, frequency: "daily" },
    Row { phase: 0, id: "knee-to-chest", sets: 1, reps: Some(1), seconds: Some((30, 30)), sides: 2, frequency: "daily" },
    Row { phase: 0, id: "glute-bridge", sets: 2, reps: Some(10), seconds: Some((5, 10)), sides: 1, frequency: "every other day" },
    Row { phase: 0, id: "bird-dog", sets: 2, reps: Some(8), seconds: Some((5, 10)), sides: 2, frequency: "every other day" },
    Row { phase: 0, id: "walking", sets: 1, reps: None, seconds: Some((900, 1200)), sides: 1, frequency: "daily" },
    Row { phase: 1, id: "cat-cow-rotation", sets: 1, reps: Some(10), seconds: None, sides: 2, frequency: "daily" },
    Row { phase: 1, id: "dead-bug", sets: 3, reps: Some(10), seconds: None, sides: 2, frequency: "3x per week" },
    Row { phase: 1, id: "side-plank", sets: 3, reps: Some(1), seconds: Some((20, 20)), sides: 2, frequency: "3x per week" },
    Row { phase: 1, id: "hip-hinge", sets: 3, reps: Some(12), seconds: None, sides: 1, frequency: "3x per week" },
    Row { phase: 1, id: "goblet-squat", sets: 3, reps: Some(12), seconds: None, sides: 1, frequency: "3x per week" },
    Row { phase: 1, id: "hip-flexor-stretch-tucked", sets: 1, reps: Some(1), seconds: Some((60, 60)), sides: 2, frequency: "daily" },
    Row { phase: 1, id: "walking", sets: 1, reps: None, seconds: Some((1200, 1800)), sides: 1, frequency: "daily" },
];

fn frequency(phase: usize, id: &str) -> &'static str {
    TABLE.iter().find(|row| row.phase == phase && row.id == id).expect("a row of the table").frequency
}

#[test]
fn every_row_has_the_dose_and_the_frequency_of_its_cell() {
    let program = program();
    let rows: Vec<_> = program
        .phases
        .iter()
        .enumerate()
        .flat_map(|(phase, of)| of.items.iter().map(move |item| (phase, item)))
        .collect();
    assert_eq!(rows.len(), TABLE.len());
    for ((phase, item), row) in rows.into_iter().zip(&TABLE) {
        assert_eq!((phase, item.id.as_str()), (row.phase, row.id), "the order of the table");
        let stated = match row.frequency {
            "daily" => per_day(1, 1),
            "every other day" => Frequency::EveryDays(2),
            _ => per_week(3, 3),
        };
        assert_eq!((item.frequency, item.frequency_assumed), (stated, false), "{}", row.id);
        let Content::Exercise(exercise) = &item.content else { panic!("{} is an exercise", row.id) };
        let alone = Routine::of_steps("x", "X", vec![supple::routine::Block::Exercise(exercise.clone())]);
        for (level, high) in [(Level::LOW, false), (Level::HIGH, true)] {
            let plan = compile(&alone, &Options { level, ..Options::default() });
            let target = plan.entries[0].target;
            assert_eq!((target.sets, target.reps), (row.sets, row.reps), "{}", row.id);
            let seconds = target.hold.or(target.time).map(|time| time.as_secs());
            let stated = row.seconds.map(|(low, most)| if high { most } else { low });
            assert_eq!(seconds, stated, "{}", row.id);
            let work = plan.steps.iter().filter(|step| step.mode.is_some());
            let sides: std::collections::BTreeSet<_> = work.map(|step| step.side).collect();
            assert_eq!(sides.len(), row.sides, "{}", row.id);
        }
        // A hold that the cell does not restate comes from the block, and says so.
        let borrowed = matches!(row.id, "glute-bridge" | "bird-dog");
        assert_eq!(exercise.assumed.iter().any(|word| word == "hold"), borrowed, "{}", row.id);
    }
}
