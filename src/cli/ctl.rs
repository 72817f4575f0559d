//! `supple ctl`

use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::Mistake;
use crate::{
    config::paths::Paths,
    runtime::{Call, check_words},
};

/// Said when there is nobody to talk to.
pub(super) const NOBODY: &str = "no session is running";

/// Tell the running session what to do: pause, resume, toggle, next, back, done, rep, +10s, -10s, skip, later, easier,
/// harder, restart, jump, slower, faster, pain, mute, volume, voice, quit.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// What to do.
    #[arg(value_name = "COMMAND", allow_hyphen_values = true)]
    command: String,
    /// What belongs to it: an exercise after jump, a number after volume or pain, a reason after skip.
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Which session, where several are running: its id, or the beginning of it.
    #[arg(long, value_name = "ID")]
    session: Option<String>,
}

const AFTER: &str = "\
Exit status: 0 done; 1 no session is running, or it means nothing at this moment; 2 a wrong command.
`supple ctl status` prints what `supple status` does.";

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    if args.command == "status" && args.words.is_empty() {
        return super::status::print(args.session.as_deref());
    }
    let words = std::iter::once(&args.command).chain(&args.words).map(String::as_str);
    let words = words.collect::<Vec<_>>().join(" ");
    check_words(&words).map_err(Mistake)?;
    let mut call = the_one(calls()?, args.session.as_deref())?;
    match call.tell(&words)? {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(sentence) => bail!("{sentence}"),
    }
}

/// Every session that runs.
pub(super) fn calls() -> Result<Vec<Call>> {
    Ok(Call::all(&paths()?))
}

pub(super) fn paths() -> Result<Paths> {
    Paths::find().context("there is no home folder; set HOME")
}

/// The session that is meant.
fn the_one(mut calls: Vec<Call>, wanted: Option<&str>) -> Result<Call> {
    if calls.is_empty() {
        bail!("{NOBODY}; `supple run` starts one");
    }
    if let Some(wanted) = wanted {
        return named(calls, wanted);
    }
    if calls.len() > 1 {
        let all = list(calls);
        return Err(
            Mistake(format!("several sessions are running; say which with `--session`: {all}")).into()
        );
    }
    calls.pop().context(NOBODY)
}

/// The session whose id is this, or begins like this.
///
/// # Errors
/// When there is no such session, or more than one.
pub(super) fn named(calls: Vec<Call>, wanted: &str) -> Result<Call> {
    let upper = wanted.to_ascii_uppercase();
    let (mut fitting, others): (Vec<_>, Vec<_>) =
        calls.into_iter().partition(|call| call.id.to_ascii_uppercase().starts_with(&upper));
    let sentence = match (fitting.len(), others.len()) {
        (1, _) => return fitting.pop().context(NOBODY),
        (0, 0) => format!("{NOBODY}; `supple run` starts one"),
        (0, _) => format!("no session begins with `{wanted}`; these are running: {}", list(others)),
        _ => format!("several sessions begin with `{wanted}`: {}", list(fitting)),
    };
    Err(Mistake(sentence).into())
}

/// A line for each, with what it plays.
fn list(calls: Vec<Call>) -> String {
    let line = |mut call: Call| match call.status() {
        Ok(glance) => format!("{} ({})", call.id, glance.routine),
        Err(_) => format!("{} (does not answer)", call.id),
    };
    calls.into_iter().map(line).collect::<Vec<_>>().join(", ")
}
