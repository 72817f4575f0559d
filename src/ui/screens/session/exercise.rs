//! The left half: which exercise, which side, how much, and how it is done.

use std::time::Duration;

use ratatui::{layout::Rect, style::Modifier};

use super::far::large_name;
use crate::{
    plan::{Entry, Kind},
    session::{Now, Snapshot},
    ui::{
        app::App,
        gallery::Motion,
        pen::{Pen, after, below, row},
        text,
        theme::Role,
        widgets::Letters,
        words,
    },
};

/// Gives the note, if there was no room for it.
pub(super) fn draw<'s>(pen: &mut Pen, app: &App, snapshot: &'s Snapshot, area: Rect) -> Option<&'s str> {
    let (entry_index, entry) = present_entry(snapshot)?;
    let now = snapshot.now.as_ref()?;
    let step = &now.played.step;
    let mut place = area;
    if let Some(group) = words::group(&snapshot.plan, step) {
        let style = pen.style(Role::Muted);
        pen.left(row(place, 0), &group, style);
        place = below(place, 1);
    }

    place = name(pen, snapshot, entry, place);
    if let Some(side) = words::side(snapshot) {
        let style = pen.style(words::face(snapshot).role).add_modifier(Modifier::BOLD);
        pen.left(row(place, 0), &side, style);
        place = below(place, 1);
    }
    let style = pen.style(Role::Muted);
    for line in text::wrap(&words::dose(&snapshot.plan, entry_index), usize::from(place.width)) {
        pen.left(row(place, 0), &line, style);
        place = below(place, 1);
    }
    let text = Text::new(entry, usize::from(place.width.min(72)));
    // The blank row is given up where it would cost words.
    let airy = usize::from(place.height) > text.rows(false);
    let rest = if airy { below(place, 1) } else { place };
    let used = figure(pen, app, snapshot, entry, &text, rest);
    let is_noted = text.draw(pen, is_late(now), below(rest, used));
    entry.note.as_deref().filter(|_| !is_noted)
}

/// Whether the first instructions are done: in the second half of the preparation one lies there already.
fn is_late(now: &Now) -> bool {
    let step = &now.played.step;
    step.kind != Kind::Prepare || step.length.is_some_and(|length| now.elapsed >= length / 2)
}

/// The name, in large letters where there is much room, with the set at its right. Returns the area below.
fn name(pen: &mut Pen, snapshot: &Snapshot, entry: &Entry, area: Rect) -> Rect {
    let set = snapshot.now.as_ref().and_then(|now| words::set(&now.played.step)).unwrap_or_default();
    let set_width = u16::try_from(text::width(&set)).unwrap_or(0);
    let width = area.width.saturating_sub(set_width + 2);
    let style = pen.style(Role::Muted);
    pen.right(row(area, 0), &set, style);
    let style = pen.style(Role::Accent);
    let mut place = area;
    let large =
        if area.height >= LARGE_NAME && pen.unicode() { large_name(snapshot, width) } else { Vec::new() };
    for line in large.iter().flatten() {
        if let Some(letters) = Letters::new(&line.to_uppercase(), 1) {
            letters.draw_at(pen, place, 0, style);
            place = below(place, letters.rows() + 1);
        }
    }
    if place != area {
        return place;
    }
    for line in name_lines(&entry.name, width) {
        pen.left(Rect { width, ..row(place, 0) }, &line, style.add_modifier(Modifier::BOLD));
        place = below(place, 1);
    }
    place
}

/// With so many rows the name is read from where the digits are.
const LARGE_NAME: u16 = 34;

