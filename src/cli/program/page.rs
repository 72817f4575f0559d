//! What a program is: its page for people, and its JSON.

use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use crate::{
    cli::{
        output,
        page::{Page, Weight},
        show::exercise_json,
    },
    program::frequency_words,
    routine::{Content, Item, Library, PhaseLength, Program, ProgramPhase, dose_words, words::source_words},
};

/// The page of one program.
pub(crate) fn page(program: &Program, library: &Library, json: bool) -> Result<ExitCode> {
    if json {
        return output::print_json(&program_json(program));
    }
    let mut page = Page::new(output::stdout_look());
    page.line("", &program.name, Weight::Bold);
    if let Some(summary) = &program.summary {
        page.line("", summary, Weight::Plain);
    }
    page.gap();
    page.line("", &extent(program), Weight::Plain);
    if !program.tags.is_empty() {
        page.line("Tags: ", &program.tags.join(", "), Weight::Plain);
    }
    if let Some(source) = &program.source {
        page.line("Source: ", &source_words(source), Weight::Plain);
    }
    for phase in &program.phases {
        phase_page(&mut page, phase, library);
    }
    page.gap();
    let hint = format!("`supple program start {}` begins it; `supple today` says what is due.", program.id);
    page.line("", &hint, Weight::Faint);
    output::print(&page.finish())
}

fn phase_page(page: &mut Page, phase: &ProgramPhase, library: &Library) {
    page.gap();
    page.line("", &format!("{} · {}", phase.name, length_words(phase.length)), Weight::Bold);
    if let Some(summary) = &phase.summary {
        page.line("", summary, Weight::Plain);
    }
    for item in &phase.items {
        let (name, dose, assumed) = match &item.content {
            Content::Exercise(exercise) => {
                (exercise.words.name.clone(), dose_words(exercise), exercise.assumed.clone())
            }
            Content::Routine(id) => {
                let routine = library.routine(id).ok().and_then(|found| found.value);
                let name = routine.map_or_else(|| id.clone(), |routine| routine.name);
                (name, "the whole routine".into(), Vec::new())
            }
        };
        page.row(&format!("  {}", item.id), 24, &format!("{name} · {dose}"));
        page.line(&" ".repeat(page.column(24)), &frequency_words(item.frequency), Weight::Plain);
        let mut ours = assumed;
        ours.extend(item.frequency_assumed.then(|| "frequency".to_owned()));
        if !ours.is_empty() {
            let text = format!("no source says: {}", ours.join(", "));
            page.line(&format!("{}~ ", " ".repeat(page.column(24))), &text, Weight::Faint);
        }
    }
    if let Some(gate) = &phase.gate {
        page.line("  When to go on: ", gate, Weight::Plain);
    }
}

/// "8 weeks in 2 phases", "10 days", "3 phases, each as long as you like".
pub(super) fn extent(program: &Program) -> String {
    let phases = match program.phases.len() {
        1 => String::new(),
        count => format!(" in {count} phases"),
    };
    match days(program) {
        Some(days) if days.is_multiple_of(7) => format!("{}{phases}", counted(days / 7, "week")),
        Some(days) => format!("{}{phases}", counted(days, "day")),
        None if program.phases.len() == 1 => "as long as you like".into(),
        None => format!("{} phases, you decide when to go on", program.phases.len()),
    }
}

/// `None` when a phase lasts until the user moves on.
pub(super) fn days(program: &Program) -> Option<u32> {
    program.phases.iter().map(|phase| phase.length.days()).sum()
}

fn length_words(length: PhaseLength) -> String {
    match length {
        PhaseLength::Weeks { first, last } if first == last => format!("week {first}"),
        PhaseLength::Weeks { first, last } => format!("weeks {first}–{last}"),
        PhaseLength::Days(days) => counted(days, "day"),
        PhaseLength::WhenReady => "until you are ready".into(),
    }
}

fn counted(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn program_json(program: &Program) -> Value {
    json!({
        "id": program.id, "name": program.name, "summary": program.summary, "tags": program.tags,
        "source": program.source.as_ref().map(source_words),
        "phases": program.phases.iter().map(phase_json).collect::<Vec<_>>(),
    })
}

fn phase_json(phase: &ProgramPhase) -> Value {
    let weeks = match phase.length {
        PhaseLength::Weeks { first, last } => json!({ "first": first, "last": last }),
        _ => Value::Null,
    };
    json!({
        "name": phase.name, "summary": phase.summary, "weeks": weeks, "days": phase.length.days(),
        "gate": phase.gate, "items": phase.items.iter().map(item_json).collect::<Vec<_>>(),
    })
}

fn item_json(item: &Item) -> Value {
    let (exercise, routine) = match &item.content {
        Content::Exercise(exercise) => (exercise_json(exercise), Value::Null),
        Content::Routine(id) => (Value::Null, json!(id)),
    };
    json!({
        "id": item.id, "frequency": frequency_words(item.frequency),
        "frequency_assumed": item.frequency_assumed, "routine": routine, "exercise": exercise,
    })
}
