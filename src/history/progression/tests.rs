//! The rules, one by one.

use serde_json::{Value as Json, json};

use super::*;
use crate::{
    history::record::Record,
    routine::{Block, Range, Routine, Sides, Work},
};

use crate::history::fixture::{self, secs};

mod said;

mod seats;

fn open_hold(id: &str, hold: (u64, u64), reps: (u32, u32), sets: (u32, u32)) -> Block {
    let work = Work::Hold {
        hold: Range { low: secs(hold.0), high: secs(hold.1) },
        reps: Range { low: reps.0, high: reps.1 },
    };
    let mut block = fixture::exercise(id, work, 1, Sides::None);
    if let Block::Exercise(exercise) = &mut block {
        exercise.dose.sets = Range { low: sets.0, high: sets.1 };
    }
    block
}

/// One exercise: hold 5 to 10 s, 8 to 9 reps, 1 or 2 sets.
fn one() -> Sheet {
    sheet(vec![open_hold("bird-dog", (5, 10), (8, 9), (1, 2))])
}

fn sheet(steps: Vec<Block>) -> Sheet {
    Sheet::of(&Routine::of_steps("morning", "Morning", steps))
}

/// The sessions of somebody who follows: each does what the course so far asks for, altered by `change`.
struct Diary {
    sheet: Sheet,
    records: Vec<Record>,
}

impl Diary {
    fn new(sheet: Sheet) -> Self {
        Self { sheet, records: Vec::new() }
    }

    fn course(&self) -> Course {
        follow(&self.sheet, &self.records)
    }

    /// What the next session does, all of it in full.
    fn next(&self) -> Json {
        let course = self.course();
        let number = self.records.len();
        let exercise = |(path, stand): (&Path, &Stand)| {
            let dose = path.dose(stand.place);
            let (hold, reps) = (dose.hold.map_or(0, |hold| hold.as_secs()), dose.reps.unwrap_or(0));
            let all = reps * dose.sets;
            json!({
                "n": path.n, "id": path.id, "status": "done", "sets": dose.sets,
                "target": { "sets": dose.sets, "reps": reps, "hold": hold },
                "both": { "reps": all, "seconds": u64::from(all) * hold }, "skip_reason": null,
            })
        };
        json!({
            "v": 1, "id": format!("01S{number:03}"), "routine": "morning",
            "started": format!("2026-{:02}-{:02}T07:00:00+01:00[Europe/Berlin]", number / 28 + 1, number % 28 + 1),
            "ended": "2026-12-31T08:00:00+01:00[Europe/Berlin]", "status": "completed",
            "exercises": self.sheet.paths.iter().zip(&course.stands).map(exercise).collect::<Vec<_>>(),
        })
    }

    fn add(&mut self, change: impl FnOnce(&mut Json)) -> &mut Self {
        let mut record = self.next();
        change(&mut record);
        self.records.push(serde_json::from_value(record).unwrap());
        self
    }

    fn full(&mut self, sessions: usize) -> &mut Self {
        for _ in 0..sessions {
            self.add(|_| ());
        }
        self
    }

    /// Every sentence, with its fate where it was not simply made.
    fn said(&self) -> Vec<String> {
        let said = |change: &Change| match change.fate {
            Fate::Made => change.sentence(),
            fate => format!("{fate:?} {}", change.sentence()),
        };
        self.course().changes.iter().map(said).collect()
    }

    fn place(&self) -> u32 {
        self.course().stands[0].place
    }
}

fn said(sessions: impl FnOnce(&mut Diary)) -> Vec<String> {
    let mut diary = Diary::new(one());
    sessions(&mut diary);
    diary.said()
}

#[test]
fn three_full_sessions_lead_one_notch_up_and_the_row_begins_anew() {
    assert_eq!(said(|diary| _ = diary.full(2)), [""; 0]);
    let up = "bird dog: hold 5 → 6 s: three full sessions";
    assert_eq!(said(|diary| _ = diary.full(5)), [up]);
    assert_eq!(said(|diary| _ = diary.full(6)), [up, "bird dog: hold 6 → 7 s: three full sessions"]);
}

