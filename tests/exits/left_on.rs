//! What a stream of bytes leaves switched on in the terminal that has read it.

use std::collections::BTreeMap;

/// Everything that was changed and not changed back, in words. Whatever is not known to be harmless counts.
pub(crate) fn left_on(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut state = State::default();
    let mut rest = &*text;
    while let Some(at) = rest.find('\x1b') {
        rest = &rest[at + 1..];
        let length = match rest.chars().next() {
            Some('[') => state.control(&rest[1..]) + 1,
            Some(']') => state.command(&rest[1..]) + 1,
            // The character sets, and the keypad.
            Some(letter @ ('(' | ')' | '=' | '>' | '7' | '8')) => {
                state.other.push(format!("ESC {letter}"));
                1
            }
            _ => 0,
        };
        rest = &rest[length..];
    }
    state.left()
}

#[derive(Default)]
struct State {
    /// Private modes, and whether they are set.
    modes: BTreeMap<String, bool>,
    titles: i32,
    keyboards: i32,
    title: String,
    bar: String,
    pen: String,
    other: Vec<String>,
}

impl State {
    /// A control sequence, behind its beginning. Gives its length.
    fn control(&mut self, text: &str) -> usize {
        let Some(end) = text.find(|letter: char| ('@'..='~').contains(&letter)) else { return text.len() };
        let (words, letter) = (&text[..end], &text[end..=end]);
        match (words.chars().next(), letter) {
            (Some('?'), "h" | "l") => {
                for mode in words[1..].split(';') {
                    self.modes.insert(mode.to_owned(), letter == "h");
                }
            }
            (Some('>'), "u") => self.keyboards += 1,
            (Some('<'), "u") => self.keyboards -= 1,
            (_, "t") if words == "22;0" => self.titles += 1,
            (_, "t") if words == "23;0" => self.titles -= 1,
            (None | Some('0'..='9' | ';' | ':'), "m") => words.clone_into(&mut self.pen),
            // Going somewhere, and wiping.
            (_, "H" | "A" | "B" | "C" | "D" | "G" | "d" | "J" | "K" | "X") => {}
            _ => self.other.push(format!("CSI {words}{letter}")),
        }
        end + 1
    }

    /// A command to the system that the terminal belongs to.
    fn command(&mut self, text: &str) -> usize {
        let Some(end) = text.find(['\x07', '\x1b']) else { return text.len() };
        let words = &text[..end];
        if let Some(title) = words.strip_prefix("2;") {
            title.clone_into(&mut self.title);
        } else if let Some(bar) = words.strip_prefix("9;4;") {
            bar.clone_into(&mut self.bar);
        } else if words != "11;?" {
            self.other.push(format!("OSC {words}"));
        }
        end
    }

    fn left(self) -> Vec<String> {
        let mut left = self.other;
        // The cursor is the one thing that is on in the beginning.
        let on = self.modes.into_iter().filter(|(mode, set)| *set != (mode == "25"));
        left.extend(on.map(|(mode, set)| format!("mode {mode} is {set}")));
        for (what, count) in [("titles", self.titles), ("keyboards", self.keyboards)] {
            if count != 0 {
                left.push(format!("{count} {what} kept"));
            }
        }
        if !self.title.is_empty() {
            left.push(format!("the title {}", self.title));
        }
        if !matches!(&*self.bar, "" | "0") {
            left.push(format!("the bar {}", self.bar));
        }
        if !matches!(&*self.pen, "" | "0") {
            left.push(format!("the pen {}", self.pen));
        }
        left
    }
}

#[test]
fn what_is_left_on_is_named_and_what_is_undone_is_not() {
    for (bytes, left) in [
        ("\x1b[?1049h\x1b[?25l words \x1b[?25h\x1b[?1049l", 0),
        ("\x1b[?1049h\x1b[?2004h\x1b[?1049l", 1),
        ("\x1b[?25l", 1),
        ("\x1b[?1000h\x1b[?1006h\x1b[?1000l", 1),
        ("\x1b[22;0t\x1b]2;A title\x1b\\", 2),
        ("\x1b[22;0t\x1b]2;A title\x1b\\\x1b]2;\x1b\\\x1b[23;0t", 0),
        ("\x1b]9;4;1;50\x1b\\", 1),
        ("\x1b]9;4;1;50\x1b\\\x1b]9;4;0\x1b\\", 0),
        ("\x1b[1;31mred", 1),
        ("\x1b[1;31mred\x1b[0m", 0),
        ("\x1b[>1u", 1),
        ("\x1b[>1u\x1b[<u", 0),
        ("\x1b[5 q", 1),
        ("\x1b(0", 1),
        ("\x1b]11;#000000\x07", 1),
    ] {
        assert_eq!(left_on(bytes.as_bytes()).len(), left, "{bytes:?}: {:?}", left_on(bytes.as_bytes()));
    }
}
