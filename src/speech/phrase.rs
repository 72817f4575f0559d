//! The pieces that all speech is made of: each a text that can be recorded once and used again.

use std::{borrow::Cow, time::Duration};

/// One text that is said in one go: a name, a side, "eight", "five seconds", a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrase {
    /// The fixed words are in lower case; what stands in a file is as it stands there.
    pub text: Cow<'static, str>,
    /// How it leads on to what follows it. The recording is the same.
    pub stop: Stop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stop {
    /// On without a break.
    None,
    Comma,
    Colon,
    Full,
}

impl Stop {
    /// The silence before the next phrase of the same utterance.
    pub const fn pause(self) -> Duration {
        Duration::from_millis(match self {
            Self::None => 0,
            Self::Comma => 150,
            Self::Colon => 200,
            Self::Full => 300,
        })
    }
}

impl Phrase {
    pub(super) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), stop: Stop::Full }
    }

    pub(super) fn on(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), stop: Stop::None }
    }

    pub(super) fn comma(self) -> Self {
        Self { stop: Stop::Comma, ..self }
    }

    pub(super) fn colon(self) -> Self {
        Self { stop: Stop::Colon, ..self }
    }
}

/// A guess at how long a text takes to say, from its first sound to its last, while nobody knows better.
pub fn estimate(text: &str) -> Duration {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    Duration::from_millis(250).saturating_add(Duration::from_millis(50).saturating_mul(characters))
}

/// The phrases as a line to read: "Bird dog. Ten each side, three seconds."
pub(super) fn written(phrases: &[Phrase]) -> String {
    let mut line = String::new();
    let mut begins = true;
    for phrase in phrases {
        if begins {
            let mut characters = phrase.text.chars();
            line.extend(characters.next().into_iter().flat_map(char::to_uppercase));
            line.push_str(characters.as_str());
        } else {
            line.push_str(&phrase.text);
        }
        let closed = line.ends_with(['.', '!', '?', ':']);
        begins = phrase.stop == Stop::Full || closed;
        line.push_str(match phrase.stop {
            _ if closed => " ",
            Stop::None => " ",
            Stop::Comma => ", ",
            Stop::Colon => ": ",
            Stop::Full => ". ",
        });
    }
    line.truncate(line.trim_end_matches([' ', ',']).len());
    line
}

/// A number in words; beyond a hundred in two pieces.
pub fn count(number: u32) -> Vec<Phrase> {
    let (hundreds, rest) = (number / 100, number % 100);
    let hundred = match hundreds {
        0 => None,
        1..=9 => Some(Phrase::on(format!("{} hundred", below_hundred(hundreds)))),
        10 => Some(Phrase::on("one thousand")),
        // No file may ask for more than a thousand of anything.
        _ => return vec![Phrase::new(number.to_string())],
    };
    let rest = (rest > 0 || hundred.is_none()).then(|| Phrase::on(below_hundred(rest)));
    let mut pieces: Vec<Phrase> = hundred.into_iter().chain(rest).collect();
    if let Some(last) = pieces.last_mut() {
        last.stop = Stop::Full;
    }
    pieces
}

/// A length to the nearest second. Nothing for what is shorter than one.
pub(super) fn length(time: Duration) -> Vec<Phrase> {
    let seconds = (time + Duration::from_millis(500)).as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut pieces: Vec<Phrase> = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .filter_map(|(number, unit)| Some(Phrase::on(of_unit(u32::try_from(number).ok()?, unit))))
        .collect();
    if let Some(last) = pieces.last_mut() {
        last.stop = Stop::Full;
    }
    pieces
}

/// Every number and every length that can be said, and the words that do not depend on any file.
pub(super) fn fixed() -> impl Iterator<Item = String> {
    let numbers = (0..=100).chain((2..=10).map(|hundreds| hundreds * 100));
    let numbers = numbers.flat_map(count).map(|phrase| phrase.text.into_owned());
    let lengths = [("hour", 1..=24), ("minute", 1..=59), ("second", 1..=59)];
    let lengths =
        lengths.into_iter().flat_map(|(unit, range)| range.map(move |number| of_unit(number, unit)));
    numbers.chain(lengths).chain(super::words::FIXED.iter().map(|word| (*word).to_owned()))
}

fn of_unit(number: u32, unit: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", below_hundred(number))
}

fn below_hundred(number: u32) -> String {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let number = number as usize;
    if let Some(word) = SMALL.get(number) {
        return (*word).into();
    }
    match (TENS.get((number / 10).wrapping_sub(2)), number % 10) {
        (Some(tens), 0) => (*tens).into(),
        (Some(tens), ones) => format!("{tens}-{}", SMALL[ones]),
        (None, _) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(phrases: &[Phrase]) -> Vec<&str> {
        phrases.iter().map(|phrase| &*phrase.text).collect()
    }

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(texts(&count(8)), ["eight"]);
        assert_eq!(texts(&count(21)), ["twenty-one"]);
        assert_eq!(texts(&count(40)), ["forty"]);
        assert_eq!(texts(&count(100)), ["one hundred"]);
        assert_eq!(texts(&count(215)), ["two hundred", "fifteen"]);
        assert_eq!(texts(&count(1000)), ["one thousand"]);
    }

    #[test]
    fn lengths_are_pieces_to_the_nearest_second() {
        let of = |millis| length(Duration::from_millis(millis));
        assert_eq!(texts(&of(1_000)), ["one second"]);
        assert_eq!(texts(&of(4_600)), ["five seconds"]);
        assert_eq!(texts(&of(90_000)), ["one minute", "thirty seconds"]);
        assert_eq!(texts(&of(3_600_000)), ["one hour"]);
        assert_eq!(texts(&of(200)), [""; 0]);
    }

    #[test]
    fn a_line_reads_as_it_is_said() {
        let line = [
            Phrase::new("Bird dog"),
            Phrase::on("ten"),
            Phrase::new("each side").comma(),
            Phrase::new("five seconds"),
            Phrase::new("Keep still. "),
        ];
        assert_eq!(written(&line[..4]), "Bird dog. Ten each side, five seconds.");
        assert_eq!(written(&[Phrase::new("Press; breathe.")]), "Press; breathe.");
    }

    #[test]
    fn a_text_takes_a_second_for_each_twenty_characters() {
        assert_eq!(estimate("fourteen chars"), Duration::from_millis(950));
    }
}
