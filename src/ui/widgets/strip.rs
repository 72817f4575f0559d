//! The whole session in one line: what was, what is, what comes.

use std::time::Duration;

use ratatui::layout::Rect;

use crate::{
    plan::Kind,
    session::{Fate, Occurrence, Outcome, Piece},
    ui::{mouse::Target, pen::Pen, theme::Role},
};

/// One stretch of columns per occurrence, in proportion to its length, with a gap after each where there is room.
///
/// A click on a stretch, or on the gap after it, goes there.
///
/// Work stands higher than pauses; what is over lies flat, what was skipped is dotted; the present piece stands highest,
/// and yet does not touch what stands above.
pub(crate) fn strip(pen: &mut Pen, area: Rect, occurrences: &[Occurrence], here: Option<usize>) {
    let area = Rect { height: area.height.min(1), ..area };
    if area.is_empty() || occurrences.is_empty() {
        return;
    }
    let gap = usize::from(occurrences.len() * 3 <= usize::from(area.width));
    let columns = usize::from(area.width) + gap - occurrences.len() * gap;
    let lengths: Vec<Duration> = occurrences.iter().map(|occurrence| occurrence.length).collect();
    let mut x = 0;
    for (n, (occurrence, width)) in occurrences.iter().zip(widths(&lengths, columns)).enumerate() {
        let from = u16::try_from(x).unwrap_or(u16::MAX);
        let stretch = Rect {
            x: area.x.saturating_add(from),
            width: u16::try_from(width + gap).unwrap_or(u16::MAX),
            ..area
        };
        pen.target(stretch.intersection(area), Target::Occurrence(occurrence.occurrence));
        for column in 0..width {
            let Some((kind, fate)) = look(occurrence, column, width) else { continue };
            let (symbol, role) = mark(kind, fate);
            let place = Rect { x: area.x + u16::try_from(x + column).unwrap_or(u16::MAX), width: 1, ..area };
            let style = pen.style(role);
            pen.fill(place.intersection(area), symbol, style);
        }
        // Squeezed out of sight by its neighbours, the present occurrence still has its mark.
        if width == 0 && here == Some(n) {
            let last = usize::from(area.width) - 1;
            let place = Rect { x: area.x + u16::try_from(x.min(last)).unwrap_or(0), width: 1, ..area };
            let (symbol, role) = mark(Kind::Work, Fate::Here);
            let style = pen.style(role);
            pen.fill(place, symbol, style);
        }
        x += width + gap;
    }
}

fn mark(kind: Kind, fate: Fate) -> (&'static str, Role) {
    match (fate, kind) {
        (Fate::Here, Kind::Work) => ("▇", Role::Work),
        (Fate::Here, Kind::Prepare) => ("▇", Role::Ready),
        (Fate::Here, Kind::Switch) => ("▇", Role::Switch),
        (Fate::Here, Kind::Relax | Kind::Rest) => ("▇", Role::Rest),
        (Fate::Ended(Outcome::Skipped), _) => ("·", Role::Muted),
        (Fate::Ended(_), Kind::Work) => ("▂", Role::Done),
        (Fate::Ended(_), _) => ("▁", Role::Done),
        (Fate::Ahead, Kind::Work) => ("▅", Role::Muted),
        (Fate::Ahead, _) => ("▃", Role::Line),
    }
}

/// What a column of an occurrence shows: the present piece if any of it lies there, else what takes most of it.
fn look(occurrence: &Occurrence, column: usize, columns: usize) -> Option<(Kind, Fate)> {
    let total = occurrence.length.as_secs_f64();
    if total <= 0.0 || columns == 0 {
        return occurrence.pieces.first().map(|piece| (piece.kind, piece.fate));
    }
    let edge = |column: usize| total * (to_f64(column) / to_f64(columns));
    let (from, to) = (edge(column), edge(column + 1));
    let mut best: Option<(f64, &Piece)> = None;
    let mut start = 0.0;
    for piece in &occurrence.pieces {
        let end = start + piece.length.as_secs_f64();
        let shared = end.min(to) - start.max(from);
        let starts_here = start >= from && start < to;
        if piece.fate == Fate::Here && (shared > 0.0 || starts_here) {
            return Some((piece.kind, piece.fate));
        }
        if shared > 0.0 && best.is_none_or(|(most, _)| shared > most) {
            best = Some((shared, piece));
        }
        start = end;
    }
    best.map(|(_, piece)| piece).or(occurrence.pieces.last()).map(|piece| (piece.kind, piece.fate))
}

/// Shares columns out in proportion, at least one each while there are enough. They add up to `columns` exactly.
fn widths(lengths: &[Duration], columns: usize) -> Vec<usize> {
    let least = usize::from(columns >= lengths.len());
    let spare = columns - least * lengths.len();
    let total: f64 = lengths.iter().map(Duration::as_secs_f64).sum();
    let mut sum = 0.0;
    let mut given = 0;
    lengths
        .iter()
        .map(|length| {
            sum += length.as_secs_f64();
            let upto = if total > 0.0 { floor(to_f64(spare) * sum / total + 1e-9) } else { 0 };
            let share = upto.min(spare) - given;
            given += share;
            least + share
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "columns and occurrences are few")]
fn to_f64(number: usize) -> f64 {
    number as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of columns")]
fn floor(number: f64) -> usize {
    number.max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_shared_out_in_proportion_and_all_of_them() {
        let seconds = |list: &[u64]| list.iter().map(|s| Duration::from_secs(*s)).collect::<Vec<_>>();
        assert_eq!(widths(&seconds(&[60, 60, 60]), 30), [10, 10, 10]);
        assert_eq!(widths(&seconds(&[0, 100]), 12), [1, 11]);
        assert_eq!(widths(&seconds(&[1, 1000, 1]), 3), [1, 1, 1]);
        assert_eq!(widths(&seconds(&[1; 10]), 3).iter().sum::<usize>(), 3);
    }
}
