//! Bad files, one fault each, and what the user is told about them; and that no file at all makes the checker fall over.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

#[path = "check/digest.rs"]
mod digest;
#[path = "check/follow.rs"]
mod follow;
#[path = "check/hints.rs"]
mod hints;
#[path = "check/limits.rs"]
mod limits;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use proptest::prelude::*;
use supple::{
    diagnostic::{Look, Report, render},
    figure,
    plan::{Level, Options, compile},
    routine::{
        Block, Library, Prepare, Routine, Side, dose_words, most_steps,
        words::{exercises, phase_words},
    },
};

/// The library of these tests: the shipped exercises and those of `tests/check/known`.
fn library() -> Library {
    Library::open(Some(Path::new("tests/check/known")))
        .with_figures(figure::ids().map(Into::into))
        .with_poses(figure::poses)
}

fn toml_files(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn what_the_user_is_told() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("check/told");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let library = library();
    for folder in ["tests/check", "tests/check/exercises", "tests/check/programs"] {
        for path in toml_files(folder) {
            let found = library.file(&path).unwrap();
            let page = render(&found.path, &found.source, &found.diagnostics, Look::default());
            let name = path.strip_prefix("tests/check").unwrap().with_extension("");
            let name = name.to_str().unwrap().replace('/', "-");
            settings.bind(|| insta::assert_snapshot!(name.as_str(), page));
            // What a source advises against is no error: whose routine it is decides.
            let good = name == "programs-good"
                || name == "target-unseen"
                || name.contains("idle-")
                || name.contains("advice-");
            assert_eq!(found.value.is_some(), good, "{name}");
            // Editors are told of the same places.
            for fault in &found.diagnostics {
                let report = Report::new(&found.path, &found.source, fault);
                if let (Some(line), Some(column)) = (report.line, report.column) {
                    assert!(
                        page.contains(&format!("{}:{line}:{column}\n", found.path)),
                        "{name} {line}:{column}\n{page}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.toml");
    let text = format!(
        "format = 1\nname = \"N\"\n[[step]]\nname = \"Sit\"\nhold = \"5s\"\n#{}",
        "x".repeat(1 << 20)
    );
    fs::write(&path, &text).unwrap();
    let found = library().file(&path).unwrap();
    assert!(found.value.is_none());
    assert_eq!(
        found.diagnostics[0].message,
        format!(
            "the file is {},{:03},{:03} bytes long; the limit is 1,048,576 (1 MiB)",
            1,
            48,
            text.len() % 1_000
        )
    );
    // One byte less than the limit allows is no reason to refuse it.
    fs::write(&path, &text[..1 << 20]).unwrap();
    assert!(library().file(&path).unwrap().value.is_some());
}

#[test]
fn shipped_files_are_good() {
    let library = Library::open(None);
    for folder in ["routines", "routines/exercises", "routines/programs"] {
        if !Path::new(folder).is_dir() {
            continue;
        }
        for path in toml_files(folder) {
            let found = library.file(&path).unwrap();
            let page = render(&found.path, &found.source, &found.diagnostics, Look::default());
            assert_eq!(page, "", "{page}");
            assert!(found.source.starts_with("#:schema "), "{} names its schema", path.display());
        }
    }
}

#[test]
fn the_same_words_have_the_same_digest() {
    let routine = |text: &str| read(text).unwrap();
    let plain = routine("[[step]]\nname = \"Sit\"\nhold = \"60s\"");
    assert_eq!(plain.hash.len(), 32);
    assert_eq!(plain.hash, routine("# a comment\n[[step]]\nhold = \"1m\"\nname = \"Sit\"\nsets = 1").hash);
    for other in [
        "[[step]]\nname = \"Sit\"\nhold = \"61s\"",
        "[[step]]\nname = \"Sit\"\nhold = \"60s\"\nprepare = \"10s\"",
        "[[step]]\nname = \"Sit\"\ntime = \"60s\"",
        "[[step]]\nname = \"Sit\"\nhold = \"60s\"\nhow = [\"Sit.\"]",
        "[defaults]\nrest = \"5s\"\n[[step]]\nname = \"Sit\"\nhold = \"60s\"",
        "[[step]]\ngroup = \"G\"\n[[step.step]]\nname = \"Sit\"\nhold = \"60s\"",
    ] {
        assert_ne!(plain.hash, routine(other).hash, "{other}");
    }
}

#[test]
fn a_routine_just_within_the_limit_of_steps_is_good() {
    // 100 rounds of 5 sets of 199 reps with 4 rests, and 99 rests between rounds that no `prepare` shortens to nothing.
    let text = |more: &str| {
        format!(
            "[[step]]\ngroup = \"G\"\nrounds = 100\nrest = \"1m\"\n[[step.step]]\nname = \"Hop\"\nsets = 5\nreps = 199\nprepare = \"0s\"\n{more}"
        )
    };
    let routine = read(&text("rest = \"0s\"")).unwrap();
    let plan = compile(&routine, &Options { level: Level::HIGH, ..Options::default() });
    assert_eq!(plan.steps.len(), 99_599);
    assert!(read(&text("[[step.step]]\nname = \"Sit\"\nhold = \"1s\"\nreps = 2")).is_none());
    // 100 sets of 1,000 reps and nothing else: the limit itself.
    let most = "[[step]]\nname = \"Hop\"\nsets = 100\nreps = 1000\nprepare = \"0s\"\nrest = \"0s\"";
    assert_eq!(read(most).map(|routine| most_steps(&routine.steps)), Some(100_000));
    assert!(read(&format!("{most}\n[[step]]\nname = \"Sit\"\nopen = true\nprepare = \"0s\"")).is_none());
}

/// A routine of these steps, if it is good.
fn read(steps: &str) -> Option<Routine> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.toml");
    fs::write(&path, format!("format = 1\nname = \"N\"\n{steps}\n")).unwrap();
    library().routine(path.to_str().unwrap()).unwrap().value
}

/// Checks bytes as a file of every kind, and renders all there is to say.
fn check_bytes(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let library = library();
    for kind in ["routines", "exercises", "programs"] {
        fs::create_dir(folder.path().join(kind)).unwrap();
        let path = folder.path().join(kind).join("x.toml");
        fs::write(&path, bytes).unwrap();
        let found = library.file(&path).unwrap();
        let errors = found.diagnostics.iter().any(supple::diagnostic::Diagnostic::is_error);
        assert_eq!(found.value.is_some(), !errors);
        let page = render("x.toml", &found.source, &found.diagnostics, Look::default());
        assert!(page.chars().all(|c| c == '\n' || !supple::diagnostic::is_hostile(c)), "{page:?}");
        for fault in &found.diagnostics {
            let report = Report::new("x.toml", &found.source, fault);
            assert!(!report.message.is_empty());
        }
    }
}

/// Good files to be spoilt: what is shipped, and all that the format can say.
fn good_files() -> Vec<String> {
    let mut files: Vec<String> = ["routines", "routines/exercises", "tests/check", "tests/check/programs"]
        .iter()
        .flat_map(toml_files)
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect();
    files.push(EVERYTHING.into());
    files
}

const EVERYTHING: &str = include_str!("check/everything.txt");

#[test]
fn all_that_the_format_can_say_is_understood() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.toml");
    fs::write(&path, EVERYTHING).unwrap();
    let found = library().routine(path.to_str().unwrap()).unwrap();
    let page = render(&found.path, &found.source, &found.diagnostics, Look::default());
    assert_eq!(page, "", "{page}");
    let routine = found.value.unwrap();
    let doses: Vec<String> = exercises(&routine.steps)
        .into_iter()
        .map(|exercise| {
            let phases = phase_words(exercise).map(|phases| format!(" ({phases})")).unwrap_or_default();
            format!("{}: {}{phases}", exercise.id, dose_words(exercise))
        })
        .collect();
    assert_eq!(
        doses,
        [
            "t-reps-hold: 2–3 × 10–15 each side, taking turns, hold 5 s",
            "t-phases: 1–2 min of movement (Up 2 s, Down 3 s)",
            "tempo: 5 reps each side (Lower 2.5 s, Pause 1 s, Lift 2 s)",
            "shared-phases: 30 s of movement (In 2 s, Out 2 s, Hold 2 s)",
            "own-pace: 3 reps of 30-40 steps on the left, at your own pace",
            "open: one song each side, as long as it takes",
            "t-hold: hold 0.5–1.5 s",
            "rock: 2 reps on the right",
        ]
    );
    let Block::Exercise(first) = &routine.steps[0] else { panic!("the first step is an exercise") };
    assert_eq!(first.words.name, "Renamed");
    assert_eq!(first.words.best_for, ["everyone"]);
    assert_eq!(first.words.cues.len(), 3);
    assert_eq!((first.dose.prepare, first.dose.relax), (Prepare::Ready, Duration::ZERO));
    assert_eq!((first.dose.rest, first.dose.first_side), (Duration::from_secs(90), Some(Side::Right)));
    assert_eq!(first.assumed, ["hold", "sets", "rest"]);
    // The defaults of the file hold where neither the exercise nor the step says otherwise.
    let Block::Exercise(second) = &routine.steps[1] else { panic!("the second step is an exercise") };
    assert_eq!(second.dose.prepare, Prepare::For(Duration::from_secs(12)));
    assert_eq!((second.dose.relax, second.dose.rest), (Duration::from_secs(2), Duration::from_secs(15)));
    let Block::Group(group) = &routine.steps[6] else { panic!("the seventh step is a group") };
    assert_eq!((group.rounds, group.rest), (2, Duration::from_secs(15)));
}

/// One exercise of a random dose.
fn dose() -> impl Strategy<Value = String> {
    let work = prop_oneof![
        Just("hold = '5s'".to_string()),
        (1..9u32).prop_map(|reps| format!("hold = '1-5s'\nreps = {reps}")),
        (1..9u32).prop_map(|reps| format!("reps = '1-{reps}'")),
        (1..9u32, 0..3u32).prop_map(|(reps, zero)| format!(
            "reps = {reps}\nphases = [{{ name = 'A', time = '2s' }}, {{ name = 'B', time = '0-{zero}s' }}]"
        )),
        (1..9u32).prop_map(|reps| format!("reps = {reps}\nphases = [{{ name = 'A' }}, {{ name = 'B' }}]")),
        (1..9u32).prop_map(|reps| format!("reps = {reps}\ntempo = '3-0-2-1'")),
        (1..9u32).prop_map(|reps| format!("reps = {reps}\npace = 'self'")),
        Just("time = '1m'".to_string()),
        Just("open = true".to_string()),
    ];
    let sides = prop::sample::select(vec!["none", "each", "alternate", "left", "right"]);
    let prepare =
        prop::sample::select(vec!["", "prepare = '0s'\n", "prepare = '5s'\n", "prepare = 'ready'\n"]);
    let position = prop::sample::select(vec!["", "position = 'supine'\n", "position = 'prone'\n"]);
    (work, sides, 1..4u32, 0..2u32, 0..2u32, 0..2u32, prepare, position).prop_map(
        |(work, sides, sets, relax, switch, rest, prepare, position)| {
            format!(
                "name = 'X'\n{work}\nsides = '{sides}'\nsets = '1-{sets}'\nrelax = '{relax}s'\nswitch = '{switch}s'\nrest = '{rest}s'\n{prepare}{position}"
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    // The limit of steps is checked without a plan being made.
    #[test]
    fn the_size_of_a_plan_is_known_before(
        first in dose(),
        inner in prop::collection::vec(dose(), 1..3),
        rounds in 1..4u32,
        rest in prop::sample::select(vec![0u32, 5, 10, 15, 20, 30]),
    ) {
        let mut text = format!("[[step]]\n{first}[[step]]\ngroup = 'G'\nrounds = {rounds}\nrest = '{rest}s'\n");
        for dose in &inner {
            text.push_str(&format!("[[step.step]]\n{dose}"));
        }
        let routine = read(&text).expect("a good routine");
        let plan = compile(&routine, &Options { level: Level::HIGH, ..Options::default() });
        prop_assert_eq!(most_steps(&routine.steps), plan.steps.len() as u64, "{}", text);
    }

    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_bytes(&bytes);
    }

    #[test]
    fn no_text_is_too_odd(text in "(format = 1\n)?([a-z_]{1,6} ?= ?(\"[^\"]{0,9}\"|-?[0-9.]{1,4}|\\[.{0,9}\\]|\\{.{0,9}\\})\n|\\[\\[(step|phase)(\\.(step|item))?\\]\\]\n|.{0,9}\n){0,12}") {
        check_bytes(text.as_bytes());
    }

    #[test]
    fn no_spoilt_file_is_too_odd(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, "[-\"\\[\\]{}=.,#0-9a-z\u{1b}\u{202e}\n]{0,5}"), 1..6),
    ) {
        let files = good_files();
        let mut text: Vec<char> = which.get(&files).chars().collect();
        for (at, length, new) in cuts {
            if text.is_empty() { break; }
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, new.chars());
        }
        check_bytes(text.into_iter().collect::<String>().as_bytes());
    }
}
