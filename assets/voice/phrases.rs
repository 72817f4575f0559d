//! Prints what the voice has to say for what ships: `cargo run --example voice-phrases > assets/voice/phrases.txt`. Where a
//! phrase is not read aloud as it is written, that follows after a tab.

use std::io::{self, Write};

use supple::{
    routine::{Exercise, Library, Program, Routine},
    speech,
};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Each phrase once, in the order of the alphabet.
pub(crate) fn lines() -> Vec<String> {
    let (routines, exercises, programs) = shipped();
    let phrases = speech::phrases(&routines, &exercises, &programs);
    let line = |phrase: String| {
        let aloud = speech::aloud(&phrase);
        if aloud == phrase { phrase } else { format!("{phrase}\t{aloud}") }
    };
    phrases.into_iter().map(line).collect()
}

pub(crate) fn shipped() -> (Vec<Routine>, Vec<Exercise>, Vec<Program>) {
    let library = Library::open(None);
    let routines = library.routine_ids().into_iter().filter_map(|id| library.routine(&id).ok()?.value);
    let exercises = library.exercise_ids().into_iter().filter_map(|id| library.exercise(&id).ok()?.value);
    let programs = library.program_ids().into_iter().filter_map(|id| library.program(&id).ok()?.value);
    (routines.collect(), exercises.collect(), programs.collect())
}
