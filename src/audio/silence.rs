//! Stands in for the sound device in a build without the feature `sound`.

use super::{Mouth, Output, Outputs, Settings, Speech, gain::Gain};
use crate::session::{CueKind, Moment};

const SILENT: &str = "this program was built without sound";

/// No outputs.
pub fn outputs() -> Outputs {
    Outputs { outlets: Vec::new(), silent_hosts: vec![("supple".to_owned(), SILENT.to_owned())] }
}

/// There is none.
#[derive(Debug)]
pub(super) enum Device {}

impl Device {
    pub(super) fn open(
        _settings: &Settings,
        _clock: fn() -> Moment,
        _gain: Gain,
        _died: impl Fn() + Send + 'static,
    ) -> Result<Self, String> {
        Err(SILENT.to_owned())
    }

    pub(super) fn output(&self) -> &Output {
        match *self {}
    }

    pub(super) fn add(&self, _moment: Moment, _kind: CueKind) {
        match *self {}
    }

    pub(super) fn take_back(&self, _from: Moment) {
        match *self {}
    }

    pub(super) fn set_gain(&self, _gain: Gain) {
        match *self {}
    }

    pub(super) fn say(&self, _speech: &Speech, _mouth: &Mouth) {
        match *self {}
    }

    pub(super) fn unsay(&self, _moment: Moment) {
        match *self {}
    }

    pub(super) fn hush(&self) {
        match *self {}
    }

    pub(super) fn asked(&self) -> u64 {
        match *self {}
    }

    pub(super) fn bury(self) {
        match self {}
    }
}
