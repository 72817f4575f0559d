//! The real program in a real pseudo-terminal, and on pipes.
//!
//! Nothing here is a copy of the program: each test has a home folder, a terminal and a process of its own, and waits
//! for what it wants to see.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/home.rs"]
mod home;
#[path = "../../benches/made/history.rs"]
mod make_history;
#[path = "../common/piped.rs"]
mod piped;
#[path = "../common/process.rs"]
mod process;
#[path = "../common/pty.rs"]
mod pty;

mod asking;
mod banner;
mod check_in;
mod counts;
mod disk;
mod due;
mod ends;
mod exercise_page;
mod hooks;
mod job_control;
mod keys;
mod lines;
mod looks;
mod making;
mod mouse;
mod network;
mod pace;
mod past;
mod plain;
mod progression;
mod recovery;
mod remind;
mod rights;
mod several;
mod shelf;
mod silence;
mod sizes;
mod whole;

/// The hints at the bottom, by which a test sees how things stand; the large words are pictures.
const PAUSED: &str = "space go on";
const RUNNING: &str = "space pause";
const AT_WORK: &str = "enter enough";
const OPEN_WORK: &str = "enter done";
const LEAD_IN: &str = "n now";
