//! What keys and clicks do on the home screen and on the pages above it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::civil::Date;

use super::{
    action::{Action, Place},
    app::{App, Effect, Input, Overlay, Recovery, Screen, move_in_list},
    find::find,
    pages::{self, Page},
    rows::{self, Row},
    scene::{ExerciseCard, HomeModel, TodayRow},
    text,
};

/// What the user knows of the home screen, besides what the model says.
#[derive(Clone, Debug, Default)]
pub(crate) struct HomeState {
    /// The chosen row of `rows::rows`.
    pub(crate) chosen: usize,
    /// It was chosen by hand while the history was still being read.
    clicked: bool,
    /// Whether what is not due yet is shown.
    pub(crate) unfolded: bool,
    pub(crate) pages: Vec<Page>,
    /// The lowest page is all there is: closing it leaves the program.
    pub(crate) leaves: bool,
    /// What is at fault in the settings.
    pub(crate) complaint: Option<Complaint>,
    /// What has gone well, until the next key.
    pub(crate) said: Option<String>,
    /// Why a key did nothing, until the next one.
    pub(crate) refused: Option<String>,
    /// The session that is to be kept, until the model no longer has it.
    kept: Option<String>,
    /// What was ticked off last, until the model says so too.
    ticked: Option<TodayRow>,
    /// Another row has come under the cursor by itself: the next tick names it before it does anything.
    moved: bool,
    /// The page that is to be shown as soon as the exercises are there.
    wanted: Option<Page>,
}

/// What is at fault in the settings, in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The first of it, with the file and the line; cut off where there is no room for it.
    pub what: String,
    /// How many other faults there are.
    pub more: usize,
    /// A key was pressed since: small screens need the line for other things.
    pub(crate) seen: bool,
}

impl Complaint {
    pub const fn new(what: String, more: usize) -> Self {
        Self { what, more, seen: false }
    }

    /// The line in so many columns. The command that says all of it is always whole.
    pub(crate) fn line(&self, columns: usize) -> String {
        const COMMAND: &str = "`supple config show`";
        if columns < 60 {
            return format!("! config.toml: {COMMAND}");
        }
        let command = match self.more {
            0 => COMMAND.to_owned(),
            more => format!("{more} more: {COMMAND}"),
        };
        let room = columns.saturating_sub(text::width(&command) + 4);
        format!("! {}; {command}", text::shorten(&self.what, room))
    }
}

/// Said of a key that is about one thing, on the row that is about all of them. It fits everywhere.
const CHOOSE: &str = "Choose a row below.";

impl App {
    /// Says on the home screen what is at fault in the settings.
    pub fn complain(&mut self, complaint: Option<Complaint>) {
        self.at_home.complaint = complaint;
    }

    /// The home screen has learned something new; what was chosen stays chosen if it is still there.
    pub fn set_home(&mut self, mut home: HomeModel) {
        if home.exercises.is_empty() {
            home.exercises = std::mem::take(&mut self.home.exercises);
        }
        // Where nothing was chosen before, the first row is what most come for.
        let row = self.chosen_row();
        let state = &mut self.at_home;
        state.clicked &= home.is_waiting;
        let ticked = state.ticked.is_some();
        state.chosen = row.map_or(0, |row| rows::same(row, &self.home, &home, state.unfolded, ticked));
        state.pages.retain(|page| page.is_good(&home));
        // Nothing is said to be done before it is known to be.
        if let Some(ticked) = state.ticked.take() {
            let due = home.today.iter().flat_map(|today| &today.due).find(|item| item.id == ticked.id);
            state.moved = due.is_none();
            state.said = match due {
                None => Some(format!("Ticked off: {}.", ticked.name)),
                Some(due) if due.why != ticked.why => {
                    Some(format!("Ticked off: {} ({}).", ticked.name, due.why))
                }
                Some(_) => None,
            };
        }
        if let Some(id) = state.kept.take()
            && !home.interrupted.iter().any(|card| card.id == id)
            && let Some(card) = self.home.interrupted.iter().find(|card| card.id == id)
        {
            state.said = Some(format!("Kept in your history: {}.", card.routine));
        }
        self.home = home;
    }

    /// The day that the home screen is about, where it is shown and a program runs.
    pub fn day_at_home(&self) -> Option<Date> {
        self.home.today.as_ref()?.date.filter(|_| self.screen == Screen::Home)
    }

    /// The exercises that were asked for.
    pub fn set_exercises(&mut self, exercises: Vec<ExerciseCard>) {
        self.home.exercises = exercises;
        let wanted = self.at_home.wanted.take().filter(|page| page.is_good(&self.home));
        self.at_home.pages.extend(wanted);
    }

    pub(crate) fn rows(&self) -> Vec<Row> {
        rows::rows(&self.home, self.at_home.unfolded)
    }

