//! The rows of the home screen, from top to bottom.

use ratatui::{layout::Rect, style::Modifier};

use super::when::{when, when_day};
use crate::{
    session::Status,
    ui::{
        app::App,
        pen::{Pen, after, row},
        rows::Row,
        scene::{RecentSession, Scene, TodayCard, TodayRow},
        text,
        theme::Role,
        widgets,
    },
};

/// A line of the list; only rows can be chosen.
enum Line<'a> {
    Blank,
    Heading {
        words: &'static str,
        right: String,
        role: Role,
    },
    Said {
        words: String,
        role: Role,
    },
    /// A kind word, where there is room for one.
    Kind(String),
    Row {
        n: usize,
        name: String,
        mark: &'static str,
        right: String,
        broken: bool,
    },
    Done(&'a TodayRow),
    Recent(&'a RecentSession),
}

/// Draws as much as there is room for, with the chosen row in it. `bar` is where it shows which part that is.
pub(super) fn draw(pen: &mut Pen, app: &App, scene: &Scene, area: Rect, bar: Option<Rect>) {
    let roomy = area.height >= 14;
    let headed = area.height >= 7;
    let mut lines = lines(app, scene, usize::from(area.width));
    if !headed {
        mark_interrupted(&mut lines, app.home.interrupted.len());
    }
    lines.retain(|line| match line {
        Line::Blank | Line::Recent(_) | Line::Kind(_) | Line::Heading { words: RECENT, .. } => roomy,
        Line::Heading { .. } | Line::Said { .. } => headed,
        Line::Row { .. } | Line::Done(_) => true,
    });
    let height = usize::from(area.height);
    pin_recent(&mut lines, height);
    let chosen =
        lines.iter().position(|line| matches!(line, Line::Row { n, .. } if Some(*n) == app.chosen_place()));
    let is_last = app.chosen_place() == app.rows().len().checked_sub(1);
    let first = match chosen {
        // What stands above the first row and below the last one is seen with them.
        Some(at) if is_last => lines.len().saturating_sub(height).min(at),
        Some(_) if app.chosen_place() == Some(0) => 0,
        at => widgets::window(at.unwrap_or(0), lines.len(), height),
    };
    let first = first.max(chosen.map_or(0, |at| (at + 1).saturating_sub(height)));
    let last = (first + height).min(lines.len()).saturating_sub(1);
    for (n, line) in lines.iter().skip(first).take(height).enumerate() {
        // A heading with nothing below it says nothing.
        if first + n == last && matches!(line, Line::Heading { .. }) && last + 1 < lines.len() {
            continue;
        }
        let place = row(area, u16::try_from(n).unwrap_or(u16::MAX));
        one(pen, app, scene, line, place);
    }
    if let Some(bar) = bar {
        widgets::scrollbar(pen, bar, lines.len(), first);
    }
}

/// The lines that the list would like to have, without the gaps.
pub(super) fn wanted(app: &App, scene: &Scene) -> usize {
    lines(app, scene, 80).iter().filter(|line| matches!(line, Line::Row { .. } | Line::Done(_))).count()
}

fn lines<'a>(app: &'a App, scene: &Scene, columns: usize) -> Vec<Line<'a>> {
    let home = &app.home;
    let mut lines: Vec<Line> = Vec::new();
    let mut last = None;
    let rows = app.rows();
    for (n, row) in rows.iter().enumerate() {
        let part = part(*row);
        if last != Some(part) {
            if part > TODAY && last.is_none_or(|last| last < TODAY) {
                today_without_rows(&mut lines, app, columns);
            }
            head(&mut lines, app, part, columns);
            last = Some(part);
        }
        lines.push(line(app, scene, columns, n, *row));
        if let (Row::Due(at), Some(today)) = (row, &home.today)
            && at + 1 == today.due.len()
        {
            lines.extend(today.done.iter().map(Line::Done));
        }
    }
    if last.is_none_or(|last| last < TODAY) {
        today_without_rows(&mut lines, app, columns);
    }
    if !home.recent.is_empty() {
        gap(&mut lines);
        lines.push(Line::Heading { words: RECENT, right: String::new(), role: Role::Muted });
        lines.extend(home.recent.iter().take(5).map(Line::Recent));
    }
    lines
}

const TODAY: u8 = 1;
const RECENT: &str = "Recent";

