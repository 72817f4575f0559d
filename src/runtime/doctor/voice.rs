//! Who can speak.

use std::{env, path::PathBuf};

use super::{Area, Report, note};

/// Programs that can say what the voice in the box cannot.
const PROGRAMS: [&str; 6] = ["piper", "espeak-ng", "flite", "pico2wave", "spd-say", "say"];

pub(super) fn examine(tell: &mut dyn FnMut(Report)) {
    tell(Report::Area(Area::Voice));
    in_the_box(tell);
    let found: Vec<&str> = PROGRAMS.into_iter().filter(|name| in_path(name).is_some()).collect();
    tell(note(
        Area::Voice,
        if found.is_empty() {
            format!("No speech program is there for texts of your own; {} would do.", list(&PROGRAMS, "or"))
        } else {
            format!("Speech programs for texts of your own: {}.", list(&found, "and"))
        },
    ));
}

#[cfg(feature = "voice")]
fn in_the_box(tell: &mut dyn FnMut(Report)) {
    use crate::audio::bank::{Bank, stamps};
    tell(match Bank::open() {
        Ok(_) => super::ok(Area::Voice, format!("The voice in the box knows {} texts.", stamps().count())),
        Err(error) => super::fault(
            Area::Voice,
            format!("The voice in the box cannot be read: {}.", error.trim_end_matches('.')),
            "This is a fault of the program; please report it.",
        ),
    });
}

#[cfg(not(feature = "voice"))]
fn in_the_box(tell: &mut dyn FnMut(Report)) {
    tell(note(Area::Voice, "This program was built without the voice in the box (feature `voice`)."));
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// "a, b and c".
fn list(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}
