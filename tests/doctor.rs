//! `supple doctor`, with a sound card and without.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

#[expect(dead_code, reason = "the tests at a terminal need more of it")]
#[path = "common/home.rs"]
mod home;
#[cfg(feature = "sound")]
#[expect(dead_code, reason = "the tests of the sound need more of it")]
#[path = "common/rig.rs"]
mod rig;

use std::{fs, os::unix::fs::PermissionsExt as _, process::Output};

use home::Home;
use serde_json::Value;

/// When something is at fault.
const AT_FAULT: Option<i32> = Some(3);

fn text(output: &Output) -> String {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The lines that begin with this mark, and those that go on with them.
fn marked(page: &str, mark: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        let (begins, goes_on) = (line.starts_with(&format!("  {mark}  ")), line.starts_with("      "));
        inside = begins || (inside && goes_on);
        match found.last_mut() {
            _ if begins => found.push(line.trim().to_owned()),
            Some(last) if inside => *last += &format!(" {}", line.trim()),
            _ => {}
        }
    }
    found
}

#[test]
fn without_a_sound_card_it_says_so_and_what_stands_in() {
    let home = Home::new();
    let output = home.run(&["doctor"]);
    let page = text(&output);
    assert_eq!(output.status.code(), AT_FAULT, "{page}");
    let faults = marked(&page, "!!");
    assert_eq!(faults.len(), 1, "{page}");
    assert!(faults[0].starts_with("!!  Nothing can be played: "), "{page}");
    assert!(faults[0].contains(if cfg!(feature = "sound") { "bell and a flash" } else { "without sound" }));
    assert!(!page.contains("Every sound"), "{page}");
    assert!(page.ends_with("One thing is at fault; what to do about it stands with it.\n"), "{page}");
    let titles: Vec<&str> = page.lines().filter(|line| !line.is_empty() && !line.starts_with(' ')).collect();
    assert_eq!(titles[..5], ["Sound", "Voice", "Terminal", "Control and desktop", "Files"]);
    for line in page.lines() {
        assert!(line.chars().count() <= 80 && line.trim_end() == line, "{line:?}");
    }
    assert!(!page.contains('\x1b'));
}

#[test]
fn it_names_the_places_of_the_files_and_leaves_nothing_there() {
    let home = Home::new();
    let page = text(&home.run(&["doctor", "--no-sound"]));
    for place in ["~/config/supple", "~/data/supple", "~/state/supple"] {
        assert!(marked(&page, "ok").iter().any(|line| line.contains(place)), "{place}: {page}");
    }
    let left: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["state"], "{left:?}");
    let state: Vec<_> = fs::read_dir(home.path().join("state/supple")).unwrap().map(|e| e.unwrap()).collect();
    assert!(state.iter().all(|entry| !entry.file_name().to_string_lossy().contains("doctor")), "{state:?}");
}

#[test]
fn a_place_that_cannot_be_written_and_a_faulty_setting_are_faults() {
    let home = Home::new();
    // Even root cannot make a folder in a file.
    fs::write(home.path().join("data"), "").unwrap();
    home.settings("volume = 300\n");
    let output = home.run(&["doctor", "--quiet"]);
    assert_eq!(output.status.code(), AT_FAULT);
    let page = text(&output);
    let faults = marked(&page, "!!");
    let has = |wanted: &str| faults.iter().filter(|line| line.contains(wanted)).count();
    assert_eq!(has("The history: ~/data/supple cannot be written"), 1, "{page}");
    assert_eq!(has("The settings have 1 fault. `supple config show` names them"), 1, "{page}");
    assert!(page.ends_with("3 things are at fault; what to do about them stands with each.\n"), "{page}");
}

#[test]
fn as_json_it_says_the_same() {
    let home = Home::new();
    // How long a program takes to speak is different each time.
    home.settings("speech = \"none\"\n");
    let output = home.run(&["doctor", "--json"]);
    assert_eq!(output.status.code(), AT_FAULT);
    let json: Value = serde_json::from_str(&text(&output)).unwrap();
    assert_eq!((&json["well"], &json["output"]), (&Value::Bool(false), &Value::Null));
    assert_eq!(json["played"], Value::Array(Vec::new()));
    let page = text(&home.run(&["doctor"]));
    let said: String = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let findings = json["findings"].as_array().unwrap();
    assert!(findings.len() >= 6, "{findings:?}");
    for finding in findings {
        let says = finding["says"].as_str().unwrap();
        assert!(said.contains(says), "{says} is not on the page:\n{page}");
        assert_eq!(finding["state"] == "fault", finding["do"].is_string(), "{finding}");
    }
}

