//! Attempts to open the device, each on a thread that nobody waits for.

use std::sync::mpsc::{SendError, Sender};

use super::{NO_ANSWER, Settings, device::Device, gain::Gain, thread::Message};
use crate::{session::Moment, threads};

/// No more threads than this wait for a sound server that hangs.
const PATIENT: u32 = 3;

#[derive(Debug, Default)]
pub(super) struct Attempts {
    /// The number of the last one, so that news of a former one is known as such.
    latest: u64,
    /// Those that have neither opened a device nor failed. More of them would only hang as well.
    hanging: u32,
}

impl Attempts {
    /// What comes of it is sent as `Message::Opened`; that the device has died later, as `Message::Died`.
    ///
    /// # Errors
    ///
    /// Says why none can be begun.
    pub(super) fn begin(
        &mut self,
        settings: &Settings,
        clock: fn() -> Moment,
        gain: Gain,
        messages: &Sender<Message>,
    ) -> Result<(), String> {
        if self.hanging >= PATIENT {
            return Err(NO_ANSWER.to_owned());
        }
        self.latest += 1;
        let (attempt, settings) = (self.latest, settings.clone());
        let (opened, died) = (messages.clone(), messages.clone());
        let opening = threads::begin("sound-open", move || {
            let died = move || {
                let _ = died.send(Message::Died(attempt));
            };
            // The sound libraries begin threads of their own, and panic where there are none to be had.
            let device = threads::catching_panics(|| Device::open(&settings, clock, gain, died));
            let device = device.unwrap_or_else(|| Err("the sound card could not be opened".to_owned()));
            if let Err(SendError(Message::Opened(_, Ok(device)))) =
                opened.send(Message::Opened(attempt, device))
            {
                device.bury();
            }
        });
        opening.map_err(|error| format!("no thread for sound could be started: {error}"))?;
        self.hanging += 1;
        Ok(())
    }

    /// This one has come to something.
    pub(super) const fn ended(&mut self) {
        self.hanging = self.hanging.saturating_sub(1);
    }

    pub(super) const fn is_latest(&self, attempt: u64) -> bool {
        self.latest == attempt
    }
}
