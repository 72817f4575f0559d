//! The time ahead, cut where one step follows another.

use std::{sync::Arc, time::Duration};

use super::{Utterance, pace::Pace};
use crate::{
    plan::Plan,
    session::{Command, Cue, CueKind, Event, Moment, Played, Session, Settings},
};

/// What is to come, with all its sounds, if nobody touches the session.
#[derive(Clone, Debug)]
pub struct Course {
    pub(super) from: Moment,
    pub(super) stretches: Vec<Stretch>,
    pub(super) pace: Pace,
}

/// A step as far as it lies ahead, or what is no step.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) what: What,
    /// May lie in the past, or, of a step that is resumed, so far before that as it had lasted.
    pub(super) begins: Moment,
    /// From when on it runs.
    pub(super) runs: Moment,
    /// `None`: nobody knows, or it is the end.
    pub(super) ends: Option<Moment>,
    pub(super) cues: Vec<(Moment, Cue)>,
    /// What of the stretches before still sounds when it begins, and until when.
    pub(super) ringing: Option<Moment>,
    /// Whether all its cues are known.
    whole: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    Step(Played),
    /// Back into this step.
    LeadIn(Played),
    /// The session is over, after so much active time.
    Over(Duration),
}

impl Course {
    /// A whole plan from its beginning, which is the clock's origin. Open work lasts as long as it is likely to, as it
    /// does where nobody can say done.
    pub fn of_plan(plan: &Arc<Plan>) -> Self {
        let mut session = Session::new(plan.clone(), Settings::default());
        session.set_unattended(Moment::ORIGIN);
        session.handle(Moment::ORIGIN, Command::Start);
        Self::of_session(&session, Moment::ORIGIN, Moment::since_origin(Duration::MAX))
    }

    /// What comes after `now`: all of it that begins before `until`. Ask anew whenever the session has been told
    /// something.
    pub fn of_session(session: &Session, now: Moment, until: Moment) -> Self {
        let forecast = session.forecast(now, until);
        let mut stretches = Vec::new();
        if let Some((played, elapsed)) = forecast.present {
            if let Some(resumes) = forecast.resumes {
                let mut lead_in = Stretch::new(What::LeadIn(played), now);
                lead_in.ends = Some(resumes);
                stretches.push(lead_in);
            } else {
                stretches.push(Stretch::new(What::Step(played), now.before(elapsed)));
            }
        }
        for (moment, event) in forecast.events {
            match event {
                Event::Resumed { .. } => {
                    if let Some((played, elapsed)) = forecast.present {
                        let resumed = Stretch::new(What::Step(played), moment.before(elapsed));
                        stretches.push(Stretch { runs: moment, ..resumed });
                    }
                }
                Event::StepStarted(played) => stretches.push(Stretch::new(What::Step(played), moment)),
                Event::StepEnded { .. } => {
                    if let Some(stretch) = stretches.last_mut() {
                        stretch.ends = Some(moment);
                    }
                }
                Event::SessionEnded { active, .. } => {
                    let mut over = Stretch::new(What::Over(active), moment);
                    // The tone of the end was given before it was said to be the end.
                    if let Some(before) = stretches.last_mut() {
                        over.cues
                            .extend(before.cues.extract_if(.., |(_, cue)| cue.kind == CueKind::Finished));
                    }
                    stretches.push(over);
                }
                Event::Cue(cue) => {
                    if let Some(stretch) = stretches.last_mut() {
                        stretch.cues.push((moment, cue));
                    }
                }
                _ => {}
            }
        }
        if let Some(last) = stretches.last_mut() {
            last.whole = last.ends.is_some()
                || match last.what {
                    What::Step(played) => played.step.length.is_none(),
                    What::LeadIn(_) | What::Over(_) => true,
                };
        }
        move_release_tones(&mut stretches);
        let mut course = Self { from: now, stretches, pace: Pace::PLAIN };
        course.let_ring();
        course
    }

