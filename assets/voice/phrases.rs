//! Prints what the voice has to say of the shipped files: `cargo run --example voice-phrases > assets/voice/phrases.txt`.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use supple::{
    audio::bank,
    routine::{Block, Content, Exercise, Library, Phase, RepShape, Routine, Work},
};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for phrase in all() {
        writeln!(out, "{phrase}")?;
    }
    Ok(())
}

/// Every text of the shipped files that a session can speak, once, in the order of the alphabet.
pub(crate) fn all() -> Vec<String> {
    let library = Library::open(None);
    let mut texts = Texts::default();
    for id in library.exercise_ids() {
        if let Some(exercise) = library.exercise(&id).ok().and_then(|found| found.value) {
            texts.exercise(&exercise);
        }
    }
    for id in library.routine_ids() {
        if let Some(routine) = library.routine(&id).ok().and_then(|found| found.value) {
            texts.routine(&routine);
        }
    }
    for id in library.program_ids() {
        let Some(program) = library.program(&id).ok().and_then(|found| found.value) else { continue };
        texts.add(&program.name);
        for phase in &program.phases {
            texts.add(&phase.name);
            for item in &phase.items {
                if let Content::Exercise(exercise) = &item.content {
                    texts.exercise(exercise);
                }
            }
        }
    }
    texts.0.into_values().collect()
}

/// By what they are looked up by.
#[derive(Default)]
struct Texts(BTreeMap<String, String>);

impl Texts {
    fn add(&mut self, text: &str) {
        self.0.entry(bank::key(text)).or_insert_with(|| text.to_owned());
    }

    fn add_all<'t>(&mut self, texts: impl IntoIterator<Item = &'t String>) {
        texts.into_iter().for_each(|text| self.add(text));
    }

    fn routine(&mut self, routine: &Routine) {
        self.add(&routine.name);
        self.blocks(&routine.steps);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Exercise(exercise) => self.exercise(exercise),
                Block::Group(group) => {
                    self.add(&group.title);
                    self.blocks(&group.steps);
                }
            }
        }
    }

    fn exercise(&mut self, exercise: &Exercise) {
        let words = &exercise.words;
        self.add(words.say.as_ref().unwrap_or(&words.name));
        self.add_all(&words.how);
        self.add_all(&words.cautions);
        self.add_all(words.cues.iter().map(|cue| &cue.say));
        if let Some(labels) = &exercise.dose.side_labels {
            self.add_all([&labels.left, &labels.right]);
        }
        match &exercise.dose.work {
            Work::Reps { shape: RepShape::Phases { phases, .. }, .. } | Work::Flow { phases, .. } => {
                self.phases(phases);
            }
            Work::SelfPaced { target, .. } | Work::Open { target } => self.add_all(target),
            Work::Reps { .. } | Work::Hold { .. } => {}
        }
    }

    fn phases(&mut self, phases: &[Phase]) {
        self.add_all(phases.iter().map(|phase| phase.say.as_ref().unwrap_or(&phase.name)));
    }
}
