//! Pictures of every screen, to be read by a person when they change.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use supple::ui::{App, HomeModel, Input, Kept};

use crate::{Stage, draw, home_app, scenes, session_app, text};

pub(crate) const SIZES: [(u16, u16); 5] = [(20, 5), (40, 12), (80, 24), (100, 30), (200, 60)];

pub(crate) fn pictures(app: &App, stage: &Stage) -> String {
    let picture =
        |size: (u16, u16)| format!("== {}×{} ==\n{}", size.0, size.1, text(&draw(app, stage, size)));
    SIZES.map(picture).join("\n")
}

fn after_key(mut app: App, stage: &Stage, key: char) -> App {
    let key = KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE);
    app.handle(Input::Key(key), &stage.scene());
    app
}

fn keys(mut app: App, codes: &[KeyCode]) -> App {
    let stage = Stage::default();
    for code in codes {
        app.handle(Input::Key(KeyEvent::new(*code, KeyModifiers::NONE)), &stage.scene());
    }
    app
}

macro_rules! session_pictures {
    ($($name:ident),+ $(,)?) => {$(
        #[test]
        fn $name() {
            let stage = Stage::session(scenes::$name());
            insta::assert_snapshot!(stringify!($name), pictures(&session_app(), &stage));
        }
    )+};
}

session_pictures!(
    hold,
    hold_of_many,
    relax,
    rest,
    rest_between_rounds,
    switch,
    phase,
    rep,
    open,
    flow,
    prepare,
    prepare_waiting,
    paused,
    asleep,
    lead_in,
    skipped,
    hard_words,
);

#[test]
fn quit_question() {
    let stage = Stage::session(scenes::paused());
    insta::assert_snapshot!(pictures(&after_key(session_app(), &stage, 'q'), &stage));
}

#[test]
fn exercises_to_jump_to() {
    let stage = Stage::session(scenes::hold());
    insta::assert_snapshot!(pictures(&after_key(session_app(), &stage, 'g'), &stage));
}

#[test]
fn help() {
    let stage = Stage::session(scenes::hold());
    insta::assert_snapshot!(pictures(&after_key(session_app(), &stage, '?'), &stage));
}

#[test]
fn locked_with_a_notice() {
    let stage = Stage {
        notices: vec!["No sound device: the terminal’s bell and a flash stand in.".into()],
        sound: supple::ui::SoundState::Silent,
        ..Stage::session(scenes::hold())
    };
    insta::assert_snapshot!(pictures(&after_key(session_app(), &stage, 'x'), &stage));
}

#[test]
fn ascii_only() {
    let stage = Stage { unicode: false, ..Stage::session(scenes::hold_of_many()) };
    insta::assert_snapshot!(pictures(&session_app(), &stage));
}

#[test]
fn home() {
    insta::assert_snapshot!(pictures(&home_app(scenes::home()), &Stage::default()));
}

#[test]
fn home_with_interrupted_sessions() {
    insta::assert_snapshot!(pictures(&home_app(scenes::home_interrupted()), &Stage::default()));
}

#[test]
fn home_without_routines() {
    insta::assert_snapshot!(pictures(&home_app(HomeModel::default()), &Stage::default()));
}

#[test]
fn home_today() {
    insta::assert_snapshot!(pictures(&home_app(scenes::home_today()), &Stage::default()));
}

#[test]
fn home_with_a_due_row_chosen() {
    let app = keys(home_app(scenes::home_today()), &[KeyCode::Down, KeyCode::Down]);
    insta::assert_snapshot!(pictures(&app, &Stage::default()));
}

#[test]
fn home_with_what_is_not_due_unfolded() {
    let mut presses = vec![KeyCode::Down; 5];
    presses.extend([KeyCode::Enter, KeyCode::Down]);
    let app = keys(home_app(scenes::home_today()), &presses);
    insta::assert_snapshot!(pictures(&app, &Stage::default()));
}

#[test]
fn home_at_its_end() {
    let app = keys(home_app(scenes::home_today()), &[KeyCode::End]);
    insta::assert_snapshot!(pictures(&app, &Stage::default()));
}

#[test]
fn home_when_all_is_done() {
    let mut home = scenes::home_today();
    let today = home.today.as_mut().unwrap();
    today.done.append(&mut today.due);
    today.notice = None;
    insta::assert_snapshot!(pictures(&home_app(home), &Stage::default()));
}

#[test]
fn search() {
    let app = keys(home_app(scenes::home_full()), &"/bird".chars().map(KeyCode::Char).collect::<Vec<_>>());
    insta::assert_snapshot!(pictures(&app, &Stage::default()));
}

#[test]
fn search_for_anything() {
    let app = keys(home_app(scenes::home_full()), &[KeyCode::Char('/')]);
    insta::assert_snapshot!(pictures(&app, &Stage::default()));
}

#[test]
fn page_of_a_routine() {
    let app = keys(home_app(scenes::home()), &[KeyCode::Char('i')]);
    insta::assert_snapshot!(pictures(&app, &Stage::default()));
}

#[test]
fn page_of_an_exercise() {
    let mut presses: Vec<_> = "/bird dog".chars().map(KeyCode::Char).collect();
    presses.push(KeyCode::Enter);
    insta::assert_snapshot!(pictures(&keys(home_app(scenes::home()), &presses), &Stage::default()));
}

#[test]
fn safety_before_anything_else() {
    let mut app = home_app(scenes::home());
    app.show_safety_first();
    insta::assert_snapshot!(pictures(&app, &Stage::default()));
}

#[test]
fn summary() {
    let mut app = session_app();
    app.show_summary();
    let stage = Stage { summary: Some(scenes::summary(Kept::InHistory)), ..Stage::default() };
    insta::assert_snapshot!(pictures(&app, &stage));
}

#[test]
fn summary_of_what_could_not_be_kept() {
    let mut app = session_app();
    app.show_summary();
    let why = "there is no space left on the disk. Free some, then run: supple log recover";
    let stage = Stage { summary: Some(scenes::summary(Kept::Failed(why.into()))), ..Stage::default() };
    let pictures = pictures(&app, &stage);
    assert!(!pictures.contains("Kept"), "nothing may say that it is kept");
    insta::assert_snapshot!(pictures);
}
