//! `config.toml`: what the user has settled once and for all.

mod words;

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

pub use self::words::{Progress, Progression, View};
use super::{
    check_in::CheckIn,
    hooks::{HOOKS, Hooks},
};
use crate::{
    diagnostic::Diagnostic,
    routine::{
        Side,
        fields::{Field, List, Shape, Table, Zero, field},
        parse,
        read::{Reader, Record},
    },
    speech::Voice,
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
            hooks: Hooks::default(),
            title: true,
            progress: Progress::Auto,
            media_keys: true,
            notifications: true,
            keep_awake: true,
            check_in: CheckIn::default(),
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
    let (source, unreadable) = match fs::read_to_string(&path) {
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

/// What a text means. The values of faulty keys are the defaults.
pub fn read(source: &str) -> (Settings, Vec<Diagnostic>) {
    let tree = match parse(source) {
        Ok(tree) => tree,
        Err(faults) => return (Settings::default(), faults),
    };
    let mut reader = Reader::new(source);
    let record = reader.table(&SETTINGS, &tree, 0..0);
    let plays = record.span_of("speech_plays");
    let mut diagnostics = reader.diagnostics;
    let mut settings = understand(record, &mut diagnostics);
    diagnostics.extend(settings.contradiction(plays));
    (settings, diagnostics)
}

/// A commented file with every setting at its default, which means nothing until a line is uncommented.
pub fn sample() -> String {
    let mut sample =
        String::from("# Settings of supple. Every line shows the default; take the # away to change it.\n");
    let defaults = Settings::default();
    for field in SETTINGS.iter() {
        sample += &format!("\n# {}\n", field.doc);
        if field.key != HOOKS_KEY {
            sample += &format!("# {} = {}\n", field.key, defaults.value(field.key));
        }
    }
    // Keys with a dot and no header: what is written below them is a setting all the same.
    for (key, value, doc) in defaults.hooks.values() {
        sample += &format!("# {HOOKS_KEY}.{key} = {value} # {doc}\n");
    }
    sample
}

impl Settings {
    /// Every setting and its value as the file would write it.
    pub fn values(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let plain = SETTINGS.iter().filter(|field| field.key != HOOKS_KEY);
        let plain = plain.map(|field| (field.key.to_owned(), self.value(field.key)));
        plain.chain(self.hooks.values().map(|(key, value, _)| (format!("{HOOKS_KEY}.{key}"), value)))
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

const AUTO: &str = "auto";
const DEFAULT_OUTPUT: &str = "default";
/// More than any device needs, and no more than a sound can be played ahead of its moment.
const LONGEST_DELAY: Duration = Duration::from_secs(2);
const HOOKS_KEY: &str = "hooks";

static SETTINGS: Table = Table { what: "the settings", fields: &[FIELDS], required: &[] };

const FIELDS: &[Field] = &[
    field(
        "theme",
        Shape::Word(&[AUTO, "dark", "light", "mono", "terminal"]),
        "Colours: \"auto\" goes by the terminal; or \"dark\", \"light\", \"mono\", \"terminal\" (its own sixteen).",
    ),
    field(
        "figures",
        Shape::Word(&[AUTO, "octants", "blocks", "ascii"]),
        "What figures are drawn with: \"auto\" is braille; or \"octants\" (where the font has them), \"blocks\", \"ascii\".",
    ),
    field(
        "motion",
        Shape::Flag,
        "Whether figures and the breath move and the border flashes where there is no sound; false keeps all still.",
    ),
    field(
        "view",
        Shape::Word(View::WORDS),
        "How a session is shown at first: \"near\", or \"far\": as large as the terminal allows, to be read across the room.",
    ),
    field(
        "first_side",
        Shape::Word(&["left", "right"]),
        "The side that comes first where a routine does not say.",
    ),
    field(
        "progression",
        Shape::Word(Progression::WORDS),
        "Ranges grow with what you do: \"auto\" by themselves, \"ask\" if you say yes after the session, \"off\" never.",
    ),
    field(
        "lead_in",
        Shape::Time(Zero::Allowed),
        "Time to get down again after a key: going on from a pause.",
    ),
    field("lead_in_remote", Shape::Time(Zero::Allowed), "The same after a command from afar."),
    field("volume", Shape::Count(100), "How loud everything is to begin with, in percent."),
    field("cue_volume", Shape::Count(100), "How loud the cues are, in percent of that."),
    field("voice_volume", Shape::Count(100), "How loud the voice is, in percent of that."),
    field(
        "voice",
        Shape::Word(Voice::WORDS),
        "What is said: \"full\" explains each exercise once, \"brief\" names it, \"counts\" only paces, \"off\" is silent.",
    ),
    field("mute", Shape::Flag, "Whether to begin without sound."),
    field(
        "speech",
        // Those of `audio::render`, best first.
        Shape::Word(&[AUTO, "none", "flite", "pico2wave", "piper", "espeak-ng", "say", "spd-say"]),
        "The program that speaks what is not recorded: \"auto\" takes the best that is there; \"none\" is silence there.",
    ),
    field(
        "speech_command",
        Shape::Texts(List { least: 0, most: 50, repeats: true }),
        "A command in its place: gets the text on standard input, gives WAV on standard output, or in the file \"{out}\".",
    ),
    field("speech_plays", Shape::Flag, "Whether that command plays by itself and gives no WAV."),
    field(
        "output",
        Shape::Text,
        "What sound comes out of: a part of a name that `supple doctor` lists; \"default\" goes by the system.",
    ),
    field(
        "wake_device",
        Shape::Flag,
        "Whether a second of silence comes before a first sound: for Bluetooth, which swallows the beginning.",
    ),
    field(
        "sound_delay",
        Shape::Time(Zero::Allowed),
        "How late the device is heard, as in \"200ms\" for some Bluetooth; every sound is played that much sooner.",
    ),
    field(
        "mouse",
        Shape::Flag,
        "Whether clicks and the wheel do something; false leaves them to the terminal.",
    ),
    field("title", Shape::Flag, "Whether the terminal's title says where a session stands."),
    field(
        "progress",
        Shape::Word(&[AUTO, "always", "never"]),
        "The terminal's own progress bar: \"auto\" where it is known to have one; or \"always\", \"never\".",
    ),
    field("media_keys", Shape::Flag, "Whether media keys and headset buttons reach a session (Linux)."),
    field(
        "notifications",
        Shape::Flag,
        "Whether a session tells you while you look at another window: it waits, or is done (Linux).",
    ),
    field("keep_awake", Shape::Flag, "Whether the screen stays awake while a session runs (Linux)."),
    field(
        "check_in",
        Shape::Word(CheckIn::WORDS),
        "Whether the screen asks how it is: \"daily\" before the first session of a day, \"always\", or \"off\".",
    ),
    field(
        HOOKS_KEY,
        Shape::Table(&HOOKS),
        "Commands that are run when something happens, with the event as JSON on standard input.",
    ),
];

fn understand(mut record: Record, faults: &mut Vec<Diagnostic>) -> Settings {
    let mut settings = Settings::default();
    if let Some(theme) = record.word("theme") {
        settings.theme = Some(theme.value).filter(|word| *word != AUTO);
    }
    if let Some(figures) = record.word("figures") {
        settings.figures = Some(figures.value).filter(|word| *word != AUTO);
    }
    if let Some(view) = record.word("view") {
        settings.view = View::from_word(view.value);
    }
    if let Some(side) = record.word("first_side") {
        settings.first_side = if side.value == "right" { Side::Right } else { Side::Left };
    }
    if let Some(progression) = record.word("progression") {
        settings.progression = Progression::from_word(progression.value);
    }
    if let Some(lead_in) = record.time("lead_in") {
        settings.lead_in = lead_in.value;
    }
    if let Some(lead_in) = record.time("lead_in_remote") {
        settings.lead_in_remote = lead_in.value;
    }
    if let Some(volume) = record.count("volume") {
        settings.volume = u8::try_from(volume.value).unwrap_or(settings.volume);
    }
    if let Some(volume) = record.count("cue_volume") {
        settings.cue_volume = u8::try_from(volume.value).unwrap_or(settings.cue_volume);
    }
    if let Some(volume) = record.count("voice_volume") {
        settings.voice_volume = u8::try_from(volume.value).unwrap_or(settings.voice_volume);
    }
    if let Some(voice) = record.word("voice") {
        settings.voice = Voice::from_word(voice.value).unwrap_or_default();
    }
    if let Some(speech) = record.word("speech") {
        settings.speech = Some(speech.value).filter(|word| *word != AUTO);
    }
    if let Some(command) = record.texts("speech_command") {
        settings.speech_command = command.value;
    }
    if let Some(plays) = record.flag("speech_plays") {
        settings.speech_plays = plays.value;
    }
    if let Some(output) = record.text("output") {
        settings.output = Some(output.value).filter(|output| !output.eq_ignore_ascii_case(DEFAULT_OUTPUT));
    }
    if let Some(delay) = record.time("sound_delay") {
        if delay.value <= LONGEST_DELAY {
            settings.sound_delay = delay.value;
        } else {
            let sentence = format!("`sound_delay` is at most {}", written(LONGEST_DELAY));
            faults.push(Diagnostic::error(delay.place.map(|place| place.value), sentence));
        }
    }
    if let Some(check_in) = record.word("check_in") {
        settings.check_in = CheckIn::from_word(check_in.value);
    }
    if let Some(hooks) = record.record(HOOKS_KEY) {
        settings.hooks = Hooks::understand(hooks.value);
    }
    if let Some(progress) = record.word("progress") {
        settings.progress = Progress::from_word(progress.value);
    }
    for (key, setting) in [
        ("motion", &mut settings.motion),
        ("mouse", &mut settings.mouse),
        ("wake_device", &mut settings.wake_device),
        ("mute", &mut settings.mute),
        ("title", &mut settings.title),
        ("media_keys", &mut settings.media_keys),
        ("notifications", &mut settings.notifications),
        ("keep_awake", &mut settings.keep_awake),
    ] {
        if let Some(flag) = record.flag(key) {
            *setting = flag.value;
        }
    }
    settings
}

/// As TOML writes a text, which is as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn written(time: Duration) -> String {
    crate::routine::duration::write(time)
}

#[cfg(test)]
mod tests;