/// Interrupted sessions, today, routines.
fn part(row: Row) -> u8 {
    match row {
        Row::Interrupted(_) => 0,
        Row::Today | Row::Due(_) | Row::Later | Row::NotYet(_) => TODAY,
        Row::Routine(_) => 2,
    }
}

fn head<'a>(lines: &mut Vec<Line<'a>>, app: &'a App, part: u8, columns: usize) {
    match part {
        0 => lines.push(Line::Heading { words: "Interrupted", right: String::new(), role: Role::Warning }),
        TODAY => head_today(lines, app, columns),
        _ => {
            gap(lines);
            lines.push(Line::Heading { words: "Routines", right: String::new(), role: Role::Muted });
        }
    }
}

fn head_today<'a>(lines: &mut Vec<Line<'a>>, app: &'a App, columns: usize) {
    let Some(today) = &app.home.today else { return };
    gap(lines);
    lines.push(Line::Heading { words: "Today", right: today.place.clone(), role: Role::Muted });
    if today.due.is_empty() {
        let words = if today.done.is_empty() { "Nothing is due." } else { "All done." };
        let said = today.notice.as_deref().unwrap_or(words);
        lines.extend(said_lines(said, columns));
        lines.extend(today.done.iter().map(Line::Done));
    } else if let Some(notice) = &today.notice {
        lines.extend(said_lines(notice, columns));
    }
    // Beside a list of what is due it has more room.
    for sentence in today.gentle.iter().filter(|_| today.due.is_empty()) {
        lines.extend(text::wrap(sentence, columns.saturating_sub(2)).into_iter().map(Line::Kind));
    }
}

/// A program with nothing to choose still says how it stands.
fn today_without_rows<'a>(lines: &mut Vec<Line<'a>>, app: &'a App, columns: usize) {
    let has_rows = |today: &TodayCard| !today.due.is_empty() || !today.later.is_empty();
    if app.home.today.as_ref().is_some_and(|today| !has_rows(today)) {
        head_today(lines, app, columns);
    }
}

fn said_lines<'a>(words: &str, columns: usize) -> impl Iterator<Item = Line<'a>> + use<'a> {
    let said = |words| Line::Said { words, role: Role::Ready };
    text::wrap(words, columns.saturating_sub(2)).into_iter().map(said)
}

fn gap(lines: &mut Vec<Line>) {
    if !lines.is_empty() {
        lines.push(Line::Blank);
    }
}

fn line<'a>(app: &App, scene: &Scene, columns: usize, n: usize, row: Row) -> Line<'a> {
    let home = &app.home;
    let plain = |name: &str, mark, right| Line::Row { n, name: name.into(), mark, right, broken: false };
    let today = home.today.as_ref();
    match row {
        Row::Interrupted(at) => home
            .interrupted
            .get(at)
            .map_or(Line::Blank, |card| plain(&card.routine, "", when(&card.started, scene.wall))),
        Row::Today => {
            let right = today.map(|today| super::about_length(today.length, today.open_steps));
            let name = if columns < 30 { "Today" } else { "Start what is due" };
            plain(name, "", right.unwrap_or_default())
        }
        Row::Due(at) => {
            let item = today.and_then(|today| today.due.get(at));
            item.map_or(Line::Blank, |item| {
                let mark = "○ ";
                let taken = 2 + text::width(mark) + text::width(&item.name) + 2;
                plain(&item.name, mark, in_short(&item.dose, columns.saturating_sub(taken)).to_owned())
            })
        }
        Row::Later => {
            let count = today.map_or(0, |today| today.later.len());
            let mark = if app.at_home.unfolded { "▾ " } else { "▸ " };
            plain(&format!("{count} not due yet"), mark, String::new())
        }
        Row::NotYet(at) => {
            let item = today.and_then(|today| today.later.get(at));
            plain(item.map_or("", |item| &item.name), "  ", String::new())
        }
        Row::Routine(at) => match home.routines.get(at) {
            Some(card) => Line::Row {
                n,
                name: card.name.clone(),
                mark: "",
                right: super::length(card),
                broken: card.broken.is_some(),
            },
            None => Line::Blank,
        },
    }
}

/// Without its heading it is told by the mark of what is done in part.
fn mark_interrupted(lines: &mut [Line], interrupted: usize) {
    for line in lines {
        if let Line::Row { n, mark, .. } = line
            && *n < interrupted
        {
            *mark = "◐ ";
        }
    }
}

/// A dose of fewer columns would only take them from the name.
const LEAST_ROOM: usize = 7;