    pub(crate) fn chosen_row(&self) -> Option<Row> {
        self.rows().get(self.chosen_place()?).copied()
    }

    /// `None` while nobody can know yet what is worth choosing.
    pub(crate) fn chosen_place(&self) -> Option<usize> {
        Some(self.at_home.chosen).filter(|_| !self.home.is_waiting || self.at_home.clicked)
    }

    /// Whether the home screen is what keys are about.
    pub fn is_at_home(&self) -> bool {
        self.screen == Screen::Home
    }

    /// Whether this input is about the chosen row of the home screen while there is none. It has to be kept until the
    /// history is there, so that it does then what it does whenever the history is there at once.
    pub fn must_wait(&self, input: &Input) -> bool {
        if self.place() != Place::Home || self.chosen_place().is_some() || !self.home.is_waiting {
            return false;
        }
        let Input::Key(key) = input else { return false };
        // All but these: they mean the same whatever is chosen.
        let is_about_a_row = |action: Action| {
            !matches!(
                action,
                Action::Quit
                    | Action::Help
                    | Action::Safety
                    | Action::Search
                    | Action::History
                    | Action::Redraw
                    | Action::Suspend
            )
        };
        self.setup.keymap.action(Place::Home, *key).is_none_or(is_about_a_row)
    }

    /// The page on top, where the home screen is shown.
    pub(crate) fn page(&self) -> Option<&Page> {
        self.at_home.pages.last().filter(|_| self.screen == Screen::Home)
    }

    pub(crate) fn in_home(&mut self, action: Action) -> Vec<Effect> {
        if self.chosen_place().is_some() {
            let rows = self.rows().len();
            move_in_list(&mut self.at_home.chosen, rows, action);
        }
        let row = self.chosen_row();
        self.at_home.moved &= action == Action::Tick;
        match action {
            Action::Choose => return self.start(row),
            Action::Quit => return vec![Effect::Quit],
            Action::History => return self.open_history(),
            Action::Search => {
                self.at_home.pages.push(Page::search());
                return self.load_exercises();
            }
            Action::Details => {
                let Some(page) = row.and_then(|row| self.page_of(row)) else {
                    if row == Some(Row::Today) {
                        self.at_home.refused = Some(CHOOSE.to_owned());
                    }
                    return Vec::new();
                };
                if !page.is_good(&self.home) {
                    self.at_home.wanted = Some(page);
                    return self.load_exercises();
                }
                self.at_home.pages.push(page);
            }
            Action::Tick if row == Some(Row::Today) => {
                self.at_home.refused = Some(CHOOSE.to_owned());
            }
            // It is on its way to the disk.
            Action::Tick if self.at_home.ticked.is_some() => {}
            Action::Tick => {
                let again = std::mem::take(&mut self.at_home.moved);
                if let (Some(Row::Due(n)), Some(today)) = (row, &self.home.today)
                    && let Some(item) = today.due.get(n)
                {
                    if again {
                        self.at_home.refused = Some(format!("Once more ticks off {}.", item.name));
                        return Vec::new();
                    }
                    self.at_home.ticked = Some(item.clone());
                    return vec![Effect::Tick { item: item.id.clone() }];
                }
            }
            Action::Safety => self.overlay = Some(Overlay::Safety { scroll: 0, first: false }),
            _ => {}
        }
        Vec::new()
    }

    pub(crate) fn in_interrupted(&mut self, action: Action) -> Vec<Effect> {
        let Some(Row::Interrupted(n)) = self.chosen_row() else { return Vec::new() };
        let Some(card) = self.home.interrupted.get(n) else { return Vec::new() };
        let recover = |how| vec![Effect::Recover { session: card.id.clone(), how }];
        match action {
            Action::Resume if card.can_resume => recover(Recovery::Resume),
            Action::Resume => Vec::new(),
            Action::Keep => {
                let effects = recover(Recovery::Keep);
                self.at_home.kept = Some(card.id.clone());
                effects
            }
            Action::Discard => {
                self.overlay =
                    Some(Overlay::Discard { session: card.id.clone(), routine: card.routine.clone() });
                Vec::new()
            }
            other => self.in_home(other),
        }
    }

