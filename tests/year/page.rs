//! `supple report --html` over the year, as a real browser shows and prints it.

use serde_json::Value;

use crate::{
    browser::{Browser, Frame},
    commands::{home, say},
    home::Home,
};

/// The whole year, and the eight weeks of the programme.
const TIMES: [[&str; 4]; 2] =
    [["--since", "2024-01-01", "--until", "2024-12-30"], ["--since", "2024-01-01", "--until", "2024-02-25"]];

/// A phone, a desk, and A4 without its margins: 188 mm.
const WIDTHS: [(u32, bool); 3] = [(390, false), (1280, false), (710, true)];

fn pages(home: &Home) -> Vec<String> {
    TIMES.map(|times| say(home, &[&["report", "--html"], &times[..]].concat())).to_vec()
}

fn look(dark: bool) {
    let Some(browser) = Browser::find() else { return };
    let home = home();
    let pages = pages(&home);
    let frames: Vec<Frame> = pages
        .iter()
        .enumerate()
        .flat_map(|(n, page)| {
            WIDTHS.map(|(width, printed)| Frame { name: format!("{n}-{width}"), page, width, printed })
        })
        .collect();
    let seen = browser.measure(&frames, dark);
    assert_eq!(seen.len(), frames.len());
    for (frame, seen) in frames.iter().zip(&seen) {
        assert_fits(frame, seen);
        assert_is_accessible(frame, seen);
        assert_eq!(seen["dark"], dark && !frame.printed, "{}: paper is white", frame.name);
        assert_eq!(seen["fetched"], 0, "{}", frame.name);
    }
    for (times, seen) in TIMES.iter().zip(seen.chunks(WIDTHS.len())) {
        let stats = say(&home, &[&["stats", "--json"], &times[..]].concat());
        assert_tells(&seen[0], &serde_json::from_str(&stats).unwrap());
    }
}

fn assert_fits(frame: &Frame, seen: &Value) {
    let name = &frame.name;
    assert_eq!(seen["width"], frame.width, "{name}");
    assert!(seen["needed"].as_u64() <= seen["width"].as_u64(), "{name} needs {} px", seen["needed"]);
    assert_eq!(seen["crowded"], Value::Array(Vec::new()), "{name}");
    if frame.width > 390 {
        assert_eq!(seen["wide"], Value::Array(Vec::new()), "{name}: a table has to be scrolled");
    }
}

