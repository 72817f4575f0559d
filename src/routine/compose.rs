//! Several routines in turn, as one.

use super::{
    check::most_steps, digest::digest, fields::MOST_STEPS, model::Routine, text::thousands, words::each_once,
};

/// Longer ids of compositions are cut short: some tools show them, and files are named after them.
const LONGEST_ID: usize = 60;

/// Together the parts come to more steps than a plan may have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("together they come to {} steps; the limit is {}", thousands(*.steps), thousands(MOST_STEPS))]
pub struct TooLong {
    pub steps: u64,
}

/// One routine that plays these in turn, their steps in order. A single part stays as it is.
///
/// # Errors
/// When there are more steps than a plan may have.
///
/// # Panics
/// Without any part.
pub fn compose(mut parts: Vec<Routine>) -> Result<Routine, TooLong> {
    assert!(!parts.is_empty(), "a composition has parts");
    if parts.len() == 1 {
        return Ok(parts.remove(0));
    }
    let tags = each_once(parts.iter().flat_map(|part| &part.tags));
    let cautions = each_once(parts.iter().flat_map(|part| &part.cautions));
    let source = parts[0]
        .source
        .clone()
        .filter(|source| parts.iter().all(|part| part.source.as_ref() == Some(source)));
    let mut routine = Routine {
        id: id(&parts),
        name: name(&parts),
        summary: None,
        source,
        tags,
        cautions,
        steps: parts.into_iter().flat_map(|part| part.steps).collect(),
        hash: String::new(),
    };
    let steps = most_steps(&routine.steps);
    if steps > MOST_STEPS {
        return Err(TooLong { steps });
    }
    routine.hash = digest(&routine);
    Ok(routine)
}

/// "cat-cow+childs-pose", or "cat-cow+childs-pose+7-more" where all would be too long.
fn id(parts: &[Routine]) -> String {
    let all: Vec<&str> = parts.iter().map(|part| part.id.as_str()).collect();
    let mut id = all.join("+");
    let mut shown = parts.len();
    while id.len() > LONGEST_ID && shown > 1 {
        shown -= 1;
        id = format!("{}+{}-more", all[..shown].join("+"), parts.len() - shown);
    }
    id
}

/// "A, then B", "A, B, then C", "A, B and 2 more".
fn name(parts: &[Routine]) -> String {
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    match names.as_slice() {
        [a, b] => format!("{a}, then {b}"),
        [a, b, c] => format!("{a}, {b}, then {c}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routine::{Library, words::exercises};

    fn part(name: &str) -> Routine {
        Library::open(None).playable(name).unwrap().value.unwrap()
    }

    fn composed(names: &[&str]) -> Routine {
        compose(names.iter().map(|name| part(name)).collect()).unwrap()
    }

    #[test]
    fn the_steps_of_all_parts_come_in_order() {
        let routine = composed(&["cat-cow", "demo", "bird-dog"]);
        let demo = part("demo");
        let ids: Vec<&str> = exercises(&routine.steps).iter().map(|exercise| exercise.id.as_str()).collect();
        let inside: Vec<&str> = exercises(&demo.steps).iter().map(|exercise| exercise.id.as_str()).collect();
        assert_eq!(ids, [&["cat-cow"][..], &inside, &["bird-dog"]].concat());
        assert_eq!(routine.tags, demo.tags);
    }

    #[test]
    fn a_single_part_stays_as_it_is() {
        assert_eq!(composed(&["demo"]), part("demo"));
    }

    #[test]
    fn ids_and_names_say_what_is_in_it() {
        let two = composed(&["cat-cow", "childs-pose"]);
        assert_eq!(
            (two.id.as_str(), two.name.as_str()),
            ("cat-cow+childs-pose", "Cat-cow, then Child's pose")
        );
        let three = composed(&["cat-cow", "childs-pose", "wall-sit"]);
        assert_eq!(three.name, "Cat-cow, Child's pose, then Wall sit");
        let many = composed(&["seated-spinal-twist"; 9]);
        assert_eq!(many.id, "seated-spinal-twist+seated-spinal-twist+7-more");
        assert_eq!(many.name, "Seated spinal twist, Seated spinal twist and 7 more");
    }

    #[test]
    fn an_id_is_cut_only_where_it_is_too_long_and_never_to_nothing() {
        let ids = |ids: &[String]| {
            let parts = ids.iter().map(|id| Routine { id: id.clone(), ..part("cat-cow") });
            compose(parts.collect()).unwrap().id
        };
        let (a, b) = ("a".repeat(30), "b".repeat(29));
        assert_eq!(ids(&[a.clone(), b.clone()]), format!("{a}+{b}"), "60 letters are not too many");
        assert_eq!(ids(&[a.clone(), format!("{b}b")]), format!("{a}+1-more"));
        let long = "c".repeat(70);
        assert_eq!(ids(&[long.clone(), b]), format!("{long}+1-more"));
    }

    #[test]
    fn the_source_is_named_that_all_parts_have() {
        let source = part("cat-cow").source;
        assert!(source.is_some());
        assert_eq!(composed(&["cat-cow", "childs-pose"]).source, source);
        let own = Routine { source: None, ..part("childs-pose") };
        assert_eq!(compose(vec![part("cat-cow"), own.clone()]).unwrap().source, None);
        assert_eq!(compose(vec![own, part("cat-cow")]).unwrap().source, None);
    }

    #[test]
    fn equal_parts_in_equal_order_have_equal_digests() {
        let hash = |names: &[&str]| composed(names).hash;
        assert_eq!(hash(&["cat-cow", "bird-dog"]), hash(&["cat-cow", "bird-dog"]));
        assert_ne!(hash(&["cat-cow", "bird-dog"]), hash(&["bird-dog", "cat-cow"]));
        assert_ne!(hash(&["cat-cow", "bird-dog"]), hash(&["cat-cow", "bird-dog", "bird-dog"]));
        assert_eq!(hash(&["cat-cow", "bird-dog"]).len(), 32);
    }

    #[test]
    fn together_they_may_not_come_to_too_many_steps() {
        let mut long = part("bird-dog");
        if let [crate::routine::Block::Exercise(exercise)] = long.steps.as_mut_slice() {
            exercise.dose.sets = crate::routine::Range::only(100);
        }
        let steps = most_steps(&long.steps);
        let most = usize::try_from(MOST_STEPS / steps).unwrap();
        assert!(compose(vec![long.clone(); most]).is_ok());
        let fault = compose(vec![long; most + 1]).unwrap_err();
        assert_eq!(fault.steps, steps * (most as u64 + 1));
        assert!(fault.to_string().contains("the limit is 100,000"), "{fault}");
    }
}
