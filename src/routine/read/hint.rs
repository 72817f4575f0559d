//! What to say about keys that are unknown or missing.

use super::Span;
use crate::{
    diagnostic::Diagnostic,
    routine::{
        fields::{self, Table},
        text::{brief, nearest},
    },
};

pub(super) fn unknown_key(table: &Table, key: &str, span: Span, guess: bool) -> Diagnostic {
    let shown = brief(key);
    if !guess {
        return Diagnostic::error(span, format!("unknown key `{shown}`"));
    }
    if let Some(place) = elsewhere(table, key) {
        let label = format!("{} has no such key", table.what);
        return Diagnostic::error(span, format!("unknown key `{shown}`")).label(label).help(place);
    }
    let known = synonym(key)
        .filter(|word| table.find(word).is_some())
        .or_else(|| nearest(key, table.iter().map(|field| field.key)));
    if let Some(known) = known {
        let doc = table.find(known).map(|field| field.doc).unwrap_or_default();
        return Diagnostic::error(span, format!("unknown key `{shown}`; did you mean `{known}`?"))
            .help(format!("`{known}`: {doc}"));
    }
    let all: Vec<&str> = table.iter().map(|field| field.key).collect();
    Diagnostic::error(span, format!("unknown key `{shown}`"))
        .label(format!("{} has no such key", table.what))
        .help(format!("{} can have: {}", table.what, all.join(", ")))
}

pub(super) fn missing_key(table: &Table, key: &str, span: Span) -> Diagnostic {
    let help = match key {
        "name" if std::ptr::eq(table, &raw const fields::INLINE) => {
            return Diagnostic::error(span, "this step does not say what to do").help(
                "give it `use` (the id of an exercise), `name` (an exercise of its own) or `group` (steps of its own)",
            );
        }
        "name" => "add `name = \"…\"`".into(),
        "group" => "a group needs a title: add `group = \"…\"`".into(),
        "item" => "add at least one `[[phase.item]]`".into(),
        "phase" => "a program needs at least one `[[phase]]`".into(),
        "frequency" => "add for instance `frequency = \"daily\"`".into(),
        "at" => "add for instance `at = \"half\"`".into(),
        "in" | "out" => format!("add for instance `{key} = \"4s\"`"),
        key => format!("add `{key} = \"…\"`"),
    };
    Diagnostic::error(span, format!("`{key}` is missing")).label(format!("this needs `{key}`")).help(help)
}

/// Where a key belongs that is right in another kind of table.
fn elsewhere(table: &Table, key: &str) -> Option<String> {
    let is = |other: &'static Table| std::ptr::eq(table, other);
    let in_exercise = fields::ENTRY.find(key).is_some();
    if is(&fields::ROUTINE) && matches!(key, "prepare" | "relax" | "switch" | "rest" | "rep_time") {
        return Some(format!(
            "write `{key}` under `[defaults]` to have it for all exercises, or in a `[[step]]`"
        ));
    }
    if is(&fields::ROUTINE) && in_exercise {
        return Some(format!("`{key}` belongs to an exercise: write it in a `[[step]]`"));
    }
    if is(&fields::GROUP) && in_exercise {
        return Some(format!("`{key}` belongs to an exercise: write it in a step of this group"));
    }
    if (is(&fields::ENTRY) || is(&fields::INLINE)) && key == "rounds" {
        return Some("`rounds` belongs to a group; an exercise has `sets`".into());
    }
    if (is(&fields::ENTRY) || is(&fields::INLINE)) && key == "step" {
        return Some("a step that has steps of its own is a group: give it a title with `group`".into());
    }
    if is(&fields::EXERCISE) && matches!(key, "step" | "defaults" | "summary" | "tags") {
        return Some(format!(
            "this is an exercise file (by its folder, or by a `hold`, `reps`, `time` or `open` outside every table); \
             `{key}` belongs to a routine"
        ));
    }
    if is(&fields::EXERCISE) && key == "use" {
        return Some("an exercise file describes one exercise by itself; `use` belongs to a routine".into());
    }
    if is(&fields::PROGRAM) && key == "step" {
        return Some(
            "a program has `[[phase]]`s with `[[phase.item]]`s; `[[step]]` belongs to a routine".into(),
        );
    }
    None
}

/// Other words for what a key means.
fn synonym(key: &str) -> Option<&'static str> {
    Some(match key.to_ascii_lowercase().as_str() {
        "duration" | "seconds" | "length" | "work" => "time",
        "exercise" | "id" => "use",
        "title" => "name",
        "repetitions" | "count" => "reps",
        "instructions" | "steps_to_do" | "description" => "how",
        "warning" | "warnings" | "caution" => "cautions",
        "contraindications" => "not_for",
        "regression" => "easier",
        "progression" => "harder",
        "pause" | "break" => "rest",
        _ => return None,
    })
}
