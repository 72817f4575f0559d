//! Cues become sound.
//!
//! The runtime says ahead of time which cue comes at which moment. A thread of its own opens the sound device
//! shortly before the first, has them all played by one source that places each at its sample, and closes the device
//! again, so that nothing wakes up while nothing sounds. What the voice says goes the same way. Where there is no device, the runtime is told to ring the
//! bell at the same moments.

mod attempts;
#[cfg(feature = "voice")]
pub mod bank;
mod clip;
mod mouth;
pub mod render;

mod gain;
mod output;
mod schedule;
mod sound;
mod speech;
mod talk;
mod thread;
mod watched;

#[cfg(feature = "sound")]
mod anchor;
#[cfg(feature = "sound")]
mod clips;
#[cfg_attr(not(feature = "sound"), path = "silence.rs")]
mod device;
#[cfg(feature = "sound")]
mod recording;
#[cfg(feature = "sound")]
mod score;
#[cfg(feature = "sound")]
mod search;
#[cfg(feature = "sound")]
mod voices;

use std::{
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
    time::Duration,
};

pub use clip::Clip;
#[cfg(not(feature = "sound"))]
pub use device::outputs;
pub use mouth::Mouth;
pub use output::{Outlet, Output, Outputs};
#[cfg(feature = "sound")]
pub use recording::sound_of_speech;
#[cfg(feature = "sound")]
pub use search::outputs;
pub use sound::{Sound, sound_of};
pub use speech::{Piece, Speech};
use thread::Message;

use crate::session::{CueKind, Moment};

/// What is said of a device that neither opens nor fails.
const NO_ANSWER: &str = "the sound device does not answer";

/// How sound is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name or id of an output, or a part of one in any case. `None` or "default": what the system plays on.
    pub output: Option<String>,
    /// Of everything, in percent; 100 is as recorded. More than 100 counts as 100, here and below.
    pub volume: u8,
    /// Of the cues, in percent of the whole.
    pub cue_volume: u8,
    /// Of the voice, in percent of the whole.
    pub voice_volume: u8,
    pub muted: bool,
    /// For devices that swallow the beginning, as Bluetooth ones do: a second of silence precedes the first cue.
    pub wake_device: bool,
    /// Frames in one of the device's two buffers.
    pub buffer: u32,
    /// How much later than the system says the device is heard: every sound is played that much sooner.
    pub delay: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            output: None,
            volume: 80,
            cue_volume: 100,
            voice_volume: 100,
            muted: false,
            wake_device: false,
            buffer: 2048,
            delay: Duration::ZERO,
        }
    }
}

/// What the audio side has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// From now on nothing is heard; said once until `Sounding`.
    Silent {
        reason: String,
    },
    Sounding,
    /// The device was opened, as it is before the first sound after some quiet.
    Opened(Box<Output>),
    /// Another output than the one of the settings is used; said once until that is there again. Why, in a sentence
    /// without a full stop.
    Strayed {
        reason: String,
    },
    /// Nothing is heard and this cue is due now: ring the bell.
    Bell(CueKind),
}

/// The way to the thread that sounds. No call waits for it.
///
/// Dropping lets a sound that has begun ring out, which takes at most 1.2 s.
#[derive(Debug)]
pub struct Audio {
    messages: Sender<Message>,
    ended: Receiver<()>,
}

impl Audio {
    /// Opens nothing yet. `report` is called on the audio thread, so it must not wait for long.
    pub fn start(
        settings: Settings,
        mouth: Arc<Mouth>,
        clock: fn() -> Moment,
        report: impl Fn(Notice) + Send + 'static,
    ) -> Self {
        let (messages, inbox) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        thread::start(settings, mouth, clock, report, messages.clone(), inbox, end);
        Self { messages, ended }
    }

    /// Adds to what is to sound. A cue that comes late is still heard if it is the newest of those that were missed.
    pub fn schedule(&self, cues: Vec<(Moment, CueKind)>) {
        self.send(Message::Schedule(cues));
    }

    /// Takes back what was to come from this moment on, and has these instead. What is due already stays. In one message,
    /// so that the device is not closed for want of cues in between.
    pub fn replace(&self, from: Moment, cues: Vec<(Moment, CueKind)>) {
        self.send(Message::Replace(from, cues));
    }

    /// Adds to what is to be said. Speech that comes much too late is not said.
    pub fn speak(&self, speech: Vec<Speech>) {
        self.send(Message::Speak(speech));
    }

    /// Takes back what was to be said from this moment on, and says this instead. `hush`: what is being said breaks off.
    pub fn speak_instead(&self, from: Moment, hush: bool, speech: Vec<Speech>) {
        self.send(Message::SpeakInstead { from, hush, speech });
    }

    /// Opens the device now, for nothing but to see what is got.
    pub fn open(&self) {
        self.send(Message::Open);
    }

    pub fn play_now(&self, kind: CueKind) {
        self.send(Message::Play(kind));
    }

    /// Waits until all that has begun is over, and the words that are to follow within three seconds.
    pub fn finish(self) {
        self.send(Message::End { with_words: true });
        let _ = self.ended.recv_timeout(thread::LAST_WORDS);
    }

    /// Percent; more than 100 counts as 100.
    pub fn set_volume(&self, percent: u8) {
        self.send(Message::Volume(percent));
    }

    pub fn set_muted(&self, muted: bool) {
        self.send(Message::Muted(muted));
    }

    fn send(&self, message: Message) {
        // There is nobody to receive it only if the thread could not be started, which was reported then.
        let _ = self.messages.send(message);
    }
}

impl Drop for Audio {
    fn drop(&mut self) {
        self.send(Message::End { with_words: false });
        let _ = self.ended.recv_timeout(thread::RING_OUT);
    }
}
