//! A year of somebody who follows the eight weeks, gets better, goes on, has a flare-up and recovers: its sessions as
//! the program would have written them, each with the doses to which those before it have led.

use std::sync::LazyLock;

use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde_json::{Value, json};
use supple::{
    history::{
        deeds,
        programs::Decision,
        progression::{Change, Course, Sheet, follow},
        record::Record,
    },
    plan::{Options, Plan, compile},
    program::{self, Step, agenda, compose, origins, standing},
    routine::{Library, Program, Routine},
};

use crate::done::{in_full, leave_out, record};

/// A Monday, and the first of a leap year, far enough in the past for the program to take every day of it as lived.
pub(crate) const FIRST: Date = jiff::civil::date(2024, 1, 1);
/// The day on which she looks back: a Monday, whose week has just begun.
pub(crate) const LAST: Date = jiff::civil::date(2024, 12, 30);
pub(crate) const PROGRAM: &str = "back-care-8-weeks";
/// The programme's days.
pub(crate) const EIGHT_WEEKS: i32 = 56;
/// After the programme she goes on with this, every other day.
const AFTERWARDS: &str = "core-eight";
/// The day after she has lifted a wardrobe.
pub(crate) const FLARE: i32 = 216;

/// What she has done, and where that has led to.
pub(crate) struct Life {
    pub(crate) records: Vec<Record>,
    /// The decisions about programs: one.
    pub(crate) decisions: Vec<Decision>,
    /// What each session changed, with the name of its routine.
    pub(crate) changes: Vec<(Date, String, Change)>,
    /// What she does after the programme, and where she stands in the end.
    pub(crate) sheet: Sheet,
    pub(crate) course: Course,
}

pub(crate) fn life() -> &'static Life {
    static LIFE: LazyLock<Life> = LazyLock::new(live);
    &LIFE
}

/// What there is to be done on a day, and everything of its routine that could be: a program's phase has more than a day.
struct Asked {
    routine: Routine,
    items: Vec<String>,
    sheet: Sheet,
}

fn live() -> Life {
    let library = Library::open(None);
    let program = library.program(PROGRAM).unwrap().value.unwrap();
    let afterwards = library.playable(AFTERWARDS).unwrap().value.unwrap();
    let mut records: Vec<Record> = Vec::new();
    let mut changes = Vec::new();
    for day in 0..=LAST.since(FIRST).unwrap().get_days() {
        let date = FIRST.checked_add(day.days()).unwrap();
        if day == OUTDOORS {
            records.push(walk(date));
        }
        let asked = if day < EIGHT_WEEKS {
            of_programme(&library, &program, &records, date)
        } else {
            let sheet = Sheet::of(&afterwards);
            (day % 2 == 0).then(|| Asked { routine: afterwards.clone(), items: Vec::new(), sheet })
        };
        let Some(Asked { routine, items, sheet }) = asked.filter(|_| !stays_away(day)) else { continue };
        let standing = follow(&sheet, &records).doses(&sheet, &routine, &items);
        let plan = compile(&routine, &Options { standing, ..Options::default() });
        records.push(record(session(day, date, &plan, &items)));
        let (course, id) = (follow(&sheet, &records), id(day));
        let here = course.after(&id).cloned();
        changes.extend(here.map(|change| (date, routine.name.clone(), change)));
    }
    let at = FIRST.at(6, 30, 0, 0).in_tz(ZONE).unwrap();
    let decisions = vec![Decision::new(&at, PROGRAM, Step::Started)];
    let sheet = Sheet::of(&afterwards);
    let course = follow(&sheet, &records);
    Life { records, decisions, changes, sheet, course }
}

const ZONE: &str = "Europe/Berlin";

fn of_programme(library: &Library, program: &Program, records: &[Record], date: Date) -> Option<Asked> {
    let began = program::Change { program: program.id.clone(), on: FIRST, step: Step::Started };
    let standing = standing(&[began]).unwrap();
    let routine = |id: &str| library.playable(id).ok()?.value;
    let phase = program::place(program, &standing, date).phase;
    let facts = deeds::facts(&program.phases[phase], |_| Vec::new(), records);
    let today = agenda(program, &standing, &facts, date);
    let due = today.due_items();
    let all: Vec<usize> = (0..program.phases[phase].items.len()).collect();
    let whole = compose(program, phase, &all, routine).unwrap()?;
    let sheet = Sheet::with_items(&whole, &origins(program, phase, &all, routine).unwrap());
    let items = origins(program, phase, &due, routine).unwrap();
    Some(Asked { routine: compose(program, phase, &due, routine).unwrap()?, items, sheet })
}

/// Two weeks by the sea, in which she takes one long walk.
const HOLIDAY: std::ops::Range<i32> = 149..163;
const OUTDOORS: i32 = 155;

/// Nobody does it every day.
fn stays_away(day: i32) -> bool {
    day % 11 == 6 || HOLIDAY.contains(&day) || matches!(day - FLARE, 4 | 8 | 10)
}

fn id(day: i32) -> String {
    format!("01HK0000000000000000000{day:03}")
}

