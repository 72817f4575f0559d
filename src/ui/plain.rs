//! A session in plain lines: for screen readers, pipes and terminals that can do no more.

use std::{collections::HashSet, time::Duration};

use crate::{
    plan::{Entry, Kind, Mode, Plan, Step, spoken},
    session::{CueKind, Event, Outcome, PainOf, PauseCause, SkipReason, Stamped, Status, side_words},
};

/// Turns events into sentences. It remembers what it has said, so that instructions are said once.
#[derive(Debug, Default)]
pub struct Plain {
    explained: HashSet<u32>,
    /// How many ticks of a lead-in have been heard; `None` outside one.
    lead_in: Option<u32>,
    step: Option<Step>,
    /// When the step began, in active time.
    began: Duration,
}

impl Plain {
    /// The lines for one event, in order; most often one or none. Each begins with the active time.
    pub fn lines(&mut self, plan: &Plan, stamped: &Stamped) -> Vec<String> {
        let said = self.say(plan, stamped.at, &stamped.event);
        let at = stamped.at.as_secs();
        said.into_iter().map(|line| format!("{:02}:{:02}  {line}", at / 60, at % 60)).collect()
    }

    fn say(&mut self, plan: &Plan, at: Duration, event: &Event) -> Vec<String> {
        self.lead_in = match event {
            Event::Paused(_) => Some(0),
            Event::Resumed { .. } => None,
            _ => self.lead_in,
        };
        match event {
            Event::SessionStarted => vec![opening(plan)],
            Event::StepStarted(played) => {
                let before = self.step.replace(played.step);
                self.began = at;
                self.step_lines(plan, &played.step, before)
            }
            Event::Cue(cue) => match cue.kind {
                CueKind::Tick | CueKind::TickOut => vec![self.count_down(at).to_string()],
                CueKind::Half | CueKind::Custom => cue.say.iter().cloned().collect(),
                _ => Vec::new(),
            },
            Event::StepEnded { outcome, lasted, .. } => self.ending(*outcome, *lasted),
            Event::StepChanged { length, reps, .. } => match (self.lengthen(*length), reps) {
                (_, Some(reps)) => vec![format!("Now {}.", reps_words(*reps))],
                (Some(length), None) => vec![format!("Now {}.", spoken(length))],
                (None, None) => Vec::new(),
            },
            Event::RepCounted { count, .. } => vec![count.to_string()],
            Event::ExerciseSkipped { entry, reason, .. } => vec![skipped(name(plan, *entry), *reason)],
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
                vec![format!("Pain at {}: {value} of 10.", name(plan, *entry))]
            }
            Event::Paused(cause) => vec![
                match cause {
                    PauseCause::Suspended => "Paused: the machine was asleep.",
                    PauseCause::Terminal => "Paused: the terminal was away.",
                    PauseCause::LeadIn => "Get into position.",
                    PauseCause::User | PauseCause::Remote => "Paused.",
                }
                .into(),
            ],
            Event::Resumed { .. } => vec!["Going on.".into()],
            Event::SessionEnded { status, active, .. } => {
                let whole = Duration::from_secs(active.as_secs());
                vec![match status {
                    Status::Completed => format!("Done: {}.", spoken(whole)),
                    Status::Stopped => format!("Stopped after {}.", spoken(whole)),
                }]
            }
        }
    }

    /// How many seconds are left: of the step, or of a lead-in, in which active time stands still.
    fn count_down(&mut self, at: Duration) -> u64 {
        if let Some(ticks) = &mut self.lead_in {
            *ticks += 1;
            return u64::from(4_u32.saturating_sub(*ticks).max(1));
        }
        let left = self.step.and_then(|step| step.length?.checked_sub(at.saturating_sub(self.began)));
        left.map_or(1, |left| (left + Duration::from_millis(500)).as_secs())
    }

    fn lengthen(&mut self, length: Option<Duration>) -> Option<Duration> {
        if let Some(step) = self.step.as_mut().filter(|step| step.length.is_some()) {
            step.length = length;
        }
        length
    }

    fn ending(&self, outcome: Outcome, lasted: Duration) -> Vec<String> {
        let work = self.step.is_some_and(|step| step.kind == Kind::Work);
        match outcome {
            Outcome::Cut => vec![format!("Enough: {}.", spoken(Duration::from_secs(lasted.as_secs())))],
            Outcome::Skipped if work => vec!["Skipped the rest of it.".into()],
            _ => Vec::new(),
        }
    }

    fn step_lines(&mut self, plan: &Plan, step: &Step, before: Option<Step>) -> Vec<String> {
        let Some(entry) = plan.entry_of(step) else {
            return vec![round_rest(plan, step)];
        };
        match step.kind {
            Kind::Prepare => self.prepare(entry, step),
            Kind::Work => {
                // Without a preparation nothing has named it yet.
                let named = before
                    .is_some_and(|before| before.occurrence == step.occurrence && before.entry == step.entry);
                let name = (!named).then(|| format!("{}.", entry.name));
                name.into_iter().chain([work(entry, step)]).collect()
            }
            Kind::Relax => vec![match side(entry, step).filter(|_| entry.alternate) {
                Some(side) => format!("Relax{}. Next: {side}.", length(step)),
                None => format!("Relax{}.", length(step)),
            }],
            Kind::Switch => vec![match side(entry, step) {
                Some(side) => format!("Switch: {side}{}.", length(step)),
                None => format!("Switch{}.", length(step)),
            }],
            Kind::Rest => vec![format!(
                "Rest{}. Next: {}, set {} of {}.",
                length(step),
                entry.name,
                step.set.unwrap_or(1),
                step.sets.unwrap_or(1),
            )],
        }
    }

    fn prepare(&mut self, entry: &Entry, step: &Step) -> Vec<String> {
        let mut first = format!("Get ready: {}. {}", entry.name, capital(&entry.dose()));
        if let Some(side) = side(entry, step).filter(|_| entry.only_side.is_none()) {
            first += &format!("; first {side}");
        }
        first += match step.length {
            Some(_) => ".",
            None => ". Say `done` when you are ready.",
        };
        if step.length.is_some() {
            first += &format!(" You have{}.", length(step).trim_start_matches(','));
        }
        let mut lines = vec![first];
        if self.explained.insert(entry.n) {
            lines.extend((1..).zip(&entry.how).map(|(number, how)| format!("  {number}. {how}")));
            lines.extend(entry.note.iter().map(|note| format!("  Note: {note}")));
            lines.extend(entry.cautions.iter().map(|caution| format!("  Take care: {caution}")));
        }
        lines
    }
}

