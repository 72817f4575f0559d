//! The shipped routines mean what they were made from.
//!
//! The facts below were taken from the article's twelve how-tos by hand, not from the files: a changed dose fails here.

use std::{collections::BTreeSet, time::Duration};

use supple::{
    plan::{Entry, Kind, Level, Mode, Options, Plan, Step, compile},
    routine::{Block, Breath, Library, Routine, Side},
};

/// One exercise as the article has it.
struct Fact {
    id: &'static str,
    dose: Dose,
    sides: Sides,
}

/// Both ends of what the article states.
enum Dose {
    /// One hold, in seconds.
    Hold(u64, u64),
    /// Reps that each stop for a while that the article leaves vague: their number, and what "a while" may mean.
    Held { reps: (u32, u32), seconds: (u64, u64) },
    /// Reps of which no time is stated.
    Reps(u32, u32),
    /// Moving on for seconds.
    Flow(u64, u64),
}

/// Reps are per side wherever there are sides.
#[derive(Clone, Copy, PartialEq)]
enum Sides {
    None,
    /// One hold for each side. The article begins on this one, or does not say.
    Each(Option<Side>),
    /// Changing at every rep.
    Alternate(Option<Side>),
}

const A_FEW_SECONDS: (u64, u64) = (2, 5);
const BRIEFLY: (u64, u64) = (1, 2);

/// The twelve in the order of the page.
#[rustfmt::skip]
const FACTS: [Fact; 12] = [
    Fact { id: "pelvic-tilt", dose: Dose::Held { reps: (10, 15), seconds: A_FEW_SECONDS }, sides: Sides::None },
    Fact { id: "cat-cow", dose: Dose::Flow(30, 60), sides: Sides::None },
    Fact { id: "childs-pose", dose: Dose::Hold(30, 60), sides: Sides::None },
    Fact { id: "glute-bridge", dose: Dose::Held { reps: (10, 15), seconds: A_FEW_SECONDS }, sides: Sides::None },
    Fact { id: "knee-to-chest", dose: Dose::Hold(20, 30), sides: Sides::Each(None) },
    Fact { id: "piriformis-stretch", dose: Dose::Hold(20, 30), sides: Sides::Each(None) },
    Fact { id: "seated-spinal-twist", dose: Dose::Hold(20, 30), sides: Sides::Each(Some(Side::Right)) },
    Fact { id: "wall-sit", dose: Dose::Hold(10, 30), sides: Sides::None },
    Fact { id: "bird-dog", dose: Dose::Held { reps: (10, 10), seconds: A_FEW_SECONDS }, sides: Sides::Alternate(Some(Side::Right)) },
    Fact { id: "hip-flexor-stretch", dose: Dose::Hold(20, 30), sides: Sides::Each(None) },
    Fact { id: "dead-bug", dose: Dose::Reps(8, 10), sides: Sides::Alternate(Some(Side::Right)) },
    Fact { id: "bent-knee-leg-raise", dose: Dose::Held { reps: (10, 10), seconds: BRIEFLY }, sides: Sides::Alternate(None) },
];

fn routine(name: &str) -> Routine {
    let found = Library::open(None).routine(name).expect("it is shipped");
    assert!(found.diagnostics.is_empty(), "{name}: {:?}", found.diagnostics);
    let mut routine = found.value.expect("a file without faults has a value");
    // What may be left out is no item of a page's list; `tests/facts/` looks at it.
    routine.steps.retain(|step| !matches!(step, Block::Exercise(exercise) if exercise.optional));
    routine
}

fn plan(name: &str, level: Level) -> Plan {
    compile(&routine(name), &Options { level, ..Options::default() })
}

/// The work of one entry.
fn work(plan: &Plan, entry: usize) -> Vec<&Step> {
    steps(plan, entry).into_iter().filter(|step| step.kind == Kind::Work).collect()
}

fn steps(plan: &Plan, entry: usize) -> Vec<&Step> {
    plan.steps.iter().filter(|step| step.entry.map(|entry| entry as usize) == Some(entry)).collect()
}

#[test]
fn the_twelve_come_in_the_order_of_the_page() {
    let plan = plan("gentle-twelve", Level::LOW);
    let ids: Vec<_> = plan.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, FACTS.map(|fact| fact.id));
    let order: Vec<_> = plan.steps.iter().map(|step| step.entry).collect();
    assert!(order.is_sorted(), "each is finished before the next begins");
}

