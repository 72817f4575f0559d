//! Why something is due or not, in a few friendly words.

use super::{
    due::Fate,
    frequency::{Doings, Weekly, weekly},
    standing::days,
};
use crate::routine::{Frequency, Range, words::time_words};

pub(super) fn why(frequency: Frequency, doings: &Doings, fate: Fate) -> String {
    match frequency {
        Frequency::PerDay(Range { low: 1, high: 1 }) | Frequency::EveryDays(_) if fate == Fate::Done => {
            "done today".into()
        }
        Frequency::PerDay(Range { low: 1, high: 1 }) => "every day".into(),
        Frequency::PerDay(times) => {
            let more = if fate == Fate::Later { "; once more if you like" } else { "" };
            format!("{} of {} today{more}", doings.today, counts(times))
        }
        Frequency::EveryDays(every) => format!("{}; {}", every_days(every), last_time(doings)),
        Frequency::PerWeek(wanted) if fate == Fate::Done => {
            format!("done today; {} of {} in the program's week", doings.this_week + 1, counts(wanted))
        }
        Frequency::PerWeek(wanted) => {
            let so_far = format!("{} of {} in the program's week", doings.this_week, counts(wanted));
            match weekly(wanted, doings) {
                Weekly::Needed if doings.running > 0 => format!("{so_far}, which {}", ending(doings)),
                Weekly::Needed => so_far,
                Weekly::Rests if doings.running > 1 => {
                    format!("rests after {} days running; {so_far}", doings.running)
                }
                Weekly::Rests => format!("rests after yesterday; {so_far}"),
                Weekly::Welcome => format!("{so_far}; once more if you like"),
                Weekly::Enough => format!("{so_far}: enough"),
            }
        }
        Frequency::ThroughTheDay if doings.today == 0 => "through the day; not yet today".into(),
        Frequency::ThroughTheDay => format!("done {} today; any time again", times(doings.today)),
        Frequency::AfterSitting(_) | Frequency::AsNeeded => {
            let words = frequency_words(frequency);
            if doings.today == 0 { words } else { format!("{words}; done {} today", times(doings.today)) }
        }
    }
}

/// How often, in words: "every other day", "3 times a week", "after 30–45 min of sitting".
pub fn frequency_words(frequency: Frequency) -> String {
    match frequency {
        Frequency::PerDay(Range { low: 1, high: 1 }) => "every day".into(),
        Frequency::PerDay(wanted) => format!("{} a day", so_often(wanted)),
        Frequency::EveryDays(every) => every_days(every),
        Frequency::PerWeek(wanted) => format!("{} a week", so_often(wanted)),
        Frequency::ThroughTheDay => "through the day".into(),
        Frequency::AfterSitting(None) => "after sitting".into(),
        Frequency::AfterSitting(Some(time)) => format!("after {} of sitting", time_words(time)),
        Frequency::AsNeeded => "whenever you need it".into(),
    }
}

fn so_often(wanted: Range<u32>) -> String {
    if wanted.low == wanted.high { times(wanted.low) } else { format!("{} times", counts(wanted)) }
}

fn every_days(every: u32) -> String {
    match every {
        1 => "every day".into(),
        2 => "every other day".into(),
        every => format!("every {every} days"),
    }
}

fn last_time(doings: &Doings) -> String {
    match doings.last.map(|last| days(last, doings.date)) {
        None => "not done yet".into(),
        Some(0 | 1) => "last done yesterday".into(),
        Some(days) => format!("last done {days} days ago"),
    }
}

/// Of the week that is counted from the first day of the phase; "this week" is the one of the calendar.
fn ending(doings: &Doings) -> String {
    match doings.left_of_week {
        0 => "ends today".into(),
        1 => "ends tomorrow".into(),
        left => format!("has {left} more days"),
    }
}

fn times(count: u32) -> String {
    match count {
        1 => "once".into(),
        2 => "twice".into(),
        count => format!("{count} times"),
    }
}

fn counts(Range { low, high }: Range<u32>) -> String {
    if low == high { low.to_string() } else { format!("{low}-{high}") }
}
