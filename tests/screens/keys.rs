//! What keys and clicks do.

use crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use supple::{
    session::{Command, Origin, PauseCause, SkipReason, Way},
    ui::{App, Effect, Input, Keymap, Recovery, Setup, SoundState},
};

use crate::{Stage, draw, home_app, scenes, session_app, setup, text};

fn press(app: &mut App, stage: &Stage, key: impl Into<Pressed>) -> Vec<Effect> {
    app.handle(Input::Key(key.into().0), &stage.scene())
}

struct Pressed(KeyEvent);

impl From<char> for Pressed {
    fn from(key: char) -> Self {
        KeyCode::Char(key).into()
    }
}

impl From<KeyCode> for Pressed {
    fn from(code: KeyCode) -> Self {
        Self(KeyEvent::new(code, KeyModifiers::NONE))
    }
}

fn control(key: char) -> Pressed {
    Pressed(KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL))
}

fn tell(command: Command) -> Vec<Effect> {
    vec![Effect::Session(command)]
}

#[test]
fn every_command_of_a_session_has_its_key() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    let key = Origin::Key;
    for (pressed, command) in [
        (KeyCode::Char(' '), Command::Pause(PauseCause::User)),
        (KeyCode::Char('n'), Command::Next(key)),
        (KeyCode::Right, Command::Next(key)),
        (KeyCode::PageDown, Command::Next(key)),
        (KeyCode::Enter, Command::Done(key)),
        (KeyCode::Char('c'), Command::CountRep),
        (KeyCode::Char('b'), Command::Back(key)),
        (KeyCode::Left, Command::Back(key)),
        (KeyCode::PageUp, Command::Back(key)),
        (KeyCode::Char('r'), Command::RestartExercise(key)),
        (KeyCode::Char('s'), Command::SkipExercise),
        (KeyCode::Char('d'), Command::Later),
        (KeyCode::Char('e'), Command::Swap(Way::Easier)),
        (KeyCode::Char('h'), Command::Swap(Way::Harder)),
        (KeyCode::Char('='), Command::More),
        (KeyCode::Char('+'), Command::More),
        (KeyCode::Char('-'), Command::Less),
        (KeyCode::Char(','), Command::Slower),
        (KeyCode::Char('.'), Command::Faster),
    ] {
        assert_eq!(press(app, &stage, pressed), tell(command), "{pressed:?}");
    }
}

#[test]
fn space_and_a_click_pause_and_go_on() {
    let app = &mut session_app();
    let click = |kind| Input::Mouse(MouseEvent { kind, column: 3, row: 3, modifiers: KeyModifiers::NONE });
    let down = MouseEventKind::Down(MouseButton::Left);
    let running = Stage::session(scenes::hold());
    assert_eq!(app.handle(click(down), &running.scene()), tell(Command::Pause(PauseCause::User)));
    assert_eq!(app.handle(click(MouseEventKind::Up(MouseButton::Left)), &running.scene()), []);
    let paused = Stage::session(scenes::paused());
    assert_eq!(app.handle(click(down), &paused.scene()), tell(Command::Resume(Origin::Key)));
    assert_eq!(press(app, &paused, ' '), tell(Command::Resume(Origin::Key)));
    let lead_in = Stage::session(scenes::lead_in());
    assert_eq!(press(app, &lead_in, ' '), tell(Command::Pause(PauseCause::User)));
}

#[test]
fn quitting_pauses_and_asks_once() {
    let running = Stage::session(scenes::hold());
    let paused = Stage::session(scenes::paused());
    let app = &mut session_app();
    assert_eq!(press(app, &running, 'q'), tell(Command::Pause(PauseCause::User)));
    assert_eq!(press(app, &paused, 'n'), tell(Command::Resume(Origin::Key)), "no goes on");
    assert_eq!(press(app, &running, control('c')), tell(Command::Pause(PauseCause::User)));
    assert_eq!(press(app, &paused, 'b'), [], "other keys mean nothing in a question");
    assert_eq!(press(app, &paused, 'y'), tell(Command::Quit));
    assert_eq!(press(app, &paused, 'q'), [], "it is paused already");
    assert_eq!(press(app, &paused, KeyCode::Esc), [], "and stays so");
    assert_eq!(press(app, &paused, 'q'), []);
    assert_eq!(press(app, &paused, control('c')), tell(Command::Quit), "twice ctrl-c leaves");
}

