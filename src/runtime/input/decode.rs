//! From the bytes of a terminal to what the user did. Whatever is not understood is passed over as a whole, so that no
//! part of it is taken for keys.

mod sequence;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// So long the rest of a sequence may take to come; else it was the key Esc.
const REST: Duration = Duration::from_millis(50);
/// The same for the answers of a terminal, which may be long.
const ANSWER: Duration = Duration::from_millis(250);
/// The same for what is pasted: a terminal that forgets to say where it ends must not be deaf for ever.
const PASTE: Duration = Duration::from_secs(1);
/// No sequence that means anything is longer, in bytes.
const LONGEST_SEQUENCE: usize = 64;
/// What is pasted beyond this many bytes is cut off: no field takes as much.
const LONGEST_PASTE: usize = 1 << 16;
/// What comes at once and is no longer than this, in bytes, may be a key.
const LONGEST_KEY: usize = 16;
const PASTE_END: &[u8] = b"\x1b[201~";

/// Takes byte after byte, and knows at any time what it is in the middle of.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    state: State,
    /// What has come of the sequence, the character or the pasted text.
    bytes: Vec<u8>,
    /// The last bytes of what is pasted, however long it is.
    tail: Vec<u8>,
    /// What the terminal has said last as an operating system command, whole.
    said: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// After the first byte of a character of so many.
    Character {
        length: usize,
        alt: bool,
    },
    Escape,
    /// `ESC O`.
    Single,
    /// `ESC [`.
    Control,
    /// `ESC [ [`: the function keys of the Linux console.
    Console,
    /// `ESC [ M`: the three bytes of an old mouse.
    Mouse,
    /// An answer of the terminal, up to its end; `escape`: its last byte was ESC.
    Answer {
        opened: u8,
        escape: bool,
    },
    Paste,
    /// Nothing more came of what was pasted, for a while, and its end may still be to come.
    Stalled,
}

impl Decoder {
    /// What has happened with this byte is added to `events`.
    pub(super) fn take(&mut self, byte: u8, events: &mut Vec<Event>) {
        match self.state {
            State::Ground => self.begin(byte, false, events),
            State::Character { length, alt } => self.character(byte, length, alt, events),
            State::Escape => self.escape(byte, events),
            // Some terminals say there which other keys are down.
            State::Single if byte.is_ascii_digit() || byte == b';' => {}
            State::Single => {
                self.state = State::Ground;
                match sequence::single(byte) {
                    Some(code) => events.push(Event::Key(code.into())),
                    None if byte < 0x20 => self.begin(byte, false, events),
                    None => {}
                }
            }
            State::Control => self.control(byte, events),
            State::Console => {
                self.state = State::Ground;
                if let b'A'..=b'E' = byte {
                    events.push(Event::Key(KeyCode::F(byte - b'A' + 1).into()));
                }
            }
            State::Mouse => {
                self.bytes.push(byte);
                if let [button, column, row] = *self.bytes {
                    self.state = State::Ground;
                    events.extend(sequence::old_mouse(button, column, row).map(Event::Mouse));
                }
            }
            State::Answer { opened, escape } => self.answer(byte, opened, escape, events),
            State::Paste | State::Stalled => self.paste(byte, events),
        }
    }

    /// What the terminal has answered to a question about itself: what stands after `ESC ]`. Told once.
    pub(super) fn answered(&mut self) -> Option<String> {
        self.said.take().and_then(|said| String::from_utf8(said).ok())
    }

