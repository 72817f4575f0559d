//! What `stats` and `report` have in common: the sessions that are meant, their figures, and words for them.

use std::{
    collections::HashMap,
    io::{self, Write as _},
    sync::Arc,
    time::Duration,
};

use jiff::civil::Date;

use super::{Mistake, backstage, history_args::SelectArgs, library, program};
use crate::{
    diagnostic::printable,
    history::{
        reading::History,
        record::Record,
        seconds::Seconds,
        select::Filter,
        stats::{self, Reason, Stats},
    },
};

/// Some of the history, and what it comes to.
pub(crate) struct Figures {
    pub(crate) history: Arc<History>,
    pub(crate) filter: Filter,
    pub(crate) stats: Stats,
}

impl Figures {
    /// Of the sessions that are asked for, seen from today. `since`: the first day where none is asked for.
    ///
    /// # Errors
    /// When the history cannot be read, or a name is the beginning of nothing in it.
    pub(crate) fn gather(args: &SelectArgs, since: impl Fn(Date) -> Option<Date>) -> anyhow::Result<Self> {
        let backstage = backstage()?;
        program::complain(&backstage)?;
        let today = backstage.date();
        let history = backstage.history()?;
        complain(&history);
        let mut filter = args.filter(today)?;
        if filter.since.is_none() {
            filter.since = since(filter.until.unwrap_or(today));
        }
        let filter = filter.among(history.records.iter()).map_err(|error| Mistake(error.to_string()))?;
        // A program is kept or not by all that was done: of a part of it nothing can be said.
        let whole = filter.routine.is_empty() && filter.exercise.is_empty() && filter.status.is_empty();
        let plan = if whole { backstage.week_plan(&history, filter.since, filter.until)? } else { None };
        let records: Vec<&Record> = history.records.iter().filter(|record| filter.admits(record)).collect();
        // What came after the last day is not known yet: its week runs unless it ends there.
        let seen = filter.until.and_then(|until| until.tomorrow().ok()).map_or(today, |day| day.min(today));
        let mut stats = stats::stats(&records, seen, plan.as_ref());
        if let Some(since) = filter.since {
            // Of the first week some days may be out of sight; it is kept or not by all of them.
            let from_monday = Filter { since: Some(stats::monday(since)), ..filter.clone() };
            let all: Vec<&Record> =
                history.records.iter().filter(|record| from_monday.admits(record)).collect();
            if all.len() > records.len() {
                stats.judge_as(&stats::stats(&all, seen, plan.as_ref()));
            }
        }
        stats.weeks.retain(|week| filter.until.is_none_or(|until| week.monday <= until));
        stats.exercises.retain(|exercise| filter.admits_exercise(&exercise.id));
        stats.skipped.retain(|skips| filter.admits_exercise(&skips.id));
        Ok(Self { history, filter, stats })
    }

    /// The sessions that count, oldest first.
    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        let counts = |record: &&Record| record.speed.is_none() && self.filter.admits(record);
        self.history.records.iter().filter(counts)
    }
}

fn complain(history: &History) {
    let mut complaints = io::stderr().lock();
    // Nobody is left to be told if standard error is closed.
    for fault in &history.faults {
        let _ = writeln!(complaints, "supple: {}; this line is skipped", printable(&fault.to_string()));
    }
    for error in &history.unreadable {
        let _ = writeln!(complaints, "supple: {}; this file is skipped", printable(&error.to_string()));
    }
}

/// What people call exercises and routines, by their ids.
pub(crate) struct Names(HashMap<String, String>);

impl Names {
    /// Of all that these figures name. What is in no library is called by the words of its id.
    pub(crate) fn of(stats: &Stats) -> Self {
        let library = library();
        let mut names: HashMap<String, String> = HashMap::new();
        for routine in &stats.routines {
            names.extend(routine.name.clone().map(|name| (routine.id.clone(), name)));
        }
        let items = stats.adherence.iter().map(|item| &item.content);
        for id in stats.exercises.iter().map(|exercise| &exercise.id).chain(items) {
            // An id from a file of the history must not be taken for a path.
            if crate::routine::is_path(id) || names.contains_key(id) {
                continue;
            }
            let routine = || Some(library.routine(id).ok()?.value.filter(|routine| routine.id == *id)?.name);
            let name = if library.is_exercise(id) { None } else { routine() };
            names.insert(id.clone(), name.unwrap_or_else(|| library.exercise_name(id)));
        }
        Self(names)
    }

    /// On one line, and nothing in it that could speak to a terminal.
    pub(crate) fn get(&self, id: &str) -> String {
        plain(self.0.get(id).map_or(id, String::as_str))
    }
}

/// The history may come from elsewhere: nothing in it may speak to the terminal.
pub(crate) fn plain(text: &str) -> String {
    printable(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}

/// "2 h 5 min", "35 min", "40 s"
pub(crate) fn time_words(time: Seconds) -> String {
    // Nobody wants to know of a thousandth of a second.
    let seconds = (time.duration() + Duration::from_millis(500)).as_secs();
    let minutes = (seconds + 30) / 60;
    match (minutes / 60, minutes % 60) {
        _ if seconds < 60 => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// "20 Nov", with the year where it is another.
pub(crate) fn day_words(date: Date, today: Date) -> String {
    date.strftime(if date.year() == today.year() { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// "1 week", "3 weeks"
pub(crate) fn counted(number: u32, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// "never", "once", "twice", "3 times"
pub(crate) fn times(number: u32) -> String {
    match number {
        0 => "never".into(),
        1 => "once".into(),
        2 => "twice".into(),
        number => format!("{number} times"),
    }
}

/// A median or mean: "4", "4.5", "0.333"
pub(crate) fn number(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// "pain 3, time 1"; "pain" where that was it each time.
pub(crate) fn reasons(reasons: &[Reason]) -> String {
    let word = |reason: &Reason| reason.word.as_deref().map_or("no reason given".to_owned(), plain);
    match reasons {
        [one] => word(one),
        all => {
            let each = all.iter().map(|reason| format!("{} {}", word(reason), reason.times));
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_minutes() {
        let told = |seconds| time_words(Seconds::new(Duration::from_secs(seconds)));
        let all = [0, 29, 30, 90, 3570, 3600, 7500].map(told);
        assert_eq!(all, ["0 s", "29 s", "30 s", "2 min", "1 h", "1 h", "2 h 5 min"]);
        assert_eq!(
            [4_005, 4_500].map(|millis| time_words(Seconds::new(Duration::from_millis(millis)))),
            ["4 s", "5 s"]
        );
        assert_eq!([0, 1, 2, 3].map(times), ["never", "once", "twice", "3 times"]);
    }

    #[test]
    fn nothing_in_a_history_speaks_to_a_terminal() {
        assert_eq!(plain("a\n b\u{1b}[31m"), "a b\\u{1b}[31m");
    }
}
