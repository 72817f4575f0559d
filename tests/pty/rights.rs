//! Nobody else who has an account on the machine reads what is written down.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use crate::{AT_WORK, home::Home, pty::Tty};

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

/// Everything below a folder that others have a right to, and everything else.
fn shared_and_private(folder: &Path) -> (Vec<String>, Vec<PathBuf>) {
    let (mut shared, mut private) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let within = shared_and_private(&path);
            shared.extend(within.0);
            private.extend(within.1);
        }
        let mode = mode(&path);
        if mode.is_multiple_of(0o100) {
            private.push(path);
        } else {
            shared.push(format!("{mode:o} {}", path.display()));
        }
    }
    (shared, private)
}

#[test]
fn nobody_else_reads_what_is_written_down() {
    let home = Home::of_a_newcomer();
    // A shell that lets everybody do everything with what is made.
    let careless = ["sh", "-c", r#"umask 0; exec "$0" "$@""#, env!("CARGO_BIN_EXE_supple")];
    let words = [&careless[..], &["run", "demo", "--from", "childs", "--speed", "8"]].concat();
    let mut tty = Tty::program(&home, &words, 100, 30, &[("COLORTERM", "truecolor")]);
    tty.wait_for(&["CHILD'S POSE", AT_WORK]);
    let seen = |folder: &Path, ending: &str| {
        let (shared, private) = shared_and_private(folder);
        assert!(shared.is_empty(), "others may use {shared:#?}");
        assert!(private.iter().any(|path| path.to_string_lossy().ends_with(ending)), "{ending}: {private:?}");
    };
    tty.wait_until("the socket", || home.runtime().join("supple").exists());
    seen(home.runtime(), ".sock");
    seen(&home.path().join("state/supple/journal"), ".jsonl");
    seen(home.path(), "state/supple/supple.log");
    tty.press("q");
    tty.wait_for(&["Stop here?"]);
    tty.press("y");
    tty.wait_until("the record", || !home.records().is_empty());
    seen(&home.path().join("data/supple/history"), ".jsonl");
    tty.press("q");
    tty.wait_end();
    // Routines get the rights that the shell gives; their folder is closed.
    assert!(home.run(&["new", "Neck"]).status.success());
    assert_eq!(mode(&home.path().join("config/supple")), 0o700);
}

#[test]
fn rights_that_were_given_by_hand_stay() {
    let home = Home::new();
    let history = home.path().join("data/supple/history");
    fs::create_dir_all(&history).unwrap();
    let before = mode(&history);
    assert!(home.run(&["log", "add", "gentle-twelve"]).status.success());
    let file = fs::read_dir(&history).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_file());
    let file = file.unwrap();
    assert_eq!((mode(&file), mode(&history)), (0o600, before));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(home.run(&["log", "add", "gentle-twelve"]).status.success());
    assert_eq!((mode(&file), home.records().len()), (0o640, 2));
}
