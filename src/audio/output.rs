//! What sound comes out of: the outputs that there are, and what was got of the one that was opened.

use std::time::Duration;

use super::Notice;

/// Something that sound can come out of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Whose device it is: "PulseAudio", "ALSA".
    pub host: String,
    /// For people.
    pub name: String,
    /// For the setting: no two of one host have the same.
    pub id: String,
    /// What is used where nothing else is asked for.
    pub is_default: bool,
}

/// What was got when a device was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub host: String,
    pub name: String,
    pub id: String,
    /// Frames a second.
    pub rate: u32,
    pub channels: u16,
    /// "f32", "i16": how a sample is written.
    pub sample_format: String,
    /// Frames in one of the two buffers.
    pub buffer_frames: u32,
    /// From a sample's being asked for to its being heard, as far as this side of the device knows.
    pub depth: Duration,
    pub opened_in: Duration,
    /// Hosts that were tried before, and why they would not do.
    pub passed_over: Vec<String>,
    /// Another output than the one asked for: why, in a sentence without a full stop.
    pub strayed: Option<String>,
}

/// What was found when all outputs were looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outputs {
    pub outlets: Vec<Outlet>,
    /// Hosts that do not answer, and what they say.
    pub silent_hosts: Vec<(String, String)>,
}

/// The stand-in of a sound server that has no card.
const DUMMY: &str = "auto_null";

impl Output {
    /// Whether what is played there can be heard anywhere.
    pub fn is_real(&self) -> bool {
        self.id != DUMMY
    }

    /// What is told when it has been opened. `strayed`: whether it was said already that it is not the wanted one.
    pub(super) fn notices(&self, strayed: &mut bool) -> Vec<Notice> {
        let said = std::mem::replace(strayed, self.strayed.is_some());
        let reason = self.strayed.clone().filter(|_| !said);
        let news = reason.map(|reason| Notice::Strayed { reason });
        news.into_iter().chain([Notice::Opened(Box::new(self.clone()))]).collect()
    }
}
