//! A session being played: the machine, and whoever has to hear of what happens in it.

use std::{sync::mpsc::Sender, time::Duration};

use super::{
    Message,
    backstage::{Backstage, Beginning, Job},
    clock::Clock,
    filling_in,
    keeping::Keeping,
    neighbours::{Loudness, Neighbours, News},
    scale::Scale,
    speaking::{Happened, Speaking, Words},
};
use crate::{
    audio::{Audio, Notice},
    session::{Command, CueKind, Event, Moment, Session, Settings, Snapshot, Stamped},
    speech::Voice,
    threads,
};

/// So far ahead cues are handed to the sound, in real time.
const AHEAD: Duration = Duration::from_mins(2);
/// With less than this handed over, there is more to hand over.
const ENOUGH: Duration = Duration::from_mins(1);

/// The one place where time, the session, its journal and its sounds meet. Speaks in real moments.
pub(super) struct Playing {
    pub(super) session: Session,
    scale: Scale,
    clock: Clock,
    audio: Option<Audio>,
    /// In percent.
    volume: u8,
    muted: bool,
    /// There is no device to be heard on.
    silent: bool,
    /// Texts have come that could not be said before.
    more_to_say: bool,
    /// Some text has found no voice.
    has_failed: bool,
    speaking: Speaking,
    /// The sounds up to here are with the audio side already.
    heard_until: Moment,
    keeping: Keeping,
    neighbours: Neighbours,
}

impl Playing {
    pub(super) fn new(
        job: Job,
        backstage: &Backstage,
        audio: Option<Audio>,
        loudness: Loudness,
        clock: Clock,
        messages: &Sender<Message>,
    ) -> Self {
        let now = clock();
        let scale = Scale::new(now, job.speed(backstage.manner()));
        let defaults = Settings::default();
        let settings = Settings {
            late_limit: scale.span_to_session(defaults.late_limit),
            lead_in_key: backstage.settings().lead_in,
            lead_in_remote: backstage.settings().lead_in_remote,
        };
        let (plan, paces) = (job.plan.clone(), job.paces.clone());
        let (keeping, beginning) = backstage.keep(job, messages.clone());
        let session = match beginning {
            Some(Beginning { point, changes }) => Session::resume(plan, settings, point, &changes),
            None => Session::new(plan, settings),
        };
        let session = session.at_paces(&paces);
        let neighbours = backstage.neighbours(messages);
        if audio.is_some() {
            filling_in::prepare(backstage, session.plan(), messages.clone());
        }
        let speaking = Speaking::new(backstage.mouth(), scale, loudness.voice, loudness.muted);
        let Loudness { volume, muted, .. } = loudness;
        Self {
            session,
            scale,
            clock,
            audio,
            volume,
            muted,
            silent: false,
            more_to_say: false,
            has_failed: false,
            speaking,
            heard_until: now,
            keeping,
            neighbours,
        }
    }

    /// What the user wants, now. False when it means nothing here.
    pub(super) fn command(&mut self, command: Command, events: &mut Vec<Stamped>) -> bool {
        self.advance(events);
        let now = (self.clock)();
        let taken = self.session.handle(self.scale.to_session(now), command);
        self.drain(events, taken.then_some(now));
        taken
    }

    /// Nobody can say anything any more.
    pub(super) fn nobody_there(&mut self, events: &mut Vec<Stamped>) {
        self.advance(events);
        let now = (self.clock)();
        self.session.set_unattended(self.scale.to_session(now));
        self.drain(events, Some(now));
    }

    /// Lets time pass up to now.
    pub(super) fn advance(&mut self, events: &mut Vec<Stamped>) {
        let now = self.session_now();
        self.session.advance(now);
        self.drain(events, None);
        self.keeping.catch_up();
    }

    /// When something changes that anybody could notice (the machine itself, or a second on the screen), or is to be
    /// written down.
    pub(super) fn next_wake(&self, on_screen: bool) -> Option<Moment> {
        let now = self.session_now();
        let second = on_screen.then(|| self.session.next_change(now)).flatten();
        let wake = [self.session.deadline(), second].into_iter().flatten().min();
        let wake = wake.map(|wake| self.scale.to_real(wake));
        let sound = self.audio.as_ref().filter(|_| self.counts()).map(|_| self.heard_until.before(ENOUGH));
        [wake, sound, self.keeping.due()].into_iter().flatten().min()
    }

