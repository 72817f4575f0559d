//! The short way to read a line: one that is written just as this program writes it, field after field, with no blank
//! between them. Such are nearly all lines of ten years; every other one is read the long way, by its keys.

mod write;

use std::{borrow::Cow, sync::Arc};

pub(super) use write::write;

use super::{
    checksum,
    record::{Done, Exercise, ITEM, More, Pain, Record, SkipWord, Status, Tally, Target},
    seconds::Seconds,
    when::When,
    word::Word,
};

/// The session of a line. `None`: it has to be read the long way, which says what it is.
pub(super) fn record<'t>(line: &'t str, known: &mut Known<'t>) -> Option<Record> {
    let mut line = Cursor { rest: line };
    line.pass(r#"{"v":1,"id":"#)?;
    let id = line.owned()?;
    line.pass(r#","routine":"#)?;
    let routine = line.word()?;
    let name = line.optional(r#","name":"#, Cursor::word)?;
    let routine_hash = line.optional(r#","routine_hash":"#, Cursor::word)?;
    let level = line.optional(r#","level":"#, Cursor::owned)?;
    line.pass(r#","started":"#)?;
    let started = line.time()?;
    line.pass(r#","ended":"#)?;
    let ended = line.time()?;
    line.pass(r#","status":"#)?;
    let status = match &*line.text()? {
        "completed" => Status::Completed,
        "stopped" => Status::Stopped,
        "recorded" => Status::Recorded,
        _ => return None,
    };
    line.pass(r#","active_seconds":"#)?;
    let active_seconds = line.seconds()?;
    line.pass(r#","paused_seconds":"#)?;
    let paused_seconds = line.seconds()?;
    let pain = line.optional(r#","pain":"#, Cursor::pain)?;
    let effort = line.optional(r#","effort":"#, Cursor::word)?;
    let note = line.optional(r#","note":"#, Cursor::owned)?;
    line.pass(r#","exercises":["#)?;
    let mut exercises = Vec::with_capacity(known.latest);
    if line.pass("]").is_none() {
        loop {
            exercises.push(known.exercise(exercises.len(), &mut line)?);
            if line.pass("]").is_some() {
                break;
            }
            line.pass(",")?;
        }
    }
    line.pass(r#","app":"#)?;
    let app = line.word()?;
    let more = line.item()?;
    line.checksum()?;
    known.latest = exercises.len();
    exercises.shrink_to_fit();
    line.rest.is_empty().then_some(Record {
        v: 1,
        id,
        routine,
        name,
        routine_hash,
        level,
        started,
        ended,
        status,
        active_seconds,
        paused_seconds,
        speed: None,
        pain,
        effort,
        note,
        exercises: exercises.into(),
        app,
        more,
    })
}

/// The exercises of the lines before, by their turn in the session: mostly the same comes again, just as it was.
#[derive(Default)]
pub(super) struct Known<'t> {
    turns: Vec<Latest<'t>>,
    /// How many the last record had. One long line does not make the lists of all after it long.
    latest: usize,
}

/// The few that came last, each with its text.
#[derive(Default)]
struct Latest<'t> {
    known: Vec<(&'t str, Arc<Exercise>)>,
    /// The place of the next new one.
    next: usize,
}

/// So many: in full or left out, as itself or for an item of a program.
const REMEMBERED: usize = 4;

impl<'t> Known<'t> {
    /// The next one of a line, the `turn`th.
    fn exercise(&mut self, turn: usize, line: &mut Cursor<'t>) -> Option<Arc<Exercise>> {
        if self.turns.len() <= turn {
            self.turns.resize_with(turn + 1, Latest::default);
        }
        let Latest { known, next } = &mut self.turns[turn];
        if let Some((_, exercise)) = known.iter().find(|(text, _)| line.pass(text).is_some()) {
            return Some(Arc::clone(exercise));
        }
        let before = line.rest;
        let exercise = Arc::new(line.exercise()?);
        let new = (&before[..before.len() - line.rest.len()], Arc::clone(&exercise));
        match known.get_mut(*next) {
            Some(old) => *old = new,
            None => known.push(new),
        }
        *next = (*next + 1) % REMEMBERED;
        Some(exercise)
    }
}

/// What is left of a line.
struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn exercise(&mut self) -> Option<Exercise> {
        self.pass(r#"{"n":"#)?;
        let n = self.count()?;
        self.pass(r#","id":"#)?;
        let id = self.word()?;
        self.pass(r#","status":"#)?;
        let status = match &*self.text()? {
            "done" => Done::Done,
            "partial" => Done::Partial,
            "skipped" => Done::Skipped,
            _ => return None,
        };
        self.pass(r#","sets":"#)?;
        let sets = self.count()?;
        self.pass(r#","target":"#)?;
        let target = self.target()?;
        let left = self.optional(r#","left":"#, Self::tally)?;
        let right = self.optional(r#","right":"#, Self::tally)?;
        let both = self.optional(r#","both":"#, Self::tally)?;
        self.pass(r#","skip_reason":"#)?;
        let skip_reason = if self.pass("null").is_some() { None } else { Some(SkipWord(self.word()?)) };
        let optional = self.pass(r#","optional":true"#).is_some();
        let more = self.item()?;
        self.pass("}")?;
        Some(Exercise { n, id, status, sets, target, left, right, both, skip_reason, optional, more })
    }

    fn target(&mut self) -> Option<Target> {
        self.pass(r#"{"sets":"#)?;
        let sets = self.count()?;
        let reps = self.optional(r#","reps":"#, Self::count)?;
        let hold = self.optional(r#","hold":"#, Self::seconds)?;
        let time = self.optional(r#","time":"#, Self::seconds)?;
        let rounds = self.optional(r#","rounds":"#, Self::count)?;
        self.pass("}")?;
        Some(Target { sets, reps, hold, time, rounds })
    }

    fn tally(&mut self) -> Option<Tally> {
        self.pass(r#"{"reps":"#)?;
        let reps = self.count()?;
        self.pass(r#","seconds":"#)?;
        let seconds = self.seconds()?;
        self.pass("}")?;
        Some(Tally { reps, seconds })
    }

    fn pain(&mut self) -> Option<Pain> {
        self.pass(r#"{"before":"#)?;
        let mut pain = Pain::default();
        if self.pass("null").is_none() {
            pain.before = Some(self.count()?.try_into().ok()?);
        }
        self.pass(r#","after":"#)?;
        if self.pass("null").is_none() {
            pain.after = Some(self.count()?.try_into().ok()?);
        }
        self.pass("}")?;
        Some(pain)
    }

    /// The one field of `more` that this program writes often.
    fn item(&mut self) -> Option<More> {
        const KEY: &str = r#","item":"#;
        debug_assert_eq!(KEY, format!(",\"{ITEM}\":"));
        Some(match self.pass(KEY) {
            Some(()) => More::item(self.word()?),
            None => More::default(),
        })
    }

    /// The end of a line, with its checksum or without one.
    fn checksum(&mut self) -> Option<()> {
        if self.pass(checksum::BEFORE).is_some() {
            let (digits, rest) = self.rest.split_at_checked(checksum::DIGITS)?;
            self.rest = Some(rest).filter(|_| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
            return self.pass(checksum::AFTER);
        }
        self.pass("}")
    }

    fn time(&mut self) -> Option<When> {
        self.text()?.parse().ok()
    }

    fn word(&mut self) -> Option<Word> {
        self.text().map(|text| Word::new(&text))
    }

    fn owned(&mut self) -> Option<String> {
        self.text().map(Cow::into_owned)
    }

    /// A string between quotation marks.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let bytes = self.rest.as_bytes();
        let (b'"', inner) = bytes.split_first()? else { return None };
        let special = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
        let end = 1 + inner.iter().position(special)?;
        if bytes[end] == b'"' {
            let text = self.rest.get(1..end)?;
            self.rest = self.rest.get(end + 1..)?;
            return Some(Cow::Borrowed(text));
        }
        // What is escaped is rare, and left to others.
        let mut strings = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
        let text = strings.next()?.ok()?;
        self.rest = self.rest.get(strings.byte_offset()..)?;
        Some(Cow::Owned(text))
    }

    /// A whole number of at most nine digits.
    fn count(&mut self) -> Option<u32> {
        let (number, digits) = self.digits();
        (1..=9).contains(&digits).then_some(number).and_then(|number| number.try_into().ok())
    }

    /// Seconds with at most three digits after the point.
    fn seconds(&mut self) -> Option<Seconds> {
        let (whole, digits) = self.digits();
        if digits == 0 || whole > Seconds::LONGEST {
            return None;
        }
        let mut millis = whole * 1000;
        if self.pass(".").is_some() {
            let (part, digits) = self.fraction();
            millis += match digits {
                1 => part * 100,
                2 => part * 10,
                3 => part,
                _ => return None,
            };
        }
        // An exponent would be passed over here and be missed by what has to follow.
        Some(Seconds::from_millis(millis))
    }

    /// A number without a sign, and how many digits it has; none where it begins with a needless zero.
    fn digits(&mut self) -> (u64, usize) {
        let zero = self.rest.starts_with('0');
        let (number, digits) = self.fraction();
        if zero && digits > 1 { (0, 0) } else { (number, digits) }
    }

    fn fraction(&mut self) -> (u64, usize) {
        let mut number: u64 = 0;
        let mut digits = 0;
        for byte in self.rest.bytes().take(13) {
            if !byte.is_ascii_digit() {
                break;
            }
            number = number * 10 + u64::from(byte - b'0');
            digits += 1;
        }
        self.rest = self.rest.get(digits..).unwrap_or_default();
        (number, digits)
    }

    /// What may be missing. `None`: it is there, and odd.
    #[expect(clippy::option_option, reason = "missing is one thing, odd another")]
    fn optional<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.pass(key) {
            Some(()) => read(self).map(Some),
            None => Some(None),
        }
    }

    fn pass(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }
}

#[cfg(test)]
mod tests;
