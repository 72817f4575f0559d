//! What the user says of a session once it is over. Its record is on the disk by then: this follows as corrections.

use serde_json::{Map, Value, json};
use ulid::Generator;

use super::{
    record::{Pain, Record},
    when::When,
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
}

impl Afterwards {
    /// Puts it into a record that could not be written yet.
    pub(super) fn put_into(&self, record: &mut Record) {
        if self.pain.is_some() {
            record.pain = Some(Pain { after: self.pain, ..record.pain.unwrap_or_default() });
        }
        if let Some(effort) = self.effort {
            record.effort = Some(effort.to_owned());
        }
        if let Some(note) = &self.note {
            record.note = Some(note.clone()).filter(|note| !note.is_empty());
        }
    }

    fn changes(&self) -> Map<String, Value> {
        let note = self.note.as_ref().map(|note| if note.is_empty() { Value::Null } else { json!(note) });
        let changes = [
            ("pain", self.pain.map(|after| json!({ "after": after }))),
            ("effort", self.effort.map(|effort| json!(effort))),
            ("note", note),
        ];
        changes.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
    }
}

/// Writes corrections of which a later one always wins, also within one second and when the clock is put back.
#[derive(Debug)]
pub(super) struct Corrector {
    ids: Generator,
    latest: Option<When>,
}

impl Corrector {
    pub(super) const fn new() -> Self {
        Self { ids: Generator::new(), latest: None }
    }

    /// The line that corrects the session with the id `amends`, and when it was made.
    pub(super) fn line(
        &mut self,
        amends: &str,
        afterwards: &Afterwards,
        now: &jiff::Zoned,
    ) -> (String, When) {
        let at = self.latest.take().max(Some(When::to_second(now))).unwrap_or_else(|| When::to_second(now));
        self.latest = Some(at.clone());
        let id = match self.ids.generate_from_datetime(now.timestamp().into()) {
            Ok(id) => id,
            Err(overflow) => overflow.commit_overflow_increment(),
        };
        let mut line = Map::new();
        line.insert("v".to_owned(), Record::VERSION.into());
        line.insert("id".to_owned(), id.to_string().into());
        line.insert("amends".to_owned(), amends.into());
        line.insert("at".to_owned(), at.as_str().into());
        line.extend(afterwards.changes());
        (format!("{}\n", Value::Object(line)), at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::amend::Amendment;

    #[test]
    fn what_was_not_said_is_not_in_the_line_and_a_note_can_be_taken_back() {
        let now: jiff::Zoned = "2026-11-21T07:20:00.9+01:00[Europe/Berlin]".parse().unwrap();
        let mut corrector = Corrector::new();
        let mut changes = |afterwards: &Afterwards| {
            let (line, _) = corrector.line("01A", afterwards, &now);
            let value: Value = serde_json::from_str(&line).unwrap();
            assert_eq!((&value["v"], &value["amends"]), (&json!(1), &json!("01A")));
            assert_eq!(value["at"], "2026-11-21T07:20:00+01:00[Europe/Berlin]");
            let Value::Object(mut fields) = value else { panic!("{line}") };
            fields.retain(|key, _| !["v", "id", "amends", "at"].contains(&key.as_str()));
            Value::Object(fields)
        };
        let pain = Afterwards { pain: Some(0), ..Afterwards::default() };
        assert_eq!(changes(&pain), json!({"pain": {"after": 0}}));
        let all = Afterwards { effort: Some("hard"), note: Some("stiff 🦴".into()), ..pain };
        assert_eq!(changes(&all), json!({"pain": {"after": 0}, "effort": "hard", "note": "stiff 🦴"}));
        let no_note = Afterwards { note: Some(String::new()), ..Afterwards::default() };
        assert_eq!(changes(&no_note), json!({"note": null}));
    }

    #[test]
    fn a_later_line_wins_within_one_millisecond_and_when_the_clock_is_put_back() {
        let time = |text: &str| -> jiff::Zoned { text.parse().unwrap() };
        let mut corrector = Corrector::new();
        let afterwards = Afterwards::default();
        let order = |(line, _): (String, When)| {
            let value: Value = serde_json::from_str(&line).unwrap();
            assert!(Amendment::read(value.clone()).is_some());
            let at: When = value["at"].as_str().unwrap().parse().unwrap();
            (at, value["id"].as_str().unwrap().to_owned())
        };
        let mut before =
            order(corrector.line("01A", &afterwards, &time("2026-11-21T07:20:00+01:00[+01:00]")));
        for now in ["2026-11-21T07:20:00+01:00[+01:00]", "2026-11-21T07:19:00+01:00[+01:00]"].repeat(50) {
            let next = order(corrector.line("01A", &afterwards, &time(now)));
            assert!(next > before, "{next:?} {before:?}");
            before = next;
        }
    }
}
