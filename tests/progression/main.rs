//! Where the history leads on the ranges of a routine: properties over random lives.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod done;

mod properties;
