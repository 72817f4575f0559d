//! Times of day and days of the week, as people write them.

use std::{fmt, time::Duration};

use jiff::{
    Zoned,
    civil::{Date, Time},
    tz::TimeZone,
};

/// From one time of day to another, which is of the next day if it is not later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: Time,
    to: Time,
}

impl Hours {
    pub(super) const ALL_DAY: Self = Self { from: Time::midnight(), to: Time::midnight() };

    /// Reads `09:00-18:00`; `22:00-02:00` goes over midnight.
    ///
    /// # Errors
    /// A sentence, when it is anything else.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fault = || "write two times of day, as in `09:00-18:00`".to_owned();
        let (from, to) = text.split_once('-').ok_or_else(fault)?;
        let (from, to) = (time(from).ok_or_else(fault)?, time(to).ok_or_else(fault)?);
        if from == to && from != Time::midnight() {
            return Err("the two times are the same; leave it out for all day".to_owned());
        }
        Ok(Self { from, to })
    }

    /// On most days: on two of the year the clocks are changed.
    pub(super) fn length(self) -> Duration {
        let seconds =
            |time: Time| u64::try_from(time.duration_since(Time::midnight()).as_secs()).unwrap_or(0);
        let day = 24 * 60 * 60;
        let (from, to) = (seconds(self.from), seconds(self.to));
        Duration::from_secs(if to > from { to - from } else { to + day - from })
    }

    /// Those that begin on this day.
    pub(super) fn on(self, day: Date, zone: &TimeZone) -> Option<(Zoned, Zoned)> {
        let last = if self.to > self.from { day } else { day.tomorrow().ok()? };
        let moment = |day: Date, time| day.to_datetime(time).to_zoned(zone.clone()).ok();
        Some((moment(day, self.from)?, moment(last, self.to)?))
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} and {}", self.from.strftime("%H:%M"), self.to.strftime("%H:%M"))
    }
}

/// `9:00`, `18:30`, and `24:00` for the end of the day.
fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let is_number =
        |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hour) || minute.len() != 2 || !is_number(minute) {
        return None;
    }
    match (hour.parse().ok()?, minute.parse().ok()?) {
        (24, 0) => Some(Time::midnight()),
        (hour, minute) => Time::new(hour, minute, 0, 0).ok(),
    }
}

/// Some days of the week, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days([bool; 7]);

impl Default for Days {
    /// All of them.
    fn default() -> Self {
        Self([true; 7])
    }
}

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Days {
    /// Reads `mon-fri`, `sat,sun`, `fri-mon`.
    ///
    /// # Errors
    /// A sentence, when it is anything else.
    pub fn parse(text: &str) -> Result<Self, String> {
        let number = |name: &str| {
            let name = name.trim().to_lowercase();
            let found = NAMES.iter().position(|known| *known == name);
            found.ok_or_else(|| format!("`{name}` is no day; write days as in `mon-fri` or `mon,wed,sat`"))
        };
        let mut days = [false; 7];
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (number(first)?, number(last)?);
            let count = (last + 7 - first) % 7;
            (0..=count).for_each(|n| days[(first + n) % 7] = true);
        }
        Ok(Self(days))
    }

    pub(super) fn contains(self, day: Date) -> bool {
        let number = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.0[number]
    }
}
