//! What a coach would say at each moment, from the whole of it down to the one word that matters.

use std::time::Duration;

use super::{
    Voice,
    phrase::{Phrase, Stop, count, length},
};
use crate::{
    plan::{Entry, Kind, Mode, Plan, Step, Target},
    routine::Side,
};

/// One way to say something.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) phrases: Vec<Phrase>,
    /// Whether it names the side of the step.
    pub(super) side: bool,
    /// Whether it says how much and how long.
    pub(super) dose: bool,
}

/// A phase that is shorter has no time for a word of its own.
const SPOKEN_PHASE: Duration = Duration::from_secs(2);

/// The words that belong to no file, besides numbers and lengths.
pub(super) const FIXED: &[&str] = &[
    "left",
    "right",
    "left side",
    "right side",
    "left first",
    "right first",
    "first",
    "each side",
    "on the left",
    "on the right",
    "set",
    "sets",
    "last set",
    "round",
    "last round",
    "times",
    "once",
    "at your own pace",
    "as long as it feels good",
    "when you are ready",
    "hold",
    "relax",
    "last one",
    "switch",
    "rest",
    "next",
    "halfway",
    "done",
    "today",
    "then",
    "and",
    "more",
];

/// What `supple doctor` lets the voice say.
pub const SAMPLE: &str = "This is how supple sounds.";

impl Line {
    fn new(phrases: Vec<Phrase>) -> Self {
        Self { phrases, side: false, dose: false }
    }

    fn with_side(phrases: Vec<Phrase>) -> Self {
        Self { side: true, ..Self::new(phrases) }
    }

    pub(super) fn one(text: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self::new(vec![Phrase::new(text)])
    }
}

/// `prepare`: the name, the dose and the side that comes first. `title`: of the routine, which begins with it.
/// `coming` is the work that it leads to; `called` is what to call it, if that can be said. Without `with_dose` how
/// much it is has been said before.
pub(super) fn introduction(
    entry: &Entry,
    step: &Step,
    coming: Option<&Step>,
    voice: Voice,
    title: Option<Vec<Phrase>>,
    called: Option<&str>,
    with_dose: bool,
) -> Vec<Line> {
    let sided = step.side.is_some();
    let side =
        |words: fn(&Entry, Side) -> Vec<Phrase>| step.side.map(|side| words(entry, side)).unwrap_or_default();
    let (labelled, short, word) =
        (side(first_side), side(short_first), side(|_, side| vec![side_word(side)]));
    if voice == Voice::Counts {
        return sided_lines(sided, vec![labelled, short, word]);
    }
    let name: Vec<Phrase> = called.map(|name| Phrase::new(name.to_owned())).into_iter().collect();
    let title = title.filter(|title| *title != name);
    let ready = step.length.is_none().then(|| Phrase::new("when you are ready"));
    let ready: Vec<Phrase> = ready.into_iter().collect();
    let own_pace = coming.is_some_and(|coming| coming.mode == Some(Mode::Open) && coming.reps.is_some());
    let dose = if with_dose { dose(entry, own_pace) } else { Vec::new() };
    // "Ten times on the left" need not be told again.
    let dose_tells = with_dose && entry.only_side.is_some() && entry.side_labels.is_none();
    let beside = |words: &[Phrase]| if dose_tells { Vec::new() } else { words.to_vec() };
    let all = [name.clone(), dose.clone(), beside(&labelled), ready.clone()].concat();
    let mut lines: Vec<(Vec<Phrase>, bool)> = Vec::new();
    lines.extend(title.map(|title| ([title, all.clone()].concat(), with_dose)));
    lines.push((all, with_dose));
    lines.push(([&*name, &*dose, &*beside(&short)].concat(), with_dose));
    lines.push(([&*name, &*labelled, &*ready].concat(), false));
    lines.push(([&*name, &*short].concat(), false));
    let hurried: Vec<Phrase> = name.into_iter().map(Phrase::comma).collect();
    lines.push(([hurried, word.clone()].concat(), false));
    let mut lines: Vec<Line> =
        lines.into_iter().map(|(phrases, dose)| Line { phrases, side: sided, dose }).collect();
    // Where there is no time for the name.
    lines.extend(sided_lines(sided, vec![short, word]));
    lines
}

fn sided_lines(sided: bool, all: Vec<Vec<Phrase>>) -> Vec<Line> {
    if sided { all.into_iter().map(Line::with_side).collect() } else { Vec::new() }
}

