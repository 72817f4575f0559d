//! Lines for terminals and status bars, with names in them that come from the files of strangers.

use crate::diagnostic::is_hostile;

/// What polybar and tmux take for the beginning of a command.
const COMMANDS: &[(char, char)] = &[('%', '{'), ('#', '{'), ('#', '['), ('#', '(')];

/// A line that grows. What a terminal might act on is left out of it, and a space keeps apart what a bar would take for
/// the beginning of a command, unless both characters are the user's own.
#[derive(Debug, Default)]
pub(super) struct Line {
    text: String,
    /// The last character of it came from elsewhere.
    ends_strange: bool,
}

impl Line {
    /// The user's own text.
    pub(super) fn trusted(&mut self, text: &str) {
        self.push(text, false);
    }

    /// Text that may be anybody's.
    pub(super) fn strange(&mut self, text: &str) {
        self.push(text, true);
    }

    pub(super) fn text(self) -> String {
        self.text
    }

    fn push(&mut self, text: &str, strange: bool) {
        for character in text.chars().filter(|character| !is_hostile(*character)) {
            let begins =
                self.text.chars().next_back().is_some_and(|last| COMMANDS.contains(&(last, character)));
            if begins && (strange || self.ends_strange) {
                self.text.push(' ');
            }
            self.text.push(character);
            self.ends_strange = strange;
        }
    }
}

/// A piece of anybody's text by itself.
pub(super) fn harmless(text: &str) -> String {
    let mut line = Line::default();
    line.strange(text);
    line.text()
}
