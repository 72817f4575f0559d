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
    let steps: Vec<Block> =
        parts(program, phase, items, routine)?.into_iter().flat_map(|(_, steps)| steps).collect();
    let name = format!("Today: {}", program.name);
    Ok((!steps.is_empty()).then(|| Routine::of_steps(TODAY, &name, steps)))
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
    let ids = |(item, steps): &(&Item, Vec<Block>)| vec![item.id.clone(); exercises(steps).len()];
    Ok(parts.iter().flat_map(ids).collect())
}

/// What each item contributes, in the order in which it is played.
fn parts<'p>(
    program: &'p Program,
    phase: usize,
    items: &[usize],
    routine: impl Fn(&str) -> Option<Routine>,
) -> Result<Vec<(&'p Item, Vec<Block>)>, MissingRoutine> {
    let (mut parts, mut walks) = (Vec::new(), Vec::new());
    let all = program.phases.get(phase).map_or(&[][..], |phase| &phase.items);
    for (_, item) in all.iter().enumerate().filter(|(number, _)| items.contains(number)) {
        match &item.content {
            Content::Exercise(exercise) if exercise.words.position == Some(Position::Walking) => {
                walks.push((item, vec![Block::Exercise(Box::new(walk(exercise)))]));
            }
            Content::Exercise(exercise) => parts.push((item, vec![Block::Exercise(exercise.clone())])),
            Content::Routine(id) => {
                parts.push((item, routine(id).ok_or_else(|| MissingRoutine(id.clone()))?.steps));
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
