//! What the sources say about safety is all there, and is heeded.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use supple::routine::{
    Library,
    safety::{Kind, entries},
};

/// How many entries the fact sheet has of each kind, source by source in the order of `SOURCES`.
const SHEET: &[(Kind, [usize; 5])] = &[
    (Kind::RedFlag, [0, 1, 6, 0, 0]),
    (Kind::Concerning, [0, 0, 4, 0, 0]),
    (Kind::Normal, [0, 0, 4, 0, 0]),
    (Kind::SeeSomeone, [2, 2, 0, 0, 1]),
    (Kind::Avoid, [0, 1, 0, 0, 2]),
    (Kind::Limit, [2, 0, 2, 0, 1]),
    (Kind::Principle, [2, 2, 9, 1, 1]),
    (Kind::Technique, [3, 2, 4, 6, 1]),
    (Kind::Progression, [0, 1, 2, 3, 1]),
    (Kind::Lifestyle, [0, 1, 0, 1, 0]),
];

const SOURCES: [&str; 5] =
    ["Bonesetters", "personal-training blog", "lumbar-pillow shop", "Gonzales", "Bay State"];

#[test]
fn every_entry_of_the_fact_sheet_is_carried_over() {
    for (kind, counts) in SHEET {
        let of_source = |source: &str| {
            entries().iter().filter(|entry| entry.kind == *kind && entry.publisher().contains(source)).count()
        };
        let found: Vec<usize> = SOURCES.into_iter().map(of_source).collect();
        assert_eq!(found, counts, "{kind:?}");
    }
    assert_eq!(entries().len(), 68);
    assert_eq!(SHEET.iter().flat_map(|(_, counts)| counts).sum::<usize>(), 68);
}

#[test]
fn no_two_entries_say_the_same_words() {
    let mut seen = BTreeMap::new();
    for entry in entries() {
        if let Some(other) = seen.insert(entry.text.to_lowercase(), &entry.id) {
            panic!("{} and {other} say the same", entry.id);
        }
    }
}

#[test]
fn what_concerns_the_technique_of_an_exercise_stands_in_its_cautions() {
    let library = Library::open(None);
    let shipped = library.exercise_ids();
    for entry in entries().iter().filter(|entry| entry.kind == Kind::Technique) {
        for id in &entry.exercises {
            let exercise = library.exercise(id).unwrap().value.unwrap();
            assert!(!exercise.words.cautions.is_empty(), "{id} says nothing of: {}", entry.text);
        }
    }
    let named: BTreeSet<&str> =
        entries().iter().flat_map(|entry| &entry.exercises).map(String::as_str).collect();
    let not_shipped: BTreeSet<&str> =
        named.into_iter().filter(|id| !shipped.iter().any(|own| own == id)).collect();
    // These two are what the sources advise against.
    assert_eq!(not_shipped, BTreeSet::from(["classic-sit-up", "standing-toe-touch"]));
}

#[test]
fn nothing_that_is_shipped_is_advised_against() {
    let library = Library::open(None);
    for folder in ["routines", "routines/exercises", "routines/programs"] {
        let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        for path in
            files.map(|file| file.unwrap().path()).filter(|path| path.extension() == Some("toml".as_ref()))
        {
            let found = library.file(&path).unwrap();
            let advice = found.diagnostics.iter().find(|fault| fault.message.contains("advises against"));
            assert!(advice.is_none(), "{}: {}", path.display(), advice.unwrap().message);
        }
    }
}

#[test]
fn a_program_for_a_flare_up_is_warned_of_the_ball() {
    let folder = tempfile::tempdir().unwrap();
    let warned = |name: &str, phase: &str| {
        let text = format!(
            "format = 1\nname = '{name}'\n[[phase]]\nname = '{phase}'\n[[phase.item]]\nuse = 'cat-cow'\n\
             equipment = ['stability ball']\nfrequency = 'daily'\n"
        );
        let path = folder.path().join("mine.toml");
        fs::write(&path, text).unwrap();
        let found = Library::open(None).file(&path).unwrap();
        assert!(found.value.is_some(), "{:?}", found.diagnostics);
        found.diagnostics.iter().any(|fault| fault.message.contains("advises against"))
    };
    assert!(!warned("Mine", "One"));
    assert!(!warned("Mine", "After a flare-up"));
    assert!(warned("Mine", "No rush, for a flare-up"));
    assert!(warned("Acute back", "One"));
}
