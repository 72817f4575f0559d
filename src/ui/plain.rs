//! A session in plain lines: for screen readers, pipes and terminals that can do no more.
//!
//! One line for each thing that happens, in the order in which a screen shows it; times and counts in words; no sign
//! that a screen reader would spell out. The same session always gives the same lines.

mod ended;
mod house;
mod marks;
mod standing;
mod step;
mod units;

use std::{collections::HashSet, time::Duration};

pub use self::{
    ended::{pain_is_worse, questions, summary},
    house::{flags, hearing, home, routine, safety},
    standing::{Heard, exercises, whereabouts},
};
use self::{
    marks::Marks,
    standing::{explanation, present, progress, what},
    step::{breath_words, goes_on, phase, rest, round_rest, target, work},
};
use super::{
    text,
    words::{chosen_pace, pace, place_of},
};
use crate::{
    plan::{Entry, Kind, Plan, Step, spoken},
    session::{
        CueKind, Event, Occurrence, Outcome, PainOf, PauseCause, SkipReason, Snapshot, Stamped, State,
        Status, side_words,
    },
};

/// Turns events into sentences. It remembers what it has said, so that instructions are said once.
#[derive(Debug, Default)]
pub struct Plain {
    /// Whether somebody may answer.
    asks: bool,
    explained: HashSet<u32>,
    /// Whether the red flags were said.
    flagged: bool,
    /// How many ticks of a lead-in have been heard; `None` outside one.
    lead_in: Option<u32>,
    leading_in: bool,
    /// The rest of some work was left out, of which nothing was said yet.
    left_out: bool,
    step: Option<Step>,
    /// When the step began, in active time.
    began: Duration,
    marks: Marks,
}

impl Plain {
    /// `asks`: there is somebody who may answer.
    pub fn new(asks: bool) -> Self {
        Self { asks, ..Self::default() }
    }

    /// The lines for one event, in order; most often one or none. `snapshot` is of the session after it.
    pub fn lines(&mut self, snapshot: &Snapshot, stamped: &Stamped) -> Vec<String> {
        let mut said = self.passing(stamped.at);
        if matches!(&stamped.event, Event::Cue(cue) if cue.kind == CueKind::Tick) {
            said.extend(self.about_to_go_on(snapshot));
        }
        // Of a whole exercise that is skipped more is said at once.
        let whole = matches!(stamped.event, Event::ExerciseSkipped { .. });
        said.extend(
            (std::mem::take(&mut self.left_out) && !whole).then(|| "Skipped the rest of it.".to_owned()),
        );
        said.extend(self.say(snapshot, stamped.at, &stamped.event));
        said.iter().map(|line| text::clean(line)).collect()
    }

    /// What is to be said because so much active time has passed, and for no other reason.
    pub fn passing(&mut self, active: Duration) -> Vec<String> {
        let due = self.marks.due(active);
        due.into_iter().map(|left| format!("{} left.", capital(&spoken(left)))).collect()
    }

    /// The active time at which the next of it is due.
    pub fn next_mark(&self) -> Option<Duration> {
        self.marks.next()
    }

    /// A session that was paused is about to go on, which no event tells.
    pub fn about_to_go_on(&mut self, snapshot: &Snapshot) -> Option<String> {
        let before = std::mem::replace(&mut self.leading_in, matches!(snapshot.state, State::LeadIn { .. }));
        let State::LeadIn { left } = snapshot.state else { return None };
        let left = Duration::from_secs(text::whole_seconds_left(left));
        (!before).then(|| format!("Going on in {}.", spoken(left)))
    }

    fn say(&mut self, snapshot: &Snapshot, at: Duration, event: &Event) -> Vec<String> {
        let plan = &*snapshot.plan;
        self.lead_in = match event {
            Event::Paused(_) => Some(0),
            Event::Resumed { .. } => None,
            _ => self.lead_in,
        };
        match event {
            Event::SessionStarted => vec![opening(plan, place_of(snapshot, 0).map_or(0, |(_, of)| of))],
            Event::StepStarted(played) => {
                let before = self.step.replace(played.step);
                self.began = at;
                self.marks = Marks::new(&played.step, at, at);
                self.step_lines(snapshot, &played.step, before)
            }
            Event::Cue(cue) => match cue.kind {
                CueKind::Tick | CueKind::TickOut => vec![self.count_down(at).to_string()],
                CueKind::Half => vec![match self.left(at) {
                    Some(left) => format!("Halfway, {} left.", spoken(left)),
                    None => "Halfway.".to_owned(),
                }],
                CueKind::Custom => cue.say.iter().cloned().collect(),
                _ => Vec::new(),
            },
            Event::StepEnded { outcome, lasted, .. } => {
                self.marks = Marks::default();
                self.ending(*outcome, *lasted)
            }
            Event::StepChanged { length, reps, .. } => self.changed(at, *length, *reps),
            Event::RepCounted { count, .. } => vec![self.counted(plan, *count)],
            Event::PaceChanged { percent, .. } => vec![pace_words(*percent)],
            Event::ExerciseSkipped { entry, reason, .. } => self.skipped(name(plan, *entry), *reason),
            Event::ExerciseDeferred { entry, .. } => {
                vec![format!("{} comes at the end.", name(plan, *entry))]
            }
            Event::ExerciseSwapped { entry, to, .. } => {
                vec![format!("{} instead of {}.", name(plan, *to), name(plan, *entry))]
            }
            Event::PainReported { of: PainOf::Before, value } => {
                vec![format!("Pain before: {value} of 10.")]
            }
            Event::PainReported { of: PainOf::Exercise { entry, .. }, value } => {
                self.pain(name(plan, *entry), *value)
            }
            Event::Paused(cause) => {
                // Of a lead-in that nothing came before this says enough.
                self.leading_in = *cause == PauseCause::LeadIn;
                vec![self.paused(plan, at, *cause)]
            }
            Event::Resumed { .. } => {
                self.leading_in = false;
                vec![match self
                    .left(at)
                    .filter(|_| self.step.is_some_and(|step| at > self.began && stays(&step)))
                {
                    Some(left) => format!("Going on, {} left.", spoken(left)),
                    None => "Going on.".to_owned(),
                }]
            }
            Event::SessionEnded { status, active, paused } => vec![ending(*status, *active, *paused)],
        }
    }

