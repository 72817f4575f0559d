//! Signals become messages.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use nix::unistd::{getpgrp, getsid};
use rustix::process::{Signal, kill_current_process_group};
use signal_hook::{
    consts::{
        SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH, SIGXCPU,
        SIGXFSZ,
    },
    flag,
    iterator::Signals,
};

use super::Message;
use crate::threads;

/// All that would end the process at once, and leave the terminal as it is.
const ENDS: [i32; 8] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU];
/// All that means something else. A file that may not grow any more is told of by whoever writes it.
const OTHERS: [i32; 4] = [SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ];

/// From now on `tell` is told of every one of these signals, for as long as it says that somebody listens.
///
/// # Errors
/// When the system refuses.
pub(super) fn listen(tell: impl Fn(Message) -> bool + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new(ENDS.into_iter().chain(OTHERS))?;
    threads::begin("signals", move || {
        for signal in signals.forever() {
            threads::point("signal");
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continued,
                SIGHUP => Message::HungUp,
                SIGWINCH => Message::Resized,
                SIGXFSZ => continue,
                _ => Message::Ended,
            };
            if !tell(message) {
                return;
            }
        }
    })?;
    Ok(())
}

/// As long as another program has the terminal, `^C` and `^\` are meant for that; afterwards they end this one again.
///
/// # Errors
/// When the system refuses, or what `work` says.
pub fn left_to_another<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let ends = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGQUIT] {
        flag::register_conditional_default(signal, ends.clone())?;
    }
    let done = work();
    ends.store(true, Ordering::Relaxed);
    done
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
