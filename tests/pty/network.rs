//! supple talks to nobody outside the machine: every socket that the real program asks the system for is looked at, in a
//! home without a sound card and without a session bus. What their libraries do where there is one is not seen here.

use std::{collections::BTreeMap, path::Path, process::Command};

use crate::{AT_WORK, home::Home, pty::Tty};

/// How many sockets of which family were asked for, and whom the program tried to reach.
fn asked_for(trace: &Path) -> (BTreeMap<String, usize>, Vec<String>) {
    let (mut families, mut reached) = (BTreeMap::new(), Vec::new());
    for line in std::fs::read_to_string(trace).unwrap().lines() {
        if let Some((_, rest)) = line.split_once("socket(") {
            let family = rest.split(',').next().unwrap_or_default().to_owned();
            *families.entry(family).or_default() += 1;
        } else if line.contains("connect(") || line.contains("sendto(") {
            reached.push(line.to_owned());
        }
    }
    (families, reached)
}

/// What runs a program so that its sockets are written down there; `None` where no program may look at another.
fn watched(trace: &Path) -> Option<Vec<String>> {
    let words = ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o"];
    let words: Vec<_> = words.into_iter().map(str::to_owned).chain([trace.display().to_string()]).collect();
    let tried = Command::new(&words[0]).args(&words[1..]).arg("true").status();
    tried.is_ok_and(|status| status.success()).then_some(words)
}

#[track_caller]
fn only_within_the_machine(trace: &Path, least: usize) {
    let (families, reached) = asked_for(trace);
    let found: Vec<_> = families.iter().map(|(family, count)| (family.as_str(), *count)).collect();
    assert!(matches!(found[..], [("AF_UNIX", count)] if count >= least), "{found:?} {reached:#?}");
}

#[test]
fn no_socket_leads_out_of_the_machine() {
    let home = Home::new();
    let trace = home.path().join("trace");
    let Some(watched) = watched(&trace) else {
        return say_skipped("nothing may look at the calls of a program here");
    };
    let supple = env!("CARGO_BIN_EXE_supple");
    let mut words: Vec<_> = watched.iter().map(String::as_str).collect();
    words.extend([supple, "run", "demo", "--from", "childs", "--speed", "8"]);
    let mut tty = Tty::program(&home, &words, 100, 30, &[]);
    tty.wait_for(&["CHILD'S POSE", AT_WORK]);
    tty.wait_until("the socket", || home.runtime().join("supple").exists());
    tty.press("q");
    tty.wait_for(&["Stop here?"]);
    tty.press("y");
    tty.wait_until("the record", || !home.records().is_empty());
    tty.press("q");
    tty.wait_end();
    // The control socket at least; that for the sound server, at which nobody answers, with what was built.
    only_within_the_machine(&trace, 1);

    // What looks at everything there is.
    let mut doctor = Command::new(&watched[0]);
    doctor.args(&watched[1..]).args([supple, "doctor"]).env_clear().envs(home.environment());
    doctor.output().unwrap();
    only_within_the_machine(&trace, 1);
}

#[expect(clippy::print_stdout, reason = "who reads the results must know what they do not cover")]
fn say_skipped(why: &str) {
    println!("skipped: {why}");
}
