//! What holds whatever somebody does.

use std::{fs, time::Duration};

use proptest::{collection::vec, prelude::*, sample::subsequence};
use serde_json::json;
use supple::{
    history::{
        progression::{Change, Course, ENOUGH, Fate, Sheet, Stand, Value, arrive, decision, follow},
        reading::History,
        record::{Done, Record},
    },
    plan::{Options, Plan, compile},
    routine::{Block, Dose, Exercise, Prepare, Range, RepShape, Routine, Sides, Words, Work},
};

use crate::done::{in_full, leave_out, record};

const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

/// One day of one exercise.
#[derive(Clone, Copy, Debug)]
enum Day {
    Full,
    Partly,
    Shorter,
    LeftOut(Option<&'static str>),
    /// It was not in the session at all.
    Absent,
}

/// One session.
#[derive(Clone, Debug)]
struct Session {
    days: Vec<Day>,
    before: Option<u8>,
    after: Option<u8>,
    effort: Option<&'static str>,
    fast: bool,
    level: bool,
    asks: bool,
}

fn range(lowest: u32, highest: u32) -> impl Strategy<Value = Range<u32>> {
    (lowest..=highest, 0..6_u32).prop_map(|(low, more)| Range { low, high: low + more })
}

fn length() -> impl Strategy<Value = Range<Duration>> {
    let millis = prop_oneof![1..=40_u64, 1..=90_u64].prop_map(|halves| halves * 500);
    (millis, prop_oneof![Just(0), 1..=60_u64])
        .prop_map(|(low, halves)| (low, low + halves * 500))
        .prop_map(|(low, high)| Range { low: Duration::from_millis(low), high: Duration::from_millis(high) })
}

fn work() -> impl Strategy<Value = Work> {
    let even = RepShape::Even(Range::only(Duration::from_secs(4)));
    prop_oneof![
        (length(), range(1, 12)).prop_map(|(hold, reps)| Work::Hold { hold, reps }),
        range(1, 12).prop_map(move |reps| Work::Reps { reps, shape: even.clone() }),
        length().prop_map(|time| Work::Flow { time, phases: Vec::new() }),
        Just(Work::Open { target: None }),
    ]
}

fn routine() -> impl Strategy<Value = Routine> {
    vec((work(), range(1, 3), any::<bool>()), 1..=8).prop_map(|parts| {
        let block = |(name, (work, sets, sided)): (&&str, (Work, Range<u32>, bool))| {
            let dose = Dose {
                work,
                sets,
                sides: if sided { Sides::Each } else { Sides::None },
                first_side: None,
                side_labels: None,
                breath: None,
                prepare: Prepare::Auto,
                relax: Duration::ZERO,
                switch: Duration::ZERO,
                rest: Duration::ZERO,
                estimate: None,
            };
            let words = Words { name: (*name).to_owned(), ..Words::default() };
            let (id, assumed) = ((*name).to_owned(), Vec::new());
            Block::Exercise(Box::new(Exercise { id, words, dose, optional: false, assumed }))
        };
        let blocks: Vec<Block> = NAMES.iter().zip(parts).map(block).collect();
        Routine::of_steps("r", "R", blocks)
    })
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        14 => Just(Day::Full),
        1 => Just(Day::Partly),
        1 => Just(Day::Shorter),
        1 => prop_oneof![Just(None), Just(Some("pain")), Just(Some("time"))].prop_map(Day::LeftOut),
        1 => Just(Day::Absent),
    ]
}

