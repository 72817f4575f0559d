//! `supple completions SHELL`

use std::process::ExitCode;

use clap::CommandFactory as _;

use super::{Cli, output};

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    shell: clap_complete::Shell,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "supple", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}
