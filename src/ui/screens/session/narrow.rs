//! The session on a small screen: one column, what matters most first.

use ratatui::{layout::Rect, style::Modifier};

use super::{exercise::present_entry, footer, header, overall, panel};
use crate::{
    session::Snapshot,
    ui::{
        app::App,
        pen::{Pen, below, row},
        scene::Scene,
        text,
        theme::Role,
        widgets::{self, Digits},
        words,
    },
};

/// What a row is for, from the top of the screen to its bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Header,
    Overall,
    Name,
    Side,
    Dose,
    Word,
    Digits,
    Below,
    Next,
    Instructions,
    Strip,
    Footer,
    Gap,
}

/// In the order in which parts are given room, with the digits' least rows counted first.
const WANTED: &[Part] = &[
    Part::Name,
    Part::Word,
    Part::Side,
    Part::Footer,
    Part::Below,
    Part::Header,
    Part::Next,
    Part::Overall,
    Part::Dose,
    Part::Strip,
];

const ORDER: &[Part] = &[
    Part::Header,
    Part::Overall,
    Part::Gap,
    Part::Name,
    Part::Side,
    Part::Dose,
    Part::Gap,
    Part::Word,
    Part::Digits,
    Part::Below,
    Part::Gap,
    Part::Next,
    Part::Gap,
    Part::Instructions,
    Part::Gap,
    Part::Strip,
    Part::Footer,
];

pub(super) fn draw(pen: &mut Pen, app: &App, scene: &Scene, snapshot: &Snapshot) {
    let screen = pen.area();
    let margin = u16::from(screen.width >= 30);
    let area = Rect { x: screen.x + margin, width: screen.width.saturating_sub(2 * margin), ..screen };
    let face = words::face(snapshot);
    let least = Digits::fitting(&face.widest, area.width, 3).map_or(1, |size| size.rows);
    let mut spare = area.height.saturating_sub(least);
    let mut parts = Vec::new();
    for part in WANTED {
        if spare > 0 && has(snapshot, scene, *part, &face) {
            parts.push(*part);
            spare -= 1;
        }
    }
    // Half of what is left makes the digits larger, the rest is for reading and for air.
    let more = if spare >= 12 { spare / 2 } else { spare };
    let digit_rows = Digits::fitting(&face.widest, area.width, least + more).map_or(1, |size| size.rows);
    spare -= digit_rows.saturating_sub(least);

    let instructions = instructions(snapshot, area.width, spare);
    spare -= u16::try_from(instructions.len()).unwrap_or(0);
    let mut place = area;
    for part in ORDER {
        match part {
            Part::Gap if spare > 0 && place.y > area.y => {
                place = below(place, 1);
                spare -= 1;
            }
            Part::Digits => {
                let size = Digits::fitting(&face.widest, area.width, digit_rows);
                let rows = panel::digits(pen, &face, size, place);
                place = below(place, rows);
            }
            Part::Instructions => {
                let style = pen.style(Role::Text);
                for line in &instructions {
                    pen.left(row(place, 0), line, style);
                    place = below(place, 1);
                }
                // What nothing needs lies above the footer.
                place = below(place, spare.saturating_sub(1));
                spare = spare.min(1);
            }
            part if parts.contains(part) => {
                one_row(pen, app, scene, snapshot, &face, *part, row(place, 0));
                place = below(place, 1);
            }
            _ => {}
        }
    }
}

fn has(snapshot: &Snapshot, scene: &Scene, part: Part, face: &words::Face) -> bool {
    match part {
        Part::Side => words::side(snapshot).is_some(),
        Part::Below => words::reps(snapshot).is_some() || face.detail.is_some(),
        Part::Next => words::next(snapshot).is_some() || words::then(snapshot).is_some(),
        Part::Dose => present_entry(snapshot).is_some(),
        Part::Footer => true,
        _ => {
            let _ = scene;
            true
        }
    }
}

fn one_row(
    pen: &mut Pen,
    app: &App,
    scene: &Scene,
    snapshot: &Snapshot,
    face: &words::Face,
    part: Part,
    area: Rect,
) {
    match part {
        Part::Header => header::draw(pen, app, scene, snapshot, area),
        Part::Overall => overall(pen, snapshot, area),
        Part::Name => name(pen, snapshot, area),
        Part::Side => {
            let style = pen.style(face.role).add_modifier(Modifier::BOLD);
            pen.left(area, &words::side(snapshot).unwrap_or_default(), style);
        }
        Part::Dose => {
            let dose = present_entry(snapshot).map(|(n, _)| words::dose(&snapshot.plan, n));
            let style = pen.style(Role::Muted);
            pen.left(area, &dose.unwrap_or_default(), style);
        }
        Part::Word => panel::chip(pen, face, area),
        Part::Below => panel::line_below(pen, snapshot, face, words::reps(snapshot), area),
        Part::Next => {
            let style = pen.style(Role::Muted);
            let words = match (words::next(snapshot), words::then(snapshot)) {
                (Some(next), Some((then, _))) => format!("next {next} · then {then}"),
                (Some(next), None) => format!("next {next}"),
                (None, Some((then, dose))) => format!("then {then} · {dose}"),
                (None, None) => String::new(),
            };
            pen.left(area, &words, style);
        }
        Part::Strip => widgets::strip(pen, area, &snapshot.occurrences, snapshot.here),
        Part::Footer => {
            if snapshot.skip_reason_wanted.is_some() || !footer::notice(pen, scene, area) {
                footer::hints(pen, app, scene, snapshot, area);
            }
        }
        Part::Digits | Part::Instructions | Part::Gap => {}
    }
}

fn name(pen: &mut Pen, snapshot: &Snapshot, area: Rect) {
    let Some((_, entry)) = present_entry(snapshot) else { return };
    let set = snapshot.now.as_ref().and_then(|now| words::set(&now.played.step)).unwrap_or_default();
    let set_width = u16::try_from(text::width(&set)).unwrap_or(0);
    let name = entry.name.to_uppercase();
    let roomy = text::width(&name) + usize::from(set_width) + 2 <= usize::from(area.width);
    let style = pen.style(Role::Accent).add_modifier(Modifier::BOLD);
    if roomy {
        pen.left(area, &name, style);
        let style = pen.style(Role::Muted);
        pen.right(area, &set, style);
    } else {
        pen.left(area, &name, style);
    }
}

/// Whole sentences only: one that does not fit is left out, and what follows it.
fn instructions(snapshot: &Snapshot, columns: u16, room: u16) -> Vec<String> {
    let Some((_, entry)) = present_entry(snapshot) else { return Vec::new() };
    let mut lines = Vec::new();
    for (n, sentence) in entry.how.iter().enumerate() {
        let wrapped = text::wrap(sentence, usize::from(columns).saturating_sub(3));
        if lines.len() + wrapped.len() + 2 > usize::from(room) {
            break;
        }
        for (line, words) in wrapped.iter().enumerate() {
            let mark = if line == 0 { (n + 1).to_string() } else { String::new() };
            lines.push(format!("{mark:<3}{words}"));
        }
    }
    lines
}
