//! What keys and clicks do on the screens of the history.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{
    Book, Change, Form, Past, PastPage, Pending, Undo, View,
    form::{self, FormRow},
    select,
};
use crate::{
    history::record::Record,
    ui::{
        HomeModel,
        action::{Action, Place},
        app::{App, Effect, Overlay, Screen, Setup, move_in_list},
        pages::type_in,
    },
};

impl App {
    /// Begins with the history, and ends with it too. `Effect::LoadHistory` is to be carried out.
    pub fn history(setup: Setup) -> Self {
        let mut app = Self::home(setup, HomeModel::default());
        app.open_history();
        app.past.leaves = true;
        app
    }

    /// The history as it was read, or why it cannot be. What was chosen stays chosen if it is still there.
    pub fn set_history(&mut self, read: Result<Arc<Book>, String>) {
        if self.screen != Screen::History {
            return;
        }
        let mut changed = None;
        if let Some(pending) = self.past.pending.take() {
            self.at_home.said = Some(pending.said);
            match pending.undo {
                Some(undo) => self.past.undo.push(undo),
                None => {
                    self.past.undo.pop();
                }
            }
            changed = Some(pending.session);
        }
        match read {
            Ok(book) => self.past.turn_to(&book, changed),
            Err(why) => self.past.trouble = Some(why),
        }
    }

    /// A change could not be written: everything is as it was, and what was typed stands in its form again.
    pub fn history_stays(&mut self) {
        if let Some(pending) = self.past.pending.take() {
            self.past.form = self.past.form.take().or(pending.form);
        }
    }

    pub(crate) fn open_history(&mut self) -> Vec<Effect> {
        self.show(Screen::History);
        self.past = Past { leaves: self.past.leaves, ..Past::default() };
        vec![Effect::LoadHistory]
    }

    fn close_history(&mut self) -> Vec<Effect> {
        if self.past.leaves {
            return vec![Effect::Quit];
        }
        self.show(Screen::Home);
        self.past = Past::default();
        Vec::new()
    }

    pub(crate) fn in_history(&mut self, action: Action) -> Vec<Effect> {
        let past = &mut self.past;
        past.remark = None;
        match action {
            Action::Close if past.pages.pop().is_some() => {}
            Action::Close if !past.filter.is_all() || !past.query.is_empty() => past.show_all(),
            Action::Close => return self.close_history(),
            Action::NextView => past.view_on(1),
            Action::PreviousView => past.view_on(View::ALL.len() - 1),
            Action::Search => {
                past.pages.clear();
                if past.view == View::Overview {
                    past.view = View::Sessions;
                }
                past.typing = past.book.is_some();
            }
            Action::ByRoutine | Action::ByExercise | Action::ByStatus => past.narrow(action),
            Action::AllSessions => past.show_all(),
            Action::Choose => past.choose(),
            Action::Edit => past.edit(),
            Action::Delete => {
                let book = past.book.as_deref().filter(|_| !past.is_writing());
                if let Some((book, record)) = book.zip(past.at_hand()) {
                    let day = record.started.civil().strftime("%A, %-d %B %Y, %H:%M");
                    let (session, routine) = (record.id.clone(), format!("{} ({day})", book.title(record)));
                    self.overlay = Some(Overlay::Delete { session, routine });
                }
            }
            Action::Undo => return past.undo(),
            action => {
                let reach = self.reach.get() + 1;
                past.walk(action, reach);
            }
        }
        Vec::new()
    }

    /// While a session's pain, effort and note are put right.
    pub(crate) fn in_form(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Close => self.past.form = None,
            Action::Save => return self.past.save(),
            action => {
                if let Some(form) = &mut self.past.form {
                    form.act(action);
                }
            }
        }
        Vec::new()
    }

    /// While words are typed into the search.
    pub(crate) fn in_history_search(&mut self, action: Action) -> Vec<Effect> {
        let past = &mut self.past;
        match action {
            Action::Choose => past.typing = false,
            Action::Close => {
                past.typing = false;
                past.query_mut().clear();
                past.find();
            }
            action => past.walk(action, 1),
        }
        Vec::new()
    }

    /// It was asked, and the answer is yes.
    pub(crate) fn delete(&mut self, session: &str) -> Vec<Effect> {
        self.past.pages.clear();
        self.past.change(session, vec![Change::Delete])
    }

    /// What is clicked becomes chosen; what was chosen already is opened.
    pub(crate) fn click_history(&mut self, row: usize) {
        let past = &mut self.past;
        past.typing = false;
        match past.view {
            View::Sessions if past.session == row => past.choose(),
            View::Exercises if past.exercise == row => past.choose(),
            View::Sessions => past.session = row,
            View::Exercises => past.exercise = row,
            View::Overview => {}
        }
    }

    pub(crate) fn click_view(&mut self, view: usize) {
        self.past.go(View::ALL[view % View::ALL.len()]);
    }
}

