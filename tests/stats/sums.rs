//! What sessions and their exercises come to, by example: every number worked out by hand.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use serde_json::{Value, json};
use supple::history::{
    record::Record,
    seconds::Seconds,
    stats::{Efforts, ExerciseStats, Stats, Statuses, stats},
};

const TODAY: Date = date(2026, 11, 21);

/// A session so many days ago.
fn session(ago: i64, more: &Value) -> Record {
    let day = TODAY.checked_sub(ago.days()).unwrap();
    let at = day.at(7, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
    let mut value = json!({
        "v": 1, "id": format!("01S{day}"), "routine": "morning", "started": at.to_string(), "ended": at.to_string(),
        "status": "completed", "active_seconds": 60, "exercises": [],
    });
    for (key, field) in more.as_object().unwrap() {
        value[key] = field.clone();
    }
    serde_json::from_value(value).unwrap()
}

fn of(records: &[Record]) -> Stats {
    stats(&records.iter().collect::<Vec<_>>(), TODAY, None)
}

fn ago(days: i64) -> Date {
    TODAY.checked_sub(days.days()).unwrap()
}

fn seconds(seconds: u64) -> Seconds {
    Seconds::from_millis(seconds * 1000)
}

#[test]
fn sessions_are_counted_by_how_they_ended_and_how_hard_they_were() {
    let all = [("recorded", "easy"), ("recorded", "hard"), ("stopped", "hard"), ("recorded", "hard")];
    let all =
        (0..).zip(all).map(|(n, (status, effort))| session(n, &json!({"status": status, "effort": effort})));
    let stats = of(&all.chain([session(9, &json!({"effort": "right"}))]).collect::<Vec<_>>());
    assert_eq!(stats.statuses, Statuses { completed: 1, stopped: 1, recorded: 3 });
    assert_eq!(stats.effort, Efforts { easy: 1, right: 1, hard: 3 });
    assert_eq!(
        (stats.sessions, stats.active, stats.first, stats.last),
        (5, seconds(300), Some(ago(9)), Some(TODAY))
    );
}

/// The most often played first, then by their ids; each with the name that the latest session gives it, if it gives one.
#[test]
fn routines_are_counted_with_the_name_that_they_have_now() {
    let named = |n, routine: &str, name: Option<&str>| {
        let name = name.map_or(json!({}), |name| json!({"name": name}));
        let mut record = session(n, &name);
        record.routine = routine.into();
        record
    };
    let stats = of(&[
        named(9, "walk", None),
        named(8, "walk", Some("A walk")),
        named(7, "walk", Some("The walk")),
        named(6, "walk", None),
        named(5, "yoga", Some("Yoga")),
        named(4, "cycling", Some("Cycling")),
        named(2, "yoga", Some("Yoga")),
        named(3, "cycling", None),
    ]);
    let told: Vec<_> = stats
        .routines
        .iter()
        .map(|one| (&*one.id, one.name.as_deref(), one.sessions, one.active, one.last))
        .collect();
    assert_eq!(
        told,
        [
            ("walk", Some("The walk"), 4, seconds(240), ago(6)),
            ("cycling", Some("Cycling"), 2, seconds(120), ago(3)),
            ("yoga", Some("Yoga"), 2, seconds(120), ago(2)),
        ]
    );
}

/// One exercise, session by session: what is said of its entry beside the id.
fn exercise(entries: &[(&str, Value)]) -> ExerciseStats {
    let all: Vec<Record> = entries
        .iter()
        .zip((0..entries.len()).rev())
        .map(|((status, entry), n)| {
            let mut one = json!({"n": 0, "id": "it", "target": {"sets": 1}});
            for (key, field) in entry.as_object().unwrap() {
                one[key] = field.clone();
            }
            session(i64::try_from(n).unwrap(), &json!({"status": status, "exercises": [one]}))
        })
        .collect();
    of(&all).exercise("it").unwrap().clone()
}

#[test]
fn what_became_of_an_exercise_is_counted_apart() {
    let all = [
        ("completed", json!({"status": "done"})),
        ("completed", json!({"status": "done"})),
        ("completed", json!({"status": "partial"})),
        ("stopped", json!({"status": "partial"})),
        ("completed", json!({"status": "skipped", "skip_reason": "time"})),
        ("stopped", json!({"status": "skipped", "skip_reason": "pain"})),
        ("stopped", json!({"status": "skipped", "skip_reason": "pain", "optional": true})),
        ("completed", json!({"status": "skipped"})),
        ("stopped", json!({"status": "skipped"})),
        ("stopped", json!({"status": "skipped"})),
        ("stopped", json!({"status": "skipped", "optional": true})),
        ("completed", json!({"status": "skipped", "optional": true})),
        ("completed", json!({"status": "skipped", "optional": true})),
        ("completed", json!({"status": "skipped", "swapped_for": 1})),
        ("completed", json!({"status": "partial", "swapped_for": 1})),
    ];
    let it = exercise(&all);
    assert_eq!((it.times, it.done, it.partial, it.skipped), (15, 2, 2, 4));
    assert_eq!((it.unreached, it.left_out, it.swapped), (2, 3, 2));
    let reasons: Vec<_> = it.reasons.iter().map(|reason| (reason.word.as_deref(), reason.times)).collect();
    assert_eq!(reasons, [(Some("pain"), 2), (None, 1), (Some("time"), 1)]);
    // The last one of which anything was done.
    assert_eq!(it.last, Some(TODAY));
    assert_eq!(exercise(&all[..13]).last, Some(ago(9)));
}

#[test]
fn exercises_that_are_left_out_come_with_how_often_it_was_their_turn() {
    let entry = |id: &str, status: &str| json!({"n": 0, "id": id, "status": status, "skip_reason": null});
    let day = |n, entries: Vec<Value>| session(n, &json!({"exercises": entries}));
    let stats = of(&[
        day(5, vec![entry("a", "skipped"), entry("b", "skipped"), entry("c", "skipped"), entry("d", "done")]),
        day(4, vec![entry("a", "done"), entry("b", "partial"), entry("c", "skipped")]),
        day(
            3,
            vec![entry("a", "partial"), entry("b", "skipped"), entry("c", "skipped"), entry("e", "skipped")],
        ),
        day(2, vec![entry("a", "skipped"), entry("b", "done"), entry("e", "skipped")]),
    ]);
    let told: Vec<_> = stats.skipped.iter().map(|one| (&*one.id, one.skipped, one.of)).collect();
    assert_eq!(told, [("c", 3, 3), ("e", 2, 2), ("a", 2, 4), ("b", 2, 4)]);
}

#[test]
fn bests_are_those_of_one_side_in_one_session_on_their_first_day() {
    let tally = |reps: u32, seconds: u32| json!({"reps": reps, "seconds": seconds});
    let done = |more: Value| {
        let mut entry = json!({"status": "done"});
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ("completed", entry)
    };
    let hold = |hold: u32, left: Value, right: Value| {
        done(json!({"target": {"sets": 1, "hold": hold}, "left": left, "right": right}))
    };
    let it = exercise(&[
        hold(20, tally(3, 60), tally(4, 80)),
        hold(30, tally(0, 10), tally(0, 0)),
        hold(25, tally(4, 90), tally(2, 50)),
        hold(25, tally(4, 100), tally(4, 100)),
    ]);
    assert_eq!(it.longest_hold.map(|best| (best.value, best.on)), Some((seconds(25), ago(1))));
    assert_eq!(it.most_reps.map(|best| (best.value, best.on)), Some((4, ago(3))));
    assert_eq!((it.longest_time, it.seconds, it.reps), (None, seconds(490), 21));
    assert_eq!(
        it.dose.map(|dose| (dose.first.hold, dose.latest.hold)),
        Some((Some(seconds(20)), Some(seconds(25))))
    );

    let time = |seconds: u32| done(json!({"target": {"sets": 1, "time": 60}, "both": tally(0, seconds)}));
    let it = exercise(&[time(50), time(61), time(0), time(61)]);
    assert_eq!(it.longest_time.map(|best| (best.value, best.on)), Some((seconds(61), ago(2))));
    assert_eq!((it.most_reps, it.longest_hold), (None, None));
    assert_eq!(exercise(&[time(0)]).longest_time, None);
    // What was skipped is no work, whatever its line says of it.
    let mut skipped = time(90);
    skipped.1["status"] = "skipped".into();
    assert_eq!(exercise(&[time(50), skipped]).seconds, seconds(50));
}

#[test]
fn two_sides_that_differ_by_much_are_told_after_three_times() {
    let sides = |count: usize, left: (u32, u32), right: (u32, u32)| {
        let tally = |(reps, seconds): (u32, u32)| json!({"reps": reps, "seconds": seconds});
        let entry = json!({"status": "done", "left": tally(left), "right": tally(right)});
        exercise(&vec![("completed", entry); count]).sides
    };
    let words = |count, left, right| sides(count, left, right).unwrap().words;
    assert_eq!(words(2, (8, 0), (10, 0)), None);
    assert_eq!(words(5, (8, 0), (10, 0)).unwrap(), "Left: 20 % fewer reps than right (40 of 50).");
    assert_eq!(words(3, (10, 0), (6, 0)).unwrap(), "Right: 40 % fewer reps than left (18 of 30).");
    assert_eq!(words(3, (10, 75), (10, 100)).unwrap(), "Left: 25 % less time than right.");
    assert_eq!(words(3, (0, 100), (0, 80)).unwrap(), "Right: 20 % less time than left.");
    // From fifteen in a hundred on.
    assert_eq!(words(3, (86, 0), (100, 0)), None);
    assert_eq!(words(3, (85, 0), (100, 0)).unwrap(), "Left: 15 % fewer reps than right (255 of 300).");
    assert_eq!((words(3, (9, 30), (9, 30)), words(3, (0, 0), (0, 0))), (None, None));
    let told = sides(3, (8, 20), (10, 30)).unwrap();
    assert_eq!((told.entries, told.left_reps, told.right_reps), (3, 24, 30));
    assert_eq!((told.left_seconds, told.right_seconds), (seconds(60), seconds(90)));
    // One side alone is compared with nothing.
    let alone = exercise(&[("completed", json!({"status": "done", "left": {"reps": 3, "seconds": 9}}))]);
    assert_eq!(alone.sides, None);
}

#[test]
fn the_pain_of_a_day_is_the_worst_that_was_told_on_it() {
    let exercise = |pain: u8| json!([{"n": 0, "id": "it", "status": "done", "pain": pain}]);
    let stats = of(&[
        session(9, &json!({"pain": {"before": 3, "after": 5}})),
        session(8, &json!({"pain": {"before": 6, "after": 2}, "exercises": exercise(4)})),
        session(7, &json!({"exercises": exercise(7)})),
        session(6, &json!({})),
    ]);
    assert_eq!(stats.days.iter().map(|day| day.pain).collect::<Vec<_>>(), [Some(5), Some(6), Some(7), None]);
    assert_eq!(
        [9, 8, 7, 6, 5].map(|days| stats.day(ago(days)).map(|day| day.sessions)),
        [Some(1), Some(1), Some(1), Some(1), None]
    );
    // Thursday to Sunday, of one week.
    assert_eq!(stats.week(ago(9)).map(|week| (week.monday, week.sessions)), Some((date(2026, 11, 9), 4)));
    assert_eq!(stats.week(ago(20)), None);
    assert_eq!(stats.exercise("other"), None);
    let it = stats.exercise("it").unwrap().pain.clone().unwrap();
    assert_eq!((it.told, it.median, it.worst, it.last, it.last_on), (2, 5.5, 7, 7, ago(7)));
    let pain = stats.pain;
    assert_eq!((pain.before.told, pain.after.told, pain.eased, pain.same, pain.worse), (2, 2, 1, 0, 1));
    assert_eq!((pain.before.median, pain.after.median, pain.change), (Some(4.5), Some(3.5), Some(-1.0)));
}

/// Far apart on the globe a later session may be of an earlier day.
#[test]
fn days_are_in_order_whatever_the_order_of_sessions() {
    let at = |time: &str, id: &str| {
        let mut record = session(0, &json!({"id": id}));
        record.started = time.parse().unwrap();
        record
    };
    let stats = of(&[
        at("2026-11-20T09:00:00+14:00[Pacific/Kiritimati]", "1"),
        at("2026-11-19T10:00:00-11:00[Pacific/Pago_Pago]", "2"),
        at("2026-11-18T23:00:00-11:00[Pacific/Pago_Pago]", "0"),
        at("2026-11-20T12:00:00+00:00[UTC]", "3"),
    ]);
    let days: Vec<_> = stats.days.iter().map(|day| (day.date.day(), day.sessions)).collect();
    assert_eq!(days, [(18, 1), (19, 1), (20, 2)]);
}

/// What is recent: the last eighty-four days.
#[test]
fn a_line_of_pain_is_told_as_a_whole_and_lately() {
    let told = |days: &[(i64, u8)]| {
        let all: Vec<Record> =
            days.iter().map(|(day, pain)| session(*day, &json!({"pain": {"before": pain}}))).collect();
        of(&all).pain.before
    };
    let line = told(&[(84, 3), (80, 3), (76, 3), (70, 3)]);
    assert_eq!((line.trend.is_some(), line.recent), (true, None));
    assert!(told(&[(83, 3), (80, 3), (76, 3), (70, 3)]).recent.is_some());
    assert_eq!(told(&[(3, 5)]).words(), None);
    assert_eq!(told(&[(28, 5), (21, 5), (14, 5), (7, 5)]).words().unwrap(), "about the same each week");
    let then_steady = [
        (290, 9),
        (280, 8),
        (270, 7),
        (260, 6),
        (250, 5),
        (240, 4),
        (230, 3),
        (30, 2),
        (21, 2),
        (14, 2),
        (7, 2),
    ];
    assert_eq!(told(&then_steady).words().unwrap(), "a little less each week; lately about the same");
}

#[test]
fn the_order_in_which_sessions_are_handed_in_changes_nothing() {
    let session = |n: i64| {
        let entry = json!({"n": 0, "id": "it", "status": "done", "pain": n, "target": {"sets": n}});
        session(9 - n, &json!({"name": format!("Name {n}"), "pain": {"before": n}, "exercises": [entry]}))
    };
    let mut all: Vec<Record> = (0..4).map(session).collect();
    let straight = of(&all);
    let it = straight.exercise("it").unwrap();
    assert_eq!(
        (it.dose.map(|dose| (dose.first.sets, dose.latest.sets)), it.pain.as_ref().map(|pain| pain.last)),
        (Some((0, 3)), Some(3))
    );
    all.reverse();
    assert_eq!(of(&all), straight);
    all.swap(0, 2);
    assert_eq!(of(&all), straight);
}
