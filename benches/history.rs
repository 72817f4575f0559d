//! How long it takes to read ten years of sessions, and to write one down event by event.

use std::{fmt::Write as _, fs, hint::black_box, path::Path};

use criterion::{Criterion, criterion_group, criterion_main};
use supple::history::reading::History;

/// Ten years of two sessions a day, twelve exercises each.
fn write_ten_years(folder: &Path) {
    let mut number = 0;
    for year in 2026..2036 {
        let mut text = String::new();
        for day in 0..365 {
            for hour in [7, 19] {
                line(&mut text, number, year, day, hour);
                number += 1;
            }
        }
        fs::write(folder.join(format!("{year}-laptop.jsonl")), text).expect("the folder was just made");
    }
    assert_eq!(number, 7_300);
}

fn line(text: &mut String, number: u32, year: u32, day: u32, hour: u32) {
    let (month, day) = (day / 31 + 1, day % 28 + 1);
    let mut push = |part: std::fmt::Arguments| text.write_fmt(part).expect("a string takes everything");
    push(format_args!(r#"{{"v":1,"id":"01K{number:023}","routine":"gentle-twelve","name":"Gentle twelve","#));
    push(format_args!(r#""routine_hash":"9f86d081884c7d659a2feaa0c55ad015","level":"low","#));
    push(format_args!(r#""started":"{year}-{month:02}-{day:02}T{hour:02}:02:11+01:00[Europe/Berlin]","#));
    push(format_args!(r#""ended":"{year}-{month:02}-{day:02}T{hour:02}:19:45+01:00[Europe/Berlin]","#));
    push(format_args!(r#""status":"completed","active_seconds":965,"paused_seconds":41.5,"#));
    push(format_args!(r#""pain":{{"before":4,"after":2}},"effort":"right","note":"stiff, slept badly","#));
    push(format_args!(r#""exercises":["#));
    for n in 0..12 {
        let comma = if n == 0 { "" } else { "," };
        push(format_args!(r#"{comma}{{"n":{n},"id":"single-knee-to-chest-{n}","status":"done","sets":2,"#));
        push(format_args!(r#""target":{{"sets":2,"reps":8,"hold":5}},"left":{{"reps":16,"seconds":80}},"#));
        push(format_args!(r#""right":{{"reps":16,"seconds":80.25}},"skip_reason":null}}"#));
    }
    push(format_args!(r#"],"app":"0.1.0"}}"#));
    text.push('\n');
}

fn ten_years(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_ten_years(folder.path());
    criterion.bench_function("read ten years of history", |bencher| {
        bencher.iter(|| {
            let history = History::read(folder.path()).expect("the folder is there");
            assert_eq!(history.records.len() + history.faults.len(), 7_300);
            black_box(history)
        });
    });
}

criterion_group!(benches, ten_years);
criterion_main!(benches);
