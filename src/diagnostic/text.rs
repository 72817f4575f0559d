//! Text of strangers, made safe to print.

use std::borrow::Cow;

/// Whether a terminal might act on this character, or show the text around it in another order: control characters,
/// line and paragraph separators, and the marks that turn the direction of writing.
pub fn is_hostile(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with every hostile character written out as `\u{1b}`.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hostile(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_are_written_out() {
        assert_eq!(printable("a\u{1b}[31mb\u{9b}c\u{202e}d"), "a\\u{1b}[31mb\\u{9b}c\\u{202e}d");
        assert_eq!(printable("Füße, 脚 and ½"), "Füße, 脚 and ½");
    }
}