#[test]
fn locked_keys_do_nothing_but_unlock_and_leave() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    assert_eq!(press(app, &stage, 'x'), []);
    for key in [' ', 'n', 's', 'q', '?', 'g', 'm'] {
        assert_eq!(press(app, &stage, key), [], "{key}");
    }
    assert_eq!(press(app, &stage, control('z')), []);
    assert!(text(&draw(app, &stage, (100, 30))).contains("x unlock"), "and the screen says so");
    assert_eq!(press(app, &stage, control('c')), tell(Command::Pause(PauseCause::User)));
    assert_eq!(press(app, &stage, 'n'), tell(Command::Resume(Origin::Key)), "the question has its keys");
    assert_eq!(press(app, &stage, 'x'), []);
    assert_eq!(press(app, &stage, 'n'), tell(Command::Next(Origin::Key)));
}

#[test]
fn a_reason_is_asked_for_only_while_it_is_wanted() {
    let app = &mut session_app();
    let wanted = Stage::session(scenes::skipped());
    for (key, reason) in [
        ('p', SkipReason::Pain),
        ('t', SkipReason::Time),
        ('e', SkipReason::Equipment),
        ('o', SkipReason::Other),
    ] {
        assert_eq!(press(app, &wanted, key), tell(Command::SkipReason(reason)));
        assert_ne!(press(app, &Stage::session(scenes::hold()), key), tell(Command::SkipReason(reason)));
    }
    assert_eq!(press(app, &wanted, 'n'), tell(Command::Next(Origin::Key)), "other keys mean what they do");
}

#[test]
fn the_list_of_exercises_begins_here_and_goes_where_it_is_told() {
    let stage = Stage::session(scenes::hold());
    let snapshot = stage.snapshot.as_ref().unwrap();
    let app = &mut session_app();
    press(app, &stage, 'g');
    press(app, &stage, KeyCode::Down);
    let target = snapshot.occurrences[snapshot.here.unwrap() + 1].occurrence;
    let jump = |occurrence| tell(Command::Jump { occurrence, origin: Origin::Key });
    assert_eq!(press(app, &stage, KeyCode::Enter), jump(target));
    press(app, &stage, 'g');
    press(app, &stage, KeyCode::End);
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), jump(snapshot.occurrences.last().unwrap().occurrence));
    press(app, &stage, 'g');
    assert_eq!(press(app, &stage, KeyCode::Esc), []);
    assert_eq!(press(app, &stage, KeyCode::Enter), tell(Command::Done(Origin::Key)), "the list is closed");
}

#[test]
fn the_volume_has_ends_and_a_muted_sound_comes_back() {
    let app = &mut session_app();
    let with = |sound| Stage { sound, ..Stage::session(scenes::hold()) };
    let on = |percent| with(SoundState::On { percent });
    assert_eq!(press(app, &on(80), ']'), [Effect::Volume(90)]);
    assert_eq!(press(app, &on(95), ']'), [Effect::Volume(100)]);
    assert_eq!(press(app, &on(5), '['), [Effect::Volume(0)]);
    assert_eq!(press(app, &on(80), 'm'), [Effect::Mute(true)]);
    assert_eq!(press(app, &with(SoundState::Muted), 'm'), [Effect::Mute(false)]);
    assert_eq!(press(app, &with(SoundState::Off), 'm'), []);
}

#[test]
fn home_starts_what_is_chosen_unless_it_is_at_fault() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home());
    let start = |id: &str| vec![Effect::Start { routine: id.into() }];
    assert_eq!(press(app, &stage, KeyCode::Enter), start("gentle-twelve"));
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), start("demo"));
    press(app, &stage, KeyCode::Down);
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), [], "a broken routine");
    for _ in 0..9 {
        press(app, &stage, KeyCode::Down);
    }
    assert_eq!(press(app, &stage, KeyCode::Enter), start("evening"));
    assert_eq!(press(app, &stage, control('c')), [Effect::Quit]);
}

