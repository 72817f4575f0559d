//! What is due today as one ordinary routine.

use crate::routine::{Block, Content, Exercise, Item, Position, Prepare, Program, Routine, words::exercises};

/// A routine that the program names cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the program needs the routine `{0}`, which is not there or has faults")]
pub struct MissingRoutine(pub String);

/// The id of every composed routine.
const TODAY: &str = "today";

/// A routine of these items of a phase in the program's order: a routine contributes its steps. Walks come last, since
/// they lead out of the room: they wait until the user is ready and may be left out. `None` if there are no items.
///
/// # Errors
/// When `routine` does not know a routine that an item names.
pub fn compose(
    program: &Program,
    phase: usize,
    items: &[usize],
    routine: impl Fn(&str) -> Option<Routine>,
) -> Result<Option<Routine>, MissingRoutine> {
    let (mut steps, mut cautions) = (Vec::new(), Vec::new());
    for part in parts(program, phase, items, routine)? {
        steps.extend(part.steps);
        for caution in part.cautions {
            if !cautions.contains(&caution) {
                cautions.push(caution);
            }
        }
    }
    let name = format!("Today: {}", program.name);
    Ok((!steps.is_empty()).then(|| Routine::of_steps(TODAY, &name, steps).heeding(cautions)))
}

/// For each exercise of that routine, in its order, the id of the item that it comes from.
///
/// # Errors
/// As `compose`.
pub fn origins(
    program: &Program,
    phase: usize,
    items: &[usize],
    routine: impl Fn(&str) -> Option<Routine>,
) -> Result<Vec<String>, MissingRoutine> {
    let parts = parts(program, phase, items, routine)?;
    let ids = |part: &Part| vec![part.item.id.clone(); exercises(&part.steps).len()];
    Ok(parts.iter().flat_map(ids).collect())
}

/// What an item contributes.
struct Part<'p> {
    item: &'p Item,
    steps: Vec<Block>,
    /// Of a routine: what to heed in all of it.
    cautions: Vec<String>,
}

/// What each item contributes, in the order in which it is played.
fn parts<'p>(
    program: &'p Program,
    phase: usize,
    items: &[usize],
    routine: impl Fn(&str) -> Option<Routine>,
) -> Result<Vec<Part<'p>>, MissingRoutine> {
    let one = |item, exercise| Part {
        item,
        steps: vec![Block::Exercise(Box::new(exercise))],
        cautions: Vec::new(),
    };
    let (mut parts, mut walks) = (Vec::new(), Vec::new());
    let all = program.phases.get(phase).map_or(&[][..], |phase| &phase.items);
    for (_, item) in all.iter().enumerate().filter(|(number, _)| items.contains(number)) {
        match &item.content {
            Content::Exercise(exercise) if exercise.words.position == Some(Position::Walking) => {
                walks.push(one(item, walk(exercise)));
            }
            Content::Exercise(exercise) => parts.push(one(item, (**exercise).clone())),
            Content::Routine(id) => {
                let Routine { steps, cautions, .. } =
                    routine(id).ok_or_else(|| MissingRoutine(id.clone()))?;
                parts.push(Part { item, steps, cautions });
            }
        }
    }
    parts.extend(walks);
    Ok(parts)
}

fn walk(exercise: &Exercise) -> Exercise {
    let mut walk = exercise.clone();
    walk.dose.prepare = Prepare::Ready;
    walk.optional = true;
    walk
}
