//! The exercises that were ever met, and the page of each.

use std::time::Duration;

use ratatui::layout::Rect;

use super::{said, session};
use crate::{
    history::stats::{ExerciseStats, Reason, SideStats},
    ui::{
        app::App,
        past::Book,
        pen::{Pen, below, row},
        scene::Scene,
        screens::{home, search},
        text,
        theme::Role,
        widgets::{self, Para},
    },
};

pub(super) fn list(pen: &mut Pen, app: &App, scene: &Scene, book: &Book, area: Rect) {
    let past = &app.past;
    let line = row(area, 0);
    if past.typing {
        search::line(pen, &past.query, past.exercises.len(), "a name", line);
    } else {
        let muted = pen.style(Role::Muted);
        let all = text::count(book.stats.exercises.len(), "exercise");
        let words = match past.query.trim() {
            "" => all,
            query => format!("{} of {all} · “{query}”", past.exercises.len()),
        };
        pen.left(line, &words, muted);
    }
    let place = below(area, 1 + u16::from(area.height >= 8));
    if past.exercises.is_empty() {
        said(pen, place, "No exercise is called that.", Role::Muted);
    } else if let Some((left, right)) = home::panes(pen, place) {
        rows(pen, app, book, left, Some(home::between(left, right)));
        if let Some(id) = past.exercise_chosen() {
            widgets::excerpt(pen, right, &paras(book, id, &[], scene));
        }
    } else {
        let bar = (pen.area().width >= 30).then_some(Rect { x: place.x + place.width, width: 1, ..place });
        rows(pen, app, book, place, bar);
    }
}

fn rows(pen: &mut Pen, app: &App, book: &Book, area: Rect, bar: Option<Rect>) {
    let past = &app.past;
    let height = usize::from(area.height);
    let first = widgets::window(past.exercise, past.exercises.len(), height);
    for (n, at) in past.exercises.iter().enumerate().skip(first).take(height) {
        let place = row(area, u16::try_from(n - first).unwrap_or(u16::MAX));
        if let Some(one) = book.stats.exercises.get(*at) {
            app.rows_at.borrow_mut().push((place, n));
            let name = book.exercise(&one.id);
            let mut right = format!("{} done", one.done);
            if one.skipped > 0 {
                let both = format!("{right} · {} skipped", one.skipped);
                let short = format!("● {} · {}", one.done, one.skipped);
                // Beside a very long name how often it was done matters more.
                let fits =
                    |words: &String| text::width(name) + text::width(words) + 4 <= usize::from(area.width);
                right = [both, short].into_iter().find(fits).unwrap_or(right);
            }
            home::item(pen, "", name, &right, n == past.exercise, false, place);
        }
    }
    if let Some(bar) = bar {
        widgets::scrollbar(pen, bar, past.exercises.len(), first);
    }
}

pub(super) fn paras(book: &Book, id: &str, latest: &[(usize, usize)], scene: &Scene) -> Vec<Para> {
    let mut paras = vec![Para::title(book.exercise(id))];
    let Some(stats) = book.stats.exercise(id) else { return paras };
    paras.push(Para::new(Role::Muted, facts(stats)));
    paras.push(Para::gap());
    paras.extend(counts(stats));
    let bests = bests(stats);
    if !bests.is_empty() {
        paras.push(Para::gap());
        paras.extend(bests);
    }
    if let Some(sides) = &stats.sides {
        paras.push(Para::gap());
        paras.extend(left_and_right(sides));
    }
    if let Some(pain) = &stats.pain {
        let last = format!("{} on {}", pain.last, day(pain.last_on));
        let mut words = match pain.told {
            1 => last,
            _ => format!("median {}, worst {}, last {last}", pain.median, pain.worst),
        };
        if let Some(trend) = &pain.trend {
            words = format!("{words}; {}", trend.words);
        }
        paras.extend([Para::gap(), labelled("pain", words)]);
    }
    if !latest.is_empty() {
        paras.extend([Para::gap(), Para::heading("Lately")]);
        paras.extend(latest.iter().filter_map(|place| late(book, *place, scene)));
    }
    paras
}

