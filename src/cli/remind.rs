//! `supple remind`: breaks from sitting.

use std::{process::ExitCode, time::Duration};

use anyhow::Result;

use super::{
    Mistake,
    length::length,
    parts::{self, Named},
};
use crate::{
    config::paths,
    program::breaks::{Days, Hours, Rule},
    routine::{Range, duration},
    runtime::remind::{Reminded, Wanted, remind},
};

/// Asked once, and it was not started.
const NOT_STARTED: u8 = 3;

/// Ask for a break now and then, and lead you through it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = AFTER)]
pub(crate) struct Args {
    /// A routine or exercise: its id, the beginning of its id, or a path.
    #[arg(value_name = "ROUTINE")]
    routine: String,
    /// How long to wait: a time, or a range from which every wait is chosen, as in `30-45m`.
    #[arg(long, value_name = "TIME", value_parser = parse_every, required_unless_present = "once")]
    every: Option<Range<Duration>>,
    /// Only at this time of day, as in `09:00-18:00`; `22:00-02:00` goes over midnight.
    #[arg(long, value_name = "HOURS", value_parser = Hours::parse)]
    between: Option<Hours>,
    /// Only on these days, as in `mon-fri` or `mon,wed,sat`.
    #[arg(long, value_name = "DAYS", value_parser = Days::parse)]
    days: Option<Days>,
    /// Ask now, once, and end: for cron and for timers of systemd.
    #[arg(long, conflicts_with = "every")]
    once: bool,
}

const AFTER: &str = "\
It asks with a notification and in the terminal it runs in, where s starts the session, z asks again in five minutes,
x leaves it out this time and q quits. While the machine sleeps nobody sits: then the wait begins anew.

Exit status with --once: 0 started, 3 not started, 1 nobody could be asked. Without a terminal it opens none: start
the session yourself, as in `supple remind sitting-break --once && xterm -e supple run sitting-break`.";

pub(crate) fn run(args: Args) -> Result<ExitCode> {
    let routine = args.routine;
    let Named { routine: found, path, .. } = parts::find(&super::library(), std::slice::from_ref(&routine))?;
    let once = args.once;
    let every = args.every.unwrap_or(Range::only(Duration::from_mins(1)));
    let rule = Rule::new(every, args.between, args.days.unwrap_or_default()).map_err(Mistake)?;
    let name = path.map_or(routine, |path| path.to_string_lossy().into_owned());
    let title = format!("{}, {}", found.name, length(&found).words());
    let wanted = Wanted { routine: name, title, rule, once };
    if once && !wanted.rule.admits(&crate::runtime::clock::wall()) {
        return Ok(ExitCode::from(NOT_STARTED));
    }
    Ok(match remind(&wanted, paths::runtime().as_deref())? {
        Reminded::Left if !once => ExitCode::SUCCESS,
        Reminded::Started => ExitCode::SUCCESS,
        Reminded::NotStarted | Reminded::Left => ExitCode::from(NOT_STARTED),
    })
}

fn parse_every(text: &str) -> Result<Range<Duration>, String> {
    let every =
        duration::parse_range(text).map_err(|fault| format!("it {fault}; write `40m` or `30-45m`"))?;
    if every.low < Duration::from_secs(1) || every.high > Duration::from_hours(24) {
        return Err("a wait lasts from 1s to 24h".to_owned());
    }
    Ok(every)
}
