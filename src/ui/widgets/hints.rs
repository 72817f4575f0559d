//! Which key does what, in one line, from the keymap that the program acts on.

use ratatui::layout::Rect;

use crate::ui::{
    action::{Action, Place},
    app::App,
    keymap::Keymap,
    mouse::Target,
    pen::{Pen, after},
    text,
    theme::Role,
};

/// An action and the word for it here, where the table's own does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hint<'w> {
    action: Action,
    /// Named before the other: two keys with one purpose.
    pair: Option<Action>,
    word: &'w str,
}

impl From<Action> for Hint<'_> {
    fn from(action: Action) -> Self {
        Self::saying(action, action.about().hint)
    }
}

impl<'w> Hint<'w> {
    pub(crate) const fn saying(action: Action, word: &'w str) -> Self {
        Self { action, pair: None, word }
    }

    /// The keys that move in a list or scroll a text.
    pub(crate) const fn up_and_down(word: &'w str) -> Self {
        Self { action: Action::Down, pair: Some(Action::Up), word }
    }

    /// The keys that go from one number to the next.
    pub(crate) const fn less_and_more(word: &'w str) -> Self {
        Self { action: Action::RateMore, pair: Some(Action::RateLess), word }
    }

    fn keys(self, keymap: &Keymap) -> Option<String> {
        let key = keymap.label(self.action)?;
        let pair = self.pair.and_then(|action| keymap.label(action));
        // Two letters in a row would read as a word.
        let between = if pair.as_ref().is_some_and(|pair| pair.is_ascii()) { " " } else { "" };
        Some(pair.map_or_else(|| key.clone(), |pair| format!("{pair}{between}{key}")))
    }
}

/// The same where words may be typed: then a key that writes a character is none.
pub(crate) fn hints_at(pen: &mut Pen, app: &App, area: Rect, list: &[Hint<'_>]) -> u16 {
    let keymap = &app.setup.keymap;
    let typing = match app.place() {
        Place::Search | Place::Note => true,
        Place::Form => app.past.writes_note(),
        _ => false,
    };
    if typing { hints(pen, &keymap.while_typing(), area, list) } else { hints(pen, keymap, area, list) }
}

/// The columns that all of the hints need in so many columns.
pub(crate) fn hints_width(keymap: &Keymap, columns: u16, hints: &[Hint]) -> usize {
    let width = |hint: &Hint| Some(text::width(&hint.keys(keymap)?) + 1 + text::width(hint.word));
    let widths: Vec<usize> = hints.iter().filter_map(width).collect();
    widths.iter().sum::<usize>() + widths.len().saturating_sub(1) * usize::from(gap(columns))
}

/// Columns between two hints.
const fn gap(columns: u16) -> u16 {
    if columns < 60 { 2 } else { 3 }
}

/// As many of the hints as fit, whole, the first ones first; each is a button. Returns the columns used.
pub(crate) fn hints(pen: &mut Pen, keymap: &Keymap, area: Rect, hints: &[Hint<'_>]) -> u16 {
    spaced(pen, keymap, area, hints, gap(area.width))
}

/// As `hints`, closer together where some would not fit otherwise.
pub(crate) fn tight_hints(pen: &mut Pen, keymap: &Keymap, area: Rect, hints: &[Hint<'_>]) -> u16 {
    let all = hints_width(keymap, area.width, hints) <= usize::from(area.width);
    spaced(pen, keymap, area, hints, if all { gap(area.width) } else { 2 })
}

fn spaced(pen: &mut Pen, keymap: &Keymap, area: Rect, hints: &[Hint<'_>], gap_between: u16) -> u16 {
    let (key_style, word_style) = (pen.style(Role::Accent), pen.style(Role::Muted));
    let mut place = Rect { height: area.height.min(1), ..area };
    for hint in hints {
        let Some(key) = hint.keys(keymap) else { continue };
        let gap = if place.x == area.x { 0 } else { gap_between };
        let needed = text::width(&key) + 1 + text::width(hint.word);
        if usize::from(place.width) < usize::from(gap) + needed {
            continue;
        }
        place = after(place, gap);
        let button = Rect { width: u16::try_from(needed).unwrap_or(place.width), ..place };
        pen.target(button, Target::Button(hint.action));
        if let Some((action, label)) = hint.pair.and_then(|action| Some((action, keymap.label(action)?))) {
            let width = u16::try_from(text::width(&label)).unwrap_or(0);
            pen.target(Rect { width, ..button }, Target::Button(action));
        }
        let used = pen.left(place, &key, key_style);
        place = after(place, used + 1);
        let used = pen.left(place, hint.word, word_style);
        place = after(place, used);
    }
    place.x - area.x
}
