//! The page of an exercise, with its moving figure.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use supple::{
    figure::Demo,
    routine::Library,
    ui::{App, Effect, HomeModel, Input, Setup},
};

use crate::{Stage, draw, scenes, setup, text};

/// The page of the bird dog alone, as `supple exercises bird-dog` shows it.
fn page(setup: Setup) -> App {
    let exercise = Library::open(None).exercise("bird-dog").expect("it is shipped").value;
    let mut home: HomeModel = scenes::home();
    let card = home.exercises.iter_mut().find(|card| card.id == "bird-dog").expect("it is in the scene");
    card.demo = exercise.as_ref().map(Demo::of);
    App::exercise(setup, home, "bird-dog")
}

fn press(app: &mut App, key: KeyCode) -> Vec<Effect> {
    let key = KeyEvent::new(key, KeyModifiers::NONE);
    app.handle(Input::Key(key), &Stage::default().scene())
}

fn open_for(ms: u64) -> Stage {
    Stage { page_open: Duration::from_millis(ms), ..Stage::default() }
}

fn is_dotted(picture: &str) -> bool {
    picture.chars().any(|glyph| ('\u{2801}'..='\u{28ff}').contains(&glyph))
}

#[test]
fn the_figure_moves_as_long_as_the_page_is_open() {
    let app = page(setup());
    let at = |ms| text(&draw(&app, &open_for(ms), (100, 30)));
    assert!(is_dotted(&at(0)), "{}", at(0));
    assert_ne!(at(0), at(1_500));
    assert_eq!(app.shown_exercise(), Some("bird-dog"));
    let stays = app.next_page_motion().expect("it moves");
    assert!((124..=125).contains(&stays.as_millis()), "{stays:?}");
}

#[test]
fn where_nothing_is_to_move_it_is_still() {
    let app = page(Setup { motion: false, ..setup() });
    let at = |ms| text(&draw(&app, &open_for(ms), (100, 30)));
    assert!(is_dotted(&at(0)));
    assert_eq!(at(0), at(1_500));
    assert_eq!(app.next_page_motion(), None);
}

#[test]
fn nothing_moves_below_something_else_or_out_of_sight() {
    let mut app = page(setup());
    draw(&app, &open_for(1_500), (40, 12));
    assert!(app.next_page_motion().is_some());
    press(&mut app, KeyCode::Char('?'));
    draw(&app, &open_for(1_500), (40, 12));
    assert_eq!(app.next_page_motion(), None, "the help lies above it");
    press(&mut app, KeyCode::Esc);
    draw(&app, &open_for(1_500), (40, 12));
    assert!(app.next_page_motion().is_some());
    press(&mut app, KeyCode::End);
    let end = text(&draw(&app, &open_for(1_500), (40, 12)));
    assert!(!is_dotted(&end), "it goes up with the text:\n{end}");
    assert_eq!(app.next_page_motion(), None);
}

#[test]
fn a_page_that_is_all_there_is_ends_the_program() {
    for key in [KeyCode::Char('q'), KeyCode::Esc] {
        let mut app = page(setup());
        assert_eq!(press(&mut app, key), [Effect::Quit]);
    }
    let mut app = page(setup());
    assert_eq!(press(&mut app, KeyCode::Char('e')), [], "the easier form lies above it");
    assert_eq!(app.shown_exercise(), Some("dead-bug"));
    assert_eq!(press(&mut app, KeyCode::Esc), []);
    assert_eq!(app.shown_exercise(), Some("bird-dog"));
}

#[test]
fn the_page_at_every_size() {
    let app = page(setup());
    let picture = |size: (u16, u16)| {
        format!("== {}×{} ==\n{}", size.0, size.1, text(&draw(&app, &open_for(3_200), size)))
    };
    let sizes = [(20, 5), (40, 12), (80, 24), (100, 30), (200, 60)];
    insta::assert_snapshot!(sizes.map(picture).join("\n"));
}

#[test]
fn without_unicode_the_figure_is_ascii() {
    let stage = Stage { unicode: false, ..open_for(3_200) };
    let picture = text(&draw(&page(setup()), &stage, (100, 30)));
    assert!(picture.is_ascii() && picture.contains("####"), "{picture}");
}
