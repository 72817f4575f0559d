//! Which side, told by where it stands as well as by its name: a bar down the side that works, a block on the side that
//! comes.

use ratatui::{layout::Rect, style::Modifier, style::Style};

use crate::{
    plan::Kind,
    routine::Side,
    session::Snapshot,
    ui::{
        pen::{Pen, after, below},
        text,
        theme::Role,
        widgets::{Bitmap, Letters},
        words,
    },
};

/// Which side, and what it is called in capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SideWord {
    pub(super) side: Side,
    pub(super) word: String,
}

/// LEFT or RIGHT, unless the routine has names of its own for the sides that say something else, or both.
pub(super) fn side_word(snapshot: &Snapshot) -> Option<SideWord> {
    let side = snapshot.now.as_ref()?.played.step.side?;
    let said = words::side(snapshot)?;
    let lower = said.to_lowercase();
    let names = |side: Side| lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == side.word());
    let one = names(side) && !names(side.other());
    let word = if one || lower.starts_with(side.word()) {
        side.word().to_uppercase()
    } else {
        text::clean(&said).to_uppercase()
    };
    Some(SideWord { side, word })
}

/// Whether the present step leads from one side to the other.
pub(super) fn switches(snapshot: &Snapshot) -> bool {
    snapshot.now.as_ref().is_some_and(|now| now.played.step.kind == Kind::Switch)
}

/// The part of an area beside the block of a switch, and the block.
pub(super) fn split(area: Rect, side: Side, block: u16) -> (Rect, Rect) {
    let free = area.width.saturating_sub(block);
    match side {
        Side::Left => (after(area, block), Rect { width: block, ..area }),
        Side::Right => (Rect { width: free, ..area }, after(area, free)),
    }
}

/// A bar of so many columns down the side that works.
pub(super) fn bar(pen: &mut Pen, area: Rect, side: Side, columns: u16, role: Role) {
    let place = match side {
        Side::Left => Rect { width: columns.min(area.width), ..area },
        Side::Right => after(area, area.width.saturating_sub(columns)),
    };
    solid(pen, place, role);
}

/// Solid, with a triangle cut out of it that points to the side.
pub(super) fn block(pen: &mut Pen, area: Rect, side: Side, role: Role) {
    solid(pen, area, role);
    arrow(pen, area, side, role);
}

pub(super) fn solid(pen: &mut Pen, area: Rect, role: Role) {
    let style = pen.filled(role);
    pen.fill(area, " ", style);
}

/// The triangle alone, in the middle of a solid area.
pub(super) fn arrow(pen: &mut Pen, area: Rect, side: Side, role: Role) {
    let rows = (area.height * 2 / 3).min(area.width / 2).min(20);
    // Smaller ones point nowhere.
    if rows < 3 {
        return;
    }
    let columns = rows;
    let mut bitmap = Bitmap::new(columns, rows);
    let (tip, height) = (f32::from(columns), f32::from(rows) * 2.0);
    bitmap.paint(0.0, 0.0, tip, height, |x, y, _| {
        let from_tip = if side == Side::Right { tip - x } else { x };
        (y - height / 2.0).abs() <= from_tip / tip * height / 2.0
    });
    let style = pen.filled(role);
    let place = below(area, (area.height - rows) / 2);
    bitmap.draw(pen, after(place, (area.width - columns) / 2), style);
}

/// The side where it lies and the word at the other end, in one row: in full, or as short as there is room for.
pub(super) fn ends(pen: &mut Pen, area: Rect, word: &str, snapshot: &Snapshot, style: Style) {
    let style = style.add_modifier(Modifier::BOLD);
    let inside = if area.width >= 30 { Rect { width: area.width - 2, ..after(area, 1) } } else { area };
    let width = usize::from(inside.width);
    let Some(side) = side_word(snapshot) else {
        pen.centre(inside, word, style);
        return;
    };
    let whole = words::side(snapshot).map(|said| text::clean(&said).to_uppercase());
    let sides = [whole.as_deref().unwrap_or(&side.word), side.word.as_str()];
    match sides.into_iter().find(|said| text::width(said) + text::width(word) + 2 <= width) {
        Some(said) => {
            let (at_left, at_right) = if side.side == Side::Left { (said, word) } else { (word, said) };
            pen.left(inside, at_left, style);
            pen.right(inside, at_right, style);
        }
        // There is no room for both, and the colour says what the word says.
        None => {
            pen.centre(inside, &side.word, style);
        }
    }
}

/// The side in letters as large as the area has room for, at the edge that it lies at.
pub(super) fn letters(pen: &mut Pen, side: &SideWord, area: Rect, style: Style) {
    let fits = |letters: &Letters| {
        letters.width() <= area.width && (1 + letters.half_rows()).div_ceil(2) <= area.height
    };
    let scales = if pen.unicode() { &[2, 1][..] } else { &[] };
    let large = scales.iter().filter_map(|scale| Letters::new(&side.word, *scale)).find(fits);
    let Some(letters) = large else {
        let style = style.add_modifier(Modifier::BOLD);
        match side.side {
            Side::Left => pen.left(below(area, area.height / 2), &side.word, style),
            Side::Right => pen.right(below(area, area.height / 2), &side.word, style),
        };
        return;
    };
    let free = if side.side == Side::Left { 0 } else { area.width - letters.width() };
    // On the area's last row, so that what stands above has some air.
    let above = 2 * area.height - letters.half_rows();
    letters.draw_at(pen, after(area, free), above, style);
}