    pub(crate) fn in_search(&mut self, action: Action) -> Vec<Effect> {
        let Some(Page::Search { query, chosen }) = self.at_home.pages.last_mut() else { return Vec::new() };
        move_in_list(chosen, find(&self.home, query).len(), action);
        match action {
            Action::Choose => {
                let page = Page::found(&self.home, query, *chosen);
                self.at_home.pages.extend(page);
            }
            Action::Close => {
                self.at_home.pages.pop();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Whether a key writes something in the search, or takes it back.
    pub(crate) fn types(&mut self, key: KeyEvent) -> bool {
        if self.screen == Screen::History {
            return self.past.types(key);
        }
        let Some(Page::Search { query, chosen }) = self.at_home.pages.last_mut() else { return false };
        let before = query.clone();
        match key.code {
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => query.clear(),
            KeyCode::Char(c) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
                pages::type_in(query, c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Backspace => {
                query.pop();
            }
            _ => return false,
        }
        if *query != before {
            *chosen = 0;
        }
        true
    }

    pub(crate) fn pastes(&mut self, text: &str) {
        if self.screen == Screen::History {
            self.past.pastes(text);
        } else if let Some(Page::Search { query, chosen }) = self.at_home.pages.last_mut() {
            pages::type_in(query, text);
            *chosen = 0;
        }
    }

    pub(crate) fn in_page(&mut self, action: Action) -> Vec<Effect> {
        let reach = self.reach.get() + 1;
        if let Some(Page::Routine { scroll, .. } | Page::Exercise { scroll, .. }) =
            self.at_home.pages.last_mut()
        {
            move_in_list(scroll, reach, action);
        }
        let page = self.at_home.pages.last();
        match action {
            Action::Choose => return page.and_then(|page| page.start(&self.home)).into_iter().collect(),
            Action::Close => {
                self.at_home.pages.pop();
                if self.at_home.leaves && self.at_home.pages.is_empty() {
                    return vec![Effect::Quit];
                }
            }
            Action::Easier | Action::Harder => {
                if let Some(card) = page.and_then(|page| page.exercise(&self.home))
                    && let Some(target) = if action == Action::Easier { &card.easier } else { &card.harder }
                    && pages::exercise(&self.home, target).is_some()
                {
                    let target = Page::Exercise { id: target.clone(), item: None, scroll: 0 };
                    self.go_to(target);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// What is clicked becomes chosen; what was chosen already is started or opened.
    pub(crate) fn click_home(&mut self, row: usize) -> Vec<Effect> {
        if let Some(Page::Search { chosen, .. }) = self.at_home.pages.last_mut() {
            if *chosen == row {
                return self.in_search(Action::Choose);
            }
            *chosen = row;
        } else if self.chosen_place() != Some(row) {
            self.at_home.chosen = row;
            self.at_home.clicked = true;
            self.at_home.moved = false;
        } else if let Some(Row::Interrupted(_)) = self.chosen_row() {
            return self.in_interrupted(Action::Resume);
        } else {
            return self.in_home(Action::Choose);
        }
        Vec::new()
    }

    /// Back and forth between an exercise and its easier form leaves no long way back.
    fn go_to(&mut self, page: Page) {
        let id = |page: &Page| match page {
            Page::Exercise { id, .. } => Some(id.clone()),
            _ => None,
        };
        let pages = &mut self.at_home.pages;
        let before = pages.len().checked_sub(2).and_then(|n| pages.get(n));
        if before.and_then(id) == id(&page) {
            pages.pop();
        } else {
            pages.push(page);
        }
    }

    fn load_exercises(&self) -> Vec<Effect> {
        if self.home.exercises.is_empty() { vec![Effect::LoadExercises] } else { Vec::new() }
    }

    fn start(&mut self, row: Option<Row>) -> Vec<Effect> {
        match row {
            Some(Row::Today) => return vec![Effect::StartToday],
            Some(Row::Due(n)) => {
                let item = self.home.today.as_ref().and_then(|today| today.due.get(n));
                return item.map(|item| Effect::StartItem { item: item.id.clone() }).into_iter().collect();
            }
            Some(Row::Later) => self.at_home.unfolded = !self.at_home.unfolded,
            Some(Row::Routine(n)) => {
                if let Some(card) = self.home.routines.get(n).filter(|card| card.broken.is_none()) {
                    return vec![Effect::Start { routine: card.id.clone() }];
                }
            }
            Some(Row::Interrupted(_) | Row::NotYet(_)) | None => {}
        }
        Vec::new()
    }

    /// The page of what a row is about. Nobody knows whether an exercise has one before the exercises are loaded.
    pub(crate) fn page_of(&self, row: Row) -> Option<Page> {
        let today = self.home.today.as_ref();
        let page = match row {
            Row::Due(n) => Page::of(today?.due.get(n)?),
            Row::NotYet(n) => Page::of(today?.later.get(n)?),
            Row::Routine(n) => Page::Routine { id: self.home.routines.get(n)?.id.clone(), scroll: 0 },
            Row::Interrupted(_) | Row::Today | Row::Later => return None,
        };
        let unknown = matches!(page, Page::Exercise { item: None, .. }) && self.home.exercises.is_empty();
        Some(page).filter(|page| unknown || page.is_good(&self.home))
    }
}
