//! The list of sessions, the newest first, and the chosen one beside it.

use jiff::civil::Date;
use ratatui::{layout::Rect, style::Modifier};

use super::{columns, said, session};
use crate::{
    history::record::{Record, Status},
    ui::{
        app::App,
        past::{Book, Filter},
        pen::{Pen, after, below, row},
        scene::{LineFate, Scene},
        screens::{home, search, summary},
        text,
        theme::Role,
        widgets,
    },
};

pub(super) fn draw(pen: &mut Pen, app: &App, scene: &Scene, book: &Book, area: Rect) {
    let past = &app.past;
    let line = row(area, 0);
    if past.typing {
        search::line(
            pen,
            &past.filter.query,
            past.sessions.len(),
            "a routine, an exercise, a note, 2026-11",
            line,
        );
    } else {
        head(pen, book, &past.filter, past.sessions.len(), line);
    }
    let above = u16::from(area.height >= 8);
    let place = below(area, 1 + above);
    if past.sessions.is_empty() {
        said(pen, place, "No session is like that.", Role::Muted);
    } else if let Some((left, right)) = home::panes(pen, place) {
        headings(pen, Rect { width: left.width, ..row(area, above) });
        list(pen, app, scene, book, left, Some(home::between(left, right)));
        let chosen = past.sessions.get(past.session).and_then(|at| book.records().get(*at));
        if let Some(record) = chosen {
            widgets::excerpt(pen, right, &session::paras(book, record));
        }
    } else {
        let bar = (pen.area().width >= 30).then_some(Rect { x: place.x + place.width, width: 1, ..place });
        if above > 0 {
            headings(pen, row(area, above));
        }
        list(pen, app, scene, book, place, bar);
    }
}

/// What the columns of numbers are.
fn headings(pen: &mut Pen, line: Rect) {
    if line.width >= WITH_PAIN {
        let muted = pen.style(Role::Muted);
        let mut line = line;
        pen.right(line, "time", muted);
        line.width -= MINUTES;
        pen.right(line, "pain", muted);
    }
}

/// `24 of 312 · Low back, morning · stopped`
fn head(pen: &mut Pen, book: &Book, filter: &Filter, found: usize, line: Rect) {
    let all = book.records().len();
    let (muted, accent) = (pen.style(Role::Muted), pen.style(Role::Accent));
    if filter.is_all() {
        let used = pen.left(line, &text::count(all, "session"), muted);
        legend(pen, book, after(line, used + 2));
        return;
    }
    let used = pen.left(line, &format!("{found} of {all}"), muted);
    let routine = filter.routine.as_ref().map(|id| book.routine(id).to_owned());
    let exercise = filter.exercise.as_ref().map(|id| format!("with {}", book.exercise(id)));
    let status = filter.status.map(|status| status_words(status).to_owned());
    let query = Some(&filter.query).filter(|query| !query.trim().is_empty());
    let query = query.map(|query| format!("“{}”", query.trim()));
    let words: Vec<String> = [routine, exercise, status, query].into_iter().flatten().collect();
    pen.left(after(line, used + 2), &words.join(" · "), accent);
}

/// What the marks before the sessions mean: of those that are not the rule, the ones that there are.
fn legend(pen: &mut Pen, book: &Book, line: Rect) {
    let has = |status: Status| book.records().iter().any(|record| record.status == status);
    let known = [Status::Stopped, Status::Recorded].into_iter().filter(|status| has(*status));
    let words: Vec<(&str, Role, &str)> =
        known.map(|status| (mark(status).0, mark(status).1, status_words(status))).collect();
    let width: u16 = words.iter().map(|(_, _, word)| columns(word) + 5).sum();
    if words.is_empty() || width > line.width {
        return;
    }
    let muted = pen.style(Role::Muted);
    let mut place = after(line, line.width - width + 3);
    for (mark, role, word) in words {
        let style = pen.style(role);
        pen.left(place, mark, style);
        pen.left(after(place, 2), word, muted);
        place = after(place, columns(word) + 5);
    }
}

