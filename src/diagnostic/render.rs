//! A diagnostic as people read it: the place, the line, the fault underlined, what is wrong and how to mend it.

use std::{fmt::Write as _, ops::Range};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{
    Diagnostic, Severity,
    position::{Place, floor, place},
    printable,
    text::is_hostile,
};

/// How diagnostics are to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub colour: bool,
    /// Columns of the terminal. `None`: 100.
    pub width: Option<u16>,
}

/// More than this of one file help nobody; the rest is counted.
const MOST: usize = 100;
/// What may be shown of one line after the fault, in characters.
const TAIL: usize = 160;
/// In bytes: a fault further into its line is shown with only what stands near it.
const LONG: usize = 4_000;
const BEFORE: usize = 60;
/// Places further apart than this are not shown together.
const FAR: usize = 500;

/// All diagnostics of one file, in their order, with an empty line after each.
pub fn render(path: &str, source: &str, diagnostics: &[Diagnostic], look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(usize::from(look.width.unwrap_or(100)).max(40));
    let path = printable(path);
    let mut page = String::new();
    for diagnostic in diagnostics.iter().take(MOST) {
        page.push_str(&one(&path, source, diagnostic, &renderer));
        page.push_str("\n\n");
    }
    if let Some(more) = diagnostics.len().checked_sub(MOST).filter(|more| *more > 0) {
        let _ = writeln!(page, "… and {more} more in {path}\n");
    }
    page
}

fn one(path: &str, source: &str, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(&diagnostic.message);
    let label = printable(&diagnostic.label);
    let help = diagnostic.help.as_deref().map(printable);
    let mut group = Group::with_title(level.primary_title(&*message));
    let shown = diagnostic.span.as_ref().map(|span| Shown::new(source, span, &diagnostic.also));
    match &shown {
        None => group = group.element(Origin::path(path)),
        Some(shown) => {
            let also = shown.also.iter().map(|(span, label)| context(span.clone(), label));
            let primary = AnnotationKind::Primary.span(shown.span.clone());
            let primary = if label.is_empty() { primary } else { primary.label(&*label) };
            if let Some(column) = shown.column {
                group = group.element(Origin::path(path).line(shown.line).char_column(column));
            }
            group = group.element(
                Snippet::source(&shown.text)
                    .path(shown.column.is_none().then_some(path))
                    .line_start(shown.line)
                    .annotation(primary)
                    .annotations(also),
            );
        }
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer.render(&[group])
}

fn context(span: Range<usize>, label: &str) -> Annotation<'_> {
    let annotation = AnnotationKind::Context.span(span);
    if label.is_empty() { annotation } else { annotation.label(label) }
}

/// The lines to be shown, cleaned without moving a column, and where the marks are in them.
struct Shown {
    text: String,
    line: usize,
    /// Where the fault is in its line, if what stands far before it was left out.
    column: Option<usize>,
    span: Range<usize>,
    also: Vec<(Range<usize>, String)>,
}

impl Shown {
    fn new(source: &str, span: &Range<usize>, also: &[(Range<usize>, String)]) -> Self {
        let main = place(source, span.start);
        if span.start.saturating_sub(main.line_start) > LONG {
            return Self::part(source, span, main);
        }
        let near: Vec<_> = also
            .iter()
            .filter(|(other, _)| place(source, other.start).line.abs_diff(main.line) < FAR)
            .collect();
        let starts = near.iter().map(|(other, _)| other.start).chain([span.start]);
        let first = place(source, starts.clone().min().unwrap_or(span.start));
        let last = starts.max().unwrap_or(span.start);

        let mut marks: Vec<(Range<usize>, Option<Range<usize>>)> = near
            .iter()
            .map(|(other, _)| (clip(source, other), None))
            .chain([(clip(source, span), None)])
            .collect();
        let mut text = String::new();
        let mut at = first.line_start;
        for line in source[first.line_start..].split_inclusive('\n') {
            if at > last {
                break;
            }
            let here = at..at + line.len();
            let end =
                marks.iter().filter(|(mark, _)| here.contains(&mark.start)).map(|(mark, _)| mark.end).max();
            add_line(&mut text, line, at, end.unwrap_or(at), &mut marks);
            at = here.end;
        }
        let end = text.len();
        // A fault at the very end of the file stands after its last character.
        let mut found = marks.into_iter().map(|(_, mark)| mark.unwrap_or(end..end));
        let also: Vec<_> = near
            .iter()
            .zip(&mut found)
            .map(|((_, label), mark)| (mark, printable(label).into_owned()))
            .collect();
        let span = found.next().unwrap_or(end..end);
        Self { text, line: first.line, column: None, span, also }
    }

