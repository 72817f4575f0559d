//! An exercise file.

use super::{Checked, Document, Known, finish, links, size};
use crate::{
    diagnostic::Diagnostic,
    routine::{
        fields::EXERCISE,
        layer::Layer,
        model::{Block, Exercise},
        read::Reader,
        resolve::{Defaults, resolve},
    },
};

/// What an exercise file means, at its own dose.
pub(crate) fn exercise(id: &str, document: Document<'_>, known: &dyn Known) -> Checked<Exercise> {
    let root = document.root.clone();
    let (layer, mut faults) = read(document);
    links::check(id, &layer, known, &mut faults);
    let exercise = resolve(id.into(), layer, &Defaults::default(), &root, &mut faults);
    if let Some(exercise) = &exercise {
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
