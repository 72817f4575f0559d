//! Whether a newcomer hears anything: what is known of the sound that is tried, and what keys do meanwhile.

use super::{
    action::Action,
    app::{App, Effect, Overlay, loudness, move_in_list},
    scene::{Scene, SoundState},
};

/// The sound on trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// What is said after the chime. `None`: there is no voice, or none is wanted.
    pub says: Option<String>,
    pub device: Device,
}

/// What it is played on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Device {
    /// Nobody knows yet.
    Opening,
    /// Nothing: the bell and a flash stand in.
    Missing,
    Found {
        /// Whose it is: "PulseAudio", "ALSA".
        host: String,
        name: String,
        /// Whether what is played there can be heard anywhere.
        is_real: bool,
        /// Another output than the one of the settings: why, in a sentence without a full stop.
        strayed: Option<String>,
    },
}

impl App {
    /// Asks whether the sound is heard, before anything else.
    pub fn show_hearing(&mut self, trial: Trial) {
        self.overlay = Some(Overlay::Hearing { trial, scroll: 0 });
    }

    /// More is known of the sound that is tried, if it still is.
    pub fn hear(&mut self, more: Trial) {
        if let Some(Overlay::Hearing { trial, .. }) = &mut self.overlay {
            *trial = more;
        }
    }

    pub(crate) fn in_hearing(&mut self, action: Action, scene: &Scene) -> Vec<Effect> {
        let reach = self.reach.get() + 1;
        let Some(Overlay::Hearing { trial, scroll }) = &mut self.overlay else { return Vec::new() };
        move_in_list(scroll, reach, action);
        let is_missing = trial.device == Device::Missing;
        match action {
            Action::Heard => {
                self.overlay = None;
                vec![Effect::Heard]
            }
            Action::Quit => vec![Effect::Quit],
            // Who wants no sound is not surprised by one.
            Action::HearAgain if scene.sound != SoundState::Muted => vec![Effect::HearAgain],
            _ if is_missing => Vec::new(),
            _ => loudness(action, scene.sound).into_iter().collect(),
        }
    }
}

impl Trial {
    /// What there is to hear.
    pub(crate) fn words(&self) -> String {
        match &self.says {
            Some(says) => format!("You should hear a chime, and a voice: “{says}”"),
            None => "You should hear a chime.".to_owned(),
        }
    }
}
