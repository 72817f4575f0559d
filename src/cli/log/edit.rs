//! `supple log edit`, `delete` and `restore`: corrections, appended and never written in place.

use std::{io::Write, time::Duration};

use anyhow::Context as _;
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::{
    Log, Row, found, table,
    words::{Did, Effort, Moment, Pain, minutes},
};
use crate::{
    cli::Mistake,
    history::{
        amend::Amendment,
        by_hand,
        record::{Record, SkipWord},
        seconds::Seconds,
        when::When,
    },
    runtime::clock,
};

/// Correct a session: what was written stays in the file, and the correction is added to it
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Its id or the beginning of it, or `last`
    id: String,
    /// Whatever you would like to remember; "" for nothing
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Where pain stood before, from 0 to 10, or `none`
    #[arg(long, value_name = "0-10")]
    pain_before: Option<Pain>,
    /// Where pain stood after, from 0 to 10, or `none`
    #[arg(long, value_name = "0-10")]
    pain_after: Option<Pain>,
    /// How hard it was
    #[arg(long, value_enum)]
    effort: Option<Effort>,
    /// When it began: 07:30, yesterday, 'yesterday 18:00', 2026-11-21T07:30
    #[arg(long, value_name = "WHEN")]
    at: Option<Moment>,
    /// How long it took, without pauses
    #[arg(long, value_name = "MINUTES", value_parser = minutes)]
    minutes: Option<Duration>,
    /// How much of an exercise was done: done, partly, skipped, skipped:pain
    #[arg(long, value_name = "EXERCISE=STATUS")]
    exercise: Vec<Did>,
    /// Print the session as it is now, as its line of JSON
    #[arg(long)]
    json: bool,
}

/// Delete sessions; they can be restored
#[derive(clap::Args, Debug)]
pub(super) struct DeleteArgs {
    /// Their ids or the beginnings of them, or `last`
    #[arg(required = true)]
    id: Vec<String>,
    /// Print the sessions as lines of JSON
    #[arg(long)]
    json: bool,
}

/// Bring back sessions that were deleted; without an id, list them
#[derive(clap::Args, Debug)]
pub(super) struct RestoreArgs {
    /// Their ids or the beginnings of them, or `last`: the newest of those that were deleted
    id: Vec<String>,
    /// Print the sessions as lines of JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn edit(log: &Log, args: &Args, out: &mut dyn Write) -> anyhow::Result<()> {
    let record = settled(log.find(&args.id)?)?;
    let changes = changes(args, record)?;
    if changes.is_empty() {
        let words = "nothing to change: `supple log edit --help` says what can be";
        return Err(Mistake(words.to_owned()).into());
    }
    let now = log.history.stamp(&record.id, &clock::wall());
    let amendment = Amendment::edit(&record.id, &now, changes);
    let after = amendment.amended(record).context("the session would not be one any more")?;
    log.store.amend(&amendment).context("the correction could not be written")?;
    say("Corrected", &after, args.json, out)
}

pub(super) fn delete(log: &Log, args: &DeleteArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    // All of them are known before the first is gone.
    let found: Vec<Row> = args.id.iter().map(|id| log.find(id)).collect::<Result<_, _>>()?;
    let records: Vec<&Record> = found.into_iter().map(settled).collect::<Result<_, _>>()?;
    let ids = log.ids();
    for record in records {
        let now = log.history.stamp(&record.id, &clock::wall());
        log.store.amend(&Amendment::delete(&record.id, &now)).context("it could not be deleted")?;
        say("Deleted", record, args.json, out)?;
        if !args.json {
            writeln!(out, "supple log restore {} brings it back.", ids.short(&record.id))?;
        }
    }
    Ok(())
}

pub(super) fn restore(log: &Log, args: &RestoreArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let deleted = &log.history.deleted;
    if args.id.is_empty() {
        let ids = log.ids();
        for record in deleted.iter().rev() {
            if args.json {
                write!(out, "{}", record.line())?;
            } else {
                writeln!(out, "{}  {}", ids.short(&record.id), table::in_brief(record))?;
            }
        }
        if deleted.is_empty() && !args.json {
            writeln!(out, "No session has been deleted.")?;
        }
        return Ok(());
    }
    let mut records = Vec::new();
    for id in &args.id {
        let found = if id == "last" { deleted.last() } else { found(deleted.iter(), id)? };
        let words =
            || Mistake(format!("no deleted session has the id `{id}`; `supple log restore` lists them"));
        records.push(found.ok_or_else(words)?);
    }
    for record in records {
        let now = log.history.stamp(&record.id, &clock::wall());
        log.store.amend(&Amendment::restore(&record.id, &now)).context("it could not be restored")?;
        say("Restored", record, args.json, out)?;
    }
    Ok(())
}

