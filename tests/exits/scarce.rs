//! A system that gives little: descriptors, threads, memory, room in files. Whatever is missing, nothing panics and
//! nothing is lost in silence.

use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt, chown},
        net::UnixListener,
    },
    path::{Path, PathBuf},
};

use rustix::process::{Signal, getuid};

use crate::{assert_given_back, home, home::Home, pty::Tty, report, shows_or_ends};

/// What became of a session at a terminal under some limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It did not begin, and said why.
    Refused,
    /// It was played, and is in the history.
    Kept,
    /// It was played, and printed at the end since there was no other way to keep it.
    Printed,
    /// An allocation has failed, which ends a program in Rust as a kill does: the journal is there.
    CutOff,
}

/// A session in its hold, if it comes to that, which is told to end. The words are those of a command that becomes the
/// program.
#[track_caller]
fn tried(home: &Home, limit: &str, words: &[&str]) -> Outcome {
    tried_with(home, limit, words, &[], false)
}

#[track_caller]
fn tried_with(
    home: &Home,
    limit: &str,
    words: &[&str],
    env: &[(&str, &str)],
    may_be_cut_off: bool,
) -> Outcome {
    let mut tty = Tty::program(home, words, 100, 30, env);
    let plays = shows_or_ends(&mut tty, "enter enough");
    if plays {
        if !env.is_empty() {
            // The card is opened a moment after the hold has begun.
            tty.observe(1);
        }
        tty.signal(Signal::TERM);
    }
    let status = tty.wait_end();
    // Standard error goes to the log while the screen is up.
    let log = fs::read_to_string(home.path().join("state/supple/supple.log")).unwrap_or_default();
    let is_cut_off = (log + &String::from_utf8_lossy(&tty.raw())).contains("memory allocation of");
    if is_cut_off && may_be_cut_off {
        home.run(&["log", "recover", "--keep"]);
        assert!(!plays || home.records().len() == 1, "{limit}: it is lost");
        return Outcome::CutOff;
    }
    assert!(tty.modes() == tty.modes_before, "{limit}: {}", String::from_utf8_lossy(&tty.raw()));
    assert_given_back(&tty, limit);
    let raw = tty.raw();
    let said = String::from_utf8_lossy(&raw);
    assert!(!said.contains("panicked") && !said.contains("fault in supple itself"), "{limit}: {said}");
    if !plays {
        assert_ne!(status, 0, "{limit}");
        assert!(!tty.text().trim().is_empty() || may_be_cut_off, "{limit}: {status}, and not a word");
        return Outcome::Refused;
    }
    if home.records().iter().any(|record| record["status"] == "stopped") {
        assert_eq!(status, 130, "{limit}");
        // A journal that could not be taken away is no second session.
        let recovered = home.run(&["log", "recover"]);
        let recovered = String::from_utf8(recovered.stdout).unwrap();
        assert_eq!(recovered, "No session was interrupted.\n", "{limit}");
        return Outcome::Kept;
    }
    assert!(said.contains(r#""status":"stopped""#), "{limit}: it is lost: {said}");
    Outcome::Printed
}

/// Where the outcomes change, from limit to limit.
fn borders(outcomes: &[(u32, Outcome)]) -> Vec<(u32, Outcome)> {
    let mut borders = outcomes.to_vec();
    borders.dedup_by_key(|(_, outcome)| *outcome);
    borders
}

#[test]
fn few_descriptors() {
    let outcomes: Vec<_> = (3..=28)
        .map(|limit| {
            let home = home();
            let script = format!("ulimit -n {limit}; exec \"$0\" run long --mute");
            let words = ["sh", "-c", &script, env!("CARGO_BIN_EXE_supple")];
            (limit, tried(&home, &format!("{limit} descriptors"), &words))
        })
        .collect();
    report(&format!("descriptors: {:?}", borders(&outcomes)));
    assert_eq!(outcomes.last().unwrap().1, Outcome::Kept);
    // Sixteen are enough for anybody.
    assert!(outcomes.iter().all(|(limit, outcome)| *limit < 16 || *outcome == Outcome::Kept), "{outcomes:?}");
}

/// A number of a user who has no other processes, and who may be limited: nobody is root here.
#[test]
fn few_threads() {
    if !getuid().is_root() {
        return report("left out: only root can make others have few threads");
    }
    let (_folder, program) = for_all();
    #[cfg(feature = "sound")]
    let rig = crate::rig::Rig::start();
    #[cfg(feature = "sound")]
    let card = rig.environment();
    #[cfg(not(feature = "sound"))]
    let card: Vec<(&str, String)> = Vec::new();
    for path in card.iter().filter_map(|(_, path)| path.strip_prefix("unix:")) {
        let folder = Path::new(path).parent().unwrap();
        fs::set_permissions(folder, PermissionsExt::from_mode(0o755)).unwrap();
    }
    for sound in [false, true] {
        let outcomes: Vec<_> = (1..=16)
            .map(|limit| {
                let home = home();
                let user = 1_000_000 + std::process::id() % 100_000 * 32 + limit + u32::from(sound) * 16;
                // A sound card, and a bus on which nobody answers: both want threads of their own.
                let bus = home.runtime().join("bus");
                let _bus = UnixListener::bind(&bus).unwrap();
                give_to(&home, user);
                let address = format!("unix:path={}", bus.display());
                let mut env: Vec<_> = card.iter().map(|(name, value)| (*name, value.as_str())).collect();
                env.push(("DBUS_SESSION_BUS_ADDRESS", &address));
                let (id, count) = (user.to_string(), format!("--nproc={limit}"));
                let mut words = vec!["setpriv", "--reuid", &id, "--regid", &id, "--clear-groups"];
                words.extend(["prlimit", &count, program.to_str().unwrap(), "run", "long"]);
                if !sound {
                    words.push("--mute");
                }
                (limit, tried_with(&home, &format!("{limit} threads, sound: {sound}"), &words, &env, false))
            })
            .collect();
        report(&format!("threads, sound {sound}: {:?}", borders(&outcomes)));
        assert_eq!(outcomes.last().unwrap().1, Outcome::Kept);
        assert!(outcomes.iter().any(|(_, outcome)| *outcome == Outcome::Refused), "{outcomes:?}");
    }
}

/// What asks over the bus wants threads of its own, and so does `notify-send` a process: whatever is missing, the answer
/// is one of these at once, and not that of a question which nobody sees.
#[test]
fn few_threads_for_a_reminder() {
    if !getuid().is_root() {
        return report("left out: only root can make others have few threads");
    }
    let (_folder, program) = for_all();
    let mut statuses = Vec::new();
    for limit in 1..=12 {
        let home = home();
        // Nobody listens there.
        let bus = format!("unix:path={}", home.runtime().join("bus").display());
        let bin = home.path().join("bin");
        fs::create_dir(&bin).unwrap();
        fs::write(bin.join("notify-send"), "#!/bin/sh\necho start\n").unwrap();
        fs::set_permissions(bin.join("notify-send"), PermissionsExt::from_mode(0o755)).unwrap();
        let user = 2_000_000 + std::process::id() % 100_000 * 32 + limit;
        give_to(&home, user);
        // Without a terminal to ask in.
        let script = format!(
            "exec setpriv --reuid {user} --regid {user} --clear-groups prlimit --nproc={limit} \
             env PATH=\"$HOME/bin\" \"$0\" remind long --once </dev/null"
        );
        let words = ["sh", "-c", &script, program.to_str().unwrap()];
        let env = [("DBUS_SESSION_BUS_ADDRESS", &*bus)];
        let mut tty = Tty::program(&home, &words, 100, 30, &env);
        let status = tty.wait_end();
        let said = String::from_utf8_lossy(&tty.raw()).into_owned();
        assert!(status == 0 || (status == 1 && said.contains("supple: ")), "{limit}: {status}, {said}");
        statuses.push(status);
    }
    report(&format!("threads of a reminder: {statuses:?}"));
    assert!(statuses[0] == 1 && statuses[11] == 0, "{statuses:?}");
}

/// Threads that the system does not give, one by one.
#[test]
#[cfg(debug_assertions)]
fn a_thread_that_cannot_be_had() {
    for name in
        ["signals", "input", "errand", "history", "sound", "sound-open", "control", "courier", "speech"]
    {
        let home = home();
        let variable = format!("SUPPLE_NO_THREAD={name}");
        let words = ["env", &variable, env!("CARGO_BIN_EXE_supple"), "run", "long"];
        let expected = if ["signals", "input"].contains(&name) { Outcome::Refused } else { Outcome::Kept };
        assert_eq!(tried(&home, name, &words), expected, "{name}");
    }
}

/// Without a thread for the history the loops themselves see to what has become due.
#[test]
#[cfg(debug_assertions)]
fn without_a_thread_the_history_is_tried_again_all_the_same() {
    let home = home();
    // There can be no folder where there is a file.
    let in_the_way = home.path().join("data");
    fs::write(&in_the_way, "").unwrap();
    let env = [("SUPPLE_NO_THREAD", "history")];
    let mut tty = Tty::supple_with(&home, &["run", "long", "--mute"], 100, 30, &env);
    for (shown, key) in [("enter enough", "q"), ("Stop here?", "y"), ("Not in your history: ", "")] {
        tty.wait_for(&[shown]);
        tty.press(key);
    }
    fs::remove_file(in_the_way).unwrap();
    tty.wait_for(&["Kept in your history"]);
    tty.press("q");
    assert_eq!(tty.wait_end(), 130);
    crate::assert_kept(&home, "after another try");
}

/// The same in lines, with what is said of a session that is over.
#[test]
#[cfg(debug_assertions)]
fn without_a_thread_what_is_said_afterwards_is_tried_again_all_the_same() {
    let home = home();
    let env = [("SUPPLE_NO_THREAD", "history")];
    let mut tty = Tty::supple_with(&home, &["run", "long", "--mute", "--plain"], 200, 60, &env);
    tty.wait_for(&["hold"]);
    tty.press("stop\n");
    tty.wait_for(&["Stop here?"]);
    tty.press("yes\n");
    tty.wait_for(&["Kept in your history.", "An empty line leaves."]);
    let (history, away) = (home.path().join("data/supple/history"), home.path().join("away"));
    fs::rename(&history, &away).unwrap();
    fs::write(&history, "").unwrap();
    tty.press("note Too long for me\n");
    tty.wait_for(&["not written down yet: "]);
    fs::remove_file(&history).unwrap();
    fs::rename(&away, &history).unwrap();
    tty.wait_until("the note in the history", || {
        home.records().iter().any(|record| record["note"] == "Too long for me")
    });
    tty.press("\n");
    assert_eq!(tty.wait_end(), 130);
}

/// Without a home, also in the list of users.
#[test]
fn no_home() {
    if !getuid().is_root() {
        return report("left out: only root can be somebody without a home");
    }
    let (folder, program) = for_all();
    for args in [&[][..], &["run", "demo"], &["run", "demo", "--plain"], &["log"], &["history"]] {
        let home = home();
        let mut words = vec!["setpriv", "--reuid", "4000000", "--regid", "4000000", "--clear-groups", "env"];
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            words.extend(["-u", name]);
        }
        words.extend([program.to_str().unwrap()]);
        let mut tty = Tty::program(&home, &[&words, args].concat(), 100, 30, &[]);
        assert_eq!(tty.wait_end(), 1, "{args:?}: {}", tty.text());
        assert_given_back(&tty, &format!("no home, {args:?}"));
        assert!(tty.text().contains("set HOME"), "{args:?}: {}", tty.text());
    }
    drop(folder);
}

/// The program, where everybody may run it.
fn for_all() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("supple");
    fs::copy(env!("CARGO_BIN_EXE_supple"), &program).unwrap();
    fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    (folder, program)
}

