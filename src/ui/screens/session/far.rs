//! The session as large as the terminal allows, to be read from across the room.
//!
//! What goes on is told by where the colour stands, and not by its hue alone:
//!
//! ```text
//!  work, left    relax         rest          switch        get ready     paused
//!  ██████████                  █        █          ████    ▄▄▄▄▄▄▄▄▄▄
//!  █   28            3         █   20   █     5    █▶██    █   7    █     ██  ██
//!  █             ██████████    ██████████          ████    ▀▀▀▀▀▀▀▀▀▀     ██  ██
//! ```

mod layout;
mod lines;
mod shapes;
mod wording;

use ratatui::{layout::Rect, style::Modifier};

pub(super) use self::{
    layout::inset,
    wording::{name as large_name, steady},
};
use self::{
    layout::{Layout, Shape, Slot},
    wording::{Line, Words},
};
use super::{breathing, panel, sides::side_word};
use crate::{
    plan::Kind,
    session::{Snapshot, State},
    ui::{
        action::Action,
        app::App,
        mouse::Target,
        pen::{Pen, after, below, row},
        scene::Scene,
        text,
        theme::Role,
        widgets::{Digits, Letters, pause_sign},
        words::{self, Face},
    },
};

pub(super) fn draw(pen: &mut Pen, app: &App, scene: &Scene, snapshot: &Snapshot) {
    let screen = pen.area();
    pen.target(screen, Target::Stage);
    let face = wording::steady(snapshot, words::face(snapshot));
    if screen.height < 3 {
        return tiny(pen, snapshot, &face, screen);
    }
    let side = side_word(snapshot);
    let shape = Shape::of(snapshot, &face, side.as_ref());
    let lines = lines_below(pen, app, snapshot, &face, shape);
    let slot_for = match u16::try_from(lines.len()).unwrap_or(u16::MAX) {
        _ if breathing::wanted(snapshot) => Slot::Breath,
        0 => Slot::Nothing,
        lines => Slot::Lines(lines),
    };
    let layout = Layout::new(screen, shape, slot_for);
    let words = Words { word: &face.word, side: side.as_ref() };

    shapes::draw(pen, &layout, face.role);
    words.draw(pen, &layout, face.role);
    digits(pen, snapshot, &face, &layout);
    slot(pen, app, snapshot, &face, &layout, &lines);
    lines::draw(pen, app, scene, snapshot, &face, &layout);
}

/// One or two rows: the word and the digits as they are.
fn tiny(pen: &mut Pen, snapshot: &Snapshot, face: &Face, screen: Rect) {
    let style = pen.style(face.role).add_modifier(Modifier::BOLD);
    if screen.height == 1 {
        pen.centre(screen, &format!("{} {}", face.word, face.digits), style);
    } else {
        panel::chip(pen, face, snapshot, row(screen, 0));
        pen.centre(row(screen, 1), &face.digits, style);
    }
}

/// In the middle of their place; in a pause, its sign.
fn digits(pen: &mut Pen, snapshot: &Snapshot, face: &Face, layout: &Layout) {
    let area = layout.digits;
    let size = Digits::fitting(&face.widest, area.width, area.height);
    let middle = |rows: u16| below(area, area.height.saturating_sub(rows) / 2);
    let style = pen.style(face.role);
    match size {
        _ if face.paused => {
            // As high as there is room for, if three bars' width of it is there too.
            let rows = area.height.min((area.width / 3).saturating_sub(1) * 2).min(30);
            pause_sign(pen, middle(rows), rows, style);
        }
        Some(size) => {
            let place = middle(size.rows);
            size.draw(pen, place, &face.digits, style);
            if wording::are_seconds(snapshot, face) {
                seconds(pen, face, size, Rect { height: size.rows, ..place }, layout.slot_scale);
            }
        }
        None => {
            pen.centre(row(middle(1), 0), &face.digits, style.add_modifier(Modifier::BOLD));
        }
    }
}

/// Says beside the last row of the digits that they are seconds, where it stays while they change.
fn seconds(pen: &mut Pen, face: &Face, size: Digits, digits: Rect, most: u16) {
    let widest = if face.widest.contains(':') { &face.digits } else { &face.widest };
    let gap = 2;
    let left = u16::midpoint(digits.width, size.width(widest)) + gap;
    let free = digits.width.saturating_sub(left);
    let style = pen.style(face.role);
    let letters = wording::scales(pen, most)
        .filter_map(|scale| Letters::new("SEC", scale))
        .find(|letters| letters.width() <= free && letters.rows() <= digits.height);
    if let Some(letters) = letters {
        // Its feet stand where those of the digits do.
        let half_rows = 2 * digits.height - letters.half_rows();
        letters.draw_at(pen, after(digits, left), half_rows, style);
    } else if free > 0 {
        let place = row(after(digits, left), digits.height - 1);
        pen.left(place, if free >= 3 { "sec" } else { "s" }, style.add_modifier(Modifier::BOLD));
    }
}

