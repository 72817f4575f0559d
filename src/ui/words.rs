//! What a session's moment is called: state, dose, side and what comes, in plain words.

use std::{cmp::Ordering, time::Duration};

use super::{text, theme::Role};
use crate::{
    plan::{Entry, Kind, Mode, Plan, Step},
    routine::Side,
    session::{PauseCause, Played, Snapshot, State, WRITTEN_PACE, side_words},
};

/// The one word and the big digits, which must be understood from two metres away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    /// In capitals.
    pub(crate) word: String,
    pub(crate) role: Role,
    /// Whether the body works now: shown by shape as well as by colour.
    pub(crate) working: bool,
    pub(crate) paused: bool,
    pub(crate) digits: String,
    /// The widest that the digits become in this step, so that their size stays the same throughout.
    pub(crate) widest: String,
    /// A sentence below the digits.
    pub(crate) detail: Option<String>,
}

/// How far a set is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reps {
    pub(crate) done: u32,
    pub(crate) of: u32,
    /// Whether the one after those done is going on.
    pub(crate) present: bool,
    /// What one is called; `None` if they are counted by hand.
    pub(crate) unit: Option<&'static str>,
}

impl Reps {
    /// `rep 4 of 10`; between reps, `4 of 10 done`.
    pub(crate) fn said(self) -> String {
        let Self { done, of, present, unit } = self;
        match unit {
            Some(unit) if present => format!("{unit} {} of {of}", done + 1),
            Some(_) => format!("{done} of {of} done"),
            None => format!("{done} of {of} counted"),
        }
    }
}

pub(crate) fn face(snapshot: &Snapshot) -> Face {
    let Some(now) = &snapshot.now else { return face_without_step(snapshot) };
    let step = &now.played.step;
    let mut face = running_face(snapshot, step);
    match snapshot.state {
        State::Paused(cause) => {
            face.detail = Some(pause_detail(snapshot, cause));
            Face { word: "PAUSED".into(), role: Role::Paused, working: false, paused: true, ..face }
        }
        State::LeadIn { left } => {
            let digits = text::digits(text::whole_seconds_left(left));
            Face {
                word: "BACK IN".into(),
                role: Role::Ready,
                working: false,
                paused: false,
                widest: digits.clone(),
                digits,
                detail: Some(format!("then {}", remaining(snapshot, " "))),
            }
        }
        State::Ready | State::Running | State::Finished(_) => face,
    }
}

/// Reps or holds of the present set, on this side.
pub(crate) fn reps(snapshot: &Snapshot) -> Option<Reps> {
    let now = snapshot.now.as_ref()?;
    let step = &now.played.step;
    if step.mode == Some(Mode::Open) {
        let of = step.reps.map(|reps| if doubled(snapshot, step) { reps * 2 } else { reps })?;
        let present = now.counted < of;
        return (now.counted > 0).then_some(Reps { done: now.counted, of, present, unit: None });
    }
    let unit = |step: &Step| if step.mode == Some(Mode::Hold) { "hold" } else { "rep" };
    let (rep_step, present) = match step.kind {
        Kind::Work => (step, true),
        Kind::Relax => (&snapshot.next.first()?.step, false),
        _ => return None,
    };
    let (rep, of) = (rep_step.rep?, rep_step.reps?);
    let (done, of) = match turn(snapshot, rep_step) {
        Some(turn) => (rep.saturating_sub(1) * 2 + turn, of * 2),
        None => (rep.saturating_sub(1), of),
    };
    (of > 1).then(|| Reps { done, of, present, unit: Some(unit(rep_step)) })
}

/// Where sides take turns: 0 for the one that begins, 1 for the other.
fn turn(snapshot: &Snapshot, step: &Step) -> Option<u32> {
    let entry = snapshot.plan.entry_of(step).filter(|entry| entry.alternate)?;
    let begins = |first: &&Step| first.kind == Kind::Work && first.entry == step.entry;
    let first = snapshot.plan.steps.iter().find(begins)?.side?;
    (entry.sided && step.side.is_some()).then(|| u32::from(step.side != Some(first)))
}

/// The side of the present work, or of the work that a pause leads to.
pub(crate) fn side(snapshot: &Snapshot) -> Option<String> {
    let step = &snapshot.now.as_ref()?.played.step;
    let entry = snapshot.plan.entry_of(step)?;
    step.side.map(|side| side_words(side, entry.side_labels.as_ref()))
}

/// `set 1 of 2`, if there is more than one.
pub(crate) fn set(step: &Step) -> Option<String> {
    let (set, sets) = (step.set?, step.sets?);
    (sets > 1).then(|| format!("set {set} of {sets}"))
}

