//! The tables and lists that are done over days, row by row, against the shipped programs.

use std::fs;

use crate::{
    against,
    sheet::{Ends, Fact, Frequency, Place, Row, SidesFact, Table, fact, table, tables},
    shown::Played,
};

/// A program as its file has it: dose and frequency of every item.
struct Program {
    phases: Vec<toml::Table>,
    /// The lines of every item, all phases after one another.
    lines: Vec<String>,
}

impl Program {
    fn open(id: &str) -> Self {
        let path = format!("{}/routines/programs/{id}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
        let mut file: toml::Table = toml::from_str(&text).unwrap();
        let phases = tables_of(file.remove("phase").expect("a program has phases"));
        let lines = text.split("[[phase.item]]").skip(1);
        let lines = lines.map(|item| item.split("[[phase]]").next().unwrap().to_owned()).collect();
        Self { phases, lines }
    }

    fn items(&self, phase: usize) -> Vec<toml::Table> {
        tables_of(self.phases[phase]["item"].clone())
    }
}

fn tables_of(value: toml::Value) -> Vec<toml::Table> {
    value.try_into().unwrap()
}

fn text<'t>(table: &'t toml::Table, key: &str) -> Option<&'t str> {
    table.get(key)?.as_str()
}

/// How a program file writes it.
fn frequency(stated: &Frequency) -> String {
    let range = |[low, high]: Ends| if low == high { low.to_string() } else { format!("{low}-{high}") };
    match (stated.per.as_str(), stated.times, stated.every_minutes) {
        ("day", None, None) => "daily".to_owned(),
        ("day", Some(times), None) => format!("{} per day", range(times)),
        ("2-days", Some([1, 1]), None) => "every 2 days".to_owned(),
        ("week", Some(times), None) => format!("{} per week", range(times)),
        ("sitting", None, Some(minutes)) => format!("after {}m sitting", range(minutes)),
        ("as-needed", None, None) => stated.trigger.clone().unwrap_or_else(|| "as needed".to_owned()),
        other => panic!("how is {other:?} written?"),
    }
}

#[test]
fn the_eight_weeks_are_the_two_tables_row_by_row() {
    let program = Program::open("back-care-8-weeks");
    assert_eq!(program.phases.len(), 2);
    let mut faults = Vec::new();
    let mut lines = program.lines.iter();
    for (phase, id) in ["p002-beginner", "p002-intermediate"].into_iter().enumerate() {
        let table = table(id);
        let [first, last] = table.weeks.unwrap();
        assert_eq!(text(&program.phases[phase], "weeks"), Some(format!("{first}-{last}").as_str()));
        let items = program.items(phase);
        assert_eq!(items.len(), table.row.len(), "{id}");
        for (row, item) in table.row.iter().zip(items) {
            let found = of_row(row, &item, lines.next().unwrap());
            faults.extend(found.into_iter().map(|fault| format!("{id}, {}: {fault}", row.entry)));
        }
    }
    assert_eq!(lines.next(), None);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn of_row(row: &Row, item: &toml::Table, lines: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (fact, exercise) = (in_the_table(row), exercise(row));
    let stated = frequency(row.frequency.as_ref().unwrap());
    if text(item, "frequency") != Some(&stated) {
        faults.push(format!("{:?}, stated {stated}", item.get("frequency")));
    }
    if text(item, "use") != Some(exercise) {
        faults.push(format!("{:?}, meant {exercise}", item.get("use")));
        return faults;
    }
    let place = Place { exercise: exercise.to_owned(), ..fact.places().next().unwrap().clone() };
    let is_dose = |line: &&str| !line.trim_start().starts_with("frequency");
    let dose: Vec<_> = lines.lines().filter(is_dose).collect();
    let played = Played::inline(&format!("[[step]]\n{}", dose.join("\n")));
    faults.extend(against::faults(&fact, &place, played.only(), &["hold", "phases", "sides"]));
    faults
}

/// The entry with the dose of the table. What a row does not repeat holds on, but for how often and how long a hold is:
/// there it says all.
fn in_the_table(row: &Row) -> Fact {
    let block = fact(&row.entry);
    Fact {
        sets: row.sets,
        reps: row.reps,
        hold_seconds: row.hold_seconds.or(block.hold_seconds),
        duration_seconds: row.duration_seconds,
        sides: row.sides.or(block.sides),
        ..block.clone()
    }
}

/// Weeks 5 to 8 say "Side Plank" where the block says that it is the modified one.
fn exercise(row: &Row) -> &'static str {
    match row.entry.as_str() {
        "s002-side-plank-modified" => "side-plank",
        entry => &fact(entry).places().next().unwrap().exercise,
    }
}

