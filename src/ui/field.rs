//! A line of text that is being typed.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

use super::text;

/// What somebody has written as a note, on one line and no longer than a note can be.
pub(crate) fn note(words: &str) -> String {
    text::one_line(words).chars().take(TextField::LONGEST).collect()
}

/// Text on one line, and where in it one types. What looks like one character is one: it is passed over and taken away
/// as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextField {
    text: String,
    /// In bytes, always between two of what look like characters.
    cursor: usize,
}

impl TextField {
    /// So many characters are enough for anything that is said in a line.
    pub(crate) const LONGEST: usize = 500;

    /// With the cursor at its end. However long it is, all of it is there; only nothing can be added to what is too long.
    pub(crate) fn new(text: &str) -> Self {
        let mut field = Self::default();
        field.put(text, usize::MAX);
        field
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor, and what after it.
    pub(crate) fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Puts what was typed or pasted where the cursor is: on one line, and as much of it as there is room for.
    pub(crate) fn insert(&mut self, text: &str) {
        self.put(text, Self::LONGEST.saturating_sub(self.text.chars().count()));
    }

    fn put(&mut self, text: &str, room: usize) {
        let plain = |c: char| if c.is_whitespace() { ' ' } else { c };
        let allowed = |c: &char| !c.is_control() && !text::turns_direction(*c);
        let typed: String = text.chars().map(plain).filter(allowed).take(room).collect();
        self.text.insert_str(self.cursor, &typed);
        self.cursor = self.whole(self.cursor + typed.len());
    }

    /// Whether a key writes, takes back or moves something here.
    pub(crate) fn takes(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('u') if control => self.remove(0),
            KeyCode::Char('w') if control => self.remove(self.word_before()),
            KeyCode::Char('h') if control => self.remove(self.before()),
            KeyCode::Char('a') if control => self.cursor = 0,
            KeyCode::Char('e') if control => self.cursor = self.text.len(),
            KeyCode::Char(c) if !control && !key.modifiers.contains(KeyModifiers::ALT) => {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Backspace => self.remove(self.before()),
            KeyCode::Delete => {
                let here = self.cursor;
                self.cursor = self.after();
                self.remove(here);
            }
            KeyCode::Left => self.cursor = self.before(),
            KeyCode::Right => self.cursor = self.after(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    /// Takes away what lies between here and the cursor. What met there may now look like one character.
    fn remove(&mut self, from: usize) {
        self.text.replace_range(from..self.cursor, "");
        self.cursor = self.whole(from);
    }

    fn before(&self) -> usize {
        let before = &self.text[..self.cursor];
        before.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let next = self.text[self.cursor..].graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let before = self.text[..self.cursor].trim_end();
        before.rfind(' ').map_or(0, |space| space + 1)
    }

    /// The first place from `at` on that is not within what looks like one character.
    fn whole(&self, at: usize) -> usize {
        let ends = self.text.grapheme_indices(true).map(|(start, _)| start);
        ends.chain([self.text.len()]).find(|start| *start >= at).unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn press(field: &mut TextField, code: KeyCode) -> bool {
        field.takes(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn control(key: char) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL)
    }

    #[test]
    fn one_types_where_the_cursor_is() {
        let mut field = TextField::new("stif, slept badly");
        for _ in 0..", slept badly".len() {
            assert!(press(&mut field, KeyCode::Left));
        }
        press(&mut field, KeyCode::Char('f'));
        assert_eq!(field.parts(), ("stiff", ", slept badly"));
        press(&mut field, KeyCode::Delete);
        press(&mut field, KeyCode::Backspace);
        assert_eq!(field.text(), "stif slept badly");
        press(&mut field, KeyCode::End);
        assert!(field.takes(control('w')));
        assert_eq!(field.text(), "stif slept ");
        press(&mut field, KeyCode::Home);
        press(&mut field, KeyCode::Backspace);
        assert_eq!(field.parts(), ("", "stif slept "));
        press(&mut field, KeyCode::Right);
        assert!(field.takes(control('u')));
        assert_eq!(field.text(), "tif slept ");
        assert!(
            !press(&mut field, KeyCode::Enter) && !field.takes(control('c')),
            "those mean something else"
        );
    }

    #[test]
    fn what_looks_like_one_character_goes_as_one() {
        let mut field = TextField::new("猫👩‍👩‍👧e\u{301}");
        for left in ["猫👩‍👩‍👧", "猫", "", ""] {
            press(&mut field, KeyCode::Backspace);
            assert_eq!(field.text(), left);
        }
        // A family comes together while it is typed.
        for part in ['👩', '\u{200d}', '👧'] {
            press(&mut field, KeyCode::Char(part));
        }
        press(&mut field, KeyCode::Left);
        assert_eq!(field.parts(), ("", "👩‍👧"));
    }

    #[test]
    fn it_stays_one_line_of_a_bounded_length() {
        let mut field = TextField::new("a\tb\r\nc\u{1b}[31m\u{202e}");
        assert_eq!(field.text(), "a b  c[31m");
        field.insert(&"ä".repeat(TextField::LONGEST));
        assert_eq!(field.text().chars().count(), TextField::LONGEST);
        assert!(
            press(&mut field, KeyCode::Char('x')),
            "there is no room, but it is no key of something else"
        );
        assert!(!field.text().contains('x'));
    }

    fn edit() -> impl Strategy<Value = Result<KeyEvent, String>> {
        let codes =
            [KeyCode::Left, KeyCode::Right, KeyCode::Home, KeyCode::End, KeyCode::Backspace, KeyCode::Delete];
        let named = proptest::sample::select(codes.to_vec());
        let odd = ['a', ' ', 'é', '猫', '\u{301}', '\u{200d}', '👩', '🏽', '🇩', '\u{fe0f}', 'ש', '\u{1100}'];
        let typed =
            prop_oneof![any::<char>(), proptest::sample::select(odd.to_vec())].prop_map(KeyCode::Char);
        let plain = |code| Ok(KeyEvent::new(code, KeyModifiers::NONE));
        prop_oneof![
            4 => named.prop_map(plain),
            4 => typed.prop_map(plain),
            1 => proptest::sample::select(vec!['u', 'w', 'h', 'a', 'e']).prop_map(|key| Ok(control(key))),
            1 => any::<String>().prop_map(Err),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_edit_splits_or_loses_anything(edits in proptest::collection::vec(edit(), 0..60)) {
            let mut field = TextField::default();
            for edit in edits {
                let before = field.clone();
                match &edit {
                    Ok(key) => prop_assert!(field.takes(*key)),
                    Err(text) => field.insert(text),
                }
                let (head, tail) = field.parts();
                // A boundary of the whole text, not only of its parts.
                let mut starts = field.text().grapheme_indices(true).map(|(at, _)| at);
                prop_assert!(tail.is_empty() || starts.any(|at| at == head.len()), "{field:?}");
                prop_assert!(field.text().chars().count() <= TextField::LONGEST);
                prop_assert!(!field.text().chars().any(char::is_control));
                let (head_before, tail_before) = before.parts();
                match edit {
                    // What lies on the other side of the cursor stays as it was.
                    Ok(key) if matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace) && !key.modifiers.contains(KeyModifiers::CONTROL) => {
                        prop_assert!(field.text().ends_with(tail_before));
                    }
                    Ok(key) if key.code == KeyCode::Delete => {
                        prop_assert!(field.text().starts_with(head_before));
                    }
                    Ok(key) if matches!(key.code, KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End) => {
                        prop_assert_eq!(field.text(), before.text());
                    }
                    _ => {}
                }
                // There and back again.
                let mut walk = field.clone();
                let here = walk.cursor;
                if walk.cursor > 0 {
                    press(&mut walk, KeyCode::Left);
                    prop_assert!(walk.cursor < here);
                    press(&mut walk, KeyCode::Right);
                    prop_assert_eq!(walk.cursor, here);
                }
            }
        }
    }
}