impl Past {
    pub(crate) fn place(&self) -> Place {
        match &self.form {
            Some(_) => Place::Form,
            None if self.typing => Place::Search,
            None => Place::History,
        }
    }

    /// Whether a key writes something in the search or in the form, or takes it back.
    pub(crate) fn types(&mut self, key: KeyEvent) -> bool {
        if let Some(form) = &mut self.form {
            return form.types(key);
        }
        let query = self.query_mut();
        let before = query.clone();
        match key.code {
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => query.clear(),
            KeyCode::Char(c) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
                type_in(query, c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Backspace => {
                query.pop();
            }
            _ => return false,
        }
        if *self.query_mut() != before {
            self.find();
        }
        true
    }

    pub(crate) fn pastes(&mut self, words: &str) {
        if let Some(form) = &mut self.form {
            form.write(words);
        } else if self.typing {
            type_in(self.query_mut(), words);
            self.find();
        }
    }

    /// What the search of this part is for.
    fn query_mut(&mut self) -> &mut String {
        if self.view == View::Exercises { &mut self.query } else { &mut self.filter.query }
    }

    /// `changed`: what this session was changed for is what one wants to see.
    fn turn_to(&mut self, book: &Arc<Book>, changed: Option<String>) {
        let session = changed.or_else(|| self.session_at_hand().map(str::to_owned));
        let exercise = self.exercise_chosen().map(str::to_owned);
        self.trouble = None;
        self.book = Some(book.clone());
        let (session_row, exercise_row) = (self.session, self.exercise);
        self.find();
        let found = |place: &usize| book.records().get(*place).map(|record| record.id.as_str());
        let again = session.and_then(|id| self.sessions.iter().position(|place| found(place) == Some(&id)));
        self.session = again.unwrap_or(session_row).min(self.sessions.len().saturating_sub(1));
        let called = |place: &usize| book.stats.exercises.get(*place).map(|one| one.id.as_str());
        let again =
            exercise.and_then(|id| self.exercises.iter().position(|place| called(place) == Some(&id)));
        self.exercise = again.unwrap_or(exercise_row).min(self.exercises.len().saturating_sub(1));
        self.pages.retain_mut(|page| match page {
            PastPage::Session { id, .. } => book.session(id).is_some(),
            PastPage::Exercise { id, latest, .. } => {
                *latest = book.latest(id);
                book.stats.exercise(id).is_some()
            }
        });
    }

    /// Lists anew what is let through, from its top.
    fn find(&mut self) {
        let Some(book) = &self.book else { return };
        self.sessions = self.filter.sessions(book);
        self.exercises = select::exercises(&self.query, book);
        (self.session, self.exercise) = (0, 0);
    }

    fn show_all(&mut self) {
        self.filter = super::Filter::default();
        self.query.clear();
        self.find();
    }

    /// The filters are those of the list of sessions, which is shown.
    fn narrow(&mut self, action: Action) {
        let Some(book) = self.book.clone() else { return };
        match action {
            Action::ByRoutine => self.filter.next_routine(&book),
            Action::ByExercise => self.filter.next_exercise(&book),
            _ => self.filter.next_status(),
        }
        self.go(View::Sessions);
        self.find();
    }

    fn view_on(&mut self, steps: usize) {
        self.go(self.view.on(steps));
    }

    fn go(&mut self, view: View) {
        self.pages.clear();
        self.typing = false;
        self.view = view;
        self.section = 0;
    }

    pub(crate) fn exercise_chosen(&self) -> Option<&str> {
        let place = self.exercises.get(self.exercise)?;
        self.book.as_ref()?.stats.exercises.get(*place).map(|one| one.id.as_str())
    }

    /// Up and down in what is shown; `reach`: how far that can be scrolled, and one.
    fn walk(&mut self, action: Action, reach: usize) {
        match self.pages.last_mut() {
            Some(PastPage::Session { scroll, .. } | PastPage::Exercise { scroll, .. }) => {
                move_in_list(scroll, reach, action);
            }
            None => match self.view {
                View::Overview => move_in_list(&mut self.section, reach, action),
                View::Sessions => move_in_list(&mut self.session, self.sessions.len(), action),
                View::Exercises => move_in_list(&mut self.exercise, self.exercises.len(), action),
            },
        }
    }

    /// Opens the chosen row; from the page of an exercise goes to the sessions that it was in.
    fn choose(&mut self) {
        let Some(book) = self.book.clone() else { return };
        match (self.page(), self.view) {
            (None, View::Overview) => self.go(View::Sessions),
            (None, View::Sessions) => {
                let id = self.session_at_hand().map(str::to_owned);
                self.pages.extend(id.map(|id| PastPage::Session { id, scroll: 0 }));
            }
            (None, View::Exercises) => {
                let id = self.exercise_chosen().map(str::to_owned);
                let page = |id: String| PastPage::Exercise { latest: book.latest(&id), id, scroll: 0 };
                self.pages.extend(id.map(page));
            }
            (Some(PastPage::Exercise { id, .. }), _) => {
                self.filter = super::Filter { exercise: Some(id.clone()), ..super::Filter::default() };
                self.go(View::Sessions);
                self.find();
            }
            (Some(PastPage::Session { .. }), _) => {}
        }
    }

    fn at_hand(&self) -> Option<&Record> {
        self.book.as_ref()?.session(self.session_at_hand()?)
    }

    fn edit(&mut self) {
        self.form = self.at_hand().filter(|_| !self.is_writing()).map(Form::of);
    }

    fn save(&mut self) -> Vec<Effect> {
        let Some(form) = self.form.take() else { return Vec::new() };
        let changes = self.book.as_ref().and_then(|book| Some(form.changes(book.session(&form.session)?)));
        match changes {
            Some(changes) if !changes.is_empty() => {
                let effects = self.change(&form.session.clone(), changes);
                if let Some(pending) = &mut self.pending {
                    pending.form = Some(form);
                }
                effects
            }
            _ => Vec::new(),
        }
    }

    /// Has it written, and remembers how it is taken back. What is said of it is said once it is written.
    fn change(&mut self, session: &str, changes: Vec<Change>) -> Vec<Effect> {
        let Some(book) = &self.book else { return Vec::new() };
        let Some(record) = book.session(session) else { return Vec::new() };
        if self.is_writing() {
            return Vec::new();
        }
        let name = format!("{}, {}", book.title(record), record.started.civil().strftime("%-d %B"));
        let (said, undone) = if changes == [Change::Delete] {
            let later = "`supple log restore` brings it back later, too";
            (format!("Deleted: {name}; {later}."), format!("Back again: {name}."))
        } else {
            (format!("Changed: {name}."), format!("As it was: {name}."))
        };
        let session = session.to_owned();
        let back = form::inverse(&changes, record);
        let undo = Undo { session: session.clone(), changes: back, said: undone };
        self.pending = Some(Pending { session: session.clone(), said, undo: Some(undo), form: None });
        vec![Effect::Amend { session, changes }]
    }

    fn undo(&mut self) -> Vec<Effect> {
        if self.is_writing() {
            return Vec::new();
        }
        // It stays the latest until it is written that it is taken back.
        let Some(Undo { session, changes, said }) = self.undo.last().cloned() else {
            self.remark = Some(
                "There is nothing to take back: nothing was changed in this visit, or all of it is as it was.",
            );
            return Vec::new();
        };
        self.pending = Some(Pending { session: session.clone(), said, undo: None, form: None });
        vec![Effect::Amend { session, changes }]
    }

    /// Whether the note is being written.
    pub(crate) fn writes_note(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.row() == FormRow::Note)
    }
}
