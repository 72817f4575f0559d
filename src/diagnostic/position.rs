//! From bytes to lines and columns.

/// A place in a text as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// Where the line begins, in bytes.
    pub line_start: usize,
}

/// The place of a byte. Beyond the end is the end; within a character is its beginning.
pub fn place(source: &str, byte: usize) -> Place {
    let byte = floor(source, byte);
    let before = &source[..byte];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Place {
        line: before.bytes().filter(|b| *b == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        line_start,
    }
}

/// The nearest boundary between characters at or before `byte`.
pub(super) fn floor(source: &str, byte: usize) -> usize {
    let mut byte = byte.min(source.len());
    while !source.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = "a = 1\nname = \"Füße\" x";
        let at = source.find('x').unwrap();
        assert_eq!(place(source, at), Place { line: 2, column: 15, line_start: 6 });
        assert_eq!(place(source, 0), Place { line: 1, column: 1, line_start: 0 });
        assert_eq!(place("ab", 99).column, 3);
        assert_eq!(place("ü", 1).column, 1);
    }
}
