//! The documents, the scripts and the shipped files agree with the program.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use supple::ui::{ACTIONS, About, Action, Chord, FIXED, Keymap, Place, Preset};

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(package().join(path)).expect("a file of the package is readable")
}

/// The program, with a home of its own so that no file of the person who tests is seen.
fn supple(arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().expect("a folder can be made");
    let mut command = Command::new(env!("CARGO_BIN_EXE_supple"));
    command.args(arguments).current_dir(package()).env("HOME", home.path()).env("NO_COLOR", "1");
    for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        command.env_remove(variable);
    }
    command.output().expect("the program runs")
}

fn printed(arguments: &[&str]) -> String {
    let output = supple(arguments);
    assert!(output.status.success(), "supple {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

/// What stands between the fences of the README's blocks in one language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())).collect()
}

fn first_screen() -> String {
    read("README.md").split("\n## ").next().unwrap_or_default().to_owned()
}

#[test]
fn the_first_screen_has_exactly_two_commands_of_one_line() {
    let screen = first_screen();
    assert!(screen.lines().count() <= 30, "the first screen is longer than a screen");
    assert_eq!(screen.matches("```").count(), 4, "there are two blocks");
    let commands = blocks(&screen, "sh");
    let [run, test] = commands.as_slice() else { panic!("not two commands: {commands:?}") };
    assert_eq!(run.lines().count() + test.lines().count(), 2);
    assert!(run.starts_with("cargo run ") && run.contains("sh .ci/setup"), "{run}");
    assert!(test.starts_with("cargo test ") && test.contains("sh .ci/setup test"), "{test}");
    let routine = run.split_whitespace().last().unwrap_or_default();
    assert!(package().join(format!("routines/{routine}.toml")).exists(), "{routine} is not shipped");
}

#[test]
fn the_scripts_call_what_the_readme_says() {
    let commands = blocks(&first_screen(), "sh");
    let check = read(".ci/run");
    let test = commands[1].trim();
    assert!(check.lines().any(|line| line.starts_with(test)), "`.ci/run` does not run `{test}`");
    let set_up = read(".ci/setup");
    for command in &commands {
        let comment = format!("#     {}", command.trim());
        assert!(set_up.lines().any(|line| line == comment), "`.ci/setup` does not say `{comment}`");
    }
}

#[test]
fn check_accepts_every_shipped_file_without_a_warning() {
    let files = shipped();
    assert!(files.len() >= 14, "{files:?}");
    let mut arguments = vec!["check"];
    arguments.extend(files.iter().map(|path| path.to_str().expect("UTF-8")));
    let output = supple(&arguments);
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
}

#[test]
fn shipped_files_begin_with_the_way_to_their_schema() {
    for path in shipped() {
        let text = read(&path);
        let line = text.lines().next().unwrap_or_default();
        let schema = line.strip_prefix("#:schema ").unwrap_or_else(|| panic!("{}: {line}", path.display()));
        let kind = match path.parent().and_then(Path::file_name).and_then(|folder| folder.to_str()) {
            Some("exercises") => "exercise",
            Some("programs") => "program",
            _ => "routine",
        };
        assert!(schema.ends_with(&format!("assets/schema/{kind}.json")), "{}: {schema}", path.display());
        let target = package().join(&path).with_file_name("").join(schema);
        assert!(target.exists(), "{}: {schema} is not there", path.display());
    }
}

#[test]
fn the_schemas_are_those_that_the_program_prints() {
    for kind in ["routine", "exercise", "program"] {
        let printed = printed(&["schema", kind]);
        let kept = read(format!("assets/schema/{kind}.json"));
        assert!(printed == kept, "write `supple schema {kind}` to assets/schema/{kind}.json");
    }
}

/// Compares a table in a document, which follows these words, with what it has to be. With `UPDATE=1` in the environment
/// it is written there instead.
#[track_caller]
fn is_kept(document: &str, before: &str, after: &str, table: &str) {
    let text = read(document);
    let (head, rest) =
        text.split_once(before).unwrap_or_else(|| panic!("{document} does not say {before:?}"));
    let (kept, tail) = rest.split_once(after).unwrap_or((rest, ""));
    if std::env::var_os("UPDATE").is_some() {
        let text = format!("{head}{before}{table}{after}{tail}");
        fs::write(package().join(document), text).expect("the document can be written");
    } else {
        assert!(kept == table, "{document}: write it anew with `UPDATE=1 cargo test --test docs`");
    }
}

/// Keys as a cell of a table.
fn cell(keys: &[String]) -> String {
    let quoted: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
    quoted.join(" ")
}

#[test]
fn the_readme_lists_the_keys_of_a_session() {
    let keymap = Keymap::default();
    let mut table = String::from("| key | does |\n| --- | --- |\n");
    for about in ACTIONS.iter().filter(|about| about.places.contains(&Place::Session)) {
        table += &format!("| {} | {} |\n", cell(&keymap.labels(about.action)), about.doc);
    }
    is_kept("README.md", "## Keys in a session\n\n", "\n\n", table.trim_end());
}

#[test]
fn every_action_with_its_keys_is_in_the_document() {
    let (own, vim) = (Keymap::default(), Keymap::of(Preset::Vim));
    let mut sections: Vec<&str> = Vec::new();
    ACTIONS.iter().map(About::section).for_each(|title| {
        if !sections.contains(&title) {
            sections.push(title);
        }
    });
    let mut tables = String::new();
    for title in sections {
        tables += &format!("\n### {title}\n\n| action | keys | `vim` | does |\n| --- | --- | --- | --- |\n");
        for about in ACTIONS.iter().filter(|about| about.section() == title) {
            let (keys, other) = (own.names(about.action), vim.names(about.action));
            let other = if other == keys { String::new() } else { cell(&other) };
            tables += &format!("| `{}` | {} | {other} | {} |\n", about.name, cell(&keys), about.doc);
        }
    }
    is_kept("docs/keys.md", "## All actions\n", "\n## ", &tables);
}

#[test]
fn what_is_said_of_keys_holds() {
    for document in ["docs/keys.md", "README.md"] {
        for example in blocks(&read(document), "toml").iter().filter(|example| example.contains("keys")) {
            let (settings, faults) = supple::config::settings::read(example);
            assert_eq!(faults, [], "{document}");
            assert_ne!(settings.keys, Keymap::default(), "{document}: an example that changes nothing");
        }
    }
    let document = read("docs/keys.md");
    let names = document.split("These are names:").nth(1).and_then(|rest| rest.split("\n\n").next());
    for name in names.unwrap_or_default().split('`').skip(1).step_by(2) {
        assert!(Chord::parse(name).is_some(), "{name}");
    }
    for (action, key) in FIXED {
        let row = format!("| `{key}` | `{}` |", action.about().name);
        assert!(document.contains(&row), "docs/keys.md does not say {row}");
    }
}

#[test]
fn the_keys_of_the_home_screen_are_those_of_the_readme() {
    let readme = read("README.md");
    let text = readme
        .split("On the home screen")
        .nth(1)
        .and_then(|rest| rest.split("\n\n").next())
        .unwrap_or_default();
    let keys: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let wanted = [Action::Choose, Action::Details, Action::Search, Action::Tick, Action::Safety];
    let wanted: Vec<_> = wanted.iter().filter_map(|action| Keymap::default().label(*action)).collect();
    assert_eq!(keys, wanted);
}

#[test]
fn the_commands_and_options_of_the_readme_exist() {
    let readme = read("README.md");
    let mut faults = BTreeSet::new();
    for code in readme.split('`').skip(1).step_by(2).filter(|code| !code.contains('\n')) {
        let words: Vec<_> = code.split_whitespace().collect();
        match words.as_slice() {
            ["supple", command, rest @ ..] if !command.starts_with('-') => {
                let help = supple(&[command, "--help"]);
                let text = String::from_utf8_lossy(&help.stdout);
                let mut options = rest.iter().filter(|word| word.starts_with("--"));
                if !help.status.success() || options.any(|option| !text.contains(option)) {
                    faults.insert(code);
                }
            }
            [option, ..]
                if option.starts_with("--")
                    && *option != "--no-default-features"
                    && !printed(&["run", "--help"]).contains(option.trim_end_matches(',')) =>
            {
                faults.insert(code);
            }
            _ => {}
        }
    }
    assert!(faults.is_empty(), "the README names what is not there: {faults:?}");
}

#[test]
fn the_fields_of_a_status_line_are_those_of_the_document() {
    let document = read("docs/control.md");
    let table =
        document.split("\n### Fields").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| `{"));
    let firsts = rows.filter_map(|row| row.split('|').nth(1));
    let described: Vec<String> = firsts
        .flat_map(|names| names.split_whitespace())
        .map(|name| name.trim_matches(['`', '{', '}']).to_owned())
        .collect();
    let help = printed(&["status", "--help"]);
    let fields = help.split("Fields of --format").nth(1).unwrap_or_default();
    let fields: Vec<String> = fields
        .lines()
        .filter_map(|line| Some(line.strip_prefix("  ")?.split_whitespace().next()?.to_owned()))
        .collect();
    assert!(fields.len() > 20, "{fields:?}");
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    assert_eq!(sorted(described), sorted(fields));
}

/// The shipped routines, exercises and programs, as paths relative to the package.
fn shipped() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["routines", "routines/exercises", "routines/programs"] {
        for entry in fs::read_dir(package().join(folder)).expect("the folder is readable") {
            let name = entry.expect("the folder is readable").file_name();
            let path = Path::new(folder).join(name);
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn what_is_said_of_hooks_and_reminders_holds() {
    let hooks = read("docs/hooks.md");
    let settings = blocks(&hooks, "toml");
    let home = tempfile::tempdir().expect("a folder can be made");
    let folder = home.path().join("supple");
    fs::create_dir(&folder).expect("a folder can be made");
    fs::write(folder.join("config.toml"), &settings[0]).expect("a file can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_supple"));
    let output = command.args(["config", "show"]).env("XDG_CONFIG_HOME", home.path()).output();
    let output = output.expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("hooks.session_ended = [\"notify-send\", \"Done\"]"), "{shown}");
    for name in supple::session::Event::NAMES {
        assert!(hooks.contains(&format!("`{name}`")), "docs/hooks.md does not name {name}");
    }
    let help = printed(&["remind", "--help"]);
    for option in ["--every", "--between", "--days", "--once"] {
        assert!(read("docs/remind.md").contains(option) && help.contains(option), "{option}");
    }
}
