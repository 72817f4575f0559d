//! Takes the terminal's answer to our question out of what the user types: it comes in between, letter by letter.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::colours;
use crate::ui::Ground;

/// What begins like an answer is kept back until it is one, or is none.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    kept: Vec<Event>,
    text: String,
}

/// What has come of an event.
#[derive(Debug, PartialEq)]
pub(super) enum Sifted {
    /// It may be part of an answer.
    Kept,
    /// An answer is complete; `None` where it cannot be understood.
    Answer(Option<Ground>),
    /// These are for the screens.
    Events(Vec<Event>),
}

/// How an answer begins. Read as keys that is alt and a bracket; or, where the line is slow, escape and a bracket.
const BEGINNING: &str = "\x1b]11;";
/// In bytes. No answer is longer.
const LONGEST: usize = 48;

impl Sieve {
    /// `early`: the answer may still come in pieces, so that escape alone may be its first.
    pub(super) fn take(&mut self, event: Event, early: bool) -> Sifted {
        let piece = match &event {
            Event::Key(key) if key.kind == KeyEventKind::Press => piece(*key),
            Event::Key(_) => None,
            // A new size, or the mouse, can come in the middle of it.
            _ => return Sifted::Events(vec![event]),
        };
        let text = piece.map(|piece| format!("{}{piece}", self.text)).filter(|text| begins(text, early));
        let Some(text) = text else {
            if !self.keeps() {
                return Sifted::Events(vec![event]);
            }
            let mut events = self.give_up();
            // It may be the beginning itself.
            if let Sifted::Events(more) = self.take(event, early) {
                events.extend(more);
            }
            return Sifted::Events(events);
        };
        let ended = text.strip_suffix('\x07').or(text.strip_suffix("\x1b\\"));
        if let Some(colour) = ended.and_then(|whole| whole.strip_prefix(BEGINNING)) {
            let ground = colours::answered(colour);
            *self = Self::default();
            return Sifted::Answer(ground);
        }
        self.kept.push(event);
        self.text = text;
        Sifted::Kept
    }

    /// Whether something is kept back.
    pub(super) fn keeps(&self) -> bool {
        !self.kept.is_empty()
    }

    /// What was kept back was no answer, and is typed; but nobody types as much of one as this.
    pub(super) fn give_up(&mut self) -> Vec<Event> {
        let Self { kept, text } = std::mem::take(self);
        if text.starts_with(BEGINNING) { Vec::new() } else { kept }
    }
}

/// Whether an answer, whole or not, can begin so.
fn begins(text: &str, early: bool) -> bool {
    let Some(rest) = text.strip_prefix(BEGINNING) else {
        return BEGINNING.starts_with(text) && (early || text.len() > 1);
    };
    let colour = rest.trim_end_matches(['\x07', '\\', '\x1b']);
    let of_a_colour = |c: char| c.is_ascii_hexdigit() || "rgba:/#".contains(c);
    text.len() <= LONGEST && colour.chars().all(of_a_colour)
}

/// The bytes that a key may stand for.
fn piece(key: KeyEvent) -> Option<String> {
    let KeyCode::Char(character) = key.code else {
        return (key == KeyCode::Esc.into()).then(|| "\x1b".to_owned());
    };
    match key.modifiers {
        KeyModifiers::NONE | KeyModifiers::SHIFT => Some(character.to_string()),
        KeyModifiers::ALT => Some(format!("\x1b{character}")),
        KeyModifiers::CONTROL if character == 'g' => Some("\x07".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As crossterm reads bytes that come at once.
    fn events(bytes: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut characters = bytes.chars().peekable();
        while let Some(character) = characters.next() {
            let key = match character {
                '\x1b' => match characters.next() {
                    Some(next) => KeyEvent::new(KeyCode::Char(next), KeyModifiers::ALT),
                    None => KeyCode::Esc.into(),
                },
                '\x07' => KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL),
                'A'..='Z' => KeyEvent::new(KeyCode::Char(character), KeyModifiers::SHIFT),
                other => KeyCode::Char(other).into(),
            };
            events.push(Event::Key(key));
        }
        events
    }

    /// What the screens get, and the answers.
    fn sift(pieces: Vec<Event>) -> (Vec<Event>, Vec<Option<Ground>>) {
        let (mut sieve, mut got, mut answers) = (Sieve::default(), Vec::new(), Vec::new());
        for event in pieces {
            match sieve.take(event, true) {
                Sifted::Kept => {}
                Sifted::Answer(ground) => answers.push(ground),
                Sifted::Events(events) => got.extend(events),
            }
        }
        got.extend(sieve.give_up());
        (got, answers)
    }

    #[test]
    fn an_answer_goes_and_all_else_stays_whatever_stands_around_it() {
        for end in ["\x07", "\x1b\\"] {
            let all = format!("jk\x1b]11;rgb:FDfd/f6f6/e3e3{end} q");
            let (keys, answers) = sift(events(&all));
            assert_eq!(keys, events("jk q"));
            assert_eq!(answers, [Some(Ground::Light)]);
        }
        let (keys, answers) = sift(events("\x1b]11;#12\x07n"));
        assert_eq!((keys, answers), (events("n"), vec![None]), "what nobody understands is no key either");
    }

    #[test]
    fn on_a_slow_line_it_may_come_in_pieces() {
        let mut pieces = events("\x1b");
        pieces.extend(events("]11;rgb:0/0/0\x07"));
        assert_eq!(sift(pieces), (Vec::new(), vec![Some(Ground::Dark)]));
        let mut pieces = events("\x1b]11;rgb:ff");
        pieces.push(Event::Resize(80, 24));
        pieces.extend(events("ff/ffff/ffff\x1b"));
        pieces.extend(events("\\x"));
        let mut left = vec![Event::Resize(80, 24)];
        left.extend(events("x"));
        assert_eq!(sift(pieces), (left, vec![Some(Ground::Light)]));
    }

    #[test]
    fn what_only_begins_like_one_is_given_back() {
        for typed in ["\x1b]", "\x1b]1", "\x1b]x", "\x1b]11x", "\x1b]12;rgb:0/0/0\x07", "]11;", "\x1b"] {
            assert_eq!(sift(events(typed)), (events(typed), Vec::new()), "{typed:?}");
        }
        let mut sieve = Sieve::default();
        let escape = events("\x1b").remove(0);
        assert_eq!(sieve.take(escape.clone(), false), Sifted::Events(vec![escape]), "later escape is escape");
    }

    #[test]
    fn half_an_answer_is_not_typed_but_what_follows_is() {
        assert_eq!(sift(events("\x1b]11;rgb:00")), (Vec::new(), Vec::new()));
        assert_eq!(sift(events("\x1b]11;rgb:00 q")), (events(" q"), Vec::new()));
    }
}
