//! The sound device, for as long as it is open.

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

use rodio::{
    CpalErrorKind as Kind, DeviceSinkBuilder, DeviceSinkError, MixerDeviceSink,
    cpal::{self, BufferSize, traits::HostTrait},
};

use super::{
    Mouth, Settings, Speech,
    gain::Gain,
    recording::Recording,
    score::{Order, Score},
};
use crate::session::{CueKind, Moment};

/// So many errors that are not plainly an end mean the end: some ALSA devices give a few when they open.
const DEADLY: u32 = 20;
/// How long each of them holds up the device's own thread, which would otherwise spin when the sound server has gone.
const BRAKE: Duration = Duration::from_millis(5);
/// A sound server takes samples out of the buffer this long before they are heard (`PulseAudio`, give or take as much).
const AHEAD: Duration = Duration::from_millis(8);
/// Frames in a buffer where the device would not be told.
const USUAL_BUFFER: u32 = 2048;

#[derive(Debug)]
pub(super) struct Device {
    sink: MixerDeviceSink,
    orders: Sender<Order>,
    asked: Arc<AtomicU64>,
}

impl Device {
    /// Opens the default device with one endless source on it. Can take long or for ever: call it on a thread that
    /// nobody waits for. `died` is called once, on the device's own thread, when it will play no more.
    ///
    /// # Errors
    ///
    /// Says why in a sentence without a full stop.
    pub(super) fn open(
        settings: Settings,
        clock: fn() -> Moment,
        gain: Gain,
        died: impl Fn() + Send + 'static,
    ) -> Result<Self, String> {
        let health = Arc::new(Health { errors: AtomicU32::new(0), dead: AtomicBool::new(false) });
        let died = Arc::new(std::sync::Mutex::new(died));
        let open = |buffer| -> Result<MixerDeviceSink, DeviceSinkError> {
            let (health, died) = (Arc::clone(&health), Arc::clone(&died));
            DeviceSinkBuilder::from_device(default_device()?)?
                .with_buffer_size(buffer)
                .with_error_callback(move |error| {
                    if health.takes(&error)
                        && let Ok(died) = died.lock()
                    {
                        died();
                    }
                })
                .open_stream()
        };
        let mut sink = open(BufferSize::Fixed(settings.buffer.max(1)))
            .or_else(|error| match &error {
                DeviceSinkError::BuildError(cause) if cause.kind() == Kind::UnsupportedConfig => {
                    open(BufferSize::Default)
                }
                _ => Err(error),
            })
            .map_err(|error| reasons(&error))?;
        sink.log_on_drop(false);

        let (orders, inbox) = mpsc::channel();
        let asked = Arc::new(AtomicU64::new(0));
        let buffer = match sink.config().buffer_size() {
            BufferSize::Fixed(frames) => *frames,
            BufferSize::Default => USUAL_BUFFER,
        };
        let rate = f64::from(sink.config().sample_rate().get());
        let full = Duration::from_secs_f64(2.0 * f64::from(buffer) / rate);
        let depth = full.saturating_sub(AHEAD) + settings.delay;
        sink.mixer().add(Score::new(clock, inbox, Arc::clone(&asked), depth, gain));
        Ok(Self { sink, orders, asked })
    }

    pub(super) fn add(&self, moment: Moment, kind: CueKind) {
        self.order(Order::Add(moment, kind));
    }

    /// Takes back what comes at this moment or later and has not begun.
    pub(super) fn take_back(&self, from: Moment) {
        self.order(Order::TakeBack(from));
    }

    pub(super) fn set_gain(&self, gain: Gain) {
        self.order(Order::Gain(gain));
    }

    /// Takes some milliseconds: the words are decoded here and now.
    pub(super) fn say(&self, speech: &Speech, mouth: &Mouth) {
        if let Some(recording) = Recording::of(speech, mouth) {
            self.order(Order::Say(speech.at, recording));
        }
    }

    /// Takes back what would be said at this moment or later and has not begun.
    pub(super) fn take_back_words(&self, from: Moment) {
        self.order(Order::TakeBackWords(from));
    }

    /// Breaks off what is being said.
    pub(super) fn hush(&self) {
        self.order(Order::Hush);
    }

    /// How many frames the device has asked for so far.
    pub(super) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Closes it on a thread to throw away: cpal's `PulseAudio` host can wait for ever once its sink was removed.
    pub(super) fn bury(self) {
        let grave = thread::Builder::new().name("sound-close".to_owned());
        // If no thread is to be had, the device goes with the closure, here and now.
        let _ = grave.spawn(move || drop(self.sink));
    }

    fn order(&self, order: Order) {
        // The source is gone only when the device is, and that is noticed otherwise.
        let _ = self.orders.send(order);
    }
}

struct Health {
    errors: AtomicU32,
    dead: AtomicBool,
}

impl Health {
    /// Takes in an error of the stream; true for the one that means its end, once.
    fn takes(&self, error: &cpal::Error) -> bool {
        let deadly = match error.kind() {
            Kind::Xrun | Kind::RealtimeDenied | Kind::DeviceChanged => false,
            Kind::DeviceNotAvailable | Kind::StreamInvalidated | Kind::HostUnavailable => true,
            _ => {
                brake();
                self.errors.fetch_add(1, Ordering::Relaxed) + 1 >= DEADLY
            }
        };
        deadly && !self.dead.swap(true, Ordering::Relaxed)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the device's thread has no channel to wait on, and would burn a whole core"
)]
fn brake() {
    thread::sleep(BRAKE);
}

/// What `cpal::default_host` would give, which panics where ALSA's configuration is broken.
fn default_device() -> Result<cpal::Device, DeviceSinkError> {
    let mut broken = None;
    for id in cpal::available_hosts() {
        match cpal::host_from_id(id) {
            Ok(host) => return host.default_output_device().ok_or(DeviceSinkError::NoDevice),
            Err(error) => broken = Some(error),
        }
    }
    Err(broken.map_or(DeviceSinkError::NoDevice, DeviceSinkError::DefaultSinkConfigError))
}

/// The error and everything that caused it.
fn reasons(error: &dyn Error) -> String {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        sentence = format!("{sentence}: {error}");
        cause = error.source();
    }
    sentence
}
