//! Signals become messages.

use std::{io, sync::mpsc::Sender, thread};

use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP},
    iterator::Signals,
};

use super::Message;

/// From now on every one of these signals is a message, for as long as somebody listens.
///
/// # Errors
/// When the system refuses.
pub(super) fn listen(messages: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT])?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continued,
                SIGHUP => Message::HungUp,
                _ => Message::Ended,
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Stops the process, as `^Z` does in any program. Returns when it goes on.
///
/// # Errors
/// When the system refuses.
pub(super) fn stop_this_process() -> io::Result<()> {
    signal_hook::low_level::emulate_default_handler(SIGTSTP)
}
