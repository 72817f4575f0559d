//! An exercise file.

use super::{Checked, Document, Known, advice, finish, idle::Asked, links, size};
use crate::{
    diagnostic::Diagnostic,
    routine::{
        fields::EXERCISE,
        layer::Layer,
        model::{Block, Exercise},
        read::{Reader, Slot},
        resolve::{Defaults, resolve},
    },
};

/// What an exercise file means, at its own dose.
pub(crate) fn exercise(id: &str, document: Document<'_>, known: &dyn Known) -> Checked<Exercise> {
    let root = document.root.clone();
    let (layer, mut faults) = read(document);
    links::check(id, &layer, known, &mut faults);
    let name = layer.name.as_ref();
    let span = name.and_then(Slot::span).unwrap_or_else(|| root.clone());
    advice::exercise(id, name.map_or("", |name| &name.value), &span, &mut faults);
    advice::flare_up(&layer, false, &span, &mut faults);
    let asked = Asked::of(&layer);
    let exercise = resolve(id.into(), layer, &Defaults::default(), &root, &mut faults);
    if let Some(exercise) = &exercise {
        asked.check(exercise, known, &mut faults);
        let alone = [Block::Exercise(Box::new(exercise.clone()))];
        faults.extend(size::too_many_steps(&alone, "exercise", &root));
    }
    finish(exercise, faults)
}

/// What an exercise file says, for others to lie over it. `None` if it has errors; where its links lead is its own
/// affair.
pub(crate) fn exercise_layer(document: Document<'_>) -> Checked<Layer> {
    let root = document.root.clone();
    let (layer, mut faults) = read(document);
    resolve(String::new(), layer.clone(), &Defaults::default(), &root, &mut faults);
    finish(Some(layer), faults)
}

fn read(document: Document<'_>) -> (Layer, Vec<Diagnostic>) {
    let mut reader = Reader::new(document.source);
    reader.diagnostics = document.faults;
    let mut record = reader.table(&EXERCISE, &document.tree, document.root);
    (Layer::from_record(&mut record), reader.diagnostics)
}
