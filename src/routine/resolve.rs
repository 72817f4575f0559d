//! From what was written to a complete dose: one end condition, and the defaults.

use std::time::Duration;

use super::{
    layer::Layer,
    model::{Dose, Exercise, Phase, Prepare, Range, RepShape, Sides, Words, Work},
    read::{Slot, Span},
};
use crate::diagnostic::Diagnostic;

/// What a routine says for exercises that do not say themselves, over the built-in values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Defaults {
    pub(crate) prepare: Prepare,
    pub(crate) relax: Duration,
    pub(crate) switch: Duration,
    pub(crate) rest: Duration,
    pub(crate) rep_time: Range<Duration>,
}

impl Default for Defaults {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            prepare: Prepare::Auto,
            relax: seconds(3),
            switch: seconds(8),
            rest: seconds(20),
            rep_time: Range::only(seconds(4)),
        }
    }
}

/// Makes an exercise of a layer that lies over everything it inherits. `at` is where a missing end condition points.
pub(crate) fn resolve(
    id: String,
    layer: Layer,
    defaults: &Defaults,
    at: &Span,
    faults: &mut Vec<Diagnostic>,
) -> Option<Exercise> {
    let work = work(&layer, defaults, at, faults)?;
    let plain = |slot: Option<Slot<Vec<String>>>| slot.map(|slot| slot.value).unwrap_or_default();
    let words = Words {
        name: layer.name?.value,
        say: layer.say.map(|slot| slot.value),
        position: layer.position.map(|slot| slot.value),
        equipment: plain(layer.equipment),
        optional_equipment: plain(layer.optional_equipment),
        how: plain(layer.how),
        purpose: layer.purpose.map(|slot| slot.value),
        best_for: plain(layer.best_for),
        category: layer.category.map(|slot| slot.value),
        complexity: layer.complexity.map(|slot| slot.value),
        cautions: plain(layer.cautions),
        not_for: plain(layer.not_for),
        source: layer.source.map(|slot| slot.value),
        easier: layer.easier.map(|slot| slot.value),
        harder: layer.harder.map(|slot| slot.value),
        figure: layer.figure.map(|slot| slot.value),
        note: layer.note.map(|slot| slot.value),
        cues: layer.cues.map(|slot| slot.value).unwrap_or_default(),
    };
    let dose = Dose {
        work,
        sets: layer.sets.map_or(Range::only(1), |slot| slot.value),
        sides: layer.sides.map_or(Sides::None, |slot| slot.value),
        first_side: layer.first_side.map(|slot| slot.value),
        side_labels: layer.side_labels.map(|slot| slot.value),
        breath: layer.breath.map(|slot| slot.value),
        prepare: layer.prepare.map_or(defaults.prepare, |slot| slot.value),
        relax: layer.relax.map_or(defaults.relax, |slot| slot.value),
        switch: layer.switch.map_or(defaults.switch, |slot| slot.value),
        rest: layer.rest.map_or(defaults.rest, |slot| slot.value),
        estimate: layer.estimate.map(|slot| slot.value),
    };
    let optional = layer.optional.is_some_and(|slot| slot.value);
    Some(Exercise { id, words, dose, optional, assumed: plain(layer.assumed) })
}

const CHOICES: &str = "choose one: `hold`, `reps` (with or without `hold`), `time` or `open = true`";

