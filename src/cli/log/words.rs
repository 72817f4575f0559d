//! What people write about a session: how it felt, when it was, how much of an exercise they did.

use std::{str::FromStr, time::Duration};

use jiff::{
    Zoned,
    civil::{Date, Time},
};

use crate::history::{record::Done, select::Days};

/// Where pain stands, from 0 to 10, or `none` for not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pain(pub(super) Option<u8>);

impl FromStr for Pain {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(level @ 0..=10) => Ok(Self(Some(level))),
            _ if text == "none" => Ok(Self(None)),
            _ => Err("pain is a number from 0 to 10, or `none`"),
        }
    }
}

/// How hard it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Effort {
    Easy,
    Right,
    Hard,
    /// Nobody was asked
    None,
}

impl Effort {
    pub(super) const fn word(self) -> Option<&'static str> {
        match self {
            Self::Easy => Some("easy"),
            Self::Right => Some("right"),
            Self::Hard => Some("hard"),
            Self::None => None,
        }
    }
}

/// Whole minutes and halves and so on, to the second.
pub(super) fn minutes(text: &str) -> Result<Duration, &'static str> {
    const WRONG: &str = "minutes are a number above 0, at most 1440, such as 30 or 7.5";
    let minutes: f64 = text.trim().parse().map_err(|_| WRONG)?;
    if !(minutes > 0.0 && minutes <= 1440.0) {
        return Err(WRONG);
    }
    let length = Duration::try_from_secs_f64(minutes * 60.0).map_err(|_| WRONG)?;
    Ok(Duration::from_secs((length + Duration::from_millis(500)).as_secs()))
}

/// `07:30`, `yesterday`, `yesterday 18:00`, `2026-11-21 07:30`, or a whole time with its zone.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Moment {
    Whole(Zoned),
    /// What is left out is as it is now.
    Parts {
        day: Option<Days>,
        time: Option<Time>,
    },
}

const NO_MOMENT: &str = "a time is written like 07:30, yesterday, 'yesterday 18:00' or 2026-11-21T07:30";

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Ok(whole) = text.parse::<Zoned>() {
            return Ok(Self::Whole(whole));
        }
        let (day, time) = match text.rsplit_once([' ', 'T']) {
            Some((day, time)) if time.contains(':') => (Some(day), Some(time)),
            None if text.contains(':') => (None, Some(text)),
            _ => (Some(text), None),
        };
        let day = day.map(str::parse::<Days>).transpose().map_err(|_| NO_MOMENT)?;
        if matches!(day, Some(Days::Month(_) | Days::Year(_))) {
            return Err(NO_MOMENT);
        }
        let clock = |text: &str| {
            let padded = if text.find(':') == Some(1) { format!("0{text}") } else { text.to_owned() };
            padded.parse::<Time>().map_err(|_| NO_MOMENT)
        };
        Ok(Self::Parts { day, time: time.map(clock).transpose()? })
    }
}

impl Moment {
    /// Seen from now, on the wall clock of this place.
    pub(super) fn at(&self, now: &Zoned) -> Result<Zoned, jiff::Error> {
        match self {
            Self::Whole(whole) => Ok(whole.clone()),
            Self::Parts { day, time } => {
                let day: Date = day.map_or_else(|| now.date(), |days| days.first(now.date()));
                day.to_datetime(time.unwrap_or_else(|| now.time())).to_zoned(now.time_zone().clone())
            }
        }
    }
}

/// `bird-dog=done`, `squat=skipped:pain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Did {
    pub(super) exercise: String,
    pub(super) done: Done,
    pub(super) reason: Option<String>,
}

impl FromStr for Did {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str =
            "it is written like bird-dog=done, bird-dog=partly, bird-dog=skipped or bird-dog=skipped:pain";
        let (exercise, rest) = text.split_once('=').ok_or(WRONG)?;
        let (word, reason) = match rest.split_once(':') {
            Some((word, reason)) => (word, Some(reason.trim().to_owned())),
            None => (rest, None),
        };
        let done = match word.trim() {
            "done" => Done::Done,
            "partly" | "partial" => Done::Partial,
            "skipped" => Done::Skipped,
            _ => return Err(WRONG),
        };
        let is_empty = |reason: &String| reason.is_empty();
        if exercise.trim().is_empty()
            || reason.as_ref().is_some_and(is_empty)
            || (reason.is_some() && done != Done::Skipped)
        {
            return Err(WRONG);
        }
        Ok(Self { exercise: exercise.trim().to_owned(), done, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_people_write_them() {
        let now: Zoned = "2026-11-21T09:15:00+01:00[Europe/Berlin]".parse().unwrap();
        for (text, expected) in [
            ("07:30", "2026-11-21T07:30:00+01:00[Europe/Berlin]"),
            ("7:30", "2026-11-21T07:30:00+01:00[Europe/Berlin]"),
            ("yesterday", "2026-11-20T09:15:00+01:00[Europe/Berlin]"),
            ("yesterday 18:00", "2026-11-20T18:00:00+01:00[Europe/Berlin]"),
            ("4w 18:00:05", "2026-10-24T18:00:05+02:00[Europe/Berlin]"),
            ("2026-11-01T07:30", "2026-11-01T07:30:00+01:00[Europe/Berlin]"),
            // The hour that the clocks skipped.
            ("2026-03-29 02:30", "2026-03-29T03:30:00+02:00[Europe/Berlin]"),
            ("2026-11-01T07:30:00-05:00[America/New_York]", "2026-11-01T07:30:00-05:00[America/New_York]"),
        ] {
            let moment: Moment = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(moment.at(&now).unwrap().to_string(), expected, "{text}");
        }
        for text in ["", "2026-11", "25:00", "tomorrow", "yesterday T", "7h"] {
            assert_eq!(text.parse::<Moment>(), Err(NO_MOMENT), "{text}");
        }
    }

    #[test]
    fn pain_minutes_and_deeds_have_their_limits() {
        assert_eq!(("10".parse(), "none".parse()), (Ok(Pain(Some(10))), Ok(Pain(None))));
        assert!(["11", "-1", "", "3.5", "much"].iter().all(|text| text.parse::<Pain>().is_err()));
        assert_eq!((minutes("7.5"), minutes("30")).0.map(|length| length.as_secs()), Ok(450));
        assert!(["0", "-5", "1441", "NaN", "inf", "half"].iter().all(|text| minutes(text).is_err()));
        let did = |text: &str| text.parse::<Did>().map(|did| (did.exercise, did.done, did.reason));
        assert_eq!(did("squat=skipped:pain"), Ok(("squat".into(), Done::Skipped, Some("pain".into()))));
        assert_eq!(did("squat=partly"), Ok(("squat".into(), Done::Partial, None)));
        assert_eq!(did("squat=partly"), did("squat=partial"), "the word of the file means the same");
        assert_eq!(did("squat=done"), Ok(("squat".into(), Done::Done, None)));
        assert!(
            ["squat", "=done", "squat=well", "squat=done:pain", "squat=skipped:"]
                .iter()
                .all(|text| did(text).is_err())
        );
    }
}
