//! Rust source as a list of words: enough to see who names what, with comments, strings and tests left out.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// One file under `src/`.
pub(crate) struct Source {
    /// Relative to `src/`, with `/` on every system: `session/machine.rs`.
    pub(crate) path: String,
    pub(crate) lines: usize,
    pub(crate) text: String,
    /// The code that ships: everything behind `#[cfg(test)]` is left out.
    words: Vec<Word>,
}

struct Word {
    text: String,
    line: usize,
}

/// A name that stands in a file, and the line on which it stands (counted from 1).
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) line: usize,
}

/// Every file under `src/` that ships, in order of path.
pub(crate) fn all(root: &Path) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(root, &mut paths);
    paths.sort();
    let mut tests = Vec::new();
    let mut sources = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a source file is readable UTF-8");
        let (words, test_modules) = without_tests(words_of(&text));
        let folder = match path.file_name().and_then(|name| name.to_str()) {
            Some("mod.rs" | "lib.rs" | "main.rs") => path.parent().expect("a file has a folder").to_owned(),
            _ => path.with_extension(""),
        };
        tests.extend(test_modules.iter().map(|name| folder.join(name)));
        let relative = path.strip_prefix(root).expect("the walk stays below the root");
        sources.push((
            path.clone(),
            Source {
                path: relative.to_str().expect("our paths are UTF-8").replace('\\', "/"),
                lines: text.lines().count(),
                text,
                words,
            },
        ));
    }
    sources.retain(|(path, _)| {
        !tests.iter().any(|test| path.starts_with(test) || *path == test.with_extension("rs"))
    });
    sources.into_iter().map(|(_, source)| source).collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the package is readable") {
        let path = entry.expect("a folder of the package is readable").path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Where a word stands in the code below a folder, that of tests as well: `tests/a.rs:12`.
pub(crate) fn places(package: &Path, folder: &str, word: &str) -> Vec<String> {
    let mut paths = Vec::new();
    walk(&package.join(folder), &mut paths);
    paths.sort();
    let places = paths.iter().flat_map(|path| {
        let text = fs::read_to_string(path).expect("a source file is readable UTF-8");
        let shown = path.strip_prefix(package).expect("the walk stays below the root").display().to_string();
        let found: Vec<_> = words_of(&text).into_iter().filter(|found| found.text == word).collect();
        found.into_iter().map(move |found| format!("{shown}:{}", found.line))
    });
    places.collect()
}