/// Which exercise of how many this is, from 1. One that comes again in the next round is not another.
pub(crate) fn place(snapshot: &Snapshot) -> Option<(usize, usize)> {
    place_of(snapshot, snapshot.here?)
}

/// The same of any occurrence.
pub(crate) fn place_of(snapshot: &Snapshot, occurrence: usize) -> Option<(usize, usize)> {
    let mut entries: Vec<u32> = Vec::new();
    let mut places = Vec::with_capacity(snapshot.occurrences.len());
    for occurrence in &snapshot.occurrences {
        let known = entries.iter().position(|entry| *entry == occurrence.entry);
        places.push(known.unwrap_or(entries.len()));
        if known.is_none() {
            entries.push(occurrence.entry);
        }
    }
    Some((places.get(occurrence)? + 1, entries.len()))
}

/// The group's title and the round, where there are any.
pub(crate) fn group(plan: &Plan, step: &Step) -> Option<String> {
    let title = step.group.and_then(|group| plan.groups.get(usize::try_from(group).ok()?));
    let round = match (step.round, step.rounds) {
        (Some(round), Some(rounds)) if rounds > 1 => Some(format!("round {round} of {rounds}")),
        _ => None,
    };
    match (title, round) {
        (Some(title), Some(round)) => Some(format!("{title} · {round}")),
        (Some(title), None) => Some(title.clone()),
        (None, round) => round,
    }
}

/// The whole dose of an entry in words: `2 sets of 8 holds of 5 s, each side`.
pub(crate) fn dose(plan: &Plan, entry: u32) -> String {
    let Some(n) = usize::try_from(entry).ok().filter(|n| *n < plan.entries.len()) else {
        return String::new();
    };
    let words = &plan.entries[n];
    let target = words.target;
    let one_set = target.sets <= 1;
    let core = match (target.reps, target.hold, target.time) {
        (Some(reps), Some(hold), _) if reps > 1 => format!("{reps} holds of {}", text::length(hold)),
        (_, Some(hold), _) if one_set => format!("hold for {}", text::length(hold)),
        (_, Some(hold), _) => text::length(hold),
        (_, _, Some(time)) if one_set => format!("keep moving for {}", text::length(time)),
        (_, _, Some(time)) => text::length(time),
        (reps, None, None) => match (&words.target_words, reps) {
            (Some(words), _) => words.clone(),
            (None, Some(reps)) => text::count(usize::try_from(reps).unwrap_or(0), "rep"),
            (None, None) => "until you say enough".into(),
        },
    };
    let mut dose = if one_set { core } else { format!("{} sets of {core}", target.sets) };
    dose.push_str(sides(plan, entry, words));
    dose
}

/// The dose as short as it goes: `2 × 8 · 5 s`.
pub(crate) fn dose_short(entry: &Entry) -> String {
    let target = entry.target;
    let sets = |core: String| if target.sets > 1 { format!("{} × {core}", target.sets) } else { core };
    match (target.reps, target.hold, target.time) {
        (Some(reps), Some(hold), _) if reps > 1 && target.sets > 1 => {
            format!("{} × {reps} · {}", target.sets, text::length(hold))
        }
        (Some(reps), Some(hold), _) if reps > 1 => format!("{reps} × {}", text::length(hold)),
        (_, Some(time), _) | (_, None, Some(time)) => sets(text::length(time)),
        (Some(reps), None, None) if target.sets > 1 => format!("{} × {reps}", target.sets),
        (Some(reps), None, None) => text::count(usize::try_from(reps).unwrap_or(0), "rep"),
        (None, None, None) => entry.target_words.clone().unwrap_or_else(|| "your own pace".into()),
    }
}

/// What comes after the present bout: `relax 3 s`, `hold 30 s, right side`, or the next exercise with its dose.
pub(crate) fn next(snapshot: &Snapshot) -> Option<String> {
    let here = snapshot.now.as_ref()?.played.step;
    if let Some(entry) = next_exercise(snapshot).and_then(|step| snapshot.plan.entry_of(&step)) {
        return Some(format!("{} · {}", entry.name, dose_short(entry)));
    }
    Some(step_words(&snapshot.plan, &snapshot.after_bout?, here.side))
}

/// The get-ready of another exercise, where that comes next: its name says more than its seconds.
fn next_exercise(snapshot: &Snapshot) -> Option<Step> {
    let here = snapshot.now.as_ref()?.played.step;
    let step = snapshot.after_bout?.step;
    (step.kind == Kind::Prepare && step.occurrence != here.occurrence).then_some(step)
}

/// The exercise after this one, with its dose, if it is not named already as what comes next.
pub(crate) fn then(snapshot: &Snapshot) -> Option<(String, String)> {
    let next = next_exercise(snapshot).map(|step| step.occurrence);
    let then = snapshot.then.filter(|then| Some(then.step.occurrence) != next)?;
    let entry = snapshot.plan.entry_of(&then.step)?;
    Some((entry.name.clone(), dose_short(entry)))
}

