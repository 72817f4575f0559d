//! Words of a file: names to ids, and what a mistyped word was meant to be.

/// The id of an exercise that has only a name: lower case, apostrophes vanish, every other run of what is neither
/// letter nor digit becomes one `-`, and none stands at the ends.
pub fn kebab(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars().flat_map(char::to_lowercase) {
        if matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇') {
            continue;
        }
        if c.is_alphanumeric() {
            if gap && !id.is_empty() {
                id.push('-');
            }
            gap = false;
            id.push(c);
        } else {
            gap = true;
        }
    }
    id
}

/// The known word that `word` was most likely meant to be.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    ranked(word, known).into_iter().next()
}

/// At most three known words that `word` may have been meant to be, the nearest first.
pub(crate) fn ranked<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    // A word of this length is no slip of a finger, and the comparison takes time by the square of it.
    if word.chars().count() > 60 {
        return Vec::new();
    }
    let word = word.to_lowercase().replace(['_', ' '], "-");
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let plain = candidate.to_lowercase().replace('_', "-");
            let distance = strsim::osa_distance(&word, &plain);
            let longest = word.chars().count().max(plain.chars().count());
            let part =
                word.len() >= 4 && (plain.contains(&word) || word.contains(&plain) && plain.len() >= 4);
            if distance <= longest.div_ceil(3).min(4) && distance < longest {
                Some((distance, candidate))
            } else {
                part.then_some((distance.max(5), candidate))
            }
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// `a`, `b` or `c`, each in backticks.
pub(crate) fn either(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// A number with a comma at every thousand.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A value of the file for a sentence: cut off if it is long.
pub(crate) fn brief(value: &str) -> String {
    if value.chars().count() <= 40 {
        return value.into();
    }
    value.chars().take(38).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        for (name, id) in [
            ("Child's pose", "childs-pose"),
            ("Child’s pose", "childs-pose"),
            ("Doorway chest stretch", "doorway-chest-stretch"),
            ("  90/90 — hip (switch)! ", "90-90-hip-switch"),
            ("Grüße, Füße", "grüße-füße"),
            ("猫のポーズ 2", "猫のポーズ-2"),
            ("ÉLÉVATION", "élévation"),
            ("'quoted'", "quoted"),
            ("--", ""),
        ] {
            assert_eq!(kebab(name), id, "{name}");
        }
    }

    #[test]
    fn slips_are_understood() {
        let known = ["hold", "reps", "rep_time", "sides", "bird-dog", "dead-bug"];
        assert_eq!(nearest("hodl", known), Some("hold"));
        assert_eq!(nearest("rep-time", known), Some("rep_time"));
        assert_eq!(nearest("Side", known), Some("sides"));
        assert_eq!(nearest("birddog", known), Some("bird-dog"));
        assert_eq!(nearest("bird", known), Some("bird-dog"));
        assert_eq!(nearest("zzz", known), None);
        assert_eq!(nearest("x", known), None);
        assert_eq!(nearest("x", ["y"]), None, "a word of which no letter is right");
        // The known word may stand within the other, if it is long enough to be no accident.
        assert_eq!(nearest("front-plank-with-a-lift", ["plank"]), Some("plank"));
        assert_eq!(nearest("tomorrow-evening-at-home", ["row"]), None);
    }

    #[test]
    fn what_is_too_long_for_a_slip_is_not_compared() {
        let long = "a".repeat(60);
        assert_eq!(nearest(&format!("{}b", &long[1..]), [long.as_str()]), Some(long.as_str()));
        assert_eq!(nearest(&format!("{long}b"), [long.as_str()]), None);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [0, 999, 1_000, 100_000, 1_048_576].map(thousands),
            ["0", "999", "1,000", "100,000", "1,048,576"]
        );
    }
}
