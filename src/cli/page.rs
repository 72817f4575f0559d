//! Pages for reading: indented, wrapped, bold where the terminal can.

use unicode_width::UnicodeWidthStr as _;

use crate::diagnostic::Look;

/// A page that grows line by line.
pub(crate) struct Page {
    text: String,
    width: usize,
    colour: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Plain,
    Bold,
    Faint,
}

impl Page {
    pub(crate) fn new(look: Look) -> Self {
        let width = usize::from(look.width.unwrap_or(80)).clamp(40, 100);
        Self { text: String::new(), width, colour: look.colour }
    }

    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// A paragraph, wrapped; `first` stands before its first line, and the others are indented as far.
    pub(crate) fn line(&mut self, first: &str, text: &str, weight: Weight) {
        let indent = first.width();
        let mut lead = first.to_string();
        for line in wrap(text, self.width.saturating_sub(indent).max(20)) {
            self.text.push_str(&lead);
            self.styled(&line, weight);
            self.text.push('\n');
            lead = " ".repeat(indent);
        }
    }

    /// Where a second column begins that should begin here: where it would leave too little, it stands below the first.
    pub(crate) fn column(&self, column: usize) -> usize {
        if self.width < column + 30 { 4 } else { column }
    }

    /// Two columns, the second from `column` on.
    pub(crate) fn row(&mut self, first: &str, column: usize, second: &str) {
        let column = self.column(column);
        self.styled(first, Weight::Bold);
        let mut gap = column.saturating_sub(first.width());
        if gap < 2 {
            self.text.push('\n');
            gap = column;
        }
        for line in wrap(second, self.width.saturating_sub(column).max(20)) {
            self.text.push_str(&" ".repeat(gap));
            self.text.push_str(&line);
            self.text.push('\n');
            gap = column;
        }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn styled(&mut self, text: &str, weight: Weight) {
        let code = match weight {
            Weight::Bold => "\u{1b}[1m",
            Weight::Faint => "\u{1b}[2m",
            Weight::Plain => "",
        };
        if self.colour && !code.is_empty() {
            self.text.extend([code, text, "\u{1b}[0m"]);
        } else {
            self.text.push_str(text);
        }
    }
}

/// Breaks between words; a word that is too long stands alone. At least one line.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let last = lines.last_mut().expect("there is always a line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.width() + 1 + word.width() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.into());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_break_between_words() {
        let mut page = Page::new(Look { colour: false, width: Some(40) });
        page.line(" 1  ", "Hands under the shoulders, knees under the hips, and breathe.", Weight::Plain);
        page.row("bird", 10, "On all fours");
        // With more before it there would be too little left of the line.
        page.row("bird-dog", 12, "On all fours, with the belly braced.");
        assert_eq!(
            page.finish(),
            " 1  Hands under the shoulders, knees\n    under the hips, and breathe.\nbird      On all fours\n\
             bird-dog\n    On all fours, with the belly braced.\n"
        );
    }
}