/// A home whose speech program is a script that does this.
fn speaks_by(script: &str) -> Home {
    let home = Home::new();
    let file = home.path().join("speaker");
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    home.settings(&format!("speech_command = [\"{}\"]\n", file.display()));
    home
}

/// What is found about the voice, with its state.
fn voices(home: &Home) -> Vec<(String, String)> {
    let json: Value = serde_json::from_str(&text(&home.run(&["doctor", "--quiet", "--json"]))).unwrap();
    let words = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().unwrap().iter().filter(|finding| finding["area"] == "voice");
    findings.map(|finding| (words(finding, "state"), words(finding, "says"))).collect()
}

#[test]
fn the_speech_program_of_the_settings_is_tried() {
    let wav = "printf 'RIFF\\244\\076\\0\\0WAVEfmt \\020\\0\\0\\0\\001\\0\\001\\0\\100\\037\\0\\0\\200\\076\\0\\0\\002\\0\\020\\0data\\200\\076\\0\\0'; \
               yes AZ | head -c 16000";
    let home = speaks_by(&format!("cat > \"$HOME/heard\"; {wav}"));
    let (state, says) = voices(&home).pop().unwrap();
    assert_eq!(state, "ok", "{says}");
    assert!(says.starts_with("Texts of your own are for speaker: 1.1 s of speech"), "{says}");
    assert!(fs::read_to_string(home.path().join("heard")).unwrap().contains("Slide your heel"));

    let (state, says) = voices(&speaks_by("exit 7")).pop().unwrap();
    assert_eq!(state, "fault");
    assert!(says.contains("speaker failed (exit status: 7)"), "{says}");
    // By ear only, and nobody wants to hear it.
    let home = speaks_by("touch \"$HOME/heard\"");
    let settings = fs::read_to_string(home.path().join("config/supple/config.toml")).unwrap();
    home.settings(&(settings + "speech_plays = true\n"));
    let (state, says) = voices(&home).pop().unwrap();
    assert_eq!((state.as_str(), says.contains("plays by itself")), ("note", true), "{says}");
    assert!(!home.path().join("heard").exists());

    let home = Home::new();
    home.settings("speech_command = [\"no-such-program\"]\n");
    let (state, says) = voices(&home).pop().unwrap();
    assert_eq!((state.as_str(), says.contains("no-such-program is not there")), ("fault", true), "{says}");
    home.settings("speech = \"none\"\n");
    let (state, says) = voices(&home).pop().unwrap();
    assert_eq!((state.as_str(), says.contains("as you wish")), ("note", true), "{says}");
}

#[test]
fn it_tells_where_the_control_sockets_are_and_whether_there_can_be_any() {
    let home = Home::new();
    let page = text(&home.run(&["doctor", "--quiet"]));
    let place = home.runtime().join("supple").display().to_string();
    let without_breaks: String = page.split_whitespace().collect();
    assert!(without_breaks.contains(&place), "{page}");
    assert_eq!(fs::read_dir(home.runtime()).unwrap().count(), 0, "nothing is left there");
    assert!(page.contains("Switched on: media_keys"), "{page}");

    fs::write(home.runtime().join("supple"), "").unwrap();
    home.settings("mouse = false\n");
    let page = text(&home.run(&["doctor", "--quiet"]));
    assert!(marked(&page, "!!").iter().any(|line| line.contains("No session can be controlled")), "{page}");
    let said: String = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Switched off: mouse."), "{page}");
}

#[cfg(feature = "sound")]
mod with_a_card {
    use std::{
        io::{BufRead as _, BufReader},
        process::Stdio,
        time::Duration,
    };

    use supple::{runtime::clock, session::Moment};

    use super::*;
    use crate::rig::Rig;

    /// What is printed of each sound, and what is to be heard.
    const SOUNDS: [(&str, &[&str]); 14] = [
        ("prepare", &["prepare"]),
        ("3-2-1", &["tick-3", "tick-2", "tick-1"]),
        ("go", &["go"]),
        ("rep", &["rep"]),
        ("last rep", &["rep-last"]),
        ("half-way", &["half"]),
        ("3-2-1 out", &["tick-out", "tick-out", "tick-out"]),
        ("end", &["end"]),
        ("switch", &["switch"]),
        ("rest", &["rest"]),
        ("own cue", &["custom"]),
        ("paused", &["paused"]),
        ("resumed", &["resumed"]),
        ("finished", &["finished"]),
    ];
    /// How far a name may be from its sound, in milliseconds; a busy machine prints late.
    const NEAR: u128 = 250;

