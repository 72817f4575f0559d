//! `config.toml`: what the user has settled once and for all.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::hooks::{HOOKS, Hooks};
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
    /// What sound comes out of, by name, id, or a part of one. `None`: what the system plays on.
    pub output: Option<String>,
    /// A second of silence before the first sound after quiet, for devices that swallow the beginning.
    pub wake_device: bool,
    /// How much later than the system says the device is heard.
    pub sound_delay: Duration,
    /// Whether clicks and the wheel come to the program, and not to the terminal.
    pub mouse: bool,
    pub hooks: Hooks,
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
            output: None,
            wake_device: false,
            sound_delay: Duration::ZERO,
            mouse: true,
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
    let mut diagnostics = reader.diagnostics;
    (understand(record, &mut diagnostics), diagnostics)
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
            "figures" => format!("\"{}\"", self.figures.unwrap_or(AUTO)),
            "first_side" => format!("\"{}\"", self.first_side.word()),
            "lead_in" => format!("\"{}\"", written(self.lead_in)),
            "lead_in_remote" => format!("\"{}\"", written(self.lead_in_remote)),
            "volume" => self.volume.to_string(),
            "cue_volume" => self.cue_volume.to_string(),
            "voice_volume" => self.voice_volume.to_string(),
            "voice" => format!("\"{}\"", self.voice.word()),
            "mute" => self.mute.to_string(),
            "output" => quoted(self.output.as_deref().unwrap_or(DEFAULT_OUTPUT)),
            "wake_device" => self.wake_device.to_string(),
            "sound_delay" => format!("\"{}\"", written(self.sound_delay)),
            "mouse" => self.mouse.to_string(),
            key => unreachable!("the table has no setting {key}"),
        }
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
    if let Some(output) = record.text("output") {
        settings.output = Some(output.value).filter(|output| !output.eq_ignore_ascii_case(DEFAULT_OUTPUT));
    }
    if let Some(wake) = record.flag("wake_device") {
        settings.wake_device = wake.value;
    }
    if let Some(delay) = record.time("sound_delay") {
        if delay.value <= LONGEST_DELAY {
            settings.sound_delay = delay.value;
        } else {
            let sentence = format!("`sound_delay` is at most {}", written(LONGEST_DELAY));
            faults.push(Diagnostic::error(delay.place.map(|place| place.value), sentence));
        }
    }
    if let Some(mouse) = record.flag("mouse") {
        settings.mouse = mouse.value;
    }
    if let Some(hooks) = record.record(HOOKS_KEY) {
        settings.hooks = Hooks::understand(hooks.value);
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
mod tests {
    use super::*;

    #[test]
    fn the_sample_says_the_defaults_and_nothing_until_it_is_uncommented() {
        assert_eq!(read(&sample()), (Settings::default(), Vec::new()));
        let sample = sample();
        let is_setting = |line: &&str| line.split(" # ").next().is_some_and(|line| line.contains(" = "));
        let lines: Vec<&str> =
            sample.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_setting).collect();
        let uncommented = lines.join("\n");
        let keys = SETTINGS.iter().count() - 1 + HOOKS.iter().count();
        assert_eq!(uncommented.lines().count(), keys, "{uncommented}");
        assert_eq!(read(&uncommented), (Settings::default(), Vec::new()));
    }

    #[test]
    fn every_setting_can_be_changed() {
        let text = "theme = \"light\"\nfigures = \"octants\"\nmotion = false\nfirst_side = \"right\"\nlead_in = \"0s\"\n\
                    lead_in_remote = \"1m30s\"\nvolume = 35\ncue_volume = 70\nvoice_volume = 60\nvoice = \"brief\"\nmute = true\n\
                    output = \"Jabra\"\nwake_device = true\nsound_delay = \"250ms\"\n\
                    mouse = false\n";
        let hooks: Vec<String> = HOOKS
            .iter()
            .map(|field| match field.key {
                "time_limit" => "hooks.time_limit = \"1m\"".to_owned(),
                key => format!("hooks.{key} = [\"sh\", \"-c\", \"cat >\\\"{key}\\\"\"]"),
            })
            .collect();
        let text = &(text.to_owned() + &hooks.join("\n"));
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

    #[test]
    fn an_output_may_be_called_anything_and_a_delay_has_an_end() {
        let (settings, faults) = read("output = 'My \"loud\" \\ box'\nsound_delay = \"2s\"\n");
        assert!(faults.is_empty(), "{faults:?}");
        let written: Vec<String> = settings.values().map(|(key, value)| format!("{key} = {value}")).collect();
        assert_eq!(read(&written.join("\n")), (settings, Vec::new()));
        assert_eq!(read("output = \"Default\"").0, Settings::default());
        let (settings, faults) = read("sound_delay = \"2001ms\"");
        assert_eq!((settings, faults.len()), (Settings::default(), 1));
    }

    #[test]
    fn hooks_are_lists_of_words_and_their_faults_are_named() {
        let (settings, faults) = read("[hooks]\nsession_ended = [\"say\", \"\", \"a\\nb\"]\npaused = []\n");
        assert_eq!(faults, []);
        assert_eq!(
            settings.hooks.command("session_ended"),
            Some(&["say".into(), String::new(), "a\nb".into()][..])
        );
        assert_eq!(settings.hooks.command("paused"), None, "an empty list is no command");
        assert_eq!(settings.hooks.time_limit, Duration::from_secs(10));

        let source = "mouse = false\n[hooks]\npaused = \"say hello\"\nresumed = [3]\ncue = [\" \"]\nendd = []\n\
                      time_limit = \"0s\"\nsession_ended = [\"true\"]\n";
        let (settings, faults) = read(source);
        assert_eq!(faults.len(), 5, "{faults:?}");
        let help = faults.iter().filter_map(|fault| fault.help.as_deref()).collect::<Vec<_>>().join("\n");
        assert!(help.contains("[\"sh\", \"-c\", \"…\"]"), "{help}");
        assert!(settings.hooks.command("session_ended").is_some(), "the others stand");
        assert!(settings.hooks.command("paused").is_none() && !settings.mouse);
    }
}
