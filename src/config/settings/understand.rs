//! From what the file says to the settings.

use super::{
    Settings,
    table::{AUTO, DEFAULT_OUTPUT, HOOKS_KEY, LONGEST_DELAY},
    words::{Progress, Progression, View},
    written::written,
};
use crate::{
    config::{check_in::CheckIn, hooks::Hooks},
    diagnostic::Diagnostic,
    routine::{Side, read::Record},
    speech::Voice,
};

/// What the table of the file says; what it does not say has its default.
pub(super) fn understand(mut record: Record, faults: &mut Vec<Diagnostic>) -> Settings {
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
    if let Some(mute) = record.flag("mute") {
        settings.mute = mute.value;
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
