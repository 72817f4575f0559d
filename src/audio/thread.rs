//! The thread that opens and closes the device around the cues and notices when it is gone.

use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use super::{Notice, Output, Settings, device::Device, schedule::Schedule};
use crate::session::{CueKind, Moment};

/// How long a sound that has begun may take to ring out at the end.
pub(super) const RING_OUT: Duration = Duration::from_millis(1200);
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
/// A device that asked for nothing from one look to the next, so often in a row, plays no more.
const STALLED: u32 = 8;
/// A device that has not opened after this time will not.
const OPENING: Duration = Duration::from_secs(3);
/// No more threads than this wait for a sound server that hangs.
const PATIENT: u32 = 3;
/// After a failure the device is left alone for this long.
const RETRY: Duration = Duration::from_secs(2);
const NO_ANSWER: &str = "the sound device does not answer";
/// The least step of time: what is due now comes before this much later.
const INSTANT: Duration = Duration::from_nanos(1);

#[derive(Debug)]
pub(super) enum Message {
    Schedule(Vec<(Moment, CueKind)>),
    /// From this moment on, what was to come comes otherwise.
    Replace(Moment, Vec<(Moment, CueKind)>),
    Play(CueKind),
    Open,
    Volume(u8),
    Muted(bool),
    End,
    /// From the thread that opens a device, with the number of the attempt.
    Opened(u64, Result<Device, String>),
    Died(u64),
}

pub(super) fn spawn(
    settings: Settings,
    clock: fn() -> Moment,
    report: impl Fn(Notice) + Send + 'static,
    messages: Sender<Message>,
    inbox: Receiver<Message>,
    end: Sender<()>,
) {
    // The report is handed over only once there is a thread, so that without one it can still be used here.
    let (hand_over, handed_over) = mpsc::channel();
    let spawned = thread::Builder::new().name("sound".to_owned()).spawn(move || {
        if let Ok(report) = handed_over.recv() {
            Player::new(settings, clock, report, messages).run(&inbox);
        }
        drop(end);
    });
    match spawned {
        Ok(_) => {
            // The thread waits for just this.
            let _ = hand_over.send(report);
        }
        Err(error) => {
            report(Notice::Silent { reason: format!("no thread for sound could be started: {error}") });
        }
    }
}

struct Player<R> {
    settings: Settings,
    clock: fn() -> Moment,
    report: R,
    messages: Sender<Message>,
    /// What has not sounded yet, or only just.
    schedule: Schedule,
    state: State,
    /// Counts attempts to open the device, so that news of a former one is known as such.
    attempt: u64,
    /// Attempts that have neither opened a device nor failed. More of them would only hang as well.
    hanging: u32,
    /// Said to be silent.
    silent: bool,
    /// Said to sound elsewhere than is wanted.
    strayed: bool,
    /// The device is left alone until then.
    retry: Moment,
    /// The last cue's moment, or when the device was opened.
    active: Moment,
    /// When the thread ends at the latest.
    end: Option<Moment>,
}

enum State {
    Closed,
    Opening { since: Moment },
    Open(Watched),
}

/// An open device, and what was seen of it at the last look.
struct Watched {
    device: Device,
    since: Moment,
    looked: Moment,
    asked: u64,
    stalled: u32,
}

impl Watched {
    /// Whether it still plays.
    fn look(&mut self, now: Moment) -> bool {
        let asked = self.device.asked();
        self.stalled = if asked == self.asked { self.stalled + 1 } else { 0 };
        self.asked = asked;
        self.looked = now;
        self.stalled < STALLED
    }
}

