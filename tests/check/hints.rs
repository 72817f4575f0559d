//! What is said of keys that no table of the format has: other words for one that it has, or where it belongs.

use std::fs;

use super::library;

/// The messages and hints for a file in a folder of this name.
fn told(folder: &str, text: &str) -> Vec<(String, Option<String>)> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(folder).join("x.toml");
    fs::create_dir(home.path().join(folder)).unwrap();
    fs::write(&path, format!("format = 1\nname = \"N\"\n{text}\n")).unwrap();
    let found = library().file(&path).unwrap();
    found.diagnostics.into_iter().map(|fault| (fault.message, fault.help)).collect()
}

#[test]
fn other_words_for_a_key_lead_to_it() {
    for (word, key) in [
        ("duration", "time"),
        ("seconds", "time"),
        ("length", "time"),
        ("work", "time"),
        ("title", "name"),
        ("repetitions", "reps"),
        ("count", "reps"),
        ("instructions", "how"),
        ("steps_to_do", "how"),
        ("description", "how"),
        ("warning", "cautions"),
        ("warnings", "cautions"),
        ("caution", "cautions"),
        ("contraindications", "not_for"),
        ("regression", "easier"),
        ("progression", "harder"),
        ("pause", "rest"),
        ("break", "rest"),
        ("Title", "name"),
    ] {
        let faults = told("routines", &format!("[[step]]\nname = \"Sit\"\nhold = \"5s\"\n{word} = \"x\""));
        let [(message, Some(help))] = &faults[..] else { panic!("{word}: {faults:?}") };
        assert_eq!(*message, format!("unknown key `{word}`; did you mean `{key}`?"));
        assert!(help.starts_with(&format!("`{key}`: ")), "{word}: {help}");
    }
    let item = |line: &str| {
        format!("[[phase]]\nname = \"A\"\n[[phase.item]]\nuse = \"t-hold\"\nfrequency = \"daily\"\n{line}")
    };
    for word in ["exercise", "id"] {
        let faults = told("programs", &item(&format!("{word} = \"t-hold\"")));
        assert_eq!(faults[0].0, format!("unknown key `{word}`; did you mean `use`?"));
    }
}

#[test]
fn a_key_of_another_table_is_sent_there() {
    let routine = |line: &str| format!("{line}\n[[step]]\nname = \"Sit\"\nhold = \"5s\"");
    let step = |line: &str| format!("[[step]]\nname = \"Sit\"\nhold = \"5s\"\n{line}");
    let entry = |line: &str| format!("[[step]]\nuse = \"t-hold\"\n{line}");
    let group = |line: &str| format!("[[step]]\ngroup = \"G\"\n{line}\n[[step.step]]\nuse = \"t-hold\"");
    let exercise = |line: &str| format!("hold = \"5s\"\n{line}");
    let program = |line: &str| {
        format!("{line}\n[[phase]]\nname = \"A\"\n[[phase.item]]\nuse = \"t-hold\"\nfrequency = \"daily\"")
    };
    let defaults = "to have it for all exercises, or in a `[[step]]`";
    let mut table = vec![
        ("routines", routine("sides = \"each\""), "`sides` belongs to an exercise: write it in a `[[step]]`"),
        (
            "routines",
            group("sides = \"each\""),
            "`sides` belongs to an exercise: write it in a step of this group",
        ),
        ("routines", step("rounds = 2"), "`rounds` belongs to a group; an exercise has `sets`"),
        ("routines", entry("rounds = 2"), "`rounds` belongs to a group; an exercise has `sets`"),
        ("routines", step("step = []"), "is a group: give it a title with `group`"),
        ("routines", entry("step = []"), "is a group: give it a title with `group`"),
        ("exercises", exercise("use = \"t-hold\""), "`use` belongs to a routine"),
        ("programs", program("step = []"), "`[[step]]` belongs to a routine"),
        // What belongs nowhere leads to all that can stand here.
        ("routines", routine("zzzzzz = 1"), "a routine can have: format, name,"),
        ("routines", group("zzzzzz = 1"), "a group can have: group, rounds, rest, step"),
        ("routines", step("zzzzzz = 1"), "a step can have: name,"),
        ("routines", entry("zzzzzz = 1"), "a step with `use` can have: use,"),
        ("exercises", exercise("zzzzzz = 1"), "an exercise can have: format, name,"),
        ("programs", program("zzzzzz = 1"), "a program can have: format, name,"),
        ("routines", step("defaults = {}"), "a step can have: name,"),
        ("programs", program("use = \"t-hold\""), "a program can have: format, name,"),
    ];
    for key in ["prepare", "relax", "switch", "rest", "rep_time"] {
        table.push(("routines", routine(&format!("{key} = \"5s\"")), defaults));
    }
    for key in ["step", "defaults", "summary", "tags"] {
        table.push(("exercises", exercise(&format!("{key} = []")), "belongs to a routine"));
    }
    for (folder, text, wanted) in table {
        let faults = told(folder, &text);
        let [(message, Some(help))] = &faults[..] else { panic!("{text}: {faults:?}") };
        assert!(message.starts_with("unknown key `") && !message.contains("did you mean"), "{message}");
        assert!(help.contains(wanted), "{text}: {help}");
    }
}