#[test]
fn every_dose_is_the_stated_one_at_both_ends() {
    for (level, high) in [(Level::LOW, false), (Level::HIGH, true)] {
        let plan = plan("gentle-twelve", level);
        for (number, fact) in FACTS.iter().enumerate() {
            let (id, target, work) = (fact.id, plan.entries[number].target, work(&plan, number));
            let ways = if fact.sides == Sides::None { 1 } else { 2 };
            assert_eq!(target.sets, 1, "{id}");
            assert!(work.iter().all(|step| step.set == Some(1) && step.sets == Some(1)), "{id}");
            match fact.dose {
                Dose::Hold(low, most) => {
                    let hold = Duration::from_secs(if high { most } else { low });
                    assert_eq!((target.hold, target.time), (Some(hold), None), "{id}");
                    assert_eq!(work.len(), ways, "{id}");
                    assert!(
                        work.iter().all(|step| step.mode == Some(Mode::Hold) && step.length == Some(hold))
                    );
                }
                Dose::Held { reps, seconds } => {
                    let reps = if high { reps.1 } else { reps.0 };
                    let hold = target.hold.expect("every rep is a hold");
                    assert!((seconds.0..=seconds.1).contains(&hold.as_secs()), "{id}: {hold:?}");
                    assert_eq!((target.reps, target.time), (Some(reps), None), "{id}");
                    assert_eq!(work.len(), reps as usize * ways, "{id}");
                    assert!(
                        work.iter().all(|step| step.mode == Some(Mode::Hold) && step.length == Some(hold))
                    );
                }
                Dose::Reps(low, most) => {
                    let reps = if high { most } else { low };
                    assert_eq!((target.reps, target.hold, target.time), (Some(reps), None, None), "{id}");
                    let counted: BTreeSet<_> = work.iter().map(|step| (step.side, step.rep)).collect();
                    assert_eq!(counted.len(), reps as usize * ways, "{id}");
                }
                Dose::Flow(low, most) => {
                    let time = Duration::from_secs(if high { most } else { low });
                    assert_eq!((target.time, target.reps, target.hold), (Some(time), None, None), "{id}");
                    assert!(work.iter().all(|step| step.mode == Some(Mode::Flow)), "{id}");
                    assert_eq!(work.iter().filter_map(|step| step.length).sum::<Duration>(), time, "{id}");
                }
            }
        }
    }
}

#[test]
fn every_side_comes_as_often_and_in_the_order_that_is_stated() {
    let plan = plan("gentle-twelve", Level::LOW);
    for (number, fact) in FACTS.iter().enumerate() {
        // The phases of one rep are one.
        let mut reps: Vec<_> = work(&plan, number).iter().map(|step| (step.rep, step.side)).collect();
        reps.dedup();
        let sides: Vec<_> = reps.into_iter().map(|(_, side)| side).collect();
        let first = match fact.sides {
            Sides::None => {
                assert!(sides.iter().all(Option::is_none), "{}", fact.id);
                continue;
            }
            Sides::Each(first) | Sides::Alternate(first) => first.unwrap_or(Side::Left),
        };
        if matches!(fact.sides, Sides::Each(_)) {
            assert_eq!(sides.len(), 2, "{}", fact.id);
        }
        assert!(sides.len().is_multiple_of(2), "{}", fact.id);
        for pair in sides.chunks(2) {
            assert_eq!(pair, [Some(first), Some(first.other())], "{}", fact.id);
        }
    }
}

#[test]
fn what_the_page_leaves_open_is_marked_and_nothing_else() {
    let plan = plan("gentle-twelve", Level::LOW);
    for (number, fact) in FACTS.iter().enumerate() {
        let kinds = steps(&plan, number);
        let has = |kind| kinds.iter().any(|step| step.kind == kind);
        let mut open = BTreeSet::from(["sets"]);
        for (kind, field) in [(Kind::Prepare, "prepare"), (Kind::Relax, "relax"), (Kind::Switch, "switch")] {
            open.extend(has(kind).then_some(field));
        }
        let entry: &Entry = &plan.entries[number];
        open.extend(matches!(fact.dose, Dose::Held { .. }).then_some("hold"));
        // The page only says to swap; of the two that follow it says that the sides take turns.
        open.extend((fact.id == "bird-dog").then_some("sides"));
        open.extend((!entry.phases.is_empty()).then_some("phases"));
        open.extend(entry.breath.is_some().then_some("breath"));
        let marked: BTreeSet<_> = entry.assumed.iter().map(String::as_str).collect();
        assert_eq!(marked, open, "{}", fact.id);
        assert!(!has(Kind::Rest), "{}: one set needs no rest", fact.id);
    }
}

