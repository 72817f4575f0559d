//! Which exercise of a session is which of the routine, and whose turn it is.

use super::*;

#[test]
fn an_exercise_is_known_by_its_id_and_twins_by_their_number_or_turn() {
    let twins = || {
        sheet(vec![
            open_hold("a", (5, 10), (8, 8), (1, 1)),
            open_hold("b", (5, 10), (8, 8), (1, 1)),
            open_hold("a", (5, 10), (8, 8), (1, 1)),
        ])
    };
    let mut diary = Diary::new(twins());
    // The first twin is never done in full.
    for _ in 0..4 {
        diary.add(|record| record["exercises"][0]["status"] = "partial".into());
    }
    let places = |course: &Course| course.stands.iter().map(|stand| stand.place).collect::<Vec<_>>();
    assert_eq!(places(&diary.course()), [0, 1, 1]);
    // Of a session with nothing but the second one its number tells which it was.
    let mut alone = Diary::new(twins());
    for _ in 0..3 {
        alone.add(|record| record["exercises"] = json!([record["exercises"][2]]));
    }
    assert_eq!(places(&alone.course()), [0, 0, 1]);
    // Somebody has put another exercise before them: by their turn they are still told apart.
    let mut steps: Vec<Block> = vec![open_hold("new", (5, 10), (8, 8), (1, 1))];
    for id in ["a", "b", "a"] {
        steps.push(open_hold(id, (5, 10), (8, 8), (1, 1)));
    }
    assert_eq!(places(&follow(&sheet(steps), &diary.records)), [0, 0, 1, 1]);
}

#[test]
fn what_was_swapped_in_is_no_exercise_of_the_routine() {
    let mut diary = many(2);
    let swapped = |record: &mut Json| {
        record["exercises"][0]["status"] = "skipped".into();
        record["exercises"][0]["swapped_for"] = 2.into();
        // The easier one has the id of another exercise, which is not done at all.
        record["exercises"][1]["n"] = 2.into();
    };
    diary.add(swapped).add(swapped).add(swapped);
    assert_eq!(diary.said(), [""; 0]);
}

fn rows(course: &Course) -> Vec<u32> {
    course.stands.iter().map(|stand| stand.row).collect()
}

/// Sessions that are much alike, one after the other: each is weighed by what stands in it.
#[test]
fn what_was_found_before_is_found_for_the_same_exercises_only() {
    let block = |id| open_hold(id, (5, 10), (8, 8), (1, 1));
    let turns = |sheet: Sheet, change: &dyn Fn(&mut Json, usize)| {
        let mut diary = Diary::new(sheet);
        for turn in [0, 1, 0, 1, 0] {
            diary.add(|record| change(record, turn));
        }
        // The third session of the first has led it up.
        (diary.place(), rows(&diary.course()))
    };
    // By their numbers alone.
    let twins = sheet(vec![block("a"), block("b"), block("a")]);
    let one = |record: &mut Json, turn: usize| record["exercises"] = json!([record["exercises"][2 * turn]]);
    assert_eq!(turns(twins, &one), (1, vec![0, 0, 2]));
    // By their ids alone.
    let change = |record: &mut Json, turn: usize| {
        record["exercises"] = json!([record["exercises"][turn]]);
        record["exercises"][0]["n"] = 0.into();
    };
    assert_eq!(turns(sheet(vec![block("a"), block("b")]), &change), (1, vec![0, 2]));
    // By how many there are.
    let more = |record: &mut Json, turn: usize| {
        record["exercises"].as_array_mut().unwrap().truncate(turn + 1);
    };
    let mut longer = Diary::new(sheet(vec![block("a"), block("b")]));
    longer.add(|record| more(record, 0)).add(|record| more(record, 1));
    assert_eq!(rows(&longer.course()), [2, 1]);
    // By their items alone.
    let items = ["walk".to_owned(), "walk-2".to_owned()];
    let routine = Routine::of_steps("morning", "Morning", vec![block("a"), block("a")]);
    let of_item = |record: &mut Json, turn: usize| {
        change(record, turn);
        record["exercises"][0]["item"] = items[turn].clone().into();
    };
    assert_eq!(turns(Sheet::with_items(&routine, &items), &of_item), (1, vec![0, 2]));
}

#[test]
fn an_item_is_known_wherever_it_stands() {
    let block = |id| open_hold(id, (5, 10), (8, 8), (1, 1));
    let items = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let routine =
        |ids: &[&'static str]| Routine::of_steps("day", "Day", ids.iter().map(|id| block(id)).collect());
    let sheet = Sheet::with_items(&routine(&["a", "a", "b"]), &items(&["early", "late", "b"]));
    let seats = |ids: &[&'static str], of: &[&str]| sheet.seats_in(&routine(ids), &items(of));
    assert_eq!(seats(&["b", "a", "a"], &["b", "late", "early"]), [Some(2), Some(1), Some(0)]);
    assert_eq!(seats(&["a"], &["late"]), [Some(1)]);
    // An exercise that is not of the program any more, or under another item, has no seat.
    assert_eq!(seats(&["c", "a"], &["c", "noon"]), [None, None]);
    // Nothing says for which item it was: by their turns.
    assert_eq!(seats(&["b", "a"], &[]), [Some(2), Some(0)]);
    assert_eq!(seats(&["a", "b", "a", "a"], &[]), [Some(0), Some(2), Some(1), None]);
    // What only the number tells apart.
    let plain = Sheet::of(&routine(&["a", "b", "a"]));
    assert_eq!(plain.seats_in(&routine(&["b", "b", "a"]), &[]), [Some(1), None, Some(2)]);
}

#[test]
fn what_is_open_in_nothing_does_not_move() {
    let fixed = || open_hold("a", (5, 5), (8, 8), (1, 1));
    let routine = |steps| Routine::of_steps("morning", "Morning", steps);
    let (none, one) =
        (routine(vec![fixed()]), routine(vec![fixed(), open_hold("b", (5, 6), (8, 8), (1, 1))]));
    assert_eq!([&none, &one].map(|routine| Sheet::of(routine).is_open()), [false, true]);
    let mut diary = Diary::new(Sheet::of(&one));
    diary.full(3);
    let doses = diary.course().doses(&diary.sheet, &one, &[]);
    let doses: Vec<_> = doses.iter().map(|(n, dose)| (*n, dose.hold)).collect();
    assert_eq!(doses, [(1, Some(secs(6)))]);
}

/// Whoever stands at an end takes nobody's turn.
#[test]
fn the_turn_goes_to_those_who_can_move() {
    let mut diary = Diary::new(sheet(vec![
        open_hold("short", (5, 6), (8, 8), (1, 1)),
        open_hold("long", (5, 10), (8, 8), (1, 1)),
    ]));
    // One of the two moves at a time: the short one after the third session, to its end, the long one after the fourth.
    diary.full(4);
    // Without the short one once: after the seventh both have three full sessions again.
    diary.full(1).add(|record| record["exercises"] = json!([record["exercises"][1]])).full(1);
    assert_eq!(diary.course().stands.iter().map(|stand| stand.place).collect::<Vec<_>>(), [1, 2]);
}