#[test]
fn the_hold_goes_first_then_the_reps_then_the_sets_and_no_further_than_the_end() {
    let mut diary = Diary::new(one());
    diary.full(60);
    let moves: Vec<String> = diary.course().changes.iter().map(Change::what).collect();
    assert_eq!(
        moves,
        [
            "hold 5 → 6 s",
            "hold 6 → 7 s",
            "hold 7 → 8 s",
            "hold 8 → 9 s",
            "hold 9 → 10 s",
            "reps 8 → 9",
            "sets 1 → 2"
        ]
    );
    assert_eq!(diary.place(), diary.sheet.paths[0].notches());
}

#[test]
fn what_was_said_of_effort_and_pain_is_said_again() {
    let asked = |effort: &'static str, pain: Json| {
        said(|diary| {
            for _ in 0..3 {
                diary.add(|record| {
                    record["effort"] = effort.into();
                    record["pain"] = pain.clone();
                });
            }
        })
    };
    let steady = json!({ "before": 3, "after": 3 });
    assert_eq!(
        asked("right", steady.clone()),
        ["bird dog: hold 5 → 6 s: three full sessions, effort just right, pain steady"]
    );
    assert_eq!(
        asked("easy", json!({ "before": 3, "after": 1 })),
        ["bird dog: hold 5 → 6 s: three full sessions, effort easy, pain steady"]
    );
    assert_eq!(asked("hard", steady), [""; 0]);
    assert_eq!(asked("right", json!({ "before": 3, "after": 4 })), [""; 0]);
}

#[test]
fn what_is_not_in_full_begins_the_row_anew() {
    let breaks: [fn(&mut Json); 6] = [
        |record| record["exercises"][0]["status"] = "partial".into(),
        |record| record["exercises"][0]["status"] = "skipped".into(),
        |record| record["effort"] = "hard".into(),
        |record| record["pain"] = json!({ "before": 2, "after": 3 }),
        // One rep was taken off, or some seconds.
        |record| record["exercises"][0]["both"]["reps"] = 7.into(),
        |record| record["exercises"][0]["both"]["seconds"] = 30.into(),
    ];
    for (number, change) in breaks.into_iter().enumerate() {
        let mut diary = Diary::new(one());
        diary.full(2).add(change).full(2);
        assert_eq!(diary.place(), 0, "{number}");
        diary.full(1);
        assert_eq!(diary.place(), 1, "{number}");
    }
}

#[test]
fn less_than_where_one_stands_says_nothing() {
    let mut diary = Diary::new(one());
    let trimmed = |record: &mut Json| {
        record["exercises"][0]["target"]["hold"] = 4.into();
    };
    diary.full(2).add(trimmed).add(trimmed).add(trimmed);
    assert_eq!(diary.place(), 0);
    diary.full(1);
    assert_eq!(diary.place(), 1);
}

#[test]
fn runs_faster_than_life_and_other_routines_count_for_nothing() {
    let mut diary = Diary::new(one());
    for _ in 0..4 {
        diary.add(|record| record["speed"] = 20.0.into());
        diary.add(|record| record["routine"] = "evening".into());
    }
    assert_eq!(diary.place(), 0);
    diary.full(2);
    assert_eq!(diary.place(), 0);
}

#[test]
fn a_session_at_a_level_of_ones_choice_moves_nothing_unless_it_hurt() {
    let mut diary = Diary::new(one());
    let high = |record: &mut Json| record["level"] = "high".into();
    diary.add(high).add(high).add(high).full(2).add(high);
    assert_eq!(diary.place(), 0);
    diary.full(1);
    assert_eq!(diary.place(), 1);
    diary.full(2).add(|record| {
        record["level"] = "high".into();
        record["pain"] = json!({ "before": 2, "after": 3 });
    });
    diary.full(2);
    assert_eq!(diary.place(), 1);
    diary.full(1);
    assert_eq!(diary.place(), 2);
}

