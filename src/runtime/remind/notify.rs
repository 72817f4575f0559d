//! A question on the desktop: over the session bus, else through `notify-send`.

use std::{
    env, io,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
    sync::{Arc, mpsc::Sender},
};

#[cfg(all(feature = "desktop", target_os = "linux"))]
use super::super::desktop;
use super::{
    super::child::{self, Ended, Leader},
    Word,
};
use crate::program::breaks::{Answer, PATIENCE};

/// How somebody is asked, the best way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Bus,
    /// `notify-send`.
    Program,
    /// An older one, which has no buttons for answers.
    WithoutButtons,
}

impl Means {
    /// The best that may work.
    pub(super) fn best() -> Self {
        if has_bus() { Self::Bus } else { Self::Program }
    }

    /// What is left when this has failed.
    pub(super) const fn next(self) -> Option<Self> {
        match self {
            Self::Bus => Some(Self::Program),
            Self::Program => Some(Self::WithoutButtons),
            Self::WithoutButtons => None,
        }
    }
}

/// A question that somebody may be looking at. Dropping it takes it away.
pub(super) enum Question {
    Program(Arc<Leader>),
    #[cfg(all(feature = "desktop", target_os = "linux"))]
    #[expect(dead_code, reason = "it is held for what comes when it is dropped")]
    Bus(desktop::Question),
}

impl Question {
    /// Asks. `number` tells this question from those before; the answer comes as `Word::Answered`.
    ///
    /// # Errors
    /// When nobody can be asked by this means.
    pub(super) fn ask(
        number: u64,
        title: &str,
        text: &str,
        means: Means,
        words: &Sender<Word>,
    ) -> io::Result<Self> {
        if means == Means::Bus {
            return ask_over_bus(number, title, text, words);
        }
        let mut command = command(title, text);
        if means == Means::Program {
            command.args(BUTTONS.iter().map(|(ours, theirs)| format!("--action={ours}={theirs}")));
        }
        let words = words.clone();
        let over = move |ended: Ended| {
            let answer = ended.said.lines().next().and_then(answer);
            // Nobody waits for it any more only when all is over.
            let _ = words.send(Word::Answered { number, answer, failed: ended.fault.is_some() });
        };
        child::start(command.stdout(Stdio::piped()), String::new(), over).map(Self::Program)
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        match self {
            Self::Program(leader) => leader.kill(),
            // It sees to that itself.
            #[cfg(all(feature = "desktop", target_os = "linux"))]
            Self::Bus(_) => {}
        }
    }
}

/// Says something to which there is no answer.
pub(super) fn say(title: &str, text: &str) {
    #[cfg(all(feature = "desktop", target_os = "linux"))]
    if has_bus() {
        let (title_of_program, text_of_program) = (title.to_owned(), text.to_owned());
        let otherwise = move || say_by_program(&title_of_program, &text_of_program);
        return desktop::say(words(title, text, &[]), otherwise);
    }
    say_by_program(title, text);
}

fn say_by_program(title: &str, text: &str) {
    // There is nobody else to tell.
    let _ = child::start(command(title, text).stdout(Stdio::null()), String::new(), drop);
}

/// Whether there seems to be a way to ask: a session bus, or a `notify-send` in the path.
pub(super) fn is_there() -> bool {
    let runs = |path: std::path::PathBuf| {
        path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
    };
    let in_path = || {
        env::var_os("PATH")
            .is_some_and(|path| env::split_paths(&path).any(|folder| runs(folder.join("notify-send"))))
    };
    has_bus() || in_path()
}

#[cfg(all(feature = "desktop", target_os = "linux"))]
use desktop::has_bus;

#[cfg(not(all(feature = "desktop", target_os = "linux")))]
const fn has_bus() -> bool {
    false
}

#[cfg(all(feature = "desktop", target_os = "linux"))]
fn ask_over_bus(number: u64, title: &str, text: &str, to: &Sender<Word>) -> io::Result<Question> {
    use desktop::Reply;
    let to = to.clone();
    let over = move |reply: Reply| {
        let answer = if let Reply::Button(button) = &reply { answer(button) } else { None };
        // Nobody waits for it any more only when all is over.
        let _ = to.send(Word::Answered { number, answer, failed: reply == Reply::Failed });
    };
    desktop::Question::ask(words(title, text, BUTTONS), over).map(Question::Bus)
}

#[cfg(not(all(feature = "desktop", target_os = "linux")))]
fn ask_over_bus(_: u64, _: &str, _: &str, _: &Sender<Word>) -> io::Result<Question> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(feature = "desktop", target_os = "linux"))]
fn words(title: &str, text: &str, buttons: &'static [(&'static str, &'static str)]) -> desktop::Words {
    desktop::Words { title: title.to_owned(), text: escaped(text), buttons, lasts: PATIENCE }
}

/// What each is called by us, and by the user.
const BUTTONS: &[(&str, &str)] = &[("start", "Start"), ("snooze", "In 5 minutes"), ("skip", "Not this time")];

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

fn answer(button: &str) -> Option<Answer> {
    match button.trim() {
        "start" => Some(Answer::Start),
        "snooze" => Some(Answer::Snooze),
        "skip" => Some(Answer::Skip),
        _ => None,
    }
}