    /// Tells the session when it is called again at the latest, so that it knows when the machine was asleep.
    pub(super) fn will_wake_at(&mut self, real: Moment) {
        self.session.will_wake_at(self.scale.to_session(real));
    }

    /// Hands over the sounds to come, if there are not enough of them under way.
    pub(super) fn feed_sound(&mut self) {
        let now = (self.clock)();
        // Texts come in bursts: all that have come so far are planned in at once.
        if std::mem::take(&mut self.more_to_say) {
            self.say_more(now);
        }
        let Some(audio) = &self.audio else { return };
        if !self.counts() || self.heard_until.since(now) > ENOUGH {
            return;
        }
        let from = self.heard_until;
        audio.schedule(self.cues_after(now).into_iter().filter(|(moment, _)| *moment > from).collect());
        let (now_there, until) = (self.scale.to_session(now), self.scale.to_session(now + AHEAD));
        audio.speak(self.speaking.further(&self.session, now_there, until));
        self.heard_until = now + AHEAD;
    }

    /// How long this much session time takes.
    pub(super) fn real_span(&self, session: Duration) -> Duration {
        self.scale.span_to_real(session)
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        self.session.snapshot(self.session_now())
    }

    pub(super) fn set_volume(&mut self, percent: u8) {
        self.volume = percent;
        if let Some(audio) = &self.audio {
            audio.set_volume(percent);
        }
        self.is_heard_otherwise();
    }

    /// What would have been said meanwhile is planned anew when the sound comes back.
    pub(super) fn set_muted(&mut self, muted: bool) {
        if let Some(audio) = &self.audio {
            audio.set_muted(muted);
        }
        self.muted = muted;
        self.speaking.set_muted(muted || self.silent);
        self.speak_anew((self.clock)(), None, &[]);
        self.is_heard_otherwise();
    }

    /// How it is heard now.
    pub(super) fn loudness(&self) -> Loudness {
        Loudness { volume: self.volume, muted: self.muted, voice: self.voice() }
    }

    pub(super) fn voice(&self) -> Voice {
        self.speaking.voice()
    }

    pub(super) fn set_voice(&mut self, voice: Voice) {
        self.speaking.set_voice(voice);
        self.speak_anew((self.clock)(), None, &[]);
        self.is_heard_otherwise();
    }

    /// What nobody hears does not count as said, and is planned anew when the sound comes back.
    pub(super) fn heed(&mut self, notice: &Notice) {
        let silent = match notice {
            Notice::Silent { .. } => true,
            Notice::Sounding => false,
            _ => return,
        };
        self.silent = silent;
        self.speaking.set_muted(self.muted || silent);
        self.speak_anew((self.clock)(), None, &[]);
    }

    /// Something can be said that could not before.
    pub(super) const fn more_can_be_said(&mut self) {
        self.more_to_say = true;
    }

    /// Whether this is the first text of the session for which there is no voice.
    pub(super) const fn is_first_failure(&mut self) -> bool {
        !std::mem::replace(&mut self.has_failed, true)
    }

    fn say_more(&mut self, now: Moment) {
        let Some(audio) = &self.audio else { return };
        let (now_there, until) = (self.scale.to_session(now), self.scale.to_session(self.heard_until));
        audio.speak_instead(now, false, self.speaking.refreshed(&self.session, now_there, until));
    }

    /// Whether the session has a sound side at all.
    pub(super) const fn can_sound(&self) -> bool {
        self.audio.is_some()
    }

    pub(super) fn keeping(&mut self) -> &mut Keeping {
        &mut self.keeping
    }

    /// Whether the user looks at the session now.
    pub(super) fn view(&mut self, in_view: bool) {
        self.neighbours.view(in_view);
    }

    /// Waits a moment until those outside know of what has happened, if somebody does not yet.
    pub(super) fn let_neighbours_hear(&self) {
        self.neighbours.settle(self.clock);
    }

