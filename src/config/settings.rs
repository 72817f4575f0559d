//! `config.toml`: what the user has settled once and for all.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    diagnostic::Diagnostic,
    routine::{
        Side,
        fields::{Field, Shape, Table, Zero, field},
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
    /// What figures are drawn with. `None`: braille, or ASCII where there is no more.
    pub figures: Option<&'static str>,
    /// The side that comes first where a routine does not say.
    pub first_side: Side,
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
    /// Whether the terminal's title says where a session stands.
    pub title: bool,
    pub progress: Progress,
    /// Whether media keys and headset buttons reach a session.
    pub media_keys: bool,
    pub notifications: bool,
    /// Whether the screen stays awake while a session runs.
    pub keep_awake: bool,
}

/// When the terminal's own progress bar is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// In terminals that are known to have one.
    #[default]
    Auto,
    Always,
    Never,
}

impl Progress {
    const WORDS: [(&str, Self); 3] = [(AUTO, Self::Auto), ("always", Self::Always), ("never", Self::Never)];

    fn word(self) -> &'static str {
        Self::WORDS.into_iter().find(|(_, value)| *value == self).map_or(AUTO, |(word, _)| word)
    }

    fn from_word(word: &str) -> Self {
        Self::WORDS.into_iter().find(|(name, _)| *name == word).map_or(Self::Auto, |(_, value)| value)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: None,
            motion: true,
            figures: None,
            first_side: Side::Left,
            lead_in: Duration::from_secs(8),
            lead_in_remote: Duration::from_secs(3),
            volume: 80,
            cue_volume: 100,
            voice_volume: 100,
            voice: Voice::Full,
            mute: false,
            title: true,
            progress: Progress::Auto,
            media_keys: true,
            notifications: true,
            keep_awake: true,
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
    (understand(record), reader.diagnostics)
}

/// A commented file with every setting at its default, which means nothing until a line is uncommented.
pub fn sample() -> String {
    let mut sample =
        String::from("# Settings of supple. Every line shows the default; take the # away to change it.\n");
    let defaults = Settings::default();
    for field in SETTINGS.iter() {
        sample += &format!("\n# {}\n# {} = {}\n", field.doc, field.key, defaults.value(field.key));
    }
    sample
}

impl Settings {
    /// Every setting and its value as the file would write it.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, String)> + '_ {
        SETTINGS.iter().map(|field| (field.key, self.value(field.key)))
    }

    fn value(&self, key: &str) -> String {
        match key {
            "theme" => format!("\"{}\"", self.theme.unwrap_or(AUTO)),
            "motion" => self.motion.to_string(),
            "figures" => format!("\"{}\"", self.figures.unwrap_or(AUTO)),
            "first_side" => format!("\"{}\"", self.first_side.word()),
            "lead_in" => format!("\"{}\"", written(self.lead_in)),
            "lead_in_remote" => format!("\"{}\"", written(self.lead_in_remote)),
            "volume" => self.volume.to_string(),
            "cue_volume" => self.cue_volume.to_string(),
            "voice_volume" => self.voice_volume.to_string(),
            "voice" => format!("\"{}\"", self.voice.word()),
            "mute" => self.mute.to_string(),
            "title" => self.title.to_string(),
            "progress" => format!("\"{}\"", self.progress.word()),
            "media_keys" => self.media_keys.to_string(),
            "notifications" => self.notifications.to_string(),
            "keep_awake" => self.keep_awake.to_string(),
            key => unreachable!("the table has no setting {key}"),
        }
    }
}

const AUTO: &str = "auto";

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
    field("motion", Shape::Flag, "Whether figures move; false shows them still."),
    field(
        "first_side",
        Shape::Word(&["left", "right"]),
        "The side that comes first where a routine does not say.",
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
];

fn understand(mut record: Record) -> Settings {
    let mut settings = Settings::default();
    if let Some(theme) = record.word("theme") {
        settings.theme = Some(theme.value).filter(|word| *word != AUTO);
    }
    if let Some(figures) = record.word("figures") {
        settings.figures = Some(figures.value).filter(|word| *word != AUTO);
    }
    if let Some(motion) = record.flag("motion") {
        settings.motion = motion.value;
    }
    if let Some(side) = record.word("first_side") {
        settings.first_side = if side.value == "right" { Side::Right } else { Side::Left };
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
    if let Some(mute) = record.flag("mute") {
        settings.mute = mute.value;
    }
    if let Some(progress) = record.word("progress") {
        settings.progress = Progress::from_word(progress.value);
    }
    for (key, setting) in [
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

fn written(time: Duration) -> String {
    crate::routine::duration::write(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_says_the_defaults_and_nothing_until_it_is_uncommented() {
        assert_eq!(read(&sample()), (Settings::default(), Vec::new()));
        let sample = sample();
        let is_setting = |line: &&str| line.contains(" = ") && !line.contains(": ");
        let lines: Vec<&str> =
            sample.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_setting).collect();
        let uncommented = lines.join("\n");
        assert_eq!(uncommented.lines().count(), SETTINGS.iter().count(), "{uncommented}");
        assert_eq!(read(&uncommented), (Settings::default(), Vec::new()));
    }

    #[test]
    fn every_setting_can_be_changed() {
        let text = "theme = \"light\"\nfigures = \"octants\"\nmotion = false\nfirst_side = \"right\"\nlead_in = \"0s\"\n\
                    lead_in_remote = \"1m30s\"\nvolume = 35\ncue_volume = 70\nvoice_volume = 60\nvoice = \"brief\"\nmute = true\n\
                    title = false\nprogress = \"never\"\nmedia_keys = false\nnotifications = false\n\
                    keep_awake = false\n";
        let (settings, faults) = read(text);
        assert!(faults.is_empty(), "{faults:?}");
        let written: Vec<String> = settings.values().map(|(key, value)| format!("{key} = {value}")).collect();
        assert_eq!(written.join("\n"), text.trim_end());
        let defaults = Settings::default();
        assert!(settings.values().zip(defaults.values()).all(|(changed, default)| changed.1 != default.1));
    }

    #[test]
    fn a_fault_is_named_and_the_default_stands_in_for_it_alone() {
        let (settings, faults) = read("volum = 5\nvolume = 101\nmotion = false\n");
        assert_eq!(settings, Settings { motion: false, ..Settings::default() });
        let said: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert!(said[0].contains("did you mean `volume`?"), "{said:?}");
        assert!(said[1].contains("100"), "{said:?}");
        assert_eq!(said.len(), 2);
        assert_eq!(read("volume = ").0, Settings::default());
    }
}
