//! A newcomer tries the sound before the first session: a chime and a sentence, as often as they are asked for.

use std::{path::PathBuf, sync::mpsc::Sender, time::Duration};

use super::{Message, backstage::Backstage, clock::Clock};
use crate::{
    audio::{Audio, Notice, Piece, Speech},
    private,
    session::{CueKind, Moment},
    speech::{SAMPLE, Voice},
    threads,
    ui::{Device, Trial},
};

/// A device that has just been opened settles before the beginning of what it plays is heard whole.
const SETTLING: Duration = Duration::from_millis(400);
/// A device that sleeps swallows so much.
const WAKING: Duration = Duration::from_secs(1);
/// From the chime to the sentence.
const CHIME: Duration = Duration::from_millis(900);
/// The sound that says how loud it is now.
const TAP: CueKind = CueKind::Rep { last: false };

/// The device, from when it is tried until that is over.
#[derive(Debug)]
pub(super) struct Hearing {
    audio: Audio,
    clock: Clock,
    trial: Trial,
    /// How long the sentence takes.
    takes: Duration,
    /// How long the device sleeps once it is open.
    waking: Duration,
    /// Nothing was played yet.
    is_first: bool,
    /// Until then what was asked for last is heard.
    sounds_until: Moment,
}

impl Hearing {
    /// Opens the device, and plays as soon as it is open. What there is to say of it comes as messages. `None`: sessions go
    /// too fast for sound.
    pub(super) fn begin(
        backstage: &Backstage,
        volume: u8,
        clock: Clock,
        messages: &Sender<Message>,
    ) -> Option<Self> {
        let sender = messages.clone();
        let audio =
            backstage.frank_audio((volume, false), backstage.manner().speed, clock, move |notice| {
                // Nobody listens any more only when the program is over.
                let _ = sender.send(Message::Sound(notice));
            })?;
        let length = backstage.mouth().length(SAMPLE).filter(|_| backstage.voice() != Voice::Off);
        audio.open();
        Some(Self {
            audio,
            clock,
            trial: Trial { says: length.map(|_| SAMPLE.to_owned()), device: Device::Opening },
            takes: length.unwrap_or_default(),
            waking: if backstage.settings().wake_device { WAKING } else { Duration::ZERO },
            is_first: true,
            sounds_until: Moment::ORIGIN,
        })
    }

    pub(super) fn trial(&self) -> &Trial {
        &self.trial
    }

    /// What the audio side has to say.
    pub(super) fn heed(&mut self, notice: &Notice) {
        match notice {
            Notice::Opened(output) => {
                self.trial.device = Device::Found {
                    host: output.host.clone(),
                    name: output.name.clone(),
                    is_real: output.is_real(),
                    strayed: output.strayed.clone(),
                };
                if std::mem::take(&mut self.is_first) {
                    self.play((self.clock)() + SETTLING + self.waking);
                }
            }
            Notice::Silent { .. } => {
                self.trial.device = Device::Missing;
                // The bell is rung at once, so that one knows what stands in.
                if std::mem::take(&mut self.is_first) {
                    self.again();
                }
            }
            Notice::Sounding | Notice::Strayed { .. } | Notice::Bell(_) => {}
        }
    }

    /// Plays it once more, from its beginning.
    pub(super) fn again(&mut self) {
        self.play((self.clock)());
    }

    /// What sounds goes on at the new volume; if nothing does, a short sound tells how loud that is.
    pub(super) fn set_volume(&mut self, percent: u8) {
        self.audio.set_volume(percent);
        let now = (self.clock)();
        if now >= self.sounds_until {
            self.audio.replace(now, vec![(now, TAP)]);
        }
    }

    /// Whoever turns it on again wants to hear it.
    pub(super) fn set_muted(&mut self, muted: bool) {
        self.audio.set_muted(muted);
        if !muted {
            self.again();
        }
    }

    /// What sounds last rings out, and the device is closed, without anybody's waiting for it.
    pub(super) fn end(self) {
        let audio = self.audio;
        // If there is no thread to be had, the sound ends here.
        let _ = threads::begin("last-sound", move || drop(audio));
    }

    fn play(&mut self, at: Moment) {
        self.audio.replace((self.clock)(), vec![(at, CueKind::Prepare)]);
        self.sounds_until = at + CHIME + self.takes;
        if self.trial.says.is_some() {
            let piece = Piece { text: SAMPLE.into(), starts: Duration::ZERO };
            let sentence = Speech { at: at + CHIME, pieces: vec![piece] };
            self.audio.speak_instead((self.clock)(), true, vec![sentence]);
        }
    }
}

impl Backstage {
    /// Whether somebody who has done no session here yet is still to try the sound. Who wants none is asked another time.
    pub(super) fn tries_sound(&self) -> bool {
        !self.manner().mute && !self.sound_mark().exists() && !self.has_sessions()
    }

    /// Remembers that it was tried. If that cannot be written the page comes again, which does no harm.
    pub(super) fn sound_was_tried(&self) {
        if self.manner().log {
            let _ = private::write(&self.sound_mark(), "");
        }
    }

    fn sound_mark(&self) -> PathBuf {
        self.paths().state.join("sound-tried")
    }
}
