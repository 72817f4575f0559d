//! Weeks side by side, as a calendar, as bars and as a chart: all three on one axis, so that what lies below each other
//! is of one week.

use std::time::Duration;

use jiff::{ToSpan as _, civil::Date};
use ratatui::layout::Rect;

use crate::ui::{
    pen::{Pen, after, row},
    text,
    theme::Role,
};

/// Columns at the left for what the rows are called.
pub(crate) const GUTTER: u16 = 5;
/// Rows of a calendar: the months and seven days.
pub(crate) const CALENDAR_ROWS: u16 = 8;
/// A year is never cut: it lies in so many weeks.
const YEAR: u16 = 53;

/// The last weeks, as many as there is room for, but no more than a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weeks {
    pub(crate) last_monday: Date,
    pub(crate) count: u16,
    /// Columns for each.
    wide: u16,
}

impl Weeks {
    pub(crate) fn fitting(columns: u16, last_monday: Date) -> Self {
        let room = columns.saturating_sub(GUTTER);
        let wide = if room >= 2 * YEAR { 2 } else { 1 };
        Self { last_monday, count: (room / wide).min(YEAR), wide }
    }

    /// Columns with the gutter.
    pub(crate) fn columns(self) -> u16 {
        GUTTER + self.count * self.wide
    }

    /// The Monday of a week, counted from the left.
    fn monday(self, week: u16) -> Date {
        self.last_monday.saturating_sub((i64::from(self.count) - 1 - i64::from(week)).weeks())
    }

    /// Every week with its cell in this row.
    fn cells(self, line: Rect) -> impl Iterator<Item = (Date, Rect)> {
        (0..self.count).filter_map(move |week| {
            let place = after(line, GUTTER + week * self.wide);
            (place.width >= self.wide).then_some((
                self.monday(week),
                Rect { width: self.wide, height: line.height.min(1), ..place },
            ))
        })
    }
}

/// How much was done on a day, in the steps that the calendar tells apart.
pub(crate) fn shade(active: Duration) -> usize {
    if active.is_zero() {
        0
    } else {
        1 + SHADES.iter().filter(|from| active.as_secs() >= **from * 60).count()
    }
}

/// In minutes, where the second and later shades begin.
const SHADES: [u64; 3] = [10, 20, 40];
const GLYPHS: [&str; 5] = ["·", "░", "▒", "▓", "█"];
/// These lie in the order of their ink.
const ASCII_GLYPHS: [&str; 5] = [".", "-", "+", "*", "#"];

/// How a shade is drawn.
pub(crate) fn glyph(pen: &Pen, shade: usize) -> (&'static str, Role) {
    let glyphs = if pen.unicode() { GLYPHS } else { ASCII_GLYPHS };
    (glyphs[shade.min(4)], if shade == 0 { Role::Line } else { Role::Work })
}

/// A column for each week and a row for each day, Monday first, with the months above. Days after `today` are left out.
pub(crate) fn calendar(
    pen: &mut Pen,
    area: Rect,
    weeks: Weeks,
    today: Date,
    active: impl Fn(Date) -> Duration,
) {
    months(pen, row(area, 0), weeks);
    for (day, name) in (0_u16..7).zip(["Mon", "", "Wed", "", "Fri", "", "Sun"]) {
        let line = row(area, day + 1);
        let muted = pen.style(Role::Muted);
        pen.left(Rect { width: line.width.min(GUTTER), ..line }, name, muted);
        for (monday, cell) in weeks.cells(line) {
            let date = monday.saturating_add(i64::from(day).days());
            if date > today {
                continue;
            }
            let (symbol, role) = glyph(pen, shade(active(date)));
            let style = pen.style(role);
            pen.fill(cell, symbol, style);
        }
    }
}

/// The name of each month above the week in which it begins, where it does not run into the one before.
fn months(pen: &mut Pen, line: Rect, weeks: Weeks) {
    let style = pen.style(Role::Muted);
    let mut free = line.x;
    for (monday, cell) in weeks.cells(line) {
        let sunday = monday.saturating_add(6.days());
        let begins = sunday.day() <= 7;
        let name = sunday.strftime("%b").to_string();
        let columns = u16::try_from(text::width(&name)).unwrap_or(u16::MAX);
        let fits = cell.x.saturating_add(columns) <= line.x + GUTTER + weeks.count * weeks.wide;
        if begins && cell.x >= free && fits {
            pen.left(Rect { width: columns, ..cell }, &name, style);
            free = cell.x + columns + 1;
        }
    }
}

