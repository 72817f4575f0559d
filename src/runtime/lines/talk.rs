//! What is said of a session in lines, and what is typed in answer.

use std::time::Duration;

use super::{
    super::{neighbours::Loudness, playing::Playing, words},
    ears::Ears,
    help,
};
use crate::{
    history::afterwards::Afterwards,
    session::{
        Command, Event, Moment, Origin, PainOf, PauseCause, SkipReason, Snapshot, Stamped, State, WORST_PAIN,
        Way,
    },
    ui::{
        Effort,
        plain::{self, Plain},
    },
};

/// The lines of one session, and its open question.
pub(super) struct Talk {
    plain: Plain,
    /// Somebody may answer.
    asks: bool,
    /// A person types, who is asked before it ends.
    attended: bool,
    /// The session's beginning asks how it is.
    before: bool,
    recording: bool,
    open: Option<Question>,
    /// What is to be said besides what the events tell.
    said: Vec<String>,
    pub(super) pain_before: Option<u8>,
    /// What was said of the session as a whole, before it was asked.
    pub(super) early: Afterwards,
}

/// What waits for an answer. `ran`: the session ran when it was asked, and goes on if the answer is no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Pain { ran: bool },
    Stop { ran: bool },
}

/// What became of a line.
pub(super) enum Heard {
    Done,
    Wrong(String),
    /// It is this line, of those that every session takes.
    Otherwise(String),
}

/// For so much of a session's active time its beginning asks for the pain before: twice as long as on the screen, for
/// who has to hear the question first.
const ASKED_FOR: Duration = Duration::from_mins(1);
/// For so long somebody who types may say why an exercise was skipped.
const REASON_WINDOW: Duration = Duration::from_secs(30);

impl Talk {
    /// `before`: it asks how it is. `recording`: it goes into the history.
    pub(super) fn new(ears: &Ears, before: bool, recording: bool) -> Self {
        let asks = ears.may_answer();
        Self {
            plain: Plain::new(asks),
            asks,
            attended: ears.is_a_terminal(),
            before: before && asks,
            recording,
            open: None,
            said: Vec::new(),
            pain_before: None,
            early: Afterwards::default(),
        }
    }

    /// The session has begun.
    pub(super) fn begin(&mut self) {
        if self.asks {
            self.said.push("Type help to hear what you can type.".to_owned());
        }
        if self.before {
            let how = "How is the pain now, before you begin? Type a number from 0 to 10, or nothing.";
            self.said.push(how.to_owned());
        }
    }

    pub(super) fn say(&mut self, said: Option<String>) {
        self.said.extend(said);
    }

    /// All that there is to say now, in order.
    pub(super) fn lines(&mut self, snapshot: &Snapshot, events: &[Stamped]) -> Vec<String> {
        let mut lines = Vec::new();
        for stamped in events {
            lines.extend(self.plain.lines(snapshot, stamped));
            self.note(&stamped.event);
        }
        let over = matches!(snapshot.state, State::Finished(_));
        if !over {
            lines.extend(self.plain.passing(snapshot.active));
        }
        lines.extend(self.plain.about_to_go_on(snapshot));
        lines.append(&mut self.said);
        lines
    }

    /// When time alone gives something to say.
    pub(super) fn next_mark(&self, playing: &Playing, now: Moment) -> Option<Moment> {
        let mark = self.plain.next_mark()?;
        let snapshot = playing.snapshot();
        let wait = mark.saturating_sub(snapshot.active);
        // A moment later it is past for certain.
        (snapshot.state == State::Running).then(|| now + playing.real_span(wait) + Duration::from_millis(1))
    }

