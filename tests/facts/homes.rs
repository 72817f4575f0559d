//! Nothing is forgotten, nothing comes out of order, and what an article warns against is not shipped.

use std::collections::{BTreeMap, BTreeSet};

use supple::routine::Library;

use crate::{
    sheet::{Level, besides, fact, facts, places},
    shown::Played,
};

#[test]
fn every_entry_that_an_article_wants_has_a_place_and_a_file() {
    let exercises = Library::open(None).exercise_ids();
    let mut faults = Vec::new();
    for fact in facts().iter().filter(|fact| fact.is_wanted()) {
        if fact.places().next().is_none() {
            faults.push(format!("{} ({}) has no place in where.toml", fact.id, fact.name));
        }
        for place in fact.places().filter(|place| !exercises.contains(&place.exercise)) {
            faults.push(format!("{}: routines/exercises/{}.toml is not there", fact.id, place.exercise));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_an_article_warns_against_has_neither() {
    const NOT_SHIPPED: [&str; 5] = [
        "crunches",
        "straight-leg-raise",
        "foam-roller-single-leg-lift",
        "standing-toe-touch",
        "classic-sit-up",
    ];
    let exercises = Library::open(None).exercise_ids();
    for id in NOT_SHIPPED {
        assert!(!exercises.iter().any(|known| known == id), "{id}");
    }
    let unwanted: Vec<_> = facts().iter().filter(|fact| !fact.is_wanted()).collect();
    assert_eq!(unwanted.len(), NOT_SHIPPED.len());
    for fact in unwanted {
        assert_eq!(fact.places().count(), 0, "{}", fact.id);
        assert_eq!(fact.level, Level::Mention);
    }
}

#[test]
fn every_place_is_of_an_entry() {
    for place in places() {
        assert!(fact(&place.entry).is_wanted(), "{}", place.entry);
    }
}

/// An entry of a routine that is nobody's place must be explained.
#[test]
fn every_routine_has_the_order_of_its_article_and_nothing_besides() {
    let mut faults = Vec::new();
    let routines: BTreeSet<_> = places().iter().filter_map(|place| place.routine.as_deref()).collect();
    for id in routines {
        let Some(played) = Played::routine(id) else {
            faults.push(format!("{id} is not shipped"));
            continue;
        };
        let mut taken = BTreeMap::new();
        let mut order = Vec::new();
        let mut lists = BTreeSet::new();
        let here = |entry: &str| {
            places().iter().find(move |place| place.entry == entry && place.routine.as_deref() == Some(id))
        };
        for (fact, place) in facts().iter().filter_map(|fact| Some((fact, here(&fact.id)?))) {
            let Some(shown) = played.shown(&place.exercise, place.nth) else {
                faults.push(format!("{id}: {} is not there ({})", place.exercise, fact.id));
                continue;
            };
            // A named version of an exercise has no place of its own in the list.
            if fact.level == Level::Main {
                order.push(shown.n());
            }
            lists.insert(fact.list());
            if let Some(before) = taken.insert(shown.n(), &fact.id) {
                faults.push(format!("{id}: {before} and {} are the same step", fact.id));
            }
        }
        if lists.len() > 1 {
            faults.push(format!("{id}: from more than one list: {lists:?}"));
        }
        if !order.is_sorted() {
            faults.push(format!("{id}: the article's order is {order:?} here"));
        }
        for (n, exercise) in played.exercises().into_iter().enumerate() {
            let explained = besides()
                .iter()
                .any(|it| it.routine == id && it.exercise == exercise.id && !it.why.is_empty());
            if !taken.contains_key(&n) && !explained {
                faults.push(format!("{id}: nobody named {} (step {})", exercise.id, n + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// 000 keeps all work on a ball for later.
#[test]
fn ball_work_is_not_for_a_flare_up() {
    let mut balls = 0;
    for id in Library::open(None).exercise_ids() {
        let played = Played::exercise(&id).unwrap();
        let words = &played.only().exercise.words;
        if words.equipment.iter().any(|thing| thing == "stability ball") {
            assert!(words.not_for.iter().any(|whom| whom == "acute flare-up"), "{id}: {:?}", words.not_for);
            balls += 1;
        }
    }
    assert_eq!(balls, 4);
}

/// The ladders that the articles know, from the easier exercise to the harder one.
const LADDERS: [(&str, &str); 13] = [
    ("pelvic-tilt", "pelvic-tilt-march"),
    ("pelvic-tilt-march", "double-knee-tuck"),
    ("knee-rocks", "lumbar-rotation-stretch"),
    ("side-plank-modified", "side-plank"),
    ("knee-to-chest", "double-knee-to-chest"),
    ("bird-dog-hover", "bird-dog"),
    ("dead-bug", "bird-dog"),
    ("glute-bridge", "banded-glute-bridge"),
    ("hip-flexor-unlock", "hip-flexor-stretch-standing"),
    ("hamstring-unlock", "hamstring-stretch-standing"),
    ("piriformis-unlock", "piriformis-stretch"),
    ("plank-knees", "plank"),
    ("cat-cow-paused", "cat-cow-rotation"),
];

/// A rung that two ladders share can name only one of its neighbours: one end of each step is enough.
#[test]
fn the_ladders_are_climbed_as_the_articles_do() {
    let words = |id: &str| Played::exercise(id).unwrap().only().exercise.words.clone();
    for (easier, harder) in LADDERS {
        let up = words(easier).harder.as_deref() == Some(harder);
        let down = words(harder).easier.as_deref() == Some(easier);
        assert!(up || down, "{easier} < {harder}");
    }
}

#[test]
fn what_is_said_to_be_besides_is_there() {
    for extra in besides() {
        let played = Played::routine(&extra.routine).unwrap();
        assert!(played.shown(&extra.exercise, 1).is_some(), "{}: {}", extra.routine, extra.exercise);
    }
}

/// Everything that an article asks for is named, and alternatives as such.
#[test]
fn what_is_needed_is_named() {
    let mut faults = Vec::new();
    for fact in facts().iter().filter(|fact| fact.is_wanted()) {
        for place in fact.places() {
            let Some(played) = Played::exercise(&place.exercise) else { continue };
            let words = &played.only().exercise.words;
            for needed in &fact.equipment {
                let names =
                    |thing: &String| thing.split('|').any(|name| needed.iter().any(|one| one == name.trim()));
                if !words.equipment.iter().any(names) {
                    faults.push(format!("{} needs {needed:?}; it has {:?}", place.exercise, words.equipment));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
