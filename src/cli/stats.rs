//! `supple stats`: what the history comes to.

use std::process::ExitCode;

use super::{
    figures::{Figures, Names, counted, day_words, number, plain, reasons, time_words, times},
    history_args::SelectArgs,
    output,
    page::{Page, Weight},
};
use crate::{
    diagnostic::Look,
    history::stats::{ExercisePain, ExerciseStats, Fate, KEPT_DAYS, PainLine, PainPoint, Stats, Week},
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
    print(args, true)
}

/// The same without the bars and the blocks, which a screen reader would spell out.
///
/// # Errors
/// As `run`.
pub(crate) fn run_in_words() -> anyhow::Result<ExitCode> {
    print(&Args::default(), false)
}

fn print(args: &Args, drawn: bool) -> anyhow::Result<ExitCode> {
    let figures = Figures::gather(&args.select, |_| None)?;
    if args.json {
        return output::print_json(&figures.stats);
    }
    let unicode = output::shows_unicode();
    let text =
        page(&figures.stats, &Names::of(&figures.stats), output::stdout_look(), drawn.then_some(unicode));
    output::print(&if unicode { text } else { ascii(&text) })
}

/// So many weeks have a bar.
const WEEKS: usize = 12;
/// So many exercises have a row.
const EXERCISES: usize = 10;
/// So many of what is left out.
const SKIPS: usize = 5;
/// As many sessions as a line of pain shows; where there are more it shows weeks, the latest.
const POINTS: usize = 48;
const PAIN_WEEKS: usize = 60;
/// The length of the longest bar, in columns.
const BAR: u32 = 20;

/// `drawn`: with bars and blocks, and whether in more than ASCII.
fn page(stats: &Stats, names: &Names, look: Look, drawn: Option<bool>) -> String {
    let mut page = Page::new(look);
    if stats.sessions == 0 {
        let words = "No sessions here. `supple run` leads you through one; `supple log` lists what there is.";
        page.line("", words, Weight::Plain);
        return page.finish();
    }
    head(&mut page, stats);
    weeks(&mut page, stats, drawn.is_some());
    pain(&mut page, stats, drawn);
    exercises(&mut page, stats, names);
    skips(&mut page, stats, names);
    page.finish()
}

fn head(page: &mut Page, stats: &Stats) {
    let days = u32::try_from(stats.days.len()).unwrap_or(u32::MAX);
    let since = stats.first.map(|day| format!(" since {}", day_words(day, stats.today))).unwrap_or_default();
    let sessions = counted(stats.sessions, "session");
    let title = format!("{sessions} on {}{since}, {} in all", counted(days, "day"), time_words(stats.active));
    page.line("", &title, Weight::Bold);
    let streak = stats.streak;
    let kept = match streak.of {
        0 => "no whole week yet".to_owned(),
        of => format!("{} of {} kept", streak.kept, counted(of, "week")),
    };
    let run = match streak.now {
        0 => kept,
        now => format!("{} in a row · longest {} · {kept}", counted(now, "week"), streak.best),
    };
    page.line("", &run, Weight::Plain);
    if stats.ahead > 0 {
        let words = format!("{} of days still to come left out.", counted(stats.ahead, "session"));
        page.line("", &words, Weight::Plain);
    }
}

fn weeks(page: &mut Page, stats: &Stats, drawn: bool) {
    page.gap();
    page.line("", "Weeks", Weight::Bold);
    let shown = &stats.weeks[stats.weeks.len().saturating_sub(WEEKS)..];
    let longest = shown.iter().map(|week| week.active.duration()).max().unwrap_or_default();
    for week in shown {
        let share = week.active.duration().as_secs_f64() / longest.as_secs_f64().max(1.0) * f64::from(BAR);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 20")]
        let full = if week.sessions > 0 { (share.round() as usize).max(1) } else { 0 };
        let bar = format!("{:<width$}", "█".repeat(full), width = BAR as usize);
        let monday = week.monday.strftime("%-d %b").to_string();
        let lead = if drawn { format!("  {monday:>6}  {bar} ") } else { format!("  {monday:>6}  ") };
        page.line(&lead, &week_words(week), Weight::Plain);
    }
    page.line("  ", &format!("{} A missed day means nothing.", kept_rule(shown)), Weight::Faint);
}

