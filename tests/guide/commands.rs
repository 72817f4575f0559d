//! Every command that a page names can be given so.

use clap::error::ErrorKind;

use crate::{markdown::Page, package, pages};

fn documents() -> impl Iterator<Item = String> {
    ["README.md".to_owned()].into_iter().chain(pages())
}

/// The commands of a line for a shell, as words, as far as a page needs it: what stands before a pipe, behind `&&`, in
/// parentheses; without redirections and variables.
fn commands(line: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let (mut word, mut quote) = (None::<String>, None);
    for c in line.chars().chain([' ']) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '|' | ';' | '&' | '(' | ')' | '<' | '>') => {
                // Not empty: there is one from the beginning.
                commands.last_mut().unwrap().extend(word.take());
                match c {
                    '|' | ';' | '&' | '(' | ')' => commands.push(Vec::new()),
                    '<' | '>' => commands.push(vec!["a file:".to_owned()]),
                    _ => {}
                }
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    for command in &mut commands {
        let is_variable = |word: &String| {
            word.split_once('=')
                .is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
        };
        while command.first().is_some_and(is_variable) {
            command.remove(0);
        }
    }
    commands.retain(|command| !command.is_empty());
    commands
}

/// Why it cannot be given so. With `short` it may go without what it needs.
fn refusal(words: &[String], short: bool) -> Option<String> {
    let error = supple::cli::command().try_get_matches_from(words).err()?;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => None,
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => Some(error.to_string()),
        // A short mention leaves out what the command is about, or has a word in capitals in its place.
        _ if short => None,
        _ => Some(error.to_string()),
    }
}

#[test]
fn every_command_of_a_block_can_be_given() {
    let tool = std::fs::read_to_string(package().join("examples/figure.rs")).unwrap();
    let (mut faults, mut count) = (Vec::new(), 0);
    for document in documents() {
        let page = Page::read(&document);
        let lines = page.blocks("sh").flat_map(|block| block.text.lines());
        for line in lines.filter(|line| !line.starts_with('#')) {
            for words in commands(line) {
                let fault = match words[0].as_str() {
                    "supple" => refusal(&words, false),
                    "cargo" if words.iter().any(|word| word == "--example") => words
                        .iter()
                        .skip_while(|word| *word != "--")
                        .find(|word| {
                            word.len() > 2 && word.starts_with("--") && !tool.contains(&format!("{word:?}"))
                        })
                        .map(|word| format!("no such option: {word}")),
                    _ => continue,
                };
                count += 1;
                faults.extend(fault.map(|fault| format!("{document}: {line}\n{fault}")));
            }
        }
    }
    assert!(count > 25, "{count} commands");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_command_in_a_sentence_exists() {
    let (mut faults, mut count) = (Vec::new(), 0);
    for document in documents() {
        for code in Page::read(&document).code() {
            for words in commands(&code).iter().filter(|words| words[0] == "supple") {
                count += 1;
                faults.extend(refusal(words, true).map(|fault| format!("{document}: `{code}`\n{fault}")));
            }
        }
    }
    assert!(count > 100, "{count} commands");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn lines_are_taken_apart_as_a_shell_does_it() {
    let taken = commands("A=1 supple log | grep -c 'a b' && (supple ctl +10s; true) > file");
    let taken: Vec<String> = taken.iter().map(|words| words.join("·")).collect();
    assert_eq!(taken, ["supple·log", "grep·-c·a b", "supple·ctl·+10s", "true", "a file:·file"]);
}
