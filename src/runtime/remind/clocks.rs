//! Word of a clock that was set, and of a machine that has woken up.

use std::{io, sync::mpsc::Sender};

use super::Word;

/// Sends a word whenever the clock on the wall has jumped, which it does when the machine wakes up from sleep. Nothing
/// wakes up for it meanwhile.
///
/// # Errors
/// When the system refuses.
#[cfg(target_os = "linux")]
pub(super) fn watch(words: Sender<Word>) -> io::Result<()> {
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };

    let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::CLOEXEC)?;
    // Some thousand years ahead: it is the end of the wait by a jump that counts.
    let far = Timespec { tv_sec: 1 << 37, tv_nsec: 0 };
    let never = Itimerspec { it_interval: Timespec { tv_sec: 0, tv_nsec: 0 }, it_value: far };
    let arm = move |timer: &rustix::fd::OwnedFd| {
        timerfd_settime(timer, TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET, &never)
    };
    arm(&timer)?;
    crate::threads::begin("clocks", move || {
        let mut count = [0; 8];
        while let Err(rustix::io::Errno::CANCELED | rustix::io::Errno::INTR) =
            rustix::io::read(&timer, &mut count)
        {
            if words.send(Word::Clock).is_err() || arm(&timer).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Elsewhere a late wake-up has to tell.
///
/// # Errors
/// Never.
#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_words: Sender<Word>) -> io::Result<()> {
    Ok(())
}