#[test]
fn pain_hard_work_and_skipping_for_pain_lead_one_notch_down() {
    let after = |change: fn(&mut Json), times: usize| {
        let mut diary = Diary::new(one());
        diary.full(6);
        for _ in 0..times {
            diary.add(change);
        }
        diary.said().split_off(2)
    };
    let worse = |record: &mut Json| record["pain"] = json!({ "before": 2, "after": 4 });
    assert_eq!(after(worse, 1), ["bird dog: hold 7 → 6 s: pain rose by 2"]);
    let hard = |record: &mut Json| record["effort"] = "hard".into();
    assert_eq!(after(hard, 1), [""; 0]);
    assert_eq!(after(hard, 2), ["bird dog: hold 7 → 6 s: hard twice"]);
    assert_eq!(after(hard, 3), ["bird dog: hold 7 → 6 s: hard twice"]);
    let left_out = |record: &mut Json| {
        record["exercises"][0]["status"] = "skipped".into();
        record["exercises"][0]["skip_reason"] = "pain".into();
    };
    assert_eq!(after(left_out, 1), ["bird dog: hold 7 → 6 s: left out for pain"]);
    assert_eq!(after(left_out, 4).len(), 2, "there is nothing below the first end");
    let during = |record: &mut Json| {
        record["pain"] = json!({ "before": 1 });
        record["exercises"][0]["pain"] = 5.into();
    };
    assert_eq!(after(during, 1), ["bird dog: hold 7 → 6 s: pain rose by 4"]);
}

#[test]
fn what_gave_way_to_another_after_pain_was_told_was_left_out_for_pain() {
    for (status, pain, lower) in [("skipped", 4, true), ("partial", 1, true), ("skipped", 0, false)] {
        let mut diary = Diary::new(one());
        diary.full(3).add(|record| {
            record["exercises"][0]["status"] = status.into();
            record["exercises"][0]["swapped_for"] = 2.into();
            record["exercises"][0]["pain"] = pain.into();
        });
        let down = "bird dog: hold 6 → 5 s: left out for pain".to_owned();
        assert_eq!(diary.said().get(1), lower.then_some(&down), "{status} {pain}");
    }
}

#[test]
fn pain_at_a_level_of_ones_choice_voids_all_that_was_gathered() {
    let mut diary = Diary::new(one());
    let hard = |record: &mut Json| record["effort"] = "hard".into();
    diary.full(3).add(hard).add(|record| {
        record["level"] = "high".into();
        record["pain"] = json!({ "before": 2, "after": 3 });
    });
    assert_eq!(diary.course().stands[0].towards(&diary.sheet.paths[0]), "0 of 3 full sessions");
    // Hard once before that pain and once after it is not hard twice in a row.
    diary.add(hard);
    assert_eq!(diary.place(), 1, "{:?}", diary.said());
}

#[test]
fn hard_only_now_and_then_leads_nowhere() {
    let mut diary = Diary::new(one());
    for _ in 0..5 {
        diary.full(1).add(|record| record["effort"] = "hard".into());
    }
    assert_eq!(diary.said(), [""; 0]);
}

fn many(count: usize) -> Diary {
    let ids = ["a", "b", "c", "d", "e", "f", "g"];
    Diary::new(sheet(ids[..count].iter().map(|id| open_hold(id, (5, 10), (8, 8), (1, 1))).collect()))
}

#[test]
fn one_in_three_moves_at_a_time_and_whoever_waits_longest_comes_first() {
    let mut diary = many(7);
    diary.full(6);
    let moved: Vec<(String, String)> = diary
        .course()
        .changes
        .iter()
        .map(|change| (change.session[3..].to_owned(), change.id.clone()))
        .collect();
    let pairs: Vec<(&str, &str)> =
        moved.iter().map(|(session, id)| (session.as_str(), id.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("002", "a"),
            ("002", "b"),
            ("003", "c"),
            ("003", "d"),
            ("004", "e"),
            ("004", "f"),
            ("005", "g"),
            ("005", "a")
        ]
    );
    assert_eq!(diary.said()[2], "c: hold 5 → 6 s: four full sessions");
    // Of two one moves all the same.
    let mut two = many(2);
    two.full(3);
    assert_eq!(two.said().len(), 1);
}

