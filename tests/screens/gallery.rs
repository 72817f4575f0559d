//! Every screen there is, once, in colours of one's choice.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use supple::{
    figure::Demo,
    routine::Library,
    session::{PauseCause, Snapshot, State},
    ui::{App, ChangeState, Device, Input, Kept, SoundState, Theme},
};

use crate::{Stage, changes, draw, hearing, home_app, past, scenes, session_app, setup};

/// One of the screens.
pub(crate) struct Exhibit {
    pub(crate) name: &'static str,
    app: App,
    pub(crate) stage: Stage,
    /// Something lies above a screen that is faded out.
    pub(crate) above: bool,
}

impl Exhibit {
    pub(crate) fn draw(&self, theme: &Theme, size: (u16, u16)) -> ratatui::buffer::Buffer {
        let mut app = self.app.clone();
        app.set_theme(theme.clone());
        draw(&app, &self.stage, size)
    }

    /// In ASCII, where all words are letters.
    pub(crate) fn in_ascii(self) -> Self {
        Self { stage: Stage { unicode: false, ..self.stage }, ..self }
    }
}

pub(crate) fn every_screen() -> Vec<Exhibit> {
    let mut all = states();
    all.extend(sessions());
    all.extend(home());
    all.extend(after());
    all.extend(history());
    all
}

/// What a session can be in, each with the words that only it shows.
pub(crate) fn states() -> Vec<Exhibit> {
    let session = |name, snapshot: Snapshot| shown(name, session_app(), Stage::session(snapshot), "");
    let muted = Stage { sound: SoundState::Muted, ..Stage::session(scenes::hold()) };
    vec![
        session("work", scenes::hold()),
        session("relax", scenes::relax()),
        session("rest", scenes::rest()),
        session("switch", scenes::switch()),
        session("prepare", scenes::prepare()),
        session("paused", scenes::paused()),
        session("lead-in", scenes::lead_in()),
        shown("locked", session_app(), Stage::session(scenes::hold()), "x"),
        shown("muted", session_app(), muted, ""),
        summary("done", &[], ""),
    ]
}

fn sessions() -> Vec<Exhibit> {
    let session = |name, snapshot, keys| shown(name, session_app(), Stage::session(snapshot), keys);
    let asking = || {
        let mut app = session_app();
        app.ask(true, true);
        app
    };
    let beginning = Stage::session(scenes::at_index(&scenes::plan(), 0, scenes::secs(2)));
    let asleep = Snapshot { state: State::Paused(PauseCause::Suspended), ..scenes::phase() };
    let told = Stage { notices: vec!["The disk is full.".into()], ..Stage::session(scenes::hold()) };
    let flash = Stage { flash: true, ..Stage::session(scenes::hold()) };
    vec![
        session("of-many", scenes::hold_of_many(), ""),
        session("rest-between-rounds", scenes::rest_between_rounds(), ""),
        session("phase", scenes::phase(), ""),
        session("rep", scenes::rep(), ""),
        session("open", scenes::open(), ""),
        session("flow", scenes::flow(), ""),
        session("ready", scenes::prepare_waiting(), ""),
        session("asleep", asleep, ""),
        session("skipped", scenes::skipped(), ""),
        shown("check-in", asking(), beginning, "4"),
        shown("notice", session_app(), told, ""),
        shown("flash", session_app(), flash, ""),
        above(session("keys", scenes::hold(), "?")),
        above(session("go-to", scenes::skipped(), "g")),
        above(session("pain", scenes::paused(), "p")),
        above(session("much-pain", scenes::paused(), "p8")),
        above(session("stop", scenes::paused(), "q")),
        shown("safety", session_app(), Stage::session(scenes::paused()), "?s"),
        shown("hearing", hearing::app(hearing::found()), Stage::default(), ""),
        shown("hearing-muted", hearing::app(hearing::found()), hearing::muted(), ""),
        shown("hearing-nothing", hearing::app(Device::Missing), Stage::default(), ""),
    ]
}

fn home() -> Vec<Exhibit> {
    let at_home = |name, home, keys| shown(name, home_app(home), Stage::default(), keys);
    let exercise = Library::open(None).exercise("bird-dog").expect("it is shipped").value;
    let mut with_figure = scenes::home();
    let card =
        with_figure.exercises.iter_mut().find(|card| card.id == "bird-dog").expect("it is in the scene");
    card.demo = exercise.as_ref().map(Demo::of);
    vec![
        at_home("home", scenes::home(), ""),
        at_home("home-broken", scenes::home(), "↓↓↓"),
        at_home("home-interrupted", scenes::home_interrupted(), ""),
        at_home("home-empty", supple::ui::HomeModel::default(), ""),
        at_home("today", scenes::home_today(), ""),
        at_home("search", scenes::home_full(), "/bird"),
        at_home("search-for-nothing", scenes::home_full(), "/xyz"),
        at_home("routine", scenes::home(), "i"),
        shown("exercise", App::exercise(setup(), with_figure, "bird-dog"), Stage::default(), ""),
        above(at_home("discard", scenes::home_interrupted(), "d")),
    ]
}

fn after() -> Vec<Exhibit> {
    let failed = Stage {
        summary: Some(scenes::summary(Kept::Failed("there is no space left on the disk".into()))),
        ..Stage::default()
    };
    let mut over = session_app();
    over.show_summary();
    vec![
        summary("summary-asks", &[], "3e"),
        summary("summary-note", &[], "n"),
        summary("changes", &[ChangeState::Made, ChangeState::Offered], ""),
        shown("not-kept", over, failed, ""),
    ]
}

fn summary(name: &'static str, states: &[ChangeState], keys: &str) -> Exhibit {
    let mut app = session_app();
    app.ask(!keys.is_empty(), !keys.is_empty());
    app.show_summary();
    shown(name, app, changes::stage(states), keys)
}

fn history() -> Vec<Exhibit> {
    let book = past::book(past::records(364, 1));
    let history = |name, keys| shown(name, past::opened(&book), Stage::default(), keys);
    vec![
        history("overview", ""),
        history("sessions", "\t"),
        history("sessions-narrowed", "rss"),
        history("session", "\t\n"),
        history("exercises", "\t\t"),
        history("exercise-history", "\t\t↓↓↓\n"),
        above(history("form", "\te>>>>↓5")),
        above(history("delete", "\td")),
    ]
}

fn above(exhibit: Exhibit) -> Exhibit {
    Exhibit { above: true, ..exhibit }
}

fn shown(name: &'static str, mut app: App, stage: Stage, keys: &str) -> Exhibit {
    for key in keys.chars() {
        let code = match key {
            '\t' => KeyCode::Tab,
            '\n' => KeyCode::Enter,
            '>' => KeyCode::Right,
            '↓' => KeyCode::Down,
            other => KeyCode::Char(other),
        };
        app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)), &stage.scene());
    }
    Exhibit { name, app, stage, above: false }
}
