//! Words for days: `2026-11-21`, `2026-11`, `2026`, `today`, `yesterday`, `4w`.

use std::str::FromStr;

use jiff::{
    Span, ToSpan as _,
    civil::{Date, date},
};

/// A day, a month, a year, or so long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    Day(Date),
    /// By its first day.
    Month(Date),
    /// By its first day.
    Year(Date),
    /// One day, so long before today.
    Ago {
        years: u16,
        months: u16,
        days: u32,
    },
}

/// Why a text is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written like 2026-11-23, 2026-11, yesterday, or 4w for four weeks ago (d, w, m, y)")]
pub struct NoDays;

impl Days {
    /// The first of its days, seen from today.
    pub fn first(self, today: Date) -> Date {
        match self {
            Self::Day(day) | Self::Month(day) | Self::Year(day) => day,
            Self::Ago { years, months, days } => {
                let span = Span::new().try_years(years).and_then(|span| span.try_months(months));
                let span = span.and_then(|span| span.try_days(days));
                span.and_then(|span| today.checked_sub(span)).unwrap_or(Date::MIN)
            }
        }
    }

    /// The last of its days, seen from today.
    pub fn last(self, today: Date) -> Date {
        match self {
            Self::Day(_) | Self::Ago { .. } => self.first(today),
            Self::Month(first) => first.last_of_month(),
            Self::Year(first) => first.last_of_year(),
        }
    }
}

impl FromStr for Days {
    type Err = NoDays;

    fn from_str(text: &str) -> Result<Self, NoDays> {
        let text = text.trim().to_ascii_lowercase();
        let ago = |days| Ok(Self::Ago { years: 0, months: 0, days });
        match text.as_str() {
            "today" => return ago(0),
            "yesterday" => return ago(1),
            _ => {}
        }
        if let Some((number, unit)) = text.split_at_checked(text.len().saturating_sub(1))
            && let Ok(number) = number.parse::<u16>()
        {
            match unit {
                "d" => return ago(number.into()),
                "w" => return ago(u32::from(number) * 7),
                "m" => return Ok(Self::Ago { years: 0, months: number, days: 0 }),
                "y" => return Ok(Self::Ago { years: number, months: 0, days: 0 }),
                _ => {}
            }
        }
        let parts: Vec<&str> = text.split('-').collect();
        let number = |part: &str, digits: usize| {
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse::<i16>().ok()).flatten().ok_or(NoDays)
        };
        match parts.as_slice() {
            [year] => Ok(Self::Year(first_of(number(year, 4)?, 1)?)),
            [year, month] => Ok(Self::Month(first_of(number(year, 4)?, number(month, 2)?)?)),
            [year, month, day] if number(year, 4).and(number(month, 2)).and(number(day, 2)).is_ok() => {
                text.parse().map(Self::Day).map_err(|_| NoDays)
            }
            _ => Err(NoDays),
        }
    }
}

fn first_of(year: i16, month: i16) -> Result<Date, NoDays> {
    let january = date(1, 1, 1).with().year(year).build().map_err(|_| NoDays)?;
    (1..=12).contains(&month).then(|| january.saturating_add((month - 1).months())).ok_or(NoDays)
}
