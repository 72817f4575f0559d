//! The record of one session: one line of the history.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::Arc,
};

use jiff::Zoned;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{entries::Entries, outline::Hand, seconds::Seconds, swift, when::When, word::Word};
use crate::{
    plan,
    session::{self, SkipReason},
};

/// What was done in one session. What this version does not know is in `more`, and survives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    pub v: u32,
    /// Unique over all machines; ids of later sessions sort later.
    pub id: String,
    /// The routine's id.
    pub routine: Word,
    /// The routine's name, so that the history can be read when the routine is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routine_hash: Option<Word>,
    /// Where on its ranges the routine was played, if that was asked for: progression leaves such a session out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    pub started: When,
    pub ended: When,
    pub status: Status,
    pub active_seconds: Seconds,
    pub paused_seconds: Seconds,
    /// How many times as fast as life it was played. `Some` only if it was: such a record counts in no figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pain: Option<Pain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub exercises: Entries,
    /// The version of the program that wrote this.
    pub app: Word,
    #[serde(flatten)]
    pub more: More,
}

impl Record {
    /// The newest version of the format that this program understands.
    pub const VERSION: u32 = 1;

    /// The item of a program that was ticked off, where it was.
    pub fn item(&self) -> Option<&str> {
        self.more.get(ITEM).and_then(Value::as_str)
    }

    /// What was told before and after it, from 0 to 10.
    pub fn pain_around(&self) -> Pain {
        let Pain { before, after } = self.pain.unwrap_or_default();
        Pain { before: told(before), after: told(after) }
    }

    /// Whether there is anything in it that was done: of what is not told nothing else is known.
    pub fn holds_work(&self) -> bool {
        self.exercises.is_empty() || self.exercises.iter().any(|exercise| exercise.status != Done::Skipped)
    }

    /// Its one line in the history, with the line's end.
    pub fn line(&self) -> String {
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }

    /// As `line`, added to what is in `buffer`: for those who write thousands.
    pub fn write_line(&self, buffer: &mut Vec<u8>) {
        swift::write(self, buffer);
        buffer.push(b'\n');
    }
}

/// Fields that this version does not know. Mostly there are none, and then they cost nothing; or a few, in the order in
/// which they stood.
#[derive(Clone, Debug, Default)]
pub struct More(Option<Arc<Fields>>);

/// Behind one pointer: there are many exercises, and most of them have none, or all the same.
type Fields = Vec<(Cow<'static, str>, Value)>;

impl More {
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.fields().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub fn insert(&mut self, key: impl Into<Cow<'static, str>>, value: Value) {
        let key = key.into();
        let fields = Arc::make_mut(self.0.get_or_insert_default());
        match fields.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = value,
            None => fields.push((key, value)),
        }
    }

    pub(super) fn remove(&mut self, key: &str) {
        if self.get(key).is_some() {
            let fields = Arc::make_mut(self.0.get_or_insert_default());
            fields.retain(|(known, _)| known != key);
            if fields.is_empty() {
                self.0 = None;
            }
        }
    }

    /// In their order.
    pub(super) fn fields(&self) -> &[(Cow<'static, str>, Value)] {
        self.0.as_ref().map_or(&[], |fields| fields)
    }

    /// Nothing but the item of a program: there are few items, and each is kept once, for all who did it.
    pub(super) fn item(word: Word) -> Self {
        thread_local! {
            static ITEMS: RefCell<HashMap<Word, Arc<Fields>>> = RefCell::default();
        }
        let made = || Arc::new(vec![(Cow::Borrowed(ITEM), Value::String(word.into()))]);
        Self(Some(ITEMS.with_borrow_mut(|items| Arc::clone(items.entry(word).or_insert_with(made)))))
    }
}

/// The order of fields means nothing.
impl PartialEq for More {
    fn eq(&self, other: &Self) -> bool {
        self.fields().len() == other.fields().len()
            && self.fields().iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl Serialize for More {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields().iter().map(|(key, value)| (key, value)))
    }
}

/// A number from elsewhere that is on no scale says nothing.
fn told(pain: Option<u8>) -> Option<u8> {
    pain.filter(|pain| *pain <= session::WORST_PAIN)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Every exercise reached its end or was skipped on purpose.
    Completed,
    /// Left early, and kept.
    Stopped,
    /// Entered by hand.
    Recorded,
}

/// From 0 to 10.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pain {
    #[serde(default)]
    pub before: Option<u8>,
    #[serde(default)]
    pub after: Option<u8>,
}

/// One entry of the routine, its rounds and sets added up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Exercise {
    /// Which entry of the routine, from 0.
    pub n: u32,
    /// The exercise's id.
    pub id: Word,
    pub status: Done,
    /// How many sets were done in full, over all rounds.
    pub sets: u32,
    pub target: Target,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Tally>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<Tally>,
    /// In place of the two others where there are no sides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub both: Option<Tally>,
    pub skip_reason: Option<SkipWord>,
    /// May be left out without a mark against the session.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    #[serde(flatten)]
    pub more: More,
}

