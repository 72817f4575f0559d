//! Which screen is shown and what the user has chosen on it. No clock, no file: input goes in, effects come out.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use crossterm::event::{KeyEvent, KeyEventKind, MouseEvent};
use ratatui::{Frame, layout::Rect};

use super::{
    action::{Action, Place},
    breath::Pacer,
    check_in::{Answers, CheckIn},
    gallery::Gallery,
    hearing::Trial,
    home::HomeState,
    keymap::Keymap,
    mouse::Targets,
    pages::Page,
    past::{Change, Past},
    pen::Pen,
    rows::Row,
    scene::{HomeModel, Scene, SoundState},
    screens,
    theme::Theme,
    trace::Stroke,
    widgets,
};
use crate::{
    figure::Glyphs,
    session::{Command, Origin, PauseCause, SkipReason, Snapshot, State, Way},
    speech::Voice,
};

/// What the user has chosen once and for all.
#[derive(Clone, Debug)]
pub struct Setup {
    pub keymap: Keymap,
    pub theme: Theme,
    /// Whether figures and the breath move, and whether the border may flash.
    pub motion: bool,
    /// Whether a session is shown as large as the terminal allows.
    pub far: bool,
    /// What figures are drawn with where the terminal shows more than ASCII.
    pub glyphs: Glyphs,
    /// Whether the terminal is one whose font has letters, lines and blocks, and little else.
    pub console: bool,
}

impl Setup {
    pub(crate) fn glyphs(&self, unicode: bool) -> Glyphs {
        if unicode { self.glyphs } else { Glyphs::Ascii }
    }
}

/// Something that the user did.
#[derive(Clone, Debug)]
pub enum Input {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    FocusGained,
    FocusLost,
}

/// Something that whoever drives the screens has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Session(Command),
    /// Start the routine with this id.
    Start {
        routine: String,
    },
    /// Start the exercise of the library with this id, by itself.
    StartExercise {
        exercise: String,
    },
    /// Read the exercises of the library, and give them to `App::set_exercises`.
    LoadExercises,
    /// Start what the program has due.
    StartToday,
    /// Start this item of what the program asks for, alone.
    StartItem {
        item: String,
    },
    /// The due thing with this id was done elsewhere.
    Tick {
        item: String,
    },
    Recover {
        session: String,
        how: Recovery,
    },
    /// Read the history, and give it to `App::set_history`.
    LoadHistory,
    /// Write this correction of a session, then read the history again; if it cannot be, `App::history_stays`.
    Amend {
        session: String,
        changes: Vec<Change>,
    },
    /// The first page of all was read, and need not come again.
    SafetyRead,
    /// Play the sound that is tried once more.
    HearAgain,
    /// The sound was tried, and that need not be done again.
    Heard,
    /// Keep what was said of the session that is over. `typing`: there is more to come.
    Answer {
        answers: Answers,
        typing: bool,
    },
    /// In percent.
    Volume(u8),
    Mute(bool),
    Voice(Voice),
    /// Draw everything anew: something else has written on the screen.
    Redraw,
    /// Stop, as the shell's job control does.
    SuspendProcess,
    /// The answer to what the session changes next time: yes to what waits or was turned down, no to what is made.
    Changes {
        accepted: bool,
    },
    /// Away from a session that has ended: to the home screen, or out.
    LeaveSession,
    Quit,
}

/// What to do with a session that was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    Resume,
    Keep,
    Discard,
}

/// The screens.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) setup: Setup,
    pub(crate) screen: Screen,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) home: HomeModel,
    pub(crate) at_home: HomeState,
    pub(crate) past: Past,
    /// The first line that is shown of the summary.
    pub(crate) scroll: usize,
    /// How far what was drawn last can be scrolled, so that nobody scrolls past its end. No picture depends on it.
    pub(crate) reach: Cell<usize>,
    /// Where the rows that can be clicked were drawn last. No picture depends on it.
    pub(crate) rows_at: RefCell<Vec<(Rect, usize)>>,
    /// What else can be clicked on what was drawn last. No picture depends on it.
    pub(crate) targets: RefCell<Targets>,
    pub(crate) locked: bool,
    /// Whether a session is shown to be read from across the room. It outlives the session.
    pub(crate) far: bool,
    /// The breath that was drawn last.
    pub(crate) pacer: Pacer,
    pub(crate) gallery: Gallery,
    pub(crate) check_in: CheckIn,
    /// How many times as fast as life the session goes.
    pub(crate) speed: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    Home,
    Session,
    Summary,
    History,
}

