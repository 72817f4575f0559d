//! `supple list`

use std::process::ExitCode;

use serde_json::{Value, json};

use super::{
    filter::{self, Candidate, Filter},
    library, output,
    page::{Page, Weight},
    program,
};
use crate::routine::{
    Category, Complexity, Library, Position, Routine, position_changes, positions,
    words::{equipment, exercises, optional_equipment, thing_words},
};

/// Where the second column begins.
const COLUMN: usize = 22;

/// List the routines and programs: how long each takes and what it needs.
///
/// Filters and --json are about routines only; `supple program list` has the programs.
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
    let all: Vec<Candidate<'_>> = routines.iter().map(|(routine, _)| Candidate::new(routine)).collect();
    output::remark(&args.filter.unused(&all));
    let wanted: Vec<(&Candidate<'_>, bool)> = all
        .iter()
        .zip(&routines)
        .map(|(candidate, (_, shipped))| (candidate, *shipped))
        .filter(|(candidate, _)| args.filter.admits(candidate))
        .collect();
    if args.json {
        let values: Vec<Value> =
            wanted.iter().map(|(candidate, shipped)| json(candidate, *shipped)).collect();
        return output::print_json(&values);
    }
    let mut page = Page::new(output::stdout_look());
    for (Candidate { routine, length }, _) in &wanted {
        page.gap();
        let mut facts = vec![routine.name.clone(), length.words()];
        facts.extend(equipment(routine).iter().map(|thing| thing_words(thing)));
        page.row(&routine.id, COLUMN, &facts.join(" · "));
        if let Some(summary) = &routine.summary {
            page.line(&" ".repeat(page.column(COLUMN)), summary, Weight::Faint);
        }
    }
    if routines.is_empty() {
        page.line("", "There is no routine yet; `supple new NAME` begins one.", Weight::Plain);
    } else if wanted.is_empty() {
        page.line("", &args.filter.nothing_fits("routine", "supple list", &all), Weight::Plain);
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
    if args.filter.is_open() {
        page.gap();
        let hint = "Filters and --json are about routines; for programs: `supple program list`.";
        page.line("", hint, Weight::Faint);
    }
    output::print(&page.finish())
}

fn json(Candidate { routine, length }: &Candidate<'_>, shipped: bool) -> Value {
    let exercises = exercises(&routine.steps);
    let positions: Vec<&str> = positions(&routine.steps).into_iter().map(Position::word).collect();
    let mut categories: Vec<&str> = Vec::new();
    let mut best_for: Vec<&str> = Vec::new();
    for exercise in &exercises {
        categories
            .extend(exercise.words.category.map(Category::word).filter(|word| !categories.contains(word)));
        for text in &exercise.words.best_for {
            if !best_for.contains(&text.as_str()) {
                best_for.push(text);
            }
        }
    }
    json!({
        "id": routine.id, "name": routine.name, "summary": routine.summary, "tags": routine.tags,
        "equipment": equipment(routine), "optional_equipment": optional_equipment(routine),
        "positions": positions, "position_changes": position_changes(&routine.steps), "categories": categories,
        "complexity": filter::complexity(routine).map(Complexity::word), "best_for": best_for,
        "exercises": exercises.len(),
        "seconds": { "low": length.time.low.as_secs_f64(), "high": length.time.high.as_secs_f64() },
        "open": length.open, "shipped": shipped,
    })
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
