//! How a written text is read aloud: what a speech program would stumble over, in words.

use super::phrase::count;

/// Units and short forms, as they are written and as they are said; what stands for one of something first.
const SHORT: &[(&str, &str, &str)] = &[
    ("mm", "millimetre", "millimetres"),
    ("cm", "centimetre", "centimetres"),
    ("m", "metre", "metres"),
    ("km", "kilometre", "kilometres"),
    ("g", "gram", "grams"),
    ("kg", "kilogram", "kilograms"),
    ("lb", "pound", "pounds"),
    ("s", "second", "seconds"),
    ("sec", "second", "seconds"),
    ("min", "minute", "minutes"),
    ("h", "hour", "hours"),
];
const ABBREVIATED: &[(&str, &str)] =
    &[("e.g.", "for example"), ("i.e.", "that is"), ("etc.", "and so on"), ("approx.", "about")];

/// This text in words and plain marks: numbers up to a thousand with their units and ranges, signs, abbreviations; what
/// stands in parentheses or between dashes stands between commas.
pub fn aloud(text: &str) -> String {
    let mut text = text.to_owned();
    for (short, long) in ABBREVIATED {
        text = text.replace(short, long);
    }
    let text = numbers(&signs(&text));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    tidy(&words)
}

/// Signs between and after words.
fn signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(at + 1).copied();
        let beside = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
        match letter {
            '–' | '-' if beside(|it| it.is_ascii_digit()) => out.push_str(" to "),
            '(' | ')' | '[' | ']' | '—' | '–' => out.push_str(", "),
            '-' if beside(char::is_whitespace) => out.push(','),
            '×' => out.push_str(" times "),
            '°' => out.push_str(" degrees "),
            '%' => out.push_str(" percent "),
            '&' => out.push_str(" and "),
            '+' => out.push_str(" plus "),
            '~' | '≈' => out.push_str(" about "),
            '½' => out.push_str(if before.is_some_and(|it| it.is_ascii_digit()) {
                " and a half "
            } else {
                "half "
            }),
            '/' if beside(char::is_alphabetic) => {
                // "And/or" has the word already.
                let has_or = letters[at + 1..].starts_with(&['o', 'r']);
                out.push_str(if has_or { " " } else { " or " });
            }
            '“' | '”' | '"' | '*' | '_' => {}
            '’' => out.push('\''),
            '…' => out.push('.'),
            letter => out.push(letter),
        }
    }
    out
}

/// Numbers that stand by themselves, and their units.
fn numbers(text: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    // If the word before was a number: whether it was one.
    let mut number: Option<bool> = None;
    for word in text.split_whitespace() {
        let (bare, marks) = word.split_at(word.trim_end_matches(['.', ',', ':', ';', '!', '?']).len());
        let of_unit = |unit: &str| {
            let (_, one, several) = SHORT.iter().find(|(short, ..)| *short == unit)?;
            Some(if number? { *one } else { *several })
        };
        let digits = bare.len() - bare.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.').len();
        let (amount, unit) = bare.split_at(digits);
        if let Some(unit) = of_unit(bare) {
            said.push(format!("{unit}{marks}"));
            number = None;
        } else if let Some(words) = in_words(amount).filter(|_| unit.is_empty()) {
            number = Some(amount == "1").filter(|_| marks.is_empty());
            said.push(format!("{words}{marks}"));
        } else if let (Some(words), Some((_, one, several))) =
            (in_words(amount), SHORT.iter().find(|(short, ..)| *short == unit))
        {
            said.push(format!("{words} {}{marks}", if amount == "1" { one } else { several }));
            number = None;
        } else {
            said.push(word.to_owned());
            number = (word == "half").then_some(false);
        }
    }
    said.join(" ")
}

/// `None` for what is no number, or too large a one.
fn in_words(number: &str) -> Option<String> {
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let whole: u32 = whole.parse().ok().filter(|whole| *whole < 1000)?;
    let mut words: Vec<String> = count(whole).into_iter().map(|phrase| phrase.text.into_owned()).collect();
    if let Some(part) = part {
        words.push("point".into());
        for digit in part.chars() {
            words.extend(count(digit.to_digit(10)?).into_iter().map(|phrase| phrase.text.into_owned()));
        }
    }
    Some(words.join(" "))
}

/// No space before a mark, no two marks together, none at the beginning.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let is_mark = |it: char| matches!(it, ',' | ';' | ':' | '.' | '!' | '?');
        if is_mark(letter) {
            out.truncate(out.trim_end().len());
            if out.is_empty() {
                continue;
            }
            // The stronger of two marks stays.
            if out.ends_with(is_mark) {
                if letter != ',' && out.ends_with(',') {
                    out.pop();
                } else if letter == ',' || out.ends_with(letter) {
                    continue;
                }
            }
        } else if letter == ' ' && out.is_empty() {
            continue;
        }
        out.push(letter);
    }
    out.truncate(out.trim_end_matches([' ', ',']).len());
    out
}

#[cfg(test)]
mod tests {
    use super::aloud;

    #[test]
    fn plain_words_stay_as_they_are() {
        for text in
            ["Bird dog", "Press; breathe.", "One line: heel, hip, shoulder.", "Child's pose", "T12 and L5"]
        {
            assert_eq!(aloud(text), text);
        }
    }

    #[test]
    fn numbers_and_their_units_are_words() {
        for (text, said) in [
            ("30-40 steps", "thirty to forty steps"),
            ("Walk slowly, 30 to 40 steps.", "Walk slowly, thirty to forty steps."),
            ("12–15 s", "twelve to fifteen seconds"),
            ("1 kg, 2.5 kg", "one kilogram, two point five kilograms"),
            ("Hold 5s.", "Hold five seconds."),
            ("215 cm", "two hundred fifteen centimetres"),
            ("In 2026", "In 2026"),
            ("3 × 10 at 90°", "three times ten at ninety degrees"),
            ("80% of it", "eighty percent of it"),
            ("1½ m", "one and a half metres"),
        ] {
            assert_eq!(aloud(text), said);
        }
    }

    #[test]
    fn asides_stand_between_commas() {
        let text = "Stand with your back to a wall, feet a good step (60 cm) out.";
        let said = "Stand with your back to a wall, feet a good step, sixty centimetres, out.";
        assert_eq!(aloud(text), said);
        assert_eq!(aloud("Press (a little)."), "Press, a little.");
        assert_eq!(aloud("(Slowly) sit – and breathe"), "Slowly, sit, and breathe");
        assert_eq!(aloud("Rest — if you like."), "Rest, if you like.");
    }

    #[test]
    fn signs_and_short_forms_are_words() {
        assert_eq!(aloud("Left/right and/or both & more"), "Left or right and or both and more");
        assert_eq!(aloud("Hold something, e.g. a chair."), "Hold something, for example a chair.");
        assert_eq!(aloud("“Let it go…”"), "Let it go.");
    }
}
