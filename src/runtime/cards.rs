//! Routines and exercises as the screens show them.

use crate::{
    figure::Demo,
    plan::{Level, Options, Plan, compile},
    routine::{
        Block, Exercise, Group, Library, Routine, position_changes,
        words::{
            dose_words, duration_words, field_words, phase_words, position_words, prepare_words,
            source_words, thing_words,
        },
    },
    ui::{EntryCard, ExerciseCard, RoutineCard},
};

/// The card of one routine, even if its file is at fault.
pub(super) fn routine(library: &Library, id: &str) -> RoutineCard {
    let broken = |why: String| RoutineCard {
        id: id.to_owned(),
        name: id.to_owned(),
        broken: Some(why),
        ..RoutineCard::default()
    };
    match library.routine(id) {
        Err(error) => broken(error.to_string()),
        Ok(found) => match &found.value {
            Some(routine) => card(id, routine),
            None => broken(found.why_not()),
        },
    }
}

/// The cards of all exercises whose files are good, in the order of their names.
pub(super) fn exercises(library: &Library) -> Vec<ExerciseCard> {
    let found = library.exercise_ids().into_iter().filter_map(|id| library.exercise(&id).ok()?.value);
    let mut cards: Vec<ExerciseCard> = found.map(|exercise| exercise_card(&exercise)).collect();
    cards.sort_by_key(|card| card.name.to_lowercase());
    cards
}

fn card(id: &str, routine: &Routine) -> RoutineCard {
    let plan = compile(routine, &Options::default());
    let longest = compile(routine, &Options { level: Level::HIGH, ..Options::default() });
    RoutineCard {
        id: id.to_owned(),
        name: routine.name.clone(),
        summary: routine.summary.clone(),
        length: plan.likely(),
        open_steps: plan.open_steps(),
        equipment: equipment(&plan),
        exercises: plan.entries.iter().map(|entry| entry.name.clone()).collect(),
        position_changes: position_changes(&routine.steps),
        broken: None,
        tags: routine.tags.clone(),
        cautions: routine.cautions.clone(),
        source: routine.source.as_ref().map(source_words).filter(|words| !words.is_empty()),
        longest: longest.likely(),
        entries: entries(&routine.steps, None),
    }
}

fn entries(blocks: &[Block], group: Option<&str>) -> Vec<EntryCard> {
    let mut group = group.map(String::from);
    let mut cards = Vec::new();
    for block in blocks {
        match block {
            Block::Exercise(exercise) => {
                cards.push(EntryCard { group: group.take(), ..entry(exercise) });
            }
            Block::Group(inner) => {
                let title =
                    group.take().map_or_else(|| title(inner), |outer| format!("{outer} · {}", title(inner)));
                cards.extend(entries(&inner.steps, Some(&title)));
            }
        }
    }
    cards
}

fn title(group: &Group) -> String {
    match group.rounds {
        1 => group.title.clone(),
        rounds => format!("{}: {rounds} rounds, {} rest between", group.title, duration_words(group.rest)),
    }
}

fn entry(exercise: &Exercise) -> EntryCard {
    EntryCard {
        name: exercise.words.name.clone(),
        dose: dose_words(exercise),
        about: about(exercise),
        cautions: exercise.words.cautions.clone(),
        optional: exercise.optional,
        group: None,
        best_for: exercise.words.best_for.clone(),
    }
}

pub(super) fn exercise_card(exercise: &Exercise) -> ExerciseCard {
    let words = &exercise.words;
    let mut facts: Vec<String> =
        words.category.iter().map(|category| category.word().replace('-', " ")).collect();
    facts.extend(
        words
            .complexity
            .iter()
            .map(|complexity| format!("{} complexity", complexity.word().replace('-', " "))),
    );
    facts.extend(words.equipment.iter().map(|thing| thing_words(thing)));
    facts.extend(words.optional_equipment.iter().map(|thing| format!("{} if you like", thing_words(thing))));
    ExerciseCard {
        id: exercise.id.clone(),
        name: words.name.clone(),
        dose: dose_words(exercise),
        about: about(exercise),
        position: words.position.map(|position| position_words(position).to_owned()),
        term: words.position.map(|position| position.word().to_owned()),
        facts,
        purpose: words.purpose.clone(),
        how: words.how.clone(),
        cautions: words.cautions.clone(),
        not_for: words.not_for.clone(),
        best_for: words.best_for.clone(),
        note: words.note.clone(),
        easier: words.easier.clone(),
        harder: words.harder.clone(),
        source: words.source.as_ref().map(source_words).filter(|words| !words.is_empty()),
        assumed: exercise.assumed.iter().map(|field| field_words(field)).collect(),
        demo: Some(Demo::of(exercise)),
    }
}

/// What belongs to a dose, a line each.
fn about(exercise: &Exercise) -> Vec<String> {
    let mut lines: Vec<String> = phase_words(exercise).into_iter().collect();
    if let Some(labels) = &exercise.dose.side_labels {
        lines.push(format!("{} · {}", labels.left, labels.right));
    }
    lines.extend(prepare_words(exercise.dose.prepare));
    lines
}

fn equipment(plan: &Plan) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for thing in plan.entries.iter().flat_map(|entry| &entry.equipment) {
        let words = thing_words(thing);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}
