//! The checksum at the end of a line: what tells a change that somebody made, or a disk, from what was written.
//!
//! A line ends in `,"crc32":"1f0c…"}`: the CRC-32 (IEEE 802.3) of all its bytes before that, in eight hexadecimal digits.
//! It finds every change of one bit, and every one within four bytes in a row. Readers do not look at it: a line that was
//! changed by hand counts as it stands. `supple log verify` does.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// The field's name.
pub(super) const KEY: &str = "crc32";

/// What comes before the digits.
pub(super) const BEFORE: &str = r#","crc32":""#;

/// What comes after them.
pub(super) const AFTER: &str = r#""}"#;

pub(super) const DIGITS: usize = 8;

/// What the checksum of a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checksum {
    /// The line is as it was written.
    Whole,
    /// It is not.
    Broken,
    /// There is none: the line comes from elsewhere.
    Missing,
}

/// Looks at one line, without its end.
pub(super) fn look(line: &[u8]) -> Checksum {
    match split(line) {
        Some((content, digits)) if digits == sum(content).as_bytes() => Checksum::Whole,
        Some(_) => Checksum::Broken,
        None if had_one(line) => Checksum::Broken,
        None => Checksum::Missing,
    }
}

/// Whether what is left looks as if the checksum itself had rotted: its name is there, or its eight digits are, at the end.
fn had_one(line: &[u8]) -> bool {
    let name = format!("\"{KEY}\":");
    let digits = line.strip_suffix(AFTER.as_bytes()).and_then(|line| line.split_last_chunk::<DIGITS>());
    let ends_in_digits = digits.is_some_and(|(before, digits)| {
        before.ends_with(b"\":\"") && digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    });
    ends_in_digits || line.windows(name.len()).any(|part| part == name.as_bytes())
}

/// These lines, each with a checksum at its end. One that has one already keeps it, even if it is broken. Blanks around
/// a line do not count.
pub fn with_checksum(lines: &str) -> String {
    let mut with_checksum = String::with_capacity(lines.len() + 32);
    for line in lines.split_inclusive('\n') {
        match look(line.trim().as_bytes()) {
            Checksum::Missing => with_checksum.push_str(&renewed(line)),
            Checksum::Whole | Checksum::Broken => with_checksum.push_str(line),
        }
    }
    with_checksum
}

/// One line with a new checksum, whatever it had. What is no object stays as it is.
pub(super) fn renewed(line: &str) -> String {
    let whole = line.trim();
    let text = &*without(whole);
    let content = match split(text.as_bytes()) {
        Some((content, _)) => &text[..content.len()],
        None => match text.strip_suffix('}') {
            Some(content) => content,
            None => return line.to_owned(),
        },
    };
    let begin = &line[..line.len() - line.trim_start().len()];
    let end = &line[begin.len() + whole.len()..];
    format!("{begin}{content}{BEFORE}{}{AFTER}{end}", sum(content.as_bytes()))
}

/// Without a checksum that is not where this program puts it: another has written the line's fields in an order of its own.
fn without(line: &str) -> Cow<'_, str> {
    if split(line.as_bytes()).is_some() || !line.contains(&format!("\"{KEY}\":")) {
        return Cow::Borrowed(line);
    }
    match serde_json::from_str::<Map<String, Value>>(line) {
        Ok(mut fields) => {
            fields.shift_remove(KEY);
            Cow::Owned(Value::Object(fields).to_string())
        }
        Err(_) => Cow::Borrowed(line),
    }
}

/// What is summed up, and the digits of the sum.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_suffix(AFTER.as_bytes())?;
    let (line, digits) = line.split_at_checked(line.len().checked_sub(DIGITS)?)?;
    let is_sum = !digits.iter().any(|byte| matches!(byte, b'"' | b'\\'));
    Some((line.strip_suffix(BEFORE.as_bytes())?, digits)).filter(|_| is_sum)
}

fn sum(bytes: &[u8]) -> String {
    format!("{:08x}", crc32fast::hash(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_one_that_all_programs_know() {
        // The check value of CRC-32/ISO-HDLC.
        assert_eq!(sum(b"123456789"), "cbf43926");
        // As gzip and zlib sum the bytes `{"v":1`.
        assert_eq!(with_checksum("{\"v\":1}\n"), "{\"v\":1,\"crc32\":\"6acc9348\"}\n");
    }

    #[test]
    fn blanks_around_a_line_stay_and_do_not_count() {
        let line = with_checksum("  {\"v\":1} \r\n");
        assert_eq!(line, "  {\"v\":1,\"crc32\":\"6acc9348\"} \r\n");
        assert_eq!(with_checksum(&line), line);
        assert_eq!(look(line.trim().as_bytes()), Checksum::Whole);
    }

    #[test]
    fn lines_get_one_checksum_each() {
        let once = with_checksum("{\"a\":1}\r\n{\"b\":\"}\"}");
        assert_eq!(with_checksum(&once), once);
        assert!(once.split("\r\n").all(|line| look(line.as_bytes()) == Checksum::Whole), "{once}");
        assert_eq!(once.matches("\r\n").count(), 1);
        assert_eq!(with_checksum("torn\n"), "torn\n");
        let changed = once.replace(":1", ":2");
        assert_eq!(with_checksum(&changed), changed, "a change is not hidden");
        let line = changed.lines().next().unwrap();
        assert_eq!(
            (look(line.as_bytes()), look(renewed(line).as_bytes())),
            (Checksum::Broken, Checksum::Whole)
        );
    }

    #[test]
    fn a_line_whose_fields_were_put_in_order_by_another_program_has_one_sum() {
        let sorted = r#"{"app":"0.1.0","crc32":"6acc9348","note":"a \"crc32\": b","v":1}"#;
        assert_eq!(look(sorted.as_bytes()), Checksum::Broken);
        let renewed = renewed(sorted);
        assert!(
            renewed.starts_with(r#"{"app":"0.1.0","note":"a \"crc32\": b","v":1,"crc32":""#),
            "{renewed}"
        );
        assert_eq!((look(renewed.as_bytes()), renewed.matches(r#""crc32":"#).count()), (Checksum::Whole, 1));
    }

    #[test]
    fn the_rest_of_a_line_keeps_its_every_byte() {
        for (line, start) in [
            ("{\"v\": 1}", "{\"v\": 1,\"crc32\":\""),
            ("{\"v\": 1,\"crc32\":\"00000000\"}", "{\"v\": 1,\"crc32\":\""),
            ("{\"v\":1.50,\"crc32\":\"00000000\"}", "{\"v\":1.50,\"crc32\":\""),
        ] {
            let line = renewed(line);
            assert!(line.starts_with(start) && look(line.as_bytes()) == Checksum::Whole, "{line}");
        }
    }

    #[test]
    fn a_line_without_a_sum_has_none() {
        for line in ["", "}", "{}", r#"{"a":1}"#, r#"{"a":1,"app":"0.1.0"}"#, r#"{"n":"x00000000"}"#] {
            assert_eq!(look(line.as_bytes()), Checksum::Missing, "{line}");
        }
        for line in [r#"{"a":1,"crc32":"0"}"#, r#"{"a":1,"crc33":"00000000"}"#, r#"{"crc32":"00000000"}"#] {
            assert_eq!(look(line.as_bytes()), Checksum::Broken, "{line}");
            assert_eq!(with_checksum(line), line, "that is not hidden");
            assert_eq!(look(renewed(line).as_bytes()), Checksum::Whole, "{line}");
        }
        assert_eq!(look(br#"{"a":1,"crc32":"00000000"}"#), Checksum::Broken);
    }
}
