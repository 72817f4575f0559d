//! The commands that standard input understands: the words of `supple ctl`, one a line.

use std::time::Duration;

use crate::{
    plan::Plan,
    session::{Command, Origin, PauseCause, Session, SkipReason},
};

/// What a line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Session(Command),
    /// Several times the same.
    Repeated(Command, u32),
    Mute,
    Volume(u8),
}

/// Reads one line. `None` for an empty one.
///
/// # Errors
/// A sentence that names the word and those that would do.
pub(super) fn read(line: &str, session: &Session) -> Option<Result<Wish, String>> {
    let mut words = line.split_whitespace();
    let word = words.next()?;
    let rest: Vec<&str> = words.collect();
    Some(wish(word, &rest, session))
}

const WORDS: &[&str] = &[
    "pause", "resume", "toggle", "next", "back", "done", "rep", "+10s", "-10s", "more", "less", "skip",
    "later", "restart", "jump", "slower", "faster", "mute", "volume", "quit",
];

fn wish(word: &str, rest: &[&str], session: &Session) -> Result<Wish, String> {
    let origin = Origin::Remote;
    let command = match word {
        "resume" => Command::Resume(origin),
        "toggle" if session.is_paused() => Command::Resume(origin),
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
        "restart" => Command::RestartExercise(origin),
        "jump" => jump(rest, session, origin)?,
        "slower" => Command::Slower,
        "faster" => Command::Faster,
        "quit" => Command::Quit,
        "mute" => return Ok(Wish::Mute),
        "volume" => return volume(rest),
        word if word.starts_with(['+', '-']) => return by_seconds(word),
        word => return Err(format!("`{word}` is not understood; the words are {}", WORDS.join(", "))),
    };
    Ok(Wish::Session(command))
}

fn jump(rest: &[&str], session: &Session, origin: Origin) -> Result<Command, String> {
    let id = rest.first().ok_or("`jump` needs the id of an exercise, as in `jump bird-dog`")?;
    let occurrence = occurrence_of(session.plan(), id)
        .ok_or_else(|| format!("`jump {id}`: this routine has no exercise `{id}`"))?;
    Ok(Command::Jump { occurrence, origin })
}

fn occurrence_of(plan: &Plan, id: &str) -> Option<u32> {
    let of = |step: &&crate::plan::Step| plan.entry_of(step).is_some_and(|entry| entry.id == id);
    plan.steps.iter().find(of).map(|step| step.occurrence)
}

fn volume(rest: &[&str]) -> Result<Wish, String> {
    let percent = rest.first().and_then(|percent| percent.trim_end_matches('%').parse().ok());
    percent
        .filter(|percent| *percent <= 100)
        .map(Wish::Volume)
        .ok_or_else(|| "`volume` needs a number from 0 to 100, as in `volume 60`".into())
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
