//! The lines of a file of the history, each read by itself; of long files, several at a time.

use std::{fmt, io::BufRead as _, num::NonZero, str, thread};

use serde_json::Value;

use super::{amend::Amendment, record::Record};

/// What a line turned out to be.
#[derive(Debug)]
pub(super) enum Line {
    Record(Box<Record>),
    Amendment(Box<Amendment>),
    /// It cannot be read, and why.
    Fault(String),
}

/// A piece of a file that is worth a thread.
const WORTH_A_THREAD: usize = 256 * 1024;

/// Reads every line that is not blank, with its number from 1.
pub(super) fn read(bytes: &[u8]) -> Vec<(usize, Line)> {
    let lines = split(bytes);
    let worth = bytes.len() / WORTH_A_THREAD;
    // Asking costs more than reading a few lines.
    let threads =
        if worth < 2 { 1 } else { thread::available_parallelism().map_or(1, NonZero::get).min(worth) };
    let part = lines.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let mut parts = lines.chunks(part);
        let own = parts.next().unwrap_or_default();
        let others: Vec<_> = parts.map(|part| (part, scope.spawn(|| read_lines(part)))).collect();
        let mut read = read_lines(own);
        for (part, other) in others {
            // A thread that fell over is no reason to lose its lines.
            read.extend(other.join().unwrap_or_else(|_| read_lines(part)));
        }
        read
    })
}

/// What follows the last line's end is a line too, unless it is empty: somebody was cut off there.
fn split(bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let mut lines = Vec::new();
    let mut rest = bytes;
    for number in 1.. {
        let before = rest;
        match rest.skip_until(b'\n') {
            Ok(length) if length > 0 => lines.push((number, before[..length].trim_ascii())),
            _ => break,
        }
    }
    lines.retain(|(_, line)| !line.is_empty());
    lines
}

fn read_lines(lines: &[(usize, &[u8])]) -> Vec<(usize, Line)> {
    lines.iter().map(|(number, line)| (*number, read_line(line))).collect()
}

fn read_line(line: &[u8]) -> Line {
    let Ok(text) = str::from_utf8(line) else { return Line::Fault("this is not UTF-8".to_owned()) };
    match serde_json::from_str::<Record>(text) {
        Ok(record) if record.v > Record::VERSION => newer(record.v),
        // A correction may name every field that a record must have; it is a correction still.
        Ok(record) if record.more.get("amends").is_none() => Line::Record(Box::new(record)),
        Ok(_) => read_amendment(text, "it is neither a session nor a correction"),
        Err(error) => read_amendment(text, &error.to_string()),
    }
}

fn read_amendment(text: &str, reason: &str) -> Line {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return Line::Fault(format!("this is not a whole line of JSON: {error}")),
    };
    if let Some(v) = value.get("v").and_then(Value::as_u64).filter(|v| *v > u64::from(Record::VERSION)) {
        return newer(v);
    }
    Amendment::read(value).map_or_else(
        || Line::Fault(format!("this is no session that supple wrote: {reason}")),
        |amendment| Line::Amendment(Box::new(amendment)),
    )
}

fn newer(v: impl fmt::Display) -> Line {
    Line::Fault(format!("this was written by a newer supple (format {v}); it is left alone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(bytes: &[u8]) -> Vec<usize> {
        read(bytes).into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn blank_lines_are_counted_and_passed_over() {
        assert_eq!(numbers(b""), Vec::<usize>::new());
        assert_eq!(numbers(b"\n\n"), Vec::<usize>::new());
        assert_eq!(numbers(b"a\n\n \r\nb"), [1, 4]);
        assert_eq!(numbers(b"a\nb\n"), [1, 2]);
    }

    #[test]
    fn a_long_file_is_read_in_order() {
        let line = format!("{}\n", "x".repeat(WORTH_A_THREAD / 100));
        let text = line.repeat(1_000);
        assert_eq!(numbers(text.as_bytes()), (1..=1_000).collect::<Vec<_>>());
    }
}
