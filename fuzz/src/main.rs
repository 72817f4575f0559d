//! Feeds one of the ways in for bytes of strangers.
//!
//! - `supple-fuzz routine`: under AFL++ whatever that thinks of, else standard input.
//! - `supple-fuzz routine FILE…`: these files, and how many microseconds each takes.
//! - `supple-fuzz golden history` (or `journal`): prints what the program itself would write.

mod golden;
#[path = "../../tests/fuzz/targets/mod.rs"]
mod targets;

use std::{env, fs, process::ExitCode, time::Instant};

use targets::Target;

fn main() -> ExitCode {
    let mut words = env::args().skip(1);
    let name = words.next().unwrap_or_default();
    if name == "golden" {
        print!("{}", golden::golden(words.next().is_some_and(|what| what == "journal")));
        return ExitCode::SUCCESS;
    }
    let Some((_, target)) = targets::TARGETS.into_iter().find(|(known, _)| *known == name) else {
        let names: Vec<&str> = targets::TARGETS.into_iter().map(|(name, _)| name).collect();
        eprintln!("name one of {}", names.join(", "));
        return ExitCode::from(2);
    };
    // What is made once and kept is made now, and so is what hashes are mixed with: an input takes the same way each
    // time, as each is tried in a process of its own that begins here.
    target(golden::EVERYTHING.as_bytes());
    let files: Vec<String> = words.collect();
    if files.is_empty() {
        afl::fuzz(true, target);
    } else {
        for file in &files {
            feed(target, file);
        }
    }
    ExitCode::SUCCESS
}

#[expect(clippy::disallowed_methods, reason = "nothing but the time that passes is of interest here")]
fn feed(target: Target, file: &str) {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let start = Instant::now();
    target(&bytes);
    println!("{:>8} {file}", start.elapsed().as_micros());
}
