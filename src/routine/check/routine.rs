//! A routine file.

use super::{Checked, Document, Known, Lookup, advice, finish, idle::Asked, links, size, unknown_exercise};
use crate::{
    diagnostic::Diagnostic,
    routine::{
        digest::digest,
        fields::ROUTINE,
        layer::{self, Layer},
        model::{Block, Exercise, Group, Range, Routine},
        read::{Reader, Record, Slot, Step},
        resolve::{Defaults, resolve},
        safety::is_for_a_flare_up,
        text::kebab,
    },
};

/// What a routine file means.
pub(crate) fn routine(id: &str, document: Document<'_>, known: &dyn Known) -> Checked<Routine> {
    let root = document.root;
    let mut reader = Reader::new(document.source);
    reader.diagnostics = document.faults;
    let mut record = reader.table(&ROUTINE, &document.tree, root.clone());
    let name = record.text("name").map(|slot| slot.value).unwrap_or_default();
    let summary = record.text("summary").map(|slot| slot.value);
    let source = layer::source(&mut record).map(|slot| slot.value);
    let tags = record.texts("tags").map(|slot| slot.value).unwrap_or_default();
    let cautions = record.texts("cautions").map(|slot| slot.value).unwrap_or_default();
    let defaults = record.record("defaults").map(|slot| defaults(slot.value)).unwrap_or_default();
    let faulty = record.is_faulty("step");
    let texts = [Some(&name), summary.as_ref()].into_iter().flatten().chain(&tags);
    let for_flare_up = texts.into_iter().any(|text| is_for_a_flare_up(text));
    let mut builder = Builder { known, defaults, for_flare_up, faults: reader.diagnostics };

    let steps = record.steps("step");
    let span = steps.as_ref().and_then(|slot| slot.place.as_ref()).map_or(root, |place| place.value.clone());
    let steps = steps.map(|slot| slot.value).unwrap_or_default();
    if steps.is_empty() && !faulty {
        builder.faults.push(
            Diagnostic::error(span.clone(), "there is nothing to do").label("this routine has no step").help(
                "a routine needs at least one `[[step]]`, like `[[step]]` with `use = \"cat-cow\"` below it",
            ),
        );
    }
    let steps = builder.blocks(steps);
    let mut found = builder.faults;
    found.extend(size::too_many_steps(&steps, "routine", &span));
    let mut routine =
        Routine { id: id.into(), name, summary, source, tags, cautions, steps, hash: String::new() };
    routine.hash = digest(&routine);
    finish(Some(routine), found)
}

/// A routine of this one exercise.
pub(crate) fn around(exercise: Exercise) -> Routine {
    let mut routine = Routine {
        id: exercise.id.clone(),
        name: exercise.words.name.clone(),
        summary: exercise.words.purpose.clone(),
        source: exercise.words.source.clone(),
        tags: Vec::new(),
        cautions: Vec::new(),
        steps: vec![Block::Exercise(Box::new(exercise))],
        hash: String::new(),
    };
    routine.hash = digest(&routine);
    routine
}

fn defaults(mut record: Record) -> Defaults {
    let built_in = Defaults::default();
    Defaults {
        prepare: layer::prepare(&mut record).map_or(built_in.prepare, |slot| slot.value),
        relax: record.time("relax").map_or(built_in.relax, |slot| slot.value),
        switch: record.time("switch").map_or(built_in.switch, |slot| slot.value),
        rest: record.time("rest").map_or(built_in.rest, |slot| slot.value),
        rep_time: record.times("rep_time").map_or(built_in.rep_time, |slot: Slot<Range<_>>| slot.value),
    }
}