/// When a week is kept, for weeks with a program and for those without one.
pub(crate) fn kept_rule(weeks: &[Week]) -> String {
    let with_program = weeks.iter().any(|week| week.plan.is_some());
    let without = weeks.iter().any(|week| week.plan.is_none() && week.fate != Fate::Rest);
    match (with_program, without) {
        (true, false) => "A week of a program is kept when two thirds of what was due was done.".to_owned(),
        (false, _) => format!("A week is kept when {KEPT_DAYS} of its days have a session."),
        (true, true) => format!(
            "A week of a program is kept when two thirds of what was due was done, any other when {KEPT_DAYS} of its days have a session."
        ),
    }
}

fn week_words(week: &Week) -> String {
    let mut parts = Vec::new();
    if week.sessions > 0 {
        parts.push(time_words(week.active));
        parts.push(counted(week.days, "day"));
    }
    parts.extend(week.plan.map(|plan| format!("{} of {} done", plan.done, plan.due)));
    parts.push(fate_word(week.fate).to_owned());
    parts.join(" · ")
}

/// What became of a week, in a word.
pub(crate) const fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "kept",
        Fate::Missed => "not kept",
        Fate::Open => "open",
        Fate::Rest => "paused",
    }
}

fn pain(page: &mut Page, stats: &Stats, drawn: Option<bool>) {
    let effort = stats.effort;
    let (pain, told) = (&stats.pain, effort.easy + effort.right + effort.hard);
    if pain.points.is_empty() && told == 0 {
        return;
    }
    page.gap();
    page.line("", "Pain and effort", Weight::Bold);
    // A long time is told by its weeks.
    let by_weeks = pain.points.len() > POINTS;
    let weeks = &stats.weeks[stats.weeks.len().saturating_sub(PAIN_WEEKS)..];
    for (word, line, of_point, of_week) in [
        (
            "before",
            &pain.before,
            (|point| point.before) as fn(&PainPoint) -> _,
            (|week| week.pain_before) as fn(&Week) -> _,
        ),
        ("after", &pain.after, |point| point.after, |week| week.pain_after),
    ] {
        if line.told > 0 {
            let values: Vec<Option<f64>> = if by_weeks {
                weeks.iter().map(of_week).collect()
            } else {
                pain.points.iter().map(|point| of_point(point).map(f64::from)).collect()
            };
            let lead = format!("  {word:<8}");
            if let Some(unicode) = drawn {
                page.line(&lead, &spark(&values, unicode), Weight::Plain);
            }
            let lead = if drawn.is_some() { " ".repeat(10) } else { lead };
            page.line(&lead, &line_words(line), Weight::Plain);
        }
    }
    if let Some(first) = weeks.first().filter(|_| by_weeks && drawn.is_some()) {
        let words =
            format!("Each block is the median of a week, from {} on.", day_words(first.monday, stats.today));
        page.line("  ", &words, Weight::Faint);
    }
    if pain.eased + pain.same + pain.worse > 0 {
        let words = format!(
            "After a session: less {}, the same {}, more {}.",
            times(pain.eased),
            times(pain.same),
            times(pain.worse)
        );
        page.line("  ", &words, Weight::Plain);
    }
    if told > 0 {
        let words = format!("easy {} · just right {} · hard {}", effort.easy, effort.right, effort.hard);
        page.line("  effort  ", &words, Weight::Plain);
    }
}

/// "median 4 of 10, a little less each week"
fn line_words(line: &PainLine) -> String {
    let median = line.median.map(|median| format!("median {} of 10", number(median))).unwrap_or_default();
    match line.words() {
        Some(words) => format!("{median}, {words}"),
        None => format!("{median}; too little yet for a trend"),
    }
}

/// One block for each number, higher where it hurts more, the lowest for no pain alone; a dot where nothing was said. In
/// ASCII the numbers themselves, and X for ten.
fn spark(values: &[Option<f64>], unicode: bool) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let one = |pain: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 10")]
        let pain = pain.round().clamp(0.0, 10.0) as u8;
        match pain {
            _ if !unicode => char::from_digit(pain.into(), 10).unwrap_or('X'),
            0 => BLOCKS[0],
            pain => BLOCKS[1 + usize::from(pain - 1) * 6 / 9],
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
        (exercise.partial, "partly"),
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
        parts.push(format!("pain at it {}", pain_at_words(pain)));
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

/// "6, told once"; "median 4, worst 6, told 3 times"
pub(crate) fn pain_at_words(pain: &ExercisePain) -> String {
    if pain.told == 1 {
        format!("{}, told once", pain.last)
    } else {
        format!("median {}, worst {}, told {}", number(pain.median), pain.worst, times(pain.told))
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
