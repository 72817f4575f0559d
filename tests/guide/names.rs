//! Settings, fields, keys and numbers: what a page names is there, and what is there is named.

use std::collections::BTreeSet;

use serde_json::Value;
use supple::{
    config::settings,
    ui::{Action, Place},
};

use crate::{
    machines::{HERE, Machines},
    markdown::{Page, quoted},
    package,
};

fn is_value(code: &str) -> bool {
    code.starts_with('"') || matches!(code, "true" | "false")
}

/// The names of all settings but those of keys and hooks.
fn settings_there_are() -> BTreeSet<String> {
    let printed = Machines::new().run(HERE, "supple config default");
    let lines = printed.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(" = "));
    let names = lines.map(|(name, _)| name.to_owned());
    names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

#[test]
fn the_page_of_settings_has_each_of_them_once_with_its_values() {
    let page = Page::read("docs/configuration.md");
    let rows: Vec<_> = page.rows().into_iter().filter(|row| row.len() == 3).collect();
    let names: Vec<String> = rows.iter().map(|row| row[0].trim_matches('`').to_owned()).collect();
    let unique: BTreeSet<String> = names.iter().cloned().collect();
    assert_eq!(unique.len(), names.len(), "{names:?}");
    assert_eq!(unique, settings_there_are());
    for row in &rows {
        let name = row[0].trim_matches('`');
        let values: Vec<&str> = quoted(&row[1]).into_iter().filter(|value| is_value(value)).collect();
        for value in &values {
            // How the command is used is only of interest where there is one.
            let besides = if name == "speech_plays" { "speech_command = [\"say\"]\n" } else { "" };
            let (_, faults) = settings::read(&format!("{besides}{name} = {value}\n"));
            assert!(faults.is_empty(), "{name} = {value}: {faults:?}");
        }
        let begins = format!("{name} = ");
        let mut lines = page.blocks("toml").flat_map(|block| block.text.lines());
        assert!(lines.any(|line| line.starts_with(&begins)), "there is no example of {name}");
        // What has words for its values says which, and the page has all of them.
        let (_, faults) = settings::read(&format!("{name} = \"§\"\n"));
        let help = faults.first().and_then(|fault| fault.help.clone()).unwrap_or_default();
        if help.contains(" is one of ") {
            let there: BTreeSet<&str> = quoted(&help).into_iter().skip(1).collect();
            let said: BTreeSet<&str> = values.iter().map(|value| value.trim_matches('"')).collect();
            assert_eq!(said, there, "{name}");
        }
    }
}

#[test]
fn the_settings_that_other_pages_name_exist() {
    let there = settings_there_are();
    let mut count = 0;
    for name in crate::pages() {
        for code in Page::read(&name).code() {
            let Some((setting, value)) = code.split_once(" = ") else { continue };
            if there.contains(setting) {
                count += 1;
                let (_, faults) = settings::read(&format!("{setting} = {value}\n"));
                assert!(faults.is_empty(), "{name}: `{code}`: {faults:?}");
            }
        }
    }
    assert!(count > 5, "{count}");
}

#[test]
fn the_keys_for_the_left_hand_are_on_the_left_and_enough_for_a_session() {
    let page = Page::read("docs/accessibility.md");
    let example = page.blocks("toml").find(|block| block.text.contains("harder")).unwrap();
    let (settings, faults) = settings::read(&example.text);
    assert!(faults.is_empty(), "{faults:?}");
    let left = "12345qwertasdfgzxcvb".chars().map(String::from);
    let left: BTreeSet<String> = left.chain(["space", "tab", "esc"].map(String::from)).collect();
    for action in [
        Action::Pause,
        Action::Next,
        Action::Done,
        Action::Back,
        Action::Restart,
        Action::Skip,
        Action::Easier,
        Action::Harder,
        Action::Pain,
        Action::More,
        Action::Less,
        Action::Mute,
        Action::Lock,
        Action::Far,
        Action::Quit,
        Action::Slower,
        Action::Faster,
        Action::Voice,
        Action::Count,
        Action::Later,
    ] {
        assert!(action.about().places.contains(&Place::Session), "{action:?}");
        let keys = settings.keys.names(action);
        assert!(keys.iter().any(|key| left.contains(key)), "{action:?}: {keys:?}");
    }
}

/// The names in an object of a schema.
fn names(schema: &Value, at: &str) -> BTreeSet<String> {
    let object = schema.pointer(at).and_then(Value::as_object).unwrap_or_else(|| panic!("nothing at {at}"));
    object.keys().cloned().collect()
}

fn schema(kind: &str) -> Value {
    let text = std::fs::read_to_string(package().join(format!("assets/schema/{kind}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_table_of_fields_has_every_field_and_no_other() {
    let page = Page::read("docs/routines.md");
    let words = page.words();
    let (_, fields) = words.split_once("## All fields").unwrap();
    let (of_files, _) = fields.split_once('|').unwrap();
    let mut said: BTreeSet<String> = quoted(of_files).into_iter().map(str::to_owned).collect();
    let rows = fields.lines().filter(|line| line.starts_with("| `"));
    said.extend(rows.flat_map(|row| quoted(row.split(" | ").next().unwrap())).map(str::to_owned));
    let mut there = names(&schema("exercise"), "/properties");
    there.extend(names(&schema("routine"), "/properties"));
    there.extend(["use", "group", "rounds"].map(str::to_owned));
    assert_eq!(said, there);
}

#[test]
fn a_page_has_what_stands_within_fields() {
    let exercise = schema("exercise");
    let program = schema("program");
    for (page, names) in [
        ("docs/exercises.md", names(&exercise, "/definitions/source/properties")),
        ("docs/routines.md", names(&exercise, "/definitions/cues/properties")),
        ("docs/routines.md", names(&exercise, "/definitions/phases/properties")),
        ("docs/programs.md", names(&program, "/definitions/phase/properties")),
    ] {
        let text = std::fs::read_to_string(package().join(page)).unwrap();
        let is_there = |name: &String| {
            ["`", " ", "\n", "[", "."].iter().any(|before| {
                [" =", "`", "]"].iter().any(|after| text.contains(&format!("{before}{name}{after}")))
            })
        };
        let missing: Vec<_> = names.iter().filter(|name| !is_there(name)).collect();
        assert!(missing.is_empty(), "{page}: {missing:?}");
    }
}

#[test]
fn as_many_exercises_ship_as_the_page_says() {
    let printed = Machines::new().run(HERE, "supple exercises --json");
    let all: Value = serde_json::from_str(&printed).unwrap();
    let count = all.as_array().unwrap().len();
    for page in ["docs/exercises.md", "docs/figures.md"] {
        let said = [format!("{count} of them ship"), format!("The {count} exercises that ship")];
        assert!(
            said.iter().any(|said| Page::read(page).words().contains(said)),
            "{page} does not say {count}"
        );
    }
}