    /// What a line means here.
    pub(super) fn hear(&mut self, line: &str, playing: &mut Playing, events: &mut Vec<Stamped>) -> Heard {
        let snapshot = playing.snapshot();
        let typed = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if typed.is_empty() && !waits(&snapshot) {
            return Heard::Done;
        }
        let line = help::KEYS.iter().find(|(key, _)| *key == typed).map_or(line, |(_, word)| *word);
        let words: Vec<&str> = line.split_whitespace().collect();
        match (words.as_slice(), self.open) {
            (["help" | "?"], _) => self.tell(help::SESSION),
            (["where" | "status"], _) => {
                let Loudness { volume, muted, voice } = playing.loudness();
                self.said.extend(plain::whereabouts(&snapshot, plain::Heard { volume, muted, voice }));
            }
            (["repeat"], _) => self.said.extend(plain::again(&snapshot)),
            (["list"], _) => self.said.extend(plain::exercises(&snapshot)),
            (["flags"], _) => self.said.extend(plain::flags()),
            (["jump"], _) => {
                self.said.extend(plain::exercises(&snapshot));
                self.said.push("Type jump and the number.".to_owned());
            }
            (["jump", number], _) if number.parse::<usize>().is_ok() => {
                let at = number.parse::<usize>().unwrap_or(0).checked_sub(1);
                let Some(occurrence) = at.and_then(|at| snapshot.occurrences.get(at)) else {
                    let all = snapshot.occurrences.len();
                    return Heard::Wrong(format!("the exercises have the numbers 1 to {all}"));
                };
                let occurrence = occurrence.occurrence;
                return Self::command(playing, events, Command::Jump { occurrence, origin: Origin::Remote });
            }
            (["before", number], _) => return Self::rate_before(number, playing, events),
            ([number], Some(Question::Pain { .. })) if is_number(number) => {
                return self.rate(number, playing, events);
            }
            ([number], _) if is_number(number) => {
                if self.before && snapshot.active < ASKED_FOR {
                    return Self::rate_before(number, playing, events);
                }
                return Heard::Wrong(format!(
                    "`{number}` alone means nothing now; pain and a number says how much it hurts"
                ));
            }
            (["easy" | "right" | "hard"], _) => self.early_effort(words[0]),
            (["note", ..], _) => self.early_note(line),
            (["pain" | "time" | "equipment" | "other"], None) if snapshot.skip_reason_wanted.is_some() => {
                return match SkipReason::from_word(words[0]) {
                    Some(reason) => Self::command(playing, events, Command::SkipReason(reason)),
                    None => Heard::Otherwise(line.to_owned()),
                };
            }
            (["pain"], _) => self.ask_for_pain(&snapshot, playing, events),
            (["pain", number], _) if self.attended && is_number(number) => {
                self.ask_for_pain(&snapshot, playing, events);
                return self.rate(number, playing, events);
            }
            (["easier" | "harder"], _) => return self.swap(words[0], &snapshot, playing, events),
            (["skip"] | ["skip", "pain"], Some(Question::Pain { .. })) => {
                self.open = None;
                playing.command(Command::SkipExercise, events);
                playing.command(Command::SkipReason(SkipReason::Pain), events);
                playing.command(Command::Resume(Origin::Remote), events);
            }
            (["skip", reason], _)
                if SkipReason::from_word(reason).is_some() && snapshot.skip_reason_wanted.is_none() =>
            {
                return Heard::Wrong(
                    "nothing was skipped just now; type skip first, and then why".to_owned(),
                );
            }
            (["no"] | ["go", "on"], Some(Question::Pain { ran } | Question::Stop { ran })) => {
                self.open = None;
                if ran {
                    return Self::command(playing, events, Command::Resume(Origin::Remote));
                }
                self.said.push("Still paused. Type resume to go on.".to_owned());
            }
            (["yes" | "quit" | "stop"], Some(Question::Stop { .. }))
            | (["quit" | "stop"], Some(Question::Pain { .. })) => {
                return Self::command(playing, events, Command::Quit);
            }
            (["quit" | "stop"], _) if self.attended => self.ask_to_stop(&snapshot, playing, events),
            (["yes" | "no"], _) => return Heard::Wrong("nothing was asked just now".to_owned()),
            ([word, ..], _) if !help::is_known(word) => return Heard::Wrong(help::unknown(word)),
            _ => return Heard::Otherwise(line.to_owned()),
        }
        Heard::Done
    }

    fn tell(&mut self, lines: &[&str]) {
        self.said.extend(lines.iter().map(|line| (*line).to_owned()));
    }

    fn command(playing: &mut Playing, events: &mut Vec<Stamped>, command: Command) -> Heard {
        if playing.command(command, events) {
            Heard::Done
        } else {
            Heard::Wrong(words::refusal(command, &playing.session).to_owned())
        }
    }

    /// What an event changes of what is asked.
    fn note(&mut self, event: &Event) {
        match event {
            Event::PainReported { of: PainOf::Before, value } => self.pain_before = Some(*value),
            Event::Resumed { .. }
            | Event::StepStarted(_)
            | Event::ExerciseSkipped { .. }
            | Event::ExerciseSwapped { .. }
            | Event::SessionEnded { .. } => self.open = None,
            _ => {}
        }
    }

    fn rate_before(number: &str, playing: &mut Playing, events: &mut Vec<Stamped>) -> Heard {
        match rating(number) {
            Some(value) => Self::command(playing, events, Command::PainBefore(value)),
            None => Heard::Wrong(FROM_0_TO_10.to_owned()),
        }
    }

