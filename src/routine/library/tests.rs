use std::{fs, time::Duration};

use tempfile::TempDir;

use super::*;

const PLAIN: &str = "format = 1\nname = \"N\"\n[[step]]\nname = \"Sit\"\nhold = \"5s\"\n";
const EXERCISE: &str = "format = 1\nname = \"E\"\nhold = \"5s\"\n";

/// A user's folder with these files.
fn user(files: &[(&str, &str)]) -> (TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let library = Library::open(Some(folder.path()));
    (folder, library)
}

#[test]
fn the_users_files_add_to_the_shipped_ones() {
    let (_folder, library) = user(&[("routines/mine.toml", PLAIN), ("exercises/my-hold.toml", EXERCISE)]);
    assert!(library.routine_ids().contains(&"mine".to_string()));
    assert_eq!(library.routine("mine").unwrap().value.unwrap().id, "mine");
    let hold = library.exercise_as_routine("my-hold").unwrap();
    assert!(!hold.shipped);
    assert_eq!(hold.value.unwrap().id, "my-hold");
    assert_eq!(library.playable("my-hold").unwrap().value.unwrap().name, "E");
}

#[test]
fn a_prefix_is_enough_when_only_one_begins_with_it() {
    let (_folder, library) = user(&[
        ("routines/zz-one.toml", PLAIN),
        ("routines/zz-two.toml", PLAIN),
        ("routines/zz-one-more.toml", PLAIN),
    ]);
    assert_eq!(library.routine("zz-t").unwrap().value.unwrap().id, "zz-two");
    assert_eq!(library.routine("zz-one").unwrap().value.unwrap().id, "zz-one");
    let error = library.routine("zz-").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`zz-` could be `zz-one`, `zz-one-more` or `zz-two`: write more of the name"
    );
    let error = library.routine("zz-tow").unwrap_err();
    assert!(error.to_string().starts_with("there is no routine `zz-tow`; did you mean `zz-two`"), "{error}");
    assert!(matches!(library.routine(""), Err(NotFound::Unknown { .. })));
}

#[test]
fn a_path_always_works() {
    let (folder, library) = user(&[("elsewhere/x.toml", PLAIN), ("elsewhere/y.toml", EXERCISE)]);
    let path = folder.path().join("elsewhere/x.toml");
    assert_eq!(library.routine(path.to_str().unwrap()).unwrap().value.unwrap().id, "x");
    // An exercise by itself can be played as well.
    let path = folder.path().join("elsewhere/y.toml");
    assert_eq!(library.routine(path.to_str().unwrap()).unwrap().value.unwrap().name, "E");
    let error = library.routine("./nowhere.toml").unwrap_err();
    assert_eq!(error.to_string(), "cannot read ./nowhere.toml: there is no such file");
}

#[test]
fn what_is_no_regular_file_is_not_read() {
    let (folder, library) = user(&[("routines/dir.toml/inner.toml", PLAIN)]);
    let routines = folder.path().join("routines");
    std::os::unix::fs::symlink("loop.toml", routines.join("loop.toml")).unwrap();
    std::process::Command::new("mkfifo").arg(routines.join("pipe.toml")).status().unwrap();
    let reason = |name| library.routine(name).unwrap_err().to_string();
    assert!(reason("dir").ends_with("dir.toml: it is a folder; name a file in it"), "{}", reason("dir"));
    assert!(reason("pipe").ends_with("pipe.toml: it is not a regular file"), "{}", reason("pipe"));
    assert!(reason("loop").contains("symbolic links"), "{}", reason("loop"));
    assert!(library.routine("/dev/zero").unwrap_err().to_string().ends_with("it is not a regular file"));
}

#[test]
fn a_use_names_an_id_and_never_a_file() {
    let (folder, library) = user(&[("secret.toml", EXERCISE)]);
    for id in ["../secret", "./secret.toml", folder.path().join("secret.toml").to_str().unwrap()] {
        assert!(matches!(Known::exercise(&library, id), Lookup::Unknown), "{id}");
    }
}

