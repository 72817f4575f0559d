//! Where `easier`, `harder` and `figure` lead.

use super::{Known, Lookup, unknown, unknown_exercise};
use crate::{
    diagnostic::Diagnostic,
    routine::{layer::Layer, read::Slot},
};

/// Checks the links that stand in this file; inherited ones are the exercise file's own affair.
pub(super) fn check(id: &str, layer: &Layer, known: &dyn Known, faults: &mut Vec<Diagnostic>) {
    for (key, link) in [("easier", &layer.easier), ("harder", &layer.harder)] {
        if let Some(Slot { value: target, place: Some(place) }) = link {
            let span = place.value.clone();
            if target == id {
                faults.push(
                    Diagnostic::error(span, format!("`{key}` leads back to the exercise itself"))
                        .label(format!("{id} → {target}"))
                        .help(format!("name another exercise, or leave `{key}` out")),
                );
            } else if matches!(known.exercise(target), Lookup::Unknown) {
                let fault = unknown_exercise(target, span, known, faults.len());
                faults.push(fault.label(format!("{id} → {target} leads nowhere")));
            } else if key == "easier"
                && let Some(chain) = circle(id, target, known)
            {
                faults.push(
                    Diagnostic::error(span, "`easier` goes round in a circle")
                        .label(chain.join(" → "))
                        .help("one of these exercises must be the easiest and have no `easier`"),
                );
            }
        }
    }
    if let Some(Slot { value: figure, place: Some(place) }) = &layer.figure
        && !known.figures().is_empty()
        && !known.figures().contains(figure)
    {
        let ids: Vec<String> = known.figures().iter().cloned().collect();
        faults.push(
            unknown("figure", figure, place.value.clone(), &ids)
                .label(format!("{id} → {figure} leads nowhere"))
                .help_or(|| "leave `figure` out".into()),
        );
    }
}

/// The way from `id` by way of `next` and its `easier`s, if it comes back to `id`.
fn circle(id: &str, next: &str, known: &dyn Known) -> Option<Vec<String>> {
    let mut chain = vec![id.to_string(), next.to_string()];
    loop {
        let here = chain.last()?;
        let Lookup::Good(layer) = known.exercise(here) else { return None };
        let next = layer.easier.as_ref()?.value.clone();
        let home = next == id;
        if !home && chain.contains(&next) {
            // A circle that this exercise only leads into: the files on it will say so.
            return None;
        }
        chain.push(next);
        if home {
            return Some(chain);
        }
    }
}
