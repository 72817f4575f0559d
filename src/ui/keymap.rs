//! Keys become actions.

mod chord;
mod layouts;
mod wishes;

use std::collections::BTreeMap;

pub use chord::Chord;
use crossterm::event::KeyEvent;
pub use wishes::{Reason, Spot, Wish, WishFault};

use super::action::{ACTIONS, Action, Place, Preset};

/// Which keys do what, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    preset: Preset,
    /// In the order of `ACTIONS`, so that hints and help are too.
    keys: BTreeMap<Action, Vec<Chord>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::of(Preset::Default)
    }
}

impl Keymap {
    /// The keys of a preset.
    pub fn of(preset: Preset) -> Self {
        let chords = |keys: &[&str]| keys.iter().filter_map(|key| Chord::parse(key)).collect();
        let keys = ACTIONS.iter().map(|about| (about.action, chords(preset.keys(about)))).collect();
        Self { preset, keys }
    }

    /// A preset with a user's own keys in place of the keys of those actions. A list with a fault changes nothing for
    /// its action. Of two actions that want one key in one place, one gets it: what the user has written before what
    /// the preset has, and of two that the user has written the first. An action may be given no key at all, but some
    /// keys always are what they are (`FIXED`).
    pub fn with(preset: Preset, wishes: &[Wish]) -> (Self, Vec<WishFault>) {
        wishes::grant(Self::of(preset), wishes)
    }

    pub const fn preset(&self) -> Preset {
        self.preset
    }

    /// What a key does in a place. A capital letter that means nothing is taken for the small one, since caps lock may
    /// be on, and a letter of another script for the Latin one on the same key.
    pub fn action(&self, place: Place, key: KeyEvent) -> Option<Action> {
        readings(key).find_map(|chord| self.find(place, chord))
    }

    /// How the hint for an action names its key: the first one. `None` if it has none.
    pub fn label(&self, action: Action) -> Option<String> {
        self.chords(action).first().map(|chord| chord.label())
    }

    /// The names of all keys of an action.
    pub fn labels(&self, action: Action) -> Vec<String> {
        self.chords(action).iter().map(|chord| chord.label()).collect()
    }

    /// All keys of an action in the words of the settings.
    pub fn names(&self, action: Action) -> Vec<String> {
        self.chords(action).iter().map(|chord| chord.name()).collect()
    }

    /// The keys as they are while words are typed: without those that write a character.
    pub(crate) fn while_typing(&self) -> Self {
        let mut keymap = self.clone();
        keymap.keys.values_mut().for_each(|chords| chords.retain(|chord| !chord.is_typed()));
        keymap
    }

    /// How many keys of an action stand before this one: of digits, which digit it is.
    pub(crate) fn index(&self, action: Action, key: KeyEvent) -> Option<usize> {
        readings(key).find_map(|wanted| self.chords(action).iter().position(|chord| *chord == wanted))
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

/// What may be meant by a key, the likeliest first.
fn readings(key: KeyEvent) -> impl Iterator<Item = Chord> {
    let chord = Chord::from(key);
    let small = chord.lower_case();
    [Some(chord), small, chord.latin(), small.and_then(Chord::latin)].into_iter().flatten()
}

/// The first place in which both can be done.
fn in_common(first: Action, second: Action) -> Option<Place> {
    first.about().places.iter().copied().find(|place| second.about().places.contains(place))
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;
    use crate::ui::action::FIXED;

    pub(super) fn key(text: &str) -> KeyEvent {
        let Chord { code, modifiers } = Chord::parse(text).unwrap();
        KeyEvent::new(code, modifiers)
    }

    #[test]
    fn no_key_of_a_preset_means_two_things_in_one_place() {
        for preset in [Preset::Default, Preset::Vim] {
            let map = Keymap::of(preset);
            for (n, first) in ACTIONS.iter().enumerate() {
                for second in &ACTIONS[n + 1..] {
                    let Some(place) = in_common(first.action, second.action) else { continue };
                    let shared =
                        map.chords(first.action).iter().find(|chord| map.has(second.action, **chord));
                    assert_eq!(shared, None, "{preset:?}, {place:?}: {} and {}", first.name, second.name);
                }
            }
            let keys: usize = ACTIONS.iter().map(|about| preset.keys(about).len()).sum();
            let parsed: usize = map.keys.values().map(Vec::len).sum();
            assert_eq!(keys, parsed, "every key of the preset is a key");
        }
    }

    #[test]
    fn keys_mean_what_the_table_says_where_it_says_so() {
        for preset in [Preset::Default, Preset::Vim] {
            let map = Keymap::of(preset);
            for about in ACTIONS {
                for place in about.places {
                    for name in preset.keys(about) {
                        assert_eq!(map.action(*place, key(name)), Some(about.action), "{name} in {place:?}");
                    }
                }
            }
        }
        assert_eq!(Keymap::default().action(Place::Home, key("x")), None);
    }

    #[test]
    fn every_place_has_a_way_out() {
        // While a session asks something, its own keys hold as well.
        let asked = [Place::SkipReason, Place::CheckIn];
        for place in Place::ALL.iter().filter(|place| !asked.contains(place)) {
            let ways = FIXED.iter().filter(|(_, key)| *key == "ctrl-c");
            let ways = ways.filter(|(action, _)| action.about().places.contains(place));
            assert_eq!(ways.count(), 1, "{place:?}");
        }
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
        let vim = Keymap::of(Preset::Vim);
        assert_eq!(vim.action(Place::Help, key("G")), Some(Action::Last), "it has a meaning of its own");
        assert_eq!(vim.action(Place::Help, key("J")), Some(Action::Down));
    }

    #[test]
    fn keyboards_of_other_scripts_act_as_latin_ones() {
        let map = Keymap::default();
        for letter in ["т", "Т", "ν", "מ", "ｎ"] {
            assert_eq!(map.action(Place::Session, key(letter)), Some(Action::Next), "{letter}");
        }
        assert_eq!(map.action(Place::Question, key("н")), Some(Action::Yes));
        let own = Wish { action: "skip".into(), keys: vec!["т".into()] };
        let (map, faults) = Keymap::with(Preset::Default, &[own]);
        assert_eq!(faults, []);
        assert_eq!(map.action(Place::Session, key("т")), Some(Action::Skip), "who binds it means it");
    }

    #[test]
    fn while_words_are_typed_no_letter_is_a_key() {
        let vim = Keymap::of(Preset::Vim).while_typing();
        assert_eq!(vim.label(Action::Down).as_deref(), Some("↓"));
        assert_eq!(vim.labels(Action::Close), ["esc", "ctrl-c"]);
    }
}
