//! `supple man [COMMAND…]`

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::CommandFactory as _;

use super::{Cli, Mistake, output};

/// Print the manual page, of the program or of one command.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The command whose page is wanted, such as `log show`.
    command: Vec<String>,
    /// Write all pages into this folder instead, each to a file of its own.
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    dir: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut all = Cli::command();
    if let Some(folder) = &args.dir {
        let shown = folder.display();
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {shown}"))?;
        clap_mangen::generate_to(all, folder).with_context(|| format!("cannot write to {shown}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    all.build();
    let mut command = &all;
    for name in &args.command {
        command = command.find_subcommand(name).ok_or_else(|| {
            let whole = args.command.join(" ");
            Mistake(format!("there is no command `{whole}`; `supple --help` lists them"))
        })?;
    }
    let title = [&["supple".to_owned()], &args.command[..]].concat().join("-");
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).title(title).render(&mut page)?;
    output::print(&String::from_utf8_lossy(&page))
}
