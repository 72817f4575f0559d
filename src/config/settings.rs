//! `config.toml`: what the user has settled once and for all.

mod mended;
mod table;
mod understand;
mod words;
mod written;

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

pub(super) use self::table::SETTINGS;
pub(crate) use self::written::quoted;
use self::{mended::mended, table::KEYS_KEY, understand::understand};
pub use self::{
    words::{Progress, Progression, View},
    written::sample,
};
use super::{check_in::CheckIn, hooks::Hooks, keys};
use crate::{
    diagnostic::Diagnostic,
    routine::{Side, bytes, fields::MOST_BYTES, parse, read::Reader},
    speech::Voice,
    ui::Keymap,
};

/// Every setting has a value: what is not in the file, or faulty there, has its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `None`: whatever suits the terminal.
    pub theme: Option<&'static str>,
    /// Whether figures and other pictures move.
    pub motion: bool,
    pub view: View,
    /// What figures are drawn with. `None`: braille, or ASCII where there is no more.
    pub figures: Option<&'static str>,
    /// The side that comes first where a routine does not say.
    pub first_side: Side,
    pub progression: Progression,
    /// Before going on after a key was pressed.
    pub lead_in: Duration,
    /// Before going on after a command from afar.
    pub lead_in_remote: Duration,
    /// Of everything, in percent, 1 to 100.
    pub volume: u8,
    /// Of the cues, in percent of the whole.
    pub cue_volume: u8,
    /// Of the voice, in percent of the whole.
    pub voice_volume: u8,
    /// How much is said.
    pub voice: Voice,
    /// Begin without sound.
    pub mute: bool,
    /// The program that speaks what is not recorded. `None`: the best of those that are there.
    pub speech: Option<&'static str>,
    /// A command in its place; empty if there is none.
    pub speech_command: Vec<String>,
    /// Whether that command plays by itself.
    pub speech_plays: bool,
    /// What sound comes out of, by name, id, or a part of one. `None`: what the system plays on.
    pub output: Option<String>,
    /// A second of silence before the first sound after quiet, for devices that swallow the beginning.
    pub wake_device: bool,
    /// How much later than the system says the device is heard.
    pub sound_delay: Duration,
    /// Whether clicks and the wheel come to the program, and not to the terminal.
    pub mouse: bool,
    /// Whether the terminal's title says where a session stands.
    pub title: bool,
    pub progress: Progress,
    /// Whether media keys and headset buttons reach a session.
    pub media_keys: bool,
    pub notifications: bool,
    /// Whether the screen stays awake while a session runs.
    pub keep_awake: bool,
    /// When the user is asked how it is.
    pub check_in: CheckIn,
    pub keys: Keymap,
    pub hooks: Hooks,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: None,
            motion: true,
            view: View::default(),
            figures: None,
            first_side: Side::Left,
            progression: Progression::default(),
            lead_in: Duration::from_secs(8),
            lead_in_remote: Duration::from_secs(3),
            volume: 80,
            cue_volume: 100,
            voice_volume: 100,
            voice: Voice::Full,
            mute: false,
            speech: None,
            speech_command: Vec::new(),
            speech_plays: false,
            output: None,
            wake_device: false,
            sound_delay: Duration::ZERO,
            mouse: true,
            title: true,
            progress: Progress::Auto,
            media_keys: true,
            notifications: true,
            keep_awake: true,
            check_in: CheckIn::default(),
            keys: Keymap::default(),
            hooks: Hooks::default(),
        }
    }
}

/// The file, what it means, and what there is to say about it.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub settings: Settings,
    pub path: PathBuf,
    /// What the diagnostics point into.
    pub source: String,
    pub diagnostics: Vec<Diagnostic>,
}

/// The settings file of a configuration folder.
pub fn path(config: &Path) -> PathBuf {
    config.join("config.toml")
}

/// Reads the settings of a configuration folder. A file that is not there says nothing; one that cannot be read is a
/// fault like any other, and the defaults stand in.
pub fn load(config: &Path) -> Loaded {
    let path = path(config);
    let (source, unreadable) = match text(&path) {
        Ok(source) => (source, None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (String::new(), None),
        Err(error) => {
            let fault = Diagnostic::error(None, format!("cannot be read: {error}"))
                .help("until it can be, every setting has its default");
            (String::new(), Some(fault))
        }
    };
    let (settings, mut diagnostics) = read(&source);
    diagnostics.extend(unreadable);
    Loaded { settings, path, source, diagnostics }
}

/// What is in a file, unless it is longer than any settings are.
fn text(path: &Path) -> io::Result<String> {
    let (bytes, _) = bytes(path)?;
    if bytes.len() > MOST_BYTES {
        return Err(io::Error::other("it is longer than 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8 text"))
}

/// What a text means. The values of faulty keys are the defaults, and a line that is no TOML is left out.
pub fn read(source: &str) -> (Settings, Vec<Diagnostic>) {
    let (text, left_out) = mended(source);
    let mut tree = match parse(&text) {
        Ok(tree) => tree,
        Err(faults) => return (Settings::default(), faults),
    };
    // The keys have a reader of their own, which knows the actions.
    let keys = tree.remove(KEYS_KEY).map(|value| keys::read(&value));
    let mut reader = Reader::new(&text);
    let record = reader.table(&SETTINGS, &tree, 0..0);
    let plays = record.span_of("speech_plays");
    let mut diagnostics = reader.diagnostics;
    let mut settings = understand(record, &mut diagnostics);
    diagnostics.extend(settings.contradiction(plays));
    diagnostics.extend(left_out);
    if let Some((keymap, faults)) = keys {
        settings.keys = keymap;
        diagnostics.extend(faults);
    }
    diagnostics.sort_by_key(|fault| fault.span.as_ref().map(|span| span.start));
    (settings, diagnostics)
}

impl Settings {
    /// Takes back a setting that another one leaves no sense.
    fn contradiction(&mut self, plays: Option<std::ops::Range<usize>>) -> Option<Diagnostic> {
        let writes = self.speech_command.iter().any(|word| word.contains("{out}"));
        if !self.speech_plays || (!self.speech_command.is_empty() && !writes) {
            return None;
        }
        self.speech_plays = false;
        let (message, help) = if writes {
            (
                "`speech_plays` is true, but `speech_command` writes a file",
                "take away `speech_plays` or `{out}`",
            )
        } else {
            ("`speech_plays` is true, but there is no `speech_command`", "it says how that command is used")
        };
        Some(Diagnostic::error(plays, message).help(help))
    }
}

#[cfg(test)]
mod tests;
