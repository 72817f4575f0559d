//! Trimming a plan to a time: what goes first, what never goes, and that nothing else changes.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use std::{collections::BTreeSet, time::Duration};

use proptest::{collection::vec, prelude::*};
use supple::{
    plan::{Fitted, Kind, Level, Options, Plan, compile, fit},
    routine::{
        Block, Dose, Exercise, Group, Position, Prepare, Range, RepShape, Routine, Sides, Words, Work,
    },
};

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// One hold, with ten seconds to get ready and twenty between its sets.
fn exercise(id: &str, hold: u64, sets: u32, optional: bool) -> Exercise {
    Exercise {
        id: id.to_owned(),
        words: Words { name: id.to_uppercase(), ..Words::default() },
        dose: Dose {
            work: Work::Hold { hold: Range::only(seconds(hold)), reps: Range::only(1) },
            sets: Range::only(sets),
            sides: Sides::None,
            first_side: None,
            side_labels: None,
            breath: None,
            prepare: Prepare::For(seconds(10)),
            relax: seconds(3),
            switch: seconds(8),
            rest: seconds(20),
            estimate: None,
        },
        optional,
        assumed: Vec::new(),
    }
}

fn routine(steps: Vec<Block>) -> Routine {
    Routine {
        id: "test".into(),
        name: "Test".into(),
        summary: None,
        source: None,
        tags: Vec::new(),
        cautions: Vec::new(),
        steps,
        hash: "0".into(),
    }
}

fn routine_of(exercises: Vec<Exercise>) -> Routine {
    routine(exercises.into_iter().map(|exercise| Block::Exercise(Box::new(exercise))).collect())
}

fn fit_to(routine: &Routine, within: u64) -> Fitted {
    fit(routine, &Options::default(), Some(seconds(within)))
}

/// "a1 b2": the exercises in order, with their sets.
fn doses(plan: &Plan) -> String {
    let dose = |entry: &supple::plan::Entry| format!("{}{}", entry.id, entry.target.sets);
    plan.entries.iter().map(dose).collect::<Vec<_>>().join(" ")
}

/// 40 s, 100 s, 40 s, 120 s and 40 s; 340 s in all.
fn five() -> Routine {
    routine_of(vec![
        exercise("a", 30, 1, false),
        exercise("b", 35, 2, false),
        exercise("c", 30, 1, true),
        exercise("d", 110, 1, false),
        exercise("e", 30, 1, true),
    ])
}

#[test]
fn what_fits_stays_as_it_is() {
    let routine = five();
    let whole = compile(&routine, &Options::default());
    assert_eq!(whole.likely(), seconds(40 + 100 + 40 + 120 + 40));
    for within in [Some(seconds(340)), Some(seconds(1_000)), None] {
        let fitted = fit(&routine, &Options::default(), within);
        assert_eq!((&fitted.plan, fitted.left_out.len(), fitted.over()), (&whole, 0, None));
        assert_eq!(fitted.words(), None);
    }
}

#[test]
fn optional_exercises_go_first_the_last_one_before_the_others() {
    let trimmed = |within| doses(&fit_to(&five(), within).plan);
    assert_eq!(trimmed(339), "a1 b2 c1 d1");
    assert_eq!(trimmed(300), "a1 b2 c1 d1");
    assert_eq!(trimmed(299), "a1 b2 d1");
    assert_eq!(trimmed(259), "a1 b1 d1");
    assert_eq!(trimmed(1), "a1 b1 d1");
}

#[test]
fn sets_go_where_most_of_them_are_and_of_equals_the_last() {
    let routine = routine_of(vec![
        exercise("a", 30, 3, false),
        exercise("b", 30, 2, false),
        exercise("c", 30, 3, false),
    ]);
    let whole = compile(&routine, &Options::default()).likely().as_secs();
    // Every set with the rest before it is 50 s.
    let trimmed: Vec<String> = (0..=6).map(|sets| doses(&fit_to(&routine, whole - 50 * sets).plan)).collect();
    assert_eq!(trimmed, ["a3 b2 c3", "a3 b2 c2", "a2 b2 c2", "a2 b2 c1", "a2 b1 c1", "a1 b1 c1", "a1 b1 c1"]);
}

