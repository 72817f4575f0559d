//! `supple run`: follow a routine.

use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;

use super::choice::ChoiceArgs;
use crate::runtime::{Backstage, Ending, Job, Manner, play_lines, show_screens};

/// Follow a routine
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A routine or an exercise: its name, the beginning of it, or a path; without one, the home screen
    routine: Option<String>,
    #[command(flatten)]
    choice: ChoiceArgs,
    /// A line for every event and no full screen: for screen readers and pipes
    #[arg(long, conflicts_with = "json")]
    plain: bool,
    /// The events as JSON, one object a line
    #[arg(long)]
    json: bool,
    /// So many times as fast as life, to try a routine out
    #[arg(long, value_name = "N", default_value = "1", value_parser = parse_speed)]
    speed: f64,
    /// Begin without sound
    #[arg(long)]
    mute: bool,
    /// Write no record and no journal
    #[arg(long)]
    no_log: bool,
}

/// Plays the session.
///
/// # Errors
/// When it cannot begin, or its output fails.
pub fn run(args: Args, paths: crate::config::paths::Paths) -> Result<ExitCode> {
    let manner = Manner { speed: args.speed, mute: args.mute, log: !args.no_log };
    let backstage = Backstage::new(paths, manner);
    let job = match &args.routine {
        None => None,
        Some(name) => match super::load::routine(backstage.library(), name)? {
            Ok(routine) => {
                let path = path_of(name);
                Some(backstage.job(&routine, path, args.choice.into_choice())?)
            }
            Err(status) => return Ok(status),
        },
    };
    let ending = play(job, &backstage, args.json, args.plain, args.mute)?;
    Ok(match ending {
        Ending::Completed | Ending::NobodyReads => ExitCode::SUCCESS,
        Ending::Stopped => ExitCode::from(super::LEFT_BY_THE_USER),
    })
}

fn play(job: Option<Job>, backstage: &Backstage, json: bool, plain: bool, mute: bool) -> Result<Ending> {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    let screen = io::stdout().is_terminal() && io::stdin().is_terminal() && !dumb;
    match job {
        Some(job) if json || plain || !screen => play_lines(job, backstage, json, mute),
        None if json || plain || !screen => {
            anyhow::bail!("name a routine, as in `supple run demo`; `supple list` shows them all")
        }
        job => show_screens(job, backstage),
    }
}

/// The path that a routine was named by, so that it is found again from any folder.
fn path_of(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    path.is_file().then(|| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

fn parse_speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| "write a number, as in `--speed 20`".to_owned())?;
    if speed.is_finite() && (0.1..=10_000.0).contains(&speed) {
        Ok(speed)
    } else {
        Err("the speed is a number from 0.1 to 10000".to_owned())
    }
}
