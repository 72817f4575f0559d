//! How long it takes to read ten years of two sessions a day, and a hundred thousand sessions.

#[path = "made/history.rs"]
mod make_history;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use supple::{
    figure,
    history::{
        progression::{Sheet, follow},
        reading::History,
        record::Record,
        select::Filter,
        stats::stats,
    },
    routine::Library,
};

fn read(criterion: &mut Criterion, name: &str, sessions: u32, per_day: u32) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    make_history::write(folder.path(), sessions, per_day, date(2036, 11, 20));
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| {
            let history = History::read(folder.path()).expect("the folder is there");
            assert_eq!(history.records.len(), sessions as usize);
            black_box(history)
        });
    });
}

fn ten_years(criterion: &mut Criterion) {
    read(criterion, "read ten years of history", 7_300, 2);
}

fn hundred_thousand(criterion: &mut Criterion) {
    read(criterion, "read a hundred thousand sessions", 100_000, 12);
}

fn filters(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    make_history::write(folder.path(), 7_300, 2, date(2036, 11, 20));
    let history = History::read(folder.path()).expect("the folder is there");
    let filter = Filter { since: Some(date(2036, 10, 23)), ..Filter::default() };
    criterion.bench_function("four weeks out of ten years", |bencher| {
        bencher.iter(|| history.records.iter().filter(|record| filter.admits(record)).count());
    });
}

/// What every view of the history computes from what was read.
fn figures(criterion: &mut Criterion) {
    let library = Library::open(None).with_figures(figure::ids().map(Into::into));
    let routine = library.routine("gentle-twelve").ok().and_then(|found| found.value).expect("it is shipped");
    let sheet = Sheet::of(&routine);
    for (sessions, per_day, name) in [(7_300, 2, "ten years"), (100_000, 12, "a hundred thousand sessions")] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let last = date(2036, 11, 20);
        make_history::write(folder.path(), sessions, per_day, last);
        let history = History::read(folder.path()).expect("the folder is there");
        let records: Vec<&Record> = history.records.iter().collect();
        criterion.bench_function(&format!("the figures of {name}"), |bencher| {
            bencher.iter(|| black_box(stats(&records, last, None)));
        });
        criterion.bench_function(&format!("the progression of {name}"), |bencher| {
            bencher.iter(|| black_box(follow(&sheet, &history.records)));
        });
    }
}

criterion_group!(
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = ten_years, hundred_thousand, filters, figures
);
criterion_main!(benches);
