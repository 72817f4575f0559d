//! The commands that standard input understands: the words of `supple ctl`, one a line.

use std::time::Duration;

use crate::diagnostic::is_hostile;
use crate::session::{
    Command, FASTEST_PACE, Moment, Origin, PauseCause, SLOWEST_PACE, Session, SkipReason, WORST_PAIN, Way,
};
use crate::speech::Voice;

/// What a line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Session(Command),
    /// Several times the same.
    Repeated(Command, u32),
    Mute,
    Volume(u8),
    /// `None`: a step less than now.
    Voice(Option<Voice>),
}

/// Said after the first session here to somebody who has not been told yet.
pub(super) const WHAT_TO_HEED: &str =
    "before the next time: `supple safety` says what to heed, and when to stop and ask a doctor";

/// Said when a command is understood, but cannot be done.
const MEANS_NOTHING: &str = "that means nothing at this moment";

/// Why a command cannot be done that was understood.
pub(super) fn refusal(command: Command, session: &Session) -> &'static str {
    at_the_end(command, session).unwrap_or(MEANS_NOTHING)
}

/// What is said to whoever asks for more of something than there is.
pub(super) fn at_the_end(command: Command, session: &Session) -> Option<&'static str> {
    match (command, session.pace_here()) {
        (Command::Slower, SLOWEST_PACE) => Some("reps go no slower"),
        (Command::Faster, FASTEST_PACE) => Some("reps go no faster"),
        _ => None,
    }
}

/// What is said when the output of the settings is not to be had.
pub(super) fn elsewhere(reason: &str) -> String {
    format!("Sound comes from the default output: {reason}.")
}

/// Reads one line. `None` for an empty one.
///
/// # Errors
/// A sentence that names the word and those that would do.
pub fn read(line: &str, session: &Session) -> Option<Result<Wish, String>> {
    // What is not understood is said back, perhaps to a terminal.
    let printable = |character: &char| !is_hostile(*character) || character.is_whitespace();
    let line: String = line.chars().filter(printable).take(LONGEST).collect();
    let mut words = line.split_whitespace();
    let word = words.next()?;
    let rest: Vec<&str> = words.collect();
    Some(wish(word, &rest, Some(session)))
}

/// Whether a line is a command, as far as can be said without a session.
///
/// # Errors
/// A sentence that names the word and those that would do.
pub fn check(line: &str) -> Result<(), String> {
    let mut words = line.split_whitespace();
    let word = words.next().unwrap_or_default();
    wish(word, &words.collect::<Vec<_>>(), None).map(drop)
}

/// No line that means anything has more characters.
const LONGEST: usize = 200;

pub(super) const WORDS: &[&str] = &[
    "pause", "resume", "toggle", "next", "back", "done", "rep", "+10s", "-10s", "more", "less", "skip",
    "later", "easier", "harder", "restart", "jump", "slower", "faster", "pain", "mute", "volume", "voice",
    "quit",
];

fn wish(word: &str, rest: &[&str], session: Option<&Session>) -> Result<Wish, String> {
    let takes = usize::from(["skip", "jump", "pain", "volume", "voice"].contains(&word));
    if let Some(extra) = rest.get(takes) {
        return Err(format!("`{word}` is followed by `{extra}`, which means nothing there"));
    }
    let origin = Origin::Remote;
    let command = match word {
        "resume" => Command::Resume(origin),
        "toggle" if session.is_some_and(Session::is_paused) => Command::Resume(origin),
        "pause" | "toggle" => Command::Pause(PauseCause::Remote),
        "next" => Command::Next(origin),
        "back" => Command::Back(origin),
        "done" => Command::Done(origin),
        "rep" => Command::CountRep,
        "more" => Command::More,
        "less" => Command::Less,
        "skip" => match rest.first() {
            None => Command::SkipExercise,
            Some(reason) => Command::SkipReason(SkipReason::from_word(reason).ok_or_else(|| {
                format!("`skip {reason}` is not understood; the reasons are pain, time, equipment, other")
            })?),
        },
        "later" => Command::Later,
        "easier" => Command::Swap(Way::Easier),
        "harder" => Command::Swap(Way::Harder),
        "restart" => Command::RestartExercise(origin),
        "jump" => jump(rest, session, origin)?,
        "slower" => Command::Slower,
        "faster" => Command::Faster,
        "pain" => pain(rest)?,
        "quit" => Command::Quit,
        "mute" => return Ok(Wish::Mute),
        "volume" => return volume(rest),
        "voice" => return voice(rest),
        word if word.starts_with(['+', '-']) => return by_seconds(word),
        word => return Err(format!("`{word}` is not understood; the words are {}", WORDS.join(", "))),
    };
    Ok(Wish::Session(command))
}

