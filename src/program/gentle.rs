//! What a missed day means, which is nothing, and what keeps the week.

use jiff::civil::Date;

use super::{
    due::{Fact, Fate, agenda},
    place::{State, place},
    standing::Standing,
    week::{Asked, Week, left_of_week, week},
};
use crate::routine::Program;

/// What there is to be said kindly on a day. Nothing, on most days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gentle {
    /// On so many days on end, up to yesterday, something was due and nothing was done. 0 as soon as something is done.
    pub missed: u32,
    pub week: Option<Week>,
}

/// So far back missed days are counted: more are no different.
const FURTHEST: u32 = 14;
/// In so many last days of a week what keeps it is worth a word.
const LAST_DAYS: u32 = 3;

/// What is to be said on `date`, in whose week so much is `asked` for. Facts as for `agenda`.
pub fn gentle(program: &Program, standing: &Standing, facts: &[Fact], date: Date, asked: &Asked) -> Gentle {
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

    let week = week(phase, facts, date, asked);
    // At the beginning of a week that goes well nobody needs to be told.
    let near = left_of_week(date) <= LAST_DAYS;
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
            Week::Item { item, days: 1, of: 1 } => format!("{} today keeps the week.", name(item)),
            Week::Item { item, days: 1, of } => {
                format!("{} once in the {of} days that are left keeps the week.", name(item))
            }
            Week::Item { item, days, of } if days == of => {
                format!("{} on each of the {of} days that are left keeps the week.", name(item))
            }
            Week::Item { item, days, of } => {
                format!("{} on {days} of the {of} days that are left keeps the week.", name(item))
            }
            Week::Some { more: 1 } => "One more of the things that are due keeps the week.".to_owned(),
            Week::Some { more } => format!("{more} more of the things that are due keep the week."),
            Week::Light { next: 1 } => "This week is a light one; a new one begins tomorrow.".to_owned(),
            Week::Light { next } => format!("This week is a light one; a new one begins in {next} days."),
        });
        missed.into_iter().chain(week).collect()
    }
}
