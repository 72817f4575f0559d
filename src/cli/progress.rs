//! `supple progress`: where each exercise stands on its ranges.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};

use super::{
    Mistake, backstage, output,
    page::{Page, Weight},
};
use crate::{
    history::progression::{Change, Course, ENOUGH, Fate, Path, decision::number},
    runtime::{Backstage, Progression},
};

/// Where each exercise stands on its ranges, what comes next, and why.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// A routine or exercise: its id, the beginning of its id, or a path; `today` is what the program has due. Without
    /// it, everything that you have done.
    #[arg(value_name = "ROUTINE")]
    routine: Option<String>,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// One notch more of an exercise, by your own choice.
    Up(MoveArgs),
    /// One notch less of an exercise, by your own choice.
    Down(MoveArgs),
}

#[derive(Debug, clap::Args)]
struct MoveArgs {
    /// Its id, or the beginning of it.
    exercise: String,
    /// The routine in which it is meant, where it is in several.
    #[arg(long = "in", value_name = "ROUTINE")]
    routine: Option<String>,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let backstage = backstage()?;
    match &args.command {
        Some(Command::Up(args)) => own(&backstage, args, true),
        Some(Command::Down(args)) => own(&backstage, args, false),
        None => {
            let all = found(&backstage, args.routine.as_deref())?;
            if args.json {
                return output::print_json(&all.iter().map(as_json).collect::<Vec<_>>());
            }
            list(&all, args.routine.is_some())
        }
    }
}

fn found(backstage: &Backstage, routine: Option<&str>) -> Result<Vec<Progression>> {
    let all = backstage.progressions(routine);
    if routine.is_some() { all.map_err(|error| Mistake(format!("{error:#}")).into()) } else { all }
}

fn list(all: &[Progression], one: bool) -> Result<ExitCode> {
    let mut page = Page::new(output::stdout_look());
    if all.is_empty() {
        let nothing = if one {
            "It leaves nothing open: every dose is a plain value."
        } else {
            "Nothing moves yet: what you do of a routine with ranges, as in `hold = \"5-10s\"`, leads on from there."
        };
        page.line("", nothing, Weight::Plain);
    }
    for progression in all {
        page.gap();
        page.line("", &progression.name, Weight::Bold);
        let course = progression.course();
        for (index, path) in open(progression) {
            exercise(&mut page, progression, course, index, path);
        }
    }
    output::print(&page.finish())
}

fn exercise(page: &mut Page, progression: &Progression, course: &Course, index: usize, path: &Path) {
    const COLUMN: usize = 26;
    let stand = &course.stands[index];
    let now = path.values(stand.place).into_iter().zip(path.ends());
    let now: Vec<String> = now
        .map(|((which, value), (_, low, high))| format!("{} {value} ({low} to {high})", which.word()))
        .collect();
    page.row(&format!("  {}", path.name), COLUMN, &now.join(" · "));
    let next = progression.sheet.next(index, stand).map(|next| format!("next {next}: "));
    page.row("", COLUMN, &format!("{}{}", next.unwrap_or_default(), stand.towards(path)));
    if let Some(change) = last(course, index) {
        let fate = match change.fate {
            Fate::Made => "",
            Fate::Offered => " (not accepted)",
            Fate::TurnedDown => " (turned down)",
        };
        let day = change.on.date().strftime("%-d %B %Y").to_string();
        page.row("", COLUMN, &format!("{day}: {}: {}{fate}", change.what(), change.why()));
    }
}

/// What is open in any range.
fn open(progression: &Progression) -> impl Iterator<Item = (usize, &Path)> {
    progression.sheet.paths.iter().enumerate().filter(|(_, path)| path.notches() > 0)
}

fn last(course: &Course, path: usize) -> Option<&Change> {
    course.changes.iter().rev().find(|change| change.path == path)
}

fn as_json(progression: &Progression) -> Value {
    let course = progression.course();
    let exercise = |(index, path): (usize, &Path)| {
        let stand = &course.stands[index];
        let now = path.values(stand.place).into_iter().zip(path.ends());
        let ranges = now.map(|((which, value), (_, low, high))| {
            json!({ "range": which.word(), "low": number(low), "now": number(value), "high": number(high) })
        });
        let next = path.between(stand.place, stand.place.saturating_add(1)).last();
        json!({
            "n": path.n,
            "id": path.id,
            "item": path.item,
            "name": path.name,
            "ranges": ranges.collect::<Vec<_>>(),
            "next": next.map(|(which, _, to)| json!({ "range": which.word(), "to": number(to) })),
            "full_sessions": stand.row,
            "sessions_needed": ENOUGH,
            "last_change": last(course, index).map(change_json),
        })
    };
    json!({
        "routine": progression.sheet.routine,
        "name": progression.name,
        "exercises": open(progression).map(exercise).collect::<Vec<_>>(),
    })
}

fn change_json(change: &Change) -> Value {
    let fate = match change.fate {
        Fate::Made => "made",
        Fate::Offered => "offered",
        Fate::TurnedDown => "turned down",
    };
    json!({
        "session": change.session,
        "at": change.on.as_str(),
        "range": change.which.word(),
        "from": number(change.from),
        "to": number(change.to),
        "why": change.why(),
        "fate": fate,
    })
}

fn own(backstage: &Backstage, args: &MoveArgs, up: bool) -> Result<ExitCode> {
    let all = found(backstage, args.routine.as_deref())?;
    let (progression, index) = meant(&all, args)?;
    let path = &progression.sheet.paths[index];
    let Some(own) = progression.own(index, up) else {
        let stand = &progression.course().stands[index];
        let why = if stand.last.is_none() {
            format!(
                "there is no session of {} with it yet, and a first one begins at the first end",
                progression.name
            )
        } else {
            format!("it is at the {} end of its ranges already", if up { "last" } else { "first" })
        };
        return Err(Mistake(format!("{}: {why}", path.name)).into());
    };
    backstage.keep_own(&own)?;
    let mut page = Page::new(output::stdout_look());
    page.line(
        "",
        &format!("{}, from the next session of {} on.", own.change.sentence(), progression.name),
        Weight::Plain,
    );
    output::print(&page.finish())
}

/// The exercise that is named: the only one with that id, or whose id begins like that.
fn meant<'p>(all: &'p [Progression], args: &MoveArgs) -> Result<(&'p Progression, usize)> {
    let word = args.exercise.as_str();
    let every = || all.iter().flat_map(|one| open(one).map(move |(index, path)| (one, index, path)));
    let mut fitting: Vec<_> = every().filter(|(_, _, path)| path.id == word).collect();
    if fitting.is_empty() {
        fitting = every().filter(|(_, _, path)| path.id.starts_with(word)).collect();
    }
    let named =
        |(one, _, path): &(&Progression, usize, &Path)| format!("`{}` in `{}`", path.id, one.sheet.routine);
    match fitting.as_slice() {
        [(one, index, _)] => Ok((*one, *index)),
        [] => Err(Mistake(format!("nothing that you have done and that has a range begins with `{word}`; `supple progress` lists it all")).into()),
        several => {
            let choices = several.iter().map(named).collect::<Vec<_>>().join(", ");
            Err(Mistake(format!("`{word}` could be {choices}; say which with `--in ROUTINE`")).into())
        }
    }
}
