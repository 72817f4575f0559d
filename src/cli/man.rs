//! `supple man [COMMAND]`

use std::process::ExitCode;

use clap::CommandFactory as _;

use super::{Cli, Mistake, output};

/// Print the manual page, of the program or of one command.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The command whose page is wanted.
    command: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut all = Cli::command();
    all.build();
    let command = match &args.command {
        None => all,
        Some(name) => {
            let found = all.find_subcommand(name).cloned();
            found
                .ok_or_else(|| Mistake(format!("there is no command `{name}`; `supple --help` lists them")))?
        }
    };
    let title = args.command.as_ref().map_or("supple".into(), |name| format!("supple-{name}"));
    let mut page = Vec::new();
    clap_mangen::Man::new(command).title(title).render(&mut page)?;
    output::print(&String::from_utf8_lossy(&page))
}
