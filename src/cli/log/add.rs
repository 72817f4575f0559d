//! `supple log add`

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use jiff::{SignedDuration, Zoned};

use super::{
    ids::Ids,
    table,
    words::{Effort, Moment, Pain, minutes},
};
use crate::{
    cli::{Mistake, usable},
    config::paths::Paths,
    history::{
        by_hand,
        reading::History,
        record::{self, About, Done, Record, new_id},
        seconds::Seconds,
        store::Store,
        when::When,
        word::Word,
    },
    plan::{Options, compile},
    routine::{Block, Library, NotFound, Routine},
    runtime::clock,
};

/// Record what you did without supple: a walk, an exercise, a whole routine
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// A routine or an exercise by its id or the beginning of it; or, with --minutes, any name of your own
    what: String,
    /// When it began: 07:30, yesterday, 'yesterday 18:00', 2026-11-21T07:30 [default: it has just ended]
    #[arg(long, value_name = "WHEN")]
    at: Option<Moment>,
    /// How long it took [default: as long as the work of the routine or exercise]
    #[arg(long, value_name = "MINUTES", value_parser = minutes)]
    minutes: Option<Duration>,
    /// How hard it was
    #[arg(long, value_enum)]
    effort: Option<Effort>,
    /// Where pain stood before, from 0 to 10
    #[arg(long, value_name = "0-10")]
    pain_before: Option<Pain>,
    /// Where pain stood after, from 0 to 10
    #[arg(long, value_name = "0-10")]
    pain_after: Option<Pain>,
    /// Whatever you would like to remember
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Only these exercises of the routine were done; or, with a name of your own, these were
    #[arg(long, value_name = "EXERCISE", value_delimiter = ',')]
    exercise: Vec<String>,
    /// Print the session as its line of JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    args: &Args,
    paths: &Paths,
    store: &Store,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let now = clock::wall();
    let library = Library::open(Some(&paths.config));
    let mut record = record(args, &library, &now)?;
    record.pain = pain(args);
    record.effort = args.effort.and_then(Effort::word).map(Word::from);
    record.note = args.note.clone().filter(|note| !note.is_empty());
    store.append(&record).context("it could not be recorded")?;
    // What is wrong with other lines is said where they are read.
    let history = History::read(store.folder()).unwrap_or_default();
    let ids = Ids::of(history.records.iter().chain(&history.deleted).chain([&record]));
    let id = ids.short(&record.id);
    let other = history.records.iter().rev().find(|other| is_at_the_same_time(other, &record));
    let twice = other.map(|other| {
        let (other_id, other) = (ids.short(&other.id), table::in_brief(other));
        format!("That is the time of another one, {other_id}: {other}. `supple log delete {id}` takes this one back.")
    });
    if args.json {
        write!(out, "{}", record.line())?;
        // A program reads the line; whoever started it reads this.
        if let Some(twice) = twice {
            let _ = writeln!(io::stderr(), "supple: {twice}");
        }
    } else {
        writeln!(out, "Recorded: {}. Its id is {id}.", table::in_brief(&record))?;
        if let Some(twice) = twice {
            writeln!(out, "{twice}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Two sessions of the same that cannot both have been: most likely one was recorded twice. Trials count for nothing.
fn is_at_the_same_time(one: &Record, other: &Record) -> bool {
    let (begin, end) = (|it: &Record| it.started.timestamp(), |it: &Record| it.ended.timestamp());
    one.id != other.id
        && one.speed.is_none()
        && one.routine == other.routine
        && (begin(one) == begin(other) || begin(one) < end(other) && begin(other) < end(one))
}

fn record(args: &Args, library: &Library, now: &Zoned) -> anyhow::Result<Record> {
    let known = match library.playable(&args.what) {
        Err(NotFound::Unknown { .. }) if args.minutes.is_some() => None,
        Err(error @ NotFound::Unknown { .. }) => {
            let words = format!("{error}; something of your own needs its --minutes");
            return Err(Mistake(words).into());
        }
        found => Some(usable(found)?),
    };
    let routine = match known {
        Some(routine) => routine,
        None if args.exercise.is_empty() => {
            let length = args.minutes.unwrap_or_default();
            let (about, ended) = times(args, length, now)?;
            return Ok(by_hand::free(args.what.trim(), Seconds::new(length), about, ended));
        }
        None => of_exercises(args, library)?,
    };
    let plan = compile(&routine, &Options::default());
    let (about, ended) = times(args, Duration::ZERO, now)?;
    let mut record = by_hand::recorded(&plan, about, ended);
    keep_only(&mut record, &args.exercise)?;
    let length = args.minutes.unwrap_or(record.active_seconds.duration());
    let (about, ended) = times(args, length, now)?;
    (record.id, record.started, record.ended) = (about.id, about.started, ended);
    record.active_seconds = Seconds::new(length);
    // Of a walk the minutes are what was done.
    if let (1, Some(length)) = (record.exercises.len(), args.minutes)
        && let only = &mut record.exercises[0]
        && let (Some(_), Some(tally)) = (only.target.time, &mut only.both)
    {
        tally.seconds = Seconds::new(length);
    }
    Ok(record)
}

/// Something of one's own name that consisted of these exercises.
fn of_exercises(args: &Args, library: &Library) -> anyhow::Result<Routine> {
    let mut steps = Vec::new();
    for id in &args.exercise {
        steps.push(Block::Exercise(Box::new(usable(library.exercise(id))?)));
    }
    let mut routine = Routine::of_steps("", args.what.trim(), steps);
    routine.id = by_hand::id_of(args.what.trim());
    Ok(routine)
}

/// What else the routine has was not done.
fn keep_only(record: &mut Record, wanted: &[String]) -> anyhow::Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    for word in wanted {
        if !record.exercises.iter().any(|exercise| exercise.id.starts_with(word.as_str())) {
            let ids: Vec<String> = record.exercises.iter().map(|one| format!("`{}`", one.id)).collect();
            let words = format!("there is no exercise `{word}` in it; it has {}", ids.join(", "));
            return Err(Mistake(words).into());
        }
    }
    for exercise in record.exercises.iter_mut() {
        if !wanted.iter().any(|word| exercise.id.starts_with(word.as_str())) {
            by_hand::set_done(exercise, Done::Skipped, None);
        }
    }
    let total = record.exercises.iter().map(|exercise| exercise.total().seconds.duration()).sum();
    record.active_seconds = Seconds::new(total);
    Ok(())
}

/// When it began and ended. What is still to come cannot have been done.
fn times(args: &Args, length: Duration, now: &Zoned) -> anyhow::Result<(About, When)> {
    let length = SignedDuration::try_from(length).unwrap_or_default();
    let started = match &args.at {
        Some(at) => at.at(now).context("this time is beyond the calendar")?,
        None => now.saturating_sub(length),
    };
    let ended = started.saturating_add(length);
    if started > *now {
        return Err(Mistake("what is still to come cannot be recorded".to_owned()).into());
    }
    let about = About {
        id: new_id(&started),
        started: When::to_second(&started),
        level: None,
        progression: None,
        speed: 1.0,
        app: env!("CARGO_PKG_VERSION").to_owned(),
        items: Vec::new(),
        paces: Vec::new(),
    };
    Ok((about, When::to_second(&ended)))
}

fn pain(args: &Args) -> Option<record::Pain> {
    let level = |pain: Option<Pain>| pain.and_then(|pain| pain.0);
    let pain = record::Pain { before: level(args.pain_before), after: level(args.pain_after) };
    (pain != record::Pain::default()).then_some(pain)
}
