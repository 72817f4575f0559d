//! `supple stats`: what the history comes to.

use std::process::ExitCode;

use super::{
    figures::{Figures, Names, counted, day_words, number, plain, reasons, time_words},
    history_args::SelectArgs,
    output,
    page::{Page, Weight},
};
use crate::{
    diagnostic::Look,
    history::stats::{ExerciseStats, Fate, KEPT_DAYS, PainLine, Stats, Week},
};

/// What the history comes to: weeks kept, minutes, pain, what is left out and why
#[derive(clap::Args, Debug, Default)]
pub(crate) struct Args {
    #[command(flatten)]
    select: SelectArgs,
    /// Every figure as one JSON object (docs/stats.md)
    #[arg(long)]
    json: bool,
}

/// Runs `supple stats`.
///
/// # Errors
/// When the history cannot be read, or a name is the beginning of nothing in it.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let figures = Figures::gather(&args.select, |_| None)?;
    if args.json {
        return output::print_json(&figures.stats);
    }
    let unicode = output::shows_unicode();
    let text = page(&figures.stats, &Names::of(&figures.stats), output::stdout_look(), unicode);
    output::print(&if unicode { text } else { ascii(&text) })
}

/// So many weeks have a bar.
const WEEKS: usize = 12;
/// So many exercises have a row.
const EXERCISES: usize = 10;
/// So many of what is left out.
const SKIPS: usize = 5;
/// As many sessions as a line of pain shows.
const POINTS: usize = 48;
/// The length of the longest bar, in columns.
const BAR: u32 = 20;

fn page(stats: &Stats, names: &Names, look: Look, unicode: bool) -> String {
    let mut page = Page::new(look);
    if stats.sessions == 0 {
        let words = "No sessions here. `supple run` leads you through one; `supple log` lists what there is.";
        page.line("", words, Weight::Plain);
        return page.finish();
    }
    head(&mut page, stats);
    weeks(&mut page, stats);
    pain(&mut page, stats, unicode);
    exercises(&mut page, stats, names);
    skips(&mut page, stats, names);
    page.finish()
}

fn head(page: &mut Page, stats: &Stats) {
    let days = u32::try_from(stats.days.len()).unwrap_or(u32::MAX);
    let since = stats.first.map(|day| format!(" since {}", day_words(day, stats.today))).unwrap_or_default();
    let sessions = counted(stats.sessions, "session");
    let title =
        format!("{sessions} on {}{since}, {} at work", counted(days, "day"), time_words(stats.active));
    page.line("", &title, Weight::Bold);
    let streak = stats.streak;
    let kept = format!("{} of {} kept", streak.kept, counted(streak.of, "week"));
    let run = match streak.now {
        0 => kept,
        now => format!("{} in a row · best {} · {kept}", counted(now, "week"), streak.best),
    };
    page.line("", &run, Weight::Plain);
    if stats.ahead > 0 {
        let words = format!("{} of days still to come left out.", counted(stats.ahead, "session"));
        page.line("", &words, Weight::Plain);
    }
}

fn weeks(page: &mut Page, stats: &Stats) {
    page.gap();
    page.line("", "Weeks", Weight::Bold);
    let shown = &stats.weeks[stats.weeks.len().saturating_sub(WEEKS)..];
    let longest = shown.iter().map(|week| week.active.0).max().unwrap_or_default();
    for week in shown {
        let share = week.active.0.as_secs_f64() / longest.as_secs_f64().max(1.0) * f64::from(BAR);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 20")]
        let full = if week.sessions > 0 { (share.round() as usize).max(1) } else { 0 };
        let bar = format!("{:<width$}", "█".repeat(full), width = BAR as usize);
        let monday = week.monday.strftime("%-d %b").to_string();
        let lead = format!("  {monday:>6}  {bar} ");
        page.line(&lead, &week_words(week), Weight::Plain);
    }
    let rule = if stats.weeks.iter().any(|week| week.plan.is_some()) {
        "A week of a program is kept when two thirds of what was due was done.".to_owned()
    } else {
        format!("A week is kept when {KEPT_DAYS} of its days have a session. A missed day means nothing.")
    };
    page.line("  ", &rule, Weight::Faint);
}

fn week_words(week: &Week) -> String {
    let mut parts = Vec::new();
    if week.sessions > 0 {
        parts.push(time_words(week.active));
        parts.push(counted(week.days, "day"));
    }
    parts.extend(week.plan.map(|plan| format!("{} of {}", plan.done, plan.due)));
    parts.push(fate_word(week.fate).to_owned());
    parts.join(" · ")
}

/// What became of a week, in a word.
pub(crate) const fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "kept",
        Fate::Missed => "not kept",
        Fate::Open => "runs",
        Fate::Rest => "rest",
    }
}

