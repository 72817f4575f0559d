//! Keys become actions.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{ACTIONS, Action, Place};

/// A key with the modifiers that matter: shift is part of a character and is not kept for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Which keys do what, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    /// In the order of `ACTIONS`, so that hints and help are too.
    keys: BTreeMap<Action, Vec<Chord>>,
}

/// What is wrong with keys that a user has chosen. The defaults stand in for them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    #[error("there is no action `{name}`{}", did_you_mean(*.meant))]
    UnknownAction { name: String, meant: Option<&'static str> },
    #[error(
        "`{key}` for `{name}` is not a key: write one character, or space, enter, esc, tab, up, f5, ctrl-c"
    )]
    UnknownKey { name: String, key: String },
    #[error("`{key}` would mean both `{first}` and `{second}`: give one of them another key")]
    Clash { key: String, first: &'static str, second: &'static str },
    #[error("`{name}` has no key: without one nobody could leave")]
    NoWayOut { name: &'static str },
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = ACTIONS
            .iter()
            .map(|about| (about.action, about.keys.iter().filter_map(|key| Chord::parse(key)).collect()))
            .collect();
        Self { keys }
    }
}

impl Keymap {
    /// The defaults with a user's own keys in place of the keys of those actions. An action may be given no key at
    /// all. A list with a fault changes nothing for its action; of two actions that clash the defaults come back.
    pub fn with(overrides: &[(String, Vec<String>)]) -> (Self, Vec<KeyFault>) {
        let mut map = Self::default();
        let mut faults = Vec::new();
        for (name, keys) in overrides {
            match parse_override(name, keys) {
                Ok((action, chords)) => {
                    map.keys.insert(action, chords);
                }
                Err(fault) => faults.push(fault),
            }
        }
        if map.keys.get(&Action::Quit).is_none_or(Vec::is_empty) {
            faults.push(KeyFault::NoWayOut { name: Action::Quit.about().name });
        }
        let clashes = map.clashes();
        if !clashes.is_empty() || faults.iter().any(|fault| matches!(fault, KeyFault::NoWayOut { .. })) {
            map = Self::default();
        }
        faults.extend(clashes);
        (map, faults)
    }

    /// Every key that means two things in one place, each pair of actions once.
    pub fn clashes(&self) -> Vec<KeyFault> {
        let mut faults = Vec::new();
        for (n, first) in ACTIONS.iter().enumerate() {
            for second in ACTIONS.iter().skip(n + 1) {
                if !first.places.iter().any(|place| second.places.contains(place)) {
                    continue;
                }
                let shared = self.chords(first.action).iter().find(|&chord| self.has(second.action, *chord));
                if let Some(chord) = shared {
                    let key = chord.label();
                    faults.push(KeyFault::Clash { key, first: first.name, second: second.name });
                }
            }
        }
        faults
    }

    /// What a key does in a place. A capital letter that means nothing is taken for the small one: caps lock is on.
    pub fn action(&self, place: Place, key: KeyEvent) -> Option<Action> {
        let chord = Chord::from(key);
        self.find(place, chord).or_else(|| self.find(place, chord.lower_case()?))
    }

    /// How the hint for an action names its key: the first one. `None` if it has none.
    pub fn label(&self, action: Action) -> Option<String> {
        self.chords(action).first().map(|chord| chord.label())
    }

    /// How many keys of an action stand before this one: of digits, which digit it is.
    pub(crate) fn index(&self, action: Action, key: KeyEvent) -> Option<usize> {
        self.chords(action).iter().position(|chord| *chord == Chord::from(key))
    }

    /// The names of all keys of an action.
    pub fn labels(&self, action: Action) -> Vec<String> {
        self.chords(action).iter().map(|chord| chord.label()).collect()
    }

    fn find(&self, place: Place, chord: Chord) -> Option<Action> {
        ACTIONS
            .iter()
            .find(|about| about.places.contains(&place) && self.has(about.action, chord))
            .map(|about| about.action)
    }

    fn has(&self, action: Action, chord: Chord) -> bool {
        self.chords(action).contains(&chord)
    }

    fn chords(&self, action: Action) -> &[Chord] {
        self.keys.get(&action).map_or(&[], Vec::as_slice)
    }
}

impl From<KeyEvent> for Chord {
    fn from(key: KeyEvent) -> Self {
        let mut modifiers = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let mut code = key.code;
        if let KeyCode::Char(character) = code {
            modifiers.remove(KeyModifiers::SHIFT);
            if modifiers.contains(KeyModifiers::CONTROL) {
                code = KeyCode::Char(character.to_ascii_lowercase());
            }
        }
        Self { code, modifiers }
    }
}

impl Chord {
    /// Reads `n`, `space`, `pagedown`, `f5`, `ctrl-c`, `alt-x`. `None` if it is none of these.
    pub fn parse(text: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text.trim();
        loop {
            let (modifier, after) = if let Some(after) = rest.strip_prefix("ctrl-") {
                (KeyModifiers::CONTROL, after)
            } else if let Some(after) = rest.strip_prefix("alt-") {
                (KeyModifiers::ALT, after)
            } else if let Some(after) = rest.strip_prefix("shift-") {
                (KeyModifiers::SHIFT, after)
            } else {
                break;
            };
            modifiers |= modifier;
            rest = after;
        }
        let code = code(rest)?;
        Some(Self::from(KeyEvent::new(code, modifiers)))
    }