fn face_without_step(snapshot: &Snapshot) -> Face {
    let (word, time) = match snapshot.state {
        State::Finished(_) => ("DONE", text::clock_passed(snapshot.active)),
        _ => ("READY", text::clock_left(snapshot.left)),
    };
    Face {
        word: word.into(),
        role: Role::Ready,
        working: false,
        paused: matches!(snapshot.state, State::Paused(_)),
        widest: time.clone(),
        digits: time,
        detail: None,
    }
}

fn running_face(snapshot: &Snapshot, step: &Step) -> Face {
    let (word, role) = state_word(&snapshot.plan, step);
    let (digits, widest, detail) = big_digits(snapshot, step);
    let working = step.kind == Kind::Work;
    Face { word, role, working, paused: false, digits, widest, detail }
}

fn state_word(plan: &Plan, step: &Step) -> (String, Role) {
    match step.kind {
        Kind::Prepare if step.length.is_none() => ("READY?".into(), Role::Ready),
        // Short enough for the smallest pane: a word that is another at another size is learnt twice.
        Kind::Prepare => ("READY".into(), Role::Ready),
        Kind::Relax => ("RELAX".into(), Role::Rest),
        Kind::Rest => ("REST".into(), Role::Rest),
        Kind::Switch => ("SWITCH".into(), Role::Switch),
        Kind::Work => {
            let phase = plan.entry_of(step).zip(step.phase).and_then(|(entry, phase)| {
                entry.phases.get(usize::try_from(phase).ok()?).map(|phase| phase.name.to_uppercase())
            });
            let word = match step.mode {
                Some(Mode::Hold) => "HOLD".into(),
                Some(Mode::Rep) => "REP".into(),
                Some(Mode::Phase | Mode::Flow | Mode::Open) | None => phase.unwrap_or_else(|| "MOVE".into()),
            };
            (word, Role::Work)
        }
    }
}

fn big_digits(snapshot: &Snapshot, step: &Step) -> (String, String, Option<String>) {
    let Some(now) = &snapshot.now else { return (String::new(), String::new(), None) };
    // A rep of a few seconds is counted, not timed.
    if let (Some(Mode::Rep), Some(rep), Some(of)) = (step.mode, step.rep, step.reps) {
        return (rep.to_string(), of.to_string(), Some(format!("of {of}")));
    }
    if let Some(left) = now.left {
        let widest = step.length.unwrap_or(left).max(left);
        let shown = |time| text::digits(text::whole_seconds_left(time));
        return (shown(left), shown(widest), None);
    }
    let digits = text::digits(now.elapsed.as_secs());
    // Room for minutes from the start: nobody knows how long open work lasts.
    let widest = if digits.len() < 4 { "0:00".to_owned() } else { digits.clone() };
    let detail = match (step.kind, step.reps) {
        (Kind::Prepare, _) => "until you are ready".to_owned(),
        (_, Some(reps)) => {
            let entry = snapshot.plan.entry_of(step);
            let target = entry.and_then(|entry| entry.target_words.clone());
            let target = target.unwrap_or_else(|| text::count(usize::try_from(reps).unwrap_or(0), "rep"));
            format!("{target}, at your own pace")
        }
        (_, None) => "until you say enough".to_owned(),
    };
    (digits, widest, Some(detail))
}

fn pause_detail(snapshot: &Snapshot, cause: PauseCause) -> String {
    let why = match cause {
        PauseCause::Suspended => "the machine was asleep · ",
        PauseCause::Terminal => "the terminal was away · ",
        PauseCause::User | PauseCause::Remote | PauseCause::LeadIn => "",
    };
    format!("{why}{}", remaining(snapshot, ", "))
}

/// `hold, 28 s to go`: what stands still while it is paused. In a lead-in, where another count goes on, `hold 28 s`.
fn remaining(snapshot: &Snapshot, between: &str) -> String {
    let Some(now) = &snapshot.now else { return String::new() };
    let step = &now.played.step;
    let word = match step.kind {
        Kind::Prepare if step.length.is_some() => "get ready".to_owned(),
        _ => state_word(&snapshot.plan, step).0.to_lowercase(),
    };
    let to_go = if between == " " { "" } else { " to go" };
    match (step.mode, step.rep, step.reps, now.left) {
        (Some(Mode::Rep | Mode::Phase), Some(rep), Some(of), _) => format!("rep {rep} of {of}"),
        (_, _, _, Some(left)) => {
            let seconds = text::whole_seconds_left(left);
            format!("{word}{between}{}{to_go}", text::length(Duration::from_secs(seconds)))
        }
        (Some(Mode::Open), ..) => format!("{word} at your own pace"),
        _ => word,
    }
}

