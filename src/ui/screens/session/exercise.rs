//! The left half: which exercise, which side, how much, and how it is done.

use std::time::Duration;

use ratatui::{layout::Rect, style::Modifier};

use crate::{
    plan::{Entry, Kind},
    session::Snapshot,
    ui::{
        app::App,
        gallery::Motion,
        pen::{Pen, after, below, row},
        text,
        theme::Role,
        words,
    },
};

pub(super) fn draw(pen: &mut Pen, app: &App, snapshot: &Snapshot, area: Rect) {
    let Some((entry_index, entry)) = present_entry(snapshot) else { return };
    let Some(now) = &snapshot.now else { return };
    let step = &now.played.step;
    let mut place = area;
    if let Some(group) = words::group(&snapshot.plan, step) {
        let style = pen.style(Role::Muted);
        pen.left(row(place, 0), &group, style);
        place = below(place, 1);
    }

    let set = words::set(step).unwrap_or_default();
    let set_width = u16::try_from(text::width(&set)).unwrap_or(0);
    let style = pen.style(Role::Muted);
    pen.right(row(place, 0), &set, style);
    let name_width = place.width.saturating_sub(set_width + 2);
    let style = pen.style(Role::Accent).add_modifier(Modifier::BOLD);
    for line in name_lines(&entry.name, name_width) {
        pen.left(Rect { width: name_width, ..row(place, 0) }, &line, style);
        place = below(place, 1);
    }
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
    text.draw(pen, step.kind != Kind::Prepare, below(rest, used));
}

/// The moving figure above the text, as large as that leaves room for. Where there is no room for both, the first half
/// of the preparation is for reading, and after that the steps that are done already make room for the figure. Returns
/// the rows used.
fn figure(pen: &mut Pen, app: &App, snapshot: &Snapshot, entry: &Entry, text: &Text, area: Rect) -> u16 {
    if area.height < SMALLEST_FIGURE + 1 || area.width < 24 || !app.gallery.has(entry) {
        return 0;
    }
    let beside = |rows: usize| area.height.saturating_sub(u16::try_from(rows).unwrap_or(u16::MAX));
    // The rows and the gap below them: with all of the text, without its blank rows, without even the gap.
    let whole = [(text.rows(false), 1, LEAST_FIGURE), (text.least(), 1, SMALLEST_FIGURE)]
        .into_iter()
        .chain([(text.least(), 0, SMALLEST_FIGURE)])
        .find_map(|(words, gap, least)| {
            let rows = beside(words).saturating_sub(gap);
            (rows >= least).then_some((rows, gap))
        });
    let Some(begins) = begins(snapshot, whole.is_some()) else { return 0 };
    let cut = beside(text.last_step()).min(LEAST_FIGURE);
    let Some((rows, gap)) = whole.or((cut >= SMALLEST_FIGURE).then_some((cut, 0))) else { return 0 };
    let size = [area.width.min(100), rows.min(40)];
    let glyphs = app.setup.glyphs(pen.unicode());
    let motion = if app.setup.motion { Motion::From(begins) } else { Motion::Still };
    let Some(picture) = app.gallery.picture(snapshot, entry, size, glyphs, motion) else { return 0 };
    let moving = words::face(snapshot).role;
    pen.figure(Rect { width: size[0], height: size[1], ..area }, &picture, moving);
    size[1] + gap
}

/// How long after its beginning a step has a figure; `None`: not yet.
fn begins(snapshot: &Snapshot, both_fit: bool) -> Option<Duration> {
    let now = snapshot.now.as_ref()?;
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
        let cautions = entry.cautions.iter().flat_map(|words| remark(Role::Warning, "!", words, columns));
        let note = entry.note.iter().flat_map(|words| remark(Role::Muted, " ", words, columns));
        Self {
            columns,
            instructions: numbered(&entry.how, columns),
            cautions: cautions.collect(),
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

    fn draw(&self, pen: &mut Pen, works: bool, area: Rect) {
        let width = u16::try_from(self.columns).unwrap_or(area.width);
        for (n, line) in self.lines(works, usize::from(area.height)).iter().enumerate() {
            let place = Rect { width, ..row(area, u16::try_from(n).unwrap_or(u16::MAX)) };
            let (mark, words) =
                (pen.style(line.role.unwrap_or(Role::Muted)), pen.style(line.role.unwrap_or(Role::Text)));
            pen.left(place, &line.mark, mark);
            pen.left(after(place, u16::try_from(MARGIN).unwrap_or(0)), &line.words, words);
        }
    }
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
fn cut(lines: &mut Vec<Line>, room: usize, columns: usize) {
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
struct Line {
    mark: String,
    words: String,
    role: Option<Role>,
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
