//! Text measured in columns of the screen, and numbers in words.

mod plain;

use std::{borrow::Cow, time::Duration};

use plain::graphemes;
pub(crate) use plain::{ends_right_to_left, turns_direction};
use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// How many columns a text takes once it is drawn.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    graphemes(text).map(|(_, width)| width).sum()
}

/// The text on one line, without anything that could move the cursor or turn the direction of what stands beside it, and
/// with what looks like one character as plain as terminals agree on.
pub fn clean(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut cleaned = cleaned_once(text);
    // Where something was left out, what stood on both sides of it may now join.
    while !cleaned.is_ascii() {
        let again = cleaned_once(&cleaned);
        if again == cleaned {
            break;
        }
        cleaned = again;
    }
    cleaned
}

/// Words of ASCII with one blank between them: nearly every name is that, and a long history has many.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    let is_fine = |byte| {
        let is_fine = u8::is_ascii_graphic(&byte) || byte == b' ' && before != b' ';
        before = byte;
        is_fine
    };
    text.bytes().all(is_fine) && !text.ends_with(' ')
}

fn cleaned_once(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = cleaned.len();
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        let begins = cleaned.len();
        let seen = graphemes(word).map(|(grapheme, _)| grapheme);
        // What can only stand upon something is not put upon the gap.
        cleaned.extend(seen.skip_while(|grapheme| format!(" {grapheme}").graphemes(true).nth(1).is_none()));
        // Of a word that cannot be seen no gap is left.
        if cleaned.len() == begins {
            cleaned.truncate(before);
        }
    }
    cleaned
}

/// What a user has written, on one line, as it is kept: nothing but what could do harm is left out.
pub fn one_line(text: &str) -> String {
    let harmless = |c: &char| !c.is_control() && !turns_direction(*c);
    let words = text.split_whitespace().map(|word| word.chars().filter(harmless).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text in at most `columns`, with an ellipsis where something was left out. A number is whole or not there: half of
/// one would be another.
pub fn shorten(text: &str, columns: usize) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text;
    }
    if columns == 0 {
        return String::new();
    }
    let mut kept = String::new();
    let mut used = 0;
    for (grapheme, width) in graphemes(&text) {
        if used + width > columns - 1 {
            break;
        }
        kept.push_str(&grapheme);
        used += width;
    }
    let next = text[kept.len()..].chars().next();
    if next.is_some_and(|c| c.is_ascii_digit()) || next.is_some_and(is_in_a_number) {
        kept.truncate(kept.trim_end_matches(|c| char::is_ascii_digit(&c) || is_in_a_number(c)).len());
    }
    kept.truncate(kept.trim_end_matches([' ', ',', ';', '·', '(']).len());
    kept.push('…');
    kept
}

const fn is_in_a_number(c: char) -> bool {
    matches!(c, ':' | '.')
}

/// The end of a text in at most `columns`, with an ellipsis before it where something was left out: what is being typed.
pub(crate) fn shorten_start(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let mut from = text.len();
    for (start, grapheme) in text.grapheme_indices(true).rev() {
        used += width(grapheme);
        if used > columns {
            break;
        }
        from = start;
    }
    if columns == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("…{}", &text[from..])) }
}

