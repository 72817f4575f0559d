//! The voice of a session: what it has said, and what it will say next.

use std::{collections::VecDeque, sync::Arc};

use super::scale::Scale;
use crate::{
    audio::{Mouth, Piece, Speech},
    session::{Moment, Session},
    speech::{Course, Said, Utterance, Voice, script},
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
        self.plan(session, &Course::of_session(session, now, until), &said)
    }

    /// All of it anew, after something has changed.
    pub(super) fn anew(&mut self, session: &Session, now: Moment, until: Moment) -> Words {
        self.let_pass(session, now);
        self.coming.clear();
        let course = Course::of_session(session, now, until);
        let speaks = self.latest.take_if(|latest| latest.ends() <= now || !course.lets_finish(latest));
        let hush = speaks.is_some_and(|latest| latest.ends() > now);
        if hush {
            self.said = self.before.clone();
            self.said.hush();
        }
        let said = self.said.clone();
        Words { hush, speech: self.plan(session, &course, &said) }
    }

    fn plan(&mut self, session: &Session, course: &Course, said: &Said) -> Vec<Speech> {
        let voice = if self.muted { Voice::Off } else { self.voice };
        let takes = |text: &str| Some(self.scale.span_to_session(self.mouth.length(text)?));
        let utterances = script(session.plan(), course, voice, said, takes);
        let speech = utterances.iter().map(|utterance| self.speech(utterance)).collect();
        self.coming.extend(utterances);
        speech
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
        let at = self.scale.to_real(utterance.at);
        let starts = utterance.starts.iter().map(|starts| self.scale.span_to_real(*starts));
        let pieces = utterance.phrases.iter().zip(starts);
        let pieces = pieces.map(|(phrase, starts)| Piece { text: phrase.text.clone(), starts }).collect();
        Speech { at, pieces }
    }
}
