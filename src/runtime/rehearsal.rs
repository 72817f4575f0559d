//! `supple run --rehearse`: all that a session says, one thing after the other.

use std::{
    collections::{BTreeSet, HashSet},
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use anyhow::{Result, bail};

use super::{
    Ending, Message, PANICKED,
    backstage::{Backstage, Job},
    clock, filling_in, run,
    speaking::speech,
    terminal::{QuietStderr, say_on_stderr},
};
use crate::{
    audio::{Mouth, Notice, render::Rendered},
    plan::Plan,
    session::Moment,
    speech::{self, Course, Said, Utterance, Voice, script},
};

/// Between two utterances.
const PAUSE: Duration = Duration::from_millis(600);
/// From the start to the first word: time to open the device, and to get ready.
const START: Duration = Duration::from_millis(1500);
/// So long is waited for a speech program.
const PATIENCE: Duration = Duration::from_mins(1);
/// No more texts that nobody can say are named.
const NAMED: usize = 5;

/// What is told while it goes on.
#[derive(Clone, Copy, Debug)]
pub enum Rehearsed<'a> {
    /// How long it will take in all.
    Begins(Duration),
    /// This is being said now.
    Says(&'a Utterance),
}

/// Says everything that a session of this job says if nobody touches it, without the time in between. `voice`: how much.
/// `tell` is called as each thing begins to be said; its error ends the rehearsal.
///
/// # Errors
/// When nobody can speak, the sound fails, or `tell` does.
pub fn rehearse(
    job: &Job,
    backstage: &Backstage,
    voice: Voice,
    mut tell: impl FnMut(Rehearsed<'_>) -> Result<()>,
) -> Result<Ending> {
    let (sender, receiver) = run::messages()?;
    let _quiet = QuietStderr::to(backstage.log_file().as_deref());
    let mouth = backstage.mouth();
    filling_in::prepare(backstage, &job.plan, sender.clone());
    if let Some(ending) = words_are_there(&mouth, &job.plan, &receiver)? {
        return Ok(ending);
    }
    let course = Course::of_plan(&job.plan);
    let written =
        |takes: &dyn Fn(&str) -> Option<Duration>| script(&job.plan, &course, voice, &Said::default(), takes);
    let utterances = written(&|text| mouth.length(text));
    // What would be said if there were a voice for everything.
    let wanted = written(&|text| mouth.length(text).or_else(|| Some(speech::estimate(text))));
    let unsaid = unsaid(&wanted, |text| mouth.length(text).is_some());
    if utterances.is_empty() {
        bail!(if unsaid.is_empty() { "there is nothing to say" } else { "nobody here can speak" });
    }

    let audio = backstage.audio(backstage.settings().volume, false, 1.0, clock::now, move |notice| {
        // Nobody listens any more only when the rehearsal is over.
        let _ = sender.send(Message::Sound(notice));
    });
    let Some(audio) = audio else { bail!("there is no sound") };
    let begins = clock::now() + START + backstage.settings().sound_delay + waking(backstage);
    let moments = in_turn(begins, &utterances);
    audio.speak(utterances.iter().zip(&moments).map(|(said, at)| speech(said, *at, |time| time)).collect());
    let ends = moments.last().zip(utterances.last()).map_or(begins, |(at, last)| *at + last.length);
    tell(Rehearsed::Begins(ends.since(begins)))?;

    let mut stage = moments.iter().zip(&utterances);
    let mut next = stage.next();
    loop {
        let until = next.map_or(ends + PAUSE, |(at, _)| *at);
        match receiver.recv_timeout(until.since(clock::now())) {
            Ok(Message::Ended | Message::HungUp) => return Ok(Ending::Stopped),
            Ok(Message::Panicked) => bail!(PANICKED),
            Ok(Message::Sound(Notice::Silent { reason })) => {
                let reason = reason.trim_end_matches('.');
                bail!("no sound: {reason}; `supple plan --script` prints what would be said");
            }
            Ok(Message::Sound(Notice::Strayed { reason })) => {
                say_on_stderr(&super::words::elsewhere(&reason));
            }
            Ok(Message::Stop) if super::signals::can_stop() => {
                let _ = super::signals::stop_this_process();
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => match next {
                Some((_, utterance)) => {
                    tell(Rehearsed::Says(utterance))?;
                    next = stage.next();
                }
                None => break,
            },
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if let Some(sentence) = missing(&unsaid) {
        say_on_stderr(&sentence);
    }
    Ok(Ending::Completed)
}

/// Waits until a speech program has rendered what it can. Gives how it ends if the user does not want to wait.
fn words_are_there(mouth: &Mouth, plan: &Plan, news: &Receiver<Message>) -> Result<Option<Ending>> {
    let texts = speech::texts(plan);
    let end = clock::now() + PATIENCE;
    let mut failed = HashSet::new();
    while mouth.has_program()
        && texts.iter().any(|text| mouth.length(text).is_none() && !failed.contains(text))
    {
        match news.recv_timeout(end.since(clock::now())) {
            Ok(Message::Voice(Rendered::Failed { text, .. })) => {
                failed.insert(text);
            }
            Ok(Message::Voice(Rendered::GivenUp { .. })) | Err(_) => break,
            Ok(Message::Ended | Message::HungUp) => return Ok(Some(Ending::Stopped)),
            Ok(Message::Panicked) => bail!(PANICKED),
            Ok(_) => {}
        }
    }
    Ok(None)
}

fn waking(backstage: &Backstage) -> Duration {
    if backstage.settings().wake_device { Duration::from_secs(1) } else { Duration::ZERO }
}

/// When each is said, so that none overlaps another.
fn in_turn(begins: Moment, utterances: &[Utterance]) -> Vec<Moment> {
    let mut at = begins;
    let mut moments = Vec::with_capacity(utterances.len());
    for utterance in utterances {
        moments.push(at);
        at = at + utterance.length + PAUSE;
    }
    moments
}

/// The texts among these that nobody can say.
fn unsaid(utterances: &[Utterance], can_be_said: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let texts = utterances.iter().flat_map(|utterance| &utterance.phrases).map(|phrase| &phrase.text);
    texts.filter(|text| !can_be_said(text)).map(ToString::to_string).collect()
}

fn missing(unsaid: &BTreeSet<String>) -> Option<String> {
    if unsaid.is_empty() {
        return None;
    }
    let named: Vec<String> = unsaid.iter().take(NAMED).map(|text| format!("“{text}”")).collect();
    let more = match unsaid.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!(
        "there is no voice for {}{more}; a speech program such as espeak-ng could say it",
        named.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_of_what_nobody_can_say_is_named() {
        let texts = |count: usize| (0..count).map(|number| format!("text {number}")).collect();
        assert_eq!(missing(&texts(0)), None);
        let five = missing(&texts(5)).unwrap();
        assert!(five.contains("“text 0”, “text 1”") && !five.contains("more"), "{five}");
        assert!(missing(&texts(7)).unwrap().contains("“text 4” and 2 more;"));
    }
}