fn say(verb: &str, record: &Record, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        write!(out, "{}", record.line())?;
    } else {
        writeln!(out, "{verb}: {}.", table::in_brief(record))?;
    }
    Ok(())
}

/// What was cut off is not in the history yet.
fn settled(row: Row<'_>) -> anyhow::Result<&Record> {
    if row.interrupted {
        let words = "this session was cut off; `supple log recover` keeps or discards it first";
        return Err(Mistake(words.to_owned()).into());
    }
    Ok(row.record)
}

fn changes(args: &Args, record: &Record) -> anyhow::Result<Map<String, Value>> {
    let mut changes = Map::new();
    let mut change = |key: &str, value: Value| {
        changes.insert(key.to_owned(), value);
    };
    if let Some(note) = &args.note {
        change("note", if note.is_empty() { Value::Null } else { json!(note) });
    }
    if let Some(effort) = args.effort {
        change("effort", json!(effort.word()));
    }
    let mut pain = Map::new();
    for (key, level) in [("before", args.pain_before), ("after", args.pain_after)] {
        if let Some(level) = level {
            pain.insert(key.to_owned(), json!(level.0));
        }
    }
    if !pain.is_empty() {
        change("pain", Value::Object(pain));
    }
    if args.at.is_some() || args.minutes.is_some() {
        let (started, ended) = times(args, record)?;
        if args.at.is_some() {
            change("started", json!(started));
        }
        change("ended", json!(ended));
    }
    if let Some(length) = args.minutes {
        change("active_seconds", json!(Seconds::new(length)));
    }
    if !args.exercise.is_empty() {
        change("exercises", exercises(&args.exercise, record)?);
    }
    Ok(changes)
}

/// When it began and ended: as long after one another as before, or as the minutes say.
fn times(args: &Args, record: &Record) -> anyhow::Result<(When, When)> {
    let now = clock::wall();
    let length = match args.minutes {
        Some(active) => {
            SignedDuration::try_from(active + record.paused_seconds.duration()).unwrap_or_default()
        }
        None => record.ended.timestamp().duration_since(record.started.timestamp()),
    };
    let beyond = "this time is beyond the calendar";
    let Some(at) = &args.at else {
        let ended = record.started.plus(length).context(beyond)?;
        return Ok((record.started.clone(), ended));
    };
    let started = at.at(&now).context(beyond)?;
    if started > now {
        return Err(Mistake("what is still to come cannot have been done".to_owned()).into());
    }
    let ended = started.checked_add(length).context(beyond)?;
    Ok((When::to_second(&started), When::to_second(&ended)))
}

/// All exercises of the session, some of them changed: a list changes as a whole.
fn exercises(wishes: &[Did], record: &Record) -> anyhow::Result<Value> {
    let mut exercises = record.exercises.clone();
    for wish in wishes {
        let whole = exercises.iter().any(|exercise| exercise.id == wish.exercise);
        let means = |id: &str| if whole { id == wish.exercise } else { id.starts_with(&wish.exercise) };
        let ids: std::collections::BTreeSet<&str> =
            exercises.iter().map(|one| one.id.as_str()).filter(|id| means(id)).collect();
        match ids.len() {
            0 => {
                let ids: Vec<String> = exercises.iter().map(|one| format!("`{}`", one.id)).collect();
                let words =
                    format!("the session has no exercise `{}`; it has {}", wish.exercise, ids.join(", "));
                return Err(Mistake(words).into());
            }
            1 => {}
            _ => {
                let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
                return Err(Mistake(format!("`{}` could be {}", wish.exercise, ids.join(", "))).into());
            }
        }
        for exercise in exercises.iter_mut().filter(|exercise| means(&exercise.id)) {
            by_hand::set_done(
                exercise,
                wish.done,
                wish.reason.as_ref().map(|reason| SkipWord(reason.into())),
            );
        }
    }
    Ok(serde_json::to_value(exercises)?)
}
