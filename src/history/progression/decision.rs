//! What the user has decided, in the record of the session after which it was decided.
//!
//! `"progress":{"4":{"id":"bird-dog","range":"hold","from":5,"to":6,"up":true,"accepted":false}}`: of entry 4 of that
//! session. It comes as an amendment, so it merges with those of other machines field by field, the latest winning; a
//! program that knows nothing of it keeps it; and deleting the session deletes it too. `accepted` answers what the session
//! led to, and only a move the way that `up` says: pain that is told later turns an up into a down, and that was never
//! asked about. `steps` is a move by the user's own choice, in notches. The rest is for people to read.

use serde_json::{Map, Value as Json, json};

use super::{Change, course::Own, ladder::Value};
use crate::history::record::Record;

/// The key of a record that holds the decisions, by the number of the entry.
pub const PROGRESS: &str = "progress";

/// The key of a record that says how moves up were dealt with when it was played, if not by themselves.
pub const PROGRESSION: &str = "progression";

/// The word under `PROGRESSION` of sessions after which nothing moves up unless the user says yes.
pub const ASK: &str = "ask";

/// What was decided about an entry after a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Decision {
    /// The answer, and whether it was about a move up.
    answer: Option<(bool, bool)>,
    /// Notches by the user's own choice.
    pub(super) steps: i64,
}

impl Decision {
    /// About the entry `n` of a session.
    pub(super) fn of(record: &Record, n: u32) -> Self {
        let found = record.more.get(PROGRESS).and_then(|all| all.get(n.to_string()));
        let word = |key| found.and_then(|one| one.get(key)).and_then(Json::as_bool);
        Self {
            // Without a direction it can only hold back a move up: less after pain is the safe side.
            answer: word("accepted").map(|accepted| (accepted, word("up").unwrap_or(true))),
            steps: found.and_then(|one| one.get("steps")).and_then(Json::as_i64).unwrap_or(0),
        }
    }

    /// Whether a move this way was accepted or turned down.
    pub(super) fn accepted(self, up: bool) -> Option<bool> {
        self.answer.filter(|(_, about_up)| *about_up == up).map(|(accepted, _)| accepted)
    }
}

/// Whether moves up after this session wait for a yes.
pub(super) fn asks(record: &Record) -> bool {
    record.more.get(PROGRESSION).and_then(Json::as_str) == Some(ASK)
}

/// The fields of an amendment that accepts or turns down what a session led to.
pub fn answer<'c>(changes: impl IntoIterator<Item = &'c Change>, accepted: bool) -> Map<String, Json> {
    let one = |change: &Change| {
        let mut fields = fields(change);
        fields.insert("up".to_owned(), change.up.into());
        fields.insert("accepted".to_owned(), accepted.into());
        (change.n.to_string(), Json::Object(fields))
    };
    wrapped(changes.into_iter().map(one).collect())
}

/// The fields of an amendment by which the user moves of their own accord.
pub fn own(own: &Own) -> Map<String, Json> {
    let mut fields = fields(&own.change);
    fields.insert("steps".to_owned(), own.steps.into());
    wrapped(Map::from_iter([(own.change.n.to_string(), Json::Object(fields))]))
}

fn fields(change: &Change) -> Map<String, Json> {
    Map::from_iter([
        ("id".to_owned(), json!(change.id)),
        ("range".to_owned(), json!(change.which.word())),
        ("from".to_owned(), number(change.from)),
        ("to".to_owned(), number(change.to)),
    ])
}

fn wrapped(all: Map<String, Json>) -> Map<String, Json> {
    Map::from_iter([(PROGRESS.to_owned(), Json::Object(all))])
}

/// A count, or seconds.
pub fn number(value: Value) -> Json {
    match value {
        Value::Count(count) => json!(count),
        Value::Time(time) => json!(crate::history::seconds::Seconds::new(time)),
    }
}
