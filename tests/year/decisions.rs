//! What each session of the year changes, and why.

use std::fmt::Write as _;

use jiff::civil::Date;
use supple::history::progression::{Change, Fate};

use crate::life::{Life, life};

#[test]
fn they_follow_from_how_it_went() {
    let Life { records, changes, sheet, course, .. } = life();
    assert!(records.len() > 170, "{}", records.len());
    let mut table = String::new();
    for (date, routine, change) in changes {
        let pain = records.iter().find(|record| record.id == change.session).and_then(|record| record.pain);
        assert!(!change.up || pain.is_some_and(|pain| pain.after <= pain.before), "never up after pain");
        line(&mut table, *date, routine, change);
    }
    table += "\nIn the end\n";
    for (path, stand) in sheet.paths.iter().zip(&course.stands) {
        let values: Vec<String> = path
            .values(stand.place)
            .iter()
            .zip(path.ends())
            .map(|((which, now), (_, low, high))| format!("{} {now} ({low} to {high})", which.word()))
            .collect();
        if !values.is_empty() {
            writeln!(table, "  {}: {}; {}", path.name, values.join(", "), stand.towards(path)).unwrap();
        }
    }
    crate::assert_reads_as("decisions", &table);
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