/// The moving figure above the text, as large as that leaves room for. Where there is no room for both, the first half of
/// the preparation is for reading; then the steps that are done already make room for the figure. Returns the rows used.
fn figure(pen: &mut Pen, app: &App, snapshot: &Snapshot, entry: &Entry, text: &Text, area: Rect) -> u16 {
    if area.height < SMALLEST_FIGURE + 1 || area.width < 24 || !app.gallery.has(entry) {
        return 0;
    }
    let glyphs = app.setup.glyphs(pen.unicode());
    let columns = area.width.min(100);
    // What lies low leaves rows free above itself, which are not worth having.
    let free = |rows: u16| app.gallery.free_rows(entry, [columns, rows], glyphs);
    let beside = |rows: usize| area.height.saturating_sub(u16::try_from(rows).unwrap_or(u16::MAX));
    let fitting = |room: u16, least: u16| {
        let rows = room.clamp(least, 40);
        (room >= SMALLEST_FIGURE / 2 && rows - free(rows) <= room).then_some(rows)
    };
    // The rows and the gap below them: with all of the text, without its blank rows, without even the gap.
    let whole = [(text.rows(false), 1, LEAST_FIGURE), (text.least(), 1, SMALLEST_FIGURE)]
        .into_iter()
        .chain([(text.least(), 0, SMALLEST_FIGURE)])
        .find_map(|(words, gap, least)| Some((fitting(beside(words).saturating_sub(gap), least)?, gap)));
    let cut = fitting(beside(text.last_step()).min(LEAST_FIGURE), SMALLEST_FIGURE).map(|rows| (rows, 0));
    let Some((rows, gap)) = whole.or(cut) else { return 0 };
    let used = rows - free(rows) + gap;
    let Some(begins) = begins(snapshot, whole.is_some()) else { return 0 };
    let size = [columns, rows];
    let motion = if app.setup.motion { Motion::From(begins) } else { Motion::Still };
    let Some(mut picture) = app.gallery.picture(snapshot, entry, size, glyphs, motion) else { return 0 };
    picture.rows.drain(..usize::from(free(rows)).min(picture.rows.len()));
    let moving = words::face(snapshot).role;
    pen.figure(Rect { width: columns, height: (used - gap).min(area.height), ..area }, &picture, moving);
    used
}

/// How long after its beginning a step has a figure; `None`: not yet.
fn begins(snapshot: &Snapshot, both_fit: bool) -> Option<Duration> {
    let now = snapshot.now.as_ref()?;
    // Whoever says when to begin has no second half.
    if both_fit || now.played.step.kind != Kind::Prepare {
        return Some(Duration::ZERO);
    }
    let half = now.played.step.length? / 2;
    (now.elapsed >= half).then_some(half)
}

/// So many rows show a figure well.
const LEAST_FIGURE: u16 = 7;
/// Fewer rows show no figure that could be made out.
const SMALLEST_FIGURE: u16 = 6;

/// The exercise that the screen is about: in a rest between rounds, the coming one.
pub(crate) fn present_entry(snapshot: &Snapshot) -> Option<(u32, &Entry)> {
    let step = &snapshot.now.as_ref()?.played.step;
    let index = step.entry.or_else(|| snapshot.next.iter().find_map(|next| next.step.entry))?;
    Some((index, snapshot.plan.entries.get(usize::try_from(index).ok()?)?))
}

/// In capitals, in at most two lines.
fn name_lines(name: &str, columns: u16) -> Vec<String> {
    let columns = usize::from(columns);
    let mut lines = text::wrap(&name.to_uppercase(), columns);
    if lines.len() > 2 {
        let rest = lines.split_off(1).join(" ");
        lines.push(text::shorten(&rest, columns));
    }
    lines
}

/// Instructions, cautions and the routine's note.
struct Text {
    columns: usize,
    instructions: Vec<Vec<Line>>,
    cautions: Vec<Line>,
    note: Vec<Line>,
}

impl Text {
    fn new(entry: &Entry, columns: usize) -> Self {
        let note = entry.note.iter().flat_map(|words| remark(Role::Muted, " ", words, columns));
        Self {
            columns,
            instructions: numbered(&entry.how, columns),
            cautions: cautions(entry, columns),
            note: note.collect(),
        }
    }

    /// With a blank line between the instructions, or without.
    fn rows(&self, airy: bool) -> usize {
        let instructions: usize = self.instructions.iter().map(Vec::len).sum();
        let gaps = if airy { self.instructions.len().saturating_sub(1) } else { 0 };
        instructions + gaps + self.remarks()
    }

    /// The rows of what follows the instructions, with a blank line before each kind.
    fn remarks(&self) -> usize {
        [&self.cautions, &self.note]
            .iter()
            .filter(|lines| !lines.is_empty())
            .map(|lines| lines.len() + 1)
            .sum()
    }

    /// The rows of every instruction and caution, without a blank one.
    fn least(&self) -> usize {
        self.instructions.iter().map(Vec::len).sum::<usize>() + self.cautions.len()
    }

    /// The rows of the last instruction and of every caution.
    fn last_step(&self) -> usize {
        self.instructions.last().map_or(0, Vec::len) + self.cautions.len()
    }