fn pain(page: &mut Page, stats: &Stats, unicode: bool) {
    let effort = stats.effort;
    let (pain, told) = (&stats.pain, effort.easy + effort.right + effort.hard);
    if pain.points.is_empty() && told == 0 {
        return;
    }
    page.gap();
    page.line("", "Pain and effort", Weight::Bold);
    let from = pain.points.len().saturating_sub(POINTS);
    let shown = &pain.points[from..];
    for (word, line, values) in [
        ("before", &pain.before, shown.iter().map(|point| point.before).collect::<Vec<_>>()),
        ("after", &pain.after, shown.iter().map(|point| point.after).collect()),
    ] {
        if line.told > 0 {
            page.line(&format!("  {word:<8}"), &spark(&values, unicode), Weight::Plain);
            page.line("          ", &line_words(line), Weight::Plain);
        }
    }
    if pain.eased + pain.same + pain.worse > 0 {
        let words = format!(
            "After a session: less {} times, the same {}, more {}.",
            pain.eased, pain.same, pain.worse
        );
        page.line("  ", &words, Weight::Plain);
    }
    if told > 0 {
        let words = format!("easy {} · right {} · hard {}", effort.easy, effort.right, effort.hard);
        page.line("  effort  ", &words, Weight::Plain);
    }
}

/// "median 4 of 10, a little less each week"
pub(crate) fn line_words(line: &PainLine) -> String {
    let median = line.median.map(|median| format!("median {} of 10", number(median))).unwrap_or_default();
    match line.recent.as_ref().or(line.trend.as_ref()) {
        Some(trend) => format!("{median}, {}", trend.words),
        None => format!("{median}; too little yet for a trend"),
    }
}

/// One block for each session, higher where it hurts more; a dot where nothing was said. In ASCII the numbers
/// themselves, and X for ten.
fn spark(values: &[Option<u8>], unicode: bool) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let one = |pain: u8| {
        if unicode {
            BLOCKS[usize::from(pain.min(10)) * 7 / 10]
        } else {
            char::from_digit(pain.into(), 10).unwrap_or('X')
        }
    };
    values.iter().map(|value| value.map_or('·', one)).collect()
}

fn exercises(page: &mut Page, stats: &Stats, names: &Names) {
    if stats.exercises.is_empty() {
        return;
    }
    page.gap();
    page.line("", "Exercises", Weight::Bold);
    for exercise in stats.exercises.iter().take(EXERCISES) {
        page.row(&format!("  {}", names.get(&exercise.id)), 30, &exercise_words(exercise, stats));
    }
    if let Some(more) = stats.exercises.len().checked_sub(EXERCISES).filter(|more| *more > 0) {
        page.line("  ", &format!("and {more} more: supple stats --json"), Weight::Faint);
    }
}

fn exercise_words(exercise: &ExerciseStats, stats: &Stats) -> String {
    let mut parts = vec![format!("done {}", exercise.done)];
    for (count, word) in [
        (exercise.partial, "in part"),
        (exercise.skipped, "skipped"),
        (exercise.swapped, "swapped"),
        (exercise.unreached, "not reached"),
    ] {
        if count > 0 {
            parts.push(format!("{word} {count}"));
        }
    }
    parts.extend(exercise.last.map(|day| format!("last on {}", day_words(day, stats.today))));
    parts.extend(exercise.longest_hold.map(|best| format!("longest hold {} s", best.value)));
    parts.extend(exercise.longest_time.map(|best| format!("longest {}", time_words(best.value))));
    if exercise.longest_hold.is_none() {
        parts.extend(exercise.most_reps.map(|best| format!("most reps {}", best.value)));
    }
    if let Some(pain) = &exercise.pain {
        parts.push(format!("pain at it {} ({})", number(pain.median), counted(pain.told, "time")));
    }
    parts.extend(exercise.sides.as_ref().and_then(|sides| sides.words.clone()));
    parts.join(" · ")
}

fn skips(page: &mut Page, stats: &Stats, names: &Names) {
    if stats.skipped.is_empty() {
        return;
    }
    page.gap();
    page.line("", "Skipped most", Weight::Bold);
    for skips in stats.skipped.iter().take(SKIPS) {
        let words = format!("{} of {}: {}", skips.skipped, skips.of, plain(&reasons(&skips.reasons)));
        page.row(&format!("  {}", names.get(&skips.id)), 30, &words);
    }
}

/// For terminals without more.
fn ascii(text: &str) -> String {
    let one = |c: char| match c {
        '█' => '#',
        '×' => 'x',
        '·' => '-',
        c if c.is_ascii() => c,
        _ => '?',
    };
    text.chars().map(one).collect()
}
