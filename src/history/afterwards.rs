//! What the user says of a session once it is over. Its record is on the disk by then: this follows as corrections.

use jiff::{SignedDuration, Zoned};
use serde_json::{Map, Value, json};

use super::{
    amend::{self, Amendment},
    record::{Pain, Record},
};

/// Everything that was said so far. What was not said changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Afterwards {
    /// From 0 to 10.
    pub pain: Option<u8>,
    /// `easy`, `right` or `hard`.
    pub effort: Option<&'static str>,
    /// Empty: there is no note any more.
    pub note: Option<String>,
    /// What was decided about what the session changes, as fields of its record.
    pub decided: Map<String, Value>,
}

impl Afterwards {
    /// Puts it into a record.
    pub(crate) fn put_into(&self, record: &mut Record) {
        if self.pain.is_some() {
            record.pain = Some(Pain { after: self.pain, ..record.pain.unwrap_or_default() });
        }
        if let Some(effort) = self.effort {
            record.effort = Some(effort.into());
        }
        if let Some(note) = &self.note {
            record.note = Some(note.clone()).filter(|note| !note.is_empty());
        }
        for (key, value) in &self.decided {
            record.more.insert(key.clone(), value.clone());
        }
    }

    fn changes(&self) -> Map<String, Value> {
        let note = self.note.as_ref().map(|note| if note.is_empty() { Value::Null } else { json!(note) });
        let changes = [
            ("pain", self.pain.map(|after| json!({ "after": after }))),
            ("effort", self.effort.map(|effort| json!(effort))),
            ("note", note),
        ];
        let said = changes.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        said.chain(self.decided.clone()).collect()
    }

    /// Adds a decision to those that were made before: of two about one thing the later holds.
    pub(crate) fn decide(&mut self, fields: &Map<String, Value>) {
        let mut decided = Value::Object(std::mem::take(&mut self.decided));
        amend::merge(&mut decided, fields);
        if let Value::Object(decided) = decided {
            self.decided = decided;
        }
    }
}

/// Makes corrections of which a later one always wins, also within one moment and when the clock is put back.
#[derive(Debug)]
pub(super) struct Corrector {
    latest: Option<Zoned>,
}

impl Corrector {
    pub(super) const fn new() -> Self {
        Self { latest: None }
    }

    /// What corrects the session with the id `amends`.
    pub(super) fn correction(&mut self, amends: &str, afterwards: &Afterwards, now: Zoned) -> Amendment {
        let after = |last: Zoned| last.checked_add(SignedDuration::from_millis(1)).ok();
        let next = match self.latest.take().and_then(after) {
            Some(next) => next.max(now),
            None => now,
        };
        let correction = Amendment::edit(amends, &next, afterwards.changes());
        self.latest = Some(next);
        correction
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::amend::Amendment;

    #[test]
    fn what_was_not_said_is_not_in_the_line_and_a_note_can_be_taken_back() {
        let now: Zoned = "2026-11-21T07:20:00.9+01:00[Europe/Berlin]".parse().unwrap();
        let changes = |afterwards: &Afterwards| {
            let line = Corrector::new().correction("01A", afterwards, now.clone()).line();
            let value: Value = serde_json::from_str(&line).unwrap();
            assert_eq!((&value["v"], &value["amends"]), (&json!(1), &json!("01A")));
            assert_eq!(value["at"], "2026-11-21T07:20:00.9+01:00[Europe/Berlin]");
            let Value::Object(mut fields) = value else { panic!("{line}") };
            fields.retain(|key, _| !["v", "id", "amends", "at"].contains(&key.as_str()));
            Value::Object(fields)
        };
        let pain = Afterwards { pain: Some(0), ..Afterwards::default() };
        assert_eq!(changes(&pain), json!({"pain": {"after": 0}}));
        let mut all = Afterwards { effort: Some("hard"), note: Some("stiff 🦴".into()), ..pain };
        assert_eq!(changes(&all), json!({"pain": {"after": 0}, "effort": "hard", "note": "stiff 🦴"}));
        let decided = |n: &str, yes: bool| match json!({"progress": {n: {"accepted": yes}}}) {
            Value::Object(fields) => fields,
            other => panic!("{other}"),
        };
        for (n, yes) in [("0", true), ("1", true), ("0", false)] {
            all.decide(&decided(n, yes));
        }
        let progress = json!({"0": {"accepted": false}, "1": {"accepted": true}});
        assert_eq!(changes(&all)["progress"], progress);
        let no_note = Afterwards { note: Some(String::new()), ..Afterwards::default() };
        assert_eq!(changes(&no_note), json!({"note": null}));
    }

    #[test]
    fn a_later_one_wins_within_one_moment_and_when_the_clock_is_put_back() {
        let time = |text: &str| -> Zoned { text.parse().unwrap() };
        let mut corrector = Corrector::new();
        let mut at = |now: &str| {
            let made = corrector.correction("01A", &Afterwards::default(), time(now));
            Amendment::read(serde_json::from_str(&made.line()).unwrap()).unwrap().at().clone()
        };
        let mut before = at("2026-11-21T07:20:00+01:00[+01:00]");
        for now in ["2026-11-21T07:20:00+01:00[+01:00]", "2026-11-21T07:19:00+01:00[+01:00]"].repeat(50) {
            let next = at(now);
            assert!(next > before, "{next:?} {before:?}");
            before = next;
        }
    }
}
