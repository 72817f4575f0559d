//! `supple program`: programs over weeks, and where one stands in them.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use jiff::civil::Date;
use serde_json::{Value, json};

pub(crate) use self::page::page;
use self::page::{days, extent};
use super::{
    Mistake, backstage, output,
    page::{Page, Weight},
    today::parse_date,
    usable,
};
use crate::{
    program::{Fate, Standing, State, Step},
    routine::{Library, PhaseLength, is_path},
    runtime::{Backstage, Today},
};

mod page;

/// Where the second column of the list begins.
const COLUMN: usize = 22;

/// Programs over several weeks: what is due on which day.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the programs.
    List(FormArgs),
    /// Show a program, or the one that runs: its phases, and how often each thing is due.
    Show(ShowArgs),
    /// Begin a program; one that runs is stopped, after a question.
    Start(StartArgs),
    /// Say which program runs, and where you stand in it.
    Status(FormArgs),
    /// Go on to the next phase.
    Next(NextArgs),
    /// Let the program rest: nothing is due until it goes on, and the days do not count.
    Pause,
    /// Go on with the program after a pause.
    Resume,
    /// Stop the program, after a question. What you did stays in the history.
    Stop(StopArgs),
    /// Take back the last of these decisions: the start, the step, the pause or the stop.
    Undo,
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct FormArgs {
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// A program: its id, the beginning of its id, or a path.
    program: Option<String>,
    #[command(flatten)]
    form: FormArgs,
}

#[derive(Debug, clap::Args)]
struct StartArgs {
    /// A program: its id, or the beginning of its id.
    program: String,
    /// The first day, if it is not today, as in 2026-11-23.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    on: Option<Date>,
    /// Stop the one that runs without asking.
    #[arg(long, short)]
    yes: bool,
}

#[derive(Debug, clap::Args)]
struct NextArgs {
    /// Back to the phase before.
    #[arg(long)]
    back: bool,
    /// Go on without asking.
    #[arg(long, short)]
    yes: bool,
}

#[derive(Clone, Copy, Debug, clap::Args)]
struct StopArgs {
    /// Stop without asking.
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let backstage = backstage()?;
    complain(&backstage)?;
    match &args.command {
        Command::List(form) => list(&backstage, *form),
        Command::Show(show) => self::show(&backstage, show),
        Command::Start(start) => self::start(&backstage, start),
        Command::Status(form) => status(&backstage, *form),
        Command::Next(next) => self::next(&backstage, next),
        Command::Pause => pause(&backstage),
        Command::Resume => resume(&backstage),
        Command::Stop(stop) => self::stop(&backstage, *stop),
        Command::Undo => undo(&backstage),
    }
}

/// Says what of the user's decisions cannot be read.
pub(crate) fn complain(backstage: &Backstage) -> Result<()> {
    let decisions = backstage.programs().read().context("the programs cannot be read")?;
    let mut complaints = io::stderr().lock();
    // Nobody is left to be told if standard error is closed.
    for complaint in decisions.complaints() {
        let _ = writeln!(complaints, "supple: {complaint}");
    }
    Ok(())
}

/// "Back care in eight weeks · Beginner · week 1 of 8"
pub(crate) fn headline(today: &Today) -> String {
    let place = &today.agenda.place;
    let mut parts = vec![today.program.name.clone()];
    if matches!(place.state, State::Running | State::Paused { .. }) {
        parts.extend(today.phase().map(|phase| phase.name.clone()));
        parts.extend(Some(place.words(&today.program)).filter(|words| !words.is_empty()));
    }
    parts.join(" · ")
}

/// "Saturday, 21 November 2026"
pub(crate) fn day_words(date: Date) -> String {
    date.strftime("%A, %-d %B %Y").to_string()
}

pub(crate) const fn state_word(state: State) -> &'static str {
    match state {
        State::Ahead => "ahead",
        State::Running => "running",
        State::Paused { .. } => "paused",
        State::Finished => "finished",
    }
}

/// The programs that are good, those with `supple list` in front of them.
pub(crate) fn rows(page: &mut Page, library: &Library, running: Option<&str>) -> bool {
    let mut any = false;
    for id in library.program_ids() {
        let Some(program) = library.program(&id).ok().and_then(|found| found.value) else {
            page.gap();
            let text = format!("The program {id} has faults: `supple program show {id}` shows them.");
            page.line("", &text, Weight::Plain);
            continue;
        };
        any = true;
        page.gap();
        let runs = if running == Some(id.as_str()) { " · runs" } else { "" };
        page.row(&id, COLUMN, &format!("{} · {}{runs}", program.name, extent(&program)));
        if let Some(summary) = &program.summary {
            page.line(&" ".repeat(page.column(COLUMN)), summary, Weight::Faint);
        }
    }
    any
}

