//! The report out of the figures: what is in it, and in which words.

use jiff::{ToSpan as _, civil::Date};

use super::{
    parts::{Chart, Column, Form, Part, Report, Section, Table},
    worth::worth,
};
use crate::{
    cli::{
        figures::{Figures, Names, counted, day_words, number, plain, reasons, time_words, times},
        stats::{fate_word, kept_rule, pain_at_words},
    },
    history::{
        record::Record,
        stats::{
            Adherence, Due, ExerciseStats, Fate, PainLine, PainPoint, PainStats, SideStats, Stats, Trend,
            Way, Week,
        },
    },
};

/// As much as fits on two pages of A4.
const WEEKS: usize = 13;
const WEEK_COLUMNS: usize = 8;
/// As many weeks as a chart has room for.
const DRAWN_WEEKS: usize = 60;
const ITEMS: usize = 14;
const EXERCISES: usize = 16;
const NOTES: usize = 10;
/// More points than this are drawn as medians of weeks.
const POINTS: usize = 60;

pub(super) fn report(figures: &Figures, names: &Names) -> Report {
    let stats = &figures.stats;
    let last = figures.filter.until.unwrap_or(stats.today).min(stats.today);
    let first = figures.filter.since.or(stats.first).unwrap_or(last);
    let mut sections = vec![Section { title: "At a glance", parts: vec![Part::Facts(glance(stats))] }];
    let mut add = |title, parts: Vec<Part>| {
        if !parts.is_empty() {
            sections.push(Section { title, parts });
        }
    };
    if stats.sessions > 0 {
        add("Worth talking about", worth(figures, names).map(Part::List).into_iter().collect());
        add("Week by week", weeks(stats));
        add("What was due and what was done", adherence(stats, names));
        add("Pain and effort", pain(stats, first, last));
        add("Exercises", exercises(stats, names));
        add("Notes", notes(figures));
    }
    Report {
        title: "Exercise report".into(),
        period: format!("{} to {}", long(first), long(last)),
        sections,
        remarks: remarks(stats),
    }
}

