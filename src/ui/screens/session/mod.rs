//! The session screen: what to do, for how long, and what comes.
//!
//! ```text
//! routine                                          n of m · left · ends · sound      header
//! ━━━━━━━━━━━━━━━━━╸──────────────────────────────────────────────────────────
//!  EXERCISE                set 1 of 2   │            HOLD
//!  side · dose                          │           digits            the panel
//!  figure's place, instructions         │         ● ● ◉ ○ ○
//!  cautions                             │   next …   then …
//! ▂▁▂▁█▅▃▅ ▃▅▅                                                              strip
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

pub(crate) use exercise::present_entry;
use ratatui::layout::Rect;

use crate::{
    session::Snapshot,
    ui::{
        app::App,
        mouse::Target,
        pen::{Pen, after, below, row},
        scene::Scene,
        theme::Role,
        widgets, words,
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
    header::draw(pen, app, scene, snapshot, row(inside, 0));
    overall(pen, snapshot, row(inside, 1));

    let footer_rows = 4;
    let body = below(inside, 3);
    let body = Rect { height: body.height.saturating_sub(footer_rows), ..body };
    let share = if screen.width < 100 { 54 } else { 48 };
    let split = (body.width * share / 100).min(84);
    let left = Rect { width: split - 3, ..body };
    divider(pen, Rect { x: body.x + split, width: 1, ..body });
    exercise::draw(pen, app, snapshot, left);
    panel::draw(pen, app, snapshot, after(body, split + 3));

    let footer = below(inside, inside.height - footer_rows);
    pen.target(Rect { height: footer.y - screen.y, ..screen }, Target::Stage);
    footer::notice(pen, scene, row(footer, 0));
    footer::check_in(pen, app, snapshot, row(footer, 2));
    widgets::strip(pen, row(footer, 1), &snapshot.occurrences, snapshot.here);
    footer::hints(pen, app, scene, snapshot, row(footer, 3));
}

/// How much of the whole session is behind.
fn overall(pen: &mut Pen, snapshot: &Snapshot, area: Rect) {
    let done = snapshot.active.as_secs_f64();
    let role = words::face(snapshot).role;
    widgets::progress(pen, area, done, done + snapshot.left.as_secs_f64(), role);
}

fn divider(pen: &mut Pen, area: Rect) {
    let style = pen.style(Role::Line);
    pen.fill(area, "│", style);
}
