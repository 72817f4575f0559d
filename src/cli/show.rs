//! `supple show NAME`

use std::{path::Path, process::ExitCode};

use serde_json::{Value, json};

use super::{
    length::length,
    library, output,
    page::{Page, Weight},
    program, usable,
};
use crate::routine::{
    Block, Exercise, File, Group, Library, NotFound, Program, Routine,
    words::{
        dose_words, duration_words, equipment, exercises, phase_words, prepare_words, source_words,
        thing_words,
    },
};

/// Show a routine, an exercise or a program: what to do, how much, and where it comes from.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A routine, an exercise or a program: its id, the beginning of its id, or a path.
    name: String,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = library();
    if let Some(program) = program_at(&library, &args.name) {
        return program::page(&program, &library, args.json);
    }
    // A path says itself what it is; an exercise of the library has a page of its own.
    match library.routine(&args.name) {
        Err(NotFound::Unknown { .. }) if library.exercise(&args.name).is_ok() => {
            exercise(&library, &args.name, args.json)
        }
        Err(NotFound::Unknown { .. }) if library.program(&args.name).is_ok() => {
            program::page(&usable(library.program(&args.name))?, &library, args.json)
        }
        Err(NotFound::Unknown { .. }) => usable(library.playable(&args.name)).map(|_| ExitCode::SUCCESS),
        found => {
            let routine = usable(found)?;
            if args.json {
                output::print_json(&routine_json(&routine))
            } else {
                output::print(&routine_page(&routine, &library.exercise_ids()))
            }
        }
    }
}

/// The program in a file that was named by its path, if it is one and good.
fn program_at(library: &Library, name: &str) -> Option<Program> {
    match library.file(Path::new(name)).ok().filter(|_| is_path(name))?.value? {
        File::Program(program) => Some(*program),
        _ => None,
    }
}

/// Whether this names a file rather than an id.
pub(crate) fn is_path(name: &str) -> bool {
    let path = Path::new(name);
    path.extension().is_some_and(|end| end == "toml") || path.components().count() > 1
}

/// The page of one exercise.
pub(crate) fn exercise(library: &Library, name: &str, json: bool) -> anyhow::Result<ExitCode> {
    let found = library.exercise(name);
    let exercise = usable(found)?;
    if json {
        return output::print_json(&exercise_json(&exercise));
    }
    let mut page = Page::new(output::stdout_look());
    page.line("", &exercise.words.name, Weight::Bold);
    page.line("", &dose_words(&exercise), Weight::Plain);
    movement(&mut page, &exercise, "");
    instructions(&mut page, &exercise, "");
    background(&mut page, &exercise);
    advice(&mut page, &exercise, "");
    output::print(&page.finish())
}

/// A routine at a glance. The instructions of an exercise of the library stand on its own page.
fn routine_page(routine: &Routine, library: &[String]) -> String {
    let mut page = Page::new(output::stdout_look());
    page.line("", &routine.name, Weight::Bold);
    if let Some(summary) = &routine.summary {
        page.line("", summary, Weight::Plain);
    }
    page.gap();
    let count = exercises(&routine.steps).len();
    let noun = if count == 1 { "exercise" } else { "exercises" };
    let things: Vec<String> = equipment(routine).iter().map(|thing| thing_words(thing)).collect();
    let mut facts = vec![length(routine).words(), format!("{count} {noun}")];
    if !things.is_empty() {
        facts.push(things.join(", "));
    }
    page.line("", &facts.join(" · "), Weight::Plain);
    if !routine.tags.is_empty() {
        page.line("Tags: ", &routine.tags.join(", "), Weight::Plain);
    }
    if let Some(source) = &routine.source {
        page.line("Source: ", &source_words(source), Weight::Plain);
    }
    let mut entries = Entries { page, library, number: 0 };
    entries.write(&routine.steps, "");
    let mut page = entries.page;
    if let Some(known) = exercises(&routine.steps).iter().find(|exercise| library.contains(&exercise.id)) {
        page.gap();
        let hint = format!("`supple show {}` shows an exercise with its instructions.", known.id);
        page.line("", &hint, Weight::Faint);
    }
    page.finish()
}

struct Entries<'a> {
    page: Page,
    library: &'a [String],
    number: usize,
}

impl Entries<'_> {
    fn write(&mut self, steps: &[Block], indent: &str) {
        for block in steps {
            self.page.gap();
            match block {
                Block::Exercise(exercise) => self.exercise(exercise, indent),
                Block::Group(group) => {
                    self.page.line(&format!("{indent}── "), &group_words(group), Weight::Bold);
                    self.write(&group.steps, &format!("{indent}   "));
                }
            }
        }
    }

    fn exercise(&mut self, exercise: &Exercise, indent: &str) {
        self.number += 1;
        let lead = format!("{indent}{:>2}  ", self.number);
        self.page.line(&lead, &exercise.words.name, Weight::Bold);
        let inner = " ".repeat(lead.len());
        let optional = if exercise.optional { " (may be left out)" } else { "" };
        self.page.line(&inner, &format!("{}{optional}", dose_words(exercise)), Weight::Plain);
        movement(&mut self.page, exercise, &inner);
        if !self.library.contains(&exercise.id) {
            instructions(&mut self.page, exercise, &inner);
        }
        advice(&mut self.page, exercise, &inner);
    }
}