/// One time that it was met.
fn late(book: &Book, (record, entry): (usize, usize), scene: &Scene) -> Option<Para> {
    let record = book.records().get(record)?;
    let exercise = record.exercises.get(entry)?;
    let line = session::line(book, record, exercise);
    let date = record.started.date();
    let format = if date.year() == scene.wall.year() { "%-d %b" } else { "%-d %b %Y" };
    Some(
        session::marked(Para::new(Role::Text, date.strftime(format).to_string()), line.fate)
            .right(session::did(&line)),
    )
}

fn facts(stats: &ExerciseStats) -> String {
    let mut facts = vec![text::count((stats.done + stats.partial) as usize, "time")];
    if stats.seconds.duration() > Duration::ZERO {
        facts.push(format!("{} at it", text::minutes(stats.seconds.duration())));
    }
    facts.extend(stats.last.map(|last| format!("last on {}", day(last))));
    facts.join(" · ")
}

fn counts(stats: &ExerciseStats) -> Vec<Para> {
    let mut skipped = stats.skipped.to_string();
    if !stats.reasons.is_empty() {
        skipped = format!("{skipped}: {}", stats.reasons.iter().map(why).collect::<Vec<_>>().join(", "));
    }
    let all = [
        ("●", "done", stats.done, stats.done.to_string()),
        ("◐", "partly", stats.partial, stats.partial.to_string()),
        ("·", "skipped", stats.skipped, skipped),
        ("○", "not reached", stats.unreached, stats.unreached.to_string()),
        ("○", "left out", stats.left_out, stats.left_out.to_string()),
        ("○", "swapped", stats.swapped, stats.swapped.to_string()),
    ];
    let met = all.into_iter().filter(|(_, name, times, _)| *times > 0 || *name == "done");
    met.map(|(mark, name, _, words)| Para::new(Role::Text, words).lead(format!("{mark} {name:<13}")))
        .collect()
}

fn why(reason: &Reason) -> String {
    format!("{} {}", reason.word.as_deref().unwrap_or("no reason given"), reason.times)
}

fn bests(stats: &ExerciseStats) -> Vec<Para> {
    let mut paras = Vec::new();
    if let Some(best) = &stats.longest_hold {
        paras.push(labelled(
            "longest hold",
            format!("{} on {}", text::length(best.value.duration()), day(best.on)),
        ));
    }
    if let Some(best) = &stats.longest_time {
        paras.push(labelled(
            "longest time",
            format!("{} on {}", text::length(best.value.duration()), day(best.on)),
        ));
    }
    if let Some(best) = stats.most_reps.filter(|best| best.value > 1) {
        paras.push(labelled("most reps", format!("{} on {}", best.value, day(best.on))));
    }
    if let Some(one) = stats.dose {
        let (first, latest) = (one.first.words(), one.latest.words());
        if first != latest && !first.is_empty() {
            paras.push(labelled("dose", format!("{first} at first, now {latest}")));
        } else if !latest.is_empty() {
            paras.push(labelled("dose", latest));
        }
    }
    paras
}

/// Two bars and, where they differ by much, a sentence.
fn left_and_right(sides: &SideStats) -> Vec<Para> {
    let most = sides.left_seconds.max(sides.right_seconds).duration().as_secs_f64();
    // What is missing of a bar is drawn too, so that all behind it stays in its column.
    let bar = |seconds: f64| {
        let share = if most > 0.0 { seconds / most * f64::from(BAR) } else { 0.0 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most the longest bar"
        )]
        let full = (share.round() as usize).clamp(1, BAR.into());
        "━".repeat(full) + &"─".repeat(usize::from(BAR) - full)
    };
    let one = |name: &str, seconds: Duration, reps: u64| {
        let mut words = format!("{} {}", bar(seconds.as_secs_f64()), text::clock(seconds.as_secs()));
        if reps > 0 {
            words = format!("{words}, {}", text::count(usize::try_from(reps).unwrap_or(usize::MAX), "rep"));
        }
        Para::new(Role::Text, words).lead(format!("{name:<7}"))
    };
    let mut paras = vec![
        one("left", sides.left_seconds.duration(), sides.left_reps),
        one("right", sides.right_seconds.duration(), sides.right_reps),
    ];
    paras.extend(sides.words.iter().map(|words| Para::new(Role::Warning, words)));
    paras
}

/// The longest bar, in columns: beside it time and reps find room in half of a common terminal.
const BAR: u8 = 8;

fn labelled(label: &str, words: String) -> Para {
    Para::new(Role::Text, words).lead(format!("{label:<15}"))
}

fn day(date: jiff::civil::Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}