fn mark(status: Status) -> (&'static str, Role) {
    match status {
        Status::Completed => summary::mark(LineFate::Done),
        Status::Stopped => summary::mark(LineFate::Partial),
        Status::Recorded => ("+", Role::Done),
    }
}

pub(super) const fn status_words(status: Status) -> &'static str {
    match status {
        Status::Completed => "completed",
        Status::Stopped => "stopped",
        Status::Recorded => "recorded",
    }
}

fn list(pen: &mut Pen, app: &App, scene: &Scene, book: &Book, area: Rect, bar: Option<Rect>) {
    let past = &app.past;
    let height = usize::from(area.height);
    let first = widgets::window(past.session, past.sessions.len(), height);
    for (n, at) in past.sessions.iter().enumerate().skip(first).take(height) {
        let place = row(area, u16::try_from(n - first).unwrap_or(u16::MAX));
        if let Some(record) = book.records().get(*at) {
            app.rows_at.borrow_mut().push((place, n));
            one(pen, (record, book.title(record)), scene.wall.date(), n == past.session, place);
        }
    }
    if let Some(bar) = bar {
        widgets::scrollbar(pen, bar, past.sessions.len(), first);
    }
}

fn one(pen: &mut Pen, (record, title): (&Record, &str), today: Date, chosen: bool, area: Rect) {
    let (date_style, name_style) = if chosen {
        let bar = pen.style(Role::Work);
        pen.left(area, "▌", bar);
        (pen.style(Role::Accent), pen.style(Role::Accent).add_modifier(Modifier::BOLD))
    } else {
        (pen.style(Role::Muted), pen.style(Role::Text))
    };
    let (wide, with_pain) = (area.width >= 36, area.width >= WITH_PAIN);
    let line = after(area, 2);
    let (mark, role) = mark(record.status);
    let style = pen.style(role);
    pen.left(line, mark, style);
    let mut line = after(line, 2);
    let day = day(record.started.date(), today, wide);
    let indent = if wide { DAY } else { SHORT_DAY };
    let minutes = text::minutes(record.active_seconds.duration());
    if line.width >= indent + columns(&minutes) + 8 {
        let used = pen.right(line, &minutes, date_style) + 2;
        let used = if with_pain { MINUTES } else { used };
        line.width -= used;
        if with_pain {
            pen.right(line, &pain(record), date_style);
            line.width -= PAIN;
        }
    }
    // The names of the months stand below each other.
    let indented = day.as_bytes().get(1) == Some(&b' ');
    pen.left(after(line, u16::from(indented)), &day, date_style);
    pen.left(after(line, indent), title, name_style);
}

/// Columns for the longest name of a day, for the minutes and for the pain, each with a gap.
const DAY: u16 = 13;
const SHORT_DAY: u16 = 7;
const MINUTES: u16 = 10;
const PAIN: u16 = 7;
/// From so many columns on there is room for the pain.
const WITH_PAIN: u16 = 46;

/// `today`, `Monday`, `3 Nov`, `3 Nov 2025`; narrow ones are shorter.
fn day(day: Date, today: Date, wide: bool) -> String {
    let ago = today.since(day).map_or(i32::MAX, |span| span.get_days());
    match ago {
        0 => "today".into(),
        1 if wide => "yesterday".into(),
        2..7 if wide => day.strftime("%A").to_string(),
        _ if day.year() == today.year() => day.strftime("%-d %b").to_string(),
        _ if wide => day.strftime("%-d %b %Y").to_string(),
        _ => day.strftime("%m/%y").to_string(),
    }
}

/// `4→2`
fn pain(record: &Record) -> String {
    let pain = record.pain.unwrap_or_default();
    let number = |value: Option<u8>| value.map_or("–".to_owned(), |value| value.to_string());
    match (pain.before, pain.after) {
        (None, None) => String::new(),
        (before, after) => format!("{}→{}", number(before), number(after)),
    }
}
