//! Text to be read: paragraphs in lines, and the part of them that is shown.

use ratatui::{layout::Rect, style::Modifier};

use crate::ui::{
    pen::{Pen, after, row},
    text,
    theme::Role,
};

/// A paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Para {
    /// Stands before its first line; the others are indented as far.
    lead: String,
    words: String,
    /// At the right end of its first line, or below it where there is no room.
    right: String,
    role: Role,
    lead_role: Role,
    bold: bool,
}

impl Para {
    pub(crate) fn new(role: Role, words: impl Into<String>) -> Self {
        Self {
            lead: String::new(),
            words: words.into(),
            right: String::new(),
            role,
            lead_role: Role::Muted,
            bold: false,
        }
    }

    /// An empty line.
    pub(crate) fn gap() -> Self {
        Self::new(Role::Text, "")
    }

    pub(crate) fn is_gap(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// The name of what is shown.
    pub(crate) fn title(words: impl Into<String>) -> Self {
        Self::strong(Role::Accent, words)
    }

    /// Of a part of it.
    pub(crate) fn heading(words: impl Into<String>) -> Self {
        Self::strong(Role::Muted, words)
    }

    /// Of a part that is about something pressing, and sentences that are.
    pub(crate) fn strong(role: Role, words: impl Into<String>) -> Self {
        Self { bold: true, ..Self::new(role, words) }
    }

    /// What to heed.
    pub(crate) fn caution(words: impl Into<String>) -> Self {
        Self::new(Role::Warning, words).mark("  ! ", Role::Warning)
    }

    pub(crate) fn lead(self, lead: impl Into<String>) -> Self {
        Self { lead: lead.into(), ..self }
    }

    /// The same with a colour of its own: what has become of it.
    pub(crate) fn mark(self, mark: impl Into<String>, role: Role) -> Self {
        Self { lead: mark.into(), lead_role: role, ..self }
    }

    pub(crate) fn right(self, right: impl Into<String>) -> Self {
        Self { right: right.into(), ..self }
    }
}

/// One line of the screen.
struct Line {
    lead: String,
    words: String,
    right: String,
    role: Role,
    lead_role: Role,
    bold: bool,
}

/// Draws what there is room for, from line `scroll` on. Returns how many lines there are in all.
pub(crate) fn reading(pen: &mut Pen, area: Rect, paras: &[Para], scroll: usize) -> usize {
    let lines = lines(paras, usize::from(area.width));
    let height = usize::from(area.height);
    let first = scroll.min(lines.len().saturating_sub(height));
    for (n, line) in lines.iter().skip(first).take(height).enumerate() {
        let place = row(area, u16::try_from(n).unwrap_or(u16::MAX));
        let mut style = pen.style(line.role);
        let muted = pen.style(Role::Muted);
        // The pen drops blanks at the beginning.
        let blanks = line.lead.len() - line.lead.trim_start().len();
        let lead = pen.style(line.lead_role);
        pen.left(after(place, u16::try_from(blanks).unwrap_or(0)), line.lead.trim(), lead);
        let indent = u16::try_from(text::width(&line.lead)).unwrap_or(u16::MAX);
        if line.bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        let place = after(place, indent);
        pen.left(place, &line.words, style);
        pen.right(place, &line.right, muted);
    }
    lines.len()
}

/// How many lines these paragraphs take.
pub(crate) fn rows(paras: &[Para], columns: u16) -> usize {
    lines(paras, usize::from(columns)).len()
}

/// The beginning of a text. Where there is not room for all of it, the last line says so.
pub(crate) fn excerpt(pen: &mut Pen, area: Rect, paras: &[Para]) {
    let lines = reading(pen, area, paras, 0);
    if lines > usize::from(area.height) && area.height > 1 {
        let last = row(area, area.height - 1);
        let style = pen.style(Role::Muted);
        pen.clear(last);
        pen.left(last, "…", style);
    }
}

fn lines(paras: &[Para], columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for para in paras {
        let blank = " ".repeat(text::width(&para.lead));
        let room = columns.saturating_sub(blank.len());
        let beside = text::width(&para.words) + 2 + text::width(&para.right) <= room;
        let wrapped = text::wrap(&para.words, room);
        for (n, words) in wrapped.iter().cloned().enumerate() {
            let lead = if n == 0 { para.lead.clone() } else { blank.clone() };
            let right = if beside { para.right.clone() } else { String::new() };
            let (role, lead_role) = (para.role, para.lead_role);
            lines.push(Line { lead, words, right, role, lead_role, bold: para.bold });
        }
        if wrapped.is_empty() {
            let nothing = String::new();
            lines.push(Line {
                lead: blank.clone(),
                words: nothing.clone(),
                right: nothing,
                role: para.role,
                lead_role: para.lead_role,
                bold: false,
            });
        }
        if !beside {
            let below = text::wrap(&para.right, room).into_iter();
            lines.extend(below.map(|words| Line {
                lead: blank.clone(),
                words,
                right: String::new(),
                role: Role::Muted,
                lead_role: Role::Muted,
                bold: false,
            }));
        }
    }
    lines
}

/// A bar beside a text or a list that is longer than its area: which part of it is seen.
pub(crate) fn scrollbar(pen: &mut Pen, area: Rect, lines: usize, first: usize) {
    let height = usize::from(area.height);
    if lines <= height || area.width == 0 || height == 0 {
        return;
    }
    let length = (height * height / lines).max(1);
    let room = height - length;
    let reach = lines - height;
    let top = (first.min(reach) * room + reach / 2) / reach;
    let style = pen.style(Role::Muted);
    let part = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    pen.fill(Rect { y: area.y + part(top), height: part(length), width: 1, ..area }, "┃", style);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_the_right_goes_below_where_there_is_no_room() {
        let para = Para::new(Role::Text, "Bird dog").lead(" 2  ").right("2 × 8 each side");
        let shown = |columns| {
            let lines = lines(std::slice::from_ref(&para), columns);
            lines.iter().map(|line| format!("{}{}|{}", line.lead, line.words, line.right)).collect::<Vec<_>>()
        };
        assert_eq!(shown(40), [" 2  Bird dog|2 × 8 each side"]);
        assert_eq!(shown(29), [" 2  Bird dog|2 × 8 each side"]);
        assert_eq!(shown(28), [" 2  Bird dog|", "    2 × 8 each side|"]);
        assert_eq!(shown(14), [" 2  Bird dog|", "    2 × 8 each|", "    side|"]);
    }
}
