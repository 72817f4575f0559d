//! `supple exercises [NAME]`

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;

use serde_json::Value;

use super::{
    filter::{self, Candidate, Filter},
    length::Length,
    library, output,
    page::{Page, Weight},
    sheet, show, usable,
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
    /// Print the figures: the key poses of each.
    #[arg(long, conflicts_with = "json")]
    sheet: bool,
    /// How large the figures of the sheet are: 24, 40 or 60 columns.
    #[arg(long, requires = "sheet", default_value = "m", value_parser = PossibleValuesParser::new(["s", "m", "l"]))]
    size: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = library();
    if let Some(name) = args.name.as_ref().filter(|_| !args.sheet) {
        // A file by its path is not of the library, and has no page on the screen.
        let found = library.exercise(name).ok().and_then(|found| found.value);
        let id = found.map(|exercise| exercise.id).filter(|id| library.exercise_ids().contains(id));
        return match id.filter(|_| !args.json && super::run::has_screen()) {
            Some(id) if !name.contains(['/', '\\']) => super::run::page(&id),
            _ => show::exercise(&library, name, args.json),
        };
    }
    let mut routines = Vec::new();
    let mut faulty = Vec::new();
    let ids = match &args.name {
        Some(name) => vec![usable(library.exercise(name))?.id],
        None => library.exercise_ids(),
    };
    for id in ids {
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
    if args.sheet && !wanted.is_empty() {
        let all: Vec<&Exercise> = wanted.iter().map(|(exercise, _)| *exercise).collect();
        return output::print(&sheet::print(
            &all,
            &args.size,
            output::stdout_look(),
            output::shows_unicode(),
        ));
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
