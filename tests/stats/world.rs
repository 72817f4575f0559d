//! Random histories as files, and what truly happened in them.

use std::{fmt::Write as _, fs, path::Path};

use jiff::{ToSpan as _, Zoned, civil::Date};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What truly happened in one session.
#[derive(Clone, Debug)]
pub(crate) struct Truth {
    pub(crate) id: String,
    pub(crate) at: Zoned,
    pub(crate) seconds: u64,
    pub(crate) status: &'static str,
    pub(crate) before: Option<u8>,
    pub(crate) after: Option<u8>,
    pub(crate) effort: Option<&'static str>,
    pub(crate) works: Vec<Work>,
    pub(crate) mishap: Mishap,
}

impl Truth {
    /// Whether any of it was done, as far as it says.
    pub(crate) fn has_work(&self) -> bool {
        self.works.is_empty() || self.works.iter().any(|work| work.status != "skipped")
    }
}

/// One exercise of a session.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) id: &'static str,
    pub(crate) status: &'static str,
    pub(crate) reason: Option<&'static str>,
    pub(crate) optional: bool,
    pub(crate) swapped: bool,
    pub(crate) hold: Option<u64>,
    pub(crate) left: Option<(u32, u64)>,
    pub(crate) right: Option<(u32, u64)>,
    pub(crate) both: Option<(u32, u64)>,
    pub(crate) pain: Option<u8>,
}

/// What became of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    None,
    /// It is in both files.
    Twice,
    /// An earlier version of it, with another effort and less time, is in the other file.
    Grown,
    /// Its pain and effort were entered wrongly, and were corrected twice; the lines of the corrections are in the wrong
    /// order, and the latest is in both files.
    Corrected,
    /// Half of a correction is there, which means nothing.
    HalfCorrected,
    Deleted,
    /// Deleted, and taken back; each machine has a part of that, and one of them a part twice.
    Restored,
    /// Half of a line stands before it.
    Torn,
    /// Only half of its line is there.
    Lost,
    /// It was played faster than life.
    Fast,
}

impl Truth {
    /// Whether it counts in any figure.
    pub(crate) fn counts(&self) -> bool {
        !matches!(self.mishap, Mishap::Deleted | Mishap::Lost | Mishap::Fast)
    }

    /// Whether a line of it can be read no more.
    pub(crate) fn has_torn(&self) -> bool {
        matches!(self.mishap, Mishap::Torn | Mishap::Lost | Mishap::HalfCorrected)
    }

    pub(crate) fn date(&self) -> Date {
        self.at.date()
    }

    fn value(&self) -> Value {
        let end = self.at.checked_add(i64::try_from(self.seconds).unwrap().seconds()).unwrap();
        let mut value = json!({
            "v": 1, "id": self.id, "routine": "morning", "started": self.at.to_string(), "ended": end.to_string(),
            "status": self.status, "active_seconds": self.seconds, "paused_seconds": 3,
            "pain": {"before": self.before, "after": self.after},
            "exercises": self.works.iter().enumerate().map(|(n, work)| work.value(n)).collect::<Vec<_>>(), "app": "0.1.0",
        });
        if let Some(effort) = self.effort {
            value["effort"] = effort.into();
        }
        if self.mishap == Mishap::Fast {
            value["speed"] = 20.into();
        }
        value
    }

    fn amendment(&self, number: u32, more: &Value) -> Value {
        let at = self.at.checked_add(i64::from(number).hours()).unwrap();
        let mut value =
            json!({"v": 1, "id": format!("Z{}{number}", self.id), "amends": self.id, "at": at.to_string()});
        for (key, change) in more.as_object().unwrap() {
            value[key] = change.clone();
        }
        value
    }

    /// The lines of the two files.
    fn lines(&self) -> [String; 2] {
        let line = |value: &Value| format!("{value}\n");
        let whole = line(&self.value());
        let half = &whole[..whole.len() / 2];
        match self.mishap {
            Mishap::None | Mishap::Fast => [whole, String::new()],
            Mishap::Twice => [whole.clone(), whole],
            Mishap::Grown => {
                let mut before = self.value();
                before["ended"] = self.at.to_string().into();
                before["effort"] = "hard".into();
                before["active_seconds"] = 1.into();
                [whole, line(&before)]
            }
            Mishap::Corrected => {
                let mut wrong = self.value();
                wrong["pain"] = json!({"before": 9, "after": 9});
                wrong["effort"] = "hard".into();
                let right =
                    json!({"pain": {"before": self.before, "after": self.after}, "effort": self.effort});
                let late = line(&self.amendment(2, &right));
                let early = self.amendment(1, &json!({"pain": {"before": 1, "after": 1}, "effort": "easy"}));
                [late.clone(), line(&wrong) + &late + &line(&early)]
            }
            Mishap::HalfCorrected => {
                let wrong =
                    line(&self.amendment(1, &json!({"pain": {"before": 9, "after": 9}, "effort": "hard"})));
                [whole, format!("{}\n", &wrong[..wrong.len() - 3])]
            }
            Mishap::Deleted => [whole, line(&self.amendment(1, &json!({"delete": true})))],
            Mishap::Restored => {
                let delete = line(&self.amendment(1, &json!({"delete": true})));
                let restore = line(&self.amendment(2, &json!({"delete": false})));
                [restore + &delete, whole + &delete]
            }
            Mishap::Torn => [format!("{half}\n{whole}"), String::new()],
            Mishap::Lost => [String::new(), format!("{half}\n")],
        }
    }
}