#[test]
fn an_exercise_with_faults_is_named_by_the_routine_that_uses_it() {
    let text = "format = 1\nname = \"N\"\n[[step]]\nuse = \"bad\"\n";
    let (_folder, library) =
        user(&[("exercises/bad.toml", "format = 1\nname = \"B\"\n"), ("routines/r.toml", text)]);
    let found = library.routine("r").unwrap();
    assert!(found.value.is_none());
    assert_eq!(found.diagnostics.len(), 1);
    assert_eq!(found.diagnostics[0].message, "the exercise `bad` has faults of its own");
}

#[test]
fn the_users_exercise_wins() {
    let ids = Library::open(None).exercise_ids();
    let Some(id) = ids.first() else { return };
    let (_folder, library) = user(&[(&format!("exercises/{id}.toml"), EXERCISE)]);
    assert_eq!(library.exercise(id).unwrap().value.unwrap().words.name, "E");
    assert_eq!(library.exercise_ids(), ids);
}

#[test]
fn a_program_means_its_phases_and_items() {
    use crate::routine::{Content, Frequency, PhaseLength, Range};
    let library = Library::open(Some(Path::new("tests/check/known")));
    let found = library.program("tests/check/programs/good.toml").unwrap();
    assert_eq!(found.diagnostics, []);
    let program = found.value.unwrap();
    assert_eq!((program.id.as_str(), program.name.as_str()), ("good", "P"));
    let lengths: Vec<_> = program.phases.iter().map(|phase| phase.length).collect();
    let weeks = |first, last| PhaseLength::Weeks { first, last };
    assert_eq!(
        lengths,
        [weeks(1, 4), PhaseLength::Days(10), weeks(5, 6), PhaseLength::WhenReady, weeks(1, 1)]
    );
    assert_eq!(program.phases[3].gate.as_deref(), Some("when it is easy"));
    let items = |phase: usize| -> Vec<_> {
        let items = program.phases[phase].items.iter();
        items.map(|item| (item.id.as_str(), item.frequency, item.frequency_assumed)).collect()
    };
    let (some, one) = (Range { low: 2, high: 3 }, Range::only(1));
    assert_eq!(
        items(0),
        [("t-hold", Frequency::EveryDays(2), false), ("t-routine", Frequency::PerWeek(some), true)]
    );
    assert_eq!(program.phases[0].items[1].content, Content::Routine("t-routine".into()));
    // Two of one exercise in one phase are told apart.
    assert_eq!(
        items(1),
        [("t-hold", Frequency::PerDay(some), true), ("t-hold-2", Frequency::PerDay(one), false)]
    );
    let Content::Exercise(exercise) = &program.phases[1].items[0].content else { panic!("an exercise") };
    assert_eq!(exercise.assumed, ["sets"]);
    let long = Range { low: Duration::from_mins(30), high: Duration::from_mins(45) };
    assert_eq!(items(2)[0].1, Frequency::AfterSitting(Some(long)));
    assert_eq!(items(3)[0].1, Frequency::AsNeeded);
    assert_eq!(items(4)[0].1, Frequency::ThroughTheDay);
}

#[test]
fn a_program_is_found_by_the_beginning_of_its_name() {
    let text = "format = 1\nname = \"P\"\n[[phase]]\nname = \"A\"\n[[phase.item]]\nuse = \"my-hold\"\nfrequency = \"daily\"\n";
    let (_folder, library) = user(&[("programs/zz-first.toml", text), ("exercises/my-hold.toml", EXERCISE)]);
    assert!(library.program_ids().contains(&"zz-first".to_string()));
    assert_eq!(library.program("zz").unwrap().value.unwrap().id, "zz-first");
    let error = library.program("zz-frist").unwrap_err().to_string();
    assert_eq!(error, "there is no program `zz-frist`; did you mean `zz-first`?");
    let error = library.program("qqqq").unwrap_err().to_string();
    assert!(error.contains("`supple program list` shows what there is"), "{error}");
}

