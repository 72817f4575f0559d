//! What is said of a file with many faults, and what is not, because it only follows from what was said.

use std::fs;

use supple::{diagnostic::Diagnostic, routine::Library};

use super::library;

/// All that is said of a routine of these lines, below its name.
fn told(lines: &str) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.toml");
    fs::write(&path, format!("format = 1\nname = \"N\"\n{lines}\n")).unwrap();
    library().routine(path.to_str().unwrap()).unwrap().diagnostics
}

fn messages(lines: &str) -> Vec<String> {
    told(lines).into_iter().map(|fault| fault.message).collect()
}

#[test]
fn guesses_end_after_two_hundred_faults() {
    let keys: Vec<String> = (0..250).map(|n| format!("strange-{n} = 1")).collect();
    let faults = told(&format!("{}\n[[step]]\nname = \"Sit\"\nhold = \"5s\"", keys.join("\n")));
    assert_eq!(faults.len(), 250);
    assert_eq!(faults.iter().filter(|fault| fault.help.is_some()).count(), 200, "keys");
    let faults = told(&"[[step]]\nuse = \"brid-dog\"\n".repeat(250));
    let guesses = faults.iter().filter(|fault| fault.help.as_deref() == Some("did you mean `bird-dog`?"));
    assert_eq!((faults.len(), guesses.count()), (250, 200), "exercises");
}

/// The lines that a fault points at.
fn place<'t>(text: &'t str, fault: &Diagnostic) -> &'t str {
    &text[fault.span.clone().unwrap()]
}

#[test]
fn what_nests_too_deep_is_shown_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.toml");
    let deep = format!("{}z = 1", "a.".repeat(100));
    let text =
        format!("format = 1\nname = \"A. b. c.\"\n{deep}  \n[[step]]\nname = \"Sit\"\nhold = \"5s\"\n");
    fs::write(&path, &text).unwrap();
    let faults = library().routine(path.to_str().unwrap()).unwrap().diagnostics;
    let [fault] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!((fault.message.as_str(), place(&text, fault)), ("this nests too deep", deep.as_str()));
}

#[test]
fn a_table_that_stands_there_twice_may_be_a_list() {
    let help = |lines: &str| told(lines).into_iter().map(|fault| fault.help.unwrap()).collect::<Vec<_>>();
    for indent in ["", "\t", "  "] {
        assert_eq!(
            help(&format!("[a]\nx = 1\n{indent}[a]\ny = 1")),
            ["keep one of them; a list of tables has two brackets on each side: `[[a]]`"]
        );
    }
    assert_eq!(help("x = 1\nx = [1]"), ["keep one of them"]);
}

#[test]
fn work_without_a_clear_end_has_no_size() {
    // To get ready, 100 sets of 1,000 holds with 999 pauses between, and 99 rests.
    let many = "sets = 100\nreps = 1000\nhold = \"5s\"\nrelax = \"3s\"";
    assert_eq!(
        messages(&format!("[[step]]\nname = \"Sit\"\n{many}")),
        ["this routine comes to 200,000 steps; the limit is 100,000".to_owned()]
    );
    assert_eq!(
        messages(&format!("[[step]]\nname = \"Sit\"\n{many}\ntime = \"1m\"")),
        ["`hold`, `reps` and `time` do not go together"]
    );
}

#[test]
fn an_end_that_cannot_be_read_still_gives_way_to_nothing() {
    // The number of reps would end it, were it a number: neither the time of the exercise nor the pace is at fault.
    assert_eq!(
        messages("[[step]]\nuse = \"t-flow\"\nreps = \"many\"\npace = \"self\""),
        ["`reps` cannot be `many`: it is neither a number nor a range like `10-15`"]
    );
}

/// Exercises of the user's: one of a name that a source advises against, and one with a ball.
fn with_own_exercises() -> (tempfile::TempDir, Library) {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("exercises")).unwrap();
    for (id, lines) in [
        ("own-reach", "name = \"Standing toe touch\""),
        ("own-ball", "name = \"Roll\"\nequipment = [\"stability ball\"]"),
    ] {
        let text = format!("format = 1\n{lines}\nhold = \"5s\"\n");
        fs::write(home.path().join(format!("exercises/{id}.toml")), text).unwrap();
    }
    let library = Library::open(Some(home.path()));
    (home, library)
}

