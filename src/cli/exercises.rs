//! `supple exercises [NAME]`

use std::process::ExitCode;

use serde_json::Value;

use super::{
    filter::{self, Candidate, Filter},
    length::Length,
    library, output,
    page::{Page, Weight},
    show,
};
use crate::routine::{
    Exercise, NotFound,
    words::{dose_words, exercises, thing_words},
};

/// List the exercises of the library, or show one.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An exercise to show: its id, the beginning of its id, or a path.
    #[arg(conflicts_with_all = filter::FILTERS)]
    name: Option<String>,
    #[command(flatten)]
    filter: Filter,
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = library();
    if let Some(name) = &args.name {
        return show::exercise(&library, name, args.json);
    }
    let mut routines = Vec::new();
    let mut faulty = Vec::new();
    for id in library.exercise_ids() {
        match library.exercise_as_routine(&id) {
            Ok(found) => match found.value {
                Some(routine) => routines.push(routine),
                None => faulty.push(found.path),
            },
            Err(NotFound::Unreadable { path, .. }) => faulty.push(path),
            Err(_) => {}
        }
    }
    let all: Vec<Candidate<'_>> = routines.iter().map(Candidate::new).collect();
    output::remark(&args.filter.unused(&all));
    let wanted: Vec<(&Exercise, Length)> = all
        .iter()
        .filter(|candidate| args.filter.admits(candidate))
        .flat_map(|candidate| {
            exercises(&candidate.routine.steps).into_iter().map(|it| (it, candidate.length))
        })
        .collect();
    if args.json {
        let values: Vec<Value> =
            wanted.iter().map(|(exercise, length)| show::exercise_with_length(exercise, *length)).collect();
        return output::print_json(&values);
    }
    let mut page = Page::new(output::stdout_look());
    let column = wanted.iter().map(|(exercise, _)| exercise.id.len() + 2).max().unwrap_or(0).min(28);
    for (exercise, _) in &wanted {
        let words = &exercise.words;
        let mut facts = vec![words.name.clone(), dose_words(exercise)];
        facts.extend(words.position.iter().map(|position| position.word().to_string()));
        facts.extend(words.equipment.iter().map(|thing| thing_words(thing)));
        page.row(&exercise.id, column, &facts.join(" · "));
    }
    if wanted.is_empty() {
        page.line("", &args.filter.nothing_fits("exercise", "supple exercises", &all), Weight::Plain);
    }
    for path in faulty {
        page.gap();
        page.line("", &format!("{path} has faults: `supple check {path}` shows them."), Weight::Plain);
    }
    output::print(&page.finish())
}