#[test]
fn what_was_left_out_is_said() {
    let said = |within| fit_to(&five(), within).words().unwrap();
    assert_eq!(said(300), "To fit 5 min: without E.");
    assert_eq!(said(240), "To fit 4 min: without C and E; B with 1 of its 2 sets.");
    assert_eq!(
        said(60),
        "To fit 1 min: without C and E; B with 1 of its 2 sets. It cannot be made shorter than 3 min 25 s, \
         which is 2 min 25 s over."
    );
    let single = routine_of(vec![exercise("a", 80, 1, true)]);
    assert_eq!(
        fit_to(&single, 60).words().unwrap(),
        "It cannot be made shorter than 1 min 30 s, which is 30 s over."
    );
    let left: Vec<_> =
        fit_to(&five(), 60).left_out.into_iter().map(|left| (left.n, left.id, left.sets)).collect();
    assert_eq!(left, [(1, "b".into(), Some((2, 1))), (2, "c".into(), None), (4, "e".into(), None)]);
}

#[test]
fn entries_keep_their_numbers_and_the_plan_its_routine() {
    let fitted = fit_to(&five(), 270);
    let numbers: Vec<u32> = fitted.plan.entries.iter().map(|entry| entry.n).collect();
    assert_eq!(numbers, [0, 1, 3]);
    assert_eq!((fitted.plan.routine.as_str(), fitted.plan.hash.as_str()), ("test", "0"));
    let sets: BTreeSet<_> = fitted.plan.steps.iter().filter_map(|step| step.sets).collect();
    assert_eq!(sets, BTreeSet::from([1, 2]));
}

#[test]
fn open_work_counts_as_long_as_it_is_likely_to_take() {
    let mut open = exercise("b", 30, 1, true);
    open.dose.work = Work::Open { target: None };
    open.dose.estimate = Some(seconds(90));
    let routine = routine_of(vec![exercise("a", 30, 1, false), open]);
    assert_eq!(doses(&fit_to(&routine, 140).plan), "a1 b1");
    assert_eq!(doses(&fit_to(&routine, 139).plan), "a1");
}

#[test]
fn something_always_stays() {
    let routine = routine_of(vec![exercise("a", 30, 2, true), exercise("b", 30, 1, true)]);
    assert_eq!(doses(&fit_to(&routine, 1).plan), "a1");
}

#[test]
fn what_would_only_make_room_for_moving_stays() {
    // Without b, which takes 3 s, c would need 20 s instead of 10 to get ready.
    let position = |mut exercise: Exercise, position, prepare| {
        exercise.words.position = Some(position);
        exercise.dose.prepare = prepare;
        exercise
    };
    let routine = routine_of(vec![
        position(exercise("a", 30, 1, false), Position::Supine, Prepare::Auto),
        position(exercise("b", 3, 1, true), Position::Prone, Prepare::For(Duration::ZERO)),
        position(exercise("c", 30, 1, false), Position::Prone, Prepare::Auto),
    ]);
    let fitted = fit_to(&routine, 60);
    assert_eq!(doses(&fitted.plan), "a1 b1 c1");
    assert_eq!(fitted.over(), Some(seconds(20 + 30 + 3 + 10 + 30 - 60)));
}

#[test]
fn as_short_as_a_change_of_position_is_every_time_that_it_comes() {
    let brief = |hold| {
        let mut exercise = exercise("b", hold, 1, true);
        exercise.dose.prepare = Prepare::For(seconds(5));
        Block::Exercise(Box::new(exercise))
    };
    let long = || Block::Exercise(Box::new(exercise("a", 30, 1, false)));
    let left = |steps| doses(&fit_to(&routine(steps), 30).plan);
    assert_eq!(left(vec![long(), brief(5)]), "a1 b1", "just the ten seconds of a change");
    assert_eq!(left(vec![long(), brief(6)]), "a1");
    let twice = |hold| {
        let steps = vec![brief(hold)];
        Block::Group(Group { title: "G".into(), rounds: 2, rest: Duration::ZERO, steps })
    };
    assert_eq!(left(vec![long(), twice(4)]), "a1 b1", "18 seconds, but a change each time");
    assert_eq!(left(vec![long(), twice(6)]), "a1");
}

#[test]
fn parts_of_a_second_are_said_as_a_whole_one() {
    let mut single = exercise("a", 80, 1, false);
    single.dose.prepare = Prepare::For(Duration::from_millis(10_200));
    assert_eq!(
        fit_to(&routine_of(vec![single]), 60).words().unwrap(),
        "It cannot be made shorter than 1 min 31 s, which is 31 s over."
    );
}

