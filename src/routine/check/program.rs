//! A program file: its words and its items. What is due when comes from elsewhere.

use super::{Checked, Document, Known, finish, links, routine, unknown};
use crate::{
    diagnostic::Diagnostic,
    routine::{
        fields::PROGRAM,
        layer::Layer,
        read::{Reader, Record},
        resolve::{Defaults, resolve},
    },
};

/// Checks a program file.
pub(crate) fn program(document: Document<'_>, known: &dyn Known) -> Checked<()> {
    let mut reader = Reader::new(document.source);
    reader.diagnostics = document.faults;
    let mut record = reader.table(&PROGRAM, &document.tree, document.root);
    let mut faults = reader.diagnostics;
    for mut phase in record.records("phase").map(|slot| slot.value).unwrap_or_default() {
        if phase.has("weeks") && phase.has("days") {
            faults.push(
                Diagnostic::error(phase.span.clone(), "`weeks` and `days` do not go together")
                    .help("keep one of them, or neither: then the user moves on when ready"),
            );
        }
        for mut item in phase.records("item").map(|slot| slot.value).unwrap_or_default() {
            check_item(&mut item, known, &mut faults);
        }
    }
    finish(Some(()), faults)
}

fn check_item(item: &mut Record, known: &dyn Known, faults: &mut Vec<Diagnostic>) {
    match (item.has("use"), item.has("routine")) {
        (true, true) => faults.push(
            Diagnostic::error(item.span.clone(), "`use` and `routine` do not go together")
                .help("an item is one exercise or one whole routine: make it two items"),
        ),
        (false, false) => faults.push(
            Diagnostic::error(item.span.clone(), "this item does not say what to do")
                .help("give it `use` (the id of an exercise) or `routine` (the name of a routine)"),
        ),
        (true, false) => {
            if let Some((id, layer)) = routine::used(item, known, faults) {
                links::check(&id, &layer, known, faults);
                resolve(id, layer, &Defaults::default(), &item.span, faults);
            }
        }
        (false, true) => {
            if let Some(routine) = item.text("routine")
                && !known.has_routine(&routine.value)
            {
                let span = routine.place.map_or(item.span.clone(), |place| place.value);
                faults.push(
                    unknown("routine", &routine.value, span, &known.routine_ids())
                        .help_or(|| "`supple list` shows them all".into()),
                );
            }
            if Layer::from_record(item) != Layer::default() {
                faults.push(
                    Diagnostic::error(item.span.clone(), "a whole routine takes no fields of an exercise")
                        .help("leave `routine` and `frequency` here; doses stand in the routine itself"),
                );
            }
        }
    }
}