    /// How many seconds are left: of the step, or of a lead-in, in which active time stands still.
    fn count_down(&mut self, at: Duration) -> u64 {
        if let Some(ticks) = &mut self.lead_in {
            *ticks += 1;
            return u64::from(4_u32.saturating_sub(*ticks).max(1));
        }
        self.left(at).map_or(1, |left| left.as_secs())
    }

    /// What is left of the step, in whole seconds.
    fn left(&self, at: Duration) -> Option<Duration> {
        let left = self.step?.length?.checked_sub(at.saturating_sub(self.began))?;
        Some(Duration::from_secs((left + Duration::from_millis(500)).as_secs()))
    }

    fn changed(&mut self, at: Duration, length: Option<Duration>, reps: Option<u32>) -> Vec<String> {
        if let Some(step) = self.step.as_mut().filter(|step| step.length.is_some()) {
            step.length = length;
            self.marks = Marks::new(step, self.began, at);
        }
        match (length, reps) {
            (_, Some(reps)) => vec![format!("Now {}.", reps_words(reps))],
            (Some(length), None) => {
                match self.left(at).filter(|_| self.step.is_some_and(|step| !step.is_paced())) {
                    Some(left) => vec![format!("Now {}, {} left.", spoken(length), spoken(left))],
                    None => vec![format!("Now {}.", spoken(length))],
                }
            }
            (None, None) => Vec::new(),
        }
    }

    fn counted(&self, plan: &Plan, count: u32) -> String {
        let Some(step) = self.step else { return format!("{count}.") };
        // Self-paced work that alternates counts both sides.
        let doubled = step.side.is_none() && plan.entry_of(&step).is_some_and(|entry| entry.alternate);
        match step.reps {
            Some(reps) => format!("{count} of {}.", if doubled { reps * 2 } else { reps }),
            None => format!("{count}."),
        }
    }