/// What lies above a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Overlay {
    Help {
        scroll: usize,
    },
    Exercises {
        chosen: usize,
    },
    /// Stop here? `running`: the session ran when it was asked, and goes on if the answer is no.
    Stop {
        running: bool,
    },
    /// Where the pain stands, and what to do about it.
    Pain {
        value: Option<u8>,
        scroll: usize,
    },
    /// What to heed. `first`: it is shown by itself, before anything else.
    Safety {
        scroll: usize,
        first: bool,
    },
    /// Whether the sound is heard, before the first session.
    Hearing {
        trial: Trial,
        scroll: usize,
    },
    /// Forget this interrupted session?
    Discard {
        session: String,
        routine: String,
    },
    /// Delete this session of the history?
    Delete {
        session: String,
        routine: String,
    },
}

const VOLUME_STEP: u8 = 10;
const PAGE: usize = 8;

impl App {
    /// Begins on the home screen.
    pub fn home(setup: Setup, home: HomeModel) -> Self {
        Self {
            far: setup.far,
            setup,
            screen: Screen::Home,
            overlay: None,
            home,
            at_home: HomeState::default(),
            past: Past::default(),
            scroll: 0,
            reach: Cell::new(0),
            rows_at: RefCell::default(),
            targets: RefCell::default(),
            locked: false,
            pacer: Pacer::default(),
            gallery: Gallery::default(),
            check_in: CheckIn::default(),
            speed: 1.0,
        }
    }

    /// Begins in a session.
    pub fn session(setup: Setup) -> Self {
        Self { screen: Screen::Session, ..Self::home(setup, HomeModel::default()) }
    }

    /// Shows what to heed first of all: nobody has confirmed yet that they have read it.
    pub fn show_safety_first(&mut self) {
        self.overlay = Some(Overlay::Safety { scroll: 0, first: true });
    }

    /// How much session time the picture drawn last stays as it is, as far as what moves in it goes. `None`: nothing
    /// moves.
    pub fn next_motion(&self, snapshot: &Snapshot) -> Option<Duration> {
        if self.screen != Screen::Session {
            return None;
        }
        let moving = [self.gallery.next_change(snapshot), self.pacer.next_change(snapshot)];
        moving.into_iter().flatten().min()
    }

    /// The same for the page of an exercise, on which no session time passes. `None`: nothing moves, or something else
    /// lies above it.
    pub fn next_page_motion(&self) -> Option<Duration> {
        (self.shown_exercise().is_some() && self.overlay.is_none()).then(|| self.gallery.stays()).flatten()
    }

    /// The exercise whose page is open: whoever drives the screens says in the scene for how long.
    pub fn shown_exercise(&self) -> Option<&str> {
        match self.page()? {
            Page::Exercise { id, .. } => Some(id),
            Page::Search { .. } | Page::Routine { .. } => None,
        }
    }

    /// Begins with the page of an exercise of the library, and ends with it too.
    pub fn exercise(setup: Setup, home: HomeModel, id: &str) -> Self {
        let mut app = Self::home(setup, home);
        app.at_home.pages.extend(Page::of_exercise(&app.home, id));
        app.at_home.leaves = true;
        app
    }

    /// A session has begun.
    pub fn show_session(&mut self) {
        self.show(Screen::Session);
    }

    /// The session that begins goes so many times as fast as life: 1 for all that count.
    pub const fn at_speed(&mut self, speed: f64) {
        self.speed = speed;
    }

    /// What is said of a session that goes faster or slower than life: `60x`.
    pub(crate) fn pace_words(&self) -> Option<String> {
        (self.speed.to_bits() != 1.0_f64.to_bits()).then(|| format!("{}x", self.speed))
    }

    /// The session has ended.
    pub fn show_summary(&mut self) {
        self.show(Screen::Summary);
    }

