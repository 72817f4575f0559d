//! One call of a program: text in, bytes out, within a time, with nothing left running.

use std::{
    ffi::OsString,
    fs,
    io::{self, PipeReader, Read as _, Write as _},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::process::CommandExt as _,
    },
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::{Errno, ioctl_fionbio},
    process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid},
};

use crate::{session::Moment, threads};

/// More than two minutes of speech take in any usual form.
pub(super) const MOST_BYTES: usize = 20 << 20;
/// What has ended may have left its standard output to another process: so long we wait for that.
const GRACE: Duration = Duration::from_millis(250);
/// How often we look at how large a file has grown that a program is writing.
const LOOK: Duration = Duration::from_millis(200);

/// What to run and how.
pub(super) struct Call<'a> {
    pub(super) program: &'a Path,
    pub(super) arguments: &'a [OsString],
    pub(super) input: &'a [u8],
    pub(super) output: Output<'a>,
    pub(super) limit: Duration,
    pub(super) clock: fn() -> Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Output<'a> {
    Standard,
    /// It writes this file.
    File(&'a Path),
    None,
}

/// Why a call gave nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not wanted any more.
    Stopped,
    /// The end of a sentence that begins with the program's name.
    Failed(String),
}

impl Call<'_> {
    /// Runs the program to its end, or puts an end to it. When a message comes by `wake`, `goes_on` is asked whether the
    /// result is still wanted; so it is when `wake` has no more writers, and the answer does not count.
    pub(super) fn run(self, wake: &mut PipeReader, goes_on: impl Fn() -> bool) -> Result<Vec<u8>, Fault> {
        let mut running =
            Running::start(&self).map_err(|error| Fault::Failed(format!("cannot be started: {error}")))?;
        let (bytes, is_whole) = self.attend(&mut running, wake, goes_on)?;
        // What plays may have left the playing to another process.
        let keeps_others = self.output == Output::None;
        let status = running.reap(keeps_others).map_err(failed)?;
        if !status.success() {
            return Err(Fault::Failed(format!("failed ({status})")));
        }
        match self.output {
            Output::File(path) => read_file(path),
            Output::Standard if !is_whole && bytes.is_empty() => Err(Fault::Failed("gave no sound".into())),
            Output::Standard | Output::None => Ok(bytes),
        }
    }

    /// Feeds and reads it until it has ended. Whether its output came to an end, too.
    fn attend(
        &self,
        running: &mut Running,
        wake: &mut PipeReader,
        goes_on: impl Fn() -> bool,
    ) -> Result<(Vec<u8>, bool), Fault> {
        let (mut bytes, mut to_write) = (Vec::new(), self.input);
        let mut until = (self.clock)() + self.limit;
        let mut has_ended = false;
        while !(has_ended && running.output.is_none()) {
            let left = until.since((self.clock)());
            if left.is_zero() && has_ended {
                return Ok((bytes, false));
            }
            if left.is_zero() {
                return Err(Fault::Failed(format!("took longer than {} s", self.limit.as_secs_f32())));
            }
            let nap = if let Output::File(path) = self.output {
                watch(path)?;
                left.min(LOOK)
            } else {
                left
            };
            let ended = (!has_ended).then(|| (running.ended.as_fd(), PollFlags::IN));
            let output = running.output.as_ref().map(|output| (output.as_fd(), PollFlags::IN));
            let input = running.input.as_ref().map(|input| (input.as_fd(), PollFlags::OUT));
            let ready =
                wait([Some((wake.as_fd(), PollFlags::IN)), ended, output, input], nap).map_err(failed)?;
            let [is_woken, ends, has_output, takes_input] = ready;
            if is_woken && (wake.read(&mut [0; 64]).unwrap_or(0) == 0 || !goes_on()) {
                return Err(Fault::Stopped);
            }
            if ends {
                has_ended = true;
                until = until.min((self.clock)() + GRACE);
                running.input = None;
            } else if takes_input {
                running.feed(&mut to_write);
            }
            if has_output {
                running.drain(&mut bytes)?;
            }
        }
        Ok((bytes, true))
    }
}

