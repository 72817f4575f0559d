//! `supple history`: what was done, on the screen.

use std::process::ExitCode;

use super::stats;

/// Look at the history: weeks, minutes, pain, every session and every exercise
///
/// Without a screen it prints what `supple stats` prints.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// As text, for screen readers: what `supple stats` prints, without its bars.
    #[arg(long)]
    plain: bool,
}

/// Runs `supple history`. `plain`: no screen is wanted anywhere.
///
/// # Errors
/// When the terminal fails, or without one the history cannot be read.
pub(crate) fn run(args: &Args, plain: bool) -> anyhow::Result<ExitCode> {
    let plain = plain || args.plain;
    if !plain && super::run::has_screen() {
        super::run::history()
    } else if plain {
        stats::run_in_words()
    } else {
        stats::run(&stats::Args::default())
    }
}