fn list(backstage: &Backstage, form: FormArgs) -> Result<ExitCode> {
    let library = backstage.library();
    let standing = backstage.standing()?;
    let running = standing.as_ref().map(|standing| standing.program.as_str());
    if form.json {
        let one = |id: &String| {
            let found = library.program(id).ok()?;
            let (program, shipped) = (found.value?, found.shipped);
            Some(json!({
                "id": program.id, "name": program.name, "summary": program.summary, "tags": program.tags,
                "phases": program.phases.len(), "days": days(&program), "shipped": shipped,
                "runs": running == Some(id.as_str()),
            }))
        };
        return output::print_json(&library.program_ids().iter().filter_map(one).collect::<Vec<Value>>());
    }
    let mut page = Page::new(output::stdout_look());
    if rows(&mut page, library, running) {
        page.gap();
        page.line(
            "",
            "`supple program show` says what is in one, `supple program start` begins it.",
            Weight::Faint,
        );
    }
    output::print(&page.finish())
}

fn show(backstage: &Backstage, args: &ShowArgs) -> Result<ExitCode> {
    let name = match &args.program {
        Some(name) => name.clone(),
        None => running(backstage)?.program,
    };
    let program = usable(backstage.library().program(&name))?;
    page(&program, backstage.library(), args.form.json)
}

fn start(backstage: &Backstage, args: &StartArgs) -> Result<ExitCode> {
    let library = backstage.library();
    if is_path(&args.program) {
        let folder = backstage.paths().config.join("programs");
        let how = format!("a program that runs must be found again: put the file into {}", folder.display());
        return Err(Mistake(how).into());
    }
    let program = usable(library.program(&args.program))?;
    let before = backstage.standing()?;
    if let Some(before) = &before {
        let since = day_words(before.started);
        let question = if before.program == program.id {
            format!("{} has run since {since}. Begin it anew?", program.name)
        } else {
            let (runs, wanted) = (name_of(library, &before.program), &program.name);
            format!("{runs} has run since {since}. Stop it, and begin {wanted}?")
        };
        if !args.yes && !output::agrees(&question)? {
            return left_alone();
        }
    }
    backstage.decide(&program.id, Step::Started, args.on)?;
    let mut text = String::new();
    if let Some(before) = &before {
        let since = day_words(before.started);
        text += &if before.program == program.id {
            format!("{} begins anew; it had begun on {since}.\n", program.name)
        } else {
            format!("{} has been stopped; it had begun on {since}.\n", name_of(library, &before.program))
        };
    }
    let first = args.on.unwrap_or_else(|| backstage.date());
    text += &format!("{} begins on {}. `supple today` says what is due.", program.name, day_words(first));
    text += &match &before {
        Some(before) if before.program == program.id => format!("\n{UNDO}: it goes on as it was."),
        Some(before) => format!("\n{UNDO}: {} goes on as it was.", name_of(library, &before.program)),
        None => format!("\n{UNDO}."),
    };
    output::print(&text)
}

const UNDO: &str = "`supple program undo` takes this back";

/// The name of a program that may be gone.
fn name_of(library: &Library, id: &str) -> String {
    let program = library.program(id).ok().and_then(|found| found.value);
    program.map_or_else(|| id.to_owned(), |program| program.name)
}

/// The answer was no.
fn left_alone() -> Result<ExitCode> {
    output::print("Nothing has changed.")?;
    Ok(ExitCode::from(130))
}

fn status(backstage: &Backstage, form: FormArgs) -> Result<ExitCode> {
    let Some(today) = backstage.today(None)? else {
        if form.json {
            return output::print_json(&json!({ "program": null }));
        }
        return output::print("No program runs. `supple program list` shows what there is.");
    };
    let (agenda, count) = (&today.agenda, |fate| today.agenda.of(fate).count());
    if form.json {
        let place = &agenda.place;
        return output::print_json(&json!({
            "program": today.program.id, "name": today.program.name, "date": agenda.date,
            "started": today.standing.started, "state": state_word(place.state),
            "phase": today.phase().map(|phase| &phase.name), "since": place.since,
            "day": place.day + 1, "week": place.week(&today.program),
            "gate": today.phase().and_then(|phase| phase.gate.as_ref()),
            "due": count(Fate::Due), "done": count(Fate::Done),
        }));
    }
    let mut page = Page::new(output::stdout_look());
    page.line("", &headline(&today), Weight::Bold);
    page.line("", &format!("Begun on {}.", day_words(today.standing.started)), Weight::Plain);
    if agenda.place.state == State::Running {
        let counts = format!("Today: {} due, {} done.", count(Fate::Due), count(Fate::Done));
        page.line("", &counts, Weight::Plain);
    }
    if let Some(notice) = today.notice() {
        page.line("", &notice, Weight::Plain);
    }
    page.gap();
    let hint = match agenda.place.state {
        State::Running if today.phase().is_some_and(|phase| phase.length == PhaseLength::WhenReady) => {
            "`supple today` says what is due and why, `supple program next` goes on to the next phase."
        }
        State::Running | State::Ahead => "`supple today` says what is due and why.",
        State::Paused { .. } => "`supple program resume` goes on.",
        State::Finished => "`supple program start` begins another one.",
    };
    page.line("", hint, Weight::Faint);
    output::print(&page.finish())
}

