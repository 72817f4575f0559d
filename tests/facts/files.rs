//! Every shipped file is one that `supple check` has nothing to say about, but for what is listed here.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use supple::routine::Library;

/// What `check` may say of a shipped file without being an error, and why it is earned: the file, a part of the
/// message, the reason.
const EARNED: &[(&str, &str, &str)] = &[
    ("routines/core-eight.toml", "changes position 9 times", "the order is the clinic's"),
    ("routines/essential-six.toml", "changes position 4 times", "the order is that of its numbers"),
    ("routines/gentle-twelve.toml", "changes position 8 times", "the order is that of its numbers"),
];

/// Asks the program itself: it has more to say than the library alone.
#[test]
fn every_file_passes_and_what_is_said_of_it_is_earned() {
    let home = tempfile::tempdir().unwrap();
    let names: Vec<_> =
        shipped().iter().map(|path| path.strip_prefix(package()).unwrap().to_path_buf()).collect();
    let output = Command::new(env!("CARGO_BIN_EXE_supple"))
        .args(["check", "--json"])
        .args(&names)
        .current_dir(package())
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap();
    let reports: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();

    let mut faults = Vec::new();
    let mut said = vec![0; EARNED.len()];
    for report in &reports {
        let word = |key: &str| report[key].as_str().unwrap();
        let (file, severity, message) = (word("file"), word("severity"), word("message"));
        let earned = EARNED.iter().position(|(of, part, _)| *of == file && message.contains(part));
        match earned {
            Some(earned) if severity != "error" => said[earned] += 1,
            _ => faults.push(format!("{file}: {severity}: {message}")),
        }
    }
    for (times, (file, part, why)) in said.iter().zip(EARNED) {
        if *times == 0 {
            faults.push(format!("{file} no longer earns \"{part}\" ({why})"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_file_begins_with_its_schema() {
    for path in shipped() {
        let text = fs::read_to_string(&path).unwrap();
        let (up, kind) = match path.parent().unwrap().file_name().unwrap().to_str().unwrap() {
            "routines" => ("..", "routine"),
            "exercises" => ("../..", "exercise"),
            "programs" => ("../..", "program"),
            other => panic!("what is a file in {other}?"),
        };
        let line = format!("#:schema {up}/assets/schema/{kind}.json");
        assert_eq!(text.lines().next(), Some(line.as_str()), "{}", path.display());
    }
}

/// The library in the program is the folder in the source.
#[test]
fn every_file_is_in_the_program() {
    let library = Library::open(None);
    let mut ids = [library.routine_ids(), library.exercise_ids()].concat();
    ids.sort_unstable();
    let in_folder = |path: &PathBuf| path.parent().unwrap().file_name().unwrap() != "programs";
    let mut stems: Vec<String> = shipped()
        .iter()
        .filter(|path| in_folder(path))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    stems.sort_unstable();
    assert_eq!(ids, stems);
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shipped() -> Vec<PathBuf> {
    let routines = package().join("routines");
    let mut files = Vec::new();
    for folder in [routines.clone(), routines.join("exercises"), routines.join("programs")] {
        let entries = folder.read_dir().into_iter().flatten();
        files.extend(
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|extension| extension == "toml")),
        );
    }
    files.sort_unstable();
    files
}