    /// Parts with the sound without waiting for the end of the last one.
    pub(super) fn let_sound_ring_out(&mut self) {
        if let Some(audio) = self.audio.take() {
            // If there is no thread to be had, the sound ends here.
            let _ = threads::begin("last-sound", move || drop(audio));
        }
    }

    /// Waits until the last sound and the last words are over.
    pub(super) fn finish_sound(&mut self) {
        if let Some(audio) = self.audio.take() {
            audio.finish();
        }
    }

    /// Ends the playing; what is left is the keeping of the record. The last sound rings out.
    pub(super) fn into_keeping(self) -> Keeping {
        self.keeping
    }

    fn session_now(&self) -> Moment {
        self.scale.to_session((self.clock)())
    }

    /// Whether time passes without anybody's doing.
    fn counts(&self) -> bool {
        self.session.is_running() || self.session.is_leading_in()
    }

    /// The sounds after `now`, as far ahead as they are handed over.
    fn cues_after(&self, now: Moment) -> Vec<(Moment, CueKind)> {
        let until = self.scale.to_session(now + AHEAD);
        let cues = self.session.upcoming_cues(self.scale.to_session(now), until);
        cues.into_iter().map(|(moment, cue)| (self.scale.to_real(moment), cue.kind)).collect()
    }

    /// `changed`: something was done at that moment, and all that was to sound comes otherwise now.
    fn drain(&mut self, events: &mut Vec<Stamped>, changed: Option<Moment>) {
        let from = events.len();
        while let Some(stamped) = self.session.poll_event() {
            events.push(stamped);
        }
        let fresh = &events[from..];
        if !fresh.is_empty() {
            self.keeping.submit(fresh);
        }
        // A lead-in begins without an event.
        if !fresh.is_empty() || changed.is_some() {
            self.tell_neighbours(&events[from..]);
        }
        let fresh = &events[from..];
        // The machine was asleep: the session has paused itself, which nobody foresaw.
        let slept = fresh.iter().position(|stamped| matches!(stamped.event, Event::Paused(_)));
        let (first, now) = match (changed, slept) {
            (Some(now), _) => (0, now),
            (None, Some(first)) => (first, (self.clock)()),
            (None, None) => return,
        };
        let Some(audio) = &self.audio else { return };
        let sounds: Vec<CueKind> = fresh[first..]
            .iter()
            .filter_map(|stamped| match &stamped.event {
                Event::Cue(cue) => Some(cue.kind),
                _ => None,
            })
            .collect();
        let mut cues: Vec<(Moment, CueKind)> = sounds.iter().map(|kind| (now, *kind)).collect();
        if self.counts() {
            cues.extend(self.cues_after(now));
        }
        let happened = Happened::of(fresh);
        audio.replace(now, cues);
        self.heard_until = now + AHEAD;
        self.speak_anew(now, happened, &sounds);
    }

    /// Says from now on what there is to be said as things stand now.
    fn speak_anew(&mut self, now: Moment, happened: Option<Happened>, sounds: &[CueKind]) {
        let Some(audio) = &self.audio else { return };
        let (now_there, until) = (self.scale.to_session(now), self.scale.to_session(now + AHEAD));
        let Words { hush, speech } = self.speaking.anew(&self.session, now_there, until, happened, sounds);
        audio.speak_instead(now, hush, speech);
    }

    /// Who asks how the session stands is told of that as well. When it is over nobody is.
    fn is_heard_otherwise(&mut self) {
        if !self.session.is_finished() {
            self.tell_neighbours(&[]);
        }
    }

    fn tell_neighbours(&mut self, events: &[Stamped]) {
        if self.neighbours.is_empty() {
            return;
        }
        let (now, snapshot) = ((self.clock)(), self.snapshot());
        let loudness = self.loudness();
        let (id, speed) = (self.keeping.id(), self.scale.speed());
        let written = self.keeping.written();
        let written = written.as_ref();
        let news = News { now, id, events, snapshot: &snapshot, speed, loudness, written };
        self.neighbours.tell(&news);
    }
}
