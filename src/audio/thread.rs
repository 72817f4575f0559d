//! The thread that opens and closes the device around the cues and notices when it is gone.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    time::Duration,
};

use super::{
    Mouth, NO_ANSWER, Notice, Settings, Speech,
    attempts::Attempts,
    device::Device,
    gain::Gain,
    schedule::{Schedule, is_within_bout},
    talk::Talk,
    watched::State,
};
use crate::{
    session::{CueKind, Moment},
    threads,
};

/// How long a sound that has begun may take to ring out at the end.
pub(super) const RING_OUT: Duration = Duration::from_millis(1200);
/// How long the words at the end may take.
pub(super) const LAST_WORDS: Duration = Duration::from_secs(10);
/// Words that begin this long after the end was announced are still said.
const CLOSING: Duration = Duration::from_secs(3);
/// So long before its moment speech is decoded, as far as the device is open.
const DECODING: Duration = Duration::from_secs(2);
/// Words that are later than this are not begun any more: they would run into what comes after them.
pub(super) const LATE_WORDS: Duration = Duration::from_millis(500);
/// After the end of speech, until the device's buffers have played it.
const WORDS_OUT: Duration = Duration::from_millis(300);
/// The longest clip, and the device's buffers.
const SOUND: Duration = Duration::from_millis(1100);
/// The device is opened this long before a cue: time to open it, and to learn when what it asks for is heard.
const LEAD: Duration = Duration::from_millis(900);
/// With `wake_device`, so much silence comes before.
const WAKING: Duration = Duration::from_secs(1);
/// The device is closed this long after the last cue's moment
const LINGER: Duration = Duration::from_secs(2);
/// unless the next one comes within this time,
const KEEP: Duration = Duration::from_secs(3);
/// or within this time in the same bout. On a busy machine sounds of two openings differ by some milliseconds.
const KEEP_IN_BOUT: Duration = Duration::from_secs(16);
/// How often an open device is looked after.
const CHECK: Duration = Duration::from_millis(250);
/// A device that has not opened after this time will not.
const OPENING: Duration = Duration::from_secs(3);
/// After a failure the device is left alone for this long.
const RETRY: Duration = Duration::from_secs(2);
/// The least step of time: what is due now comes before this much later.
const INSTANT: Duration = Duration::from_nanos(1);

#[derive(Debug)]
pub(super) enum Message {
    Schedule(Vec<(Moment, CueKind)>),
    /// From this moment on, what was to come comes otherwise.
    Replace(Moment, Vec<(Moment, CueKind)>),
    Play(CueKind),
    Open,
    Speak(Vec<Speech>),
    SpeakInstead {
        from: Moment,
        hush: bool,
        speech: Vec<Speech>,
    },
    Volume(u8),
    Muted(bool),
    End {
        with_words: bool,
    },
    /// From the thread that opens a device, with the number of the attempt.
    Opened(u64, Result<Device, String>),
    Died(u64),
}

pub(super) fn start(
    settings: Settings,
    mouth: Arc<Mouth>,
    clock: fn() -> Moment,
    report: impl Fn(Notice) + Send + 'static,
    messages: Sender<Message>,
    inbox: Receiver<Message>,
    end: Sender<()>,
) {
    let begun = threads::begin_with("sound", report, move |report| {
        Player::new(settings, mouth, clock, report, messages).run(&inbox);
        drop(end);
    });
    if let Err((error, report)) = begun {
        report(Notice::Silent { reason: format!("no thread for sound could be started: {error}") });
    }
}

struct Player<R> {
    settings: Settings,
    clock: fn() -> Moment,
    report: R,
    messages: Sender<Message>,
    /// What has not sounded yet, or only just.
    schedule: Schedule,
    talk: Talk,
    state: State,
    attempts: Attempts,
    /// Said to be silent.
    silent: bool,
    /// Said to sound elsewhere than is wanted.
    strayed: bool,
    /// The device is left alone until then.
    retry: Moment,
    /// The last cue's moment, or when the device was opened.
    active: Moment,
    /// When the sound is heard that waits for a device to wake up: whatever is planned meanwhile, it comes.
    woken: Moment,
    /// When the thread ends at the latest.
    end: Option<Moment>,
}

impl<R: Fn(Notice)> Player<R> {
    fn new(
        settings: Settings,
        mouth: Arc<Mouth>,
        clock: fn() -> Moment,
        report: R,
        messages: Sender<Message>,
    ) -> Self {
        Self {
            settings,
            clock,
            report,
            messages,
            schedule: Schedule::default(),
            talk: Talk::new(mouth),
            state: State::Closed,
            attempts: Attempts::default(),
            silent: false,
            strayed: false,
            retry: Moment::ORIGIN,
            active: Moment::ORIGIN,
            woken: Moment::ORIGIN,
            end: None,
        }
    }