#[test]
fn each_phase_of_the_roadmap_is_its_routine() {
    let program = Program::open("asm-roadmap");
    assert_eq!(program.phases.len(), 3);
    for (phase, id) in ["align", "stabilize", "maintain"].into_iter().enumerate() {
        assert!(has_routine(&program.items(phase), id), "{id}");
        let is_dated = ["weeks", "days"].iter().any(|key| program.phases[phase].contains_key(*key));
        assert!(!is_dated, "{id} is left when the user is ready");
        assert_is_of(id, table(&format!("p003-{id}")));
    }
    let clock = fact("s003-pelvic-clock-sitting").frequency.as_ref().unwrap();
    let has_break = program.items(2).iter().any(|item| {
        text(item, "routine") == Some("sitting-break") && text(item, "frequency") == Some(&frequency(clock))
    });
    assert!(has_break, "the last phase breaks long sitting");
}

#[test]
fn the_ten_days_are_of_the_six() {
    let program = Program::open("ten-days");
    let table = table("p004-exercises-10-days");
    let [days, _] = table.days.unwrap();
    assert_eq!(program.phases[0]["days"].as_integer(), Some(i64::from(days)));
    assert!(has_routine(&program.items(0), "essential-six"));
    assert_is_of("essential-six", table);
}

#[test]
fn the_twelve_are_done_every_day() {
    let program = Program::open("daily-twelve");
    let table = table("p001-routine");
    let items = program.items(0);
    assert_eq!(items.len(), 1);
    assert!(has_routine(&items, "gentle-twelve"));
    assert_eq!(text(&items[0], "frequency"), Some(frequency(table.frequency.as_ref().unwrap()).as_str()));
    assert_is_of("gentle-twelve", table);
}

#[test]
fn the_stretches_of_the_day_are_two_routines() {
    for id in ["upper-back-stretches", "lower-back-stretches"] {
        let table = table(&format!("p004-{id}"));
        assert_eq!(frequency(table.frequency.as_ref().unwrap()), "through the day");
        assert_is_of(id, table);
    }
}

#[test]
fn every_table_is_looked_at() {
    let ids: Vec<_> = tables().iter().map(|table| table.id.as_str()).collect();
    let looked_at = [
        "p001-routine",
        "p002-beginner",
        "p002-intermediate",
        "p003-align",
        "p003-stabilize",
        "p003-maintain",
        "p004-exercises-10-days",
        "p004-upper-back-stretches",
        "p004-lower-back-stretches",
    ];
    assert_eq!(ids, looked_at);
    let sides = |row: &Row| row.sides == Some(SidesFact::Alternate);
    assert_eq!(tables().iter().flat_map(|table| &table.row).filter(|row| sides(row)).count(), 3);
}

fn has_routine(items: &[toml::Table], id: &str) -> bool {
    items.iter().any(|item| text(item, "routine") == Some(id))
}

/// The rows of the list are done in this routine, and there in the order of the rows.
fn assert_is_of(routine: &str, table: &Table) {
    let played = Played::routine(routine).unwrap();
    let places = table.row.iter().map(|row| {
        let mut places = fact(&row.entry).places();
        let place = places.find(|place| place.routine.as_deref() == Some(routine));
        let place = place.unwrap_or_else(|| panic!("{} is not in {routine}", row.entry));
        played.shown(&place.exercise, place.nth).unwrap().n()
    });
    assert!(places.is_sorted(), "{routine}");
}