/// The text in lines of at most `columns`, broken between words. Only a word that is longer than a line is broken, with
/// a hyphen where its script has one.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if columns == 0 {
        return lines;
    }
    let mut line = String::new();
    let mut used = 0;
    for word in clean(text).split(' ').filter(|word| !word.is_empty()) {
        let long = width(word);
        if used > 0 && used + 1 + long > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if long <= columns {
            line.push_str(word);
            used += long;
        } else {
            let mut pieces = broken(word, columns);
            line = pieces.pop().unwrap_or_default();
            used = width(&line);
            lines.append(&mut pieces);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word in pieces of at most `columns`.
fn broken(word: &str, columns: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Cow<str>> = Vec::new();
    let mut used = 0;
    for (grapheme, width) in graphemes(word) {
        if used + width > columns && used > 0 {
            let mut rest: Vec<Cow<str>> = Vec::new();
            if let [.., before, last] = &piece[..]
                && columns >= LEAST_HYPHENATED
                && [last, &grapheme].into_iter().all(|one| is_hyphenated(one))
            {
                let hyphen = if is_hyphenated(before) { "-" } else { "" };
                rest.extend(piece.pop());
                piece.push(hyphen.into());
            }
            pieces.push(piece.concat());
            used = rest.iter().map(|one| usize::from(one.cell_width())).sum();
            piece = rest;
        }
        piece.push(grapheme);
        used += width;
    }
    pieces.push(piece.concat());
    pieces
}

/// In fewer columns a hyphen helps nobody.
const LEAST_HYPHENATED: usize = 4;

/// Letters of the scripts that part their words with a hyphen, if they are one column wide: what is written behind one may
/// widen it.
fn is_hyphenated(grapheme: &str) -> bool {
    let alphabet = |c: char| c < '\u{590}' || ('\u{1e00}'..'\u{2000}').contains(&c);
    grapheme.cell_width() == 1 && grapheme.chars().next().is_some_and(|c| c.is_alphabetic() && alphabet(c))
}

/// `7:42`, `1:02:03`. A part of a second counts as a whole one, so that 30 s begin as 30 and end after 1.
pub(crate) fn clock_left(time: Duration) -> String {
    clock(whole_seconds_left(time))
}

/// `7:42` of what has passed: only full seconds count.
pub(crate) fn clock_passed(time: Duration) -> String {
    clock(time.as_secs())
}

/// Seconds below a minute, minutes and seconds above: for the big digits.
pub(crate) fn digits(seconds: u64) -> String {
    if seconds < 60 { seconds.to_string() } else { clock(seconds) }
}

/// Whole seconds still to go.
pub(crate) fn whole_seconds_left(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// `30 s`, `2.5 s`, `1 min`, `1 min 30 s`, `1 h 5 min`.
pub(crate) fn length(time: Duration) -> String {
    let (seconds, millis) = (time.as_secs(), time.subsec_millis());
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) if millis >= 100 => format!("{s}.{} s", millis / 100),
        (0, 0, s) => format!("{s} s"),
        (0, m, 0) => format!("{m} min"),
        (0, m, s) => format!("{m} min {s} s"),
        (h, 0, _) => format!("{h} h"),
        (h, m, _) => format!("{h} h {m} min"),
    }
}

/// To the nearest minute, for whole sessions: `11 min`. Less than one is said in seconds.
pub(crate) fn minutes(time: Duration) -> String {
    if time < Duration::from_mins(1) {
        return format!("{} s", time.as_secs());
    }
    length(Duration::from_secs((time.as_secs() + 30) / 60 * 60))
}

/// `1 exercise`, `3 exercises`.
pub(crate) fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// `4:05`, `1:02:03`
pub(crate) fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn a_countdown_shows_its_length_first_and_one_last() {
        assert_eq!(digits(whole_seconds_left(ms(30_000))), "30");
        assert_eq!(digits(whole_seconds_left(ms(29_999))), "30");
        assert_eq!(digits(whole_seconds_left(ms(29_000))), "29");
        assert_eq!(digits(whole_seconds_left(ms(1))), "1");
        assert_eq!(digits(60), "1:00");
        assert_eq!(digits(3_725), "1:02:05");
        assert_eq!(clock_left(ms(461_200)), "7:42");
        assert_eq!(clock_passed(ms(461_900)), "7:41");
    }

    #[test]
    fn lengths_are_said_as_people_say_them() {
        assert_eq!(length(ms(30_000)), "30 s");
        assert_eq!(length(ms(2_500)), "2.5 s");
        assert_eq!(length(ms(90_000)), "1 min 30 s");
        assert_eq!(length(ms(120_000)), "2 min");
        assert_eq!(length(ms(3_900_000)), "1 h 5 min");
        assert_eq!(minutes(ms(655_000)), "11 min");
        assert_eq!(minutes(ms(42_000)), "42 s");
        assert_eq!(count(1, "exercise"), "1 exercise");
        assert_eq!(count(0, "exercise"), "0 exercises");
    }

    #[test]
    fn long_text_ends_in_an_ellipsis_and_never_in_half_a_character() {
        assert_eq!(shorten("Glute bridge", 12), "Glute bridge");
        assert_eq!(shorten("Glute bridge", 8), "Glute b…");
        assert_eq!(shorten("Glute bridge", 7), "Glute…");
        assert_eq!(shorten("猫牛のポーズ", 6), "猫牛…");
        assert_eq!(shorten("e\u{301}tire", 2), "e\u{301}…");
        assert_eq!(shorten("👩‍👩‍👧 yoga", 3), "👩…");
        assert_eq!(shorten("x", 0), "");
        assert_eq!(shorten("10 reps, 40 s", 11), "10 reps…");
        assert_eq!(shorten("10 reps, 40 s", 12), "10 reps, 40…");
        assert_eq!((shorten("ends 07:12", 8), shorten("1 · 2.5 s", 6)), ("ends…".into(), "1…".into()));
        assert_eq!((shorten("123", 2), shorten("Yes. No", 5)), ("…".into(), "Yes.…".into()));
        assert_eq!(shorten_start("Glute bridge", 12), "Glute bridge");
        assert_eq!(shorten_start("Glute bridge", 7), "…bridge");
        assert_eq!(shorten_start("猫牛のポーズ", 6), "…ーズ");
        assert_eq!((shorten_start("xy", 1), shorten_start("x", 0)), ("…".into(), "".into()));
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("Hips level, breathe out.", 12), ["Hips level,", "breathe out."]);
        assert_eq!(wrap("  one\n two ", 20), ["one two"]);
        assert_eq!(wrap("Rückenstreckung", 6), ["Rücke-", "nstre-", "ckung"]);
        assert_eq!(wrap("die Rückenstreckung", 9), ["die", "Rückenst-", "reckung"]);
        assert_eq!(
            wrap("figure-four", 8),
            ["figure-", "four"],
            "where there is a hyphen, another is not put"
        );
        assert_eq!(wrap("12345678", 5), ["12345", "678"]);
        assert_eq!(wrap("abcdef", 3), ["abc", "def"], "too narrow for hyphens");
        assert_eq!(wrap("猫牛のポーズ", 5), ["猫牛", "のポ", "ーズ"]);
        assert_eq!(wrap("anything", 0), [""; 0]);
        assert_eq!(wrap("猫", 1), ["猫"], "what cannot fit is left to the screen to clip");
    }

    #[test]
    fn nothing_that_moves_the_cursor_or_turns_the_line_is_left() {
        assert_eq!(clean("a\tb\r\n\u{1b}[31mc\u{7f}"), "a b [31mc");
        assert_eq!(clean("\u{202e}abc\u{2069}"), "abc");
        assert_eq!(["a b", " a b", "a  b", "a b ", " ", ""].map(clean), ["a b", "a b", "a b", "a b", "", ""]);
        assert_eq!(clean("מתיחה"), "מתיחה");
        assert_eq!(clean("one \u{200b}\u{feff} two\u{ad}"), "one two", "nor what cannot be seen");
        assert_eq!(
            one_line(" ❤️\tfor\u{202e} me \u{7}"),
            "❤️ for me",
            "what is kept stays as it was written"
        );
    }

    /// Plain words and everything that is hard to measure.
    fn any_text() -> impl Strategy<Value = String> {
        let odd = "a b-é猫ｶﾞ\u{301}\u{200d}\u{200b}\u{fe0f}👩🏽🇩🇪ש ك\u{ad}\u{1100}\u{1161}क्षิ\u{600}1\u{20e3}\t\u{e0067}";
        let odd = proptest::sample::select(odd.chars().collect::<Vec<_>>());
        let odd = proptest::collection::vec(odd, 0..40).prop_map(String::from_iter);
        prop_oneof![3 => odd, 1 => any::<String>(), 1 => "[a-zß ]{0,60}"]
    }

    /// What the buffer makes of a text: each cell's symbol and its columns.
    fn drawn(text: &str) -> (String, usize) {
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 2_000, 1));
        let (end, _) = buffer.set_stringn(0, 0, text, 2_000, ratatui::style::Style::new());
        let mut symbols = String::new();
        let mut covered = 0;
        for cell in &buffer.content[..usize::from(end)] {
            if covered == 0 {
                symbols.push_str(cell.symbol());
                covered = cell.cell_width();
            }
            covered = covered.saturating_sub(1);
        }
        (symbols, usize::from(end))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_cleaned_is_drawn_as_it_is_measured(text in any_text()) {
            let cleaned = clean(&text);
            prop_assert_eq!(drawn(&cleaned), (cleaned.clone(), width(&cleaned)));
            prop_assert_eq!(&clean(&cleaned), &cleaned, "and once is enough");
        }

        #[test]
        fn nothing_is_wider_than_its_room_and_nothing_is_lost(text in any_text(), columns in 0_usize..30) {
            let short = shorten(&text, columns);
            prop_assert!(width(&short) <= columns);
            let cleaned = clean(&text);
            match short.strip_suffix('…') {
                Some(kept) if short != cleaned => prop_assert!(cleaned.starts_with(kept)),
                _ => prop_assert!(short == cleaned || columns == 0),
            }
            let lines = wrap(&text, columns);
            let widest = graphemes(&cleaned).map(|(_, width)| width).max().unwrap_or(0);
            prop_assert!(lines.iter().all(|line| width(line) <= columns.max(widest) && !line.is_empty()));
            let bare = |text: &str| text.replace(['-', ' '], "");
            prop_assert!(columns == 0 || bare(&lines.concat()) == bare(&cleaned));
            // A word that has room is whole.
            let words: Vec<&str> = cleaned.split(' ').filter(|word| width(word) <= columns).collect();
            let shown: Vec<&str> = lines.iter().flat_map(|line| line.split(' ')).collect();
            prop_assert!(words.iter().all(|word| shown.contains(word) || word.is_empty()), "{:?} {:?}", words, shown);
        }
    }
}
