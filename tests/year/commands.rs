//! `stats`, `report` and `progress` over the files of the year.

use std::fs;

use serde_json::Value;
use supple::history::{programs::Programs, record::Record};

use crate::{
    home::Home,
    life::{EIGHT_WEEKS, FIRST, LAST, life},
    screens,
};

/// A home with her history in it.
pub(crate) fn home() -> Home {
    let home = Home::new();
    let folder = home.path().join("data/supple/history");
    fs::create_dir_all(&folder).unwrap();
    let lines: String = life().records.iter().map(Record::line).collect();
    fs::write(folder.join("2024-desk.jsonl"), lines).unwrap();
    let programs = Programs::new(&home.path().join("data/supple/programs"), "desk");
    for decision in &life().decisions {
        programs.append(decision).unwrap();
    }
    home
}

#[track_caller]
pub(crate) fn say(home: &Home, args: &[&str]) -> String {
    let output = home.run(args);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && err.is_empty(), "{err}");
    String::from_utf8(output.stdout).unwrap()
}

/// The arguments for the days from one to another, as they were seen on the last.
fn between<'a>(command: &[&'a str], since: &'a str, until: &'a str) -> Vec<&'a str> {
    [command, &["--since", since, "--until", until]].concat()
}

#[test]
fn the_figures_tell_the_year() {
    let until = LAST.to_string();
    crate::assert_reads_as("stats", &say(&home(), &["stats", "--until", &until]));
}

/// Both are of the same functions, over the same lines.
#[test]
fn the_screens_and_the_command_have_the_same_figures() {
    let until = LAST.to_string();
    let told: Value = serde_json::from_str(&say(&home(), &["stats", "--json", "--until", &until])).unwrap();
    let mut drawn = serde_json::to_value(screens::figures()).unwrap();
    // The command sees the last day from the day after it.
    drawn["today"] = told["today"].clone();
    assert_eq!(drawn, told);
}

#[test]
fn the_report_of_the_eight_weeks_says_what_was_asked_and_done() {
    let until = FIRST.checked_add(jiff::Span::new().days(EIGHT_WEEKS - 1)).unwrap().to_string();
    let args = between(&["report", "--markdown"], "2024-01-01", &until);
    crate::assert_reads_as("report_of_the_eight_weeks", &say(&home(), &args));
}

#[test]
fn the_report_of_the_flare_up_points_at_it() {
    let args = between(&["report", "--markdown"], "2024-07-22", "2024-09-01");
    crate::assert_reads_as("report_of_the_flare_up", &say(&home(), &args));
}

#[test]
fn the_report_of_the_year_fits_on_its_pages() {
    let until = LAST.to_string();
    let args = between(&["report", "--markdown"], "2024-01-01", &until);
    crate::assert_reads_as("report_of_the_year", &say(&home(), &args));
}

#[test]
fn progress_says_where_she_stands() {
    crate::assert_reads_as("progress", &say(&home(), &["progress"]));
}
