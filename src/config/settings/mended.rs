//! What is left of a file that is no TOML once the lines at fault are taken out.

use std::{borrow::Cow, ops::Range};

use crate::{diagnostic::Diagnostic, routine::parse};

/// The text without the lines that are at fault, each byte of them a blank, so that every place stays what it was; and
/// what there is to say about those lines.
pub(super) fn mended(source: &str) -> (Cow<'_, str>, Vec<Diagnostic>) {
    let mut text = Cow::Borrowed(source);
    let mut said = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let Err(faults) = parse(&text) else { return (text, said) };
        let lines: Vec<Range<usize>> =
            faults.iter().filter_map(|fault| Some(line_at(&text, fault.span.clone()?.start))).collect();
        // Faults without a place, as of a file that is too long, leave nothing to take out.
        let Some(first) = lines.first().filter(|_| lines.len() == faults.len()) else {
            return (Cow::Borrowed(""), faults);
        };
        // What is open at the end of a line is seen only on the next one.
        let above = line_before(&text, first.start).map(|line| vec![line]);
        let mut ways = vec![(faults_without(&text, &lines), lines.clone())];
        ways.extend(above.map(|above| (faults_without(&text, &above), above)));
        let Some((_, out)) = ways.into_iter().min_by_key(|(left, _)| *left) else { break };
        let faults = faults.into_iter().zip(&lines).filter(|(_, line)| out.contains(line));
        said.extend(faults.map(|(fault, line)| in_words(fault, &text[line.clone()])));
        if out != lines {
            said.extend(
                out.iter().map(|line| in_words(Diagnostic::error(line.clone(), ""), &text[line.clone()])),
            );
        }
        text = Cow::Owned(without(&text, &out));
    }
    match parse(&text) {
        Ok(_) => (text, said),
        Err(faults) => (Cow::Borrowed(""), faults),
    }
}

/// Nobody has so many faults in one file that hide each other.
const MOST_ROUNDS: usize = 50;

fn faults_without(text: &str, lines: &[Range<usize>]) -> usize {
    parse(&without(text, lines)).err().map_or(0, |faults| faults.len())
}

/// A header that is at fault takes all that stands below it along: it would mean something else without it.
fn without(text: &str, lines: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for line in lines {
        let mut end = line.end;
        if is_header(&text[line.clone()]) {
            let below = text[end..].split_inclusive('\n').take_while(|below| !is_header(below));
            end += below.map(str::len).sum::<usize>();
        }
        for byte in bytes[line.start..end].iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
            *byte = b' ';
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn is_header(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

/// The line of a place, without its end. A place on an end belongs to the line before it.
fn line_at(text: &str, place: usize) -> Range<usize> {
    let (before, after) = text.split_at_checked(place).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = after.find('\n').map_or(text.len(), |at| before.len() + at);
    if text[start..end].trim().is_empty() {
        return line_before(text, start).unwrap_or(start..end);
    }
    start..end
}

/// The line above a place that says something.
fn line_before(text: &str, place: usize) -> Option<Range<usize>> {
    let end = text.get(..place)?.trim_end().len();
    let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
    (start < end).then_some(start..end)
}

/// The fault as somebody understands it who has never heard of TOML.
fn in_words(fault: Diagnostic, line: &str) -> Diagnostic {
    if fault.message.ends_with("stands here twice") {
        return fault;
    }
    let bare = line.split_once('=').map(|(key, value)| {
        (key.trim(), value.split(['#', '"', '\'', '[', ',']).next().unwrap_or_default().trim())
    });
    let is_word = |value: &str| value.starts_with(char::is_alphanumeric) && !line.contains(['"', '\'']);
    let (message, help) = match bare {
        Some((key, value)) if is_word(value) => {
            (format!("`{value}` needs quotes"), format!("write `{key} = \"{value}\"`"))
        }
        Some((key, "")) if line.trim_end().ends_with('=') => {
            (format!("`{key}` has no value"), "write one after the =, or take the line away".to_owned())
        }
        _ if is_header(line) => (
            "this heading is not understood, so nothing below it counts".to_owned(),
            "a heading stands in brackets, as `[keys]`, and only once".to_owned(),
        ),
        _ => (
            "this line is not understood".to_owned(),
            "every line is `name = value`; words and durations stand in quotes".to_owned(),
        ),
    };
    Diagnostic { message, ..fault }.help(format!("{help}; all other lines hold"))
}
