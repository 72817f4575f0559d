//! Makes histories of any length, as this program would have written them: for the benchmarks, and for tests.

use std::{fmt::Write as _, fs, path::Path};

use jiff::{ToSpan as _, civil::Date};
use supple::history::seconds::Seconds;

/// Exercises of a shipped routine, and what was aimed at and done of each on a side.
const EXERCISES: [(&str, &str, &str); 12] = [
    ("pelvic-tilt", r#"{"sets":1,"reps":12,"hold":4}"#, r#"{"reps":12,"seconds":48}"#),
    ("cat-cow", r#"{"sets":1,"time":60}"#, r#"{"reps":10,"seconds":60}"#),
    ("childs-pose", r#"{"sets":1,"reps":1,"hold":45}"#, r#"{"reps":1,"seconds":45}"#),
    ("glute-bridge", r#"{"sets":2,"reps":12,"hold":5}"#, r#"{"reps":24,"seconds":120}"#),
    ("knee-to-chest", r#"{"sets":1,"reps":1,"hold":20}"#, r#"{"reps":1,"seconds":20}"#),
    ("double-knee-to-chest", r#"{"sets":1,"reps":1,"hold":30}"#, r#"{"reps":1,"seconds":30}"#),
    ("piriformis-stretch", r#"{"sets":1,"reps":1,"hold":30}"#, r#"{"reps":1,"seconds":30}"#),
    ("seated-spinal-twist", r#"{"sets":1,"reps":1,"hold":30}"#, r#"{"reps":1,"seconds":30.25}"#),
    ("wall-sit", r#"{"sets":2,"reps":1,"hold":30}"#, r#"{"reps":2,"seconds":60}"#),
    ("bird-dog", r#"{"sets":2,"reps":8,"hold":5}"#, r#"{"reps":16,"seconds":80.25}"#),
    ("hip-flexor-stretch", r#"{"sets":1,"reps":1,"hold":30}"#, r#"{"reps":1,"seconds":30}"#),
    ("dead-bug", r#"{"sets":2,"reps":10}"#, r#"{"reps":20,"seconds":80}"#),
];

/// Writes so many sessions into `folder`, oldest first, a file for each year; `per_day` of them on every day up to
/// `last`. Twelve exercises each, made of the items of a program on every third day, of another routine now and then,
/// some of them skipped. One goes at the user's own pace and never takes as long again, and another is left early in every
/// fifth session. Every fiftieth was corrected.
pub(crate) fn write(folder: &Path, sessions: u32, per_day: u32, last: Date) {
    fs::create_dir_all(folder).expect("a folder for the history");
    let days = sessions.div_ceil(per_day);
    let first = last.saturating_sub(i64::from(days - 1).days());
    let mut text = String::new();
    let mut year = first.year();
    for number in 0..sessions {
        let day = first.saturating_add(i64::from(number / per_day).days());
        if day.year() != year {
            keep(folder, year, &mut text);
            year = day.year();
        }
        session(&mut text, number, day, number % per_day * 24 / per_day);
    }
    keep(folder, year, &mut text);
}

fn keep(folder: &Path, year: i16, text: &mut String) {
    fs::write(folder.join(format!("{year}-laptop.jsonl")), &text).expect("the folder was just made");
    text.clear();
}

fn session(text: &mut String, number: u32, day: Date, hour: u32) {
    let mut push = |part: std::fmt::Arguments| text.write_fmt(part).expect("a string takes everything");
    let (routine, name) = match number % 8 {
        4 => ("essential-six", "The essential six"),
        7 => ("core-eight", "The core eight"),
        _ => ("gentle-twelve", "The gentle twelve"),
    };
    let before = (number / 7) % 7;
    let after = if number.is_multiple_of(11) { before + 2 } else { before.saturating_sub(number % 2) };
    let effort = ["right", "right", "easy", "right", "hard"][number as usize % 5];
    push(format_args!(r#"{{"v":1,"id":"01K{number:023}","routine":"{routine}","name":"{name}","#));
    push(format_args!(r#""routine_hash":"9f86d081884c7d659a2feaa0c55ad015","#));
    push(format_args!(r#""started":"{day}T{hour:02}:02:11+01:00[Europe/Berlin]","#));
    push(format_args!(r#""ended":"{day}T{hour:02}:19:45+01:00[Europe/Berlin]","#));
    push(format_args!(r#""status":"completed","active_seconds":965,"paused_seconds":41.5,"#));
    push(format_args!(r#""pain":{{"before":{before},"after":{after}}},"effort":"{effort}","#));
    push(format_args!(r#""note":"stiff, slept badly","exercises":["#));
    for (n, (id, target, done)) in EXERCISES.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        push(format_args!(r#"{comma}{{"n":{n},"id":"{id}","#));
        if (number as usize + n).is_multiple_of(41) {
            push(format_args!(r#""status":"skipped","sets":0,"target":{target},"skip_reason":"time""#));
        } else if *id == "dead-bug" {
            push(format_args!(r#""status":"done","sets":2,"target":{target},"#));
            let (left, right) = (own_pace(number), own_pace(number + 1));
            push(format_args!(
                r#""left":{{"reps":20,"seconds":{left}}},"right":{{"reps":20,"seconds":{right}}},"#
            ));
            push(format_args!(r#""skip_reason":null"#));
        } else if *id == "knee-to-chest" && number.is_multiple_of(5) {
            push(format_args!(r#""status":"partial","sets":0,"target":{target},"left":{done},"#));
            push(format_args!(r#""right":{{"reps":0,"seconds":{}}},"#, own_pace(number)));
            push(format_args!(r#""skip_reason":null"#));
        } else {
            push(format_args!(r#""status":"done","sets":2,"target":{target},"left":{done},"right":{done},"#));
            push(format_args!(r#""skip_reason":null"#));
        }
        push(format_args!("{}", if number.is_multiple_of(3) { r#","item":"core"}"# } else { "}" }));
    }
    push(format_args!("],\"app\":\"0.1.0\"}}\n"));
    if number.is_multiple_of(50) {
        push(format_args!(r#"{{"v":1,"id":"01L{number:023}","amends":"01K{number:023}","#));
        push(format_args!(r#""at":"{day}T23:59:00+01:00[Europe/Berlin]","note":"better in the evening"}}"#));
        push(format_args!("\n"));
    }
}

/// To the millisecond, and hardly ever the same.
fn own_pace(number: u32) -> Seconds {
    Seconds::from_millis(u64::from(15_000 + number * 7_919 % 4_001))
}