fn long(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

fn glance(stats: &Stats) -> Vec<(&'static str, String)> {
    let days = u32::try_from(stats.days.len()).unwrap_or(u32::MAX);
    let by_status = stats.statuses;
    let mut facts = vec![(
        "Sessions",
        format!(
            "{} on {} (completed {}, stopped {}, recorded by hand {})",
            stats.sessions,
            counted(days, "day"),
            by_status.completed,
            by_status.stopped,
            by_status.recorded
        ),
    )];
    if stats.sessions == 0 {
        facts[0].1 = "none in this time".into();
        return facts;
    }
    facts.push(("Time in all", time_words(stats.active)));
    if !stats.programs.is_empty() {
        let programs: Vec<String> = stats.programs.iter().map(|name| plain(name)).collect();
        facts.push(("Program", programs.join(", ")));
    }
    let (due, done) =
        stats.adherence.iter().fold((0, 0), |(due, done), item| (due + item.due, done + item.done));
    if due > 0 {
        facts.push(("Done of what was due", share(done, due)));
    }
    facts.push(("Weeks kept", format!("{} of {}", stats.streak.kept, stats.streak.of)));
    for (name, line) in [("Pain before", &stats.pain.before), ("Pain after", &stats.pain.after)] {
        if line.told > 0 {
            facts.push((name, line_words(line)));
        }
    }
    if let Some(words) = change_words(&stats.pain) {
        facts.push(("Pain through a session", words));
    }
    let effort = stats.effort;
    if effort.easy + effort.right + effort.hard > 0 {
        facts.push((
            "Effort",
            format!("easy {}, just right {}, hard {}", effort.easy, effort.right, effort.hard),
        ));
    }
    facts
}

fn share(done: u32, due: u32) -> String {
    let percent = (100 * u64::from(done) + u64::from(due) / 2) / u64::from(due.max(1));
    format!("{done} of {due} ({percent}\u{a0}%)")
}

/// "median 4 of 10, told 12 times; a little less each week (-0.25)"
fn line_words(line: &PainLine) -> String {
    let median = line.median.map(number).unwrap_or_default();
    let told = times(line.told);
    match &line.trend {
        Some(Trend { way: Way::Down | Way::Up, words, per_week }) => {
            format!("median {median} of 10, told {told}; {words} ({per_week:+} a week)")
        }
        Some(trend) => format!("median {median} of 10, told {told}; {}", trend.words),
        None => format!("median {median} of 10, told {told}; too few days for a trend"),
    }
}

fn change_words(pain: &PainStats) -> Option<String> {
    let change = pain.change?;
    let median = match number(change.abs()) {
        _ if change == 0.0 => "at the median the same after as before".to_owned(),
        points if change < 0.0 => format!("at the median {points} lower after than before"),
        points => format!("at the median {points} higher after than before"),
    };
    Some(format!("eased {}, same {}, worse {}; {median}", pain.eased, pain.same, pain.worse))
}

fn weeks(stats: &Stats) -> Vec<Part> {
    let shown = latest(stats, WEEKS);
    let column = |week: &Week| Column {
        label: label(week),
        values: vec![minutes(week)],
        hollow: week.fate != Fate::Kept,
    };
    let told = |pain: Option<f64>| pain.map_or("–".to_owned(), number);
    let row = |week: &Week| {
        vec![
            day_words(week.monday, stats.today),
            week.days.to_string(),
            number(minutes(week)),
            week.plan.map_or("–".into(), |plan| format!("{} of {}", plan.done, plan.due)),
            fate_word(week.fate).to_owned(),
            told(week.pain_before),
            told(week.pain_after),
            format!("{} · {} · {}", week.effort.easy, week.effort.right, week.effort.hard),
        ]
    };
    let head = [
        "Week of",
        "Days",
        "Minutes",
        "Done of due",
        "Week",
        "Pain before",
        "Pain after",
        "Easy · just right · hard",
    ];
    let drawn = latest(stats, DRAWN_WEEKS);
    let chart = Chart {
        title: "Minutes a week",
        words: minutes_words(stats, drawn),
        form: Form::Columns {
            series: &["minutes; filled where the week was kept"],
            columns: drawn.iter().map(column).collect(),
        },
    };
    let table = Table {
        caption: "Each week",
        head: head.map(str::to_owned).to_vec(),
        rows: shown.iter().map(row).collect(),
    };
    let charts = [Some(chart), due(drawn)].into_iter().flatten().collect();
    let mut parts = vec![Part::Charts(charts), Part::Table(table)];
    parts.extend(more(stats.weeks.len(), WEEKS, "earlier week"));
    parts
}

/// "From 17 to 70 minutes, 52 in the middle; 12 of 12 weeks kept." of the weeks that are over.
fn minutes_words(stats: &Stats, drawn: &[Week]) -> String {
    let mut all: Vec<f64> = drawn.iter().filter(|week| week.fate != Fate::Open).map(minutes).collect();
    all.sort_unstable_by(f64::total_cmp);
    let kept = format!("{} of {} kept", stats.streak.kept, counted(stats.streak.of, "week"));
    match (all.first(), all.get(all.len() / 2), all.last()) {
        (Some(low), Some(middle), Some(high)) => {
            format!(
                "From {} to {} minutes, {} in the middle; {kept}.",
                number(*low),
                number(*high),
                number(*middle)
            )
        }
        _ => format!("{} minutes in the week that runs.", number(drawn.iter().map(minutes).sum())),
    }
}

/// `None` where no program asked for anything.
fn due(drawn: &[Week]) -> Option<Chart> {
    let asked: Vec<(&Week, Due)> = drawn.iter().filter_map(|week| Some((week, week.plan?))).collect();
    let columns = asked.iter().map(|(week, Due { due, done })| Column {
        label: label(week),
        values: vec![f64::from(*done), f64::from(due.saturating_sub(*done))],
        hollow: false,
    });
    let words = asked.iter().map(|(week, Due { due, done })| format!("{} {done} of {due}", label(week)));
    (!asked.is_empty()).then(|| Chart {
        title: "Done of what was due, a week",
        words: format!("{}.", words.collect::<Vec<_>>().join(", ")),
        form: Form::Columns { series: &["done", "due, not done"], columns: columns.collect() },
    })
}

fn minutes(week: &Week) -> f64 {
    (week.active.duration().as_secs_f64() / 60.0).round()
}

/// How many of so many are not shown.
fn more(all: usize, shown: usize, what: &str) -> Option<Part> {
    let more = u32::try_from(all.saturating_sub(shown)).unwrap_or(u32::MAX);
    (more > 0).then(|| Part::Text(format!("And {}.", counted(more, what))))
}

fn effort(stats: &Stats) -> Chart {
    let shown = latest(stats, DRAWN_WEEKS);
    let all = stats.effort;
    let mut words = format!("Easy {}, right {}, hard {}", all.easy, all.right, all.hard);
    let hard: Vec<String> = shown.iter().filter(|week| week.effort.hard > 0).map(label).collect();
    if !hard.is_empty() {
        let latest = &hard[hard.len().saturating_sub(WEEK_COLUMNS)..];
        let before = if latest.len() < hard.len() { ", and before" } else { "" };
        words += &format!("; hard in the weeks of {}{before}", latest.join(", "));
    }
    Chart {
        title: "Effort, sessions a week",
        words: words + ".",
        form: Form::Columns {
            series: &["easy", "just right", "hard"],
            columns: shown
                .iter()
                .map(|week| Column {
                    label: label(week),
                    values: [week.effort.easy, week.effort.right, week.effort.hard].map(f64::from).to_vec(),
                    hollow: false,
                })
                .collect(),
        },
    }
}

fn latest(stats: &Stats, most: usize) -> &[Week] {
    &stats.weeks[stats.weeks.len().saturating_sub(most)..]
}

fn label(week: &Week) -> String {
    week.monday.strftime("%-d %b").to_string()
}

fn adherence(stats: &Stats, names: &Names) -> Vec<Part> {
    let mut due: Vec<&Adherence> = stats.adherence.iter().filter(|item| !item.weeks.is_empty()).collect();
    if due.is_empty() {
        return Vec::new();
    }
    let items = due.len();
    due.truncate(ITEMS);
    let mut mondays: Vec<Date> = due.iter().flat_map(|item| &item.weeks).map(|week| week.monday).collect();
    mondays.sort_unstable();
    mondays.dedup();
    let mondays = mondays.split_off(mondays.len().saturating_sub(WEEK_COLUMNS));
    let row = |item: &&Adherence| {
        let all = if item.due > 0 { share(item.done, item.due) } else { "–".into() };
        let cell = |monday: &Date| {
            let week = item.weeks.iter().find(|week| week.monday == *monday);
            week.map_or("–".into(), |week| {
                format!("{} of {}{}", week.done, week.due, if week.open { " so far" } else { "" })
            })
        };
        [names.get(&item.content), all].into_iter().chain(mondays.iter().map(cell)).collect()
    };
    let labels = mondays.iter().map(|monday| day_words(*monday, stats.today));
    let table = Part::Table(Table {
        caption: "Done of due, in all weeks that are over, and in each of the latest weeks by its Monday",
        head: ["Item".to_owned(), "All".to_owned()].into_iter().chain(labels).collect(),
        rows: due.iter().map(row).collect(),
    });
    [Some(table), more(items, ITEMS, "more item")].into_iter().flatten().collect()
}

fn pain(stats: &Stats, first: Date, last: Date) -> Vec<Part> {
    let efforts = stats.effort;
    let mut charts = Vec::new();
    if !stats.pain.points.is_empty() {
        charts.push(pain_chart(stats, first, last));
    }
    if efforts.easy + efforts.right + efforts.hard > 0 {
        charts.push(effort(stats));
    }
    if charts.is_empty() {
        return vec![Part::Text("Nothing was said about pain or effort.".into())];
    }
    vec![Part::Charts(charts)]
}

fn pain_chart(stats: &Stats, first: Date, last: Date) -> Chart {
    let pain = &stats.pain;
    let day = |date: Date| date.since(first).map_or(0, |span| span.get_days());
    let by_weeks = pain.points.len() > POINTS;
    let series = |of_point: fn(&PainPoint) -> Option<u8>, of_week: fn(&Week) -> Option<f64>| {
        if by_weeks {
            let one = |week: &Week| Some((f64::from(day(week.monday) + 3), of_week(week)?));
            stats.weeks.iter().filter_map(one).collect::<Vec<_>>()
        } else {
            let one = |point: &PainPoint| Some((f64::from(day(point.date)), f64::from(of_point(point)?)));
            pain.points.iter().filter_map(one).collect()
        }
    };
    let mut words = Vec::new();
    for (name, line) in [("Before sessions", &pain.before), ("After sessions", &pain.after)] {
        if line.told > 0 {
            words.push(format!("{name}: {}.", line_words(line)));
        }
    }
    Chart {
        title: if by_weeks { "Pain from 0 to 10, medians of weeks" } else { "Pain from 0 to 10" },
        words: words.join(" "),
        form: Form::Pain {
            from: 0,
            to: day(last).max(1),
            labels: day_labels(first, day(last), stats.today),
            before: series(|point| point.before, |week| week.pain_before),
            after: series(|point| point.after, |week| week.pain_after),
        },
    }
}

/// Five days from the first to the last, as far apart as each other.
fn day_labels(first: Date, length: i32, today: Date) -> Vec<(i32, String)> {
    let parts = length.clamp(1, 4);
    let days = (0..=parts).map(|part| length * part / parts);
    days.map(|day| (day, day_words(first.saturating_add(day.days()), today))).collect()
}

fn exercises(stats: &Stats, names: &Names) -> Vec<Part> {
    let head = [
        "Exercise",
        "Done",
        "Partly",
        "Skipped, and why",
        "Dose",
        "Longest, most",
        "Left and right",
        "Pain at it",
    ];
    let row = |exercise: &ExerciseStats| {
        let mut skipped = Vec::new();
        if exercise.skipped > 0 {
            skipped.push(format!("{}: {}", exercise.skipped, reasons(&exercise.reasons)));
        }
        for (count, word) in [(exercise.swapped, "swapped"), (exercise.unreached, "not reached")] {
            if count > 0 {
                skipped.push(format!("{word} {count}"));
            }
        }
        vec![
            names.get(&exercise.id),
            exercise.done.to_string(),
            exercise.partial.to_string(),
            or_dash(skipped.join("; ")),
            or_dash(dose(exercise)),
            or_dash(best(exercise)),
            or_dash(exercise.sides.as_ref().map(sides).unwrap_or_default()),
            or_dash(exercise.pain.as_ref().map(pain_at_words).unwrap_or_default()),
        ]
    };
    let shown = stats.exercises.iter().take(EXERCISES);
    let rows: Vec<Vec<String>> = shown.map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let caption = "How often each came, what was aimed at first and last, and what was reached";
    let table = Table { caption, head: head.map(str::to_owned).to_vec(), rows };
    let mut parts = vec![Part::Table(table)];
    parts.extend(more(stats.exercises.len(), EXERCISES, "more exercise"));
    parts
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "–".into() } else { text }
}

