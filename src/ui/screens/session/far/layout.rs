//! Which rows are for what, at every size.

use ratatui::layout::Rect;

use super::super::sides::SideWord;
use crate::{
    plan::Kind,
    routine::Side,
    session::{Snapshot, State},
    ui::{
        pen::{after, below, row},
        words::Face,
    },
};

/// Where the colour stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Work: a band above, and down the side that works.
    Above(Option<Side>),
    /// Relax: a band below.
    Below,
    /// Rest: a band below and both edges.
    Bed,
    /// Switch: a block on the side that comes.
    Beside(Option<Side>),
    /// About to begin: all around.
    Frame,
    /// Paused: two bars in the middle, and nothing else.
    Bars,
}

impl Shape {
    pub(super) fn of(snapshot: &Snapshot, face: &Face, side: Option<&SideWord>) -> Self {
        let side = side.map(|word| word.side);
        let step = snapshot.now.as_ref().map(|now| &now.played.step);
        match (step.map(|step| step.kind), snapshot.state) {
            _ if face.paused => Self::Bars,
            (None | Some(Kind::Prepare), _) | (_, State::LeadIn { .. }) => Self::Frame,
            (Some(Kind::Work), _) => Self::Above(side),
            (Some(Kind::Relax), _) => Self::Below,
            (Some(Kind::Rest), _) => Self::Bed,
            (Some(Kind::Switch), _) => Self::Beside(side),
        }
    }

    const fn is_below(self) -> bool {
        matches!(self, Self::Below | Self::Bed)
    }
}

/// What stands below the digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Nothing,
    /// So many lines, where there are rows for them.
    Lines(u16),
    Breath,
}

/// Rows of digits that are still told apart from across a room.
const LEAST_DIGITS: u16 = 6;

/// As many as the near view has in a window of forty columns.
const LEAST_SMALL_DIGITS: u16 = 5;

/// Where everything goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) shape: Shape,
    /// All above the bar.
    pub(super) stage: Rect,
    /// For the word and the side.
    pub(super) band: Rect,
    /// Of the letters on the band, which is seven of their dots high; 0: one row of plain words.
    pub(super) scale: u16,
    pub(super) digits: Rect,
    /// For reps, the breath or a sentence.
    pub(super) slot: Rect,
    pub(super) slot_scale: u16,
    /// Whether the frame is closed above and below: a row each.
    pub(super) frame_rows: u16,
    /// Of what stands at the sides, in columns.
    pub(super) edge: u16,
    /// The block of a switch.
    pub(super) block: Rect,
    pub(super) bar: Rect,
    pub(super) name: Rect,
    pub(super) next: Rect,
    pub(super) foot: Rect,
}

impl Layout {
    pub(super) fn new(screen: Rect, shape: Shape, slot: Slot) -> Self {
        let height = screen.height;
        let foot = u16::from(height >= 8);
        let next = u16::from(height >= 28);
        let name = match height {
            0..5 => 0,
            5..44 => 1,
            _ => 4,
        };
        let bar = match height {
            0..6 => 0,
            6..44 => 1,
            _ => 2,
        };
        let air = u16::from(height >= 28);
        let stage = Rect { height: height - foot - next - name - bar - air, ..screen };
        let below_stage = below(screen, stage.height);
        let rest = below(below_stage, bar + air);
        let lines = below(rest, name);

        let scale: u16 = match stage.height {
            0..12 => 0,
            12..24 => 1,
            24..34 => 2,
            34..48 => 3,
            _ => 4,
        };
        // A word and a side take some forty columns in the smallest letters.
        let scale = scale.min(screen.width / 36);
        let frame_rows = u16::from(stage.height >= 8);
        let band_rows = if scale == 0 { 1 } else { (7 * scale).div_ceil(2) };
        let edge = if screen.width < 30 { 1 } else { (screen.width / 40).max(2) };
        // Where a third is too little for LEFT or RIGHT, it is as wide as that.
        let block_columns = (screen.width / 3).max(7).min(screen.width / 2);
        let block = match shape {
            Shape::Beside(Some(Side::Right)) => {
                Rect { width: block_columns, ..after(stage, stage.width - block_columns) }
            }
            Shape::Beside(_) => Rect { width: block_columns, ..stage },
            _ => Rect::default(),
        };
        // What the block and the frame leave free.
        let inner = match shape {
            Shape::Beside(Some(Side::Right)) => Rect { width: stage.width - block_columns, ..stage },
            Shape::Beside(_) => after(stage, block_columns),
            // In the smallest letters the word stands on the frame.
            Shape::Frame if scale == 0 => Rect { height: stage.height - frame_rows, ..stage },
            Shape::Frame => Rect { y: stage.y + frame_rows, height: stage.height - 2 * frame_rows, ..stage },
            _ => stage,
        };
        let (band, free) = if shape.is_below() {
            let free = inner.height - band_rows;
            (below(inner, free), Rect { height: free, ..inner })
        } else {
            (Rect { height: band_rows, ..inner }, below(inner, band_rows))
        };
        let free = inset(free, edge + 1);
        let slot_scale: u16 = match scale {
            0 => 0,
            1 | 2 => 1,
            3 => 2,
            _ => 3,
        };
        let slot_rows = match slot_scale {
            _ if slot == Slot::Nothing || free.height < 4 => 0,
            0 => 1,
            // A shape, and words below it.
            1 if slot == Slot::Breath => 3 + scale.min(2),
            letters => {
                let line = (5 * letters).div_ceil(2);
                let lines = match slot {
                    // The second line is not worth digits that are smaller than in the smallest window.
                    Slot::Lines(2..) if free.height >= 2 * line + 3 + LEAST_DIGITS => 2,
                    _ => 1,
                };
                line * lines
            }
        };
        // Small digits come before the rows around them: above, then between, then below.
        let spare = free.height.saturating_sub(slot_rows + LEAST_SMALL_DIGITS);
        let has_slot = u16::from(slot_rows > 0);
        let gap_above = u16::from(scale > 0 || spare > 0);
        let gap_between = has_slot * u16::from(scale > 0 || spare > 1);
        let gap_below = u16::from(scale > 0 || spare > 1 + has_slot);
        let digits_rows = free.height.saturating_sub(gap_above + gap_between + slot_rows + gap_below);
        let digits = Rect { height: digits_rows, ..below(free, gap_above) };
        let slot = Rect { height: slot_rows, ..below(free, gap_above + digits_rows + gap_between) };
        Self {
            shape,
            stage,
            band,
            scale,
            digits,
            slot,
            slot_scale,
            frame_rows,
            edge,
            block,
            bar: Rect { height: bar, ..below_stage },
            name: Rect { height: name, ..rest },
            next: Rect { height: next, ..lines },
            foot: row(lines, next),
        }
    }
}

/// The area without so many columns at either side.
pub(in super::super) fn inset(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width / 2);
    Rect { width: area.width - 2 * columns, ..after(area, columns) }
}
