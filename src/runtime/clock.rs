//! The one place that asks what time it is.

use std::time::Duration;

use crate::session::Moment;

/// What everything else is handed that has to ask for the time from a thread of its own.
pub type Clock = fn() -> Moment;

/// Now, on a clock that no change of the wall clock moves and that, on Linux, runs on while the machine sleeps.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Moment {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanos = u32::try_from(time.tv_nsec).unwrap_or_default();
    Moment::since_origin(Duration::new(seconds, nanos))
}

/// Now, on a clock that no change of the wall clock moves.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Moment {
    static ORIGIN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    Moment::since_origin(ORIGIN.get_or_init(std::time::Instant::now).elapsed())
}

/// How long this machine has been awake since some moment: a clock that stands still while it sleeps.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn awake() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// How long this machine has been awake since some moment, as far as the system tells.
#[cfg(not(target_os = "linux"))]
pub fn awake() -> Duration {
    now().origin_offset()
}

/// The wall clock, with its zone: for records and for "ends 07:19".
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn wall() -> jiff::Zoned {
    jiff::Zoned::now()
}
