//! A year of somebody who follows the eight weeks, gets better, goes on, has a flare-up and recovers.

use std::fmt::Write as _;

use jiff::{ToSpan as _, civil::Date};
use serde_json::json;
use supple::{
    history::{
        deeds,
        progression::{Change, Fate, Sheet, follow},
        record::Record,
    },
    plan::{Options, compile},
    program::{self, Step, agenda, compose, origins, standing},
    routine::{Library, Program, Routine},
};

use crate::done::{in_full, leave_out, record};

/// A Monday.
const FIRST: Date = jiff::civil::date(2026, 1, 5);
/// After the programme she goes on with this, every other day.
const AFTERWARDS: &str = "core-eight";

/// What there is to be done on a day, and everything of its routine that could be: a program's phase has more than a day.
struct Asked {
    routine: Routine,
    items: Vec<String>,
    sheet: Sheet,
}

fn of_programme(library: &Library, program: &Program, records: &[Record], date: Date) -> Option<Asked> {
    let began = program::Change { program: program.id.clone(), on: FIRST, step: Step::Started };
    let standing = standing(&[began]).unwrap();
    let routine = |id: &str| library.playable(id).ok()?.value;
    let phase = program::place(program, &standing, date).phase;
    let facts = deeds::facts(&program.phases[phase], |_| Vec::new(), records);
    let today = agenda(program, &standing, &facts, date);
    let due = today.due_items();
    let all: Vec<usize> = (0..program.phases[phase].items.len()).collect();
    let whole = compose(program, phase, &all, routine).unwrap()?;
    let sheet = Sheet::with_items(&whole, &origins(program, phase, &all, routine).unwrap());
    let items = origins(program, phase, &due, routine).unwrap();
    Some(Asked { routine: compose(program, phase, &due, routine).unwrap()?, items, sheet })
}

/// Pain before and after, and how hard it was: better from week to week, then a bad fortnight in August.
fn feels(day: i32) -> (u8, u8, &'static str) {
    match day {
        // The first weeks hurt a little more at times.
        9 => (5, 6, "right"),
        0..20 | 222..232 => (5, 5, "right"),
        20..40 => (4, 3, "right"),
        40..70 => (3, 2, "easy"),
        // Spring: hardly any.
        70..216 => (1, 1, if day % 5 == 0 { "easy" } else { "right" }),
        // She has lifted a wardrobe.
        216 => (2, 6, "hard"),
        217..222 => (6, 6, "hard"),
        232..250 => (3, 2, "right"),
        _ => (1, 1, "right"),
    }
}

#[test]
fn a_year_reads_sensibly() {
    let library = Library::open(None);
    let program = library.program("back-care-8-weeks").unwrap().value.unwrap();
    let afterwards = library.playable(AFTERWARDS).unwrap().value.unwrap();
    let mut records: Vec<Record> = Vec::new();
    let mut table = String::new();
    let mut sessions = 0;
    for day in 0..365 {
        let date = FIRST.checked_add(day.days()).unwrap();
        let asked = if day < 56 {
            of_programme(&library, &program, &records, date)
        } else {
            let sheet = Sheet::of(&afterwards);
            (day % 2 == 0).then(|| Asked { routine: afterwards.clone(), items: Vec::new(), sheet })
        };
        let Some(Asked { routine, items, sheet }) = asked else { continue };
        // Nobody does it every day.
        if day % 11 == 6 {
            continue;
        }
        let standing = follow(&sheet, &records).doses(&sheet, &routine, &items);
        let plan = compile(&routine, &Options { standing, ..Options::default() });
        let started = format!("{date}T07:00:00+00:00[UTC]");
        let mut done = in_full(&plan, &items, &format!("S{day:03}"), &started);
        let (before, after, effort) = feels(day);
        done["pain"] = json!({ "before": before, "after": after });
        done["effort"] = json!(effort);
        if (217..222).contains(&day) {
            let last = plan.entries.len() - 1;
            leave_out(&mut done, last, Some("pain"));
        }
        if day % 30 == 12 {
            leave_out(&mut done, 0, Some("time"));
        }
        records.push(record(done));
        sessions += 1;
        let course = follow(&sheet, &records);
        for change in course.after(&format!("S{day:03}")) {
            line(&mut table, date, &routine.name, change);
            assert!(!change.up || after <= before, "never up after pain");
        }
    }
    assert!(sessions > 180, "{sessions}");
    table += "\nIn the end\n";
    let sheet = Sheet::of(&afterwards);
    let course = follow(&sheet, &records);
    for (path, stand) in sheet.paths.iter().zip(&course.stands) {
        let values: Vec<String> = path
            .values(stand.place)
            .iter()
            .zip(path.ends())
            .map(|((which, now), (_, low, high))| format!("{} {now} of {low} to {high}", which.word()))
            .collect();
        if !values.is_empty() {
            writeln!(table, "  {}: {}; {}", path.name, values.join(", "), stand.towards(path)).unwrap();
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("year", table);
    });
}

fn line(table: &mut String, date: Date, routine: &str, change: &Change) {
    let head = format!("{routine}\n");
    if !table.contains(&head) {
        let gap = if table.is_empty() { "" } else { "\n" };
        write!(table, "{gap}{head}").unwrap();
    }
    let fate = match change.fate {
        Fate::Made => "",
        Fate::Offered => " (offered)",
        Fate::TurnedDown => " (turned down)",
    };
    let mark = if change.up { '+' } else { '-' };
    writeln!(table, "  {}  {mark} {}{fate}", date.strftime("%e %b"), change.sentence()).unwrap();
}
