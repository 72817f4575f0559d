//! What the file of settings means.

use super::*;
use crate::{config::hooks::HOOKS, ui::ACTIONS};

#[test]
fn the_sample_says_the_defaults_and_nothing_until_it_is_uncommented() {
    assert_eq!(read(&sample()), (Settings::default(), Vec::new()));
    let sample = sample();
    let is_setting = |line: &&str| line.split(" # ").next().is_some_and(|line| line.contains(" = "));
    let lines: Vec<&str> =
        sample.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_setting).collect();
    let uncommented = lines.join("\n");
    // The keys and the hooks are a line for each of theirs; the keys have a preset besides.
    let lines = SETTINGS.iter().count() - 2 + HOOKS.iter().count() + ACTIONS.len() + 1;
    assert_eq!(uncommented.lines().count(), lines, "{uncommented}");
    assert_eq!(read(&uncommented), (Settings::default(), Vec::new()));
}

#[test]
fn every_setting_can_be_changed() {
    let text = "theme = \"light\"\nfigures = \"octants\"\nmotion = false\nview = \"far\"\nfirst_side = \"right\"\n\
                progression = \"ask\"\nlead_in = \"0s\"\n\
                lead_in_remote = \"1m30s\"\nvolume = 35\ncue_volume = 70\nvoice_volume = 60\nvoice = \"brief\"\nmute = true\n\
                speech = \"flite\"\nspeech_command = [\"say\", \"a \\\"b\\\"\"]\nspeech_plays = true\n\
                output = \"Jabra\"\nwake_device = true\nsound_delay = \"250ms\"\n\
                mouse = false\n\
                title = false\nprogress = \"never\"\nmedia_keys = false\nnotifications = false\nkeep_awake = false\n\
                check_in = \"always\"\n";
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
    let is_key = |(key, _): &(String, String)| key.starts_with("keys.");
    let values = settings.values().filter(|value| !is_key(value));
    let written: Vec<String> = values.map(|(key, value)| format!("{key} = {value}")).collect();
    assert_eq!(written.join("\n"), text.trim_end());
    let defaults = Settings::default();
    let mut both = settings.values().zip(defaults.values()).filter(|(value, _)| !is_key(value));
    assert!(both.all(|(changed, default)| changed.1 != default.1));
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
fn what_plays_by_itself_writes_no_file_and_has_a_command() {
    let writes = "speech_command = [\"say\", \"{out}\"]\nspeech_plays = true\n";
    for text in [writes, "speech_plays = true\n"] {
        let (settings, faults) = read(text);
        assert!(!settings.speech_plays, "{text}");
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].message.contains("`speech_plays`") && faults[0].span.is_some(), "{faults:?}");
    }
    assert!(read("speech_command = \"say\"").1[0].message.contains("`speech_command`"));
    assert!(read("speech = \"flit\"").1[0].message.contains("did you mean `flite`?"));
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

#[test]
fn a_line_that_is_no_toml_costs_nothing_but_itself() {
    let messages = |faults: &[Diagnostic]| faults.iter().map(|it| it.message.clone()).collect::<Vec<_>>();
    let (settings, faults) = read("volume = 35\nview = far\nmute = true\n\n[keys]\nnext = \"f7\"\n");
    assert_eq!((settings.volume, settings.view, settings.mute), (35, View::default(), true));
    let next = settings.values().find(|(key, _)| key == "keys.next").expect("every action has its keys");
    assert_eq!(next.1, "[\"f7\"]");
    assert_eq!(messages(&faults), ["`far` needs quotes"]);
    assert_eq!(faults[0].span.as_ref().map(|span| span.start), Some(19), "the place in the file as it is");

    let (settings, faults) = read("volume = 35\nlead_in =\nmute = true\nwhat is this\nview = \"far\"\n");
    assert_eq!((settings.volume, settings.mute, settings.view), (35, true, View::Far));
    assert_eq!(messages(&faults), ["`lead_in` has no value", "this line is not understood"]);

    // What stands below a heading means nothing without it.
    let (settings, faults) = read("volume = 35\n[keys\nmute = \"f7\"\n[hooks]\ntime_limit = \"1m\"\n");
    assert_eq!(settings.volume, 35);
    assert_eq!(settings.hooks.time_limit, Duration::from_mins(1));
    assert_eq!(messages(&faults), ["this heading is not understood, so nothing below it counts"]);

    // What is never closed is the line's fault on which it was opened.
    let (settings, faults) = read("mute = true\nspeech_command = [\"say\"\nvolume = 35\nmotion = false\n");
    assert_eq!((settings.mute, settings.volume, settings.motion), (true, 35, false), "{faults:?}");
    assert_eq!(messages(&faults), ["this line is not understood"]);
}
