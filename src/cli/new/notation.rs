//! How therapists write a dose: `3 x 10`, `2 x 8 x 5 s`, `20-30 sec`.

use crate::routine::duration::{parse_count, parse_range};

/// A dose as it was written, its numbers as a routine file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// `30s`: held, or moved so long.
    Length(String),
    /// `3 x 30s`: as many holds, or as many sets of movement.
    Lengths(String, String),
    /// `10`
    Reps(String),
    /// `3 x 10`
    Sets(String, String),
    /// `2 x 8 x 5s`: sets of reps that are held.
    HeldSets(String, String, String),
    /// As long as it takes.
    Open,
}

/// `None` where it is none of these.
pub(super) fn read(text: &str) -> Option<Notation> {
    let text = plain(text);
    if text == "open" {
        return Some(Notation::Open);
    }
    let parts: Vec<Part> = text.split(" x ").map(part).collect::<Option<_>>()?;
    match <[Part; 1]>::try_from(parts) {
        Ok([Part::Count(reps)]) => Some(Notation::Reps(reps)),
        Ok([Part::Length(time)]) => Some(Notation::Length(time)),
        Err(parts) => several(parts),
    }
}

/// Whether a dose says that it is meant for each side.
pub(super) fn is_of_each_side(text: &str) -> bool {
    let text = text.to_lowercase();
    ["each", "per side", "both sides"].iter().any(|words| text.contains(words))
}

fn several(parts: Vec<Part>) -> Option<Notation> {
    let mut parts = parts.into_iter();
    match (parts.next()?, parts.next()?, parts.next(), parts.next()) {
        (Part::Count(sets), Part::Count(reps), None, None) => Some(Notation::Sets(sets, reps)),
        (Part::Count(count), Part::Length(time), None, None) => Some(Notation::Lengths(count, time)),
        (Part::Count(sets), Part::Count(reps), Some(Part::Length(hold)), None) => {
            Some(Notation::HeldSets(sets, reps, hold))
        }
        _ => None,
    }
}

enum Part {
    Count(String),
    Length(String),
}

fn part(text: &str) -> Option<Part> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if parse_count(&text).is_ok() {
        Some(Part::Count(text))
    } else {
        parse_range(&text).is_ok().then_some(Part::Length(text))
    }
}

/// In small letters, with one sign for each thing and without words that say nothing more: `3 sets of 10 reps` is
/// `3 x 10`.
fn plain(text: &str) -> String {
    let mut text = text.to_lowercase().replace(['\u{2013}', '\u{2014}'], "-").replace(['×', '*', ','], " x ");
    // `3x10`, but no word with an x in it.
    let mut spread = String::new();
    let mut before = ' ';
    for letter in std::mem::take(&mut text).chars() {
        if letter == 'x' && before.is_ascii_digit() {
            spread.push_str(" x ");
        } else {
            if before == 'x' && letter.is_ascii_digit() {
                spread.push(' ');
            }
            // A number and its unit are two words until they are put together again.
            if before.is_ascii_digit() && letter.is_alphabetic() {
                spread.push(' ');
            }
            spread.push(letter);
        }
        before = letter;
    }
    let words = spread.split_whitespace().filter_map(|word| match word.trim_end_matches('.') {
        "sets" | "set" | "rounds" => Some("x"),
        // Sides are asked about by themselves.
        "reps" | "rep" | "repetitions" | "times" | "of" | "for" | "hold" | "held" | "each" | "per"
        | "side" | "sides" => None,
        "seconds" | "second" | "secs" | "sec" | "\"" => Some("s"),
        "minutes" | "minute" | "mins" | "min" | "'" => Some("m"),
        "hours" | "hour" => Some("h"),
        "to" => Some("-"),
        other => Some(other),
    });
    let mut plain: Vec<&str> = Vec::new();
    for word in words {
        if word != "x" || !matches!(plain.last(), None | Some(&"x")) {
            plain.push(word);
        }
    }
    while plain.last() == Some(&"x") {
        plain.pop();
    }
    plain.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn what_stands_on_the_sheets_of_therapists_is_understood() {
        for (text, meant) in [
            ("10", Notation::Reps(s("10"))),
            ("8-12 reps", Notation::Reps(s("8-12"))),
            ("10 times", Notation::Reps(s("10"))),
            ("30s", Notation::Length(s("30s"))),
            ("Hold for 20 to 30 sec.", Notation::Length(s("20-30s"))),
            ("2 min", Notation::Length(s("2m"))),
            ("1m30s", Notation::Length(s("1m30s"))),
            ("1.5 min", Notation::Length(s("1.5m"))),
            ("3 x 10", Notation::Sets(s("3"), s("10"))),
            ("3x10", Notation::Sets(s("3"), s("10"))),
            ("3×8–12", Notation::Sets(s("3"), s("8-12"))),
            ("2 sets of 10 reps", Notation::Sets(s("2"), s("10"))),
            ("2 sets x 10", Notation::Sets(s("2"), s("10"))),
            ("3 x 30 s", Notation::Lengths(s("3"), s("30s"))),
            ("3x30s", Notation::Lengths(s("3"), s("30s"))),
            ("5 * 20-30 seconds", Notation::Lengths(s("5"), s("20-30s"))),
            ("2 x 8 x 5s", Notation::HeldSets(s("2"), s("8"), s("5s"))),
            ("2 sets of 8, hold 5 sec", Notation::HeldSets(s("2"), s("8"), s("5s"))),
            ("2x8x5s", Notation::HeldSets(s("2"), s("8"), s("5s"))),
            ("10 each side", Notation::Reps(s("10"))),
            ("open", Notation::Open),
        ] {
            assert_eq!(read(text), Some(meant), "{text}");
        }
    }

    #[test]
    fn what_is_no_dose_is_none() {
        for text in ["", "a few", "x", "5s x 10", "1 x 2 x 3", "1 x 2 x 3s x 4", "12-8", "-5s", "3 kg", "max"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
