//! The one place that asks what time it is.

use std::time::{Duration, SystemTime};

use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::{history::journal::Uptime, session::Moment};

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

/// How long this machine has been running, and since which of its starts, where the system tells both.
#[cfg(target_os = "linux")]
pub fn uptime() -> Option<Uptime> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(Uptime { boot: boot.trim().to_owned(), seconds: now().origin_offset().as_secs_f64() })
}

/// How long this machine has been running: nobody knows since which of its starts.
#[cfg(not(target_os = "linux"))]
pub const fn uptime() -> Option<Uptime> {
    None
}

/// The wall clock, with its zone: for records and for "ends 07:19".
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn wall() -> Zoned {
    within_calendar(SystemTime::now()).to_zoned(TimeZone::system())
}

/// A clock that was set to no year of four digits shows the nearest one: what is written can be read again, and what is
/// added to it still has a date.
fn within_calendar(time: SystemTime) -> Timestamp {
    /// Two days after the beginning of the year 1.
    const FIRST: Timestamp = Timestamp::constant(-62_135_424_000, 0);
    /// Two days before the end of the year 9998.
    const LAST: Timestamp = Timestamp::constant(253_370_591_999, 0);
    let beyond = if time < SystemTime::UNIX_EPOCH { FIRST } else { LAST };
    Timestamp::try_from(time).unwrap_or(beyond).clamp(FIRST, LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_absurd_a_clock_what_it_shows_has_a_year_of_four_digits_everywhere() {
        let at = |seconds: i64| {
            let away = Duration::from_secs(seconds.unsigned_abs());
            let epoch = SystemTime::UNIX_EPOCH;
            within_calendar(if seconds < 0 { epoch - away } else { epoch + away })
        };
        for plausible in [0, -1, 1_795_000_000, 1 << 31, 1 << 32, -2_208_988_800, 253_339_142_400] {
            assert_eq!(at(plausible).as_second(), plausible);
        }
        let years = |seconds: i64| {
            [-25, -14, 0, 14, 25].map(|hours| {
                let zone = jiff::tz::Offset::constant(hours).to_time_zone();
                let shown = at(seconds).to_zoned(zone);
                assert_eq!(shown.to_string().parse::<Zoned>().unwrap(), shown);
                shown.year()
            })
        };
        // To the ends of what jiff knows, and of what the system can tell.
        for late in [253_402_300_799, 253_402_207_201, 1 << 40, i64::MAX] {
            assert_eq!(years(late), [9998; 5], "{late}");
        }
        for early in [-62_135_596_801, -377_705_023_201, -377_705_116_800, -(1 << 40), i64::MIN + 1] {
            assert_eq!(years(early), [1; 5], "{early}");
        }
    }

    #[test]
    fn a_machine_that_runs_says_since_which_start() {
        let (one, other) = (uptime(), uptime());
        assert_eq!(one.is_some(), cfg!(target_os = "linux"));
        if let (Some(one), Some(other)) = (one, other) {
            assert_eq!(one.boot, other.boot);
            assert!(one.seconds <= other.seconds && !one.boot.is_empty(), "{one:?} {other:?}");
        }
    }
}
