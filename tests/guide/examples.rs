//! The examples of a page, one after the other, as a reader would try them.
//!
//! - A `toml` block is a file. `# name.toml` in its first line names it. Without `format` it is part of one: what begins
//!   with `[[step]]` or `[defaults]` is completed to a routine, `mine.toml`, and all else is settings. Each is checked by the
//!   program before the next command. One that says `# wrong` has to be refused, and one that says `# warned` has to
//!   be warned of.
//! - A `console` block is commands behind `$`, or behind the name of a machine and `$`, and what they print. A line `…` stands for
//!   any lines, and `…` at the end of a line for any rest of it.

use std::{collections::BTreeMap, env, fs, path::Path};

use crate::{
    figure,
    machines::{HERE, Machines},
    markdown::{Block, Page, Part},
};

const SETTINGS: &str = "~/.config/supple/config.toml";
const HEAD: &str = "format = 1\nname = \"Mine\"\n\n";

/// What does not hold.
pub(crate) fn play(mut page: Page, machines: &Machines) -> Vec<String> {
    let mut faults = Vec::new();
    // What was written and not checked yet, by name.
    let mut written: BTreeMap<String, &'static str> = BTreeMap::new();
    let mut drawn = None;
    let name = page.name.clone();
    for part in &mut page.parts {
        let Part::Block(block) = part else { continue };
        let here = format!("{name}:{}", block.line);
        match block.language.as_str() {
            "toml" if block.text.contains("[pose.") => drawn = Some(figure::drawn(&block.text, &mut faults)),
            "toml" => {
                let (path, text) = file(block);
                if let Some(before) = written.remove_entry(&path) {
                    check([before].into(), &here, machines, &mut faults);
                }
                let full = machines.path(&path);
                fs::create_dir_all(full.parent().unwrap()).unwrap();
                fs::write(full, &text).unwrap();
                written.insert(path, expected(&block.text));
            }
            "console" => {
                check(std::mem::take(&mut written), &here, machines, &mut faults);
                console(block, &here, machines, &mut faults);
            }
            "text" => {
                if let Some(drawn) = drawn.take() {
                    compare(&mut block.text, &drawn, &here, &mut faults);
                }
            }
            _ => {}
        }
    }
    check(written, &format!("{name}, its last example"), machines, &mut faults);
    if updates() {
        page.write();
    }
    faults
}

fn updates() -> bool {
    env::var_os("UPDATE").is_some()
}

/// The name and the whole text of the file that a block stands for.
fn file(block: &Block) -> (String, String) {
    let text = &block.text;
    let first = text.lines().next().unwrap_or_default();
    let name = first.strip_prefix("# ").filter(|name| is_file_name(name));
    let name = |usual: &str| name.unwrap_or(usual).to_owned();
    if text.lines().any(|line| line.starts_with("format")) {
        (name("mine.toml"), text.clone())
    } else if text.starts_with("[[step]]") || text.starts_with("[defaults]") {
        (name("mine.toml"), format!("{HEAD}{text}"))
    } else {
        (SETTINGS.to_owned(), text.clone())
    }
}

fn is_file_name(name: &str) -> bool {
    !name.contains(' ') && Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

fn expected(text: &str) -> &'static str {
    if text.contains("# wrong") {
        "error"
    } else if text.contains("# warned") {
        "warning"
    } else {
        "good"
    }
}

fn check(files: BTreeMap<String, &'static str>, here: &str, machines: &Machines, faults: &mut Vec<String>) {
    for (path, expected) in files {
        let command = if path == SETTINGS {
            "supple config show > /dev/null; echo \"status $?\"".to_owned()
        } else {
            format!("supple check {path}; echo \"status $?\"")
        };
        let said = machines.run(HERE, &command);
        let found = if said.contains("error:") || (path != SETTINGS && !said.contains("status 0")) {
            "error"
        } else if said.contains("warning:") {
            "warning"
        } else {
            "good"
        };
        if found != expected {
            faults.push(format!("{here}: {path} before it is to be {expected}, and is {found}:\n{said}"));
        }
    }
}

struct Prompt {
    machine: String,
    /// As it stands in the page.
    line: String,
    command: String,
    printed: String,
}

fn console(block: &mut Block, here: &str, machines: &Machines, faults: &mut Vec<String>) {
    let mut prompts: Vec<Prompt> = Vec::new();
    for line in block.text.lines() {
        if let Some((machine, command)) = prompt(line) {
            let (machine, command) = (machine.to_owned(), command.to_owned());
            prompts.push(Prompt { machine, line: line.to_owned(), command, printed: String::new() });
        } else if let Some(prompt) = prompts.last_mut() {
            prompt.printed += line;
            prompt.printed.push('\n');
        } else {
            faults.push(format!("{here}: the block begins without a command"));
        }
    }
    for prompt in &mut prompts {
        let printed = machines.run(&prompt.machine, &prompt.command);
        compare(&mut prompt.printed, &printed, &format!("{here}: {}", prompt.line), faults);
    }
    block.text.clear();
    for prompt in prompts {
        block.text += &format!("{}\n{}", prompt.line, prompt.printed);
    }
}

/// `$ command`, or `machine$ command`.
fn prompt(line: &str) -> Option<(&str, &str)> {
    let (machine, command) = line.split_once("$ ")?;
    machine.chars().all(|c| c.is_ascii_lowercase()).then_some((machine, command))
}

/// With `UPDATE` it becomes what it has to be.
fn compare(kept: &mut String, found: &str, here: &str, faults: &mut Vec<String>) {
    let lines = |text: &str| -> Vec<String> {
        text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
    };
    let (wanted, got) = (lines(kept), lines(found));
    if agree(&wanted, &got) {
        return;
    }
    if updates() {
        *kept = got.join("\n");
        if !kept.is_empty() {
            kept.push('\n');
        }
    } else {
        faults.push(format!("{here}\nin the page:\n{}\nprinted:\n{}\n", wanted.join("\n"), got.join("\n")));
    }
}

fn agree(wanted: &[String], got: &[String]) -> bool {
    match (wanted, got) {
        ([], got) => got.is_empty(),
        ([any, rest @ ..], got) if any == "…" => (0..=got.len()).any(|n| agree(rest, &got[n..])),
        ([_, ..], []) => false,
        ([line, wanted @ ..], [other, got @ ..]) => {
            let same = match line.strip_suffix('…') {
                Some(begins) => other.starts_with(begins),
                None => line == other,
            };
            same && agree(wanted, got)
        }
    }
}

#[test]
fn a_line_of_dots_stands_for_any_lines() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    for (wanted, got, good) in [
        ("a\nb", "a\nb", true),
        ("a\nb", "a", false),
        ("a", "a\nb", false),
        ("…", "", true),
        ("…\nb", "a\na\nb", true),
        ("…\nb", "a\nb\nc", false),
        ("a …", "a b", true),
        ("a …", "b a", false),
    ] {
        assert_eq!(agree(&lines(wanted), &lines(got)), good, "{wanted:?} {got:?}");
    }
}
