//! A session that is over: what was done, whether it is kept, what it changes, and how it was. Nobody has to answer.

use std::{
    io::{self, Write},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use anyhow::bail;

use super::{
    super::{Message, PANICKED, clock::Clock, playing::Playing, signals},
    complain,
    ears::Ears,
    help,
    talk::{self, Talk},
    tell,
};
use crate::{
    history::{afterwards::Afterwards, keeper},
    routine::nearest,
    session::Moment,
    ui::{
        Kept, SummaryModel,
        plain::{self, in_words},
    },
};

/// So long the disk may take before the end is said without it.
const STORED: Duration = Duration::from_secs(10);

/// A session that has just ended.
pub(super) struct After<'a> {
    pub(super) playing: &'a mut Playing,
    pub(super) talk: &'a mut Talk,
    pub(super) ears: &'a mut Ears,
    pub(super) messages: &'a Receiver<Message>,
    pub(super) clock: Clock,
    /// Whether it asks how it was.
    pub(super) asks: bool,
    /// How many times as fast as life it went, if it only tried a routine out.
    pub(super) trial: Option<f64>,
    /// The questions have been put: what is no answer to another one is a note.
    pub(super) is_asking: bool,
    /// What was said so far, and the changes as they were said last.
    pub(super) answers: Afterwards,
    /// Something was decided about what changes.
    pub(super) decided: bool,
    pub(super) changes: Vec<String>,
}