fn opening(plan: &Plan) -> String {
    let exercises = plan.entries.len() - plan.variants.len();
    let exercises = if exercises == 1 { "1 exercise".into() } else { format!("{exercises} exercises") };
    let open = if plan.open_steps() > 0 { ", and what you time yourself" } else { "" };
    format!("{}. {exercises}, {}{open}.", plan.name, spoken(Duration::from_secs(plan.total.as_secs())))
}

fn work(entry: &Entry, step: &Step) -> String {
    let side = side(entry, step).map(|side| format!(", {side}")).unwrap_or_default();
    let count = match (step.rep, step.reps) {
        (Some(rep), Some(reps)) if reps > 1 => format!(" {rep} of {reps}"),
        _ => String::new(),
    };
    let set = match (step.set, step.sets) {
        (Some(set), Some(sets)) if sets > 1 => format!(", set {set} of {sets}"),
        _ => String::new(),
    };
    match step.mode {
        Some(Mode::Hold) => format!("Hold{count}{}{side}{set}.", length(step)),
        Some(Mode::Rep) => format!("Rep{count}{side}{set}."),
        Some(Mode::Phase) => {
            let phase = step.phase.and_then(|phase| entry.phases.get(phase as usize));
            format!(
                "{}{count}{}{side}{set}.",
                phase.map_or("Move", |phase| phase.name.as_str()),
                length(step)
            )
        }
        Some(Mode::Flow) => format!("Move{}{side}{set}.", length(step)),
        Some(Mode::Open) | None => {
            let what = match (step.reps, &entry.target_words) {
                (Some(reps), Some(words)) => format!("{} of {words}", reps_words(reps)),
                (Some(reps), None) => reps_words(reps),
                (None, Some(words)) => words.clone(),
                (None, None) => "as long as it feels good".into(),
            };
            format!("At your own pace: {what}{side}{set}. Say `done` when it is enough.")
        }
    }
}

fn round_rest(plan: &Plan, step: &Step) -> String {
    let title = step.group.and_then(|group| plan.groups.get(group as usize));
    let round = match (step.round, step.rounds) {
        (Some(round), Some(rounds)) => format!(" Next: round {round} of {rounds}"),
        _ => String::new(),
    };
    let of = title.map(|title| format!(" of {title}")).unwrap_or_default();
    format!("Rest{}.{round}{of}.", length(step))
}

fn skipped(name: &str, reason: Option<SkipReason>) -> String {
    match reason {
        None => format!("Skipped {name}."),
        Some(reason) => format!("Skipped {name}: {}.", reason.word()),
    }
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

fn reps_words(reps: u32) -> String {
    if reps == 1 { "1 rep".into() } else { format!("{reps} reps") }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
