//! When a week is kept, and what keeps the one that runs.
//!
//! Weeks are those of the calendar, Monday to Sunday, whatever day a program began on.

use jiff::civil::Date;
use serde::Serialize;

use super::due::Fact;
use crate::routine::{Frequency, ProgramPhase};

/// A week is kept without a program when so many of its days had a session. It is a fixed and low number on purpose: one
/// that grew with the habit would break good weeks.
pub const KEPT_DAYS: u32 = 2;

/// So often was it due and so often of that it was done: more than what was due counts no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Due {
    pub due: u32,
    pub done: u32,
}

/// Whether a week is kept of which `total` was due: when two thirds of it was done. Where nothing was due, and also where
/// a program began after days that `began_free` of any, so many `days` with a session keep it as well.
pub const fn is_kept(total: Due, began_free: bool, days: u32) -> bool {
    let by_plan = total.due > 0 && 3 * total.done as u64 >= 2 * total.due as u64;
    let by_days = (total.due == 0 || began_free) && days >= KEPT_DAYS;
    by_plan || by_days
}

/// What is asked for in the week of a day, up to its Sunday, and what of it was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// By the id of an item.
    pub items: Vec<(String, Due)>,
    /// It had days before a program began.
    pub began_free: bool,
    /// How many of its days had a session.
    pub days: u32,
}

/// What keeps the week that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Week {
    /// Enough was done.
    Kept,
    /// So many more doings of what is due: all of one item of the phase, by index, on so many of the days that are left,
    /// today among them if it is not done yet.
    Item { item: usize, days: u32, of: u32 },
    /// So many more doings of several items, or of one that comes more than once a day.
    Some { more: u32 },
    /// It cannot be kept any more; so many days from now the next begins.
    Light { next: u32 },
}

/// What is left of a week, the day of which it is asked among it.
pub(super) fn left_of_week(date: Date) -> u32 {
    7 - u32::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

/// `None`: nothing is due so many times a week, so that every day speaks for itself; or the week is kept while some of it
/// is due each day and is nothing extra.
pub(super) fn week(phase: &ProgramPhase, facts: &[Fact], date: Date, asked: &Asked) -> Option<Week> {
    let add = |sum: Due, due: &Due| Due { due: sum.due + due.due, done: sum.done + due.done };
    let total = asked.items.iter().map(|(_, due)| due).fold(Due::default(), add);
    let weekly = phase.items.iter().filter(|item| matches!(item.frequency, Frequency::PerWeek(_))).count();
    if total.due == 0 || weekly == 0 {
        return None;
    }
    if is_kept(total, asked.began_free, asked.days) {
        return (weekly == phase.items.len()).then_some(Week::Kept);
    }
    let left = left_of_week(date);
    // Each with how often it can still be done, and on how many days at once a day.
    let mut open = Vec::new();
    for (number, item) in phase.items.iter().enumerate() {
        let Some((_, Due { due, done })) = asked.items.iter().find(|(id, _)| *id == item.id) else {
            continue;
        };
        let today = facts.iter().filter(|fact| fact.item == item.id && fact.on == date).count();
        let today = u32::try_from(today).unwrap_or(u32::MAX);
        let days = left - today.min(1);
        let (room, once) = match item.frequency {
            Frequency::PerDay(times) => {
                ((times.low * left).saturating_sub(today.min(times.low)), times.low < 2)
            }
            _ => (days, true),
        };
        let can = due.saturating_sub(*done).min(room);
        if can > 0 {
            open.push((number, can, once.then_some(days)));
        }
    }
    let more = (2 * total.due).div_ceil(3) - total.done;
    if open.iter().map(|(_, can, _)| can).sum::<u32>() >= more {
        return Some(match open[..] {
            [(item, _, Some(of))] => Week::Item { item, days: more, of },
            _ => Week::Some { more },
        });
    }
    let by_days = asked.began_free && asked.days + left >= KEPT_DAYS;
    (!by_days).then_some(Week::Light { next: left })
}
