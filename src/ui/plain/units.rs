//! Short forms that a screen reader would spell out, in words. Numbers stay numbers.

/// `2 × 8 · 5–10 s` becomes `2 times 8, 5 to 10 seconds`.
pub(super) fn in_words(text: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut after_number = false;
    for word in text.split_whitespace() {
        let (bare, marks) = word.split_at(word.trim_end_matches(['.', ',', ':', ';', ')']).len());
        let unit = UNITS.iter().find(|(short, _)| after_number && *short == bare).map(|(_, long)| *long);
        let one = said.last().is_some_and(|before| before == "1");
        after_number = bare.ends_with(|letter: char| letter.is_ascii_digit()) && marks.is_empty();
        match (bare, unit) {
            ("·", _) => {
                if let Some(before) = said.last_mut() {
                    before.push(',');
                }
            }
            ("×", _) => said.push("times".to_owned()),
            ("→" | "–", _) => said.push("to".to_owned()),
            (_, Some(long)) => said.push(format!("{long}{}{marks}", if one { "" } else { "s" })),
            (_, None) => said.push(format!("{}{marks}", bare.replace('–', " to "))),
        }
    }
    said.join(" ")
}

const UNITS: &[(&str, &str)] = &[("s", "second"), ("min", "minute"), ("h", "hour")];

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn signs_and_units_are_words_and_numbers_stay() {
        for (text, said) in [
            ("2 × 8 · 5–10 s", "2 times 8, 5 to 10 seconds"),
            ("Bird dog, hold from 5 to 6 s: three", "Bird dog, hold from 5 to 6 seconds: three"),
            ("hold 1 s, rest 1 min.", "hold 1 second, rest 1 minute."),
            ("30 s – 1 min 30 s", "30 seconds to 1 minute 30 seconds"),
            ("5 → 6 s", "5 to 6 seconds"),
            ("Step s, on tiptoe", "Step s, on tiptoe"),
            ("11 h later", "11 hours later"),
        ] {
            assert_eq!(in_words(text), said);
        }
    }
}
