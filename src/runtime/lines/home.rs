//! The home screen in lines: what is due, the routines with their numbers, and a prompt that takes a number or a name.

use std::{
    collections::VecDeque,
    io::{self, Write},
    sync::mpsc::{Receiver, Sender},
};

use anyhow::{Context as _, Result, bail};

use super::{
    super::{
        Ending, Message, PANICKED,
        backstage::{Backstage, Job},
        clock::{self, Clock},
        signals,
    },
    complain,
    ears::Ears,
    help,
    talk::is_number,
    tell, whole,
};
use crate::ui::{HomeModel, InterruptedCard, Recovery, RoutineCard, plain};

/// Shows the home screen as lines until the user leaves.
///
/// # Errors
/// When the output fails for another reason than that nobody reads it any more, or some thread has panicked.
pub(in super::super) fn home(
    backstage: &Backstage,
    ears: &mut Ears,
    messages: &(Sender<Message>, Receiver<Message>),
    clock: Clock,
    out: &mut impl Write,
) -> Result<Ending> {
    let (model, left_over) = (backstage.home(), VecDeque::new());
    let home = Home { backstage, ears, messages, clock, model, discard: None, left_over };
    match home.run(out) {
        Err(error) if is_closed(&error) => Ok(Ending::NobodyReads),
        ending => ending,
    }
}

pub(super) struct Home<'a> {
    pub(super) backstage: &'a Backstage,
    pub(super) ears: &'a mut Ears,
    pub(super) messages: &'a (Sender<Message>, Receiver<Message>),
    pub(super) clock: Clock,
    model: HomeModel,
    /// The interrupted session that is to be forgotten, if the answer is yes.
    discard: Option<String>,
    /// Lines that were typed while there was nothing to answer yet.
    pub(super) left_over: VecDeque<String>,
}

/// What a line asks for.
enum Asked {
    Lines(Vec<String>),
    Start(Box<Job>),
    /// All of it again, as it is now.
    Again(String),
    Leave,
}

const PROMPT: &str = "Type a number or a name to start, today for what is due, help, or quit.";
const BACK: &str = "Home again. Type a number or a name, list, help, or quit.";
const READ_IT: &str = "Type yes when you have heard it, or quit.";

