//! Text measured in columns of the screen, and numbers in words.

use std::time::Duration;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns a text takes, as the screen's buffer counts them.
pub(crate) fn width(text: &str) -> usize {
    graphemes(text).map(|(_, width)| width).sum()
}

/// The text on one line, without anything that could move the cursor or turn the direction of what stands beside it.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned
            .extend(word.chars().filter(|character| !character.is_control() && !turns_direction(*character)));
    }
    cleaned
}

/// The text in at most `columns`, with an ellipsis where something was left out.
pub(crate) fn shorten(text: &str, columns: usize) -> String {
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
        kept.push_str(grapheme);
        used += width;
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// The text in lines of at most `columns`, broken between words; only a word longer than a line is cut.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
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
        for (grapheme, width) in graphemes(word) {
            if used + width > columns && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(grapheme);
            used += width;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
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

fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// What the buffer would draw: it drops control characters and what has no width.
fn graphemes(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true)
        .filter(|grapheme| !grapheme.contains(char::is_control))
        .map(|grapheme| (grapheme, grapheme.width()))
}

pub(crate) fn turns_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
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
        assert_eq!(shorten("👩‍👩‍👧 yoga", 3), "👩‍👩‍👧…");
        assert_eq!(shorten("x", 0), "");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("Hips level, breathe out.", 12), ["Hips level,", "breathe out."]);
        assert_eq!(wrap("  one\n two ", 20), ["one two"]);
        assert_eq!(wrap("Rückenstreckung", 6), ["Rücken", "streck", "ung"]);
        assert_eq!(wrap("猫牛のポーズ", 5), ["猫牛", "のポ", "ーズ"]);
        assert_eq!(wrap("anything", 0), [""; 0]);
        assert_eq!(wrap("猫", 1), ["猫"], "what cannot fit is left to the screen to clip");
    }

    #[test]
    fn nothing_that_moves_the_cursor_or_turns_the_line_is_left() {
        assert_eq!(clean("a\tb\r\n\u{1b}[31mc\u{7f}"), "a b [31mc");
        assert_eq!(clean("\u{202e}abc\u{2069}"), "abc");
        assert_eq!(clean("מתיחה"), "מתיחה");
    }
}