fn give_to(home: &Home, user: u32) {
    let mut folders = vec![home.path().to_owned(), home.runtime().to_owned()];
    while let Some(path) = folders.pop() {
        chown(&path, Some(user), Some(user)).unwrap();
        if path.is_dir() {
            folders.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
}

/// As the shell's `ulimit -f` has it: whatever is written beyond is refused, with a signal that ends most programs.
#[test]
fn files_that_may_not_grow() {
    for blocks in [0, 1, 2, 8] {
        let home = home();
        let script = format!("ulimit -f {blocks}; exec \"$0\" run long --mute");
        let words = ["sh", "-c", &script, env!("CARGO_BIN_EXE_supple")];
        let outcome = tried(&home, &format!("{blocks} blocks"), &words);
        assert_ne!(outcome, Outcome::Refused, "{blocks}");
        report(&format!("files of {blocks} blocks: {outcome:?}"));
    }
}

/// In KiB of address space. How much a session needs goes by the build and by the memory allocator; that it is never lost
/// does not.
#[test]
fn little_memory() {
    let mut outcomes = Vec::new();
    for limit in [10_000, 20_000, 30_000, 40_000, 60_000, 80_000, 100_000, 150_000, 200_000, 400_000] {
        let home = home();
        let script = format!("ulimit -v {limit}; exec \"$0\" run long --mute");
        let words = ["sh", "-c", &script, env!("CARGO_BIN_EXE_supple")];
        // Where the program itself does not fit, the system ends it before its first word.
        outcomes.push((limit, tried_with(&home, &format!("{limit} KiB"), &words, &[], true)));
    }
    report(&format!("address space: {:?}", borders(&outcomes)));
    assert_eq!(outcomes.last().unwrap().1, Outcome::Kept, "{outcomes:?}");
}