/// What is said below the digits. Before the work begins, that is the exercise.
fn lines_below(pen: &Pen, app: &App, snapshot: &Snapshot, face: &Face, shape: Shape) -> Vec<Line> {
    let lines = wording::below(snapshot, face, app.setup.keymap.label(Action::Done));
    let plain = Layout::new(pen.area(), shape, Slot::Lines(1));
    let kind = snapshot.now.as_ref().map(|now| now.played.step.kind);
    let runs = !face.paused && !matches!(snapshot.state, State::LeadIn { .. });
    if !runs || plain.slot_scale == 0 || !pen.unicode() || !matches!(kind, Some(Kind::Prepare | Kind::Rest)) {
        return lines;
    }
    let name = wording::name(snapshot, plain.slot.width);
    // Where something must be pressed, that comes before the name.
    if kind == Some(Kind::Prepare) && face.detail.is_some() {
        return lines.into_iter().take(1).chain(name.into_iter().take(1)).collect();
    }
    name.into_iter().chain(lines).collect()
}

/// How many reps, the breath, or what else is said.
fn slot(pen: &mut Pen, app: &App, snapshot: &Snapshot, face: &Face, layout: &Layout, lines: &[Line]) {
    let area = layout.slot;
    if area.is_empty() {
        return;
    }
    if breathing::wanted(snapshot) && !face.paused {
        return breath(pen, app, snapshot, face, layout);
    }
    let role = if face.paused { Role::Text } else { face.role };
    if layout.slot_scale == 0 {
        let whole: Vec<_> = lines.iter().filter_map(|ways| ways.first()).map(String::as_str).collect();
        let short: Vec<_> = lines.iter().filter_map(|ways| ways.last()).map(String::as_str).collect();
        let first = whole.first().copied().unwrap_or_default().to_owned();
        large_line(pen, &[whole.join(" · "), short.join(" · "), first], area, 0, role);
        return;
    }
    let each = (5 * layout.slot_scale).div_ceil(2);
    let mut place = area;
    for ways in lines.iter().take(usize::from(area.height / each)) {
        large_line(pen, ways, Rect { height: each, ..place }, layout.slot_scale, role);
        place = below(place, each);
    }
}

/// Columns for the longest words of a breath in large letters, and a little air.
const BREATH: u16 = 56;

/// The count and the breath side by side, as one block in the middle.
fn breath(pen: &mut Pen, app: &App, snapshot: &Snapshot, face: &Face, layout: &Layout) {
    let area = layout.slot;
    let Some(short) = wording::reps_short(snapshot, face) else {
        return breathing::draw(pen, app, snapshot, area, face.role);
    };
    let said = wording::reps(snapshot, face).unwrap_or_default();
    if layout.slot_scale == 0 {
        let share = u16::try_from(text::width(&said)).unwrap_or(u16::MAX);
        let share = (share + 3).min(area.width);
        pen.left(area, &said, pen.style(face.role).add_modifier(Modifier::BOLD));
        return breathing::draw(pen, app, snapshot, after(area, share), face.role);
    }
    let width = |words: &str| Letters::new(&words.to_uppercase(), 1).map_or(0, |letters| letters.width());
    let gap = 4;
    let share = width(&short).min(area.width / 2);
    let beside = (area.width - share).saturating_sub(gap).min(BREATH);
    let place = after(area, (area.width - share - beside).saturating_sub(gap) / 2);
    let count = Rect { width: share, ..place };
    let letters = 3.min(area.height);
    large_line(pen, &[short], Rect { height: letters, ..count }, 1, face.role);
    if area.height > letters {
        // What is counted, level with the words of the breath.
        let unit = words::reps(snapshot).and_then(|reps| reps.unit).unwrap_or("rep");
        let style = pen.style(face.role).add_modifier(Modifier::BOLD);
        pen.centre(row(count, letters), &format!("{unit}s"), style);
    }
    let breath = Rect { width: beside, ..after(place, share + gap) };
    breathing::draw(pen, app, snapshot, breath, face.role);
}

/// A line in letters as large as may be, or as it is: the first of the ways to say it that fits.
fn large_line(pen: &mut Pen, ways: &[String], area: Rect, most: u16, role: Role) {
    let style = pen.style(role);
    let letters = ways
        .iter()
        .flat_map(|words| {
            let words = words.to_uppercase();
            wording::scales(pen, most).filter_map(move |scale| Letters::new(&words, scale))
        })
        .find(|letters| letters.width() <= area.width && letters.rows() <= area.height);
    if let Some(letters) = letters {
        return letters.draw(pen, below(area, (area.height - letters.rows()) / 2), style);
    }
    let fits = |words: &&String| text::width(words) <= usize::from(area.width);
    if let Some(words) = ways.iter().find(fits).or(ways.last()) {
        pen.centre(row(area, area.height / 2), words, style.add_modifier(Modifier::BOLD));
    }
}