/// A process with a group of its own. Nothing of the group outlives it.
struct Running {
    child: Child,
    group: Pid,
    is_reaped: bool,
    input: Option<std::process::ChildStdin>,
    output: Option<std::process::ChildStdout>,
    /// Comes to its end when the process does, which is not yet reaped then: so its number is not given to another.
    ended: PipeReader,
}

impl Running {
    fn start(call: &Call<'_>) -> io::Result<Self> {
        let to_us = if call.output == Output::Standard { Stdio::piped() } else { Stdio::null() };
        let (ended, alive) = io::pipe()?;
        let mut child = Command::new(call.program)
            .args(call.arguments)
            .stdin(Stdio::piped())
            .stdout(to_us)
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let group = Pid::from_child(&child);
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let running = Self { child, group, is_reaped: false, input, output, ended };
        if let Some(input) = &running.input {
            ioctl_fionbio(input, true)?;
        }
        threads::begin("speech-end", move || {
            let leave_it = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            while matches!(waitid(WaitId::Pid(group), leave_it), Err(Errno::INTR)) {}
            drop(alive);
        })?;
        Ok(running)
    }

    fn feed(&mut self, to_write: &mut &[u8]) {
        let Some(input) = &mut self.input else { return };
        match input.write(to_write) {
            Ok(count) => *to_write = &to_write[count..],
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                return;
            }
            // It does not want more. Whether it can do without, its output will tell.
            Err(_) => *to_write = &[],
        }
        if to_write.is_empty() {
            self.input = None;
        }
    }

    fn drain(&mut self, bytes: &mut Vec<u8>) -> Result<(), Fault> {
        let Some(output) = &mut self.output else { return Ok(()) };
        let mut piece = [0; 1 << 13];
        match output.read(&mut piece) {
            Ok(0) => self.output = None,
            Ok(count) => bytes.extend(&piece[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
        if bytes.len() > MOST_BYTES { Err(too_much()) } else { Ok(()) }
    }

    fn reap(&mut self, keeps_others: bool) -> io::Result<ExitStatus> {
        if !keeps_others {
            self.kill();
        }
        self.is_reaped = true;
        self.child.wait()
    }

    fn kill(&self) {
        // Nobody is left in it if this fails.
        let _ = kill_process_group(self.group, Signal::KILL);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_reaped {
            self.kill();
            let _ = self.child.wait();
        }
    }
}

/// Waits until one of these has something, or this long; says which.
fn wait(fds: [Option<(BorrowedFd<'_>, PollFlags)>; 4], nap: Duration) -> io::Result<[bool; 4]> {
    // A moment more than asked for, so that the time is over afterwards.
    let nap = Timespec::try_from(nap + Duration::from_micros(1)).ok();
    let mut asked: Vec<PollFd<'_>> =
        fds.iter().flatten().map(|(fd, flags)| PollFd::from_borrowed_fd(*fd, *flags)).collect();
    match poll(&mut asked, nap.as_ref()) {
        Ok(_) => {}
        Err(Errno::INTR) => return Ok([false; 4]),
        Err(error) => return Err(error.into()),
    }
    let mut answers = asked.iter().map(|fd| !fd.revents().is_empty());
    Ok(fds.map(|fd| fd.is_some() && answers.next().unwrap_or(false)))
}

/// So that no disk is filled before the time is over.
fn watch(path: &Path) -> Result<(), Fault> {
    match fs::metadata(path) {
        Ok(known) if known.len() > MOST_BYTES as u64 => Err(too_much()),
        _ => Ok(()),
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, Fault> {
    let file = fs::File::open(path).map_err(|_| Fault::Failed("wrote no file".into()))?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > MOST_BYTES { Err(too_much()) } else { Ok(bytes) }
}

fn too_much() -> Fault {
    Fault::Failed(format!("gave more than {} MB", MOST_BYTES >> 20))
}

fn failed(error: impl std::fmt::Display) -> Fault {
    Fault::Failed(format!("could not be attended to: {error}"))
}
