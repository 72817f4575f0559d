//! A whole session of the real program, as it comes out of a sound card.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use serde_json::Value;
use supple::{runtime::clock, session::Moment};

use crate::rig::{Heard, Rig};

/// Every kind of cue that comes without a command, in about a minute.
const ROUTINE: &str = r#"
format = 1
name = "Every sound"

[defaults]
prepare = "6s"
relax = "2s"
switch = "5s"
rest = "7s"
rep_time = "1.5s"

[[step]]
name = "Long hold"
hold = "21s"
cues = [{ at = "4s", say = "Softly" }]

[[step]]
name = "Reps"
reps = 3
sides = "each"

[[step]]
name = "Short holds"
sets = 2
reps = 2
hold = "2s"
"#;

/// How far a sound may be from its moment, in milliseconds.
const NEAR: f64 = 25.0;
/// The same for the first sound of all: its device has yet to be opened.
const FIRST: f64 = 200.0;
/// How far the sounds of one bout may be from each other's distances.
const EXACT: f64 = 1.0;
/// A machine that is busy for a moment drops samples; nothing can be measured then, so it is tried again.
const TRIES: usize = 3;

#[test]
fn every_cue_of_a_session_is_heard_at_its_moment() {
    for attempt in 1..=TRIES {
        let rig = Rig::start();
        let recorder = rig.record();
        let session = play(&rig);
        let heard = recorder.stop().sounds();
        let report = faults(&session, &heard);
        if report.is_empty() {
            return;
        }
        let report = report.join("\n");
        assert!(attempt < TRIES, "{report}");
        eprintln!("{report}");
    }
}

/// A sound that was announced.
pub(crate) struct Announced {
    at: f64,
    name: String,
    /// The sounds of one bout, its 3-2-1 included, have one number.
    bout: usize,
}

pub(crate) struct Played {
    /// When the session began.
    pub(crate) origin: Moment,
    pub(crate) sounds: Vec<Announced>,
}

fn play(rig: &Rig) -> Played {
    let folder = tempfile::tempdir().unwrap();
    let routine = folder.path().join("sounds.toml");
    fs::write(&routine, ROUTINE).unwrap();
    play_routine(rig, &routine.to_string_lossy(), "off")
}

/// A session of this routine that nobody touches.
pub(crate) fn play_routine(rig: &Rig, routine: &str, voice: &str) -> Played {
    let home = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_supple"))
        .args(["run", "--json", "--voice", voice, routine])
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_STATE_HOME")
        .envs(rig.environment())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut events = Vec::new();
    // No line can come before its moment: the one that was quickest tells when the session began.
    let mut origin: Option<Moment> = None;
    for line in BufReader::new(program.stdout.take().unwrap()).lines() {
        let now = clock::now();
        let event: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let began = now.before(std::time::Duration::from_secs_f64(event["at"].as_f64().unwrap()));
        origin = Some(origin.map_or(began, |origin| origin.min(began)));
        events.push(event);
    }
    assert!(program.wait().unwrap().success());
    assert_eq!(events.last().unwrap()["status"], "completed");
    Played { origin: origin.unwrap(), sounds: audible(&events) }
}

/// What must be heard of these events: of the cues of one moment the one that says most.
fn audible(events: &[Value]) -> Vec<Announced> {
    let mut sounds: Vec<Announced> = Vec::new();
    let (mut bout, mut ticks) = (0, 3);
    for event in events.iter().filter(|event| event["event"] == "cue") {
        let (at, cue) = (event["at"].as_f64().unwrap(), event["cue"].as_str().unwrap());
        let name = match cue {
            "relax" => continue,
            "rep" if event["last"] == true => "rep-last".to_owned(),
            "tick" => format!("tick-{ticks}"),
            "tick_out" => "tick-out".to_owned(),
            other => other.to_owned(),
        };
        ticks = if cue == "tick" { ticks - 1 } else { 3 };
        // A bout begins with its 3-2-1, or without one with its "go".
        if name == "tick-3" || (name == "go" && sounds.last().is_none_or(|last| last.name != "tick-1")) {
            bout += 1;
        }
        let sound = Announced { at, name, bout };
        match sounds.last_mut() {
            Some(last) if (last.at - at).abs() < 0.001 => {
                if weight(&sound.name) > weight(&last.name) {
                    *last = sound;
                }
            }
            _ => sounds.push(sound),
        }
    }
    sounds
}

/// `end` gives way to whatever follows at once, and a rep to the "go" that it comes with.
fn weight(name: &str) -> u8 {
    match name {
        "end" => 0,
        "rep" | "rep-last" => 1,
        _ => 2,
    }
}

pub(crate) fn faults(session: &Played, heard: &[Heard]) -> Vec<String> {
    let names = |names: Vec<&str>| names.join(" ");
    let expected = names(session.sounds.iter().map(|sound| sound.name.as_str()).collect());
    let got = names(heard.iter().map(|sound| sound.name).collect());
    if expected != got {
        return vec![format!("announced: {expected}\nheard:     {got}")];
    }
    let late: Vec<f64> = session
        .sounds
        .iter()
        .zip(heard)
        .map(|(sound, heard)| {
            let began = heard.moment.since(session.origin).as_secs_f64();
            (began - sound.at) * 1000.0
        })
        .collect();
    let mut faults = Vec::new();
    for (place, sound) in session.sounds.iter().enumerate() {
        let first = session.sounds.iter().position(|first| first.bout == sound.bout).unwrap();
        let (own, off) = (late[place], late[place] - late[first]);
        let near = if place == 0 { FIRST } else { NEAR };
        if own.abs() > near || (sound.bout > 0 && off.abs() > EXACT && !stands_alone(&sound.name)) {
            faults.push(format!(
                "{} at {}: {own:.1} ms late, {off:.2} ms off in its bout",
                sound.name, sound.at
            ));
        }
    }
    faults
}

/// Sounds between the bouts.
fn stands_alone(name: &str) -> bool {
    matches!(name, "prepare" | "switch" | "rest" | "finished")
}