    fn rate(&mut self, number: &str, playing: &mut Playing, events: &mut Vec<Stamped>) -> Heard {
        let Some(value) = rating(number) else { return Heard::Wrong(FROM_0_TO_10.to_owned()) };
        self.offer(&playing.snapshot());
        Self::command(playing, events, Command::Pain(value))
    }

    /// The session stands still as long as it is asked.
    fn ask_for_pain(&mut self, snapshot: &Snapshot, playing: &mut Playing, events: &mut Vec<Stamped>) {
        let was_open = matches!(self.open, Some(Question::Pain { .. }));
        if !was_open {
            let ran = !matches!(snapshot.state, State::Paused(_));
            if ran {
                playing.command(Command::Pause(PauseCause::Remote), events);
            }
            self.open = Some(Question::Pain { ran });
            self.said.push("Where does the pain stand? Type a number from 0 to 10.".to_owned());
        }
    }

    /// What can be done about pain.
    fn offer(&mut self, snapshot: &Snapshot) {
        let easier = variant(snapshot, false).map(|name| format!("easier for {name}, ")).unwrap_or_default();
        let question = "Where does the pain stand? Type a number from 0 to 10.";
        self.said.retain(|line| line != question);
        self.said.push(format!("Type {easier}skip to leave it out, quit to stop, or resume to go on."));
    }

    fn swap(
        &mut self,
        word: &str,
        snapshot: &Snapshot,
        playing: &mut Playing,
        events: &mut Vec<Stamped>,
    ) -> Heard {
        let harder = word == "harder";
        if variant(snapshot, harder).is_none() {
            return Heard::Wrong(format!("there is no {word} exercise for this one"));
        }
        let asked = self.open.take();
        let way = if harder { Way::Harder } else { Way::Easier };
        let heard = Self::command(playing, events, Command::Swap(way));
        if let Some(Question::Pain { ran: true }) = asked {
            playing.command(Command::Resume(Origin::Remote), events);
        }
        heard
    }

    fn ask_to_stop(&mut self, snapshot: &Snapshot, playing: &mut Playing, events: &mut Vec<Stamped>) {
        let ran = !matches!(snapshot.state, State::Paused(_));
        if ran {
            playing.command(Command::Pause(PauseCause::Remote), events);
        }
        self.open = Some(Question::Stop { ran });
        let kept = if self.recording {
            "What you have done is kept in your history."
        } else {
            "What you have done is not recorded: that is how it was started."
        };
        self.said.push(format!("Stop here? {kept} Type yes or no."));
    }

    fn early_effort(&mut self, word: &str) {
        self.early.effort = effort(word).map(Effort::word);
        self.said.push(format!("Effort: {word}. It is kept with the session when that ends."));
    }

    fn early_note(&mut self, line: &str) {
        let note = note(line);
        self.said.push(noted(&note).to_owned());
        self.early.note = Some(note);
    }
}

/// Whether the session waits for somebody to say that it is enough, or that they are ready.
fn waits(snapshot: &Snapshot) -> bool {
    let running = snapshot.state == State::Running;
    running && snapshot.now.as_ref().is_some_and(|now| now.played.step.length.is_none())
}

/// Who types has longer to say why an exercise was skipped.
pub(super) fn give_time(playing: &mut Playing) {
    playing.session.set_reason_window(REASON_WINDOW);
}

pub(super) fn effort(word: &str) -> Option<Effort> {
    [Effort::Easy, Effort::Right, Effort::Hard].into_iter().find(|effort| effort.word() == word)
}

/// What follows the word `note`, on one line, as long as a note may be.
pub(super) fn note(line: &str) -> String {
    let rest = line.trim_start().strip_prefix("note").unwrap_or_default();
    crate::ui::note(rest)
}

pub(super) const fn noted(note: &str) -> &'static str {
    if note.is_empty() { "There is no note." } else { "Noted." }
}

pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|letter| letter.is_ascii_digit())
}

pub(super) fn rating(word: &str) -> Option<u8> {
    word.parse().ok().filter(|value| *value <= WORST_PAIN)
}

pub(super) const FROM_0_TO_10: &str = "pain goes from 0, none, to 10, the worst";

/// The name of the easier or harder exercise, if there is one.
fn variant(snapshot: &Snapshot, harder: bool) -> Option<String> {
    let step = snapshot.now.as_ref()?.played.step;
    let entry = snapshot.plan.variant_of(&step, harder)?.entry;
    snapshot.plan.entries.get(entry as usize).map(|entry| entry.name.clone())
}
