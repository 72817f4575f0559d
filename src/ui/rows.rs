//! The rows of the home screen that can be chosen.

use super::scene::{HomeModel, TodayCard};

/// A row, by its place in the part of the model that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Interrupted(usize),
    /// All that is due, as one session.
    Today,
    Due(usize),
    /// What is not due yet, folded into one line or not.
    Later,
    NotYet(usize),
    Routine(usize),
}

/// From top to bottom.
pub(crate) fn rows(home: &HomeModel, unfolded: bool) -> Vec<Row> {
    let mut rows: Vec<Row> = (0..home.interrupted.len()).map(Row::Interrupted).collect();
    if let Some(today) = &home.today {
        if !today.due.is_empty() {
            rows.push(Row::Today);
            rows.extend((0..today.due.len()).map(Row::Due));
        }
        if !today.later.is_empty() {
            rows.push(Row::Later);
            rows.extend((0..today.later.len()).filter(|_| unfolded).map(Row::NotYet));
        }
    }
    rows.extend((0..home.routines.len()).map(Row::Routine));
    rows
}

/// The row of a new model that is what this one was in the old: itself, or where it was `ticked` off the one after it,
/// or else the first.
pub(crate) fn same(row: Row, old: &HomeModel, new: &HomeModel, unfolded: bool, ticked: bool) -> usize {
    let rows = rows(new, unfolded);
    let today = |home: &'_ HomeModel| home.today.clone().unwrap_or_default();
    let kept = match row {
        Row::Interrupted(n) => old.interrupted.get(n).and_then(|card| {
            let n = new.interrupted.iter().position(|other| other.id == card.id)?;
            Some(Row::Interrupted(n))
        }),
        Row::Today | Row::Later => Some(row),
        Row::Due(n) => due_again(n, &today(old), &today(new), ticked),
        Row::NotYet(n) => today(old).later.get(n).and_then(|item| {
            Some(Row::NotYet(today(new).later.iter().position(|other| other.id == item.id)?))
        }),
        Row::Routine(n) => old
            .routines
            .get(n)
            .and_then(|card| Some(Row::Routine(new.routines.iter().position(|other| other.id == card.id)?))),
    };
    kept.and_then(|kept| rows.iter().position(|row| *row == kept)).unwrap_or(0)
}

fn due_again(n: usize, old: &TodayCard, new: &TodayCard, ticked: bool) -> Option<Row> {
    let same = old.due.get(n).and_then(|item| new.due.iter().position(|other| other.id == item.id));
    match (same, new.due.len()) {
        (Some(n), _) => Some(Row::Due(n)),
        (None, 0) => None,
        (None, rows) => ticked.then(|| Row::Due(n.min(rows - 1))),
    }
}
