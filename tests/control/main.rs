//! A running session is controlled and watched from outside: the real program, real sockets, `supple ctl` and
//! `supple status`.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/home.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod home;
#[path = "../common/piped.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod piped;
#[path = "../common/process.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod process;
#[path = "../common/pty.rs"]
#[expect(dead_code, reason = "others do more with it")]
mod pty;

mod commands;
mod costs;
mod crowd;
mod sockets;
mod status;

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::net::UnixStream,
    path::PathBuf,
    time::Duration,
};

use home::Home;
use piped::Piped;
use serde_json::Value;

/// A wait that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Getting ready, and a hold with nothing in it until half-way.
const LONG: &str = r#"
format = 1
name = "Long & still"
[[step]]
name = "Wall sit"
prepare = "5s"
hold = "120s"
[[step]]
name = "Plank"
prepare = "5s"
hold = "20s"
"#;

/// A session of it as JSON, at work.
fn at_work(home: &Home) -> Piped {
    home.routine("long", LONG);
    let mut run = Piped::start(home, &["run", "long", "--mute"]);
    run.wait_for("step_started");
    wait_for_socket(home);
    assert_eq!(ctl(home, &["next"]), (0, String::new()));
    run.wait("go", |event| event["cue"] == "go");
    run
}

/// Where the user's sockets are.
fn runtime(home: &Home) -> PathBuf {
    home.runtime().to_owned()
}

/// The sockets that are there.
fn sockets(home: &Home) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(runtime(home).join("supple")) else { return Vec::new() };
    let mut sockets: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    sockets.sort();
    sockets
}

/// The first socket, as soon as it is there.
#[track_caller]
fn wait_for_socket(home: &Home) -> PathBuf {
    for _ in 0..1000 {
        // It has its mode when it can be used.
        if let Some(path) = sockets(home).first()
            && UnixStream::connect(path).is_ok()
        {
            return path.clone();
        }
        Piped::pass(Duration::from_millis(10));
    }
    panic!("there is no socket")
}

/// The exit status and what was said on standard error.
#[track_caller]
fn ctl(home: &Home, words: &[&str]) -> (i32, String) {
    let output = home.run(&[&["ctl"], words].concat());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "{words:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// The exit status and what was printed.
#[track_caller]
fn status(home: &Home, args: &[&str]) -> (i32, String) {
    let output = home.run(&[&["status"], args].concat());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{args:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

/// A connection to a session.
struct Line(BufReader<UnixStream>);

impl Line {
    fn open(home: &Home) -> Self {
        let stream = UnixStream::connect(wait_for_socket(home)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self(BufReader::new(stream))
    }

    fn stream(&self) -> &UnixStream {
        self.0.get_ref()
    }

    fn say(&self, words: &str) {
        self.write(format!("{words}\n").as_bytes());
    }

    #[track_caller]
    fn write(&self, bytes: &[u8]) {
        self.stream().write_all(bytes).unwrap();
    }

    /// The next line; `None` at the end.
    #[track_caller]
    fn next(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        (!line.is_empty()).then(|| serde_json::from_str(&line).unwrap())
    }

    /// What is answered to a command; anything else is passed over.
    #[track_caller]
    fn ask(&mut self, words: &str) -> Value {
        self.say(words);
        loop {
            let line = self.next().expect("an answer");
            if !line["ok"].is_null() {
                return line;
            }
        }
    }
}