fn jump(rest: &[&str], session: Option<&Session>, origin: Origin) -> Result<Command, String> {
    let id = rest.first().ok_or("`jump` needs the id of an exercise, as in `jump bird-dog`")?;
    // Without a session nobody acts on it.
    let Some(session) = session else { return Ok(Command::Jump { occurrence: 0, origin }) };
    // What was put off has another number than in the plan, and no order of the session depends on the time.
    let snapshot = session.snapshot(Moment::ORIGIN);
    let is_it = |entry: u32| snapshot.plan.entries.get(entry as usize).is_some_and(|entry| entry.id == *id);
    let occurrence = snapshot.occurrences.iter().find(|occurrence| is_it(occurrence.entry));
    let occurrence = occurrence.ok_or_else(|| format!("`jump {id}`: this session has no exercise `{id}`"))?;
    Ok(Command::Jump { occurrence: occurrence.occurrence, origin })
}

fn pain(rest: &[&str]) -> Result<Command, String> {
    let value = rest.first().and_then(|value| value.parse().ok()).filter(|value| *value <= WORST_PAIN);
    value.map(Command::Pain).ok_or_else(|| "`pain` needs a number from 0 to 10, as in `pain 4`".into())
}

fn volume(rest: &[&str]) -> Result<Wish, String> {
    let percent = rest.first().and_then(|percent| percent.trim_end_matches('%').parse().ok());
    percent
        .filter(|percent| *percent <= 100)
        .map(Wish::Volume)
        .ok_or_else(|| "`volume` needs a number from 0 to 100, as in `volume 60`".into())
}

fn voice(rest: &[&str]) -> Result<Wish, String> {
    let Some(word) = rest.first() else { return Ok(Wish::Voice(None)) };
    let voice = Voice::from_word(word);
    voice
        .map(|voice| Wish::Voice(Some(voice)))
        .ok_or_else(|| format!("`voice {word}` is not understood; the voice is {}", Voice::WORDS.join(", ")))
}

/// What is said of a voice that was chosen just now.
pub(super) fn of_voice(voice: Voice) -> &'static str {
    match voice {
        Voice::Full => "Voice: full, with instructions.",
        Voice::Brief => "Voice: brief, names and counts.",
        Voice::Counts => "Voice: counts only.",
        Voice::Off => "Voice off.",
    }
}

/// Said of the first text for which the speech program finds no voice.
pub(super) fn no_voice_for(text: &str, reason: &str) -> String {
    let reason = reason.trim_end_matches('.');
    let text: String = text.chars().filter(|letter| !is_hostile(*letter)).take(40).collect();
    format!("No voice for “{text}”: {reason}.")
}

/// Said when the speech program is left alone; the words in the box go on.
pub(super) fn no_words(reason: &str) -> String {
    let reason = reason.trim_end_matches('.');
    format!("No voice for the routine's own words: {reason}.")
}

/// "+10s", "-30s": in tens of seconds.
fn by_seconds(word: &str) -> Result<Wish, String> {
    let fault = || format!("`{word}` is not understood; time goes in tens of seconds: +10s, -10s, +30s");
    let (sign, amount) = word.split_at(1);
    let seconds: u64 = amount.strip_suffix('s').and_then(|number| number.parse().ok()).ok_or_else(fault)?;
    let tens = u32::try_from(Duration::from_secs(seconds).as_secs() / 10).map_err(|_| fault())?;
    if !seconds.is_multiple_of(10) || tens == 0 || tens > 360 {
        return Err(fault());
    }
    Ok(Wish::Repeated(if sign == "+" { Command::More } else { Command::Less }, tens))
}
