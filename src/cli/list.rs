//! `supple list`

use std::process::ExitCode;

use serde_json::{Value, json};

use super::{
    filter::Filter,
    length::length,
    library, output,
    page::{Page, Weight},
    program,
};
use crate::routine::{
    Library, Routine,
    words::{equipment, exercises, thing_words},
};

/// List the routines and programs: how long each takes and what it needs.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = library();
    let (routines, faulty) = all(&library);
    let wanted: Vec<_> = routines
        .iter()
        .map(|(routine, shipped)| (routine, *shipped, length(routine)))
        .filter(|(routine, _, length)| args.filter.admits(&exercises(&routine.steps), *length))
        .collect();
    if args.json {
        let values: Vec<Value> = wanted
            .iter()
            .map(|(routine, shipped, length)| {
                json!({
                    "id": routine.id, "name": routine.name, "summary": routine.summary, "tags": routine.tags,
                    "equipment": equipment(routine), "exercises": exercises(&routine.steps).len(),
                    "seconds": { "low": length.time.low.as_secs_f64(), "high": length.time.high.as_secs_f64() },
                    "open": length.open, "shipped": shipped,
                })
            })
            .collect();
        return output::print_json(&values);
    }
    let mut page = Page::new(output::stdout_look());
    for (routine, _, length) in &wanted {
        page.gap();
        let things: Vec<String> = equipment(routine).iter().map(|thing| thing_words(thing)).collect();
        let needs = if things.is_empty() { String::new() } else { format!(" · {}", things.join(", ")) };
        page.row(&routine.id, 18, &format!("{} · {}{needs}", routine.name, length.words()));
        if let Some(summary) = &routine.summary {
            page.line(&" ".repeat(18), summary, Weight::Faint);
        }
    }
    if wanted.is_empty() {
        page.line(
            "",
            "No routine is like that. `supple list` shows all, `supple new NAME` begins one.",
            Weight::Plain,
        );
    }
    if args.filter.is_open() {
        page.gap();
        page.line("", "Programs", Weight::Bold);
        program::rows(&mut page, &library, None);
    }
    for path in faulty {
        page.gap();
        page.line("", &format!("{path} has faults: `supple check {path}` shows them."), Weight::Plain);
    }
    output::print(&page.finish())
}

/// All routines that are good, and the files of those that are not.
fn all(library: &Library) -> (Vec<(Routine, bool)>, Vec<String>) {
    let mut routines = Vec::new();
    let mut faulty = Vec::new();
    for id in library.routine_ids() {
        match library.routine(&id) {
            Ok(found) => match found.value {
                Some(routine) => routines.push((routine, found.shipped)),
                None => faulty.push(found.path),
            },
            Err(crate::routine::NotFound::Unreadable { path, .. }) => faulty.push(path),
            Err(_) => {}
        }
    }
    (routines, faulty)
}
