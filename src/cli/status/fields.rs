//! The fields of `supple status --format`: what each says, and when it says something else.

use std::time::Duration;

use crate::{
    plan::{Kind, Mode},
    session::{Glance, Standing, kind_words},
};

/// One field.
#[derive(Debug)]
struct Field {
    name: &'static str,
    doc: &'static str,
    write: fn(&Glance) -> String,
    /// How long the session goes on until it says something else by itself.
    changes: fn(&Glance) -> Option<Duration>,
}

/// Text with fields in it.
#[derive(Clone, Debug)]
pub(super) struct Template(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Field(&'static Field),
}

impl Default for Template {
    /// The whole line.
    fn default() -> Self {
        Self(FIELDS.iter().find(|field| field.name == "line").map(Part::Field).into_iter().collect())
    }
}

impl Template {
    /// Reads `"{exercise} {left}"`; `{{` and `}}` are braces.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain += &rest[..at];
            let brace = &rest[at..];
            if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
                plain += &brace[..1];
                rest = after;
                continue;
            }
            let name = brace.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let Some((name, after)) = name else {
                return Err("a brace has no other one; `{{` and `}}` stand for braces in the text".to_owned());
            };
            let field = FIELDS
                .iter()
                .find(|field| field.name == name)
                .ok_or_else(|| format!("there is no field `{{{name}}}`; there are {}", names().join(", ")))?;
            parts.push(Part::Text(std::mem::take(&mut plain)));
            parts.push(Part::Field(field));
            rest = after;
        }
        plain += rest;
        parts.push(Part::Text(plain));
        Ok(Self(parts))
    }

    /// What it says of a session. Names come from files, and what is no letter in them would disturb a terminal.
    pub(super) fn write(&self, glance: &Glance) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Field(field) => (field.write)(glance),
        };
        let line: String = self.0.iter().map(part).collect();
        line.chars().filter(|character| !character.is_control()).collect()
    }

    /// How long the session goes on until it says something else by itself.
    pub(super) fn changes(&self, glance: &Glance) -> Option<Duration> {
        let part = |part: &Part| match part {
            Part::Text(_) => None,
            Part::Field(field) => (field.changes)(glance),
        };
        self.0.iter().filter_map(part).min()
    }
}

/// What the help says of the fields.
pub(super) fn help() -> String {
    let lines = FIELDS.iter().map(|field| format!("  {:<14} {}", field.name, field.doc));
    format!(
        "Fields of --format; one that has nothing to say is empty:\n{}\n\nExit status: 0 a session is running; 1 none is; \
         2 a wrong command.",
        lines.collect::<Vec<_>>().join("\n")
    )
}

fn names() -> Vec<String> {
    FIELDS.iter().map(|field| format!("{{{}}}", field.name)).collect()
}

const fn field(name: &'static str, doc: &'static str, write: fn(&Glance) -> String) -> Field {
    Field { name, doc, write, changes: never }
}

const FIELDS: &[Field] = &[
    Field { changes: line_changes, ..field("line", "all that matters, as without --format", line) },
    field("exercise", "the exercise's name", |glance| text(glance.name.as_ref())),
    field("exercise_id", "its id", |glance| text(glance.exercise.as_ref())),
    field("number", "which of the session's exercises it is", |glance| number(glance.number)),
    field("exercises", "how many there are", |glance| glance.exercises.to_string()),
    field("routine", "the routine's name", |glance| glance.routine.clone()),
    field("state", "ready, running, paused, lead_in or ended", |glance| glance.state.word().to_owned()),
    field("cause", "why it is paused: user, remote, terminal, suspended", |glance| {
        text(glance.cause.as_ref())
    }),
    field("icon", "▶ at work, ◦ between, ⏸ paused, ⏳ about to go on, ■ ended", |glance| {
        icon(glance).to_owned()
    }),
    field("kind", "prepare, work, relax, switch or rest", |glance| text(glance.kind.as_ref())),
    field("mode", "of work: hold, rep, phase, flow or open", |glance| text(glance.mode.as_ref())),
    field("what", "the same in words: get ready, hold, rest", |glance| what(glance).to_owned()),
    field("side", "left or right", |glance| text(glance.side.as_ref())),
    field("side_words", "the side as the routine calls it", |glance| text(glance.side_words.as_ref())),
    field("phase", "the phase of a rep", |glance| text(glance.phase.as_ref())),
    field("set", "which set", |glance| number(glance.set)),
    field("sets", "of how many", |glance| number(glance.sets)),
    field("rep", "which rep", |glance| number(glance.rep)),
    field("reps", "of how many", |glance| number(glance.reps)),
    field("round", "which round of a group", |glance| number(glance.round)),
    field("rounds", "of how many", |glance| number(glance.rounds)),
    Field {
        changes: |glance| falling(glance, glance.left),
        ..field("left", "left of this step, as m:ss", |glance| clock_left(glance.left))
    },
    Field {
        changes: |glance| falling(glance, glance.bout_left),
        ..field("bout_left", "left of what is done in one go", |glance| clock_left(glance.bout_left))
    },
    Field {
        changes: |glance| session_left_changes(glance),
        ..field("session_left", "left of the session", |glance| clock_left(Some(glance.session_left)))
    },
    Field {
        changes: |glance| rising(glance, glance.elapsed),
        ..field("elapsed", "how long this step has lasted", |glance| {
            glance.elapsed.map_or_else(String::new, |time| clock(time.as_secs()))
        })
    },
    Field {
        changes: |glance| rising(glance, Some(glance.active)),
        ..field("active", "how long the session has lasted, without pauses", |glance| {
            clock(glance.active.as_secs())
        })
    },
    Field {
        changes: lead_in_changes,
        ..field("lead_in", "seconds until it goes on", |glance| {
            glance.lead_in.map_or_else(String::new, |time| whole_seconds(time).to_string())
        })
    },
    Field {
        changes: percent_changes,
        ..field("percent", "how much of the session is over", |glance| glance.percent.to_string())
    },
    field("next", "the exercise that comes next", |glance| text(glance.next.as_ref())),
    field("volume", "how loud it is, in percent", |glance| glance.volume.to_string()),
    field("muted", "muted while it is, else nothing", |glance| {
        if glance.muted { "muted".to_owned() } else { String::new() }
    }),
    field("voice", "how much is said: full, brief, counts or off", |glance| glance.voice.clone()),
    field("session", "the session's id", |glance| glance.id.clone()),
];

