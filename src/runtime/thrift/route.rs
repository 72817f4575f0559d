//! The cheapest way through cells of one colour: blanks, full blocks and halves look the same with the ground turned
//! round, where a full block takes one byte instead of three.

use ratatui::{layout::Position, style::Modifier};

use super::{
    pen::{Pen, change, push},
    shown::{Shape, Shown},
};

/// Cells side by side that look the same, or one that is neither blank nor block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    pub(super) at: Position,
    /// In cells.
    pub(super) count: u16,
    pub(super) shape: Shape,
    pub(super) symbol: &'a str,
    /// Where the terminal writes next, if that is certain.
    pub(super) ends: Option<Position>,
}

/// Where the terminal writes, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    pub(super) place: Option<Position>,
    pub(super) pen: Option<Pen>,
}

/// The longest gap that is worth being written over.
const LONGEST_BRIDGE: u16 = 4;

/// More runs than this are a new picture rather than a change: they are written row by row.
const MOST_TO_ORDER: usize = 120;

/// Writes all runs with the ink and paper of `pen`, which has no modifier. Gives where that ends. Of no cell among them
/// `shown` knows anything.
///
/// Each run can be written in two ways, and going over from one to the other costs something: the cheapest of all ways
/// through them is looked for, row by row and, where `free`, bar by bar.
pub(super) fn write(
    text: &mut String,
    from: Stand,
    pen: Pen,
    runs: &[Run],
    free: bool,
    shown: &Shown,
) -> Stand {
    let mut orders = vec![runs.to_vec()];
    if free && runs.len() <= MOST_TO_ORDER {
        let bars = bars(runs);
        orders.push(bars.concat());
        for first in [Shape::Full, Shape::Blank] {
            let (these, those): (Vec<_>, Vec<_>) = bars.iter().cloned().partition(|bar| mostly(bar, first));
            orders.push([these, those].concat().concat());
        }
    }
    let routes = orders.iter().map(|runs| (cheapest(from, pen, runs, shown), runs));
    let Some(((_, ways), runs)) = routes.min_by_key(|((cost, _), _)| *cost) else { return from };
    let mut stand = from;
    for (run, turned) in runs.iter().zip(ways) {
        stand = step(text, stand, pen.turned(turned), run, shown);
    }
    stand
}

/// Runs of one width right below one another.
fn bars<'a>(runs: &[Run<'a>]) -> Vec<Vec<Run<'a>>> {
    let mut bars: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        let goes_on = |bar: &&mut Vec<Run>| {
            bar.last()
                .is_some_and(|last| (last.at.x, last.at.y + 1, last.count) == (run.at.x, run.at.y, run.count))
        };
        match bars.iter_mut().find(goes_on) {
            Some(bar) => bar.push(*run),
            None => bars.push(vec![*run]),
        }
    }
    bars
}

fn mostly(bar: &[Run], shape: Shape) -> bool {
    2 * bar.iter().filter(|run| run.shape == shape).count() >= bar.len()
}

/// What it costs in bytes, and which runs are written with the ground turned round.
fn cheapest(from: Stand, pen: Pen, runs: &[Run], shown: &Shown) -> (usize, Vec<bool>) {
    let mut scratch = String::new();
    let mut cost = |stand: Stand, turned: bool, run: &Run| {
        if turned && run.shape.turned().is_none() {
            return usize::MAX / 4;
        }
        scratch.clear();
        step(&mut scratch, stand, pen.turned(turned), run, shown);
        scratch.len()
    };
    // For each run and way, what it costs to have come here at best, and by which way of the run before.
    let mut costs = [0, usize::MAX / 4];
    let mut came: Vec<[bool; 2]> = Vec::with_capacity(runs.len());
    let mut stands = [from; 2];
    for run in runs {
        let best = [false, true].map(|turned| {
            let by = |came: bool| {
                let before = costs[usize::from(came)];
                (before.saturating_add(cost(stands[usize::from(came)], turned, run)), came)
            };
            [false, true].map(by).into_iter().min().unwrap_or_default()
        });
        costs = best.map(|(cost, _)| cost);
        came.push(best.map(|(_, came)| came));
        stands = [false, true].map(|turned| Stand { place: run.ends, pen: Some(pen.turned(turned)) });
    }
    let mut way = costs[1] < costs[0];
    let cost = costs[usize::from(way)];
    let mut ways: Vec<bool> = Vec::with_capacity(runs.len());
    for came in came.iter().rev() {
        ways.push(way);
        way = came[usize::from(way)];
    }
    ways.reverse();
    (cost, ways)
}

/// Goes to a run and writes it.
fn step(text: &mut String, from: Stand, pen: Pen, run: &Run, shown: &Shown) -> Stand {
    // What lies between is written over with the pen that is held already, or with the one to come.
    let bridged = |pen: Option<Pen>| bridge(from.place?, run.at, pen?, shown);
    let (before, after) = match (bridged(from.pen), bridged(Some(pen))) {
        (Some(gap), _) => (gap, 0),
        (None, Some(gap)) => (0, gap),
        (None, None) => {
            go(text, from.place, run.at);
            (0, 0)
        }
    };
    (0..before).for_each(|_| text.push(' '));
    if from.pen != Some(pen) {
        change(text, from.pen, pen);
    }
    (0..after).for_each(|_| text.push(' '));
    let turned = pen.modifier.contains(Modifier::REVERSED);
    let symbol = if turned { run.shape.turned().unwrap_or(run.symbol) } else { run.symbol };
    (0..run.count).for_each(|_| text.push_str(symbol));
    Stand { place: run.ends, pen: Some(pen) }
}

/// How many cells lie between, if blanks from this pen leave them as they are and take no more than going over them.
fn bridge(from: Position, to: Position, pen: Pen, shown: &Shown) -> Option<u16> {
    let gap = to.x.checked_sub(from.x).filter(|_| from.y == to.y)?;
    let is_short = (1..=LONGEST_BRIDGE).contains(&gap);
    (is_short && (0..gap).all(|n| shown.is_blank_of(Position { x: from.x + n, ..from }, pen))).then_some(gap)
}

/// By the shorter of the ways that terminals know.
pub(super) fn go(text: &mut String, from: Option<Position>, to: Position) {
    let Some(from) = from else { return push_absolute(text, to) };
    if from == to {
        return;
    }
    let mut relative = String::new();
    if to.y == from.y + 1 {
        // Without a return, as the terminal is raw.
        relative.push('\n');
    } else if to.y != from.y {
        return push_absolute(text, to);
    }
    match (to.x.checked_sub(from.x), from.x.checked_sub(to.x)) {
        (Some(0), _) => {}
        (Some(1), _) => relative.push_str("\x1b[C"),
        (Some(right), _) => push(&mut relative, format_args!("\x1b[{right}C")),
        _ if to.x == 0 => relative.push('\r'),
        (_, Some(left @ 1..=3)) => relative.extend((0..left).map(|_| '\x08')),
        (_, Some(left)) => push(&mut relative, format_args!("\x1b[{left}D")),
        (None, None) => {}
    }
    let mut absolute = String::new();
    push_absolute(&mut absolute, to);
    text.push_str(if relative.len() < absolute.len() { &relative } else { &absolute });
}

pub(super) fn push_absolute(text: &mut String, to: Position) {
    push(text, format_args!("\x1b[{};{}H", to.y + 1, to.x + 1));
}
