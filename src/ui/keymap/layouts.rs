//! Keyboards that write other letters than Latin ones: whoever has one need not switch it over to press `n`.

/// The letters of a layout, and what the same keys write on a Latin one.
const LAYOUTS: &[(&str, &str)] = &[
    // Russian, with what Ukrainian and Belarusian have in its place.
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("їієґўћ", "]s'\\o["),
    // Greek.
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    // Hebrew.
    ("קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;zxcvbnm,."),
    // Arabic.
    ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ", "qwertyuiop[]asdfghjkl;'zxcvnm,./"),
    // Korean.
    ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "qwertyuiopasdfghjklzxcvbnm"),
];

/// What the key that writes this character writes on a Latin keyboard, where that is another one.
pub(super) fn latin(character: char) -> Option<char> {
    match character {
        // As wide as a Chinese character: what is written while an input method is on.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xff01 + 0x21),
        '\u{3000}' => Some(' '),
        _ => LAYOUTS.iter().find_map(|(letters, keys)| {
            let at = letters.chars().position(|letter| letter == character)?;
            keys.chars().nth(at)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_a_key_and_no_key_two_letters() {
        for (letters, keys) in LAYOUTS {
            assert_eq!(letters.chars().count(), keys.chars().count(), "{keys}");
            let mut sorted: Vec<char> = keys.chars().collect();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), keys.chars().count(), "{keys}");
            assert!(letters.chars().all(|letter| !letter.is_ascii()) && keys.is_ascii());
        }
    }

    #[test]
    fn the_key_counts_and_not_the_letter() {
        for (letter, key) in
            [('т', 'n'), ('с', 'c'), ('з', 'p'), ('ν', 'n'), ('מ', 'n'), ('ى', 'n'), ('ㅜ', 'n'), ('ｎ', 'n')]
        {
            assert_eq!(latin(letter), Some(key), "{letter}");
        }
        assert_eq!((latin('n'), latin('é'), latin('猫')), (None, None, None));
    }
}