/// What the shades mean, in minutes. Returns the columns used.
pub(crate) fn legend(pen: &mut Pen, line: Rect) -> u16 {
    let words = ["none", "less", "10", "20", "40 min"];
    let muted = pen.style(Role::Muted);
    let mut place = line;
    for (shade, word) in words.iter().enumerate() {
        let (symbol, role) = glyph(pen, shade);
        let needed = u16::try_from(2 + text::width(word)).unwrap_or(u16::MAX);
        if place.width < needed {
            break;
        }
        let style = pen.style(role);
        pen.left(place, symbol, style);
        pen.left(after(place, 2), word, muted);
        place = after(place, needed + 2);
    }
    place.x.saturating_sub(line.x)
}

/// A word and a mark for each week, in one row: what became of it.
pub(crate) fn marks(pen: &mut Pen, line: Rect, weeks: Weeks, mark: impl Fn(Date) -> (&'static str, Role)) {
    for (monday, cell) in weeks.cells(line) {
        let (symbol, role) = mark(monday);
        let style = pen.style(role);
        pen.fill(cell, symbol, style);
    }
}

/// A bar for each week, from the area's bottom up; `most` is as high as the area. Every week with anything at all shows;
/// a week of which nothing is known stays empty.
pub(crate) fn bars(
    pen: &mut Pen,
    area: Rect,
    weeks: Weeks,
    (most, role): (f64, Role),
    value: impl Fn(Date) -> Option<f64>,
) {
    let (full, line) = (pen.style(role), pen.style(Role::Line));
    let rows = area.height;
    for n in 0..rows {
        let place = row(area, n);
        for (monday, cell) in weeks.cells(place) {
            let Some(value) = value(monday) else { continue };
            let here = eighths(value, most, rows).saturating_sub(8 * u32::from(rows - 1 - n)).min(8);
            match here {
                0 if n + 1 == rows => pen.fill(cell, if pen.unicode() { "▁" } else { "." }, line),
                0 => {}
                _ => pen.fill(cell, tip(pen.unicode(), here), full),
            }
        }
    }
}

fn tip(unicode: bool, eighths: u32) -> &'static str {
    let glyphs = if unicode {
        ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    } else {
        ["_", "_", "-", "-", "=", "=", "#", "#"]
    };
    glyphs[(eighths.clamp(1, 8) - 1) as usize]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and eight times a height"
)]
fn eighths(value: f64, most: f64, rows: u16) -> u32 {
    let whole = f64::from(rows) * 8.0;
    if most <= 0.0 || value.is_nan() || value <= 0.0 {
        return 0;
    }
    ((value / most).clamp(0.0, 1.0) * whole).round().clamp(2.0, whole.max(2.0)) as u32
}

/// Two numbers from 0 to 10 for each week, one before (`○`) and one after (`●`), with a line between them where they
/// differ: where the full one hangs below the empty one it went down.
pub(crate) fn spans(
    pen: &mut Pen,
    area: Rect,
    weeks: Weeks,
    pair: impl Fn(Date) -> (Option<f64>, Option<f64>),
) {
    let (muted, line) = (pen.style(Role::Muted), pen.style(Role::Line));
    let rows = area.height;
    if rows == 0 {
        return;
    }
    for (n, label) in [(0, "10"), (rows / 2, "5"), (rows - 1, "0")] {
        if (n == rows / 2) == (rows % 2 == 1 && rows >= 3) || n == 0 || n + 1 == rows {
            pen.right(Rect { width: GUTTER - 1, ..row(area, n) }, label, muted);
        }
    }
    let (first, last) = (pen.style(Role::Ready), pen.style(Role::Work));
    let floor = row(area, rows - 1);
    for (_, cell) in weeks.cells(floor) {
        pen.fill(cell, if pen.unicode() { "▁" } else { "." }, line);
    }
    for (monday, cell) in weeks.cells(area) {
        let (before, after) = pair(monday);
        let (before, after) =
            (before.map(|value| height(value, rows)), after.map(|value| height(value, rows)));
        let at = |n: u16| Rect { width: 1, ..Rect { y: area.y + n, ..cell } };
        if let (Some(before), Some(after)) = (before, after) {
            for n in before.min(after)..before.max(after) {
                pen.fill(at(n), "│", line);
            }
        }
        if let Some(n) = before {
            pen.fill(at(n), "○", first);
        }
        if let Some(n) = after {
            pen.fill(at(n), if before == after { "◉" } else { "●" }, last);
        }
    }
}

