//! `supple run`: follow a routine.

use std::{
    env,
    io::{self, IsTerminal as _},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context as _, Result};

use super::{
    Mistake,
    choice::ChoiceArgs,
    output,
    parts::{self, Named},
    program,
    script::{line, parse_voice},
};
use crate::{
    config::paths::Paths,
    plan::spoken,
    runtime::{
        Backstage, Ending, Job, Manner, Rehearsed, play_lines, rehearse, show_exercise, show_history,
        show_lines, show_screens,
    },
    speech::Voice,
};

/// When the user has left before the end.
const LEFT: u8 = 130;

/// Follow a routine, or do an exercise, or several of them in turn.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Routines or exercises, played in this order: ids, beginnings of ids, or paths; without one, what the program has
    /// due today, or the home screen.
    #[arg(value_name = "ROUTINE")]
    routines: Vec<String>,
    #[command(flatten)]
    choice: ChoiceArgs,
    /// A line for every event and no full screen: for screen readers and pipes. Commands are read from standard input.
    #[arg(long, conflicts_with = "json")]
    plain: bool,
    /// The events as JSON, one object a line. Commands are read from standard input.
    #[arg(long)]
    json: bool,
    /// So many times as fast as life, to try a routine out.
    #[arg(long, value_name = "N", default_value = "1", value_parser = parse_speed)]
    speed: f64,
    /// Begin without sound.
    #[arg(long)]
    mute: bool,
    /// How much is said: full (explains each exercise once), brief, counts or off.
    #[arg(long, value_name = "LEVEL", value_parser = parse_voice)]
    voice: Option<Voice>,
    /// Say all that the session says, one thing after the other, each printed with its time: to hear a routine of one's
    /// own. No session is played.
    #[arg(long, conflicts_with_all = ["json", "plain", "speed", "mute"])]
    rehearse: bool,
    /// Write no record and no journal.
    #[arg(long)]
    no_log: bool,
}

/// `plain`: no screen is wanted anywhere.
pub(crate) fn run(args: Args, plain: bool) -> Result<ExitCode> {
    let lines = plain || args.json || args.plain || args.rehearse || !has_screen();
    let manner = Manner { speed: args.speed, mute: args.mute, voice: args.voice, log: !args.no_log };
    let backstage = backstage(manner)?;
    let job = match args.routines.as_slice() {
        [] if backstage.standing()?.is_some() => {
            program::complain(&backstage)?;
            match job_of_today(&backstage, args.choice)? {
                Ok(job) => Some(job),
                Err(nothing) => return output::print(&nothing),
            }
        }
        // A person is asked; nobody else is.
        [] if lines && !args.json && !args.rehearse && (plain || args.plain || has_lines()) => {
            return end(show_lines(&backstage));
        }
        [] if lines => {
            let how = "name a routine, as in `supple run demo`; `supple list` shows them all";
            return Err(Mistake(how.to_owned()).into());
        }
        [] => None,
        names => {
            let Named { routine, path, parts } = parts::find(backstage.library(), names)?;
            let choice = args.choice.into_choice(parts);
            Some(backstage.job(&routine, path, choice).map_err(|error| Mistake(error.to_string()))?)
        }
    };
    end(match job {
        Some(job) if args.rehearse => rehearsed(&job, &backstage, args.voice),
        Some(job) if lines => play_lines(job, &backstage, args.json),
        job => show_screens(job, &backstage),
    })
}

/// Says the script of a session. The settings may have turned the voice off; who asks for this wants to hear it.
fn rehearsed(job: &Job, backstage: &Backstage, voice: Option<Voice>) -> Result<Ending> {
    let voice = match voice {
        Some(Voice::Off) => {
            let how = "`off` says nothing; rehearse with `--voice full`, `brief` or `counts`";
            return Err(Mistake(how.to_owned()).into());
        }
        Some(voice) => voice,
        None => Some(backstage.voice()).filter(|voice| *voice != Voice::Off).unwrap_or_default(),
    };
    rehearse(job, backstage, voice, |rehearsed| {
        output::print(&match rehearsed {
            Rehearsed::Begins(length) => {
                let whole = Duration::from_secs(length.as_secs());
                format!("{}: {} of speech; ctrl-c ends it\n\n", job.name(), spoken(whole))
            }
            Rehearsed::Says(utterance) => line(utterance),
        })?;
        Ok(())
    })
}

/// A session of what the program has due, or a sentence that says why there is none.
fn job_of_today(backstage: &Backstage, choice: ChoiceArgs) -> Result<Result<Job, String>> {
    let today = backstage.today(None)?.context("the program has been stopped just now")?;
    let job = backstage.job_of_today(&today, choice.into_choice(Vec::new()));
    let job = job.map_err(|error| Mistake(format!("{error:#}")))?;
    Ok(job.ok_or_else(|| today.nothing_due()))
}

/// The home screen, and whatever is started there.
pub(crate) fn home() -> Result<ExitCode> {
    let backstage = super::backstage()?;
    end(show_screens(None::<Job>, &backstage))
}

/// The same as lines, for screen readers.
pub(crate) fn home_in_lines() -> Result<ExitCode> {
    let backstage = super::backstage()?;
    end(show_lines(&backstage))
}

/// The page of an exercise of the library, until it is left.
pub(crate) fn page(id: &str) -> Result<ExitCode> {
    let backstage = super::backstage()?;
    end(show_exercise(id, &backstage))
}

/// The history, until it is left.
pub(crate) fn history() -> Result<ExitCode> {
    let backstage = super::backstage()?;
    end(show_history(&backstage))
}

/// Whether there is a terminal that a screen can be drawn on.
pub(crate) fn has_screen() -> bool {
    has_terminal() && !is_dumb()
}

/// Whether there is a terminal that takes lines and nothing else.
pub(crate) fn has_lines() -> bool {
    has_terminal() && is_dumb()
}

fn has_terminal() -> bool {
    io::stdout().is_terminal() && io::stdin().is_terminal()
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

fn backstage(manner: Manner) -> Result<Backstage> {
    let paths = Paths::find().context("there is no home folder to keep the history in; set HOME")?;
    let (settings, complaint) = super::settings(&paths);
    Ok(Backstage::new(paths, manner, settings).complaining(complaint))
}

fn end(ending: Result<Ending>) -> Result<ExitCode> {
    Ok(match ending? {
        Ending::Completed | Ending::NobodyReads => ExitCode::SUCCESS,
        Ending::Stopped => ExitCode::from(LEFT),
        Ending::NotKept => ExitCode::FAILURE,
    })
}

fn parse_speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| "write a number, as in `--speed 20`".to_owned())?;
    if speed.is_finite() && (0.1..=10_000.0).contains(&speed) {
        Ok(speed)
    } else {
        Err("the speed is a number from 0.1 to 10000".to_owned())
    }
}