impl Home<'_> {
    fn run(mut self, out: &mut impl Write) -> Result<Ending> {
        if !self.backstage.is_safety_read() && !self.read_safety(out)? {
            return Ok(Ending::Completed);
        }
        if !self.try_sound(out)? {
            return Ok(Ending::Completed);
        }
        tell(out, &self.list())?;
        loop {
            let Some(line) = self.line()? else { return Ok(Ending::Completed) };
            match self.asked(&line) {
                Ok(Asked::Lines(lines)) => tell(out, &lines)?,
                Ok(Asked::Again(first)) => {
                    self.model = self.backstage.home();
                    tell(out, &[first])?;
                    tell(out, &self.list())?;
                }
                Ok(Asked::Leave) => return Ok(Ending::Completed),
                Ok(Asked::Start(job)) => {
                    let ending =
                        whole(*job, self.backstage, false, self.ears, self.messages, self.clock, out)?;
                    if self.ears.is_gone || matches!(ending, Ending::NobodyReads | Ending::NotKept) {
                        return Ok(ending);
                    }
                    self.model = self.backstage.home();
                    tell(out, &[BACK.to_owned()])?;
                }
                Err(error) => complain(&format!("{error:#}")),
            }
        }
    }

    /// False: the user leaves instead.
    fn read_safety(&mut self, out: &mut impl Write) -> Result<bool> {
        tell(out, &plain::safety())?;
        tell(out, &[READ_IT.to_owned()])?;
        loop {
            let Some(line) = self.line()? else { return Ok(false) };
            match line.trim() {
                "yes" | "y" => {
                    self.backstage.safety_was_read();
                    return Ok(true);
                }
                "quit" | "stop" | "leave" => return Ok(false),
                _ => tell(out, &[READ_IT.to_owned()])?,
            }
        }
    }

    fn list(&self) -> Vec<String> {
        let mut lines = plain::home(&self.model, &clock::wall());
        lines.push(PROMPT.to_owned());
        lines
    }

    /// The next line. `None`: there will be none.
    fn line(&mut self) -> Result<Option<String>> {
        loop {
            if let Some(line) = self.left_over.pop_front() {
                return Ok(Some(line));
            }
            if self.ears.at_end || self.ears.is_gone {
                return Ok(None);
            }
            match self.messages.1.recv().unwrap_or(Message::Ended) {
                Message::Line(line) => {
                    self.ears.has_heard = true;
                    return Ok(Some(line));
                }
                Message::InputEnded => self.ears.at_end = true,
                Message::Ended | Message::HungUp => self.ears.is_gone = true,
                Message::Panicked => bail!(PANICKED),
                Message::Stop if signals::can_stop() => signals::stop_this_process()?,
                Message::Notice(sentence) => complain(&sentence),
                _ => {}
            }
        }
    }

    fn asked(&mut self, line: &str) -> Result<Asked> {
        let line: String = line.chars().filter(|letter| !crate::diagnostic::is_hostile(*letter)).collect();
        let words: Vec<&str> = line.split_whitespace().collect();
        let discard = self.discard.take();
        let backstage = self.backstage;
        Ok(match words.as_slice() {
            [] | ["no"] => Asked::Lines(vec![PROMPT.to_owned()]),
            ["quit" | "stop" | "leave"] => Asked::Leave,
            ["help" | "?"] => Asked::Lines(help::HOME.iter().map(|line| (*line).to_owned()).collect()),
            ["list" | "home"] => {
                self.model = backstage.home();
                Asked::Lines(self.list())
            }
            ["flags"] => Asked::Lines(plain::flags()),
            ["safety"] => Asked::Lines(plain::safety()),
            ["yes"] => match discard {
                Some(session) => {
                    backstage.recover(&session, Recovery::Discard)?;
                    Asked::Again("It is forgotten.".to_owned())
                }
                None => bail!("nothing was asked just now"),
            },
            ["today"] => Asked::Start(Box::new(backstage.start_today().map_err(anyhow::Error::msg)?)),
            ["today", rest @ ..] => {
                Asked::Start(Box::new(backstage.start_item(&self.item(&rest.join(" "))?)?))
            }
            ["tick", rest @ ..] => {
                let ticked = backstage.tick_whole(&self.item(&rest.join(" "))?)?;
                Asked::Again(format!("Ticked off: {}.", ticked.name))
            }
            ["page", rest @ ..] => Asked::Lines(plain::routine(self.routine(&rest.join(" "))?)),
            [word @ ("resume" | "keep" | "discard"), rest @ ..] => self.recover(word, &rest.join(" "))?,
            _ => match self.routine(&words.join(" ")) {
                Ok(card) => Asked::Start(Box::new(backstage.job_of(&card.id)?)),
                Err(error) => match self.exercise(&words.join(" ")) {
                    Some(id) => Asked::Start(Box::new(backstage.job_of_exercise(&id)?)),
                    None => return Err(error),
                },
            },
        })
    }

    fn recover(&mut self, word: &str, which: &str) -> Result<Asked> {
        let all = &self.model.interrupted;
        let one = match which {
            "" => all.first(),
            which => all.iter().find(|card| matches(&card.routine, which)),
        };
        let InterruptedCard { id, routine, .. } = one.context("no such session was interrupted")?.clone();
        let how = match word {
            "resume" => Recovery::Resume,
            "keep" => Recovery::Keep,
            _ => {
                self.discard = Some(id);
                let what = format!("What was done of {routine} will be forgotten for good.");
                return Ok(Asked::Lines(vec![format!("Discard it? {what} Type yes or no.")]));
            }
        };
        Ok(match self.backstage.recover(&id, how)? {
            Some(job) => Asked::Start(Box::new(job)),
            None => Asked::Again(format!("{routine} is kept in your history.")),
        })
    }

    /// The routine with this number, id or name, or the only one that begins like this.
    fn routine(&self, word: &str) -> Result<&RoutineCard> {
        let all = &self.model.routines;
        if is_number(word) {
            let card = word.parse::<usize>().ok().and_then(|number| all.get(number.checked_sub(1)?));
            return card.with_context(|| format!("the routines have the numbers 1 to {}", all.len()));
        }
        let same = |card: &&RoutineCard| card.id == word || card.name.eq_ignore_ascii_case(word);
        if let Some(card) = all.iter().find(same) {
            return Ok(card);
        }
        let alike: Vec<&RoutineCard> =
            all.iter().filter(|card| matches(&card.id, word) || matches(&card.name, word)).collect();
        match alike.as_slice() {
            [card] => Ok(card),
            [] => bail!("there is no routine `{word}`; list says which there are, help what can be typed"),
            several => {
                let names: Vec<&str> = several.iter().map(|card| card.name.as_str()).collect();
                bail!("`{word}` could be {}", names.join(" or "))
            }
        }
    }

    /// The id of the exercise of the library with this id or name.
    fn exercise(&self, word: &str) -> Option<String> {
        let mut all = self.backstage.exercises().into_iter();
        all.find(|card| card.id == word || card.name.eq_ignore_ascii_case(word)).map(|card| card.id)
    }

    /// The id of a thing that the program asks for.
    fn item(&self, word: &str) -> Result<String> {
        let today = self.model.today.as_ref().context("no program runs")?;
        let mut rows = today.due.iter().chain(&today.later).chain(&today.done);
        let row = rows.find(|row| !word.is_empty() && (matches(&row.id, word) || matches(&row.name, word)));
        let row = row.with_context(|| format!("{} asks for no `{word}` now", today.program))?;
        Ok(row.id.clone())
    }
}

/// Whether a name begins like this, in any case.
fn matches(name: &str, word: &str) -> bool {
    name.to_lowercase().starts_with(&word.to_lowercase())
}

fn is_closed(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
