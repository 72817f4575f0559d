//! The sound server goes away in the middle of a session of the real program, or hangs, and comes back.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::Stdio,
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::Value;
use supple::{runtime::clock, session::Moment};

use crate::{
    NEAR,
    home::Home,
    late, ms,
    pty::Tty,
    rig::{Heard, Rig, wait},
};

/// A sound a second, for 20 seconds.
const ROUTINE: &str = "format = 1\nname = \"Steady\"\n[defaults]\nprepare = \"3s\"\n\
                       [[step]]\nname = \"March\"\nreps = 17\nrep_time = \"1s\"\n";
/// When the fault comes.
const FAULT: Duration = ms(6000);
/// A line that is later than this after its moment was held up by something.
const PROMPT: f64 = 400.0;

#[test]
fn a_sound_server_that_dies_and_comes_back_moves_no_event_and_is_told_of_once() {
    let mut rig = Rig::start();
    let home = home();
    let session = Session::start(&home, &rig);
    let before = rig.record();
    wait(FAULT);
    rig.kill();
    let before = before.stop();
    wait(ms(4500));
    rig.revive();
    let after = rig.record();
    let played = session.finish();
    let (before, after) = (before.sounds(), after.stop().sounds());

    played.assert_untouched(&home);
    let told: Vec<&str> = played.errors.lines().collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("supple: no sound: "), "{told:?}");
    assert!(told[0].ends_with("; the session goes on silently"), "{told:?}");
    assert!(played.heard_in_time(&before) >= 2, "{before:?}");
    assert!(played.heard_in_time(&after) >= 3, "{after:?}");
    assert_eq!(after.last().map(|sound| sound.name), Some("finished"), "{after:?}");
}

#[test]
fn a_sound_server_that_hangs_holds_nothing_up() {
    let rig = Rig::start();
    let home = home();
    let session = Session::start(&home, &rig);
    wait(FAULT);
    rig.hang();
    wait(ms(3000));
    rig.go_on();
    // What it was given before is played late; after that all is as it was.
    wait(ms(4000));
    let after = rig.record();
    let played = session.finish();
    let after = after.stop().sounds();

    played.assert_untouched(&home);
    assert!(played.errors.lines().count() <= 1, "{}", played.errors);
    assert!(played.heard_in_time(&after) >= 2, "{after:?}");
    assert_eq!(after.last().map(|sound| sound.name), Some("finished"), "{after:?}");
}

#[test]
fn on_the_screen_the_fault_is_told_once_and_so_is_its_end() {
    const NOTICE: &str = "No sound: `supple doctor`";
    const BACK: &str = "The sound is back.";
    let mut rig = Rig::start();
    let home = home();
    let environment = rig.environment();
    let environment: Vec<(&str, &str)> =
        environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut tty = Tty::supple_with(&home, &["run", "--voice", "off", "steady"], 100, 30, &environment);
    tty.wait_for(&["MARCH"]);
    wait(ms(3500));
    rig.kill();
    tty.wait_for(&[NOTICE]);
    wait(ms(2500));
    rig.revive();
    tty.wait_for(&[BACK]);
    let (text, raw) = (tty.text(), tty.raw());
    assert_eq!(text.matches(BACK).count(), 1, "{text}");
    assert_eq!(String::from_utf8_lossy(&raw).matches(NOTICE).count(), 1);
    for _ in 0..3 {
        tty.press("\x03");
        wait(ms(300));
    }
    assert_eq!(tty.wait_end(), 130);
    tty.assert_as_before();
}

fn home() -> Home {
    let home = Home::new();
    home.routine("steady", ROUTINE);
    home
}

struct Session {
    lines: mpsc::Receiver<(Moment, Value)>,
    errors: thread::JoinHandle<String>,
}

struct Played {
    events: Vec<(Moment, Value)>,
    errors: String,
}

impl Session {
    fn start(home: &Home, rig: &Rig) -> Self {
        let mut command = home.command(&["run", "--json", "--voice", "off", "steady"]);
        let command = command.envs(rig.environment()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = command.spawn().unwrap();
        let (out, mut err) = (program.stdout.take().unwrap(), program.stderr.take().unwrap());
        let (arrived, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines() {
                let event = serde_json::from_str(&line.unwrap()).unwrap();
                let _ = arrived.send((clock::now(), event));
            }
        });
        let errors = thread::spawn(move || {
            let mut errors = String::new();
            err.read_to_string(&mut errors).unwrap();
            assert!(program.wait().unwrap().success());
            errors
        });
        Self { lines, errors }
    }

    fn finish(self) -> Played {
        let errors = self.errors.join().unwrap();
        Played { events: self.lines.into_iter().collect(), errors }
    }
}

impl Played {
    /// When the session began: no line comes before its moment, and the quickest comes with it.
    fn origin(&self) -> Moment {
        let began = |(arrived, event): &(Moment, Value)| arrived.before(at(event));
        self.events.iter().map(began).min().unwrap()
    }

    /// Nothing came at another time than it would have without a fault, neither as it is told nor in life.
    fn assert_untouched(&self, home: &Home) {
        let fresh = home.run(&["run", "--json", "--speed", "100", "--no-log", "steady"]);
        let without: Vec<Value> = String::from_utf8(fresh.stdout)
            .unwrap()
            .lines()
            .map(|line| nameless(serde_json::from_str(line).unwrap()))
            .collect();
        let with: Vec<Value> = self.events.iter().map(|(_, event)| nameless(event.clone())).collect();
        assert_eq!(with, without);
        for (arrived, event) in &self.events {
            let late = late(*arrived, self.origin() + at(event));
            assert!(late <= PROMPT, "{late:.0} ms late: {event}");
        }
    }

    /// How many of the cues, by the sounds that belong to them, were heard at their moments.
    fn heard_in_time(&self, heard: &[Heard]) -> usize {
        let cues = self.events.iter().filter(|(_, event)| event["event"] == "cue");
        let moments: Vec<Moment> = cues.map(|(_, event)| self.origin() + at(event)).collect();
        let in_time = |sound: &&Heard| moments.iter().any(|moment| late(sound.moment, *moment).abs() <= NEAR);
        heard.iter().filter(|sound| sound.name != "?").filter(in_time).count()
    }
}

fn at(event: &Value) -> Duration {
    Duration::from_secs_f64(event["at"].as_f64().unwrap())
}

/// Without what is different in every session.
fn nameless(mut event: Value) -> Value {
    if let Some(event) = event.as_object_mut() {
        event.retain(|key, _| key != "id");
    }
    event
}
