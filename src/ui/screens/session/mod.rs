//! The session screen: what to do, for how long, and what comes.
//!
//! ```text
//! routine                                          n of m · left · ends · sound      header
//! ▂▁▂▁█▅▃▅ ▃▅▅                                                              strip
//!  EXERCISE                set 1 of 2   │            HOLD
//!  side · dose                          │           digits            the panel
//!  figure's place, instructions         │         ● ● ◉ ○ ○
//!  cautions                             │   next …   then …
//! hints                                                                     footer
//! ```
//!
//! Smaller screens give up decoration first, then the instructions; digits and the exercise's name stay.

mod breathing;
mod exercise;
mod far;
mod footer;
mod header;
mod narrow;
mod panel;
mod sides;

pub(crate) use exercise::present_entry;
use ratatui::layout::Rect;

use crate::{
    session::Snapshot,
    ui::{
        app::App,
        mouse::Target,
        pen::{Pen, after, below, row},
        scene::Scene,
        screens::if_it_fits,
        theme::Role,
        widgets,
    },
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scene: &Scene, snapshot: &Snapshot) {
    let screen = pen.area();
    if app.far {
        far::draw(pen, app, scene, snapshot);
    } else if screen.width < 72 || screen.height < 18 {
        narrow::draw(pen, app, scene, snapshot);
    } else {
        wide(pen, app, scene, snapshot);
    }
}

fn wide(pen: &mut Pen, app: &App, scene: &Scene, snapshot: &Snapshot) {
    let screen = pen.area();
    let roomy = screen.height >= 28;
    let margin = if screen.width >= 100 { 2 } else { 1 };
    let inside = Rect {
        x: screen.x + margin,
        y: screen.y + u16::from(roomy),
        width: screen.width - 2 * margin,
        height: screen.height - 2 * u16::from(roomy),
    };
    // What is to be said has a row of its own above the keys, with an empty one on either side where there are rows.
    let footer_rows = if roomy { 4 } else { 2 };
    let body = below(inside, 3);
    let body = Rect { height: body.height.saturating_sub(footer_rows), ..body };
    let share = if screen.width < 100 { 54 } else { 48 };
    let split = (body.width * share / 100).min(84);
    let left = Rect { width: split - 3, ..body };
    let footer = below(inside, inside.height - footer_rows);
    pen.target(Rect { height: footer.y - screen.y, ..screen }, Target::Stage);

    header::draw(pen, app, scene, snapshot, row(inside, 0));
    pen.target(Rect { x: screen.x, width: screen.width, ..row(inside, 1) }, Target::Nothing);
    widgets::strip(pen, row(inside, 1), &snapshot.occurrences, snapshot.here);
    divider(pen, Rect { x: body.x + split, width: 1, ..body });
    let note = exercise::draw(pen, app, snapshot, left);
    panel::draw(pen, app, snapshot, after(body, split + 3));

    let said = row(footer, u16::from(roomy));
    let keys = row(footer, footer_rows - 1);
    // The question is there for a few seconds only, and so is a notice: neither waits for the other.
    let beside = if roomy { row(footer, 0) } else { keys };
    let is_asked = app.asks_before(snapshot) && footer::check_in(pen, app, snapshot, said);
    let is_said = footer::notice(pen, scene, if is_asked { beside } else { said });
    // What the routine has to say of the exercise is seen somewhere, unless it would be cut.
    if let Some(note) = note.filter(|_| !is_asked && !is_said) {
        if_it_fits(pen, said, note, Role::Muted);
    }
    if !(is_asked && is_said && beside == keys) {
        footer::hints(pen, app, scene, snapshot, keys);
    }
}

fn divider(pen: &mut Pen, area: Rect) {
    let style = pen.style(Role::Line);
    pen.fill(area, "│", style);
}
