//! A page: its words, and the blocks between its fences.

use std::fs;

use crate::package;

pub(crate) struct Page {
    /// From the root of the package.
    pub(crate) name: String,
    pub(crate) parts: Vec<Part>,
}

pub(crate) enum Part {
    Words(String),
    Block(Block),
}

pub(crate) struct Block {
    /// What stands behind the opening fence.
    pub(crate) language: String,
    /// Whole lines.
    pub(crate) text: String,
    /// Of the opening fence, from 1.
    pub(crate) line: usize,
}

impl Page {
    pub(crate) fn read(name: &str) -> Self {
        let text = fs::read_to_string(package().join(name)).unwrap_or_else(|_| panic!("{name} is not there"));
        let mut parts = Vec::new();
        let (mut words, mut open) = (String::new(), None::<Block>);
        for (number, line) in text.split_inclusive('\n').enumerate() {
            match (line.strip_prefix("```"), open.take()) {
                (Some(_), Some(block)) => parts.push(Part::Block(block)),
                (Some(language), None) => {
                    parts.push(Part::Words(std::mem::take(&mut words)));
                    let language = language.trim_end().to_owned();
                    open = Some(Block { language, text: String::new(), line: number + 1 });
                }
                (None, Some(mut block)) => {
                    block.text.push_str(line);
                    open = Some(block);
                }
                (None, None) => words.push_str(line),
            }
        }
        assert!(open.is_none(), "{name}: a block does not end");
        parts.push(Part::Words(words));
        Self { name: name.to_owned(), parts }
    }

    pub(crate) fn write(&self) {
        let parts = self.parts.iter().map(|part| match part {
            Part::Words(words) => words.clone(),
            Part::Block(block) => format!("```{}\n{}```\n", block.language, block.text),
        });
        fs::write(package().join(&self.name), parts.collect::<String>()).unwrap();
    }

    /// All but the blocks.
    pub(crate) fn words(&self) -> String {
        let words = self.parts.iter().map(|part| match part {
            Part::Words(words) => words.as_str(),
            // What stands before a block and what stands behind it are two paragraphs.
            Part::Block(_) => "\n",
        });
        words.collect()
    }

    pub(crate) fn blocks(&self, language: &str) -> impl Iterator<Item = &Block> {
        self.parts.iter().filter_map(move |part| match part {
            Part::Block(block) if block.language == language => Some(block),
            _ => None,
        })
    }

    /// What stands between single backticks.
    pub(crate) fn code(&self) -> Vec<String> {
        let words = self.words();
        words.split('`').skip(1).step_by(2).map(|code| code.replace('\n', " ")).collect()
    }

    /// The cells of all rows of tables, without heads.
    pub(crate) fn rows(&self) -> Vec<Vec<String>> {
        let words = self.words();
        let cells = |line: &str| -> Vec<String> {
            line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()
        };
        let lines: Vec<&str> = words.lines().collect();
        let is_row = |line: &str| line.starts_with('|');
        (2..lines.len())
            .filter(|&n| is_row(lines[n]) && is_row(lines[n - 1]) && !lines[n].starts_with("| ---"))
            .map(|n| cells(lines[n]))
            .collect()
    }
}

/// What a cell or a sentence quotes as code.
pub(crate) fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}
