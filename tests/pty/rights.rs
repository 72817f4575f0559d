//! Nobody else who has an account on the machine reads what is written down.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
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

/// A shell that lets everybody do everything with what is made.
const CARELESS: [&str; 4] = ["sh", "-c", r#"umask 0; exec "$0" "$@""#, env!("CARGO_BIN_EXE_supple")];

#[track_caller]
fn run_carelessly(home: &Home, args: &[&str]) {
    let mut command = Command::new(CARELESS[0]);
    command.args(&CARELESS[1..]).args(args).env_clear().envs(home.environment()).stdin(Stdio::null());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
}

/// Something with this ending is there, and nothing is for others.
#[track_caller]
fn seen(folder: &Path, ending: &str) {
    let (shared, private) = shared_and_private(folder);
    assert!(shared.is_empty(), "others may use {shared:#?}");
    assert!(private.iter().any(|path| path.to_string_lossy().ends_with(ending)), "{ending}: {private:?}");
}

#[test]
fn nobody_else_reads_what_is_written_down() {
    let home = Home::of_a_newcomer();
    let words = [&CARELESS[..], &["run", "demo", "--from", "childs", "--speed", "8"]].concat();
    let mut tty = Tty::program(&home, &words, 100, 30, &[("COLORTERM", "truecolor")]);
    tty.wait_for(&["CHILD'S POSE", AT_WORK]);
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
}

/// What commands leave behind that no session runs for.
#[test]
fn nobody_else_reads_what_was_decided_asked_for_or_written() {
    let home = Home::of_a_newcomer();
    run_carelessly(&home, &["new", "Neck"]);
    seen(&home.path().join("config"), "routines/neck.toml");
    run_carelessly(&home, &["program", "start", "back-care-8-weeks", "--yes"]);
    seen(&home.path().join("data/supple/programs"), ".jsonl");
    run_carelessly(&home, &["log", "add", "gentle-twelve", "--note", "stiff"]);
    seen(home.path(), "history");
    // What is named by a path is the shell's to decide.
    let path = home.path().join("mine.toml");
    run_carelessly(&home, &["new", path.to_str().unwrap()]);
    assert_eq!(mode(&path), 0o666);

    let mut tty =
        Tty::program(&home, &[&CARELESS[..], &["remind", "neck", "--every", "30m"]].concat(), 100, 30, &[]);
    tty.wait_for(&["next at"]);
    seen(&home.runtime().join("supple"), ".json");
    tty.press("q");
    assert_eq!(tty.wait_end(), 0);
}

/// A text that no recorded word stands for is kept as sound.
#[test]
#[cfg(feature = "sound")]
fn nobody_else_hears_what_was_spoken() {
    let home = Home::new();
    home.routine(
        "own",
        "format = 1\nname = \"Own\"\n[[step]]\nname = \"Quibbling flamingo\"\nhold = \"60s\"\n",
    );
    let sound = home.path().join("sound.wav");
    fs::write(&sound, a_sound()).unwrap();
    home.settings(&format!("speech = \"command\"\nspeech_command = [\"cat\", \"{}\"]\n", sound.display()));
    let mut tty = Tty::program(&home, &[&CARELESS[..], &["run", "own"]].concat(), 100, 30, &[]);
    let voice = home.path().join(".cache/supple/voice");
    let is_kept = || {
        let entries = fs::read_dir(&voice).into_iter().flatten();
        entries.flatten().any(|entry| entry.path().extension().is_some_and(|kind| kind == "wav"))
    };
    tty.wait_until("a text that was spoken", is_kept);
    seen(&home.path().join(".cache"), ".wav");
    tty.signal(rustix::process::Signal::TERM);
    assert_eq!(tty.wait_end(), 130);
}

/// A tenth of a second of a tone, as WAV: 16 bits, 16,000 a second.
#[cfg(feature = "sound")]
fn a_sound() -> Vec<u8> {
    let samples: Vec<u8> =
        (0..1600_i16).flat_map(|n| (if n % 32 < 16 { 9_000_i16 } else { -9_000 }).to_le_bytes()).collect();
    let size = u32::try_from(samples.len()).unwrap();
    let mut wav = [b"RIFF", &(size + 36).to_le_bytes()[..], b"WAVEfmt \x10\0\0\0\x01\0\x01\0"].concat();
    wav.extend([16_000_u32.to_le_bytes(), 32_000_u32.to_le_bytes(), *b"\x02\0\x10\0", *b"data"].concat());
    wav.extend(size.to_le_bytes());
    wav.extend(samples);
    wav
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
