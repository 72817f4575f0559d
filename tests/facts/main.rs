//! The shipped content against the facts of the five articles that it was made from.
//!
//! `facts.toml` is what the articles say, in numbers; `where.toml` is where we do it. Whoever changes a dose, an order or
//! a side in `routines/` is told here which entry of which article says otherwise.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

mod sheet;
mod shown;

mod against;
mod doses;
mod homes;
mod programs;

mod shapes;

mod files;
mod playing;
