//! A key, as the settings and the hints name it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::layouts::latin;
use crate::routine::nearest;

/// A key with the modifiers that matter: shift is part of a character and is not kept for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    pub(super) code: KeyCode,
    pub(super) modifiers: KeyModifiers,
}

impl From<KeyEvent> for Chord {
    fn from(key: KeyEvent) -> Self {
        let mut modifiers = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let mut code = key.code;
        if let KeyCode::Char(character) = code {
            let control = modifiers.contains(KeyModifiers::CONTROL);
            let shifted = modifiers.contains(KeyModifiers::SHIFT) && !control;
            modifiers.remove(KeyModifiers::SHIFT);
            code = KeyCode::Char(match character {
                character if control => character.to_ascii_lowercase(),
                character if shifted => character.to_ascii_uppercase(),
                character => character,
            });
        }
        if code == KeyCode::BackTab {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        // A terminal sends the same for the one and the other.
        if modifiers == KeyModifiers::CONTROL
            && let Some((_, same)) = SAME.iter().find(|(letter, _)| code == KeyCode::Char(*letter))
        {
            return Self { code: *same, modifiers: KeyModifiers::NONE };
        }
        if (code, modifiers) == (KeyCode::Tab, KeyModifiers::SHIFT) {
            return Self { code: KeyCode::BackTab, modifiers: KeyModifiers::NONE };
        }
        Self { code, modifiers }
    }
}

impl Chord {
    /// Reads `n`, `G`, `space`, `pagedown`, `f5`, `ctrl-c`, `alt-x`, `shift-left`. `None` if it is none of these.
    pub fn parse(text: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text.trim();
        while let Some((word, modifier)) = MODIFIERS.iter().find(|(word, _)| begins_with(rest, word)) {
            modifiers |= *modifier;
            rest = &rest[word.len()..];
        }
        Some(Self::from(KeyEvent::new(code(rest)?, modifiers)))
    }

    /// The word that was most likely meant by one that is no key.
    pub(super) fn meant(text: &str) -> Option<String> {
        let text = text.trim().to_lowercase();
        let last = text.rfind('-').map_or(0, |at| at + 1);
        let words = || NAMED.iter().map(|(word, ..)| *word).chain(["space"]);
        // The whole of it, or what stands behind the modifiers.
        [0, last].into_iter().find_map(|from| {
            let (modifiers, name) = text.split_at(from);
            let whole = format!("{modifiers}{}", nearest(name, words())?);
            Self::parse(&whole).map(|_| whole)
        })
    }

    /// The word for it in settings: what `parse` reads.
    pub fn name(self) -> String {
        self.written(|(word, ..)| word)
    }

    /// What people call this key, short enough for a hint.
    pub fn label(self) -> String {
        self.written(|(_, _, label)| label)
    }

    /// Whether it writes a character where words are typed.
    pub(super) fn is_typed(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.modifiers.is_empty()
    }

    /// The small letter in place of a capital one.
    pub(super) fn lower_case(self) -> Option<Self> {
        let KeyCode::Char(character) = self.code else { return None };
        let mut lower = character.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(small), None) if small != character => Some(Self { code: KeyCode::Char(small), ..self }),
            _ => None,
        }
    }

    /// The same key on a Latin keyboard, if this is none.
    pub(super) fn latin(self) -> Option<Self> {
        let KeyCode::Char(character) = self.code else { return None };
        latin(character).map(|character| Self { code: KeyCode::Char(character), ..self })
    }

    fn written(self, word: impl Fn(&Named) -> &'static str) -> String {
        let mut written = String::new();
        for (word, modifier) in MODIFIERS {
            if self.modifiers.contains(*modifier) {
                written.push_str(word);
            }
        }
        match self.code {
            KeyCode::Char(' ') => written.push_str("space"),
            KeyCode::Char(character) => written.push(character),
            KeyCode::F(number) => written.push_str(&format!("f{number}")),
            code => written.push_str(NAMED.iter().find(|(_, named, _)| *named == code).map_or("?", word)),
        }
        written
    }
}