    /// Back to the home screen, which may have changed meanwhile; the same routine stays chosen if it is still there.
    pub fn back_home(&mut self, home: HomeModel) {
        self.show(Screen::Home);
        self.set_home(home);
    }

    /// What the input means here. Input that means nothing has no effect.
    pub fn handle(&mut self, input: Input, scene: &Scene) -> Vec<Effect> {
        if let Some(snapshot) = scene.snapshot {
            self.see(snapshot);
        }
        match input {
            Input::Key(key) if key.kind != KeyEventKind::Release => self.key(key, scene),
            Input::Mouse(mouse) => self.mouse(mouse, scene),
            Input::Paste(text) if matches!(self.place(), Place::Search | Place::Form) => {
                self.pastes(&text);
                Vec::new()
            }
            Input::Paste(text) if self.place() == Place::Note => self.pastes_note(&text),
            Input::Key(_) | Input::Paste(_) | Input::FocusGained | Input::FocusLost => Vec::new(),
        }
    }

    /// Other colours from now on.
    pub fn set_theme(&mut self, theme: Theme) {
        self.setup.theme = theme;
    }

    /// Draws the screen. It depends on `self` and `scene` only.
    pub fn draw(&self, frame: &mut Frame, scene: &Scene) {
        self.paint(frame, scene, false);
    }

    /// Draws the same, and tells what it has drawn where: a test can so see whether anything of it is cut or covered.
    pub fn draw_traced(&self, frame: &mut Frame, scene: &Scene) -> Vec<Stroke> {
        self.paint(frame, scene, true)
    }

    fn paint(&self, frame: &mut Frame, scene: &Scene, traced: bool) -> Vec<Stroke> {
        self.gallery.clear();
        self.pacer.clear();
        let area = frame.area();
        let buffer = frame.buffer_mut();
        buffer.set_style(area, self.setup.theme.base());
        let mut pen = Pen::new(buffer, &self.setup.theme, scene.unicode);
        if traced {
            pen = pen.traced();
        }
        self.rows_at.borrow_mut().clear();
        match self.screen {
            Screen::Home => match self.page() {
                None => screens::home::draw(&mut pen, self, scene),
                Some(Page::Search { query, chosen }) => {
                    screens::search::draw(&mut pen, self, scene, query, *chosen);
                }
                Some(page) => screens::page::draw(&mut pen, self, scene, page),
            },
            Screen::Session => match scene.snapshot {
                Some(snapshot) => screens::session::draw(&mut pen, self, scene, snapshot),
                None => screens::waiting(&mut pen, "Getting ready …"),
            },
            Screen::Summary => match scene.summary {
                Some(summary) => screens::summary::draw(&mut pen, self, summary, scene),
                None => screens::waiting(&mut pen, "Adding up …"),
            },
            Screen::History => screens::history::draw(&mut pen, self, scene),
        }
        if self.overlay.is_some() {
            pen.fade();
        }
        match &self.overlay {
            Some(Overlay::Help { scroll }) => screens::help::draw(&mut pen, self, *scroll),
            Some(Overlay::Exercises { chosen }) => screens::exercises::draw(&mut pen, self, scene, *chosen),
            Some(Overlay::Safety { scroll, first }) => screens::safety::draw(&mut pen, self, *scroll, *first),
            Some(Overlay::Hearing { trial, scroll }) => {
                screens::hearing::draw(&mut pen, self, scene, trial, *scroll);
            }
            Some(Overlay::Pain { value, scroll }) => {
                screens::pain::draw(&mut pen, self, scene, *value, *scroll);
            }
            Some(Overlay::Stop { .. }) => screens::question::stop(&mut pen, self, scene),
            Some(Overlay::Discard { routine, .. }) => screens::question::discard(&mut pen, self, routine),
            Some(Overlay::Delete { routine, .. }) => screens::question::delete(&mut pen, self, routine),
            None => {}
        }
        if scene.flash && self.setup.motion {
            widgets::flash(&mut pen);
        }
        let (targets, strokes) = pen.finish();
        self.targets.replace(targets);
        if !scene.unicode {
            widgets::to_ascii(frame.buffer_mut());
        } else if self.setup.console {
            widgets::to_console(frame.buffer_mut());
        }
        strokes
    }