    fn run(mut self, inbox: &Receiver<Message>) {
        loop {
            let now = (self.clock)();
            self.advance(now);
            if self.is_over(now) {
                break;
            }
            let message = match self.wake_at() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => inbox.recv_timeout(at.since(now)),
            };
            match message {
                Ok(message) => self.take(message, (self.clock)()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.close();
    }

    fn take(&mut self, message: Message, now: Moment) {
        match message {
            Message::Schedule(cues) => {
                for (moment, kind) in cues {
                    self.add(moment, kind);
                }
            }
            Message::Replace(from, cues) => {
                self.take_back(from);
                let waking = self.waking();
                for (moment, kind) in cues {
                    // Moved without need it would be taken back by what is planned next.
                    if moment <= now && !waking.is_zero() {
                        self.woken = now + waking;
                        self.add(self.woken, kind);
                    } else {
                        self.add(moment, kind);
                    }
                }
            }
            Message::Play(kind) => {
                self.add(now + self.waking(), kind);
            }
            Message::Open if matches!(self.state, State::Closed) => self.open(now),
            Message::Speak(speech) => self.talk.extend(speech),
            Message::SpeakInstead { from, hush, speech } => {
                self.talk.say_instead(from, hush, speech, self.state.device());
                let waking = self.waking();
                self.talk.delay(now + waking + SOUND, waking, self.schedule.coming());
            }
            Message::Volume(percent) => {
                self.settings.volume = percent.min(100);
                self.change_gain(now);
            }
            Message::Muted(muted) => {
                self.settings.muted = muted;
                self.change_gain(now);
            }
            Message::End { with_words } if self.end.is_none() => {
                self.take_back(now + INSTANT);
                let from = if with_words { now + CLOSING } else { now + INSTANT };
                self.talk.say_instead(from, !with_words, Vec::new(), self.state.device());
                self.end = Some(now + if with_words { LAST_WORDS } else { RING_OUT });
            }
            Message::Open | Message::End { .. } => {}
            Message::Opened(attempt, result) => self.opened(attempt, result, now),
            Message::Died(attempt) => {
                if let State::Open(open) = &self.state
                    && self.attempts.is_latest(attempt)
                {
                    self.lose(open.since, now);
                }
            }
        }
    }

    fn add(&mut self, moment: Moment, kind: CueKind) {
        self.schedule.add(moment, kind);
        if let State::Open(open) = &self.state {
            open.device.add(moment, kind);
        }
    }

    fn take_back(&mut self, from: Moment) {
        let from = from.max(self.woken + INSTANT);
        self.schedule.keep_until(from);
        if let State::Open(open) = &self.state {
            open.device.take_back(from);
        }
    }

    /// How long a device that is to be woken swallows what it is given.
    fn waking(&self) -> Duration {
        let sleeps = self.settings.wake_device && !matches!(self.state, State::Open(_));
        WAKING * u32::from(sleeps)
    }

    /// Does what is due now.
    fn advance(&mut self, now: Moment) {
        if self.gain().voice > 0.0 {
            self.talk.have_played(now);
        }
        match self.state {
            State::Closed if self.is_inaudible() => {
                self.schedule.take(now, now + INSTANT);
                self.talk.forget_said(now);
            }
            State::Closed => self.advance_closed(now),
            State::Opening { since } => {
                if now.since(since) >= OPENING {
                    self.fail(NO_ANSWER.to_owned(), now);
                }
            }
            State::Open(_) => self.advance_open(now),
        }
    }

    fn advance_closed(&mut self, now: Moment) {
        self.talk.forget_said(now);
        self.talk.forget_before(now.before(LATE_WORDS));
        let Some(next) = self.next() else {
            return;
        };
        if now >= self.retry {
            if now + self.lead() >= next {
                self.open(now);
            }
        } else {
            for (_, kind) in self.schedule.take(now, now + INSTANT) {
                (self.report)(Notice::Bell(kind));
            }
            // No bell stands in for words.
            self.talk.forget_before(now + INSTANT);
        }
    }

    fn advance_open(&mut self, now: Moment) {
        if let State::Open(open) = &mut self.state
            && now.since(open.looked) >= CHECK
            && !open.look(now)
        {
            let since = open.since;
            return self.lose(since, now);
        }
        let sounded = [self.schedule.forget_missed(now), self.talk.forget_said(now)];
        self.active = sounded.into_iter().flatten().fold(self.active, Moment::max);
        self.give_words(now);
        let near = |(next, kind): &(Moment, CueKind)| {
            let keep = if is_within_bout(*kind) { KEEP_IN_BOUT } else { KEEP };
            next.since(now) <= keep + self.lead()
        };
        let wanted = !self.is_inaudible()
            && (self.schedule.coming().first().is_some_and(near)
                || self.next_words().is_some_and(|next| next.since(now) <= KEEP + self.lead()));
        if now.since(self.active) >= LINGER && !wanted {
            self.close();
        }
    }

    /// Has the device say what comes soon.
    fn give_words(&mut self, now: Moment) {
        if self.gain().voice == 0.0 {
            return;
        }
        if let State::Open(open) = &self.state {
            self.talk.give(now + DECODING + self.settings.delay, &open.device);
        }
    }

    /// The moment of what is to be heard next.
    fn next(&self) -> Option<Moment> {
        [self.schedule.next(), self.next_words()].into_iter().flatten().min()
    }

    fn next_words(&self) -> Option<Moment> {
        self.talk.next().filter(|_| self.gain().voice > 0.0)
    }

    /// When there will be something to do unless a message comes first.
    fn wake_at(&self) -> Option<Moment> {
        let due = match &self.state {
            State::Closed if self.is_inaudible() => None,
            State::Closed => self.next().map(|next| {
                let lead = next.origin_offset().saturating_sub(self.lead());
                Moment::since_origin(lead).max(self.retry).min(next)
            }),
            State::Opening { since } => Some(*since + OPENING),
            State::Open(open) => Some(open.looked + CHECK),
        };
        let played = self.talk.next_played().filter(|_| self.gain().voice > 0.0);
        due.into_iter().chain(self.end).chain(played).min()
    }

    fn is_over(&self, now: Moment) -> bool {
        let Some(end) = self.end else { return false };
        let rings = match &self.state {
            State::Closed => self.talk.is_played(),
            State::Opening { .. } => self.next().is_some(),
            State::Open(_) => {
                let last = self.schedule.coming().last().map(|cue| cue.0);
                let said = self.talk.ends().map(|ends| ends + WORDS_OUT);
                now < (last.unwrap_or(self.active) + SOUND).max(said.unwrap_or(Moment::ORIGIN))
            }
        };
        now >= end || !rings
    }

    fn open(&mut self, now: Moment) {
        self.state = State::Opening { since: now };
        let gain = self.gain();
        if let Err(reason) = self.attempts.begin(&self.settings, self.clock, gain, &self.messages) {
            self.fail(reason, now);
        }
    }

    fn opened(&mut self, attempt: u64, result: Result<Device, String>, now: Moment) {
        self.attempts.ended();
        let awaited = self.attempts.is_latest(attempt) && matches!(self.state, State::Opening { .. });
        match result {
            Ok(device) if awaited => {
                device.set_gain(self.gain());
                for (moment, kind) in self.schedule.coming() {
                    device.add(*moment, *kind);
                }
                self.active = now;
                for notice in device.output().notices(&mut self.strayed) {
                    (self.report)(notice);
                }
                self.talk.take_over();
                self.state = State::open(device, now);
                if std::mem::take(&mut self.silent) {
                    (self.report)(Notice::Sounding);
                }
            }
            Ok(device) => device.bury(),
            Err(reason) if awaited => self.fail(reason, now),
            Err(_) => {}
        }
    }

    fn fail(&mut self, reason: String, now: Moment) {
        self.state = State::Closed;
        self.retry = now + RETRY;
        if !std::mem::replace(&mut self.silent, true) {
            (self.report)(Notice::Silent { reason });
        }
    }

    /// The device died. Whether that means silence shows when it is opened for the next cue, which is done at once
    /// if one is near, but not over and over with a device that dies as soon as it is open.
    fn lose(&mut self, open_since: Moment, now: Moment) {
        self.close();
        // These have sounded.
        self.schedule.forget_missed(now);
        if now.since(open_since) < RETRY {
            self.retry = now + RETRY;
        }
    }

    fn close(&mut self) {
        if let State::Open(open) = std::mem::replace(&mut self.state, State::Closed) {
            open.device.bury();
        }
    }

    /// What was missed while nothing could be heard is not made up for.
    fn change_gain(&mut self, now: Moment) {
        let gain = self.gain();
        match &self.state {
            State::Open(open) => open.device.set_gain(gain),
            State::Closed | State::Opening { .. } => {
                self.schedule.take(now, now + INSTANT);
            }
        }
    }

    fn gain(&self) -> Gain {
        Gain::of(&self.settings)
    }

    fn is_inaudible(&self) -> bool {
        self.gain() == Gain::SILENCE
    }

    fn lead(&self) -> Duration {
        LEAD + self.settings.delay + WAKING * u32::from(self.settings.wake_device)
    }
}