fn assert_is_accessible(frame: &Frame, seen: &Value) {
    let name = &frame.name;
    assert_eq!(seen["lang"], "en", "{name}");
    assert!(seen["title"].as_str().unwrap().starts_with("Exercise report, "), "{name}");
    let levels: Vec<u64> =
        all(&seen["headings"]).iter().map(|heading| heading[0].as_u64().unwrap()).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
    assert!(levels[0] == 1 && levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
    let named = all(&seen["named"]);
    let of = |role: &str| named.iter().filter(|one| one[1] == role).count();
    assert_eq!((of("image"), of("table")), (4, 3), "{name}: {named:?}");
    for one in named {
        assert!(one[2].as_str().is_some_and(|words| words.len() >= 5), "{name}: {one} has no name");
    }
    assert!(all(&seen["described"]).iter().all(|words| words.as_str().unwrap().ends_with('.')), "{name}");
    let contrasts = all(&seen["contrasts"]);
    assert!(contrasts.len() > 200, "{name}");
    for one in contrasts {
        // Letters 4.5, graphics 3.
        let least = if one[0] == "svg .a, svg .b" { 3.0 } else { 4.5 };
        assert!(one[1].as_f64().unwrap() >= least, "{name}: {one}");
    }
}

fn all(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

#[test]
fn by_day_it_fits_has_names_for_everything_and_tells_the_figures() {
    look(false);
}

#[test]
fn by_night_it_is_dark_and_as_readable() {
    look(true);
}

#[test]
fn it_is_printed_on_at_most_two_pages() {
    let Some(browser) = Browser::find() else { return };
    for page in pages(&home()) {
        let printed = browser.printed_pages(&page);
        assert!((1..=2).contains(&printed), "{printed} pages");
    }
}

#[test]
fn nothing_in_it_is_from_elsewhere_or_runs() {
    for page in pages(&home()) {
        for part in [
            "http:", "https:", "//", "<script", "<link", "<img", "<iframe", "src=", "href", "url(", "@import",
        ] {
            assert!(!page.contains(part), "{part}");
        }
        assert!(page.contains("default-src 'none'"));
    }
}

fn assert_tells(seen: &Value, stats: &Value) {
    let fact = |name: &str| seen["facts"][name].as_str().unwrap_or_else(|| panic!("{name}: {seen}"));
    let number = |value: &Value| value.to_string().trim_end_matches(".0").to_owned();
    let statuses = &stats["statuses"];
    let sessions = format!(
        "{} on {} days (completed {}, stopped {}, recorded by hand {})",
        stats["sessions"],
        all(&stats["days"]).len(),
        statuses["completed"],
        statuses["stopped"],
        statuses["recorded"]
    );
    assert_eq!(fact("Sessions"), sessions);
    assert_eq!(fact("Weeks kept"), format!("{} of {}", stats["streak"]["kept"], stats["streak"]["of"]));
    let effort = &stats["effort"];
    let efforts = format!("easy {}, just right {}, hard {}", effort["easy"], effort["right"], effort["hard"]);
    assert_eq!(fact("Effort"), efforts);
    let sum =
        |key: &str| all(&stats["adherence"]).iter().map(|item| item[key].as_u64().unwrap()).sum::<u64>();
    assert!(fact("Done of what was due").starts_with(&format!("{} of {} (", sum("done"), sum("due"))));
    let pain = &stats["pain"];
    for (name, line) in [("Pain before", &pain["before"]), ("Pain after", &pain["after"])] {
        let words = format!("median {} of 10, told {} times; ", number(&line["median"]), line["told"]);
        let trend = format!(
            "{} ({:+} a week)",
            line["trend"]["words"].as_str().unwrap(),
            line["trend"]["per_week"].as_f64().unwrap()
        );
        assert_eq!(fact(name), words + &trend);
    }
    let points = pain["change"].as_f64().unwrap();
    let median = match number(&Value::from(points.abs())) {
        _ if points == 0.0 => "at the median the same after as before".to_owned(),
        number => format!(
            "at the median {number} {} after than before",
            if points < 0.0 { "lower" } else { "higher" }
        ),
    };
    let change = format!("eased {}, same {}, worse {}; {median}", pain["eased"], pain["same"], pain["worse"]);
    assert_eq!(fact("Pain through a session"), change);

    let [weeks, items, exercises] = all(&seen["tables"]) else { panic!("{seen}") };
    let (rows, told) = (&all(weeks)[1..], all(&stats["weeks"]));
    let latest = &told[told.len() - rows.len()..];
    assert_eq!(rows.len(), told.len().min(13));
    for (row, week) in rows.iter().zip(latest) {
        let minutes = (week["active"].as_f64().unwrap() / 60.0).round();
        assert_eq!((&row[1], &row[2]), (&week["days"].to_string().into(), &minutes.to_string().into()));
        assert_eq!(row[5], number(&week["pain_before"]));
        assert_eq!(row[6], number(&week["pain_after"]));
        let effort = &week["effort"];
        assert_eq!(row[7], format!("{} · {} · {}", effort["easy"], effort["right"], effort["hard"]));
        if let Some(plan) = week["plan"].as_object() {
            assert_eq!(row[3], format!("{} of {}", plan["done"], plan["due"]));
        }
    }
    let adherence = all(&stats["adherence"]);
    assert_eq!(all(items).len() - 1, adherence.len());
    for (row, item) in all(items)[1..].iter().zip(adherence) {
        let all_weeks = format!("{} of {} (", item["done"], item["due"]);
        assert!(row[1].as_str().unwrap().starts_with(&all_weeks), "{row}");
        let weeks: Vec<String> =
            all(&item["weeks"]).iter().map(|week| format!("{} of {}", week["done"], week["due"])).collect();
        let cells: Vec<&str> =
            all(row)[2..].iter().filter_map(Value::as_str).filter(|cell| *cell != "–").collect();
        assert_eq!(cells, weeks);
    }
    let rows = &all(exercises)[1..];
    assert_eq!(rows.len(), all(&stats["exercises"]).len().min(16));
    for (row, exercise) in rows.iter().zip(all(&stats["exercises"])) {
        assert_eq!(
            (&row[1], &row[2]),
            (&exercise["done"].to_string().into(), &exercise["partial"].to_string().into())
        );
        let skipped = exercise["skipped"].to_string();
        let words = row[3].as_str().unwrap();
        assert!(skipped == "0" || words.starts_with(&format!("{skipped}: ")), "{row}");
    }
}
