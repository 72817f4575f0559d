//! Every entry of every article at both ends of its dose.

use supple::{
    plan::{self, Options},
    routine::Side,
};

use crate::{
    against,
    sheet::{Fact, Place, facts},
    shown::Played,
};

#[test]
fn every_stated_dose_is_played_at_both_ends() {
    let walked = walk(|fact| fact.dose_given);
    // 58 entries have a dose, and the pelvic clock has a second place.
    assert_eq!(walked, 59);
}

/// Without a dose there are still sides, and all that is ours must be marked.
#[test]
fn a_dose_that_no_article_states_is_marked_as_ours() {
    walk(|fact| !fact.dose_given);
}

/// Whoever set a first side of their own gets it, unless the article has another.
#[test]
fn the_first_side_is_the_articles_or_the_users() {
    let options = Options { first_side: Side::Right, ..Options::default() };
    let mut begun = [0, 0];
    for fact in facts().iter().filter(|fact| fact.is_wanted()) {
        for place in fact.places().filter(|place| place.program.is_none()) {
            let played = Played::at(place).unwrap();
            let shown = played.shown(&place.exercise, place.nth).unwrap();
            let own = shown.exercise.dose.first_side.filter(|_| fact.first_side.is_none());
            assert!(own.is_none() || shown.is_assumed("first_side"), "{}: {own:?} is no article's", fact.id);
            let plan = plan::compile(&played.routine, &options);
            let mut sides =
                plan.steps.iter().filter(|step| plan.entry_of(step) == Some(&plan.entries[shown.n()]));
            let Some(first) = sides.find_map(|step| step.side) else { continue };
            assert_eq!(first, own.unwrap_or(Side::Right), "{}", fact.id);
            begun[usize::from(shown.sides(0).starts_with('R'))] += 1;
        }
    }
    let [by_the_user, by_us] = begun;
    assert!(by_us >= 6 && by_the_user > 20, "{begun:?}");
}

/// Holds each wanted entry of this kind to the sheet. How many places were looked at.
fn walk(is_meant: impl Fn(&Fact) -> bool) -> usize {
    let mut faults = Vec::new();
    let mut walked = 0;
    for fact in facts().iter().filter(|fact| fact.is_wanted() && is_meant(fact)) {
        for place in fact.places() {
            walked += 1;
            // What only a program holds is read with the program.
            if place.program.is_none() {
                faults.extend(at(fact, place).into_iter().map(|fault| {
                    let routine = place.routine.as_deref().unwrap_or("by itself");
                    format!("{} ({routine}, {}): {fault}", fact.id, place.exercise)
                }));
            }
        }
    }
    assert!(faults.is_empty(), "{} disagreements:\n{}", faults.len(), faults.join("\n"));
    walked
}

fn at(fact: &Fact, place: &Place) -> Vec<String> {
    let Some(played) = Played::at(place) else {
        return vec!["is not shipped".to_owned()];
    };
    match played.shown(&place.exercise, place.nth) {
        Some(shown) => against::faults(fact, place, shown, &[]),
        None => vec![format!("is not there {} times", place.nth)],
    }
}