    /// What people call this key, short enough for a hint.
    pub fn label(self) -> String {
        let mut label = String::new();
        for (modifier, word) in
            [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-"), (KeyModifiers::SHIFT, "shift-")]
        {
            if self.modifiers.contains(modifier) {
                label.push_str(word);
            }
        }
        match self.code {
            KeyCode::Char(' ') => label.push_str("space"),
            KeyCode::Char(character) => label.push(character),
            KeyCode::F(number) => label.push_str(&format!("f{number}")),
            code => {
                let name = NAMED.iter().find(|(_, named, _)| *named == code);
                label.push_str(name.map_or("?", |(_, _, label)| label));
            }
        }
        label
    }

    fn lower_case(self) -> Option<Self> {
        match self.code {
            KeyCode::Char(character) if character.is_ascii_uppercase() => {
                Some(Self { code: KeyCode::Char(character.to_ascii_lowercase()), ..self })
            }
            _ => None,
        }
    }
}

/// The word in settings, the key, and the label in hints.
const NAMED: &[(&str, KeyCode, &str)] = &[
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

fn code(name: &str) -> Option<KeyCode> {
    if name == "space" {
        return Some(KeyCode::Char(' '));
    }
    if let Some((_, code, _)) = NAMED.iter().find(|(word, ..)| *word == name) {
        return Some(*code);
    }
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if !character.is_control() => Some(KeyCode::Char(character)),
        (Some('f'), Some(_)) => {
            name[1..].parse().ok().filter(|number| (1..=24).contains(number)).map(KeyCode::F)
        }
        _ => None,
    }
}

fn parse_override(name: &str, keys: &[String]) -> Result<(Action, Vec<Chord>), KeyFault> {
    let action = Action::from_name(name).ok_or_else(|| KeyFault::UnknownAction {
        name: name.to_owned(),
        meant: ACTIONS
            .iter()
            .map(|about| about.name)
            .max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)))
            .filter(|nearest| strsim::jaro_winkler(name, nearest) > 0.8),
    })?;
    let chords = keys.iter().map(|key| {
        Chord::parse(key).ok_or_else(|| KeyFault::UnknownKey { name: name.to_owned(), key: key.clone() })
    });
    Ok((action, chords.collect::<Result<_, _>>()?))
}

fn did_you_mean(meant: Option<&'static str>) -> String {
    meant.map(|name| format!(": did you mean `{name}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> KeyEvent {
        let chord = Chord::parse(text).unwrap();
        KeyEvent::new(chord.code, chord.modifiers)
    }

    #[test]
    fn no_default_key_means_two_things_in_one_place() {
        assert_eq!(Keymap::default().clashes(), []);
        let keys: usize = ACTIONS.iter().map(|about| about.keys.len()).sum();
        let parsed: usize = Keymap::default().keys.values().map(Vec::len).sum();
        assert_eq!(keys, parsed, "every default key is a key");
    }

    #[test]
    fn keys_mean_what_the_table_says_where_it_says_so() {
        let map = Keymap::default();
        for about in ACTIONS {
            for place in about.places {
                for name in about.keys {
                    assert_eq!(map.action(*place, key(name)), Some(about.action), "{name} in {place:?}");
                }
            }
        }
        assert_eq!(map.action(Place::Home, key("x")), None);
    }

    #[test]
    fn caps_lock_and_shift_do_not_matter() {
        let map = Keymap::default();
        let capital = KeyEvent::new(KeyCode::Char('N'), KeyModifiers::SHIFT);
        assert_eq!(map.action(Place::Session, capital), Some(Action::Next));
        let plus = KeyEvent::new(KeyCode::Char('+'), KeyModifiers::SHIFT);
        assert_eq!(map.action(Place::Session, plus), Some(Action::More));
        let control = KeyEvent::new(KeyCode::Char('C'), KeyModifiers::CONTROL | KeyModifiers::SHIFT);
        assert_eq!(map.action(Place::Session, control), Some(Action::Quit));
    }

    #[test]
    fn a_user_s_keys_replace_the_defaults_of_that_action_only() {
        let (map, faults) = Keymap::with(&[("next".into(), vec!["f5".into(), "ctrl-n".into()])]);
        assert_eq!(faults, []);
        assert_eq!(map.action(Place::Session, key("f5")), Some(Action::Next));
        assert_eq!(map.action(Place::Session, key("n")), None);
        assert_eq!(map.labels(Action::Next), ["f5", "ctrl-n"]);
        assert_eq!(map.action(Place::Session, key("b")), Some(Action::Back));
    }

    #[test]
    fn clashes_are_named_and_the_defaults_stand_in() {
        let (map, faults) = Keymap::with(&[("next".into(), vec!["b".into()])]);
        assert_eq!(faults, [KeyFault::Clash { key: "b".into(), first: "next", second: "back" }]);
        assert_eq!(map, Keymap::default());
        let (_, elsewhere) = Keymap::with(&[("keep".into(), vec!["b".into()])]);
        assert_eq!(elsewhere, [], "two places may use one key for different things");
    }

    #[test]
    fn faults_say_what_to_write() {
        let (_, faults) = Keymap::with(&[
            ("pausse".into(), vec!["a".into()]),
            ("back".into(), vec!["ctrl-".into()]),
            ("quit".into(), vec![]),
        ]);
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(said[0], "there is no action `pausse`: did you mean `pause`?");
        assert!(said[1].starts_with("`ctrl-` for `back` is not a key"), "{}", said[1]);
        assert!(said[2].starts_with("`quit` has no key"), "{}", said[2]);
    }

    #[test]
    fn strange_names_of_keys_are_refused() {
        for name in ["", "ctrl-", "f0", "f25", "fé", "pagedn", "ab", "\u{7}"] {
            assert_eq!(Chord::parse(name), None, "{name:?}");
        }
        assert_eq!(Chord::parse("f24").unwrap().label(), "f24");
        assert_eq!(Chord::parse("é").unwrap().label(), "é");
    }
}