/// "Ten each side, five seconds."
fn dose(entry: &Entry, own_pace: bool) -> Vec<Phrase> {
    let sides = sides(entry.sided, entry.only_side, entry.side_labels.is_some());
    target(&entry.target, sides, entry.target_words.as_deref(), own_pace)
}

/// What of the sides belongs to the dose: a label says itself which one it is.
pub(super) fn sides(sided: bool, only: Option<Side>, has_labels: bool) -> Option<&'static str> {
    match only {
        Some(_) if has_labels => None,
        Some(Side::Left) => Some("on the left"),
        Some(Side::Right) => Some("on the right"),
        None => sided.then_some("each side"),
    }
}

/// `words`: for a self-paced rep or for open work.
pub(super) fn target(
    target: &Target,
    sides: Option<&'static str>,
    words: Option<&str>,
    own_pace: bool,
) -> Vec<Phrase> {
    let sides: Vec<Phrase> = sides.into_iter().map(Phrase::new).collect();
    let words = words.map(|words| vec![Phrase::new(words.to_owned())]);
    let held = target.hold.map(length).unwrap_or_default();
    let number = |number, of| [count(number), vec![Phrase::new(of)]].concat();
    // What is said in one breath, with a comma between.
    let breaths = match (target.reps, target.time) {
        (Some(1), _) if !held.is_empty() => vec![[held, sides].concat()],
        (Some(reps), _) if !held.is_empty() => vec![[count(reps), sides].concat(), held],
        (Some(reps), _) => {
            let amount = if reps == 1 { vec![Phrase::new("once")] } else { number(reps, "times") };
            let own_pace: Vec<Phrase> =
                own_pace.then(|| Phrase::new("at your own pace")).into_iter().collect();
            match words {
                // One rep of "thirty steps" is thirty steps.
                Some(words) if reps == 1 => vec![words, sides, own_pace],
                words => vec![[amount, sides].concat(), words.unwrap_or_default(), own_pace],
            }
        }
        (None, Some(time)) => vec![[length(time), sides].concat()],
        (None, None) => {
            vec![words.unwrap_or_else(|| vec![Phrase::new("as long as it feels good")]), sides]
        }
    };
    let sets = (target.sets > 1).then(|| breath(number(target.sets, "sets"), Stop::Full));
    let mut breaths: Vec<_> = breaths.into_iter().map(|phrases| breath(phrases, Stop::Comma)).collect();
    if let Some(last) = breaths.iter_mut().rev().find_map(|phrases| phrases.last_mut()) {
        last.stop = Stop::Full;
    }
    sets.into_iter().chain(breaths).flatten().collect()
}

/// Said without a break.
fn breath(mut phrases: Vec<Phrase>, stop: Stop) -> Vec<Phrase> {
    if let Some((last, before)) = phrases.split_last_mut() {
        for phrase in before {
            phrase.stop = Stop::None;
        }
        last.stop = stop;
    }
    phrases
}

/// Which side begins, with its label; of work on one side, which.
fn first_side(entry: &Entry, side: Side) -> Vec<Phrase> {
    match (label(entry, side), entry.only_side) {
        (Some(label), None) => vec![Phrase::new("first").colon(), Phrase::new(label.to_owned())],
        (Some(label), Some(_)) => vec![Phrase::new(label.to_owned())],
        // The dose says it.
        (None, _) => short_first(entry, side),
    }
}

fn short_first(entry: &Entry, side: Side) -> Vec<Phrase> {
    let text = match (entry.only_side, side) {
        (None, Side::Left) => "left first",
        (None, Side::Right) => "right first",
        (Some(_), side) => side.word(),
    };
    vec![Phrase::new(text)]
}

/// Between the reps of a set. `coming` is the work that it leads to.
pub(super) fn relax(entry: &Entry, step: &Step, coming: Option<&Step>, voice: Voice) -> Vec<Line> {
    let is_last = coming.is_some_and(|coming| coming.rep >= Some(3) && coming.rep == coming.reps);
    let is_new = coming.is_some_and(|coming| coming.rep <= Some(1) && coming.set <= Some(1));
    let last = || Phrase::new("last one");
    let mut lines = Vec::new();
    match (step.side.filter(|_| entry.alternate), voice) {
        (Some(side), _) => {
            if let Some(label) = label(entry, side).filter(|_| is_new) {
                lines.push(vec![Phrase::new(label.to_owned())]);
            }
            let word = side_word(side);
            if is_last && voice != Voice::Counts {
                lines.push(vec![word.clone(), last()]);
            }
            lines.push(vec![word]);
            sided_lines(true, lines)
        }
        (None, Voice::Counts) => Vec::new(),
        (None, _) => {
            if is_last {
                lines.push(vec![Phrase::new("relax"), last()]);
            }
            lines.push(vec![Phrase::new("relax")]);
            lines.into_iter().map(Line::new).collect()
        }
    }
}