    /// How long to wait for the next byte before `give_up`. `None`: for as long as it takes.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Stalled if self.bytes.is_empty() => None,
            State::Answer { .. } => Some(ANSWER),
            State::Paste => Some(PASTE),
            _ => Some(REST),
        }
    }

    /// Nothing more came of what had begun.
    pub(super) fn give_up(&mut self, events: &mut Vec<Event>) {
        let alt = |byte: u8| Event::Key(KeyEvent::new(KeyCode::Char(char::from(byte)), KeyModifiers::ALT));
        match std::mem::take(&mut self.state) {
            State::Escape => events.push(Event::Key(KeyCode::Esc.into())),
            State::Control if self.bytes.is_empty() => events.push(alt(b'[')),
            State::Single => events
                .push(Event::Key(KeyEvent::new(KeyCode::Char('O'), KeyModifiers::ALT | KeyModifiers::SHIFT))),
            State::Answer { opened, escape: false } if self.bytes.is_empty() => events.push(alt(opened)),
            State::Paste => {
                self.state = State::Stalled;
                self.end_paste(events);
            }
            State::Stalled if self.bytes.len() > LONGEST_KEY => {
                self.state = State::Stalled;
                self.end_paste(events);
            }
            // So little at once comes from a hand: the end has been forgotten.
            State::Stalled => {
                let keys = std::mem::take(&mut self.bytes);
                for byte in keys {
                    self.take(byte, events);
                }
                // A lone Esc has waited already.
                self.give_up(events);
            }
            _ => {}
        }
        self.bytes.clear();
    }

    /// A byte outside everything, or after ESC.
    fn begin(&mut self, byte: u8, alt: bool, events: &mut Vec<Event>) {
        self.state = State::Ground;
        self.bytes.clear();
        let length = match byte {
            0x1b => {
                self.state = State::Escape;
                return;
            }
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            // No character begins with it.
            0x80.. => return,
            _ => {
                events.push(Event::Key(with_alt(sequence::plain(byte), alt)));
                return;
            }
        };
        self.bytes.push(byte);
        self.state = State::Character { length, alt };
    }

    fn character(&mut self, byte: u8, length: usize, alt: bool, events: &mut Vec<Event>) {
        if byte & 0b1100_0000 != 0b1000_0000 {
            return self.begin(byte, false, events);
        }
        self.bytes.push(byte);
        if self.bytes.len() < length {
            return;
        }
        self.state = State::Ground;
        let character = std::str::from_utf8(&self.bytes).ok().and_then(|text| text.chars().next());
        if let Some(character) = character.filter(|character| !character.is_control()) {
            events.push(Event::Key(with_alt(sequence::character(character), alt)));
        }
    }

    fn escape(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.bytes.clear();
        self.state = match byte {
            b'[' => State::Control,
            b'O' => State::Single,
            b']' | b'P' | b'X' | b'^' | b'_' => State::Answer { opened: byte, escape: false },
            // The first one was a key; the second may be more than that.
            0x1b => {
                events.push(Event::Key(KeyCode::Esc.into()));
                State::Escape
            }
            _ => return self.begin(byte, true, events),
        };
    }

    fn control(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            // Only up to here it was a sequence.
            ..0x20 | 0x7f.. => self.begin(byte, false, events),
            // One that is too long means nothing, but has an end.
            0x20..0x40 if self.bytes.len() > LONGEST_SEQUENCE => {}
            0x20..0x40 => self.bytes.push(byte),
            b'[' if self.bytes.is_empty() => self.state = State::Console,
            b'M' if self.bytes.is_empty() => self.state = State::Mouse,
            b'~' if self.bytes == b"200" => {
                self.bytes.clear();
                self.tail.clear();
                self.state = State::Paste;
            }
            _ => {
                self.state = State::Ground;
                if self.bytes.len() <= LONGEST_SEQUENCE {
                    events.extend(sequence::control(&self.bytes, byte));
                }
            }
        }
    }

    fn answer(&mut self, byte: u8, opened: u8, escape: bool, events: &mut Vec<Event>) {
        match byte {
            b'\\' if escape => self.end_answer(opened),
            _ if escape => self.escape(byte, events),
            0x1b => self.state = State::Answer { opened, escape: true },
            // The bell ends it as well, and so does whatever cancels a sequence.
            0x07 => self.end_answer(opened),
            0x18 | 0x1a => self.state = State::Ground,
            // Of a real key, after alt-] and the like.
            ..0x20 => self.begin(byte, false, events),
            // One byte more than means anything: too long an answer is none.
            _ if self.bytes.len() <= LONGEST_SEQUENCE => self.bytes.push(byte),
            _ => {}
        }
    }

    fn end_answer(&mut self, opened: u8) {
        self.state = State::Ground;
        if opened == b']' && self.bytes.len() <= LONGEST_SEQUENCE {
            self.said = Some(std::mem::take(&mut self.bytes));
        }
    }

    fn paste(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.tail.push(byte);
        if self.bytes.len() < LONGEST_PASTE {
            self.bytes.push(byte);
        }
        if self.tail.ends_with(PASTE_END) {
            if self.bytes.ends_with(PASTE_END) {
                self.bytes.truncate(self.bytes.len() - PASTE_END.len());
            }
            let is_rest = std::mem::take(&mut self.state) == State::Stalled;
            if !(is_rest && self.bytes.is_empty()) {
                self.end_paste(events);
            }
        } else if self.state == State::Stalled
            && self.bytes.first() == Some(&0x1b)
            && !PASTE_END.starts_with(&self.bytes)
        {
            // A key, or the wheel: terminals leave no ESC in what they paste. The end has been forgotten.
            self.state = State::Ground;
            for byte in std::mem::take(&mut self.bytes) {
                self.take(byte, events);
            }
        } else if self.tail.len() > LONGEST_SEQUENCE {
            self.tail.drain(..self.tail.len() - PASTE_END.len());
        }
    }

    fn end_paste(&mut self, events: &mut Vec<Event>) {
        events.push(Event::Paste(String::from_utf8_lossy(&self.bytes).into_owned()));
        self.bytes.clear();
    }
}

fn with_alt(key: KeyEvent, alt: bool) -> KeyEvent {
    let modifiers = if alt { key.modifiers | KeyModifiers::ALT } else { key.modifiers };
    KeyEvent { modifiers, ..key }
}

#[cfg(test)]
mod tests;
