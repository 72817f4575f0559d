//! How long it takes to check files: a thousand routines of the shipped size may take 150 ms.

use std::{fs, hint::black_box, path::Path};

use criterion::{Criterion, criterion_group, criterion_main};
use supple::{
    diagnostic::{Look, render},
    routine::Library,
};

const FILES: usize = 1_000;

/// A folder of copies of this file.
fn copies(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for n in 0..FILES {
        fs::write(folder.path().join(format!("r{n}.toml")), text).expect("a file can be written there");
    }
    folder
}

/// Reads and checks all of them with one library, and says what there is to say.
fn check(folder: &Path) -> usize {
    let library = Library::open(None);
    let said = (0..FILES).map(|n| {
        let found = library.file(&folder.join(format!("r{n}.toml"))).expect("the file is there");
        render(&found.path, &found.source, &found.diagnostics, Look::default()).len()
    });
    said.sum()
}

fn benchmarks(criterion: &mut Criterion) {
    let good = copies(include_str!("../routines/gentle-twelve.toml"));
    assert_eq!(check(good.path()), 0, "the shipped routine is good");
    criterion
        .bench_function("check 1,000 good files", |bencher| bencher.iter(|| black_box(check(good.path()))));
    let bad = copies(include_str!("../tests/check/many.toml"));
    assert!(check(bad.path()) > 0, "the bad file is bad");
    criterion.bench_function("check 1,000 files with 12 faults each", |bencher| {
        bencher.iter(|| black_box(check(bad.path())));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = benchmarks
}
criterion_main!(benches);