    /// Where keys go now.
    pub(crate) fn place(&self) -> Place {
        match (&self.overlay, self.screen) {
            (Some(Overlay::Help { .. }), _) => Place::Help,
            (Some(Overlay::Exercises { .. }), _) => Place::Exercises,
            (Some(Overlay::Stop { .. } | Overlay::Discard { .. } | Overlay::Delete { .. }), _) => {
                Place::Question
            }
            (Some(Overlay::Safety { .. }), _) => Place::Safety,
            (Some(Overlay::Hearing { .. }), _) => Place::Hearing,
            (Some(Overlay::Pain { .. }), _) => Place::Pain,
            (None, _) => self.place_below(),
        }
    }

    /// Where keys go when nothing lies above the screen.
    pub(crate) fn place_below(&self) -> Place {
        match self.screen {
            Screen::Home => match self.page() {
                Some(Page::Search { .. }) => Place::Search,
                Some(_) => Place::Page,
                None if matches!(self.chosen_row(), Some(Row::Interrupted(_))) => Place::Interrupted,
                None => Place::Home,
            },
            Screen::Session => Place::Session,
            Screen::Summary if self.check_in.field.is_some() => Place::Note,
            Screen::Summary => Place::Summary,
            Screen::History => self.past.place(),
        }
    }

    pub(crate) fn show(&mut self, screen: Screen) {
        self.screen = screen;
        self.overlay = None;
        self.at_home.pages.clear();
        self.at_home.said = None;
        self.at_home.refused = None;
        self.scroll = 0;
        self.locked = false;
    }

    fn key(&mut self, key: KeyEvent, scene: &Scene) -> Vec<Effect> {
        let place = self.place();
        self.at_home.said = None;
        self.at_home.refused = None;
        self.at_home.complaint.iter_mut().for_each(|complaint| complaint.seen = true);
        if matches!(place, Place::Search | Place::Form) && self.types(key) {
            return Vec::new();
        }
        if let (Place::Note, Some(effects)) = (place, self.types_note(key)) {
            return effects;
        }
        // What is asked for a while comes before what a key means else.
        let snapshot = scene.snapshot.filter(|_| place == Place::Session);
        let asked = [
            (Place::SkipReason, snapshot.is_some_and(|snapshot| snapshot.skip_reason_wanted.is_some())),
            (Place::CheckIn, snapshot.is_some_and(|snapshot| self.asks_before(snapshot))),
            (place, true),
        ];
        let meant = |place| Some((place, self.setup.keymap.action(place, key)?));
        let found = asked.into_iter().filter(|(_, is_asked)| *is_asked).find_map(|(place, _)| meant(place));
        let Some((place, action)) = found else { return Vec::new() };
        // A key that is held down must not toggle on and off.
        if key.kind == KeyEventKind::Repeat && !repeats(action) {
            return Vec::new();
        }
        let unlocks = action == Action::Lock || (action == Action::Quit && is_control_c(key));
        if self.locked && snapshot.is_some() && !unlocks {
            return Vec::new();
        }
        let digit = self.setup.keymap.index(action, key).and_then(|digit| u8::try_from(digit).ok());
        match digit.filter(|_| action == Action::Rate) {
            Some(digit) => self.rate(digit, place, scene.snapshot),
            None => self.act(action, place, scene),
        }
    }

    /// Does what a key or a button means in a place.
    pub(crate) fn act(&mut self, action: Action, place: Place, scene: &Scene) -> Vec<Effect> {
        match action {
            Action::Suspend => vec![Effect::SuspendProcess],
            Action::Redraw => vec![Effect::Redraw],
            Action::Help => {
                let shown = matches!(self.overlay, Some(Overlay::Help { .. }));
                self.overlay = if shown { None } else { Some(Overlay::Help { scroll: 0 }) };
                Vec::new()
            }
            action => match place {
                Place::Home => self.in_home(action),
                Place::Interrupted => self.in_interrupted(action),
                Place::Session | Place::SkipReason => self.in_session(action, scene),
                Place::Exercises => self.in_exercises(action, scene),
                Place::CheckIn => self.in_check_in(action),
                Place::Pain => self.in_pain(action, scene.snapshot),
                Place::Note => self.in_note(action),
                Place::Question => self.in_question(action),
                Place::Summary => self.in_summary(action, scene),
                Place::Help => self.in_help(action),
                Place::Search if self.screen == Screen::History => self.in_history_search(action),
                Place::Search => self.in_search(action),
                Place::Page => self.in_page(action),
                Place::Safety => self.in_safety(action),
                Place::Hearing => self.in_hearing(action, scene),
                Place::History => self.in_history(action),
                Place::Form => self.in_form(action),
            },
        }
    }