fn next(backstage: &Backstage, args: &NextArgs) -> Result<ExitCode> {
    let back = args.back;
    let today = backstage.today(None)?.context(NONE_RUNS)?;
    let place = today.agenda.place;
    match (place.state, back) {
        (State::Ahead, _) => bail!("{} has not begun yet", today.program.name),
        (State::Finished, false) => {
            bail!("{} is at its end; `supple program next --back` goes back", today.program.name)
        }
        (State::Running | State::Paused { .. }, true) if place.phase == 0 => {
            bail!("this is the first phase of {}", today.program.name)
        }
        _ => {}
    }
    let phases = &today.program.phases;
    let to = if back { place.phase.checked_sub(1) } else { place.phase.checked_add(1) };
    let to = to.filter(|_| place.state != State::Finished).and_then(|to| phases.get(to));
    let question = match (to, back) {
        (Some(to), false) => format!("{}. Go on to {}?", headline(&today), to.name),
        (Some(to), true) => format!("{}. Go back to {}?", headline(&today), to.name),
        (None, false) => format!("{}. That is its last phase: end the program?", headline(&today)),
        (None, true) => format!("{} is at its end. Go back to its last phase?", headline(&today)),
    };
    if !args.yes && !output::agrees(&question)? {
        return left_alone();
    }
    backstage.decide(&today.program.id, if back { Step::Back } else { Step::Next }, None)?;
    let now = match backstage.today(None).and_then(|now| now.context(NONE_RUNS)) {
        Ok(now) => now,
        Err(trouble) => {
            let way = if back { "Back" } else { "On" };
            let last = if back { "the last phase" } else { "the end" };
            let to = to.map_or(last, |to| &to.name);
            return kept(&format!("{way} to {to} of {}. {UNDO}.", today.program.name), &trouble);
        }
    };
    output::print(&match now.agenda.place.state {
        State::Finished => {
            format!("That was the last phase of {}: it has come to its end. {UNDO}.", now.program.name)
        }
        _ => format!("{}. `supple today` says what is due.\n{UNDO}.", headline(&now)),
    })
}

/// Says what was decided, which holds whatever comes, and then what keeps the rest from being told.
fn kept(decided: &str, trouble: &anyhow::Error) -> Result<ExitCode> {
    let printed = output::print(decided);
    output::remark(&[format!("{trouble:#}")]);
    printed
}

fn pause(backstage: &Backstage) -> Result<ExitCode> {
    let standing = running(backstage)?;
    if let Some(pause) = standing.pause_now() {
        return output::print(&format!("It has been paused since {}.", day_words(pause.from)));
    }
    backstage.decide(&standing.program, Step::Paused, None)?;
    output::print("Paused: nothing is due, and the days do not count. `supple program resume` goes on.")
}

fn resume(backstage: &Backstage) -> Result<ExitCode> {
    let standing = running(backstage)?;
    if standing.pause_now().is_none() {
        return output::print("It is not paused. `supple today` says what is due.");
    }
    backstage.decide(&standing.program, Step::Resumed, None)?;
    output::print("On it goes. `supple today` says what is due.")
}

fn stop(backstage: &Backstage, args: StopArgs) -> Result<ExitCode> {
    let standing = running(backstage)?;
    let name = name_of(backstage.library(), &standing.program);
    let question = format!("{name} has run since {}. Stop it?", day_words(standing.started));
    if !args.yes && !output::agrees(&question)? {
        return left_alone();
    }
    backstage.decide(&standing.program, Step::Stopped, None)?;
    output::print(&format!("{name} has been stopped. What you did stays in the history.\n{UNDO}."))
}

fn undo(backstage: &Backstage) -> Result<ExitCode> {
    let was = backstage.take_back()?.context("there is no decision about a program to take back")?;
    let what = match was.step {
        Step::Started => "start",
        Step::Next => "step to the next phase",
        Step::Back => "step back",
        Step::Paused => "pause",
        Step::Resumed => "end of the pause",
        Step::Stopped | Step::Undone => "stop",
    };
    let done = format!("The {what} of {} is taken back.", name_of(backstage.library(), &was.program));
    match backstage.today(None) {
        Ok(Some(today)) => {
            output::print(&format!("{done} {}. `supple today` says what is due.", headline(&today)))
        }
        Ok(None) => output::print(&format!("{done} No program runs.")),
        Err(trouble) => kept(&done, &trouble),
    }
}

const NONE_RUNS: &str = "no program runs; `supple program start` begins one";

fn running(backstage: &Backstage) -> Result<Standing> {
    backstage.standing()?.context(NONE_RUNS)
}
