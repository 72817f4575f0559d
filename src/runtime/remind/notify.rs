//! A question on the desktop, through `notify-send`.

use std::{
    env, io,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
    sync::{Arc, mpsc::Sender},
};

use super::{
    super::child::{self, Ended, Leader},
    Word,
};
use crate::program::breaks::{Answer, PATIENCE};

/// A question that somebody may be looking at.
pub(super) struct Question(Arc<Leader>);

impl Question {
    /// Asks. `number` tells this question from those before; the answer comes as `Word::Answered`. Older ones without
    /// buttons for answers are asked `plain`.
    ///
    /// # Errors
    /// When `notify-send` cannot be started.
    pub(super) fn ask(
        number: u64,
        title: &str,
        text: &str,
        plain: bool,
        words: &Sender<Word>,
    ) -> io::Result<Self> {
        let mut command = command(title, text);
        if !plain {
            command.args(ACTIONS);
        }
        let words = words.clone();
        let over = move |ended: Ended| {
            let answer = answer(&ended.said);
            // Nobody waits for it any more only when all is over.
            let _ = words.send(Word::Answered { number, answer, failed: ended.fault.is_some() });
        };
        child::start(command.stdout(Stdio::piped()), String::new(), over).map(Self)
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.0.kill();
    }
}

/// Says something to which there is no answer.
pub(super) fn say(title: &str, text: &str) {
    // There is nobody else to tell.
    let _ = child::start(command(title, text).stdout(Stdio::null()), String::new(), drop);
}

/// Whether there is a `notify-send` in the path.
pub(super) fn is_there() -> bool {
    let runs = |path: std::path::PathBuf| {
        path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
    };
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| runs(folder.join("notify-send"))))
}

const ACTIONS: [&str; 3] =
    ["--action=start=Start", "--action=snooze=In 5 minutes", "--action=skip=Not this time"];

fn command(title: &str, text: &str) -> Command {
    let mut command = Command::new("notify-send");
    command.args(["--app-name=supple".to_owned(), format!("--expire-time={}", PATIENCE.as_millis())]);
    command.args([guarded(title), guarded(&escaped(text))]);
    command
}

/// No option, whatever it begins with.
fn guarded(text: &str) -> String {
    if text.starts_with('-') { format!(" {text}") } else { text.to_owned() }
}

/// The text of a notification may hold markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn answer(said: &str) -> Option<Answer> {
    match said.lines().next()?.trim() {
        "start" => Some(Answer::Start),
        "snooze" => Some(Answer::Snooze),
        "skip" => Some(Answer::Skip),
        _ => None,
    }
}