/// Everything in one line.
fn line(glance: &Glance) -> String {
    let mut parts = Vec::new();
    match glance.state {
        Standing::Paused => parts.push("paused".to_owned()),
        Standing::LeadIn => parts.extend(glance.lead_in.map(|time| format!("in {} s", whole_seconds(time)))),
        Standing::Ended => return format!("{}: {}", glance.routine, text(glance.status.as_ref())),
        Standing::Ready | Standing::Running => {}
    }
    let is_work = glance.kind.as_deref() == Some(Kind::Work.word());
    let side = glance.side_words.as_ref().map(|side| format!(", {side}")).unwrap_or_default();
    let name = glance.name.as_ref().unwrap_or(&glance.routine);
    parts.push(if is_work { format!("{name}{side}") } else { format!("{}: {name}{side}", what(glance)) });
    if let (Some(set), Some(sets @ 2..)) = (glance.set, glance.sets) {
        parts.push(format!("set {set} of {sets}"));
    }
    if let (true, Some(rep), Some(reps)) = (is_work, glance.rep, glance.reps) {
        parts.push(format!("rep {rep} of {reps}"));
    }
    match (glance.bout_left.or(glance.left), glance.elapsed) {
        (Some(left), _) => parts.push(clock_left(Some(left))),
        (None, Some(elapsed)) => parts.push(format!("{} so far", clock(elapsed.as_secs()))),
        (None, None) => {}
    }
    parts.push(format!("{} left", clock_left(Some(glance.session_left))));
    parts.join(" · ")
}

fn line_changes(glance: &Glance) -> Option<Duration> {
    let step = match glance.bout_left.or(glance.left) {
        Some(left) => falling(glance, Some(left)),
        None => rising(glance, glance.elapsed),
    };
    [step, session_left_changes(glance), lead_in_changes(glance)].into_iter().flatten().min()
}

fn icon(glance: &Glance) -> &'static str {
    match glance.state {
        Standing::Paused => "⏸",
        Standing::LeadIn => "⏳",
        Standing::Ended => "■",
        _ if glance.kind.as_deref() == Some(Kind::Work.word()) => "▶",
        _ => "◦",
    }
}

fn what(glance: &Glance) -> &'static str {
    let kind = glance.kind.as_deref().and_then(Kind::from_word);
    let mode = glance.mode.as_deref().and_then(Mode::from_word);
    kind.map_or("", |kind| kind_words(kind, mode))
}

fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn clock_left(time: Option<Duration>) -> String {
    time.map(|time| clock(whole_seconds(time))).unwrap_or_default()
}

/// A part of a second to go counts as a whole one.
fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn never(_: &Glance) -> Option<Duration> {
    None
}

fn runs(glance: &Glance) -> bool {
    glance.state == Standing::Running
}

/// Until a time that runs down shows one second less.
fn falling(glance: &Glance, left: Option<Duration>) -> Option<Duration> {
    left.filter(|left| runs(glance) && !left.is_zero()).map(until_less)
}

/// Until a time that runs up shows one second more. It stands still where its step ends.
fn rising(glance: &Glance, passed: Option<Duration>) -> Option<Duration> {
    let passed = passed.filter(|_| runs(glance) && glance.left.is_none_or(|left| !left.is_zero()))?;
    Some(Duration::from_secs(passed.as_secs() + 1).saturating_sub(passed))
}

fn session_left_changes(glance: &Glance) -> Option<Duration> {
    // Open work that takes longer than was thought takes nothing from the rest.
    let counts = glance.left.or(glance.estimate_left).is_some_and(|left| !left.is_zero());
    falling(glance, Some(glance.session_left)).filter(|_| counts)
}

fn lead_in_changes(glance: &Glance) -> Option<Duration> {
    glance.lead_in.filter(|left| !left.is_zero()).map(until_less)
}

fn percent_changes(glance: &Glance) -> Option<Duration> {
    let whole = glance.active + glance.session_left;
    let next = whole * (glance.percent + 1) / 100;
    session_left_changes(glance).map(|_| next.saturating_sub(glance.active) + Duration::from_millis(1))
}

fn until_less(left: Duration) -> Duration {
    let part = Duration::from_nanos(u64::from(left.subsec_nanos()));
    if part.is_zero() { Duration::from_secs(1) } else { part }
}

#[cfg(test)]
mod tests;
