//! The weeks at a glance: a calendar, the minutes, the pain.

use std::time::Duration;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::{
    history::stats::{Fate, PainLine, Stats, Week},
    ui::{
        app::App,
        past::Book,
        pen::{Pen, after, below, row},
        screens::inside,
        text,
        theme::Role,
        widgets::{
            self, Para,
            weeks::{self, CALENDAR_ROWS, Weeks},
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Figures,
    Calendar,
    Minutes,
    Pain,
}

/// Columns that the figures need beside the calendar, with a gap before them.
const BESIDE: u16 = 16;
const GAP: u16 = 2;

pub(super) fn draw(pen: &mut Pen, app: &App, book: &Book, area: Rect) {
    let stats = &book.stats;
    let Some(last) = stats.weeks.last() else { return };
    let axis = Weeks::fitting(area.width, last.monday);
    let calendar = area.height > CALENDAR_ROWS && axis.count >= 12;
    let beside = calendar && area.width >= axis.columns() + GAP + BESIDE;
    let figures = figures(book);
    let above = packed(&figures, usize::from(area.width));
    let rows_of = |section| match section {
        // As much as it needs, and as much as it can use.
        Section::Figures => {
            let rows = lines(&above, area.width).min(area.height);
            (if calendar { 1 } else { rows }, rows)
        }
        Section::Calendar => (CALENDAR_ROWS + 1, CALENDAR_ROWS + 1 + u16::from(area.height >= 20)),
        Section::Minutes => (2.min(area.height), 9.max(area.height / 4)),
        Section::Pain if stats.pain.points.is_empty() => (1, 1),
        // On a high screen half a step of pain has a row of its own.
        Section::Pain => (area.height.min(5), if area.height >= 50 { 22 } else { 12 } + WORDS),
    };
    let mut sections = vec![];
    sections.extend(calendar.then_some(Section::Calendar));
    sections.extend((!beside).then_some(Section::Figures));
    sections.extend([Section::Minutes, Section::Pain]);
    let fits = |from: usize, gap: u16| {
        let shown = &sections[from..];
        let wanted: u16 = shown.iter().map(|section| rows_of(*section).0).sum();
        wanted + gap * u16::try_from(shown.len() - 1).unwrap_or(0) <= area.height
    };
    // All of it at a glance is better than gaps.
    let gap = u16::from(area.height >= 16 && fits(0, 1));
    let reach = (0..sections.len()).find(|from| fits(*from, gap)).unwrap_or(sections.len() - 1);
    app.reach.set(reach);
    let first = app.past.section.min(reach);

    let mut shown: Vec<(Section, u16)> = Vec::new();
    let mut left = area.height;
    for section in &sections[first..] {
        let wanted = rows_of(*section).0 + if shown.is_empty() { 0 } else { gap };
        if wanted > left {
            break;
        }
        left -= wanted;
        shown.push((*section, rows_of(*section).0));
    }
    // What is over is shared out, row by row; the chart of the pain has more steps to show than the bars.
    let turns = [Section::Figures, Section::Calendar, Section::Pain, Section::Pain, Section::Minutes];
    let mut wanted = true;
    while left > 0 && wanted {
        wanted = false;
        for turn in turns {
            let section = shown.iter_mut().find(|(section, _)| *section == turn);
            if let Some((_, rows)) = section.filter(|(section, rows)| *rows < rows_of(*section).1 && left > 0)
            {
                (*rows, left, wanted) = (*rows + 1, left - 1, true);
            }
        }
    }
    let side = if beside { area.width - axis.columns() - GAP } else { 0 };
    let side = Side { left: axis.columns() + GAP + u16::from(side > 30) * 4, wide: side >= 34 };
    let mut place = area;
    let mut aside: Option<Rect> = None;
    let mut shades_below = false;
    for (section, rows) in shown {
        let here = Rect { height: rows.min(place.height), ..place };
        match section {
            Section::Figures => {
                widgets::reading(pen, here, &above, 0);
            }
            Section::Calendar => {
                calendar_section(pen, stats, axis, here);
                aside = beside.then(|| after(place, side.left));
                shades_below = here.height > CALENDAR_ROWS + 1;
            }
            Section::Minutes => minutes(pen, stats, axis, here),
            Section::Pain => {
                // What is said of the pain stands at the right or below all of it.
                let said = pain(pen, stats, axis, side, here);
                aside = aside.map(|aside| Rect {
                    height: said.saturating_sub(aside.y + u16::from(side.wide)),
                    ..aside
                });
            }
        }
        place = below(place, rows + gap);
    }
    if let Some(aside) = aside {
        let mut paras = figures;
        let legend = legend(pen, stats, shades_below);
        if widgets::rows(&paras, aside.width) + 1 + legend.len() <= usize::from(aside.height) {
            paras.push(Para::gap());
            paras.extend(legend);
        }
        widgets::reading(pen, aside, &paras, 0);
    }
    if inside(pen).0.x > 0 {
        let bar = Rect { x: area.x + area.width, width: 1, ..area };
        widgets::scrollbar(pen, bar, if reach > 0 { usize::from(area.height) + reach } else { 0 }, first);
    }
}

/// What lies beside the calendar.
#[derive(Clone, Copy)]
struct Side {
    /// From this column of the area on.
    left: u16,
    /// There is room for sentences.
    wide: bool,
}

/// Rows for the words below the chart of the pain.
const WORDS: u16 = 3;

fn lines(paras: &[Para], columns: u16) -> u16 {
    u16::try_from(widgets::rows(paras, columns)).unwrap_or(u16::MAX)
}

/// A line each, short.
fn figures(book: &Book) -> Vec<Para> {
    let stats = &book.stats;
    let streak = stats.streak;
    let mut paras = Vec::new();
    paras.push(Para::title(match (streak.now, streak.of) {
        // Nothing can have been kept or missed yet.
        (0, 0) => "the first week".to_owned(),
        (0, _) => "no streak now".to_owned(),
        (weeks, _) => format!("{weeks}-week streak"),
    }));
    if streak.best > streak.now {
        paras.push(Para::new(Role::Muted, format!("longest {}", streak.best)));
    }
    if streak.of > 0 {
        paras.push(Para::new(Role::Text, format!("{} of {} kept", streak.kept, streak.of)));
    }
    if let Some(week) = stats.weeks.last() {
        paras.push(Para::new(Role::Text, this_week(week)));
    }
    paras.push(Para::gap());
    paras.push(Para::new(Role::Text, text::count(stats.sessions as usize, "session")));
    paras.push(Para::new(Role::Text, text::minutes(stats.active.duration())));
    if let Some(first) = stats.first {
        paras.push(Para::new(Role::Muted, format!("since {}", first.strftime("%-d %b %Y"))));
    }
    let faults = book.faults;
    if faults > 0 {
        paras.push(Para::new(Role::Warning, format!("! {} unreadable", text::count(faults, "line"))));
    }
    if stats.ahead > 0 {
        paras.push(Para::new(Role::Warning, format!("! {} in the future", stats.ahead)));
    }
    paras
}

fn this_week(week: &Week) -> String {
    match (week.fate, week.plan) {
        (Fate::Kept, _) => "this week: kept".into(),
        (Fate::Rest, _) => "this week: paused".into(),
        (_, Some(plan)) => format!("this week: {} of {}", plan.done, plan.due),
        (_, None) => format!("this week: {}", text::count(week.days as usize, "day")),
    }
}

/// The same in as few lines, none of them cut.
fn packed(figures: &[Para], columns: usize) -> Vec<Para> {
    let mut lines: Vec<String> = Vec::new();
    for words in figures.iter().filter(|para| !para.is_gap()).map(Para::words) {
        match lines.last_mut() {
            Some(line) if text::width(line) + 3 + text::width(words) <= columns => {
                line.push_str(" · ");
                line.push_str(words);
            }
            _ => lines.push(words.to_owned()),
        }
    }
    lines.into_iter().map(|line| Para::new(Role::Text, line)).collect()
}

fn calendar_section(pen: &mut Pen, stats: &Stats, axis: Weeks, area: Rect) {
    let area = Rect { width: area.width.min(axis.columns()), ..area };
    let active = |date: Date| stats.day(date).map_or(Duration::ZERO, |day| day.active.duration());
    weeks::calendar(pen, area, axis, stats.today, active);
    let kept = row(area, CALENDAR_ROWS);
    let muted = pen.style(Role::Muted);
    pen.left(Rect { width: kept.width.min(weeks::GUTTER), ..kept }, "kept", muted);
    weeks::marks(pen, kept, axis, |monday| {
        stats.week(monday).map_or((" ", Role::Line), |week| fate_mark(week.fate))
    });
    weeks::legend(pen, after(row(area, CALENDAR_ROWS + 1), weeks::GUTTER));
}

/// What the marks of the calendar mean, a line each: of the weeks only those that there are; of the days, unless that
/// stands below the calendar.
fn legend(pen: &Pen, stats: &Stats, shades_below: bool) -> Vec<Para> {
    let fates = [Fate::Kept, Fate::Missed, Fate::Open, Fate::Rest];
    let mut paras = Vec::new();
    for fate in fates.into_iter().filter(|fate| stats.weeks.iter().any(|week| week.fate == *fate)) {
        let (mark, role) = fate_mark(fate);
        let words = match fate {
            Fate::Kept => "week kept",
            Fate::Missed => "not kept",
            Fate::Open => "week open",
            Fate::Rest => "week paused",
        };
        paras.push(Para::new(Role::Muted, words).mark(format!("{mark} "), role));
    }
    if shades_below {
        return paras;
    }
    for (shade, words) in (1..).zip(["under 10 min", "from 10 min", "from 20 min", "from 40 min"]) {
        let (mark, role) = weeks::glyph(pen, shade);
        paras.push(Para::new(Role::Muted, words).mark(format!("{mark} "), role));
    }
    paras
}

const fn fate_mark(fate: Fate) -> (&'static str, Role) {
    match fate {
        Fate::Kept => ("━", Role::Work),
        Fate::Missed => ("·", Role::Line),
        Fate::Open => ("○", Role::Ready),
        Fate::Rest => ("─", Role::Line),
    }
}

fn head(pen: &mut Pen, line: Rect, axis: Weeks, words: &str, right: &str) {
    let (heading, muted) = (pen.heading(), pen.style(Role::Muted));
    let line = Rect { width: line.width.min(axis.columns()), ..line };
    let used = pen.left(line, words, heading);
    let rest = after(line, used + 2);
    if text::width(right) <= usize::from(rest.width) {
        pen.right(rest, right, muted);
    }
}

fn minutes(pen: &mut Pen, stats: &Stats, axis: Weeks, area: Rect) {
    let of = |week: &Week| week.active.duration().as_secs_f64() / 60.0;
    let in_sight = stats.weeks.iter().rev().take(usize::from(axis.count));
    let most = in_sight.map(of).fold(0.0, f64::max);
    let now = stats.weeks.last().map_or(Duration::ZERO, |week| week.active.duration());
    let right = format!("this week {}, most {}", text::minutes(now), text::minutes(minutes_of(most)));
    head(pen, row(area, 0), axis, "Minutes a week", &right);
    let bars = below(area, 1);
    weeks::bars(pen, bars, axis, (most, Role::Work), |monday| stats.week(monday).map(of));
}

fn minutes_of(minutes: f64) -> Duration {
    Duration::try_from_secs_f64(minutes * 60.0).unwrap_or_default()
}

/// Returns the row where its words begin.
fn pain(pen: &mut Pen, stats: &Stats, axis: Weeks, side: Side, area: Rect) -> u16 {
    let pain = &stats.pain;
    if pain.points.is_empty() {
        head(pen, row(area, 0), axis, "Pain", "nothing was said about it yet");
        return area.y;
    }
    let rest = below(area, 1);
    let beside = after(area, side.left);
    let words = [("before", &pain.before), ("after", &pain.after)].map(|(name, line)| {
        let columns = if side.wide { u16::MAX } else { area.width };
        trend(name, line, columns.into())
    });
    let mut words: Vec<Para> = words.into_iter().flatten().collect();
    let eased = format!("eased {} · same {} · worse {}", pain.eased, pain.same, pain.worse);
    let change = Para::new(Role::Text, &eased).lead(format!("{:<LABEL$}", "change"));
    let wanted = |words: &[Para]| if side.wide { 0 } else { lines(words, area.width) };
    let chart = rest.height.saturating_sub(wanted(&words)).min(21);
    // Where two marks fall into one, there is a mark for both.
    let marks =
        if chart < CHART { "Pain before ○ and after ●" } else { "Pain before ○, after ●, both ◉" };
    let right = if side.wide || chart > CHART + 1 { "" } else { &eased };
    if right.is_empty() {
        words.push(change);
    }
    let chart = rest.height.saturating_sub(wanted(&words)).min(chart);
    head(pen, row(area, 0), axis, marks, right);
    let week = |monday: Date| stats.week(monday);
    match chart {
        ..2 => {}
        // So few rows tell more as one bar for each week, before and after.
        2..CHART => {
            let muted = pen.style(Role::Muted);
            let sides = [("○", Role::Ready), ("●", Role::Work)];
            for (n, (mark, role)) in (0..).zip(sides) {
                let line = row(rest, n);
                pen.right(Rect { width: weeks::GUTTER - 1, ..line }, mark, muted);
                weeks::bars(pen, line, axis, (10.0, role), |monday| {
                    week(monday).and_then(|week| if n == 0 { week.pain_before } else { week.pain_after })
                });
            }
        }
        _ => weeks::spans(pen, Rect { height: chart, ..rest }, axis, |monday| {
            week(monday).map_or((None, None), |week| (week.pain_before, week.pain_after))
        }),
    }
    let chart = if chart < CHART { chart.min(2) } else { chart };
    let place = if side.wide { beside } else { below(rest, chart) };
    widgets::reading(pen, place, &words, 0);
    place.y
}

/// With fewer rows one cannot tell one pain from another.
const CHART: u16 = 5;

/// `before  median 4, a little less each week`, with what was lately where it fits in a line of so many columns.
fn trend(name: &str, line: &PainLine, columns: usize) -> Option<Para> {
    let median = line.median?;
    let words = line.words().unwrap_or_else(|| "too little yet to tell where it goes".into());
    let all = format!("median {median}, {words}");
    let shown = match all.split_once(';') {
        Some((first, _)) if text::width(&all) + LABEL > columns => first,
        _ => &all,
    };
    Some(Para::new(Role::Text, shown).lead(format!("{name:<LABEL$}")))
}

/// Columns for what a sentence is about.
const LABEL: usize = 8;
