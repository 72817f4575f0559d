//! The arrows between the rooms, and the habits of the house, as tests over the source itself.
//!
//! `ARCHITECTURE.md` says why they are as they are; what is not in these tables may not be done.

mod source;

use std::{collections::BTreeSet, fs, path::Path};

use source::Source;

/// The rooms in reading order, and those that each may name.
const ROOMS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("threads", &[]),
    ("private", &[]),
    ("routine", &["diagnostic"]),
    ("plan", &["routine"]),
    ("figure", &["routine", "diagnostic"]),
    ("session", &["plan", "routine"]),
    ("speech", &["session", "plan", "routine"]),
    ("program", &["routine"]),
    ("history", &["program", "session", "plan", "routine", "diagnostic", "threads", "private"]),
    ("audio", &["session", "threads", "private"]),
    ("ui", &["history", "figure", "speech", "session", "plan", "routine", "diagnostic"]),
    (
        "runtime",
        &[
            "config",
            "ui",
            "figure",
            "audio",
            "history",
            "program",
            "speech",
            "session",
            "plan",
            "routine",
            "threads",
            "private",
            "diagnostic",
        ],
    ),
    ("config", &["ui", "speech", "routine", "diagnostic"]),
    (
        "cli",
        &[
            "config",
            "runtime",
            "ui",
            "figure",
            "audio",
            "history",
            "program",
            "speech",
            "session",
            "plan",
            "routine",
            "private",
            "diagnostic",
        ],
    ),
];

/// What lies outside the package and is touched in few places: by whom.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("ratatui", &["ui/", "runtime/"]),
    // The command line asks only how wide the terminal is.
    ("crossterm", &["ui/", "runtime/", "cli/output.rs"]),
    ("rodio", &["audio/"]),
    ("cpal", &["audio/"]),
    ("lewton", &["audio/bank/"]),
    ("toml", &["routine/", "figure/read/", "config/"]),
    ("include_dir", &["routine/", "figure/shipped.rs"]),
    ("clap", &["main.rs", "cli/"]),
    ("etcetera", &["config/"]),
    ("signal_hook", &["runtime/"]),
    ("rustix", &["runtime/", "history/", "audio/render/"]),
    ("jiff", &["program/", "history/", "ui/", "runtime/", "cli/"]),
    (
        "std::fs",
        &["private.rs", "routine/library", "history/", "audio/render/", "runtime/", "config/", "cli/"],
    ),
    // The history's files bear the machine's name, which some systems keep in the environment.
    ("std::env", &["history/store.rs", "threads/sabotage.rs", "runtime/", "config/", "cli/"]),
    // Threads begin in `threads/`, which has a table of them in `tests/exits/`; others wait for them, or count the cores.
    (
        "std::thread",
        &["threads/", "audio/device.rs", "history/cores.rs", "history/disk.rs", "runtime/remind/keys.rs"],
    ),
    ("mpsc", &["threads/", "audio/", "history/", "runtime/", "cli/"]),
    ("std::net", &[]),
    (
        "std::process",
        &["main.rs", "cli/", "audio/render/", "runtime/child.rs", "runtime/hooks.rs", "runtime/remind"],
    ),
];

/// Words that stand nowhere but here.
const WORDS: &[(&str, &[&str])] = &[
    // Clippy bans reading the clock and sleeping. The clock has to do the one; the device's own thread, which has no
    // channel to wait on, must do the other when a sound card floods it with errors. Nobody else lifts the ban.
    ("disallowed_methods", &["runtime/clock.rs", "audio/device.rs"]),
    ("Instant", &["runtime/clock.rs"]),
    ("SystemTime", &["runtime/clock.rs"]),
    ("unsafe", &[]),
];

/// A longer file than this has most likely grown a second idea.
const LONGEST: usize = 450;

/// The files that are longer all the same, and the one idea of each.
const LONG: &[(&str, &str)] = &[("ui/app.rs", "one match over every input, which is read best in one piece")];

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    source::all(&package().join("src"))
}

fn read(path: &str) -> String {
    fs::read_to_string(package().join(path)).expect("a file of the package is readable")
}

#[test]
fn every_room_names_only_the_rooms_below_it() {
    let mut faults = Vec::new();
    for source in sources() {
        let room = source.room();
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            continue;
        };
        for named in source.rooms_named() {
            let is_room = ROOMS.iter().any(|(name, _)| *name == named.name);
            if is_room && named.name != room && !allowed.contains(&named.name.as_str()) {
                faults.push(format!("src/{}:{}: {room} names {}", source.path, named.line, named.name));
            }
        }
    }
    assert!(faults.is_empty(), "arrows that ARCHITECTURE.md does not have:\n{}", faults.join("\n"));
}

