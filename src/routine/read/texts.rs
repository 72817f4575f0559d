//! Texts, words and lists of them.

use toml::{
    Spanned,
    de::{DeArray, DeValue},
};

use super::{Reader, Span, value::kind};
use crate::{
    diagnostic::{Diagnostic, is_hostile},
    routine::{
        fields::{List, MOST_LETTERS},
        text::{brief, either, nearest, thousands},
    },
};

impl Reader<'_> {
    /// A text that can be shown and spoken.
    pub(super) fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(key, "a text in quotes", value);
        };
        if let Some(hostile) = text.chars().find(|c| is_hostile(*c)) {
            let span = self.spot(&value.span(), hostile);
            self.fault(
                Diagnostic::error(span, format!("`{key}` holds {}", describe(hostile)))
                    .label("refused: text is shown and spoken, never acted upon")
                    .help(if matches!(hostile, '\n' | '\r' | '\t') {
                        "write it on one line, with plain spaces"
                    } else {
                        "take it out"
                    }),
            );
            return None;
        }
        if text.trim().is_empty() {
            self.fault(Diagnostic::error(value.span(), format!("`{key}` is empty")).help(
                if matches!(key, "name" | "group" | "use") {
                    "write something between the quotes".into()
                } else {
                    format!("write something between the quotes, or leave `{key}` out")
                },
            ));
            return None;
        }
        let long = text.chars().count();
        if key == "name" && long > MOST_LETTERS {
            let long = thousands(long as u64);
            self.fault(
                Diagnostic::error(
                    value.span(),
                    format!("`name` is {long} characters long; the limit is {MOST_LETTERS}"),
                )
                .help(
                    "a name is a few words; what else there is to say goes into `summary`, `how` or `note`",
                ),
            );
            return None;
        }
        Some(text.into())
    }

    /// Where in the literal the character stands; the whole literal if it is written as an escape.
    fn spot(&self, literal: &Span, c: char) -> Span {
        let found = self.source.get(literal.clone()).and_then(|text| text.find(c));
        found.map_or(literal.clone(), |at| literal.start + at..literal.start + at + c.len_utf8())
    }

    pub(super) fn word(
        &mut self,
        key: &str,
        words: &'static [&'static str],
        value: &Spanned<DeValue<'_>>,
    ) -> Option<&'static str> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(key, &format!("one of {}", either(words)), value);
        };
        let known = words.iter().find(|word| **word == text);
        if known.is_none() {
            let shown = brief(text);
            let message = match nearest(text, words.iter().copied()) {
                Some(near) => format!("unknown value `{shown}` for `{key}`; did you mean `{near}`?"),
                None => format!("unknown value `{shown}` for `{key}`"),
            };
            self.fault(
                Diagnostic::error(value.span(), message).help(format!("`{key}` is one of {}", either(words))),
            );
        }
        known.copied()
    }

    /// Notes a text that was most likely meant to be this word.
    pub(super) fn nearly(&mut self, key: &str, word: &'static str, value: &Spanned<DeValue<'_>>) -> bool {
        let Some(text) = value.get_ref().as_str().filter(|text| nearest(text, [word]).is_some()) else {
            return false;
        };
        let message = format!("unknown value `{}` for `{key}`; did you mean `{word}`?", brief(text));
        self.fault(
            Diagnostic::error(value.span(), message)
                .help(format!("`{key}` is a duration in quotes, like `\"30s\"`, or `\"{word}\"`")),
        );
        true
    }

    fn array<'v, 'i>(
        &mut self,
        key: &str,
        wanted: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Option<&'v DeArray<'i>> {
        match value.get_ref() {
            DeValue::Array(items) => Some(items),
            _ => self.wrong_type(key, wanted, value),
        }
    }

    pub(super) fn texts(
        &mut self,
        key: &str,
        list: List,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Vec<String>> {
        let items = self.array(key, "a list of texts, like `[\"…\", \"…\"]`", value)?;
        if items.len() < list.least {
            self.fault(
                Diagnostic::error(value.span(), format!("`{key}` is an empty list"))
                    .help(format!("write at least one, or leave `{key}` out")),
            );
            return None;
        }
        if items.len() > list.most {
            let (count, most) = (items.len(), list.most);
            self.fault(
                Diagnostic::error(
                    items[most].span(),
                    format!("`{key}` has {count} entries; the limit is {most}"),
                )
                .label(format!("entry {}", most + 1))
                .help("say it in fewer and shorter ones"),
            );
            return None;
        }
        let texts: Vec<_> = items.iter().map(|item| self.entry(key, item)).collect();
        let mut good = texts.iter().all(Option::is_some);
        if !list.repeats {
            good &= self.no_twins(key, items);
        }
        if matches!(key, "equipment" | "optional_equipment") {
            good &= self.alternatives(key, items);
        }
        good.then(|| texts.into_iter().flatten().collect())
    }

    /// A program and its arguments, as they are: nothing here is shown. An empty list is no command.
    pub(super) fn command(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        let how = "a program and its arguments, as in `[\"notify-send\", \"Done\"]`; for a shell write \
                   `[\"sh\", \"-c\", \"…\"]`";
        let items = self.array(key, how, value)?;
        let mut words = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let word = item.get_ref().as_str().filter(|word| !word.contains('\0'));
            match word {
                Some(word) if n > 0 || !word.trim().is_empty() => words.push(word.to_owned()),
                Some(_) => {
                    let message = format!("the program of `{key}` is empty");
                    self.fault(Diagnostic::error(item.span(), message).help(format!("`{key}` is {how}")));
                    return None;
                }
                None => {
                    let what = if item.get_ref().is_str() { "hold U+0000" } else { "be anything but a text" };
                    let message = format!("an entry of `{key}` cannot {what}");
                    self.fault(
                        Diagnostic::error(item.span(), message).help("every entry is a text in quotes"),
                    );
                    return None;
                }
            }
        }
        Some(words)
    }

    /// One text of a list.
    fn entry(&mut self, key: &str, item: &Spanned<DeValue<'_>>) -> Option<String> {
        if item.get_ref().is_str() {
            return self.text(key, item);
        }
        let message = format!("an entry of `{key}` cannot be {}", kind(item.get_ref()));
        self.fault(Diagnostic::error(item.span(), message).help("every entry is a text in quotes"));
        None
    }

    pub(super) fn one_or_more(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        match value.get_ref() {
            DeValue::String(_) => self.text(key, value).map(|text| vec![text]),
            _ => self.texts(key, List { least: 0, most: usize::MAX, repeats: false }, value),
        }
    }

    pub(super) fn words(
        &mut self,
        key: &str,
        words: &'static [&'static str],
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Vec<&'static str>> {
        let items = self.array(key, "a list of words, like `[\"…\", \"…\"]`", value)?;
        let found: Vec<_> = items.iter().map(|item| self.word(key, words, item)).collect();
        let good = self.no_twins(key, items);
        found.into_iter().collect::<Option<_>>().filter(|_| good)
    }

    fn no_twins(&mut self, key: &str, items: &DeArray<'_>) -> bool {
        let mut seen = std::collections::HashSet::new();
        let mut good = true;
        for item in items {
            if let Some(text) = item.get_ref().as_str()
                && !seen.insert(text)
            {
                good = false;
                let message = format!("`{}` stands in `{key}` twice", brief(text));
                self.fault(Diagnostic::error(item.span(), message).help("keep one of them"));
            }
        }
        good
    }

    /// `"strap|towel"` is either; neither may be empty.
    fn alternatives(&mut self, key: &str, items: &DeArray<'_>) -> bool {
        let empty = |text: &str| text.contains('|') && text.split('|').any(|part| part.trim().is_empty());
        let mut good = true;
        for item in items.iter().filter(|item| item.get_ref().as_str().is_some_and(empty)) {
            good = false;
            self.fault(
                Diagnostic::error(item.span(), format!("`{key}` has an empty alternative"))
                    .help("write what stands on both sides of the `|`: `\"strap|towel\"`"),
            );
        }
        good
    }

    pub(super) fn flag(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_type(key, "`true` or `false`, without quotes", value),
        }
    }
}

fn describe(hostile: char) -> String {
    let name = match hostile {
        '\n' => "a line break",
        '\r' => "a carriage return",
        '\t' => "a tab",
        '\u{1b}' => "the escape character",
        '\u{2028}' | '\u{2029}' => "a line separator",
        c if c.is_control() => "a control character",
        _ => "a character that turns the direction of writing",
    };
    format!("{name} (U+{:04X})", u32::from(hostile))
}
