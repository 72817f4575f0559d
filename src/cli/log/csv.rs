//! Rows for spreadsheets: quoted as RFC 4180 says, each ended by a line feed.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::Row;
use crate::history::{
    outline::Hand,
    record::{Done, Record, Tally},
};

/// What the columns of `sessions` are.
pub(super) fn head(out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "id",
        "started",
        "ended",
        "routine",
        "name",
        "status",
        "active_seconds",
        "paused_seconds",
        "exercises",
        "done",
        "partial",
        "skipped",
        "pain_before",
        "pain_after",
        "effort",
        "note",
        "level",
        "speed",
        "app",
    ];
    line(out, &head.map(str::to_owned))
}

/// One row a session.
pub(super) fn sessions(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        let record = row.record;
        let count = |done: Done| record.exercises.iter().filter(|exercise| exercise.status == done).count();
        let pain = record.pain.unwrap_or_default();
        line(
            out,
            &[
                record.id.clone(),
                record.started.to_string(),
                record.ended.to_string(),
                record.routine.to_string(),
                text(record.name.as_ref()),
                row.status().to_owned(),
                record.active_seconds.to_string(),
                record.paused_seconds.to_string(),
                record.exercises.len().to_string(),
                count(Done::Done).to_string(),
                count(Done::Partial).to_string(),
                count(Done::Skipped).to_string(),
                text(pain.before.as_ref()),
                text(pain.after.as_ref()),
                text(record.effort.as_ref()),
                text(record.note.as_ref()),
                text(record.level.as_ref()),
                text(record.speed.as_ref()),
                record.app.to_string(),
            ],
        )?;
    }
    Ok(())
}

/// One row an exercise.
pub(super) fn exercises(row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "id",
        "started",
        "n",
        "exercise",
        "status",
        "sets",
        "target_sets",
        "target_reps",
        "target_hold",
        "target_time",
        "target_rounds",
        "left_reps",
        "left_seconds",
        "right_reps",
        "right_seconds",
        "both_reps",
        "both_seconds",
        "skip_reason",
    ];
    line(out, &head.map(str::to_owned))?;
    let Record { id, started, exercises, .. } = row.record;
    for exercise in exercises {
        let target = &exercise.target;
        let reps = |hand| text(exercise.tally(hand).map(|tally: Tally| tally.reps).as_ref());
        let seconds = |hand| text(exercise.tally(hand).map(|tally: Tally| tally.seconds).as_ref());
        line(
            out,
            &[
                id.clone(),
                started.to_string(),
                exercise.n.to_string(),
                exercise.id.to_string(),
                exercise.status.word().to_owned(),
                exercise.sets.to_string(),
                target.sets.to_string(),
                text(target.reps.as_ref()),
                text(target.hold.as_ref()),
                text(target.time.as_ref()),
                text(target.rounds.as_ref()),
                reps(Hand::Left),
                seconds(Hand::Left),
                reps(Hand::Right),
                seconds(Hand::Right),
                reps(Hand::Both),
                seconds(Hand::Both),
                text(exercise.skip_reason.as_ref().map(|reason| &reason.0)),
            ],
        )?;
    }
    Ok(())
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn line<const N: usize>(out: &mut dyn Write, fields: &[String; N]) -> io::Result<()> {
    let quoted: Vec<Cow<str>> = fields.iter().map(|field| quote(field)).collect();
    writeln!(out, "{}", quoted.join(","))
}

/// A field with a comma, a quotation mark or a line's end in it stands in quotation marks.
fn quote(field: &str) -> Cow<'_, str> {
    if field.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", field.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_a_row_is_quoted() {
        for (field, quoted) in [
            ("plain words", "plain words"),
            ("", ""),
            ("stiff, slept badly", "\"stiff, slept badly\""),
            ("5\" step", "\"5\"\" step\""),
            ("one\ntwo", "\"one\ntwo\""),
            ("one\rtwo", "\"one\rtwo\""),
        ] {
            assert_eq!(quote(field), quoted);
        }
    }
}
