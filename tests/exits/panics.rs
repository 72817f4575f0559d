//! A panic in each thread and each place, and an error inside the drawing: the terminal is as before, the words are said,
//! and the session is kept.
//!
//! Threads begin in one place of the source, `src/threads/`, by which each has a place to panic in; the tables here are
//! compared with the source, so that none is forgotten.

use std::{
    collections::BTreeSet,
    fs,
    io::{Read as _, Write as _},
    os::unix::net::{UnixListener, UnixStream},
    path::{Path, PathBuf},
};

use crate::{GHOSTTY, assert_given_back, home, home::Home, places::Place, pty::Tty, report};

/// A thread, or a place, and what has to be done until it panics.
struct Row {
    name: &'static str,
    /// What supple is called with.
    args: &'static [&'static str],
    settings: &'static str,
    /// Pressed one after the other, each as soon as its words are on the screen.
    keys: &'static [(&'static str, &'static str)],
    /// Somebody asks the session for this.
    command: &'static str,
}

const RUN: &[&str] = &["run", "long", "--mute"];
const SOUNDING: &[&str] = &["run", "long"];
const LINES: &[&str] = &["run", "long", "--mute", "--plain"];
const HOLD: &str = "enter enough";
const AT_HOME: &str = "h history";

const fn row(name: &'static str, args: &'static [&'static str]) -> Row {
    Row { name, args, settings: "", keys: &[], command: "" }
}

/// Threads of sessions and screens.
const THREADS: &[Row] = &[
    row("signals", RUN),
    row("input", RUN),
    row("stdin", LINES),
    row("errand", RUN),
    row("history", RUN),
    row("sound", SOUNDING),
    row("sound-open", SOUNDING),
    row("control", RUN),
    row("courier", RUN),
    row("cores", &["history"]),
    row("past", &["history"]),
    row("desktop", RUN),
    row("speech", SOUNDING),
    row("speech-end", SOUNDING),
    Row { settings: HOOKS, ..row("hooks", RUN) },
    Row { settings: HOOKS, ..row("child", RUN) },
    Row {
        keys: &[(AT_HOME, "\r"), (HOLD, "q"), ("Stop here?", "y"), ("Kept in", "q")],
        ..row("last-sound", &[])
    },
    Row {
        keys: &[(AT_HOME, "h"), ("Overview", "\t"), ("One long", "d"), ("Delete it?", "y")],
        ..row("shelf", &[])
    },
    Row { keys: &[(HOLD, "q"), ("Stop here?", "y"), ("Kept in", "q")], ..row("farewell", RUN) },
];

/// Threads of commands, which have no session.
const OF_THE_DOCTOR: &[&str] = &["sound-search", "desktop-look"];
const OF_A_REMINDER: &[&str] = &["desktop-ask", "desktop-say", "keys", "clocks"];

/// Begun where there is a sound card.
const WITH_A_CARD: &str = "sound-close";

const HOOKS: &str = "[hooks]\nsession_started = [\"true\"]\n";

/// Places in the midst of the work.
const PLACES: &[Row] = &[
    row("draw", RUN),
    row("picture", RUN),
    row("lines", LINES),
    row("keeper", RUN),
    Row { keys: &[(HOLD, "\x0c")], ..row("redraw", RUN) },
    Row { keys: &[(HOLD, "z")], ..row("key", RUN) },
    row("sound", SOUNDING),
    Row { keys: &[(HOLD, "resize")], ..row("signal", RUN) },
    Row { command: "status", ..row("peer", RUN) },
    Row { command: "pause", ..row("command", RUN) },
];

/// There is no session yet, or none any more.
const WITHOUT_A_SESSION: &[&str] =
    &["errand", "input", "cores", "past", "signals", "stdin", "draw", "picture"];

#[test]
fn a_panic_in_each_thread() {
    for row in THREADS {
        let said = || panics(row, "SUPPLE_PANIC_IN", &format!("the thread `{}`", row.name), &[]);
        // Who takes leave may be gone before that thread has begun, but not every time.
        let tries = if row.name == "farewell" { 20 } else { 1 };
        assert!((0..tries).any(|_| said()), "the thread `{}` never panicked", row.name);
    }
    report(&format!("a panic in {} threads", THREADS.len()));
}

/// Nobody has gone on from there, so it comes again.
#[test]
fn a_panic_while_the_sound_is_tried() {
    for name in ["sound", "sound-open"] {
        let home = home();
        Place::Hearing.prepare(&home);
        let mut tty = Tty::supple_with(&home, &[], 100, 30, &[GHOSTTY, ("SUPPLE_PANIC_IN", name)]);
        assert_eq!(tty.wait_end(), 1, "{name}");
        assert_given_back(&tty, &format!("a panic in {name}, while the sound is tried"));
        assert!(tty.text().contains("what you have done is kept"), "{name}: {}", tty.text());
        assert!(!home.path().join("state/supple/sound-tried").exists(), "{name}");
    }
}

#[test]
fn a_panic_in_each_place() {
    for row in PLACES {
        assert!(panics(row, "SUPPLE_PANIC", &format!("a panic at `{}`", row.name), &[]));
    }
    report(&format!("a panic in {} places", PLACES.len()));
}

#[test]
#[cfg(feature = "sound")]
fn a_panic_while_the_sound_card_is_closed() {
    let rig = crate::rig::Rig::start();
    let environment = rig.environment();
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let row = Row { keys: &[(HOLD, "")], ..row(WITH_A_CARD, SOUNDING) };
    assert!(panics(&row, "SUPPLE_PANIC_IN", &format!("the thread `{WITH_A_CARD}`"), &environment));
}

/// Gives whether the panic was said, which it must be unless the program was leaving already.
#[track_caller]
fn panics(row: &Row, variable: &str, said: &str, environment: &[(&str, &str)]) -> bool {
    let name = row.name;
    let home = home();
    home.settings(row.settings);
    write_history(&home);
    // A bus on which nobody ever answers.
    let bus = home.runtime().join("bus");
    let _bus = UnixListener::bind(&bus).unwrap();
    let address = format!("unix:path={}", bus.display());
    let environment =
        [&[GHOSTTY, (variable, name), ("DBUS_SESSION_BUS_ADDRESS", &*address)], environment].concat();
    let mut tty = Tty::supple_with(&home, row.args, 100, 30, &environment);
    for (shown, key) in row.keys {
        tty.wait_for(&[shown]);
        if *key == "resize" {
            tty.resize(90, 28);
        } else {
            tty.press(key);
        }
    }
    if !row.command.is_empty() {
        tty.wait_for(&[HOLD]);
        ask(&home, row.command);
    }
    let status = tty.wait_end();
    // Whoever was leaving anyway has left.
    assert!(status == 1 || (name == "farewell" && status == 130), "{name}: {status}");
    assert_given_back(&tty, &format!("a panic in {name}"));
    let raw = tty.raw();
    let text = String::from_utf8_lossy(&raw);
    let is_said = text.contains(said);
    assert!(is_said || status == 130, "{name}: {text}");
    if status == 1 {
        assert!(tty.text().contains("what you have done is kept"), "{name}: {}", tty.text());
    }
    let mut sessions = home.records();
    sessions.retain(|record| !record["id"].as_str().unwrap().starts_with("01A"));
    let printed = text.contains("This is its record") && text.contains(r#""status":"stopped""#);
    if !WITHOUT_A_SESSION.contains(&name) && row.args != ["history"] && !row.args.is_empty() {
        let kept = sessions.len() == 1 && sessions[0]["status"] == "stopped" && home.journals().is_empty();
        assert!(kept || printed, "{name}: {sessions:?}: {text}");
    }
    assert!(home.journals().is_empty() || printed, "{name}: a journal is left");
    is_said
}

/// Of what happens inside the drawing, and between drawings.
#[test]
fn an_error_of_the_terminal() {
    for (place, keys) in [("draw", ""), ("redraw", "\x0c")] {
        let home = home();
        let mut tty = Tty::supple_with(&home, RUN, 100, 30, &[GHOSTTY, ("SUPPLE_FAULT", place)]);
        if !keys.is_empty() {
            tty.wait_for(&[HOLD]);
            tty.press(keys);
        }
        assert_eq!(tty.wait_end(), 1, "{place}");
        assert_given_back(&tty, place);
        let text = tty.text();
        assert!(text.contains(&format!("SUPPLE_FAULT asks for a fault at `{place}`")), "{place}: {text}");
        if place == "redraw" {
            crate::assert_kept(&home, place);
        }
    }
}

/// The doctor finds something else than there is, or nothing, and goes on; what it was goes to the log.
#[test]
#[cfg(feature = "desktop")]
fn a_panic_in_each_thread_of_the_doctor() {
    for name in OF_THE_DOCTOR {
        let home = home();
        let bus = home.runtime().join("bus");
        let _bus = UnixListener::bind(&bus).unwrap();
        let mut tty = Tty::supple_with(&home, &["doctor"], 100, 60, &[("SUPPLE_PANIC_IN", name)]);
        // There is no sound card.
        assert_eq!(tty.wait_end(), 3, "{name}: {}", tty.text());
        assert_given_back(&tty, name);
        let log = fs::read_to_string(home.path().join("state/supple/supple.log")).unwrap();
        assert!(log.contains(&format!("the thread `{name}`")), "{name}: {log}");
        assert!(tty.text().contains("The running session and the log"), "{name}: {}", tty.text());
    }
}

/// A reminder says what has happened, goes on, and gives back what it has taken.
#[test]
#[cfg(feature = "desktop")]
fn a_panic_in_each_thread_of_a_reminder() {
    use std::os::unix::fs::PermissionsExt as _;

    let bin = |home: &Home| {
        let bin = home.path().join("bin");
        fs::create_dir(&bin).unwrap();
        fs::write(bin.join("notify-send"), "#!/bin/sh\necho start\n").unwrap();
        fs::set_permissions(bin.join("notify-send"), fs::Permissions::from_mode(0o755)).unwrap();
        bin.display().to_string()
    };
    for name in OF_A_REMINDER {
        let home = home();
        // Nobody listens there: what is asked goes to `notify-send`, which answers at once.
        let bus = format!("unix:path={}", home.runtime().join("bus").display());
        let path = bin(&home);
        let env = [("SUPPLE_PANIC_IN", *name), ("DBUS_SESSION_BUS_ADDRESS", &*bus), ("PATH", &*path)];
        let mut tty = if *name == "desktop-say" {
            // Said only to those who have no terminal in which the session could begin.
            let script = "exec \"$0\" remind long --every 1s </dev/null";
            let words = ["/bin/sh", "-c", script, env!("CARGO_BIN_EXE_supple")];
            Tty::program(&home, &words, 100, 60, &env)
        } else {
            let every = if *name == "desktop-ask" { "1s" } else { "30m" };
            Tty::supple_with(&home, &["remind", "long", "--every", every], 100, 60, &env)
        };
        tty.wait_for(&[&format!("the thread `{name}`")]);
        // It is still there.
        if *name == "desktop-ask" {
            tty.wait_for(&["Time for a break"]);
            tty.press("x");
            tty.wait("the next one", |text| text.matches("next at").count() > 1);
        }
        tty.signal(rustix::process::Signal::TERM);
        assert_eq!(tty.wait_end(), 0, "{name}: {}", tty.text());
        assert_given_back(&tty, name);
    }
    report(&format!("a panic in {} threads of commands", OF_THE_DOCTOR.len() + OF_A_REMINDER.len()));
}

/// Every place in the source at which a thread begins, and every place that can be made to panic, is in the tables.
#[test]
fn none_is_forgotten() {
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let (mut threads, mut places) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        if !file.ends_with("threads/mod.rs") && !file.ends_with("tests.rs") {
            for other in ["thread::spawn(", "thread::Builder", "spawn_scoped(", "scope.spawn("] {
                assert!(!text.contains(other), "{} begins a thread by another door: {other}", file.display());
            }
            let begun = ["threads::begin(\"", "threads::begin_with(\"", "threads::begin_within(scope, \""];
            let named: Vec<_> = begun.iter().flat_map(|before| names(text, before)).collect();
            places.extend(names(text, "threads::point(\""));
            let begun = text.matches("threads::begin").count();
            assert_eq!(begun, named.len(), "{}: a thread without a name of its own", file.display());
            threads.extend(named);
        }
    }
    let tried = |rows: &[Row]| rows.iter().map(|row| row.name.to_owned()).collect::<BTreeSet<_>>();
    let mut tried_threads = tried(THREADS);
    let others = OF_THE_DOCTOR.iter().chain(OF_A_REMINDER).chain([&WITH_A_CARD]);
    tried_threads.extend(others.map(|name| (*name).to_owned()));
    assert_eq!(threads, tried_threads, "the threads of the source, and those of the table");
    assert_eq!(places, tried(PLACES), "the places of the source, and those of the table");
}

fn names(text: &str, before: &str) -> Vec<String> {
    text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Of two years, so that there is something to share among cores.
fn write_history(home: &Home) {
    let folder = home.path().join("data/supple/history");
    fs::create_dir_all(&folder).unwrap();
    for year in [2024, 2025] {
        let line = format!(
            r#"{{"v":1,"id":"01A{year}","routine":"long","name":"One long hold","started":"{year}-01-05T07:02:11+01:00[Europe/Berlin]","ended":"{year}-01-05T07:20:11+01:00[Europe/Berlin]","status":"completed","active_seconds":965,"paused_seconds":0,"exercises":[],"app":"0.1.0"}}"#
        );
        fs::write(folder.join(format!("{year}-elsewhere.jsonl")), line + "\n").unwrap();
    }
}

/// Has somebody ask the session for something. There may be no answer any more.
fn ask(home: &Home, words: &str) {
    let sockets = fs::read_dir(home.runtime().join("supple")).unwrap();
    let socket = sockets.map(|socket| socket.unwrap().path()).next().unwrap();
    let mut stream = UnixStream::connect(socket).unwrap();
    stream.write_all(format!("{words}\n").as_bytes()).unwrap();
    stream.set_read_timeout(Some(crate::pty::PATIENCE)).unwrap();
    let _ = stream.read(&mut [0; 64]);
}