#[test]
fn the_outside_is_touched_where_the_tables_say() {
    let mut faults = Vec::new();
    for source in sources() {
        let is_allowed = |places: &[&str]| places.iter().any(|place| source.path.starts_with(place));
        for (name, places) in OUTSIDE {
            if !is_allowed(places) {
                faults.extend(
                    source.names(name).iter().map(|line| format!("src/{}:{line}: {name}", source.path)),
                );
            }
        }
        for (word, places) in WORDS {
            if !is_allowed(places) {
                faults.extend(
                    source.says(word).iter().map(|line| format!("src/{}:{line}: {word}", source.path)),
                );
            }
        }
    }
    assert!(faults.is_empty(), "named where it may not be:\n{}", faults.join("\n"));
}

#[test]
fn nothing_of_ours_is_unsafe() {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("cargo has read it");
    // `forbid` holds for everything that cargo builds of the package, and no attribute lifts it.
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let folders = ["src", "tests", "benches", "examples", "assets"];
    let found: Vec<_> =
        folders.iter().flat_map(|folder| source::places(package(), folder, "unsafe")).collect();
    assert!(found.is_empty(), "unsafe code at {}", found.join(", "));
    // So that nobody looks in vain.
    assert!(source::places(package(), "tests", "forbid").is_empty());
    assert!(!source::places(package(), "tests", "nothing_of_ours_is_unsafe").is_empty());
}

#[test]
fn the_library_lists_its_rooms_in_reading_order() {
    let sources = sources();
    let lib = sources.iter().find(|source| source.path == "lib.rs").expect("there is a lib.rs");
    let rooms: Vec<_> = ROOMS.iter().map(|(name, _)| *name).collect();
    assert_eq!(lib.public_modules(), rooms);
    let found: BTreeSet<_> =
        sources.iter().map(Source::room).filter(|room| !["lib", "main"].contains(room)).collect();
    assert_eq!(found, rooms.into_iter().collect());
}

#[test]
fn the_code_map_names_every_room_in_reading_order() {
    let rooms: Vec<_> = ROOMS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let found: Vec<_> = code_map().into_iter().map(|(room, _)| room).collect();
    assert_eq!(found, rooms);
}

#[test]
fn what_the_code_map_names_is_in_its_room() {
    let sources = sources();
    let mut faults = Vec::new();
    for (room, text) in code_map() {
        for name in text.split('`').skip(1).step_by(2) {
            let is_word = name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
            let mut of_room = sources.iter().filter(|source| source.room() == room);
            if is_word && !of_room.any(|source| !source.says(name).is_empty()) {
                faults.push(format!("{room}: {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "ARCHITECTURE.md names what is not there: {faults:?}");
}

#[test]
fn the_tests_that_the_architecture_names_exist() {
    let text = read("ARCHITECTURE.md");
    let named: Vec<_> =
        text.split('`').skip(1).step_by(2).filter(|name| name.starts_with("tests/")).collect();
    assert!(named.len() > 4, "{named:?}");
    let missing: Vec<_> = named.into_iter().filter(|name| !package().join(name).exists()).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names what is not there: {missing:?}");
}

/// The rooms of ARCHITECTURE.md's code map, each with its paragraph.
fn code_map() -> Vec<(String, String)> {
    let text = read("ARCHITECTURE.md");
    let map = text.split("\n## Code map").nth(1).expect("there is a code map");
    let map = map.split("\n## ").next().unwrap_or_default();
    map.split("\n### `")
        .skip(1)
        .map(|part| {
            let (room, text) = part.split_once('`').expect("a room's name is closed");
            (room.trim_end_matches('/').trim_end_matches(".rs").to_owned(), text.to_owned())
        })
        .collect()
}

#[test]
fn the_long_files_are_named_with_their_reason() {
    let long: Vec<_> =
        sources().into_iter().filter(|source| source.lines > LONGEST).map(|source| source.path).collect();
    let named: Vec<_> = LONG.iter().map(|(path, _)| *path).collect();
    assert_eq!(
        long, named,
        "longer than {LONGEST} lines: split what is not named, strike what is no longer long"
    );
}

#[test]
fn every_file_says_first_what_it_is() {
    let silent: Vec<_> = sources()
        .iter()
        .filter(|source| source.path != "main.rs" && !source.text.starts_with("//! "))
        .map(|source| format!("src/{}", source.path))
        .collect();
    assert!(silent.is_empty(), "no `//!` line at the top of: {}", silent.join(", "));
}