impl After<'_> {
    /// Says the summary, asks, and takes the answers. Gives whether anything was answered that has to be kept.
    ///
    /// # Errors
    /// When the output fails, or some thread has panicked.
    pub(super) fn run(mut self, out: &mut impl Write) -> anyhow::Result<bool> {
        let summary = self.playing.keeping().summary();
        tell(out, &plain::summary(&summary))?;
        self.answers = std::mem::take(&mut self.talk.early);
        let kept = self.wait_until_kept(&summary, out)?;
        // Also where the disk is in trouble: it is kept with the record, whenever and wherever that is.
        if self.answers != Afterwards::default() {
            self.keep();
        }
        self.tell_changes(out)?;
        let patience = self.ears.patience();
        if kept && self.asks && self.ears.may_answer() && !self.ears.is_gone {
            let asked = plain::questions(&self.playing.keeping().summary());
            tell(out, &asked)?;
            if self.ears.is_a_terminal() && !patience.is_zero() {
                let end = "An empty line leaves. After two minutes without a word it ends by itself.";
                tell(out, &[end.to_owned()])?;
            }
            self.is_asking = true;
            self.listen(&summary, out)?;
        }
        Ok(kept && (self.decided || self.answers != Afterwards::default()))
    }

    /// True: it is on the disk.
    fn wait_until_kept(&mut self, summary: &SummaryModel, out: &mut impl Write) -> anyhow::Result<bool> {
        if summary.kept == Kept::NotAsked {
            tell(out, &["Not recorded: that is how it was started.".to_owned()])?;
            return Ok(false);
        }
        let deadline = (self.clock)() + STORED;
        loop {
            match self.next(deadline) {
                Some(Message::Disk(keeper::Notice::Stored { .. })) => {
                    tell(out, &["Kept in your history.".to_owned()])?;
                    if let Some(speed) = self.trial {
                        tell(out, &[format!("At {speed} times the speed it counts for nothing.")])?;
                    }
                    return Ok(true);
                }
                Some(Message::Disk(keeper::Notice::Trouble(error))) => {
                    tell(out, &[format!("Not in your history: {error}.")])?;
                    return Ok(false);
                }
                // What comes now was typed in answer to the session.
                Some(Message::Line(line)) => {
                    self.ears.has_heard = true;
                    if let Some(said) = self.answer(&line, summary) {
                        tell(out, &said)?;
                    }
                }
                Some(message) => self.besides(message)?,
                None => {
                    tell(out, &["Not in your history yet: the disk takes its time.".to_owned()])?;
                    return Ok(false);
                }
            }
        }
    }

    fn listen(&mut self, summary: &SummaryModel, out: &mut impl Write) -> anyhow::Result<()> {
        let mut deadline = (self.clock)() + self.ears.patience();
        loop {
            match self.next(deadline) {
                None => return Ok(()),
                Some(Message::Line(line)) => {
                    self.ears.has_heard = true;
                    let before = self.answers.clone();
                    let Some(said) = self.answer(&line, summary) else { return Ok(()) };
                    if self.answers != before {
                        self.keep();
                    }
                    tell(out, &said)?;
                    self.tell_changes(out)?;
                    deadline = (self.clock)() + self.ears.patience();
                }
                Some(message) => self.besides(message)?,
            }
            if self.ears.at_end || self.ears.is_gone {
                deadline = (self.clock)();
            }
        }
    }

    /// The next message until then; what has come already is taken in any case.
    fn next(&mut self, deadline: Moment) -> Option<Message> {
        loop {
            if let Ok(message) = self.messages.try_recv() {
                return Some(message);
            }
            let wake = self.playing.keeping().due().map_or(deadline, |due| due.min(deadline));
            match self.messages.recv_timeout(wake.since((self.clock)())) {
                Ok(message) => return Some(message),
                Err(RecvTimeoutError::Timeout) if (self.clock)() >= deadline => return None,
                Err(RecvTimeoutError::Timeout) => self.playing.keeping().catch_up(),
                Err(RecvTimeoutError::Disconnected) => return Some(Message::Ended),
            }
        }
    }

    fn besides(&mut self, message: Message) -> anyhow::Result<()> {
        match message {
            Message::Panicked => bail!(PANICKED),
            Message::InputEnded => self.ears.at_end = true,
            Message::Ended | Message::HungUp => self.ears.is_gone = true,
            Message::Stop if signals::can_stop() => signals::stop_this_process()?,
            Message::Disk(keeper::Notice::Trouble(error)) => {
                complain(&format!("not written down yet: {error}"));
            }
            Message::Notice(sentence) => complain(&sentence),
            Message::Remote(remote) => remote.answer(Err("no session is running any more".to_owned())),
            _ => {}
        }
        Ok(())
    }

    /// What there is to say to a line. `None`: the user leaves.
    fn answer(&mut self, line: &str, summary: &SummaryModel) -> Option<Vec<String>> {
        let words: Vec<&str> = line.split_whitespace().collect();
        Some(match words.as_slice() {
            [] | ["quit" | "stop" | "leave"] => return None,
            ["help" | "?"] => help::AFTER.iter().map(|line| (*line).to_owned()).collect(),
            ["summary" | "repeat"] => plain::summary(summary),
            ["flags"] => plain::flags(),
            ["pain", number] | [number] if talk::is_number(number) => self.rate(number),
            [word] if talk::effort(word).is_some() => {
                self.answers.effort = talk::effort(word).map(crate::ui::Effort::word);
                vec![format!("Effort: {word}.")]
            }
            ["note", ..] => {
                let note = talk::note(line);
                let said = talk::noted(&note).to_owned();
                self.answers.note = Some(note);
                vec![said]
            }
            ["yes"] => self.decide(true),
            ["no"] => self.decide(false),
            words if self.is_asking && is_free(words) => {
                let more = talk::note(&format!("note {line}"));
                let note = self.answers.note.take().filter(|note| !note.is_empty());
                self.answers.note = Some(match note {
                    Some(note) => talk::note(&format!("note {note} {more}")),
                    None => more,
                });
                vec!["Noted.".to_owned()]
            }
            _ => {
                complain("that is not understood here; help says what can be typed");
                Vec::new()
            }
        })
    }

    fn rate(&mut self, number: &str) -> Vec<String> {
        let Some(value) = talk::rating(number) else {
            complain(talk::FROM_0_TO_10);
            return Vec::new();
        };
        self.answers.pain = Some(value);
        let before = self.talk.pain_before;
        let was = before.map(|before| format!(", {before} before")).unwrap_or_default();
        let said = format!("Pain now: {value} of 10{was}.");
        std::iter::once(said).chain(plain::pain_is_worse(before, value)).collect()
    }

    fn decide(&mut self, accepted: bool) -> Vec<String> {
        if self.playing.keeping().decide(accepted).is_none() {
            return vec!["There is nothing to change.".to_owned()];
        }
        self.decided = true;
        Vec::new()
    }

    fn keep(&mut self) {
        self.playing.keeping().say(self.answers.clone());
    }

    /// What changes next time, if that is not what was said last.
    fn tell_changes(&mut self, out: &mut impl Write) -> io::Result<()> {
        let changes = self.playing.keeping().changes();
        let changes: Vec<String> = changes.iter().map(|change| in_words(&change.announcement())).collect();
        if changes != self.changes {
            tell(out, &changes)?;
            if changes.is_empty() {
                tell(out, &["Next time stays as it was.".to_owned()])?;
            }
            self.changes = changes;
        }
        Ok(())
    }
}

/// Words of somebody's own: they begin with none that is understood in a session or here, nor with a number or a slip
/// of one of the answers.
fn is_free(words: &[&str]) -> bool {
    const ANSWERS: [&str; 9] = ["easy", "right", "hard", "summary", "flags", "pain", "yes", "no", "leave"];
    let Some(first) = words.first() else { return false };
    let is_number = first.starts_with(|letter: char| letter.is_ascii_digit());
    let is_alone = words.len() == 1;
    let is_slip = is_alone && (help::is_known(first) || nearest(first, ANSWERS).is_some());
    let is_answer = !is_alone && (ANSWERS[..6].contains(first) || *first == "note");
    !is_number && !is_slip && !is_answer && first.chars().count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_answer_is_a_note_but_a_slip_is_not() {
        let free = |line: &str| is_free(&line.split_whitespace().collect::<Vec<_>>());
        assert!(
            free("My back felt stiff at first") && free("next time slower, please") && free("Wonderful!")
        );
        for slip in ["next", "esay", "7/10", "n", "pain seven", "easy peasy", "12 things"] {
            assert!(!free(slip), "{slip}");
        }
    }
}
