//! What a missed day means, which is nothing, and what keeps the week.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    due::{Days, Fact, Fate, agenda},
    place::{State, place},
    standing::Standing,
};
use crate::routine::{Frequency, Program};

/// What there is to be said kindly on a day. Nothing, on most days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gentle {
    /// On so many days on end, up to yesterday, something was due and nothing was done. 0 as soon as something is done.
    pub missed: u32,
    pub week: Option<Week>,
}

/// What keeps the week that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Week {
    /// Everything was done as often as it needs to be.
    Kept,
    /// An item of the phase, by index, on so many days of those that are left, today among them if it is not done yet.
    Needs { item: usize, days: u32, of: u32 },
    /// It cannot be kept any more; so many days from now the next begins.
    Light { next: u32 },
}

/// So far back missed days are counted: more are no different.
const FURTHEST: u32 = 14;
/// In so many last days of a week what keeps it is worth a word.
const LAST_DAYS: u32 = 3;

/// What is to be said on `date`. Facts as for `agenda`.
pub fn gentle(program: &Program, standing: &Standing, facts: &[Fact], date: Date) -> Gentle {
    let here = place(program, standing, date);
    let Some(phase) = program.phases.get(here.phase).filter(|_| here.state == State::Running) else {
        return Gentle::default();
    };
    let done_on = |day: Date| facts.iter().any(|fact| fact.on == day);
    let mut missed = 0;
    let mut day = date;
    while !done_on(day) && missed < FURTHEST {
        match day.yesterday() {
            Ok(yesterday) if yesterday >= here.since => day = yesterday,
            _ => break,
        }
        let was_due = agenda(program, standing, facts, day).of(Fate::Due).next().is_some();
        missed += u32::from(was_due && !done_on(day));
    }

    let days = Days { program, standing };
    let mut weekly = Vec::new();
    for (n, item) in phase.items.iter().enumerate() {
        let Frequency::PerWeek(wanted) = item.frequency else { continue };
        let mut by_day = BTreeMap::new();
        for fact in facts.iter().filter(|fact| fact.item == item.id && fact.on <= date) {
            *by_day.entry(fact.on).or_insert(0) += 1;
        }
        let doings = days.doings(&by_day, &here, date);
        let today = u32::from(doings.today > 0);
        let needed = wanted.low.saturating_sub(doings.this_week + today);
        weekly.push((needed, doings.left_of_week + 1 - today, n, doings.left_of_week + 1));
    }
    let all_weekly = weekly.len() == phase.items.len();
    let week = match weekly.iter().max_by_key(|(needed, of, ..)| (*needed, std::cmp::Reverse(*of))) {
        Some((0, ..)) => all_weekly.then_some(Week::Kept),
        Some((needed, of, _, next)) if needed > of => Some(Week::Light { next: *next }),
        Some((needed, of, item, _)) => Some(Week::Needs { item: *item, days: *needed, of: *of }),
        None => None,
    };
    // At the beginning of a week that goes well nobody needs to be told.
    let near = weekly.iter().any(|(.., left)| *left <= LAST_DAYS);
    Gentle { missed, week: week.filter(|week| missed > 0 || near || *week == Week::Kept) }
}

impl Gentle {
    /// At most two sentences, each by itself. `name` is what people call an item.
    pub fn words(&self, name: impl Fn(usize) -> String) -> Vec<String> {
        let missed = match self.missed {
            0 => None,
            1 => Some(
                "A day went by without: that is no debt. Today asks for no more than any day.".to_owned(),
            ),
            days @ 2..7 => Some(format!(
                "{days} days went by without: they are no debt. Today asks for no more than any day."
            )),
            _ => Some(
                "Some time went by without. Nothing has piled up: begin with as little as you like."
                    .to_owned(),
            ),
        };
        let week = self.week.map(|week| match week {
            Week::Kept => "The week is kept; whatever comes now is extra.".to_owned(),
            Week::Needs { item, days: 1, of: 1 } => format!("{} today keeps the week.", name(item)),
            Week::Needs { item, days: 1, of } => {
                format!("{} once in the {of} days that are left keeps the week.", name(item))
            }
            Week::Needs { item, days, of } if days == of => {
                format!("{} on each of the {of} days that are left keeps the week.", name(item))
            }
            Week::Needs { item, days, of } => {
                format!("{} on {days} of the {of} days that are left keeps the week.", name(item))
            }
            Week::Light { next: 1 } => "This week is a light one; a new one begins tomorrow.".to_owned(),
            Week::Light { next } => format!("This week is a light one; a new one begins in {next} days."),
        });
        missed.into_iter().chain(week).collect()
    }
}
