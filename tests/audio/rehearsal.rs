//! `supple run --rehearse`: the script of a routine, one thing after the other.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use supple::{runtime::clock, session::Moment};

use crate::{
    home::Home,
    late, ms,
    rig::{Recording, Rig},
};

const ROUTINE: &str = "format = 1\nname = \"Bird dog\"\n[[step]]\nuse = \"bird-dog\"\nreps = 2\n";
/// What is quieter is silence.
const SILENCE: f64 = 0.003;
/// Between the words of one utterance there is less silence than this, between two utterances more.
const GAP: Duration = ms(450);
/// How far a line may be from its words, in milliseconds; a busy machine prints late.
const NEAR: f64 = 250.0;

#[test]
fn the_whole_script_is_heard_one_thing_after_the_other() {
    let (rig, home) = (Rig::start(), Home::new());
    home.routine("short", ROUTINE);
    let recorder = rig.record();
    let mut program = start(&home, &rig, "brief");
    let lines: Vec<(Moment, String)> = BufReader::new(program.stdout.take().unwrap())
        .lines()
        .map(|line| (clock::now(), line.unwrap()))
        .collect();
    assert_eq!(program.wait().unwrap().code(), Some(0));
    let recording = recorder.stop();

    let script = home.run(&["plan", "--script", "--voice", "brief", "short"]);
    let script = String::from_utf8(script.stdout).unwrap();
    let planned: Vec<&str> = script.lines().skip(2).collect();
    let said: Vec<&str> = lines.iter().skip(2).map(|(_, line)| line.as_str()).collect();
    assert_eq!(said, planned);
    assert!(planned.len() >= 5, "{planned:?}");

    let heard = stretches(&recording, GAP);
    assert_eq!(heard.len(), said.len(), "{heard:?}\n{said:?}");
    for ((begins, _), (printed, line)) in heard.iter().zip(&lines[2..]) {
        assert!(
            late(*printed, *begins).abs() <= NEAR,
            "{line} is printed {} ms late",
            late(*printed, *begins)
        );
    }
}

#[test]
fn ctrl_c_ends_it() {
    let (rig, home) = (Rig::start(), Home::new());
    home.routine("short", ROUTINE);
    let mut program = start(&home, &rig, "full");
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    // The title, a gap, the first words.
    assert!(lines.by_ref().take(3).all(|line| line.is_ok()));
    kill_process(Pid::from_child(&program), Signal::INT).unwrap();
    let told = clock::now();
    assert_eq!(program.wait().unwrap().code(), Some(130));
    assert!(clock::now().since(told) < Duration::from_secs(2));
    assert_eq!(home.records(), Vec::<serde_json::Value>::new(), "no session was played");
}

#[test]
fn without_sound_it_says_so_and_what_to_do() {
    let home = Home::new();
    home.routine("short", ROUTINE);
    let output = home.run(&["run", "--rehearse", "short"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("supple: no sound: ") && said.contains("supple plan --script"), "{said}");
}

fn start(home: &Home, rig: &Rig, voice: &str) -> Child {
    let mut command = home.command(&["run", "--rehearse", "short", "--voice", voice]);
    command.envs(rig.environment()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// When sound that is not interrupted by a longer silence begins and ends.
pub(crate) fn stretches(recording: &Recording, gap: Duration) -> Vec<(Moment, Moment)> {
    let mut found: Vec<(Moment, Moment)> = Vec::new();
    for (index, _) in recording.samples.iter().enumerate().filter(|(_, sample)| sample.abs() > SILENCE) {
        let at = recording.origin + Duration::from_nanos(index as u64 * 1_000_000_000 / 48_000);
        match found.last_mut() {
            Some((_, ends)) if at.since(*ends) < gap => *ends = at,
            _ => found.push((at, at)),
        }
    }
    found
}