struct Builder<'k> {
    known: &'k dyn Known,
    defaults: Defaults,
    /// Whether its words say that it is for an acute flare-up.
    for_flare_up: bool,
    faults: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn blocks(&mut self, steps: Vec<Step>) -> Vec<Block> {
        let block = |step| match step {
            Step::Entry(mut record) => {
                self.entry(&mut record).map(|exercise| Block::Exercise(Box::new(exercise)))
            }
            Step::Inline(mut record) => {
                self.inline(&mut record).map(|exercise| Block::Exercise(Box::new(exercise)))
            }
            Step::Group(record) => Some(Block::Group(self.group(record))),
            Step::Broken => None,
        };
        steps.into_iter().filter_map(block).collect()
    }

    fn group(&mut self, mut record: Record) -> Group {
        let faulty = record.is_faulty("step");
        let title = record.text("group").map(|slot| slot.value).unwrap_or_default();
        let rounds = record.count("rounds").map_or(1, |slot| slot.value);
        let rest = record.time("rest").map_or(self.defaults.rest, |slot| slot.value);
        let steps = record.steps("step").map(|slot| slot.value).unwrap_or_default();
        if steps.is_empty() && !faulty {
            self.faults.push(
                Diagnostic::error(record.span.clone(), "this group has nothing to do").help(
                    "put its steps below it, each under a header one level deeper, like `[[step.step]]`",
                ),
            );
        }
        Group { title, rounds, rest, steps: self.blocks(steps) }
    }

    /// An exercise of the library, with what stands beside its `use`.
    fn entry(&mut self, record: &mut Record) -> Option<Exercise> {
        let span = record.span_of("use").unwrap_or_else(|| record.span.clone());
        let (id, layer) = used(record, self.known, &mut self.faults)?;
        advice::flare_up(&layer, self.for_flare_up, &span, &mut self.faults);
        links::check(&id, &layer, self.known, &mut self.faults);
        self.resolved(id, layer, record)
    }

    fn resolved(&mut self, id: String, layer: Layer, record: &Record) -> Option<Exercise> {
        let asked = Asked::of(&layer);
        let exercise = resolve(id, layer, &self.defaults, &record.span, &mut self.faults)?;
        asked.check(&exercise, self.known, &mut self.faults);
        Some(exercise)
    }

    /// An exercise that stands nowhere else.
    fn inline(&mut self, record: &mut Record) -> Option<Exercise> {
        let layer = Layer::from_record(record);
        let id = layer.name.as_ref().map(|name| kebab(&name.value)).unwrap_or_default();
        if let Some(name) = layer.name.as_ref().filter(|_| id.is_empty()) {
            self.faults.push(
                Diagnostic::error(
                    name.span().unwrap_or_else(|| record.span.clone()),
                    "`name` has no letter or digit",
                )
                .help("the exercise is known by its name in the history: use at least one letter or digit"),
            );
        }
        let name = layer.name.as_ref();
        let span = name.and_then(Slot::span).unwrap_or_else(|| record.span.clone());
        advice::exercise(&id, name.map_or("", |name| &name.value), &span, &mut self.faults);
        advice::flare_up(&layer, self.for_flare_up, &span, &mut self.faults);
        links::check(&id, &layer, self.known, &mut self.faults);
        self.resolved(id, layer, record)
    }
}

/// The exercise of a `use`, with what stands beside it laid over. When there is none, what stands beside it is
/// checked by itself.
pub(super) fn used(
    record: &mut Record,
    known: &dyn Known,
    faults: &mut Vec<Diagnostic>,
) -> Option<(String, Layer)> {
    let id = record.text("use");
    let mut own = Layer::from_record(record);
    let span = |id: &Slot<String>| id.place.as_ref().map_or(record.span.clone(), |place| place.value.clone());
    let lookup = id.as_ref().map(|id| known.exercise(&id.value));
    if let Some(id) = &id {
        let inherited = match &lookup {
            Some(Lookup::Good(base)) => base.name.as_ref(),
            _ => None,
        };
        let name = own.name.as_ref().or(inherited).map_or("", |name| &name.value);
        advice::exercise(&id.value, name, &span(id), faults);
    }
    match (id, lookup) {
        (Some(id), Some(Lookup::Good(base))) => {
            if known.wants_notes() {
                faults.extend(advice::replaced(&own, &base));
            }
            return Some((id.value, own.over(&base)));
        }
        (Some(id), Some(Lookup::Unknown)) => {
            faults.push(unknown_exercise(&id.value, span(&id), known, faults.len()));
        }
        (Some(id), Some(Lookup::Faulty(path))) => faults.push(
            Diagnostic::error(span(&id), format!("the exercise `{}` has faults of its own", id.value))
                .help(format!("`supple check {path}` shows them")),
        ),
        _ => {}
    }
    // What it inherits is unknown, so only what clashes in itself can be told.
    own.faulty.push("reps");
    resolve(String::new(), own, &Defaults::default(), &record.span, faults);
    None
}