/// As much of a dose as there is room for in a row; the rest stands beside it. How much it is matters most.
fn in_short(dose: &str, room: usize) -> &str {
    let first = dose.split(", ").next().unwrap_or(dose);
    let first = first.strip_suffix(" of movement").unwrap_or(first);
    // In a very narrow list the name needs the room.
    if text::width(first) <= room || room < LEAST_ROOM {
        return first;
    }
    // "hold 30 s each side": that it is for each side matters more than that it is held.
    if let Some(held) = first.strip_prefix("hold ").filter(|held| text::width(held) <= room) {
        return held;
    }
    let brief = first.strip_suffix(" each side").unwrap_or(first);
    brief.strip_suffix(" of movement").unwrap_or(brief)
}

/// The last sessions stand at the bottom where there is room for all; otherwise they end the list.
fn pin_recent(lines: &mut Vec<Line>, height: usize) {
    let recent = lines.iter().position(|line| matches!(line, Line::Heading { words: RECENT, .. }));
    if let Some(at) = recent {
        let free = height.saturating_sub(lines.len());
        lines.splice(at..at, (0..free).map(|_| Line::Blank));
    }
}

fn one(pen: &mut Pen, app: &App, scene: &Scene, line: &Line, area: Rect) {
    let muted = pen.style(Role::Muted);
    match line {
        Line::Blank => {}
        Line::Heading { words, right, role } => {
            let style = pen.style(*role).add_modifier(Modifier::BOLD);
            let used = pen.left(area, words, style);
            pen.right(after(area, used + 2), right, muted);
        }
        Line::Said { words, role } => {
            let style = pen.style(*role);
            pen.left(after(area, 2), words, style);
        }
        Line::Kind(words) => {
            pen.left(after(area, 2), words, muted);
        }
        Line::Row { n, name, mark, right, broken } => {
            let chosen = Some(*n) == app.chosen_place();
            app.rows_at.borrow_mut().push((area, *n));
            item(pen, mark, name, right, chosen, *broken, area);
        }
        Line::Done(item) => {
            let done = pen.style(Role::Done);
            pen.left(after(area, 2), "✓", done);
            pen.left(after(area, 4), &item.name, muted);
        }
        Line::Recent(session) => recent(pen, session, scene, after(area, 2)),
    }
}

/// Columns for the longest name of a day, and a gap.
const DAY: u16 = 11;
/// Less of a name tells nothing.
const LEAST_NAME: u16 = 8;

fn recent(pen: &mut Pen, session: &RecentSession, scene: &Scene, line: Rect) {
    let mut right = text::minutes(session.active);
    if session.status == Status::Stopped {
        let both = format!("stopped · {right}");
        let room = usize::from(line.width.saturating_sub(DAY + LEAST_NAME));
        right = if text::width(&both) + 2 <= room { both } else { "stopped".to_owned() };
    }
    let muted = pen.style(Role::Muted);
    let used = pen.right(line, &right, muted);
    let line = Rect { width: line.width.saturating_sub(used + 2), ..line };
    pen.left(line, &when_day(&session.started, scene.wall), muted);
    pen.left(after(line, DAY), &session.routine, muted);
}

/// A row of a list. What stands at the right gives way where it would take more than half.
pub(crate) fn item(
    pen: &mut Pen,
    mark: &str,
    name: &str,
    right: &str,
    chosen: bool,
    broken: bool,
    area: Rect,
) {
    let line = after(area, 2);
    let (name_style, right_style) = match (chosen, broken) {
        (true, _) => {
            let bar = pen.style(Role::Work);
            pen.left(area, "▌", bar);
            (pen.style(Role::Accent).add_modifier(Modifier::BOLD), pen.style(Role::Accent))
        }
        (false, true) => (pen.style(Role::Muted), pen.style(Role::Danger)),
        (false, false) => (pen.style(Role::Text), pen.style(Role::Muted)),
    };
    pen.left(line, mark.trim_end(), right_style);
    let indent = u16::try_from(text::width(mark)).unwrap_or(0);
    let line = after(line, indent);
    let fits = text::width(name) + 2 + text::width(right) <= usize::from(line.width);
    let short = text::width(right) * 2 <= usize::from(line.width);
    let used = if fits || short { pen.right(line, right, right_style) } else { 0 };
    let gap = if used > 0 { used + 2 } else { 0 };
    pen.left(Rect { width: line.width.saturating_sub(gap), ..line }, name, name_style);
}