fn dose(exercise: &ExerciseStats) -> String {
    let Some(dose) = exercise.dose else { return String::new() };
    let (first, latest) = (dose.first.words(), dose.latest.words());
    if first == latest { latest } else { format!("{first} → {latest}") }
}

fn best(exercise: &ExerciseStats) -> String {
    let hold = exercise.longest_hold.map(|best| format!("hold {} s", best.value));
    let time = exercise.longest_time.map(|best| time_words(best.value));
    let reps = exercise.most_reps.filter(|best| best.value > 1).map(|best| format!("{} reps", best.value));
    [hold, time, reps].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn sides(sides: &SideStats) -> String {
    sides.words.clone().unwrap_or_else(|| "alike".into())
}

fn notes(figures: &Figures) -> Vec<Part> {
    let today = figures.stats.today;
    let one = |record: &&Record| {
        format!(
            "{}: {}",
            day_words(record.started.date(), today),
            plain(record.note.as_deref().unwrap_or(""))
        )
    };
    let says = |record: &&Record| record.note.as_deref().is_some_and(|note| !note.trim().is_empty());
    let all: Vec<&Record> = figures.records().filter(says).collect();
    let latest = &all[all.len().saturating_sub(NOTES)..];
    let mut parts = Vec::new();
    if !latest.is_empty() {
        parts.push(Part::List(latest.iter().map(one).collect()));
    }
    parts.extend(more(all.len(), NOTES, "earlier note"));
    parts
}

fn remarks(stats: &Stats) -> Vec<String> {
    vec![
        format!(
            "{} A session belongs to the day on which it began; pauses are no part of its time.",
            kept_rule(&stats.weeks)
        ),
        "A trend is the median of the changes between all pairs of days; a few odd days do not move it."
            .into(),
        "What is written here was entered by the person who trained. supple is a diary, not a doctor.".into(),
    ]
}
