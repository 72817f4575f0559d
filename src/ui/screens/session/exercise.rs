//! The left half: which exercise, which side, how much, and how it is done.

use ratatui::{layout::Rect, style::Modifier};

use crate::{
    plan::Entry,
    session::Snapshot,
    ui::{
        pen::{Pen, after, below, row},
        text,
        theme::Role,
        words,
    },
};

pub(super) fn draw(pen: &mut Pen, snapshot: &Snapshot, area: Rect) {
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
    reading(pen, entry, below(place, 1));
}

/// The exercise that the screen is about: in a rest between rounds, the coming one.
pub(super) fn present_entry(snapshot: &Snapshot) -> Option<(u32, &Entry)> {
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

/// Instructions, cautions and the routine's note, as far as there is room; what comes first matters most.
fn reading(pen: &mut Pen, entry: &Entry, area: Rect) {
    let columns = usize::from(area.width.min(72));
    let room = usize::from(area.height);
    let instructions = numbered(&entry.how, columns);
    let remarks = entry.cautions.iter().chain(&entry.note);
    let remarks: usize = remarks.map(|words| text::wrap(words, columns.saturating_sub(MARGIN)).len()).sum();
    let gaps = usize::from(!entry.cautions.is_empty()) + usize::from(entry.note.is_some());
    let wanted = remarks + gaps;
    let mut lines: Vec<Line> = spaced(&instructions, room.saturating_sub(wanted));
    for caution in &entry.cautions {
        add(&mut lines, Role::Warning, "!", caution, columns, room);
    }
    if let Some(note) = &entry.note {
        add(&mut lines, Role::Muted, " ", note, columns, room);
    }
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            last.words = broken_off(&last.words, columns - MARGIN);
        }
    }
    let width = u16::try_from(columns).unwrap_or(area.width);
    for (n, line) in lines.iter().enumerate() {
        let place = Rect { width, ..row(area, u16::try_from(n).unwrap_or(u16::MAX)) };
        let (mark, words) =
            (pen.style(line.role.unwrap_or(Role::Muted)), pen.style(line.role.unwrap_or(Role::Text)));
        pen.left(place, &line.mark, mark);
        pen.left(after(place, u16::try_from(MARGIN).unwrap_or(0)), &line.words, words);
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

/// With a blank line between instructions if they all fit that way, else without.
fn spaced(items: &[Vec<Line>], room: usize) -> Vec<Line> {
    let lines: usize = items.iter().map(Vec::len).sum();
    let airy = lines + items.len().saturating_sub(1) <= room;
    let mut spaced = Vec::new();
    for item in items {
        if airy && !spaced.is_empty() {
            spaced.push(Line::default());
        }
        spaced.extend(item.iter().cloned());
    }
    spaced
}

/// A paragraph after a blank line, if at least its first line fits.
fn add(lines: &mut Vec<Line>, role: Role, mark: &str, sentence: &str, columns: usize, room: usize) {
    let gap = usize::from(!lines.is_empty() && lines.last().is_some_and(|line| line.role != Some(role)));
    if lines.len() + gap >= room {
        return;
    }
    lines.extend((0..gap).map(|_| Line::default()));
    for (n, words) in text::wrap(sentence, columns.saturating_sub(MARGIN)).into_iter().enumerate() {
        let mark = if n == 0 { mark.to_owned() } else { String::new() };
        lines.push(Line { mark, words, role: Some(role) });
    }
}