/// The row of a number, from the top.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a height")]
fn height(value: f64, rows: u16) -> u16 {
    let top = f64::from(rows.saturating_sub(1));
    ((1.0 - (value / 10.0).clamp(0.0, 1.0)) * top).round() as u16
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::ui::theme::{Depth, Theme, ThemeName};

    const MONDAY: Date = date(2026, 11, 16);

    fn drawn(columns: u16, rows: u16, draw: impl Fn(&mut Pen, Rect)) -> Vec<String> {
        let area = Rect { x: 0, y: 0, width: columns, height: rows };
        let mut buffer = Buffer::empty(area);
        let theme = Theme::new(ThemeName::Mono, Depth::None);
        draw(&mut Pen::new(&mut buffer, &theme, true), area);
        let line =
            |y| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..rows).map(line).collect()
    }

    #[test]
    fn a_year_fits_or_as_many_weeks_as_do() {
        let count = |columns| {
            let weeks = Weeks::fitting(columns, MONDAY);
            (weeks.count, weeks.columns())
        };
        assert_eq!(count(200), (53, 111), "two columns each");
        assert_eq!(count(110), (53, 58));
        assert_eq!(count(58), (53, 58));
        assert_eq!(count(57), (52, 57));
        assert_eq!(count(20), (15, 20));
        assert_eq!(count(3), (0, 5), "and none at all where there is no room");
    }

    #[test]
    fn days_are_shaded_by_their_minutes_and_the_future_is_empty() {
        let minutes = |minutes: u64| shade(Duration::from_mins(minutes));
        assert_eq!([0, 1, 9, 10, 19, 20, 39, 40, 500].map(minutes), [0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(shade(Duration::from_secs(1)), 1, "less than a minute is more than nothing");
        let weeks = Weeks::fitting(9, MONDAY);
        let today = date(2026, 11, 18);
        let lines = drawn(9, 8, |pen, area| {
            calendar(pen, area, weeks, today, |day| match day {
                _ if day == today => Duration::from_mins(25),
                _ if day == date(2026, 11, 1) => Duration::from_hours(1),
                _ => Duration::ZERO,
            });
        });
        // The 1st of November is the Sunday of the first of four weeks.
        let expected = [
            "     Nov",
            "Mon  ····",
            "     ····",
            "Wed  ···▓",
            "     ···",
            "Fri  ···",
            "     ···",
            "Sun  █··",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn months_never_run_into_each_other() {
        for columns in 5..140 {
            let weeks = Weeks::fitting(columns, MONDAY);
            let lines = drawn(columns, 1, |pen, area| months(pen, area, weeks));
            let names: Vec<&str> = lines[0].split_whitespace().collect();
            assert!(names.iter().all(|name| name.len() == 3), "{columns}: {lines:?}");
            assert!(columns < 58 || names.len() == 12, "{columns}: {lines:?}");
        }
    }

    #[test]
    fn bars_are_as_high_as_their_numbers_and_any_number_shows() {
        let weeks = Weeks::fitting(10, MONDAY);
        let lines = drawn(10, 2, |pen, area| {
            bars(pen, area, weeks, (80.0, Role::Work), |monday| {
                match MONDAY.since(monday).unwrap().get_days() / 7 {
                    0 => Some(80.0),
                    1 => Some(60.0),
                    2 => Some(1.0),
                    3 => Some(0.0),
                    _ => None,
                }
            });
        });
        assert_eq!(lines, ["        ▄█", "      ▁▂██"]);
    }

    #[test]
    fn what_went_down_hangs_below() {
        let weeks = Weeks::fitting(9, MONDAY);
        let lines = drawn(9, 11, |pen, area| {
            spans(pen, area, weeks, |monday| match MONDAY.since(monday).unwrap().get_days() / 7 {
                0 => (Some(6.0), Some(3.0)),
                1 => (Some(10.0), Some(10.0)),
                2 => (None, Some(0.0)),
                _ => (None, None),
            });
        });
        assert_eq!(lines[0], "  10   ◉");
        assert_eq!([&lines[4], &lines[6], &lines[7]], ["        ○", "        │", "        ●"]);
        assert_eq!((&*lines[5], &*lines[10]), ("   5    │", "   0 ▁●▁▁"));
    }
}
