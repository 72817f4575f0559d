//! The history in words, for people. It may come from elsewhere: of names, notes and ids nothing is shown that could speak
//! to the terminal, as on the screens.

use std::{
    io::{self, Write},
    time::Duration,
};

use super::{Row, ids::Ids};
use crate::{
    history::record::{Done, Exercise, Record, Status, Tally},
    routine::Library,
    ui::text::{clean, one_line, shorten, width},
};

/// One line a session.
pub(super) fn sessions<'a>(
    rows: impl Iterator<Item = &'a Row<'a>>,
    ids: &Ids,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = ["WHEN", "ROUTINE", "ACTIVE", "EXERCISES", "STATUS", "ID"].map(str::to_owned);
    let body = rows.map(|row| {
        let record = row.record;
        [
            when(record),
            title(record),
            clock(record.active_seconds.duration()),
            exercises_done(record),
            status(row),
            ids.short(&record.id),
        ]
    });
    columns(&std::iter::once(head).chain(body).collect::<Vec<_>>(), out)
}

/// One session, exercise by exercise.
pub(super) fn session(row: &Row, library: &Library, out: &mut dyn Write) -> io::Result<()> {
    let record = row.record;
    writeln!(out, "{}: {}", title(record), status(row))?;
    let civil = record.ended.civil();
    let mut facts = vec![
        format!("{} to {:02}:{:02}", when(record), civil.hour(), civil.minute()),
        format!("active {}", clock(record.active_seconds.duration())),
        format!("paused {}", clock(record.paused_seconds.duration())),
    ];
    facts.extend(record.level.as_ref().map(|level| format!("level {}", clean(level))));
    writeln!(out, "{}", facts.join(" · "))?;
    if let Some(pain) = record.pain {
        let level = |pain: Option<u8>| pain.map_or("not asked".to_owned(), |pain| pain.to_string());
        writeln!(out, "pain before {} · after {}", level(pain.before), level(pain.after))?;
    }
    if let Some(effort) = &record.effort {
        writeln!(out, "effort {}", clean(effort))?;
    }
    if let Some(note) = &record.note {
        writeln!(out, "note: {}", one_line(note))?;
    }
    writeln!(out)?;
    let exercise = |one| exercise(one, &library.exercise_name(&one.id), record.status);
    columns(&record.exercises.iter().map(exercise).collect::<Vec<_>>(), out)?;
    writeln!(out, "\nid {}", clean(&record.id))
}

/// A session in one phrase.
pub(super) fn in_brief(record: &Record) -> String {
    let active = clock(record.active_seconds.duration());
    let exercises = if record.exercises.len() == 1 { "exercise" } else { "exercises" };
    format!("{}, {}: {} {exercises} in {active}", title(record), when(record), exercises_done(record))
}

fn exercise(exercise: &Exercise, name: &str, session: Status) -> [String; 4] {
    let all_sets = exercise.target.sets.saturating_mul(exercise.target.rounds.unwrap_or(1));
    let sets = match all_sets {
        1 => format!("{} of 1 set", exercise.sets),
        sets => format!("{} of {sets} sets", exercise.sets),
    };
    let reason = exercise.skip_reason.as_ref().map(|reason| format!(" ({})", clean(&reason.0)));
    let status = format!("{}{}", exercise.word(session), reason.unwrap_or_default());
    let hands = [("left ", exercise.left), ("right ", exercise.right), ("", exercise.both)];
    let mut work: Vec<String> =
        hands.iter().filter_map(|(hand, tally)| Some(format!("{hand}{}", did((*tally)?)))).collect();
    work.extend(exercise.pain().map(|pain| format!("pain {pain}")));
    [clean(name), status, sets, work.join(" · ")]
}

fn did(tally: Tally) -> String {
    let time = clock(tally.seconds.duration());
    match tally.reps {
        0 => time,
        1 => format!("1 rep, {time}"),
        reps => format!("{reps} reps, {time}"),
    }
}

fn when(record: &Record) -> String {
    let civil = record.started.civil();
    format!("{} {:02}:{:02}", civil.date(), civil.hour(), civil.minute())
}

/// The routine's name, as wide as a column should be at most.
fn title(record: &Record) -> String {
    const WIDEST: usize = 36;
    shorten(record.name.as_ref().unwrap_or(&record.routine), WIDEST)
}

fn exercises_done(record: &Record) -> String {
    let done = record.exercises.iter().filter(|exercise| exercise.status == Done::Done).count();
    format!("{done} of {}", record.exercises.len())
}

fn status(row: &Row) -> String {
    match row.record.speed {
        Some(speed) => format!("{} at speed {speed}", row.status()),
        None => row.status().to_owned(),
    }
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn columns<const N: usize>(rows: &[[String; N]], out: &mut dyn Write) -> io::Result<()> {
    let widths: Vec<usize> =
        (0..N).map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0)).collect();
    for row in rows {
        let mut line = String::new();
        for (field, widest) in row.iter().zip(&widths) {
            line.push_str(field);
            line.extend(std::iter::repeat_n(' ', widest - width(field) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