/// "Switch. Right knee in."
pub(super) fn switch(entry: &Entry, side: Side) -> Vec<Line> {
    let switch = || Phrase::new("switch");
    let long = vec![switch().colon(), side_phrase(entry, side)];
    sided_lines(true, vec![long, vec![switch(), side_word(side)], vec![side_word(side)]])
}

/// Between two sets of an exercise.
pub(super) fn rest(step: &Step, lasts: Option<Duration>, voice: Voice) -> Vec<Line> {
    let set = numbered("set", "last set", step.set, step.sets);
    let side =
        || step.side.map(|side| Phrase::new(if side == Side::Left { "left first" } else { "right first" }));
    let sided = step.side.is_some();
    let short = [set.clone(), side().into_iter().collect()].concat();
    if voice == Voice::Counts {
        return vec![
            Line { phrases: short, side: sided, dose: false },
            Line { phrases: side().into_iter().collect(), side: sided, dose: false },
        ];
    }
    let mut lines = rest_lines(lasts, &short);
    for line in &mut lines {
        line.side = sided;
    }
    lines.extend(step.side.map(|side| Line::with_side(vec![Phrase::new("rest"), side_word(side)])));
    lines.push(Line::one("rest"));
    lines.extend(step.side.map(|side| Line::with_side(vec![side_word(side)])));
    if sided {
        // Better the side alone than a rest that does not say it.
        lines.retain(|line| line.side);
    }
    lines
}

/// Between two rounds of a group. What comes after it names itself, unless it comes without a `prepare`.
pub(super) fn round_rest(
    plan: &Plan,
    step: &Step,
    lasts: Option<Duration>,
    coming: Option<&Step>,
    voice: Voice,
) -> Vec<Line> {
    let mut short = numbered("round", "last round", step.round, step.rounds);
    let work = coming.filter(|coming| coming.kind == Kind::Work);
    let entry = work.and_then(|work| plan.entry_of(work));
    let side = work.zip(entry).and_then(|(work, entry)| Some(short_first(entry, work.side?)));
    let sided = side.is_some();
    if let Some(entry) = entry.filter(|_| voice != Voice::Counts) {
        short.push(Phrase::new(name(entry).to_owned()));
    }
    short.extend(side.clone().into_iter().flatten());
    let mut lines = if voice == Voice::Counts { vec![Line::new(short)] } else { rest_lines(lasts, &short) };
    for line in &mut lines {
        line.side = sided;
    }
    lines.extend(side.map(Line::with_side));
    if !sided && voice != Voice::Counts {
        lines.push(Line::one("rest"));
    }
    lines
}

/// "Rest, twenty seconds. Next: …", and shorter.
fn rest_lines(lasts: Option<Duration>, next: &[Phrase]) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(time) = lasts {
        let rest = [vec![Phrase::new("rest").comma()], length(time)].concat();
        lines.push([rest, vec![Phrase::new("next").colon()], next.to_vec()].concat());
    }
    lines.push([vec![Phrase::new("rest"), Phrase::new("next").colon()], next.to_vec()].concat());
    lines.into_iter().map(Line::new).collect()
}

fn numbered(word: &'static str, last: &'static str, number: Option<u32>, of: Option<u32>) -> Vec<Phrase> {
    match number {
        Some(_) if number == of => vec![Phrase::new(last)],
        Some(number) => [vec![Phrase::on(word)], count(number)].concat(),
        None => Vec::new(),
    }
}