impl<R: Fn(Notice)> Player<R> {
    fn new(settings: Settings, clock: fn() -> Moment, report: R, messages: Sender<Message>) -> Self {
        Self {
            settings,
            clock,
            report,
            messages,
            schedule: Schedule::default(),
            state: State::Closed,
            attempt: 0,
            hanging: 0,
            silent: false,
            strayed: false,
            retry: Moment::ORIGIN,
            active: Moment::ORIGIN,
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
                for (moment, kind) in cues {
                    self.add(moment, kind);
                }
            }
            Message::Play(kind) => {
                let asleep = self.settings.wake_device && !matches!(self.state, State::Open(_));
                self.add(if asleep { now + WAKING } else { now }, kind);
            }
            Message::Open if matches!(self.state, State::Closed) => self.open(now),
            Message::Open => {}
            Message::Volume(percent) => {
                self.settings.volume = percent.min(100);
                self.change_gain(now);
            }
            Message::Muted(muted) => {
                self.settings.muted = muted;
                self.change_gain(now);
            }
            Message::End => {
                self.take_back(now + INSTANT);
                self.end = Some(now + RING_OUT);
            }
            Message::Opened(attempt, result) => self.opened(attempt, result, now),
            Message::Died(attempt) => {
                if let State::Open(open) = &self.state
                    && attempt == self.attempt
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
        self.schedule.keep_until(from);
        if let State::Open(open) = &self.state {
            open.device.take_back(from);
        }
    }

    /// Does what is due now.
    fn advance(&mut self, now: Moment) {
        match self.state {
            State::Closed if self.is_inaudible() => {
                self.schedule.take(now, now + INSTANT);
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
        let Some(next) = self.schedule.next() else {
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
        if let Some(sounded) = self.schedule.forget_missed(now) {
            self.active = self.active.max(sounded);
        }
        let near = |(next, kind): &(Moment, CueKind)| {
            let keep = if is_within_bout(*kind) { KEEP_IN_BOUT } else { KEEP };
            next.since(now) <= keep + self.lead()
        };
        let wanted = !self.is_inaudible() && self.schedule.coming().first().is_some_and(near);
        if now.since(self.active) >= LINGER && !wanted {
            self.close();
        }
    }

    /// When there will be something to do unless a message comes first.
    fn wake_at(&self) -> Option<Moment> {
        let due = match &self.state {
            State::Closed if self.is_inaudible() => None,
            State::Closed => self.schedule.next().map(|next| {
                let lead = next.origin_offset().saturating_sub(self.lead());
                Moment::since_origin(lead).max(self.retry).min(next)
            }),
            State::Opening { since } => Some(*since + OPENING),
            State::Open(open) => Some(open.looked + CHECK),
        };
        due.into_iter().chain(self.end).min()
    }

    fn is_over(&self, now: Moment) -> bool {
        let Some(end) = self.end else { return false };
        let rings = match &self.state {
            State::Closed => false,
            State::Opening { .. } => self.schedule.next().is_some(),
            State::Open(_) => {
                let last = self.schedule.coming().last().map(|cue| cue.0);
                now < last.unwrap_or(self.active) + SOUND
            }
        };
        now >= end || !rings
    }

    fn open(&mut self, now: Moment) {
        if self.hanging >= PATIENT {
            return self.fail(NO_ANSWER.to_owned(), now);
        }
        self.attempt += 1;
        self.state = State::Opening { since: now };
        let settings = self.settings.clone();
        let (attempt, clock, gain) = (self.attempt, self.clock, self.gain());
        let (opened, died) = (self.messages.clone(), self.messages.clone());
        let opening = thread::Builder::new().name("sound-open".to_owned()).spawn(move || {
            let died = move || {
                let _ = died.send(Message::Died(attempt));
            };
            let device = Device::open(&settings, clock, gain, died);
            if let Err(mpsc::SendError(Message::Opened(_, Ok(device)))) =
                opened.send(Message::Opened(attempt, device))
            {
                device.bury();
            }
        });
        self.hanging += 1;
        if let Err(error) = opening {
            self.hanging -= 1;
            self.fail(format!("no thread for sound could be started: {error}"), now);
        }
    }

    fn opened(&mut self, attempt: u64, result: Result<Device, String>, now: Moment) {
        self.hanging = self.hanging.saturating_sub(1);
        let awaited = attempt == self.attempt && matches!(self.state, State::Opening { .. });
        match result {
            Ok(device) if awaited => {
                device.set_gain(self.gain());
                for (moment, kind) in self.schedule.coming() {
                    device.add(*moment, *kind);
                }
                self.active = now;
                let output = device.output().clone();
                self.state = State::Open(Watched { device, since: now, looked: now, asked: 0, stalled: 0 });
                if self.silent {
                    self.silent = false;
                    (self.report)(Notice::Sounding);
                }
                self.tell_output(output);
            }
            Ok(device) => device.bury(),
            Err(reason) if awaited => self.fail(reason, now),
            Err(_) => {}
        }
    }

    fn tell_output(&mut self, output: Output) {
        let strayed = std::mem::replace(&mut self.strayed, output.strayed.is_some());
        if let Some(reason) = output.strayed.clone().filter(|_| !strayed) {
            (self.report)(Notice::Strayed { reason });
        }
        (self.report)(Notice::Opened(Box::new(output)));
    }

    fn fail(&mut self, reason: String, now: Moment) {
        self.state = State::Closed;
        self.retry = now + RETRY;
        if !self.silent {
            self.silent = true;
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

    /// The factor for samples. Squared, so that equal steps in percent sound about equal.
    fn gain(&self) -> f32 {
        if self.is_inaudible() {
            return 0.0;
        }
        (f32::from(self.settings.volume.min(100)) / 100.0).powi(2)
    }

    fn is_inaudible(&self) -> bool {
        self.settings.muted || self.settings.volume == 0
    }

    fn lead(&self) -> Duration {
        let lead = LEAD + self.settings.delay;
        if self.settings.wake_device { lead + WAKING } else { lead }
    }
}

/// Whether a cue comes while a bout goes on or at its end.
fn is_within_bout(kind: CueKind) -> bool {
    use CueKind::{Custom, End, Half, Rep, TickOut};
    matches!(kind, Rep { .. } | Half | TickOut | End | Custom)
}