    #[test]
    fn every_sound_is_heard_as_its_name_is_printed() {
        let (rig, home) = (Rig::start(), Home::new());
        let recorder = rig.record();
        let mut command = home.command(&["doctor"]);
        let command = command.envs(rig.environment()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut doctor = command.spawn().unwrap();
        let lines: Vec<(Moment, String)> = BufReader::new(doctor.stdout.take().unwrap())
            .lines()
            .map(|line| (clock::now(), line.unwrap()))
            .collect();
        let status = doctor.wait().unwrap();
        let heard = recorder.stop().sounds();
        let page = lines.iter().fold(String::new(), |page, (_, line)| page + line + "\n");
        assert_eq!(status.code(), Some(0), "{page}");
        assert!(page.contains("ok  PulseAudio plays on “Null Output”."), "{page}");
        assert!(page.contains("48000 Hz, 2 channels"), "{page}");
        assert!(page.ends_with("All is well.\n"), "{page}");

        let cues: Vec<_> = heard.iter().filter(|sound| sound.name != "?").collect();
        let names: Vec<&str> = cues.iter().map(|sound| sound.name).collect();
        assert_eq!(names, SOUNDS.iter().flat_map(|(_, names)| *names).copied().collect::<Vec<_>>());
        let mut first = 0;
        for (printed, names) in SOUNDS {
            let name = |line: &str| line.strip_prefix("      ")?.split("  ").next().map(str::to_owned);
            let line = lines.iter().find(|(_, line)| name(line).as_deref() == Some(printed));
            let (at, _) = line.unwrap_or_else(|| panic!("{printed} is not named:\n{page}"));
            let apart = at.since(cues[first].moment).max(cues[first].moment.since(*at));
            assert!(apart.as_millis() <= NEAR, "{printed} is printed {apart:?} from its sound");
            first += names.len();
        }
        // The voice is none of the shipped sounds.
        let spoken: Vec<_> = heard.iter().filter(|sound| sound.name == "?").collect();
        assert_eq!(spoken.is_empty(), cfg!(not(feature = "voice")), "{spoken:?}");
        let finished = cues.last().unwrap().moment;
        assert!(spoken.iter().all(|sound| sound.moment > finished), "{spoken:?}");
    }

    #[test]
    fn quiet_it_plays_nothing_and_a_wanted_output_that_is_missing_is_a_fault() {
        let (rig, home) = (Rig::start(), Home::new());
        rig.add_card("kitchen");
        rig.make_default("rig");
        home.settings("output = \"garage\"\n");
        let recorder = rig.record();
        let run = |arguments: &[&str]| {
            let output = home.command(arguments).envs(rig.environment()).output().unwrap();
            (output.status.code(), text(&output))
        };
        let (status, page) = run(&["doctor", "--quiet"]);
        assert_eq!(status, AT_FAULT, "{page}");
        let faults = marked(&page, "!!");
        assert_eq!(faults.len(), 1, "{page}");
        assert!(faults[0].contains("no output like “garage”") && faults[0].contains("“kitchen”"), "{page}");
        home.settings("output = \"KITCHEN\"\n");
        let (status, page) = run(&["doctor", "--quiet", "--json"]);
        assert_eq!(status, Some(0), "{page}");
        let json: Value = serde_json::from_str(&page).unwrap();
        assert_eq!(json["output"]["id"], "kitchen");
        assert_eq!(
            (&json["output"]["rate"], &json["output"]["buffer_frames"]),
            (&48_000.into(), &2048.into())
        );
        let ids: Vec<&str> =
            json["outputs"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert!(ids.starts_with(&["rig", "kitchen"]), "{ids:?}");
        assert_eq!(recorder.stop().sounds().len(), 0);
    }

    #[test]
    fn a_sound_server_that_hangs_is_a_fault_and_no_end() {
        let (rig, home) = (Rig::start(), Home::new());
        rig.hang();
        let began = clock::now();
        let output = home.command(&["doctor"]).envs(rig.environment()).output().unwrap();
        rig.go_on();
        let page = text(&output);
        assert_eq!(output.status.code(), AT_FAULT, "{page}");
        assert!(marked(&page, "!!")[0].contains("does not answer"), "{page}");
        assert!(clock::now().since(began) < Duration::from_secs(25));
    }
}
