//! What comes in on a connection, and what is answered: lines.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::words;
use crate::{diagnostic::printable, session::Glance};

/// What a line wants.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// How things stand.
    Status,
    /// How things stand, and every event from now on.
    Follow,
    /// How things stand, now and whenever something has happened.
    Watch,
    /// The words of a command for the session.
    Command(String),
}

/// A line as JSON; anything else in it is left alone.
#[derive(Deserialize)]
struct Line {
    command: String,
}

impl Request {
    /// `None` for a line with nothing in it.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn read(line: &[u8]) -> Option<Result<Self, String>> {
        let Ok(text) = std::str::from_utf8(line) else {
            return Some(Err("a line is UTF-8, and this one is not".to_owned()));
        };
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if !text.starts_with('{') {
            return Some(Self::of_words(text));
        }
        let line = serde_json::from_str(text).map_err(|_| {
            r#"this is not understood; write a command as `pause` or as `{"command":"pause"}`"#.to_owned()
        });
        Some(line.and_then(|line: Line| Self::of_words(line.command.trim())))
    }

    fn of_words(text: &str) -> Result<Self, String> {
        match text {
            "status" => Ok(Self::Status),
            "follow" => Ok(Self::Follow),
            "watch" => Ok(Self::Watch),
            words => words::check(words).map(|()| Self::Command(words.to_owned())),
        }
    }
}

/// The answer to a command.
pub fn answer(answer: Result<(), String>) -> String {
    match answer {
        Ok(()) => line(&json!({ "ok": true })),
        Err(sentence) => refusal(&sentence),
    }
}

pub(super) fn refusal(sentence: &str) -> String {
    // It may say back what it did not understand, and whoever asked may be at a terminal.
    line(&json!({ "ok": false, "error": printable(sentence) }))
}

/// How things stand.
pub(super) fn status(glance: &Glance) -> String {
    line(&json!({ "ok": true, "status": glance }))
}

fn line(value: &Value) -> String {
    format!("{value}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Result<Request, String>> {
        Request::read(line.as_bytes())
    }

    #[test]
    fn a_command_is_the_same_in_words_and_in_json() {
        let command = |words: &str| Some(Ok(Request::Command(words.to_owned())));
        for words in ["pause", "-10s", "volume 60", "skip pain", "jump bird-dog"] {
            assert_eq!(read(&format!("  {words}\r")), command(words));
            assert_eq!(read(&json!({ "command": words }).to_string()), command(words));
        }
        assert_eq!(read("status"), Some(Ok(Request::Status)));
        assert_eq!(read("follow"), Some(Ok(Request::Follow)));
        assert_eq!(read(r#"{"command":"watch","since":"yesterday"}"#), Some(Ok(Request::Watch)));
        assert_eq!(read("\t \r"), None);
    }

    #[test]
    fn what_is_not_understood_is_answered_and_comes_no_further() {
        for garbage in
            ["{", "{}", r#"{"command":5}"#, "[1]", "dance", r#"{"command":"dance"}"#, "volume", "+7s"]
        {
            let refused = read(garbage);
            assert!(
                matches!(&refused, Some(Err(sentence)) if sentence.contains('`')),
                "{garbage}: {refused:?}"
            );
        }
        assert!(matches!(Request::read(b"\xff\xfepause"), Some(Err(_))));
        assert_eq!(answer(Err("no \"such\"\nthing".to_owned())).lines().count(), 1);
    }
}
