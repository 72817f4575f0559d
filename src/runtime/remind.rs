//! Breaks from sitting: waiting for them, and asking.

mod clocks;
mod keys;
mod notify;
mod standing;

use std::{
    env, io,
    io::Write as _,
    path::Path,
    process::Command,
    sync::mpsc::{Receiver, Sender, channel},
};

use anyhow::{Context as _, Result, bail};
use jiff::Zoned;

pub use self::standing::{Stage, Standing, standing};
use self::{
    keys::Keys,
    notify::{Means, Question},
    standing::Notice,
};
use super::{Message, clock, signals, terminal::say_on_stderr};
use crate::program::breaks::{Answer, Reading, Rule, Sitting, State};

/// What somebody wants to be reminded of.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// As `supple run` takes it.
    pub routine: String,
    /// What it is called, and how long it takes.
    pub title: String,
    pub rule: Rule,
    /// Ask now, and end with the answer.
    pub once: bool,
}

/// How reminding has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminded {
    /// Asked once, and the session was started, or whoever asked is to start it.
    Started,
    /// Asked once, and it was skipped, or nobody answered.
    NotStarted,
    /// Left by the user.
    Left,
}

/// Waits and asks until it is left; or asks once. `folder` is where others may see how it stands.
///
/// # Errors
/// When nobody can be asked, or a session that was wanted cannot be started.
pub fn remind(wanted: &Wanted, folder: Option<&Path>) -> Result<Reminded> {
    let (sender, words) = channel();
    let signals = sender.clone();
    signals::listen(move |message| signals.send(Word::Signal(message)).is_ok())
        .context("cannot listen to signals")?;
    // Without it a machine that was asleep is found out a little later.
    let _ = clocks::watch(sender.clone());
    let now = reading();
    let seed = u64::try_from(now.wall.timestamp().as_nanosecond()).unwrap_or_default();
    let sitting = if wanted.once {
        Sitting::asking(wanted.rule.clone(), seed, now)
    } else {
        Sitting::new(wanted.rule.clone(), seed, now)
    };
    let keys = Keys::take(sender.clone()).context("cannot read single keys from the terminal")?;
    if keys.is_none() && !notify::is_there() {
        bail!(
            "there is nobody to ask: no terminal, and no notify-send (often in the package libnotify-bin) or session bus"
        );
    }
    let mut reminder = Reminder {
        wanted,
        sitting,
        keys,
        notice: folder.and_then(|folder| Notice::new(folder).ok()),
        question: None,
        asked: 0,
        means: Means::best(),
        shown: None,
        sender,
    };
    reminder.run(&words)
}

/// Everything that can happen meanwhile.
#[derive(Debug)]
enum Word {
    Key(u8),
    KeysEnded,
    /// A question on the desktop was answered, closed, or could not be asked.
    Answered {
        number: u64,
        answer: Option<Answer>,
        failed: bool,
    },
    /// The clock on the wall has jumped.
    Clock,
    Signal(Message),
}

struct Reminder<'a> {
    wanted: &'a Wanted,
    sitting: Sitting,
    keys: Option<Keys>,
    notice: Option<Notice>,
    question: Option<Question>,
    /// How many questions there were.
    asked: u64,
    /// How the desktop is asked.
    means: Means,
    /// The state that was told last.
    shown: Option<State>,
    sender: Sender<Word>,
}

