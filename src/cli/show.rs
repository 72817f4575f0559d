//! `supple show NAME`

use std::{path::Path, process::ExitCode};

use serde_json::{Value, json};

use super::{
    length::{Length, length, minutes},
    library, output,
    page::{Page, Weight},
    program, usable,
};
use crate::routine::{
    Block, Exercise, File, Group, Library, NotFound, Position, Program, Routine, is_path, position_changes,
    positions,
    words::{
        dose_words, duration_words, equipment, exercises, field_words, optional_equipment, phase_words,
        position_words, prepare_words, source_words, thing_words,
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
    if library.is_exercise(&args.name) {
        return exercise(&library, &args.name, args.json);
    }
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
                output::print(&routine_page(&routine))
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

/// The page of one exercise.
pub(crate) fn exercise(library: &Library, name: &str, json: bool) -> anyhow::Result<ExitCode> {
    let alone = usable(library.exercise_as_routine(name))?;
    let length = length(&alone);
    let Some(exercise) = exercises(&alone.steps).first().copied() else { return Ok(ExitCode::SUCCESS) };
    let routines = routines_with(library, &exercise.id);
    if json {
        let mut value = exercise_with_length(exercise, length);
        value["routines"] = json!(routines.iter().map(|routine| &routine.id).collect::<Vec<_>>());
        return output::print_json(&value);
    }
    let mut page = Page::new(output::stdout_look());
    page.line("", &exercise.words.name, Weight::Bold);
    page.line("", &format!("{} · {}", dose_words(exercise), length.words()), Weight::Plain);
    movement(&mut page, exercise, "");
    page.gap();
    instructions(&mut page, exercise, "");
    advice(&mut page, exercise, "");
    background(&mut page, exercise);
    if !routines.is_empty() {
        page.gap();
        let names: Vec<String> = routines.iter().map(|it| format!("{} ({})", it.id, it.name)).collect();
        page.line("In: ", &names.join(", "), Weight::Plain);
    }
    output::print(&page.finish())
}

/// The routines of the library that contain an exercise.
fn routines_with(library: &Library, id: &str) -> Vec<Routine> {
    let routines = library.routine_ids();
    let routines = routines.iter().filter_map(|id| library.routine(id).ok()?.value);
    routines.filter(|routine| exercises(&routine.steps).iter().any(|exercise| exercise.id == id)).collect()
}

/// All of a routine: what it needs, and every step in full.
fn routine_page(routine: &Routine) -> String {
    let mut page = Page::new(output::stdout_look());
    page.line("", &routine.name, Weight::Bold);
    if let Some(summary) = &routine.summary {
        page.line("", summary, Weight::Plain);
    }
    for caution in &routine.cautions {
        page.line("! ", caution, Weight::Plain);
    }
    page.gap();
    let length = length(routine);
    let about = if length.open { "about " } else { "" };
    let both = |low, high| format!("{about}{low} at first, {high} when every dose has grown");
    let (low, high) = (minutes(length.time.low), minutes(length.time.high));
    fact(
        &mut page,
        "Length",
        if low == high { length.words() } else { both(format!("{low} min"), format!("{high} min")) },
    );
    let count = exercises(&routine.steps).len();
    let optional = exercises(&routine.steps).iter().filter(|exercise| exercise.optional).count();
    let optional = if optional == 0 { String::new() } else { format!(", {optional} of them optional") };
    fact(&mut page, "Exercises", format!("{count}{optional}"));
    fact(&mut page, "Needs", things(&equipment(routine), "nothing"));
    fact(&mut page, "If you like", things(&optional_equipment(routine), ""));
    fact(&mut page, "Positions", positions_line(routine));
    fact(&mut page, "Tags", routine.tags.join(", "));
    fact(&mut page, "Source", routine.source.as_ref().map(source_words).unwrap_or_default());
    let mut entries = Entries { page, number: 0 };
    entries.write(&routine.steps, "");
    entries.page.finish()
}

/// A line of what there is to say about the whole; nothing if there is nothing.
fn fact(page: &mut Page, label: &str, text: String) {
    say(page, "", &format!("{label:<13}"), some(text));
}

fn things(things: &[String], none: &str) -> String {
    match things {
        [] => none.into(),
        things => things.iter().map(|thing| thing_words(thing)).collect::<Vec<_>>().join(", "),
    }
}

fn positions_line(routine: &Routine) -> String {
    let all: Vec<&str> = positions(&routine.steps).into_iter().map(position_words).collect();
    match (all.is_empty(), position_changes(&routine.steps)) {
        (true, _) => String::new(),
        (_, 0) => all.join(", "),
        (_, 1) => format!("{}; 1 change", all.join(", ")),
        (_, changes) => format!("{}; {changes} changes", all.join(", ")),
    }
}

struct Entries {
    page: Page,
    number: usize,
}

impl Entries {
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
        instructions(&mut self.page, exercise, &inner);
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
    let mut facts: Vec<String> =
        words.position.iter().map(|position| position_words(*position).to_owned()).collect();
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
    let mut kind: Vec<String> = words.category.iter().map(|category| category.word().to_owned()).collect();
    kind.extend(words.complexity.map(|complexity| format!("{} complexity", complexity.word())));
    say(page, "", "Kind: ", some(kind.join(", ")));
    say(page, "", "Easier: ", words.easier.clone());
    say(page, "", "Harder: ", words.harder.clone());
    say(page, "", "Source: ", words.source.as_ref().map(source_words));
}

fn words_of(fields: &[String]) -> String {
    fields.iter().map(|field| field_words(field)).collect::<Vec<_>>().join(", ")
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
        let text = format!("no source says: {}", words_of(&exercise.assumed));
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
        "cautions": routine.cautions,
        "source": routine.source.as_ref().map(source_words), "equipment": equipment(routine),
        "optional_equipment": optional_equipment(routine),
        "positions": positions(&routine.steps).into_iter().map(Position::word).collect::<Vec<_>>(),
        "position_changes": position_changes(&routine.steps),
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

/// What `exercises --json` says: with how long the exercise takes by itself.
pub(crate) fn exercise_with_length(exercise: &Exercise, length: Length) -> Value {
    let mut value = exercise_json(exercise);
    value["seconds"] =
        json!({ "low": length.time.low.as_secs_f64(), "high": length.time.high.as_secs_f64() });
    value["open"] = json!(length.open);
    value
}

/// What `exercises --json` and `show --json` say of an exercise.
pub(crate) fn exercise_json(exercise: &Exercise) -> Value {
    let words = &exercise.words;
    json!({
        "id": exercise.id, "name": words.name, "dose": dose_words(exercise), "phases": phase_words(exercise),
        "position": words.position.map(Position::word),
        "category": words.category.map(crate::routine::Category::word),
        "complexity": words.complexity.map(crate::routine::Complexity::word),
        "equipment": words.equipment, "optional_equipment": words.optional_equipment,
        "how": words.how, "purpose": words.purpose, "best_for": words.best_for,
        "cautions": words.cautions, "not_for": words.not_for, "note": words.note,
        "easier": words.easier, "harder": words.harder, "optional": exercise.optional,
        "assumed": exercise.assumed, "source": words.source.as_ref().map(source_words),
    })
}