#[test]
fn what_is_advised_against_is_known_by_the_name_that_an_exercise_has_here() {
    let (home, library) = with_own_exercises();
    let path = home.path().join("x.toml");
    let warnings = |name: &str| {
        fs::write(&path, format!("format = 1\nname = \"N\"\n[[step]]\nuse = \"own-reach\"\n{name}\n"))
            .unwrap();
        library.file(&path).unwrap().diagnostics.len()
    };
    assert_eq!(warnings(""), 1, "the name of the exercise");
    assert_eq!(warnings("name = \"Reach for the wall\""), 0, "the name that it has in this routine");
}

#[test]
fn what_has_no_place_in_a_flare_up_is_shown_where_it_is_used() {
    let (home, library) = with_own_exercises();
    let path = home.path().join("x.toml");
    let step = "[[step]]\nuse = \"own-ball\"";
    let item = "[[phase]]\nname = \"A\"\n[[phase.item]]\nuse = \"own-ball\"\nfrequency = \"daily\"";
    for lines in [step, item] {
        let text = format!("format = 1\nname = \"For a flare-up\"\n{lines}\n");
        fs::write(&path, &text).unwrap();
        let faults = library.file(&path).unwrap().diagnostics;
        let [fault] = &faults[..] else { panic!("{faults:?}") };
        assert_eq!(place(&text, fault), "\"own-ball\"");
    }
}

#[test]
fn a_list_with_a_fault_says_nothing() {
    // There is a ball in each list, but what the list is nobody knows.
    let ball = |list: &str| {
        messages(&format!(
            "tags = [\"flare-up\"]\n[[step]]\nname = \"Sit\"\nhold = \"5s\"\nequipment = {list}"
        ))
    };
    assert_eq!(ball("[\"stability ball\"]").len(), 1, "what is said of a good list");
    assert_eq!(ball("[\"stability ball\", \"mat\", \"mat\"]"), ["`mat` stands in `equipment` twice"]);
    assert_eq!(ball("[\"stability ball\", \"mat|\"]"), ["`equipment` has an empty alternative"]);
    assert_eq!(ball("[\"stability ball\", 1]"), ["an entry of `equipment` cannot be a number"]);
}

#[test]
fn what_cannot_be_shown_is_named_and_shown_where_it_stands() {
    for (escape, what) in [
        ("\\n", "a line break (U+000A)"),
        ("\\r", "a carriage return (U+000D)"),
        ("\\t", "a tab (U+0009)"),
        ("\\u001b", "the escape character (U+001B)"),
        ("\\u2028", "a line separator (U+2028)"),
        ("\\u2029", "a line separator (U+2029)"),
        ("\\u0007", "a control character (U+0007)"),
        ("\\u0085", "a control character (U+0085)"),
        ("\\u202e", "a character that turns the direction of writing (U+202E)"),
    ] {
        let faults = messages(&format!("[[step]]\nname = \"Sit{escape}\"\nhold = \"5s\""));
        assert_eq!(faults, [format!("`name` holds {what}")]);
    }
    // Where it stands there as it is, it alone is pointed at.
    let lines = "[[step]]\nname = \"Sit \u{202e}down\"\nhold = \"5s\"";
    let text = format!("format = 1\nname = \"N\"\n{lines}\n");
    assert_eq!(place(&text, &told(lines)[0]), "\u{202e}");
}

#[test]
fn a_step_with_rounds_or_steps_is_a_group_without_a_title() {
    assert_eq!(messages("[[step]]\nrounds = 2"), ["`group` is missing", "this group has nothing to do"]);
    assert_eq!(messages("[[step]]\n[[step.step]]\nuse = \"t-hold\""), ["`group` is missing"]);
    assert_eq!(messages("[[step]]\nrest = \"5s\"\nopen = true"), ["this step does not say what to do"]);
}

#[test]
fn a_range_without_a_unit_is_not_helped_by_one_that_leaves_it_wrong() {
    let help = |hold: &str| {
        let faults = told(&format!("[[step]]\nname = \"Sit\"\nhold = \"{hold}\""));
        faults[0].help.clone().unwrap()
    };
    assert_eq!(help("20-30"), "write `\"20-30s\"` or `\"20-30m\"`");
    assert_eq!(help("1m-30"), "write a unit behind both ends, like `\"30s-1m\"`");
}
