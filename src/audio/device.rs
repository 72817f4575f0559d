//! The sound device, for as long as it is open.

use std::{
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
    cpal::{self, BufferSize},
};

use super::{
    Mouth, Output, Settings, Speech,
    gain::Gain,
    recording::Recording,
    score::{Order, Score},
    search::{self, Found},
};
use crate::{
    session::{CueKind, Moment},
    threads,
};

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
    output: Box<Output>,
}

impl Device {
    /// Opens the device of the settings, or failing that the default one, with one endless source on it. Can take long
    /// or for ever: call it on a thread that nobody waits for. `died` is called once, on the device's own thread, when it
    /// will play no more.
    ///
    /// # Errors
    ///
    /// Says why in a sentence without a full stop.
    pub(super) fn open(
        settings: &Settings,
        clock: fn() -> Moment,
        gain: Gain,
        died: impl Fn() + Send + 'static,
    ) -> Result<Self, String> {
        let began = clock();
        let health = Arc::new(Health { errors: AtomicU32::new(0), dead: AtomicBool::new(false) });
        let died = Arc::new(std::sync::Mutex::new(died));
        let stream = |device: &cpal::Device, buffer| -> Result<MixerDeviceSink, DeviceSinkError> {
            let (health, died) = (Arc::clone(&health), Arc::clone(&died));
            DeviceSinkBuilder::from_device(device.clone())?
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
        let found = search::open(settings.output.as_deref(), |device| {
            stream(device, BufferSize::Fixed(settings.buffer.max(1))).or_else(|error| match &error {
                DeviceSinkError::BuildError(cause) if cause.kind() == Kind::UnsupportedConfig => {
                    stream(device, BufferSize::Default)
                }
                _ => Err(error),
            })
        })?;
        let Found { host, name, id, passed_over, strayed, opened: mut sink } = found;
        sink.log_on_drop(false);

        let (orders, inbox) = mpsc::channel();
        let asked = Arc::new(AtomicU64::new(0));
        let config = *sink.config();
        let buffer_frames = match config.buffer_size() {
            BufferSize::Fixed(frames) => *frames,
            BufferSize::Default => USUAL_BUFFER,
        };
        let rate = config.sample_rate().get();
        let full = Duration::from_secs_f64(2.0 * f64::from(buffer_frames) / f64::from(rate));
        let depth = full.saturating_sub(AHEAD);
        // What is heard later than the system says is played sooner, as if it were that much later already.
        let delay = settings.delay;
        sink.mixer().add(Score::new(move || clock() + delay, inbox, Arc::clone(&asked), depth, gain));
        let output = Output {
            host,
            name,
            id,
            rate,
            channels: config.channel_count().get(),
            sample_format: config.sample_format().to_string(),
            buffer_frames,
            depth,
            opened_in: clock().since(began),
            passed_over,
            strayed,
        };
        Ok(Self { sink, orders, asked, output: Box::new(output) })
    }

    /// What was got.
    pub(super) fn output(&self) -> &Output {
        &self.output
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

    /// Takes back what was to be said at these moments, begun or not.
    pub(super) fn unsay(&self, moments: &[Moment]) {
        for moment in moments {
            self.order(Order::Unsay(*moment));
        }
    }

    /// Breaks off what is being said, and takes back all that was to be.
    pub(super) fn hush(&self) {
        self.order(Order::Hush);
    }

    /// How many frames the device has asked for so far.
    pub(super) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Closes it on a thread to throw away: cpal's `PulseAudio` host can wait for ever once its sink was removed.
    pub(super) fn bury(self) {
        // If no thread is to be had, the device goes with the closure, here and now.
        let _ = threads::begin("sound-close", move || threads::catching_panics(|| drop(self.sink)));
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