#[test]
fn cat_cow_begins_with_the_cow_and_breathes_with_the_halves() {
    let plan = plan("gentle-twelve", Level::LOW);
    let phases: Vec<_> =
        plan.entries[1].phases.iter().map(|phase| (phase.name.as_str(), phase.breath)).collect();
    assert_eq!(phases, [("Cow", Some(Breath::In)), ("Cat", Some(Breath::Out))]);
}

#[test]
fn the_source_is_named() {
    let source = routine("gentle-twelve").source.expect("a source");
    assert!(source.publisher.is_some_and(|publisher| publisher.contains("personal-training blog")));
}

#[test]
fn instructions_are_few_short_and_say_which_limb() {
    let library = Library::open(None);
    let (routines, exercises) = (library.routine_ids(), library.exercise_ids());
    assert!(routines.len() >= 7 && exercises.len() >= 32, "{routines:?} {exercises:?}");
    let alone =
        |id: &String| library.exercise_as_routine(id).expect("it is shipped").value.expect("it is good");
    let all = routines.iter().map(|name| routine(name)).chain(exercises.iter().map(alone));
    for routine in all {
        for entry in compile(&routine, &Options::default()).entries {
            assert!((3..=7).contains(&entry.how.len()), "{}: {} instructions", entry.id, entry.how.len());
            for line in &entry.how {
                assert!(line.chars().count() <= 70 && line.ends_with('.'), "{}: {line}", entry.id);
            }
            if let Some(labels) = &entry.side_labels {
                assert!(labels.left.contains("left") && labels.right.contains("right"), "{}", entry.id);
            }
            assert_eq!(entry.sided, entry.side_labels.is_some(), "{}", entry.id);
        }
    }
}

#[test]
fn the_tour_takes_two_minutes_and_shows_every_kind_of_work() {
    let plan = plan("demo", Level::LOW);
    assert_eq!(plan.total, Duration::from_secs(116));
    let text = include_str!("../routines/demo.toml");
    assert!(text.contains("1 min 56 s"), "the comment in demo.toml says another length");
    let open: Duration = plan.steps.iter().filter_map(|step| step.estimate).sum();
    assert!((110..=130).contains(&(plan.total + open).as_secs()));

    let any = |test: &dyn Fn(&Step) -> bool| plan.steps.iter().any(test);
    let entry = |step: &Step| &plan.entries[step.entry.expect("work has an entry") as usize];
    assert!(any(&|step| step.mode == Some(Mode::Hold) && step.length >= Some(Duration::from_secs(20))));
    assert!(any(&|step| step.mode == Some(Mode::Phase)));
    assert!(any(&|step| step.mode == Some(Mode::Open) && entry(step).target.reps == Some(6)));
    assert!(any(&|step| step.kind == Kind::Switch), "one side, then the other");
    assert!(any(&|step| step.kind == Kind::Relax && entry(step).alternate), "sides that take turns");
    assert!(any(&|step| step.kind == Kind::Work && (step.round, step.rounds) == (Some(2), Some(2))));
    assert!(any(&|step| step.kind == Kind::Rest && step.entry.is_none()), "a rest between the rounds");
    let inline = plan.entries.iter().filter(|entry| !FACTS.iter().any(|fact| fact.id == entry.id)).count();
    assert_eq!(inline, 1);
    let notes: Vec<&str> = plan.entries.iter().filter_map(|entry| entry.note.as_deref()).collect();
    assert_eq!(notes.len(), plan.entries.len(), "every exercise of the tour explains a key");
    // Where there is no room beside the figure they stand in the row above the keys, which 80 columns have.
    assert!(notes.iter().all(|note| note.chars().count() <= 76), "{notes:?}");
    let words: Vec<String> = notes
        .iter()
        .flat_map(|note| note.split_whitespace())
        .map(|word| word.trim_end_matches(['.', ',', ':', ';']).to_lowercase())
        .collect();
    for key in ["enter", "q", "space", "=", "comma", "stop", "n", "p", "z", "b", "?"] {
        assert_eq!(words.iter().filter(|word| *word == key).count(), 1, "{key}: {words:?}");
    }
}
