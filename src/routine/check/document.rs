//! A file as TOML: its syntax, its format, its kind.

use std::{cmp::Ordering, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diagnostic::{Diagnostic, is_hostile},
    routine::{
        fields::MOST_BYTES,
        read::Span,
        text::{brief, thousands},
    },
};

/// The newest format that this program knows.
const FORMAT: i128 = 1;

/// A file that is TOML, of a format that is not too new.
pub(crate) struct Document<'s> {
    pub(crate) source: &'s str,
    pub(crate) tree: DeTable<'s>,
    /// Where faults of what the whole file lacks point: its first key.
    pub(crate) root: Span,
    /// What is wrong with `format`, if the file can be read all the same.
    pub(crate) faults: Vec<Diagnostic>,
}

/// The three kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Exercise,
    Routine,
    Program,
}

impl<'s> Document<'s> {
    /// Reads a text as TOML and asks for its format before anything else.
    ///
    /// # Errors
    /// When it is no TOML, or too new: then nothing else can be said about it.
    pub(crate) fn open(source: &'s str) -> Result<Self, Vec<Diagnostic>> {
        let tree = parse(source)?;
        let root = tree.keys().map(Spanned::span).min_by_key(|span| span.start).unwrap_or(0..0);
        let faults = match gate(&tree, &root) {
            Gate::Open => Vec::new(),
            Gate::Fault(fault) => vec![fault],
            Gate::Closed(fault) => return Err(vec![fault]),
        };
        Ok(Self { source, tree, root, faults })
    }

    /// A file in a folder named `exercises` or `programs` is of that kind. Elsewhere its keys tell.
    pub(crate) fn kind(&self, path: Option<&Path>) -> FileKind {
        let folder = path.and_then(Path::parent).and_then(Path::file_name).and_then(|name| name.to_str());
        match folder {
            Some("exercises") => FileKind::Exercise,
            Some("programs") => FileKind::Program,
            _ if self.tree.contains_key("phase") => FileKind::Program,
            _ if ["hold", "reps", "time", "open"].iter().any(|key| self.tree.contains_key(*key)) => {
                FileKind::Exercise
            }
            _ => FileKind::Routine,
        }
    }
}

/// Reads a text as TOML.
///
/// # Errors
/// When it is none, or too long.
pub(crate) fn parse(source: &str) -> Result<DeTable<'_>, Vec<Diagnostic>> {
    if source.len() > MOST_BYTES {
        return Err(vec![too_large(source.len() as u64)]);
    }
    let (tree, errors) = DeTable::parse_recoverable(source);
    if errors.is_empty() { Ok(tree.into_inner()) } else { Err(syntax(source, &errors)) }
}

/// What is said of a file over 1 MiB.
pub(crate) fn too_large(bytes: u64) -> Diagnostic {
    let limit = thousands(MOST_BYTES as u64);
    Diagnostic::error(
        None,
        format!("the file is {} bytes long; the limit is {limit} (1 MiB)", thousands(bytes)),
    )
    .help("split it into several routines")
}

enum Gate {
    Open,
    Fault(Diagnostic),
    Closed(Diagnostic),
}

fn gate(tree: &DeTable<'_>, root: &Span) -> Gate {
    let Some(value) = tree.get("format") else {
        return Gate::Fault(
            Diagnostic::error(root.clone(), "`format` is missing")
                .label("the file does not say which format it is written in")
                .help("write `format = 1` on the first line"),
        );
    };
    let DeValue::Integer(number) = value.get_ref() else {
        return Gate::Fault(
            Diagnostic::error(value.span(), "`format` must be a number").help("write `format = 1`"),
        );
    };
    let shown = brief(number.as_str());
    match i128::from_str_radix(number.as_str(), number.radix()).unwrap_or(i128::MAX).cmp(&FORMAT) {
        Ordering::Equal => Gate::Open,
        Ordering::Greater => Gate::Closed(
            Diagnostic::error(
                value.span(),
                format!("this file needs a newer supple: it is written in format {shown}"),
            )
            .label(format!("this program knows format {FORMAT}"))
            .help("update supple; nothing else in the file has been looked at"),
        ),
        Ordering::Less => Gate::Fault(
            Diagnostic::error(value.span(), format!("there is no format {shown}")).help("write `format = 1`"),
        ),
    }
}

