//! What is said of changes, and of sessions that lead to them.

use super::*;

type Answer<'a> = &'a dyn Fn(&mut Json);

fn after_answers(changes: [Answer; 3]) -> Vec<String> {
    said(|diary| changes.into_iter().for_each(|change| _ = diary.add(change)))
}

/// Effort is easy if it was so each time that it was asked; pain is steady if it was told before and after.
#[test]
fn only_what_was_said_is_said_again() {
    let effort = |word: &'static str| move |record: &mut Json| record["effort"] = word.into();
    let pain = |pain: Json| move |record: &mut Json| record["pain"] = pain.clone();
    let during = |pain: u8| move |record: &mut Json| record["exercises"][0]["pain"] = pain.into();
    let (easy, right, nothing) = (effort("easy"), effort("right"), |_: &mut Json| ());
    let before = pain(json!({ "before": 3, "after": null }));
    let after = pain(json!({ "before": null, "after": 3 }));
    let up = "bird dog: hold 5 → 6 s: three full sessions";
    let cases: [([Answer; 3], Vec<String>); 7] = [
        ([&easy, &right, &easy], vec![format!("{up}, effort just right")]),
        ([&right, &easy, &easy], vec![format!("{up}, effort just right")]),
        ([&easy, &nothing, &nothing], vec![format!("{up}, effort easy")]),
        ([&nothing, &easy, &nothing], vec![format!("{up}, effort easy")]),
        ([&before, &after, &before], vec![up.to_owned()]),
        // That nothing hurt at it is no pain.
        ([&during(0), &during(0), &during(0)], vec![up.to_owned()]),
        ([&during(1), &nothing, &nothing], vec![]),
    ];
    for (number, (sessions, expected)) in cases.into_iter().enumerate() {
        assert_eq!(after_answers(sessions), expected, "case {number}");
    }
}

/// Of each part of a dose: a session that asked for less of it says nothing.
#[test]
fn fewer_sets_reps_and_seconds_are_each_less() {
    for (range, hold, reps, sets) in [
        ("sets", (5, 5), (8, 8), (1, 4)),
        ("reps", (5, 5), (8, 12), (1, 1)),
        ("hold", (5, 10), (8, 8), (1, 1)),
    ] {
        let mut diary = Diary::new(sheet(vec![open_hold("a", hold, reps, sets)]));
        diary.full(3);
        assert_eq!(diary.place(), 1, "{range}");
        let less = |record: &mut Json| {
            let asked = record["exercises"][0]["target"][range].as_u64().unwrap();
            record["exercises"][0]["target"][range] = (asked - 1).into();
        };
        diary.add(less).add(less).add(less);
        assert_eq!((diary.place(), diary.course().stands[0].row), (1, 0), "{range}");
    }
}

#[test]
fn a_change_is_announced_with_what_has_become_of_it() {
    let mut diary = Diary::new(one());
    diary.full(3);
    let change = diary.course().changes.remove(0);
    let said = |fate| Change { fate, ..change.clone() }.announcement();
    let rest = "bird dog, hold from 5 to 6 s: three full sessions.";
    assert_eq!(said(Fate::Made), format!("Next time: {rest}"));
    assert_eq!(said(Fate::Offered), format!("Next time, if you say yes: {rest}"));
    assert_eq!(said(Fate::TurnedDown), format!("Turned down: {rest}"));
}

#[test]
fn a_unit_is_said_once_where_both_ends_have_the_same() {
    let mut diary = Diary::new(sheet(vec![open_hold("a", (56, 68), (1, 1), (1, 2))]));
    diary.full(21);
    let moves: Vec<String> = diary.course().changes.iter().map(Change::what).collect();
    assert_eq!(moves[..3], ["hold 56 → 58 s", "hold 58 s → 1 min", "hold 1 min → 1 min 2 s"]);
    assert_eq!(moves[6], "sets 1 → 2");
}

/// What has no room to move is no range.
#[test]
fn only_open_ranges_have_ends_and_places() {
    let sheet = sheet(vec![open_hold("a", (5, 10), (8, 8), (1, 2))]);
    let (time, count) = (|seconds| Value::Time(secs(seconds)), Value::Count);
    let path = &sheet.paths[0];
    assert_eq!(path.ends(), [(Which::Hold, time(5), time(10)), (Which::Sets, count(1), count(2))]);
    assert_eq!(path.values(2), [(Which::Hold, time(7)), (Which::Sets, count(1))]);
    assert_eq!(path.values(6), [(Which::Hold, time(10)), (Which::Sets, count(2))]);
}

#[test]
fn a_dose_is_that_of_its_place() {
    let dose = |sheet: &Sheet, place| {
        let dose = sheet.paths[0].dose(place);
        (dose.hold.or(dose.time).map(|time| time.as_secs()), dose.reps, dose.sets)
    };
    let hold = one();
    assert_eq!(dose(&hold, 0), (Some(5), Some(8), 1));
    assert_eq!(dose(&hold, 5), (Some(10), Some(8), 1));
    assert_eq!(dose(&hold, 6), (Some(10), Some(9), 1));
    assert_eq!(dose(&hold, 7), (Some(10), Some(9), 2));
    let work = Work::Flow { time: Range { low: secs(60), high: secs(120) }, phases: Vec::new() };
    let flow = sheet(vec![fixture::exercise("walk", work, 1, Sides::None)]);
    assert_eq!((dose(&flow, 0), dose(&flow, 2)), ((Some(60), None, 1), (Some(80), None, 1)));
    assert_eq!(flow.paths[0].dose(6).time, Some(secs(120)));
}

#[test]
fn what_leads_on_is_told_until_the_last_end() {
    let mut diary = many(2);
    let told = |diary: &Diary, path: usize| {
        let stand = &diary.course().stands[path];
        (stand.towards(&diary.sheet.paths[path]), diary.sheet.next(path, stand))
    };
    assert_eq!(told(&diary, 0), ("0 of 3 full sessions".to_owned(), Some("hold 6 s".to_owned())));
    diary.full(2);
    assert_eq!(told(&diary, 0), ("2 of 3 full sessions".to_owned(), Some("hold 6 s".to_owned())));
    // One of two moves at a time, and the other waits.
    diary.full(1);
    assert_eq!(told(&diary, 0), ("0 of 3 full sessions".to_owned(), Some("hold 7 s".to_owned())));
    assert_eq!(told(&diary, 1), ("3 full sessions; its turn comes".to_owned(), Some("hold 6 s".to_owned())));
    let mut end = Diary::new(sheet(vec![open_hold("a", (5, 6), (8, 8), (1, 1))]));
    end.full(3);
    assert_eq!(told(&end, 0), ("at its last end".to_owned(), None));
}
