//! What is told of a history. Serialised it is `supple stats --json`; the fields are described in `docs/stats.md`.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    history::{record::Target, seconds::Seconds},
    program::Due,
};

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// The day that it is seen from.
    pub today: Date,
    pub sessions: u32,
    /// Sessions of days that are still to come: some clock was wrong. They count in nothing.
    pub ahead: u32,
    /// The day of the first session.
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// The time of all sessions, pauses not among it.
    pub active: Seconds,
    pub statuses: Statuses,
    /// Days with a session, in order.
    pub days: Vec<Day>,
    /// Every week from the first to that of today, in order and without gaps.
    pub weeks: Vec<Week>,
    pub streak: Streak,
    pub pain: PainStats,
    pub effort: Efforts,
    /// The most often played first.
    pub routines: Vec<RoutineStats>,
    /// The most often met first.
    pub exercises: Vec<ExerciseStats>,
    /// Exercises that are left out, the most often so first.
    pub skipped: Vec<Skips>,
    /// The names of the programs that ran in these weeks, in order.
    pub programs: Vec<String>,
    /// What was done of what each item of a program asked for, in the order of the programs.
    pub adherence: Vec<Adherence>,
}

impl Stats {
    /// What was done on a day.
    pub fn day(&self, date: Date) -> Option<&Day> {
        self.days.binary_search_by_key(&date, |day| day.date).ok().map(|place| &self.days[place])
    }

    /// The week that a day belongs to.
    pub fn week(&self, date: Date) -> Option<&Week> {
        let monday = super::calendar::monday(date);
        self.weeks.binary_search_by_key(&monday, |week| week.monday).ok().map(|place| &self.weeks[place])
    }

    pub fn exercise(&self, id: &str) -> Option<&ExerciseStats> {
        self.exercises.iter().find(|exercise| exercise.id == id)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Statuses {
    pub completed: u32,
    pub stopped: u32,
    pub recorded: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Day {
    pub date: Date,
    pub sessions: u32,
    pub active: Seconds,
    /// The worst that was said on that day, before, in or after a session.
    pub pain: Option<u8>,
}

/// A week of the ISO calendar: Monday to Sunday.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Week {
    pub monday: Date,
    pub sessions: u32,
    /// So many of its days had a session.
    pub days: u32,
    pub active: Seconds,
    pub fate: Fate,
    /// What a program asked for and what of that was done; `None` where none asked for anything.
    pub plan: Option<Due>,
    pub effort: Efforts,
    /// The median of what was said before sessions.
    pub pain_before: Option<f64>,
    pub pain_after: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    Kept,
    Missed,
    /// It is not over and not kept yet, or comes before the first one with work or a program.
    #[default]
    Open,
    /// The program was paused: it neither breaks nor lengthens a streak.
    Rest,
}

/// Weeks in a row that were kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Streak {
    /// Up to this week, or to the last one while this one is open.
    pub now: u32,
    pub best: u32,
    /// Weeks that were kept at all.
    pub kept: u32,
    /// Weeks that were kept or missed.
    pub of: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Efforts {
    pub easy: u32,
    pub right: u32,
    pub hard: u32,
}

/// What was said about pain, from 0 to 10.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PainStats {
    /// Sessions of which anything was said, in order.
    pub points: Vec<PainPoint>,
    pub before: PainLine,
    pub after: PainLine,
    /// Sessions after which it hurt less than before, as much, and more.
    pub eased: u32,
    pub same: u32,
    pub worse: u32,
    /// The median of after less before.
    pub change: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PainPoint {
    pub date: Date,
    /// The session's id.
    pub session: String,
    pub before: Option<u8>,
    pub after: Option<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PainLine {
    /// How often it was told.
    pub told: u32,
    pub median: Option<f64>,
    /// Over all of it.
    pub trend: Option<Trend>,
    /// Over the last twelve weeks.
    pub recent: Option<Trend>,
}

impl PainLine {
    /// Where it goes, over all of it and lately: "a little less each week; lately about the same". `None`: there is too
    /// little to tell.
    pub fn words(&self) -> Option<String> {
        let whole = &self.trend.as_ref()?.words;
        let recent = self.recent.as_ref().filter(|recent| recent.words != *whole);
        Some(recent.map_or_else(
            || whole.clone(),
            |recent| format!("{whole}; lately {}", recent.words.trim_end_matches(" each week")),
        ))
    }
}

/// Where a line of numbers goes. `None` in its place: there is too little to tell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// By so much it changes in a week, to the thousandth.
    pub per_week: f64,
    pub way: Way,
    /// "a little less each week"
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    Down,
    Steady,
    Up,
    /// To and fro.
    Unclear,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoutineStats {
    pub id: String,
    /// As the latest session that names it calls it.
    pub name: Option<String>,
    pub sessions: u32,
    pub active: Seconds,
    pub last: Date,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ExerciseStats {
    pub id: String,
    /// How often it came: once for each entry of a session.
    pub times: u32,
    pub done: u32,
    pub partial: u32,
    /// Skipped though it was its turn.
    pub skipped: u32,
    /// Not reached, since the session was stopped before.
    pub unreached: u32,
    /// Optional, and left out.
    pub left_out: u32,
    /// It gave way to an easier or harder one.
    pub swapped: u32,
    /// Why it was skipped, the most frequent first.
    pub reasons: Vec<Reason>,
    /// The last day on which any of it was done.
    pub last: Option<Date>,
    /// All work, both sides together.
    pub seconds: Seconds,
    pub reps: u64,
    /// The longest hold of which a whole rep was done.
    pub longest_hold: Option<Best<Seconds>>,
    /// The longest time in one session, on one side, of what is done by time.
    pub longest_time: Option<Best<Seconds>>,
    /// The most reps in one session, on one side.
    pub most_reps: Option<Best<u32>>,
    /// What was aimed at the first and the latest time that any of it was done.
    pub dose: Option<Dose>,
    pub sides: Option<SideStats>,
    pub pain: Option<ExercisePain>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Best<T> {
    pub value: T,
    /// The first day on which it was reached.
    pub on: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Dose {
    pub first: Target,
    pub latest: Target,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// `None`: none was given.
    pub word: Option<String>,
    pub times: u32,
}

/// Left against right, over the entries that have both sides.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SideStats {
    pub entries: u32,
    pub left_seconds: Seconds,
    pub right_seconds: Seconds,
    pub left_reps: u64,
    pub right_reps: u64,
    /// A sentence where they differ by much: "Left: 20 % fewer reps than right (40 of 50)."
    pub words: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExercisePain {
    /// How often it was told.
    pub told: u32,
    pub median: f64,
    pub worst: u8,
    pub last: u8,
    pub last_on: Date,
    pub trend: Option<Trend>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Skips {
    /// The exercise's id.
    pub id: String,
    pub skipped: u32,
    /// Of so many times that it was its turn.
    pub of: u32,
    /// The most frequent first.
    pub reasons: Vec<Reason>,
}

/// One item of a program.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Adherence {
    /// The item's id.
    pub id: String,
    /// The id of its exercise or routine.
    pub content: String,
    /// The program's id.
    pub program: String,
    /// In all weeks that are over.
    pub due: u32,
    pub done: u32,
    /// Those in which it was due, in order.
    pub weeks: Vec<AdherenceWeek>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AdherenceWeek {
    pub monday: Date,
    pub due: u32,
    pub done: u32,
    /// It is not over, and in no sum.
    pub open: bool,
}