fn session(day: i32, date: Date, plan: &Plan, items: &[String]) -> Value {
    // The clock changes on the thirteenth Sunday.
    let started = date.at(7, i8::try_from(5 + day % 20).unwrap(), 12, 0).in_tz(ZONE).unwrap();
    let mut done = in_full(plan, items, &id(day), &started.to_string());
    let (before, after, effort) = feels(day);
    done["name"] = plan.name.as_str().into();
    done["pain"] = json!({ "before": before, "after": after });
    done["effort"] = effort.into();
    let mut seconds = plan.likely().as_secs();
    let last = plan.entries.len() - 1;
    let place = |id: &str| plan.entries.iter().position(|entry| entry.id == id);
    if let Some(walking) = place("walking").filter(|_| day % 6 == 3) {
        leave_out(&mut done, walking, Some("weather"));
        seconds -= seconds_of(plan, walking);
    }
    if let Some(plank) = place("side-plank").filter(|_| (28..50).contains(&day)) {
        // Her right side is the weaker one, to begin with.
        done["exercises"][plank]["status"] = "partial".into();
        done["exercises"][plank]["right"]["seconds"] = 40.into();
        done["exercises"][plank]["right"]["reps"] = 2.into();
    }
    if day % 30 == 12 {
        leave_out(&mut done, 0, Some("time"));
    }
    if day == FLARE {
        done["exercises"][last]["pain"] = 6.into();
    }
    if day == FLARE + 2 {
        // She ends it at the ball.
        done["status"] = "stopped".into();
        done["exercises"][last - 2]["pain"] = 7.into();
        leave_out(&mut done, last - 2, Some("pain"));
        leave_out(&mut done, last - 1, None);
        leave_out(&mut done, last, None);
        seconds = seconds * 2 / 3;
    }
    if (FLARE + 3..FLARE + 14).contains(&day) {
        leave_out(&mut done, last, Some("pain"));
        leave_out(&mut done, last - 1, Some("pain"));
    }
    let ended = started.checked_add(i64::try_from(seconds + 20).unwrap().seconds()).unwrap();
    done["ended"] = ended.to_string().into();
    done["active_seconds"] = seconds.into();
    done["paused_seconds"] = 20.into();
    if let Some(note) = note(day) {
        done["note"] = note.into();
    }
    done
}

fn seconds_of(plan: &Plan, entry: usize) -> u64 {
    plan.entries[entry].target.time.map_or(0, |time| time.as_secs())
}

/// Pain before and after, and how hard it was: better from week to week, then a bad fortnight in August. No two days are
/// quite alike.
fn feels(day: i32) -> (u8, u8, &'static str) {
    let sway = u8::try_from((day * 7 + day / 5) % 3).unwrap();
    let eases = u8::from((day * 5 + day / 3) % 4 != 0);
    let right = if day % 5 == 0 { "easy" } else { "right" };
    match day - FLARE {
        0 => return (2, 6, "hard"),
        1..6 => return (6, 6, "hard"),
        6..14 => return (5, 5 - eases, "right"),
        14..34 => return (2 + sway.min(1), 2, "right"),
        _ => {}
    }
    match day {
        // The first weeks hurt a little more at times.
        9 => (5, 6, "right"),
        0..20 => (5 + sway / 2, 5 + sway / 2 - eases, "right"),
        20..40 => (4 + sway / 2, 4 - eases, "right"),
        40..70 => (2 + sway, 2 + sway - eases, right),
        70..120 => (1 + sway / 2, 1 + sway / 2 - eases, right),
        // Hardly any.
        _ => (sway / 2 + u8::from(sway == 1 && day < 280), 0, right),
    }
}

fn note(day: i32) -> Option<&'static str> {
    Some(match day {
        2 => "Stiff in the morning, better after the walk.",
        9 => "A whole day in the car yesterday.",
        30 => "The right side gives in first in the side plank.",
        55 => "Eight weeks done. Tying my shoes no longer hurts.",
        FLARE => "Lifted the wardrobe yesterday. It catches when I bend.",
        218 => "Stopped at the ball: it shoots into the left buttock.",
        222 => "Slowly, and without the ball.",
        234 => "Bending is fine again.",
        304 => "Carried the shopping home and felt nothing.",
        _ => return None,
    })
}

/// Entered by hand, as `supple log add` does it.
fn walk(date: Date) -> Record {
    let at = date.at(16, 0, 0, 0).to_zoned(TimeZone::get(ZONE).unwrap()).unwrap();
    record(json!({
        "v": 1, "id": format!("01HK0000000000000000009{OUTDOORS}"), "routine": "walk-along-the-beach",
        "name": "Walk along the beach", "started": at.to_string(),
        "ended": at.checked_add(95.minutes()).unwrap().to_string(), "status": "recorded", "active_seconds": 5700,
        "exercises": [{
            "n": 0, "id": "walk-along-the-beach", "status": "done", "sets": 1, "target": { "sets": 1, "time": 5700 },
            "both": { "reps": 0, "seconds": 5700 }, "skip_reason": null,
        }],
    }))
}
