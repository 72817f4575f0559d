//! What is done with bytes of strangers, one function for each way in. Each says by panicking that a promise was broken.
//!
//! `tests/fuzz/main.rs` feeds them what was found so far, and the package in `fuzz/` whatever its fuzzer thinks of.

mod config;
mod control;
mod files;
mod history;
mod memory;
mod play;
mod spoken;

use supple::diagnostic::is_hostile;

/// A way in.
pub(crate) type Target = fn(&[u8]);

/// All of them, by the names of their folders.
pub(crate) const TARGETS: [(&str, Target); 7] = [
    ("routine", files::routine),
    ("exercise", files::exercise),
    ("program", files::program),
    ("config", config::config),
    ("history", history::history),
    ("control", control::control),
    ("spoken", spoken::spoken),
];

/// Cuts an input into parts, for those that take several files: a line of two percent signs stands between them.
fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = vec![Vec::new()];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii() == b"%%" {
            parts.push(Vec::new());
        } else if let Some(last) = parts.last_mut() {
            last.extend_from_slice(line);
        }
    }
    parts
}

/// Nothing that a terminal would obey, or that turns the direction of writing, has got into what is printed.
fn assert_harmless(text: &str) {
    let found = text.chars().find(|c| *c != '\n' && is_hostile(*c));
    assert_eq!(found, None, "in {text:?}");
}

/// As `assert_harmless`, where colours of our own are allowed.
fn assert_only_colours(text: &str) {
    let mut pieces = text.split("\u{1b}[");
    assert_harmless(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (colour, rest) = piece.split_once('m').expect("a colour that ends");
        assert!(colour.chars().all(|c| c.is_ascii_digit() || c == ';'), "{colour:?} in {text:?}");
        assert_harmless(rest);
    }
}