    /// A piece of a line so long that showing all of it takes its time.
    fn part(source: &str, span: &Range<usize>, place: Place) -> Self {
        let span = clip(source, span);
        let start = floor(source, span.start - BEFORE);
        let line = source[start..].split('\n').next().unwrap_or_default();
        let mut marks = vec![(span.clone(), None)];
        let mut text = String::from("…");
        add_line(&mut text, line, start, span.end, &mut marks);
        let end = text.len();
        let span = marks.into_iter().find_map(|(_, mark)| mark).unwrap_or(end..end);
        Self { text, line: place.line, column: Some(place.column), span, also: Vec::new() }
    }
}

/// A span cut off at the end of its first line, and at least one character long if there is one.
fn clip(source: &str, span: &Range<usize>) -> Range<usize> {
    let start = floor(source, span.start);
    let rest = &source[start..];
    let line = rest.find(['\n', '\r']).map_or(rest, |end| &rest[..end]);
    let wanted = floor(source, span.end.max(start)) - start;
    let least = line.chars().next().map_or(0, char::len_utf8);
    start..start + wanted.min(line.len()).max(least)
}

/// Copies a line, each hostile character as one harmless one, and notes where the marks have gone. What stands far
/// behind the last mark is left out.
fn add_line(
    text: &mut String,
    line: &str,
    start: usize,
    last_mark: usize,
    marks: &mut [(Range<usize>, Option<Range<usize>>)],
) {
    let body = line.trim_end_matches(['\n', '\r']);
    let mut tail = 0;
    let mut copy = |text: &mut String, at: usize| {
        for (mark, found) in marks.iter_mut() {
            if mark.start == at {
                *found = Some(text.len()..text.len());
            }
            if let Some(found) = found
                && mark.end == at
            {
                found.end = text.len();
            }
        }
    };
    for (offset, c) in body.char_indices() {
        let at = start + offset;
        copy(text, at);
        tail += usize::from(at >= last_mark);
        if tail > TAIL {
            text.push('…');
            text.push('\n');
            return;
        }
        match c {
            '\t' => text.push(' '),
            c if is_hostile(c) => text.push('\u{fffd}'),
            c => text.push(c),
        }
    }
    copy(text, start + body.len());
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str, span: Range<usize>) -> String {
        let fault = Diagnostic::error(span, "bad").label("here").help("mend it");
        render("x.toml", source, &[fault], Look::default())
    }

    #[test]
    fn the_fault_is_underlined() {
        assert_eq!(
            shown("format = 1\nhodl = \"30s\"\n", 11..15),
            "error: bad\n --> x.toml:2:1\n  |\n2 | hodl = \"30s\"\n  | ^^^^ here\n  |\n  = help: mend it\n\n"
        );
    }

    #[test]
    fn nothing_in_the_source_reaches_the_terminal_as_a_command() {
        let source = "name = \"a\u{1b}[2Jb\u{9b}3m\u{202e}\" # \u{7f}\r\nx = 1\u{7}";
        let page = shown(source, 8..9);
        assert!(page.chars().all(|c| c == '\n' || !is_hostile(c)), "{page:?}");
        assert!(page.contains("x.toml:1:9"), "{page}");
    }

    #[test]
    fn a_rather_long_line_is_trimmed_too() {
        let source = format!("name = \"{}FAULT{}\"", "x".repeat(600), "y".repeat(600));
        let page = shown(&source, 608..613);
        assert!(page.contains("x.toml:1:609"), "{page}");
        assert!(page.contains("xxxFAULTyyy") && page.contains("^^^^^ here"), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 120), "{page}");
    }

    #[test]
    fn a_long_line_is_trimmed_around_the_fault() {
        let source = format!("name = \"{}FAULT{}\"", "x".repeat(5_000), "y".repeat(5_000));
        let page = shown(&source, 5_008..5_013);
        assert!(page.contains("x.toml:1:5009"), "{page}");
        assert!(page.contains("xxxFAULTyyy") && page.contains("^^^^^ here"), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 120), "{page}");
    }

    #[test]
    fn odd_spans_are_shown_somewhere() {
        for source in ["", "ü", "a\n", "\n\n", "a\r\nb", "€€"] {
            for start in 0..8 {
                for end in start..9 {
                    assert!(shown(source, start..end).contains("x.toml:"), "{source:?} {start} {end}");
                }
            }
        }
    }

    #[test]
    fn a_flood_is_counted() {
        let faults = vec![Diagnostic::error(0..1, "bad"); 130];
        assert!(render("x.toml", "abc", &faults, Look::default()).contains("… and 30 more in x.toml"));
    }
}
