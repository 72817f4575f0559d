//! What holds for every screen at every size, and pictures of the screens that no other file has.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use supple::ui::{App, Device, HomeModel, Input, Kept};

use crate::{
    Stage, hearing, home_app, ledger::Picture, past, pictures::pictures, scenes, session_app, setup,
};

const SIZES: [(u16, u16); 10] =
    [(20, 5), (30, 8), (40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (200, 60), (300, 80), (300, 8)];

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
        ("asleep", scenes::asleep()),
        ("lead-in", scenes::lead_in()),
        ("skipped", scenes::skipped()),
    ];
    for (name, snapshot) in sessions {
        let above = ["", "q", "g", "?", "p", "p8", "x"];
        for keys in &above[..if name == "hold" { above.len() } else { 1 }] {
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
    for device in [Device::Opening, hearing::found(), Device::Missing] {
        add("hearing", hearing::app(device.clone()), plain(), "");
        add("hearing, muted", hearing::app(device), hearing::muted(), "");
    }
    add("a newcomer's home", home_app(newcomers_home()), plain(), "");
    for keys in ["", "\t", "\tr", "\t\n", "\t\t", "\t\t\n", "\te", "\td", "\t/stiff", "?"] {
        add("history", history(), plain(), keys);
    }
    screens
}

/// Nothing is cut, covered or run together; and what is shortened is what somebody has written or done, never what the
/// program itself has to say.
#[test]
fn every_screen_is_whole_at_every_size() {
    let names = [
        "Low back", "back", "igure-", "IGURE-", "Desk", "Evening", "tour", "twelve", "bridge", "spot", "Walk",
    ];
    let deeds = ["reps", "partly", "stiff"];
    for (name, app, stage) in screens() {
        for size in SIZES {
            let picture = Picture::of(&app, &stage, size);
            picture.prove(true, || format!("{name} at {size:?}"));
            for (drawn, whole) in picture.shortened() {
                let written = names.iter().chain(&deeds).any(|part| whole.contains(part));
                assert!(written, "{name} at {size:?}: {whole:?} is shortened to {drawn:?}");
            }
        }
    }
}

#[test]
fn on_a_very_wide_screen_what_is_read_lies_in_the_middle() {
    for (name, app, stage) in screens().into_iter().filter(|(name, ..)| name.starts_with("home \"\"")) {
        let picture = Picture::of(&app, &stage, (300, 80));
        let columns = picture.strokes.iter().filter_map(|stroke| match stroke {
            supple::ui::Stroke::Text { place, .. } => Some((place.left(), place.right())),
            _ => None,
        });
        let (left, right) = columns.fold((300, 0), |all, one| (all.0.min(one.0), all.1.max(one.1)));
        assert!(left == 70 && right == 230, "{name}: from {left} to {right}");
    }
}

macro_rules! pictures_of {
    ($($name:ident: $app:expr, $stage:expr, $keys:expr);+ $(;)?) => {$(
        #[test]
        fn $name() {
            let stage = $stage;
            insta::assert_snapshot!(stringify!($name), pictures(&after($app, &stage, $keys), &stage));
        }
    )+};
}

fn history() -> App {
    let mut app = App::history(setup());
    app.set_history(Ok(past::book(past::records(364, 1))));
    app
}

/// The tour first, and more routines than there is room for.
fn newcomers_home() -> HomeModel {
    let mut home = HomeModel { recent: Vec::new(), ..scenes::home() };
    home.routines[1].summary = Some("Two minutes, each key as you need it.".into());
    home.routines.swap(0, 1);
    let more = home.routines.clone();
    home.routines.extend(more.iter().cloned());
    home.routines.extend(more);
    home
}

fn noticed() -> Stage {
    let notice = "The routine desk-2.toml has 3 faults. See: supple check desk-2";
    Stage { notices: vec![notice.into()], ..Stage::default() }
}

fn summary_app() -> App {
    let mut app = session_app();
    app.show_summary();
    app
}

pictures_of! {
    help_at_home: home_app(scenes::home()), Stage::default(), "?";
    help_in_the_history: history(), Stage::default(), "?";
    help_after_a_session: summary_app(), Stage { summary: Some(scenes::summary(Kept::InHistory)), ..Stage::default() }, "?";
    safety_from_home: home_app(scenes::home()), Stage::default(), "s";
    discard_question: home_app(scenes::home_interrupted()), Stage::default(), "d";
    home_of_a_newcomer: home_app(newcomers_home()), Stage::default(), "";
    home_with_a_notice: home_app(scenes::home()), noticed(), "";
    page_of_a_routine_at_fault: home_app(scenes::home()), Stage::default(), "↓↓↓i";
    search_that_finds_nothing: home_app(scenes::home()), Stage::default(), "/zebra";
    past_search_that_finds_nothing: history(), Stage::default(), "/zebra";
    before_a_session_begins: session_app(), Stage::default(), "";
    before_a_summary_is_there: summary_app(), Stage::default(), "";
}
