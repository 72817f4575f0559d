//! The lines of a file of the history, each read by itself.

use std::{fmt, io::BufRead as _, str};

use serde_json::Value;

use super::{
    amend::Amendment,
    checksum,
    record::Record,
    swift::{self, Known},
};

/// What a line turned out to be.
#[derive(Debug)]
pub(super) enum Line {
    Record(Box<Record>),
    Amendment(Box<Amendment>),
    /// It cannot be read, and why.
    Fault(String),
}

/// Some editors begin a file with it.
pub(super) const MARK: &[u8] = "\u{feff}".as_bytes();

/// What a piece of a file holds. The numbers are those of the lines within the piece, from 1.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) records: Vec<Record>,
    pub(super) amendments: Vec<(usize, Amendment)>,
    pub(super) faults: Vec<(usize, String)>,
    /// How many lines there are, blank ones among them.
    pub(super) count: usize,
}

impl Lines {
    /// Reads more lines. What follows the last line's end is a line too: somebody was cut off there.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        let mut known = Known::default();
        loop {
            // The quickest search for a byte that the standard library lends out.
            let before = rest;
            let length = rest.skip_until(b'\n').unwrap_or_default();
            if length == 0 {
                break;
            }
            self.count += 1;
            let line = before[..length].trim_ascii();
            if !line.is_empty() {
                self.line(line, &mut known);
            }
        }
    }

    fn line<'t>(&mut self, line: &'t [u8], known: &mut Known<'t>) {
        if let Ok(text) = str::from_utf8(line)
            && let Some(record) = swift::record(text, known)
        {
            self.records.push(record);
            return;
        }
        match read_line(line) {
            Line::Record(record) => self.records.push(*record),
            Line::Amendment(amendment) => self.amendments.push((self.count, *amendment)),
            Line::Fault(_) if is_blank(line) => {}
            Line::Fault(reason) => self.faults.push((self.count, reason)),
        }
    }
}

/// Of blanks that are no letters of ASCII, too: such a line says nothing, and nothing is wrong with it.
fn is_blank(line: &[u8]) -> bool {
    str::from_utf8(line).is_ok_and(|text| text.trim_start_matches('\u{feff}').trim().is_empty())
}

/// Reads one line by its keys, whatever their order.
pub(super) fn read_line(line: &[u8]) -> Line {
    let Ok(text) = str::from_utf8(line) else { return Line::Fault("this is not UTF-8".to_owned()) };
    let text = text.trim_start_matches('\u{feff}').trim();
    match serde_json::from_str::<Record>(text) {
        Ok(record) if record.v > Record::VERSION => newer(record.v),
        // A correction may name every field that a record must have; it is a correction still.
        Ok(mut record) if record.more.get("amends").is_none() => {
            record.more.remove(checksum::KEY);
            Line::Record(Box::new(record))
        }
        Ok(_) => read_amendment(text, "it is neither a session nor a correction"),
        Err(error) => read_amendment(text, &said(&error)),
    }
}

fn read_amendment(text: &str, reason: &str) -> Line {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(_) if is_merge_mark(text) => {
            return Line::Fault(
                "this is not a whole line of JSON: it is the mark of a merge conflict".to_owned(),
            );
        }
        Err(error) => return Line::Fault(format!("this is not a whole line of JSON: {}", said(&error))),
    };
    if let Some(v) = value.get("v").and_then(Value::as_u64).filter(|v| *v > u64::from(Record::VERSION)) {
        return newer(v);
    }
    Amendment::read(value).map_or_else(
        || Line::Fault(format!("this is no session that supple wrote: {reason}")),
        |amendment| Line::Amendment(Box::new(amendment)),
    )
}

/// What git leaves around the lines of each side.
fn is_merge_mark(text: &str) -> bool {
    let is_mark = |mark: &str| text == mark || text.starts_with(&format!("{mark} "));
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].into_iter().any(is_mark)
}

/// A fault of the parser, which knows of one line only.
fn said(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match whole.strip_suffix(&place) {
        Some(reason) if error.column() > 0 => format!("{reason} (column {})", error.column()),
        Some(reason) => reason.to_owned(),
        None => whole,
    }
}

fn newer(v: impl fmt::Display) -> Line {
    Line::Fault(format!("this was written by a newer supple (format {v}); it is left alone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(bytes: &[u8]) -> (Vec<usize>, usize) {
        let mut lines = Lines::default();
        lines.read(bytes);
        (lines.faults.into_iter().map(|(number, _)| number).collect(), lines.count)
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said_without_the_words_of_the_parser() {
        let fault = |line: &str| match read_line(line.as_bytes()) {
            Line::Fault(reason) => reason,
            _ => panic!("{line} was read"),
        };
        for mark in ["<<<<<<< HEAD", "=======", ">>>>>>> theirs"] {
            assert!(fault(mark).ends_with("it is the mark of a merge conflict"), "{}", fault(mark));
        }
        let torn = fault("{\"v\":1,");
        assert!(torn.ends_with(" (column 7)") && !torn.contains("line 1"), "{torn}");
        let nameless = fault("{\"v\":1}");
        assert!(nameless.contains("missing field `id`") && !nameless.contains("line 1"), "{nameless}");
    }

    #[test]
    fn blank_lines_are_counted_and_passed_over() {
        assert_eq!(numbers(b""), (vec![], 0));
        assert_eq!(numbers(b"\n\n"), (vec![], 2));
        assert_eq!(numbers(b"a\n\n \r\nb"), (vec![1, 4], 4));
        assert_eq!(numbers(b"a\nb\n"), (vec![1, 2], 2));
    }
}