#[test]
fn turning_down_stays_and_is_asked_again_after_three_more() {
    let mut diary = Diary::new(one());
    diary.full(3);
    let changes: Vec<Change> = diary.course().changes;
    let down = decision::answer(&changes, false);
    assert_eq!(
        Json::Object(down.clone()),
        json!({"progress":{"0":{"id":"bird-dog","range":"hold","from":5,"to":6,"up":true,"accepted":false}}})
    );
    diary.records[2].more.insert("progress".to_owned(), down["progress"].clone());
    assert_eq!(diary.said(), ["TurnedDown bird dog: hold 5 → 6 s: three full sessions"]);
    diary.full(2);
    assert_eq!(diary.place(), 0);
    diary.full(1);
    assert_eq!(diary.place(), 1);
    // Accepted again, the first one counts after all.
    let up = decision::answer(&changes, true);
    diary.records[2].more.insert("progress".to_owned(), up["progress"].clone());
    assert_eq!(diary.said()[0], "bird dog: hold 5 → 6 s: three full sessions");
}

/// Pain that is told later turns the step up that was turned down into a step down, and nobody said no to that.
#[test]
fn a_no_to_more_never_holds_back_less_after_pain() {
    for without_direction in [false, true] {
        let mut diary = Diary::new(one());
        diary.full(6);
        let mut no = decision::answer(diary.course().after("01S005"), false);
        if without_direction {
            no["progress"]["0"].as_object_mut().unwrap().remove("up");
        }
        let last = &mut diary.records[5];
        last.more.insert("progress".to_owned(), no["progress"].clone());
        last.pain = serde_json::from_value(json!({ "before": 2, "after": 7 })).unwrap();
        assert_eq!(diary.place(), 0, "{:?}", diary.said());
        assert_eq!(
            diary.course().changes.last().map(|change| (change.up, change.fate)),
            Some((false, Fate::Made))
        );
        // Whoever turns that down too is asked about that, and the step up stays open.
        let no = decision::answer(diary.course().after("01S005"), false);
        diary.records[5].more.insert("progress".to_owned(), no["progress"].clone());
        assert_eq!(diary.place(), 1);
    }
}

#[test]
fn who_is_asked_moves_up_only_after_a_yes_and_down_without_one() {
    let mut diary = Diary::new(one());
    let asks = |record: &mut Json| record["progression"] = "ask".into();
    diary.add(asks).add(asks).add(asks);
    assert_eq!(diary.said(), ["Offered bird dog: hold 5 → 6 s: three full sessions"]);
    assert_eq!(diary.place(), 0);
    let yes = decision::answer(&diary.course().changes, true);
    diary.records[2].more.insert("progress".to_owned(), yes["progress"].clone());
    assert_eq!(diary.place(), 1);
    diary.add(|record| {
        asks(record);
        record["pain"] = json!({ "before": 0, "after": 5 });
    });
    assert_eq!(diary.place(), 0);
}

#[test]
fn ones_own_choice_moves_at_once_and_there_and_back_is_where_it_was() {
    let mut diary = Diary::new(one());
    assert_eq!(diary.course().own(&diary.sheet, 0, true, &diary.records), None, "before the first session");
    diary.full(1);
    let choose = |diary: &mut Diary, up| {
        let own = diary.course().own(&diary.sheet, 0, up, &diary.records);
        let Some(own) = own else { return false };
        let fields = decision::own(&own);
        diary.records.last_mut().unwrap().more.insert("progress".to_owned(), fields["progress"].clone());
        true
    };
    assert!(!choose(&mut diary, false), "nothing lies below the first end");
    assert!(choose(&mut diary, true) && choose(&mut diary, true));
    assert_eq!(
        diary.said(),
        ["bird dog: hold 5 → 6 s: your own choice", "bird dog: hold 6 → 7 s: your own choice"]
    );
    assert!(choose(&mut diary, false) && choose(&mut diary, false));
    assert_eq!((diary.said(), diary.place()), (Vec::new(), 0));
}