fn session() -> impl Strategy<Value = Session> {
    let before = prop_oneof![4 => Just(None), 6 => (0..=6_u8).prop_map(Some)];
    // How much worse it is afterwards, with one to take off; most days no worse.
    let worse = prop_oneof![3 => Just(None), 4 => Just(Some(1)), 2 => Just(Some(0)), 1 => Just(Some(2)), 1 => Just(Some(4))];
    let effort = prop_oneof![4 => Just(None), 2 => Just(Some("right")), 1 => Just(Some("easy")), 1 => Just(Some("hard"))];
    let seldom = || prop::bool::weighted(0.05);
    (vec(day(), 8), before, worse, effort, seldom(), seldom(), prop::bool::weighted(0.1)).prop_map(
        |(days, before, worse, effort, fast, level, asks)| {
            let after = worse.map(|worse: u8| (before.unwrap_or(2) + worse).saturating_sub(1));
            Session { days, before, after, effort, fast, level, asks }
        },
    )
}

/// Every session at the dose that the ones before it have led to.
fn live(routine: &Routine, sessions: &[Session]) -> (Sheet, Vec<Record>) {
    let sheet = Sheet::of(routine);
    let mut records: Vec<Record> = Vec::new();
    for (number, session) in sessions.iter().enumerate() {
        let standing = follow(&sheet, &records).doses(&sheet, routine, &[]);
        let plan: Plan = compile(routine, &Options { standing, ..Options::default() });
        let started = format!("2026-{:02}-{:02}T07:00:00+00:00[UTC]", number / 28 + 1, number % 28 + 1);
        let mut value = in_full(&plan, &[], &format!("S{number:03}"), &started);
        for (place, day) in session.days.iter().take(plan.entries.len()).enumerate() {
            match day {
                Day::Full | Day::Absent => {}
                Day::Partly => value["exercises"][place]["status"] = "partial".into(),
                Day::Shorter => {
                    let hands = ["left", "right", "both"];
                    for hand in hands.iter().filter(|hand| plan_has(&plan, place, hand)) {
                        value["exercises"][place][*hand] = json!({ "reps": 0, "seconds": 0.1 });
                    }
                }
                Day::LeftOut(reason) => leave_out(&mut value, place, *reason),
            }
        }
        let exercises = value["exercises"].as_array_mut().unwrap();
        let mut days = session.days.iter();
        exercises.retain(|_| !matches!(days.next(), Some(Day::Absent)));
        value["pain"] = json!({ "before": session.before, "after": session.after });
        value["effort"] = json!(session.effort);
        if session.fast {
            value["speed"] = 20.0.into();
        }
        if session.level {
            value["level"] = "mid".into();
        }
        if session.asks {
            value["progression"] = "ask".into();
        }
        records.push(record(value));
    }
    (sheet, records)
}

fn plan_has(plan: &Plan, place: usize, hand: &str) -> bool {
    plan.entries[place].sided == (hand != "both")
}

fn life() -> impl Strategy<Value = (Routine, Vec<Session>)> {
    (routine(), vec(session(), 0..40))
}

fn places(course: &Course) -> Vec<u32> {
    course.stands.iter().map(|stand| stand.place).collect()
}

