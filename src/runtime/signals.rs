//! Signals become messages.

use std::{io, thread};

use nix::unistd::{getpgrp, getsid};
use rustix::process::{Signal, kill_current_process_group};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
};

use super::Message;

/// From now on `tell` is told of every one of these signals, for as long as it says that somebody listens.
///
/// # Errors
/// When the system refuses.
pub(super) fn listen(tell: impl Fn(Message) -> bool + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continued,
                SIGHUP => Message::HungUp,
                SIGWINCH => Message::Resized,
                _ => Message::Ended,
            };
            if !tell(message) {
                return;
            }
        }
    })?;
    Ok(())
}

/// Whether there is a shell with job control that would let a stopped process go on. A terminal that was opened for
/// this program alone has none, and stopping would be for ever; the system itself ignores `^Z` there. Inside a container
/// that a shell outside has started, the leader of the session has no number here: the system says 0, for which
/// rustix's process id has no value (it aborts), and nix's has.
pub(super) fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the process and what was started with it, as `^Z` does: under `cargo run` the shell waits for cargo. Returns
/// when it goes on.
///
/// # Errors
/// When the system refuses.
pub(super) fn stop_this_process() -> io::Result<()> {
    // Not TSTP, which is a message to us.
    Ok(kill_current_process_group(Signal::STOP)?)
}