#[test]
fn a_part_of_a_routine_is_trimmed_by_itself() {
    let options = Options { from: Some("c".into()), ..Options::default() };
    assert_eq!(doses(&fit(&five(), &options, Some(seconds(160))).plan), "c1 d1");
    let only = Options { only: vec!["b".into(), "e".into()], ..Options::default() };
    assert_eq!(doses(&fit(&five(), &only, Some(seconds(100))).plan), "b2");
}

#[test]
fn thousands_of_exercises_are_trimmed_at_once() {
    let routine = routine_of((0..20_000).map(|n| exercise(&format!("e{n}"), 30, 2, n % 2 == 1)).collect());
    let fitted = fit_to(&routine, 60);
    assert_eq!(fitted.plan.entries.len(), 10_000);
    assert_eq!(fitted.left_out.len(), 20_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trimming_keeps_its_promises(
        steps in vec(random_block(2), 1..=4),
        share in 0..=110_u64,
        level in prop_oneof![Just(0.0), Just(0.5), Just(1.0)],
    ) {
        let routine = routine(numbered(steps));
        let options = Options { level: Level::new(level), ..Options::default() };
        let whole = compile(&routine, &options);
        let limit = whole.likely() * u32::try_from(share).unwrap() / 100;
        let fitted = fit(&routine, &options, Some(limit));
        prop_assert_eq!(&fitted, &fit(&routine, &options, Some(limit)), "the same every time");

        let plan = &fitted.plan;
        prop_assert!(plan.likely() <= whole.likely(), "never longer than before");
        prop_assert!(!plan.steps.is_empty());
        prop_assert_eq!(fitted.over().is_some(), plan.likely() > limit);

        // Nothing vanishes unless it is optional, nothing changes its place, and no set is lost but those that are said.
        let numbers: Vec<u32> = plan.entries.iter().map(|entry| entry.n).collect();
        let kept: BTreeSet<u32> = numbers.iter().copied().collect();
        prop_assert!(numbers.is_sorted());
        let mut lost = Vec::new();
        for entry in &whole.entries {
            match plan.entries.iter().find(|kept| kept.n == entry.n) {
                None => {
                    prop_assert!(entry.optional, "{} vanished", entry.id);
                    lost.push((entry.n, None));
                }
                Some(kept) => {
                    prop_assert!(1 <= kept.target.sets && kept.target.sets <= entry.target.sets);
                    if kept.target.sets < entry.target.sets {
                        lost.push((entry.n, Some((entry.target.sets, kept.target.sets))));
                    }
                    prop_assert_eq!(kept.target.reps, entry.target.reps);
                    prop_assert_eq!(kept.target.hold, entry.target.hold);
                }
            }
        }
        prop_assert_eq!(lost, fitted.left_out.iter().map(|left| (left.n, left.sets)).collect::<Vec<_>>());
        let work = |plan: &Plan| -> Vec<String> {
            let steps = plan.steps.iter().filter(|step| step.kind == Kind::Work);
            steps
                .filter(|step| {
                    let entry = plan.entry_of(step).unwrap();
                    let sets = plan_sets(&fitted.plan, entry.n);
                    kept.contains(&entry.n) && step.set <= sets
                })
                .map(|step| {
                    let n = plan.entry_of(step).unwrap().n;
                    format!("{n} {:?} {:?} {:?} {:?} {:?} {:?}", step.round, step.set, step.rep, step.side, step.phase, step.length)
                })
                .collect()
        };
        prop_assert_eq!(work(plan), work(&whole), "all other work is there, in order");

        // Sets go only when no optional exercise is left that is worth it.
        let some_sets_gone = fitted.left_out.iter().any(|left| left.sets.is_some());
        if some_sets_gone || fitted.over().is_some() {
            for entry in plan.entries.iter().filter(|entry| entry.optional) {
                let first = kept.first() == Some(&entry.n);
                prop_assert!(first || brief(plan, entry.n), "{} could go", entry.id);
            }
        }
        if fitted.over().is_some() {
            prop_assert!(plan.entries.iter().all(|entry| entry.target.sets == 1), "a set could go");
        }
        // No more goes than is needed: of the sets, any one more would be too much.
        if let (true, None) = (some_sets_gone, fitted.over()) {
            prop_assert!(plan.likely() + longest_set(&whole) > limit);
        }
    }

    #[test]
    fn more_time_never_means_less_work(steps in vec(random_block(1), 1..=4), a in 1..600_u64, b in 1..600_u64) {
        let routine = routine(numbered(steps));
        let (less, more) = (fit_to(&routine, a.min(b)), fit_to(&routine, a.max(b)));
        prop_assert!(less.plan.likely() <= more.plan.likely());
        prop_assert!(less.left_out.len() >= more.left_out.len());
    }
}

fn plan_sets(plan: &Plan, n: u32) -> Option<u32> {
    plan.entries.iter().find(|entry| entry.n == n).map(|entry| entry.target.sets)
}

/// Whether an entry is so short that its absence may save nothing.
fn brief(plan: &Plan, n: u32) -> bool {
    let own = plan.steps.iter().filter(|step| plan.entry_of(step).is_some_and(|entry| entry.n == n));
    let own: Vec<_> = own.collect();
    let times = own.iter().map(|step| step.occurrence).collect::<BTreeSet<_>>().len();
    let time: Duration = own.iter().filter_map(|step| step.length.or(step.estimate)).sum();
    time <= seconds(20) * u32::try_from(times).unwrap()
}

/// A set with the rest before it, over all rounds, whichever takes longest.
fn longest_set(plan: &Plan) -> Duration {
    let of = |n: u32| -> Duration {
        let own = plan.steps.iter().filter(|step| plan.entry_of(step).is_some_and(|entry| entry.n == n));
        own.filter(|step| step.set > Some(1)).filter_map(|step| step.length.or(step.estimate)).sum()
    };
    plan.entries.iter().map(|entry| of(entry.n)).max().unwrap_or_default()
}

/// Every exercise gets an id of its own.
fn numbered(mut blocks: Vec<Block>) -> Vec<Block> {
    fn walk(blocks: &mut [Block], next: &mut u32) {
        for block in blocks {
            match block {
                Block::Exercise(exercise) => {
                    exercise.id = format!("e{next}");
                    *next += 1;
                }
                Block::Group(group) => walk(&mut group.steps, next),
            }
        }
    }
    walk(&mut blocks, &mut 0);
    blocks
}

fn random_block(depth: u32) -> BoxedStrategy<Block> {
    let exercise = random_exercise().prop_map(|exercise| Block::Exercise(Box::new(exercise)));
    if depth == 0 {
        return exercise.boxed();
    }
    let group =
        (vec(random_block(depth - 1), 1..=3), 1..=3_u32, 0..60_u64).prop_map(|(steps, rounds, rest)| {
            Block::Group(Group { title: "G".into(), rounds, rest: seconds(rest), steps })
        });
    prop_oneof![3 => exercise, 1 => group].boxed()
}

fn random_exercise() -> impl Strategy<Value = Exercise> {
    let work = prop_oneof![
        (1..=40_u64, 1..=3_u32).prop_map(|(hold, reps)| Work::Hold {
            hold: Range::only(seconds(hold)),
            reps: Range::only(reps)
        }),
        (1..=5_u32, 1..=4_u64).prop_map(|(reps, time)| Work::Reps {
            reps: Range::only(reps),
            shape: RepShape::Even(Range::only(seconds(time)))
        }),
        (1..=40_u64).prop_map(|time| Work::Flow { time: Range::only(seconds(time)), phases: Vec::new() }),
        Just(Work::Open { target: None }),
    ];
    let sides = prop_oneof![Just(Sides::None), Just(Sides::Each), Just(Sides::Alternate)];
    let prepare = prop_oneof![
        3 => Just(Prepare::Auto),
        1 => Just(Prepare::Ready),
        2 => (0..=30_u64).prop_map(|time| Prepare::For(seconds(time))),
    ];
    let position = prop_oneof![Just(None), Just(Some(Position::Prone)), Just(Some(Position::Supine))];
    (work, (1..=3_u32, 0..=2_u32), sides, prepare, position, 0..=30_u64, any::<bool>()).prop_map(
        |(work, (low, more), sides, prepare, position, rest, optional)| {
            let mut exercise = exercise("e", 1, 1, optional);
            exercise.words.position = position;
            exercise.dose = Dose {
                work,
                sets: Range { low, high: low + more },
                sides,
                prepare,
                rest: seconds(rest),
                ..exercise.dose
            };
            exercise
        },
    )
}
