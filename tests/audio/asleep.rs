//! The machine falls asleep in the middle of a session, which sounds every second.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use supple::runtime::clock;

use crate::{
    home::Home,
    rig::{Rig, wait},
};

const ROUTINE: &str = "format = 1\nname = \"Steady\"\n[defaults]\nprepare = \"3s\"\n\
                       [[step]]\nname = \"March\"\nreps = 30\nrep_time = \"1s\"\n";
/// Five sounds are due meanwhile.
const SLEEP: Duration = Duration::from_secs(5);
/// So much may be with the sound card already.
const UNDER_WAY: Duration = Duration::from_secs(2);

#[test]
fn what_was_due_in_sleep_is_not_heard_after_it() {
    let rig = Rig::start();
    let home = Home::new();
    home.routine("steady", ROUTINE);
    let recorder = rig.record();
    let mut command = home.command(&["run", "steady", "--json", "--voice", "off"]);
    command.envs(rig.environment()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut program = command.spawn().unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut until = |cue: &str| -> Value {
        loop {
            let event: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
            if event["cue"] == cue {
                return event;
            }
        }
    };
    (0..3).for_each(|_| drop(until("rep")));
    let pid = Pid::from_child(&program);
    kill_process(pid, Signal::STOP).unwrap();
    let asleep = clock::now();
    wait(SLEEP);
    kill_process(pid, Signal::CONT).unwrap();
    let awake = clock::now();
    until("paused");
    // Whatever is late would come now.
    wait(Duration::from_secs(3));
    program.kill().unwrap();
    program.wait().unwrap();

    let heard = recorder.stop().sounds();
    let after: Vec<&str> =
        heard.iter().filter(|sound| sound.moment >= awake).map(|sound| sound.name).collect();
    assert_eq!(after, ["paused"], "{heard:?}");
    // The sound that was cut off is none that has a name.
    let before: Vec<&str> = heard.iter().map(|sound| sound.name).take(3).collect();
    assert_eq!(before, ["prepare", "go", "rep"], "{heard:?}");
    let in_sleep = heard.iter().filter(|sound| sound.moment >= asleep + UNDER_WAY && sound.moment < awake);
    assert_eq!(in_sleep.count(), 0, "{heard:?}");
}
