//! Which key does what, in one line, from the keymap that the program acts on.

use ratatui::layout::Rect;

use crate::ui::{
    action::Action,
    keymap::Keymap,
    pen::{Pen, after},
    text,
    theme::Role,
};

/// An action and the word for it here, where the table's own does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hint {
    pub(crate) action: Action,
    pub(crate) word: &'static str,
}

impl From<Action> for Hint {
    fn from(action: Action) -> Self {
        Self { action, word: action.about().hint }
    }
}

impl Hint {
    pub(crate) const fn saying(action: Action, word: &'static str) -> Self {
        Self { action, word }
    }
}

/// As many of the hints as fit, whole, the first ones first. Returns the columns used.
pub(crate) fn hints(pen: &mut Pen, keymap: &Keymap, area: Rect, hints: &[Hint]) -> u16 {
    let (key_style, word_style) = (pen.style(Role::Accent), pen.style(Role::Muted));
    let mut place = Rect { height: area.height.min(1), ..area };
    for hint in hints {
        let Some(key) = keymap.label(hint.action) else { continue };
        let gap = if place.x == area.x { 0 } else { GAP };
        let needed = text::width(&key) + 1 + text::width(hint.word);
        if usize::from(place.width) < usize::from(gap) + needed {
            continue;
        }
        place = after(place, gap);
        let used = pen.left(place, &key, key_style);
        place = after(place, used + 1);
        let used = pen.left(place, hint.word, word_style);
        place = after(place, used);
    }
    place.x - area.x
}

const GAP: u16 = 3;
