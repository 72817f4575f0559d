//! The real program with pipes in place of a terminal.

use std::{
    io::{BufRead as _, BufReader, Read, Write as _},
    os::unix::process::CommandExt as _,
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::home::Home;

/// A wait that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A session that reports events as JSON and takes commands.
pub(crate) struct Piped {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<String>,
    errors: Receiver<String>,
    /// Everything that was reported so far.
    pub(crate) events: Vec<Value>,
}

impl Piped {
    pub(crate) fn start(home: &Home, args: &[&str]) -> Self {
        let mut command = home.command(args);
        command.arg("--json").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // As a shell with job control does: what stops it stops it alone.
        let mut child = command.process_group(0).spawn().unwrap();
        let (out, output) = channel();
        read(child.stdout.take().unwrap(), out);
        let (err, errors) = channel();
        read(child.stderr.take().unwrap(), err);
        Self { input: child.stdin.take(), child, output, errors, events: Vec::new() }
    }

    pub(crate) fn say(&mut self, line: &str) {
        let input = self.input.as_mut().expect("the input is closed");
        writeln!(input, "{line}").unwrap();
    }

    /// Nobody will say anything any more.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// The next event with this name; all until then are passed over, but kept in `events`.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, name: &str) -> Value {
        self.wait(name, |event| event["event"] == name)
    }

    #[track_caller]
    pub(crate) fn wait(&mut self, what: &str, good: impl Fn(&Value) -> bool) -> Value {
        loop {
            let Ok(line) = self.output.recv_timeout(PATIENCE) else {
                panic!("waited in vain for {what} after {:#?}", self.events.last())
            };
            let event: Value = serde_json::from_str(&line).unwrap();
            self.events.push(event.clone());
            if good(&event) {
                return event;
            }
        }
    }

    /// The next line on standard error.
    #[track_caller]
    pub(crate) fn complaint(&self) -> String {
        self.errors.recv_timeout(PATIENCE).expect("a sentence on standard error")
    }

    /// Lets a fixed time pass.
    pub(crate) fn observe(seconds: u64) {
        Self::pass(Duration::from_secs(seconds));
    }

    pub(crate) fn pass(time: Duration) {
        let (_quiet, never) = channel::<()>();
        let _ = never.recv_timeout(time);
    }

    /// Reads to the end. Gives the exit status.
    pub(crate) fn end(&mut self) -> Option<i32> {
        while let Ok(line) = self.output.recv_timeout(PATIENCE) {
            self.events.push(serde_json::from_str(&line).unwrap());
        }
        self.child.wait().unwrap().code()
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(from: impl Read + Send + 'static, to: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(from).lines() {
            if line.map(|line| to.send(line)).is_err() {
                return;
            }
        }
    });
}