    pub(crate) fn in_session(&mut self, action: Action, scene: &Scene) -> Vec<Effect> {
        let Some(snapshot) = scene.snapshot else {
            return if action == Action::Quit { vec![Effect::Quit] } else { Vec::new() };
        };
        if let Some(command) = command(action, snapshot) {
            return vec![Effect::Session(command)];
        }
        if let Some(effect) = loudness(action, scene.sound) {
            return vec![effect];
        }
        match action {
            Action::Voice if scene.sound != SoundState::Off => {
                return vec![Effect::Voice(scene.voice.next())];
            }
            Action::Lock => self.locked = !self.locked,
            Action::Far => self.far = !self.far,
            Action::Jump if !snapshot.occurrences.is_empty() => {
                self.overlay = Some(Overlay::Exercises { chosen: snapshot.here.unwrap_or_default() });
            }
            Action::Quit => return self.ask_to_stop(snapshot),
            Action::Pain => return self.ask_for_pain(snapshot),
            _ => {}
        }
        Vec::new()
    }

    fn ask_to_stop(&mut self, snapshot: &Snapshot) -> Vec<Effect> {
        match snapshot.state {
            // What has not begun has nothing to end either.
            State::Finished(_) | State::Ready => return vec![Effect::LeaveSession],
            State::Running | State::Paused(_) | State::LeadIn { .. } => {}
        }
        let running = !matches!(snapshot.state, State::Paused(_));
        self.overlay = Some(Overlay::Stop { running });
        if running { vec![Effect::Session(Command::Pause(PauseCause::User))] } else { Vec::new() }
    }

    fn in_question(&mut self, action: Action) -> Vec<Effect> {
        let yes = match action {
            Action::Yes => true,
            Action::No => false,
            _ => return Vec::new(),
        };
        match (self.overlay.take(), yes) {
            (Some(Overlay::Stop { .. }), true) => vec![Effect::Session(Command::Quit)],
            (Some(Overlay::Stop { running: true }), false) => {
                vec![Effect::Session(Command::Resume(Origin::Key))]
            }
            (Some(Overlay::Discard { session, .. }), true) => {
                vec![Effect::Recover { session, how: Recovery::Discard }]
            }
            (Some(Overlay::Delete { session, .. }), true) => self.delete(&session),
            _ => Vec::new(),
        }
    }