fn step_words(plan: &Plan, played: &Played, side_now: Option<Side>) -> String {
    let step = &played.step;
    let entry = plan.entry_of(step);
    let length = step.length.map(text::length);
    let side = step
        .side
        .filter(|side| Some(*side) != side_now)
        .map(|side| side_words(side, entry.and_then(|entry| entry.side_labels.as_ref())));
    let with_length = |word: &str| match &length {
        Some(length) => format!("{word} {length}"),
        None => word.to_owned(),
    };
    let words = match (step.kind, step.mode) {
        (Kind::Prepare, _) => with_length("get ready"),
        (Kind::Relax, _) => with_length("relax"),
        (Kind::Rest, _) => with_length("rest"),
        (Kind::Switch, _) => {
            return side.map_or_else(|| with_length("switch"), |side| format!("switch: {side}"));
        }
        (Kind::Work, Some(Mode::Hold)) => with_length("hold"),
        (Kind::Work, Some(Mode::Flow)) => with_length("move"),
        (Kind::Work, Some(Mode::Rep | Mode::Phase)) => step
            .reps
            .map_or_else(|| "move".into(), |reps| text::count(usize::try_from(reps).unwrap_or(0), "rep")),
        (Kind::Work, Some(Mode::Open) | None) => match entry.and_then(|entry| entry.target_words.clone()) {
            Some(words) => words,
            None => step.reps.map_or_else(
                || "until you say enough".into(),
                |reps| format!("{} at your own pace", text::count(usize::try_from(reps).unwrap_or(0), "rep")),
            ),
        },
    };
    match side {
        Some(side) => format!("{words}, {side}"),
        None => words,
    }
}

/// `10% slower`: how reps go that have this pace, in percent of their written length. `None`: as written.
pub(crate) fn pace(percent: u32) -> Option<String> {
    match percent.cmp(&WRITTEN_PACE) {
        Ordering::Greater => Some(format!("{}% slower", percent - WRITTEN_PACE)),
        Ordering::Less => Some(format!("{}% faster", WRITTEN_PACE - percent)),
        Ordering::Equal => None,
    }
}

/// What is said of a pace that was chosen just now.
pub(crate) fn chosen_pace(percent: u32) -> String {
    pace(percent)
        .map_or_else(|| "Reps as written again.".to_owned(), |pace| format!("Reps {pace} than written."))
}

/// Self-paced work that alternates counts both sides.
fn doubled(snapshot: &Snapshot, step: &Step) -> bool {
    step.side.is_none() && snapshot.plan.entry_of(step).is_some_and(|entry| entry.alternate)
}

fn sides(plan: &Plan, entry: u32, words: &Entry) -> &'static str {
    if !words.sided {
        return "";
    }
    if words.alternate {
        return ", each side, taking turns";
    }
    // What may be swapped in has its steps beside those of the plan.
    let swapped = plan.variants.iter().flat_map(|variant| &variant.steps);
    let steps = || plan.steps.iter().chain(swapped.clone());
    let has = |side| steps().any(|step| step.entry == Some(entry) && step.side == Some(side));
    match (has(Side::Left), has(Side::Right)) {
        (true, true) => ", each side",
        _ => ", one side",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        plan::{Options, add_variants, compile},
        routine::Library,
    };

    #[test]
    fn a_pace_is_told_from_the_written_one() {
        assert_eq!(pace(110).as_deref(), Some("10% slower"));
        assert_eq!(pace(91).as_deref(), Some("9% faster"));
        assert_eq!(pace(100), None);
        assert_eq!(chosen_pace(133), "Reps 33% slower than written.");
        assert_eq!(chosen_pace(51), "Reps 49% faster than written.");
        assert_eq!(chosen_pace(100), "Reps as written again.");
    }

    #[test]
    fn what_may_be_swapped_in_is_for_each_side_as_well() {
        let library = Library::open(None);
        let routine = library.routine("align").unwrap().value.unwrap();
        let options = Options::default();
        let mut plan = compile(&routine, &options);
        add_variants(&mut plan, &routine, &options, |id| library.exercise(id).ok()?.value);
        let sided = |variant: &&crate::plan::Variant| {
            let entry = &plan.entries[variant.entry as usize];
            let on = |side| variant.steps.iter().any(|step| step.side == Some(side));
            !entry.alternate && on(Side::Left) && on(Side::Right)
        };
        let both: Vec<String> =
            plan.variants.iter().filter(sided).map(|variant| dose(&plan, variant.entry)).collect();
        assert!(!both.is_empty(), "the routine has none to try it with");
        assert!(both.iter().all(|dose| dose.ends_with(", each side")), "{both:?}");
    }
}