/// A field that is there: its name, and its place if it stands in this file.
type Present = (&'static str, Option<Span>);

/// The one end condition, once it is known to be one.
fn work(layer: &Layer, defaults: &Defaults, at: &Span, faults: &mut Vec<Diagnostic>) -> Option<Work> {
    let hold = layer.hold.as_ref().and_then(|slot| slot.value.map(|hold| (hold, slot.span())));
    let present_hold = hold.as_ref().map(|(_, span)| ("hold", span.clone()));
    let present_open = layer.open.as_ref().filter(|open| open.value).map(|open| ("open", open.span()));
    let counted: Vec<Present> =
        [present_hold.clone(), present("reps", layer.reps.as_ref())].into_iter().flatten().collect();
    let timed: Vec<Present> = present("time", layer.time.as_ref()).into_iter().collect();
    let open: Vec<Present> = present_open.clone().into_iter().collect();
    let before = faults.len();

    let families: Vec<&Vec<Present>> =
        [&counted, &timed, &open].into_iter().filter(|family| !family.is_empty()).collect();
    let guessing = layer.faulty.iter().any(|key| matches!(*key, "hold" | "reps" | "time" | "open"));
    match families.len() {
        0 if !guessing => faults.push(nothing_ends(layer, at)),
        0 | 1 => {}
        _ => faults.push(
            conflict(&families.iter().flat_map(|family| family.iter().cloned()).collect::<Vec<_>>(), at)
                .help(CHOICES),
        ),
    }

    let shaped: Vec<Present> =
        [present("phases", layer.phases.as_ref()), present("tempo", layer.tempo.as_ref())]
            .into_iter()
            .flatten()
            .collect();
    if shaped.len() == 2 {
        faults.push(conflict(&shaped, at).help("`tempo` is shorthand for four `phases`; keep one of them"));
    }
    if let Some(shape) = shaped.first() {
        if let Some(hold) = &present_hold {
            let help = format!("put the hold into a phase of its own, or leave `{}` out", shape.0);
            faults.push(conflict(&[hold.clone(), shape.clone()], at).help(help));
        }
        if let Some(open) = &present_open {
            let (name, needs) = (shape.0, if shape.0 == "phases" { "need" } else { "needs" });
            let help = format!("`{name}` {needs} `reps`, or `time`, where it only paces the flow");
            faults.push(conflict(&[open.clone(), shape.clone()], at).help(help));
        }
    }
    self_paced_faults(layer, present_hold, &families, at, faults);
    let phases = phases(layer, at, faults);
    if faults[before..].iter().any(Diagnostic::is_error) || !layer.faulty.is_empty() {
        return None;
    }

    let rep_time = layer.rep_time.as_ref().map_or(defaults.rep_time, |slot| slot.value);
    let target = layer.target.as_ref().map(|slot| slot.value.clone());
    let reps = layer.reps.as_ref().map(|slot| slot.value);
    let self_paced = layer.self_paced.as_ref().is_some_and(|slot| slot.value);
    Some(match (hold, reps, &layer.time) {
        (Some((hold, _)), reps, _) => Work::Hold { hold, reps: reps.unwrap_or(Range::only(1)) },
        (None, Some(reps), _) if self_paced => Work::SelfPaced { reps, target, rep_time },
        (None, Some(reps), _) if phases.is_empty() => Work::Reps { reps, shape: RepShape::Even(rep_time) },
        (None, Some(reps), _) => Work::Reps { reps, shape: RepShape::Phases { phases, rep_time } },
        (None, None, Some(time)) => Work::Flow { time: time.value, phases: paced(phases, rep_time) },
        (None, None, None) => Work::Open { target },
    })
}

fn present<T>(name: &'static str, slot: Option<&Slot<T>>) -> Option<Present> {
    slot.map(|slot| (name, slot.span()))
}

fn nothing_ends(layer: &Layer, at: &Span) -> Diagnostic {
    let fault = Diagnostic::error(at.clone(), "no end condition: nothing says when this is over");
    let dropped = layer.hold.as_ref().is_some_and(|hold| hold.value.is_none());
    match (dropped, layer.phases.is_some(), layer.tempo.is_some()) {
        (true, ..) => fault.label("`hold = \"none\"` leaves nothing").help(CHOICES),
        (_, true, _) => fault.label("`phases` need `reps` or `time`").help(CHOICES),
        (_, _, true) => fault.label("`tempo` needs `reps` or `time`").help(CHOICES),
        _ => fault.label("no `hold`, `reps`, `time` or `open`").help(CHOICES),
    }
}

/// Fields that do not go together: points at the last that stands in this file, and at the others beside it.
fn conflict(fields: &[Present], at: &Span) -> Diagnostic {
    let names: Vec<String> = fields.iter().map(|(name, _)| format!("`{name}`")).collect();
    let (last, rest) = names
        .split_last()
        .map_or((String::new(), String::new()), |(last, rest)| (last.clone(), rest.join(", ")));
    let mut own: Vec<(&str, Span)> =
        fields.iter().filter_map(|(name, span)| span.clone().map(|span| (*name, span))).collect();
    own.sort_by_key(|(_, span)| span.start);
    let inherited: Vec<String> =
        fields.iter().filter(|(_, span)| span.is_none()).map(|(name, _)| format!("`{name}`")).collect();
    let main = own.pop();
    let mut fault = Diagnostic::error(
        main.as_ref().map_or(at.clone(), |(_, span)| span.clone()),
        format!("{rest} and {last} do not go together"),
    );
    fault.label = match (&main, inherited.is_empty()) {
        (_, false) => format!("{} comes from the exercise", inherited.join(", ")),
        (Some((name, _)), true) => format!("`{name}` here"),
        (None, true) => String::new(),
    };
    for (name, span) in own {
        fault = fault.also(span, format!("`{name}` here"));
    }
    fault
}

/// `pace = "self"` needs `reps` without `hold`; `target` needs `pace = "self"` or `open`.
fn self_paced_faults(
    layer: &Layer,
    hold: Option<Present>,
    families: &[&Vec<Present>],
    at: &Span,
    faults: &mut Vec<Diagnostic>,
) {
    let self_paced = layer.self_paced.as_ref().filter(|pace| pace.value);
    if let Some(pace) = self_paced {
        let span = pace.span().unwrap_or_else(|| at.clone());
        if let Some(hold) = hold {
            let help = match (&hold.1, pace.place.is_some()) {
                (None, _) => "write `hold = \"none\"` here to be without the hold",
                (Some(_), false) => "write `pace = \"auto\"` here to be led through the holds",
                (Some(_), true) => "leave one of them out: a hold is always counted for you",
            };
            faults.push(conflict(&[hold, ("pace = \"self\"", pace.span())], at).help(help));
        } else if layer.reps.is_none() && !layer.is_faulty("reps") && families.len() == 1 {
            faults.push(
                Diagnostic::error(span, "`pace = \"self\"` needs `reps`")
                    .help("say how many, like `reps = 10`; work without a number is `open = true`"),
            );
        }
    }
    if let Some(target) = layer.target.as_ref().filter(|target| target.place.is_some())
        && self_paced.is_none()
        && !layer.is_open()
        && layer.faulty.is_empty()
        && let Some(span) = target.span()
    {
        faults.push(
            Diagnostic::warning(span, "`target` is not shown here")
                .help("it is for work at your own pace: add `pace = \"self\"` (or `open = true`)"),
        );
    }
}

/// The phases that are written, or those of the tempo.
fn phases(layer: &Layer, at: &Span, faults: &mut Vec<Diagnostic>) -> Vec<Phase> {
    if let Some(slot) = &layer.phases {
        let timed = slot.value.iter().all(|phase| phase.time.is_some());
        let zero = slot.value.iter().filter_map(|phase| phase.time).all(|time| time.low.is_zero());
        if timed && zero && !slot.value.is_empty() {
            faults.push(
                Diagnostic::error(
                    slot.span().unwrap_or_else(|| at.clone()),
                    "a rep of these `phases` lasts no time",
                )
                .help("give at least one phase a time above zero"),
            );
        }
        return slot.value.clone();
    }
    let Some(slot) = &layer.tempo else { return Vec::new() };
    ["Lower", "Pause", "Lift", "Pause"]
        .into_iter()
        .zip(slot.value)
        .filter(|(_, time)| !time.is_zero())
        .map(|(name, time)| Phase {
            name: name.into(),
            time: Some(Range::only(time)),
            breath: None,
            say: None,
            pose: None,
        })
        .collect()
}

/// Phases of a flow, which loop: those without a time share `rep_time` evenly.
fn paced(mut phases: Vec<Phase>, rep_time: Range<Duration>) -> Vec<Phase> {
    let count = u32::try_from(phases.len()).unwrap_or(u32::MAX).max(1);
    for phase in &mut phases {
        phase.time.get_or_insert(Range { low: rep_time.low / count, high: rep_time.high / count });
    }
    phases
}
