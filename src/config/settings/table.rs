//! The table of settings: their names, their shapes and a line about each.

use std::time::Duration;

use super::words::{Progression, View};
use crate::{
    config::{check_in::CheckIn, hooks::HOOKS},
    routine::fields::{Field, List, Shape, Table, Zero, field},
    speech::Voice,
};

pub(super) const AUTO: &str = "auto";
pub(super) const DEFAULT_OUTPUT: &str = "default";
/// More than any device needs, and no more than a sound can be played ahead of its moment.
pub(super) const LONGEST_DELAY: Duration = Duration::from_secs(2);
pub(super) const HOOKS_KEY: &str = "hooks";
pub(super) const KEYS_KEY: &str = "keys";

pub(in crate::config) static SETTINGS: Table =
    Table { what: "the settings", fields: &[FIELDS], required: &[] };

const FIELDS: &[Field] = &[
    field(
        "theme",
        // Those of `ui::ThemeName`.
        Shape::Word(&[AUTO, "dark", "light", "high-contrast", "mono", "terminal"]),
        "Colours: \"auto\" goes by the terminal's; or \"dark\", \"light\", \"high-contrast\", \"mono\", \
         \"terminal\" (its own 16).",
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
        KEYS_KEY,
        // `config::keys` reads it before anybody asks for its shape.
        Shape::Text,
        "Which keys do what, by action; an empty list is no key. `keys.preset` is what they begin with: \"default\" or \"vim\".",
    ),
    field(
        HOOKS_KEY,
        Shape::Table(&HOOKS),
        "Commands that are run when something happens, with the event as JSON on standard input.",
    ),
];
