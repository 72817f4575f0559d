//! What goes to standard output and standard error.

use std::{
    io::{self, BufRead as _, IsTerminal, Write},
    process::ExitCode,
};

use super::{Mistake, is_closed_pipe};
use crate::{
    diagnostic::{Look, printable, render},
    routine::Found,
};

/// Prints a page. A reader that has gone away is an ordinary end.
pub(crate) fn print(text: &str) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// What came of a question.
pub(crate) enum Reply {
    /// In small letters, without blanks at its ends.
    Said(String),
    /// The input was closed.
    Closed,
    /// There is nobody to be asked.
    Nobody,
}

/// Asks at a terminal, even if the output goes elsewhere.
pub(crate) fn ask(question: &str) -> anyhow::Result<Reply> {
    let mut asker: Box<dyn Write> = match (io::stderr().is_terminal(), io::stdout().is_terminal()) {
        _ if !io::stdin().is_terminal() => return Ok(Reply::Nobody),
        (true, _) => Box::new(io::stderr().lock()),
        (false, true) => Box::new(io::stdout().lock()),
        (false, false) => return Ok(Reply::Nobody),
    };
    write!(asker, "{} ", printable(question))?;
    asker.flush()?;
    let mut answer = String::new();
    if io::stdin().lock().read_line(&mut answer)? == 0 {
        // What follows begins on a line of its own.
        writeln!(asker)?;
        return Ok(Reply::Closed);
    }
    Ok(Reply::Said(answer.trim().to_lowercase()))
}

/// Yes wherever nobody can be asked. Nothing but yes is a yes.
pub(crate) fn agrees(question: &str) -> anyhow::Result<bool> {
    Ok(match ask(&format!("{question} [y/N]"))? {
        Reply::Said(answer) => is_yes(&answer),
        Reply::Closed => false,
        Reply::Nobody => true,
    })
}

pub(crate) fn is_yes(answer: &str) -> bool {
    matches!(answer, "y" | "yes")
}

/// Prints a value as JSON.
pub(crate) fn print_json(value: &impl serde::Serialize) -> anyhow::Result<ExitCode> {
    print(&serde_json::to_string_pretty(value)?)
}

/// Says on standard error what there is to say about a file.
pub(crate) fn complain<T>(found: &Found<T>) {
    let page = render(&found.path, &found.source, &found.diagnostics, look(io::stderr().is_terminal()));
    // If standard error is gone there is nobody left to be told.
    let _ = io::stderr().write_all(page.as_bytes());
}

/// Says sentences on standard error that are no errors.
pub(crate) fn remark(sentences: &[String]) {
    for sentence in sentences {
        let _ = writeln!(io::stderr(), "supple: {}", printable(sentence));
    }
}

/// Says an error, and gives the exit status that it means.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    if is_closed_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let _ = writeln!(io::stderr(), "supple: {}", printable(&format!("{error:#}")));
    ExitCode::from(if error.is::<Mistake>() { 2 } else { 1 })
}

/// How to print to a terminal, or to something else.
pub(crate) fn look(terminal: bool) -> Look {
    let unset = |name| std::env::var_os(name).is_none_or(|value| value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let width = terminal.then(crossterm::terminal::size).and_then(Result::ok).map(|(columns, _)| columns);
    Look { colour: terminal && !dumb && unset("NO_COLOR"), width: width.filter(|columns| *columns > 0) }
}

/// Whether whoever reads it is shown more than ASCII, as far as the environment tells.
pub(crate) fn shows_unicode() -> bool {
    crate::runtime::shows_unicode()
}

/// How standard output wants to be printed to.
pub(crate) fn stdout_look() -> Look {
    look(io::stdout().is_terminal())
}
