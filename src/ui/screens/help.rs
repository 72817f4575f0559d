//! Every key, from the table that the program acts on.

use ratatui::layout::Rect;

use crate::ui::{
    action::{ACTIONS, About, Action, Place},
    app::App,
    pen::{Pen, after, row},
    text,
    theme::Role,
    widgets::{self, Hint},
};

pub(crate) fn draw(pen: &mut Pen, app: &App, scroll: usize) {
    let screen = pen.area();
    let columns = 72.min(screen.width.saturating_sub(2));
    let inside = widgets::popup(pen, "Keys", columns, screen.height);
    // The bar beside it has a column of its own, in the margin where there is one.
    let width = inside.width.min((screen.right() - 1).saturating_sub(inside.x));
    let inside = Rect { width, ..inside };
    let keys_width = if inside.width >= 50 { 18 } else { 10 };
    let lines = lines(app, usize::from(inside.width.saturating_sub(keys_width)));
    let footer = u16::from(inside.height > 4) * 2;
    let height = usize::from(inside.height - footer);
    let reach = lines.len().saturating_sub(height);
    app.reach.set(reach);
    let first = scroll.min(reach);
    for (n, line) in lines.iter().skip(first).take(height).enumerate() {
        let place = row(inside, u16::try_from(n).unwrap_or(u16::MAX));
        match line {
            Line::Heading(title) => {
                let style = pen.heading();
                pen.left(place, title, style);
            }
            Line::Keys(keys, doc) => {
                let style = pen.style(Role::Accent);
                pen.left(Rect { width: place.width.min(keys_width - 1), ..place }, keys, style);
                let style = pen.style(Role::Text);
                pen.left(after(place, keys_width), doc, style);
            }
            Line::Blank => {}
        }
    }
    let bar = Rect { x: inside.right(), width: 1, height: inside.height - footer, ..inside };
    widgets::scrollbar(pen, bar, lines.len(), first);
    if footer > 0 {
        let mut hints = vec![Action::Close.into(), Action::Safety.into()];
        if reach > 0 {
            hints.push(Hint::up_and_down("more"));
        }
        widgets::hints(pen, &app.setup.keymap, row(inside, inside.height - 1), &hints);
    }
}

enum Line {
    Heading(&'static str),
    Keys(String, String),
    Blank,
}

/// All that keys do on the screen below comes first. How to move in a list is known best, and comes after it.
fn lines(app: &App, columns: usize) -> Vec<Line> {
    let here = app.place_below();
    let mut sections: Vec<(&'static str, Vec<&About>)> = vec![(here.title(), Vec::new())];
    for about in ACTIONS {
        let section = about.section();
        let is_here = about.places.contains(&here) && about.places != Place::ALL && !moves(about.action);
        let title = if is_here { here.title() } else { section };
        match sections.iter_mut().find(|(known, _)| *known == title) {
            Some((_, rows)) => rows.push(about),
            None => sections.push((title, vec![about])),
        }
    }
    let second = if here == Place::Session { here.title() } else { About::LISTS };
    sections.sort_by_key(|(title, _)| (*title != here.title(), *title != second));
    let mut lines = Vec::new();
    for (title, rows) in sections {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        lines.push(Line::Heading(title));
        for about in rows {
            let labels = app.setup.keymap.labels(about.action);
            let keys = match labels.as_slice() {
                [] => "no key".to_owned(),
                [first, .., last] if labels.len() > 4 => format!("{first} … {last}"),
                _ => labels.join("  "),
            };
            push(&mut lines, &keys, about.doc, columns);
        }
    }
    lines.extend([Line::Blank, Line::Heading("With the mouse")]);
    for (what, doc) in MOUSE {
        push(&mut lines, what, doc, columns);
    }
    lines
}

/// In a list or a text.
fn moves(action: Action) -> bool {
    use Action::{Down, First, Last, PageDown, PageUp, Up};
    matches!(action, Up | Down | PageUp | PageDown | First | Last)
}

fn push(lines: &mut Vec<Line>, keys: &str, doc: &str, columns: usize) {
    for (n, doc) in text::wrap(doc, columns).into_iter().enumerate() {
        lines.push(Line::Keys(if n == 0 { keys.to_owned() } else { String::new() }, doc));
    }
}

const MOUSE: &[(&str, &str)] = &[
    ("click", "Pause, or go on; in a list, choose"),
    ("… a hint", "What its key does"),
    ("… the strip", "Go to that exercise"),
    ("wheel", "Louder or quieter; in a list, up or down"),
    (
        "shift",
        "Held, it lets you select text in most terminals; mouse = false in the settings does so for good",
    ),
];