#[test]
fn what_is_embedded_is_what_is_on_disk() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("routines");
    let mut ids: Vec<String> = fs::read_dir(root.join("exercises"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_string())
        .collect();
    ids.sort();
    assert_eq!(Library::open(None).exercise_ids(), ids, "rebuild: touch src/routine/library/index.rs");
}

#[test]
fn an_exercise_that_is_nowhere_any_more_is_called_by_the_words_of_its_id() {
    let library = Library::open(None);
    let names = ["bird-dog", "shoulder-rolls", "90-90", "My-own", "my_own-hold", "../my-etc", ""]
        .map(|id| library.exercise_name(id));
    assert_eq!(names, ["Bird dog", "Shoulder rolls", "90 90", "My-own", "my_own-hold", "../my-etc", ""]);
    assert_eq!(library.exercise_name("bird-do"), "Bird do", "an id is not the beginning of another");
}

#[test]
fn names_that_cannot_be_typed_or_are_hidden_are_no_ids() {
    let plain = [
        "routines/.toml",
        "routines/.hidden.toml",
        "routines/a\u{1b}b.toml",
        "routines/c.tom",
        "routines/ok.toml",
    ];
    let (_folder, library) = user(&plain.map(|path| (path, PLAIN)));
    let shipped = Library::open(None).routine_ids();
    let own: Vec<_> = library.routine_ids().into_iter().filter(|id| !shipped.contains(id)).collect();
    assert_eq!(own, ["ok"]);
}

#[test]
fn what_there_is_can_be_listed() {
    let library = Library::open(None);
    for (error, list) in [
        (library.routine("qqqq").unwrap_err(), "`supple list` shows what there is"),
        (library.exercise("qqqq").unwrap_err(), "`supple exercises` shows what there is"),
        (library.program("qqqq").unwrap_err(), "`supple program list` shows what there is"),
    ] {
        assert!(error.to_string().contains(list), "{error}");
    }
}

#[test]
fn a_path_is_known_by_its_separator_or_its_ending() {
    for (name, path) in
        [("x.toml", true), ("./x", true), ("a/x", true), ("x", false), ("x.txt", false), ("toml", false)]
    {
        assert_eq!(is_path(name), path, "{name}");
    }
}

#[test]
fn what_is_to_be_changed_is_found_among_all_kinds_of_files() {
    let (folder, library) = user(&[
        ("routines/mine.toml", PLAIN),
        ("exercises/mine-too.toml", EXERCISE),
        ("exercises/bird-dog.toml", EXERCISE),
        ("programs/zz-weeks.toml", PLAIN),
    ]);
    let found = |name: &str| {
        let found = library.whereabouts(name).unwrap();
        let own = found.own.map(|path| path.strip_prefix(folder.path()).unwrap().display().to_string());
        (found.id, found.folder, own, found.shipped.is_some())
    };
    let own = |path: &str| Some(path.to_owned());
    // A whole id goes before the beginning of another.
    assert_eq!(found("mine"), ("mine".into(), "routines", own("routines/mine.toml"), false));
    assert_eq!(found("mine-"), ("mine-too".into(), "exercises", own("exercises/mine-too.toml"), false));
    assert_eq!(found("zz"), ("zz-weeks".into(), "programs", own("programs/zz-weeks.toml"), false));
    assert_eq!(found("bird-dog"), ("bird-dog".into(), "exercises", own("exercises/bird-dog.toml"), true));
    assert_eq!(found("gentle"), ("gentle-twelve".into(), "routines", None, true));
    assert_eq!(found("ten-days"), ("ten-days".into(), "programs", None, true));
    let shipped = library.whereabouts("gentle-twelve").unwrap().shipped.unwrap();
    assert!(shipped.starts_with(b"#:schema") && shipped.ends_with(b"\n"));
    let why = |name: &str| library.whereabouts(name).err().unwrap().to_string();
    assert!(why("mi").contains("could be"), "{}", why("mi"));
    assert!(why("qqq").starts_with("there is no routine, exercise or program `qqq`"), "{}", why("qqq"));
}