fn group_words(group: &Group) -> String {
    match group.rounds {
        1 => group.title.clone(),
        rounds => format!("{}: {rounds} rounds, {} rest between", group.title, duration_words(group.rest)),
    }
}

/// How the body stands, and what belongs to the dose.
fn movement(page: &mut Page, exercise: &Exercise, indent: &str) {
    let words = &exercise.words;
    say(page, indent, "Each: ", phase_words(exercise));
    if let Some(labels) = &exercise.dose.side_labels {
        say(page, indent, "Left: ", Some(labels.left.clone()));
        say(page, indent, "Right: ", Some(labels.right.clone()));
    }
    let mut facts: Vec<String> = words.position.iter().map(|position| position.word().to_string()).collect();
    facts.extend(words.equipment.iter().map(|thing| thing_words(thing)));
    facts.extend(words.optional_equipment.iter().map(|thing| format!("{} if you like", thing_words(thing))));
    facts.extend(prepare_words(exercise.dose.prepare));
    say(page, indent, "", some(facts.join(" · ")));
}

fn instructions(page: &mut Page, exercise: &Exercise, indent: &str) {
    for (number, line) in exercise.words.how.iter().enumerate() {
        say(page, indent, &format!("{}. ", number + 1), Some(line.clone()));
    }
}

fn background(page: &mut Page, exercise: &Exercise) {
    let words = &exercise.words;
    page.gap();
    say(page, "", "Why: ", words.purpose.clone());
    say(page, "", "Best for: ", some(words.best_for.join("; ")));
    say(page, "", "Easier: ", words.easier.clone());
    say(page, "", "Harder: ", words.harder.clone());
    say(page, "", "Source: ", words.source.as_ref().map(source_words));
}

/// What to heed, and what the source does not say.
fn advice(page: &mut Page, exercise: &Exercise, indent: &str) {
    let words = &exercise.words;
    say(page, indent, "Note: ", words.note.clone());
    for caution in &words.cautions {
        say(page, indent, "! ", Some(caution.clone()));
    }
    say(page, indent, "Leave it out: ", some(words.not_for.join("; ")));
    if !exercise.assumed.is_empty() {
        let text = format!("our choice, not the source's: {}", exercise.assumed.join(", "));
        page.line(&format!("{indent}~ "), &text, Weight::Faint);
    }
}

fn say(page: &mut Page, indent: &str, label: &str, text: Option<String>) {
    if let Some(text) = text {
        page.line(&format!("{indent}{label}"), &text, Weight::Plain);
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn routine_json(routine: &Routine) -> Value {
    let length = length(routine);
    json!({
        "id": routine.id, "name": routine.name, "summary": routine.summary, "tags": routine.tags,
        "source": routine.source.as_ref().map(source_words), "equipment": equipment(routine),
        "seconds": { "low": length.time.low.as_secs_f64(), "high": length.time.high.as_secs_f64() },
        "open": length.open, "hash": routine.hash, "steps": blocks_json(&routine.steps),
    })
}

fn blocks_json(steps: &[Block]) -> Vec<Value> {
    steps
        .iter()
        .map(|block| match block {
            Block::Exercise(exercise) => exercise_json(exercise),
            Block::Group(group) => json!({
                "group": group.title, "rounds": group.rounds, "rest": group.rest.as_secs_f64(),
                "steps": blocks_json(&group.steps),
            }),
        })
        .collect()
}

/// What `exercises --json` and `show --json` say of an exercise.
pub(crate) fn exercise_json(exercise: &Exercise) -> Value {
    let words = &exercise.words;
    json!({
        "id": exercise.id, "name": words.name, "dose": dose_words(exercise), "phases": phase_words(exercise),
        "position": words.position.map(crate::routine::Position::word),
        "category": words.category.map(crate::routine::Category::word),
        "complexity": words.complexity.map(crate::routine::Complexity::word),
        "equipment": words.equipment, "optional_equipment": words.optional_equipment,
        "how": words.how, "purpose": words.purpose, "best_for": words.best_for,
        "cautions": words.cautions, "not_for": words.not_for, "note": words.note,
        "easier": words.easier, "harder": words.harder, "optional": exercise.optional,
        "assumed": exercise.assumed, "source": words.source.as_ref().map(source_words),
    })
}
