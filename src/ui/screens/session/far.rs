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

use self::{
    layout::{Layout, Shape, Slot},
    wording::{Words, side_word},
};
use super::{breathing, panel};
use crate::{
    session::Snapshot,
    ui::{
        app::App,
        mouse::Target,
        pen::{Pen, after, below, row},
        scene::Scene,
        theme::Role,
        widgets::{Digits, Letters, pause_sign},
        words::{self, Face},
    },
};

pub(super) fn draw(pen: &mut Pen, app: &App, scene: &Scene, snapshot: &Snapshot) {
    let screen = pen.area();
    pen.target(screen, Target::Stage);
    let face = words::face(snapshot);
    if screen.height < 3 {
        return tiny(pen, &face, screen);
    }
    let side = side_word(snapshot);
    let slot_for = match face.detail.is_some() || words::reps(snapshot).is_some() {
        _ if breathing::wanted(snapshot) => Slot::Breath,
        true => Slot::Line,
        false => Slot::Nothing,
    };
    let layout = Layout::new(screen, Shape::of(snapshot, &face, side.as_ref()), slot_for);
    let words = Words { word: &face.word, short: face.short, side: side.as_ref() };

    shapes::draw(pen, &layout, face.role);
    words.draw(pen, &layout, face.role);
    digits(pen, &face, &layout);
    slot(pen, app, snapshot, &face, &layout);
    lines::draw(pen, app, scene, snapshot, &face, &layout);
}

/// One or two rows: the word and the digits as they are.
fn tiny(pen: &mut Pen, face: &Face, screen: Rect) {
    let style = pen.style(face.role).add_modifier(Modifier::BOLD);
    if screen.height == 1 {
        pen.centre(screen, &format!("{} {}", face.word, face.digits), style);
    } else {
        panel::chip(pen, face, None, row(screen, 0));
        pen.centre(row(screen, 1), &face.digits, style);
    }
}

/// In the middle of their place; in a pause, its sign.
fn digits(pen: &mut Pen, face: &Face, layout: &Layout) {
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
        Some(size) => size.draw(pen, middle(size.rows), &face.digits, style),
        None => {
            pen.centre(row(middle(1), 0), &face.digits, style.add_modifier(Modifier::BOLD));
        }
    }
}

/// How many reps, the breath, or a sentence.
fn slot(pen: &mut Pen, app: &App, snapshot: &Snapshot, face: &Face, layout: &Layout) {
    let area = layout.slot;
    let counted = wording::reps(snapshot, face);
    if breathing::wanted(snapshot) && !face.paused {
        let share = if counted.is_some() { area.width / 3 } else { 0 };
        if let Some(counted) = counted {
            large_line(pen, &counted, Rect { width: share, ..area }, layout.slot_scale, face.role);
        }
        let rest = after(area, share);
        let inset = 2.min(rest.width / 10);
        breathing::draw(
            pen,
            app,
            snapshot,
            Rect { width: rest.width - 2 * inset, ..after(rest, inset) },
            face.role,
        );
        return;
    }
    let role = if face.paused { Role::Text } else { face.role };
    if let Some(words) = counted.or_else(|| face.detail.clone()) {
        large_line(pen, &words, area, layout.slot_scale, role);
    }
}

/// A line in letters as large as may be, or as it is.
fn large_line(pen: &mut Pen, words: &str, area: Rect, most: u16, role: Role) {
    let style = pen.style(role);
    let whole = words.to_uppercase();
    // Where all of it is too long, the part with the number in it says what matters.
    let part = whole.split(", ").find(|part| part.contains(|symbol: char| symbol.is_ascii_digit()));
    let letters = [Some(whole.as_str()), part]
        .into_iter()
        .flatten()
        .flat_map(|shown| wording::scales(pen, most).filter_map(|scale| Letters::new(shown, scale)))
        .find(|letters| letters.width() <= area.width && letters.rows() <= area.height);
    match letters {
        Some(letters) => letters.draw(pen, below(area, (area.height - letters.rows()) / 2), style),
        None => {
            pen.centre(row(area, area.height / 2), words, style.add_modifier(Modifier::BOLD));
        }
    }
}