impl Source {
    /// The room that this file belongs to: `session` for `session/machine.rs`; `lib` and `main` for those two.
    pub(crate) fn room(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// The rooms of the package that this file names, however it spells the way there.
    pub(crate) fn rooms_named(&self) -> Vec<Named> {
        let mut found = Vec::new();
        for at in 0..self.words.len() {
            if self.text(at + 1) != "::" || (at > 0 && self.text(at - 1) == "::") {
                continue;
            }
            if matches!(self.text(at), "crate" | "supple") {
                self.heads(at + 2, &mut found);
            } else if self.text(at) == "super" {
                let mut next = at;
                let mut ups = 0;
                while self.text(next) == "super" && self.text(next + 1) == "::" {
                    ups += 1;
                    next += 2;
                }
                if ups > self.depth() {
                    self.heads(next, &mut found);
                }
            }
        }
        found
    }

    /// Where a crate of this name, or a module reached through `std`, is named.
    pub(crate) fn names(&self, name: &str) -> Vec<usize> {
        let mut lines = Vec::new();
        let mut in_use = false;
        for at in 0..self.words.len() {
            match self.text(at) {
                "use" => in_use = true,
                ";" => in_use = false,
                _ => {}
            }
            let hit = match name.split_once("::") {
                None => self.text(at) == name && (in_use || self.text(at + 1) == "::"),
                Some((parent, child)) if self.text(at) == parent && self.text(at + 1) == "::" => {
                    let mut heads = Vec::new();
                    self.heads(at + 2, &mut heads);
                    heads.iter().any(|head| head.name == child)
                }
                Some(_) => false,
            };
            if hit {
                lines.push(self.words[at].line);
            }
        }
        lines
    }

    /// The lines on which a word stands, wherever it does.
    pub(crate) fn says(&self, word: &str) -> Vec<usize> {
        self.words.iter().filter(|it| it.text == word).map(|it| it.line).collect()
    }

    /// The public modules that this file declares, in order.
    pub(crate) fn public_modules(&self) -> Vec<&str> {
        (2..self.words.len())
            .filter(|&at| self.text(at - 2) == "pub" && self.text(at - 1) == "mod")
            .map(|at| self.text(at))
            .collect()
    }

    /// How many `super` lead from this file to the root of its room.
    fn depth(&self) -> usize {
        let below = self.path.matches('/').count();
        if self.path.ends_with("/mod.rs") { below - 1 } else { below }
    }

    fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.text)
    }

    /// The first names of what stands at `at`: one name, or those of a group in braces.
    fn heads(&self, at: usize, found: &mut Vec<Named>) {
        let mut push = |at: usize| {
            let line = self.words[at].line;
            found.push(Named { name: self.text(at).to_owned(), line });
        };
        if self.text(at) != "{" {
            if at < self.words.len() {
                push(at);
            }
            return;
        }
        let mut depth = 0;
        for next in at..self.words.len() {
            match self.text(next) {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ if depth == 1 && matches!(self.text(next - 1), "{" | ",") => push(next),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }
}

/// Takes out every item behind `#[cfg(test)]`, and tells which modules of it have a file of their own.
fn without_tests(words: Vec<Word>) -> (Vec<Word>, Vec<String>) {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut modules = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let marked = words[at..].iter().map(|word| word.text.as_str()).take(MARK.len()).eq(MARK);
        if !marked {
            at += 1;
            kept.push(at - 1);
            continue;
        }
        at += MARK.len();
        let start = at;
        let mut depth = 0_usize;
        while at < words.len() {
            match words[at].text.as_str() {
                "{" | "[" | "(" => depth += 1,
                "}" | "]" | ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
            let last = words[at - 1].text.as_str();
            if depth == 0 && (last == "}" || last == ";") {
                break;
            }
        }
        let item: Vec<_> = words[start..at].iter().map(|word| word.text.as_str()).collect();
        if let [.., "mod", name, ";"] = item.as_slice() {
            modules.push((*name).to_owned());
        }
    }
    let mut words: Vec<_> = words.into_iter().map(Some).collect();
    (kept.into_iter().filter_map(|at| words[at].take()).collect(), modules)
}

fn words_of(text: &str) -> Vec<Word> {
    let letters: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    let mut line = 1;
    while at < letters.len() {
        let start = at;
        let rest = &letters[at..];
        match rest {
            ['/', '/', ..] => at += rest.iter().take_while(|letter| **letter != '\n').count(),
            ['/', '*', ..] => at += block_comment(rest),
            ['"', ..] => at += quoted(rest, '"'),
            ['\'', '\\', ..] | ['\'', _, '\'', ..] => at += quoted(rest, '\''),
            ['r', '"' | '#', ..] if raw(rest).is_some() => at += raw(rest).unwrap_or(1),
            ['b' | 'c', 'r', '"' | '#', ..] if raw(&rest[1..]).is_some() => {
                at += 1 + raw(&rest[1..]).unwrap_or(1);
            }
            [letter, ..] if letter.is_alphanumeric() || *letter == '_' => {
                at += rest.iter().take_while(|letter| letter.is_alphanumeric() || **letter == '_').count();
                words.push(Word { text: letters[start..at].iter().collect(), line });
            }
            [':', ':', ..] => {
                at += 2;
                words.push(Word { text: "::".to_owned(), line });
            }
            [letter, ..] => {
                at += 1;
                if !letter.is_whitespace() {
                    words.push(Word { text: letter.to_string(), line });
                }
            }
            [] => {}
        }
        line += letters[start..at].iter().filter(|letter| **letter == '\n').count();
    }
    words
}

/// The length of a block comment, which may hold others.
fn block_comment(letters: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < letters.len() {
        match &letters[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a string or character with its quotes.
fn quoted(letters: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < letters.len() && letters[at] != quote {
        at += if letters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(letters.len())
}

/// The length of a raw string that begins at its `r`; none if it is something else, such as `r#name`.
fn raw(letters: &[char]) -> Option<usize> {
    let fence = letters[1..].iter().take_while(|letter| **letter == '#').count();
    if letters.get(1 + fence) != Some(&'"') {
        return None;
    }
    let mut at = 2 + fence;
    while at < letters.len() {
        let closes =
            letters[at] == '"' && letters[at + 1..].iter().take_while(|it| **it == '#').count() >= fence;
        at += 1;
        if closes {
            return Some(at + fence);
        }
    }
    Some(letters.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        let (words, _) = without_tests(words_of(text));
        Source { path: path.to_owned(), lines: text.lines().count(), text: text.to_owned(), words }
    }

    fn rooms(path: &str, text: &str) -> Vec<(String, usize)> {
        source(path, text).rooms_named().into_iter().map(|named| (named.name, named.line)).collect()
    }

    #[test]
    fn rooms_are_found_in_every_spelling() {
        let text = "use crate::{plan::{Step, Kind}, routine};\nfn f() { crate::ui::draw() }\nuse super::super::audio;";
        let expected = [("plan", 1), ("routine", 1), ("ui", 2), ("audio", 3)];
        assert_eq!(rooms("session/machine.rs", text), expected.map(|(name, line)| (name.to_owned(), line)));
    }

    #[test]
    fn a_way_that_stays_in_the_room_names_none() {
        assert!(rooms("routine/read/dose.rs", "use super::super::duration; use super::text;").is_empty());
        assert!(rooms("routine/mod.rs", "pub(crate) use model::Exercise;").is_empty());
    }

    #[test]
    fn comments_strings_and_tests_do_not_count() {
        let text = "/* crate::ui /* crate::ui */ */ // crate::ui\nconst A: &str = \"crate::ui \\\" crate::ui\";\n\
                    const B: &str = r#\"crate::ui \" crate::ui\"#; const C: char = '\"';\n\
                    fn f<'a>(x: &'a str) {}\n#[cfg(test)]\nmod tests { use crate::ui; fn g() { { } } }\n\
                    use crate::plan;";
        assert_eq!(rooms("session/machine.rs", text), [("plan".to_owned(), 7)]);
    }

    #[test]
    fn outside_names_are_found_where_they_are_paths() {
        let text = "use std::{fs::File, sync::mpsc};\nfn f(fs: u8) { std::env::var(\"A\"); rodio::play(); }";
        let source = source("audio/device.rs", text);
        assert_eq!(source.names("std::fs"), [1]);
        assert_eq!(source.names("mpsc"), [1]);
        assert_eq!(source.names("std::env"), [2]);
        assert_eq!(source.names("rodio"), [2]);
        assert!(source.names("std::thread").is_empty());
    }
}
