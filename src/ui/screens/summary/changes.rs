//! What the session changes next time, and the key that answers it.

use ratatui::layout::Rect;

use crate::ui::{
    pen::{Pen, after, below, row},
    scene::{ChangeLine, ChangeState, SummaryModel},
    text,
    theme::Role,
};

/// What the key means now: yes to what waits; else no to what is made; else yes to what was turned down. `None`: there
/// is nothing to answer.
pub(crate) fn answer(summary: &SummaryModel) -> Option<bool> {
    let any = |state| summary.changes.iter().any(|change| change.state == state);
    if any(ChangeState::Offered) {
        Some(true)
    } else if any(ChangeState::Made) {
        Some(false)
    } else {
        any(ChangeState::TurnedDown).then_some(true)
    }
}

/// What the key does: `keep 5 s`, `take 6 s`.
pub(super) fn key_word(summary: &SummaryModel) -> Option<String> {
    let yes = answer(summary)?;
    let is_meant = |change: &&ChangeLine| (change.state == ChangeState::Made) != yes;
    let meant: Vec<&ChangeLine> = summary.changes.iter().filter(is_meant).collect();
    Some(match (meant.as_slice(), yes) {
        ([change], true) => format!("take {}", change.ends[1]),
        ([change], false) => format!("keep {}", change.ends[0]),
        (_, true) => "take them".to_owned(),
        (_, false) => "keep all as it is".to_owned(),
    })
}

/// The list of what was done keeps at least so many rows, with what is said of the record and the gaps.
const LEAST: u16 = 4;
const LEAST_ROOMY: u16 = 7;

/// What is shown of the changes.
pub(super) struct Changes {
    title: bool,
    lines: Vec<Line>,
}

struct Line {
    role: Role,
    /// How it stands with it, before the first line of each.
    mark: &'static str,
    words: String,
}

impl Changes {
    /// As many of the changes as fit beside the list, in a place so high and wide.
    pub(super) fn new(summary: &SummaryModel, roomy: bool, place: Rect) -> Self {
        let columns = usize::from(place.width.saturating_sub(MARK)).max(1);
        let title = roomy && !summary.changes.is_empty();
        let least = if roomy { LEAST_ROOMY } else { LEAST } + 2 * u16::from(title);
        let rows = usize::from(place.height.saturating_sub(least));
        let all = summary.changes.len();
        let mut lines = Vec::new();
        for (n, change) in summary.changes.iter().enumerate() {
            let more = wrapped(change, columns);
            let last = n + 1 == all;
            if lines.len() + more.len() + usize::from(!last) > rows {
                if rows > lines.len() {
                    let words = text::shorten(&format!("and {} more: supple progress", all - n), columns);
                    lines.push(Line { role: Role::Muted, mark: "…", words });
                }
                break;
            }
            lines.extend(more);
        }
        Self { title: title && !lines.is_empty(), lines }
    }

    /// How many rows it takes, with its title.
    pub(super) fn rows(&self) -> u16 {
        u16::try_from(self.lines.len()).unwrap_or(u16::MAX).saturating_add(2 * u16::from(self.title))
    }

    pub(super) fn draw(&self, pen: &mut Pen, area: Rect) {
        let mut area = area;
        if self.title {
            let style = pen.heading();
            pen.left(row(area, 1), "Next time", style);
            area = below(area, 2);
        }
        for (n, line) in self.lines.iter().enumerate() {
            let (style, place) = (pen.style(line.role), row(area, u16::try_from(n).unwrap_or(u16::MAX)));
            pen.left(place, line.mark, style);
            pen.left(after(place, MARK), &line.words, style);
        }
    }
}

/// The columns of a mark and the gap after it.
const MARK: u16 = 2;

fn wrapped(change: &ChangeLine, columns: usize) -> Vec<Line> {
    let (mark, role, words) = words(change);
    let marks = std::iter::once(mark).chain(std::iter::repeat(""));
    text::wrap(&words, columns)
        .into_iter()
        .zip(marks)
        .map(|(words, mark)| Line { role, mark, words })
        .collect()
}

/// How it stands with it is said by the mark and in words, not by the colour alone.
fn words(change: &ChangeLine) -> (&'static str, Role, String) {
    let arrow = if change.up { "↑" } else { "↓" };
    match change.state {
        ChangeState::Made => (arrow, Role::Text, change.sentence.clone()),
        ChangeState::Offered => (arrow, Role::Ready, format!("{} (if you say yes)", change.sentence)),
        ChangeState::TurnedDown => ("·", Role::Muted, format!("{} (turned down)", change.sentence)),
    }
}