impl Exercise {
    /// What was done on one side, or without sides.
    pub fn tally(&self, hand: Hand) -> Option<Tally> {
        match hand {
            Hand::Left => self.left,
            Hand::Right => self.right,
            Hand::Both => self.both,
        }
    }

    /// The worst pain that was told at it, from 0 to 10; `None` if nothing was said.
    pub fn pain(&self) -> Option<u8> {
        let value = self.more.get(PAIN)?.as_u64()?;
        told(u8::try_from(value).ok())
    }

    /// What has become of it in a session that ended so, in the words of all screens and lists.
    pub fn word(&self, session: Status) -> &'static str {
        match self.status {
            Done::Done => "done",
            Done::Partial => "partly",
            Done::Skipped if self.is_unreached(session) => "not reached",
            Done::Skipped => "skipped",
        }
    }

    /// The session was left before it came: nobody left it out.
    pub fn is_unreached(&self, session: Status) -> bool {
        self.status == Done::Skipped
            && session == Status::Stopped
            && self.skip_reason.is_none()
            && self.more.get(SWAPPED_FOR).is_none()
    }

    /// All sides together.
    pub fn total(&self) -> Tally {
        [self.left, self.right, self.both].into_iter().flatten().fold(Tally::default(), Tally::plus)
    }
}

/// How much of an exercise was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Done {
    /// All of its work.
    Done,
    Partial,
    /// Nothing at all.
    #[default]
    Skipped,
}

impl Done {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Skipped => "skipped",
        }
    }
}

impl Status {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Stopped => "stopped",
            Self::Recorded => "recorded",
        }
    }
}

/// What was aimed at: the dose of one round, per side wherever there are sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    #[serde(default)]
    pub sets: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reps: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Seconds>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Seconds>,
    /// How often it came in the session, if more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<u32>,
}

impl From<plan::Target> for Target {
    fn from(target: plan::Target) -> Self {
        let plan::Target { sets, reps, hold, time } = target;
        Self { sets, reps, hold: hold.map(Seconds::new), time: time.map(Seconds::new), rounds: None }
    }
}

impl From<Target> for plan::Target {
    fn from(target: Target) -> Self {
        let Target { sets, reps, hold, time, rounds: _ } = target;
        Self { sets, reps, hold: hold.map(Seconds::duration), time: time.map(Seconds::duration) }
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// A rep counts once it is complete. Flows have none.
    #[serde(default)]
    pub reps: u32,
    /// Time at work, complete or not.
    #[serde(default)]
    pub seconds: Seconds,
}

impl Tally {
    pub const ZERO: Self = Self { reps: 0, seconds: Seconds::ZERO };

    pub(super) fn plus(self, other: Self) -> Self {
        Self { reps: self.reps.saturating_add(other.reps), seconds: self.seconds.plus(other.seconds) }
    }
}

/// Why an exercise was left out: one of the session's reasons, or another program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SkipWord(pub Word);

impl From<SkipReason> for SkipWord {
    fn from(reason: SkipReason) -> Self {
        Self(reason.word().into())
    }
}

/// The key of an exercise that gave way to an easier or harder one: the `n` of that.
pub const SWAPPED_FOR: &str = "swapped_for";

/// The key of an exercise at which the user has said where the pain stands: the worst of it.
pub(super) const PAIN: &str = "pain";

/// The key of an exercise whose reps went, or began, at another pace than the written one: their last pace, in percent of
/// the written length, more is slower.
pub const PACE: &str = "pace";

/// The key of an exercise, or of a whole record, that names the item of a program that was done.
pub(super) const ITEM: &str = "item";

/// What a record says of a session besides what was done in it.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    pub id: String,
    pub started: When,
    pub level: Option<String>,
    /// How moves on the ranges are dealt with, where they are not simply made.
    pub progression: Option<String>,
    /// 1 is as fast as life.
    pub speed: f64,
    /// The version of the program.
    pub app: String,
    /// By number of the routine's entry: the item of a program that it comes from. Empty: it was not made of items.
    pub items: Vec<String>,
    /// By entry of the plan: how fast reps go at first, in percent of their written length. What is not there is as
    /// written.
    pub paces: Vec<u32>,
}

/// A new id of a session that begins at `started`: unique, and later ones sort later.
pub fn new_id(started: &Zoned) -> String {
    // Ids know no time before 1970.
    let milliseconds = u64::try_from(started.timestamp().as_millisecond()).unwrap_or(0);
    // The keys of hash maps are drawn anew for every process, and differ from one to the next.
    let chance = [(); 2].map(|()| u128::from(RandomState::new().hash_one(milliseconds)));
    ulid::Ulid::from_parts(milliseconds, chance[0] << 64 | chance[1]).to_string()
}

#[cfg(test)]
mod tests;
