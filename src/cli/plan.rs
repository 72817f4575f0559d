//! `supple plan`: every step of a routine with its start time.

use std::{
    fmt::{self, Write as _},
    process::ExitCode,
    time::Duration,
};

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::{
    Mistake,
    choice::ChoiceArgs,
    library, output,
    parts::{self, Named},
    script::{self, Script, SpokenLine},
};
use crate::{
    plan::{Entry, Fitted, Kind, LeftOut, Mode, Plan, Step, spoken},
    routine::Routine,
    runtime::Choice,
    session::{StepLine, side_words},
    speech::Voice,
};

/// Print every step of a routine with its start time.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Routines or exercises, one after the other: ids, beginnings of ids, or paths.
    #[arg(value_name = "ROUTINE", required = true)]
    routines: Vec<String>,
    #[command(flatten)]
    choice: ChoiceArgs,
    /// Print what the voice says, with its times; speaking times are a guess.
    #[arg(long)]
    script: bool,
    /// How much the voice of the script says: `full`, `brief` or `counts`.
    #[arg(long, value_name = "VOICE", default_value = "full", requires = "script", value_parser = script::parse_voice)]
    voice: Voice,
    /// Print it as JSON, for other programs.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Named { routine, parts, .. } = parts::find(&library(), &args.routines)?;
    let choice = settled(&routine, args.choice.into_choice(parts));
    let fitted = choice.plan(&routine).map_err(|error| Mistake(error.to_string()))?;
    let spoken = args.script.then(|| Script::of(&fitted.plan, args.voice));
    if args.json {
        return output::print_json(&PlanLines {
            script: spoken.as_ref().map(Script::lines),
            ..PlanLines::of(&fitted)
        });
    }
    if let Some(script) = spoken {
        return output::print(&script.page());
    }
    let mut page = String::new();
    table(&fitted, &mut page)?;
    output::print(&page)
}

/// As a session would be made of it now.
fn settled(routine: &Routine, choice: Choice) -> Choice {
    // Without a home folder nobody stands anywhere.
    let Ok(backstage) = super::backstage() else { return choice };
    let first_side = backstage.settings().first_side;
    backstage.settled(routine, Choice { first_side, ..choice })
}

#[derive(Serialize)]
pub(crate) struct PlanLines<'a> {
    format: u32,
    routine: &'a str,
    seconds: f64,
    open_steps: usize,
    /// What was trimmed to fit the time.
    left_out: Vec<LeftOutLine<'a>>,
    /// How much longer than the time it is all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    over_seconds: Option<f64>,
    steps: Vec<StepLine<'a>>,
    /// What is said when, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    script: Option<Vec<SpokenLine>>,
}

#[derive(Serialize)]
struct LeftOutLine<'a> {
    /// Which entry of the routine it is, as in the history.
    n: u32,
    exercise: &'a str,
    name: &'a str,
    /// `None`: all of the exercise.
    sets: Option<SetsLine>,
}

#[derive(Serialize)]
struct SetsLine {
    of: u32,
    left: u32,
}

impl<'a> PlanLines<'a> {
    pub(crate) fn of(fitted: &'a Fitted) -> Self {
        let plan = &fitted.plan;
        let steps = starts(plan)
            .zip(0..)
            .map(|((at, step), index)| StepLine::new(plan, index, Some(at), step))
            .collect();
        Self {
            format: 1,
            routine: &plan.name,
            seconds: plan.total.as_secs_f64(),
            open_steps: plan.open_steps(),
            left_out: fitted.left_out.iter().map(LeftOutLine::of).collect(),
            over_seconds: fitted.over().map(|over| over.as_secs_f64()),
            steps,
            script: None,
        }
    }
}

impl<'a> LeftOutLine<'a> {
    fn of(left: &'a LeftOut) -> Self {
        let sets = left.sets.map(|(of, left)| SetsLine { of, left });
        Self { n: left.n, exercise: &left.id, name: &left.name, sets }
    }
}

