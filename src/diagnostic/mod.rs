//! A fault in a user's file, and how it is shown.

mod position;
mod render;
mod text;

use std::ops::Range;

use serde::Serialize;

pub use position::{Place, place};
pub use render::{Look, render};
pub use text::{is_hostile, printable};

/// A fault in a file: what is wrong, where, and how to mend it.
///
/// The texts may hold words of the file; `render` and `Report` make them safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Bytes of the file's text. `None`: the whole file is at fault.
    pub span: Option<Range<usize>>,
    /// Stands beside the underlined part; may be empty.
    pub label: String,
    /// Other places that have a part in it, each with a label.
    pub also: Vec<(Range<usize>, String)>,
    /// How to mend it.
    pub help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file does not run.
    Error,
    /// The file runs, but probably not as it was meant.
    Warning,
    /// Something to think about: nothing is wrong.
    Note,
}

impl Diagnostic {
    pub fn error(span: impl Into<Option<Range<usize>>>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            span: span.into(),
            label: String::new(),
            also: Vec::new(),
            help: None,
        }
    }

    pub fn warning(span: impl Into<Option<Range<usize>>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(span, message) }
    }

    pub fn note(span: impl Into<Option<Range<usize>>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(span, message) }
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn also(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.also.push((span, label.into()));
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A diagnostic as editors read it: `supple check --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub file: String,
    pub severity: Severity,
    pub message: String,
    pub label: String,
    pub help: Option<String>,
    /// Counted from 1; `None` for a fault of the whole file.
    pub line: Option<usize>,
    /// In characters, from 1.
    pub column: Option<usize>,
    pub end_line: Option<usize>,
    /// The column after the last one.
    pub end_column: Option<usize>,
}

impl Report {
    pub fn new(file: &str, source: &str, diagnostic: &Diagnostic) -> Self {
        let start = diagnostic.span.as_ref().map(|span| place(source, span.start));
        let end = diagnostic.span.as_ref().map(|span| place(source, span.end));
        Self {
            file: printable(file).into_owned(),
            severity: diagnostic.severity,
            message: printable(&diagnostic.message).into_owned(),
            label: printable(&diagnostic.label).into_owned(),
            help: diagnostic.help.as_deref().map(|help| printable(help).into_owned()),
            line: start.map(|place| place.line),
            column: start.map(|place| place.column),
            end_line: end.map(|place| place.line),
            end_column: end.map(|place| place.column),
        }
    }
}