fn hurts(record: &Record) -> bool {
    let pain = record.pain.unwrap_or_default();
    pain.before.zip(pain.after).is_some_and(|(before, after)| after > before)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nobody_ever_stands_outside_a_range((routine, sessions) in life()) {
        let (sheet, records) = live(&routine, &sessions);
        for count in 0..=records.len() {
            let course = follow(&sheet, &records[..count]);
            for (path, stand) in sheet.paths.iter().zip(&course.stands) {
                for ((which, now), (_, low, high)) in path.values(stand.place).into_iter().zip(path.ends()) {
                    prop_assert!(low <= now && now <= high, "{which:?} {now:?} of {low:?} to {high:?}");
                    let whole = match now {
                        Value::Time(time) => time.subsec_nanos() == 0,
                        Value::Count(_) => true,
                    };
                    prop_assert!(whole || now == low || now == high, "{now:?}");
                }
            }
            // A plan is compiled at exactly the doses where the user stands.
            let standing = course.doses(&sheet, &routine, &[]);
            let plan = compile(&routine, &Options { standing: standing.clone(), ..Options::default() });
            for entry in &plan.entries {
                prop_assert!(standing.get(&entry.n).is_none_or(|dose| *dose == entry.target));
            }
        }
    }

    #[test]
    fn who_asks_for_the_last_changes_stands_where_all_of_them_lead((routine, sessions) in life()) {
        let (sheet, records) = live(&routine, &sessions);
        let (whole, brief) = (follow(&sheet, &records), arrive(&sheet, &records));
        prop_assert_eq!(&brief.stands, &whole.stands);
        for path in 0..sheet.paths.len() {
            let of_path = |course: &Course| {
                course.changes.iter().filter(|change| change.path == path).cloned().collect::<Vec<Change>>()
            };
            prop_assert_eq!(of_path(&brief), of_path(&whole).into_iter().rev().take(1).collect::<Vec<_>>());
        }
    }

    #[test]
    fn each_change_is_one_notch_of_one_range_and_never_up_after_pain((routine, sessions) in life()) {
        let (sheet, records) = live(&routine, &sessions);
        let course = follow(&sheet, &records);
        for change in &course.changes {
            prop_assert_eq!(change.up, change.to > change.from);
            if !change.up {
                continue;
            }
            let here = records.iter().position(|record| record.id == change.session).unwrap();
            let with_it = records[..=here].iter().rev().filter(|record| {
                record.speed.is_none() && record.exercises.iter().any(|exercise| exercise.id == change.id)
            });
            // Of the sessions that count the last three, and whatever lies between.
            let mut full = 0;
            for record in with_it {
                prop_assert!(!hurts(record), "{}", change.sentence());
                let exercise = record.exercises.iter().find(|exercise| exercise.id == change.id).unwrap();
                if record.level.is_some() {
                    continue;
                }
                prop_assert_eq!(exercise.status, Done::Done);
                prop_assert_ne!(record.effort.as_deref(), Some("hard"));
                full += 1;
                if full == ENOUGH {
                    break;
                }
            }
            prop_assert_eq!(full, ENOUGH);
        }
    }

    #[test]
    fn at_most_one_in_three_moves_up_and_always_one_if_any_is_ready((routine, sessions) in life()) {
        let (sheet, records) = live(&routine, &sessions);
        for (number, record) in records.iter().enumerate() {
            let course = follow(&sheet, &records[..=number]);
            let up = course.after(&record.id).filter(|change| change.up).count();
            let most = (record.exercises.len() / 3).max(1);
            prop_assert!(up <= most, "{up} of {}", record.exercises.len());
            if record.speed.is_some() || record.level.is_some() {
                prop_assert_eq!(course.after(&record.id).count(), 0);
                continue;
            }
            let before = follow(&sheet, &records[..number]);
            let waits = |(index, stand): (usize, &Stand)| {
                let gained = stand.row > before.stands[index].row;
                gained && stand.row >= ENOUGH && stand.place < sheet.paths[index].notches()
            };
            if course.stands.iter().enumerate().any(waits) {
                prop_assert_eq!(up, most, "somebody waits without need");
            }
        }
    }

    #[test]
    fn every_session_has_the_last_word_on_nothing_before_it((routine, sessions) in life()) {
        let (sheet, records) = live(&routine, &sessions);
        let all = follow(&sheet, &records).changes;
        for count in 0..=records.len() {
            let some = follow(&sheet, &records[..count]).changes;
            prop_assert_eq!(&some[..], &all[..some.len()]);
        }
        // What was played faster than life may as well not have been.
        let slow: Vec<Record> = records.iter().filter(|record| record.speed.is_none()).cloned().collect();
        prop_assert_eq!(follow(&sheet, &slow).changes, all);
    }

    #[test]
    fn turned_down_it_is_as_before_and_accepted_again_as_it_was((routine, sessions) in life()) {
        let (sheet, mut records) = live(&routine, &sessions);
        prop_assume!(!records.is_empty());
        let before = follow(&sheet, &records[..records.len() - 1]);
        let after = follow(&sheet, &records);
        let last = records.last().unwrap().id.clone();
        let changes: Vec<Change> = after.after(&last).cloned().collect();
        let mut answered = |accepted| {
            let fields = decision::answer(&changes, accepted);
            records.last_mut().unwrap().more.insert("progress".to_owned(), fields["progress"].clone());
            follow(&sheet, &records)
        };
        let down = answered(false);
        prop_assert_eq!(places(&down), places(&before));
        prop_assert!(down.after(&last).all(|change| change.fate == Fate::TurnedDown));
        let accepted = answered(true);
        prop_assert!(accepted.after(&last).all(|change| change.fate == Fate::Made));
        if changes.iter().all(|change| change.fate == Fate::Made) {
            prop_assert_eq!(accepted, after);
        }
    }

    /// Whatever was said no to, where pain is told afterwards everybody stands where they would have stood by that pain.
    #[test]
    fn a_no_said_before_pain_was_told_holds_nothing_back((routine, sessions) in life()) {
        let (sheet, mut records) = live(&routine, &sessions);
        prop_assume!(!records.is_empty());
        let ups: Vec<Change> = {
            let course = follow(&sheet, &records);
            let last = &records.last().unwrap().id;
            course.after(last).filter(|change| change.up).cloned().collect()
        };
        let last = records.last_mut().unwrap();
        last.pain = serde_json::from_value(json!({ "before": 1, "after": 8 })).unwrap();
        let hurt = follow(&sheet, &records);
        let no = decision::answer(&ups, false);
        records.last_mut().unwrap().more.insert("progress".to_owned(), no["progress"].clone());
        prop_assert_eq!(follow(&sheet, &records), hurt);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Two machines, lines in any order, some in both files, and the user's decisions as lines of their own.
    #[test]
    fn the_order_of_files_and_lines_means_nothing(
        (routine, sessions) in (routine(), vec(session(), 1..25)),
        keys in vec(any::<u32>(), 60),
        twice in subsequence((0..25).collect::<Vec<usize>>(), 0..10),
        answers in vec(prop::option::of(any::<bool>()), 25),
    ) {
        let (sheet, mut records) = live(&routine, &sessions);
        let mut lines: Vec<String> = records.iter().map(Record::line).collect();
        for number in twice.into_iter().filter(|number| *number < records.len()) {
            lines.push(records[number].line());
        }
        let course = follow(&sheet, &records);
        for (record, answer) in records.iter_mut().zip(answers) {
            let changes: Vec<Change> = course.after(&record.id).cloned().collect();
            let Some(accepted) = answer.filter(|_| !changes.is_empty()) else { continue };
            let fields = decision::answer(&changes, accepted);
            let at = "2027-01-01T00:00:00+00:00[UTC]";
            let id = format!("A{}", record.id);
            let line = json!({ "v": 1, "id": id, "amends": record.id, "at": at, "progress": fields["progress"] });
            lines.push(format!("{line}\n"));
            record.more.insert("progress".to_owned(), fields["progress"].clone());
        }
        let mut shuffled: Vec<(u32, String)> = keys.iter().copied().cycle().zip(lines).collect();
        shuffled.sort();
        let folder = tempfile::tempdir().unwrap();
        let of = |odd: u32| -> String {
            shuffled.iter().filter(|(key, _)| key % 2 == odd).map(|(_, line)| line.as_str()).collect()
        };
        fs::write(folder.path().join("2026-desk.jsonl"), of(0)).unwrap();
        fs::write(folder.path().join("2026-airy.jsonl"), of(1)).unwrap();
        let history = History::read(folder.path()).unwrap();
        prop_assert!(history.faults.is_empty(), "{:?}", history.faults);
        prop_assert_eq!(follow(&sheet, &history.records), follow(&sheet, &records));
        let backwards: Vec<&Record> = records.iter().rev().collect();
        prop_assert_eq!(follow(&sheet, backwards), follow(&sheet, &records));
    }
}
