//! The voice of a session: what it has said, and what it will say next.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::scale::Scale;
use crate::{
    audio::{Mouth, Piece, Speech},
    session::{Moment, Session},
    speech::{Course, Phrase, Said, Utterance, Voice, counted, script},
};

/// Keeps count of what was said, so that nothing is said twice and nothing that was broken off is lost. Speaks in
/// moments of the session.
#[derive(Debug)]
pub(super) struct Speaking {
    mouth: Arc<Mouth>,
    scale: Scale,
    voice: Voice,
    /// Nobody would hear it.
    muted: bool,
    /// What was said, what is being said included.
    said: Said,
    /// What was said before that.
    before: Said,
    /// What began last.
    latest: Option<Utterance>,
    coming: VecDeque<Utterance>,
}

/// What is to be said from now on.
#[derive(Debug, PartialEq)]
pub(super) struct Words {
    /// What is being said breaks off.
    pub(super) hush: bool,
    pub(super) speech: Vec<Speech>,
}

impl Speaking {
    pub(super) fn new(mouth: Arc<Mouth>, scale: Scale, voice: Voice, muted: bool) -> Self {
        let (said, before) = (Said::default(), Said::default());
        Self { mouth, scale, voice, muted, said, before, latest: None, coming: VecDeque::new() }
    }

    pub(super) fn voice(&self) -> Voice {
        self.voice
    }

    pub(super) fn set_voice(&mut self, voice: Voice) {
        self.voice = voice;
    }

    pub(super) fn set_muted(&mut self, muted: bool) {
        self.muted = muted;
    }

    /// What follows on what is planned already, up to `until`.
    pub(super) fn further(&mut self, session: &Session, now: Moment, until: Moment) -> Vec<Speech> {
        self.let_pass(session, now);
        let mut said = self.said.clone();
        self.coming.iter().for_each(|utterance| said.note(session.plan(), utterance));
        self.plan(session, &self.course(session, now, until), &said)
    }

    /// All of it anew, now that more can be said. What is being said goes on.
    pub(super) fn refreshed(&mut self, session: &Session, now: Moment, until: Moment) -> Vec<Speech> {
        self.let_pass(session, now);
        self.coming.clear();
        let said = self.said.clone();
        self.plan(session, &self.course(session, now, until), &said)
    }

    /// All of it anew, after something has changed. `counted`: the user has just counted this rep of this step.
    pub(super) fn anew(
        &mut self,
        session: &Session,
        now: Moment,
        until: Moment,
        counted: Option<(u32, u32)>,
    ) -> Words {
        self.let_pass(session, now);
        self.coming.clear();
        let course = self.course(session, now, until);
        let silent = self.is_silent();
        let goes_on = |latest: &Utterance| !silent && course.lets_finish(latest);
        let speaks = self.latest.take_if(|latest| latest.ends() <= now || !goes_on(latest));
        let hush = speaks.is_some_and(|latest| latest.ends() > now);
        if hush {
            self.said = self.before.clone();
            self.said.hush();
        }
        let number = counted.and_then(|(step, number)| self.count(session, now, step, number));
        let said = self.said.clone();
        let speech = number.into_iter().chain(self.plan(session, &course, &said)).collect();
        Words { hush, speech }
    }

    /// Says the number at once, if nothing else is being said.
    fn count(&mut self, session: &Session, now: Moment, step: u32, number: u32) -> Option<Speech> {
        let takes = |text: &str| Some(self.scale.span_to_session(self.mouth.length(text)?));
        let voice = if self.is_silent() { Voice::Off } else { self.voice };
        let utterance = counted(step, number, now, voice, &self.said, takes)?;
        let speech = self.speech(&utterance);
        self.before = self.said.clone();
        self.said.note(session.plan(), &utterance);
        self.latest = Some(utterance);
        Some(speech)
    }

    fn course(&self, session: &Session, now: Moment, until: Moment) -> Course {
        Course::of_session(session, now, until).at_speed(self.scale.speed())
    }

    fn plan(&mut self, session: &Session, course: &Course, said: &Said) -> Vec<Speech> {
        let voice = if self.is_silent() { Voice::Off } else { self.voice };
        let takes = |text: &str| Some(self.scale.span_to_session(self.mouth.length(text)?));
        let utterances = script(session.plan(), course, voice, said, takes);
        let speech = utterances.iter().map(|utterance| self.speech(utterance)).collect();
        self.coming.extend(utterances);
        speech
    }

    fn is_silent(&self) -> bool {
        self.muted || self.voice == Voice::Off
    }

    /// Notes what has begun by now.
    fn let_pass(&mut self, session: &Session, now: Moment) {
        while let Some(utterance) = self.coming.pop_front_if(|utterance| utterance.at <= now) {
            self.before = self.said.clone();
            self.said.note(session.plan(), &utterance);
            self.latest = Some(utterance);
        }
    }

    fn speech(&self, utterance: &Utterance) -> Speech {
        speech(utterance, self.scale.to_real(utterance.at), |time| self.scale.span_to_real(time))
    }
}

/// How an utterance is said at this moment.
pub(super) fn speech(utterance: &Utterance, at: Moment, real: impl Fn(Duration) -> Duration) -> Speech {
    let pieces = utterance.phrases.iter().zip(&utterance.starts);
    let piece =
        |(phrase, starts): (&Phrase, &Duration)| Piece { text: phrase.text.clone(), starts: real(*starts) };
    Speech { at, pieces: pieces.map(piece).collect() }
}

#[cfg(test)]
#[cfg(feature = "voice")]
mod tests;
