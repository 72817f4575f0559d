//! What is put right of a session: its pain, its effort, its note.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::{
    history::record::Record,
    ui::{action::Action, field::TextField, text},
};

/// One thing of a session that changes. `None` takes it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// From 0 to 10.
    PainBefore(Option<u8>),
    PainAfter(Option<u8>),
    /// `easy`, `right` or `hard`.
    Effort(Option<String>),
    Note(Option<String>),
    /// The whole session goes.
    Delete,
    /// It comes back.
    Restore,
}

/// The words of an effort.
pub(crate) const EFFORTS: [&str; 3] = ["easy", "right", "hard"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormRow {
    Before,
    After,
    Effort,
    Note,
}

impl FormRow {
    pub(crate) const ALL: [Self; 4] = [Self::Before, Self::After, Self::Effort, Self::Note];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Before => "pain before",
            Self::After => "pain after",
            Self::Effort => "effort",
            Self::Note => "note",
        }
    }
}

/// What is written down until it is saved or dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// The session's id.
    pub(crate) session: String,
    pub(crate) row: usize,
    pub(crate) before: Option<u8>,
    pub(crate) after: Option<u8>,
    pub(crate) effort: Option<String>,
    pub(crate) note: TextField,
}

impl Form {
    pub(crate) fn of(record: &Record) -> Self {
        let pain = record.pain.unwrap_or_default();
        Self {
            session: record.id.clone(),
            row: 0,
            before: pain.before,
            after: pain.after,
            effort: record.effort.map(String::from),
            note: TextField::new(record.note.as_deref().unwrap_or_default()),
        }
    }

    pub(crate) fn row(&self) -> FormRow {
        FormRow::ALL[self.row.min(FormRow::ALL.len() - 1)]
    }

    /// What differs from the record.
    pub(super) fn changes(&self, record: &Record) -> Vec<Change> {
        let was = Self::of(record);
        let mut changes = Vec::new();
        if self.before != was.before {
            changes.push(Change::PainBefore(self.before));
        }
        if self.after != was.after {
            changes.push(Change::PainAfter(self.after));
        }
        if self.effort != was.effort {
            changes.push(Change::Effort(self.effort.clone()));
        }
        let note = |form: &Self| Some(text::one_line(form.note.text())).filter(|note| !note.is_empty());
        if note(self) != note(&was) {
            changes.push(Change::Note(note(self)));
        }
        changes
    }

    /// Up and down among the rows; what a row says becomes less or more.
    pub(super) fn act(&mut self, action: Action) {
        let last = FormRow::ALL.len() - 1;
        match action {
            Action::Up => self.row = self.row.saturating_sub(1),
            Action::Down => self.row = (self.row + 1).min(last),
            Action::First => self.row = 0,
            Action::Last => self.row = last,
            Action::Lower => self.step(false),
            Action::Higher => self.step(true),
            _ => {}
        }
    }

    fn step(&mut self, up: bool) {
        match self.row() {
            FormRow::Before => self.before = stepped(self.before, up, 10),
            FormRow::After => self.after = stepped(self.after, up, 10),
            FormRow::Effort => {
                let at = EFFORTS.iter().position(|word| self.effort.as_deref() == Some(word));
                let at = stepped(at.and_then(|at| u8::try_from(at).ok()), up, 2);
                self.effort = at.map(|at| EFFORTS[usize::from(at)].to_owned());
            }
            FormRow::Note => {}
        }
    }

    /// Whether the key writes something: a number for the pain, a word into the note.
    pub(super) fn types(&mut self, key: KeyEvent) -> bool {
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match (self.row(), key.code) {
            (FormRow::Note, _) => return self.note.takes(key),
            (FormRow::Before, KeyCode::Char(c)) if plain => self.before = typed(self.before, c),
            (FormRow::After, KeyCode::Char(c)) if plain => self.after = typed(self.after, c),
            (FormRow::Before, KeyCode::Backspace) => self.before = None,
            (FormRow::After, KeyCode::Backspace) => self.after = None,
            (FormRow::Effort, KeyCode::Backspace) => self.effort = None,
            (FormRow::Effort, KeyCode::Char(c)) if plain => {
                if let Some(word) = EFFORTS.iter().find(|word| word.starts_with(c.to_ascii_lowercase())) {
                    self.effort = Some((*word).to_owned());
                }
            }
            _ => return false,
        }
        true
    }

    /// Text for the note, on one line.
    pub(super) fn write(&mut self, words: &str) {
        if self.row() == FormRow::Note {
            self.note.insert(words);
        }
    }
}

/// One less or more; less than nought is nothing said.
fn stepped(value: Option<u8>, up: bool, most: u8) -> Option<u8> {
    match (value, up) {
        (None, true) => Some(0),
        (None | Some(0), false) => None,
        (Some(value), true) => Some(value.saturating_add(1).min(most)),
        (Some(value), false) => Some(value - 1),
    }
}

/// A digit is the number itself; a nought after a one makes ten.
fn typed(now: Option<u8>, key: char) -> Option<u8> {
    match (now, key.to_digit(10).and_then(|digit| u8::try_from(digit).ok())) {
        (Some(1), Some(0)) => Some(10),
        (_, Some(digit)) => Some(digit),
        (now, None) => now,
    }
}

/// What takes these changes back.
pub(super) fn inverse(changes: &[Change], record: &Record) -> Vec<Change> {
    let pain = record.pain.unwrap_or_default();
    let back = |change: &Change| match change {
        Change::PainBefore(_) => Change::PainBefore(pain.before),
        Change::PainAfter(_) => Change::PainAfter(pain.after),
        Change::Effort(_) => Change::Effort(record.effort.map(String::from)),
        Change::Note(_) => Change::Note(record.note.clone()),
        Change::Delete => Change::Restore,
        Change::Restore => Change::Delete,
    };
    changes.iter().map(back).collect()
}