impl Reminder<'_> {
    fn run(&mut self, words: &Receiver<Word>) -> Result<Reminded> {
        loop {
            self.sitting.look(reading());
            let state = self.sitting.state().clone();
            if self.wanted.once && matches!(state, State::Waiting { snoozed: false, .. }) {
                return Ok(Reminded::NotStarted);
            }
            if self.shown.as_ref() != Some(&state) {
                self.show(&state);
                self.shown = Some(state);
            }
            let word = match self.sitting.wake() {
                Some(due) => words.recv_timeout(due.saturating_sub(clock::awake())).ok(),
                None => words.recv().ok(),
            };
            if let Some(ended) = word.map_or(Ok(None), |word| self.take(&word))? {
                return Ok(ended);
            }
        }
    }

    /// Gives how it ends, if it does.
    fn take(&mut self, word: &Word) -> Result<Option<Reminded>> {
        let asking = matches!(self.sitting.state(), State::Asking { .. });
        match *word {
            Word::Key(key) => match key.to_ascii_lowercase() {
                // `^C` comes as a key if it was pressed while a session still had the terminal.
                b'q' | b'\x03' => return Ok(Some(Reminded::Left)),
                b's' => return self.answer(Answer::Start),
                b'\r' | b'\n' if asking => return self.answer(Answer::Start),
                b'z' if asking => return self.answer(Answer::Snooze),
                b'x' if asking => return self.answer(Answer::Skip),
                _ => {}
            },
            Word::Answered { number, answer, failed } if asking && number == self.asked => match answer {
                Some(answer) => return self.answer(answer),
                None if failed => match self.means.next() {
                    Some(means) => {
                        self.means = means;
                        self.ask();
                    }
                    None if self.keys.is_some() => {}
                    None => bail!("nobody can be asked: there is no terminal, and notify-send has failed"),
                },
                // Who can answer with a key still may. Who can not has used no button, or has none.
                None if self.keys.is_none() => return self.answer(Answer::Skip),
                None => {}
            },
            Word::Signal(Message::Stop) if signals::can_stop() => {
                self.keys = None;
                signals::stop_this_process().context("cannot stop")?;
                self.take_keys();
            }
            Word::Signal(Message::Continued) => {
                self.keys = None;
                self.take_keys();
            }
            Word::KeysEnded | Word::Signal(Message::Ended | Message::HungUp) => {
                return Ok(Some(Reminded::Left));
            }
            Word::Answered { .. } | Word::Clock | Word::Signal(_) => {}
        }
        Ok(None)
    }

    fn answer(&mut self, answer: Answer) -> Result<Option<Reminded>> {
        self.question = None;
        self.sitting.answer(answer, reading());
        if answer != Answer::Start {
            return Ok(None);
        }
        self.put();
        if self.keys.take().is_some() {
            self.play()?;
        } else if !self.wanted.once {
            let how = format!("In a terminal: supple run {}", self.wanted.routine);
            notify::say(&self.wanted.title, &how);
            self.tell(&how);
        }
        if self.wanted.once {
            return Ok(Some(Reminded::Started));
        }
        self.sitting.back(reading());
        self.take_keys();
        Ok(None)
    }

    /// Plays the session in this terminal, in a process of its own: whatever becomes of it, the reminder goes on.
    fn play(&self) -> Result<()> {
        let program = env::current_exe().context("cannot find the program itself")?;
        let status = Command::new(program).args(["run", "--", &self.wanted.routine]).status();
        let code = status.context("cannot start the session")?.code();
        if self.wanted.once && matches!(code, Some(1 | 2)) {
            bail!("the session has failed");
        }
        Ok(())
    }

    fn take_keys(&mut self) {
        // Without keys there are still notifications.
        self.keys = Keys::take(self.sender.clone()).ok().flatten();
    }

    fn show(&mut self, state: &State) {
        self.put();
        if !matches!(state, State::Asking { .. }) {
            self.question = None;
        }
        let title = &self.wanted.title;
        match state {
            State::Waiting { at, snoozed: true, .. } => self.tell(&format!("Again at {}.", time(at))),
            State::Waiting { at, .. } => {
                let keys = if self.keys.is_some() { "  s start now · q quit" } else { "" };
                self.tell(&format!("{title}: next at {}.{keys}", time(at)));
            }
            State::Asking { .. } => {
                if self.keys.is_none() {
                    // By now it may be our turn in the terminal.
                    self.take_keys();
                }
                if self.keys.is_some() {
                    let keys = "s start · z in 5 minutes · x not this time · q quit";
                    self.tell(&format!("\x07Time for a break: {title}.  {keys}"));
                }
                // What was not there the last time may be there now.
                self.means = Means::best();
                self.ask();
            }
            State::Away => {}
        }
    }

    /// Asks on the desktop, if that can be done.
    fn ask(&mut self) {
        self.asked += 1;
        let text = if self.keys.is_some() || self.means == Means::WithoutButtons {
            format!("supple run {}", self.wanted.routine)
        } else {
            format!("In a terminal: supple run {}", self.wanted.routine)
        };
        let title = format!("Time for a break: {}", self.wanted.title);
        if let Ok(question) = Question::ask(self.asked, &title, &text, self.means, &self.sender) {
            self.question = Some(question);
            return;
        }
        // It comes back to us.
        let _ = self.sender.send(Word::Answered { number: self.asked, answer: None, failed: true });
    }

    /// A line where somebody may be looking: asked once without a terminal, nobody is, and cron would send a letter.
    fn tell(&self, line: &str) {
        if self.keys.is_some() || !self.wanted.once {
            let mut out = io::stdout();
            // Who has closed it does not want to read it.
            let _ = writeln!(out, "{line}").and_then(|()| out.flush());
        }
    }

    /// Lets others know.
    fn put(&mut self) {
        let (next, state) = match self.sitting.state() {
            State::Waiting { at, snoozed, .. } => {
                (Some(at.timestamp()), if *snoozed { Stage::Snoozed } else { Stage::Waiting })
            }
            State::Asking { .. } => (None, Stage::Asking),
            State::Away => (None, Stage::Running),
        };
        let standing = Standing { routine: self.wanted.routine.clone(), next, state };
        if let Some(notice) = &mut self.notice
            && let Err(error) = notice.put(standing)
        {
            say_on_stderr(&format!("others cannot see this reminder: {error}"));
            self.notice = None;
        }
    }
}

fn reading() -> Reading {
    Reading { wall: clock::wall(), awake: clock::awake() }
}

fn time(at: &Zoned) -> String {
    let today = clock::wall().date() == at.date();
    at.strftime(if today { "%H:%M" } else { "%a %H:%M" }).to_string()
}
