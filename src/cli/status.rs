//! `supple status`

mod fields;
mod follow;
mod form;

use std::process::ExitCode;

use anyhow::Result;

use super::{
    ctl::{self, NOBODY},
    output,
};
use crate::{
    config::paths,
    runtime::{
        Call,
        remind::{Standing, standing},
    },
};
use form::Form;

/// How the running session stands, in one line: for tmux, waybar and polybar.
#[derive(Debug, clap::Args)]
#[command(after_help = fields::help())]
pub(crate) struct Args {
    /// What the line says, with fields in braces, as in "{exercise} {left}".
    #[arg(long, value_name = "TEXT", value_parser = fields::Template::parse)]
    format: Option<fields::Template>,
    /// Print it as JSON.
    #[arg(long, conflicts_with_all = ["format", "waybar"])]
    json: bool,
    /// Print it as JSON for a custom module of waybar; its text is that of --format.
    #[arg(long)]
    waybar: bool,
    /// Go on until the session ends: a line whenever it would say something else.
    #[arg(long)]
    follow: bool,
    /// When no session is running, wait for one instead of ending; until then the line is empty.
    #[arg(long, requires = "follow")]
    wait: bool,
    /// Which session, where several are running: its id, or the beginning of it. Otherwise the one that began last.
    #[arg(long, value_name = "ID")]
    session: Option<String>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let form = match (&args.format, args.json, args.waybar) {
        (_, true, _) => Form::Json,
        (template, _, true) => Form::Waybar(template.clone().unwrap_or_default()),
        (Some(template), ..) => Form::Text(template.clone()),
        (None, ..) => Form::Plain,
    };
    if args.follow {
        return follow::run(&form, args.wait, args.session.as_deref());
    }
    once(&form, args.session.as_deref())
}

/// The plain line, as `supple ctl status` asks for it.
pub(super) fn print(session: Option<&str>) -> Result<ExitCode> {
    once(&Form::Plain, session)
}

fn once(form: &Form, session: Option<&str>) -> Result<ExitCode> {
    match chosen(ctl::calls()?, session)? {
        Some(mut call) => output::print(&form.line(&call.status()?)),
        None => idle(form),
    }
}

/// What is said while no session is running: that, and which breaks are waited for.
fn idle(form: &Form) -> Result<ExitCode> {
    output::print(&form.nothing(NOBODY, &reminders()))?;
    Ok(ExitCode::FAILURE)
}

/// The breaks that are waited for, the next one first.
fn reminders() -> Vec<Standing> {
    paths::runtime().map(|folder| standing(&folder)).unwrap_or_default()
}

/// The session that is meant: without a name the one that began last.
fn chosen(mut calls: Vec<Call>, session: Option<&str>) -> Result<Option<Call>> {
    match session {
        Some(wanted) if !calls.is_empty() => ctl::named(calls, wanted).map(Some),
        _ => Ok(calls.pop()),
    }
}