    /// As far as there is room. Blank rows are left out first, then the note, then whole instructions: when one works
    /// already, the first ones, which are done. Cautions are cut last.
    fn lines(&self, works: bool, room: usize) -> Vec<Line> {
        let all = self.instructions.len();
        let with = |steps: &[Vec<Line>], airy, gaps, note: bool| {
            let note: &[Line] = if note { &self.note } else { &[] };
            put_together(steps, &self.cautions, note, airy, gaps)
        };
        let whole = [(true, true, true), (false, true, true), (false, false, true), (false, true, false)];
        let roomiest = whole.map(|(airy, gaps, note)| with(&self.instructions, airy, gaps, note));
        let fewer = (1..=all).rev().map(|steps| {
            let kept = if works { all - steps..all } else { 0..steps };
            with(&self.instructions[kept], false, false, false)
        });
        let fitting = roomiest.into_iter().chain(fewer).find(|lines| lines.len() <= room);
        fitting.unwrap_or_else(|| {
            let step = if works { self.instructions.last() } else { self.instructions.first() };
            let mut lines = step.cloned().unwrap_or_default();
            cut(&mut lines, room.saturating_sub(self.cautions.len()), self.columns);
            lines.extend(self.cautions.iter().cloned());
            cut(&mut lines, room, self.columns);
            lines
        })
    }

    /// False: there was no room for the note.
    fn draw(&self, pen: &mut Pen, works: bool, area: Rect) -> bool {
        let width = u16::try_from(self.columns).unwrap_or(area.width);
        let lines = self.lines(works, usize::from(area.height));
        for (n, line) in lines.iter().enumerate() {
            line.draw(pen, Rect { width, ..row(area, u16::try_from(n).unwrap_or(u16::MAX)) });
        }
        lines.iter().any(|line| line.role == Some(Role::Muted))
    }
}

/// What to take care of, in so many columns.
pub(super) fn cautions(entry: &Entry, columns: usize) -> Vec<Line> {
    entry.cautions.iter().flat_map(|words| remark(Role::Warning, "!", words, columns)).collect()
}

/// Instructions, cautions and the note below each other, with blank rows between the first or before the others.
fn put_together(steps: &[Vec<Line>], cautions: &[Line], note: &[Line], airy: bool, gaps: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for step in steps {
        lines.extend((airy && !lines.is_empty()).then(Line::default));
        lines.extend(step.iter().cloned());
    }
    for part in [cautions, note].into_iter().filter(|part| !part.is_empty()) {
        lines.extend((gaps && !lines.is_empty()).then(Line::default));
        lines.extend(part.iter().cloned());
    }
    lines
}

/// Cuts lines off at the end, and says so.
pub(super) fn cut(lines: &mut Vec<Line>, room: usize, columns: usize) {
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            last.words = broken_off(&last.words, columns.saturating_sub(MARGIN));
        }
    }
}

/// The line with the sign that more was to come, without as many words as that takes.
fn broken_off(line: &str, columns: usize) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    while text::width(&words.join(" ")) + 2 > columns && words.len() > 1 {
        words.pop();
    }
    words.push("…");
    words.join(" ")
}

const MARGIN: usize = 3;

#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    mark: String,
    words: String,
    role: Option<Role>,
}

impl Line {
    pub(super) fn draw(&self, pen: &mut Pen, row: Rect) {
        let [mark, words] = [Role::Muted, Role::Text].map(|role| pen.style(self.role.unwrap_or(role)));
        pen.left(row, &self.mark, mark);
        pen.left(after(row, u16::try_from(MARGIN).unwrap_or(0)), &self.words, words);
    }
}

/// One list of lines per instruction.
fn numbered(how: &[String], columns: usize) -> Vec<Vec<Line>> {
    how.iter()
        .enumerate()
        .map(|(n, sentence)| {
            let lines = text::wrap(sentence, columns.saturating_sub(MARGIN));
            lines
                .into_iter()
                .enumerate()
                .map(|(line, words)| Line {
                    mark: if line == 0 { (n + 1).to_string() } else { String::new() },
                    words,
                    role: None,
                })
                .collect()
        })
        .collect()
}

fn remark(role: Role, mark: &str, sentence: &str, columns: usize) -> Vec<Line> {
    let lines = text::wrap(sentence, columns.saturating_sub(MARGIN)).into_iter().enumerate();
    let mark = |n| if n == 0 { mark.to_owned() } else { String::new() };
    lines.map(|(n, words)| Line { mark: mark(n), words, role: Some(role) }).collect()
}
