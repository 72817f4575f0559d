//! What a published source advises against. Never an error: whose routine it is decides.

use crate::{
    diagnostic::Diagnostic,
    routine::{
        layer::Layer,
        read::{Slot, Span},
        safety::{Entry, Warn, entries, is_for_a_flare_up},
    },
};

/// Warns of an exercise that a source says to leave out, known by its id or by words of its name.
pub(super) fn exercise(id: &str, name: &str, span: &Span, faults: &mut Vec<Diagnostic>) {
    let about = |(_, warn): &(&Entry, &Warn)| warn.is_about(id, name);
    faults.extend(warnings().filter(about).map(|(entry, warn)| told(entry, warn, span)));
}

/// Warns of equipment that a source wants left out in a flare-up, if that is what this is for.
pub(super) fn flare_up(layer: &Layer, is_for_one: bool, span: &Span, faults: &mut Vec<Diagnostic>) {
    let own = layer.best_for.iter().flat_map(|best_for| &best_for.value).any(|text| is_for_a_flare_up(text));
    let equipment = layer.equipment.as_ref().map_or(&[][..], |equipment| &equipment.value);
    if !(is_for_one || own) {
        return;
    }
    faults.extend(
        warnings()
            .filter(|(_, warn)| warn.not_in_a_flare_up(equipment).is_some())
            .map(|(entry, warn)| told(entry, warn, span)),
    );
}

/// Notes which cautions of the exercise's own are not shown any more, since others stand beside its `use`.
pub(super) fn replaced(own: &Layer, base: &Layer) -> Vec<Diagnostic> {
    let fields = [("cautions", &own.cautions, &base.cautions), ("not_for", &own.not_for, &base.not_for)];
    fields.into_iter().filter_map(|(key, own, base)| gone(key, own.as_ref()?, base.as_ref()?)).collect()
}

fn gone(key: &str, own: &Slot<Vec<String>>, base: &Slot<Vec<String>>) -> Option<Diagnostic> {
    let gone: Vec<String> = base
        .value
        .iter()
        .filter(|text| !own.value.contains(text))
        .map(|text| format!("\"{}\"", shortened(text)))
        .collect();
    (!gone.is_empty()).then(|| {
        Diagnostic::note(own.span(), format!("these `{key}` take the place of the exercise's own"))
            .label(format!("no longer shown or spoken: {}", gone.join(", ")))
            .help("write here as well what of it still holds; what goes for all of a routine can be `cautions` at its top")
    })
}

/// Enough of a text to know it by.
fn shortened(text: &str) -> String {
    const MOST: usize = 120;
    if text.chars().count() <= MOST {
        text.into()
    } else {
        text.chars().take(MOST - 1).chain(['…']).collect()
    }
}

fn warnings() -> impl Iterator<Item = (&'static Entry, &'static Warn)> {
    entries().iter().filter_map(|entry| Some((entry, entry.warn.as_ref()?)))
}

fn told(entry: &Entry, warn: &Warn, span: &Span) -> Diagnostic {
    Diagnostic::warning(span.clone(), format!("{} advises against {}", entry.publisher(), warn.what))
        .label(warn.why.clone())
        .help(format!("{}; `supple safety` says what else there is to heed", warn.instead))
}