/// Every step with its start, which counts timed steps only.
fn starts(plan: &Plan) -> impl Iterator<Item = (Duration, &Step)> {
    plan.steps.iter().scan(Duration::ZERO, |at, step| {
        let start = *at;
        *at += step.length.unwrap_or_default();
        Some((start, step))
    })
}

/// The column of what is done, in cells.
const NARROWEST: usize = 30;
const WIDEST: usize = 60;

fn table(fitted: &Fitted, out: &mut String) -> fmt::Result {
    let plan = &fitted.plan;
    let open = match plan.open_steps() {
        0 => String::new(),
        1 => ", and one step that waits for you".into(),
        steps => format!(", and {steps} steps that wait for you"),
    };
    writeln!(out, "{}: {}{open}", plan.name, spoken(plan.total))?;
    if let Some(words) = fitted.words() {
        writeln!(out, "{words}")?;
    }
    let what = |step: &Step| what(plan.entry_of(step), step);
    let widest = plan.steps.iter().map(|step| what(step).width()).max().unwrap_or_default();
    let widest = widest.clamp(NARROWEST, WIDEST);
    let mut occurrence = None;
    for (at, step) in starts(plan) {
        let entry = plan.entry_of(step);
        if let Some(entry) = entry.filter(|_| occurrence != Some(step.occurrence)) {
            occurrence = Some(step.occurrence);
            writeln!(out, "\n{}{} · {}", entry.name, round(plan, step), entry.dose())?;
        }
        let seconds = at.as_secs();
        let length = step.length.map_or_else(|| "until you say so".into(), spoken);
        let what = what(step);
        let gap = " ".repeat(widest.saturating_sub(what.width()));
        writeln!(out, "  {:>3}:{:02}  {what}{gap} {length}", seconds / 60, seconds % 60)?;
    }
    Ok(())
}

fn round(plan: &Plan, step: &Step) -> String {
    let title = step.group.and_then(|group| plan.groups.get(group as usize));
    match (title, step.round, step.rounds) {
        (Some(title), Some(round), Some(rounds)) if rounds > 1 => {
            format!(" ({title}, round {round} of {rounds})")
        }
        (Some(title), ..) => format!(" ({title})"),
        _ => String::new(),
    }
}

fn what(entry: Option<&Entry>, step: &Step) -> String {
    let kind = match (step.kind, step.mode) {
        (Kind::Prepare, _) => "get ready".to_owned(),
        (Kind::Relax, _) => "relax".into(),
        (Kind::Switch, _) => "switch".into(),
        (Kind::Rest, _) if entry.is_none() => "rest before the next round".into(),
        (Kind::Rest, _) => "rest".into(),
        (Kind::Work, Some(Mode::Phase)) => {
            let phase = entry.zip(step.phase).and_then(|(entry, phase)| entry.phases.get(phase as usize));
            phase.map_or_else(|| "phase".into(), |phase| phase.name.clone())
        }
        (Kind::Work, Some(Mode::Hold)) => "hold".into(),
        (Kind::Work, Some(Mode::Flow)) => "move".into(),
        (Kind::Work, Some(Mode::Open)) => "at your own pace".into(),
        (Kind::Work, _) => "rep".into(),
    };
    let count = match (step.rep, step.reps, step.kind) {
        (Some(rep), Some(reps), Kind::Work) => format!(" {rep}/{reps}"),
        _ => String::new(),
    };
    let set = match (step.set, step.sets, step.kind) {
        (Some(set), Some(sets), Kind::Work | Kind::Rest) if sets > 1 => format!(", set {set}/{sets}"),
        _ => String::new(),
    };
    let labels = entry.and_then(|entry| entry.side_labels.as_ref());
    let side = step.side.map(|side| format!(", {}", side_words(side, labels))).unwrap_or_default();
    format!("{kind}{count}{set}{side}")
}
