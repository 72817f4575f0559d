//! Sets of keys to begin with, and the keys that nobody can take away.

use super::{About, Action};

/// A set of keys to begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// The keys of the table.
    #[default]
    Default,
    /// Those, and the hand stays on `h` `j` `k` `l`.
    Vim,
}

impl Preset {
    pub const WORDS: &'static [&'static str] = &["default", "vim"];

    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Default, Self::Vim].into_iter().find(|preset| preset.word() == word)
    }

    /// The keys of an action, in the words of `Chord::parse`.
    pub fn keys(self, about: &About) -> &'static [&'static str] {
        let own = VIM.iter().find(|(action, _)| self == Self::Vim && *action == about.action);
        own.map_or(about.keys, |(_, keys)| *keys)
    }
}

/// Keys that always mean this: without them a few words in the settings could lock somebody in.
pub const FIXED: &[(Action, &str)] = &[
    (Action::Quit, "ctrl-c"),
    (Action::Close, "ctrl-c"),
    (Action::Leave, "ctrl-c"),
    (Action::NoteDone, "ctrl-c"),
    (Action::Yes, "ctrl-c"),
    (Action::No, "esc"),
    (Action::Understood, "enter"),
    (Action::Heard, "enter"),
];

/// Where the vim preset differs from the table. What `h`, `k` and `l` meant there moves to a letter that was free: no
/// two letters of a place differ only in case but `g` and `G`, which are as harmless with caps lock as without.
const VIM: &[(Action, &[&str])] = &[
    (Action::Next, &["n", "l", "right", "pagedown"]),
    (Action::Back, &["b", "h", "left", "pageup"]),
    (Action::Harder, &["u"]),
    (Action::Up, &["k", "up"]),
    (Action::Down, &["j", "down"]),
    (Action::PageUp, &["ctrl-u", "pageup"]),
    (Action::PageDown, &["ctrl-d", "pagedown"]),
    (Action::First, &["g", "home"]),
    (Action::Last, &["G", "end"]),
    (Action::Details, &["i", "l", "right"]),
    (Action::Keep, &["w"]),
    (Action::NextView, &["tab", "l", "right"]),
    (Action::PreviousView, &["backtab", "h", "left"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::action::ACTIONS;

    #[test]
    fn words_are_found_again() {
        for word in Preset::WORDS {
            assert_eq!(Preset::from_word(word).map(Preset::word), Some(*word));
        }
        assert_eq!(Preset::from_word("emacs"), None);
    }

    #[test]
    fn vim_says_only_what_differs() {
        for (action, keys) in VIM {
            assert_ne!(action.about().keys, *keys, "{action:?}");
        }
        for about in ACTIONS {
            assert_eq!(Preset::Default.keys(about), about.keys);
        }
    }

    #[test]
    fn what_is_fixed_stands_in_every_preset() {
        for (action, key) in FIXED {
            for preset in [Preset::Default, Preset::Vim] {
                assert!(preset.keys(action.about()).contains(key), "{action:?}");
            }
        }
    }
}
