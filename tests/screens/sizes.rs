//! What holds for every screen at every size, and pictures of the screens that no other file has.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use supple::ui::{App, Input, Kept};

use crate::{
    Stage, home_app, ledger::Picture, past, pictures::pictures, scenes, session_app, setup,
};

const SIZES: [(u16, u16); 10] = [
    (20, 5),
    (30, 8),
    (40, 12),
    (60, 20),
    (80, 24),
    (100, 30),
    (120, 40),
    (200, 60),
    (300, 80),
    (300, 8),
];

fn after(mut app: App, stage: &Stage, keys: &str) -> App {
    for key in keys.chars() {
        let code = match key {
            '\t' => KeyCode::Tab,
            '\n' => KeyCode::Enter,
            '↓' => KeyCode::Down,
            other => KeyCode::Char(other),
        };
        app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)), &stage.scene());
    }
    app
}

/// Every screen of the program, with nothing in it that is hard to draw.
fn screens() -> Vec<(String, App, Stage)> {
    let mut screens = Vec::new();
    let mut add = |name: &str, app: App, stage: Stage, keys: &str| {
        let app = after(app, &stage, keys);
        screens.push((format!("{name} {keys:?}"), app, stage));
    };
    let plain = Stage::default;
    for keys in ["", "↓↓", "i", "?", "s", "/", "/bird", "/bird dog\n", "↓↓↓↓↓\n↓"] {
        add("home", home_app(scenes::home_today()), plain(), keys);
    }
    for keys in ["", "d", "↓"] {
        add("interrupted", home_app(scenes::home_interrupted()), plain(), keys);
    }
    add("full", home_app(scenes::home_full()), plain(), "");
    let sessions = [
        ("hold", scenes::hold()),
        ("many holds", scenes::hold_of_many()),
        ("relax", scenes::relax()),
        ("rest", scenes::rest()),
        ("rest between rounds", scenes::rest_between_rounds()),
        ("switch", scenes::switch()),
        ("phase", scenes::phase()),
        ("open", scenes::open()),
        ("prepare", scenes::prepare()),
        ("waiting", scenes::prepare_waiting()),
        ("paused", scenes::paused()),
        ("lead-in", scenes::lead_in()),
        ("skipped", scenes::skipped()),
    ];
    for (name, snapshot) in sessions {
        for keys in ["", "q", "g", "?", "p", "p8", "x"] {
            let mut app = session_app();
            app.ask(true, true);
            add(name, app, Stage::session(snapshot.clone()), keys);
        }
    }
    for keys in ["", "3e", "3en"] {
        let mut app = session_app();
        app.ask(true, true);
        app.show_summary();
        let stage = Stage { summary: Some(scenes::summary(Kept::InHistory)), ..plain() };
        add("summary", app, stage, keys);
    }
    for keys in ["", "\t", "\tr", "\t\n", "\t\t", "\t\t\n", "\te", "\td", "\t/stiff", "?"] {
        let mut app = App::history(setup());
        app.set_history(Ok(past::book(past::records(364, 1))));
        add("history", app, plain(), keys);
    }
    screens
}

#[test]
fn survey() {
    let mut seen = std::collections::BTreeMap::<String, Vec<String>>::new();
    for (name, app, stage) in screens() {
        for size in SIZES {
            let picture = Picture::of(&app, &stage, size);
            picture.prove(true, || format!("{name} at {size:?}"));
            for (drawn, whole) in picture.shortened() {
                seen.entry(format!("{whole:?} -> {drawn:?}")).or_default().push(format!("{name}@{}x{}", size.0, size.1));
            }
        }
    }
    for (what, places) in seen {
        println!("{what}   {} {}", places.len(), places[..places.len().min(3)].join(", "));
    }
}