    fn ending(&mut self, outcome: Outcome, lasted: Duration) -> Vec<String> {
        let work = self.step.is_some_and(|step| step.kind == Kind::Work);
        match outcome {
            Outcome::Cut => vec![format!("Enough: {}.", spoken(Duration::from_secs(lasted.as_secs())))],
            Outcome::Skipped => {
                self.left_out = work;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn skipped(&self, name: &str, reason: Option<SkipReason>) -> Vec<String> {
        let Some(reason) = reason else {
            let mut said = vec![format!("Skipped {name}.")];
            said.extend(self.asks.then(|| WHY.to_owned()));
            return said;
        };
        let mut said = vec![format!("Skipped {name}: {}.", reason.word())];
        said.extend((reason == SkipReason::Pain).then(|| AFTER_PAIN.to_owned()));
        said
    }

    fn pain(&mut self, name: &str, value: u8) -> Vec<String> {
        let mut said = vec![format!("Pain at {name}: {value} of 10.")];
        said.extend(house::advice(value).map(str::to_owned));
        if std::mem::replace(&mut self.flagged, true) {
            said.extend(self.asks.then(|| "Type flags to hear again when to stop.".to_owned()));
        } else {
            said.extend(flags());
        }
        said
    }

    fn paused(&self, plan: &Plan, at: Duration, cause: PauseCause) -> String {
        let why = match cause {
            PauseCause::Suspended => "Paused: the machine was asleep.",
            PauseCause::Terminal => "Paused: the terminal was away.",
            PauseCause::LeadIn => return "Get into position.".to_owned(),
            PauseCause::User | PauseCause::Remote => "Paused.",
        };
        let Some(step) = self.step else { return why.to_owned() };
        match self.left(at).filter(|_| stays(&step)) {
            Some(left) => format!("{why} {}, {} left.", what(plan, &step), spoken(left)),
            None => why.to_owned(),
        }
    }

    fn step_lines(&mut self, snapshot: &Snapshot, step: &Step, before: Option<Step>) -> Vec<String> {
        let plan = &*snapshot.plan;
        let Some(entry) = plan.entry_of(step) else {
            return vec![round_rest(plan, step)];
        };
        let same = before.filter(|before| before.occurrence == step.occurrence && before.entry == step.entry);
        let mut lines = match step.kind {
            Kind::Prepare => self.prepare(entry, step),
            // Without a preparation nothing has named it yet.
            Kind::Work if same.is_none() => {
                let mut lines = vec![format!("{}. {}.", entry.name, capital(&entry.dose()))];
                lines.extend(self.explain(entry));
                lines.push(work(entry, step));
                lines
            }
            Kind::Work => {
                vec![match same.filter(|before| before.bout.is_some() && before.bout == step.bout) {
                    Some(before) => goes_on(entry, step, &before),
                    None => work(entry, step),
                }]
            }
            Kind::Relax => vec![match side(entry, step).filter(|_| entry.alternate) {
                Some(side) => format!("Relax{}. Next: {side}.", length(step)),
                None => format!("Relax{}.", length(step)),
            }],
            Kind::Switch => vec![match side(entry, step) {
                Some(side) => format!("Switch: {side}{}.", length(step)),
                None => format!("Switch{}.", length(step)),
            }],
            Kind::Rest => vec![rest(entry, step)],
        };
        let new = before.is_none_or(|before| before.occurrence != step.occurrence || before.entry.is_none());
        if new {
            // Behind the name and the dose.
            lines.splice(1..1, other_pace(snapshot, step.occurrence));
        }
        progress(snapshot, step).filter(|_| new).into_iter().chain(lines).collect()
    }

    fn prepare(&mut self, entry: &Entry, step: &Step) -> Vec<String> {
        let mut first = format!("Get ready: {}. {}", entry.name, capital(&entry.dose()));
        if let Some(side) = side(entry, step).filter(|_| entry.only_side.is_none()) {
            first += &format!("; first {side}");
        }
        first += match step.length {
            Some(_) => ".",
            None => ". Type done when you are ready.",
        };
        if step.length.is_some() {
            first += &format!(" You have{}.", length(step).trim_start_matches(','));
        }
        let mut lines = vec![first];
        lines.extend(self.explain(entry));
        lines
    }

    /// How it is done, the first time.
    fn explain(&mut self, entry: &Entry) -> Vec<String> {
        if self.explained.insert(entry.n) { explanation(entry) } else { Vec::new() }
    }
}

/// The present exercise again: its name, its dose and every instruction.
pub fn again(snapshot: &Snapshot) -> Vec<String> {
    let Some(entry) = present(snapshot) else {
        return vec!["There is nothing to do at this moment.".to_owned()];
    };
    let mut lines = vec![format!("{}. {}.", entry.name, capital(&entry.dose()))];
    lines.extend(explanation(entry));
    lines.iter().map(|line| text::clean(line)).collect()
}

/// A text of another part of the program, such as a change, without signs and short forms.
pub fn in_words(text: &str) -> String {
    text::clean(&units::in_words(text))
}

const WHY: &str = "Why? Type pain, time, equipment or other; or nothing.";
const AFTER_PAIN: &str = "Stop if pain grows, shoots down a leg or numbs it; then ask a doctor.";

fn opening(plan: &Plan, exercises: usize) -> String {
    let exercises = text::count(exercises, "exercise");
    let open = if plan.open_steps() > 0 { ", and what you time yourself" } else { "" };
    format!("{}. {exercises}, {}{open}.", plan.name, spoken(Duration::from_secs(plan.total.as_secs())))
}

fn ending(status: Status, active: Duration, paused: Duration) -> String {
    let whole = |time: Duration| spoken(Duration::from_secs(time.as_secs()));
    let active = whole(active);
    let paused = if paused.as_secs() > 0 { format!(", and {} paused", whole(paused)) } else { String::new() };
    match status {
        Status::Completed => format!("Done after {active}{paused}."),
        Status::Stopped => format!("Stopped after {active}{paused}."),
    }
}

/// Whether what is left of it matters: a rep of a few seconds is counted, not timed.
fn stays(step: &Step) -> bool {
    !step.is_paced() && step.length.is_some()
}

fn side(entry: &Entry, step: &Step) -> Option<String> {
    step.side.map(|side| side_words(side, entry.side_labels.as_ref()))
}

fn length(step: &Step) -> String {
    step.length.map(|length| format!(", {}", spoken(length))).unwrap_or_default()
}

fn name(plan: &Plan, entry: u32) -> &str {
    plan.entries.get(entry as usize).map_or("this exercise", |entry| entry.name.as_str())
}

/// That its reps go at another pace than the written one, as they did in the session before.
fn other_pace(snapshot: &Snapshot, occurrence: u32) -> Option<String> {
    let is_it = |one: &&Occurrence| one.occurrence == occurrence;
    let percent = snapshot.occurrences.iter().find(is_it)?.pace_percent;
    pace(percent).map(|_| pace_words(percent))
}

fn pace_words(percent: u32) -> String {
    chosen_pace(percent).replace('%', " percent")
}

fn reps_words(reps: u32) -> String {
    if reps == 1 { "1 rep".into() } else { format!("{reps} reps") }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
