//! The rules: whether a frequency asks for something today.

use jiff::civil::Date;

use super::{due::Fate, standing::days};
use crate::routine::{Frequency, Range};

/// What has been done of an item, as it counts on a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doings {
    pub(super) date: Date,
    /// How often today.
    pub(super) today: u32,
    /// The last day before today.
    pub(super) last: Option<Date>,
    /// On so many days running up to yesterday.
    pub(super) running: u32,
    /// On so many days of the program's week, today not among them. Twice on one day is one day.
    pub(super) this_week: u32,
    /// So many days of the week come after today.
    pub(super) left_of_week: u32,
}

/// Why an item that is due so often a week rests today or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weekly {
    Needed,
    /// It was done yesterday, and the days that are left can still hold what is needed.
    Rests,
    /// As often as needed; once more is welcome.
    Welcome,
    Enough,
}

pub(super) fn fate(frequency: Frequency, doings: &Doings) -> Fate {
    let due = |due: bool| if due { Fate::Due } else { Fate::Later };
    match frequency {
        Frequency::PerDay(times) if doings.today >= times.high => Fate::Done,
        Frequency::PerDay(times) => due(doings.today < times.low),
        Frequency::EveryDays(_) | Frequency::PerWeek(_) if doings.today > 0 => Fate::Done,
        Frequency::EveryDays(every) => due(doings.last.is_none_or(|last| days(last, doings.date) >= every)),
        Frequency::PerWeek(wanted) => due(weekly(wanted, doings) == Weekly::Needed),
        Frequency::ThroughTheDay => due(doings.today == 0),
        Frequency::AfterSitting(_) | Frequency::AsNeeded => Fate::Later,
    }
}

/// Asks for an item on alternate days as long as the week has room for them, else on two days running, and on three
/// only where the week would end before it was done often enough.
pub(super) fn weekly(wanted: Range<u32>, doings: &Doings) -> Weekly {
    let left = doings.left_of_week;
    // What the days after today can hold if today is a day of rest.
    let room = match doings.running {
        0 => 0,
        1 => left.div_ceil(2),
        _ => left - left / 3,
    };
    let needed = wanted.low.saturating_sub(doings.this_week);
    if needed > room {
        Weekly::Needed
    } else if doings.this_week >= wanted.high {
        Weekly::Enough
    } else if doings.running > 0 {
        Weekly::Rests
    } else {
        Weekly::Welcome
    }
}
