//! Bytes of strangers: what the fuzzer has found so far, tried again, and what somebody might think of who means harm.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test says what is wrong by panicking")]

#[cfg(unix)]
mod attacks;
#[cfg(unix)]
#[expect(dead_code, reason = "what other tests need of a home")]
#[path = "../common/home.rs"]
mod home;
mod targets;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use targets::{TARGETS, Target};

/// The inputs of a target: those from which the fuzzer goes on, and all that ever broke something.
fn inputs(target: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for kind in ["corpus", "crashes"] {
        let folder = Path::new("tests/fuzz").join(kind).join(target);
        let Ok(entries) = fs::read_dir(folder) else { continue };
        files.extend(entries.map(|entry| entry.unwrap().path()));
    }
    files.sort();
    files
}

fn try_again(name: &str) {
    let (_, target): (_, Target) = TARGETS.into_iter().find(|(known, _)| *known == name).unwrap();
    let files = inputs(name);
    assert!(!files.is_empty(), "{name} has a corpus");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let held = catch_unwind(AssertUnwindSafe(|| target(&bytes)));
        assert!(held.is_ok(), "{} breaks a promise, as it says above", file.display());
    }
}

/// So that they run beside each other.
macro_rules! each {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            try_again(stringify!($name));
        })*

        #[test]
        fn every_target_is_tried() {
            let tried = [$(stringify!($name)),*];
            assert_eq!(TARGETS.map(|(name, _)| name), tried);
        }
    };
}

each! { routine exercise program config history control spoken }