/// With the "go" tone. `told`: the side was said before.
pub(super) fn go(entry: &Entry, step: &Step, told: bool, voice: Voice) -> Vec<Line> {
    let side = step.side.filter(|_| !told);
    let word = match step.mode {
        Some(Mode::Hold) if voice != Voice::Counts => Some(vec![Phrase::new("hold")]),
        Some(Mode::Phase) => phase(entry, step).or_else(|| number(entry, step)),
        Some(Mode::Rep) => number(entry, step),
        _ => None,
    };
    match (side, word) {
        (Some(side), word) => {
            let both = word.filter(|_| step.mode == Some(Mode::Phase));
            let mut lines = Vec::new();
            lines.extend(both.map(|word| [vec![side_word(side)], word].concat()));
            let long = step.length.is_none_or(|length| length >= Duration::from_secs(8));
            if long && step.mode != Some(Mode::Phase) {
                lines.push(vec![side_phrase(entry, side)]);
            }
            lines.push(vec![side_word(side)]);
            sided_lines(true, lines)
        }
        (None, Some(word)) => vec![Line::new(word)],
        (None, None) => Vec::new(),
    }
}

/// With the tick of a rep: its number or its side, and what its first phase is.
pub(super) fn rep(entry: &Entry, step: &Step) -> Vec<Line> {
    let phase = phase(entry, step).unwrap_or_default();
    let Some(side) = step.side.filter(|_| entry.alternate) else {
        let number = step.rep.map(count).unwrap_or_default();
        return [[&*number, &*phase].concat(), number].into_iter().map(Line::new).collect();
    };
    let is_new = step.rep <= Some(1) && step.set <= Some(1);
    let label = label(entry, side).filter(|_| is_new).map(|label| Phrase::new(label.to_owned()));
    let words = label.into_iter().chain([side_word(side)]);
    let lines = words.flat_map(|word| [[vec![word.clone()], phase.clone()].concat(), vec![word]]).collect();
    sided_lines(true, lines)
}

/// With a phase that no sound begins: its name, and first the side if that was not `told` yet.
pub(super) fn next_phase(entry: &Entry, step: &Step, told: bool) -> Vec<Line> {
    let phase = phase(entry, step);
    let side = step.side.filter(|_| !told).map(side_word);
    let mut lines = Vec::new();
    if let Some(side) = side {
        lines.extend(phase.clone().map(|phase| Line::with_side([vec![side.clone()], phase].concat())));
        lines.push(Line::with_side(vec![side]));
    }
    lines.extend(phase.map(Line::new));
    lines
}

/// The name of a phase that is long enough to be named.
fn phase(entry: &Entry, step: &Step) -> Option<Vec<Phrase>> {
    let phase = entry.phases.get(usize::try_from(step.phase?).ok()?)?;
    let long = step.length >= Some(SPOKEN_PHASE);
    long.then(|| vec![Phrase::new(phase.say.as_ref().unwrap_or(&phase.name).clone())])
}

/// On the way back into work.
pub(super) fn back(entry: &Entry, step: &Step, voice: Voice) -> Vec<Line> {
    let name = || Phrase::new(name(entry).to_owned());
    let Some(side) = step.side else {
        return if voice == Voice::Counts { Vec::new() } else { vec![Line::new(vec![name()])] };
    };
    let mut lines = vec![vec![side_phrase(entry, side)], vec![side_word(side)]];
    if voice != Voice::Counts {
        lines.insert(0, vec![name(), side_phrase(entry, side)]);
        lines.insert(1, vec![name(), side_word(side)]);
    }
    sided_lines(true, lines)
}

/// "Done. Eleven minutes."
pub(super) fn done(active: Duration) -> Vec<Line> {
    let minute = Duration::from_mins(1);
    let time = if active < minute { active } else { Duration::from_mins((active.as_secs() + 30) / 60) };
    vec![Line::new([vec![Phrase::new("done")], length(time)].concat()), Line::one("done")]
}

fn number(entry: &Entry, step: &Step) -> Option<Vec<Phrase>> {
    step.rep.filter(|_| !entry.alternate).map(count)
}

fn side_word(side: Side) -> Phrase {
    Phrase::new(side.word())
}

fn side_phrase(entry: &Entry, side: Side) -> Phrase {
    let plain = if side == Side::Left { "left side" } else { "right side" };
    label(entry, side).map_or_else(|| Phrase::new(plain), |label| Phrase::new(label.to_owned()))
}

fn label(entry: &Entry, side: Side) -> Option<&str> {
    let labels = entry.side_labels.as_ref()?;
    Some(match side {
        Side::Left => &labels.left,
        Side::Right => &labels.right,
    })
}

/// What an exercise is called aloud.
pub(super) fn name(entry: &Entry) -> &str {
    entry.say.as_ref().unwrap_or(&entry.name)
}
