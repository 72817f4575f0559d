//! Whether a thing that is needed is among those at hand.

use crate::{diagnostic::printable, routine::nearest};

/// What every place has that one can lie down on.
const ALWAYS: [&str; 2] = ["mat", "floor"];
/// Stands for having nothing.
const NONE: &str = "none";

/// Whether a need, which may be one of several things ("strap|towel"), is met by what is at hand.
pub(super) fn at_hand(need: &str, have: &[String]) -> bool {
    need.split('|').any(|thing| {
        let thing = words(thing);
        let has = |word: &str| thing.iter().any(|known| known == word);
        ALWAYS.iter().any(|always| has(always)) || have.iter().any(|have| alike(&words(have), &thing))
    })
}

/// A sentence about a thing at hand that is in none of these.
pub(super) fn unused(have: &str, used: &[&str]) -> Option<String> {
    let name = words(have);
    let idle =
        name.is_empty() || name == [NONE] || ALWAYS.iter().any(|always| name.iter().any(|it| it == always));
    if idle || used.iter().any(|thing| alike(&name, &words(thing))) {
        return None;
    }
    let have = printable(have);
    let meant = nearest(&have, used.iter().copied());
    let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
    Some(format!("nothing here uses `{have}`{meant}"))
}

/// Whether one name is in the other: "ball" in "stability ball", "chair" in "kitchen chair".
fn alike(a: &[String], b: &[String]) -> bool {
    let within = |a: &[String], b: &[String]| !a.is_empty() && a.iter().all(|word| b.contains(word));
    within(a, b) || within(b, a)
}

/// In lower case, and without the end of a plural: "dumbbells" are had by whoever has a "dumbbell".
fn words(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| match word.strip_suffix('s') {
            Some(one) if one.len() > 2 && !one.ends_with('s') => one.to_owned(),
            _ => word.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(need: &str, have: &[&str]) -> bool {
        at_hand(need, &have.iter().map(|&thing| thing.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_mat_is_always_at_hand_and_nothing_else() {
        for thing in ["mat", "yoga mat", "floor", "Mat|pillow", "firm bed|mat|floor"] {
            assert!(has(thing, &["none"]), "{thing}");
        }
        for thing in ["wall", "chair", "strap|towel", "mattress"] {
            assert!(!has(thing, &["none"]) && !has(thing, &[]), "{thing}");
        }
    }

    #[test]
    fn one_of_several_is_enough() {
        assert!(has("strap|towel", &["towel"]) && has("strap|towel", &["strap"]));
        assert!(!has("strap|towel", &["chair"]));
        assert!(has("strap|towel", &["chair", "Towels"]));
    }

    #[test]
    fn a_word_of_a_name_is_enough_but_a_part_of_a_word_is_not() {
        assert!(has("stability ball", &["ball"]) && has("stability ball", &["Stability Ball"]));
        assert!(has("chair", &["kitchen chair"]) && has("dumbbells|kettlebells", &["dumbbell"]));
        assert!(!has("wallet", &["wall"]) && !has("chair", &["hair"]));
        assert!(!has("stability ball", &["tennis ball"]), "another ball");
        assert!(!has("chair", &[""]));
    }

    #[test]
    fn what_nothing_uses_is_told() {
        let used = ["wall", "stability ball", "chair"];
        for known in ["none", "mat", "yoga mat", "ball", "walls", ""] {
            assert_eq!(unused(known, &used), None, "{known}");
        }
        assert_eq!(unused("chiar", &used).unwrap(), "nothing here uses `chiar`; did you mean `chair`?");
        assert_eq!(unused("trampoline", &used).unwrap(), "nothing here uses `trampoline`");
    }
}