const MODIFIERS: &[(&str, KeyModifiers)] =
    &[("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)];

/// The letters that are, with ctrl, the same as a key of its own.
const SAME: &[(char, KeyCode)] = &[('i', KeyCode::Tab), ('m', KeyCode::Enter), ('[', KeyCode::Esc)];

/// The word in settings, the key, and the label in hints.
type Named = (&'static str, KeyCode, &'static str);

const NAMED: &[Named] = &[
    ("enter", KeyCode::Enter, "enter"),
    ("esc", KeyCode::Esc, "esc"),
    ("tab", KeyCode::Tab, "tab"),
    ("backtab", KeyCode::BackTab, "backtab"),
    ("backspace", KeyCode::Backspace, "backspace"),
    ("delete", KeyCode::Delete, "del"),
    ("insert", KeyCode::Insert, "ins"),
    ("up", KeyCode::Up, "↑"),
    ("down", KeyCode::Down, "↓"),
    ("left", KeyCode::Left, "←"),
    ("right", KeyCode::Right, "→"),
    ("pageup", KeyCode::PageUp, "PgUp"),
    ("pagedown", KeyCode::PageDown, "PgDn"),
    ("home", KeyCode::Home, "Home"),
    ("end", KeyCode::End, "End"),
];

/// Other words that people have for the same keys.
const SYNONYMS: &[(&str, KeyCode)] = &[
    ("return", KeyCode::Enter),
    ("escape", KeyCode::Esc),
    ("del", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
];

fn begins_with(text: &str, word: &str) -> bool {
    // `ctrl--` is the minus.
    text.len() > word.len() && text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn code(name: &str) -> Option<KeyCode> {
    let mut characters = name.chars();
    if let (Some(character), None) = (characters.next(), characters.next()) {
        return (!character.is_control() && !character.is_whitespace()).then_some(KeyCode::Char(character));
    }
    let name = name.to_ascii_lowercase();
    if name == "space" {
        return Some(KeyCode::Char(' '));
    }
    let named = NAMED.iter().map(|(word, code, _)| (*word, *code)).chain(SYNONYMS.iter().copied());
    if let Some((_, code)) = named.into_iter().find(|(word, _)| *word == name) {
        return Some(code);
    }
    let number =
        name.strip_prefix('f').filter(|number| number.bytes().all(|digit| digit.is_ascii_digit()))?;
    number.parse().ok().filter(|number| (1..=24).contains(number)).map(KeyCode::F)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strange_names_of_keys_are_refused() {
        for name in
            ["", " ", "ctrl-", "ctrl-alt-", "f0", "f25", "f+1", "fé", "pagedn", "ab", "\u{7}", "shift"]
        {
            assert_eq!(Chord::parse(name), None, "{name:?}");
        }
        assert_eq!(Chord::parse("f24").unwrap().label(), "f24");
        assert_eq!(Chord::parse("é").unwrap().label(), "é");
        assert_eq!(Chord::parse("ctrl--").unwrap().name(), "ctrl--");
    }

    #[test]
    fn people_write_keys_in_more_than_one_way() {
        for (written, name) in [
            ("Escape", "esc"),
            ("RETURN", "enter"),
            ("PgDn", "pagedown"),
            ("Ctrl-N", "ctrl-n"),
            ("shift-g", "G"),
            ("shift-tab", "backtab"),
            ("ctrl-i", "tab"),
            ("ctrl-m", "enter"),
            ("alt-shift-Left", "alt-shift-left"),
            ("F5", "f5"),
        ] {
            assert_eq!(Chord::parse(written).unwrap().name(), name, "{written}");
        }
    }

    #[test]
    fn what_a_terminal_sends_is_the_chord_that_is_meant() {
        let chord = |code, modifiers| Chord::from(KeyEvent::new(code, modifiers)).name();
        assert_eq!(chord(KeyCode::BackTab, KeyModifiers::SHIFT), "backtab");
        assert_eq!(chord(KeyCode::Char('G'), KeyModifiers::SHIFT), "G");
        assert_eq!(chord(KeyCode::Char('g'), KeyModifiers::SHIFT), "G");
        assert_eq!(chord(KeyCode::Char('?'), KeyModifiers::SHIFT), "?");
        assert_eq!(chord(KeyCode::Char('C'), KeyModifiers::CONTROL | KeyModifiers::SHIFT), "ctrl-c");
    }

    #[test]
    fn a_slip_is_understood() {
        for (slip, meant) in
            [("spcae", "space"), ("entr", "enter"), ("ctrl-spce", "ctrl-space"), ("page-up", "pageup")]
        {
            assert_eq!(Chord::meant(slip).as_deref(), Some(meant), "{slip}");
        }
        assert_eq!(Chord::meant("hyperdrive"), None);
        assert_eq!(Chord::meant("-"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_name_is_read_as_the_key_that_it_names(text in "(ctrl-|alt-|shift-){0,2}(.|f[0-9]{1,2}|enter|space|tab|backtab|up)") {
            if let Some(chord) = Chord::parse(&text) {
                prop_assert_eq!(Chord::parse(&chord.name()), Some(chord));
            }
            let _ = Chord::meant(&text);
        }
    }
}
