//! What a routine is called aloud, one that was composed of others too.

use super::phrase::{Phrase, Stop, count};

/// The name in one piece, or, if nobody can say that, in the pieces that it was made of. `None` if those cannot be said
/// either.
pub(super) fn title(name: &str, can_say: impl Fn(&str) -> bool) -> Option<Vec<Phrase>> {
    if can_say(name) {
        return Some(vec![Phrase::new(name.to_owned())]);
    }
    let today = name.strip_prefix("Today: ").filter(|name| can_say(name));
    if let Some(program) = today {
        return Some(vec![Phrase::new("today").colon(), Phrase::new(program.to_owned())]);
    }
    parts(name, &can_say)
}

/// The name of what was composed, as "A, then B", "A, B, then C" or "A, B and 2 more". A part may have commas of its own.
fn parts(name: &str, can_say: &impl Fn(&str) -> bool) -> Option<Vec<Phrase>> {
    if can_say(name) {
        return Some(vec![Phrase::new(name.to_owned())]);
    }
    for (before, after) in name.rmatch_indices([',', ' ']).map(|(at, _)| name.split_at(at)) {
        if !can_say(before) {
            continue;
        }
        let first = Phrase::new(before.to_owned()).comma();
        let rest = if let Some(last) = after.strip_prefix(", then ") {
            parts(last, can_say).map(|last| [vec![Phrase::on("then")], last].concat())
        } else if let Some(next) = after.strip_prefix(", ") {
            parts(next, can_say)
        } else {
            after.strip_prefix(" and ").and_then(more)
        };
        if let Some(rest) = rest {
            return Some([vec![first], rest].concat());
        }
    }
    None
}

fn more(words: &str) -> Option<Vec<Phrase>> {
    let mut number = count(words.strip_suffix(" more")?.parse().ok()?);
    for phrase in &mut number {
        phrase.stop = Stop::None;
    }
    Some([vec![Phrase::on("and")], number, vec![Phrase::new("more")]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::phrase::written;

    const KNOWN: [&str; 4] = ["Cat-cow", "Hip flexor stretch, tucked", "Hip flexor stretch", "Back care"];

    fn said(name: &str) -> Option<String> {
        title(name, |text| KNOWN.contains(&text)).map(|phrases| written(&phrases))
    }

    #[test]
    fn a_composition_is_called_by_the_names_of_its_parts() {
        for name in [
            "Back care",
            "Cat-cow, then Back care",
            "Hip flexor stretch, tucked, then Cat-cow",
            "Cat-cow, Hip flexor stretch, tucked, then Hip flexor stretch",
        ] {
            assert_eq!(said(name), Some(format!("{name}.")));
        }
        assert_eq!(
            said("Cat-cow, Hip flexor stretch, tucked and 7 more").unwrap(),
            "Cat-cow, Hip flexor stretch, tucked, and seven more."
        );
        assert_eq!(said("Today: Back care").unwrap(), "Today: Back care.");
    }

    #[test]
    fn what_has_an_unknown_part_is_not_said() {
        for name in ["Tango", "Cat-cow, then Tango", "Today: Tango", "Cat-cow and more", ""] {
            assert_eq!(said(name), None, "{name}");
        }
    }
}