/// After so many lines that are no TOML the file is something else altogether.
const MOST_FAULTS: usize = 1_000;

/// The parser's faults in the order of the file, at most one a line: the others there follow from the first.
fn syntax(source: &str, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    let mut errors: Vec<_> = errors
        .iter()
        .map(|error| (error.span().unwrap_or_else(|| deep_line(source)), error.message()))
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut faults: Vec<Diagnostic> = Vec::new();
    let mut reported_until = None;
    for (span, reason) in errors {
        if reported_until.is_some_and(|end| span.start <= end) {
            continue;
        }
        if faults.len() == MOST_FAULTS {
            break;
        }
        let rest = source.get(span.start..).unwrap_or_default();
        reported_until = Some(rest.find('\n').map_or(source.len(), |end| span.start + end));
        faults.push(explain(source, span, reason));
    }
    faults
}

/// The parser says of a key with too many parts only that there is one: the first line that may hold it.
fn deep_line(source: &str) -> Span {
    const MOST_PARTS: usize = 80;
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        if line.matches('.').count() >= MOST_PARTS {
            return start..start + line.trim_end().len();
        }
        start += line.len();
    }
    0..0
}

fn explain(source: &str, span: Span, reason: &str) -> Diagnostic {
    if reason.contains("recurs") {
        return Diagnostic::error(span, "this nests too deep")
            .help("nothing in these files is more than ten lists, tables or parts of a key deep");
    }
    let hostile = |c: &char| is_hostile(*c) && !matches!(c, '\n' | '\r' | '\t');
    if let Some(c) = source.get(span.start..).and_then(|rest| rest.chars().next()).filter(hostile) {
        return Diagnostic::error(
            span,
            format!("this is not TOML: it holds the control character {}", c.escape_unicode()),
        )
        .label("refused: text is shown and spoken, never acted upon")
        .help("take it out: an editor that shows control characters finds it");
    }
    let before = source.get(..span.start).unwrap_or_default();
    let line = &source[before.rfind('\n').map_or(0, |at| at + 1)..];
    if reason == "duplicate key" {
        let key = brief(source.get(span.clone()).unwrap_or_default());
        let help = if line.trim_start_matches([' ', '\t']).starts_with('[') {
            format!("keep one of them; a list of tables has two brackets on each side: `[[{key}]]`")
        } else {
            "keep one of them".into()
        };
        return Diagnostic::error(span, format!("`{key}` stands here twice")).label("said before").help(help);
    }
    let bare = bare_value(source, span.start);
    let fault = Diagnostic::error(span, format!("this is not TOML: {reason}"));
    if let Some(bare) = bare {
        fault.help(format!("texts, durations and ranges stand in quotes: `\"{}\"`", brief(bare)))
    } else if reason.contains("string") {
        fault.help("texts stand between two \", on one line; write \\\" for a quote inside")
    } else {
        fault.help(
            "every line is `key = value`, a `[table]` or a `[[list]]`; texts and durations stand in quotes",
        )
    }
}

/// The value after a `=` that begins here, if it looks like a text without its quotes.
fn bare_value(source: &str, start: usize) -> Option<&str> {
    let before = source.get(..start)?.trim_end_matches([' ', '\t']);
    let line = source.get(start..)?.lines().next()?;
    let value = line.split(['#', ',', ']', '}', '"', '\'']).next()?.trim_end();
    (before.ends_with('=') && value.starts_with(char::is_alphanumeric)).then_some(value)
}