#[test]
fn the_chosen_routine_stays_chosen_when_the_list_changes() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home());
    press(app, &stage, KeyCode::Down);
    app.back_home(scenes::home_interrupted());
    assert_eq!(press(app, &stage, KeyCode::Enter), [Effect::Start { routine: "demo".into() }]);
}

#[test]
fn an_interrupted_session_can_be_resumed_kept_or_discarded() {
    let stage = Stage::default();
    let app = &mut home_app(scenes::home_interrupted());
    let recover = |id: &str, how| vec![Effect::Recover { session: id.into(), how }];
    assert_eq!(press(app, &stage, KeyCode::Enter), recover("01K", Recovery::Resume));
    assert_eq!(press(app, &stage, 'k'), recover("01K", Recovery::Keep));
    assert_eq!(press(app, &stage, 'd'), [], "to forget it is asked about first");
    assert_eq!(press(app, &stage, KeyCode::Enter), [], "and enter is no");
    press(app, &stage, KeyCode::Down);
    assert_eq!(press(app, &stage, KeyCode::Enter), [], "too old to resume");
    assert!(!text(&draw(app, &stage, (80, 24))).contains("enter resume"), "and not offered");
    press(app, &stage, 'd');
    assert_eq!(press(app, &stage, 'y'), recover("01J", Recovery::Discard));
}

#[test]
fn a_summary_is_left_by_any_of_its_keys() {
    let stage = Stage { summary: Some(scenes::summary(supple::ui::Kept::InHistory)), ..Stage::default() };
    for key in [KeyCode::Enter, KeyCode::Esc, KeyCode::Char('q')] {
        let mut app = session_app();
        app.show_summary();
        assert_eq!(press(&mut app, &stage, key), [Effect::LeaveSession]);
    }
}

#[test]
fn what_means_nothing_does_nothing() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    let before = draw(app, &stage, (80, 24));
    let mut release = KeyEvent::new(KeyCode::Char('n'), KeyModifiers::NONE);
    release.kind = KeyEventKind::Release;
    let mut held = KeyEvent::new(KeyCode::Char(' '), KeyModifiers::NONE);
    held.kind = KeyEventKind::Repeat;
    for input in [
        Input::Key(release),
        Input::Key(held),
        Input::Key(KeyEvent::new(KeyCode::F(9), KeyModifiers::NONE)),
        Input::Key(KeyEvent::new(KeyCode::Char('n'), KeyModifiers::ALT)),
        Input::Paste("nnn qy".into()),
        Input::FocusLost,
        Input::FocusGained,
    ] {
        assert_eq!(app.handle(input.clone(), &stage.scene()), [], "{input:?}");
    }
    assert_eq!(draw(app, &stage, (80, 24)), before);
}

#[test]
fn hints_and_help_print_the_keys_that_are_bound() {
    let (keymap, faults) = Keymap::with(&[("pause".into(), vec!["f5".into()]), ("skip".into(), vec![])]);
    assert_eq!(faults, []);
    let stage = Stage::session(scenes::hold());
    let app = &mut App::session(Setup { keymap, ..setup() });
    let session = text(&draw(app, &stage, (100, 30)));
    assert!(session.contains("f5 pause") && !session.contains("space"), "{session}");
    assert!(!session.contains("skip"), "an action without a key has no hint");
    press(app, &stage, '?');
    let help = text(&draw(app, &stage, (100, 30)));
    let row = |word: &str| help.lines().find(|line| line.contains(word)).unwrap().to_owned();
    assert!(row("Pause, or go on").contains("f5"), "{help}");
    assert!(row("Skip this exercise").contains("no key"), "{help}");
}

#[test]
fn help_scrolls_to_its_end_and_back_at_once() {
    let stage = Stage::session(scenes::hold());
    let app = &mut session_app();
    press(app, &stage, '?');
    let top = text(&draw(app, &stage, (80, 24)));
    press(app, &stage, KeyCode::End);
    let end = text(&draw(app, &stage, (80, 24)));
    assert_ne!(end, top, "the help is longer than the screen");
    press(app, &stage, KeyCode::Up);
    assert_ne!(text(&draw(app, &stage, (80, 24))), end, "nothing is scrolled past the end");
    press(app, &stage, KeyCode::Home);
    assert_eq!(text(&draw(app, &stage, (80, 24))), top);
}
