//! Makes histories of any length, as this program would have written them: for the benchmarks, and for tests.

use std::{fmt::Write as _, fs, path::Path};

use jiff::{ToSpan as _, civil::Date};

/// Writes so many sessions into `folder`, oldest first, a file for each year; `per_day` of them on every day up to
/// `last`. Twelve exercises each, made of the items of a program on every third day. Every fiftieth was corrected.
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
    let (before, after) = (number % 7, number % 5);
    push(format_args!(r#"{{"v":1,"id":"01K{number:023}","routine":"gentle-twelve","name":"Gentle twelve","#));
    push(format_args!(r#""routine_hash":"9f86d081884c7d659a2feaa0c55ad015","level":"low","#));
    push(format_args!(r#""started":"{day}T{hour:02}:02:11+01:00[Europe/Berlin]","#));
    push(format_args!(r#""ended":"{day}T{hour:02}:19:45+01:00[Europe/Berlin]","#));
    push(format_args!(r#""status":"completed","active_seconds":965,"paused_seconds":41.5,"#));
    push(format_args!(r#""pain":{{"before":{before},"after":{after}}},"effort":"right","#));
    push(format_args!(r#""note":"stiff, slept badly","exercises":["#));
    for n in 0..12 {
        let comma = if n == 0 { "" } else { "," };
        push(format_args!(r#"{comma}{{"n":{n},"id":"single-knee-to-chest-{n}","status":"done","sets":2,"#));
        push(format_args!(r#""target":{{"sets":2,"reps":8,"hold":5}},"left":{{"reps":16,"seconds":80}},"#));
        push(format_args!(r#""right":{{"reps":16,"seconds":80.25}},"skip_reason":null"#));
        push(format_args!("{}", if number.is_multiple_of(3) { r#","item":"core"}"# } else { "}" }));
    }
    push(format_args!("],\"app\":\"0.1.0\"}}\n"));
    if number.is_multiple_of(50) {
        push(format_args!(r#"{{"v":1,"id":"01L{number:023}","amends":"01K{number:023}","#));
        push(format_args!(r#""at":"{day}T23:59:00+01:00[Europe/Berlin]","note":"better in the evening"}}"#));
        push(format_args!("\n"));
    }
}
