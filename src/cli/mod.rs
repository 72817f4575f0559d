//! The command line: one file per subcommand.

mod check;
mod choice;
mod completions;
mod config;
mod ctl;
mod doctor;
mod edit;
mod exercises;
mod figures;
mod filter;
mod history;
mod history_args;
mod length;
mod list;
pub mod log;
mod man;
mod new;
mod output;
mod page;
mod parts;
mod plan;
mod program;
mod progress;
mod remind;
mod report;
mod run;
mod safety;
mod schema;
mod script;
mod sheet;
mod show;
mod stats;
mod status;
mod today;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::{
    config::{
        paths::Paths,
        settings::{self, Settings},
    },
    figure,
    routine::{Found, Library, NotFound},
    runtime::{Backstage, Manner},
    ui::Complaint,
};

/// Follow an exercise routine from start to finish.
#[derive(Debug, Parser)]
#[command(name = "supple", version, about, long_about = LONG, after_long_help = AFTER, max_term_width = 100)]
#[command(
    disable_help_subcommand = true,
    subcommand_value_name = "COMMAND",
    subcommand_help_heading = "Commands"
)]
struct Cli {
    /// Lines instead of screens, for screen readers: the home screen, a session or the history
    #[arg(long)]
    plain: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

const LONG: &str = "\
Follow an exercise routine from start to finish: what to do, for how long, which side, what comes next.
Without a command it opens the home screen.

A routine is a text file. `supple list` shows the ones that are there, `supple new` writes one to start from.";

const AFTER: &str = "\
A routine or exercise is named by its id, by the beginning of its id, or by a path such as ./physio.toml.
Your own files are in routines/, exercises/ and programs/ of the configuration folder, and win over the shipped ones.

Exit status: 0 done, 1 could not, 2 a wrong command or a routine at fault, 3 a fault that `doctor` has found,
130 left by you, or a question answered with no.";

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Today(today::Args),
    Ctl(ctl::Args),
    Status(status::Args),
    List(list::Args),
    Show(show::Args),
    Exercises(exercises::Args),
    Plan(plan::Args),
    Program(program::Args),
    Remind(remind::Args),
    Log(log::Args),
    History(history::Args),
    Stats(stats::Args),
    Report(report::Args),
    Progress(progress::Args),
    Safety(safety::Args),
    Check(check::Args),
    New(new::Args),
    Edit(edit::Args),
    Config(config::Args),
    Doctor(doctor::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Every command with its options: what completions and the manual are made of, and the documents held to.
pub fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// Runs the program on the arguments of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and versions come this way too. If nobody reads them, nothing is lost.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    run(cli).unwrap_or_else(|error| output::report(&error))
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let Some(command) = cli.command else {
        if cli.plain || run::has_lines() {
            return run::home_in_lines();
        }
        if run::has_screen() {
            return run::home();
        }
        return output::print(&command().render_long_help().to_string());
    };
    match command {
        Command::Run(args) => run::run(args, cli.plain),
        Command::Today(args) => today::run(&args),
        Command::Ctl(args) => ctl::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Program(args) => program::run(&args),
        Command::Remind(args) => remind::run(args),
        Command::Progress(args) => progress::run(&args),
        Command::Plan(args) => plan::run(args),
        Command::Log(args) => log(&args),
        Command::History(args) => history::run(&args, cli.plain),
        Command::Stats(args) => stats::run(&args),
        Command::Report(args) => report::run(&args),
        Command::List(args) => list::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Exercises(args) => exercises::run(&args),
        Command::Safety(args) => safety::run(&args),
        Command::Check(args) => check::run(&args),
        Command::New(args) => new::run(&args),
        Command::Edit(args) => edit::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}

fn log(args: &log::Args) -> anyhow::Result<ExitCode> {
    let paths = Paths::find().context("there is no home folder with a history; set HOME")?;
    // Line by line ten years would take as many calls.
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let status = log::run(args, &paths, &mut out)?;
    out.flush()?;
    Ok(status)
}

/// The command was wrong, or a file that it names: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Mistake(pub(crate) String);

/// The shipped files and the user's. Without a home folder there are only the shipped ones.
pub(crate) fn library() -> Library {
    Library::open(Paths::find().ok().map(|paths| paths.config).as_deref())
        .with_figures(figure::ids().map(Into::into))
        .with_poses(figure::poses)
}

/// What the user has settled. What is wrong with it goes to standard error.
pub(crate) fn settings(paths: &Paths) -> (Settings, Option<Complaint>) {
    let loaded = settings::load(&paths.config);
    config::complain(&loaded);
    let complaint = config::complaint(&loaded);
    (loaded.settings, complaint)
}

/// Where a program stands, and what it has due.
pub(crate) fn backstage() -> anyhow::Result<Backstage> {
    let paths = Paths::find().context("there is no home folder to keep the history in; set HOME")?;
    let (settings, complaint) = settings(&paths);
    let manner = Manner { speed: 1.0, mute: false, voice: None, log: true };
    Ok(Backstage::new(paths, manner, settings).complaining(complaint))
}

/// The value of a file that was looked up by name. What there is to say about the file goes to standard error.
///
/// # Errors
/// `Mistake` when there is no such file, or when it has errors.
pub(crate) fn usable<T>(found: Result<Found<T>, NotFound>) -> anyhow::Result<T> {
    let found = found.map_err(|error| Mistake(error.to_string()))?;
    output::complain(&found);
    found.value.ok_or_else(|| Mistake(format!("{} has faults and does not run", found.path)).into())
}

/// Whether an error means no more than that the reader of the output went away.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_of_commands_is_sound() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}
