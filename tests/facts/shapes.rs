//! The thirty-two ways in which the articles spend time, each as a plan: once in a few lines of its own, and in every
//! shipped exercise that has the shape.

mod holds;
mod open;
mod phases;
mod reps;
mod use_of_time;

use supple::plan::{Kind, Step};

use crate::{
    sheet::{Fact, facts},
    shown::{Played, Shown},
};

/// Holds `test` to every shipped exercise that the sheet gives this shape, at both ends of its dose. What only a
/// program holds is played at the exercise's own dose.
fn every(shape: &str, test: impl Fn(&Fact, Shown<'_>, usize) -> bool) {
    let mut faults = Vec::new();
    let mut seen = 0;
    let has_shape = |fact: &&Fact| fact.is_wanted() && fact.shapes.iter().any(|it| it == shape);
    for fact in facts().iter().filter(has_shape) {
        for place in fact.places() {
            let played = Played::at(place).unwrap_or_else(|| panic!("{}: {place:?} is not shipped", fact.id));
            let shown = played
                .shown(&place.exercise, place.nth)
                .unwrap_or_else(|| panic!("{}: not in {:?}", place.exercise, place.routine));
            for (end, name) in [(0, "low"), (1, "high")] {
                if !test(fact, shown, end) {
                    let steps: Vec<_> = shown.steps(end).into_iter().take(12).map(brief).collect();
                    faults.push(format!("{} at {name}: {}", fact.id, steps.join(", ")));
                }
            }
            seen += 1;
        }
    }
    assert!(seen > 0, "no entry has the shape {shape}");
    assert!(faults.is_empty(), "{shape} is not what these show:\n{}", faults.join("\n"));
}

/// The steps of the only exercise at one end, in a few letters each: `prepare 20`, `hold 5 L`, `relax 3 R`.
fn line(played: &Played, end: usize) -> String {
    played.only().steps(end).into_iter().map(brief).collect::<Vec<_>>().join(", ")
}

fn brief(step: &Step) -> String {
    let mut words = match step.mode {
        Some(mode) => format!("{mode:?}").to_lowercase(),
        None => format!("{:?}", step.kind).to_lowercase(),
    };
    words += &step.length.map_or(" open".to_owned(), |length| format!(" {}", length.as_secs_f64()));
    words += step.side.map_or("", |side| if side.word() == "left" { " L" } else { " R" });
    words
}

/// The pauses of the only exercise that are no `prepare`, in order.
fn pauses(shown: Shown<'_>, end: usize) -> Vec<Kind> {
    let kinds = shown.steps(end).into_iter().map(|step| step.kind);
    kinds.filter(|kind| !matches!(kind, Kind::Work | Kind::Prepare)).collect()
}

#[test]
fn every_shape_is_somewhere_in_the_articles() {
    for number in 1..=32 {
        let shape = format!("T{number:02}");
        assert!(facts().iter().any(|fact| fact.shapes.contains(&shape)), "{shape}");
    }
}
