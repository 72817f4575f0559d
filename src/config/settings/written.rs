//! Settings as the file would write them.

use std::time::Duration;

use super::{
    Settings,
    table::{AUTO, DEFAULT_OUTPUT, HOOKS_KEY, KEYS_KEY, SETTINGS},
};
use crate::config::keys;

/// A commented file with every setting at its default, which means nothing until a line is uncommented.
pub fn sample() -> String {
    let mut sample =
        String::from("# Settings of supple. Every line shows the default; take the # away to change it.\n");
    let defaults = Settings::default();
    for field in SETTINGS.iter() {
        sample += &format!("\n# {}\n", field.doc);
        match field.key {
            // Keys with a dot and no header: what is written below them is a setting all the same.
            HOOKS_KEY => lines(&mut sample, HOOKS_KEY, defaults.hooks.values()),
            KEYS_KEY => lines(&mut sample, KEYS_KEY, keys::values(&defaults.keys)),
            key => sample += &format!("# {} = {}\n", field.key, defaults.value(key)),
        }
    }
    sample
}

impl Settings {
    /// Every setting and its value as the file would write it.
    pub fn values(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let plain = SETTINGS.iter().filter(|field| !matches!(field.key, HOOKS_KEY | KEYS_KEY));
        let plain = plain.map(|field| (field.key.to_owned(), self.value(field.key)));
        let keys = keys::values(&self.keys).map(|(key, value, _)| (format!("{KEYS_KEY}.{key}"), value));
        let hooks = self.hooks.values().map(|(key, value, _)| (format!("{HOOKS_KEY}.{key}"), value));
        plain.chain(keys).chain(hooks)
    }

    fn value(&self, key: &str) -> String {
        match key {
            "theme" => format!("\"{}\"", self.theme.unwrap_or(AUTO)),
            "motion" => self.motion.to_string(),
            "view" => quoted(self.view.word()),
            "figures" => format!("\"{}\"", self.figures.unwrap_or(AUTO)),
            "first_side" => format!("\"{}\"", self.first_side.word()),
            "progression" => format!("\"{}\"", self.progression.word()),
            "lead_in" => format!("\"{}\"", written(self.lead_in)),
            "lead_in_remote" => format!("\"{}\"", written(self.lead_in_remote)),
            "volume" => self.volume.to_string(),
            "cue_volume" => self.cue_volume.to_string(),
            "voice_volume" => self.voice_volume.to_string(),
            "voice" => format!("\"{}\"", self.voice.word()),
            "mute" => self.mute.to_string(),
            "speech" => format!("\"{}\"", self.speech.unwrap_or(AUTO)),
            "speech_command" => {
                let words: Vec<String> = self.speech_command.iter().map(|word| quoted(word)).collect();
                format!("[{}]", words.join(", "))
            }
            "speech_plays" => self.speech_plays.to_string(),
            "output" => quoted(self.output.as_deref().unwrap_or(DEFAULT_OUTPUT)),
            "wake_device" => self.wake_device.to_string(),
            "sound_delay" => format!("\"{}\"", written(self.sound_delay)),
            "mouse" => self.mouse.to_string(),
            "title" => self.title.to_string(),
            "progress" => format!("\"{}\"", self.progress.word()),
            "media_keys" => self.media_keys.to_string(),
            "notifications" => self.notifications.to_string(),
            "keep_awake" => self.keep_awake.to_string(),
            "check_in" => quoted(self.check_in.word()),
            key => unreachable!("the table has no setting {key}"),
        }
    }
}

/// The values of a table within the settings, and what each is for.
fn lines<'v>(sample: &mut String, table: &str, values: impl Iterator<Item = (&'v str, String, &'v str)>) {
    for (key, value, doc) in values {
        *sample += &format!("# {table}.{key} = {value} # {doc}\n");
    }
}

/// As TOML writes a text.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            character if character.is_control() => {
                quoted += &format!("\\U{:08X}", u32::from(character));
            }
            character => quoted.push(character),
        }
    }
    quoted + "\""
}

pub(super) fn written(time: Duration) -> String {
    crate::routine::duration::write(time)
}
