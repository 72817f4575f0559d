//! One process, and all that it starts.

use std::{
    io::{self, Read as _, Write as _},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::threads;
use rustix::{
    io::retry_on_intr,
    process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid},
};

/// The first process of a group of its own, as long as its number is certain to be its.
pub(super) struct Leader {
    pid: Mutex<Option<Pid>>,
    /// Told when it has ended.
    over: Condvar,
}

impl Leader {
    /// Ends it, and everything that it has started and that has not gone away on purpose.
    pub(super) fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// The same, but first it may put its things in order, as after `^C`, and take so long for it.
    pub(super) fn end(&self, patience: Duration) {
        self.signal(Signal::INT);
        let _ = self.over.wait_timeout_while(self.lock(), patience, |pid| pid.is_some());
        self.kill();
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = *self.lock() {
            // It may have ended just now.
            let _ = kill_process_group(pid, signal);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Pid>> {
        self.pid.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its number may belong to somebody else from now on.
    fn forget(&self) {
        *self.lock() = None;
        self.over.notify_all();
    }
}

/// How a process has ended.
pub(super) struct Ended {
    /// A few words, if it has failed.
    pub(super) fault: Option<String>,
    /// The beginning of what it wrote, if that was asked for.
    pub(super) said: String,
}

/// Nobody who answers in a word writes more. In bytes.
const LONGEST_ANSWER: u64 = 4096;

/// Starts a program at the head of a group of its own. `input` is for its standard input. Its standard output, if it is
/// piped, is read. When it has ended, `over` is called; what it has left behind in its group ends with it.
///
/// # Errors
/// When it cannot be started.
pub(super) fn start(
    command: &mut Command,
    input: String,
    over: impl FnOnce(Ended) + Send + 'static,
) -> io::Result<Arc<Leader>> {
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).process_group(0).spawn()?;
    let pid = Pid::from_child(&child);
    let leader = Arc::new(Leader { pid: Mutex::new(Some(pid)), over: Condvar::new() });
    let known = leader.clone();
    let (to, from) = (child.stdin.take(), child.stdout.take());
    let wait = move || {
        if let Some(mut to) = to {
            // Who does not care to read it need not.
            let _ = to.write_all(input.as_bytes());
        }
        let mut said = String::new();
        if let Some(from) = from {
            // What is no text is no answer.
            let _ = from.take(LONGEST_ANSWER).read_to_string(&mut said);
        }
        over(Ended { fault: attend(child, pid, &known), said });
    };
    let thread = threads::begin("child", wait);
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
