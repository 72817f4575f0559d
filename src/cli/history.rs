//! `supple history`: what was done, on the screen.

use std::process::ExitCode;

use super::stats;

/// Look at the history: weeks, minutes, pain, every session and every exercise
///
/// Without a terminal it prints what `supple stats` prints.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {}

/// Runs `supple history`.
///
/// # Errors
/// When the terminal fails, or without one the history cannot be read.
pub(crate) fn run(_: &Args) -> anyhow::Result<ExitCode> {
    if super::run::has_screen() { super::run::history() } else { stats::run(&stats::Args::default()) }
}
