//! One process, and all that it starts.

use std::{
    io::{self, Write as _},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use rustix::{
    io::retry_on_intr,
    process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid},
};

/// The first process of a group of its own, as long as its number is certain to be its.
pub(super) struct Leader(Mutex<Option<Pid>>);

impl Leader {
    /// Ends it, and everything that it has started and that has not gone away on purpose.
    pub(super) fn kill(&self) {
        if let Some(pid) = *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            // It may have ended just now.
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }

    /// Its number may belong to somebody else from now on.
    fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Starts a program with one line on its standard input. When it has ended, `over` is called, with a sentence if it has
/// failed; what it has left behind in its group ends with it.
///
/// # Errors
/// When it cannot be started.
pub(super) fn start(
    command: &[String],
    event: &str,
    line: String,
    over: impl FnOnce(Option<String>) + Send + 'static,
) -> io::Result<Arc<Leader>> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "there is no program"));
    };
    let mut child = Command::new(program)
        .args(arguments)
        .env("SUPPLE_EVENT", event)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let pid = Pid::from_child(&child);
    let leader = Arc::new(Leader(Mutex::new(Some(pid))));
    let known = leader.clone();
    let input = child.stdin.take();
    let wait = move || {
        if let Some(mut input) = input {
            // Who does not care to read it need not.
            let _ = input.write_all(line.as_bytes());
        }
        over(attend(child, pid, &known));
    };
    let thread = thread::Builder::new().name("hook".into()).spawn(wait);
    thread.map(|_| leader.clone()).inspect_err(|_| leader.kill())
}

fn attend(mut child: Child, pid: Pid, leader: &Leader) -> Option<String> {
    // Only looked at: until the end of the process is taken note of, nobody else can get its number.
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    let _ = retry_on_intr(|| waitid(WaitId::Pid(pid), options));
    leader.kill();
    leader.forget();
    match child.wait() {
        Ok(status) if status.success() => None,
        Ok(status) => Some(status.to_string()),
        Err(error) => Some(error.to_string()),
    }
}
