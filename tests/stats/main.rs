//! The figures of a history, against others that are made slowly and in plain sight; and the commands that tell them.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod commands;
mod plans;
mod properties;
mod reference;
mod sums;
mod trends;
mod weeks;
mod world;
