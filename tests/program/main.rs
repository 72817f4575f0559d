//! What a program has due: the rules by example and on random lives, the shipped programs day by day, and the commands.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

#[expect(dead_code, reason = "what other tests need of a home")]
#[path = "../common/home.rs"]
mod home;
mod life;

mod rules;

mod properties;

mod commands;
mod eight_weeks;
mod gentle;
