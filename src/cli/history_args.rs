//! The filters of everything that looks back: `log`, `stats`, `report`.

use jiff::civil::Date;

use super::Mistake;
use crate::history::{
    record::Status,
    select::{Days, Filter, Name},
};

/// To be flattened into the arguments of a command.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct SelectArgs {
    /// Only since this day: 2026-11-23, 2026-11, yesterday, 4w (four weeks ago; also d, m, y)
    #[arg(long, value_name = "DAY")]
    since: Option<Days>,
    /// Only until this day, itself among them
    #[arg(long, value_name = "DAY")]
    until: Option<Days>,
    /// Only of these routines: their ids or the beginning of them
    #[arg(long, value_name = "ROUTINE", value_delimiter = ',')]
    routine: Vec<String>,
    /// Only with any of these exercises: their ids or the beginning of them
    #[arg(long, value_name = "EXERCISE", value_delimiter = ',')]
    exercise: Vec<String>,
    /// Only what ended like this
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    status: Vec<StatusWord>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum StatusWord {
    Completed,
    Stopped,
    Recorded,
}

impl SelectArgs {
    /// What was asked for, seen from today.
    ///
    /// # Errors
    /// `Mistake` when it ends before it begins.
    pub(crate) fn filter(&self, today: Date) -> anyhow::Result<Filter> {
        let since = self.since.map(|days| days.first(today));
        let until = self.until.map(|days| days.last(today));
        if let (Some(since), Some(until)) = (since, until)
            && since > until
        {
            let words = format!("--since {since} comes after --until {until}: nothing lies between them");
            return Err(Mistake(words).into());
        }
        let names = |words: &[String]| words.iter().map(|word| Name::new(word)).collect();
        Ok(Filter {
            since,
            until,
            routine: names(&self.routine),
            exercise: names(&self.exercise),
            status: self.status.iter().map(|word| word.status()).collect(),
        })
    }
}

impl StatusWord {
    const fn status(self) -> Status {
        match self {
            Self::Completed => Status::Completed,
            Self::Stopped => Status::Stopped,
            Self::Recorded => Status::Recorded,
        }
    }
}
