//! From the text of a file to what it means, with every fault that it has.

mod advice;
mod document;
mod exercise;
mod idle;
mod links;
mod program;
mod routine;
mod size;

use std::{collections::BTreeSet, sync::Arc};

pub use document::FileKind;
pub(crate) use document::{Document, parse, too_large};
pub(crate) use exercise::{exercise, exercise_layer};
pub(crate) use program::program;
pub(crate) use routine::{around, routine};
pub use size::most_steps;

use super::{
    layer::Layer,
    read::{GUESSES, Span},
};
use crate::diagnostic::Diagnostic;

/// What a file may refer to: the library, as far as checking needs it.
pub(crate) trait Known {
    fn exercise(&self, id: &str) -> Lookup;
    /// For "did you mean …?".
    fn exercise_ids(&self) -> Vec<String>;
    fn has_routine(&self, id: &str) -> bool;
    fn routine_ids(&self) -> Vec<String>;
    /// The ids of all figures. An empty set: nobody knows, and ids of figures are not checked.
    fn figures(&self) -> &BTreeSet<String>;
    /// The names of a figure's poses. `None`: nobody knows, and they are not checked.
    fn poses(&self, figure: &str) -> Option<Vec<String>>;
    /// Whether what is worth a thought is noted besides what is wrong.
    fn wants_notes(&self) -> bool;
}

/// An exercise of the library.
#[derive(Clone, Debug)]
pub(crate) enum Lookup {
    Good(Arc<Layer>),
    /// Its file has faults of its own; this is where it is.
    Faulty(String),
    Unknown,
}

/// What a file means (unless it has errors) and what there is to say about it, in the order of the file.
pub(crate) type Checked<T> = (Option<T>, Vec<Diagnostic>);

/// Sorts, and withholds the value of a file with errors.
fn finish<T>(value: Option<T>, mut faults: Vec<Diagnostic>) -> Checked<T> {
    faults.sort_by_key(|fault| fault.span.as_ref().map(|span| (span.start, span.end)));
    let good = !faults.iter().any(Diagnostic::is_error);
    (value.filter(|_| good), faults)
}

/// `faults` is how many there are already.
fn unknown_exercise(id: &str, span: Span, known: &dyn Known, faults: usize) -> Diagnostic {
    let ids = if faults < GUESSES { known.exercise_ids() } else { Vec::new() };
    unknown("exercise", id, span, &ids).help_or(|| "`supple exercises` lists them all".into())
}

fn unknown(what: &str, id: &str, span: Span, ids: &[String]) -> Diagnostic {
    use super::text::{brief, either, ranked};
    let near = ranked(id, ids.iter().map(String::as_str));
    let message = format!("there is no {what} `{}`", brief(id));
    let fault = Diagnostic::error(span, message);
    if near.is_empty() { fault } else { fault.help(format!("did you mean {}?", either(&near))) }
}

impl Diagnostic {
    fn help_or(self, help: impl FnOnce() -> String) -> Self {
        if self.help.is_some() { self } else { self.help(help()) }
    }
}
