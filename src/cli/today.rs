//! `supple today`

use std::{process::ExitCode, time::Duration};

use anyhow::{Error, Result};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{
    Mistake, backstage, output,
    page::{Page, Weight},
    plan::PlanLines,
    program,
};
use crate::{
    history::disk::DiskError,
    plan::{Plan, spoken},
    program::{Fate, Row, State},
    runtime::{Backstage, Today, next_words},
};

/// What the program has due today, and why.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Another day, as in 2026-11-23.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    date: Option<Date>,
    /// Tick off what you did elsewhere: the id of an item, or the beginning of it. May be given several times.
    #[arg(long, value_name = "ITEM")]
    done: Vec<String>,
    /// Take back what was ticked off by mistake. May be given several times.
    #[arg(long, value_name = "ITEM", conflicts_with = "done")]
    undo: Vec<String>,
    /// Print it as JSON, with the plan of what is due.
    #[arg(long)]
    json: bool,
}

pub(crate) fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day is written like 2026-11-23".to_owned())
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let backstage = backstage()?;
    program::complain(&backstage)?;
    let mut page = Page::new(output::stdout_look());
    if args.done.len() > 1
        && let Some(today) = backstage.today(args.date)?
    {
        // All of them are known before the first is recorded: nobody ticks off the good ones twice.
        for item in &args.done {
            today.row(item).map_err(|error| Mistake(format!("{error:#}")))?;
        }
    }
    for item in &args.done {
        if let Some(today) = backstage.today(args.date)?
            && let Ok(row) = today.row(item)
            && row.fate == Fate::Done
        {
            page.line(
                "",
                &format!("{} is done for that day: {}.", today.face(row).name, row.why),
                Weight::Plain,
            );
            continue;
        }
        let ticked = backstage.tick(item, args.date).map_err(mistake)?;
        let besides = if ticked.besides { " (it was not due)" } else { "" };
        page.line("", &format!("Ticked off: {}{besides}.", ticked.name), Weight::Plain);
    }
    for item in &args.undo {
        let undone = backstage.untick(item, args.date).map_err(mistake)?;
        page.line("", &format!("No longer ticked off: {}.", undone.name), Weight::Plain);
    }
    let today = backstage.today(args.date)?;
    if args.json {
        return output::print_json(&as_json(today.as_ref(), args.date, &backstage)?);
    }
    if let Some(today) = today {
        write(&mut page, &today, &backstage, args.date.is_none())?;
    } else {
        page.gap();
        page.line("", "No program runs.", Weight::Plain);
        let hint = "`supple program list` shows what there is, `supple program start` begins one.";
        page.line("", hint, Weight::Faint);
    }
    output::print(&page.finish())
}

/// Whatever cannot be ticked off was named wrongly, unless it is the disk that refuses.
fn mistake(error: Error) -> Error {
    if error.is::<DiskError>() { error } else { Mistake(format!("{error:#}")).into() }
}

fn as_json(today: Option<&Today>, date: Option<Date>, backstage: &Backstage) -> Result<Value> {
    let Some(today) = today else {
        let date = date.unwrap_or_else(|| backstage.date());
        return Ok(json!({
            "date": date, "program": null, "phase": null, "week": null, "due": [], "later": [], "plan": null,
        }));
    };
    let plan = backstage.plan_of_today(today)?;
    let place = &today.agenda.place;
    let rows = |fate| today.agenda.of(fate).map(|row| row_json(today, row)).collect::<Vec<_>>();
    Ok(json!({
        "date": today.agenda.date,
        "program": today.program.id,
        "phase": today.phase().map(|phase| &phase.name),
        "week": place.week(&today.program),
        "state": program::state_word(place.state),
        "due": rows(Fate::Due),
        "done": rows(Fate::Done),
        "later": rows(Fate::Later),
        "notice": today.notice(),
        "gentle": today.gentle,
        "plan": plan.as_ref().map(PlanLines::of).map(serde_json::to_value).transpose()?,
    }))
}

fn row_json(today: &Today, row: &Row) -> Value {
    let face = today.face(row);
    let mut value = Map::new();
    value.insert("id".into(), json!(row.id));
    value.insert("why".into(), json!(row.why));
    if row.fate != Fate::Due {
        value.insert("next".into(), json!(row.next));
    }
    value.insert("name".into(), json!(face.name));
    value.insert("dose".into(), json!(face.dose));
    value.into()
}

/// The page for people. `now`: it is about the day that it is.
fn write(page: &mut Page, today: &Today, backstage: &Backstage, now: bool) -> Result<()> {
    let agenda = &today.agenda;
    page.gap();
    page.line("", &program::headline(today), Weight::Bold);
    page.line("", &program::day_words(agenda.date), Weight::Plain);
    let plan = backstage.plan_of_today(today)?;
    let length = plan.as_ref().map(|fitted| format!(" · {}", length(&fitted.plan))).unwrap_or_default();
    for (fate, title) in
        [(Fate::Due, format!("Due{length}")), (Fate::Done, "Done".into()), (Fate::Later, "Later".into())]
    {
        let rows: Vec<&Row> = agenda.of(fate).collect();
        if rows.is_empty() {
            continue;
        }
        page.gap();
        page.line("", &title, Weight::Bold);
        for row in rows {
            let face = today.face(row);
            let when = row.next.filter(|_| fate == Fate::Later).map(|next| next_words(agenda.date, next));
            let why = match when {
                Some(when) => format!("{}; {when}", row.why),
                None => row.why.clone(),
            };
            let dose = Some(face.dose).filter(|dose| !dose.is_empty());
            let dose = dose.map(|dose| format!(" · {dose}")).unwrap_or_default();
            page.row(&format!("  {}", row.id), 24, &format!("{}{dose}", face.name));
            page.line(&" ".repeat(page.column(24)), &why, Weight::Faint);
        }
    }
    if agenda.place.state == State::Running && agenda.due_items().is_empty() {
        page.gap();
        page.line("", "Nothing more is due on this day. Rest well.", Weight::Plain);
    }
    if !today.gentle.is_empty() {
        page.gap();
    }
    for sentence in &today.gentle {
        page.line("", sentence, Weight::Plain);
    }
    if let Some(notice) = today.notice() {
        page.gap();
        page.line("", &notice, Weight::Plain);
    }
    if let Some(hint) = hint(today, now) {
        page.gap();
        page.line("", &hint, Weight::Faint);
    }
    Ok(())
}

/// What to do next.
fn hint(today: &Today, now: bool) -> Option<String> {
    match today.agenda.place.state {
        State::Running => {
            let first = today.agenda.of(Fate::Due).last()?;
            let tick = format!("`supple today --done {}` ticks off what you did elsewhere.", first.id);
            now.then(|| format!("`supple run` leads you through what is due; {tick}"))
        }
        State::Paused { .. } => Some("`supple program resume` goes on.".into()),
        State::Finished => Some("`supple program list` shows what could come next.".into()),
        State::Ahead => None,
    }
}

fn length(plan: &Plan) -> String {
    let open = match plan.open_steps() {
        0 => String::new(),
        1 => ", and one step that waits for you".into(),
        steps => format!(", and {steps} steps that wait for you"),
    };
    // In minutes, as on the home screen.
    let minutes = (plan.total.as_secs() + 30) / 60;
    let about = if open.is_empty() { "" } else { "about " };
    let whole = if minutes == 0 { plan.total } else { Duration::from_mins(minutes) };
    format!("{about}{}{open}", spoken(whole))
}