impl Work {
    fn value(&self, n: usize) -> Value {
        let mut value = json!({
            "n": n, "id": self.id, "status": self.status, "sets": 1, "skip_reason": self.reason,
            "target": {"sets": 1, "reps": 4},
        });
        if let Some(hold) = self.hold {
            value["target"]["hold"] = hold.into();
        }
        for (key, tally) in [("left", self.left), ("right", self.right), ("both", self.both)] {
            if let Some((reps, seconds)) = tally {
                value[key] = json!({"reps": reps, "seconds": seconds});
            }
        }
        if self.optional {
            value["optional"] = true.into();
        }
        if self.swapped {
            value["swapped_for"] = 0.into();
        }
        if let Some(pain) = self.pain {
            value["pain"] = pain.into();
        }
        value
    }
}

/// Writes the files of two machines.
pub(crate) fn write(folder: &Path, truths: &[Truth]) {
    let mut files = [String::new(), String::new()];
    for truth in truths {
        for (file, lines) in files.iter_mut().zip(truth.lines()) {
            write!(file, "{lines}").unwrap();
        }
    }
    for (name, text) in ["2026-desk.jsonl", "2026-lap.jsonl"].iter().zip(files) {
        fs::write(folder.join(name), text).unwrap();
    }
}

const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    // Summer time begins and ends at midnight.
    "America/Havana",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kathmandu",
];

/// Leap days, changes of the clock, and the weeks in which years meet.
const STARTS: [(i16, i8, i8); 5] =
    [(2024, 2, 20), (2026, 3, 20), (2026, 10, 20), (2026, 12, 20), (2020, 12, 20)];

pub(crate) fn histories() -> impl Strategy<Value = Vec<Truth>> {
    (proptest::sample::select(STARTS.to_vec()), 1..120_i64).prop_flat_map(|((year, month, day), length)| {
        let first = jiff::civil::date(year, month, day);
        proptest::collection::vec(truth(first, length), 0..40).prop_map(|mut truths| {
            for (number, truth) in truths.iter_mut().enumerate() {
                truth.id = format!("01S{number:04}");
            }
            truths
        })
    })
}

fn truth(first: Date, length: i64) -> impl Strategy<Value = Truth> {
    let at = (0..length, 0..24_i8, proptest::sample::select(vec![0_i8, 1, 30, 59]), 0..ZONES.len());
    let at = at.prop_map(move |(day, hour, minute, zone)| {
        let date = first.checked_add(day.days()).unwrap();
        date.at(hour, minute, 0, 0).in_tz(ZONES[zone]).unwrap()
    });
    let pain = || proptest::option::of(0..=10_u8);
    let effort = proptest::option::of(proptest::sample::select(vec!["easy", "right", "hard", "brutal"]));
    let status = proptest::sample::select(vec!["completed", "completed", "stopped", "recorded"]);
    let mishap = proptest::sample::select(vec![
        Mishap::None,
        Mishap::None,
        Mishap::None,
        Mishap::Twice,
        Mishap::Grown,
        Mishap::Corrected,
        Mishap::HalfCorrected,
        Mishap::Deleted,
        Mishap::Restored,
        Mishap::Torn,
        Mishap::Lost,
        Mishap::Fast,
    ]);
    let works = proptest::collection::vec(work(), 0..5);
    (at, 2..4000_u64, status, pain(), pain(), effort, works, mishap).prop_map(
        |(at, seconds, status, before, after, effort, works, mishap)| Truth {
            id: String::new(),
            at,
            seconds,
            status,
            before,
            after,
            effort,
            works,
            mishap,
        },
    )
}

fn work() -> impl Strategy<Value = Work> {
    let tally = || (0..20_u32, 0..200_u64);
    (
        proptest::sample::select(vec!["bird-dog", "plank", "walk"]),
        proptest::sample::select(vec!["done", "done", "partial", "skipped"]),
        proptest::option::of(proptest::sample::select(vec!["pain", "time"])),
        (proptest::bool::weighted(0.2), proptest::bool::weighted(0.1), any::<bool>()),
        proptest::option::of(5..30_u64),
        (tally(), tally()),
        proptest::option::weighted(0.3, 0..=10_u8),
    )
        .prop_map(|(id, status, reason, (optional, swapped, sided), hold, (one, other), pain)| Work {
            id,
            status,
            reason: reason.filter(|_| status != "done"),
            optional,
            swapped,
            hold,
            left: sided.then_some(one),
            right: sided.then_some(other),
            both: (!sided).then_some(one),
            pain,
        })
}