    /// The same where so many seconds of the session go by in a second: sounds and silences are that much longer in it.
    /// What a text takes is then to be told in the session's time, too.
    #[must_use]
    pub fn at_speed(mut self, speed: f64) -> Self {
        self.pace = Pace::new(speed);
        self.let_ring();
        self
    }

    /// Notes what of each stretch still sounds in the next.
    fn let_ring(&mut self) {
        let mut rings_until = self.from;
        for stretch in &mut self.stretches {
            stretch.ringing = Some(rings_until).filter(|until| *until > stretch.runs);
            let counts =
                stretch.cues.iter().filter(|(_, cue)| matches!(cue.kind, CueKind::Go | CueKind::Half));
            let ends = counts.map(|(moment, cue)| *moment + self.pace.of(tone(cue.kind))).max();
            rings_until = ends.map_or(rings_until, |ends| rings_until.max(ends));
        }
    }

    /// Whether what is being said may go on to its end: its step still runs, and nothing that counts sounds before it.
    /// If not, it is to break off.
    pub fn lets_finish(&self, utterance: &Utterance) -> bool {
        let here = self.stretches.first().and_then(Stretch::played);
        let same = here.is_some_and(|played| utterance.about.step == Some(played.index));
        let ends = utterance.ends();
        let mut cues = self.stretches.iter().take_while(|it| it.runs < ends).flat_map(|it| &it.cues);
        let counts = |kind| matches!(kind, CueKind::Tick | CueKind::TickOut | CueKind::Go | CueKind::Half);
        same && !cues.any(|(moment, cue)| counts(cue.kind) && (utterance.at..ends).contains(moment))
    }

    /// Every stretch that is known to its end, with the step after it.
    pub(super) fn known(&self) -> impl Iterator<Item = (&Stretch, Option<&Stretch>)> {
        let next = self.stretches.iter().skip(1).map(Some).chain([None]);
        self.stretches.iter().zip(next).filter(|(stretch, _)| stretch.whole)
    }
}

impl Stretch {
    fn new(what: What, begins: Moment) -> Self {
        Self { what, begins, runs: begins, ends: None, cues: Vec::new(), ringing: None, whole: true }
    }

    pub(super) fn played(&self) -> Option<&Played> {
        match &self.what {
            What::Step(played) => Some(played),
            What::LeadIn(_) | What::Over(_) => None,
        }
    }

    /// When it gives this cue first.
    pub(super) fn cue(&self, is: impl Fn(CueKind) -> bool) -> Option<Moment> {
        self.cues.iter().find(|(_, cue)| is(cue.kind)).map(|(moment, _)| *moment)
    }
}

/// A release tone sounds into what follows, unless something else sounds there at once.
fn move_release_tones(stretches: &mut [Stretch]) {
    for at in 1..stretches.len() {
        let begins = stretches[at].begins;
        let is_released = |(moment, cue): &mut (Moment, Cue)| cue.kind == CueKind::End && *moment == begins;
        let released: Vec<_> = stretches[at - 1].cues.extract_if(.., is_released).collect();
        let gives_way = |moment: &Moment, cue: &Cue| *moment == begins && !tone(cue.kind).is_zero();
        if !stretches[at].cues.iter().any(|(moment, cue)| gives_way(moment, cue)) {
            stretches[at].cues.splice(0..0, released);
        }
    }
}

/// How long the sound of a cue is heard; `Relax` has none.
pub const fn tone(kind: CueKind) -> Duration {
    Duration::from_millis(match kind {
        CueKind::Prepare => 450,
        CueKind::Tick => 280,
        CueKind::Go | CueKind::End => 500,
        CueKind::Rep { last: false } => 360,
        CueKind::Rep { last: true } => 400,
        CueKind::Half | CueKind::Switch => 600,
        CueKind::TickOut => 260,
        CueKind::Relax => 0,
        CueKind::Rest | CueKind::Custom => 700,
        CueKind::Finished => 950,
        CueKind::Paused | CueKind::Resumed => 460,
    })
}