    pub(crate) fn in_exercises(&mut self, action: Action, scene: &Scene) -> Vec<Effect> {
        let Some(Overlay::Exercises { chosen }) = &mut self.overlay else { return Vec::new() };
        let Some(snapshot) = scene.snapshot else { return Vec::new() };
        move_in_list(chosen, snapshot.occurrences.len(), action);
        let target = snapshot.occurrences.get(*chosen);
        match action {
            Action::Choose => {
                self.overlay = None;
                let jump = |occurrence| Effect::Session(Command::Jump { occurrence, origin: Origin::Key });
                target.map(|occurrence| jump(occurrence.occurrence)).into_iter().collect()
            }
            Action::Close => {
                self.overlay = None;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn in_summary(&mut self, action: Action, scene: &Scene) -> Vec<Effect> {
        move_in_list(&mut self.scroll, self.reach.get() + 1, action);
        match action {
            Action::Leave => vec![Effect::LeaveSession],
            Action::Changes => {
                let accepted = scene.summary.and_then(screens::summary::answer);
                accepted.map(|accepted| Effect::Changes { accepted }).into_iter().collect()
            }
            _ => self.in_answers(action),
        }
    }

    pub(crate) fn in_safety(&mut self, action: Action) -> Vec<Effect> {
        let reach = self.reach.get() + 1;
        let Some(Overlay::Safety { scroll, first }) = &mut self.overlay else { return Vec::new() };
        let first = *first;
        move_in_list(scroll, reach, action);
        match action {
            Action::Close if first => return vec![Effect::Quit],
            Action::Close | Action::Understood => self.overlay = None,
            _ => return Vec::new(),
        }
        if first { vec![Effect::SafetyRead] } else { Vec::new() }
    }

    pub(crate) fn in_help(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Close => self.overlay = None,
            Action::Safety => self.overlay = Some(Overlay::Safety { scroll: 0, first: false }),
            _ => {}
        }
        if let Some(Overlay::Help { scroll }) = &mut self.overlay {
            move_in_list(scroll, self.reach.get() + 1, action);
        }
        Vec::new()
    }
}

/// What an action tells the session, if it is the session's business.
fn command(action: Action, snapshot: &Snapshot) -> Option<Command> {
    let origin = Origin::Key;
    Some(match action {
        Action::Pause => match snapshot.state {
            State::Ready => Command::Start,
            State::Running | State::LeadIn { .. } => Command::Pause(PauseCause::User),
            State::Paused(_) => Command::Resume(origin),
            State::Finished(_) => return None,
        },
        Action::Next => Command::Next(origin),
        Action::Done => Command::Done(origin),
        Action::Count => Command::CountRep,
        Action::Back => Command::Back(origin),
        Action::Restart => Command::RestartExercise(origin),
        Action::Skip => Command::SkipExercise,
        Action::Later => Command::Later,
        Action::Easier => Command::Swap(Way::Easier),
        Action::Harder => Command::Swap(Way::Harder),
        Action::More => Command::More,
        Action::Less => Command::Less,
        Action::Slower => Command::Slower,
        Action::Faster => Command::Faster,
        Action::SkipPain => Command::SkipReason(SkipReason::Pain),
        Action::SkipTime => Command::SkipReason(SkipReason::Time),
        Action::SkipEquipment => Command::SkipReason(SkipReason::Equipment),
        Action::SkipOther => Command::SkipReason(SkipReason::Other),
        _ => return None,
    })
}

/// What an action does to how loud it is.
pub(crate) fn loudness(action: Action, sound: SoundState) -> Option<Effect> {
    match (action, sound) {
        (Action::Mute, SoundState::On { .. } | SoundState::Silent) => Some(Effect::Mute(true)),
        (Action::Mute | Action::Louder, SoundState::Muted) => Some(Effect::Mute(false)),
        (Action::Quieter, SoundState::On { percent }) => {
            Some(Effect::Volume(percent.saturating_sub(VOLUME_STEP)))
        }
        (Action::Louder, SoundState::On { percent }) => {
            Some(Effect::Volume(percent.saturating_add(VOLUME_STEP).min(100)))
        }
        _ => None,
    }
}

pub(crate) fn move_in_list(chosen: &mut usize, rows: usize, action: Action) {
    let last = rows.saturating_sub(1);
    *chosen = match action {
        Action::Up => chosen.saturating_sub(1),
        Action::Down => chosen.saturating_add(1),
        Action::PageUp => chosen.saturating_sub(PAGE),
        Action::PageDown => chosen.saturating_add(PAGE),
        Action::First => 0,
        Action::Last => last,
        _ => *chosen,
    }
    .min(last);
}

fn repeats(action: Action) -> bool {
    use Action::{
        Down, Faster, Higher, Less, Louder, Lower, More, PageDown, PageUp, Quieter, RateLess, RateMore,
        Slower, Up,
    };
    matches!(
        action,
        Lower
            | Higher
            | Up
            | Down
            | PageUp
            | PageDown
            | More
            | Less
            | Slower
            | Faster
            | Quieter
            | Louder
            | RateLess
            | RateMore
    )
}

fn is_control_c(key: KeyEvent) -> bool {
    key.code == crossterm::event::KeyCode::Char('c')
        && key.modifiers.contains(crossterm::event::KeyModifiers::CONTROL)
}
